"""Tells the pages what one instance asks, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from grader.problem.instance import Instance
from grader.problem.parameters import Shown, ShownMatrix
from grader.reporting.pages import (
    GivenList,
    GivenMatrix,
    GivenText,
    QuestionText,
    Segments,
    cut,
    segments,
)
from grader.reporting.pages import Shown as Given
from grader.translation import Message, Translator, said


class InstanceTexts:
    """What instances ask, in one language."""

    def __init__(self, translator: Translator) -> None:
        self.translator = translator

    def of(self, instance: Instance, own_text: str = "") -> QuestionText:
        """Return the text of an instance and of its parts; ``own_text`` stands in place of the problem's."""
        asked: Segments = (own_text,)
        if not own_text:
            template = instance.about_what_is_given(self.translator.word(instance.question_template))
            asked = self.filled(template, instance.shown)
        return QuestionText(
            question=asked,
            parts=tuple((part_id, self.sentence(question)) for part_id, question in instance.questions()),
        )

    def sentence(self, message: Message) -> Segments:
        """Return a sentence with its values set as a page shows them."""
        return self.filled(self.translator.word(message.text), message.values)

    def filled(self, template: str, shown: Mapping[str, Shown]) -> Segments:
        """Return a text with those of the parameters that it names, without what is not told."""
        if "{" not in template:
            return (template,) if template else ()
        template = said(template, shown)
        named = [place[1] for _, place in cut(template)[0] if place[1] in shown]
        return segments(template, {name: self.given(shown[name]) for name in named}, self.translator)

    def given(self, value: Shown) -> Given:
        """Return a parameter as a page shows it."""
        if isinstance(value, Message):
            return GivenText(text=self.translator.sentence(value))
        if isinstance(value, str):
            return GivenText(text=value)
        if value and isinstance(value[0], Message):
            return GivenList(items=tuple(self.sentence(line) for line in value))
        return GivenMatrix(rows=cast(ShownMatrix, value))
