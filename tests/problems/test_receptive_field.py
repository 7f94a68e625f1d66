"""The receptive field, against positions that are followed back through the layers and against gradients."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.answers import Expr, evaluate, parse_expression, same_function
from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge

PLAIN: dict[str, JsonValue] = {"layers": [{"kernel": 3, "dilation": each} for each in (1, 2, 4)]}
# After layer 1: 1 + 2·1 = 3; after layer 2: 3 + 4·2·3 = 27 (jump 3); after layer 3: 27 + 2·5·6 = 87 (jump 6).
STRIDED: dict[str, JsonValue] = {
    "layers": [
        {"kernel": 3, "stride": 3},
        {"kernel": 5, "dilation": 2, "stride": 2},
        {"kernel": 3, "dilation": 5, "stride": 2},
    ]
}

WINDOWS = st.fixed_dictionaries(
    {"kernel": st.integers(1, 5), "dilation": st.integers(1, 4), "stride": st.integers(1, 3)}
)
STACKS = st.lists(WINDOWS, min_size=1, max_size=4)


def solve(bank: Bank, layers: object) -> Mapping[str, object]:
    return Instance(bank["receptive_field"], {"layers": layers}).references  # type: ignore[dict-item]  # JSON


def seen(layers: list[dict[str, int]]) -> int:
    """Follow the first output of a stack back through all layers, and count from the first pixel to the last."""
    places = {0}
    for layer in reversed(layers):
        places = {
            place * layer["stride"] + tap * layer["dilation"]
            for place in places
            for tap in range(layer["kernel"])
        }
    return max(places) - min(places) + 1


def test_the_instances_from_practice_have_their_answers(bank: Bank) -> None:
    symbolic, numeric = (
        Instance(bank["receptive_field"], each) for each in bank["receptive_field"].practices
    )
    expected = ("wd-w-2d+3", "2wd-w-3d+3", "3(wd-d+1)", "3(wd-d+1)")

    assert list(symbolic.references) == ["layer_1", "layer_2", "layer_3", "total"]
    for found, formula in zip(symbolic.references.values(), expected, strict=True):
        assert isinstance(found, Expr)
        assert same_function(found, parse_expression(formula, ("w", "d")))
    assert dict(numeric.references) == {"layer_1": 3, "layer_2": 7, "layer_3": 15, "total": 15}


def test_a_formula_is_shown_as_a_person_writes_it(bank: Bank) -> None:
    found = Instance(bank["receptive_field"], bank["receptive_field"].practices[0]).references

    assert [str(each) for each in found.values()][:2] == ["w*d - w - 2*d + 3", "2*w*d - w - 3*d + 3"]


@given(layers=STACKS)
def test_fields_are_the_pixels_from_the_first_seen_to_the_last(
    bank: Bank, layers: list[dict[str, int]]
) -> None:
    found = solve(bank, layers)

    for number in range(1, len(layers) + 1):
        assert found[f"layer_{number}"] == seen(layers[:number])
    assert found["total"] == seen(layers)


@settings(max_examples=40)
@given(layers=st.lists(WINDOWS, min_size=1, max_size=3))
def test_fields_are_where_pytorch_finds_a_gradient(
    bank: Bank, torch: ModuleType, layers: list[dict[str, int]]
) -> None:
    length = seen(layers)
    pixels = torch.ones(1, 1, length, requires_grad=True)
    output = pixels
    for layer in layers:
        weights = torch.ones(1, 1, layer["kernel"])
        output = torch.nn.functional.conv1d(
            output, weights, stride=layer["stride"], dilation=layer["dilation"]
        )
    output[0, 0, 0].backward()
    touched = pixels.grad[0, 0].nonzero()

    assert solve(bank, layers)["total"] == int(touched.max() - touched.min()) + 1


@settings(max_examples=100)
@given(
    layers=st.lists(WINDOWS, min_size=2, max_size=3),
    w=st.integers(1, 30),
    d=st.integers(1, 30),
    s=st.integers(1, 5),
)
def test_formulas_are_worth_the_numbers(
    bank: Bank, layers: list[dict[str, int]], w: int, d: int, s: int
) -> None:
    symbolic = [
        {
            "kernel": f"w+{each['kernel']}",
            "dilation": f"d*{each['dilation']}",
            "stride": f"s*{each['stride']}",
        }
        for each in layers
    ]
    numeric = [
        {"kernel": w + each["kernel"], "dilation": d * each["dilation"], "stride": s * each["stride"]}
        for each in layers
    ]
    point = {"w": Fraction(w), "d": Fraction(d), "s": Fraction(s)}

    for formula, number in zip(solve(bank, symbolic).values(), solve(bank, numeric).values(), strict=True):
        assert isinstance(formula, Expr)
        assert evaluate(formula, {name: point[name] for name in formula.symbols}) == number


@pytest.mark.parametrize(
    ("params", "part", "answer", "code", "credit"),
    [
        pytest.param(PLAIN, "layer_1", 4, "kernel_not_reduced", 0, id="1-and-3"),
        pytest.param(PLAIN, "layer_2", 9, "kernel_not_reduced", 0, id="3-and-6-or-3-and-6-from-0"),
        pytest.param(PLAIN, "layer_2", 10, "kernel_not_reduced", 0, id="1-and-3-and-6"),
        pytest.param(PLAIN, "total", 22, "kernel_not_reduced", 0, id="1-and-3-and-6-and-12"),
        pytest.param(PLAIN, "total", 21, "kernel_not_reduced", 0, id="3-and-6-and-12"),
        pytest.param(PLAIN, "layer_1", 2, "plus_one_forgotten", 0.5, id="2"),
        pytest.param(PLAIN, "total", 14, "plus_one_forgotten", 0.5, id="2-and-4-and-8"),
        pytest.param(PLAIN, "layer_2", 8, "fields_summed", 0, id="3-and-5"),
        pytest.param(PLAIN, "total", 17, "fields_summed", 0, id="3-and-5-and-9"),
        pytest.param(PLAIN, "layer_3", 9, "dilation_ignored", 0, id="one-dilation-ignored"),
        pytest.param(PLAIN, "layer_3", 7, "dilation_ignored", 0, id="every-dilation-ignored"),
        pytest.param(STRIDED, "layer_2", 11, "stride_ignored", 0, id="3-and-8"),
        pytest.param(STRIDED, "layer_3", 37, "stride_ignored", 0, id="one-stride-ignored"),
        pytest.param(STRIDED, "total", 21, "stride_ignored", 0, id="every-stride-ignored"),
        pytest.param(STRIDED, "layer_1", 7, "own_stride_included", 0.5, id="1-and-2-times-3"),
        pytest.param(STRIDED, "layer_2", 51, "own_stride_included", 0.5, id="3-and-8-times-6"),
        pytest.param(STRIDED, "total", 175, "own_stride_included", 0.5, id="7-and-48-and-120"),
        pytest.param(STRIDED, "total", 89, "fields_summed", 0, id="3-and-25-and-61"),
        pytest.param(STRIDED, "total", 23, "fields_summed", 0, id="3-and-9-and-11-without-strides"),
        pytest.param(
            None, "layer_1", "1 + w(d-1) - (d-1)", "kernel_not_reduced", 0, id="symbols-not-reduced"
        ),
        pytest.param(None, "total", "3wd - 3d + 2", "plus_one_forgotten", 0.5, id="symbols-one"),
        pytest.param(None, "total", "3w - 2", "dilation_ignored", 0, id="symbols-dilation"),
        pytest.param(None, "layer_2", "2wd + w - 3d + 3", "slip_in_last_step", 0.5, id="symbols-sign"),
    ],
)
def test_a_known_mistake_is_named_first(
    judge: Judge,
    params: Mapping[str, JsonValue] | None,
    part: str,
    answer: JsonValue,
    code: str,
    credit: float,
) -> None:
    assert judge.first_mistake("receptive_field", part, answer, params) == (code, credit)


@pytest.mark.parametrize(
    ("params", "part", "answer"),
    [
        pytest.param(None, "layer_1", "wd - w - 2d + 3", id="letters-together"),
        pytest.param(None, "layer_1", "(w-2)(d-1)+1", id="factored"),
        pytest.param(None, "layer_2", "2·w·d − w − 3·d + 3", id="dots"),
        pytest.param(None, "layer_3", "3(wd-d+1)", id="three-times"),
        pytest.param(None, "total", "۳wd - ۳d + ۳", id="persian-digits"),
        pytest.param(None, "total", r"$3\,(w d - d + 1)$", id="latex"),
        pytest.param(None, "total", "(3wd-3d+3) × (3wd-3d+3)", id="side-twice"),
        pytest.param(None, "total", "3(wd-d+1)×3(wd-d+1)", id="product-twice"),
        pytest.param(None, "layer_1", "RF = (w-2)(d-1)+1", id="named"),
        pytest.param(PLAIN, "total", "15×15", id="square"),
        pytest.param(PLAIN, "layer_2", "3 + 2·2 = 7", id="calculation"),
        pytest.param(PLAIN, "layer_2", "۷", id="persian"),
        pytest.param(PLAIN, "total", [15, 15], id="list"),
    ],
)
def test_other_ways_of_writing_are_right(
    judge: Judge, params: Mapping[str, JsonValue] | None, part: str, answer: JsonValue
) -> None:
    assert judge.is_right("receptive_field", part, answer, params)


def test_the_area_alone_goes_to_a_person(judge: Judge) -> None:
    assert judge("receptive_field", {"layer_2": 49}, PLAIN)["layer_2"].status is PartStatus.NEEDS_REVIEW


def test_a_number_where_a_formula_is_asked_goes_to_a_person(judge: Judge) -> None:
    assert judge("receptive_field", {"total": 15})["total"].status is PartStatus.NEEDS_REVIEW


def test_later_layers_follow_from_the_students_own(judge: Judge) -> None:
    """With 8 instead of 7 after the second layer, 8 + 2·4 = 16 is right after the third."""
    found = judge("receptive_field", {"layer_1": 3, "layer_2": 8, "layer_3": 16, "total": 16}, PLAIN)

    assert found["layer_2"].credit == 0
    assert found["layer_3"].followed_through
    assert found["total"].followed_through


def test_a_formula_follows_from_the_students_own(judge: Judge) -> None:
    own = "wd - w - 2d + 2"
    found = judge("receptive_field", {"layer_1": own, "layer_2": f"{own} + (w-1)d"})

    assert [each.mistake.code for each in found["layer_1"].mistakes] == ["plus_one_forgotten"]
    assert found["layer_2"].followed_through


@pytest.mark.parametrize(
    ("layers", "where"),
    [
        pytest.param([], ("layers",), id="none"),
        pytest.param([{"kernel": 3}, {"stride": 2}], ("layers", 1), id="kernel-left-out"),
        pytest.param([{"kernel": 0}], ("layers", 0, "kernel"), id="no-kernel"),
        pytest.param([{"kernel": 3}, {"kernel": 3, "stride": 0}], ("layers", 1, "stride"), id="zero-stride"),
        pytest.param([{"kernel": 3, "dilation": -2}], ("layers", 0, "dilation"), id="negative-dilation"),
        pytest.param([{"kernel": "3"}], ("layers", 0, "kernel"), id="number-as-text"),
        pytest.param([{"kernel": 3, "padding": 1}], ("layers", 0, "padding"), id="unknown-name"),
        pytest.param([{"kernel": 10**7}], ("layers", 0, "kernel"), id="too-large"),
        pytest.param([{"kernel": 3}] * 101, ("layers",), id="too-many"),
        pytest.param([{"kernel": "k"}] * 11, ("layers",), id="too-many-in-symbols"),
        pytest.param([{"kernel": "w +"}], ("layers", 0, "kernel"), id="half-a-formula"),
    ],
)
def test_bad_parameters_are_refused_by_name(bank: Bank, layers: JsonValue, where: tuple[object, ...]) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["receptive_field"], {"layers": layers})

    assert refused.value.path == where


@given(layers=STACKS)
def test_no_field_shrinks_and_every_mistake_can_be_worked_out(
    bank: Bank, layers: list[dict[str, int]]
) -> None:
    instance = Instance(bank["receptive_field"], {"layers": layers})  # type: ignore[dict-item]  # ints are JSON
    found = [value for value in instance.references.values() if isinstance(value, int)]

    assert all(before <= after for before, after in pairwise(found))
    for part_id in instance.references:
        part = instance.parts[part_id]
        earlier = {name: instance.references[name] for name in part.follows}
        for mistake in part.mistakes:
            assert all(isinstance(value, int) for value in mistake.values(earlier))


def test_without_layers_no_part_has_an_answer(bank: Bank) -> None:
    instance = Instance(bank["receptive_field"], {})

    assert dict(instance.references) == {}
    assert list(instance.absent) == ["total"]
