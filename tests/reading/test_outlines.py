"""Brackets that are drawn as outlines enclose a matrix as those of a font do; other outlines do not."""

from __future__ import annotations

from grader.documents.pdf import read_pdf
from tests.reading.small_pdf import Page, make_pdf

THICK = 1.8  # points


def bracket(page: Page, x: float, top: float, bottom: float, reach: float) -> None:
    """Draw a square bracket whose ends reach from its stroke at x to one side."""
    sign = 1 if reach > 0 else -1
    inner, low, high = x + sign * THICK, page.height - bottom, page.height - top
    corners = [
        (x, low), (x + reach, low), (x + reach, low + THICK), (inner, low + THICK),
        (inner, high - THICK), (x + reach, high - THICK), (x + reach, high), (x, high),
    ]  # fmt: skip
    first, *others = [f"{a:.2f} {b:.2f}" for a, b in corners]
    page.operators.append(f"q 0 g {first} m {' l '.join(others)} l h f Q")


def page_with(*brackets: tuple[float, float, float, float]) -> Page:
    page = Page()
    page.write("a) K =", 60, 126)
    for row, cells in enumerate(("1  2", "3  4", "5  6")):
        page.write(cells, 140, 110 + 16 * row)
    for each in brackets:
        bracket(page, *each)
    return page


def texts(page: Page) -> list[str]:
    return [line.text for line in read_pdf(make_pdf([page]), "lee.pdf").lines]


def test_a_matrix_in_drawn_brackets_follows_its_label() -> None:
    page = page_with((130, 98, 146, 5), (176, 98, 146, -5))
    assert texts(page) == ["a) K =", "1\t2", "3\t4", "5\t6"]


def test_a_drawn_bracket_without_its_partner_is_none() -> None:
    alone, lower = page_with((130, 98, 146, 5)), page_with((130, 98, 146, 5), (176, 110, 158, -5))
    assert texts(alone) == texts(lower) == texts(page_with())


def test_a_drawn_bracket_that_letters_stand_on_is_none() -> None:
    page = page_with((140, 98, 146, 8), (176, 98, 146, -5))
    assert texts(page) == texts(page_with())
