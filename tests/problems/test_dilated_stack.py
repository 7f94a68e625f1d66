"""Three layers, the last dilated, against positions that are counted, against PyTorch and against gradients."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import ModuleType

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grader.answers import Expr, evaluate, parse_expression, same_function
from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge

SYMBOLS = ("i", "k1", "k2", "k3", "n", "k", "d1", "d2", "d3")
# 40 − 5 + 1 = 36; 36 − 3 + 1 = 34; the third kernel covers 2·6 + 1 = 13, and 34 − 13 + 1 = 22
NUMBERS: dict[str, JsonValue] = {"i": 40, "k": [5, 3, 3], "d": [8, 16, 32], "n": 6}
FIELD: dict[str, JsonValue] = {"fov_kernel": 3, "fov_dilations": [1, 2, 4]}
SIDES = ("o1", "o2", "o3")


def solve(bank: Bank, params: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return Instance(bank["dilated_stack"], params).references


@pytest.mark.parametrize(
    ("part", "formula"),
    [
        ("o1", "i - k1 + 1"),
        ("o2", "i - k1 - k2 + 2"),
        ("o3", "i - k1 - k2 - n*k3 + n + 2"),
        ("field_of_view", "(k-1)(d1+d2+d3)+1"),
    ],
)
def test_the_instance_in_symbols_has_its_answers(bank: Bank, part: str, formula: str) -> None:
    found = solve(bank, bank["dilated_stack"].practices[0])[part]

    assert isinstance(found, Expr)
    assert same_function(found, parse_expression(formula, SYMBOLS))


def test_the_shapes_in_symbols_carry_the_channels(bank: Bank) -> None:
    found = solve(bank, bank["dilated_stack"].practices[0])

    assert [str(side) for side in found["o3_shape"]] == [  # type: ignore[attr-defined]  # three sides
        "i - k1 - k2 - n*k3 + n + 2",
        "i - k1 - k2 - n*k3 + n + 2",
        "d3",
    ]


@st.composite
def stacks(draw: st.DrawFn) -> dict[str, JsonValue]:
    kernels = [draw(st.integers(1, 5)) for _ in range(3)]
    dilation = draw(st.integers(1, 4))
    least = kernels[0] + kernels[1] + dilation * (kernels[2] - 1) - 1
    return {
        "i": least + draw(st.integers(0, 12)),
        "k": [*kernels],
        "d": [draw(st.integers(1, 9)) for _ in range(3)],
        "n": dilation,
    }


@given(params=stacks())
def test_sides_are_the_places_where_every_tap_lies_on_the_map(
    bank: Bank, params: dict[str, JsonValue]
) -> None:
    found, side = solve(bank, params), params["i"]
    assert isinstance(side, int)
    for number, kernel in enumerate(params["k"]):  # type: ignore[arg-type]  # a list
        step = params["n"] if number == 2 else 1
        taps: list[int] = [step * tap for tap in range(kernel)]  # type: ignore[operator, arg-type, misc]  # ints
        side = sum(start + max(taps) < side for start in range(side))

        assert found[f"o{number + 1}"] == side
        assert found[f"o{number + 1}_shape"] == (side, side, params["d"][number])  # type: ignore[index]  # a list


@settings(max_examples=60)
@given(params=stacks())
def test_shapes_are_those_of_pytorch(bank: Bank, torch: ModuleType, params: dict[str, JsonValue]) -> None:
    made, found = torch.zeros(1, 2, params["i"], params["i"]), solve(bank, params)
    for number, (kernel, filters) in enumerate(zip(params["k"], params["d"], strict=True)):  # type: ignore[arg-type]
        weights = torch.zeros(filters, made.shape[1], kernel, kernel)
        made = torch.nn.functional.conv2d(made, weights, dilation=params["n"] if number == 2 else 1)

        assert found[f"o{number + 1}_shape"] == (*made.shape[-2:], made.shape[1])


@given(
    kernel=st.integers(1, 6),
    dilations=st.tuples(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9)),
)
def test_the_field_of_view_is_the_pixels_from_the_first_seen_to_the_last(
    bank: Bank, kernel: int, dilations: tuple[int, int, int]
) -> None:
    places = {0}
    for dilation in dilations:
        places = {place + tap * dilation for place in places for tap in range(kernel)}

    found = solve(bank, {"fov_kernel": kernel, "fov_dilations": [*dilations]})

    assert found == {"field_of_view": max(places) + 1}


@given(params=stacks(), kernel=st.integers(1, 9))
def test_formulas_are_worth_the_numbers(bank: Bank, params: dict[str, JsonValue], kernel: int) -> None:
    numbers = [params["i"], *params["k"], params["n"], kernel, *params["d"]]  # type: ignore[misc]  # lists
    point = {name: Fraction(value) for name, value in zip(SYMBOLS, numbers, strict=True)}
    formulas = solve(bank, bank["dilated_stack"].practices[0])

    found = solve(bank, {**params, "fov_kernel": kernel, "fov_dilations": params["d"]})

    for part in (*SIDES, "field_of_view"):
        assert evaluate(formulas[part], point) == found[part]  # type: ignore[arg-type]  # a formula


@pytest.mark.parametrize(
    ("params", "part", "answer", "code", "credit"),
    [
        pytest.param(NUMBERS, "o1", 35, "plus_one_forgotten", 0.5, id="40-less-5"),
        pytest.param(NUMBERS, "o2", 33, "plus_one_forgotten", 0.5, id="one-of-two"),
        pytest.param(NUMBERS, "o2", 32, "plus_one_forgotten", 0.5, id="both"),
        pytest.param(NUMBERS, "o3", 21, "plus_one_forgotten", 0.5, id="one-of-three"),
        pytest.param(NUMBERS, "o3", 19, "plus_one_forgotten", 0.5, id="all-three"),
        pytest.param(NUMBERS, "o3", 23, "plus_one_forgotten", 0.5, id="the-kernels"),
        pytest.param(NUMBERS, "o3", 20, "plus_one_forgotten", 0.5, id="all-and-the-kernels"),
        pytest.param(NUMBERS, "o3", 17, "dilation_times_kernel", 0, id="34-less-18-plus-1"),
        pytest.param(NUMBERS, "o3", 10, "sign_error", 0.5, id="twice-6-less"),
        pytest.param(NUMBERS, "o1_shape", "35×35×8", "plus_one_forgotten", 0.5, id="shape-one"),
        pytest.param(NUMBERS, "o3_shape", "17×17×32", "dilation_times_kernel", 0, id="shape-whole"),
        pytest.param(NUMBERS, "o3_shape", [10, 10, 32], "sign_error", 0.5, id="shape-sign"),
        pytest.param(FIELD, "field_of_view", 17, "fields_summed", 0, id="3-and-5-and-9"),
        pytest.param(FIELD, "field_of_view", 22, "dilation_times_kernel", 0, id="1-and-3-times-7"),
        pytest.param(FIELD, "field_of_view", 19, "dilation_times_kernel", 0, id="1-and-2-and-5-and-11"),
        pytest.param(FIELD, "field_of_view", 21, "dilation_times_kernel", 0, id="3-times-7"),
        pytest.param(FIELD, "field_of_view", 14, "plus_one_forgotten", 0.5, id="2-times-7"),
        pytest.param(None, "o1", "i - k_1", "plus_one_forgotten", 0.5, id="symbols-one"),
        pytest.param(None, "o3", "i-k1-k2-nk3-n+2", "sign_error", 0.5, id="symbols-sign"),
        pytest.param(None, "o3", "i-k1-k2-nk3+3", "dilation_times_kernel", 0, id="symbols-whole"),
        pytest.param(None, "o3", "i-k1-k2-n(k3-1)-1", "plus_one_forgotten", 0.5, id="symbols-all"),
        pytest.param(
            None, "field_of_view", "(k-1)(d1+d2+d3)+3", "fields_summed", 0, id="symbols-fields-summed"
        ),
        pytest.param(
            None, "field_of_view", "k(d1+d2+d3)+1", "dilation_times_kernel", 0, id="symbols-whole-kernels"
        ),
        pytest.param(None, "o2", "i - k1 + k2 + 2", "slip_in_last_step", 0.5, id="symbols-last-step"),
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
    assert judge.first_mistake("dilated_stack", part, answer, params) == (code, credit)


@pytest.mark.parametrize(
    ("params", "part", "answer"),
    [
        pytest.param(None, "o1", "i − k₁ + 1", id="subscript"),
        pytest.param(None, "o1", "(i-k1+1) × (i-k1+1) × d1", id="side-of-a-shape"),
        pytest.param(None, "o1", "o1 = i-k1+1", id="named"),
        pytest.param(None, "o2", "(i - k_1 + 1) - k_2 + 1", id="two-steps"),
        pytest.param(None, "o3", r"$i-k_{1}-k_{2}-n k_{3}+n+2$", id="latex"),
        pytest.param(None, "o3", "i − k1 − k2 − n·k3 + n + ۲", id="persian-digit"),
        pytest.param(None, "o3", "(i-k1-k2+2) - (n(k3-1)+1) + 1", id="kernel-in-brackets"),
        pytest.param(None, "o1_shape", "(i-k1+1) × (i-k1+1) × d1", id="shape"),
        pytest.param(None, "o1_shape", ["i-k1+1", "i-k1+1", "d1"], id="shape-as-list"),
        pytest.param(None, "o2_shape", "(i-k1-k2+2, i-k1-k2+2, d2)", id="shape-in-brackets"),
        pytest.param(None, "field_of_view", "k(d1+d2+d3) - d1 - d2 - d3 + 1", id="multiplied-out"),
        pytest.param(None, "field_of_view", "1 + (k-1)d1 + (k-1)d2 + (k-1)d3", id="layer-by-layer"),
        pytest.param(NUMBERS, "o1", "36×36", id="square"),
        pytest.param(NUMBERS, "o2", "36 - 3 + 1 = 34", id="chain"),
        pytest.param(NUMBERS, "o3", "۲۲", id="persian"),
        pytest.param(NUMBERS, "o3_shape", "22x22 (32 channels)", id="channels-named"),
    ],
)
def test_other_ways_of_writing_are_right(
    judge: Judge, params: Mapping[str, JsonValue] | None, part: str, answer: JsonValue
) -> None:
    assert judge.is_right("dilated_stack", part, answer, params)


@pytest.mark.parametrize(
    ("params", "answer"),
    [
        pytest.param(NUMBERS, "8×36×36", id="numbers"),
        pytest.param(None, "d1 × (i-k1+1) × (i-k1+1)", id="symbols"),
    ],
)
def test_channels_first_waits_for_a_person_unless_the_question_says_so(
    judge: Judge, params: Mapping[str, JsonValue] | None, answer: str
) -> None:
    open_verdict = judge("dilated_stack", {"o1_shape": answer}, params)["o1_shape"]
    written = judge("dilated_stack", {"o1_shape": answer}, params, {"channels": "last"})["o1_shape"]
    first = judge("dilated_stack", {"o1_shape": answer}, params, {"channels": "first"})["o1_shape"]

    assert [each.mistake.code for each in open_verdict.mistakes] == ["axes_swapped"]
    assert open_verdict.status is PartStatus.NEEDS_REVIEW
    assert written.credit == Fraction(1, 2)
    assert first.status is PartStatus.CORRECT


def test_the_parts_stand_alone(judge: Judge) -> None:
    found = judge("dilated_stack", {"o1": 35, "o2": 33, "o3": 21}, NUMBERS)

    assert not any(verdict.followed_through for verdict in found.values())


def test_some_sides_in_numbers_and_some_in_symbols(bank: Bank, judge: Judge) -> None:
    mixed = {**NUMBERS, "i": "i"}

    assert str(solve(bank, mixed)["o3"]) == "i - 18"
    assert judge("dilated_stack", {"o3": "i-18"}, mixed)["o3"].status is PartStatus.CORRECT


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        pytest.param({"i": 18}, "k", id="kernels-larger-than-the-input"),
        pytest.param({"n": 0}, "n", id="no-dilation"),
        pytest.param({"i": 10**6}, "i", id="larger-than-any-image"),
        pytest.param({"k": [5, 3]}, "k", id="two-kernels"),
        pytest.param({"k": [5, -3, 3]}, "k", id="negative-kernel"),
        pytest.param({"i": "40"}, "i", id="number-as-text"),
        pytest.param({"d": 8}, "d", id="one-number"),
        pytest.param({"fov_dilations": [1, 2, 0]}, "fov_dilations", id="zero-dilation"),
        pytest.param({"stride": 2}, "stride", id="unknown-name"),
        pytest.param({"i": 10**7}, "i", id="too-large"),
    ],
)
def test_bad_parameters_are_refused_by_name(
    bank: Bank, changes: dict[str, JsonValue], parameter: str
) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["dilated_stack"], {**NUMBERS, **changes})

    assert parameter in refused.value.path


def test_a_mistake_that_changes_nothing_is_none(bank: Bank) -> None:
    params: dict[str, JsonValue] = {**NUMBERS, "n": 1}
    found = dict(Instance(bank["dilated_stack"], params).mistaken("o3"))

    assert list(found["dilation_times_kernel"]) == []


@settings(max_examples=80)
@given(params=stacks())
def test_no_mistake_gives_the_right_side(bank: Bank, params: dict[str, JsonValue]) -> None:
    instance = Instance(bank["dilated_stack"], params)
    assume(params["n"] != 1)

    for part_id in SIDES:
        for _, values in instance.mistaken(part_id):
            assert instance.references[part_id] not in list(values)
