"""Finds headings in a form of a student's own, by the series that they make: `Pb 1`, `«۲»`, `III.`, `3_a`, `س۲-الف`.

What stands around the number is the same in all of them, and the numbers count through the document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from grader.documents.model import Line
from grader.finding.folding import fold
from grader.finding.headings import START, begun_anew, heading_of
from grader.finding.numbering import (
    ABJAD,
    LATIN,
    NUMBER,
    ONLY_IN_ALPHABET,
    PERSIAN_LETTER,
    ROMAN,
    letter_of,
    number_of,
    persian_order,
)

WORDS = (
    "problem|question|exercise|solution|answers?|number|prob|soln?|ques|task|prb|num|ans|exo?|hw[0-9]?|pb|pr|qn|qu|qs|no|nr|p|a|q"
    "|سوال|پرسش|مسیله|مساله|تمرین|شماره|پاسخ|جواب|حل|س|ش|ج"
)
SHORT = frozenset({"p", "a", "س", "ش", "ج", "no", "nr"})  # with a value behind they may name a layer or a row
BEHIND = r"(?P<mark>\s?[:.)])(?=\s|$)|(?=\s*$)"
ROMAN_CAPITALS = re.compile(r"[\s>*#]*(?P<number>[IVX]{1,4})(?P<mark>[.):]?)(?=\s|$)")
ORDINALS = NUMBER.replace("(?![a-z\\u0620-\\u06d3])", "")
WORDED = re.compile(
    rf"{START}(?P<word>{WORDS})(?:\s?(?:to|for|of|به|شماره ?ی?))?[\s.\-#_]{{0,3}}(?P<number>{NUMBER})\s?(?:{BEHIND})"
)
NUMBER_FIRST = re.compile(
    rf"{START}(?:the )?(?P<number>{ORDINALS})\s?(?:ین|st|nd|rd|th)?[\s.\-–)]{{0,3}}"
    rf"(?P<word>question|problem|exercise|task|سوال|پرسش|مسیله|تمرین)\s?(?:{BEHIND})"
)
FRAMED = re.compile(
    rf"[\s*#]*(?P<word>[\"«<{{≈]?)\s?(?P<number>{ORDINALS})\s?(?P<mark>[\"»>}}≈°º_:)]{{0,2}})[\s*]*$"
)
PAIR = re.compile(
    rf"{START}[(\[]?(?P<word>(?:{WORDS})?)[\s.\-]{{0,2}}(?P<number>[0-9]{{1,2}})(?P<between>\s?[.(\[_/–\-]?\s?)"
    rf"(?P<letter>{PERSIAN_LETTER}|viii|vii|iii|vi|iv|ii|[a-i])(?P<mark>\s?[)\].:\-–/]{{0,2}})(?=\s|$)"
)
FEWEST_NUMBERED, SHARE_NUMBERED = 4, 0.7  # of the questions up to the last one
FEWEST_QUESTIONS, FEWEST_SEVERAL = (
    3,
    2,
)  # with letters that count from the first one, and with more than one letter
LONGEST_LOOKED_AT = 120
MOST_LETTERS = 12


class _Mark(NamedTuple):
    """A line's number in its frame, its letter if it has one, and where the rest begins in the folded line."""

    at: int
    frame: tuple[str, ...]
    number: int
    letter: str
    end: int


def with_framed_headings(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, the headings in a form of their own in the usual form: `Question 3`, or `3a)`."""
    texts = [
        "" if line.code or "\t" in line.text.strip() else fold(line.text[:LONGEST_LOOKED_AT])
        for line in lines
    ]
    marks = [*_pairs(lines, texts)] or [*_numbers(lines, texts)]
    found = list(lines)
    for mark in marks:
        begin = f"{mark.number}{mark.letter})" if mark.letter else f"Question {mark.number}"
        found[mark.at] = begun_anew(lines[mark.at], begin, texts[mark.at][mark.end :])
    return found


def _numbers(lines: Sequence[Line], texts: Sequence[str]) -> Iterator[_Mark]:
    """Yield the numbers in the only frame in which they count, where nothing else names or counts questions."""
    known = [own for line in lines if (own := heading_of(line)) is not None and own.number]
    if any(each.named and not each.is_homework for each in known):
        return
    if len({each.number for each in known}) >= FEWEST_NUMBERED:
        return
    frames: dict[tuple[str, ...], list[_Mark]] = {}
    for at, (line, text) in enumerate(zip(lines, texts, strict=True)):
        if text and "\t" not in line.text.strip() and (mark := _number(at, line, text)) is not None:
            frames.setdefault(mark.frame, []).append(mark)
    series = [
        own for own in frames.values()
        if counts([each.number for each in own]) and not _are_of_pages([lines[each.at] for each in own])
        and all(later.at > one.at + 1 or texts[one.at][one.end :].strip() for one, later in pairwise(own))
    ]  # fmt: skip
    if len(series) == 1:
        yield from series[0]


def _number(at: int, line: Line, text: str) -> _Mark | None:
    for name, pattern in (("worded", WORDED), ("first", NUMBER_FIRST), ("framed", FRAMED)):
        found = pattern.match(text)
        if found is None:
            continue
        rest = text[found.end() :].strip(" *")
        if rest and (name == "first" or found["word"] in SHORT):
            return None
        word, mark = found["word"], (found["mark"] or "").strip()
        if not word and not mark and found["number"].isdigit():
            return None
        return _Mark(at, (name, word, mark), int(number_of(found["number"])), "", found.end())
    roman = ROMAN_CAPITALS.match(line.text)
    if roman and roman["number"].casefold() in ROMAN and heading_of(line) is not None:
        number = ROMAN.index(roman["number"].casefold()) + 1
        return _Mark(at, ("roman", roman["mark"]), number, "", len(fold(roman[0])))
    return None


def counts(numbers: Sequence[int]) -> bool:
    """Return whether numbers rise from the first ones on, and few are left out, or from any other one and none is."""
    if len(numbers) < FEWEST_NUMBERED or list(numbers) != sorted(set(numbers)):
        return False
    is_full = numbers[-1] - numbers[0] == len(numbers) - 1
    return is_full or (numbers[0] in (1, 2) and len(numbers) >= SHARE_NUMBERED * numbers[-1])


def _are_of_pages(lines: Sequence[Line]) -> bool:
    """Return whether each line stands on a page of its own, as page numbers do."""
    pages = [line.page for line in lines]
    return len(set(pages)) == len(pages) and bool(pages[0])


def _pairs(lines: Sequence[Line], texts: Sequence[str]) -> Iterator[_Mark]:
    """Yield the numbers with letters in a form that is not usual, where they rise and count from the first."""
    pairs = [mark for at, text in enumerate(texts) if text and (mark := _pair(at, text)) is not None]
    if len(pairs) < FEWEST_NUMBERED:
        return
    frame = Counter(each.frame for each in pairs).most_common(1)[0][0]
    own = [each for each in pairs if each.frame == frame]
    headings = [heading_of(lines[each.at]) for each in own]
    usual = sum(each is not None and bool(each.number and each.letter) for each in headings)
    places = placed([each.letter for each in own])
    order = [(each.number, place) for each, place in zip(own, places, strict=True)]
    if 2 * usual >= len(own) or 0 in places or any(one >= later for one, later in pairwise(order)):
        return
    letters: dict[int, list[int]] = {}
    for number, place in order:
        letters.setdefault(number, []).append(place)
    counted = [len(each) for each in letters.values() if each == [*range(1, len(each) + 1)]]
    if len(counted) < FEWEST_QUESTIONS or sum(count > 1 for count in counted) < FEWEST_SEVERAL:
        return
    yield from own
    if frame[0]:
        yield from _lone(lines, texts, frame[0], [(each.at, each.number) for each in own])


def _pair(at: int, text: str) -> _Mark | None:
    found = PAIR.match(text)
    if found is None:
        return None
    frame = (found["word"], found["between"].strip(), found["mark"].strip())
    return _Mark(at, frame, int(found["number"]), letter_of(found["letter"]), found.end())


def _lone(
    lines: Sequence[Line], texts: Sequence[str], word: str, paired: Sequence[tuple[int, int]]
) -> Iterator[_Mark]:
    """Yield the questions without letters among those that begin with the same word, each in its turn."""
    for at, (line, text) in enumerate(zip(lines, texts, strict=True)):
        found = re.match(rf"{START}[(\[]?{word}[\s.\-]{{0,2}}([0-9]{{1,2}})[)\].:\-–/]{{0,2}}(?=\s|$)", text)
        if found is None or heading_of(line) is not None:
            continue
        before = max((number for place, number in paired if place < at), default=0)
        after = min((number for place, number in paired if place > at), default=before + 2)
        if before < int(found[1]) < after:
            yield _Mark(at, (), int(found[1]), "", found.end())


def placed(letters: Sequence[str]) -> list[int]:
    """Return each letter's place from 1 in the order that a document counts in, 0 for one that is not in it."""
    if any(letter in ("ii", "iii", "iv") for letter in letters):
        order: tuple[str, ...] = ROMAN
    elif any(letter in ABJAD or letter in ONLY_IN_ALPHABET for letter in letters):
        order = persian_order(set(letters), "auto")[0]
    else:
        order = tuple(LATIN[:MOST_LETTERS])
    return [order.index(letter) + 1 if letter in order else 0 for letter in letters]
