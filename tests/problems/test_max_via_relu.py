"""A maximum from ReLUs, against Python's own maximum."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import exp, isclose, log
from typing import cast

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.answers import Expr, evaluate
from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge

eighths = st.integers(-400, 400).map(lambda number: Fraction(number, 8))
NUMBERS: dict[str, JsonValue] = {"a": 3, "b": 5}


@given(a=eighths, b=eighths)
def test_formula_and_value_are_the_maximum(bank: Bank, a: Fraction, b: Fraction) -> None:
    assume(a != b)
    formula = Instance(bank["max_via_relu"], {"a": "a", "b": "b"}).references["expression"]
    found = Instance(bank["max_via_relu"], {"a": str(a), "b": str(b)}).references

    assert evaluate(cast(Expr, formula), {"a": a, "b": b}) == max(a, b)
    assert found == {"at": max(a, b)}


@given(a=st.integers(-20, 20), b=st.integers(-20, 20))
def test_the_mistakes_in_symbols_are_those_in_numbers(bank: Bank, a: int, b: int) -> None:
    assume(a != b)
    symbolic = Instance(bank["max_via_relu"], {"a": "a", "b": "b"}).mistaken("expression")
    numeric = dict(Instance(bank["max_via_relu"], {"a": a, "b": b}).mistaken("at"))

    for code, formulas in symbolic:
        for formula, value in zip(formulas, numeric[code], strict=True):
            point = {"a": Fraction(a), "b": Fraction(b)}
            assert isclose(evaluate(cast(Expr, formula), point), cast(Fraction, value), abs_tol=1e-12)


def test_a_soft_maximum_is_one(bank: Bank) -> None:
    smooth, weighted = dict(Instance(bank["max_via_relu"], NUMBERS).mistaken("at"))["softmax_used"]

    assert isclose(cast(Fraction, smooth), log(exp(3) + exp(5)))
    assert isclose(cast(Fraction, weighted), (3 * exp(3) + 5 * exp(5)) / (exp(3) + exp(5)))


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("ReLU(a-b)+b", id="from-practice"),
        pytest.param("a + relu(b - a)", id="the-other-way"),
        pytest.param("max(0, a-b) + b", id="maximum-of-zero"),
        pytest.param("max(a−b, 0) + b", id="zero-last"),
        pytest.param(r"\max\{0, a-b\} + b", id="latex-maximum"),
        pytest.param(r"\frac{a+b+|a-b|}{2}", id="absolute-value"),
        pytest.param("(a + b + ReLU(a-b) + ReLU(b-a))/2", id="two-relus"),
        pytest.param("ReLU(a) - ReLU(-a) + ReLU(b-a)", id="three-relus"),
        pytest.param("(a-b)^+ + b", id="positive-part"),
        pytest.param("max(a,b) = ReLU(a-b) + b", id="equation"),
        pytest.param(r"$y = \text{ReLU}(a-b)+b$", id="latex"),
    ],
)
def test_a_maximum_of_relus_is_right_in_any_form(judge: Judge, answer: str) -> None:
    assert judge("max_via_relu", {"expression": answer})["expression"].status is PartStatus.CORRECT


@pytest.mark.parametrize(
    ("params", "part", "answer", "code", "credit"),
    [
        pytest.param(None, "expression", "ReLU(a-b)+a", "terms_swapped", 0.5, id="swapped"),
        pytest.param(None, "expression", "b + max(0, b-a)", "terms_swapped", 0.5, id="swapped-mirrored"),
        pytest.param(None, "expression", "log(exp(a)+exp(b))", "softmax_used", 0, id="softplus"),
        pytest.param(None, "expression", "ln(e^a + e^b)", "softmax_used", 0, id="natural-logarithm"),
        pytest.param(
            None, "expression", r"\frac{a e^a + b e^b}{e^a + e^b}", "softmax_used", 0, id="softmax-weights"
        ),
        pytest.param(None, "expression", "ReLU(a+b)+b", "slip_in_last_step", 0.5, id="one-sign"),
        pytest.param(NUMBERS, "at", 3, "terms_swapped", 0.5, id="value-swapped"),
        pytest.param(NUMBERS, "at", 7, "terms_swapped", 0.5, id="value-swapped-mirrored"),
        pytest.param(NUMBERS, "at", "5.127", "softmax_used", 0, id="value-softplus"),
        pytest.param(NUMBERS, "at", "4.7616", "softmax_used", 0, id="value-softmax-weights"),
    ],
)
def test_a_known_mistake_is_named(
    judge: Judge,
    params: Mapping[str, JsonValue] | None,
    part: str,
    answer: JsonValue,
    code: str,
    credit: float,
) -> None:
    assert judge.mistakes("max_via_relu", part, answer, params) == ([code], credit)


def test_a_bare_maximum_is_no_answer_and_a_bare_minimum_is_for_a_person(judge: Judge) -> None:
    for answer in ("max(a, b)", "max(b,a) + 0"):
        assert judge("max_via_relu", {"expression": answer})["expression"].status is PartStatus.INCORRECT
    hidden = judge("max_via_relu", {"expression": "a + b - min(a, b)"})["expression"]
    assert hidden.status is PartStatus.NEEDS_REVIEW


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        pytest.param("max(a, b) = (a + b - |a - b|)/2", PartStatus.INCORRECT, id="a-minimum"),
        pytest.param("max(a, b) = ReLU(a - b) + a", PartStatus.PARTIAL, id="a-slip"),
        pytest.param("ReLU(a - b) + b = ReLU(a - b) + a", PartStatus.NEEDS_REVIEW, id="two-formulas"),
    ],
)
def test_the_maximum_before_an_equality_sign_only_names_what_is_asked(
    judge: Judge, answer: str, status: PartStatus
) -> None:
    assert judge("max_via_relu", {"expression": answer})["expression"].status is status


@pytest.mark.parametrize("answer", ["۵", "max(3,5) = 5", "ReLU(3-5)+5", "ReLU(a-b)+b"])
def test_a_value_is_read_as_students_write_it(judge: Judge, answer: str) -> None:
    assert judge("max_via_relu", {"at": answer}, NUMBERS)["at"].status is PartStatus.CORRECT


def test_a_symbol_and_a_number_ask_for_a_formula(bank: Bank, judge: Judge) -> None:
    params: dict[str, JsonValue] = {"a": "x_1 - 2", "b": 0}

    assert set(Instance(bank["max_via_relu"], params).references) == {"expression"}
    found = judge("max_via_relu", {"expression": "ReLU(x1-2)"}, params)["expression"]
    assert found.status is PartStatus.CORRECT


@pytest.mark.parametrize(
    ("params", "parameter"),
    [
        pytest.param({"a": 3, "b": 3}, "b", id="equal-numbers"),
        pytest.param({"a": "a", "b": "a"}, "b", id="equal-symbols"),
        pytest.param({"a": "a +", "b": 1}, "a", id="unfinished"),
        pytest.param({"a": [1], "b": 2}, "a", id="list"),
        pytest.param({"a": 1, "b": 10**6}, "b", id="vast"),
    ],
)
def test_bad_parameters_are_refused_by_name(bank: Bank, params: dict[str, JsonValue], parameter: str) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["max_via_relu"], params)

    assert refused.value.path[0] == parameter
