"""Writes `review.csv`: what waits for a person, in groups of equal readings, to be filled in.

A group's line is followed by a line for each of its students. Equal readings are answers to the same part,
with the same parameters, that say the same and wait for the same reason. Parts of a question that wait under
one convention make one group whatever was read, so that one line settles the convention for the class.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from grader.records import PartRecord, QuestionRecord, StudentRecord
from grader.store.alike import NOTHING_READ, SCAN, alike, mistakes_named
from grader.store.decisions import MarkedAnswer, marked_answer
from grader.store.results import has_score, results_order
from grader.store.spreadsheet import table
from grader.store.totals import question_totals

FILE_NAME = "review.csv"
COLUMNS = (
    "key",
    "scope",
    "question",
    "part",
    "students",
    "student_id",
    "name",
    "reading",
    "file",
    "page",
    "reason",
    "mistake",
    "points",
    "credit",
    "comment",
    "marker",
)
SUGGESTED = " (suggestion)"
KEY_LENGTH = 12
LONGEST_READING = 2000  # characters in a cell; whole answers stand in results.jsonl
READINGS_SHOWN = 3  # of a convention's group, whose readings differ


Suggestions: TypeAlias = Mapping[tuple[str, str, str], str]
"""What a machine recognised in pictures, by student's, question's and part's id."""
NO_SUGGESTIONS: Suggestions = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """A line of `review.csv`: the answers that it decides, its key and its cells before ``credit``."""

    key: str
    answers: tuple[MarkedAnswer, ...]
    cells: tuple[str | int | Fraction | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """A part that waits, with where it belongs; ``place`` orders it as the assignment does."""

    record: StudentRecord
    question: QuestionRecord
    part: PartRecord
    place: tuple[int, int]
    suggestion: str = ""

    @property
    def reason(self) -> str:
        """Why the part waits."""
        return self.part.reading.reason or self.part.status

    @property
    def reading(self) -> str:
        """What was written, and what it was read as where that is not the same."""
        text, shown = self.part.reading.text.strip(), self.part.shown
        suggested = (text if self.part.reading.reason == SCAN else "") or self.suggestion
        if suggested:
            return f"{suggested[:LONGEST_READING]}{SUGGESTED}"
        both = f"{text} → {shown}" if text and shown and shown != text else text or shown
        return both if len(both) <= LONGEST_READING else f"{both[: LONGEST_READING - 1]}…"

    def group(self) -> tuple[str, ...]:
        """Return what answers that one line can decide have in common; where nothing was read, their student."""
        common = alike(self.question, self.part)
        return (*common[:3], self.record.student_id or "") if NOTHING_READ in common[:3] else common


def review_lines(
    records: Iterable[StudentRecord], suggestions: Suggestions = NO_SUGGESTIONS
) -> tuple[ReviewLine, ...]:
    """Return the lines of all that waits in ``records``, groups in the assignment's order, the largest first.

    Students whose files could not be read have no lines, nor has a file whose student nobody knows.
    ``suggestions`` are what a machine recognised in pictures; they change what a line shows and nothing else.
    """
    groups: dict[tuple[str, ...], list[_Waiting]] = {}
    for record in sorted(records, key=results_order):
        if record.student_id is not None and has_score(record):
            for waiting in _waiting_parts(record, suggestions):
                groups.setdefault(waiting.group(), []).append(waiting)
    lines: list[ReviewLine] = []
    for members in sorted(groups.values(), key=_group_order):
        by_student: dict[str, list[_Waiting]] = {}
        for member in members:
            by_student.setdefault(member.record.student_id or "", []).append(member)
        lines.append(_line("group", members, len(by_student)))
        lines += [_line("student", own, 1) for own in by_student.values()]
    return tuple(lines)


def review_csv(lines: Sequence[ReviewLine]) -> bytes:
    """Return the file's bytes; the cells ``credit``, ``comment`` and ``marker`` are empty."""
    return table(COLUMNS, ((line.key, *line.cells, None, None, None) for line in lines))


def _waiting_parts(record: StudentRecord, suggestions: Suggestions) -> Iterable[_Waiting]:
    """Yield the parts of one student that wait."""
    for row, question in enumerate(record.questions):
        for column, part in enumerate(question.parts if question_totals(question).waits else ()):
            if part.waits:
                suggestion = suggestions.get((record.student_id or "", question.id, part.id), "")
                yield _Waiting(
                    record=record, question=question, part=part, place=(row, column), suggestion=suggestion
                )


def _group_order(members: Sequence[_Waiting]) -> tuple[tuple[int, int], int, str, tuple[str, ...]]:
    """Return where a group stands: by part, then the most students, then by reading."""
    return min(member.place for member in members), -len(members), members[0].reading, members[0].group()


def _line(scope: str, members: Sequence[_Waiting], students: int) -> ReviewLine:
    """Return the line of a group or of one of its students."""
    first = members[0]
    is_group = scope == "group"
    answers = tuple(marked_answer(member.record, member.question.id, member.part) for member in members)
    parts = {member.part.id: member for member in sorted(members, key=lambda member: member.place)}
    points = sum((member.part.max_points for member in parts.values()), Fraction(0))
    return ReviewLine(
        key=_key(scope, answers),
        answers=answers,
        cells=(
            scope,
            first.question.id,
            ", ".join(parts),
            students,
            None if is_group else first.record.student_id,
            None if is_group else first.record.name,
            _readings(members),
            first.record.file_of(first.part),
            first.part.reading.page,
            first.reason,
            mistakes_named(first.part),
            points,
        ),
    )


def _readings(members: Sequence[_Waiting]) -> str:
    """Return the readings of a line, the first few where they differ."""
    alike = {" ".join(member.reading.split()): member.reading for member in reversed(members)}
    readings = list(alike.values())[::-1]
    shown = " | ".join(readings[:READINGS_SHOWN])
    return shown if len(readings) <= READINGS_SHOWN else f"{shown} | …"


def _key(scope: str, answers: Sequence[MarkedAnswer]) -> str:
    """Return a token for the answers of a line; no spreadsheet takes it for a number or a date."""
    from hashlib import sha256

    named = sorted("\0".join((answer.student_id, answer.part, answer.fingerprint)) for answer in answers)
    digest = sha256("\n".join(named).encode("utf-8", "surrogatepass"))
    return scope[0] + digest.hexdigest()[:KEY_LENGTH]
