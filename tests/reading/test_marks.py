"""Whether a page is read by columns or row by row, told by the marks with which its lines begin."""

from __future__ import annotations

import pytest

from grader.documents.marks import Mark, column_cost, is_out_of_order, mark_in, row_cost
from grader.documents.model import Doubt
from grader.documents.pdf import read_pdf
from tests.reading.small_pdf import Page, make_pdf


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Question 4", Mark(number=4)),
        ("سوال ۲", Mark(number=2)),
        ("b) 5", Mark(letter="b")),
        ("ت) ۴۵٪", Mark(letter="ت")),
        ("3. ratio", Mark(number=3)),
        ("28 × 28", None),
        ("a.5", None),
        ("۳- الف", Mark(number=3)),
        ("6b 18 × 22", Mark(number=6, letter="b")),
        ("3a", Mark(number=3, letter="a")),
        ("3a + 2", None),
        ("14- 5", None),  # -14 5, from the right
    ],
)
def test_a_line_begins_with_a_mark(text: str, mark: Mark | None) -> None:
    assert mark_in(text) == mark


def test_columns_cost_less_where_each_is_counted_on_its_own() -> None:
    letters = [(Mark(letter=left), Mark(letter=right)) for left, right in ("ac", "bd")]
    assert column_cost(letters, from_right=False) == 0 < row_cost(letters, from_right=False)
    assert row_cost([*letters[:0], (Mark(letter="a"), Mark(letter="b"))], from_right=False) == 0


def test_run_in_marks_of_columns_cost_less_column_by_column() -> None:
    """Each half-row carries its question's number and its part's letter: ``1a | 3a`` above ``1b | 3b``."""
    rows = [
        (Mark(number=left, letter=letter), Mark(number=left + 2, letter=letter))
        for left in (1, 2)
        for letter in "ab"
    ]
    assert column_cost(rows, from_right=False) == 0 < row_cost(rows, from_right=False)


def test_a_column_of_labels_hides_no_gutter() -> None:
    page = Page()
    for row, label in enumerate(("1a", "1b", "2a", "2b", "3a", "3b", "4a", "4b")):
        page.write(f"{label} the sum of all values is {row}", 60, 100 + 22 * row)
    for row, label in enumerate(("5a", "5b", "6a", "6b")):
        page.write(label, 300, 107 + 22 * row)
        page.write(str(90 + row), 332, 107 + 22 * row)
    lines = read_pdf(make_pdf([page]), "lee.pdf").lines
    labels = [f"{number}{letter}" for number in range(1, 7) for letter in "ab"]
    assert [line.text[:2] for line in lines] == labels
    assert not any(Doubt.ORDER in line.doubts for line in lines)


def test_short_level_columns_are_read_one_after_the_other() -> None:
    page = Page()
    for row, (left, right) in enumerate(zip("abc", "def", strict=True)):
        page.write(f"{left}) {row}", 60, 100 + 18 * row)
        page.write(f"{right}) {row + 3}", 320, 100 + 18 * row)
    lines = read_pdf(make_pdf([page]), "lee.pdf").lines
    assert [line.text[0] for line in lines] == list("abcdef")
    assert not any(Doubt.ORDER in line.doubts for line in lines)


def test_marks_that_run_wild_put_the_order_in_doubt() -> None:
    assert is_out_of_order(["Question 1\ta) 5", "a) 7\tb) 3", "b) 8\tQuestion 2", "c) 2\ta) 1"])
    assert not is_out_of_order(["Question 1", "a) 7\tb) 3", "c) 8\td) 2"])


def test_answers_at_the_left_of_labels_at_the_right_are_no_column() -> None:
    """Labels and what they ask for stand at the page's two ends, one below the other."""
    page = Page()
    said = [f"{letter}) {'label ' * 8}" for letter in "abcdef"]
    for row, label in enumerate(said):
        page.write(label, 310, 100 + 40 * row)
        page.write(f"{row + 1}. step", 60, 120 + 40 * row)
    lines = read_pdf(make_pdf([page]), "lee.pdf").lines
    assert [line.text.split()[0] for line in lines] == [
        said for row, letter in enumerate("abcdef") for said in (f"{letter})", f"{row + 1}.")
    ]
