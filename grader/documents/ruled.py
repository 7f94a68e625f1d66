"""Finds tables that lie between level rules, and where their columns part: where nothing of any row stands."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple, TypeAlias

from grader.documents.atoms import Atom
from grader.documents.rows import Row, attach_scripts, says_something
from grader.documents.sheet import Bar

SHORTEST = 60.0  # points of a table's rules; bars of fractions are shorter
SAME = 3.0  # points between the ends of a table's rules
TOUCH = 3.0  # points between pieces of one rule, which programs draw cell by cell, and browsers apart
FEWEST_RULES = 3  # over the head, under it, and under the last row
FEWEST_ROWS = 3
RIVER = 0.75  # ems between columns; words stand closer
MOST_BARS = 400


Extent: TypeAlias = tuple[float, float, list[float]]
"""The left and the right end of several level rules, and their heights from the top."""


class Ruled(NamedTuple):
    """A table's extent and the middles between its columns, from left to right."""

    top: float
    bottom: float
    parted: tuple[float, ...]


def extents_of(bars: list[Bar]) -> list[Extent]:
    """Return the left and right ends that several level rules of a page share, with the heights of these."""
    lying = sorted((bar.top, bar.left, bar.right) for bar in bars if bar.wide)[:MOST_BARS]
    return of_one_extent(rules_in(lying)) if len(lying) >= FEWEST_RULES else []


def ruled_tables(rows: list[Row], extents: list[Extent], bars: list[Bar]) -> list[Ruled]:
    """Return the tables among rows whose columns nothing but their gaps parts: level rules enclose them."""
    if not extents:
        return []
    standing = [bar for bar in bars if not bar.wide][:MOST_BARS]
    found: list[Ruled] = []
    for left, right, levels in extents:
        for top, bottom, inside in runs_between(rows, left, right, levels):
            crossed = any(
                left + SAME < bar.left < right - SAME and bar.top < bottom and bar.bottom > top
                for bar in standing
            )
            parted = () if crossed else parted_at(inside)
            if parted:
                found.append(Ruled(top, bottom, parted))
    return found


def rules_in(lying: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Return level rules as their height, left and right end, with the touching pieces of one joined."""
    rules: list[tuple[float, float, float]] = []
    for top, left, right in lying:
        last = rules[-1] if rules else None
        if last is not None and top - last[0] < 1 and left - last[2] < TOUCH and left >= last[1]:
            rules[-1] = (last[0], last[1], max(last[2], right))
        else:
            rules.append((top, left, right))
    return [rule for rule in rules if rule[2] - rule[1] >= SHORTEST]


def of_one_extent(rules: list[tuple[float, float, float]]) -> list[Extent]:
    """Return the left and right ends that several rules share, with the heights of these."""
    groups: list[Extent] = []
    for top, left, right in rules:
        for group in groups:
            if abs(group[0] - left) < SAME and abs(group[1] - right) < SAME:
                group[2].append(top)
                break
        else:
            groups.append((left, right, [top]))
    return [group for group in groups if len(group[2]) >= FEWEST_RULES]


def runs_between(
    rows: list[Row], left: float, right: float, levels: list[float]
) -> list[tuple[float, float, list[Row]]]:
    """Return top, bottom and rows of each table between rules: bands whose rows do not stick out, one after another."""
    runs: list[tuple[float, float, list[Row]]] = []
    is_open = False
    for top, bottom in pairwise(levels):
        band = [row for row in rows if top < row.base < bottom + 1]
        fits = bool(band) and all(left - SAME < row.left and row.right < right + SAME for row in band)
        if fits and is_open:
            before = runs.pop()
            runs.append((before[0], bottom, before[2] + band))
        elif fits:
            runs.append((top, bottom, band))
        is_open = fits or (is_open and not band)
    return [run for run in runs if len(run[2]) >= FEWEST_ROWS]


def parted_at(rows: list[Row]) -> tuple[float, ...]:
    """Return the middles of the gaps that no row's atoms cover, and on both sides of which most rows have some."""
    if any(atom.text == "" for row in rows for atom in row.atoms):
        return ()  # a matrix stands in it
    seen = sorted((atom.left, atom.right) for row in rows for atom in row.atoms if atom.text != " ")
    least = RIVER * max(row.size for row in rows)
    middles: list[float] = []
    edge = seen[0][1]
    for left, right in seen:
        if left - edge > least:
            middles.append((left + edge) / 2)
        edge = max(edge, right)
    enough = [
        middle for middle in middles if sum(row.left < middle < row.right for row in rows) >= FEWEST_ROWS
    ]
    return tuple(enough)


def cells_in(row: Row, tables: list[Ruled]) -> list[list[Atom]] | None:
    """Return the cells of a table's row, empty ones too, None for a row that is none's or has one cell alone."""
    table = next((each for each in tables if each.top < row.base < each.bottom + 1), None)
    if table is None:
        return None
    cells = by_column(row, table.parted)
    return cells if sum(map(bool, cells)) > 1 else None


def by_column(row: Row, parted: tuple[float, ...]) -> list[list[Atom]]:
    """Return a row's atoms by the column in which their middles stand, given where the columns part."""
    cells: list[list[Atom]] = [[] for _ in range(len(parted) + 1)]
    for atom in attach_scripts(row.atoms):
        middle = (atom.left + atom.right) / 2
        cells[sum(edge < middle for edge in parted)].append(atom)
    return [cell if says_something(cell) else [] for cell in cells]
