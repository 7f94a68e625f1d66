"""A formula that is multiplied out is the same function, and reads like a result."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.answers import Constant, Expr, Symbol, parse_expression, same_function
from grader.answers.polynomials import multiplied_out

NAMES = ("a", "b", "w", "d", "i", "k1", "k2", "n")


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        pytest.param("1 + (w-1-1)*(d-1)", "w*d - w - 2*d + 3", id="receptive-field"),
        pytest.param("i - k1 + 1 - (n*(k2-1)+1) + 1", "i - k1 - n*k2 + n + 1", id="order-of-appearance"),
        pytest.param("a*b - b*a", "0", id="cancels"),
        pytest.param("(a+b)**2", "a**2 + 2*a*b + b**2", id="square"),
        pytest.param("(a-1-1)/2", "(a - 1 - 1)/2", id="quotients-stay"),
        pytest.param("max(0, a+1-1)", "max(0, a + 1 - 1)", id="functions-stay"),
        pytest.param("(a+1)**7", "(a + 1)**7", id="high-powers-stay"),
        pytest.param("3 - 5", "-2", id="constant"),
        pytest.param("-a - 1", "-a - 1", id="negative"),
    ],
)
def test_terms_are_collected(formula: str, result: str) -> None:
    assert str(multiplied_out(parse_expression(formula, NAMES))) == result


def test_a_formula_of_too_many_terms_stays() -> None:
    letters = [Symbol(f"x{number}") for number in range(50)]
    long: Expr = Constant(0)
    for letter in letters:
        long = long + letter
    assert multiplied_out(long * long) == long * long


LEAVES = st.one_of(st.integers(-4, 4).map(Constant), st.sampled_from("ab").map(Symbol))
FORMULAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: pair[0] + pair[1]),
        st.tuples(inner, inner).map(lambda pair: pair[0] - pair[1]),
        st.tuples(inner, inner).map(lambda pair: pair[0] * pair[1]),
        st.tuples(inner, st.integers(0, 3)).map(lambda pair: pair[0] ** pair[1]),
    ),
    max_leaves=8,
)


@given(formula=FORMULAS)
def test_what_is_multiplied_out_is_the_same_function(formula: Expr) -> None:
    result = multiplied_out(formula)
    assert isinstance(result, Expr)
    assert same_function(result, formula)
    assert multiplied_out(result) == result


def test_a_number_stays_as_it_is() -> None:
    assert multiplied_out(7) == 7
