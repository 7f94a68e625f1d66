"""A dilated kernel as a Kronecker product: every weight becomes a block that holds it once, among zeros.

Sources: Yu and Koltun, "Multi-Scale Context Aggregation by Dilated Convolutions" (2016), section 2, for what a
dilated kernel is; Van Loan, "The ubiquitous Kronecker product" (2000), section 1, for the product.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from grader.author import Expr

Cell: TypeAlias = int | Fraction | Expr
Cells: TypeAlias = tuple[tuple[Cell, ...], ...]


def kronecker(left: Cells, right: Cells) -> Cells:
    """Return the matrix in which a copy of ``right``, multiplied by it, stands in place of every cell of ``left``."""
    return tuple(
        tuple(cell * other for cell in row for other in other_row) for row in left for other_row in right
    )


def one_at(side: int, row: int, column: int) -> Cells:
    """Return a square of zeros with a single 1, rows and columns counted from 0."""
    return tuple(tuple(int((i, j) == (row, column)) for j in range(side)) for i in range(side))


def identity(side: int) -> Cells:
    """Return the square with ones on its diagonal."""
    return tuple(tuple(int(i == j) for j in range(side)) for i in range(side))


def ones(side: int) -> Cells:
    """Return the square that holds nothing but ones."""
    return ((1,) * side,) * side


def trimmed(cells: Cells, border: int) -> Cells:
    """Return the matrix without its last ``border`` rows and columns."""
    return tuple(row[: len(row) - border] for row in cells[: len(cells) - border])
