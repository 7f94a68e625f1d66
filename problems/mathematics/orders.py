"""The orders in which the sides of a map are written: height, width and channels, or another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

Map: TypeAlias = tuple[int, int, int]  # height, width, channels


def other_orders(size: Map) -> Iterator[Map]:
    """Yield a map's sides in every other order that is in use: width first, or channels first or between."""
    height, width, channels = size
    for other in (
        (width, height, channels),
        (channels, height, width),
        (channels, width, height),
        (width, channels, height),
    ):
        if other != size:
            yield other
