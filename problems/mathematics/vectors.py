"""Sliding a kernel over a row of numbers, and the gradients of that: each is a sliding sum again.

Sources: Goodfellow, Bengio and Courville, "Deep Learning" (2016), equation 9.3; Dumoulin and Visin, "A guide to
convolution arithmetic for deep learning" (2016), section 4.1.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from problems.mathematics.correlation import Number

Row: TypeAlias = tuple[Number, ...]


def sliding_sums(weights: Row, signal: Row, count: int, start: int = 0) -> Row:
    """Return ``count`` sums, ``out[n] = Σ weights[j] · signal[n + j + start]``; outside the signal stand zeros."""
    return tuple(
        sum(
            (
                weight * signal[place]
                for place, weight in enumerate_from(n + start, weights)
                if 0 <= place < len(signal)
            ),
            Fraction(0),
        )
        for n in range(count)
    )


def enumerate_from(first: int, weights: Row) -> tuple[tuple[int, Number], ...]:
    """Return each weight with the place of the signal that it meets."""
    return tuple(enumerate(weights, start=first))


def kernel_gradient(signal: Row, output_gradient: Row, taps: int) -> Row:
    """Return the gradient of the kernel: the output's gradient slides over the signal."""
    return sliding_sums(output_gradient, signal, taps)


def signal_gradient(weights: Row, output_gradient: Row, length: int, start: int = 0) -> Row:
    """Return the gradient of the signal: the kernel, turned round, slides over the output's gradient and beyond."""
    return sliding_sums(weights[::-1], output_gradient, length, start - (len(weights) - 1))
