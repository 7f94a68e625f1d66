"""Parameters that are lists of numbers, and words without a default."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.errors import BadParams
from grader.problem.given import decode_given, given, has
from grader.problem.parameters import numbers, word
from grader.records import JsonValue


@given
class Given:
    """{point} of {signal}, {mode}"""

    point: tuple[Fraction, ...] = numbers("row and column", count=2)
    signal: tuple[Fraction, ...] = numbers("the signal")
    mode: str = word("the mode", "A", "B", has_default=False)


def decoded(**params: JsonValue) -> Given:
    return decode_given(Given, params)  # type: ignore[arg-type, return-value]  # @given makes it parameters


def test_a_list_of_numbers_is_exact() -> None:
    assert decoded(point=[0.1, "1/3"]).point == (Fraction(1, 10), Fraction(1, 3))
    assert decoded(signal=[7]).signal == (Fraction(7),)


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        pytest.param({"point": [1]}, "point is .*; expected a list of 2 numbers", id="too-few"),
        pytest.param({"point": [1, 2, 3]}, "point is .*; expected a list of 2 numbers", id="too-many"),
        pytest.param({"signal": []}, "signal is .*; expected a list of numbers", id="empty"),
        pytest.param({"signal": [1, "x"]}, r"signal\[1\] is 'x'; expected a number", id="no-number"),
        pytest.param({"signal": 5}, "signal is 5; expected a list of numbers", id="no-list"),
        pytest.param({"signal": [0] * 3000}, "signal is '3000 numbers'; expected at most 2500", id="long"),
        pytest.param({"mode": "C"}, "mode is 'C'; expected one of", id="unknown-word"),
    ],
)
def test_another_value_is_refused_by_name(params: dict[str, JsonValue], sentence: str) -> None:
    with pytest.raises(BadParams, match=sentence):
        decoded(**params)


def test_a_word_without_a_default_may_be_absent() -> None:
    assert not has(decoded(), "mode")
    assert decoded(mode="B").mode == "B"
