"""Tells by the numbers and letters with which lines begin whether a page is read by columns or row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import digit

from grader.documents.atoms import Atom
from grader.documents.rows import Row

SIDE_BY_SIDE = 0.85  # ems between the baselines of rows of which neither stands above the other
LONGEST_LOOKED_AT = 24  # characters of a line's beginning
FEWEST_MARKS = 2  # on each side of a gutter, so that they can tell an order
BACK, SKIPPED = 4, 1  # what a step back costs, and one that leaves something out
WORD = r"(?:question|problem|exercise|task|ques|prob|ex|q|س[وؤ]ا?ل|سئوال|پرسش|تمرین|مس[ئأاي]?له?ه?)"
MARK = re.compile(
    rf"(?P<question>\W{{0,3}}{WORD}[\W_]{{0,3}}(?P<number>\d{{1,2}})?(?!\w))"
    r"|(?P<of>\d{1,2})(?P<terse>[a-h])(?=\s[^=+*/×·]|\s*$)"
    r"|[(\[]?\s?(?P<latin>[a-h])\s?[)\].:](?!\d)"
    r"|[(\[)]?\s?(?P<letter>الف|[بپتثجچحخدهوز])\s?[)\].:(-]"
    r"|[(\[)]?\s?(?P<counted>\d{1,2})\s?(?:[)\].(](?=\s|$)|-(?=\s+[^\W\d]|\s*$))",  # no sign of `-14 5`
    re.IGNORECASE,
)
ALPHABET = ("الف", "ب", "پ", "ت", "ث", "ج", "چ", "ح", "خ", "د")
ABJAD = ("الف", "ب", "ج", "د", "ه", "و", "ز", "ح")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line begins with: a question's number (-1 where it is a word), a part's letter, or both as in `3b`."""

    number: int | None = None
    letter: str = ""


def mark_of(atoms: Iterable[Atom]) -> Mark | None:
    """Return what atoms begin with, which come in the order of reading; None for other text."""
    return mark_in(beginning_of(atoms))


def mark_in(text: str) -> Mark | None:
    """Return what a text begins with, None where that is no mark."""
    found = MARK.match(text)
    if found is None:
        return None
    if found["of"]:
        return Mark(number=whole(found["of"]), letter=found["terse"].casefold())
    letter = found["letter"] or found["latin"]
    return (
        Mark(letter=letter.casefold()) if letter else Mark(number=whole(found["number"] or found["counted"]))
    )


def beginning_of(atoms: Iterable[Atom]) -> str:
    """Return the first characters that atoms say, with a blank where one is seen."""
    text, last = "", None
    for atom in atoms:
        if last is not None and max(atom.left - last.right, last.left - atom.right) > 0.17 * atom.size:
            text += " "
        text += atom.text
        last = atom
        if len(text) >= LONGEST_LOOKED_AT:
            break
    return text.strip()


def whole(digits: str | None) -> int:
    """Return the number that digits of any script write, -1 for none."""
    return int("".join(str(digit(letter)) for letter in digits)) if digits else -1


def cost(marks: Iterable[Mark]) -> int:
    """Return how far marks are from the order in which questions and parts are counted."""
    kept = list(marks)
    letters = {mark.letter for mark in kept}
    order = ALPHABET if letters & {"پ", "ت", "ث", "چ"} else ABJAD
    total, question, part = 0, -1, -1
    for mark in kept:
        if (
            mark.number is not None and not mark.number == question >= 0
        ):  # it may stand before each part again
            total += step(question, mark.number) if mark.number >= 0 and question >= 0 else 0
            question, part = mark.number, -1
        place = place_of(mark.letter, order)
        if place is not None:
            total += step(part, place)
            part = place
    return total


def step(before: int, after: int) -> int:
    """Return what it costs to go on from one number to another."""
    return 0 if after == before + 1 else SKIPPED if after > before else BACK


def place_of(letter: str, order: tuple[str, ...]) -> int | None:
    """Return a letter's place from 0, None where it counts in no order."""
    if letter in order:
        return order.index(letter)
    return ord(letter) - ord("a") if len(letter) == 1 and "a" <= letter <= "h" else None


def with_labels_first(rows: list[Row], *, from_right: bool) -> list[Row]:
    """Return rows from top to bottom, one that begins with a mark before that above it if both stand side by side.

    A part's letter stands at half the height of what it counts, which may have two rows.
    """
    ordered = list(rows)
    for place, (above, row) in enumerate(pairwise(rows)):
        if row.base - above.base > SIDE_BY_SIDE * min(row.size, above.size):
            continue
        apart = above.right < row.left if from_right else row.right < above.left
        if apart and marks_row(row, from_right=from_right) and not marks_row(above, from_right=from_right):
            ordered[place : place + 2] = row, above
    return ordered


def marks_row(row: Row, *, from_right: bool) -> bool:
    """Return whether a row begins with a mark."""
    return mark_of(reversed(row.atoms) if from_right else row.atoms) is not None


Halves = tuple[Mark | None, Mark | None]


def column_cost(rows: Iterable[Halves | None], *, from_right: bool) -> int:
    """Return the cost of reading column after column; None stands for a row across both."""
    return cost(by_column(rows, from_right=from_right))


def row_cost(rows: Iterable[Halves | None], *, from_right: bool) -> int:
    """Return the cost of reading row by row."""
    return cost(
        mark for row in rows if row for mark in (reversed(row) if from_right else row) if mark is not None
    )


def is_out_of_order(lines: Iterable[str]) -> bool:
    """Return whether lines, whose cells are parted by tabs, are counted as if columns had been read across.

    Some lines then have marks behind other text, and the marks go back more than once.
    """
    cut = [line.split("\t") for line in lines]
    if sum(any(map(mark_in, cells[1:])) for cells in cut) < FEWEST_MARKS:
        return False
    marks = [map(mark_in, cells) for cells in cut]
    return cost(mark for cells in marks for mark in cells if mark) >= 2 * BACK


def by_column(rows: Iterable[Halves | None], *, from_right: bool) -> Iterator[Mark]:
    """Yield the marks of two columns in reading order."""
    sides: tuple[list[Mark], list[Mark]] = ([], [])
    for row in (*rows, None):
        if row is not None:
            for side, mark in zip(sides, row, strict=True):
                if mark is not None:
                    side.append(mark)
            continue
        for side in reversed(sides) if from_right else sides:
            yield from side
            side.clear()
