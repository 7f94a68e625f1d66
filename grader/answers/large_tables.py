"""Counts the rows and columns of tables that are too large for their cells to be read."""

from __future__ import annotations

import re

from grader.answers.compared_cells import BLANK_CELL
from grader.answers.reading import Cell, Cells
from grader.answers.refusal import MALFORMED, Refusal
from grader.records import JsonValue
from grader.translation import Message

ENVIRONMENTS = r"\\(?:begin|end)\{[a-z]{1,12}\*?\}(?:\{[lcr|]{0,40}\})?"
ROW_ENDS = r"\]\s?,|\)\s?,|\}\s?,|\\\\|[;\n]"
NO_CELL = " \t|[](){},;.$-:="


def large_table(text: str, most: int) -> Cells | None:
    """Return the empty cells of a text's table of more than ``most`` cells; None for a smaller one.

    Raises Refusal where the rows of a large one differ.
    """
    if sum(map(text.count, ",&| \t\n;\\")) <= most:
        return None
    rows = [row for row in re.split(ROW_ENDS, re.sub(ENVIRONMENTS, "", text)) if row.strip(NO_CELL)]
    between = next((sign for sign in "&|,\t" if sign in text), None)
    widths = [len(row.strip("[](){} \t|,").split(between)) for row in rows]
    if sum(widths) <= most:
        return None
    if len(set(widths)) > 1:
        raise ragged()
    return ((BLANK_CELL,) * widths[0],) * len(rows)


def holds_whole_numbers(rows: list[JsonValue]) -> bool:
    """Return whether every cell of a list of rows is a whole number."""
    return all(set(map(type, row)) <= {int} for row in rows if isinstance(row, list))


def size_only(rows: list[JsonValue]) -> Cells:
    """Return the empty cells of a large list; rows of one length are one row, many times over."""
    if list not in set(map(type, rows)):
        return (BLANK_CELL,) * len(rows)
    known: dict[int, Cells] = {}
    cells: list[Cells | Cell] = []
    for row in rows:
        if not isinstance(row, list):
            cells.append(BLANK_CELL)
        elif row and isinstance(row[0], list):
            cells.append(size_only(row))
        else:
            cells.append(known.setdefault(len(row), (BLANK_CELL,) * len(row)))
    return tuple(cells)


def ragged() -> Refusal:
    """Return the refusal of a table with a cell too few or too many in a row."""
    return Refusal(MALFORMED, 0, Message("The rows differ in length; write as many cells in every row."))
