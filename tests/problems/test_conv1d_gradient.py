"""A 1-D convolution and its gradients, against PyTorch and against differences of the loss."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import ModuleType
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge

Row = tuple[Fraction, ...]
OPERATION = {"operation": "correlation"}


def solve(bank: Bank, params: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return Instance(bank["conv1d_gradient"], params).references


def test_the_practice_instance_has_its_answers(bank: Bank) -> None:
    """x = 2, -1, 3, 1, 4; w = 1, -2, 3; gradient 1, 2, -1: each sum was worked out by hand."""
    assert solve(bank, bank["conv1d_gradient"].practices[0]) == {
        "output": (13, -4, 13),
        "length": 3,
        "grad_w": (-3, 4, 1),
        "grad_x": (1, 0, -2, 8, -3),
    }


@st.composite
def instances(draw: st.DrawFn) -> dict[str, JsonValue]:
    signal = draw(st.lists(st.integers(-6, 6), min_size=1, max_size=8))
    taps = draw(st.lists(st.integers(-4, 4), min_size=1, max_size=len(signal)))
    count = len(signal) - len(taps) + 1
    upstream = draw(st.lists(st.integers(-4, 4), min_size=count, max_size=count))
    return {"x": [*signal], "w": [*taps], "upstream": [*upstream]}


@given(params=instances())
def test_all_parts_are_those_of_pytorch(bank: Bank, torch: ModuleType, params: dict[str, JsonValue]) -> None:
    x, w = (torch.tensor(params[name], dtype=torch.float64, requires_grad=True) for name in ("x", "w"))
    output = torch.nn.functional.conv1d(x[None, None], w[None, None])[0, 0]
    output.backward(torch.tensor(params["upstream"], dtype=torch.float64))

    found = solve(bank, params)

    assert found["output"] == tuple(output.tolist())
    assert found["length"] == len(output)
    assert found["grad_w"] == tuple(w.grad.tolist())
    assert found["grad_x"] == tuple(x.grad.tolist())


@given(params=instances(), data=st.data())
def test_gradients_are_the_differences_of_the_loss(
    bank: Bank, params: dict[str, JsonValue], data: st.DataObject
) -> None:
    """The loss Σ δ_i y_i is linear in the signal and in the filter, so its differences are its slopes."""
    part, name = data.draw(st.sampled_from((("grad_x", "x"), ("grad_w", "w"))))
    values = cast("list[int]", params[name])
    place = data.draw(st.integers(0, len(values) - 1))
    nudged = [value + (index == place) for index, value in enumerate(values)]

    before, after = solve(bank, params), solve(bank, {**params, name: [*nudged]})

    upstream = cast("list[int]", params["upstream"])
    moved = (
        new - old for new, old in zip(cast(Row, after["output"]), cast(Row, before["output"]), strict=True)
    )
    assert cast(Row, before[part])[place] == sum(d * m for d, m in zip(upstream, moved, strict=True))


@pytest.mark.parametrize(
    ("part", "answer", "code"),
    [
        pytest.param("output", [-4, 13, -7], "index_shifted", id="output-one-too-large"),
        pytest.param("output", [-7, 13, -4], "index_shifted", id="output-one-too-small"),
        pytest.param("output", [6, -7, 13, -4, 13, -7, 4], "padded", id="full-output"),
        pytest.param("length", 7, "padded", id="full-length"),
        pytest.param("grad_w", [4, 1, 9], "index_shifted", id="filter-one-too-large"),
        pytest.param("grad_w", [5, -3, 4], "index_shifted", id="filter-one-too-small"),
        pytest.param("grad_w", [-2, 5, -3, 4, 1, 9, 4], "padded", id="full-filter-gradient"),
        pytest.param("grad_x", [0, -2, 8, -3, 0], "index_shifted", id="signal-one-too-large"),
        pytest.param("grad_x", [0, 1, 0, -2, 8], "index_shifted", id="signal-one-too-small"),
    ],
)
def test_a_known_slip_is_named_and_earns_half(judge: Judge, part: str, answer: JsonValue, code: str) -> None:
    assert judge.mistakes("conv1d_gradient", part, answer) == ([code], 0.5)


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("output", [11, -8, 11], id="output"),
        pytest.param("grad_w", [1, 4, -3], id="filter-gradient-reversed"),
        pytest.param("grad_w", [-1, 8, 3], id="gradient-turned-over-the-signal"),
        pytest.param("grad_x", [3, 4, -6, 4, -1], id="filter-not-turned-on-the-way-back"),
        pytest.param("grad_x", [-1, 4, -6, 4, 3], id="gradient-turned-too"),
    ],
)
def test_a_flipped_filter_waits_unless_the_operation_is_written(
    judge: Judge, part: str, answer: JsonValue
) -> None:
    left_open = judge("conv1d_gradient", {part: answer})[part]
    written = judge("conv1d_gradient", {part: answer}, None, OPERATION)[part]

    assert [each.mistake.code for each in left_open.mistakes] == ["flipped"]
    assert left_open.status is PartStatus.NEEDS_REVIEW
    assert written.status is PartStatus.PARTIAL


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("۱۳، -۴، ۱۳", id="persian"),
        pytest.param(r"\begin{bmatrix} 13 & -4 & 13 \end{bmatrix}", id="latex"),
        pytest.param("y = [13, -4, 13]", id="named"),
        pytest.param("[1·2+(-2)(-1)+3·3, -4, 26/2]", id="calculations"),
        pytest.param([["13"], ["-4"], ["13"]], id="column-of-a-form"),
    ],
)
def test_a_row_of_numbers_is_read_as_students_write_it(judge: Judge, answer: JsonValue) -> None:
    assert judge("conv1d_gradient", {"output": answer})["output"].status is PartStatus.CORRECT


def test_without_an_upstream_gradient_only_the_forward_parts_can_be_asked(bank: Bank) -> None:
    assert set(solve(bank, {"x": [1, 2, 3], "w": [1, 1]})) == {"output", "length"}


def test_no_part_follows_from_another(bank: Bank) -> None:
    parts = Instance(bank["conv1d_gradient"], bank["conv1d_gradient"].practices[0]).parts

    assert all(part.follows == () for part in parts.values())


@pytest.mark.parametrize(
    ("params", "parameter"),
    [
        pytest.param({"x": [1], "w": [1, 2]}, "w", id="longer-than-the-signal"),
        pytest.param({"x": [1, 2, 3], "w": [1, 1], "upstream": [1]}, "upstream", id="another-length"),
        pytest.param({"x": [], "w": [1]}, "x", id="empty"),
        pytest.param({"x": [1, "two"], "w": [1]}, "x", id="word"),
        pytest.param({"x": [1] * 1000, "w": [1] * 500}, "x", id="too-much-work"),
    ],
)
def test_bad_parameters_are_refused_by_name(bank: Bank, params: dict[str, JsonValue], parameter: str) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["conv1d_gradient"], params)

    assert refused.value.path[0] == parameter


@given(params=instances())
def test_every_mistake_can_be_worked_out_on_any_instance(bank: Bank, params: dict[str, JsonValue]) -> None:
    instance = Instance(bank["conv1d_gradient"], params)

    for part_id in instance.references:
        for _, values in instance.mistaken(part_id):
            assert all(instance.parts[part_id].kind.reference(value) is not None for value in values)
