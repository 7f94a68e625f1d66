"""Finds numbers that may be a power or a side of a fraction of which no line took notice, so that a person looks."""

from __future__ import annotations

from operator import attrgetter

from grader.documents.atoms import NUMBER, Atom, kind_of
from grader.documents.rows import FARTHEST_SCRIPT, SMALL, Row, touches_one_of

STACKED = 1.7  # ems at most between the sides of a fraction without a bar
LEVEL = 0.2  # ems by which a line's middle lies between the two sides at least
OFF_CENTRE = 0.35  # ems
SIZE = attrgetter("size")


def unsettled(rows: list[Row]) -> set[int]:
    """Return the places of rows, from top to bottom, that may say less than is seen: a power or a fraction is lost."""
    found: set[int] = set()
    for place, row in enumerate(rows):
        near = [other for other in (place - 1, place, place + 1) if 0 <= other < len(rows)]
        least: float = min(map(SIZE, row.atoms))
        if any(least <= SMALL * rows[other].size for other in near):
            found.update(near_strays(rows, place, near))
        if 0 < place < len(rows) - 1 and encloses(rows[place - 1], row, rows[place + 1]):
            found.update(near)
    return found


def near_strays(rows: list[Row], place: int, near: list[int]) -> set[int]:
    """Return which rows a small number of a row may belong to, if it touches nothing there and in its own row."""
    row = rows[place]
    found: set[int] = set()
    for atom in row.atoms:
        if kind_of(atom.text) != NUMBER or touches_one_of(atom, row):
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
    upper, lower = lone_number(above), lone_number(below)
    if upper is None or lower is None or below.base - above.base > STACKED * upper.size:
        return False
    if not above.base + LEVEL * row.size < row.base < below.base - LEVEL * row.size:
        return False
    if abs(upper.left + upper.right - lower.left - lower.right) > 2 * OFF_CENTRE * upper.size:
        return False
    return all(atom.right <= upper.left or atom.left >= upper.right for atom in row.atoms if atom.text != " ")


def lone_number(row: Row) -> Atom | None:
    """Return the whole number that is all a row says, or None."""
    said = [atom for atom in row.atoms if atom.text != " "]
    return said[0] if len(said) == 1 and said[0].text.isdecimal() else None
