"""Reads the glyphs of one page with pypdfium2, and sets aside those that nobody sees."""

from __future__ import annotations

from itertools import compress
from operator import attrgetter, eq
from typing import TYPE_CHECKING
from unicodedata import combining

from grader.documents.atoms import (
    AXIS,
    BRACKETS,
    JOINERS,
    LATIN_LETTERS,
    UNSOUND,
    WORD_LETTERS,
    Atom,
    is_foreign,
    is_unsound,
)
from grader.documents.gate import MOST_OBJECTS
from grader.documents.rows import SPACE
from grader.documents.scenery import Scenery
from grader.documents.stances import Stance, Stances, sets_formulas
from grader.documents.text_page import TextPage
from grader.documents.turned import Turned
from grader.documents.words import Words, extend

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

MOST_HIDDEN, LONGEST_HIDDEN = 50, 500  # texts, characters of each
PIECES = frozenset(
    [*map(chr, range(0x239B, 0x23AE)), *map(chr, range(0xF8EB, 0xF8FF)), "⎰", "⎱", "|", "‖", "√"]
)
TALL = BRACKETS | PIECES
SEEN_GAP = 1.2 * SPACE  # ems, which tell that words are parted without the blank that is drawn there
LINE_END = ("\x02", "\ufffe")  # how pdfium spells a hyphen at the end of a line
OPERATORS = frozenset("×*·⋅∗÷+−=<>≤≥≈")
PLAIN = (
    frozenset(map(chr, range(0x20, 0x700))) - OPERATORS - TALL
)  # signs that stand for themselves, in any font but one
LARGE_SIGNS = dict(
    enumerate(
        "()[]⌊⌋⌈⌉{}⟨⟩|‖/\\()()[]⌊⌋⌈⌉{}⟨⟩/\\()[]⌊⌋⌈⌉{}⟨⟩/\\/\\⎛⎞⎡⎤⎣⎦⎢⎥⎧⎫⎩⎭⎨⎬⎪|⎝⎠⎜⎟⟨⟩⊔⊔∮∮⊙⊙⊕⊕⊗⊗∑∏∫⋃⋂⊎⋀⋁∑∏∫⋃⋂⊎⋀⋁"
    )
) | dict(zip(range(0x68, 0x75), "[]⌊⌋⌈⌉{}√√√√√", strict=True))
"""What the positions of TeX's font of large signs hold; files leave most of them without a name."""
FIRST_SIGN = "\0"  # which pdfium takes for named
DASHES = {"\x15": "–", "\x16": "—"}
NAMELESS = dict(zip("\x1b\x1c\x1d\x1e\x1f", ("ff", "fi", "fl", "ffi", "ffl"), strict=True)) | DASHES
"""What stands between letters at positions of TeX's fonts made of dots, which have no names but those of ASCII."""

LIST_MARKS = {"\uf0b7": "symbol", "\uf0a7": "wingdings", "\uf0d8": "wingdings"}
"""Word's marks of lists, at positions that only their fonts tell, by a piece of these fonts' names."""


class Reader:
    """Reads the atoms of one text page, and sets aside what nobody sees."""

    def __init__(self, text: PdfTextPage, turned: Turned, scenery: Scenery, *, merging: bool = True) -> None:
        self.page = TextPage(text)
        self.turned = turned
        self.scenery = scenery
        self.covers = scenery.covers()
        self.backs = scenery.backs()
        self.suspicious = bool(scenery.invisible or scenery.white or self.covers)
        self.merging = merging
        self.stances = Stances(self.page, turned)
        self.blanks = 0
        self.unseen: list[Atom] = []
        self.hidden: list[list[str]] = []

    def read(self) -> tuple[list[Atom], list[Atom]]:
        """Return the atoms that run from left to right as shown, and the others."""
        pieces = self._pieces()
        joined: list[Atom] = []
        rest: list[int] = []
        done = 0
        if self.merging and self.turned.quarters == 0:
            may_hide = self._may_hide if self.suspicious else None
            words = Words(self.page, self.stances, self.scenery.bars, may_hide)
            for start, atom in words.joined(pieces):
                joined.append(atom)
                rest.extend(range(done, start))
                done = atom.index + 1
        rest.extend(range(done, self.page.count))
        upright, aslant = self._read_each(rest, pieces)
        return sorted(joined + upright, key=attrgetter("index")), aslant

    def _read_each(self, places: list[int], pieces: dict[int, str]) -> tuple[list[Atom], list[Atom]]:
        """Return the atoms of single characters, as `read` does."""
        upright: list[Atom] = []
        aslant: list[Atom] = []
        page, stances, box_of_glyph = self.page, self.stances.of_heights, self.turned.box
        lefts, rights, heights, units = page.lefts, page.rights, page.heights, page.units
        straight, page_left, page_top = self.turned.quarters == 0, self.turned.left, self.turned.top
        width, height = self.turned.extent
        last, leaving_blanks = page.count - 1, self.merging and not self.suspicious
        for index in places:
            low_x, high_x, text = lefts[index], rights[index], units[index]
            if low_x == high_x and text not in JOINERS:
                continue
            if pieces and index in pieces:
                text = pieces[index]
                if not text:
                    continue
            stance = stances.get(heights[index])
            if stance is None or not straight:
                stance = self.stances.at(index)
            if text == " " and leaving_blanks and not stance.large and 0 < index < last:
                before, after = index - 1, index + 1
                gap = max(lefts[after] - rights[before], lefts[before] - rights[after])
                if SEEN_GAP * stance.size < gap:
                    self.blanks += 1
                    continue
            low_y, high_y = heights[index]
            if straight:
                left, top = low_x - page_left, page_top - high_y
                right, bottom = high_x - page_left, page_top - low_y
            else:
                left, top, right, bottom = box_of_glyph(low_x, low_y, high_x, high_y)
            atom = Atom(text, left, right, stance.base, stance.size, top, bottom, False, False, index)
            if text not in PLAIN or stance.large:
                self._look_closer(atom, index, stance)
            if (
                not stance.is_seen
                or left > width
                or right < 0
                or top > height
                or (self.suspicious and self._is_hidden(index, atom))
            ):
                self._set_aside(atom)
            elif stance.runs:
                aslant.append(atom)
            elif not self.merging or not (upright and text in WORD_LETTERS and extend(upright[-1], atom)):
                upright.append(atom)
        return upright, aslant

    def hidden_texts(self) -> list[str]:
        """Return the texts that nobody sees, shortened."""
        texts = ("".join(letters).strip()[:LONGEST_HIDDEN] for letters in self.hidden)
        return [text for text in texts if text][:MOST_HIDDEN]

    def _pieces(self) -> dict[int, str]:
        """Return the whole text of each glyph that came in pieces by its first piece's place, nothing by the others."""
        page = self.page
        found: dict[int, str] = {}
        lefts, rights, heights = page.lefts, page.rights, page.heights
        first = -1
        for index in compress(range(1, page.count), map(eq, lefts, lefts[1:])):
            before, letter = index - 1, page.units[index]
            if (
                letter == " "
                or rights[index] != rights[before]
                or rights[index] == lefts[index]
                or heights[index] != heights[before]
                or page.text_object(before) != page.text_object(index)
            ):
                continue
            if before not in found:
                first = before
                found[first] = page.units[first]
            found[first] = joined(found[first], letter)
            found[index] = ""
        return found

    def _look_closer(self, atom: Atom, index: int, stance: Stance) -> None:
        """Tell operators of formulas, give a bracket its true height and a sign its name, mark an unsound glyph."""
        if atom.text in OPERATORS:
            atom.formula, atom.typeset = sets_formulas(self.page.font_name(index))
            return
        if atom.text in LINE_END and self.page.is_hyphen(index):
            atom.text = "-"
            return
        if atom.text in LIST_MARKS and LIST_MARKS[atom.text] in self.page.font_name(index).casefold():
            atom.text = "•"
            return
        if stance.large and len(atom.text) == 1 and (atom.text == FIRST_SIGN or self.page.has_no_name(index)):
            atom.text = LARGE_SIGNS.get(ord(atom.text), atom.text)
        if atom.text in NAMELESS and self._is_among_letters(index):
            atom.text = NAMELESS[atom.text]
        elif atom.text in TALL:
            _, atom.top, _, atom.bottom = self.turned.box(*self.page.ink(index))
        elif is_unsound(atom.text) or (is_foreign(atom.text) and self.page.has_no_name(index)):
            atom.text, atom.unsound = UNSOUND, True
        if stance.large and (atom.unsound or atom.text in BRACKETS):  # which hang from their line
            atom.base = (atom.top + atom.bottom) / 2 + AXIS * atom.size

    def _is_among_letters(self, index: int) -> bool:
        """Return whether a nameless glyph of a nameless font belongs to words, whose letters that font does tell.

        A ligature touches a letter, and a dash has one on both sides, at most a blank away.
        """
        page = self.page
        before, after = page.units[max(index - 2, 0) : index], page.units[index + 1 : index + 3]
        if page.units[index] in DASHES:
            near = [before.strip()[-1:], after.strip()[:1]]
        else:
            near = [before[-1:] if before[-1:] in LATIN_LETTERS else after[:1]]
        if not LATIN_LETTERS.issuperset(near):
            return False
        return page.has_no_name(index) and not page.font_name(index) and not page.font_name(index - 1)

    def _is_hidden(self, index: int, atom: Atom) -> bool:
        """Return whether a glyph has no ink, is white on white, or lies under something."""
        scenery = self.scenery
        address = self.page.text_object(index)
        if address in scenery.invisible:
            return True
        x, y = (atom.left + atom.right) / 2, atom.base - 0.25 * atom.size
        if address in scenery.white and not any(area.holds(x, y) for area in self.backs):
            return True
        turn = scenery.texts.get(address)
        return turn is not None and any(area.turn > turn and area.holds(x, y) for area in self.covers)

    def _may_hide(self, start: int, end: int, place: tuple[float, float, float]) -> bool:
        """Return whether one of some characters may be hidden; ``place`` is left, right and height of their line."""
        scenery, thing = self.scenery, self.page.text_object
        texts = {thing(start)} if thing(start) == thing(end - 1) else set(map(thing, range(start, end)))
        if not (texts.isdisjoint(scenery.invisible) and texts.isdisjoint(scenery.white)):
            return True
        turn = min(scenery.texts.get(text, MOST_OBJECTS) for text in texts)
        left, right, y = place
        return any(
            area.turn > turn and area.box[0] < right and left < area.box[2] and area.holds(area.box[0], y)
            for area in self.covers
        )

    def _set_aside(self, atom: Atom) -> None:
        last = self.unseen[-1] if self.unseen else None
        level = last is not None and abs(last.base - atom.base) < 0.5 * atom.size
        if not level or last is None or abs(atom.left - last.right) > 2 * atom.size:
            self.hidden.append([])
        self.hidden[-1].append(atom.text)
        self.unseen.append(atom)


def joined(first: str, second: str) -> str:
    """Return the text of one glyph that came in pieces; halves of a pair and lam-alef in their right order."""
    both = first + second
    if len(both) == 2 and "\ud800" <= first <= "\udfff":
        high, low = sorted(both)
        if high < "\udc00" <= low:
            return (high + low).encode("utf-16", "surrogatepass").decode("utf-16")
    if second == "ل" and first in "اآأإ":
        return second + first
    if combining(first[-1]) and not combining(second):
        return second + first
    return both
