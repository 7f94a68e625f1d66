"""Reads a page's glyphs with pypdfium2: the quick source of atoms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.documents.atoms import LETTER, Atom, box_of, composed, kind_of
from grader.documents.gate import MOST_CHARACTERS, check_side
from grader.documents.glyphs import LONGEST_HIDDEN, Reader
from grader.documents.outlines import brackets_drawn
from grader.documents.pieces import lengthen_brackets
from grader.documents.scenery import Area, Scenery, survey
from grader.documents.sheet import Sheet
from grader.documents.turned import Turned
from grader.documents.xetex import is_of_xetex, with_open_numbers

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

SPANS_PAGE = 0.5  # share of the page from which a picture is the page itself
SAYS_SOMETHING = 0.04  # share of the page from which a picture may hold an answer
MOST_NAMELESS = 200  # glyphs on a page that are looked at one by one
A_STAMP = 100  # characters; a scanner's own line over its picture is shorter


def read_page(page: PdfPage, number: int, *, merging: bool = True) -> Sheet:
    """Return what stands on a page; without ``merging`` each glyph is an atom of its own.

    Raises HandInError where the page is larger than any paper.
    """
    turned = turned_of(page.raw)
    width, height = turned.extent
    check_side(number, width, height)
    sheet = Sheet(number=number, width=width, height=height)
    scenery = survey(page, turned)
    text = page.get_textpage()
    try:
        if scenery.too_many or text.count_chars() > MOST_CHARACTERS:
            sheet.refused = True
            return sheet
        reader = Reader(text, turned, scenery, merging=merging)
        atoms, aslant = reader.read()
        if len(aslant) > len(atoms):
            runs = max((0, 1, 2, 3, 4), key=[each.runs for each in reader.stances.of_heights.values()].count)
            if runs != 4:
                turned = replace(turned, quarters=(turned.quarters - runs) % 4)
                scenery = survey(page, turned)
                reader = Reader(text, turned, scenery, merging=merging)
                atoms, aslant = reader.read()
                sheet.width, sheet.height = turned.extent
        lengthen_brackets(atoms, scenery.drawn, turned)
        atoms += brackets_drawn(scenery.outlines, atoms)
        if is_of_xetex(page):
            atoms = with_open_numbers(atoms, reader.page)
        fill(sheet, reader, scenery, atoms, aslant)
    finally:
        text.close()
    return sheet


def turned_of(handle: object) -> Turned:
    """Return the box of a page, given by pdfium's handle, and how it is turned."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(handle, box)
    return Turned(box.left, box.bottom, box.right, box.top, raw.FPDFPage_GetRotation(handle) % 4)


def fill(sheet: Sheet, reader: Reader, scenery: Scenery, atoms: list[Atom], aslant: list[Atom]) -> None:
    """Put what was found on the sheet; the recognised text of a scan takes the place of a text."""
    page_area = max(sheet.width * sheet.height, 1.0)
    shares = [share(area, sheet) / page_area for area in scenery.pictures()]
    largest = max(shares, default=0.0)
    atoms = without_nameless_marks(atoms)
    sheet.atoms, sheet.bars = atoms, scenery.bars
    if largest > SPANS_PAGE and pieces_of(atoms) + reader.blanks + len(aslant) < A_STAMP:
        sheet.picture = True
        if not atoms and reader.unseen:
            sheet.atoms, sheet.recognised = reader.unseen, True
            reader.hidden.clear()
    elif not atoms and not aslant and (shares or scenery.strokes or scenery.bars):
        sheet.picture = True
    sheet.unread = largest > SAYS_SOMETHING or scenery.drawn_by_hand()
    sheet.unsound = any(atom.unsound for atom in atoms)
    sheet.hidden = reader.hidden_texts()
    if aslant and not sheet.recognised:
        said = "".join(composed(atom.text) for atom in aslant)[:LONGEST_HIDDEN]
        sheet.notes.append((box_of(aslant), said))


def pieces_of(atoms: list[Atom]) -> int:
    """Return how many words, blanks and signs atoms say, of which some are runs of words."""
    return sum(1 + 2 * atom.text.count(" ") if len(atom.text) > 1 else 1 for atom in atoms)


def without_nameless_marks(atoms: list[Atom]) -> list[Atom]:
    """Return the atoms without glyphs that have no text and are drawn over a right-to-left letter.

    They are marks, such as the hamza of `ۀ`, which some fonts leave without a name; no digit stands there.
    """
    nameless = [atom for atom in atoms if atom.unsound]
    if not nameless or len(nameless) > MOST_NAMELESS:
        return atoms
    letters = [atom for atom in atoms if kind_of(atom.text) == LETTER]
    marks = {id(atom) for atom in nameless if any(is_over(atom, letter) for letter in letters)}
    return [atom for atom in atoms if id(atom) not in marks]


def is_over(mark: Atom, letter: Atom) -> bool:
    """Return whether a glyph is drawn over a letter of its line."""
    shared = min(mark.right, letter.right) - max(mark.left, letter.left)
    level = abs(mark.base - letter.base) < 0.3 * letter.size
    return level and shared > 0.5 * (mark.right - mark.left)


def share(area: Area, sheet: Sheet) -> float:
    """Return how much of a page an area covers, in square points."""
    left, top, right, bottom = area.box
    wide = min(right, sheet.width) - max(left, 0.0)
    return max(wide, 0.0) * max(min(bottom, sheet.height) - max(top, 0.0), 0.0)
