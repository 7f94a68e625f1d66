"""Finds matrices that are written over several lines: rows of cells, and lists of cells by their indices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.documents.model import Line

CELL = r"[^\s,،;|&\[\](){}]{1,14}"
NUMBERED = re.compile(r"[0-9۰-۹٠-٩½¼¾]|^[A-Za-zА-я](?:_?\{?[0-9]{1,2}\}?)?$")
SEVERAL = re.compile(r"[-+−]?[0-9۰-۹٠-٩./٫]{1,12}(?:\s+[-+−]?[0-9۰-۹٠-٩./٫]{1,12}){1,40}")
ROW_NAME = re.compile(
    r"^\s{0,20}(?:row|line|سطر|ردیف)\s?(?:[0-9۰-۹٠-٩]{1,2}|[a-z]{3,6}|[آ-ی]{2,5})\s?[:.)]? {0,20}\t(?=.*\S)",
    re.IGNORECASE,
)
SPACES = re.compile(r"\\q?quad\b")  # between the cells of a row in TeX
LONGEST_CELL = 24
MOST_ROWS = 200
FARTHEST_ROW = 6  # lines to the next row of a matrix; page numbers and feet may stand between
INDEXED = re.compile(
    r"[A-Za-z]\s*(?:[(\[]\s*[0-9۰-۹]\s*[,،]\s*[0-9۰-۹]\s*[)\]]|_\{?\s*[0-9]\s*,?\s*[0-9]\s*\}?)\s*[=:]"
)
BRACKETS = "[](){}|⎡⎢⎣⎤⎥⎦⎛⎜⎝⎞⎟⎠│┃ \t,،;&$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A matrix of several lines: its text, its lines, and the name that stands before its first row."""

    text: str
    lines: tuple[Line, ...]
    label: str = ""


def grids_of(lines: Sequence[Line]) -> Iterator[Grid]:
    """Yield the matrices in a section's lines, in order."""
    at = 0
    while at < len(lines):
        indexed = _indexed_run(lines, at)
        if indexed > at + 1 or (indexed == at + 1 and len(INDEXED.findall(lines[at].text)) >= 4):
            yield Grid(
                text="\n".join(cells_by_index(line.text) for line in lines[at:indexed]),
                lines=tuple(lines[at:indexed]),
            )
            at = indexed
            continue
        label, cells = first_row(lines[at]) if not lines[at].code else ("", cells_of(lines[at].text))
        if not cells:
            at += 1
            continue
        end = at + 1
        rows = [cells]
        while end < len(lines) and end - at < MOST_ROWS:
            following = cells_of(without_name(lines[end])) if lines[end].code == lines[at].code else []
            is_far = lines[end].number - lines[end - 1].number > FARTHEST_ROW
            if (
                is_far
                or len(following) != len(cells)
                or (lines[end].page != lines[at].page and not following)
            ):
                break
            rows.append(following)
            end += 1
        if len(rows) > 1:
            yield Grid(
                text="\n".join("\t".join(row) for row in rows), lines=tuple(lines[at:end]), label=label
            )
        at = end


def cells_by_index(text: str) -> str:
    """Return a line's cells by their indices, each with the last side of its chain: `g(0,1) = 20`."""
    found = list(INDEXED.finditer(text))
    cells = []
    for each, end in zip(found, [*(cell.start() for cell in found[1:]), len(text)], strict=True):
        chain = text[each.end() : end].replace("$", " ")
        cells.append(f"{each[0].rstrip(' =:')} = {chain.rpartition('=')[2].strip(' ,،;.')}")
    return ", ".join(cells)


def _indexed_run(lines: Sequence[Line], at: int) -> int:
    """Return where the run of lines that name cells by their indices ends."""
    while at < len(lines) and INDEXED.search(lines[at].text):
        at += 1
    return at


def first_row(line: Line) -> tuple[str, list[str]]:
    """Return the name and the cells of a row that may begin a matrix: `A = [1 2` begins one too."""
    found = re.match(r"\s*([^=:\[\t]{1,60}?)\s*[=:]\s*(?=\S)", line.text)
    if found and re.search(r"[A-Za-z\u0620-\u06d3]", found[1]):
        rest = line.text[found.end() :]
        cells = cells_of(rest)
        if cells:
            return found[1].strip(), cells
    return "", row_cells(line)


def row_cells(line: Line) -> list[str]:
    """Return the cells of a line that is a row of a matrix, without the row's name, or nothing."""
    return [] if line.code else cells_of(without_name(line))


def without_name(line: Line) -> str:
    """Return a line without the name of the row that it is: `row 1`, `سطر ۱`."""
    return line.text if line.code else ROW_NAME.sub("", line.text)


def cells_of(text: str) -> list[str]:
    """Return the cells of a row: between tabs, or between blanks or commas where each is short."""
    text = SPACES.sub(" ", text) if "quad" in text else text
    if "\t" in text.strip("\t "):
        cells = [cell.strip(BRACKETS) for cell in text.strip().split("\t")]
        if any(SEVERAL.fullmatch(cell) for cell in cells):
            cells = [each for cell in cells for each in (cell.split() if SEVERAL.fullmatch(cell) else [cell])]
        while cells and not cells[-1]:
            cells.pop()
        while cells and not cells[0]:
            cells.pop(0)
    else:
        cells = [cell for cell in re.split(r"[\s,،&|]+", text.replace("\\\\", " ").strip(BRACKETS)) if cell]
        cells = [cell.strip(BRACKETS) for cell in cells]
    if not 2 <= len(cells) <= 60 or any(len(cell) > LONGEST_CELL for cell in cells):
        return []
    if not all(is_cell(cell) for cell in cells):
        return []
    return cells


def is_cell(cell: str) -> bool:
    """Return whether a text can be a matrix's cell: a number, a short formula, or a symbol."""
    if not cell:
        return False
    if re.search(r"[=:<>≈]|[\u0620-\u065f\u066e-\u06d3]", cell):
        return False
    return bool(NUMBERED.search(cell)) and not re.search(r"[A-Za-z]{3,}|[×*]", cell.replace("\\frac", ""))
