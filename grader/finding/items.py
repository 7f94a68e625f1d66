"""Puts the numbers of a list before its items where pages from the right have them with a dash behind: `۱۹۶۱۰ -۴`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.documents.model import Line
from grader.finding.headings import heading_of

DIGITS = "[0-9۰-۹٠-٩]{1,2}"
FIRST = re.compile(rf"(?:(?P<number>{DIGITS})\s?[-–—]|[-–—](?P<turned>{DIGITS}))\s(?P<rest>\S.{{0,200}})")
LAST = re.compile(rf"(?P<rest>.{{0,200}}\S)\s[-–—](?P<number>{DIGITS})")
DASHED = re.compile(rf"(?:^|\s)[-–—]{DIGITS}(?=\s|$)")
PERSIAN = re.compile("[۰-۹٠-٩\u0620-\u06d3]")
FEWEST_ITEMS = 2
FEWEST_LISTS, LONG_LIST = 2, 3  # questions with such lists, or so many items of one


def with_items_turned(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, such numbers before their items with a bracket; as they are where they do not count."""
    lists = [each for each in lists_in(lines) if len(each) >= FEWEST_ITEMS]
    if len(lists) < FEWEST_LISTS and not any(len(each) >= LONG_LIST for each in lists):
        return list(lines)
    found = list(lines)
    for own in lists:
        for item, at in enumerate(own, start=1):
            found[at] = turned(lines[at], item)
    return found


def lists_in(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Yield where the items of each question's only list stand, of which some have their number behind a dash."""
    own: list[int] = []
    is_turned = is_sure = False
    for at, line in enumerate(lines):
        mark = heading_of(line)
        if mark is not None and (mark.named or mark.letter):
            yield own if is_turned and is_sure else []
            own, is_turned, is_sure = [], False, True
        elif not line.code and "\t" not in line.text and (line.other or PERSIAN.search(line.text)):
            numbers = numbers_in(line)
            if len(own) + 1 in numbers:
                own.append(at)
                is_turned = is_turned or DASHED.search(line.text) is not None
            elif numbers:
                is_sure = False
    yield own if is_turned and is_sure else []


def numbers_in(line: Line) -> set[int]:
    """Return which numbers may be that of a line's item, in either of its readings."""
    found = [pattern.fullmatch(text.strip()) for text in (line.text, line.other) for pattern in (FIRST, LAST)]
    return {int(each["number"] or each.groupdict().get("turned") or 0) for each in found if each}


def turned(line: Line, item: int) -> Line:
    """Return a line that begins with the number of its item, both readings if they differ behind it."""
    rests = [
        each["rest"].strip()
        for text in (line.text, line.other) for pattern in (FIRST, LAST)
        if (each := pattern.fullmatch(text.strip()))
        and int(each["number"] or each.groupdict().get("turned") or 0) == item
    ]  # fmt: skip
    text, *others = dict.fromkeys(rests)
    return replace(line, text=f"{item}) {text}", other=f"{item}) {others[0]}" if others else "")
