"""Parameters of standard and separable convolutions, against PyTorch's layers."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance, draw, find_clashes
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge

Params = dict[str, JsonValue]


def test_the_practice_instance_has_its_answers(bank: Bank) -> None:
    problem = bank["parameter_counts"]

    assert Instance(problem, problem.practices[0]).references == {
        "standard": 108,
        "depthwise": 27,
        "pointwise": 12,
        "separable": 39,
        "ratio": Fraction(39, 108),
    }


@settings(max_examples=200)
@given(
    kernel=st.tuples(st.integers(1, 5), st.integers(1, 5)),
    in_channels=st.integers(1, 8),
    out_channels=st.integers(1, 8),
    multiplier=st.integers(1, 3),
    bias=st.booleans(),
)
def test_counts_are_those_of_pytorchs_layers(
    bank: Bank,
    torch: ModuleType,
    kernel: tuple[int, int],
    in_channels: int,
    out_channels: int,
    multiplier: int,
    bias: bool,
) -> None:
    def learned(*sizes: int, window: tuple[int, int] = kernel, groups: int = 1) -> int:
        layer = torch.nn.Conv2d(*sizes, window, groups=groups, bias=bias)
        return sum(each.numel() for each in layer.parameters())

    between = in_channels * multiplier
    standard = learned(in_channels, out_channels)
    depthwise = learned(in_channels, between, groups=in_channels)
    pointwise = learned(between, out_channels, window=(1, 1))
    params: Params = {
        "kernel": [*kernel],
        "in_channels": in_channels,
        "out_channels": out_channels,
        "multiplier": multiplier,
        "bias": bias,
    }

    assert Instance(bank["parameter_counts"], params).references == {
        "standard": standard,
        "depthwise": depthwise,
        "pointwise": pointwise,
        "separable": depthwise + pointwise,
        "ratio": Fraction(depthwise + pointwise, standard),
    }


OPEN: Params = {"kernel": [3, 5], "in_channels": 6, "out_channels": 8}
# standard 15 · 6 · 8 = 720; depthwise 15 · 6 = 90; pointwise 6 · 8 = 48; separable 138
BARE: Params = {**OPEN, "bias": False}
BIASED: Params = {**OPEN, "bias": True}  # 728, 96, 56, 152


@pytest.mark.parametrize(
    ("params", "part", "answer", "code", "credit"),
    [
        pytest.param(BARE, "standard", 728, "bias_added", 0.5, id="standard-with-biases"),
        pytest.param(BARE, "standard", 120, "input_channels_forgotten", 0, id="standard-one-channel"),
        pytest.param(BIASED, "standard", 720, "bias_forgotten", 0.5, id="standard-without-biases"),
        pytest.param(BIASED, "standard", 768, "bias_per_slice", 0.5, id="standard-a-bias-a-slice"),
        pytest.param(BIASED, "standard", 721, "one_bias_per_layer", 0.5, id="standard-one-bias"),
        pytest.param(BARE, "depthwise", 120, "depthwise_per_output", 0, id="depthwise-eight-filters"),
        pytest.param(BIASED, "depthwise", 128, "depthwise_per_output", 0, id="eight-filters-with-biases"),
        pytest.param(BARE, "depthwise", 15, "input_channels_forgotten", 0, id="depthwise-one-filter"),
        pytest.param(BIASED, "depthwise", 90, "bias_forgotten", 0.5, id="depthwise-without-biases"),
        pytest.param(BIASED, "depthwise", 91, "one_bias_per_layer", 0.5, id="depthwise-one-bias"),
        pytest.param(BARE, "pointwise", 720, "pointwise_with_kernel_area", 0, id="pointwise-with-area"),
        pytest.param(BARE, "pointwise", 8, "input_channels_forgotten", 0, id="pointwise-one-channel"),
        pytest.param(BIASED, "pointwise", 96, "bias_per_slice", 0.5, id="pointwise-a-bias-a-slice"),
        pytest.param(BARE, "separable", 90, "only_one_step_counted", 0, id="only-depthwise"),
        pytest.param(BARE, "separable", 48, "only_one_step_counted", 0, id="only-pointwise"),
        pytest.param(BARE, "separable", 4320, "multiplied_not_added", 0, id="product"),
        pytest.param(BARE, "separable", 152, "bias_added", 0.5, id="separable-with-biases"),
        pytest.param(BARE, "separable", 146, "bias_added", 0.5, id="separable-with-half-the-biases"),
        pytest.param(BARE, "separable", 168, "depthwise_per_output", 0, id="separable-eight-filters"),
        pytest.param(BARE, "separable", 810, "pointwise_with_kernel_area", 0, id="separable-with-area"),
        pytest.param(BARE, "separable", 23, "input_channels_forgotten", 0, id="separable-one-channel"),
        pytest.param(BIASED, "separable", 138, "bias_forgotten", 0.5, id="separable-without-biases"),
        pytest.param(BIASED, "separable", 140, "one_bias_per_layer", 0.5, id="separable-two-biases"),
        pytest.param(BIASED, "separable", 139, "one_bias_per_layer", 0.5, id="separable-one-bias"),
        pytest.param(BIASED, "separable", 192, "bias_per_slice", 0.5, id="separable-a-bias-a-slice"),
        pytest.param(BARE, "ratio", "720/138", "ratio_inverted", 0.5, id="ratio-upside-down"),
        pytest.param(BARE, "ratio", 0.125, "only_one_step_counted", 0, id="ratio-only-depthwise"),
        pytest.param(BARE, "ratio", 6, "multiplied_not_added", 0, id="ratio-of-the-product"),
        pytest.param(BARE, "ratio", "152/728", "bias_added", 0.5, id="ratio-with-biases"),
        pytest.param(BIASED, "ratio", "138/720", "bias_forgotten", 0.5, id="ratio-without-biases"),
        pytest.param(BARE, "ratio", "168/720", "depthwise_per_output", 0, id="ratio-eight-filters"),
        pytest.param(BARE, "ratio", 1.125, "pointwise_with_kernel_area", 0, id="ratio-with-area"),
    ],
)
def test_a_known_mistake_is_named_first(
    judge: Judge, params: Params, part: str, answer: JsonValue, code: str, credit: float
) -> None:
    assert judge.first_mistake("parameter_counts", part, answer, params) == (code, credit)


def test_added_biases_wait_for_a_person_where_the_question_leaves_them_open(judge: Judge) -> None:
    found = judge("parameter_counts", {"standard": 728, "depthwise": 96, "pointwise": 56}, OPEN)

    assert {(each.status, each.reason) for each in found.values()} == {
        (PartStatus.NEEDS_REVIEW, "convention")
    }


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("standard", "3×3×3×4", id="calculation"),
        pytest.param("separable", "27 + 12 = 39", id="chain"),
        pytest.param("depthwise", "۲۷ پارامتر", id="persian-with-unit"),
        pytest.param("ratio", "13/36", id="fraction"),
        pytest.param("ratio", 0.36, id="two-digits"),
        pytest.param("ratio", "0.361", id="three-digits"),
    ],
)
def test_other_ways_of_writing_are_right(judge: Judge, part: str, answer: JsonValue) -> None:
    assert judge.is_right("parameter_counts", part, answer)


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("standard", "about 108.4", id="integers-are-exact"),
        pytest.param("standard", 107, id="one-off"),
        pytest.param("ratio", 0.37, id="wrong-second-digit"),
    ],
)
def test_a_near_miss_is_not_right(judge: Judge, part: str, answer: JsonValue) -> None:
    assert judge("parameter_counts", {part: answer})[part].status is not PartStatus.CORRECT


def test_sum_and_ratio_follow_from_the_students_own_counts(judge: Judge) -> None:
    """Eight filters of 15 make 120; 120 + 48 = 168; 168 / 720 = 0.2333."""
    answers = {"standard": 720, "depthwise": 120, "pointwise": 48, "separable": 168, "ratio": 0.2333}

    found = judge("parameter_counts", answers, BARE)

    assert [each.mistake.code for each in found["depthwise"].mistakes] == ["depthwise_per_output"]
    assert found["separable"].followed_through
    assert found["ratio"].followed_through


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        pytest.param({"kernel": 0}, "kernel", id="no-kernel"),
        pytest.param({"kernel": [3, 3, 3]}, "kernel", id="three-sides"),
        pytest.param({"in_channels": -1}, "in_channels", id="negative"),
        pytest.param({"bias": 1}, "bias", id="number-for-a-flag"),
        pytest.param({"multiplier": 10**9}, "multiplier", id="too-many-filters"),
    ],
)
def test_bad_parameters_are_refused_by_name(bank: Bank, changes: Params, parameter: str) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["parameter_counts"], {**OPEN, **changes})

    assert refused.value.path[0] == parameter


@pytest.mark.parametrize("seed", range(20))
def test_a_drawn_instance_tells_its_mistakes_apart(bank: Bank, seed: int) -> None:
    assert not find_clashes(draw(bank["parameter_counts"], Random(seed)))
