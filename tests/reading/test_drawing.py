"""Pages and places are drawn for a person."""

from __future__ import annotations

import struct

import pytest

from grader.documents import drawing
from grader.documents.drawing import render, render_all
from tests.reading.small_pdf import Page, make_pdf


def one_page() -> bytes:
    page = Page()
    page.write("Q1 42", 60, 100)
    return make_pdf([page])


def size_of(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    return int(width), int(height)


def test_a_page_is_drawn_whole() -> None:
    assert size_of(render(one_page(), 1, dpi=72)) == (595, 842)


def test_a_place_is_drawn_with_a_margin() -> None:
    width, height = size_of(render(one_page(), 1, (60, 90, 160, 110), dpi=72))
    assert (width, height) == (116, 28)


def test_a_place_off_the_page_draws_the_page() -> None:
    assert size_of(render(one_page(), 1, (900, 900, 950, 950), dpi=72)) == (595, 842)


def test_a_picture_is_kept_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_PIXELS", 10_000)
    width, height = size_of(render(one_page(), 1, dpi=600))
    assert width * height <= 10_500


def test_a_page_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="page 2 of 1"):
        render(one_page(), 2)


def test_one_place_that_cannot_be_drawn_costs_no_other() -> None:
    first, missing, last = render_all(one_page(), [(1, (60, 90, 160, 110), 72), (2, None, 72), (1, None, 36)])
    assert size_of(first) == (116, 28)
    assert missing == b""
    assert size_of(last) == (298, 421)


def test_the_same_place_gives_the_same_bytes() -> None:
    assert render(one_page(), 1, (60, 90, 160, 110)) == render(one_page(), 1, (60, 90, 160, 110))
