"""Counting a standard convolution and the two steps of a depthwise-separable one side by side.

Source: Howard et al., "MobileNets" (2017), section 3.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple, TypeAlias


class Counts(NamedTuple):
    """Parameters of the three convolutions; a mistake gives other counts."""

    standard: int
    depthwise: int
    pointwise: int


Pick: TypeAlias = Callable[[Counts], int]


def added(first: Counts, second: Counts) -> Counts:
    """Return the sum of two counts, convolution by convolution."""
    return Counts(*(one + other for one, other in zip(first, second, strict=True)))


def picked(right: Counts, wrong: Counts | None, pick: Pick) -> int | None:
    """Return the count of one convolution, unless it is right all the same."""
    return None if wrong is None or pick(wrong) == pick(right) else pick(wrong)


def sums(right: Counts, wrong: Counts | None) -> Iterator[int]:
    """Yield what the two steps make together: both of them wrong, and one of them."""
    for depthwise, pointwise in (
        ()
        if wrong is None
        else (
            (wrong.depthwise, wrong.pointwise),
            (wrong.depthwise, right.pointwise),
            (right.depthwise, wrong.pointwise),
        )
    ):
        if depthwise + pointwise != right.depthwise + right.pointwise:
            yield depthwise + pointwise


def ratios(right: Counts, wrong: Counts | None) -> Iterator[Fraction]:
    """Yield the ratio where all three counts are wrong in the same way."""
    if wrong is not None:
        ratio = Fraction(wrong.depthwise + wrong.pointwise, wrong.standard)
        if ratio != Fraction(right.depthwise + right.pointwise, right.standard):
            yield ratio
