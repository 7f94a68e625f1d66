"""Draws one part of a student's page, once for each distinct answer."""

from __future__ import annotations

from typing import TypeAlias

from markupsafe import Markup

from grader.checking.verdict import FOLLOWS
from grader.grading.records import cell_sentence
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


def standing_key(part: PartRecord) -> Key:
    """Return all that a part's marks depend on; whole numbers, for fractions take long to compare."""
    decision = part.decision
    return (
        part.id, part.status.value, part.cancelled,
        part.credit.numerator, part.credit.denominator, part.points.numerator, part.points.denominator,
        part.max_points.numerator, part.max_points.denominator,
        decision and (decision.credit.numerator, decision.credit.denominator),
    )  # fmt: skip


def part_key(part: PartRecord) -> Key:
    """Return all else that a drawn part depends on; the file it was found in is not among it."""
    decision, reading = part.decision, part.reading
    shows_value = part.kind == "matrix" or part.kind == "vector"
    return (
        frozen(part.submitted), part.shown, reading.text, reading.reason, part.feedback, part.wrong_cells,
        part.followed_through, tuple(mistake.hint for mistake in part.mistakes),
        decision and (decision.by, decision.note), frozen(part.value) if shows_value else None,
    )  # fmt: skip


class PartDrawer:
    """Draws the parts of one assignment; ``release`` shows the expected values."""

    def __init__(self, site: Site, *, release: bool) -> None:
        self.wording = site.wording
        self.release = release
        self.template = site.template("part.html")
        self.drawn: dict[Key, bytes] = {}

    def draw(
        self,
        question: QuestionPage,
        page: PartPage,
        part: PartRecord,
        asked: Markup,
        detail: Detail,
        marks: Key,
    ) -> bytes:
        """Return one part as HTML in UTF-8: heading, question, answer, reading, verdict and what helps.

        ``marks`` is the part's `standing_key`.
        """
        expected = frozen(part.expected) if self.release else None
        key = (question.id, marks, part_key(part), asked, detail.side, expected)
        known = self.drawn.get(key)
        if known is None:
            if len(self.drawn) >= MOST_PARTS_KEPT:
                self.drawn.clear()
            known = self.render(question, page, part, asked, detail).encode("utf-8", "replace")
            self.drawn[key] = known
        return known

    def render(
        self, question: QuestionPage, page: PartPage, part: PartRecord, asked: Markup, detail: Detail
    ) -> str:
        """Return a part as HTML, drawn anew."""
        wording = self.wording
        formula_label = str(wording.gettext("formula"))
        shows_cells = part.final_status in (PartStatus.PARTIAL, PartStatus.INCORRECT)
        wrong_cells = part.wrong_cells if shows_cells else ()
        table = answers.table(part.value, part.kind, wrong_cells, detail)
        written = answers.written(part, detail)
        expected = part.expected if self.release else None
        follows = wording.say(FOLLOWS)
        shown_apart = {wording.say(cell_sentence(part.kind, part.wrong_cells)), follows}
        return self.template.render(
            name=f"{question.id}.{part.id}",
            part=part,
            place=wording.place(question, page.letter),
            verdict=wording.verdict(part),
            verdict_words=wording.say(wording.verdict(part).words),
            points=wording.part_points(part),
            asked=asked,
            written="" if table and isinstance(part.submitted, list) else written,
            written_class="essay" if answers.reads_as_prose(written, part.kind) else "written",
            read_as=answers.read_as(part, label=formula_label),
            table=table,
            wrong_cells=wording.cells(wrong_cells, is_vector=bool(table and table.is_vector))
            if wrong_cells
            else "",
            why=wording.why_it_waits(part),
            feedback=[sentence for sentence in part.feedback if sentence not in shown_apart],
            follows=follows,
            hints=[mistake.hint for mistake in part.mistakes if mistake.hint not in part.feedback],
            decided=wording.decided(part) if part.decision else "",
            expected_table=answers.table(expected, part.kind, (), detail),
            expected=answers.expected(expected, part.kind, label=formula_label),
            sentences=self.sentences,
        )

    def sentences(self, text: str) -> Markup:
        """Return a message as paragraphs."""
        return answers.sentences(text, self.wording.prose)
