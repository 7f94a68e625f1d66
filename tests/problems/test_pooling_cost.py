"""The cost of pooling, against windows that are counted one by one and against PyTorch."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import ModuleType
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.answers import evaluate, parse_expression
from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge


class Layer(TypedDict):
    input: list[int]
    window: list[int]
    stride: list[int]
    op: str


# (40 − 6)//4 + 1 = 9 rows and (30 − 4)//2 + 1 = 14 columns; windows of 24, strides 8
WIDE: dict[str, JsonValue] = {"input": [40, 30, 5], "window": [6, 4], "stride": [4, 2], "op": "average"}
LAST: dict[str, str] = {"channels": "last"}

SYMBOLS = ("h", "w", "c", "p_h", "p_w", "s_h", "s_w")
SMALL = st.integers(1, 4)


@st.composite
def layers(draw: st.DrawFn) -> Layer:
    window = [draw(SMALL), draw(SMALL)]
    sides = [side + draw(st.integers(0, 8)) for side in window]
    return {
        "input": [*sides, draw(st.integers(1, 3))],
        "window": window,
        "stride": [draw(SMALL), draw(SMALL)],
        "op": draw(st.sampled_from(["max", "average"])),
    }


def solve(bank: Bank, layer: Layer) -> Mapping[str, object]:
    return Instance(bank["pooling_cost"], {**layer}).references  # type: ignore[dict-item]  # lists of ints are JSON


def test_the_instance_from_practice_has_its_answers(bank: Bank) -> None:
    found = Instance(bank["pooling_cost"], bank["pooling_cost"].practices[0]).references

    assert {name: found[name] for name in ("output", "operations", "estimate", "ratio")} == {
        "output": (249, 332, 3),
        "operations": 11904192,
        "estimate": 12000000,
        "ratio": Fraction("0.992016"),
    }


@given(layer=layers())
def test_every_value_of_every_window_is_one_operation(bank: Bank, layer: Layer) -> None:
    height, width, channels = layer["input"]
    rows, columns = layer["window"]
    starts = [
        (row, column)
        for row in range(0, height, layer["stride"][0])
        for column in range(0, width, layer["stride"][1])
        if row + rows <= height and column + columns <= width
    ]
    values = [(row + i, column + j) for row, column in starts for i in range(rows) for j in range(columns)]

    found = solve(bank, layer)

    assert found["output"] == (
        len({row for row, _ in starts}),
        len({column for _, column in starts}),
        channels,
    )
    assert found["operations"] == len(values) * channels
    ratio, estimate = found["ratio"], found["estimate"]
    assert isinstance(ratio, Fraction)
    assert isinstance(estimate, int | Fraction)
    assert ratio * estimate == len(values) * channels


@given(layer=layers())
def test_the_output_is_that_of_pytorch(bank: Bank, torch: ModuleType, layer: Layer) -> None:
    height, width, channels = layer["input"]
    pool = torch.nn.functional.max_pool2d if layer["op"] == "max" else torch.nn.functional.avg_pool2d
    made = pool(torch.zeros(1, channels, height, width), tuple(layer["window"]), tuple(layer["stride"]))

    assert solve(bank, layer)["output"] == (*made.shape[-2:], channels)


@given(layer=layers())
def test_the_formulas_are_worth_the_numbers(bank: Bank, layer: Layer) -> None:
    numbers = [*layer["input"], *layer["window"], *layer["stride"]]
    point = {name: Fraction(value) for name, value in zip(SYMBOLS, numbers, strict=True)}
    found = solve(bank, layer)
    exact = "(floor((h - p_h)/s_h) + 1)*(floor((w - p_w)/s_w) + 1)*c*p_h*p_w"

    assert evaluate(found["formula"], point) == found["estimate"]  # type: ignore[arg-type]  # a formula
    assert evaluate(parse_expression(exact, SYMBOLS), point) == found["operations"]


@pytest.mark.parametrize(
    ("params", "part", "answer", "code", "credit"),
    [
        pytest.param(None, "operations", 12152196, "one_extra_per_window", 0.5, id="49-in-a-window"),
        pytest.param(WIDE, "output", "8×13×5", "plus_one_forgotten", 0.5, id="both-first-positions"),
        pytest.param(WIDE, "output", "9×13×5", "plus_one_forgotten", 0.5, id="one-first-position"),
        pytest.param(WIDE, "output", "35×27×5", "stride_ignored", 0, id="stride-1"),
        pytest.param(WIDE, "output", "9×14×1", "channels_forgotten", 0, id="one-channel"),
        pytest.param(WIDE, "output", "10×13×5", "axes_swapped", 0.5, id="window-swapped"),
        pytest.param(WIDE, "output", "18×7×5", "axes_swapped", 0.5, id="stride-swapped"),
        pytest.param(WIDE, "output", "19×7×5", "axes_swapped", 0.5, id="both-swapped"),
        pytest.param(WIDE, "output", "14×9×5", "axes_swapped", 0.5, id="sides-swapped"),
        pytest.param(WIDE, "operations", 9 * 14 * 5 * 25, "one_extra_per_window", 0.5, id="25-in-a-window"),
        pytest.param(WIDE, "operations", 8 * 13 * 5 * 24, "plus_one_forgotten", 0.5, id="8-times-13"),
        pytest.param(WIDE, "operations", 35 * 27 * 5 * 24, "stride_ignored", 0, id="35-times-27"),
        pytest.param(WIDE, "operations", "9×14×24", "channels_forgotten", 0, id="without-channels"),
        pytest.param(WIDE, "operations", 10 * 13 * 5 * 24, "axes_swapped", 0.5, id="10-times-13"),
        pytest.param(WIDE, "estimate", 18750, "one_extra_per_window", 0.5, id="6000-times-25-by-8"),
        pytest.param(WIDE, "estimate", 144000, "stride_ignored", 0, id="6000-times-24"),
        pytest.param(WIDE, "estimate", 3600, "channels_forgotten", 0, id="1200-times-24-by-8"),
        pytest.param(WIDE, "ratio", "0.875", "one_extra_per_window", 0.5, id="84-percent-times-25-by-24"),
        pytest.param(WIDE, "ratio", "12480/18000", "plus_one_forgotten", 0.5, id="ratio-8-times-13"),
        pytest.param(WIDE, "ratio", "113400/144000", "stride_ignored", 0, id="both-at-stride-1"),
        pytest.param(WIDE, "ratio", "6.3", "stride_ignored", 0, id="one-at-stride-1"),
        pytest.param(WIDE, "ratio", "4.2", "channels_forgotten", 0, id="5-times"),
        pytest.param(WIDE, "ratio", "0.168", "channels_forgotten", 0, id="a-fifth"),
        pytest.param(WIDE, "formula", "h·w·c·p_h·p_w", "stride_ignored", 0, id="formula-stride"),
        pytest.param(
            WIDE, "formula", "h w p_h p_w/(s_h s_w)", "channels_forgotten", 0, id="formula-channels"
        ),
        pytest.param(
            WIDE, "formula", "hwc(p_h p_w + 1)/(s_h s_w)", "one_extra_per_window", 0.5, id="formula-one-extra"
        ),
        pytest.param(
            WIDE,
            "formula",
            "((h-p_h)/s_h)((w-p_w)/s_w) c p_h p_w",
            "plus_one_forgotten",
            0.5,
            id="formula-first",
        ),
        pytest.param(
            WIDE,
            "formula",
            "((h-p_w)/s_h+1)((w-p_h)/s_w+1) c p_h p_w",
            "axes_swapped",
            0.5,
            id="formula-swapped",
        ),
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
    assert judge.first_mistake("pooling_cost", part, answer, params, LAST) == (code, credit)


@pytest.mark.parametrize(
    ("part", "answer", "code"),
    [
        pytest.param("operations", 11656188, "window_minus_one", id="comparisons"),
        pytest.param("estimate", 11750000, "window_minus_one", id="estimated-comparisons"),
        pytest.param("formula", "hwc(p_h p_w - 1)/(s_h s_w)", "window_minus_one", id="formula"),
        pytest.param("output", "332×249×3", "axes_swapped", id="width-first"),
        pytest.param("output", "3×249×332", "axes_swapped", id="channels-first"),
    ],
)
def test_another_convention_waits_for_a_person(judge: Judge, part: str, answer: JsonValue, code: str) -> None:
    verdict = judge("pooling_cost", {part: answer})[part]

    assert verdict.status is PartStatus.NEEDS_REVIEW
    assert code in [each.mistake.code for each in verdict.mistakes]


def test_an_average_takes_no_comparisons(judge: Judge) -> None:
    found = judge("pooling_cost", {"operations": 9 * 14 * 5 * 23}, WIDE)["operations"]

    assert (found.status, found.mistakes) == (PartStatus.INCORRECT, ())


def test_channels_stand_first_where_the_question_says_so(judge: Judge) -> None:
    found = judge("pooling_cost", {"output": "3×249×332"}, None, {"channels": "first"})

    assert found["output"].status is PartStatus.CORRECT


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("output", "(249, 332, 3)", id="brackets"),
        pytest.param("output", "۲۴۹ × ۳۳۲ × ۳", id="persian-digits"),
        pytest.param("output", "249x332 (3 channels)", id="channels-named"),
        pytest.param("output", "o_w = 332, o_h = 249, c = 3", id="sides-by-name"),
        pytest.param("output", "عرض = 332، ارتفاع = 249، کانال = 3", id="sides-by-name-in-persian"),
        pytest.param("operations", "249×332×3×48", id="product"),
        pytest.param("operations", "۱۱٬۹۰۴٬۱۹۲", id="grouped"),
        pytest.param("operations", "11,904,192", id="commas"),
        pytest.param("estimate", "12 million", id="million"),
        pytest.param("estimate", r"1.2 \times 10^7", id="power-of-ten"),
        pytest.param("estimate", "1000·1000·3·8·6/(4·3)", id="calculation"),
        pytest.param("ratio", "0.99", id="two-digits"),
        pytest.param("ratio", "۰٫۹۹۲", id="persian-decimal"),
        pytest.param("ratio", "11904192/12000000", id="quotient"),
        pytest.param("formula", r"\frac{h w c\, p_h p_w}{s_h s_w}", id="latex"),
        pytest.param("formula", "(h/s_h)·(w/s_w)·c·(p_h·p_w)", id="factors"),
        pytest.param("formula", "O(p_w · p_h · w · h · c / (s_w · s_h))", id="order-of-cost"),
        pytest.param("formula", "H*W*C*p_h*p_w/(s_h*s_w)", id="other-case"),
        pytest.param("formula", "((h-p_h)/s_h + 1)((w-p_w)/s_w + 1) c p_h p_w", id="exact"),
        pytest.param("formula", "⌊(h-p_h)/s_h + 1⌋⌊(w-p_w)/s_w + 1⌋ c p_h p_w", id="rounded-down"),
    ],
)
def test_other_ways_of_writing_are_right(judge: Judge, part: str, answer: str) -> None:
    assert judge.is_right("pooling_cost", part, answer)


def test_height_and_width_without_channels_go_to_a_person(judge: Judge) -> None:
    assert judge("pooling_cost", {"output": "249×332"})["output"].status is PartStatus.NEEDS_REVIEW


def test_operations_and_ratio_follow_from_the_students_own(judge: Judge) -> None:
    """248 · 331 · 3 · 48 = 11820672, and 11820672 / 12000000 = 0.985056."""
    own: dict[str, JsonValue] = {"output": "248×331×3", "operations": 11820672, "ratio": "0.985056"}

    found = judge("pooling_cost", own, None, LAST)

    assert found["output"].credit == Fraction(1, 2)
    assert found["operations"].followed_through
    assert found["ratio"].followed_through


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        pytest.param({"window": [41, 4]}, "window", id="window-higher-than-the-input"),
        pytest.param({"window": [6, 31]}, "window", id="window-wider-than-the-input"),
        pytest.param({"stride": 0}, "stride", id="zero-stride"),
        pytest.param({"stride": [2]}, "stride", id="half-a-pair"),
        pytest.param({"input": [40, 30]}, "input", id="no-channels"),
        pytest.param({"input": [10**6, 10**6, 3]}, "input", id="too-large"),
        pytest.param({"input": [-40, 30, 5]}, "input", id="negative-side"),
        pytest.param({"op": "min"}, "op", id="unknown-operation"),
        pytest.param({"window": "6"}, "window", id="text"),
        pytest.param({"kernel": 3}, "kernel", id="unknown-name"),
    ],
)
def test_bad_parameters_are_refused_by_name(
    bank: Bank, changes: dict[str, JsonValue], parameter: str
) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["pooling_cost"], {**WIDE, **changes})

    assert parameter in refused.value.path


def test_the_formula_needs_no_parameters(bank: Bank) -> None:
    assert set(Instance(bank["pooling_cost"], {}).references) == {"formula"}


@given(layer=layers())
def test_every_mistake_can_be_worked_out_on_any_instance(bank: Bank, layer: Layer) -> None:
    instance = Instance(bank["pooling_cost"], {**layer})  # type: ignore[dict-item]  # lists of ints are JSON

    for part_id in instance.references:
        part = instance.parts[part_id]
        earlier = {name: instance.references[name] for name in part.follows}
        for mistake in part.mistakes:
            assert all(part.kind.reference(value) is not None for value in mistake.values(earlier))
