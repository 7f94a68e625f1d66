"""Counts of parameters and multiply-accumulates, against loops that count one by one."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from problems.mathematics.counting import (
    convolution_macs,
    convolution_weights,
    dense_weights,
    depthwise_weights,
)

small = st.integers(1, 5)
pairs = st.tuples(small, small)


@given(pairs, small, small)
def test_each_filter_has_a_weight_for_every_pixel_and_channel_of_its_window(
    kernel: tuple[int, int], in_channels: int, filters: int
) -> None:
    weights = {
        (row, column, channel, each)
        for row, column, channel, each in product(
            range(kernel[0]), range(kernel[1]), range(in_channels), range(filters)
        )
    }
    assert convolution_weights(kernel, in_channels, filters) == len(weights)


@given(pairs, small, small)
def test_a_depthwise_filter_sees_one_channel(
    kernel: tuple[int, int], in_channels: int, multiplier: int
) -> None:
    assert depthwise_weights(kernel, in_channels, multiplier) == sum(
        convolution_weights(kernel, 1, multiplier) for _ in range(in_channels)
    )


@given(small, small)
def test_a_dense_unit_has_a_weight_for_every_input(inputs: int, units: int) -> None:
    assert dense_weights(inputs, units) == len(list(product(range(inputs), range(units))))


@given(pairs, pairs, small, small)
def test_a_convolution_multiplies_once_for_each_weight_and_output_pixel(
    output: tuple[int, int], kernel: tuple[int, int], in_channels: int, filters: int
) -> None:
    multiplications = 0
    for _row, _column, _filter in product(range(output[0]), range(output[1]), range(filters)):
        for _tap in product(range(kernel[0]), range(kernel[1]), range(in_channels)):
            multiplications += 1
    assert convolution_macs(output, kernel, in_channels, filters) == multiplications


def test_the_depthwise_pair_of_mobilenets_adds_up() -> None:
    """Howard et al. (2017), table 3: 0.27 million parameters for a 3×3 pair from 512 to 512 channels."""
    assert depthwise_weights((3, 3), 512) + convolution_weights((1, 1), 512, 512) == 266_752
