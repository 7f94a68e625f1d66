"""Finds what is written piece by piece: vectors down the page or by their indices, and sizes side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from grader.answers.pairs import HEIGHT_NAMES, WIDTH_NAMES
from grader.documents.model import Line
from grader.finding.chains import leads, named_by
from grader.finding.folding import fold
from grader.finding.grids import Grid
from grader.finding.runs import balanced
from grader.finding.statements import Statement

LONE = re.compile(r"[\s([{|]*([-−+]?[0-9۰-۹٠-٩]+(?:[./٫][0-9۰-۹٠-٩]+)?)[\s)\]}|,،]*")
INDEXED = re.compile(
    r"(?<![A-Za-z\u0620-\u06d3])([A-Za-z]|[A-Za-z]{3,12}|[\u0620-\u065f\u066e-\u06d3]{2,12})"
    r"\s?_?\{?([0-9۰-۹]{1,2})\}?\s*(?:=(?!=)|[:：](?=\s))"
)
RESULTS = re.compile(r"[^=A-Za-z\u0620-\u06d3]{1,60}=\s*[-−]?[0-9۰-۹٠-٩]+(?:[./٫][0-9۰-۹٠-٩]+)?\s*\.?\s*")
SIDES = tuple(
    re.compile(rf"(?:output|out|new|خروجی)?(?:{names})(?:خروجی|out)?")
    for names in (HEIGHT_NAMES, WIDTH_NAMES, "channels?|depth|c|تعدادکانالها?|کانالها?|عمق")
)
WORKED_SIDE = re.compile(r"([(⌊0-9][-+*/×·()⌊⌋0-9\s.]{3,60}?)\s?=\s?([0-9]{1,5})(?![0-9.]|\s?[-+*/×·=])")
SIDE_NAMES = ("Height", "Width", "Channels")
FEWEST_CELLS = 2
FARTHEST_CELL = 4  # lines from a cell to another one of its column; a label may stand between
FEWEST_RESULTS = 3
NEXT = 2  # lines, since an empty one may stand between
LONE_IN_BRACKETS = re.compile(r"\([^()]*\)")
LONGEST_SIDE = 24  # characters of a side's name
MOST_CELLS = 60


def vectors_of(lines: Sequence[Line]) -> list[Grid]:
    """Return the vectors that are written down the page, or cell by cell."""
    return [*columns_of(lines), *listed_cells(lines)]


def lone_numbers_among(lines: Sequence[Line]) -> frozenset[int]:
    """Return the ids of lines that hold one number and stand among others: they are cells, whatever they belong to."""
    lone = [line for line in lines if LONE.fullmatch(line.text)]
    return frozenset(
        id(line)
        for line in lone
        if any(abs(other.number - line.number) == 1 for other in lone)
        or sum(0 < abs(other.number - line.number) <= FARTHEST_CELL for other in lone) >= FEWEST_CELLS
    )


def columns_of(lines: Sequence[Line]) -> list[Grid]:
    """Return the vectors that are written down the page, one number a line, behind an equality sign or a heading."""
    found: list[Grid] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and end - at < MOST_CELLS and LONE.fullmatch(lines[end].text):
            end += 1
        if end - at >= FEWEST_CELLS and (at == 0 or leads(lines[at - 1])):
            cells = [match[1] for line in lines[at:end] if (match := LONE.fullmatch(line.text))]
            label = named_by(lines[at - 1]) if at else ""
            found.append(Grid(text=", ".join(cells), lines=tuple(lines[at:end]), label=label))
        at = max(end, at + 1)
    return found


def listed_cells(lines: Sequence[Line]) -> list[Grid]:
    """Return the vectors whose cells are equations of their own.

    They stand beside or below one another: `y1 = -3, y2 = 12`, `layer 1: 64×64`, or `30+14 = 44, 44+14 = 58, …`.
    """
    found: list[Grid] = []
    at = 0
    while at < len(lines):
        cells = _cells_in(lines[at])
        end = at + 1
        while cells and end < len(lines) and (more := _cells_in(lines[end])) and _counts([*cells, *more]):
            cells += more
            end += 1
        results = re.split(r"[,،;؛]", lines[at].text)
        if len(cells) >= FEWEST_CELLS and _counts(cells):
            found.append(Grid(text=", ".join(value for _, _, value in cells), lines=tuple(lines[at:end])))
        elif len(results) >= FEWEST_RESULTS and all(RESULTS.fullmatch(each) for each in results):
            found.append(Grid(text=", ".join(_last_side(each) for each in results), lines=(lines[at],)))
        at = end
    return found


def _cells_in(line: Line) -> list[tuple[str, int, str]]:
    """Return the name, the index and the value of each cell that a line names by its index."""
    found = list(INDEXED.finditer(line.text)) if not line.code else []
    ends = [*(each.start() for each in found[1:]), len(line.text)]
    return [
        (each[1].casefold(), int(each[2]), _last_side(line.text[each.end() : end]))
        for each, end in zip(found, ends, strict=False)
    ]


def _counts(cells: Sequence[tuple[str, int, str]]) -> bool:
    """Return whether cells have one name and are counted from 0 or 1."""
    indices = [index for _, index, _ in cells]
    is_counted = indices in ([*range(len(cells))], [*range(1, len(cells) + 1)])
    return len({name for name, _, _ in cells}) == 1 and is_counted


def named_sides_of(statements: Sequence[Statement]) -> list[tuple[str, Statement, Statement]]:
    """Return the sizes whose sides are statements of their own, each as one text with its first and last statement.

    `Height = 40-12 = 28` and `Width = 36-12 = 24` below it are one size.
    """
    found: list[tuple[str, Statement, Statement]] = []
    run: list[tuple[int, Statement]] = []
    for statement in statements:
        side = _side_of(statement)
        if side is not None and side == len(run) and (not run or _is_next(run[-1][1], statement)):
            run.append((side, statement))
            continue
        found += _as_size(run)
        run = [(0, statement)] if side == 0 else []
    return [*found, *_as_size(run)]


def alike_sides_of(statements: Sequence[Statement]) -> list[tuple[str, Statement, Statement]]:
    """Return the sizes whose two sides are worked out alike in one line: `40-7+1 = 34 and 30-7+1 = 24`.

    Each comes as one text with the first and the last statement that it stands in.
    """
    found: list[tuple[str, Statement, Statement]] = []
    for _, said in groupby(statements, key=lambda each: (id(each.line), each.is_other)):
        worked = [
            (re.sub(r"[0-9.]+", "n", re.sub(r"\s", "", each[1])), each[2], statement)
            for statement in said
            if not statement.line.code
            for each in WORKED_SIDE.finditer(fold(statement.text))
        ]
        if len(worked) == FEWEST_CELLS and worked[0][0] == worked[1][0] and "n-n" in worked[0][0]:
            found.append((f"{worked[0][1]} × {worked[1][1]}", worked[0][2], worked[1][2]))
    return found


def _as_size(run: Sequence[tuple[int, Statement]]) -> list[tuple[str, Statement, Statement]]:
    if len(run) < FEWEST_CELLS:
        return []
    text = ", ".join(f"{SIDE_NAMES[side]} = {_last_side(each.body)}" for side, each in run)
    return [(text, run[0][1], run[-1][1])]


def _is_next(before: Statement, after: Statement) -> bool:
    return after.line.number - before.line.number <= NEXT and after.is_other == before.is_other


def _side_of(statement: Statement) -> int | None:
    """Return which side a statement's label names: 0 for the height, 1 for the width, 2 for the channels.

    Behind what is asked, the side is named in the body: `Output size: height = 28`.
    """
    if not statement.label or len(statement.label) > LONGEST_SIDE or statement.line.code:
        return None
    for label in (statement.label, statement.body.partition("=")[0][:LONGEST_SIDE]):
        place = side_named(label)
        if place is not None:
            return place
    return None


def side_named(label: str) -> int | None:
    """Return which side a label names, as `H_out` or `عرض`: 0 for the height, 1 for the width, 2 for the channels."""
    name = re.sub(r"[\s$]", "", fold(label))
    return next((place for place, names in enumerate(SIDES) if names.fullmatch(name)), None)


def _last_side(text: str) -> str:
    last = text.rpartition("=")[2].strip(" ,،;؛.∂L/$").removesuffix(" and").strip()
    return last[1:-1] if LONE_IN_BRACKETS.fullmatch(last) else balanced(last)
