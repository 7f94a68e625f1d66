"""The bound on a back-propagated gradient, against layers multiplied out."""

from __future__ import annotations

from fractions import Fraction
from types import ModuleType
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.answers import Expr, evaluate
from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue, PartStatus
from grader.translation import ENGLISH
from tests.problems.judging import Judge


@st.composite
def instances(draw: st.DrawFn) -> dict[str, JsonValue]:
    layers = draw(st.integers(1, 9))
    return {
        "sigma": str(Fraction(draw(st.integers(0, 32)), 8)),
        "slope": draw(st.sampled_from(["1/4", "1/2", 1])),
        "layers": layers,
        "layer": draw(st.integers(0, layers)),
        "M": draw(st.integers(0, 9)),
    }


@given(params=instances())
def test_the_bound_is_multiplied_layer_by_layer(bank: Bank, params: dict[str, JsonValue]) -> None:
    found = Instance(bank["vanishing_gradient"], params).references

    bound = Fraction(cast(int, params["M"]))
    for _ in range(cast(int, params["layers"]), cast(int, params["layer"]), -1):
        bound = bound * Fraction(str(params["sigma"])) * Fraction(str(params["slope"]))
    assert found["bound"] == bound


@given(params=instances(), seed=st.integers(0, 2**32 - 1))
def test_no_gradient_is_longer_than_its_bound(
    bank: Bank, numpy: ModuleType, params: dict[str, JsonValue], seed: int
) -> None:
    """Random weights, scaled to the largest singular value, and slopes of at most the largest one."""
    random = numpy.random.default_rng(seed)
    sigma, slope = (float(Fraction(str(params[name]))) for name in ("sigma", "slope"))
    gradient = random.normal(size=3)
    gradient *= cast(int, params["M"]) / numpy.linalg.norm(gradient)

    for _ in range(cast(int, params["layers"]) - cast(int, params["layer"])):
        weights = random.normal(size=(3, 3))
        weights *= sigma / numpy.linalg.norm(weights, 2)
        gradient = weights.T @ (random.uniform(0, slope, size=3) * gradient)

    bound = Instance(bank["vanishing_gradient"], params).references["bound"]
    assert numpy.linalg.norm(gradient) <= float(cast(Fraction, bound)) * (1 + 1e-9)


@given(params=instances())
def test_the_formula_has_the_value_of_the_bound_for_slope_one(
    bank: Bank, params: dict[str, JsonValue]
) -> None:
    with_slope_one = {**params, "slope": 1, "sigma": str(Fraction(str(params["sigma"])) + 1)}
    instance = Instance(bank["vanishing_gradient"], with_slope_one)
    point = {
        "M": Fraction(str(params["M"])),
        "sigma": Fraction(str(with_slope_one["sigma"])),
        "L": Fraction(str(params["layers"])),
        "i": Fraction(str(params["layer"])),
    }

    assert evaluate(cast(Expr, instance.references["formula"]), point) == instance.references["bound"]


@pytest.mark.parametrize(
    ("sigma", "slope", "verdict"),
    [
        pytest.param("3.9", "0.25", "vanishes", id="below-one"),
        pytest.param(4, "0.25", "neither", id="exactly-one"),
        pytest.param("4.1", "0.25", "explodes", id="above-one"),
    ],
)
def test_the_verdict_compares_the_factor_with_one(
    bank: Bank, sigma: JsonValue, slope: JsonValue, verdict: str
) -> None:
    assert (
        Instance(bank["vanishing_gradient"], {"sigma": sigma, "slope": slope}).references["verdict"]
        == verdict
    )


# sigma 1.5, slope 0.25, 4 steps back from a gradient of 8: 8·(3/8)^4 = 81/512.
@pytest.mark.parametrize(
    ("part", "answer", "code", "credit"),
    [
        pytest.param("factor", 1.5, "slope_forgotten", 0, id="factor-without-slope"),
        pytest.param("bound", 12, "added_not_multiplied", 0, id="steps-times-factor"),
        pytest.param("bound", 9.5, "added_not_multiplied", 0, id="steps-times-factor-added"),
        pytest.param("bound", "8·0.375^3", "off_by_one_layer", 0.5, id="one-step-fewer"),
        pytest.param("bound", "8·0.375^5", "off_by_one_layer", 0.5, id="one-step-more"),
        pytest.param("bound", 40.5, "slope_forgotten", 0, id="bound-without-slope"),
        pytest.param("formula", "M(L-i)σ", "added_not_multiplied", 0, id="formula-steps-times-factor"),
        pytest.param("formula", "M + (L-i)σ", "added_not_multiplied", 0, id="formula-added"),
        pytest.param("formula", "Mσ^{L-i-1}", "off_by_one_layer", 0.5, id="formula-one-step-fewer"),
        pytest.param("formula", "Mσ^{L-i+1}", "off_by_one_layer", 0.5, id="formula-one-step-more"),
        pytest.param("formula", "Mσ^{L+i}", "slip_in_last_step", 0.5, id="formula-one-sign"),
        pytest.param("verdict", "explodes", "slope_forgotten", 0, id="verdict-without-slope"),
    ],
)
def test_a_known_mistake_is_named(
    judge: Judge, part: str, answer: JsonValue, code: str, credit: float
) -> None:
    assert judge.mistakes("vanishing_gradient", part, answer) == ([code], credit)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("M·σ^(L−i)", id="plain"),
        pytest.param(r"$M \sigma^{L-i}$", id="latex"),
        pytest.param("M*sigma**(L-i)", id="python"),
        pytest.param("σ^{L-i}·M", id="order"),
    ],
)
def test_a_formula_is_read_as_students_write_it(judge: Judge, answer: str) -> None:
    assert judge("vanishing_gradient", {"formula": answer})["formula"].status is PartStatus.CORRECT


@pytest.mark.parametrize(
    "answer",
    [
        "vanishes",
        "Vanishing gradient",
        "محو می‌شود",
        "گرادیان محو میشود",
        "محوشدگی گرادیان",
        "it tends to zero",
        "گرادیان به سمت صفر می‌رود",
    ],
)
def test_a_verdict_is_read_in_both_languages(judge: Judge, answer: str) -> None:
    assert judge("vanishing_gradient", {"verdict": answer})["verdict"].status is PartStatus.CORRECT


@pytest.mark.parametrize(
    "answer",
    [
        "it becomes smaller and smaller",
        "does not vanish",
        "vanishes or explodes",
        "به صفر میل می‌کند یعنی منفجر شدن گرادیان داریم",
    ],
)
def test_a_verdict_in_other_words_waits_for_a_person(judge: Judge, answer: str) -> None:
    assert judge("vanishing_gradient", {"verdict": answer})["verdict"].status is PartStatus.NEEDS_REVIEW


@pytest.mark.parametrize("answer", ["vanishes", "explodes", "neither"])
def test_the_feedback_says_that_it_is_an_upper_bound(judge: Judge, answer: str) -> None:
    feedback = judge("vanishing_gradient", {"verdict": answer})["verdict"].feedback

    assert any("upper bound" in ENGLISH.sentence(each) for each in feedback)


def test_verdicts_are_shown_with_care(bank: Bank) -> None:
    kind = Instance(bank["vanishing_gradient"], {}).parts["verdict"].kind

    assert [kind.show(code) for code in ("vanishes", "explodes", "neither")] == [
        "vanishes",
        "may explode",
        "no conclusion",
    ]


def test_the_bound_follows_from_the_students_own_factor_and_the_verdict_stands_alone(judge: Judge) -> None:
    found = judge("vanishing_gradient", {"factor": 1.5, "bound": 40.5, "verdict": "explodes"})

    assert found["bound"].followed_through
    assert not found["verdict"].followed_through
    assert [each.mistake.code for each in found["verdict"].mistakes] == ["slope_forgotten"]


def test_without_parameters_only_the_formula_can_be_asked(bank: Bank) -> None:
    assert set(Instance(bank["vanishing_gradient"], {}).references) == {"formula"}


@pytest.mark.parametrize(
    ("params", "parameter"),
    [
        pytest.param({"sigma": -1}, "sigma", id="negative-singular-value"),
        pytest.param({"sigma": 1, "slope": "-1/4"}, "slope", id="negative-slope"),
        pytest.param({"M": -2}, "M", id="negative-bound"),
        pytest.param(
            {"sigma": 1, "slope": 1, "layers": 3, "layer": 4, "M": 1}, "layer", id="behind-the-last"
        ),
        pytest.param({"layers": 0}, "layers", id="no-layers"),
        pytest.param({"layers": 10**6}, "layers", id="vast"),
        pytest.param(
            {"sigma": "1.23456789", "slope": 1, "layers": 900, "layer": 0, "M": 1},
            "layers",
            id="too-many-digits",
        ),
        pytest.param({"sigma": "large"}, "sigma", id="word"),
    ],
)
def test_bad_parameters_are_refused_by_name(bank: Bank, params: dict[str, JsonValue], parameter: str) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["vanishing_gradient"], params)

    assert refused.value.path[0] == parameter


@pytest.mark.parametrize("answer", ["≤ 0.25", "|g| <= 0.25", r"\leq 4\cdot 0.5^4", "‖∂L/∂h‖ ≤ 1/4"])
def test_a_bound_may_be_written_with_its_sign(judge: Judge, answer: str) -> None:
    params = {"sigma": "0.5", "slope": 1, "layers": 6, "layer": 2, "M": 4}

    assert judge("vanishing_gradient", {"bound": answer}, params)["bound"].credit == 1
