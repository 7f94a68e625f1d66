"""Tells the pages what one instance asks, in the reader's language."""

from __future__ import annotations

from typing import cast

from grader.problem.instance import Instance
from grader.problem.parameters import Shown, ShownMatrix
from grader.reporting.pages import (
    GivenList,
    GivenMatrix,
    GivenText,
    QuestionText,
    Segments,
    segments,
)
from grader.reporting.pages import Shown as Given
from grader.translation import Message, Translator


class InstanceTexts:
    """What instances ask, in one language."""

    def __init__(self, translator: Translator) -> None:
        self.translator = translator

    def of(self, instance: Instance, own_text: str = "") -> QuestionText:
        """Return the text of an instance and of its parts; ``own_text`` stands in place of the problem's."""
        asked: Segments = (own_text,)
        if not own_text:
            values = {name: self.given(value) for name, value in instance.shown.items()}
            template = instance.about_what_is_given(self.translator.word(instance.question_template))
            asked = segments(template, values, self.translator)
        return QuestionText(
            question=asked,
            parts=tuple((part.id, self.sentence(part.question)) for part in instance.parts.values()),
        )

    def sentence(self, message: Message) -> Segments:
        """Return a sentence with its values set as a page shows them."""
        values = {name: self.given(value) for name, value in message.values.items()}
        return segments(self.translator.word(message.text), values, self.translator)

    def given(self, value: Shown) -> Given:
        """Return a parameter as a page shows it."""
        if isinstance(value, Message):
            return GivenText(text=self.translator.sentence(value))
        if isinstance(value, str):
            return GivenText(text=value)
        if value and isinstance(value[0], Message):
            return GivenList(items=tuple(self.sentence(line) for line in value))
        return GivenMatrix(rows=cast(ShownMatrix, value))
