"""What a run finds out, as plain data: the shapes behind `results.jsonl`, the gradebook and the reports.

Texts in a record are already in the language of the report. Points are exact; `grader.store` rounds them
once, where they are written. A part's ``value`` and ``expected`` are JSON values: a number, a text, or
lists of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

JsonValue: TypeAlias = bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"] | None


class PartStatus(StrEnum):
    """The verdict on one part."""

    CORRECT = "correct"
    PARTIAL = "partial"
    INCORRECT = "incorrect"
    BLANK = "blank"
    NEEDS_REVIEW = "needs_review"
    AWAITING_MARKER = "awaiting_marker"

    @property
    def waits(self) -> bool:
        """Whether a person has still to decide."""
        return self in _WAITING


_WAITING = (PartStatus.NEEDS_REVIEW, PartStatus.AWAITING_MARKER)


class StudentStatus(StrEnum):
    """What became of one student's hand-in."""

    GRADED = "graded"
    NEEDS_REVIEW = "needs_review"
    MISSING = "missing"
    UNREADABLE = "unreadable"


class Certainty(StrEnum):
    """How sure the grader is of having read what the student meant."""

    CERTAIN = "certain"
    PLAIN = "plain"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRecord:
    """Where an answer was found and how surely it was read; ``reason`` says why a part waits.

    ``file`` is None where the hand-in has one file only, so that students who answered alike share a record;
    `StudentRecord.file_of` tells it.
    """

    certainty: Certainty
    file: str | None
    text: str
    reason: str | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MistakeRecord:
    """A known mistake that gives the student's answer."""

    code: str
    hint: str
    credit: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's mark for one part: ``credit`` of 1, who gave it and what they noted."""

    credit: Fraction
    by: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRecord:
    """The machine's verdict on one part of one student's answer.

    ``shown`` is the reading as a reader sees it ("14 × 14 × 32"), empty where nothing was read.
    ``wrong_cells`` are (row, column) from 0, for a vector (0, index). ``tolerance`` is the rule in words.
    """

    id: str
    kind: str
    status: PartStatus
    credit: Fraction
    points: Fraction
    max_points: Fraction
    submitted: JsonValue
    value: JsonValue
    expected: JsonValue
    mistakes: tuple[MistakeRecord, ...]
    followed_through: bool
    feedback: tuple[str, ...]
    reading: ReadingRecord
    shown: str = ""
    wrong_cells: tuple[tuple[int, int], ...] = ()
    tolerance: str = ""
    cancelled: bool = False
    decision: Decision | None = None

    @property
    def final_credit(self) -> Fraction:
        """The credit that counts: a person's where there is a decision, else the machine's."""
        return self.credit if self.decision is None else self.decision.credit

    @property
    def final_points(self) -> Fraction:
        """The points that count, exact."""
        return self.points if self.decision is None else self.decision.credit * self.max_points

    @property
    def final_status(self) -> PartStatus:
        """The status that counts: a decided part is right, partly right or wrong by its credit."""
        if self.decision is None:
            return self.status
        if self.decision.credit == 1:
            return PartStatus.CORRECT
        return PartStatus.PARTIAL if self.decision.credit else PartStatus.INCORRECT

    @property
    def waits(self) -> bool:
        """Whether a person has still to decide; a cancelled part waits for nobody."""
        return self.decision is None and self.status in _WAITING and not self.cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRecord:
    """One question of the assignment, as one student answered it; ``params`` are that student's own."""

    id: str
    parts: tuple[PartRecord, ...]
    params: JsonValue = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """A file that was handed in: its path below the submissions folder and its SHA-256.

    ``kind`` is what it was taken for: ``json``, or the name of a `grader.documents.model.Source`; empty where it
    could not be read.
    """

    path: str
    sha256: str
    kind: str = ""


def student_key(student_id: str | None, files: Sequence[FileRecord]) -> str:
    """Return what a hand-in is called among its class: the student's id, else a blank and its first file's path.

    No id begins with a blank, so that an id which looks like a path hides no file.
    """
    return student_id if student_id is not None else f" {files[0].path if files else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What a learning platform says of when a hand-in came: the moment, whether it was late, which attempt it was."""

    submitted_at: str | None = None
    late: bool | None = None
    attempt: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRecord:
    """Something that a person should know about a hand-in."""

    code: str
    file: str | None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentRecord:
    """Everything the machine found out about one student, and the decisions that people made on it.

    ``student_id`` is None where nobody knows whose file it is. The machine's ``status`` is GRADED, MISSING
    or UNREADABLE; `grader.store.totals` tells the points, and the status that results show.
    """

    student_id: str | None
    name: str | None
    status: StudentStatus
    files: tuple[FileRecord, ...]
    questions: tuple[QuestionRecord, ...]
    errors: tuple[ErrorRecord, ...]
    delivered: Delivered | None = None

    @property
    def key(self) -> str:
        """What the hand-in is called among its class."""
        return student_key(self.student_id, self.files)

    @property
    def parts(self) -> tuple[PartRecord, ...]:
        """Every part of every question, in order."""
        return tuple(part for question in self.questions for part in question.parts)

    def file_of(self, part: PartRecord) -> str | None:
        """Return the path of the file in which a part's answer was found."""
        if part.reading.file is not None or len(self.files) != 1:
            return part.reading.file
        return self.files[0].path
