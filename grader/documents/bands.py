"""Puts the lines of a ruled table's row together whose cells go over several lines."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from grader.documents.atoms import Atom, letters_of
from grader.documents.rows import SPACE, Row
from grader.documents.ruled import SAME, Extent, by_column
from grader.documents.sheet import Bar
from grader.documents.spans import OPERATORS
from grader.documents.tables import LATIN_WORD

MOST_LINES = 4  # of a row; more are a text of its own
LEAST_HEIGHT = 4.0  # points of a standing rule
PADDING = 1.6  # ems that a cell leaves free at both sides together
BLANK = 0.3  # ems between the words that were on two lines


class Band(NamedTuple):
    """A table's row between two level rules, and where its standing rules are, from left to right."""

    top: float
    bottom: float
    edges: tuple[float, ...]


def bands_of(extents: list[Extent], bars: list[Bar]) -> list[Band]:
    """Return the rows of tables that level and standing rules enclose."""
    if not extents:
        return []
    standing = [bar for bar in bars if not bar.wide and bar.bottom - bar.top > LEAST_HEIGHT]
    bands: list[Band] = []
    for left, right, levels in extents:
        inner = [bar for bar in standing if left + SAME < bar.left < right - SAME]
        for top, bottom in pairwise(levels):
            middle = (top + bottom) / 2
            found = sorted(bar.left for bar in inner if bar.top <= middle <= bar.bottom)
            if found:
                apart = [x for at, x in enumerate(found) if not at or x - found[at - 1] > SAME]
                bands.append(Band(top, bottom, (left, *apart, right)))
    return bands


def with_whole_rows(
    rows: list[Row], bands: list[Band], doubtful: set[int]
) -> tuple[list[Row], dict[int, list[list[Atom]]]]:
    """Return the rows with those of one band as one row where its cells wrap, and the cells of these by identity.

    Rows whose identity is ``doubtful`` stay as they are.
    """
    cells_by_row: dict[int, list[list[Atom]]] = {}
    for band in bands:
        inside = [row for row in rows if band.top < row.base < band.bottom]
        if not 1 < len(inside) <= MOST_LINES or any(id(row) in doubtful for row in inside):
            continue
        cells = whole_cells(inside, band.edges)
        if cells is not None:
            atoms = sorted((atom for row in inside for atom in row.atoms), key=lambda atom: atom.left)
            whole = Row(inside[0].base, inside[0].size, atoms)
            cells_by_row[id(whole)] = cells
            gone = {id(row) for row in inside}
            at = next(place for place, row in enumerate(rows) if id(row) in gone)
            rows = [*rows[:at], whole, *(row for row in rows[at:] if id(row) not in gone)]
    return rows, cells_by_row


def whole_cells(lines: list[Row], edges: tuple[float, ...]) -> list[list[Atom]] | None:
    """Return the cells of a row of several lines, None where one holds lines that may be texts of their own."""
    parts = [by_column(line, edges[1:-1]) for line in lines]
    cells: list[list[Atom]] = []
    for column, (left, right) in enumerate(pairwise(edges)):
        cell: list[Atom] = []
        for each in (part[column] for part in parts):
            joined = each if not cell else cell if not each else joined_lines(cell, each, right - left)
            if joined is None:
                return None
            cell = joined
        cells.append(cell)
    return cells if sum(map(bool, cells)) > 1 else None


def joined_lines(upper: list[Atom], lower: list[Atom], room: float) -> list[Atom] | None:
    """Return a cell's lines as one, seen from left to right; None unless the second had no room on the first.

    A formula's sign at the break tells on which side the second goes on.
    """
    above = [atom for atom in upper if atom.text != " "]
    below = [atom for atom in lower if atom.text != " "]
    if any(atom.text == "" for atom in (*above, *below)):
        return None
    to_left = goes_on_left(above, below)
    size = above[0].size
    if to_left is None:
        return None
    word = first_word(below[::-1] if to_left else below)
    if above[-1].right - above[0].left + BLANK * size + word <= room - PADDING * size:
        return None
    if to_left:
        shift = above[0].left - BLANK * size - below[-1].right
    else:
        shift = above[-1].right + BLANK * size - below[0].left
    moved = [
        replace(atom, left=atom.left + shift, right=atom.right + shift, base=above[0].base) for atom in lower
    ]
    return [*moved, *upper] if to_left else [*upper, *moved]


def goes_on_left(above: list[Atom], below: list[Atom]) -> bool | None:
    """Return whether a cell's second line is the left part of its text, None where nothing tells it."""
    if letters_of([*above, *below])[0] or any(
        LATIN_WORD.search("".join([atom.text for atom in line])) for line in (above, below)
    ):
        return None  # words go on without a sign, as a text of its own does
    right = above[-1].text[-1:] in OPERATORS or below[0].text[:1] in "=≈"
    left = above[0].text[:1] in OPERATORS or below[-1].text[-1:] in OPERATORS
    return left if left is not right else None


def first_word(atoms: list[Atom]) -> float:
    """Return how wide the first word of some atoms is, in the order in which they are read."""
    left, right = atoms[0].left, atoms[0].right
    for atom in atoms[1:]:
        if max(atom.left - right, left - atom.right) > SPACE * atom.size:
            break
        left, right = min(left, atom.left), max(right, atom.right)
    return right - left
