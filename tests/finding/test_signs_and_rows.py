"""Signs behind headings, rows of a table, and letters that the assignment does not give."""

from __future__ import annotations

import pytest

from grader.documents.model import Line
from grader.finding.find import may_count
from grader.finding.headings import heading_of
from grader.finding.student import student_of


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("(d) -1.68, 0.11", "-1.68, 0.11"),
        ("پ) -۳، ۴، ۱", "-3, 4, 1"),
        ("الف- ۱۲۸", "128"),
        ("Question 2(b) - 5", "5"),
    ],
)
def test_a_sign_belongs_to_its_number(text: str, rest: str) -> None:
    heading = heading_of(Line(text=text, number=1))
    assert heading is not None
    assert heading.rest == rest


@pytest.mark.parametrize(
    ("places", "parts", "counts"),
    [
        ({0, 1, 4}, 5, True),
        ({0, 1, 3}, 7, True),
        ({0, 1, 2}, 5, True),
        ({0, 1}, 5, False),
        ({0, 6}, 5, False),
        (set(), 3, False),
    ],
    ids=["the-last-stands-there", "a-gap", "most-of-them", "a-few-in-a-row", "too-many", "none"],
)
def test_letters_that_may_count_the_parts(places: set[int], parts: int, counts: bool) -> None:
    assert may_count(places, parts) is counts


def test_a_name_loses_the_stroke_behind_it() -> None:
    assert student_of([Line(text="Name: Lena Brandt —", number=1)])[1] == "Lena Brandt"
