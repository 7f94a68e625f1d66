"""Finds letters of parts with marks that only their order tells from formulas and words: `a/`, `a - `, `(a `, `الف ـ`.

Under two questions or more the same mark stands behind letters that follow one another from the first one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from grader.documents.model import Line
from grader.finding.folding import fold
from grader.finding.framed import placed
from grader.finding.headings import START, begun_anew, heading_of
from grader.finding.numbering import PERSIAN_LETTER, letter_of

OPENED = r"(?P<opened>[(\[{<«\"_]{0,2})\s?"
LETTERED = re.compile(
    rf"{START}(?:\\item\s?)?{OPENED}(?P<letter>{PERSIAN_LETTER}|[a-h]|iii|ii|iv)"
    r"\s?(?P<mark>[.:)\]}>»\",،/|°º_\-–—=→>]{0,3})(?=[\s*]|$)[\s*]*"
)
FIRST_WORDS = re.compile(
    r"[\s*#-]*(?P<word>اولا|ثانیا|ثالثا|رابعا|(?:first|second|third|fourth) (?:part|item))"
    r"(?P<mark>\s?[:.،,)\-]?)(?=\s|$)[\s*]*"
)
PLACES = {"اولا": 1, "ثانیا": 2, "ثالثا": 3, "رابعا": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}
SURE_MARKS = frozenset({")", "]", ".", ":"})  # behind a letter: headings without more ado
FEWEST_QUESTIONS, FEWEST_LETTERS = 2, 3  # with letters in order; or so many letters of one question
LONGEST_LOOKED_AT = 120
LATIN = "abcdefgh"


class _Letter(NamedTuple):
    """A line that may begin with a part's letter: its style, the letter, and where the folded rest begins."""

    at: int
    style: tuple[str, str]
    letter: str
    end: int


def with_weakly_lettered(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, those that begin with a letter and a weak mark begun with the letter and a bracket."""
    found = list(lines)
    texts = [fold(line.text[:LONGEST_LOOKED_AT]) if not line.code else "" for line in lines]
    segments = [own for own in segments_of(lines, texts) if own]
    several = [own for own in segments if len(own) > 1]
    for style in dict.fromkeys(each.style for own in segments for each in own):
        in_order = [own for own in several if own[0].style == style]
        if len(in_order) < FEWEST_QUESTIONS and not any(len(own) >= FEWEST_LETTERS for own in in_order):
            continue
        for own in in_order:
            for each in own:
                rest = texts[each.at][each.end :]
                found[each.at] = begun_anew(lines[each.at], f"{each.letter})", rest)
    return found


def segments_of(lines: Sequence[Line], texts: Sequence[str]) -> Iterator[list[_Letter]]:
    """Yield the letters of each question that are in order under one style; nothing where another style is sure."""
    own: list[_Letter] = []
    is_sure = False
    for at, line in enumerate(lines):
        mark = heading_of(line)
        if mark is not None and mark.number:
            yield [] if is_sure else in_order(own)
            own, is_sure = [], bool(mark.letter)
            continue
        letter = lettered(at, texts[at]) if texts[at] and "\t" not in line.text else None
        if letter is not None and (mark is None or not mark.is_strong or letter.style == ("(", "")):
            own.append(letter)
        elif mark is not None and mark.letter:
            is_sure = True
    yield [] if is_sure else in_order(own)


def lettered(at: int, text: str) -> _Letter | None:
    """Return the letter that a folded line may begin with."""
    worded = FIRST_WORDS.match(text)
    if worded:
        place = PLACES[worded["word"].split()[0]]
        return _Letter(at, ("first", worded["mark"].strip()), LATIN[place - 1], worded.end())
    found = LETTERED.match(text)
    if found is None or (not found["opened"] and found["mark"] in SURE_MARKS):
        return None
    return _Letter(at, (found["opened"], found["mark"]), letter_of(found["letter"]), found.end())


def in_order(letters: Sequence[_Letter]) -> list[_Letter]:
    """Return the letters of the style that most of them have, if they are the first ones, each once and in order."""
    styles = [each.style for each in letters]
    best = max(styles, key=styles.count, default=None)
    own = [each for each in letters if each.style == best]
    places = placed([each.letter for each in own])
    return own if places == [*range(1, len(own) + 1)] else []
