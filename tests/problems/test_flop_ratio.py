"""The cost of a bottleneck, against multiplications that are counted one by one and against PyTorch."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from types import ModuleType
from typing import NamedTuple, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance, draw, find_clashes
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge

Params = dict[str, JsonValue]

COUNTS = ("direct", "reduce", "expand", "bottleneck")


def solve(bank: Bank, params: Params) -> Mapping[str, object]:
    return Instance(bank["flop_ratio"], params).references


def test_the_practice_instance_has_its_answers(bank: Bank) -> None:
    problem = bank["flop_ratio"]
    found = Instance(problem, problem.practices[0]).references

    assert [found[name] for name in COUNTS] == [120422400, 2408448, 10035200, 12443648]
    assert found["ratio"] == Fraction(12443648, 120422400)
    assert float(cast("Fraction", found["ratio"])) == pytest.approx(0.10333, abs=1e-5)
    assert float(cast("Fraction", found["reduction"])) == pytest.approx(89.67, abs=0.005)


class Layer(NamedTuple):
    """A drawn instance, in the types that PyTorch takes."""

    height: int
    width: int
    channels: int
    filters: int
    kernel: tuple[int, int]
    bottleneck: int
    padding: str | int
    stride: int
    unit: str

    @property
    def params(self) -> Params:
        return {
            "input": [self.height, self.width, self.channels],
            "filters": self.filters,
            "kernel": [*self.kernel],
            "bottleneck": self.bottleneck,
            "padding": self.padding,
            "stride": self.stride,
            "count": self.unit,
        }


SMALL = st.integers(1, 4)
LAYERS = st.builds(
    Layer,
    height=st.integers(3, 6),
    width=st.integers(3, 6),
    channels=SMALL,
    filters=SMALL,
    kernel=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    bottleneck=SMALL,
    padding=st.sampled_from(["same", "valid", 0, 1]),
    stride=st.integers(1, 2),
    unit=st.sampled_from(["mac", "flop"]),
)


def counted(places: int, window: int, channels: int, filters: int) -> int:
    """Return the multiplications of a convolution, one after the other."""
    multiplications = 0
    for _place in range(places * filters):
        for _tap in range(window * channels):
            multiplications += 1
    return multiplications


@settings(max_examples=200)
@given(layer=LAYERS)
def test_costs_are_the_multiplications_that_pytorchs_maps_need(
    bank: Bank, torch: ModuleType, layer: Layer
) -> None:
    if layer.padding == "same":
        places = len(range(0, layer.height, layer.stride)) * len(range(0, layer.width, layer.stride))
    else:
        data = torch.zeros(1, layer.channels, layer.height, layer.width)
        padding = 0 if layer.padding == "valid" else layer.padding
        places = torch.nn.Conv2d(layer.channels, 1, layer.kernel, layer.stride, padding)(data).numel()
    window = layer.kernel[0] * layer.kernel[1]
    unit = 2 if layer.unit == "flop" else 1
    expected = {
        "direct": unit * counted(places, window, layer.channels, layer.filters),
        "reduce": unit * counted(layer.height * layer.width, 1, layer.channels, layer.bottleneck),
        "expand": unit * counted(places, window, layer.bottleneck, layer.filters),
    }

    found = solve(bank, layer.params)

    assert {name: found[name] for name in expected} == expected
    assert found["bottleneck"] == expected["reduce"] + expected["expand"]
    assert found["ratio"] == Fraction(expected["reduce"] + expected["expand"], expected["direct"])


@given(layer=LAYERS)
def test_what_is_left_and_what_is_saved_make_a_hundred_percent(bank: Bank, layer: Layer) -> None:
    found = solve(bank, layer.params)
    ratio = found["ratio"]
    assert isinstance(ratio, Fraction)
    if ratio > 1:
        assert "reduction" not in found
    else:
        reduction = found["reduction"]
        assert isinstance(reduction, Fraction)
        assert 100 * ratio + reduction == 100


OPEN: Params = {"input": [10, 8, 6], "filters": 4, "kernel": [3, 5], "bottleneck": 2}
# direct 80 · 15 · 6 · 4 = 28800; reduce 80 · 6 · 2 = 960; expand 80 · 15 · 2 · 4 = 9600; sum 10560; 11/30
MACS: Params = {**OPEN, "count": "mac"}
FLOPS: Params = {**OPEN, "count": "flop"}


@pytest.mark.parametrize(
    ("params", "part", "answer", "code", "credit"),
    [
        pytest.param(MACS, "direct", 57600, "flops_for_macs", 0.5, id="direct-doubled"),
        pytest.param(FLOPS, "direct", 28800, "macs_for_flops", 0.5, id="direct-halved"),
        pytest.param(MACS, "direct", 4800, "input_channels_forgotten", 0, id="direct-one-channel"),
        pytest.param(MACS, "direct", 5760, "kernel_area_forgotten", 0, id="direct-three-rows"),
        pytest.param(MACS, "direct", 9600, "kernel_area_forgotten", 0, id="direct-five-columns"),
        pytest.param(MACS, "direct", 360, "spatial_size_forgotten", 0, id="direct-one-place"),
        pytest.param(MACS, "reduce", 1920, "flops_for_macs", 0.5, id="reduce-doubled"),
        pytest.param(MACS, "reduce", 160, "input_channels_forgotten", 0, id="reduce-one-channel"),
        pytest.param(MACS, "reduce", 12, "spatial_size_forgotten", 0, id="reduce-one-place"),
        pytest.param(FLOPS, "expand", 9600, "macs_for_flops", 0.5, id="expand-halved"),
        pytest.param(MACS, "expand", 28800, "expand_from_input_channels", 0, id="expand-all-channels"),
        pytest.param(MACS, "expand", 120, "spatial_size_forgotten", 0, id="expand-one-place"),
        pytest.param(MACS, "bottleneck", 9600, "reduce_step_forgotten", 0, id="sum-of-one"),
        pytest.param(MACS, "bottleneck", 21120, "flops_for_macs", 0.5, id="sum-doubled"),
        pytest.param(FLOPS, "bottleneck", 10560, "macs_for_flops", 0.5, id="sum-halved"),
        pytest.param(MACS, "bottleneck", 29760, "expand_from_input_channels", 0, id="sum-all-channels"),
        pytest.param(MACS, "bottleneck", 4960, "input_channels_forgotten", 0, id="sum-one-channel"),
        pytest.param(MACS, "bottleneck", 2880, "kernel_area_forgotten", 0, id="sum-three-rows"),
        pytest.param(MACS, "bottleneck", 132, "spatial_size_forgotten", 0, id="sum-one-place"),
        pytest.param(MACS, "ratio", 2.7273, "ratio_inverted", 0.5, id="ratio-upside-down"),
        pytest.param(MACS, "ratio", "19/30", "ratio_as_reduction", 0.5, id="ratio-saved"),
        pytest.param(MACS, "ratio", "1/3", "reduce_step_forgotten", 0, id="ratio-of-one-step"),
        pytest.param(MACS, "ratio", "31/30", "expand_from_input_channels", 0, id="ratio-above-1"),
        pytest.param(MACS, "ratio", 0.43, "kernel_area_forgotten", 0, id="ratio-five-columns"),
        pytest.param(MACS, "reduction", "36.7 %", "ratio_as_reduction", 0.5, id="reduction-left"),
        pytest.param(MACS, "reduction", "172.7 %", "reduction_of_smaller", 0, id="reduction-of-smaller"),
        pytest.param(MACS, "reduction", "66.7 %", "reduce_step_forgotten", 0, id="reduction-of-one-step"),
        pytest.param(MACS, "reduction", "273 %", "ratio_inverted", 0.5, id="reduction-upside-down"),
        pytest.param(MACS, "reduction", "3.3 %", "expand_from_input_channels", 0, id="reduction-below-0"),
    ],
)
def test_a_known_mistake_is_named_first(
    judge: Judge, params: Params, part: str, answer: JsonValue, code: str, credit: float
) -> None:
    assert judge.first_mistake("flop_ratio", part, answer, params) == (code, credit)


def test_twice_the_count_waits_for_a_person_until_the_unit_is_written(judge: Judge) -> None:
    found = judge(
        "flop_ratio", {part: 2 * count for part, count in (("direct", 28800), ("reduce", 960))}, OPEN
    )

    assert {(each.status, each.reason) for each in found.values()} == {
        (PartStatus.NEEDS_REVIEW, "convention")
    }


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("direct", "28×28×192×32×25", id="calculation"),
        pytest.param("direct", "120,422,400", id="grouped"),
        pytest.param("direct", "120M", id="letter-of-scale"),
        pytest.param("direct", "≈ 120 million", id="about"),
        pytest.param("bottleneck", "12.4 million", id="scale-word"),
        pytest.param("bottleneck", "۱۲٫۴ میلیون", id="persian"),
        pytest.param("expand", "حدود 10035000", id="persian-about"),
        pytest.param("ratio", 0.1, id="one-digit"),
        pytest.param("ratio", "≈ 0.1", id="about-one-digit"),
        pytest.param("ratio", "0.103", id="three-digits"),
        pytest.param("ratio", "31/300", id="fraction"),
        pytest.param("reduction", "90 %", id="ninety-percent"),
        pytest.param("reduction", "−89.67%", id="negative"),
        pytest.param("reduction", "0.8967", id="as-a-fraction"),
        pytest.param("reduction", "٪۹۰", id="persian-percent"),
    ],
)
def test_other_ways_of_writing_are_right(judge: Judge, part: str, answer: JsonValue) -> None:
    assert judge.is_right("flop_ratio", part, answer)


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("direct", 120000000, id="no-sign-of-rounding"),
        pytest.param("direct", "12 million", id="ten-times-less"),
        pytest.param("bottleneck", "12.5 million", id="wrong-third-digit"),
        pytest.param("bottleneck", "12 million", id="two-digits"),
        pytest.param("ratio", 0.11, id="wrong-second-digit"),
        pytest.param("reduction", "88 %", id="more-than-a-point-off"),
    ],
)
def test_a_near_miss_is_not_right(judge: Judge, part: str, answer: JsonValue) -> None:
    assert judge("flop_ratio", {part: answer})[part].status is not PartStatus.CORRECT


def test_later_parts_follow_from_the_students_own_costs(judge: Judge) -> None:
    """With 2000000 for the 1×1 step, the sum is 12035200, which is 0.09994 of the direct cost."""
    answers = {"direct": 120422400, "reduce": 2000000, "expand": 10035200, "bottleneck": 12035200}

    found = judge("flop_ratio", {**answers, "ratio": 0.09994, "reduction": 89.67})

    assert found["reduce"].status is PartStatus.INCORRECT
    assert found["bottleneck"].followed_through
    assert found["ratio"].followed_through
    assert found["reduction"].status is PartStatus.CORRECT


def test_a_reduction_follows_from_the_students_own_ratio(judge: Judge) -> None:
    found = judge("flop_ratio", {"ratio": 0.25, "reduction": "75 %"})

    assert found["reduction"].followed_through


def test_nothing_follows_from_a_ratio_above_1(judge: Judge) -> None:
    found = judge("flop_ratio", {"ratio": "9.6774", "reduction": "867.7 %"})

    assert not found["reduction"].followed_through
    assert [each.mistake.code for each in found["reduction"].mistakes] == ["reduction_of_smaller"]


def test_what_costs_more_follows_with_its_sign(judge: Judge) -> None:
    found = judge("flop_ratio", {"ratio": "1.0741", "reduction": "-7.41 %"})

    assert found["reduction"].followed_through


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        pytest.param({"kernel": 11, "padding": "valid"}, "kernel", id="kernel-larger-than-the-map"),
        pytest.param({"stride": 0}, "stride", id="zero-stride"),
        pytest.param({"count": "macs"}, "count", id="unknown-unit"),
        pytest.param({"input": [10**6, 10**6, 3]}, "input", id="image-too-large"),
        pytest.param({"bottleneck": 0}, "bottleneck", id="no-filters"),
        pytest.param({"filters": "32"}, "filters", id="text-for-a-number"),
    ],
)
def test_bad_parameters_are_refused_by_name(bank: Bank, changes: Params, parameter: str) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["flop_ratio"], {**OPEN, **changes})

    assert refused.value.path[0] == parameter
    assert parameter in str(refused.value)


@given(seed=st.integers(0, 10**6))
def test_a_sample_saves_more_than_half(bank: Bank, seed: int) -> None:
    problem = bank["flop_ratio"]
    assert problem.sampler is not None

    assert cast("Fraction", solve(bank, dict(problem.sampler(Random(seed))))["ratio"]) < Fraction(1, 2)


@pytest.mark.parametrize("seed", range(20))
def test_a_drawn_instance_tells_its_mistakes_apart(bank: Bank, seed: int) -> None:
    """Channels forgotten throughout, or kept in the second step alone, give one ratio by their nature."""
    alike = ("expand_from_input_channels", "input_channels_forgotten")

    assert find_clashes(draw(bank["flop_ratio"], Random(seed))) == {
        ("ratio", *alike),
        ("reduction", *alike),
    }
