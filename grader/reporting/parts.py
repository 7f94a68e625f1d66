"""Draws one part of a student's page, once for each distinct answer."""

from __future__ import annotations

from markupsafe import Markup

from grader.checking.verdict import FOLLOWS
from grader.grading.records import cell_sentence
from grader.records import PartRecord, PartStatus
from grader.reporting import answers
from grader.reporting.answers import Detail
from grader.reporting.pages import PartPage, QuestionPage
from grader.reporting.site import Site

MOST_PARTS_KEPT = 20_000  # drawn parts of about 1 kB each; a class on one shared instance has far fewer


class PartDrawer:
    """Draws the parts of one assignment; ``release`` shows the expected values."""

    def __init__(self, site: Site, *, release: bool) -> None:
        self.wording = site.wording
        self.release = release
        self.template = site.template("part.html")
        self.drawn: dict[tuple[int, int], tuple[PartRecord, bytes]] = {}

    def draw(
        self,
        question: QuestionPage,
        page: PartPage,
        part: PartRecord,
        asked: Markup,
        detail: Detail,
    ) -> bytes:
        """Return one part as HTML in UTF-8: heading, question, answer, reading, verdict and what helps.

        Students who answered alike share the record of a part, and its drawing.
        """
        same = (id(part), detail.side)
        known = self.drawn.get(same)
        if known is None:
            if len(self.drawn) >= MOST_PARTS_KEPT:
                self.drawn.clear()
            known = part, self.render(question, page, part, asked, detail).encode("utf-8", "replace")
            self.drawn[same] = known  # with the part, so that its id stays its own
        return known[1]

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
