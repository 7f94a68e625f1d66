"""Reads the glyphs of one page with pypdfium2, and sets aside those that nobody sees."""

from __future__ import annotations

from collections.abc import Callable
from ctypes import (
    PYFUNCTYPE,
    addressof,
    byref,
    c_double,
    c_int,
    c_ushort,
    c_void_p,
    cast,
    create_string_buffer,
)
from dataclasses import dataclass
from struct import iter_unpack
from typing import TYPE_CHECKING
from unicodedata import combining

from grader.documents.atoms import BRACKETS, JOINERS, UNSOUND, Atom, is_foreign, is_unsound
from grader.documents.model import Box
from grader.documents.scenery import Scenery

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

HIDDEN_SIZE = 2.0  # points; nobody reads smaller letters
MOST_HIDDEN, LONGEST_HIDDEN = 50, 500  # texts, characters of each
PIECES = frozenset(
    [*map(chr, range(0x239B, 0x23AE)), *map(chr, range(0xF8EB, 0xF8FF)), "⎰", "⎱", "|", "‖", "√"]
)
TALL = BRACKETS | PIECES
TOUCHING = 0.1  # ems between letters of one word
LATIN_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
PERSIAN_LETTERS = frozenset("آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیيكةؤئأإء")
WORD_LETTERS = LATIN_LETTERS | PERSIAN_LETTERS
LINE_END = ("\x02", "\ufffe")  # how pdfium spells a hyphen at the end of a line
OPERATORS = frozenset("×*·⋅∗÷+−=<>≤≥≈")
TYPESET_FONTS = ("CMSY", "CMMI", "CMR1", "CMR8", "LMSY", "LMMI")
FORMULA_FONTS = ("MATH", "CMSY", "CMR1", "CMR8", "CMMI", "LMSY", "LMMI", "MSBM", "OPENSYMBOL", "ITALIC")
"""Parts of names of fonts that set formulas; not Noto Sans Math, from which browsers take signs of running text."""
LARGE_SIGNS = dict(
    enumerate(
        "()[]⌊⌋⌈⌉{}⟨⟩|‖/\\()()[]⌊⌋⌈⌉{}⟨⟩/\\()[]⌊⌋⌈⌉{}⟨⟩/\\/\\⎛⎞⎡⎤⎣⎦⎢⎥⎧⎫⎩⎭⎨⎬⎪|⎝⎠⎜⎟⟨⟩⊔⊔∮∮⊙⊙⊕⊕⊗⊗∑∏∫⋃⋂⊎⋀⋁∑∏∫⋃⋂⊎⋀⋁"
    )
) | dict(zip(range(0x68, 0x75), "[]⌊⌋⌈⌉{}√√√√√", strict=True))
"""What the positions of TeX's font of large signs hold; files leave most of them without a name."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A page's box in PDF coordinates, and by how many quarter turns clockwise it is shown."""

    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    @property
    def extent(self) -> tuple[float, float]:
        """Return width and height as shown."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.quarters % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point from the top left corner of the page as shown."""
        if self.quarters == 0:
            return x - self.left, self.top - y
        if self.quarters == 1:
            return y - self.bottom, x - self.left
        if self.quarters == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a box from the top left corner of the page as shown."""
        x, y = self.point(left, bottom)
        u, v = self.point(right, top)
        return min(x, u), min(y, v), max(x, u), max(y, v)

    def direction(self, a: float, b: float) -> int:
        """Return where a text runs as shown: 0 to the right, 1 down, 2 to the left, 3 up, 4 aslant."""
        for quarters, (x, y) in enumerate(((1, 0), (0, -1), (-1, 0), (0, 1))):
            if a * x + b * y > 0.98 * (a * a + b * b) ** 0.5:
                return (quarters + self.quarters) % 4
        return 4


@dataclass(slots=True)
class Stance:
    """What glyphs of one height at one height share: baseline, size, and where they run."""

    base: float
    size: float
    runs: int
    large: bool
    formula: bool | None = None
    typeset: bool = False


class Reader:
    """Reads the atoms of one text page, and sets aside what nobody sees."""

    def __init__(self, text: PdfTextPage, turned: Turned, scenery: Scenery, *, merging: bool = True) -> None:
        from pypdfium2 import raw

        self.text = text
        self.turned = turned
        self.scenery = scenery
        self.merging = merging
        self.covers = scenery.covers()
        self.backs = scenery.backs()
        self.suspicious = bool(scenery.invisible or scenery.white or self.covers)
        self.stances: dict[tuple[float, float], Stance] = {}
        self.unseen: list[Atom] = []
        self.hidden: list[list[str]] = []
        self.raw = raw
        self.handle = text.raw

    def read(self) -> tuple[list[Atom], list[Atom]]:
        """Return the atoms that run from left to right as shown, and the others."""
        upright: list[Atom] = []
        aslant: list[Atom] = []
        stances, box_of_glyph, straight = self.stances, self.turned.box, self.turned.quarters == 0
        page_left, page_top = self.turned.left, self.turned.top
        width, height = self.turned.extent
        merging = self.merging and not self.suspicious
        for index, text, (low_x, high_y, high_x, low_y) in self._glyphs():
            stance = stances.get((low_y, high_y))
            if stance is None or not straight:
                stance = stances[low_y, high_y] = self._stance(index)
            if straight:
                left, top = low_x - page_left, page_top - high_y
                right, bottom = high_x - page_left, page_top - low_y
            else:
                left, top, right, bottom = box_of_glyph(low_x, low_y, high_x, high_y)
            atom = Atom(text, left, right, stance.base, stance.size, top, bottom, False, False, index)
            if text in OPERATORS:
                atom.formula = self._in_formula(index, stance)
                atom.typeset = stance.typeset
            elif text < " " or text >= "\u0700" or stance.large or text in TALL:
                if text in LINE_END and self.raw.FPDFText_IsHyphen(self.handle, index):
                    atom.text = "-"
                else:
                    self._look_closer(atom, index, stance)
            if (
                stance.size < HIDDEN_SIZE
                or left > width
                or right < 0
                or stance.base < 0
                or top > height
                or (self.suspicious and self._is_hidden(index, atom))
            ):
                self._set_aside(atom)
            elif stance.runs:
                aslant.append(atom)
            elif not merging or not (upright and text in WORD_LETTERS and extend(upright[-1], atom)):
                upright.append(atom)
        return upright, aslant

    def hidden_texts(self) -> list[str]:
        """Return the texts that nobody sees, shortened."""
        texts = ("".join(letters).strip()[:LONGEST_HIDDEN] for letters in self.hidden)
        return [text for text in texts if text][:MOST_HIDDEN]

    def _glyphs(self) -> list[tuple[int, str, Box]]:
        """Return each glyph's index, text and loose box (left, top, right, bottom, upwards); pieces are joined."""
        count = self.text.count_chars()
        units = self._units(count)
        boxes = (self.raw.FS_RECTF * max(count, 1))()
        address, handle = addressof(boxes), cast(self.handle, c_void_p).value or 0
        find = native_box(self.raw.FPDFText_GetLooseCharBox)
        for index in range(count):
            find(handle, index, address + 16 * index)
        glyphs: list[tuple[int, str, Box]] = []
        last: Box | None = None
        for index, (letter, box) in enumerate(zip(units, iter_unpack("4f", boxes), strict=False)):
            if box[0] == box[2]:
                if letter in JOINERS:
                    glyphs.append((index, letter, box))
            elif box == last and letter != " " and self._is_one_object(glyphs[-1][0], index):
                first, text, _ = glyphs[-1]
                glyphs[-1] = (first, joined(text, letter), box)
            else:
                glyphs.append((index, letter, box))
                last = box
        return glyphs

    def _is_one_object(self, first: int, second: int) -> bool:
        """Return whether two characters come from one text object; others that overlap are no one glyph."""
        get = self.raw.FPDFText_GetTextObject
        one, other = (
            cast(get(self.handle, first), c_void_p).value,
            cast(get(self.handle, second), c_void_p).value,
        )
        return one == other

    def _units(self, count: int) -> str:
        """Return one character for each of the page's; halves of a pair stay halves."""
        buffer = (c_ushort * (count + 1))()
        written = self.raw.FPDFText_GetText(self.handle, 0, count, buffer)
        if written == count + 1:
            text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
            return text if len(text) == count else "".join(map(chr, buffer[:count]))
        return "".join(chr(self.raw.FPDFText_GetUnicode(self.handle, index)) for index in range(count))

    def _stance(self, index: int) -> Stance:
        """Return baseline, size and direction of a glyph."""
        raw, x, y = self.raw, c_double(), c_double()
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetCharOrigin(self.handle, index, byref(x), byref(y))
        raw.FPDFText_GetMatrix(self.handle, index, matrix)
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        size = raw.FPDFText_GetFontSize(self.handle, index) * (scale or 1.0)
        runs = self.turned.direction(matrix.a, matrix.b)
        large = "CMEX" in self._font(index)
        return Stance(self.turned.point(x.value, y.value)[1], size, runs, large)

    def _font(self, index: int) -> str:
        flags, name = c_int(), create_string_buffer(128)
        self.raw.FPDFText_GetFontInfo(self.handle, index, name, 128, byref(flags))
        return name.value.decode("utf-8", "replace").upper()

    def _look_closer(self, atom: Atom, index: int, stance: Stance) -> None:
        """Give a bracket its true height, a large delimiter of TeX its name, and mark an unsound glyph."""
        unnamed = stance.large and len(atom.text) == 1
        if unnamed and self.raw.FPDFText_HasUnicodeMapError(self.handle, index) == 1:
            atom.text = LARGE_SIGNS.get(ord(atom.text), atom.text)
        if atom.text in TALL:
            left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
            self.raw.FPDFText_GetCharBox(
                self.handle, index, byref(left), byref(right), byref(bottom), byref(top)
            )
            _, atom.top, _, atom.bottom = self.turned.box(left.value, bottom.value, right.value, top.value)
        elif is_unsound(atom.text) or (
            is_foreign(atom.text) and self.raw.FPDFText_HasUnicodeMapError(self.handle, index) == 1
        ):
            atom.text, atom.unsound = UNSOUND, True

    def _in_formula(self, index: int, stance: Stance) -> bool:
        """Return whether an operator comes from a font made for formulas."""
        if stance.formula is None:
            name = self._font(index)
            stance.typeset = any(part in name for part in TYPESET_FONTS)
            stance.formula = any(part in name for part in FORMULA_FONTS) and "NOTOSANSMATH" not in name
        return stance.formula

    def _is_hidden(self, index: int, atom: Atom) -> bool:
        """Return whether a glyph has no ink, is white on white, or lies under something."""
        scenery = self.scenery
        thing = self.raw.FPDFText_GetTextObject(self.handle, index)
        address = cast(thing, c_void_p).value or 0
        if address in scenery.invisible:
            return True
        x, y = (atom.left + atom.right) / 2, atom.base - 0.25 * atom.size
        if address in scenery.white and not any(area.holds(x, y) for area in self.backs):
            return True
        turn = scenery.texts.get(address)
        return turn is not None and any(area.turn > turn and area.holds(x, y) for area in self.covers)

    def _set_aside(self, atom: Atom) -> None:
        last = self.unseen[-1] if self.unseen else None
        level = last is not None and abs(last.base - atom.base) < 0.5 * atom.size
        if not level or last is None or abs(atom.left - last.right) > 2 * atom.size:
            self.hidden.append([])
        self.hidden[-1].append(atom.text)
        self.unseen.append(atom)


def extend(word: Atom, atom: Atom) -> bool:
    """Return whether a letter was added to the word that it touches, on the side where it stands.

    What follows looks at some hundred words of a page instead of its thousands of letters.
    """
    if atom.index - word.index != 1 or atom.base != word.base or atom.size != word.size:
        return False
    near = TOUCHING * atom.size
    if atom.text in PERSIAN_LETTERS:
        if word.text[-1] not in PERSIAN_LETTERS:
            return False
        if -2 * near < word.left - atom.right < near:
            word.text += atom.text
        elif -2 * near < atom.left - word.right < near:
            word.text = atom.text + word.text
        else:
            return False
    elif word.text[-1] in LATIN_LETTERS and -near < atom.left - word.right < near:
        word.text += atom.text
    else:
        return False
    word.left, word.right = min(word.left, atom.left), max(word.right, atom.right)
    word.top, word.bottom = min(word.top, atom.top), max(word.bottom, atom.bottom)
    word.index = atom.index
    return True


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


def native_box(function: object) -> Callable[[int, int, int], int]:
    """Return a function of pdfium that fills a box, called with addresses: a third faster on every glyph."""
    prototype = PYFUNCTYPE(c_int, c_void_p, c_int, c_void_p)
    address = cast(function, c_void_p).value  # type: ignore[arg-type]  # a foreign function is a pointer
    return prototype(address or 0)
