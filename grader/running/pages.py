"""Tells the pages what was asked: the assignment's questions, and each with one student's own numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from grader._version import __version__
from grader.assignment.resolved import Homework, Question
from grader.problem.instance import Instance
from grader.records import JsonValue, PartRecord, QuestionRecord, StudentRecord
from grader.reporting.pages import (
    AssignmentPage,
    PartPage,
    QuestionPage,
    QuestionText,
)
from grader.running.asked import InstanceTexts
from grader.translation import Translator

LATIN = tuple("abcdefghijklmnopqrstuvwxyz")
ABJAD = tuple("الف ب ج د ه و ز ح ط ی ک ل م ن س ع".split())  # noqa: SIM905 - a list of strings is drawn in the wrong order
ALPHABET = tuple("الف ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش".split())  # noqa: SIM905


class QuestionTexts:
    """What each student was asked; equal instances share one text."""

    def __init__(self, homework: Homework, translator: Translator) -> None:
        self.homework = homework
        self.texts = InstanceTexts(translator)
        self._shared: dict[str, QuestionText] = {}

    def of(self, record: StudentRecord) -> Mapping[str, QuestionText]:
        """Return the text of each question in a student's record."""
        return {question.id: self.question(question) for question in record.questions}

    def question(self, record: QuestionRecord) -> QuestionText:
        """Return the text of one question as it was asked."""
        question = self.homework.question(record.id)
        if question.fixed is None:
            params = cast("Mapping[str, JsonValue] | None", record.params)
            return (
                QuestionText(question=())
                if params is None
                else self.draw(question, Instance(question.problem, params))
            )
        if record.id not in self._shared:
            self._shared[record.id] = self.draw(question, question.fixed)
        return self._shared[record.id]

    def draw(self, question: Question, instance: Instance) -> QuestionText:
        """Return the text of a question for one instance."""
        return self.texts.of(instance, question.shape.text)


def assignment_page(
    homework: Homework, translator: Translator, records: Iterable[StudentRecord]
) -> AssignmentPage:
    """Return what every page says about the assignment.

    Where students have instances of their own, a question's parts are all that anybody was asked.
    """
    shape = homework.shape
    parts: dict[str, dict[str, PartRecord]] = {question.id: {} for question in homework.questions}
    for record in records:
        for question in record.questions:
            known = parts[question.id]
            if not known or homework.question(question.id).fixed is None:
                for part in question.parts:
                    known.setdefault(part.id, part)
    return AssignmentPage(
        id=shape.id,
        title=shape.title,
        contact=shape.contact,
        release=shape.release,
        sha256=homework.sha256,
        grader=__version__,
        questions=tuple(
            question_page(question, tuple(parts[question.id].values()), translator)
            for question in homework.questions
        ),
    )


def question_page(question: Question, parts: Sequence[PartRecord], translator: Translator) -> QuestionPage:
    """Return one question as it is printed."""
    shape = question.shape
    return QuestionPage(
        id=question.id,
        number=shape.number,
        title=translator.word(question.problem.title),
        parts=tuple(
            PartPage(
                id=part.id,
                letter=printed_letter(
                    shape.letters.get(part.id, ""), index, len(parts), shape.letters_order, translator
                ),
                kind=part.kind,
                max_points=part.max_points,
            )
            for index, part in enumerate(parts)
        ),
    )


def printed_letter(given: str, index: int, count: int, order: str, translator: Translator) -> str:
    """Return a part's letter as the homework prints it: the assignment's, or the next in order."""
    if given or count < 2:
        return given
    letters = LATIN if not translator.is_rtl else ALPHABET if order == "alphabet" else ABJAD
    return letters[index] if index < len(letters) else ""
