"""The lines of a ruled table's cell that wraps are one cell; lines that are texts of their own stay lines."""

from __future__ import annotations

import pytest

from grader.documents.pdf import read_pdf
from tests.reading.small_pdf import Page, make_pdf

LEFTS = (90, 190, 290)
Lines = tuple[tuple[str, str, str], ...]


def table_of(*rows: Lines, is_ruled: bool = True) -> Page:
    """Return a page with a table of three columns; a row is the lines of its cells."""
    page, top = Page(), 80.0
    for row in rows:
        page.bar(86, top, 300, 0.6)
        bottom = top + 16 * len(row)
        for at, line in enumerate(row):
            for left, cell in zip(LEFTS, line, strict=True):
                if cell:
                    page.write(cell, left, top + 13 + 15 * at)
        for left in (*LEFTS, 390) if is_ruled else ():
            page.bar(left - 4, top, 0.6, bottom - top)
        top = bottom
    page.bar(86, top, 300, 0.6)
    return page


HEAD: Lines = (("layer", "output", "params"),)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param(
            (("conv1", "9x8x4", "(25x3+1)x4 ="), ("", "", "304")), ["conv1\t9x8x4\t(25x3+1)x4 = 304"], id="sign-above"
        ),
        pytest.param(
            (("conv1", "9x8x4", "(25x3+1)x4"), ("", "", "= 304")), ["conv1\t9x8x4\t(25x3+1)x4 = 304"], id="sign-below"
        ),
        pytest.param(
            (("conv1", "9 + 8 =", "304"), ("", "1", "")), ["conv1\t9 + 8 =\t304", "1"], id="there-was-room"
        ),
        pytest.param(
            (("conv1", "9x8x4", "part b of it ="), ("", "", "(c)")),
            ["conv1\t9x8x4\tpart b of it =", "(c)"],
            id="words-may-be-two-texts",
        ),
        pytest.param(
            (("conv1", "9x8x4", "1200300400"), ("", "", "304")), ["conv1\t9x8x4\t1200300400", "304"], id="no-sign"
        ),
    ],
)  # fmt: skip
def test_a_wrapped_formula_is_one_cell(row: Lines, said: list[str]) -> None:
    last: Lines = (("pool", "1x1x4", "0"),)

    lines = read_pdf(make_pdf([table_of(HEAD, row, last)]), "a.pdf").lines

    assert [line.text for line in lines] == ["layer\toutput\tparams", *said, "pool\t1x1x4\t0"]


def test_without_standing_rules_nothing_is_joined() -> None:
    row: Lines = (("conv1", "9x8x4", "(25x3+1)x4 ="), ("", "", "304"))

    lines = read_pdf(make_pdf([table_of(HEAD, row, is_ruled=False)]), "a.pdf").lines

    assert [line.text for line in lines][-1] == "304"
