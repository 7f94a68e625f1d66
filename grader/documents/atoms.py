"""The pieces that a page is made of: what one glyph says, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from unicodedata import bidirectional, category, normalize

from grader.documents.model import Box

OPENING, CLOSING = "([{⌊⌈⟨", ")]}⌋⌉⟩"
BRACKETS = frozenset(OPENING + CLOSING)
MIRRORED = str.maketrans(OPENING + CLOSING, CLOSING + OPENING)
SIGNS = frozenset("-−–+±")
JOINERS = frozenset("\u200c\u200d\u0640")  # ZWNJ, ZWJ and the stroke that lengthens a word
LATIN_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
PERSIAN_LETTERS = frozenset("آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیيكةؤئأإء")
WORD_LETTERS = LATIN_LETTERS | PERSIAN_LETTERS
WRITTEN_AS_READ = WORD_LETTERS | frozenset(" .,٬٫0123456789۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", "0123456789+-=()ni")
UNSOUND = "\ufffd"
AXIS = 0.25  # ems from the baseline up to the middle of brackets and the bars of fractions
LETTER, LATIN, NUMBER, BRACKET, OTHER = "ا", "A", "0", "(", "."
"""Kinds of text: right-to-left letter, left-to-right letter, digit, bracket, anything else."""


@dataclass(slots=True)
class Atom:
    """One glyph, or several that were joined: text, extent, baseline and size in points from the top left.

    A run of words is one atom too.

    ``text`` of a right-to-left glyph is in logical order. ``formula`` tells that a formula's layout made it: a
    fraction, a power. ``unsound`` tells that its glyph has no letter of its own. ``index`` is its place in the
    reader's own text, in which neighbours of one word follow each other. ``typeset`` tells that it is a sign from
    a font of TeX that sets formulas only, and these always run from the left.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    top: float
    bottom: float
    formula: bool = False
    unsound: bool = False
    index: int = -9
    typeset: bool = False


LEFT, TOP, RIGHT, BOTTOM = map(attrgetter, ("left", "top", "right", "bottom"))


@lru_cache(maxsize=8192)
def kind_of(text: str) -> str:
    """Return the kind of an atom's text, told by its first telling character."""
    for letter in text:
        way = bidirectional(letter)
        if way in ("R", "AL") or letter in JOINERS:
            return LETTER
        if letter == "٫" or (way in ("EN", "AN") and letter.isdigit()):
            return NUMBER
        if way == "L":
            return LATIN
        if letter in BRACKETS:
            return BRACKET
        if way == "NSM":
            return LETTER if "\u0600" <= letter <= "\u08ff" else OTHER
        if letter.isalpha():
            return LATIN
        return OTHER
    return OTHER


def composed(text: str) -> str:
    """Return the text of one glyph NFKC-composed, with raised digits as a power and no joiner of fractions."""
    return text.strip(" ") if len(text) > 1 and WRITTEN_AS_READ.issuperset(text) else composed_glyph(text)


@lru_cache(maxsize=8192)
def composed_glyph(text: str) -> str:
    """Return what `composed` returns of a text that is likely to come again."""
    if not text or (len(text) == 1 and " " <= text < "\u00a8"):
        return text
    if is_unsound(text):
        return UNSOUND
    if all(letter in "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ" for letter in text):
        return "^" + text.translate(RAISED)
    flat = normalize("NFKC", text).replace("\u2044", "/").replace("\u00ad", "")
    return flat.strip(" ") if len(flat) > 1 else flat


@lru_cache(maxsize=8192)
def is_unsound(text: str) -> bool:
    """Return whether a glyph's text tells nothing: a replacement, private, half or control character."""
    return any(
        letter == UNSOUND or category(letter) in ("Co", "Cs", "Cc", "Cn") or letter == "\u061d"
        for letter in text
    )


@lru_cache(maxsize=8192)
def is_foreign(text: str) -> bool:
    """Return whether a text is of a script that no answer is written in, so that a fault of the font gave it."""
    return any(
        "\u0700" <= letter < "\u1d00" or "\u2c00" <= letter < "\u2e00" or "\u2e80" <= letter < "\ue000"
        for letter in text
    )


def letters_of(atoms: list[Atom]) -> tuple[int, int]:
    """Return how many right-to-left and how many Latin letters there are."""
    letters = latin = 0
    for atom in atoms:
        text = atom.text
        kind = kind_of(text)
        if kind == LETTER:
            letters += len(text) - text.count(" ")
        elif kind == LATIN:
            latin += len(text) - text.count(" ")
    return letters, latin


def box_of(atoms: list[Atom]) -> Box:
    """Return the box around atoms, rounded to a tenth of a point."""
    return (
        to_tenths(min(map(LEFT, atoms))),
        to_tenths(min(map(TOP, atoms))),
        to_tenths(max(map(RIGHT, atoms))),
        to_tenths(max(map(BOTTOM, atoms))),
    )


def any_on(box: Box, atoms: Iterable[Atom]) -> bool:
    """Return whether the middle of a glyph, blanks apart, lies in a box."""
    left, top, right, bottom = box
    return any(
        left <= (atom.left + atom.right) / 2 <= right and top <= (atom.top + atom.bottom) / 2 <= bottom
        for atom in atoms
        if atom.text != " "
    )


def to_tenths(number: float) -> float:
    """Return a number rounded to tenths, faster than `round` does it, which goes over its digits."""
    return round(10 * number) / 10
