"""Draws one part of a student's page, once for each distinct answer."""

from __future__ import annotations

from typing import TypeAlias

from markupsafe import Markup

from grader.records import JsonValue, PartRecord, PartStatus
from grader.reporting import answers
from grader.reporting.answers import Detail
from grader.reporting.pages import PartPage, QuestionPage
from grader.reporting.site import Site

Key: TypeAlias = tuple[object, ...]
MOST_PARTS_KEPT = 20_000  # drawn parts of about 1 kB each; a class on one shared instance has far fewer


def frozen(value: JsonValue) -> object:
    """Return a JSON value in a form that can be a key; 1, 1.0 and True stay apart."""
    return value if isinstance(value, str | None) else repr(value)


def part_key(question: str, part: PartRecord, asked: Markup, detail: Detail) -> Key:
    """Return all that a drawn part depends on; the file it was found in is not among it."""
    return (
        question, part.id, part.status, part.credit, part.max_points, frozen(part.submitted),
        part.shown, part.reading.text, part.reading.reason, part.mistakes, part.followed_through,
        part.feedback, part.wrong_cells, part.cancelled, part.decision, asked, detail.side,
        frozen(part.value) if part.wrong_cells or part.kind in ("matrix", "vector") else None,
    )  # fmt: skip


class PartDrawer:
    """Draws the parts of one assignment; ``release`` shows the expected values."""

    def __init__(self, site: Site, *, release: bool) -> None:
        self.wording = site.wording
        self.release = release
        self.template = site.template("part.html")
        self.drawn: dict[Key, str] = {}

    def draw(
        self, question: QuestionPage, page: PartPage, part: PartRecord, asked: Markup, detail: Detail
    ) -> str:
        """Return one part as HTML: heading, question, answer, reading, verdict and what helps."""
        key = part_key(question.id, part, asked, detail)
        if self.release:
            key = (*key, frozen(part.expected))
        known = self.drawn.get(key)
        if known is None:
            if len(self.drawn) >= MOST_PARTS_KEPT:
                self.drawn.clear()
            known = self.render(question, page, part, asked, detail)
            self.drawn[key] = known
        return known

    def render(
        self, question: QuestionPage, page: PartPage, part: PartRecord, asked: Markup, detail: Detail
    ) -> str:
        """Return a part as HTML, drawn anew."""
        wording = self.wording
        formula_label = str(wording.text("formula"))
        shows_cells = part.final_status in (PartStatus.PARTIAL, PartStatus.INCORRECT)
        wrong_cells = part.wrong_cells if shows_cells else ()
        table = answers.table(part.value, part.kind, wrong_cells, detail)
        expected = part.expected if self.release else None
        return self.template.render(
            name=f"{question.id}.{part.id}",
            part=part,
            place=wording.place(question, page),
            verdict=wording.verdict(part),
            verdict_words=wording.say(wording.verdict(part).words),
            points=wording.part_points(part),
            asked=asked,
            written="" if table and isinstance(part.submitted, list) else answers.written(part, detail),
            read_as=answers.read_as(part, label=formula_label),
            table=table,
            wrong_cells=wording.cells(wrong_cells, is_vector=bool(table and table.is_vector))
            if wrong_cells
            else "",
            reason=wording.reason(part) if part.waits else "",
            hints=[mistake.hint for mistake in part.mistakes if mistake.hint not in part.feedback],
            decided=wording.decided(part) if part.decision else "",
            expected_table=answers.table(expected, part.kind, (), detail),
            expected=answers.expected(expected, part.kind, label=formula_label),
            sentences=self.sentences,
        )

    def sentences(self, text: str) -> Markup:
        """Return a message as paragraphs."""
        return answers.sentences(text, self.wording.prose)
