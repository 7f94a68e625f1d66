"""Numbers that XeTeX draws from the right keep both orders; those of other programs have one."""

from __future__ import annotations

import pytest

from grader.documents.pdf import read_pdf
from tests.reading.small_pdf import Page, make_pdf

XETEX = "xdvipdfmx (20211117)"


def readings(*rows: str, producer: str = XETEX) -> set[str]:
    page = Page()
    page.write("تقد :لوا خساپ", 400, 80)
    for place, row in enumerate(rows):
        page.write(row, 440, 110 + 20 * place)
    line = read_pdf(make_pdf([page], producer=producer), "lee.pdf").lines[1]
    return {line.text, line.other} - {""}


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        pytest.param("۲۵.۰ تقد", {"دقت ۰.۲۵", "دقت ۲۵.۰"}, id="a-quarter"),
        pytest.param("25.0 تقد", {"دقت 0.25", "دقت 25.0"}, id="a-quarter-in-european-digits"),
        pytest.param("۸/۳ تقد", {"دقت ۳/۸", "دقت ۸/۳"}, id="a-fraction"),
        pytest.param("۴۰۰,۴۲۲,۱۲۰ تقد", {"دقت ۱۲۰,۴۲۲,۴۰۰", "دقت ۴۰۰,۴۲۲,۱۲۰"}, id="groups"),
        pytest.param("۴۰۰،۲۰ تقد", {"دقت ۲۰,۴۰۰", "دقت ۴۰۰,۲۰"}, id="groups-with-persian-commas"),
        pytest.param("۷٫۸۹ تقد", {"دقت ۸۹.۷", "دقت ۷.۸۹"}, id="a-point-that-was-typed"),
        pytest.param("۰.۲۵ تقد", {"دقت ۰.۲۵"}, id="nobody-types-a-lone-zero-behind-a-point"),
        pytest.param("3/8 تقد", {"دقت 3/8"}, id="european-digits-around-other-signs"),
    ],
)
def test_a_number_of_xetex_is_read_in_both_orders(seen: str, expected: set[str]) -> None:
    assert readings(seen) == expected


@pytest.mark.parametrize("seen", ["۲۵.۰ تقد", "۸/۳ تقد", "۷٫۸۹ تقد"])
def test_other_programs_keep_the_order_of_a_number(seen: str) -> None:
    assert readings(seen, producer="Skia/PDF m120") == {"دقت " + seen.split()[0]}


def test_decimals_below_one_tell_that_all_are_set_as_formulas() -> None:
    assert readings("۷٫۸۹ تقد", "۰٫۲۵ تقد") == {"دقت ۷٫۸۹"}


def test_a_number_in_a_font_without_persian_letters_keeps_its_order() -> None:
    page = Page()
    page.write("تقد :لوا خساپ", 400, 80)
    page.operators.append("BT /F9 12 Tf 1 0 0 1 440 732 Tm (25.0) Tj ET")
    line = read_pdf(make_pdf([page], producer=XETEX), "lee.pdf").lines[1]
    assert (line.text, line.other) == ("25.0", "")
