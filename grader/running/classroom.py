"""A class as it was handed in: the assignment, the roster, and one submission a student, each with its key."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from grader._version import __version__
from grader.assignment.places import locate
from grader.assignment.resolved import Homework, Question
from grader.catalogue import SECRET_VARIABLE
from grader.catalogue.bank import Bank
from grader.catalogue.resolve import load_homework
from grader.errors import AssignmentError, HandInError, UsageError
from grader.grading.submission import Notice, Submission
from grader.intake.deliveries import Delivery, deliveries_of
from grader.intake.folder import LoadedFile
from grader.intake.identity import Roster, fold_id
from grader.intake.naming import student_of_name
from grader.intake.roster import read_roster
from grader.intake.take_in import by_student, combine, for_each_owner, same_bytes, take_in
from grader.locales import known_locales, translator_for
from grader.records import FileRecord, StudentRecord, StudentStatus
from grader.running.handed_in import Choices, Folder, course_texts
from grader.translation import Message, Translator


class Classroom:
    """Everything that a class is graded from.

    Raises GradeError where the assignment, the roster or a problem is at fault.
    """

    def __init__(self, choices: Choices, bank: Bank) -> None:
        self.choices = choices
        self.bank = bank
        self.homework: Homework = load_homework(choices.assignment_file, bank)
        for question in self.homework.questions:
            if question.shape.vary and not question.draw_key:
                raise self.fault(
                    question.shape.path("vary"),
                    f'question {question.id!r} varies, so the assignment needs secret = "..." '
                    f"(or the environment's {SECRET_VARIABLE})",
                )
        self.translator: Translator = translator_for(self.locale(), self.courses)
        self.roster: Roster | None = read_roster(choices.roster_file) if choices.roster_file else None
        self.submissions: tuple[Submission, ...] = ()
        self.left_out: tuple[str, ...] = ()
        self.noise = 0
        self._common = self._common_key()

    def deliveries(self, folder: Folder) -> tuple[Delivery, ...]:
        """Return the hand-ins of the folder, those in archives among them."""
        return deliveries_of(folder.found, folder.files, self.roster)

    def take_in(
        self, folder: Folder, deliveries: Sequence[Delivery], files: Sequence[tuple[LoadedFile, ...]]
    ) -> None:
        """Make submissions of the folder's hand-ins; ``files`` are theirs with their documents read."""
        self.submissions = tuple(self._submissions(folder, deliveries, files))
        self.left_out = folder.found.other_assignments
        self.noise = len(folder.found.noise)

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
            message = f"no language {locale!r}; known are {', '.join(sorted(known))}"
            raise UsageError(message) if self.choices.locale else self.fault(("locale",), message)
        return locale

    def fault(self, path: tuple[str | int, ...], message: str) -> AssignmentError:
        """Return the refusal of something that stands at ``path`` in the assignment."""
        text = self.choices.assignment_file.read_text(encoding="utf-8-sig")
        line, column = locate(text, path)
        return AssignmentError(f"{self.homework.file}:{line}:{column}: {message}")

    def _submissions(
        self, folder: Folder, deliveries: Sequence[Delivery], files: Sequence[tuple[LoadedFile, ...]]
    ) -> Iterator[Submission]:
        read = [
            take_in(each.name, own, self.roster, each.origin)
            for each, own in zip(deliveries, files, strict=True)
        ]
        tops = [each.files[0].path.partition("/")[0] for each in deliveries]
        places = {top: place for place, top in enumerate(tops)}
        for name, fault in folder.found.refused:
            top = name.partition("/")[0]
            refused = self._refused(name, fault)
            if tops.count(top) == 1:  # a link beside the other files of a hand-in
                read[places[top]] = combine([read[places[top]], refused])
            else:
                read.append(refused)
        group = self.homework.shape.group
        taken = [one for each in read for one in for_each_owner(each, group=group)]
        twins = same_bytes(taken)
        for submission in by_student(taken):
            found = twins.get(submission.student_id or "")
            if found is None:
                yield submission
                continue
            message = Message(
                "the same file as {files}; it may have been handed in for the wrong student",
                {"files": ", ".join(sorted(found.others))},
            )
            notice = Notice(code="same_bytes", file=found.file, message=message)
            yield replace(submission, notices=(*submission.notices, notice))

    def _refused(self, name: str, fault: HandInError) -> Submission:
        top = name.partition("/")[0]
        return Submission(
            student_id=student_of_name(top, self.roster),
            name=None,
            files=(FileRecord(path=name, sha256=""),),
            answers={},
            notices=(Notice(code=fault.code, file=name, message=fault.message),),
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
        return [
            __version__,
            self.homework.sha256,
            self.locale(),
            os.environ.get(SECRET_VARIABLE, ""),
            *modules,
            *(hashlib.sha256(text).hexdigest() for text in course_texts(self.choices)),
        ]

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
            repr(submission.delivered),
            [[notice.code, self.translator.sentence(notice.message)] for notice in submission.notices],
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
    return (
        sum((part.points for part in asked.asked if not part.cancelled), Fraction(0))
        if asked
        else Fraction(0)
    )
