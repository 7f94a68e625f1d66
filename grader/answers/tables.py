r"""Cuts the text of a vector or a matrix into the texts of its cells.

nested lists          [[1, 2], [3, 4]]     ((1, 2), (3, 4))
MATLAB                [1 2; 3 4]
LaTeX                 \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}
Markdown and ruled    | 1 | 2 |            │ 1 │ 2 │
plain rows            1 2 (newline) 3 4    1, 2 (newline) 3, 4
cell by cell          g(0,0) = 1, g(0,1) = 2, …
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from grader.answers.refusal import MALFORMED, TOO_LONG, Refusal
from grader.translation import Message

MOST_CELLS = 10**6
PAIRS = {"[": "]", "(": ")", "{": "}"}
CLOSERS = frozenset(PAIRS.values())


class CellText(NamedTuple):
    """The text of one cell and where it begins."""

    text: str
    start: int


Grid = list[list[CellText]]


def grids_of(text: str) -> list[Grid]:
    """Return the grids that ``text`` can sensibly be cut into, the likeliest first.

    Raises Refusal where a bracket is missing or nothing is a row.
    """
    body, start = _body(text)
    listed = _indexed_cells(body, start)
    if listed is not None:
        return listed
    environment = _environment().search(body)
    if environment is not None:
        return [_rows(environment[1], start + environment.start(1), r"\\\\|\n(?![ \t\n]*\\\\)", "&")]
    if any(bar in body for bar in "|│┃║"):
        return [_ruled(body, start)]
    stripped = body.strip()
    if stripped[:1] in PAIRS and not (stripped[:1] == "{" and "\\" in stripped[:3]):
        return [_bracketed(body, start)]
    return [_plain(body, start)]


def _body(text: str) -> tuple[str, int]:
    """Return ``text`` without a label before it, and where the rest begins."""
    if "=" in text and not re.search(r"\)[ \t]*=|_\{?[0-9]", text):
        at = text.rfind("=")
        return text[at + 1 :], at + 1
    found = re.match(r"[^\[\](){}|0-9\n\\]{0,60}:", text)
    return (text[found.end() :], found.end()) if found else (text, 0)


@cache
def _environment() -> re.Pattern[str]:
    name = r"(?:[bpvVB]?(?:small)?matrix|array|aligned|cases|tabular)\*?"
    return re.compile(rf"\\begin\{{{name}\}}(?:\{{[^{{}}]{{0,40}}\}})?(.*?)\\end\{{{name}\}}", re.DOTALL)


def _rows(body: str, start: int, between_rows: str, between_cells: str) -> Grid:
    grid: Grid = []
    for row_start, ruled in _pieces(body, between_rows):
        row = re.sub(r"\\hline|\\cr", lambda found: " " * len(found[0]), ruled)
        if row.strip():
            cells = [CellText(cell, start + row_start + at) for at, cell in _pieces(row, between_cells)]
            grid.append(cells)
    return grid


def _pieces(text: str, between: str) -> list[tuple[int, str]]:
    pieces, at = [], 0
    for found in re.finditer(between, text):
        pieces.append((at, text[at : found.start()]))
        at = found.end()
    pieces.append((at, text[at:]))
    return pieces


def _ruled(body: str, start: int) -> Grid:
    """Return the cells of a Markdown or ruled table, without its rulers."""
    grid: Grid = []
    headed = False
    for line_start, line in _pieces(body, "\n"):
        if not line.strip():
            continue
        if not re.search(r"[0-9A-Za-z½-¾⅐-⅞]", line):
            if grid and len(grid) == 1 and not headed and "-" in line and "+" not in line:
                headed = True
            continue
        cells = [CellText(cell, start + line_start + at) for at, cell in _pieces(line, "[|│┃║]")]
        while cells and not cells[0].text.strip():
            cells = cells[1:]
        while cells and not cells[-1].text.strip():
            cells = cells[:-1]
        grid.append(cells)
    if headed and len(grid) > 1 and _is_heading(grid[0], grid[1:]):
        grid = grid[1:]
    return grid


def _is_heading(first: list[CellText], rest: Grid) -> bool:
    """Return whether the first row names the columns: words, or the numbers 0, 1, 2 … of a row that is longer."""
    texts = [cell.text.strip() for cell in first]
    if any(re.search(r"[A-Za-z\u0600-\u06ff]", text) for text in texts):
        return True
    return len(rest[0]) == len(first) + 1 or texts in ([str(index) for index in range(len(texts))],)


def _bracketed(body: str, start: int) -> Grid:
    """Return the cells of nested brackets, with rows in brackets of their own or parted by `;` or newlines."""
    inside, inside_start = _inside(body, start)
    parts = _split_outside(inside, ",;\n", inside_start)
    filled = [part for part in parts if part.text.strip()]
    if filled and all(part.text.strip()[:1] in PAIRS for part in filled) and _all_rows(filled):
        return [_bracketed_row(part) for part in filled]
    rows = _split_outside(inside, ";\n", inside_start)
    return [_cells(row) for row in rows if row.text.strip()]


def _all_rows(parts: list[CellText]) -> bool:
    """Return whether each part is one bracket as a whole, rather than a calculation that begins with one."""
    return all(_closing_at(part.text.strip()) == len(part.text.strip()) - 1 for part in parts)


def _bracketed_row(part: CellText) -> list[CellText]:
    inside, start = _inside(part.text, part.start)
    return _cells(CellText(inside, start))


def _closing_at(text: str) -> int:
    depth = 0
    for index, letter in enumerate(text):
        if letter in PAIRS:
            depth += 1
        elif letter in CLOSERS:
            depth -= 1
            if depth == 0:
                return index
    return -1


def _inside(text: str, start: int) -> tuple[str, int]:
    stripped = text.strip()
    start += len(text) - len(text.lstrip())
    end = _closing_at(stripped)
    if end < 0:
        raise Refusal(
            MALFORMED,
            start + len(stripped),
            Message("A closing {bracket} is missing here.", {"bracket": "]"}),
        )
    if stripped[end + 1 :].strip(" .,;$\n"):
        raise Refusal(
            MALFORMED, start + end + 1, Message("The table ends before this; write all of it in one bracket.")
        )
    return stripped[1:end], start + 1


def _cells(row: CellText) -> list[CellText]:
    """Return the cells of one row, parted by commas, or by spaces if there is none."""
    if "," in row.text or "&" in row.text:
        cells = _split_outside(row.text, ",&", row.start)
        return cells[:-1] if len(cells) > 1 and not cells[-1].text.strip() else cells
    return _spaced(row)


def _spaced(row: CellText) -> list[CellText]:
    """Return the cells of a row parted by tabs, or else by spaces outside brackets and away from operators."""
    if "\t" in row.text.strip():
        return [CellText(cell, row.start + at) for at, cell in _pieces(row.text, "\t")]
    joined = re.sub(r"[ ]*([*/×·^])[ ]*|[ ]+([+-])[ ]+", lambda found: found[0].replace(" ", "\0"), row.text)
    return [cell for cell in _split_outside(joined, " \u2009", row.start) if cell.text.strip("\0 ")]


def _split_outside(text: str, signs: str, start: int) -> list[CellText]:
    cells: list[CellText] = []
    depth, at = 0, 0
    for index, letter in enumerate(text):
        if letter in PAIRS:
            depth += 1
        elif letter in CLOSERS:
            depth -= 1
        elif depth <= 0 and letter in signs:
            cells.append(CellText(text[at:index].replace("\0", " "), start + at))
            at = index + 1
    cells.append(CellText(text[at:].replace("\0", " "), start + at))
    if len(cells) > MOST_CELLS:
        raise Refusal(TOO_LONG, start, Message("This table is too large to be read."))
    return cells


def _plain(body: str, start: int) -> Grid:
    rows = [CellText(row, start + at) for at, row in _pieces(body, r"[\n;]|\\\\")]
    return [_cells(row) for row in rows if row.text.strip()]


@cache
def _indexed() -> re.Pattern[str]:
    index = r"([0-9]{1,4})"
    return re.compile(
        rf"[A-Za-z]{{1,12}}[ \t]*(?:\([ \t]*{index}[ \t]*,[ \t]*{index}[ \t]*\)|\[[ \t]*{index}[ \t]*,[ \t]*{index}[ \t]*\]"
        rf"|\[{index}\]\[{index}\]|_\{{?([0-9]),?([0-9])\}}?)[ \t]*=[ \t]*([^,;\n=]{{1,60}})"
    )


def _indexed_cells(body: str, start: int) -> list[Grid] | None:
    """Return the grids of a list such as `g(0,1) = 20, g(0,2) = -70`: row, column and column, row."""
    found = list(_indexed().finditer(body))
    if not found or _indexed().sub("", body).strip(" ,;.\n\t$\\"):
        return None
    cells: dict[tuple[int, int], CellText] = {}
    for match in found:
        first, second = (int(index) for index in match.groups()[:-1] if index is not None)
        if (first, second) in cells and cells[first, second].text.strip() != match[9].strip():
            raise Refusal(
                MALFORMED, start + match.start(), Message("This cell is given twice with different values.")
            )
        cells[first, second] = CellText(match[9], start + match.start(9))
    return _arranged(cells)


def _arranged(cells: dict[tuple[int, int], CellText]) -> list[Grid]:
    """Return the grids by (row, column) and by (column, row), counted from 0 or from 1, with every cell filled."""
    rows, columns = {first for first, _ in cells}, {second for _, second in cells}
    if len(cells) != len(rows) * len(columns) or len(cells) == 0:
        raise Refusal(MALFORMED, 0, Message("Some cells of this list are missing; write every cell."))
    by_rows = [[cells[row, column] for column in sorted(columns)] for row in sorted(rows)]
    by_columns = [[cells[row, column] for row in sorted(rows)] for column in sorted(columns)]
    return [by_rows, by_columns]
