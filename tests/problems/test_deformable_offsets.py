"""Deformable convolutions, against numbers counted one by one and against PyTorch's sampling."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import ModuleType
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.answers import Expr, evaluate
from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge

Params = dict[str, JsonValue]

MAP: JsonValue = [[1, 5, 2], [3, 7, 4], [8, 6, 9]]


def solve(bank: Bank, params: Params) -> Mapping[str, object]:
    return Instance(bank["deformable_offsets"], params).references


def test_the_practice_instances_have_their_answers(bank: Bank) -> None:
    first, second = bank["deformable_offsets"].practices

    assert solve(bank, dict(first)) == {"channels": 18, "sample": Fraction(21, 4)}
    assert str(solve(bank, dict(second))["channels"]) == "6*F**2"


@given(side=st.integers(1, 6), groups=st.integers(1, 4), modulated=st.booleans())
def test_channels_are_the_numbers_of_every_place_in_every_group(
    bank: Bank, side: int, groups: int, modulated: bool
) -> None:
    kinds = ("down", "right", "weight") if modulated else ("down", "right")
    needed = [
        (group, row, column, kind)
        for group in range(groups)
        for row in range(side)
        for column in range(side)
        for kind in kinds
    ]
    params: Params = {"groups": groups, "modulated": modulated}

    assert solve(bank, {**params, "kernel": side})["channels"] == len(needed)
    symbolic = cast(Expr, solve(bank, {**params, "kernel": "w-1"})["channels"])
    assert evaluate(symbolic, {"w": Fraction(side + 1)}) == len(needed)


@st.composite
def maps(draw: st.DrawFn) -> Params:
    height, width = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    row = st.lists(st.integers(-9, 9), min_size=width, max_size=width)
    place = st.integers(-16, 48).map(lambda eighths: eighths / 8)
    return {
        "map": cast(JsonValue, draw(st.lists(row, min_size=height, max_size=height))),
        "point": [draw(place), draw(place)],
    }


@given(params=maps())
def test_a_point_is_read_as_pytorch_reads_it(bank: Bank, torch: ModuleType, params: Params) -> None:
    cells = torch.tensor(params["map"], dtype=torch.float64)
    row, column = cast("list[float]", params["point"])
    height, width = cells.shape
    point = torch.tensor(
        [[[[2 * column / (width - 1) - 1, 2 * row / (height - 1) - 1]]]], dtype=torch.float64
    )
    expected = torch.nn.functional.grid_sample(cells[None, None], point, align_corners=True)

    found = cast(Fraction, solve(bank, params)["sample"])

    assert float(found) == pytest.approx(expected.item(), abs=1e-9)


HALFWAY: Params = {"map": MAP, "point": [0.5, 1.25]}  # between 5, 2 above and 7, 4 below


@pytest.mark.parametrize(
    ("params", "part", "answer", "code", "credit"),
    [
        pytest.param({"kernel": 3}, "channels", 9, "one_per_point", 0, id="one-number-for-each-place"),
        pytest.param({"kernel": 3, "groups": 4}, "channels", 36, "one_per_point", 0, id="in-each-group"),
        pytest.param({"kernel": 3, "groups": 4}, "channels", 9, "one_per_point", 0, id="one-group"),
        pytest.param({"kernel": "F"}, "channels", "F^2", "one_per_point", 0, id="formula"),
        pytest.param(
            {"kernel": 3, "modulated": True}, "channels", 18, "modulation_forgotten", "1/2", id="no-weight"
        ),
        pytest.param(
            {"kernel": 3, "modulated": False}, "channels", 27, "modulation_added", "1/2", id="with-a-weight"
        ),
        pytest.param(HALFWAY, "sample", 5, "nearest_neighbour", 0, id="nearest-above"),
        pytest.param(HALFWAY, "sample", 7, "nearest_neighbour", 0, id="nearest-below"),
        pytest.param(HALFWAY, "sample", 5.5, "axes_swapped", "1/2", id="column-and-row"),
    ],
)
def test_a_known_mistake_is_named(
    judge: Judge, params: Params, part: str, answer: JsonValue, code: str, credit: str | int
) -> None:
    assert judge.mistakes("deformable_offsets", part, answer, params) == ([code], float(Fraction(credit)))


def test_a_weight_for_each_place_waits_for_a_person_where_the_question_leaves_it_open(judge: Judge) -> None:
    verdict = judge("deformable_offsets", {"channels": 27}, {"kernel": 3})["channels"]

    assert (verdict.status, verdict.reason) == (PartStatus.NEEDS_REVIEW, "convention")


@pytest.mark.parametrize(
    ("params", "part", "answer"),
    [
        pytest.param({"kernel": 3}, "channels", "2×3×3", id="product"),
        pytest.param({"kernel": 3}, "channels", "2·9 = 18", id="calculation"),
        pytest.param({"kernel": 3}, "channels", "۱۸", id="persian"),
        pytest.param({"kernel": "F"}, "channels", "2F²", id="superscript"),
        pytest.param({"kernel": "F"}, "channels", r"$2 \cdot F^{2}$", id="latex"),
        pytest.param({"kernel": "F"}, "channels", "F·F + F·F", id="sum"),
        pytest.param({"kernel": "w-1"}, "channels", "2w^2 - 4w + 2", id="multiplied-out"),
        pytest.param(HALFWAY, "sample", "21/4", id="fraction"),
        pytest.param(HALFWAY, "sample", "۵٫۲۵", id="persian-decimal"),
        pytest.param(HALFWAY, "sample", r"\frac{1}{2}(4.25 + 6.25)", id="in-two-steps"),
    ],
)
def test_other_ways_of_writing_are_right(judge: Judge, params: Params, part: str, answer: str) -> None:
    assert judge.is_right("deformable_offsets", part, answer, params)


def test_outside_of_the_map_there_are_zeros(bank: Bank) -> None:
    for row, column, expected in ((-0.5, 0, "1/2"), (2, 2.75, "9/4"), (-1, -1, 0), (50, 1, 0)):
        assert solve(bank, {"map": MAP, "point": [row, column]})["sample"] == Fraction(expected)


def test_on_a_pixel_nothing_is_interpolated(bank: Bank) -> None:
    instance = Instance(bank["deformable_offsets"], {"map": MAP, "point": [1, 1]})

    assert instance.references == {"sample": 7}
    assert dict(instance.mistaken("sample")) == {"nearest_neighbour": (), "axes_swapped": ()}


def test_only_what_is_given_is_told_and_asked(bank: Bank) -> None:
    instance = Instance(bank["deformable_offsets"], {"kernel": 3})

    assert set(instance.references) == {"channels"}
    assert "{map}" not in instance.about_what_is_given(instance.question_template)
    assert "{kernel}" in instance.about_what_is_given(instance.question_template)


@pytest.mark.parametrize(
    ("params", "parameter"),
    [
        pytest.param({"kernel": 0}, "kernel", id="no-kernel"),
        pytest.param({"kernel": "3"}, "kernel", id="number-in-quotes"),
        pytest.param({"kernel": 3, "groups": 0}, "groups", id="no-groups"),
        pytest.param({"kernel": 3, "modulated": 1}, "modulated", id="number-for-a-truth"),
        pytest.param({"map": MAP, "point": 1}, "point", id="no-list"),
        pytest.param({"map": MAP, "point": [1, 2, 3]}, "point", id="three-numbers"),
        pytest.param({"map": [[1, 2], [3]], "point": [0, 0]}, "map", id="ragged"),
        pytest.param({"map": [[0] * 1000] * 1000, "point": [0, 0]}, "map", id="far-too-large"),
    ],
)
def test_bad_parameters_are_refused_by_name(bank: Bank, params: Params, parameter: str) -> None:
    with pytest.raises(BadParams, match=parameter) as refused:
        Instance(bank["deformable_offsets"], params)

    assert refused.value.path[0] == parameter
