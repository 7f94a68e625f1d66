"""Average pooling of a map by windows that do not overlap, and the gradient of that.

Rows and columns that are left over at the end belong to no window. Source: Goodfellow, Bengio and Courville, "Deep
Learning" (2016), section 9.3; Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016),
chapter 3.
"""

from __future__ import annotations

from fractions import Fraction

from problems.mathematics.correlation import Grid, Number, Pair, size


def pooled_size(sides: Pair, pool: int) -> Pair:
    """Return how many windows of ``pool`` × ``pool`` fit into a map, (rows, columns)."""
    return sides[0] // pool, sides[1] // pool


def average_pooled(cells: Grid, pool: int) -> Grid:
    """Return the mean of every window."""
    rows, columns = pooled_size(size(cells), pool)
    return tuple(
        tuple(
            Fraction(
                sum(sum(row[j * pool : (j + 1) * pool]) for row in cells[i * pool : (i + 1) * pool]), pool**2
            )
            for j in range(columns)
        )
        for i in range(rows)
    )


def spread_out(gradient: Grid, sides: Pair, pool: int, share: Number) -> Grid:
    """Return the gradient of a map of these sides: every cell of a window gets ``share`` of its window's gradient.

    An average gives each of its cells the share 1 / pool².
    """
    windows = [[cell * share for cell in row] for row in gradient]
    rows, columns = (windowed * pool for windowed in size(gradient))
    return tuple(
        tuple(windows[i // pool][j // pool] if i < rows and j < columns else 0 for j in range(sides[1]))
        for i in range(sides[0])
    )
