"""A convolution as the product of a matrix with the map, written as one long column.

The map's cells stand one after the other, row after row, and so do the output's. Each row of the matrix belongs to
one cell of the output: it holds the kernel's numbers where they lie on the map, and zeros elsewhere. The matrix
transposed leads from the output's size back to the map's.

Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016), sections 4.1 and 4.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from grader.author import Expr

Entry: TypeAlias = int | Fraction | Expr
Entries: TypeAlias = tuple[tuple[Entry, ...], ...]
Pair: TypeAlias = tuple[int, int]

# Rows (and columns) of zeros before and after the map, as multiples of the kernel's side minus 1.
PADDINGS: Mapping[str, Pair] = {"valid": (0, 0), "same_after": (0, 1), "full": (1, 1)}


class Sliding(NamedTuple):
    """A kernel that slides over a map of ``size`` (rows, columns), with one of `PADDINGS`."""

    size: Pair
    kernel: Entries
    padding: str

    @property
    def kernel_size(self) -> Pair:
        """Rows and columns of the kernel."""
        return len(self.kernel), len(self.kernel[0])

    @property
    def output_size(self) -> Pair:
        """Rows and columns of the output; below 1 where the kernel does not fit."""
        ends = sum(PADDINGS[self.padding])
        rows, columns = (
            side + ends * (taps - 1) - taps + 1
            for side, taps in zip(self.size, self.kernel_size, strict=True)
        )
        return rows, columns


def convolution_matrix(sliding: Sliding) -> Entries:
    """Return the matrix: a row for each cell of the output, a column for each cell of the map."""
    columns = sliding.size[0] * sliding.size[1]
    return tuple(
        tuple(places.get(column, 0) for column in range(columns)) for places in weights_by_place(sliding)
    )


def weights_by_place(sliding: Sliding) -> Iterator[dict[int, Entry]]:
    """Yield, for each cell of the output, on which cell of the map, counted from 0, which weight lies."""
    height, width = sliding.size
    before = PADDINGS[sliding.padding][0]
    above, left = (before * (taps - 1) for taps in sliding.kernel_size)
    rows, columns = sliding.output_size
    for top in range(-above, rows - above):
        for start in range(-left, columns - left):
            yield {
                (top + u) * width + start + v: weight
                for u, weights in enumerate(sliding.kernel)
                for v, weight in enumerate(weights)
                if 0 <= top + u < height and 0 <= start + v < width
            }


def shifted_rows(matrix: Entries) -> Iterator[Entries]:
    """Yield the matrix whose row r is the first row moved r cells on: back in at its beginning, and cut off."""
    first = matrix[0]
    places = range(len(first))
    yield tuple(tuple(first[(place - row) % len(first)] for place in places) for row in range(len(matrix)))
    yield tuple(
        tuple(first[place - row] if place >= row else 0 for place in places) for row in range(len(matrix))
    )


def times(matrix: Entries, column: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the product of a matrix with a column."""
    return tuple(dot(row, column) for row in matrix)


def dot(row: Sequence[Entry], column: Sequence[Entry]) -> Entry:
    """Return the sum of the products of two lists of one length."""
    total: Entry = 0
    for one, other in zip(row, column, strict=True):
        if one != 0 and other != 0:
            total += other * one if isinstance(one, Expr) else one * other  # 2·a, not a·2
    return total


def unrolled(cells: Entries) -> tuple[Entry, ...]:
    """Return the cells one after the other, row after row."""
    return tuple(cell for row in whole_where_possible(cells) for cell in row)


def whole_where_possible(cells: Entries) -> Entries:
    """Return the same cells, whole numbers as ints: far quicker than fractions."""
    return tuple(
        tuple(
            cell.numerator if isinstance(cell, Fraction) and cell.denominator == 1 else cell for cell in row
        )
        for row in cells
    )


def rolled(cells: Sequence[Entry], width: int) -> Entries:
    """Return cells as rows of ``width``."""
    return tuple(tuple(cells[start : start + width]) for start in range(0, len(cells), width))
