"""Which well-known filter a kernel is."""

from __future__ import annotations

from fractions import Fraction

import pytest

from problems.mathematics.correlation import Grid
from problems.mathematics.filters import filter_name

NINTH = Fraction(1, 9)


@pytest.mark.parametrize(
    ("kernel", "name"),
    [
        pytest.param(((0, 1, 0), (1, -4, 1), (0, 1, 0)), "laplacian", id="four-neighbours"),
        pytest.param(((-2, -2, -2), (-2, 16, -2), (-2, -2, -2)), "laplacian", id="eight-reversed-doubled"),
        pytest.param(((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)), "sobel_x", id="sobel-x"),
        pytest.param(((1, 0, -1), (2, 0, -2), (1, 0, -1)), "sobel_x", id="sobel-x-reversed"),
        pytest.param(((-1, -2, -1), (0, 0, 0), (1, 2, 1)), "sobel_y", id="sobel-y"),
        pytest.param(((NINTH,) * 3,) * 3, "box_blur", id="mean-of-nine"),
        pytest.param(((1, 1), (1, 1)), "box_blur", id="mean-of-four"),
        pytest.param(((1, 2, 1), (2, 4, 2), (1, 2, 1)), "gaussian_blur", id="gaussian"),
        pytest.param(((0, 0, 0), (0, 3, 0), (0, 0, 0)), "identity", id="identity-tripled"),
        pytest.param(((0, -1, 0), (-1, 5, -1), (0, -1, 0)), "sharpen", id="sharpen-four"),
        pytest.param(((-1, -1, -1), (-1, 9, -1), (-1, -1, -1)), "sharpen", id="sharpen-eight"),
        pytest.param(((0, 1, 0), (1, -3, 1), (0, 1, 0)), None, id="identity-plus-laplacian"),
        pytest.param(((-1, -1, -1),) * 3, None, id="negative-box"),
        pytest.param(((-1, -2, -1), (-2, -4, -2), (-1, -2, -1)), None, id="negative-gaussian"),
        pytest.param(((0, 0, 0),) * 3, None, id="nothing"),
        pytest.param(((0, 0), (0, 1)), None, id="one-off-middle"),
        pytest.param(((-1, 0, 1), (-1, 0, 1), (-1, 0, 1)), None, id="prewitt"),
    ],
)
def test_a_filter_is_known_by_its_numbers(kernel: Grid, name: str | None) -> None:
    assert filter_name(kernel) == name
