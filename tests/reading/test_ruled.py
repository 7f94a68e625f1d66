"""Columns of a table between level rules are parted where nothing of any row stands, however narrow that is."""

from __future__ import annotations

import pytest

from grader.documents.pdf import read_pdf
from tests.reading.small_pdf import Page, make_pdf

ROWS = (
    ("layer", "output", "params"),
    ("conv1", "9 x 8 x 4", "96"),
    ("conv2", "", "77"),
    ("pool", "2 x 2 x 4", "0"),
)
COLUMNS = (
    90,
    138,
    204,
)  # the second begins 12 points behind the longest name, the third behind the longest size


def page_of(rows: tuple[tuple[str, ...], ...], rules: tuple[float, ...], wide: float = 160) -> Page:
    page = Page()
    for at, row in enumerate(rows):
        for left, cell in zip(COLUMNS, row, strict=True):
            if cell:
                page.write(cell, left, 100 + 14 * at)
    for top in rules:
        page.bar(88, top, wide, 0.6)
    return page


def test_columns_with_narrow_gaps_are_parted_and_an_empty_cell_keeps_its_place() -> None:
    lines = read_pdf(make_pdf([page_of(ROWS, (87, 104, 146))]), "a.pdf").lines

    assert [line.text for line in lines] == ["\t".join(row) for row in ROWS]


@pytest.mark.parametrize(
    ("rules", "wide"),
    [
        pytest.param((), 160, id="without-rules"),
        pytest.param((87, 104, 146), 70, id="rules-of-something-narrower"),
    ],
)
def test_gaps_alone_part_nothing(rules: tuple[float, ...], wide: float) -> None:
    lines = read_pdf(make_pdf([page_of(ROWS, rules, wide)]), "a.pdf").lines

    assert lines[1].text == "conv1 9 x 8 x 4 96"


def test_a_row_over_all_columns_leaves_them_together() -> None:
    page = page_of(ROWS, (87, 104, 160))
    page.write("all with a stride of two", 90, 156)

    lines = read_pdf(make_pdf([page]), "a.pdf").lines

    assert lines[1].text == "conv1 9 x 8 x 4 96"
