"""Draws how each question stands for a student: its line at a glance and its heading.

What is alike for the whole class is drawn once by the template, with gaps for what is not; most students'
verdicts differ somewhere, so this is done for nearly each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from grader.records import PartRecord, PartStatus, QuestionRecord
from grader.reporting.gaps import Pieces, cut_at_gaps, filled, gap
from grader.reporting.pages import QuestionPage, printed_part
from grader.reporting.site import Site
from grader.store.distinct import Distinct
from grader.store.totals import Totals, question_totals

MOST_STANDINGS_KEPT = 10_000
MOST_TOTALS_KEPT = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a question stands for a student: its points, its line at a glance and its heading."""

    points: Totals
    glance: str
    opening: bytes


def standing_key(part: PartRecord) -> tuple[object, ...]:
    """Return all that a part's marks depend on; whole numbers, for fractions take long to compare."""
    decision = part.decision
    return (
        part.id, part.status.value, part.cancelled,
        part.credit.numerator, part.credit.denominator, part.points.numerator, part.points.denominator,
        part.max_points.numerator, part.max_points.denominator,
        decision and (decision.credit.numerator, decision.credit.denominator),
    )  # fmt: skip


class QuestionHeadings:
    """Draws the headings of one class in one language."""

    def __init__(self, site: Site) -> None:
        self.wording = site.wording
        self.template = site.template("question.html")
        self.known: dict[tuple[object, ...], Standing] = {}
        self.key = Distinct(standing_key)
        self.frame = lru_cache(maxsize=256)(self._frame)
        self.mark = lru_cache(maxsize=MOST_TOTALS_KEPT)(self._mark)
        self.totals = lru_cache(maxsize=MOST_TOTALS_KEPT)(self._totals)

    def standing(self, page: QuestionPage, question: QuestionRecord) -> Standing:
        """Return how a question stands."""
        key = (page.id, *map(self.key, question.parts))
        known = self.known.get(key)
        if known is None:
            if len(self.known) >= MOST_STANDINGS_KEPT:
                self.known.clear()
            known = self.known[key] = self._stand(page, question)
        return known

    def _stand(self, page: QuestionPage, question: QuestionRecord) -> Standing:
        points = question_totals(question)
        glance, opening = self.frame(page)
        links = "".join(
            [
                self.mark(
                    page.id, part.id, printed_part(page, part).letter, part.final_status, part.cancelled
                )
                for part in question.parts
            ]
        )
        total, brief = self.totals(points)
        return Standing(
            points=points,
            glance=filled(glance, {"marks": links, "points": brief}),
            opening=filled(opening, {"points": total}).encode("utf-8", "replace"),
        )

    def _frame(self, page: QuestionPage) -> tuple[Pieces, Pieces]:
        """Return a question's line and its heading, cut at their gaps."""
        module = self.template.make_module(
            {"question": page, "gap": gap, "digits": self.wording.translator.digits}
        )
        glance: str = module.glance()  # type: ignore[attr-defined]  # a macro of the template
        opening: str = module.opening()  # type: ignore[attr-defined]  # a macro of the template
        return cut_at_gaps(glance), cut_at_gaps(opening)

    def _mark(self, question: str, part: str, letter: str, status: PartStatus, cancelled: bool) -> str:
        """Return the link that shows one part's verdict."""
        verdict = self.wording.verdict_of(status, cancelled=cancelled)
        module = self.template.make_module({"say": self.wording.say})
        return str(module.mark(f"{question}.{part}", letter or part, verdict)).strip()  # type: ignore[attr-defined]  # a macro

    def _totals(self, points: Totals) -> tuple[str, str]:
        """Return the points in words, and in few words."""
        return str(self.wording.total(points)), str(self.wording.brief(points))
