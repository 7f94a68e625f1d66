"""Puts a Latin letter that hangs at the right end of a line, as pages from the right have it, before what it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from grader.documents.model import Line

HUNG = re.compile(r"(?P<rest>.{0,300}?)\s?(?<!\S)\)(?P<letter>[a-h])")
FEWEST_HUNG = 3  # of a document
AT_THE_EDGE = 3.0  # points by which letters at one margin may differ
MOST_ROWS = 12  # of a matrix beside its letter
OFF_THE_MIDDLE = 3.0  # points between the middle of a letter and of the rows that it stands beside


def with_hung_letters(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, each letter at the right margin before its answer; as they are where one cannot be placed."""
    found = {
        at: mark for at, line in enumerate(lines)
        if line.box and not line.code and (mark := HUNG.fullmatch(line.text))
    }  # fmt: skip
    edge = max((line.box[2] for line in lines if line.box), default=0.0)
    if len(found) < FEWEST_HUNG or any(
        (box := lines[at].box) is None or edge - box[2] > AT_THE_EDGE for at in found
    ):
        return list(lines)
    kept: list[Line] = []
    for at, line in enumerate(lines):
        mark = found.get(at)
        if mark is None:
            kept.append(line)
        elif mark["rest"].strip():
            kept.append(replace(line, text=f"{mark['letter']}) {mark['rest'].strip()}", other=""))
        else:
            rows = rows_beside(line, kept)
            if not rows:
                return list(lines)
            kept.insert(len(kept) - rows, replace(line, text=f"{mark['letter']})", other=""))
    return kept


def rows_beside(letter: Line, before: Sequence[Line]) -> int:
    """Return how many of the lines right before a letter it stands beside, at half their height; 0 for none."""
    if letter.box is None:
        return 0
    middle = (letter.box[1] + letter.box[3]) / 2
    bottom: float | None = None
    for count, row in enumerate(before[: -MOST_ROWS - 1 : -1], start=1):
        if row.box is None or row.page != letter.page or row.box[2] > letter.box[0]:
            return 0
        bottom = row.box[3] if bottom is None else bottom
        if abs((row.box[1] + bottom) / 2 - middle) <= OFF_THE_MIDDLE:
            return count
    return 0
