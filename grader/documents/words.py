"""Joins letters that stand side by side into words, and these into runs: nine of ten characters of a page.

What follows looks at some dozen runs of a page instead of its thousands of letters.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from operator import sub
from typing import TypeAlias

from grader.documents.atoms import LATIN_LETTERS, PERSIAN_LETTERS, Atom
from grader.documents.rows import SPACE
from grader.documents.sheet import Bar
from grader.documents.stances import Stance, Stances
from grader.documents.text_page import TextPage

TOUCHING = 0.1  # ems between letters of one word
NARROWEST_BLANK = 0.08  # ems; a narrower one parts no words
WIDEST_BLANK = 0.5  # ems between words of a run; a gutter between columns is wider
LATIN, PERSIAN = "[A-Za-z]", f"[{''.join(sorted(PERSIAN_LETTERS))}]"
NUMBER = "[{0}]{{2,}}(?:[.,٬٫][{0}]+)*|[{0}](?:[.,٬٫][{0}]+)+"
NUMBERS = "|".join(map(NUMBER.format, ("0-9", "۰-۹", "٠-٩")))
WORDS = re.compile(f"{LATIN}{{2,}}|{PERSIAN}{{2,}}")
RUNS = re.compile(f"{LATIN}{{2,}}(?: {LATIN}{{2,}})*|{PERSIAN}{{2,}}(?: {PERSIAN}+)*|{NUMBERS}")
MARKS = re.compile("[\u00a8\u00b4\u00b8\u02c6-\u02dd\u0300-\u036f\u064b-\u065f\u0670]")
"""Marks over and under letters. One is given to a letter by its share of the width, which needs short words."""

MayHide: TypeAlias = Callable[[int, int, tuple[float, float, float]], bool] | None
"""Whether something may hide the characters between two places, which go from left to right at a height.

None where nothing on the page hides anything.
"""


class Words:
    """Joins the letters of a page; ``may_hide`` tells of a place that some of them need a look one by one."""

    def __init__(self, page: TextPage, stances: Stances, bars: list[Bar], may_hide: MayHide) -> None:
        self.page = page
        self.may_hide = may_hide
        self.stances = stances
        self.turned = stances.turned
        self.extent = self.turned.extent
        standing = sorted((bar.left, bar.top, bar.bottom) for bar in bars if not bar.wide)
        self.rules = standing
        self.rules_from = [left for left, _, _ in standing]
        self.marked = {stances.at(mark.start()).base for mark in MARKS.finditer(page.units)}

    def joined(self, pieces: dict[int, str]) -> Iterator[tuple[int, Atom]]:
        """Yield words and runs of words, each with the place where it starts; ``pieces`` are in none."""
        units = self.page.units
        for run in RUNS.finditer(units):
            start, end = run.span()
            atom = None if start in pieces or end in pieces else self._atom(start, end)
            if atom is not None:
                yield start, atom
            elif " " in run[0]:
                for word in WORDS.finditer(units, start, end):
                    first, last = word.span()
                    atom = None if first in pieces or last in pieces else self._atom(first, last)
                    if atom is not None:
                        yield first, atom

    def _atom(self, start: int, end: int) -> Atom | None:
        """Return characters as one atom, None unless each stands beside the one before, as `extend` asks."""
        stance = self.stances.of_run(start, end)
        if stance is None:
            return None
        page, turned, size = self.page, self.turned, stance.size
        lefts, rights, text = page.lefts[start:end], page.rights[start:end], page.units[start:end]
        overlap = TOUCHING * size
        from_right = text[0] in PERSIAN_LETTERS
        if from_right:
            overlap *= 2
        if not from_right or lefts[0] < lefts[1]:
            gaps = list(map(sub, lefts[1:], rights))
            if from_right:
                text = text[::-1]
        else:
            gaps = list(map(sub, lefts, rights[1:]))
        if min(gaps) <= -overlap or not parted(text, gaps, list(map(sub, rights, lefts)), size):
            return None
        if self.marked and " " in text and any(abs(stance.base - base) < stance.size for base in self.marked):
            return None
        left, right = min(lefts) - turned.left, max(rights) - turned.left
        top = turned.top - max(page.tops[start:end])
        bottom = turned.top - min(page.bottoms[start:end])
        width, height = self.extent
        if left < 0 or right > width or top > height:
            return None
        if self.rules and self._is_ruled(left, right, stance):
            return None
        if self.may_hide is not None and self.may_hide(start, end, (left, right, stance.base - 0.25 * size)):
            return None
        return Atom(text, left, right, stance.base, size, top, bottom, False, False, end - 1)

    def _is_ruled(self, left: float, right: float, stance: Stance) -> bool:
        """Return whether a standing rule, such as that of a table, goes through a run."""
        first, last = bisect_left(self.rules_from, left), bisect_left(self.rules_from, right)
        middle = stance.base - 0.25 * stance.size
        return any(top - 1 <= middle <= bottom + 1 for _, top, bottom in self.rules[first:last])


def parted(text: str, gaps: list[float], widths: list[float], size: float) -> bool:
    """Return whether letters touch each other, and words are parted by a blank that is drawn or left.

    ``gaps`` are those between the boxes of neighbours; the box of a blank that is left is empty.
    """
    blanks = text.count(" ")
    near = TOUCHING * size
    if max(gaps) < near:
        return min(widths) > (NARROWEST_BLANK * size if blanks else 0.0) and (
            not blanks or widths[text.index(" ")] < WIDEST_BLANK * size
        )
    wide = [gap for gap in gaps if gap >= near]
    return (
        len(wide) == blanks == widths.count(0.0)
        and min(wide) > SPACE * size
        and max(wide) < WIDEST_BLANK * size
    )


def extend(word: Atom, atom: Atom) -> bool:
    """Return whether a letter was added to the word that it touches, on the side where it stands."""
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
