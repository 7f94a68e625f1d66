"""Tells how glyphs stand: baseline, size and direction, asked once for the many that stand alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import hypot

from grader.documents.text_page import TextPage
from grader.documents.turned import Turned

HIDDEN_SIZE = 2.0  # points; nobody reads smaller letters
LARGE_FONTS = ("CMEX", "LMMATHEXTENSION")  # of Computer Modern and of Latin Modern, which are laid out alike
TYPESET_FONTS = ("CMSY", "CMMI", "CMR1", "CMR8", "LMSY", "LMMI", "LMMATHSYMBOLS", "LMMATHITALIC")
FORMULA_FONTS = ("MATH", "CMSY", "CMR1", "CMR8", "CMMI", "LMSY", "LMMI", "MSBM", "OPENSYMBOL", "ITALIC")
"""Parts of names of fonts that set formulas; not Noto Sans Math, from which browsers take signs of running text."""


@dataclass(slots=True)
class Stance:
    """What glyphs of one text, or of one height at one height, share: baseline, size, and where they run.

    ``large`` tells that they are of TeX's font of large signs; ``is_level`` that all of their text stands so;
    ``is_plain`` that its letters are to be read as they are.
    """

    base: float
    size: float
    runs: int
    large: bool
    is_seen: bool
    is_level: bool
    is_plain: bool


class Stances:
    """The stances of a page's glyphs."""

    def __init__(self, page: TextPage, turned: Turned) -> None:
        self.page = page
        self.turned = turned
        self.of_heights: dict[tuple[float, float], Stance] = {}
        self.of_texts: dict[int, Stance] = {}

    def at(self, index: int) -> Stance:
        """Return how a glyph stands: as its text object does where that lies level."""
        thing = self.page.text_object(index)
        stance = self.of_texts.get(thing) or self._asked(index, thing)
        self.of_heights[self.page.heights[index]] = stance
        return stance

    def _asked(self, index: int, thing: int) -> Stance:
        """Return how a glyph of a text object stands that was not met before."""
        page, turned, (low, high) = self.page, self.turned, self.page.heights[index]
        a, b, c, d = page.matrix(index)
        size = page.font_size(index) * (hypot(c, d) or 1.0)
        base = turned.point(*page.origin(index))[1]
        font = page.font_name(index)
        runs, large = turned.direction(a, b), is_large(font)
        is_seen = size >= HIDDEN_SIZE and base >= 0
        is_level = low < high and thing != 0 and b == 0 and turned.quarters == 0
        stance = Stance(base, size, runs, large, is_seen, is_level, is_seen and not runs and not large)
        if is_level:
            self.of_texts[thing] = stance
        return stance

    def _of_text(self, start: int, thing: int) -> Stance:
        """Return how a text object stands: as another whose letter has just such a box, for many hold but a word."""
        stance = self.of_heights.get(self.page.heights[start])
        if stance is not None and stance.is_level:
            self.of_texts[thing] = stance
            return stance
        return self.at(start)

    def of_run(self, start: int, end: int) -> Stance | None:
        """Return how characters stand, None unless all of them stand alike and are to be read as they are.

        Letters of one line have boxes of several heights, for pdfium makes room for what sticks out.
        """
        page, count = self.page, end - start
        stance = self.of_heights.get(page.heights[start])
        if stance is not None and stance.is_level:
            bottoms, tops = page.bottoms[start:end], page.tops[start:end]
            if tops.count(tops[0]) == count == bottoms.count(bottoms[0]):
                return stance if stance.is_plain else None
        ask, handle = page.calls.text_object, page.handle
        thing = ask(handle, start)
        if thing == ask(handle, end - 1):
            stance = self.of_texts.get(thing) or self._of_text(start, thing)
            if stance.is_level:
                self.of_heights[page.heights[start]] = stance
                return stance if stance.is_plain else None
        first = None
        for heights in set(page.heights[start:end]):
            if heights[0] == heights[1]:
                continue  # a blank that pdfium put between words, and that has a size of its own
            stance = self.of_heights.get(heights) or self.at(page.heights.index(heights, start))
            first = first or stance
            if not stance.is_plain or stance.base != first.base or stance.size != first.size:
                return None
        return first


@lru_cache(maxsize=256)
def sets_formulas(font: str) -> tuple[bool, bool]:
    """Return whether a font, told by its name, is made for formulas, and whether it is one of TeX's."""
    formula = any(part in font for part in FORMULA_FONTS) and "NOTOSANSMATH" not in font
    return formula, any(part in font for part in TYPESET_FONTS)


@lru_cache(maxsize=256)
def is_large(font: str) -> bool:
    """Return whether a font, told by its name, is TeX's of large signs."""
    return any(part in font for part in LARGE_FONTS)
