"""A dilated kernel as a Kronecker product.

Source: Yu and Koltun, "Multi-Scale Context Aggregation by Dilated Convolutions" (2016), section 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from grader.author import (
    Kind,
    MatrixAnswer,
    Problem,
    RawParams,
    SymbolicMatrix,
    given,
    has,
    refuse,
    symbolic_matrix,
    symbols_in,
    whole,
)
from problems.mathematics.kronecker import Cells, identity, kronecker, one_at, ones
from problems.mathematics.kronecker import trimmed as without_border
from problems.mathematics.sizes import effective_kernel
from problems.mathematics.written_out import product

problem = Problem(__name__, topic="convolutions")

LARGEST_SIDE = 24  # of the expanded kernel; nobody writes down more than 576 cells


@given
class Given:
    """The kernel

    {kernel}

    is dilated: its taps are {D} pixels apart. The dilated kernel is written as a Kronecker product: the kernel times
    a small matrix with {D} rows and columns.
    """

    kernel: SymbolicMatrix = symbolic_matrix("the kernel, in numbers or symbols")
    D: int = whole("dilation: the step between neighbouring taps")

    def check(self) -> None:
        """Refuse what nobody would write down."""
        side = self.D * max(len(self.kernel), len(self.kernel[0]))
        if side > LARGEST_SIDE:
            raise refuse(
                "D", f"the dilated kernel has a side of {side} cells; expected at most {LARGEST_SIDE}"
            )


def first_cell(side: int) -> Cells:
    """Return the square that keeps the first cell of a block."""
    return one_at(side, 0, 0)


def spread(given: Given, step: int) -> Cells:
    """Return the kernel with its taps ``step`` pixels apart, and a block behind the last of them."""
    return kronecker(given.kernel, first_cell(step))


def border(given: Given) -> int:
    """Return how many rows and columns of zeros stand behind the last taps; none where no dilation is given."""
    return given.D - 1 if has(given, "D") else 0


def expanded_kind(given: Given) -> Kind:
    """Return what is asked; the zeros behind the last taps may be left out."""
    return MatrixAnswer(symbols=symbols_in(given, "kernel"), border=border(given))


def trimmed_kind(given: Given) -> Kind:
    """Return what is asked: exactly the cells from the first tap to the last."""
    return MatrixAnswer(symbols=symbols_in(given, "kernel"))


@problem.part(expanded_kind)
def expanded(given: Given) -> Cells:
    """Write the dilated kernel as the Kronecker product gives it.

    Every weight of the kernel becomes a block with {D} rows and columns: the weight at its top left, zeros elsewhere.
    So many rows are there, and so many columns:

    {rows_and_columns}
    """
    return spread(given, given.D)


@expanded.step
def rows_and_columns(given: Given) -> str:
    rows, columns = len(given.kernel), len(given.kernel[0])
    return f"{product(given.D, rows)}\n\n{product(given.D, columns)}"


@problem.part(trimmed_kind)
def trimmed(given: Given) -> Cells:
    """Write the dilated kernel from its first tap to its last, without the zeros behind it.

    From the first tap to the last there are as many steps of {D} cells as taps behind the first, and the first tap
    takes a cell itself. So many rows remain, and so many columns:

    {rows_and_columns_left}

    The last rows and columns of the Kronecker product, which hold nothing but zeros, are left out.
    """
    return without_border(spread(given, given.D), border(given))


@trimmed.step
def rows_and_columns_left(given: Given) -> str:
    taps = len(given.kernel), len(given.kernel[0])
    return "\n\n".join(f"{given.D}·({each} − 1) + 1 = {effective_kernel(each, given.D)}" for each in taps)


@problem.part(MatrixAnswer())
def selector(given: Given) -> Cells:
    """Which matrix with {D} rows and columns stands on the right of the Kronecker product?

    The weight must stand once in its block, in the first row and column, and all else must be zero: a single 1 at
    the top left does that.
    """
    return first_cell(given.D)


@expanded.mistake
def identity_selector(given: Given) -> Cells | None:
    """How often does each weight stand in the dilated kernel, and how often in the product that you formed?"""
    return kronecker(given.kernel, identity(given.D)) if given.D > 1 else None


@expanded.mistake
def ones_selector(given: Given) -> Cells | None:
    """Between the taps of a dilated kernel, are there weights or zeros?"""
    return kronecker(given.kernel, ones(given.D)) if given.D > 1 else None


@expanded.mistake
def factors_swapped(given: Given) -> Cells | None:
    """Which of the two matrices is cut into its cells, and which is copied into the place of each of them?"""
    return kronecker(first_cell(given.D), given.kernel) if given.D > 1 else None


@expanded.mistake
def gap_counted_as_dilation(given: Given) -> Iterator[Cells]:
    """Dilation is the step from one tap to the next. How many zeros stand in between?"""
    wider = spread(given, given.D + 1)
    yield wider
    yield without_border(wider, given.D)


@expanded.convention()
def one_elsewhere(given: Given) -> Iterator[Cells]:
    """Where in its block does the weight stand, and does the first tap then stand in the first row and column?"""
    return (kronecker(given.kernel, other) for other in other_selectors(given))


def other_selectors(given: Given) -> Iterator[Cells]:
    """Yield the matrices with a single 1 that does not stand at the top left."""
    places = ((row, column) for row in range(given.D) for column in range(given.D))
    return (one_at(given.D, *place) for place in places if place != (0, 0))


@trimmed.mistake
def trimmed_identity_selector(given: Given) -> Cells | None:
    if given.D == 1:
        return None
    return without_border(kronecker(given.kernel, identity(given.D)), border(given))


@trimmed.mistake
def trimmed_ones_selector(given: Given) -> Cells | None:
    if given.D == 1:
        return None
    return without_border(kronecker(given.kernel, ones(given.D)), border(given))


@trimmed.mistake
def trimmed_factors_swapped(given: Given) -> Iterator[Cells]:
    if given.D > 1:
        yield without_border(kronecker(first_cell(given.D), given.kernel), border(given))


@trimmed.mistake
def trimmed_gap_counted_as_dilation(given: Given) -> Cells:
    return without_border(spread(given, given.D + 1), given.D)


@selector.mistake
def selector_identity_selector(given: Given) -> Cells | None:
    return identity(given.D) if given.D > 1 else None


@selector.mistake
def selector_ones_selector(given: Given) -> Cells | None:
    return ones(given.D) if given.D > 1 else None


@selector.mistake
def selector_gap_counted_as_dilation(given: Given) -> Cells:
    return first_cell(given.D + 1)


@selector.convention()
def selector_one_elsewhere(given: Given) -> Iterator[Cells]:
    return other_selectors(given)


problem.practice(kernel=[["x", "y"], ["z", "r"]], D=2)
problem.practice(kernel=[[1, 2], [3, -1]], D=2)


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw a kernel of four different weights, in numbers or in letters."""
    numbers = random.sample(range(1, 10), 4)
    letters = random.choice(("xyzr", "abcd", "pqrs"))
    first, second, third, fourth = random.choice((numbers, list(letters)))
    return {"kernel": [[first, second], [third, fourth]], "D": random.choice((2, 3))}
