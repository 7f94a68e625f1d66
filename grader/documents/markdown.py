"""Reads Markdown and plain text: headings, fenced code, tables and displayed mathematics as lines."""

from __future__ import annotations

import re
from dataclasses import replace

from grader.documents.displays import joined_displays
from grader.documents.html_tables import with_rows
from grader.documents.model import Document, Doubt, Line, Source
from grader.documents.spaced import closed, is_spaced

MOST_LINES = 20_000
LONGEST_LINE = 20_000
FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
HEADING = re.compile(r"\s{0,3}(#{1,6})(?!#)(.*)$")
RULER = re.compile(r"[\s|:+\-–=]*")  # with two hyphens in a row
IMAGE = re.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]{0,400}\)|<img[^>\n]{0,400}>")
BOLD = re.compile(r"(\*\*|__)(?=[^\s*_])([^\n*]{1,400}?)(?<=[^\s])\1(?![\w*(])")
EMPHASIS = re.compile(
    r"(?<![\w)\]*])(?P<sign>\*{2,3}|__)(?P<said>(?=[^\s*_])(?:[^\n*]|\*(?!\*)){1,400}?(?<=[^\s(\[*]))(?P=sign)"
    r"(?:(?<=[:：)][*_]{2})|(?<=\*)(?=\()|(?![\w*(]))"
)  # as somebody types it anywhere, and no power: `2**3`, `**kwargs`
ESCAPED = re.compile(r"\\([*_#.+\-~])")
TAG = re.compile(
    r"</?(?:span|sup|sub|b|i|u|em|strong|div|p|center|font|a|h[1-6]|ul|ol|li|br)\b[^>\n]{0,200}/?>", re.I
)
STRUCK = re.compile(
    r"~~[^~\n]{1,200}~~|<(s|del|strike)>[^<\n]{0,200}</\1>"
    r"|(?<![{^_])\\(?:[bx]?cancel|sout|st|hcancel)\s?\{[^{}\n]{0,200}\}"
)  # what a student has struck out, but for a factor of a fraction
FORMULA = re.compile(r"\$\$?[^$\n]{1,400}\$\$?|(?<!\\)\\\([^$\n]{1,400}?\\\)")  # in a table's cell
PAGE_MARK = re.compile(r"\{\d{1,4}\}-{10,}\s*|-{3,}\s*(?:page|صفحه)\s*\d{1,4}\s*-{3,}\s*", re.I)


def read_markdown(text: str, path: str) -> Document:
    """Return the lines of a Markdown text; nothing in it is blank where it points at a picture."""
    return _read(text, path, marked=True)


def read_plain_text(text: str, path: str) -> Document:
    """Return the lines of a plain text; the marks of Markdown that cannot be its own signs are read too."""
    return _read(text, path, marked=False)


def _read(text: str, path: str, *, marked: bool) -> Document:
    raw = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    pages, page, code = {}, 1, ""
    kept: list[tuple[int, str]] = []
    programs: dict[int, str] = {}
    has_picture = False
    for number, whole in enumerate(raw[:MOST_LINES], start=1):
        page += whole.count("\f") + bool(kept and PAGE_MARK.fullmatch(whole))
        pages[number] = page
        line = whole.replace("\f", "")[:LONGEST_LINE]
        fence = FENCE.match(line)
        if fence and (not code or fence[1].startswith(code)):
            code = "" if code else fence[1][:3]
            continue
        if code:
            programs[number] = line
            kept.append((number, ""))
            continue
        if PAGE_MARK.fullmatch(line):
            continue
        has_picture = has_picture or bool(IMAGE.search(line))
        kept.append((number, IMAGE.sub(" ", line)))
    rows = list(joined_displays(list(with_rows(kept))))
    lines = [
        Line(text=programs[number], number=number, page=pages[number] if page > 1 else 0, code=True)
        if number in programs
        else _line(said, number, pages[number] if page > 1 else 0, marked=marked, is_display=display)
        for number, said, display in rows
    ]
    if is_spaced([said for _, said, display in rows if display or "$" in said or "\\(" in said]):
        lines = [
            line if line.code else _with_closed(line, is_display=display)
            for line, (_, _, display) in zip(lines, rows, strict=True)
        ]
    return Document(
        path=path,
        source=Source.EXTRACT,
        lines=tuple(line for line in lines if line.text.strip()),
        pages=page if page > 1 else 0,
        complete=not has_picture and len(raw) <= MOST_LINES,
    )


def _with_closed(line: Line, *, is_display: bool) -> Line:
    """Return a line without the blanks that a recogniser set between the signs of its formulas."""
    text, is_open = closed(line.text, is_display=is_display)
    return replace(line, text=text, doubts=(Doubt.CHARACTERS,) if is_open else line.doubts)


def _is_cell(cell: str) -> bool:
    """Return whether a text between two bars is a cell of its own: its commands stand in whole formulas."""
    if "\\" not in cell:
        return True
    return cell.count("$") % 2 == 0 and "\\" not in FORMULA.sub("", cell)


def _line(text: str, number: int, page: int, *, marked: bool, is_display: bool) -> Line:
    """Return one line: a heading without its marks, a table's row with tabs, a ruler as nothing.

    What is struck out is left out.
    """
    text = STRUCK.sub(" ", text)
    if is_display:
        return Line(text=text, number=number, page=page)
    heading = HEADING.match(text)
    named = heading[2].lstrip(" \t").rstrip(" \t#") if heading else ""
    level = len(heading[1]) if heading and (marked or named) else 0
    if level:
        text = named
    if "--" in text and RULER.fullmatch(text):
        return Line(text="", number=number, page=page)
    text = TAG.sub(" ", text) if "<" in text else text
    if "**" in text or "__" in text:
        text = EMPHASIS.sub(r"\g<said>", text)
        text = BOLD.sub(r"\2", text) if marked else text
    if marked and "\\" in text:
        text = ESCAPED.sub(r"\1", text)
    if text.count("|") >= 2 and re.match(r"\s*\|.*\|\s*$", text):
        cells = [cell.strip() for cell in text.strip().strip("|").split("|")]
        text = "\t".join(cells) if all(map(_is_cell, cells)) else text
    return Line(text=text.rstrip(), number=number, page=page, heading=level)
