"""The well-known small filters, and which of them a kernel is.

Source: Gonzalez and Woods, "Digital Image Processing" (4th edition, 2018), sections 3.5 and 3.6.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from problems.mathematics.correlation import Grid, Number, size, transposed

FOUR_NEIGHBOURS: Grid = ((0, 1, 0), (1, -4, 1), (0, 1, 0))
EIGHT_NEIGHBOURS: Grid = ((1, 1, 1), (1, -8, 1), (1, 1, 1))
LAPLACIANS = (FOUR_NEIGHBOURS, EIGHT_NEIGHBOURS)
SOBEL_X: Grid = ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1))
SOBEL_Y: Grid = transposed(SOBEL_X)
GAUSSIAN: Grid = ((1, 2, 1), (2, 4, 2), (1, 2, 1))


@lru_cache(maxsize=64)  # the same few filters are drawn for a whole class
def filter_name(kernel: Grid) -> str | None:
    """Return the code of the filter that ``kernel`` is up to a positive factor, or None.

    A Laplacian and a Sobel filter keep their names with the sign reversed.
    """
    cells = {cell for row in kernel for cell in row}
    if any(factor_of(kernel, each) for each in LAPLACIANS):
        return "laplacian"
    if factor_of(kernel, SOBEL_X):
        return "sobel_x"
    if factor_of(kernel, SOBEL_Y):
        return "sobel_y"
    if factor_of(kernel, GAUSSIAN) > 0:
        return "gaussian_blur"
    if has_middle(kernel) and factor_of(kernel, identity(*size(kernel))) > 0:
        return "identity"
    if len(cells) == 1 and min(cells) > 0:
        return "box_blur"
    return "sharpen" if is_sharpening(kernel) else None


def is_sharpening(kernel: Grid) -> bool:
    """Return whether ``kernel`` is the identity less a Laplacian, each times a positive factor."""
    if size(kernel) != (3, 3):
        return False
    total = sum(sum(row) for row in kernel)  # a Laplacian sums to 0, so this is the identity's factor
    rest = tuple(
        tuple(cell - total if (i, j) == (1, 1) else cell for j, cell in enumerate(row))
        for i, row in enumerate(kernel)
    )
    return total > 0 and any(factor_of(rest, each) < 0 for each in LAPLACIANS)


def factor_of(kernel: Grid, pattern: Grid) -> Number:
    """Return the factor that turns ``pattern`` into ``kernel``, or 0 where none does."""
    if size(kernel) != size(pattern):
        return 0
    pairs = [
        (a, b) for row, other in zip(kernel, pattern, strict=True) for a, b in zip(row, other, strict=True)
    ]
    factor = next(Fraction(a) / b for a, b in pairs if b)
    return factor if all(a == factor * b for a, b in pairs) else 0


def has_middle(kernel: Grid) -> bool:
    """Return whether both sides are odd, so that one cell is the middle."""
    return all(side % 2 for side in size(kernel))


def identity(rows: int, columns: int) -> Grid:
    """Return the filter that changes nothing."""
    return tuple(tuple(int((i, j) == (rows // 2, columns // 2)) for j in range(columns)) for i in range(rows))
