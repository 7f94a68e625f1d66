"""Joins mathematics that is written over several lines of a source text, one line of text a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

ROWS = r"\\begin\{(?:aligned|align|alignat|split|gather|gathered|multline|eqnarray|equation|flalign)\*?\}"
END_OF_ROWS = ROWS.replace("begin", "end")
CONTINUES = re.compile(r"\s*(?:&\s*)?(?:=|\\approx|\\times|\\cdot|[+×]|\\simeq|-\s)")
LONGEST_DISPLAY = 200  # lines; a display that is never closed ends there


def joined_displays(lines: list[tuple[int, str]]) -> Iterator[tuple[int, str, bool]]:
    """Yield the numbered lines, with each display as one line a row; tell whether a line is a display's.

    A matrix stays in one line; a row that begins with a sign continues the row before it.
    """
    at = 0
    while at < len(lines):
        number, text = lines[at]
        closing = _opened(text)
        if not closing:
            yield number, text, False
            at += 1
            continue
        end = at
        while end + 1 < len(lines) and end - at < LONGEST_DISPLAY and not _closes(lines, at, end, closing):
            end += 1
        whole = " ".join(each.strip() for _, each in lines[at : end + 1])
        for row in rows_of(whole):
            yield number, row, True
        at = end + 1


def _opened(text: str) -> str:
    """Return what closes the display that a line opens and does not close, or opens at its start; else nothing."""
    stripped = text.strip()
    if stripped.startswith("$$") or stripped.count("$$") == 1:
        return "$$"
    if "\\[" in stripped and not re.search(r"\\\\\[", stripped):
        return "\\]"
    begun = re.search(ROWS, stripped)
    return begun[0].replace("begin", "end") if begun else ""


def _closes(lines: list[tuple[int, str]], start: int, end: int, closing: str) -> bool:
    """Return whether the display that begins at ``start`` is closed in the line ``end``."""
    text = lines[end][1]
    if closing == "$$":
        return sum(each.count("$$") for _, each in lines[start : end + 1]) % 2 == 0
    return closing in text


def rows_of(display: str) -> list[str]:
    """Return the rows of a display without its frame, those that begin with a sign joined to the one before."""
    inner = re.sub(rf"{ROWS}(?:\{{[^}}]{{0,20}}\}})?|{END_OF_ROWS}|\$\$|\\\[|\\\]", " ", display)
    inner = re.sub(r"\\(?:label|tag)\{[^}]{0,60}\}|\\(?:nonumber|notag)\b", " ", inner)
    rows: list[str] = []
    for raw in _cut(inner):
        row = raw if re.search(r"\\begin\{", raw) else raw.replace("&", " ")
        row = " ".join(row.split())
        if rows and CONTINUES.match(row):
            rows[-1] = f"{rows[-1]} {row}"
        elif row:
            rows.append(row)
    return rows


def _cut(inner: str) -> list[str]:
    """Return the pieces between double backslashes that stand outside an inner environment."""
    pieces, depth, start = [], 0, 0
    for found in re.finditer(r"\\begin\{|\\end\{|\\\\(?:\[[^\]]{0,10}\])?", inner):
        if found[0] == "\\begin{":
            depth += 1
        elif found[0] == "\\end{":
            depth = max(0, depth - 1)
        elif depth == 0:
            pieces.append(inner[start : found.start()])
            start = found.end()
    pieces.append(inner[start:])
    return pieces
