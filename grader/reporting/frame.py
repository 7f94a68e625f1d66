"""Draws what stands around the questions on a student's page: head, total, remarks and receipt.

Most of it is alike for the whole class, so the template is drawn once for each shape of page, with named gaps
for what differs from student to student.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Template
from markupsafe import Markup, escape

from grader.records import StudentRecord, StudentStatus
from grader.reporting import answers, markup
from grader.reporting.gaps import Pieces, cut_at_gaps, filled, gap
from grader.reporting.kinds import kind_of
from grader.reporting.pages import AssignmentPage
from grader.reporting.site import Site
from grader.reporting.wording import Wording
from grader.store.totals import Totals

SHAPES_KEPT = 64


@dataclass(frozen=True, slots=True)
class Shape:
    """What decides how the page around the questions looks, once the gaps are left out.

    ``files`` has what each file was taken for, and whether it has a digest; ``remarks`` are sentences about the
    hand-in.
    """

    is_named: bool
    has_number: bool
    status: StudentStatus
    waits: bool
    is_all_right: bool
    files: tuple[tuple[str, bool], ...]
    remarks: tuple[str, ...]


class PageFrame:
    """Draws the frames of one class in one language."""

    def __init__(self, assignment: AssignmentPage, site: Site) -> None:
        self.assignment = assignment
        self.wording: Wording = site.wording
        self.template: Template = site.template("student.html")
        self.ask = Markup(site.template("ask.html").render(contact=assignment.contact))  # noqa: S704 - a template's
        self.pieces = lru_cache(maxsize=SHAPES_KEPT)(self._pieces)

    def draw(
        self,
        record: StudentRecord,
        points: Totals,
        remarks: tuple[str, ...],
        drawn: Mapping[str, str],
        *,
        judged: bool,
    ) -> tuple[str, str]:
        """Return the page before and after its questions; ``drawn`` has the glance and the rules."""
        shape = Shape(
            is_named=bool(record.name or record.student_id),
            has_number=bool(record.student_id and record.name),
            status=record.status,
            waits=judged and bool(points.waiting),
            is_all_right=judged and points.score == points.max_score,
            files=tuple([(file.kind, bool(file.sha256)) for file in record.files]),
            remarks=remarks,
        )
        name = record.name or record.student_id or ""
        total = self.wording.total(points) if judged else self.wording.student_status(record.status)
        values = {
            **drawn,
            "title": escape(markup.plain(name)),
            "who": markup.isolated(name),
            "number": markup.left_to_right(record.student_id or ""),
            "total": escape(total),
        }
        for place, file in enumerate(record.files):
            values[f"file{place}"] = markup.left_to_right(file.path)
            values[f"digest{place}"] = escape(file.sha256[:12])
        before, after = self.pieces(shape, judged)
        return filled(before, values), filled(after, values)

    def _pieces(self, shape: Shape, judged: bool) -> tuple[Pieces, Pieces]:
        """Return the page before and after its questions, where there are any."""
        page = self.template.render(
            assignment=self.assignment,
            shape=shape,
            judged=judged,
            ask=self.ask,
            gap=gap,
            kind_of=kind_of,
            say=self.wording.say,
            sentences=self.sentences,
        )
        before, _, after = page.partition(gap("body"))
        return cut_at_gaps(before), cut_at_gaps(after)

    def sentences(self, text: str) -> Markup:
        """Return a message as paragraphs."""
        return answers.sentences(text, self.wording.prose)
