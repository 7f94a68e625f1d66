"""A parameter that is a map with or without channels."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.errors import BadParams
from grader.problem.given import decode_given, given, shown_values
from grader.problem.tensors import Tensor, tensor
from grader.records import JsonValue


@given
class Given:
    """{x}"""

    x: Tensor = tensor("the input")


def decoded(x: JsonValue) -> Given:
    return decode_given(Given, {"x": x})  # type: ignore[arg-type, return-value]  # @given makes it parameters


def cells(x: JsonValue) -> object:
    return decoded(x).x


def test_a_map_is_a_matrix_of_numbers_or_of_channels() -> None:
    assert cells([[1, "1/2"]]) == ((1, Fraction(1, 2)),)
    assert cells([[[1, 2], [3, 4]]]) == (((1, 2), (3, 4)),)


def test_the_channels_of_a_cell_are_shown_in_brackets() -> None:
    assert shown_values(decoded([[[1, 2], [3, 0.5]]])) == {"x": (("[1, 2]", "[3, 0.5]"),)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param([[1, [2]]], "as many channels", id="mixed"),
        pytest.param([[[1, 2], [3]]], "as many channels", id="ragged-channels"),
        pytest.param([[[]]], "as many channels", id="no-channels"),
        pytest.param([[[1], [2]], [[3]]], "rows of equal length", id="ragged-rows"),
        pytest.param([[["a"]]], "a number", id="word"),
        pytest.param([[[[1]]]], "a number", id="four-levels"),
        pytest.param([[[0] * 51] * 50], "at most 2500", id="vast"),
        pytest.param(3, "a list of rows", id="number"),
    ],
)
def test_anything_else_is_refused_by_name(raw: JsonValue, expected: str) -> None:
    with pytest.raises(BadParams, match=f"x.* is .*; expected .*{expected}"):
        decoded(raw)
