"""Asks a second reader, pdfplumber, what the glyphs of a page say, and compares line by line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import replace
from io import BytesIO
from operator import itemgetter
from typing import TYPE_CHECKING

from grader.documents.atoms import LETTER, Atom, composed, is_unsound, kind_of
from grader.documents.bases import Votes
from grader.documents.gate import open_pdf
from grader.documents.layout import Text, lines_of
from grader.documents.model import Doubt
from grader.documents.pdfium_page import read_page
from grader.documents.sheet import Sheet
from grader.documents.xetex import MARKED

if TYPE_CHECKING:
    from pdfplumber.page import Page

LEFT_EDGE = itemgetter(1)
SAME_BASE = 1.0  # points between the two readers' baselines
SAME_PLACE = 0.3  # ems between their left edges; one measures the ink, the other the room of a glyph
IN_CODES = "(cid:"  # how the second reader says that it does not know a glyph

Glyphs = dict[int, list[tuple[float, float, str]]]
"""By rounded baseline: baseline, left edge and text of each glyph, from left to right."""


def settle_pages(
    data: bytes, asked: list[Sheet], pages: list[list[Text]], votes: Votes, *, from_right: bool
) -> None:
    """Compare the lines of the pages asked about with the second reader's, and mend or doubt them in place.

    ``votes`` are what the document's rows told of their side.

    A fault of the second reader leaves the page as the first one read it, with its doubts.
    """
    import logging

    import pdfplumber

    reports = logging.getLogger("pdfminer")
    if not reports.handlers:  # else its complaints about a broken page reach the terminal
        reports.addHandler(logging.NullHandler())
    try:
        with pdfplumber.open(BytesIO(data)) as document:
            for sheet in glyph_by_glyph(data, asked):
                glyphs = glyphs_of(document.pages[sheet.number - 1])
                pages[sheet.number - 1] = settled(
                    sheet, pages[sheet.number - 1], glyphs, votes, from_right=from_right
                )
    except Exception:  # noqa: BLE001  # its errors are of any kind, and the first reading stands without it
        return


def glyph_by_glyph(data: bytes, asked: list[Sheet]) -> list[Sheet]:
    """Return the sheets with an atom for each glyph instead of each word."""
    with open_pdf(data) as document:
        return [
            replace(sheet, atoms=read_page(document[sheet.number - 1], sheet.number, merging=False).atoms)
            for sheet in asked
        ]


def glyphs_of(page: Page) -> Glyphs:
    """Return the second reader's glyphs by their baselines from the page's top."""
    glyphs: Glyphs = defaultdict(list)
    for char in page.chars:
        base = float(page.height) - float(char["matrix"][5])
        glyphs[round(base)].append((base, float(char["x0"]), str(char["text"])))
    for level in glyphs.values():
        level.sort(key=LEFT_EDGE)
    return glyphs


def settled(sheet: Sheet, lines: list[Text], glyphs: Glyphs, votes: Votes, *, from_right: bool) -> list[Text]:
    """Return a page's lines after comparison: the second reading where the first is unsound, doubts elsewhere."""
    mended = mended_atoms(sheet.atoms, glyphs)
    second = lines_of(replace(sheet, atoms=mended), from_right=from_right, votes=votes)
    tells = {
        round(after.base)
        for before, after in zip(sheet.atoms, mended, strict=True)
        if before.unsound and not after.unsound and kind_of(after.text) != LETTER
    }
    if len(second) != len(lines):
        return [replace(line, doubts=line.doubts | {Doubt.READERS}) for line in lines]
    return [compared(*both, tells=tells) for both in zip(lines, second, strict=True)]


def mended_atoms(atoms: list[Atom], glyphs: Glyphs) -> list[Atom]:
    """Return copies of atoms with the second reader's text where it tells more or another one.

    A glyph on which both agree is not offered to another atom, so that a mark is not taken for its letter.
    """
    claimed: set[tuple[float, float, str]] = set()
    for atom in atoms:
        if not atom.unsound:
            claimed.update(glyph for glyph in near(atom, glyphs) if alike(atom.text, glyph[2]))
    return [mended(atom, [glyph for glyph in near(atom, glyphs) if glyph not in claimed]) for atom in atoms]


def near(atom: Atom, glyphs: Glyphs) -> list[tuple[float, float, str]]:
    """Return the second reader's glyphs that stand where an atom does, the nearest first."""
    found: list[tuple[float, float, str]] = []
    room = SAME_PLACE * atom.size
    for base in range(round(atom.base) - 1, round(atom.base) + 2):
        level = glyphs.get(base, [])
        first = bisect_left(level, atom.left - room, key=LEFT_EDGE)
        last = bisect_right(level, atom.left + room, key=LEFT_EDGE)
        found.extend(glyph for glyph in level[first:last] if abs(glyph[0] - atom.base) <= SAME_BASE)
    return sorted(found, key=lambda glyph: abs(glyph[1] - atom.left))


def mended(atom: Atom, others: list[tuple[float, float, str]]) -> Atom:
    """Return a copy of an atom, with the text of the nearest of other glyphs where it has one."""
    said = others[0][2] if others else ""
    if (
        atom.text == " "
        or atom.text in MARKED
        or not said.strip()
        or said.startswith(IN_CODES)
        or is_unsound(said)
    ):
        return replace(atom)
    return replace(atom, text=said, unsound=False)


def alike(first: str, second: str) -> bool:
    """Return whether two readers give a glyph the same text, whatever its form, order or side."""
    return sorted(folded(first)) == sorted(folded(second))


def folded(text: str) -> str:
    """Return a glyph's text without what readers spell differently without meaning anything by it."""
    return composed(text).translate(EQUAL).strip()


EQUAL = str.maketrans(
    {
        ")": "(",
        "]": "[",
        "}": "{",
        "⌋": "⌊",
        "⌉": "⌈",
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "٦": "۶",
        "٫": ".",
        "٬": ",",
        "‐": "-",
        "\u00ad": "-",
    }
)


def compared(first: Text, second: Text, *, tells: set[int]) -> Text:
    """Return a line with the second reading where the first was unsound, and a doubt where they disagree."""
    if first.text == second.text:
        return first
    if Doubt.CHARACTERS in first.doubts:
        mended = replace(second, doubts=set(second.doubts))
        if any(abs(first.base - base) <= first.size for base in tells):
            mended.doubts.add(Doubt.READERS)
        return mended
    return replace(first, other=first.other or second.text, doubts=first.doubts | {Doubt.READERS})
