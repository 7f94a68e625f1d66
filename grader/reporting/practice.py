"""Draws a page to practise with: one instance, each part with its solution folded away, step by step."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from grader.records import JsonValue
from grader.reporting import answers, markup
from grader.reporting.pages import QuestionText
from grader.reporting.site import Site
from grader.reporting.texts import PreparedTexts
from grader.reporting.wording import Wording
from grader.translation import Translator

WORD = re.compile(r"[^\W\d_]{2,}")
ROOMY_STEP = 20  # characters of an indented formula that fit on a screen of 320 px
SIGNS = str.maketrans({"·": "*", "−": "-", "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedPart:
    """One part with its solution: ``shown`` is the right answer in words, ``steps`` how it is worked out."""

    id: str
    kind: str
    value: JsonValue
    shown: str
    steps: str


class PracticePage:
    """Draws practice pages in one language."""

    def __init__(self, translator: Translator) -> None:
        self.wording = Wording(translator)
        site = Site(self.wording, styles=("shared.css", "student.css", "practice.css"))
        self.page = site.template("practice.html")
        self.texts = PreparedTexts(self.wording)

    def render(self, title: str, seed: int, text: QuestionText, parts: Sequence[WorkedPart]) -> bytes:
        """Return the page in UTF-8; ``seed`` draws the instance again."""
        prepared = self.texts.prepare(text)
        return self.page.render(
            title=title,
            seed=seed,
            question=Markup(prepared.question.decode()),  # noqa: S704 - set as HTML already
            asked=prepared.part,
            parts=parts,
            answer=self.answer,
            table=answers.table,
            full=answers.FULL,
            steps=self.steps,
        ).encode("utf-8", "replace")

    def answer(self, part: WorkedPart) -> Markup:
        """Return the right answer; empty for a matrix or a vector, which is shown as a table."""
        if answers.table(part.value, part.kind, (), answers.FULL) is not None:
            return Markup("")
        return answers.in_kind(part.shown, part.kind, label=part.id)

    def steps(self, part: WorkedPart) -> Markup:
        """Return how a part is worked out: sentences, and each line of mathematics by itself."""
        lines = [self.step(line, part.id) for line in part.steps.splitlines() if line.strip()]
        return Markup("\n").join(lines)

    def step(self, line: str, label: str) -> Markup:
        """Return one line of a solution; what holds no word is mathematics."""
        if WORD.search(line):
            return markup.within("p", self.wording.prose(line))
        set_line = markup.formula(line.strip().translate(SIGNS), label=label)
        if set_line.startswith("<code"):
            set_line = markup.left_to_right(line.strip())
        elif ROOMY_STEP < len(line) <= markup.ROOMY_FORMULA:  # a longer one scrolls by itself already
            set_line = markup.roomy(set_line, label=label)
        return markup.within('p class="step"', set_line)
