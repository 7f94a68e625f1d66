"""Average pooling as a convolution, against pooling done by adding up."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.answers import Expr, evaluate
from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue
from tests.problems.judging import Judge

SYMBOL: dict[str, JsonValue] = {"m": "m"}


@given(side=st.integers(1, 6), data=st.data())
def test_the_kernel_averages_every_window(bank: Bank, side: int, data: st.DataObject) -> None:
    window = data.draw(
        st.lists(st.lists(st.integers(-9, 9), min_size=side, max_size=side), min_size=side, max_size=side)
    )
    found = Instance(bank["average_pool_kernel"], {"m": side}).references
    kernel = cast("tuple[tuple[Fraction, ...], ...]", found["kernel"])

    cells = [cell for row in window for cell in row]
    products = [
        cell * weight
        for row, weights in zip(window, kernel, strict=True)
        for cell, weight in zip(row, weights, strict=True)
    ]
    assert sum(products) == Fraction(sum(cells), len(cells))
    assert found["weight"] == kernel[0][0]


@given(side=st.integers(1, 200))
def test_the_formula_has_the_value_of_every_side(bank: Bank, side: int) -> None:
    formula = Instance(bank["average_pool_kernel"], SYMBOL).references["weight"]
    number = Instance(bank["average_pool_kernel"], {"m": side}).references["weight"]

    assert evaluate(cast(Expr, formula), {"m": Fraction(side)}) == number


def test_a_kernel_of_unknown_or_vast_size_is_not_asked(bank: Bank) -> None:
    for side in ("m", "2*k", 51):
        assert set(Instance(bank["average_pool_kernel"], {"m": side}).references) == {"weight"}


@pytest.mark.parametrize(
    ("params", "part", "answer", "code", "credit"),
    [
        pytest.param(None, "weight", "1/3", "one_over_m", 0, id="side"),
        pytest.param(None, "weight", 1, "not_normalised", 0, id="one"),
        pytest.param(None, "kernel", [["1/3"] * 3] * 3, "one_over_m", 0, id="kernel-of-sides"),
        pytest.param(None, "kernel", [[1] * 3] * 3, "not_normalised", 0, id="kernel-of-ones"),
        pytest.param(SYMBOL, "weight", "1/m", "one_over_m", 0, id="symbolic-side"),
        pytest.param(SYMBOL, "weight", "1", "not_normalised", 0, id="symbolic-one"),
        pytest.param(SYMBOL, "weight", "2/m^2", "slip_in_last_step", 0.5, id="last-step"),
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
    assert judge.mistakes("average_pool_kernel", part, answer, params) == ([code], credit)


@pytest.mark.parametrize(
    ("params", "part", "answer"),
    [
        pytest.param(None, "weight", "۱/۹", id="persian-fraction"),
        pytest.param(None, "weight", "0.11", id="two-digits"),
        pytest.param(None, "weight", "1/3²", id="power"),
        pytest.param(None, "weight", "1/m^2", id="formula-for-the-number"),
        pytest.param(SYMBOL, "weight", r"\frac{1}{m^2}", id="latex"),
        pytest.param(SYMBOL, "weight", "1/(m×m)", id="product"),
        pytest.param(SYMBOL, "weight", "m^{-2}", id="negative-power"),
        pytest.param(None, "kernel", "1/9 * [[1,1,1],[1,1,1],[1,1,1]]", id="factor-in-front"),
        pytest.param(
            None, "kernel", r"\frac19\begin{bmatrix}1&1&1\\1&1&1\\1&1&1\end{bmatrix}", id="latex-matrix"
        ),
        pytest.param(None, "kernel", [[0.111] * 3] * 3, id="rounded"),
    ],
)
def test_answers_are_read_as_students_write_them(
    judge: Judge, params: Mapping[str, JsonValue] | None, part: str, answer: JsonValue
) -> None:
    assert judge.is_right("average_pool_kernel", part, answer, params)


def test_a_kernel_that_is_right_in_part_earns_nothing(judge: Judge) -> None:
    """All cells are alike, so all of them or none are right."""
    kernel: JsonValue = [["1/9", "1/9", "1/9"], ["1/9", "1/9", "1/9"], ["1/9", "1/9", 0]]

    assert judge("average_pool_kernel", {"kernel": kernel})["kernel"].credit == 0


def test_a_window_of_one_cell_has_no_mistakes(bank: Bank) -> None:
    instance = Instance(bank["average_pool_kernel"], {"m": 1})

    assert all(not values for part in instance.references for _, values in instance.mistaken(part))


@pytest.mark.parametrize("side", [0, -2, 2.5, "", "3", [3], True])
def test_bad_sides_are_refused_by_name(bank: Bank, side: JsonValue) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["average_pool_kernel"], {"m": side})

    assert refused.value.path[0] == "m"
