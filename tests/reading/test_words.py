"""Letters joined to words, numbers and runs of words say what the same letters say one by one."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.documents.atoms import Atom, letters_of
from grader.documents.layout import lines_of
from grader.documents.pdf import read_pdf
from grader.documents.pdfium_page import read_page
from grader.documents.sheet import Sheet
from tests.reading.small_pdf import Page, make_pdf

DOCUMENTS = Path(__file__).resolve().parent.parent / "documents" / "open"
ONE_OF_EACH = (
    "shapes/xelatex-prose-story", "shapes/typst-terse-english", "shapes/libreoffice-persian-tables",
    "shapes/lualatex-persian-visual", "mixed/chromium-narrow-gutter", "mixed/pdflatex-over-the-page",
    "gradients/chromium-mathml-arabic-digits", "gradients/weasyprint-two-columns",
    "gradients/reportlab-persian-ruled", "gradients/libreoffice-english-formulas",
)  # fmt: skip


def sheets(data: bytes, *, merging: bool) -> list[Sheet]:
    """Return the pages of a PDF."""
    with pypdfium2.PdfDocument(data) as document:
        return [read_page(document[index], index + 1, merging=merging) for index in range(len(document))]


def lines(data: bytes, *, merging: bool) -> list[str]:
    """Return the lines of all pages of a PDF."""
    found = sheets(data, merging=merging)
    letters, latin = letters_of([atom for sheet in found for atom in sheet.atoms])
    return [line.text for sheet in found for line in lines_of(sheet, from_right=letters > latin)]


def atoms(page: Page) -> list[Atom]:
    """Return the atoms of a page."""
    (sheet,) = sheets(make_pdf([page]), merging=True)
    return sheet.atoms


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_a_document_reads_as_it_does_letter_by_letter(name: str) -> None:
    data = (DOCUMENTS / f"{name}.pdf").read_bytes()
    assert lines(data, merging=True) == lines(data, merging=False)


GAPS = st.sampled_from([0.0, 3.0, 5.0, 9.0, 20.0, 60.0])
PIECES = st.tuples(st.text("ab x17.,=سلا۴ ", min_size=1, max_size=14), GAPS, st.just(0.0), st.just(12.0))
SCRIPTS = st.tuples(
    st.text("ab x17.,=", min_size=1, max_size=5), GAPS, st.sampled_from([-5.0, 2.0]), st.just(8.0)
)


@given(st.lists(PIECES | SCRIPTS, min_size=1, max_size=6))
@example([("1", 0.0, 0.0, 12.0), ("1", 9.0, 0.0, 12.0), (" 1", 3.0, 0.0, 12.0), ("aa", 0.0, -5.0, 8.0)])
@example([("ا", 0.0, 0.0, 12.0), ("aa", 0.0, 0.0, 12.0), ("1", 0.0, -5.0, 8.0)])
def test_any_line_reads_as_it_does_letter_by_letter(
    pieces: list[tuple[str, float, float, float]],
) -> None:
    page = Page()
    x = 60.0
    for text, gap, shift, size in pieces:
        x = page.write(text, x + gap, 100 + shift, size)
    page.write("Q1 and another line", 60, 140)
    data = make_pdf([page])
    assert lines(data, merging=True) == lines(data, merging=False)


def test_words_with_a_blank_between_are_one_atom() -> None:
    page = Page()
    page.write("the number of weights is 320", 60, 100)
    assert [atom.text for atom in atoms(page) if atom.text != " "] == ["the number of weights is", "320"]


def test_words_on_both_sides_of_a_rule_stay_apart() -> None:
    page = Page()
    end = page.write("left", 60, 100)
    page.write("right", end + 4, 100)
    page.bar(end + 2, 80, 0.5, 40)
    (line,) = read_pdf(make_pdf([page]), "lee.pdf").lines
    assert line.text == "left\tright"


def test_a_covered_word_among_others_is_hidden() -> None:
    """Nothing of a run is believed because the rest of it is seen."""
    page = Page()
    page.write("the answer is hidden here", 60, 100)
    page.bar(60 + 12 * (3 * 0.6 + 0.3), 85, 12 * 6 * 0.6, 25, "1 1 0 rg")
    document = read_pdf(make_pdf([page]), "lee.pdf")
    assert "answer" not in " ".join(line.text for line in document.lines)
    assert document.hidden == ("answer",)


def test_a_tinted_box_behind_some_words_keeps_all_of_them_joined() -> None:
    page = Page()
    page.write("before the box", 60, 100)
    page.bar(55, 125, 200, 25, "0.9 g")
    page.write("words in a tinted box", 60, 140)
    assert [atom.text for atom in atoms(page) if len(atom.text) > 1] == [
        "before the box", "words in", "tinted box",
    ]  # fmt: skip
