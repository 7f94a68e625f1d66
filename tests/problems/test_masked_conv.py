"""Masks of a PixelCNN, against the order in which pixels are made and against what a picture's pixels depend on."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge

Params = dict[str, JsonValue]

A5: Params = {"kernel": 5, "type": "A"}
B3: Params = {"kernel": 3, "type": "B"}
FULL, EMPTY = [1, 1, 1, 1, 1], [0, 0, 0, 0, 0]


def solve(bank: Bank, params: Params) -> Mapping[str, object]:
    return Instance(bank["masked_conv"], params).references


def test_the_practice_instances_have_their_answers(bank: Bank) -> None:
    found = [Instance(bank["masked_conv"], each).references for each in bank["masked_conv"].practices]

    assert found[0]["mask"] == tuple(map(tuple, [FULL, FULL, [1, 1, 0, 0, 0], EMPTY, EMPTY]))
    assert found[0]["visible"] == 12
    assert found[1] == {"mask": ((1, 1, 1), (1, 1, 0), (0, 0, 0)), "visible": 5}


@given(half=st.integers(0, 6), kind=st.sampled_from("AB"))
def test_a_mask_shows_what_comes_before_the_centre_in_reading_order(bank: Bank, half: int, kind: str) -> None:
    side = 2 * half + 1
    places = [(row, column) for row in range(side) for column in range(side)]
    known = set(places[: places.index((half, half)) + (kind == "B")])
    expected = tuple(tuple(int((row, column) in known) for column in range(side)) for row in range(side))

    assert solve(bank, {"kernel": side, "type": kind}) == {"mask": expected, "visible": len(known)}


@pytest.mark.parametrize("side", [3, 5])
def test_no_pixel_of_a_masked_network_depends_on_itself_or_a_later_one(
    bank: Bank, torch: ModuleType, side: int
) -> None:
    """Two layers, of type A and then B: PyTorch tells on which pixels the middle of the picture depends."""
    picture = torch.zeros(1, 1, 9, 9, dtype=torch.float64, requires_grad=True)
    maps = picture
    for kind in "AB":
        mask = solve(bank, {"kernel": side, "type": kind})["mask"]
        kernel = torch.tensor([[mask]], dtype=torch.float64)
        maps = torch.nn.functional.conv2d(maps, kernel, padding=side // 2)
    maps[0, 0, 4, 4].backward()
    seen = {(row, column) for row, column in picture.grad[0, 0].nonzero().tolist()}

    assert seen
    assert all(place < (4, 4) for place in seen)
    assert (4, 3) in seen
    assert (3, 4) in seen


@pytest.mark.parametrize(
    ("params", "part", "answer", "code", "credit"),
    [
        pytest.param(A5, "visible", 13, "centre_included", "1/2", id="centre-of-A"),
        pytest.param(A5, "visible", 10, "whole_row_masked", 0, id="row-masked"),
        pytest.param(A5, "visible", 15, "whole_row_visible", 0, id="row-visible"),
        pytest.param(B3, "visible", 4, "centre_excluded", "1/2", id="centre-of-B"),
        pytest.param(B3, "visible", 3, "whole_row_masked", 0, id="row-masked-in-B"),
        pytest.param(B3, "visible", 6, "whole_row_visible", 0, id="row-visible-in-B"),
        pytest.param(
            A5, "mask", [FULL, FULL, [1, 1, 1, 0, 0], EMPTY, EMPTY], "centre_included", "24/25", id="mask-A"
        ),
        pytest.param(
            A5, "mask", [FULL, FULL, EMPTY, EMPTY, EMPTY], "whole_row_masked", "23/25", id="two-rows"
        ),
        pytest.param(A5, "mask", [FULL, FULL, FULL, EMPTY, EMPTY], "whole_row_visible", "22/25", id="three-rows"),
        pytest.param(
            B3, "mask", [[1, 1, 1], [1, 0, 0], [0, 0, 0]], "centre_excluded", "8/9", id="mask-B"
        ),
    ],
)  # fmt: skip
def test_a_known_mistake_is_named(
    judge: Judge, params: Params, part: str, answer: JsonValue, code: str, credit: str | int
) -> None:
    verdict = judge("masked_conv", {part: answer}, params)[part]

    assert [each.mistake.code for each in verdict.mistakes] == [code]
    assert str(verdict.credit) == str(credit)


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("visible", "۵", id="persian"),
        pytest.param("visible", "3+2", id="calculation"),
        pytest.param("mask", "1 1 1\n1 1 0\n0 0 0", id="rows"),
        pytest.param("mask", "۱ ۱ ۱\n۱ ۱ ۰\n۰ ۰ ۰", id="persian-rows"),
        pytest.param(
            "mask", r"\begin{bmatrix}1&1&1\\1&1&0\\0&0&0\end{bmatrix}", id="latex"
        ),
        pytest.param("mask", "111\n110\n000", id="bits-together"),
        pytest.param("mask", "|1|1|1|\n|-|-|-|\n|1|1|0|\n|0|0|0|", id="markdown"),
    ],
)  # fmt: skip
def test_other_ways_of_writing_are_right(judge: Judge, part: str, answer: str) -> None:
    assert judge.is_right("masked_conv", part, answer, B3)


def test_a_matrix_of_ones_or_zeros_earns_nothing(judge: Judge) -> None:
    for cell in (0, 1):
        assert judge("masked_conv", {"mask": [[cell] * 5] * 5}, A5)["mask"].credit == 0


def test_a_kernel_of_one_place_has_no_row_beside_it(bank: Bank) -> None:
    instance = Instance(bank["masked_conv"], {"kernel": 1, "type": "A"})

    assert instance.references == {"mask": ((0,),), "visible": 0}
    assert dict(instance.mistaken("mask")) == {
        "centre_included": (((1,),),),
        "centre_excluded": (),
        "whole_row_masked": (),
        "whole_row_visible": (((1,),),),
    }


@pytest.mark.parametrize(
    ("params", "parameter"),
    [
        pytest.param({"kernel": 4, "type": "A"}, "kernel", id="even"),
        pytest.param({"kernel": 0, "type": "A"}, "kernel", id="zero"),
        pytest.param({"kernel": 33, "type": "A"}, "kernel", id="far-too-large"),
        pytest.param({"kernel": "3", "type": "A"}, "kernel", id="text-for-a-number"),
        pytest.param({"kernel": 3, "type": "C"}, "type", id="unknown-type"),
    ],
)
def test_bad_parameters_are_refused_by_name(bank: Bank, params: Params, parameter: str) -> None:
    with pytest.raises(BadParams, match=parameter) as refused:
        Instance(bank["masked_conv"], params)

    assert refused.value.path[0] == parameter


def test_there_is_no_type_unless_it_is_given(bank: Bank) -> None:
    instance = Instance(bank["masked_conv"], {"kernel": 3})

    assert instance.references == {}
    assert set(instance.absent.values()) == {"it needs the parameter 'type'"}


@pytest.mark.parametrize("answer", ["12/25", "13/25", "12 of 25"])
def test_a_share_of_the_places_waits_for_a_person(judge: Judge, answer: str) -> None:
    verdict = judge("masked_conv", {"visible": answer}, {"kernel": 5, "type": "A"})["visible"]

    assert verdict.status is PartStatus.NEEDS_REVIEW
