"""Reads a matrix that is listed cell by cell, such as `g(0,1) = 20, g(0,2) = -70`."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from grader.answers.refusal import CONTRADICTORY, MALFORMED, Refusal
from grader.translation import Message


class CellText(NamedTuple):
    """The text of one cell and where it begins."""

    text: str
    start: int


Arranged = list[list[CellText]]


@cache
def _cell() -> re.Pattern[str]:
    index = r"[ \t]*([0-9]{1,4})[ \t]*"
    places = (
        rf"\({index}[,;]{index}\)|\[{index}[,;]{index}\]|\[{index}\]\[{index}\]|_\{{?([0-9]),?([0-9])\}}?"
    )
    return re.compile(rf"(?:[A-Za-z]{{1,12}}[ \t]*)?(?:{places})[ \t]*(?:=|:|→|->)[ \t]*([^,;\n=:→]{{1,60}})")


def indexed_grids(text: str) -> list[Arranged] | None:
    """Return the grids of a list of cells by (row, column) and by (column, row); None for another text.

    Whether the student counts from 0 or from 1 changes nothing where every cell is given. Raises Refusal
    where cells are missing or given twice: a list of some cells is no smaller matrix.
    """
    found = list(_cell().finditer(text))
    rest = _cell().sub("", text) if found else ""
    if not found or rest.strip(" ,;.…\n\t$\\و"):
        return None
    if "…" in text or "..." in text:
        raise _missing_cells()
    cells: dict[tuple[int, int], CellText] = {}
    for match in found:
        *indices, value = (group for group in match.groups() if group is not None)
        first, second = map(int, indices)
        cell = CellText(value, match.start(9))
        if (first, second) in cells and cells[first, second].text.strip() != value.strip():
            raise Refusal(
                CONTRADICTORY, match.start(), Message("This cell is given twice with different values.")
            )
        cells[first, second] = cell
    return _arranged(cells)


def _missing_cells() -> Refusal:
    return Refusal(MALFORMED, 0, Message("Some cells of this list are missing; write every cell."))


def _arranged(cells: dict[tuple[int, int], CellText]) -> list[Arranged]:
    first, second = sorted({place[0] for place in cells}), sorted({place[1] for place in cells})
    is_counted_alike = first[0] == second[0] and first[0] in (
        0,
        1,
    )  # else cells before the first are left out
    if len(cells) != len(first) * len(second) or not is_counted_alike or 1 in (len(first), len(second)):
        raise _missing_cells()
    if first[-1] - first[0] + 1 != len(first) or second[-1] - second[0] + 1 != len(second):
        raise Refusal(MALFORMED, 0, Message("Some rows of this list are missing; write every cell."))
    by_rows = [[cells[row, column] for column in second] for row in first]
    by_columns = [[cells[row, column] for row in first] for column in second]
    return [by_rows, by_columns]
