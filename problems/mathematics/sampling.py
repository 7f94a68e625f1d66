"""Reading a map between its pixels.

Sources: Jaderberg et al., "Spatial Transformer Networks" (2015), section 3.3; Dai et al., "Deformable
Convolutional Networks" (2017), section 2.1, equations 3 and 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import floor
from typing import NamedTuple

from problems.mathematics.correlation import Grid, Number, size


class Neighbour(NamedTuple):
    """A pixel beside a point: its value and how much of it counts in each direction."""

    value: Number
    share_of_row: Fraction
    share_of_column: Fraction


def neighbours(image: Grid, row: Fraction, column: Fraction) -> Iterator[Neighbour]:
    """Yield the pixels beside a point, those of whole numbers alone where the point lies on them.

    Row and column are counted from 0. The nearer pixel counts for more: its share is 1 minus the distance.
    """
    for i, j in product(beside(row), beside(column)):
        yield Neighbour(pixel(image, i, j), 1 - abs(row - i), 1 - abs(column - j))


def beside(place: Fraction) -> tuple[int, ...]:
    """Return the whole numbers on both sides of a place; one where it is whole itself."""
    below = floor(place)
    return (below,) if place == below else (below, below + 1)


def pixel(image: Grid, row: int, column: int) -> Number:
    """Return a pixel of a map; outside it there are zeros."""
    height, width = size(image)
    return image[row][column] if 0 <= row < height and 0 <= column < width else 0


def bilinear(image: Grid, row: Fraction, column: Fraction) -> Fraction:
    """Return the value of a map at a point, each neighbour weighed with its shares."""
    return sum(
        (each.value * each.share_of_row * each.share_of_column for each in neighbours(image, row, column)),
        Fraction(0),
    )


def nearest(image: Grid, row: Fraction, column: Fraction) -> Iterator[Number]:
    """Yield the pixel nearest to a point: several where it lies half-way between them."""
    for i, j in product(nearest_to(row), nearest_to(column)):
        yield pixel(image, i, j)


def nearest_to(place: Fraction) -> tuple[int, ...]:
    """Return the whole number nearest to a place, both where it lies half-way."""
    return tuple(each for each in beside(place) if abs(place - each) <= Fraction(1, 2))
