"""Marks the signs within numbers that XeTeX may have drawn from the right.

Typed into a right-to-left line, `0.25` is drawn `25.0` by XeTeX and no other program; a formula, or a word in a Latin
font, keeps its order. Marked signs part the groups of a number, so that both orders are read.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from grader.documents.atoms import LETTER, NUMBER, Atom, kind_of
from grader.documents.stances import sets_formulas
from grader.documents.text_page import TextPage

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

WRITER = "xdvipdfmx"  # writes the files of XeTeX and of nothing else that has right-to-left text
OPEN = dict(zip("./:,،٫٬", "\u2024\u2044\ufe55\uff0c\uff0c\u2024\uff0c", strict=True))
"""Signs that stand for the same once they are composed, but are no part of a number."""
PARTING, MARKED = frozenset(OPEN), frozenset(OPEN.values())
ALWAYS_OPEN = frozenset(".")  # digits that are mapped in no formula keep their order around the other signs
EUROPEAN = frozenset("0123456789")
ZEROS = frozenset("0۰٠")
DECIMAL = frozenset("./٫")
POINT = frozenset("٫")  # what a formula makes of a point; few type it
TOUCHING = 0.25  # ems between the boxes of a sign and a digit


def is_of_xetex(page: PdfPage) -> bool:
    """Return whether XeTeX made the file of a page."""
    document = page.pdf
    return document is not None and WRITER in document.get_metadata_value("Producer")


def with_open_numbers(atoms: list[Atom], page: TextPage) -> list[Atom]:
    """Return the atoms with numbers cut at the signs that are set in a font of right-to-left letters."""
    numbers = [atom for atom in atoms if kind_of(atom.text) == NUMBER]
    if not any(may_be_open(atom, numbers) for atom in atoms):
        return atoms
    fonts = {page.font_name(atom.index) for atom in atoms if atom.index >= 0 and kind_of(atom.text) == LETTER}
    signs = PARTING
    if any(
        EUROPEAN.issuperset(atom.text) and sets_formulas(page.font_name(atom.index))[1] for atom in numbers
    ):
        signs = ALWAYS_OPEN
    elif sets_decimals(numbers, atoms):
        signs = PARTING - POINT
    cut: list[Atom] = []
    for atom in atoms:
        if signs.isdisjoint(atom.text):
            cut.append(atom)
        elif atom.text in signs:
            before, after = beside(atom, numbers)
            if is_open(before, atom.text, after) and page.font_name(atom.index) in fonts:
                atom.text = OPEN[atom.text]
            cut.append(atom)
        else:
            places = [place for place in open_signs(atom, page, fonts) if page.units[place] in signs]
            cut.extend(pieces_of(atom, places, page))
    return cut


def may_be_open(atom: Atom, numbers: list[Atom]) -> bool:
    """Return whether an atom is a sign with numbers on both sides, or a number with one in it."""
    if PARTING.isdisjoint(atom.text):
        return False
    return len(atom.text) > 1 or all(beside(atom, numbers))


def sets_decimals(numbers: list[Atom], atoms: list[Atom]) -> bool:
    """Return whether the decimals of a page are set as formulas: one is below 1, or stands beside a formula's sign."""
    decimals = [atom for atom in numbers if not POINT.isdisjoint(atom.text)]
    if not decimals:
        return False
    signs = [atom for atom in atoms if atom.typeset]
    return any(is_below_one(atom, numbers) or any(is_near(atom, sign) for sign in signs) for atom in decimals)


def is_below_one(atom: Atom, numbers: list[Atom]) -> bool:
    """Return whether a point, or a decimal with its point, is drawn behind a lone zero: `۰٫۲۵`."""
    if atom.text in POINT:
        before, after = beside(atom, numbers)
        return before in ZEROS and after[:1].isdigit()
    return atom.text[:1] in ZEROS and atom.text[1:2] in POINT and len(atom.text) > 2


def is_near(atom: Atom, sign: Atom) -> bool:
    """Return whether a sign stands beside an atom, at most two letters away."""
    gap = max(sign.left - atom.right, atom.left - sign.right)
    return abs(sign.base - atom.base) < 1 and gap < atom.size


def beside(sign: Atom, numbers: list[Atom]) -> tuple[str, str]:
    """Return the numbers that touch a sign on its left and on its right, nothing where none does."""
    near = TOUCHING * sign.size
    level = [atom for atom in numbers if abs(atom.base - sign.base) < 1]
    before = [atom.text for atom in level if abs(sign.left - atom.right) < near]
    after = [atom.text for atom in level if abs(atom.left - sign.right) < near]
    return (before[0] if before else ""), (after[0] if after else "")


def open_signs(atom: Atom, page: TextPage, fonts: set[str]) -> list[int]:
    """Return which characters of a number, by their places on the page, are signs that leave an order open."""
    first = atom.index - len(atom.text) + 1
    return [
        first + place
        for place, letter in enumerate(atom.text)
        if letter in OPEN
        and is_open(atom.text[:place], letter, atom.text[place + 1 :])
        and page.font_name(first + place) in fonts
    ]


def is_open(before: str, sign: str, after: str) -> bool:
    """Return whether a sign between what stands before and after it leaves the order of both open.

    Nobody types `25.0` for a quarter: a number that is drawn from a lone zero on was not turned.
    """
    if not (before[-1:].isdigit() and after[:1].isdigit()):
        return False
    if sign not in ALWAYS_OPEN and before[-1] in EUROPEAN:
        return False
    return not (sign in DECIMAL and before in ZEROS)


def pieces_of(atom: Atom, signs: list[int], page: TextPage) -> list[Atom]:
    """Return a number cut into its groups and the signs between, which are marked."""
    shift = atom.left - min(page.lefts[atom.index - len(atom.text) + 1 : atom.index + 1])
    edges = sorted({atom.index - len(atom.text) + 1, atom.index + 1, *signs, *(sign + 1 for sign in signs)})
    pieces: list[Atom] = []
    for start, end in pairwise(edges):
        text = page.units[start:end]
        pieces.append(
            replace(
                atom, text=OPEN[text] if start in signs else text, index=end - 1,
                left=min(page.lefts[start:end]) + shift, right=max(page.rights[start:end]) + shift,
            )
        )  # fmt: skip
    return pieces
