"""Draws one part of a student's page, once for each distinct answer.

What stands around the texts is drawn by the template once for each shape of part, with named gaps for them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from grader.checking.verdict import FOLLOWS
from grader.grading.records import cell_sentence
from grader.records import PartRecord, PartStatus
from grader.reporting import answers
from grader.reporting.answers import Detail, Table
from grader.reporting.gaps import Pieces, cut_at_gaps, filled, gap
from grader.reporting.markup import visible
from grader.reporting.pages import PartPage, Picture, QuestionPage
from grader.reporting.pictures import drawn
from grader.reporting.site import Site
from grader.reporting.tables import TableDrawer

MOST_PARTS_KEPT = 20_000  # drawn parts of about 1 kB each; a class on one shared instance has far fewer
SHAPES_KEPT = 2_048
SENTENCES_KEPT = 2_048


class Shape(NamedTuple):
    """What decides how a part looks, once the gaps are left out; a tuple, for one is made for every part.

    ``points`` and ``why`` are in words. ``written_class`` is empty where nothing written is shown;
    ``read_class`` is "table" for a matrix, "read" for another reading and empty without one. ``feedback`` and
    ``hints`` count sentences. ``picture_page`` is the page from which a picture is shown, 0 for none.
    """

    name: str
    part_id: str
    place: str
    status: PartStatus
    cancelled: bool
    points: Markup
    written_class: str
    read_class: str
    is_expected: bool
    has_cells: bool
    feedback: int
    why: Markup
    hints: int
    follows: bool
    is_decided: bool
    has_note: bool
    picture_page: int = 0


class PartDrawer:
    """Draws the parts of one assignment; ``release`` shows the expected values."""

    def __init__(self, site: Site, *, release: bool) -> None:
        self.wording = site.wording
        self.release = release
        self.template = site.template("part.html")
        self.tables = TableDrawer(site)
        self.formula = str(site.wording.gettext("formula"))
        self.follows = site.wording.say(FOLLOWS)
        self.drawn: dict[tuple[int, int], tuple[PartRecord, bytes]] = {}
        self.pieces = lru_cache(maxsize=SHAPES_KEPT)(self._pieces)
        self.sentences = lru_cache(maxsize=SENTENCES_KEPT)(self._sentences)

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
        self,
        question: QuestionPage,
        page: PartPage,
        part: PartRecord,
        asked: Markup,
        detail: Detail,
        picture: Picture | None = None,
    ) -> str:
        """Return a part as HTML, drawn anew, with a picture of the place that was read."""
        wording, decision = self.wording, part.decision
        status = part.final_status
        wrong_cells = part.wrong_cells if status in (PartStatus.PARTIAL, PartStatus.INCORRECT) else ()
        table = answers.table(part.value, part.kind, wrong_cells, detail)
        written = "" if table and isinstance(part.submitted, list) else answers.written(part, detail)
        if answers.is_in_picture(part):
            written = str(wording.gettext("a picture or handwriting, which a person reads"))
        name = f"{question.id}.{part.id}"
        said = self.feedback(part)
        hints = [mistake.hint for mistake in part.mistakes if mistake.hint not in part.feedback]
        values: dict[str, str] = {
            "asked": asked,
            "written": answers.as_written(written),
            "read": self.read_as(part, table, name),
            "expected": self.expected(part, name, detail) if self.release else "",
            "cells": wording.cells(wrong_cells, is_vector=bool(table and table.is_vector))
            if wrong_cells
            else "",
            "decided": wording.decided(part),
            "note": visible(decision.note) if decision else "",
            "picture": drawn(picture, wording) if picture else "",
        }
        for place, sentence in enumerate(said):
            values[f"feedback{place}"] = self.sentences(sentence)
        for place, hint in enumerate(hints):
            values[f"hint{place}"] = self.sentences(hint)
        shape = Shape(
            name=name,
            part_id=part.id,
            place=wording.place(question, page.letter),
            status=status,
            cancelled=part.cancelled,
            points=wording.part_points(part),
            written_class=written and written_class(written, part),
            read_class="table" if table else "read" if values["read"] else "",
            is_expected=bool(values["expected"]),
            has_cells=bool(values["cells"]),
            feedback=len(said),
            why=wording.why_it_waits(part),
            hints=len(hints),
            follows=part.followed_through,
            is_decided=decision is not None,
            has_note=bool(values["note"]),
            picture_page=picture.page if picture else 0,
        )
        return filled(self.pieces(shape), values)

    def feedback(self, part: PartRecord) -> list[str]:
        """Return the sentences about a part that stand nowhere else on its page."""
        if part.reading.reason == answers.SCAN:
            return []
        apart = {self.follows}
        if part.wrong_cells:
            apart.add(self.wording.say(cell_sentence(part.kind, part.wrong_cells)))
        return [sentence for sentence in part.feedback if sentence not in apart]

    def read_as(self, part: PartRecord, table: Table | None, name: str) -> str:
        """Return how an answer was read; empty where nothing was, and for words, which nobody reads but people."""
        if table:
            return self.tables.read(table, name)
        return "" if part.kind == "written" else answers.read_as(part, label=self.formula)

    def expected(self, part: PartRecord, name: str, detail: Detail) -> str:
        """Return what was expected; empty where there is no such value."""
        table = answers.table(part.expected, part.kind, (), detail)
        if table:
            return self.tables.expected(table, name)
        return answers.expected(part.expected, part.kind, label=self.formula)

    def _pieces(self, shape: Shape) -> Pieces:
        """Return a part of one shape, cut at its gaps."""
        verdict = self.wording.verdict_of(shape.status, cancelled=shape.cancelled)
        words = self.wording.say(verdict.words)
        return cut_at_gaps(
            self.template.render(shape=shape, verdict=verdict, words=words, follows=self.follows, gap=gap)
        )

    def _sentences(self, text: str) -> Markup:
        """Return a message as paragraphs."""
        return answers.sentences(text, self.wording.prose)


def written_class(written: str, part: PartRecord) -> str:
    """Return how what was written looks: a remark about a picture, prose, or an answer."""
    if answers.is_in_picture(part):
        return "note"
    return "essay" if answers.reads_as_prose(written, part.kind) else "written"
