"""A 1×1 convolution, against PyTorch's layer and against products that are counted one by one."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue, PartStatus
from problems.mathematics.orders import other_orders
from tests.problems.judging import Judge

Params = dict[str, JsonValue]

SIDE = st.integers(1, 5)
ODD: Params = {"input": [7, 10, 6], "filters": 4, "bias": True}  # 7·10·6·4 = 1680


def solve(bank: Bank, params: Params) -> Mapping[str, object]:
    return Instance(bank["conv1x1"], params).references


def test_the_practice_instance_has_its_answers(bank: Bank) -> None:
    found = solve(bank, dict(bank["conv1x1"].practices[0]))

    assert found == {"output": (28, 28, 16), "params": 192 * 16 + 16, "macs": 2408448}


@given(height=SIDE, width=SIDE, channels=SIDE, filters=SIDE, bias=st.booleans())
def test_all_parts_are_those_of_pytorchs_layer(
    bank: Bank, torch: ModuleType, height: int, width: int, channels: int, filters: int, bias: bool
) -> None:
    layer = torch.nn.Conv2d(channels, filters, 1, bias=bias)
    output = layer(torch.zeros(1, channels, height, width))
    macs = 0
    for _value in range(output.numel()):
        for _channel in range(channels):
            macs += 1

    found = solve(bank, {"input": [height, width, channels], "filters": filters, "bias": bias})

    assert found == {
        "output": (*output.shape[2:], output.shape[1]),
        "params": sum(each.numel() for each in layer.parameters()),
        "macs": macs,
    }


@pytest.mark.parametrize(
    ("part", "answer", "code", "credit"),
    [
        pytest.param("output", "1×1×4", "spatial_size_reduced", 0, id="one-pixel"),
        pytest.param("output", "3×5×4", "spatial_size_reduced", 0, id="half-rounded-down"),
        pytest.param("output", "4×5×4", "spatial_size_reduced", 0, id="half-rounded-up"),
        pytest.param("output", "7×10×1", "single_channel_output", 0, id="one-channel"),
        pytest.param("params", 24, "bias_forgotten", "1/2", id="weights-only"),
        pytest.param("params", 7, "single_channel_output", 0, id="one-filter"),
        pytest.param("macs", 24, "spatial_size_reduced", 0, id="macs-of-one-pixel"),
        pytest.param("macs", 360, "spatial_size_reduced", 0, id="macs-of-half"),
        pytest.param("macs", 480, "spatial_size_reduced", 0, id="macs-of-half-rounded-up"),
        pytest.param("macs", 420, "single_channel_output", 0, id="macs-of-one-filter"),
    ],
)
def test_a_known_mistake_is_named(
    judge: Judge, part: str, answer: JsonValue, code: str, credit: str | int
) -> None:
    assert judge.mistakes("conv1x1", part, answer, ODD) == ([code], float(Fraction(credit)))


def test_a_count_without_biases_waits_for_a_person_unless_biases_are_written(judge: Judge) -> None:
    verdict = judge("conv1x1", {"params": 24}, {"input": [7, 10, 6], "filters": 4})["params"]

    assert (verdict.status, verdict.reason) == (PartStatus.NEEDS_REVIEW, "convention")


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("4×7×10", id="channels-first"),
        pytest.param("10×7×4", id="width-first"),
        pytest.param("[4, 10, 7]", id="channels-then-width"),
        pytest.param("(10, 4, 7)", id="channels-between"),
    ],
)
def test_another_order_of_sides_waits_for_a_person_until_the_order_is_written(
    judge: Judge, answer: str
) -> None:
    waiting = judge("conv1x1", {"output": answer}, ODD)["output"]
    written = judge("conv1x1", {"output": answer}, ODD, {"channels": "last"})["output"]

    assert (waiting.status, waiting.reason) == (PartStatus.NEEDS_REVIEW, "convention")
    assert [each.mistake.code for each in written.mistakes] == ["axes_swapped"]
    assert written.credit == Fraction(1, 2)


def test_channels_come_first_where_the_question_says_so(judge: Judge) -> None:
    verdict = judge("conv1x1", {"output": "4×7×10"}, ODD, {"channels": "first"})["output"]

    assert verdict.status is PartStatus.CORRECT


def test_a_cube_has_no_other_order() -> None:
    assert list(other_orders((3, 3, 3))) == []


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("output", "(None, 28, 28, 16)", id="with-batch"),
        pytest.param("output", r"$28\times28\times16$", id="latex"),
        pytest.param("output", "۲۸×۲۸×۱۶", id="persian"),
        pytest.param("params", "192·16+16 = 3088", id="calculation"),
        pytest.param("params", "۳٬۰۸۸", id="persian-grouped"),
        pytest.param("macs", "2.408.448", id="points-between-thousands"),
        pytest.param("macs", "28 × 28 × 192 × 16", id="product"),
        pytest.param("macs", "2408448 MACs", id="unit"),
    ],
)
def test_other_ways_of_writing_are_right(judge: Judge, part: str, answer: JsonValue) -> None:
    assert judge.is_right("conv1x1", part, answer)


def test_what_it_is_good_for_is_marked_by_a_person(judge: Judge, bank: Bank) -> None:
    verdict = judge("conv1x1", {"purpose": "It reduces the number of channels."})["purpose"]

    assert verdict.status is PartStatus.AWAITING_MARKER
    purpose = Instance(bank["conv1x1"], bank["conv1x1"].practices[0]).parts["purpose"]
    assert [line.id for line in purpose.rubric] == ["channels", "mixing", "use"]


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        pytest.param({"input": [28, 28]}, "input", id="two-sides"),
        pytest.param({"input": [0, 28, 3]}, "input", id="no-rows"),
        pytest.param({"input": [10**6, 10**6, 3]}, "input", id="image-too-large"),
        pytest.param({"input": [10**5, 10**4, 1]}, "filters", id="output-too-large"),
        pytest.param({"filters": 0}, "filters", id="no-filters"),
        pytest.param({"bias": "yes"}, "bias", id="text-for-a-truth"),
    ],
)
def test_bad_parameters_are_refused_by_name(bank: Bank, changes: Params, parameter: str) -> None:
    with pytest.raises(BadParams, match=parameter) as refused:
        Instance(bank["conv1x1"], {**ODD, **changes})

    assert refused.value.path[0] == parameter
