"""Numbers of lists that pages from the right have behind their items, and negative numbers that are none."""

from __future__ import annotations

import pytest

from grader.documents.model import Line
from grader.finding.items import with_items_turned

HEADS = ("سوال ۱", "سوال ۲")


def turned(*rows: tuple[str, str]) -> list[tuple[str, str]]:
    """Return both readings of the rows, which stand under two questions alike."""
    texts = [each for head in HEADS for each in ((head, ""), *rows)]
    lines = [
        Line(text=text, other=other, number=number) for number, (text, other) in enumerate(texts, start=1)
    ]
    found = [(line.text, line.other) for line in with_items_turned(lines)]
    assert found[: len(found) // 2][1:] == found[len(found) // 2 :][1:]
    return found[1 : len(rows) + 1]


def test_numbers_behind_a_dash_stand_before_their_items() -> None:
    rows = turned(("۱- کاهش ۹۲۱", ""), ("۱۹۶۱۰ -۲", "-۲ ۱۹۶۱۰"), ("۱۵۰ -۳ و ۱۲۰", "۳- ۱۵۰ و ۱۲۰"))
    assert rows == [("1) کاهش ۹۲۱", ""), ("2) ۱۹۶۱۰", ""), ("3) ۱۵۰ و ۱۲۰", "")]


def test_two_readings_of_an_item_stay_two() -> None:
    rows = turned(("۵×۷ -۱", "-۱ ۷×۵"), ("۹ -۲", "-۲ ۹"))
    assert rows == [("1) ۵×۷", "1) ۷×۵"), ("2) ۹", "")]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param((("6 -1", ""), ("3 -2", "")), id="rows-from-the-left"),
        pytest.param((("۶ -۲", ""), ("۳ -۱", "")), id="numbers-that-do-not-count"),
        pytest.param((("۱- ۶", ""), ("۲- ۳", "")), id="numbers-in-their-place"),
        pytest.param((("۶ -۱", ""),), id="one-item"),
    ],
)
def test_other_lines_stay_as_they_are(rows: tuple[tuple[str, str], ...]) -> None:
    assert turned(*rows) == list(rows)
