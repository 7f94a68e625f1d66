"""Finds numbers that may be a power or a side of a fraction of which no line took notice, so that a person looks."""

from __future__ import annotations

from itertools import pairwise
from operator import attrgetter

from grader.documents.rows import FARTHEST_SCRIPT, LOWERED, RAISED, SMALL, SPACE, Row, touches_one_of

STACKED = 1.7  # ems at most between the sides of a fraction without a bar
LEVEL = 0.2  # ems by which a line's middle lies between the two sides at least
MOST_DIGITS = 12  # of a side of a fraction, blanks among them
BOTH_SIDES = 3  # rows: one above, one itself, one below
OFF_CENTRE = 0.35  # ems
SIZE = attrgetter("size")


def unsettled(rows: list[Row]) -> set[int]:
    """Return the places of rows, from top to bottom, that may say less than is seen: a power or a fraction is lost."""
    found: set[int] = set()
    sizes = [0.0, *map(SIZE, rows), 0.0]
    for place, row in enumerate(rows):
        near = range(max(place - 1, 0), min(place + 2, len(rows)))
        if min(map(SIZE, row.atoms)) <= SMALL * max(sizes[place : place + 3]):
            found.update(near_strays(rows, place, near))
        if len(near) == BOTH_SIDES and encloses(*(rows[at] for at in near)):
            found.update(near)
    return found


def near_strays(rows: list[Row], place: int, near: range) -> set[int]:
    """Return which rows a small number of a row may belong to, if it touches nothing there and in its own row."""
    row = rows[place]
    found: set[int] = set()
    for atom in row.atoms:
        raised = (row.base - atom.base) / row.size
        is_level = atom.size <= SMALL * row.size and -LOWERED <= raised <= RAISED
        if is_level or atom.formula or not atom.text.isdecimal() or touches_one_of(atom, row):
            continue
        found.update(
            other
            for other in near
            if atom.size <= SMALL * rows[other].size
            and abs(atom.base - rows[other].base) <= FARTHEST_SCRIPT * rows[other].size
        )
    return found | {place} if found else found


def encloses(above: Row, row: Row, below: Row) -> bool:
    """Return whether a lone number above a row and one below it stand over each other, beside what the row says."""
    if not (is_lone_number(above) and is_lone_number(below)):
        return False
    if below.base - above.base > STACKED * above.size:
        return False
    if not above.base + LEVEL * row.size < row.base < below.base - LEVEL * row.size:
        return False
    left, right = above.left, above.right
    if abs(left + right - below.left - below.right) > 2 * OFF_CENTRE * above.size:
        return False
    return all(atom.right <= left or atom.left >= right for atom in row.atoms if atom.text != " ")


def is_lone_number(row: Row) -> bool:
    """Return whether a whole number is all that a row says."""
    if len(row.atoms) > MOST_DIGITS:
        return False
    said = [atom for atom in row.atoms if atom.text != " "]
    return all(atom.text.isdecimal() for atom in said) and all(
        right.left - left.right < SPACE * row.size for left, right in pairwise(said)
    )
