"""Leaves out the words of a question that a student writes down again before the answers to its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from grader.documents.model import Line
from grader.finding.folding import fold
from grader.finding.headings import heading_of, title_of
from grader.finding.numbering import letter_of
from grader.finding.statements import asks

FEWEST_LISTED = 2  # parts that a restated question names
INLINE = re.compile(r"(?<![^\s(\[:؛;.،,])[(\[]?(?P<letter>[a-h]|i{1,3}|iv|الف|[آبپتثجچحدهوز])[)\]](?=\s)")
ASKED = re.compile(
    r"\b(?:find|compute|calculate|give|state|determine|report|work out)\b|is wanted|we (?:want|need|are asked)"
    r"|مطلوب است|باید|به ?دست آوریم|بدست آوریم|حساب کنیم|محاسبه کنیم|بیابیم"
)
IN_A_NAME = re.compile(
    r"(?:layers?|conv|pool|fc|block|stage|step|branch|level|لایه|بلوک|مرحله|گام|شاخه|سطح)[ ۀهٔ\u200cی]{0,3}[0-9]{1,2}"
)
SHOWS = re.compile(r"=|\t|^(?:In|Out) ?\[")  # working that may stand between a question and its answers
UNMARKED = re.compile(r"[0-9]{1,2} [a-z\u0620-\u06d3]+ [a-z\u0620-\u06d3]")
VALUE_FIRST = re.compile(r"[-+(\[]{0,2}[0-9]")


@dataclass(frozen=True, slots=True)
class _Item:
    """A line that begins a part: where it stands, its letter, and what it says."""

    at: int
    letter: str
    says: str


def without_restated(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without questions whose parts are listed in words and then again with their answers."""
    kept = list(lines)
    begins = [at for at, line in enumerate(lines) if begins_question(line)]
    dropped: set[int] = set()
    for start, end in zip([0, *begins], [*begins, len(lines)], strict=True):
        items = _items(lines, start, end)
        again = next((each for each in items[1:] if each.letter == items[0].letter), None) if items else None
        if again is None or not _is_question(
            lines[max(start, items[0].at - 1) :][:2], items, items.index(again)
        ):
            continue
        first = items[0].at
        begin = INLINE.search(lines[first].text)
        kept[first] = replace(
            lines[first], text=lines[first].text[: begin.start()] if begin else "", other=""
        )
        listed = {each.at for each in items[: items.index(again)]} - {first}
        dropped |= {
            at for at in range(first + 1, again.at) if at in listed or not SHOWS.search(lines[at].text)
        }
    return [line for at, line in enumerate(kept) if at not in dropped]


def begins_question(line: Line) -> bool:
    """Return whether a line names a question, or begins with a bare number and the question's own words."""
    mark = heading_of(line)
    if mark is None:
        return title_of(line) is not None or (
            not line.code
            and UNMARKED.match(fold(line.text[:80])) is not None
            and bool(INLINE.search(line.text))
        )
    return bool(mark.number)


def _items(lines: Sequence[Line], start: int, end: int) -> list[_Item]:
    """Return the lines of a question that begin a part; the first may stand behind the question's number."""
    found = []
    for at in range(start, end):
        mark = heading_of(lines[at])
        inline = INLINE.search(lines[at].text) if at == start or mark is None else None
        if mark is not None and mark.letter:
            found.append(_Item(at, mark.letter, mark.rest))
        elif inline is not None and not found:
            found.append(_Item(at, letter_of(fold(inline["letter"])), fold(lines[at].text[inline.end() :])))
    return found


def _is_question(before: Sequence[Line], items: Sequence[_Item], again: int) -> bool:
    """Return whether the first list of parts only asks, and a second one follows that says more.

    ``before`` are the lines that lead to the list.
    """
    first, second = items[:again], items[again:]
    if len(first) < FEWEST_LISTED or len(second) < FEWEST_LISTED or second[1].letter != first[1].letter:
        return False
    if any("=" in each.says or VALUE_FIRST.match(each.says) for each in first):
        return False
    said = (*(fold(line.text) for line in before), *(each.says for each in first))
    if any(asks(each) or ASKED.search(each) for each in said):
        return True
    return not any(re.search("[0-9]", IN_A_NAME.sub("", each.says)) for each in first)


def with_first_letters(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, cut before the first part's letter where it stands behind its question's given values."""
    found: list[Line] = []
    for line, following in zip_longest(lines, lines[1:]):
        mark, after = heading_of(line), heading_of(following) if following is not None else None
        begins = list(INLINE.finditer(line.text)) if mark and mark.number and not mark.letter else []
        is_first = len(begins) == 1 and after is not None and not after.number
        if after is None or not is_first or (letter_of(fold(begins[0]["letter"])), after.letter) not in PAIRS:
            found.append(line)
            continue
        start = begins[0].start()
        others = list(INLINE.finditer(line.other))
        other = line.other[others[0].start() :] if len(others) == 1 else ""
        found += [
            replace(line, text=line.text[:start], other=""),
            replace(line, text=line.text[start:], other=other),
        ]
    return found


PAIRS = frozenset({("a", "b"), ("الف", "ب"), ("i", "ii")})
