"""Adds up exact points quickly, since every student's parts are added up for several files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from grader.records import PartRecord, PartStatus, StudentRecord

ZERO = Fraction(0)
WAITING = frozenset(status for status in PartStatus if status.waits)

_Sums: TypeAlias = dict[int, int]  # numerators added up by denominator: no fraction is reduced on the way


@dataclass(frozen=True, slots=True)
class Totals:
    """Exact points of some parts: decided so far, at most, waiting; and how many parts wait."""

    score: Fraction
    max_score: Fraction
    waiting: Fraction
    waits: int


def totals(parts: Iterable[PartRecord]) -> Totals:
    """Return the totals of ``parts``."""
    decided: _Sums = {}
    largest: _Sums = {}
    waiting: _Sums = {}
    waits = 0
    for part in parts:
        numerator, denominator = part.max_points.as_integer_ratio()
        largest[denominator] = largest.get(denominator, 0) + numerator
        decision = part.decision
        if decision is None and part.status in WAITING and not part.cancelled:
            waits += 1
            waiting[denominator] = waiting.get(denominator, 0) + numerator
            continue
        points = part.points if decision is None else part.final_points
        numerator, denominator = points.as_integer_ratio()
        decided[denominator] = decided.get(denominator, 0) + numerator
    return Totals(_sum(decided), _sum(largest), _sum(waiting), waits)


def student_totals(record: StudentRecord) -> Totals:
    """Return the totals of all parts of a student."""
    return totals([part for question in record.questions for part in question.parts])


def _sum(sums: _Sums) -> Fraction:
    """Return the sum of numerators over their denominators."""
    if not sums:
        return ZERO
    fractions = [Fraction(numerator, denominator) for denominator, numerator in sums.items()]
    return fractions[0] if len(fractions) == 1 else sum(fractions[1:], fractions[0])
