"""A line that had room for the next one's first word ended there; one that was full may go on."""

from __future__ import annotations

import pytest

from grader.documents.model import Line
from grader.finding.wrapped import Edges, joint

LEFT, RIGHT, LETTER = 70.0, 520.0, 5.0


def set_line(text: str, top: float, *, start: float = LEFT, from_right: bool = False) -> Line:
    """Return a line of 10 points that begins at ``start`` and is as long as its letters, from the side it runs from."""
    width = LETTER * len(text)
    left, right = (start - width, start) if from_right else (start, start + width)
    return Line(text=text, number=int(top), page=1, box=(left, top, right, top + 10), size=10)


def has_room(lines: list[Line]) -> bool:
    return Edges(lines).leaves_room(lines[0], lines[1])


WIDE = "w" * 90
PERSIAN_WIDE = "پ" * 90


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("The kernel sees 12 cells", "total: 45", True, id="much-room"),
        pytest.param("x" * 84, "parameters of it", False, id="the-first-word-had-no-room"),
        pytest.param("x" * 84, "of", True, id="a-short-word-had-room"),
        pytest.param("The four cells add to 28, so", "7 is their mean", False, id="an-open-word-goes-on"),
    ],
)
def test_a_short_line_leaves_room(before: str, after: str, expected: bool) -> None:
    assert has_room([set_line(before, 100), set_line(after, 112), set_line(WIDE, 124)]) is expected


def test_a_line_from_the_right_leaves_its_room_at_the_left() -> None:
    lines = [
        set_line(text, top, start=RIGHT, from_right=True)
        for text, top in (("جمع خانه‌ها ۲۸ است", 100), ("کل: ۴۵", 112), (PERSIAN_WIDE, 124))
    ]

    assert has_room(lines)


def test_a_line_that_ends_where_others_do_is_full() -> None:
    column = [set_line("x" * 40, 100 + 12 * place) for place in range(4)]

    assert not has_room([*column, set_line(WIDE, 160)])


def test_a_column_beside_does_not_make_room() -> None:
    column = [set_line("x" * length, 100 + 12 * place) for place, length in enumerate((39, 40, 38))]
    beside = [set_line("y" * 40, 100 + 12 * place, start=320) for place in range(3)]

    assert not Edges([*column, *beside]).leaves_room(column[0], column[1])


def test_a_line_far_below_begins_anew() -> None:
    assert has_room([set_line(WIDE, 100), set_line(WIDE, 124)])


def test_without_boxes_nothing_is_known() -> None:
    lines = [Line(text="a", number=1), Line(text="b", number=2)]

    assert not has_room(lines)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param("ودرمجموع = ۱۲۰+۲۵۶", "۳۷۶ پارامتر", " = ", id="a-sum-and-its-result"),
        pytest.param("3×4×5", "60 weights", " = ", id="a-product-and-its-result"),
        pytest.param("120+256", "377 weights", "  ", id="another-number"),
        pytest.param("2+3×4", "14", "  ", id="a-mixture"),
        pytest.param("12, 130", "140, 150", "  ", id="numbers-that-would-grow-together"),
        pytest.param("so the output", "28×24", " ", id="words-before-a-number"),
        pytest.param("the 28", "outputs", " ", id="a-number-before-words"),
        pytest.param("", "", " ", id="nothing"),
    ],
)
def test_numbers_at_a_lines_end_and_the_next_ones_start_stay_apart(
    first: str, second: str, expected: str
) -> None:
    assert joint(first, second) == expected
