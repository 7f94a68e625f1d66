"""Points are rounded half up, once, from exact values."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from grader.store.rounding import rounded, written


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(Fraction(35, 2), "17.5", id="half"),
        pytest.param(Fraction(20), "20", id="whole"),
        pytest.param(Fraction(1, 3), "0.3333", id="down"),
        pytest.param(Fraction(2, 3), "0.6667", id="up"),
        pytest.param(Fraction(1, 20000), "0.0001", id="tie-goes-up"),
        pytest.param(Fraction(0), "0", id="zero"),
        pytest.param(Fraction(-5, 2), "-2.5", id="negative"),
        pytest.param(Fraction(-1, 1_000_000), "0", id="no-negative-zero"),
        pytest.param(Fraction(999_999, 1_000_000), "1", id="carries"),
    ],
)
def test_points_are_written_with_four_decimals_at_most(value: Fraction, text: str) -> None:
    assert written(value) == text
    assert rounded(value) == float(text)


@given(some.fractions(min_value=0, max_value=1000))
def test_rounding_agrees_with_decimal(value: Fraction) -> None:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    if value * 20000 % 2 == 1 or len(str(exact)) < 28:  # Decimal itself rounds longer quotients
        assert Decimal(written(value)) == exact.quantize(Decimal("0.0001"), ROUND_HALF_UP)
