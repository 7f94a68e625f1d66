"""Arithmetic whose result never ends, written out."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from problems.mathematics.decimals import amounts_to, decimals, operand


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(Fraction(1, 3), "0.333333", id="endless"),
        pytest.param(Fraction(-5, 4), "-1.25", id="short"),
        pytest.param(7, "7", id="whole"),
        pytest.param(Fraction(1, 10**9), "0", id="tiny"),
        pytest.param(Fraction(-2, 3 * 10**6), "-0.000001", id="last-digit"),
        pytest.param(Fraction(1999999999, 10**9), "2", id="rounded-up"),
    ],
)
def test_decimals_are_rounded_and_end_with_their_last_digit(value: Fraction, text: str) -> None:
    assert decimals(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(3, "3", id="whole"),
        pytest.param(-2, "(-2)", id="negative"),
        pytest.param(Fraction(4, 3), "(4/3)", id="fraction"),
        pytest.param(Fraction(10**20, 3 * 10**20 + 1), "0.333333333", id="long"),
        pytest.param(Fraction(-(10**20), 3 * 10**20 + 1), "(-0.333333333)", id="long-and-negative"),
    ],
)
def test_a_number_within_a_term_stands_in_brackets_where_it_must(value: Fraction, text: str) -> None:
    assert operand(value) == text


def test_a_result_that_goes_on_is_only_about_equal() -> None:
    assert amounts_to(Fraction(1, 2), "√(1/4)") == "√(1/4) = 0.5"
    assert amounts_to(Fraction(1, 3), "1/3") == "1/3 ≈ 0.333333"


@given(value=st.fractions(-1000, 1000, max_denominator=10**9))
def test_decimals_lie_within_half_of_the_last_digit(value: Fraction) -> None:
    assert abs(Fraction(decimals(value)) - value) <= Fraction(1, 2 * 10**6)
