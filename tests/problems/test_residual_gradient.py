"""The gradient through residual blocks, against differences of blocks that are straight lines."""

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
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge

NUMBERS: dict[str, JsonValue] = {"blocks": 3, "slopes": ["1/2", "-2/5", "3/10"], "upstream": 10}

eighths = st.integers(-32, 32).map(lambda number: Fraction(number, 8))
slopes_of_blocks = st.lists(eighths, min_size=1, max_size=4)


def solve(bank: Bank, slopes: list[Fraction], upstream: Fraction) -> Mapping[str, object]:
    params: dict[str, JsonValue] = {
        "blocks": len(slopes),
        "slopes": [str(slope) for slope in slopes],
        "upstream": str(upstream),
    }
    return Instance(bank["residual_gradient"], params).references


def passed(x: Fraction, slopes: list[Fraction], *, skip: bool) -> Fraction:
    """Return the last output of blocks whose F is a straight line."""
    for number, slope in enumerate(slopes):
        x = slope * x + number + (x if skip else 0)
    return x


@given(slopes=slopes_of_blocks, upstream=eighths, x=st.integers(-9, 9))
def test_values_are_the_differences_of_the_loss(
    bank: Bank, slopes: list[Fraction], upstream: Fraction, x: int
) -> None:
    found = solve(bank, slopes, upstream)

    for part, skip in (("value", True), ("plain_value", False)):
        moved = passed(Fraction(x + 1), slopes, skip=skip) - passed(Fraction(x), slopes, skip=skip)
        assert found[part] == upstream * moved


@given(slopes=slopes_of_blocks, upstream=eighths)
def test_the_formula_and_its_mistakes_have_the_values_of_the_numbers(
    bank: Bank, slopes: list[Fraction], upstream: Fraction
) -> None:
    names: list[JsonValue] = [f"s_{number}" for number, _ in enumerate(slopes)]
    instance = Instance(bank["residual_gradient"], {"blocks": len(slopes), "slopes": names, "upstream": "g"})
    point = {**dict(zip(cast("list[str]", names), slopes, strict=True)), "g": upstream}
    numeric = Instance(
        bank["residual_gradient"],
        {"blocks": len(slopes), "slopes": [str(slope) for slope in slopes], "upstream": str(upstream)},
    )

    assert evaluate(cast(Expr, instance.references["formula"]), point) == numeric.references["value"]
    known = dict(numeric.mistaken("value"))
    for code, formulas in instance.mistaken("formula"):
        assert [evaluate(cast(Expr, formula), point) for formula in formulas] == [*known[code]]


@pytest.mark.parametrize(
    ("params", "part", "answer", "code"),
    [
        pytest.param(None, "formula", "s_1 s_2 g", "skip_forgotten", id="no-skip"),
        pytest.param(None, "formula", "s_1(1+s_2)g", "skip_forgotten", id="first-skip-forgotten"),
        pytest.param(None, "formula", "(1+s_1) s_2 g", "skip_forgotten", id="second-skip-forgotten"),
        pytest.param(None, "formula", "(1 + s_1 s_2) g", "skips_added_once", id="one-skip"),
        pytest.param(None, "formula", "(s_1+s_2)g", "sum_of_slopes", id="sum"),
        pytest.param(None, "formula", "(1+s_1+s_2)g", "sum_of_slopes", id="one-and-sum"),
        pytest.param(NUMBERS, "value", -0.6, "skip_forgotten", id="value-no-skip"),
        pytest.param(NUMBERS, "value", 3.9, "skip_forgotten", id="value-first-skip-forgotten"),
        pytest.param(NUMBERS, "value", -7.8, "skip_forgotten", id="value-second-skip-forgotten"),
        pytest.param(NUMBERS, "value", 2.7, "skip_forgotten", id="value-third-skip-forgotten"),
        pytest.param(NUMBERS, "value", 9.4, "skips_added_once", id="value-one-skip"),
        pytest.param(NUMBERS, "value", 4, "sum_of_slopes", id="value-sum"),
        pytest.param(NUMBERS, "value", 14, "sum_of_slopes", id="value-one-and-sum"),
        pytest.param(NUMBERS, "plain_value", 4, "sum_of_slopes", id="plain-sum"),
    ],
)
def test_a_known_mistake_is_named_and_earns_nothing(
    judge: Judge, params: Mapping[str, JsonValue] | None, part: str, answer: JsonValue, code: str
) -> None:
    verdict = judge("residual_gradient", {part: answer}, params)[part]

    assert [each.mistake.code for each in verdict.mistakes] == [code]
    assert verdict.credit == 0


def test_one_sign_is_a_slip(judge: Judge) -> None:
    verdict = judge("residual_gradient", {"formula": "(1-s_1)(1+s_2)g"})["formula"]

    assert [each.mistake.code for each in verdict.mistakes] == ["slip_in_last_step"]
    assert verdict.credit == Fraction(1, 2)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("g(1+s_1)(1+s_2)", id="product"),
        pytest.param("g + g s_1 + g s_2 + g s_1 s_2", id="sum"),
        pytest.param("dL/dx = (1+s1)·(1+s2)·g", id="equation"),
        pytest.param("$g \\left(1+s_{1}\\right)\\left(1+s_{2}\\right)$", id="latex"),
    ],
)
def test_a_formula_is_read_as_students_write_it(judge: Judge, answer: str) -> None:
    assert judge("residual_gradient", {"formula": answer})["formula"].status is PartStatus.CORRECT


@pytest.mark.parametrize(
    "answer", ["11.7", "۱۱٫۷", "117/10", "(1+1/2)(1-2/5)(1+0.3)·10", "1.5×0.6×1.3×10 = 11.7"]
)
def test_a_value_is_read_as_students_write_it(judge: Judge, answer: str) -> None:
    assert judge("residual_gradient", {"value": answer}, NUMBERS)["value"].status is PartStatus.CORRECT


def test_one_block_has_only_its_skip_to_forget(bank: Bank) -> None:
    instance = Instance(bank["residual_gradient"], {"blocks": 1, "slopes": [2], "upstream": 3})

    assert dict(instance.mistaken("value")) == {
        "skip_forgotten": (6,),
        "skips_added_once": (),
        "sum_of_slopes": (),
    }


def test_symbols_ask_for_a_formula_and_numbers_for_values(bank: Bank) -> None:
    mixed: dict[str, JsonValue] = {"blocks": 2, "slopes": ["s", "1/2"], "upstream": 1}

    assert set(Instance(bank["residual_gradient"], mixed).references) == {"formula"}
    assert set(Instance(bank["residual_gradient"], NUMBERS).references) == {"value", "plain_value"}


@pytest.mark.parametrize(
    ("params", "parameter"),
    [
        pytest.param({"blocks": 2, "slopes": [1], "upstream": 1}, "slopes", id="too-few-slopes"),
        pytest.param({"blocks": 0, "slopes": [1], "upstream": 1}, "blocks", id="no-block"),
        pytest.param({"blocks": 5, "slopes": [1] * 5, "upstream": 1}, "blocks", id="too-many-blocks"),
        pytest.param({"blocks": 1, "slopes": ["1/0"], "upstream": 1}, "slopes", id="no-number"),
        pytest.param({"blocks": 1, "slopes": [1], "upstream": [1]}, "upstream", id="list"),
    ],
)
def test_bad_parameters_are_refused_by_name(bank: Bank, params: dict[str, JsonValue], parameter: str) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["residual_gradient"], params)

    assert refused.value.path[0] == parameter


@pytest.mark.parametrize("slopes", [["F1'(x)", "F2'(y1)"], ["F_1'", "F_2'"], ["F1", "F2"]])
@pytest.mark.parametrize(
    "answer",
    [
        "(1+F1'(x))(1+F2'(y1))g",
        r"g(1+F_1'(x))(1+F_2'(y_1))",
        "(1+F1')(1+F2')g",
        "g + gF1' + gF2' + gF1'F2'",
        "(1+F1)(1+F2)g",
    ],
)
def test_slopes_may_be_written_as_derivatives(judge: Judge, slopes: list[JsonValue], answer: str) -> None:
    params: dict[str, JsonValue] = {"blocks": 2, "slopes": slopes, "upstream": "g"}

    assert judge("residual_gradient", {"formula": answer}, params)["formula"].credit == 1
