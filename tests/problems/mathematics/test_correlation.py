"""Cross-correlation and its gradients, against SciPy, NumPy and differences of the sum itself."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from problems.mathematics.correlation import (
    Grid,
    correlate,
    image_gradient,
    kernel_gradient,
    padded,
    size,
    size_after,
    turned,
    window_shares,
)

NUMBERS = st.integers(-9, 9)


@st.composite
def grids(draw: st.DrawFn, least: int = 1, most: int = 5) -> Grid:
    """Draw a matrix of fractions with one denominator."""
    rows, columns, unit = (
        draw(st.integers(least, most)),
        draw(st.integers(least, most)),
        draw(st.integers(1, 9)),
    )
    cells = draw(st.lists(NUMBERS, min_size=rows * columns, max_size=rows * columns))
    return tuple(
        tuple(Fraction(cell, unit) for cell in cells[start : start + columns])
        for start in range(0, rows * columns, columns)
    )


STRIDES = st.tuples(st.integers(1, 3), st.integers(1, 3))


@given(image=grids(3, 6), kernel=grids(1, 3), stride=STRIDES)
def test_correlation_is_that_of_scipy(
    signal: ModuleType, numpy: ModuleType, image: Grid, kernel: Grid, stride: tuple[int, int]
) -> None:
    expected = signal.correlate2d(
        numpy.array(image, dtype=float), numpy.array(kernel, dtype=float), mode="valid"
    )[:: stride[0], :: stride[1]]

    found = numpy.array(correlate(image, kernel, stride), dtype=float)

    assert found.shape == expected.shape
    assert numpy.allclose(found, expected)


@given(image=grids(3, 5), kernel=grids(1, 3))
def test_correlation_with_the_turned_kernel_is_convolution(
    signal: ModuleType, numpy: ModuleType, image: Grid, kernel: Grid
) -> None:
    expected = signal.convolve2d(numpy.array(image, float), numpy.array(kernel, float), mode="valid")

    assert numpy.allclose(numpy.array(correlate(image, turned(kernel)), float), expected)


@pytest.mark.parametrize(
    ("border", "mode"), [("zero", "constant"), ("replicate", "edge"), ("reflect", "reflect")]
)
@given(image=grids(3, 5), widths=st.tuples(*[st.integers(0, 2)] * 4))
def test_padding_is_that_of_numpy(
    numpy: ModuleType, border: str, mode: str, image: Grid, widths: tuple[int, int, int, int]
) -> None:
    around = (widths[:2], widths[2:])

    expected = numpy.pad(numpy.array(image, dtype=object), around, mode=mode)

    assert padded(image, around, border) == tuple(tuple(row) for row in expected.tolist())


def nudged(grid: Grid, row: int, column: int) -> Grid:
    """Return the grid with one cell larger by 1."""
    return tuple(
        tuple(cell + (i == row and j == column) for j, cell in enumerate(cells))
        for i, cells in enumerate(grid)
    )


def slopes(grid: Grid, loss: Callable[[Grid], Fraction]) -> Grid:
    """Return by how much ``loss``, linear in the grid, grows with each cell."""
    return tuple(
        tuple(loss(nudged(grid, i, j)) - loss(grid) for j, _ in enumerate(row)) for i, row in enumerate(grid)
    )


@given(
    image=grids(2, 4),
    kernel=grids(1, 3),
    stride=STRIDES,
    padding=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    data=st.data(),
)
def test_gradients_are_the_slopes_of_the_sum(
    image: Grid, kernel: Grid, stride: tuple[int, int], padding: tuple[int, int], data: st.DataObject
) -> None:
    """The weighed sum of the output is linear in each cell, so its slopes are exact differences."""
    rows, columns = size_after(size(image), size(kernel), stride, padding)
    if min(rows, columns) < 1:
        return
    cells = st.lists(NUMBERS, min_size=columns, max_size=columns)
    weights = tuple(tuple(data.draw(cells)) for _ in range(rows))
    around = ((padding[0],) * 2, (padding[1],) * 2)

    def loss(x: Grid, w: Grid) -> Fraction:
        output = correlate(padded(x, around), w, stride)
        return Fraction(
            sum(a * b for r, s in zip(output, weights, strict=True) for a, b in zip(r, s, strict=True))
        )

    by_kernel = kernel_gradient(padded(image, around), weights, size(kernel), stride)
    by_image = image_gradient(kernel, weights, size(image), stride, padding)

    assert by_kernel == slopes(kernel, lambda w: loss(image, w))
    assert by_image == slopes(image, lambda x: loss(x, kernel))


def test_every_window_hands_back_as_many_shares_as_the_kernel_has_taps() -> None:
    shares, _ = window_shares(((1, 2), (3, 4)), ((1, 1), (1, 1)), (1, 1), (0, 0))

    assert [place[:2] for place in shares].count((1, 1)) == 4
    assert len(shares) == 16
