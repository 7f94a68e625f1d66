"""Batch normalisation of one unit or channel, in exact arithmetic up to the root.

Source: Ioffe and Szegedy, "Batch Normalization" (2015), algorithm 1, and section 3.2 for convolutions.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from grader.author import square_root
from problems.mathematics.correlation import Number


def mean_of(values: Sequence[Number]) -> Fraction:
    """Return the mean."""
    return Fraction(sum(map(Fraction, values))) / len(values)


def variance_around(mean: Number, values: Sequence[Number], *, fewer: int = 0) -> Fraction:
    """Return the mean square distance from ``mean``, divided by ``fewer`` less than there are values."""
    return sum(((Fraction(value) - mean) ** 2 for value in values), Fraction(0)) / (len(values) - fewer)


def normalised(values: Sequence[Number], mean: Number, variance: Number, eps: Number) -> tuple[Fraction, ...]:
    """Return each value less the mean, divided by the root of variance + eps.

    Raises ZeroDivisionError where both are 0.
    """
    root = square_root(Fraction(variance) + eps)
    return tuple((Fraction(value) - mean) / root for value in values)
