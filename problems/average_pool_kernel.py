"""Average pooling as a convolution.

Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016), chapter 3.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from grader.author import (
    CannotAsk,
    Expr,
    MatrixAnswer,
    Message,
    Problem,
    Quantity,
    RawParams,
    given,
    number_or_formula,
    quantity,
)
from problems.mathematics.correlation import Grid
from problems.mathematics.written_out import factor, formula

problem = Problem(__name__, topic="filters")

LARGEST_SIDE = 50  # of a kernel that is written as a matrix


@given
class Given:
    """Average pooling over a window of {m}×{m} is to be written as a convolution with one {m}×{m} kernel for each
    channel.
    """

    m: Quantity = quantity("side of the window: a number or a symbol")


def reciprocal(value: Quantity) -> Fraction | Expr:
    """Return 1 divided by a number or by a formula."""
    return Fraction(1, value) if isinstance(value, int) else 1 / value


def filled(given: Given, weight: Fraction | int) -> Grid:
    """Return a kernel with one weight everywhere."""
    if isinstance(given.m, Expr):
        raise CannotAsk("m is a symbol here, and a kernel of unknown size cannot be written as a matrix")
    if given.m > LARGEST_SIDE:
        raise CannotAsk(f"m is {given.m}; a kernel of more than {LARGEST_SIDE} rows is not asked as a matrix")
    return ((weight,) * given.m,) * given.m


def cells(given: Given) -> str:
    """Return how the cells of a window are counted, as a factor of a term: (3·3)."""
    return f"({factor(given.m)}·{factor(given.m)})"


@problem.part(lambda given: number_or_formula(given, "m"))
def weight(given: Given) -> Fraction | Expr:
    """What is every weight of this kernel?

    A window has as many cells as its rows times its columns, and each cell has the same share in the average:

    {share}
    """
    return reciprocal(given.m**2)


@weight.step
def share(given: Given) -> str:
    """Return the share of one cell, written out."""
    value = reciprocal(given.m**2)
    return f"1/{cells(given)} = {formula(value) if isinstance(value, Expr) else value}"


@weight.mistake
def one_over_m(given: Given) -> Fraction | Expr | None:
    """Over how many cells is the average taken? Count all of the window, not one row of it."""
    return reciprocal(given.m) if given.m != 1 else None


@weight.mistake
def not_normalised(given: Given) -> Fraction | None:
    """Let the kernel slide over an area in which all values are the same. Is the output that value again?"""
    return Fraction(1) if given.m != 1 else None


@problem.part(MatrixAnswer())
def kernel(given: Given) -> Grid:
    """Write the kernel as a matrix.

    {every_cell}
    """
    return filled(given, Fraction(1) / Fraction(given.m**2) if isinstance(given.m, int) else 0)


@kernel.step
def every_cell(given: Given) -> Message:
    """Return what stands in every cell of the kernel."""
    return Message(
        "It has {side} rows and {side} columns, and every cell holds the same share of the average:\n\n{share}",
        {"side": str(given.m), "share": share(given)},
    )


@kernel.mistake
def kernel_one_over_m(given: Given) -> Grid | None:
    return filled(given, Fraction(1, given.m)) if isinstance(given.m, int) and given.m != 1 else None


@kernel.mistake
def kernel_not_normalised(given: Given) -> Grid | None:
    return filled(given, 1) if given.m != 1 else None


problem.practice(m=3)
problem.practice(m="m")


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw a window that can be written down."""
    return {"m": random.randint(2, 5)}
