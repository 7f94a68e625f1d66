"""Gathers what the page of a check shows: no more than the terminal says, and the places that were read."""

from __future__ import annotations

from collections.abc import Mapping

from grader.assignment.resolved import Homework
from grader.cli.checked import (
    NOBODYS,
    UNKNOWN_NUMBERS,
    WORDS,
    CheckedHandIn,
    CheckedPart,
    CheckedQuestion,
    PartKey,
    Standing,
)
from grader.grading.matching import stray_sentence
from grader.records import JsonValue
from grader.reporting.check import CheckedAnswer, CheckPage, QuestionCheck
from grader.reporting.pages import Picture, QuestionPage, QuestionText
from grader.reporting.wording import VerdictWords
from grader.running.asked import InstanceTexts
from grader.running.pages import printed_letter
from grader.translation import Message, Translator

NOTHING_FOUND = Message("nothing was found here")  # which does not say that nothing was written
NOTHING_ASKED = QuestionText(question=())
SIGNS_AND_COLOURS = {
    Standing.BLANK: ("○", "blank"),
    Standing.IN_PICTURE: ("⋯", "waits"),
    Standing.IN_DOUBT: ("!", "partial"),
    Standing.READ: ("✓", "formed"),  # no colour that says right
    Standing.RIGHT: ("✓", "correct"),
    Standing.FOLLOWED: ("✓", "correct"),
    Standing.PARTIAL: ("◐", "partial"),
    Standing.WRONG: ("✗", "incorrect"),
    Standing.WAITS: ("⋯", "waits"),
}


def page_of(
    homework: Homework,
    checked: CheckedHandIn,
    pictures: Mapping[PartKey, bytes],
    translator: Translator,
) -> bytes:
    """Return the page of a check in UTF-8; ``pictures`` are PNGs of the places that were read."""
    gathered = Gathered(homework, pictures, translator)
    submission = checked.submission
    remarks = [stray_sentence(repr(name[:80]), near) for name, near in checked.stray.items()]
    if not checked.questions:
        remarks += [notice.message for notice in submission.notices]
    elif submission.student_id is None:
        remarks.append(NOBODYS)
    return CheckPage(translator).render(
        title=homework.shape.title,
        file=submission.files[0].path,
        student_id=submission.student_id or "",
        lead=translator.sentence(checked.conclusion) if checked.questions else "",
        remarks=[translator.sentence(remark) for remark in remarks],
        questions=[gathered.question(each) for each in checked.questions],
    )


class Gathered:
    """What the page shows of each question, in one language."""

    def __init__(self, homework: Homework, pictures: Mapping[PartKey, bytes], translator: Translator) -> None:
        self.homework = homework
        self.pictures = pictures
        self.translator = translator
        self.texts = InstanceTexts(translator)

    def question(self, checked: CheckedQuestion) -> QuestionCheck:
        """Return what is shown of one question."""
        question, asked = checked.question, checked.asked
        return QuestionCheck(
            page=QuestionPage(
                id=question.id,
                number=question.shape.number,
                title=self.translator.word(question.problem.title),
                parts=(),
            ),
            text=self.texts.of(asked.instance, question.shape.text) if asked else NOTHING_ASKED,
            remark="" if asked else self.translator.sentence(UNKNOWN_NUMBERS),
            to_look_at=sum(each.standing.needs_attention for each in checked.parts),
            answers=tuple(self.answer(checked, index) for index in range(len(checked.parts))),
        )

    def answer(self, checked: CheckedQuestion, index: int) -> CheckedAnswer:
        """Return what is shown of one answer."""
        question, each = checked.question, checked.parts[index]
        part, say = each.part.part, self.translator.sentence
        sign, css = SIGNS_AND_COLOURS[each.standing]
        png = self.pictures.get((question.id, part.id))
        return CheckedAnswer(
            id=part.id,
            letter=printed_letter(
                question.shape.letters.get(part.id, ""),
                index,
                len(checked.parts),
                question.shape.letters_order,
                self.translator,
            ),
            kind=part.kind.name,
            verdict=VerdictWords(words=WORDS[each.standing], sign=sign, css=css),
            written=each.reading.text,
            note=self.note(each),
            is_cells=each.answer is not None and isinstance(each.answer.submitted, list),
            readings=self.readings(each),
            picture=Picture(page=each.page, png=png) if png and each.page is not None else None,
            explained=tuple(say(message) for message in each.explained),
            hints=tuple(say(message) for message in each.hints),
        )

    def note(self, each: CheckedPart) -> str:
        """Return what is said in place of what was written, where nothing of it is known."""
        if each.standing is Standing.IN_PICTURE:
            return self.translator.sentence(each.about_picture)
        if each.standing is Standing.IN_DOUBT and not each.reading.text:
            return self.translator.sentence(NOTHING_FOUND)
        return ""

    def readings(self, each: CheckedPart) -> dict[str, JsonValue]:
        """Return every way in which an answer is read, by its words; none of what is read by a person."""
        kind = each.part.part.kind
        if not each.standing.tells_reading:
            return {}
        if kind.name == "written":
            return {self.translator.sentence(each.length): None}
        return {words: kind.to_json(value) for words, value in each.ways(self.translator).items()}
