"""Sliding a small kernel over a matrix, and the gradients of that, in exact arithmetic.

"Convolution" in a network is cross-correlation: the kernel is laid on the image as it is written. The
textbook's convolution turns the kernel half round first (`turned`).

Sources: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016), chapters 1 and 4;
Goodfellow, Bengio and Courville, "Deep Learning" (2016), equations 9.6, 9.11 and 9.13.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import chain
from math import lcm
from typing import TypeAlias, cast

from problems.mathematics.sizes import window_positions

Number: TypeAlias = int | Fraction
Grid: TypeAlias = tuple[tuple[Number, ...], ...]
Pair: TypeAlias = tuple[int, int]
Padding: TypeAlias = tuple[Pair, Pair]  # (above, below), (left, right)

NO_PADDING: Padding = ((0, 0), (0, 0))
WHOLE = frozenset((int,))


def correlate(image: Grid, kernel: Grid, stride: Pair = (1, 1)) -> Grid:
    """Return the sum of kernel × window for every place of the kernel inside the image.

    ``out[i][j] = Σ kernel[u][v] · image[i·stride + u][j·stride + v]``
    """
    scaled_image, image_unit = over_one_denominator(image)
    scaled_kernel, kernel_unit = over_one_denominator(kernel)
    rows, columns = size_after(size(image), size(kernel), stride)
    taps = [(u, v, weight) for u, row in enumerate(scaled_kernel) for v, weight in enumerate(row) if weight]
    sums = [
        [
            sum(weight * scaled_image[i + u][j + v] for u, v, weight in taps)
            for j in range(0, columns * stride[1], stride[1])
        ]
        for i in range(0, rows * stride[0], stride[0])
    ]
    return divided(sums, image_unit * kernel_unit)


def kernel_gradient(image: Grid, output_gradient: Grid, kernel_size: Pair, stride: Pair = (1, 1)) -> Grid:
    """Return the gradient of the kernel of `correlate`: how often each tap met which pixel, weighed.

    ``grad[u][v] = Σ output_gradient[i][j] · image[i·stride + u][j·stride + v]``; ``image`` is the padded one.
    """
    scaled_image, image_unit = over_one_denominator(image)
    shares, share_unit = over_one_denominator(output_gradient)
    sums = [
        [
            sum(
                share * scaled_image[i * stride[0] + u][j * stride[1] + v]
                for i, row in enumerate(shares)
                for j, share in enumerate(row)
            )
            for v in range(kernel_size[1])
        ]
        for u in range(kernel_size[0])
    ]
    return divided(sums, image_unit * share_unit)


def image_gradient(
    kernel: Grid, output_gradient: Grid, image_size: Pair, stride: Pair = (1, 1), padding: Pair = (0, 0)
) -> Grid:
    """Return the gradient of the image of `correlate`: every window hands its share back to its pixels.

    ``image_size`` is without the padding, whose own gradient is dropped.
    """
    height, width = image_size
    shares, unit = window_shares(kernel, output_gradient, stride, padding)
    sums = [[0] * width for _ in range(height)]
    for row, column, share in shares:
        if 0 <= row < height and 0 <= column < width:
            sums[row][column] += share
    return divided(sums, unit)


def window_shares(
    kernel: Grid, output_gradient: Grid, stride: Pair, padding: Pair
) -> tuple[list[tuple[int, int, int]], int]:
    """Return (row, column, share) for every tap of every window in turn, and the unit of the shares."""
    taps, tap_unit = over_one_denominator(kernel)
    gradient, gradient_unit = over_one_denominator(output_gradient)
    shares = [
        (i * stride[0] + u - padding[0], j * stride[1] + v - padding[1], tap * share)
        for i, row in enumerate(gradient)
        for j, share in enumerate(row)
        for u, taps_of_row in enumerate(taps)
        for v, tap in enumerate(taps_of_row)
    ]
    return shares, tap_unit * gradient_unit


def padded(image: Grid, padding: Padding, border: str = "zero") -> Grid:
    """Return the image with cells added around it.

    ``border`` says what stands there: "zero", "replicate" (the nearest cell) or "reflect" (mirrored at the
    outermost cell, which is not repeated; the padding must be smaller than the side).
    """
    (above, below), (left, right) = padding
    height, width = size(image)
    if border == "zero":
        zeros = ((0,) * (left + width + right),)
        return (*zeros * above, *[(*(0,) * left, *row, *(0,) * right) for row in image], *zeros * below)
    rows = [source(i, height, border) for i in range(-above, height + below)]
    columns = [source(j, width, border) for j in range(-left, width + right)]
    return tuple([tuple([image[i][j] for j in columns]) for i in rows])


def source(index: int, side: int, border: str) -> int:
    """Return which cell of a side of ``side`` cells stands at ``index`` of a replicated or reflected border."""
    if 0 <= index < side:
        return index
    if border == "replicate":
        return 0 if index < 0 else side - 1
    return -index if index < 0 else 2 * (side - 1) - index


def turned(kernel: Grid) -> Grid:
    """Return the kernel turned half round: rows and columns in reverse."""
    return tuple(row[::-1] for row in kernel[::-1])


def transposed(matrix: Grid) -> Grid:
    """Return the matrix with rows and columns exchanged."""
    return tuple(zip(*matrix, strict=True))


def size(matrix: Sequence[Sequence[object]]) -> Pair:
    """Return (rows, columns)."""
    return len(matrix), len(matrix[0])


def size_after(image: Pair, kernel: Pair, stride: Pair = (1, 1), padding: Pair = (0, 0)) -> Pair:
    """Return (rows, columns) of what a kernel leaves of an image that is padded on both ends of each axis."""
    return (
        window_positions(image[0], kernel[0], stride[0], padding[0]),
        window_positions(image[1], kernel[1], stride[1], padding[1]),
    )


def over_one_denominator(matrix: Grid) -> tuple[Sequence[Sequence[int]], int]:
    """Return the matrix as whole numbers over one denominator: exact, and far quicker than fractions."""
    if WHOLE.issuperset(map(type, chain.from_iterable(matrix))):
        return cast("Sequence[Sequence[int]]", matrix), 1
    ratios = [[cell.as_integer_ratio() for cell in row] for row in matrix]
    unit = lcm(*{bottom for row in ratios for _, bottom in row})
    return [[top * (unit // bottom) for top, bottom in row] for row in ratios], unit


def divided(sums: list[list[int]], unit: int) -> Grid:
    """Return whole numbers divided by ``unit``, exactly."""
    if unit == 1:
        return tuple(tuple(row) for row in sums)
    return tuple(tuple(Fraction(cell, unit) for cell in row) for row in sums)
