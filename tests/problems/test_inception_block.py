"""The cost of an inception module, against multiplications that are counted one by one and against PyTorch."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance, draw, find_clashes
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge

Params = dict[str, JsonValue]

COUNTS = ("branch1", "branch3_reduce", "branch3", "branch5_reduce", "branch5", "pool_proj")
RIGHT = (9633792, 14450688, 86704128, 2408448, 10035200, 4816896)


def solve(bank: Bank, params: Params) -> Mapping[str, object]:
    return Instance(bank["inception_block"], params).references


def test_the_practice_instance_has_its_answers(bank: Bank) -> None:
    found = solve(bank, dict(bank["inception_block"].practices[0]))

    assert found == {
        **dict(zip(COUNTS, RIGHT, strict=True)),
        "total": 128049152,
        "output": (28, 28, 256),
    }


SMALL = st.integers(1, 3)


@given(
    sides=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    channels=SMALL,
    filters=st.tuples(*[SMALL] * 6),
    unit=st.sampled_from(["mac", "flop"]),
)
def test_all_parts_are_those_of_pytorchs_module(
    bank: Bank,
    torch: ModuleType,
    sides: tuple[int, int],
    channels: int,
    filters: tuple[int, ...],
    unit: str,
) -> None:
    """Every value of a map costs as many products as one filter of its layer has weights."""
    one, reduce3, large3, reduce5, large5, proj = filters
    data = torch.zeros(1, channels, *sides)
    costs: list[int] = []

    def conv(maps: object, inside: int, outside: int, side: int) -> object:
        layer = torch.nn.Conv2d(inside, outside, side, padding=side // 2, bias=False)
        made = layer(maps)
        products = sum(1 for _value in range(made.numel()) for _weight in range(layer.weight[0].numel()))
        costs.append(products * (2 if unit == "flop" else 1))
        return made

    pooled = torch.nn.functional.max_pool2d(data, 3, stride=1, padding=1)
    branches = [
        conv(data, channels, one, 1),
        conv(conv(data, channels, reduce3, 1), reduce3, large3, 3),
        conv(conv(data, channels, reduce5, 1), reduce5, large5, 5),
        conv(pooled, channels, proj, 1),
    ]
    shape = torch.cat(branches, dim=1).shape
    params: Params = {"input": [*sides, channels], "count": unit, **dict(zip(COUNTS, filters, strict=True))}

    found = solve(bank, params)

    assert [found[name] for name in COUNTS] == costs
    assert found["total"] == sum(costs)
    assert found["output"] == (*shape[2:], shape[1])


OPEN: Params = {
    "input": [10, 8, 20],
    "branch1": 7,
    "branch3_reduce": 6,
    "branch3": 5,
    "branch5_reduce": 4,
    "branch5": 3,
    "pool_proj": 2,
}
# 80·20·7 = 11200; 80·20·6 = 9600; 80·9·6·5 = 21600; 80·20·4 = 6400; 80·25·4·3 = 24000; 80·20·2 = 3200: 76000
MACS: Params = {**OPEN, "count": "mac"}
FLOPS: Params = {**OPEN, "count": "flop"}


@pytest.mark.parametrize(
    ("params", "part", "answer", "code", "credit"),
    [
        pytest.param(MACS, "branch1", 22400, "flops_for_macs", "1/2", id="doubled"),
        pytest.param(FLOPS, "branch1", 11200, "macs_for_flops", "1/2", id="halved"),
        pytest.param(MACS, "branch1", 560, "input_channels_forgotten", 0, id="one-channel"),
        pytest.param(MACS, "pool_proj", 40, "spatial_size_forgotten", 0, id="one-place"),
        pytest.param(MACS, "branch3_reduce", 480, "input_channels_forgotten", 0, id="reduce-one-channel"),
        pytest.param(MACS, "branch3", 7200, "kernel_area_forgotten", 0, id="three-for-nine"),
        pytest.param(MACS, "branch3", 72000, "expand_from_input_channels", 0, id="all-channels-in-3×3"),
        pytest.param(MACS, "branch5_reduce", 80, "spatial_size_forgotten", 0, id="reduce-one-place"),
        pytest.param(MACS, "branch5", 4800, "kernel_area_forgotten", 0, id="five-for-twenty-five"),
        pytest.param(MACS, "branch5", 120000, "expand_from_input_channels", 0, id="all-channels-in-5×5"),
        pytest.param(MACS, "total", 152000, "flops_for_macs", "1/2", id="sum-doubled"),
        pytest.param(FLOPS, "total", 76000, "macs_for_flops", "1/2", id="sum-halved"),
        pytest.param(MACS, "total", 60000, "reduce_step_forgotten", 0, id="no-reductions"),
        pytest.param(MACS, "total", 66400, "reduce_step_forgotten", 0, id="no-3×3-reduction"),
        pytest.param(MACS, "total", 69600, "reduce_step_forgotten", 0, id="no-5×5-reduction"),
        pytest.param(MACS, "total", 64800, "branch_left_out", 0, id="no-first-branch"),
        pytest.param(MACS, "total", 44800, "branch_left_out", 0, id="no-second-branch"),
        pytest.param(MACS, "total", 45600, "branch_left_out", 0, id="no-third-branch"),
        pytest.param(MACS, "total", 72800, "branch_left_out", 0, id="no-fourth-branch"),
        pytest.param(MACS, "total", 222400, "expand_from_input_channels", 0, id="all-channels-in-both"),
        pytest.param(MACS, "total", 126400, "expand_from_input_channels", 0, id="all-channels-in-one"),
        pytest.param(MACS, "total", 11120, "input_channels_forgotten", 0, id="one-channel-throughout"),
        pytest.param(MACS, "total", 65360, "input_channels_forgotten", 0, id="one-channel-at-first"),
        pytest.param(MACS, "total", 42400, "kernel_area_forgotten", 0, id="sides-for-areas"),
        pytest.param(MACS, "total", 61600, "kernel_area_forgotten", 0, id="three-for-nine-in-sum"),
        pytest.param(MACS, "total", 950, "spatial_size_forgotten", 0, id="one-place-throughout"),
        pytest.param(MACS, "output", "10×8×10", "branch_left_out", 0, id="output-without-first"),
        pytest.param(MACS, "output", "10×8×12", "branch_left_out", 0, id="output-without-second"),
        pytest.param(MACS, "output", "10×8×14", "branch_left_out", 0, id="output-without-third"),
        pytest.param(MACS, "output", "10×8×15", "branch_left_out", 0, id="output-without-fourth"),
    ],
)
def test_a_known_mistake_is_named(
    judge: Judge, params: Params, part: str, answer: JsonValue, code: str, credit: str | int
) -> None:
    assert judge.mistakes("inception_block", part, answer, params) == ([code], float(Fraction(credit)))


def test_twice_the_count_waits_for_a_person_until_the_unit_is_written(judge: Judge) -> None:
    found = judge("inception_block", {"branch1": 22400, "total": 152000}, OPEN)

    assert {(each.status, each.reason) for each in found.values()} == {
        (PartStatus.NEEDS_REVIEW, "convention")
    }


@pytest.mark.parametrize("answer", ["17×10×8", "8×10×17"])
def test_another_order_of_sides_waits_for_a_person(judge: Judge, answer: str) -> None:
    verdict = judge("inception_block", {"output": answer}, MACS)["output"]

    assert (verdict.status, verdict.reason) == (PartStatus.NEEDS_REVIEW, "convention")


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("branch1", "9.633.792", id="points-between-thousands"),
        pytest.param("branch1", "۹٬۶۳۳٬۷۹۲", id="persian-grouped"),
        pytest.param("branch1", "28×28×192×64", id="product"),
        pytest.param("branch1", "branch1 = 9633792", id="named"),
        pytest.param("branch1", r"$28^2 \cdot 192 \cdot 64 = 9{,}633{,}792$", id="latex"),
        pytest.param("branch1", "≈ 9.63 million", id="about"),
        pytest.param("branch3", "86.7M", id="letter-of-scale"),
        pytest.param("branch3", "حدود ۸۶٫۷ میلیون", id="persian-about"),
        pytest.param("branch5", "10,035,200 MACs", id="unit"),
        pytest.param("total", "128 million", id="three-digits"),
        pytest.param("total", "128049152", id="plain"),
        pytest.param("output", "(28, 28, 256)", id="tuple"),
        pytest.param("output", "28×28×(64+128+32+32)", id="sum-of-channels"),
        pytest.param("output", "۲۸×۲۸×۲۵۶", id="persian-shape"),
    ],
)
def test_other_ways_of_writing_are_right(judge: Judge, part: str, answer: str) -> None:
    assert judge.is_right("inception_block", part, answer)


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("branch1", 9630000, id="no-sign-of-rounding"),
        pytest.param("branch1", "9.6 million", id="two-digits"),
        pytest.param("total", "129 million", id="wrong-third-digit"),
    ],
)
def test_a_near_miss_is_not_right(judge: Judge, part: str, answer: JsonValue) -> None:
    assert judge("inception_block", {part: answer})[part].status is not PartStatus.CORRECT


def test_the_total_follows_from_the_students_own_costs(judge: Judge) -> None:
    """With a third of the 3×3 step, 28901376, the sum is 70246400."""
    answers: Params = {**dict(zip(COUNTS, RIGHT, strict=True)), "branch3": 28901376, "total": 70246400}

    found = judge("inception_block", answers)

    assert [each.mistake.code for each in found["branch3"].mistakes] == ["kernel_area_forgotten"]
    assert found["total"].followed_through
    assert found["total"].credit == 1


def test_what_is_not_given_is_not_asked(bank: Bank) -> None:
    found = solve(bank, {"input": [28, 28, 192], "branch1": 64, "pool_proj": 32})

    assert set(found) == {"branch1", "pool_proj"}


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        pytest.param({"input": [10**6, 10**6, 3]}, "input", id="map-too-large"),
        pytest.param({"input": "28×28×192"}, "input", id="text-for-a-shape"),
        pytest.param({"branch3": 0}, "branch3", id="no-filters"),
        pytest.param({"branch5_reduce": -16}, "branch5_reduce", id="negative"),
        pytest.param({"pool_proj": 2.5}, "pool_proj", id="half-a-filter"),
        pytest.param({"count": "flops"}, "count", id="unknown-unit"),
    ],
)
def test_bad_parameters_are_refused_by_name(bank: Bank, changes: Params, parameter: str) -> None:
    with pytest.raises(BadParams, match=parameter) as refused:
        Instance(bank["inception_block"], {**OPEN, **changes})

    assert refused.value.path[0] == parameter


@pytest.mark.parametrize("seed", range(10))
def test_a_drawn_instance_tells_its_mistakes_apart(bank: Bank, seed: int) -> None:
    assert find_clashes(draw(bank["inception_block"], Random(seed))) == frozenset()
