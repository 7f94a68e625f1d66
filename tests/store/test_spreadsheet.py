"""No cell runs in a spreadsheet or turns into something else, and every text comes back."""

from __future__ import annotations

import csv
import io
import re
from fractions import Fraction
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from grader.store.spreadsheet import original_text, safe_text, table

RISKY = some.text(alphabet="'=+-@\t\r\n＝＋－＠ \u200f0179./:eE%JanFebx٫۱۲", max_size=8)


@given(RISKY | some.text())
@example("'=1")
@example("''")
@example("'14")
@example("'0")
def test_taking_our_apostrophe_away_gives_the_text_back(text: str) -> None:
    assert original_text(safe_text(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("=1+1", id="formula"),
        pytest.param("+1", id="plus"),
        pytest.param("-1", id="minus"),
        pytest.param("@SUM(A1)", id="at"),
        pytest.param("\t=1", id="tab"),
        pytest.param("\r=1", id="return"),
        pytest.param("\nx", id="line-feed"),
        pytest.param("＝1+1", id="full-width-equals"),
        pytest.param("＋1", id="full-width-plus"),
        pytest.param("－1", id="full-width-minus"),
        pytest.param("＠x", id="full-width-at"),
        pytest.param("  =1", id="behind-spaces"),
        pytest.param("\u200f=1", id="behind-a-direction-mark"),
        pytest.param("'=1", id="already-quoted"),
        pytest.param("007", id="leading-zeros"),
        pytest.param("0.10", id="trailing-zero"),
        pytest.param("1/2", id="would-be-a-day"),
        pytest.param("3-4", id="would-be-a-day-too"),
        pytest.param("12:30", id="would-be-a-time"),
        pytest.param("1e5", id="would-be-a-power"),
        pytest.param("401200001234", id="would-lose-digits"),
        pytest.param("Mar 5", id="would-be-march"),
        pytest.param("5 sep", id="would-be-september"),
        pytest.param("۰٫۱۰", id="persian-digits"),
    ],
)
def test_texts_that_a_spreadsheet_would_change_get_an_apostrophe(text: str) -> None:
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("401200001", id="id"),
        pytest.param("14x14x32", id="shape"),
        pytest.param("سارا احمدی", id="persian-name"),
        pytest.param("needs_review", id="status"),
        pytest.param("O'Brien", id="inner-apostrophe"),
        pytest.param("Marta", id="begins-like-a-month"),
        pytest.param("", id="empty"),
        pytest.param("0", id="zero"),
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert safe_text(text) == text


def test_numbers_stay_numbers() -> None:
    data = table(["a", "b", "c", "d"], [[Fraction(35, 2), -3, None, Fraction(1, 3)]])
    assert data == "\ufeffa,b,c,d\n17.5,-3,,0.3333\n".encode()


def test_a_table_comes_back_cell_by_cell() -> None:
    row = ['two "quotes"', "a,b;c", "first\nsecond", "=1", "\ud800"]
    text = table(["a"] * 5, [row]).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline="")))[1]
    assert [original_text(cell) for cell in read] == [*row[:4], "\\ud800"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1" * 20_000 + "x", id="digits"),
        pytest.param(" " * 20_000, id="spaces"),
        pytest.param("'" * 20_000, id="apostrophes"),
        pytest.param("mar" + " " * 20_000, id="month"),
        pytest.param("1, " * 7_000 + "x", id="vector"),
    ],
)
def test_long_cells_are_read_in_linear_time(text: str) -> None:
    began = process_time()
    assert original_text(safe_text(text)) == text
    assert process_time() - began < 0.05


@given(
    some.lists(
        some.lists(some.text(some.characters(exclude_categories=["Cs"])), min_size=2, max_size=4),
        min_size=1,
        max_size=4,
    )
)
def test_every_cell_stays_in_its_row_and_column(rows: list[list[str]]) -> None:
    """A lone carriage return would begin a row of its own, and with it a formula."""
    data = table(["a", "b"], rows).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(data, newline=""), strict=True))
    assert [len(row) for row in read] == [2, *map(len, rows)]
    assert "\r=1+1" not in re.sub(r'"[^"]*"', "", table(["a"], [["x\r=1+1"]]).decode("utf-8-sig"))
