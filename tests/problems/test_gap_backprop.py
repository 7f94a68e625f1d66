"""A convolution and global average pooling, against PyTorch and against differences of the loss."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import ModuleType
from typing import cast

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge

Rows = list[list[int]]
HALF = Fraction(1, 2)


def solve(bank: Bank, params: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return Instance(bank["gap_backprop"], params).references


def test_the_practice_instance_has_its_answers(bank: Bank) -> None:
    assert solve(bank, bank["gap_backprop"].practices[0]) == {
        "feature_map": ((10, 3), (9, 18)),
        "gap": 10,
        "grad_feature_map": ((HALF, HALF), (HALF, HALF)),
        "grad_filter": ((Fraction(9, 2), Fraction(13, 2)), (Fraction(7, 2), Fraction(3, 2))),
        "grad_input": ((0, 3 * HALF, 3 * HALF), (HALF, 1, HALF), (HALF, -HALF, -1)),
    }


@st.composite
def instances(draw: st.DrawFn) -> dict[str, JsonValue]:
    cell = st.integers(-6, 6)

    def rows(least: int, most: int) -> Rows:
        width, height = draw(st.integers(least, most)), draw(st.integers(least, most))
        row = st.lists(cell, min_size=width, max_size=width)
        return draw(st.lists(row, min_size=height, max_size=height))

    params: dict[str, JsonValue] = {
        "x": cast(JsonValue, rows(2, 5)),
        "filter": cast(JsonValue, rows(1, 3)),
        "upstream": draw(st.integers(-4, 4)),
        "stride": [draw(st.integers(1, 3)), draw(st.integers(1, 3))],
        "padding": [draw(st.integers(0, 2)), draw(st.integers(0, 2))],
    }
    x, taps, padding = (cast(Rows, params[name]) for name in ("x", "filter", "padding"))
    vertical, horizontal = cast("list[int]", padding)
    assume(len(taps) <= len(x) + 2 * vertical and len(taps[0]) <= len(x[0]) + 2 * horizontal)
    return params


@given(params=instances())
def test_all_parts_are_those_of_pytorch(bank: Bank, torch: ModuleType, params: dict[str, JsonValue]) -> None:
    x, kernel = (
        torch.tensor(params[name], dtype=torch.float64, requires_grad=True) for name in ("x", "filter")
    )
    feature_map = torch.nn.functional.conv2d(
        x[None, None], kernel[None, None], stride=params["stride"], padding=params["padding"]
    )
    feature_map.retain_grad()
    pooled = feature_map.mean()
    pooled.backward(torch.tensor(float(cast(int, params["upstream"])), dtype=torch.float64))

    found = solve(bank, params)

    expected = {
        "feature_map": feature_map[0, 0],
        "gap": pooled,
        "grad_feature_map": feature_map.grad[0, 0],
        "grad_filter": kernel.grad,
        "grad_input": x.grad,
    }
    for part, tensor in expected.items():
        as_floats = torch.tensor(as_float(found[part]), dtype=torch.float64)
        assert as_floats.shape == tensor.shape
        assert torch.allclose(as_floats, tensor.detach()), part


def as_float(value: object) -> object:
    return [as_float(each) for each in value] if isinstance(value, tuple) else float(cast(Fraction, value))


@given(params=instances(), data=st.data())
def test_gradients_are_the_differences_of_the_loss(
    bank: Bank, params: dict[str, JsonValue], data: st.DataObject
) -> None:
    """The pooled value is linear in the input and in the filter, so its differences are its slopes."""
    part, name = data.draw(st.sampled_from((("grad_input", "x"), ("grad_filter", "filter"))))
    rows = cast(Rows, params[name])
    i, j = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, len(rows[0]) - 1))
    nudged = [[cell + ((r, c) == (i, j)) for c, cell in enumerate(row)] for r, row in enumerate(rows)]

    found = solve(bank, params)
    after = solve(bank, {**params, name: cast(JsonValue, nudged)})

    slope = (cast(Fraction, after["gap"]) - cast(Fraction, found["gap"])) * cast(int, params["upstream"])
    assert cast("tuple[tuple[Fraction, ...], ...]", found[part])[i][j] == slope


# The map [[5, 6, 7, 8], [8, 9, 10, 11]] adds up to 64.
WIDE: dict[str, JsonValue] = {
    "x": [[1, 2, 3, 4], [4, 4, 4, 4], [4, 5, 6, 7]],
    "filter": [[1], [1]],
    "upstream": 6,
}
OPERATION = {"operation": "correlation"}


@pytest.mark.parametrize(
    ("params", "part", "answer", "code", "credit"),
    [
        pytest.param(None, "gap", 40, "sum_instead_of_mean", 0, id="sum"),
        pytest.param(None, "gap", 20, "divided_by_side", 0, id="divided-by-2"),
        pytest.param(None, "gap", 18, "max_instead_of_mean", 0, id="max"),
        pytest.param(None, "grad_feature_map", [[2, 2], [2, 2]], "not_divided_by_count", 0, id="undivided"),
        pytest.param(None, "grad_feature_map", [[1, 1], [1, 1]], "divided_by_side", 0, id="half-divided"),
        pytest.param(
            None, "grad_feature_map", [["1/4", "1/4"], ["1/4", "1/4"]], "upstream_ignored", 0, id="no-2"
        ),
        pytest.param(None, "grad_feature_map", [[0, 0], [0, 2]], "gradient_to_maximum_only", 0, id="to-18"),
        pytest.param(
            None, "grad_filter", [[18, 26], [14, 6]], "not_divided_by_count", 0, id="filter-undivided"
        ),
        pytest.param(None, "grad_filter", [[9, 13], [7, 3]], "divided_by_side", 0, id="filter-half-divided"),
        pytest.param(
            None, "grad_filter", [[2, 10], [-2, -4]], "gradient_to_maximum_only", 0, id="filter-max"
        ),
        pytest.param(
            None,
            "grad_input",
            [[0, 0, 1.5], [0, 0, 1.5], [0.5, 0.5, -1]],
            "overlaps_not_added",
            "4/9",
            id="last-window",
        ),
        pytest.param(
            None,
            "grad_input",
            [[0, 1.5, 1.5], [0.5, -1, -1], [0.5, -1, -1]],
            "overlaps_not_added",
            "6/9",
            id="first-window",
        ),
        pytest.param(
            None,
            "grad_input",
            [[0, 6, 6], [2, 4, 2], [2, -2, -4]],
            "not_divided_by_count",
            0,
            id="input-undivided",
        ),
        pytest.param(
            None,
            "grad_input",
            [[0, 0, 0], [0, 0, 6], [0, 2, -4]],
            "gradient_to_maximum_only",
            0,
            id="input-max",
        ),
        pytest.param(WIDE, "gap", 32, "divided_by_side", 0, id="divided-by-rows"),
        pytest.param(WIDE, "gap", 16, "divided_by_side", 0, id="divided-by-columns"),
    ],
)
def test_a_known_mistake_is_named(
    judge: Judge,
    params: Mapping[str, JsonValue] | None,
    part: str,
    answer: JsonValue,
    code: str,
    credit: float | str,
) -> None:
    assert judge.mistakes("gap_backprop", part, answer, params) == ([code], float(Fraction(credit)))


FLIPPED = [
    pytest.param("feature_map", [[8, 1], [7, 0]], id="feature-map"),
    pytest.param("grad_filter", [[1.5, 3.5], [6.5, 4.5]], id="filter"),
    pytest.param("grad_input", [[-1, -0.5, 0.5], [0.5, 1, 0.5], [1.5, 1.5, 0]], id="input"),
]


@pytest.mark.parametrize(("part", "answer"), FLIPPED)
def test_a_flipped_filter_waits_for_a_person(judge: Judge, part: str, answer: JsonValue) -> None:
    assert judge.mistakes("gap_backprop", part, answer) == (["filter_flipped"], None)


@pytest.mark.parametrize(("part", "answer"), FLIPPED)
def test_a_flipped_filter_is_a_slip_where_the_operation_is_written(
    judge: Judge, part: str, answer: JsonValue
) -> None:
    verdict = judge("gap_backprop", {part: answer}, None, OPERATION)[part]

    assert verdict.status is PartStatus.PARTIAL
    assert verdict.credit >= HALF


def test_the_average_follows_from_the_students_own_feature_map(judge: Judge) -> None:
    found = judge("gap_backprop", {"feature_map": [[10, 3], [9, 10]], "gap": 8})

    assert found["gap"].followed_through


def test_an_average_over_a_map_of_another_size_follows_too(judge: Judge) -> None:
    found = judge("gap_backprop", {"feature_map": [[10, 3, 5]], "gap": 6})

    assert found["gap"].followed_through


def test_the_gradients_follow_from_the_students_own_gradient_of_the_map(judge: Judge) -> None:
    found = judge(
        "gap_backprop",
        {
            "grad_feature_map": [[2, 2], [2, 2]],
            "grad_filter": [[18, 26], [14, 6]],
            "grad_input": [[0, 6, 6], [2, 4, 2], [2, -2, -4]],
        },
    )

    assert [each.mistake.code for each in found["grad_feature_map"].mistakes] == ["not_divided_by_count"]
    assert found["grad_filter"].followed_through
    assert found["grad_input"].followed_through


def test_what_follows_from_a_doubtful_gradient_waits_with_it(judge: Judge) -> None:
    found = judge("gap_backprop", {"grad_feature_map": [[2]], "grad_filter": [[4, 6], [2, 2]]})

    assert found["grad_feature_map"].status is PartStatus.NEEDS_REVIEW
    assert found["grad_filter"].status is PartStatus.NEEDS_REVIEW
    assert not found["grad_filter"].followed_through


def test_the_gradients_do_not_depend_on_the_feature_map(bank: Bank) -> None:
    parts = Instance(bank["gap_backprop"], WIDE).parts

    assert {name: part.follows for name, part in parts.items()} == {
        "feature_map": (),
        "gap": ("feature_map",),
        "grad_feature_map": (),
        "grad_filter": ("grad_feature_map",),
        "grad_input": ("grad_feature_map",),
    }


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param([["½", "1/2"], [0.5, "0.50"]], id="fractions"),
        pytest.param("[½ ½; ½ ½]", id="matlab"),
    ],
)
def test_halves_are_read_as_students_write_them(judge: Judge, answer: JsonValue) -> None:
    verdict = judge("gap_backprop", {"grad_feature_map": answer})["grad_feature_map"]

    assert verdict.status is PartStatus.CORRECT


def test_without_an_upstream_gradient_only_the_forward_parts_can_be_asked(bank: Bank) -> None:
    assert set(solve(bank, {"x": [[1, 2], [3, 4]], "filter": [[1]]})) == {"feature_map", "gap"}


@pytest.mark.parametrize(
    ("params", "parameter"),
    [
        pytest.param({"x": [[1]], "filter": [[1, 1]], "upstream": 1}, "filter", id="larger-than-input"),
        pytest.param({"x": [[1]], "filter": [[1]], "upstream": "two"}, "upstream", id="word"),
        pytest.param({"x": [[1]], "filter": [[1]], "upstream": 1, "stride": 0}, "stride", id="zero-stride"),
        pytest.param({"x": [[1]], "filter": [[1]], "upstream": 1, "padding": -1}, "padding", id="negative"),
        pytest.param({"x": [[1]], "filter": [[1]], "upstream": 1, "padding": 10**6}, "x", id="vast-padding"),
        pytest.param(
            {"x": [[1] * 50] * 50, "filter": [[1] * 25] * 25, "upstream": 1}, "x", id="too-much-work"
        ),
        pytest.param(
            {"x": [[1]], "filter": [[1]], "upstream": 1, "padding": 10**6, "stride": 10**6},
            "padding",
            id="vast-padding-few-windows",
        ),
    ],
)
def test_bad_parameters_are_refused_by_name(bank: Bank, params: dict[str, JsonValue], parameter: str) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["gap_backprop"], params)

    assert refused.value.path[0] == parameter


@given(params=instances())
def test_every_mistake_can_be_worked_out_on_any_instance(bank: Bank, params: dict[str, JsonValue]) -> None:
    instance = Instance(bank["gap_backprop"], params)

    for part_id in instance.references:
        part = instance.parts[part_id]
        earlier = {name: instance.references[name] for name in part.follows}
        for mistake in part.mistakes:
            assert all(part.kind.reference(value) is not None for value in mistake.values(earlier))
