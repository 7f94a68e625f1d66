"""A second reader settles what the first could not read, and where they differ both are kept."""

from __future__ import annotations

import pytest

from grader.documents import settling
from grader.documents.model import Doubt
from grader.documents.pdf import read_pdf
from tests.reading.small_pdf import Page, make_pdf


def document_of(*rows: str) -> bytes:
    page = Page()
    for place, row in enumerate(rows):
        page.write(row, 60, 100 + 20 * place)
    return make_pdf([page])


def test_readers_that_agree_leave_no_doubt() -> None:
    settled = read_pdf(document_of("Q1 42", "y = 14"), "lee.pdf", settle=True)
    assert [(line.text, line.doubts) for line in settled.lines] == [("Q1 42", ()), ("y = 14", ())]


def test_readers_that_differ_leave_both_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = settling.glyphs_of

    def misread(page: object) -> settling.Glyphs:
        found = honest(page)  # type: ignore[arg-type]  # the library's page is not typed here
        return {
            base: [(at, x, "7" if text == "2" else text) for at, x, text in row]
            for base, row in found.items()
        }

    monkeypatch.setattr(settling, "glyphs_of", misread)
    first, second = read_pdf(document_of("Q1 42", "y = 14"), "lee.pdf", settle=True).lines
    assert (first.text, first.other, first.doubts) == ("Q1 42", "Q1 47", (Doubt.READERS,))
    assert second.doubts == ()


def test_an_unsound_digit_is_taken_from_the_second_reader_with_a_doubt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    honest = settling.glyphs_of

    def knowing(page: object) -> settling.Glyphs:
        found = honest(page)  # type: ignore[arg-type]  # the library's page is not typed here
        return {
            base: [(at, x, "3" if text > "\ue000" else text) for at, x, text in row]
            for base, row in found.items()
        }

    monkeypatch.setattr(settling, "glyphs_of", knowing)
    (line,) = read_pdf(document_of("Q1 4\ue0052"), "lee.pdf").lines
    assert (line.text, line.doubts) == ("Q1 432", (Doubt.READERS,))


def test_a_fault_of_the_second_reader_leaves_the_first_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(page: object) -> settling.Glyphs:
        raise RecursionError

    monkeypatch.setattr(settling, "glyphs_of", fail)
    (line,) = read_pdf(document_of("Q1 4\ue0052"), "lee.pdf").lines
    assert (line.text, line.doubts) == ("Q1 4\ufffd2", (Doubt.CHARACTERS,))


def test_the_second_reader_says_nothing_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    page = Page()
    page.write("Q1 4\ue0052", 60, 100)
    page.operators.append("(a) (b) (c) rg 1 m")
    read_pdf(make_pdf([page]), "lee.pdf")
    assert capfd.readouterr() == ("", "")
