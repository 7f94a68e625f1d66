"""Marks the lines that only a series through the whole document shows to be headings: `1-1) 1-2) 2-1)`, or 1 2 3."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from grader.documents.model import Line
from grader.finding.folding import fold
from grader.finding.headings import PAIR, PAIRED, TURNED, heading_of, title_of
from grader.finding.items import with_items_turned
from grader.finding.misspelt import with_first_letters_read, with_spelt_headings, with_spelt_parts

FEWEST_PAIRED = 3  # questions of which parts `3.1`, `3.2` count from 1
MOST_PAIRED = 300  # lines of a document
LONGEST_SERIES = 40  # questions and parts that a number may count
LONGEST_LOOKED_AT = 120  # characters of a line
FEWEST_SEVERAL = 2  # of them with more than one part
AFTER_ALL = 1_000_000  # behind every line
FEWEST_ALONE = 4  # questions whose number is all that stands in its line
SHARE_ALONE = 0.7  # of the numbers up to the last one
LONE = re.compile(r"[0-9]{1,2}")
FEWEST_NAMED = 3  # questions named in the usual form
FIRST_LETTER = re.compile(r"[\W_]{0,8}(?:\\item\s?)?(?:[aAⓐ]|الف|اول|[Ff]irst)(?![A-Za-z\u0620-\u06d3])|اول")
ANSWERED = re.compile(r"$|\s+[^\W\d_]| +[0-9(\[$\\]")  # what may stand behind `3.1`, which may be a number


@dataclass(frozen=True, slots=True)
class _Pair:
    """A line that may begin with a question's number and a part's: where it stands, and both numbers.

    ``is_likely`` tells that what stands behind them is no formula that goes on.
    """

    at: int
    numbers: tuple[int, int]
    is_likely: bool


def with_series(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, those that a series shows to be headings marked as such."""
    lines = with_items_turned(with_first_letters_read(with_spelt_parts(with_spelt_headings(lines))))
    lines = with_usual_forms(lines)
    marks = pairs_in(lines) or lone_numbers_in(lines) or titles_in(lines)
    return [
        replace(line, heading=marks[at]) if at in marks and not line.heading else line
        for at, line in enumerate(lines)
    ]


def with_usual_forms(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines, headings in forms of a student's own in the usual ones, where there may be some.

    The patterns of rare forms are read only then.
    """
    named = [mark for line in lines if (mark := heading_of(line)) is not None and mark.number and mark.named]
    if sum(not mark.is_homework and (bool(mark.letter) or not mark.rest) for mark in named) < FEWEST_NAMED:
        from grader.finding.framed import with_framed_headings

        lines = with_framed_headings(lines)
    if any(may_be_first(line) for line in lines):
        from grader.finding.weakly import with_weakly_lettered

        lines = with_weakly_lettered(lines)
    return lines


def may_be_first(line: Line) -> bool:
    """Return whether a line may begin with a question's first letter and a mark that does not show it surely."""
    if line.code or not FIRST_LETTER.match(line.text):
        return False
    mark = heading_of(line)
    return mark is None or not mark.is_strong or line.text.lstrip()[:1] == "("


def pairs_in(lines: Sequence[Line]) -> dict[int, int]:
    """Return the level of each line that begins with a question's number and a part's, if such pairs count.

    The pairs rise through the document, and for at least three questions the parts count from 1; where the part's
    number comes first, the level says so. There are none where both orders fit.
    """
    pairs = list(begun_with_pairs(lines))
    if len(pairs) > MOST_PAIRED:
        return {}
    straight = series_of(pairs)
    turned = series_of([replace(each, numbers=each.numbers[::-1]) for each in pairs])
    if bool(straight) == bool(turned):
        return {}
    return {each.at: PAIRED for each in straight} | {each.at: TURNED for each in turned}


def begun_with_pairs(lines: Sequence[Line]) -> Iterator[_Pair]:
    """Yield the pairs of small numbers that lines begin with."""
    for at, line in enumerate(lines):
        text = "" if line.code else fold(line.text[:LONGEST_LOOKED_AT])
        found = PAIR.match(text)
        if found is None:
            continue
        numbers = int(found["number"]), int(found["item"])
        if all(0 < number <= LONGEST_SERIES for number in numbers):
            is_likely = bool(found["mark"]) or ANSWERED.match(text[found.end() :]) is not None
            yield _Pair(at=at, numbers=numbers, is_likely=is_likely)


def series_of(pairs: Sequence[_Pair]) -> list[_Pair]:
    """Return the longest rising series among the likely pairs, with what fills its gaps; nothing if it is none."""
    likely = [each for each in pairs if each.is_likely]
    often = Counter(each.numbers for each in likely)
    chain = longest_rising([each for each in likely if often[each.numbers] == 1])
    questions = [[*own] for _, own in groupby(chain, key=lambda each: each.numbers[0])]
    counts = [
        len(own) for own in questions if [each.numbers[1] for each in own] == [*range(1, len(own) + 1)]
    ]  # fmt: skip
    if len(counts) < FEWEST_PAIRED or sum(count > 1 for count in counts) < FEWEST_SEVERAL:
        return []
    ends = [_Pair(-1, (0, 0), True), *chain, _Pair(AFTER_ALL, (LONGEST_SERIES + 1, 0), True)]
    return [
        *chain,
        *(each for before, after in pairwise(ends) for each in pairs if fills(each, before, after)),
    ]


def fills(each: _Pair, before: _Pair, after: _Pair) -> bool:
    """Return whether a pair that stands between two others of a series belongs to it.

    A likely one may be out of its turn in its question, or stand twice; another one fills a gap.
    """
    if not before.at < each.at < after.at:
        return False
    if each.is_likely:
        return before.numbers[0] <= each.numbers[0] <= after.numbers[0]
    is_near = each.numbers[0] in (before.numbers[0], after.numbers[0])
    return is_near and before.numbers < each.numbers < after.numbers


def longest_rising(pairs: Sequence[_Pair]) -> list[_Pair]:
    """Return a longest series of pairs that rises strictly."""
    ends: list[tuple[int, int]] = []
    last: list[int] = []
    before: list[int] = []
    for index, each in enumerate(pairs):
        place = bisect_left(ends, each.numbers)
        ends[place : place + 1] = [each.numbers]
        last[place : place + 1] = [index]
        before.append(last[place - 1] if place else -1)
    chain: list[_Pair] = []
    at = last[-1] if last else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def lone_numbers_in(lines: Sequence[Line]) -> dict[int, int]:
    """Return the level of each line that is a question's number alone, where they count through the document.

    No other number stands alone in a line, none is that of its page, and no word such as "question" names another.
    """
    alone = [
        (at, int(text)) for at, line in enumerate(lines)
        if not line.code and LONE.fullmatch(text := fold(line.text[:LONGEST_LOOKED_AT]))
    ]  # fmt: skip
    pages = [lines[at].page for at, _ in alone]
    if not count_on(alone) or (len(set(pages)) == len(pages) and pages[0]):
        return {}
    if any((mark := heading_of(line)) is not None and mark.named and mark.number for line in lines):
        return {}
    return {at: PAIRED for at, _ in alone}


def titles_in(lines: Sequence[Line]) -> dict[int, int]:
    """Return the level of each line that is a number and a title, as `2 Networks`, where all of them count."""
    titles = [(at, int(mark.number)) for at, line in enumerate(lines) if (mark := title_of(line)) is not None]
    return {at: PAIRED for at, _ in titles} if count_on(titles) else {}


def count_on(numbered: Sequence[tuple[int, int]]) -> bool:
    """Return whether numbers, each with its line's place, rise from the first ones on, and something stands between."""
    numbers = [number for _, number in numbered]
    return (
        len(numbers) >= FEWEST_ALONE
        and numbers == sorted(set(numbers))
        and numbers[0] in (1, 2)
        and len(numbers) >= SHARE_ALONE * numbers[-1]
        and not any(later == at + 1 for (at, _), (later, _) in pairwise(numbered))
    )
