"""Parameters that may hold symbols, and what their values are asked as."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.answers import Expression, Integer, Number, parse_expression
from grader.errors import BadParams
from grader.problem.given import decode_given, given, record, records, shown_values
from grader.problem.symbolic import (
    Quantity,
    SymbolicMatrix,
    SymbolicNumber,
    constant_value,
    decode_cell,
    decode_quantity,
    integer_or_formula,
    number_or_formula,
    quantities,
    quantity,
    symbolic_matrix,
    symbolic_number,
    symbolic_numbers,
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
    sides: tuple[Quantity, ...] = quantities("height and width", 2)
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


def test_a_side_is_asked_as_one_in_numbers_and_in_symbols() -> None:
    assert integer_or_formula(decoded(kernel=3), "kernel", side=True) == Integer(at_least=1, side="both")
    assert integer_or_formula(decoded(kernel="k"), "kernel", side=True).side is True


def test_a_list_of_counts_has_its_length_and_each_its_bound() -> None:
    assert decoded(sides=[3, "w-1"]).sides == (3, parse_expression("w-1", ("w",)))  # type: ignore[attr-defined]
    for raw in ([3], [3, 4, 5], 3, "ab"):
        with pytest.raises(BadParams, match=r"sides is .*; expected a list of 2"):
            decoded(sides=raw)  # type: ignore[arg-type]  # what an assignment may hold
    with pytest.raises(BadParams, match=r"sides\[1\] is 0; expected at least 1"):
        decoded(sides=[3, 0])


def test_a_formula_whose_symbols_cancel_is_a_number() -> None:
    cancels = parse_expression("27*C**2/(49*C**2)", ("C",))
    assert constant_value(cancels) == Fraction(27, 49)
    assert constant_value(parse_expression("27*C/(49*C**2)", ("C",))) is None
    assert constant_value(7) == 7
    assert constant_value(parse_expression("k**k**k", ("k",))) is None


@given
class Slopes:
    """{slopes} times {upstream}"""

    slopes: tuple[SymbolicNumber, ...] = symbolic_numbers("the slopes")
    upstream: SymbolicNumber = symbolic_number("what arrives")


def slopes(**params: JsonValue) -> Slopes:
    return decode_given(Slopes, params)  # type: ignore[arg-type, return-value]  # @given makes it parameters


def test_numbers_of_any_sign_and_symbols_stand_side_by_side() -> None:
    found = slopes(slopes=[-0.5, "1/3", "s_1"], upstream="-g")

    assert found.slopes == (Fraction(-1, 2), Fraction(1, 3), parse_expression("s_1", ("s_1",)))
    assert symbols_in(found, "slopes", "upstream") == ("g", "s_1")
    assert number_or_formula(found, "slopes") == Expression(symbols=("s_1",))
    assert number_or_formula(slopes(slopes=[2]), "slopes") == Number()
    assert shown_values(found) == {"slopes": "-0.5, 1/3, s_1", "upstream": "-g"}  # type: ignore[arg-type]  # as above


def test_an_exponent_is_no_symbol() -> None:
    assert slopes(slopes=["1e-3", "-2.5E+2", "e"], upstream=1).slopes == (
        Fraction(1, 1000),
        Fraction(-250),
        parse_expression("e", ("e",)),
    )
    with pytest.raises(BadParams, match="upstream"):
        slopes(slopes=[1], upstream="1e99999999")


def test_a_list_of_symbols_that_is_none_is_refused_by_name() -> None:
    for raw in ([], 3, [[1]], ["1/0"]):
        with pytest.raises(BadParams, match="slopes"):
            slopes(slopes=raw)  # type: ignore[arg-type]  # what an assignment may hold
