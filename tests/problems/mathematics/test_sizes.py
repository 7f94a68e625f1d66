"""Sizes of what sliding windows leave, against positions that are counted and against PyTorch."""

from __future__ import annotations

from types import ModuleType

from hypothesis import assume, given
from hypothesis import strategies as st

from problems.mathematics.sizes import (
    effective_kernel,
    same_positions,
    transposed_side,
    window_positions,
    window_positions_ceil,
)

SIDES = st.integers(1, 40)
SMALL = st.integers(1, 6)


@given(kernel=SMALL, dilation=SMALL)
def test_a_dilated_kernel_covers_from_its_first_tap_to_its_last(kernel: int, dilation: int) -> None:
    taps = [dilation * tap for tap in range(kernel)]

    assert effective_kernel(kernel, dilation) == len(range(taps[0], taps[-1] + 1))


@given(side=SIDES, covered=SMALL, stride=SMALL, padding=st.integers(0, 4))
def test_window_positions_are_the_places_that_fit(side: int, covered: int, stride: int, padding: int) -> None:
    length = side + 2 * padding
    assume(covered <= length)

    places = [start for start in range(0, length, stride) if start + covered <= length]

    assert window_positions(side, covered, stride, padding) == len(places)


@given(side=SIDES, kernel=SMALL, stride=SMALL, data=st.data())
def test_ceil_positions_are_those_of_pytorch(
    torch: ModuleType, side: int, kernel: int, stride: int, data: st.DataObject
) -> None:
    padding = data.draw(st.integers(0, kernel // 2))
    assume(kernel <= side + 2 * padding)

    pooled = torch.nn.functional.max_pool1d(torch.zeros(1, 1, side), kernel, stride, padding, ceil_mode=True)

    assert window_positions_ceil(side, kernel, stride, padding) == pooled.shape[-1]


@given(side=SIDES, kernel=SMALL, stride=SMALL, padding=st.integers(0, 3), extra=st.integers(0, 5))
def test_a_transposed_side_is_that_of_pytorch(
    torch: ModuleType, side: int, kernel: int, stride: int, padding: int, extra: int
) -> None:
    expected = transposed_side(side, kernel, stride, padding, extra)
    assume(extra < stride and expected >= 1)

    made = torch.nn.functional.conv_transpose1d(
        torch.zeros(1, 1, side),
        torch.zeros(1, 1, kernel),
        stride=stride,
        padding=padding,
        output_padding=extra,
    )

    assert expected == made.shape[-1]


@given(side=SIDES, stride=SMALL)
def test_same_leaves_one_output_for_each_stride_begun(side: int, stride: int) -> None:
    assert same_positions(side, stride) == len(range(0, side, stride))
