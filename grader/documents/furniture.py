"""Leaves out what a page repeats at its edges: running heads, page numbers, the addresses that browsers print."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import PurePath

from grader.documents.layout import Text
from grader.documents.marks import whole
from grader.documents.sheet import Sheet

EDGE = 0.075  # of the page's height in which running heads and page numbers stand
OUTERMOST = 0.06  # for a page number of a document of one page
IDENTITY = re.compile(r"\d{5,}")  # a student's number in a running head is kept once
ADDRESS = re.compile(r"(?:https?|file)://\S{1,300}", re.IGNORECASE)
PAGE_NUMBER = re.compile(
    r"(?:page|p\.|صفح[هةۀ]\S?|ص)?[\s\-–—]*(\d{1,3})(?:\s{0,3}(?:/|of|از)\s{0,3}(\d{1,3}))?[\s\-–—.]*",
    re.IGNORECASE,
)
PRINTED = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4},\s\d{1,2}:\d{2}(?:\s[AP]M)?")
DIGITS = re.compile(r"\d+")


def without_furniture(sheets: list[Sheet], pages: list[list[Text]], path: str) -> list[list[Text]]:
    """Return the pages' lines without what stands at the edges of several pages, or numbers a page.

    A head that is repeated is kept on its first page, since it may name the student; so is a foot with a student's
    number, above all else, since it would stand within an answer that runs over the page. For the same reason a head
    that stands on a later page only, and has the student's number from the file's name, is kept above the first page.
    """
    repeated = Counter(
        each
        for sheet, lines in zip(sheets, pages, strict=True)
        for each in {shape(line) for line in lines if at_edge(sheet, line)}
    )
    kept: list[list[Text]] = []
    heads: list[Text] = []
    seen: set[str] = set()
    for sheet, lines in zip(sheets, pages, strict=True):
        rest: list[Text] = []
        for line in lines:
            if at_edge(sheet, line):
                if is_noise(sheet, line, len(sheets)):
                    continue
                key = shape(line)
                if repeated[key] == 1 and kept and line is lines[0] and has_number_of(path, line):
                    heads.append(replace(line, page=sheet.number))
                    continue
                if repeated[key] > 1:
                    names = line.base < sheet.height / 2 or IDENTITY.search(line.text)
                    if key in seen or not names:
                        continue
                    seen.add(key)
                    if line.base > sheet.height / 2:
                        rest.insert(0, line)
                        continue
            rest.append(line)
        kept.append(rest)
    if heads:
        kept[0][:0] = heads[:1]
    return kept


def has_number_of(path: str, line: Text) -> bool:
    """Return whether a line has a long number that the name of its file has too."""
    found = IDENTITY.search(line.text)
    return found is not None and whole(found[0]) in set(map(whole, IDENTITY.findall(PurePath(path).name)))


def at_edge(sheet: Sheet, line: Text) -> bool:
    """Return whether a line stands where running heads and page numbers do."""
    return line.base < EDGE * sheet.height or line.base > (1 - EDGE) * sheet.height


def shape(line: Text) -> str:
    """Return a line's text with its numbers left open, so that page numbers compare equal."""
    return DIGITS.sub("0", " ".join(line.text.split()))


def is_noise(sheet: Sheet, line: Text, pages: int) -> bool:
    """Return whether a line is a browser's address or time of printing, or the number of its page."""
    text = line.text.replace("\t", " ").strip()
    bare = ADDRESS.sub("", PRINTED.sub("", text)).strip()
    number = PAGE_NUMBER.fullmatch(bare)
    if ADDRESS.search(text) and (not bare or number):
        return True
    if PRINTED.search(text):
        return line.base < EDGE * sheet.height
    if number is None:
        return False
    outermost = line.base < OUTERMOST * sheet.height or line.base > (1 - OUTERMOST) * sheet.height
    this, last = int(number[1]), int(number[2] or 0)
    numbered = sheet.number in (this, last) or pages in (this, last)
    return numbered and (outermost or pages > 1)
