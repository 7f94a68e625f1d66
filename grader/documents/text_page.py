"""Asks pdfium about the characters of a page: for all at once what each is asked, one by one what few are."""

from __future__ import annotations

from collections import deque
from ctypes import byref, c_double, c_float, c_int, c_size_t, c_ushort, create_string_buffer, memset
from functools import cache, lru_cache
from itertools import repeat
from typing import TYPE_CHECKING

from grader.documents.native import handle_of, native

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

LONGEST_NAME = 128  # bytes of a font's name


class Calls:
    """The functions of pdfium that are called for characters, and the memory in which they leave their results."""

    def __init__(self) -> None:
        from pypdfium2 import raw

        self.loose_box = native(raw.FPDFText_GetLooseCharBox, None)
        self.ink_box = native(raw.FPDFText_GetCharBox, None)
        self.origin = native(raw.FPDFText_GetCharOrigin, None)
        self.matrix = native(raw.FPDFText_GetMatrix, c_int)
        self.font_size = native(raw.FPDFText_GetFontSize, c_double)
        self.font = native(raw.FPDFText_GetFontInfo, c_int)
        self.text_object = native(raw.FPDFText_GetTextObject, c_size_t)
        self.is_hyphen = native(raw.FPDFText_IsHyphen, c_int)
        self.has_no_name = native(raw.FPDFText_HasUnicodeMapError, c_int)
        self.sides = [c_double() for _ in range(4)]
        self.into_sides = [byref(side) for side in self.sides]
        self.placed = raw.FS_MATRIX()
        self.into_placed = byref(self.placed)
        self.name = create_string_buffer(LONGEST_NAME)
        self.flags = byref(c_int())


calls = cache(Calls)


class Boxes:
    """Memory for the boxes of up to ``most`` characters, and a reference to the place of each."""

    def __init__(self, most: int) -> None:
        self.numbers = (c_float * (4 * most))()
        self.view: memoryview[float] = memoryview(self.numbers).cast("B").cast("f")
        self.places = [byref(self.numbers, 16 * place) for place in range(most)]


boxes_for = cache(Boxes)  # it takes as long to make the references as to ask for the boxes


@lru_cache(maxsize=256)
def in_capitals(name: bytes) -> str:
    """Return a font's name in capitals."""
    return name.decode("utf-8", "replace").upper()


class TextPage:
    """The characters of a page. ``units`` has one letter for each, halves of a pair apart.

    ``lefts``, ``tops``, ``rights`` and ``bottoms`` are the sides of their boxes in PDF coordinates, upwards, and
    ``heights`` bottoms and tops in pairs; a box is as high as its font, and higher where its letter sticks out.
    """

    def __init__(self, text: PdfTextPage) -> None:
        self.text = text  # which is closed when nobody needs it
        self.handle = handle_of(text.raw)
        self.calls = calls()
        self.count = text.count_chars()
        self.units = self._units(text)
        memory = boxes_for(1 << self.count.bit_length())
        memset(memory.numbers, 0, 16 * self.count)
        asked = map(self.calls.loose_box, repeat(self.handle), range(self.count), memory.places)
        deque(asked, maxlen=0)
        sides = memory.view[: 4 * self.count]
        self.lefts = list(sides[0::4])
        self.tops = list(sides[1::4])
        self.rights = list(sides[2::4])
        self.bottoms = list(sides[3::4])
        self.heights = list(zip(self.bottoms, self.tops, strict=True))

    def _units(self, text: PdfTextPage) -> str:
        from pypdfium2 import raw

        count = self.count
        buffer = (c_ushort * (count + 1))()
        if raw.FPDFText_GetText(text.raw, 0, count, buffer) == count + 1:
            units = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
            return units if len(units) == count else "".join(map(chr, buffer[:count]))
        return "".join(chr(raw.FPDFText_GetUnicode(text.raw, index)) for index in range(count))

    def origin(self, index: int) -> tuple[float, float]:
        """Return where a character stands on its baseline."""
        calls = self.calls
        calls.origin(self.handle, index, calls.into_sides[0], calls.into_sides[1])
        return calls.sides[0].value, calls.sides[1].value

    def matrix(self, index: int) -> tuple[float, float, float, float]:
        """Return how a character is turned and stretched, all 0 for one that belongs to no text object."""
        placed = self.calls.placed
        if not self.calls.matrix(self.handle, index, self.calls.into_placed):
            return 0.0, 0.0, 0.0, 0.0
        return placed.a, placed.b, placed.c, placed.d

    def font_size(self, index: int) -> float:
        """Return the size of a character's font before it is stretched."""
        return self.calls.font_size(self.handle, index)

    def font_name(self, index: int) -> str:
        """Return the name of a character's font in capitals, empty where it has none."""
        name = self.calls.name
        if not self.calls.font(self.handle, index, name, LONGEST_NAME, self.calls.flags):
            return ""
        return in_capitals(name.value)

    def ink(self, index: int) -> tuple[float, float, float, float]:
        """Return left, bottom, right and top of what is drawn of a character."""
        left, right, bottom, top = self.calls.sides
        self.calls.ink_box(self.handle, index, *self.calls.into_sides)
        return left.value, bottom.value, right.value, top.value

    def text_object(self, index: int) -> int:
        """Return the address of the text object that a character belongs to, 0 for none."""
        return self.calls.text_object(self.handle, index)

    def is_hyphen(self, index: int) -> bool:
        """Return whether a character stands for a hyphen at the end of a line."""
        return self.calls.is_hyphen(self.handle, index) == 1

    def has_no_name(self, index: int) -> bool:
        """Return whether a character's font does not tell what it is."""
        return self.calls.has_no_name(self.handle, index) == 1
