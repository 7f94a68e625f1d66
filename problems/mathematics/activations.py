"""Functions that a unit applies to its sum, and their slopes.

Sources: Goodfellow, Bengio and Courville, "Deep Learning" (2016), sections 3.10 (sigmoid and softplus) and
6.3.1 (ReLU).
"""

from __future__ import annotations

from fractions import Fraction

from grader.author import exponential
from problems.mathematics.correlation import Number

DECIMALS = 24  # kept of a sigmoid, which never ends; a float has 16
FARTHEST = 100  # beyond it a sigmoid is 0 or 1 to all these decimals


def relu(value: Fraction) -> Fraction:
    """Return the value where it is positive, else 0."""
    return max(value, Fraction(0))


def sigmoid(value: Number) -> Fraction:
    """Return 1 / (1 + e^-value) to 24 decimals (equation 3.30)."""
    exact = 1 / (1 + exponential(Fraction(max(-FARTHEST, min(FARTHEST, -value)))))
    return Fraction(round(exact * 10**DECIMALS), 10**DECIMALS)


def sigmoid_slope(output: Number) -> Fraction:
    """Return the slope of the sigmoid where its output is ``output`` (equation 3.36)."""
    return Fraction(output * (1 - output))
