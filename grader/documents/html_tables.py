"""Reads the tables that OCR writes as HTML into a Markdown text: a line for each row, a tab between its cells."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

OPENS = re.compile(r"<table\b[^>\n]{0,200}>", re.I)
CLOSES = re.compile(r"</table\s*>", re.I)
ROW = re.compile(r"<tr\b[^>]{0,200}>", re.I)
CELL = re.compile(r"<t[dh]\b[^>]{0,200}>", re.I)
TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
MOST_LINES = 400  # of one table; one that is never closed is text
LONGEST_TABLE = 40_000


def with_rows(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines, each row of an HTML table among them as a line."""
    at = 0
    while at < len(lines):
        number, text = lines[at]
        opened = OPENS.search(text) if "<" in text else None
        end = end_of_table(lines, at, opened.end()) if opened else None
        if opened is None or end is None:
            yield number, text
            at += 1
            continue
        last, stop = end
        inner = [text[opened.end() :], *(each for _, each in lines[at + 1 : last + 1])]
        inner[-1] = lines[last][1][opened.end() : stop] if last == at else lines[last][1][:stop]
        if text[: opened.start()].strip():
            yield number, text[: opened.start()]
        yield from ((number, row) for row in rows_of("\n".join(inner)[:LONGEST_TABLE]))
        after = CLOSES.sub("", lines[last][1][stop:], count=1)
        if after.strip():
            yield from with_rows([(lines[last][0], after)])
        at = last + 1


def end_of_table(lines: Sequence[tuple[int, str]], at: int, start: int) -> tuple[int, int] | None:
    """Return the line in which a table that opens in line ``at`` closes, and where; None where it does not."""
    for index in range(at, min(at + MOST_LINES, len(lines))):
        found = CLOSES.search(lines[index][1], start if index == at else 0)
        if found:
            return index, found.start()
    return None


def rows_of(table: str) -> list[str]:
    """Return the rows of a table's inside, with tabs between their cells."""
    rows = []
    for row in ROW.split(table)[1:]:
        cells = [" ".join(html.unescape(TAG.sub(" ", cell)).split()) for cell in CELL.split(row)[1:]]
        if any(cells):
            rows.append("\t".join(cells))
    return rows
