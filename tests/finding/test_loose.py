"""A sign at the wrong end of its number, or a cell of a broken column, is no answer that counts against anybody."""

from __future__ import annotations

import pytest

from grader.documents.model import Line
from grader.finding.listed import lone_numbers_among
from grader.finding.loose import has_loose_sign
from grader.records import PartStatus
from tests.finding.conftest import Grade


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("3, 5, -1, 7-", True, id="behind-the-last-cell"),
        pytest.param("[3-, 5, 1-]", True, id="in-brackets"),
        pytest.param("۳، ۵، ۷-", True, id="persian-digits"),
        pytest.param("3-.0", True, id="inside-a-decimal"),
        pytest.param("۳-", False, id="a-lone-number-in-persian-habit"),
        pytest.param("-3, 5, -1, 7", False, id="before-each-number"),
        pytest.param("5-3, 7-2", False, id="subtractions"),
        pytest.param("2 - 0.5", False, id="a-decimal-subtracted"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_a_sign_behind_its_number_is_loose(text: str, expected: bool) -> None:
    assert has_loose_sign(text) is expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(["-1", "7"], {1, 2}, id="two-below-each-other"),
        pytest.param(["length: 4", "7"], set(), id="below-words"),
        pytest.param(["4"], set(), id="alone"),
        pytest.param(["7 cells", "8"], set(), id="with-words"),
        pytest.param(["3", "y =", "4", "x =", "5"], {1, 3, 5}, id="labels-between"),
    ],
)
def test_a_number_in_a_column_of_numbers_is_a_cell(texts: list[str], expected: set[int]) -> None:
    lines = [Line(text=text, number=number) for number, text in enumerate(texts, 1)]
    cells = lone_numbers_among(lines)

    assert {line.number for line in lines if id(line) in cells} == expected


@pytest.mark.parametrize(
    ("asked", "text", "part"),
    [
        pytest.param("3", "سوال ۳\nالف) 6-.0\n", "effective_kernel", id="a-turned-decimal"),
        pytest.param("5", "سوال ۵\nالف) ۴\nج) 1.34, 0.45, 0.45, 1.34-\n", "output", id="a-turned-vector"),
    ],
)
def test_an_answer_with_a_loose_sign_is_not_wrong(grade: Grade, asked: str, text: str, part: str) -> None:
    assert grade(asked, text)[part].status is PartStatus.NEEDS_REVIEW
