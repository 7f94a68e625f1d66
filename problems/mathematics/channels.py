"""Maps with several channels: a filter reaches through all of them, and its sums are added up.

A map without channels is rows of numbers; in one with channels each cell is a tuple of them.
Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), equations 9.7 and 9.11.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias, cast

from problems.mathematics.correlation import Grid, Number, Pair, correlate, kernel_gradient

Map: TypeAlias = Sequence[Sequence[Number | Sequence[Number]]]


def depth_of(cells: Map) -> int:
    """Return how many channels a cell holds; 0 where it is a number."""
    first = cells[0][0]
    return len(first) if isinstance(first, tuple) else 0


def channels_of(cells: Map) -> tuple[Grid, ...]:
    """Return the map of every channel; a map without channels is the only one."""
    depth = depth_of(cells)
    if not depth:
        return (cast(Grid, cells),)
    deep = cast("Sequence[Sequence[Sequence[Number]]]", cells)
    return tuple(tuple(tuple(cell[channel] for cell in row) for row in deep) for channel in range(depth))


def correlated(image: Map, kernel: Map) -> Grid:
    """Return the sum over all channels of their correlations."""
    slices = zip(channels_of(image), channels_of(kernel), strict=True)
    maps = [correlate(cells, taps) for cells, taps in slices]
    return tuple(tuple(map(sum, zip(*rows, strict=True))) for rows in zip(*maps, strict=True))


def kernel_gradients(image: Map, output_gradient: Grid, kernel_size: Pair) -> Map:
    """Return the gradient of a kernel, with channels last where the image has channels."""
    slices = [kernel_gradient(cells, output_gradient, kernel_size) for cells in channels_of(image)]
    if not depth_of(image):
        return slices[0]
    return tuple(tuple(zip(*rows, strict=True)) for rows in zip(*slices, strict=True))


def scaled(cells: Map, factor: Number) -> Map:
    """Return a map with every number of it multiplied by ``factor``."""
    return tuple(
        tuple(
            tuple(value * factor for value in cell) if isinstance(cell, Sequence) else cell * factor
            for cell in row
        )
        for row in cells
    )
