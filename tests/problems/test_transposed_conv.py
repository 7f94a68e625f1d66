"""A transposed convolution, against PyTorch's."""

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

Params = dict[str, JsonValue]


def solve(bank: Bank, params: Params) -> Mapping[str, object]:
    return Instance(bank["transposed_conv"], params).references


def test_the_practice_instance_has_its_answers(bank: Bank) -> None:
    assert solve(bank, dict(bank["transposed_conv"].practices[0])) == {
        "size": (3, 5),
        "output": ((3, -1, 6, 2, 0), (1, 9, 2, 2, 0), (9, 4, -3, -5, 12)),
    }


@st.composite
def instances(draw: st.DrawFn) -> Params:
    def rows(most: int) -> JsonValue:
        height, width = draw(st.integers(1, most)), draw(st.integers(1, most))
        row = st.lists(st.integers(-5, 5), min_size=width, max_size=width)
        return cast(JsonValue, draw(st.lists(row, min_size=height, max_size=height)))

    stride = [draw(st.integers(1, 3)), draw(st.integers(1, 3))]
    return {
        "x": rows(3),
        "filter": rows(4),
        "stride": cast(JsonValue, stride),
        "padding": [draw(st.integers(0, 2)), draw(st.integers(0, 2))],
        "output_padding": [draw(st.integers(0, each - 1)) for each in stride],
    }


def side(cells: int, taps: int, stride: int, padding: int, extra: int) -> int:
    """Return how many places the copies of the filter reach, counted on a line."""
    reached = {place * stride + tap for place in range(cells) for tap in range(taps)}
    line = range(padding, max(range(cells)) * stride + taps - padding + extra)
    return len(line) if reached else 0


@given(params=instances())
def test_size_and_values_are_those_of_pytorch(bank: Bank, torch: ModuleType, params: Params) -> None:
    x, taps = (torch.tensor(params[name], dtype=torch.float64) for name in ("x", "filter"))
    sides = [
        side(x.shape[axis], taps.shape[axis], *(cast("list[int]", params[name])[axis] for name in NAMES))
        for axis in (0, 1)
    ]
    assume(min(sides) >= 1)
    expected = torch.nn.functional.conv_transpose2d(
        x[None, None],
        taps[None, None],
        stride=params["stride"],
        padding=params["padding"],
        output_padding=params["output_padding"],
    )[0, 0]

    found = solve(bank, params)

    assert found["size"] == tuple(expected.shape) == tuple(sides)
    rows = cast("tuple[tuple[Fraction, ...], ...]", found["output"])
    assert torch.equal(torch.tensor([[float(cell) for cell in row] for row in rows]), expected.float())


NAMES = ("stride", "padding", "output_padding")

CUT: Params = {"x": [[1, 2, 0], [3, -1, 4]], "filter": [[1, 0, 2], [-1, 3, 1], [2, 1, 0]], "stride": 2}
ADDED: Params = {**CUT, "padding": 1, "output_padding": [0, 1]}  # 3×6
WHOLE: Params = {"x": [[1, 2]], "filter": [[1, 10, 100]], "stride": 2}  # [[1, 10, 102, 20, 200]]
OPERATION = {"operation": "correlation", "sides": "height_first"}


@pytest.mark.parametrize(
    ("params", "part", "answer", "code", "credit"),
    [
        pytest.param(ADDED, "size", "1×2", "ordinary_conv_size", 0, id="ordinary-size"),
        pytest.param(ADDED, "size", "7×10", "padding_added", "1/2", id="padding-added"),
        pytest.param(ADDED, "size", "2×4", "stride_ignored", 0, id="unit-stride"),
        pytest.param(ADDED, "size", "2×3", "stride_ignored", 0, id="unit-stride-and-no-output-padding"),
        pytest.param(ADDED, "size", "6×3", "axes_swapped", "1/2", id="width-first"),
        pytest.param(
            WHOLE, "output", [[1, 10, 100, 20, 200]], "overlaps_not_added", "4/5", id="first-copy-kept"
        ),
        pytest.param(
            WHOLE, "output", [[1, 10, 2, 20, 200]], "overlaps_not_added", "4/5", id="last-copy-kept"
        ),
        pytest.param(WHOLE, "output", [[1, 12, 120, 200]], "stride_ignored", 0, id="copies-side-by-side"),
        pytest.param(
            WHOLE, "output", [[1], [10], [102], [20], [200]], "axes_swapped", "1/2", id="transposed"
        ),
        pytest.param(
            {**WHOLE, "padding": [0, 1]},
            "output",
            [[0, 1, 10, 102, 20, 200, 0]],
            "padding_added",
            "1/2",
            id="zeros-around",
        ),
        pytest.param(
            {"x": [[1, 2, 3]], "filter": [[1, 10]]}, "output", [[21, 32]], "ordinary_conv_size", 0, id="ordinary"
        ),
    ],
)  # fmt: skip
def test_a_known_mistake_is_named(
    judge: Judge, params: Params, part: str, answer: JsonValue, code: str, credit: str | int
) -> None:
    assert judge.mistakes("transposed_conv", part, answer, params, OPERATION) == (
        [code],
        float(Fraction(credit)),
    )


def test_width_before_height_waits_for_a_person_until_the_order_is_written(judge: Judge) -> None:
    verdict = judge("transposed_conv", {"size": "6×3"}, ADDED)["size"]

    assert (verdict.status, verdict.reason) == (PartStatus.NEEDS_REVIEW, "convention")


def test_a_turned_filter_waits_for_a_person_until_the_operation_is_written(judge: Judge) -> None:
    answer = {"output": [[100, 10, 201, 20, 2]]}
    waiting = judge("transposed_conv", answer, WHOLE)["output"]
    written = judge("transposed_conv", answer, WHOLE, OPERATION)["output"]

    assert (waiting.status, waiting.reason) == (PartStatus.NEEDS_REVIEW, "convention")
    assert [each.mistake.code for each in written.mistakes] == ["filter_flipped"]


def test_an_output_with_some_right_cells_earns_their_share(judge: Judge) -> None:
    verdict = judge("transposed_conv", {"output": [[1, 10, 102, 20, 201]]}, WHOLE)["output"]

    assert (verdict.status, verdict.credit) == (PartStatus.PARTIAL, Fraction(4, 5))


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("size", "(1, 5)", id="pair"),
        pytest.param("size", "۱×۵", id="persian"),
        pytest.param("size", r"$1 \times 5$", id="latex"),
        pytest.param("size", "1×5×1", id="with-a-channel"),
        pytest.param("output", "1 10 102 20 200", id="row"),
        pytest.param("output", "۱ ۱۰ ۱۰۲ ۲۰ ۲۰۰", id="persian-row"),
        pytest.param("output", r"\begin{pmatrix} 1 & 10 & 102 & 20 & 200 \end{pmatrix}", id="latex-row"),
        pytest.param("output", "[[1, 10, 100+2, 20, 200]]", id="calculation"),
    ],
)
def test_other_ways_of_writing_are_right(judge: Judge, part: str, answer: str) -> None:
    assert judge.is_right("transposed_conv", part, answer, WHOLE)


def test_fractions_stay_exact(bank: Bank) -> None:
    found = solve(bank, {"x": [["1/3", 0.1]], "filter": [["1/7"]]})

    assert found["output"] == ((Fraction(1, 21), Fraction(1, 70)),)


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        pytest.param({"stride": 0}, "stride", id="zero-stride"),
        pytest.param({"padding": -1}, "padding", id="negative-padding"),
        pytest.param({"padding": 4}, "padding", id="nothing-left"),
        pytest.param({"output_padding": 2}, "output_padding", id="as-large-as-the-stride"),
        pytest.param({"stride": 10**6}, "stride", id="output-too-large"),
        pytest.param({"stride": 10**6, "padding": [500000, 1000000]}, "padding", id="almost-all-cut-off"),
        pytest.param({"filter": [[1] * 30] * 30, "x": [[1] * 5] * 5}, "x", id="too-much-work"),
        pytest.param({"x": "1 2"}, "x", id="text-for-a-matrix"),
    ],
)
def test_bad_parameters_are_refused_by_name(bank: Bank, changes: Params, parameter: str) -> None:
    with pytest.raises(BadParams, match=parameter) as refused:
        Instance(bank["transposed_conv"], {**CUT, **changes})

    assert refused.value.path[0] == parameter
