"""A class as it was handed in: the assignment, the roster, and one submission a student, each with its key."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from grader._version import __version__
from grader.assignment.resolved import Homework, Question
from grader.catalogue.bank import Bank
from grader.catalogue.resolve import SECRET_VARIABLE, load_homework
from grader.errors import AssignmentError, HandInError, UsageError
from grader.grading.submission import Submission
from grader.intake.folder import ASSIGNMENT_FILE, ROSTER_FILE, Found, find_hand_ins
from grader.intake.identity import Roster, fold_id, read_roster
from grader.intake.take_in import LoadedFile, by_student, load, same_bytes, student_of_name, take_in
from grader.locales import known_locales, translator_for
from grader.records import ErrorRecord, FileRecord, StudentRecord, StudentStatus
from grader.translation import Translator


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the person who runs `grade` chose; None is the default."""

    submissions: Path
    assignment: Path | None = None
    roster: Path | None = None
    locale: str | None = None
    problems: tuple[Path, ...] = ()

    @property
    def assignment_file(self) -> Path:
        """Where the assignment stands."""
        return self.assignment or self.submissions / ASSIGNMENT_FILE

    @property
    def roster_file(self) -> Path | None:
        """Where the class list stands, if there is one."""
        beside = self.submissions / ROSTER_FILE
        return self.roster or (beside if beside.is_file() else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """The submissions folder as it was read, once."""

    found: Found
    files: tuple[tuple[LoadedFile, ...], ...]

    def digest(self) -> Iterator[str]:
        """Yield what tells this folder's contents from another's."""
        for hand_in, files in zip(self.found.hand_ins, self.files, strict=True):
            for file in files:
                yield f"{hand_in.name}\0{file.path}\0{file.sha256}\0{file.fault or ''}"
        for name, refused in self.found.refused:
            yield f"{name}\0{refused.code}"
        yield from self.found.other_assignments


def read_folder(choices: Choices, out: Path | None) -> Folder:
    """Read every file of the submissions folder; ``out`` is never taken for a submission.

    Raises UsageError where there is nothing to grade.
    """
    if not choices.submissions.is_dir():
        raise UsageError(f"{choices.submissions}: not a folder; give the folder that holds the hand-ins")
    found = find_hand_ins(choices.submissions, frozenset({out.resolve()} if out else ()))
    if not choices.assignment_file.is_file():
        others = f" (the assignments in {', '.join(found.other_assignments)} are graded one by one)" if found.other_assignments else ""
        raise UsageError(
            f"{choices.assignment_file}: no such assignment{others}; write one with `grade new DIR`, or give --assignment FILE"
        )
    if not found.hand_ins and not found.refused:
        raise UsageError(f"{choices.submissions}: no hand-ins here; put one JSON file for each student into it")
    return Folder(found=found, files=tuple(load(choices.submissions, each) for each in found.hand_ins))


def run_key(choices: Choices, folder: Folder, bank: Bank) -> str:
    """Return what a run is made from: equal keys give equal files, whatever is in between."""
    digest = hashlib.sha256()

    def add(text: str | bytes) -> None:
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        digest.update(len(data).to_bytes(8, "big") + data)

    add(__version__)
    add(choices.assignment_file.read_bytes())
    add(str(choices.assignment_file))
    add(choices.roster_file.read_bytes() if choices.roster_file else b"")
    add(os.environ.get(SECRET_VARIABLE, ""))
    add(choices.locale or "")
    for source in bank.sources():
        add(source)
    for line in folder.digest():
        add(line)
    return digest.hexdigest()


class Classroom:
    """Everything that a class is graded from.

    Raises GradeError where the assignment, the roster or a problem is at fault.
    """

    def __init__(self, choices: Choices, folder: Folder, bank: Bank) -> None:
        self.choices = choices
        self.bank = bank
        self.homework: Homework = load_homework(choices.assignment_file, bank)
        for question in self.homework.questions:
            if question.fixed is None and not question.draw_key:
                raise AssignmentError(
                    f"{self.homework.file}: question {question.id!r} varies, so the assignment needs secret = \"...\" "
                    f"(or the environment's {SECRET_VARIABLE})"
                )
        self.translator: Translator = translator_for(self.locale(), self.courses)
        self.roster: Roster | None = read_roster(choices.roster_file) if choices.roster_file else None
        self.submissions = tuple(self._submissions(folder))
        self.left_out = folder.found.other_assignments
        self._common = self._common_key()

    @property
    def courses(self) -> tuple[Path, ...]:
        """The folders that may bring translations of their own."""
        return (*self.choices.problems, self.choices.assignment_file.parent)

    def locale(self) -> str:
        """Return the language of the reports.

        Raises UsageError for a language that nobody has translated.
        """
        locale = self.choices.locale or self.homework.shape.locale
        known = set(known_locales()) | {
            each.name for course in self.courses for each in (course / "locale").glob("*") if each.is_dir()
        }
        if locale not in known and locale.replace("-", "_").partition("_")[0] not in known:
            raise UsageError(f"no language {locale!r}; known are {', '.join(sorted(known))}")
        return locale

    def _submissions(self, folder: Folder) -> Iterator[Submission]:
        taken = [
            take_in(hand_in.name, files, self.roster)
            for hand_in, files in zip(folder.found.hand_ins, folder.files, strict=True)
        ]
        taken += [self._refused(name, fault) for name, fault in folder.found.refused]
        twins = same_bytes(taken)
        for submission in by_student(taken):
            others = twins.get(submission.student_id or "")
            if not others:
                yield submission
                continue
            message = f"the same file as {', '.join(sorted(set(others))[:4])}; it may have been handed in for the wrong student"
            notice = ErrorRecord(code="same_bytes", file=submission.files[0].path, message=message)
            yield replace(submission, notices=(*submission.notices, notice))

    def _refused(self, name: str, fault: HandInError) -> Submission:
        top = name.partition("/")[0]
        return Submission(
            student_id=student_of_name(top, self.roster),
            name=None,
            files=(FileRecord(path=name, sha256=""),),
            answers={},
            notices=(ErrorRecord(code=fault.code, file=name, message=fault.message),),
            unreadable=True,
        )

    def missing(self) -> Iterator[StudentRecord]:
        """Yield a record for each student of the roster who handed nothing in."""
        here = {fold_id(each.student_id) for each in self.submissions if each.student_id is not None}
        for folded, line in (self.roster.students if self.roster else {}).items():
            if folded not in here:
                yield StudentRecord(
                    student_id=line.student_id,
                    name=line.name,
                    status=StudentStatus.MISSING,
                    files=(),
                    questions=(),
                    errors=(),
                )

    def _common_key(self) -> list[str]:
        modules = [self.bank.fingerprint(problem) for problem in self.homework.problem_ids]
        return [__version__, self.homework.sha256, self.locale(), os.environ.get(SECRET_VARIABLE, ""), *modules]

    @property
    def versions(self) -> dict[str, str]:
        """What the marks are made with: the assignment's text, and the grader with its problems."""
        made_with = hashlib.sha256(json.dumps([__version__, *self._common[4:]]).encode()).hexdigest()
        return {"key": self.homework.sha256, "version": made_with}

    def input_key(self, submission: Submission) -> str:
        """Return what one student's record is made from."""
        known = self.roster.find(submission.student_id) if self.roster and submission.student_id else None
        parts = [
            self._common,
            [submission.student_id, submission.name],
            [[file.path, file.sha256] for file in submission.files],
            [[notice.code, notice.message] for notice in submission.notices],
            list(known.line) if known else None,
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    @property
    def max_score(self) -> Fraction:
        """The points of everything that counts, for a student who handed nothing in."""
        return sum((points_of(question) for question in self.homework.questions), Fraction(0))


def points_of(question: Question) -> Fraction:
    """Return the points of a question's parts that are not cancelled; they are alike for every instance."""
    asked = question.for_student(None) or question.for_student("")
    return sum((part.points for part in asked.asked if not part.cancelled), Fraction(0)) if asked else Fraction(0)


def student_key(submission_or_record: Submission | StudentRecord) -> str:
    """Return the name under which a hand-in is kept: the student's id, else its first file's path."""
    if submission_or_record.student_id is not None:
        return submission_or_record.student_id
    return submission_or_record.files[0].path
