"""How a convolution's cost is got wrong, by numbers worked out by hand."""

from __future__ import annotations

import pytest

from problems.mathematics.costs import (
    Change,
    Convolution,
    cost_of,
    without_area,
    without_channels,
    without_sides,
    wrong_costs,
)

# 10 · 8 places, 3 · 5 taps in each of 6 channels, 4 filters
CONVOLUTION = Convolution(sides=(10, 8), kernel=(3, 5), in_channels=6, filters=4)


def test_a_multiplication_with_its_addition_is_one_mac_and_two_flops() -> None:
    assert (cost_of(CONVOLUTION, "mac"), cost_of(CONVOLUTION, "flop")) == (28800, 57600)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        pytest.param(without_channels, [4800], id="one-channel"),
        pytest.param(without_sides, [360], id="one-place"),
        pytest.param(without_area, [5760, 9600], id="one-side-of-the-kernel"),
    ],
)
def test_a_change_gives_its_costs(change: Change, wrong: list[int]) -> None:
    assert list(wrong_costs(CONVOLUTION, "mac", change)) == wrong


@pytest.mark.parametrize("change", [without_channels, without_sides, without_area])
def test_a_change_without_effect_is_no_mistake(change: Change) -> None:
    single = Convolution(sides=(1, 1), kernel=(1, 1), in_channels=1, filters=7)

    assert list(wrong_costs(single, "mac", change)) == []
