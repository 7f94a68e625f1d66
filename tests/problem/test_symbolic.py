"""Parameters that may hold symbols, and what their values are asked as."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.answers import Expression, Integer, parse_expression
from grader.errors import BadParams
from grader.problem.given import decode_given, given, record, records
from grader.problem.symbolic import (
    Quantity,
    SymbolicMatrix,
    decode_cell,
    decode_quantity,
    integer_or_formula,
    quantity,
    symbolic_matrix,
    symbols_in,
)
from grader.records import JsonValue


@record()
class Layer:
    """A layer of {kernel}."""

    kernel: Quantity = quantity("side of the kernel")


@given
class Given:
    """{kernel}, {weights}, {layers}"""

    kernel: Quantity = quantity("side of the kernel")
    weights: SymbolicMatrix = symbolic_matrix("the weights")
    layers: tuple[Layer, ...] = records("the layers", Layer)


def decoded(**params: JsonValue) -> object:
    return decode_given(Given, params)  # type: ignore[arg-type]  # @given makes it one


@pytest.mark.parametrize(
    ("raw", "symbols"),
    [
        pytest.param("k", ("k",), id="letter"),
        pytest.param("w-1", ("w",), id="formula"),
        pytest.param("H_2", ("H_2",), id="subscript"),
        pytest.param("w00", ("w00",), id="digits"),
        pytest.param("Cin", ("Cin",), id="a-name-that-stands-alone"),
        pytest.param("DF+1", ("D", "F"), id="letters-together"),
        pytest.param("2·DF - k_1", ("D", "F", "k_1"), id="product"),
    ],
)
def test_symbols_are_letters_with_digits_and_subscripts(raw: str, symbols: tuple[str, ...]) -> None:
    assert tuple(sorted(decode_quantity(raw, ("k",)).symbols)) == symbols  # type: ignore[union-attr]  # no int


def test_a_formula_in_a_parameter_is_what_it_says() -> None:
    assert decode_quantity("2(w-1)", ("k",)) == parse_expression("2*(w-1)", ("w",))
    assert decode_quantity(3, ("k",)) == 3


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(0, "at least 1", id="too-small"),
        pytest.param(2.5, "a whole number", id="not-whole"),
        pytest.param("3", "without quotes", id="number-in-quotes"),
        pytest.param("", "symbols", id="empty"),
        pytest.param("k +", "symbols", id="unfinished"),
        pytest.param("k" * 300, "symbols", id="long"),
        pytest.param(True, "a whole number", id="truth"),
        pytest.param(["k"], "a whole number", id="list"),
    ],
)
def test_other_counts_are_refused_by_name(raw: JsonValue, expected: str) -> None:
    with pytest.raises(BadParams, match=f"kernel is .*; expected .*{expected}"):
        decoded(kernel=raw)


def test_cells_are_exact_numbers_or_formulas() -> None:
    assert decode_cell("1/9", ()) == Fraction(1, 9)
    assert decode_cell("-a/2", ()) == parse_expression("-a/2", ("a",))
    with pytest.raises(BadParams, match=r"weights\[0\]\[1\] is '1/0'"):
        decoded(weights=[[1, "1/0"]])


def test_symbols_are_found_in_matrices_and_records_and_not_where_nothing_is_given() -> None:
    found = decoded(weights=[["b", 1], [0, "a_1"]], layers=[{"kernel": "w-1"}, {"kernel": 3}])

    assert symbols_in(found, "kernel", "weights") == ("a_1", "b")
    assert symbols_in(found, "layers") == ("w",)


def test_a_count_is_whole_for_numbers_and_a_formula_for_symbols() -> None:
    assert integer_or_formula(decoded(kernel=3), "kernel") == Integer(at_least=1)
    assert integer_or_formula(decoded(kernel="k"), "kernel") == Expression(symbols=("k",))
    assert integer_or_formula(decoded(), "kernel") == Integer(at_least=1)
