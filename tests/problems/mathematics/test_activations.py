"""Activations, against the standard library's floats."""

from __future__ import annotations

from fractions import Fraction
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from problems.mathematics.activations import DECIMALS, relu, sigmoid, sigmoid_slope


@given(value=st.fractions(-30, 30, max_denominator=100))
def test_the_sigmoid_is_that_of_floats(value: Fraction) -> None:
    assert float(sigmoid(value)) == pytest.approx(1 / (1 + exp(-value)))


@given(value=st.fractions(-50, 50, max_denominator=100))
def test_the_sigmoid_is_symmetric(value: Fraction) -> None:
    assert abs(sigmoid(value) + sigmoid(-value) - 1) <= Fraction(1, 10**DECIMALS)


@given(value=st.fractions(-8, 8, max_denominator=100))
def test_the_slope_is_a_difference(value: Fraction) -> None:
    step = Fraction(1, 10**6)
    difference = (sigmoid(value + step) - sigmoid(value - step)) / (2 * step)
    assert float(sigmoid_slope(sigmoid(value))) == pytest.approx(float(difference), abs=1e-9)


def test_far_out_the_sigmoid_is_its_limit() -> None:
    assert [sigmoid(10**30), sigmoid(-(10**30))] == [1, 0]


@given(value=st.fractions())
def test_a_relu_keeps_what_is_positive(value: Fraction) -> None:
    assert relu(value) == (value if value > 0 else 0)
