"""Does once what equal parts of many students need.

One judgement serves all students who answered alike, so most parts of a class are a few hundred objects, and
turning one into JSON costs a hundred times as much as finding that it was done before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from grader.records import PartRecord

Made = TypeVar("Made")

LARGEST = 8192  # parts that are remembered at a time


class DistinctParts(Generic[Made]):
    """What ``make`` gives for each part, made once for each object."""

    def __init__(self, make: Callable[[PartRecord], Made]) -> None:
        self._make = make
        # The part is kept with what was made of it, so that no other object can take its identity.
        self._known: dict[int, tuple[Made, PartRecord]] = {}

    def __call__(self, part: PartRecord) -> Made:
        """Return what ``make`` gives for ``part``."""
        known = self._known.get(id(part))
        if known is not None:
            return known[0]
        if len(self._known) >= LARGEST:
            self._known.clear()
        made = self._make(part)
        self._known[id(part)] = (made, part)
        return made
