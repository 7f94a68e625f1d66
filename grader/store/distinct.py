"""Does once what equal parts of many students need, wherever they were read.

In a class most answers to a part are alike, and turning a part into JSON costs ten times as much as finding
that it was done before. Two parts are taken as alike if their texts are equal and their other values are the
same objects, as they are where one judgement serves many students; any others are simply done again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from grader.records import PartRecord

Made = TypeVar("Made")

LARGEST = 8192  # parts that are remembered at a time


class DistinctParts(Generic[Made]):
    """What ``make`` gives for parts that differ in nothing but their reading's file."""

    def __init__(self, make: Callable[[PartRecord], Made]) -> None:
        self._make = make
        # The part is kept with what was made of it, so that no other object can take its values' identities.
        self._known: dict[tuple[object, ...], tuple[Made, PartRecord]] = {}

    def __call__(self, part: PartRecord) -> Made:
        """Return what ``make`` gives for ``part``, which must not depend on the file it was read from."""
        reading = part.reading
        submitted = part.submitted
        key = (
            submitted if submitted.__class__ is str else id(submitted),
            part.id,
            part.kind,
            part.status,
            id(part.credit),
            id(part.points),
            id(part.max_points),
            id(part.value),
            id(part.expected),
            id(part.mistakes),
            part.followed_through,
            id(part.feedback),
            part.shown,
            id(part.wrong_cells),
            part.tolerance,
            part.cancelled,
            id(part.decision),
            reading.certainty,
            reading.text,
            reading.reason,
            reading.page,
            id(reading.box),
        )
        known = self._known.get(key)
        if known is not None:
            return known[0]
        if len(self._known) >= LARGEST:
            self._known.clear()
        made = self._make(part)
        self._known[key] = (made, part)
        return made
