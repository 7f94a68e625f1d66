"""Lines of right-to-left words that begin at the left margin end their paragraph where they leave room at the right."""

from __future__ import annotations

import pytest

from grader.documents.model import Line
from grader.finding.wrapped import Edges, begin_left

ROWS = ("کاهش: 480", "لایه: 24 × 20 × 64 × 9 = 276480", "مجموع: 276480 + 480 = 276960", "نسبت این دو: 0.25")


def lines_at(edge: float, *, from_right: bool) -> list[Line]:
    """Return the rows below one another, all of them from one edge."""
    lines = []
    for place, text in enumerate(ROWS):
        width, top = 6.0 * len(text), 100.0 + 18 * place
        left = edge - width if from_right else edge
        lines.append(Line(text=text, number=place + 1, box=(left, top, left + width, top + 12), size=12.0))
    return lines


@pytest.mark.parametrize(("edge", "from_right"), [(60.0, False), (540.0, True)], ids=["left", "right"])
def test_a_short_line_leaves_room_at_either_side(edge: float, from_right: bool) -> None:
    lines = lines_at(edge, from_right=from_right)
    assert begin_left(lines) is not from_right
    assert Edges(lines).leaves_room(lines[0], lines[1])
    assert not Edges(lines).leaves_room(lines[1], lines[2])
