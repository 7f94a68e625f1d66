"""A dense unit over a map: each cell has a weight of its own, and their products are added up.

Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), section 6.5.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from problems.mathematics.correlation import Grid, Number, divided, over_one_denominator, size, transposed


def cell_pairs(first: Grid, second: Grid) -> Iterator[tuple[Number, Number]]:
    """Yield the cells of two maps that stand at the same place; the larger one reaches beyond the other."""
    for row, other in zip(first, second, strict=False):
        yield from zip(row, other, strict=False)


def sum_over_cells(weights: Grid, cells: Grid, bias: Number = 0) -> Fraction:
    """Return the sum of every cell times its weight, and the bias."""
    return sum((Fraction(weight) * cell for weight, cell in cell_pairs(weights, cells)), Fraction(bias))


def times(cells: Grid, factor: Number) -> Grid:
    """Return every cell times one number: of the weights, the gradient of the cells that they weigh."""
    whole_cells, unit = over_one_denominator(cells)
    return divided(
        [[cell * factor.numerator for cell in row] for row in whole_cells], unit * factor.denominator
    )


def mistaken_weights(weights: Grid) -> Iterator[Grid]:
    """Yield the weights with rows and columns exchanged, and the first weight everywhere."""
    rows, columns = size(weights)
    if rows == columns and transposed(weights) != weights:
        yield transposed(weights)
    first = ((weights[0][0],) * columns,) * rows
    if first != weights:
        yield first
