"""Finds headings that only their order tells: lists in a list of digits, marks alone in lines, rows of one number."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from grader.documents.model import Line
from grader.finding.folding import fold
from grader.finding.headings import Heading
from grader.finding.numbering import PERSIAN_LETTER, letter_of

LONE = re.compile(rf"(?P<number>[0-9]{{1,2}})|(?P<letter>[a-h]|{PERSIAN_LETTER})")
ROW = re.compile(r"[^\t]{1,12}\t")
LONE_ROW = re.compile(r"(?P<number>[0-9]{1,2})[.)]?\s?\t(?P<rest>[^\t]*\S)")
FIRST_LETTERS = frozenset({"a", "الف"})
FEWEST_LONE = 3  # questions whose number and first letter stand in lines of their own
MOST_NESTED = 120  # bare numbers of a document
FEWEST_NESTED = 2  # questions with their parts in a list of their own


def nested_numbers(
    marks: Sequence[tuple[Line, Heading | None]], parts: Mapping[str, int]
) -> dict[int, Heading]:
    """Return the headings of a list in a list, both counted in digits: `1.`, then `1.`, `2.` for its parts, then `2.`.

    ``parts`` tells how many parts each question has. There are none unless all bare numbers of the document can be
    taken so, and in one way only.
    """
    bare = [(at, mark) for at, (_, mark) in enumerate(marks) if mark and is_bare(mark)]
    ways = (
        nested_ways([mark.number for _, mark in bare], [*parts.items()]) if len(bare) <= MOST_NESTED else []
    )
    if len(ways) != 1 or sum(count > 0 for count in ways[0]) < FEWEST_NESTED:
        return {}
    found: dict[int, Heading] = {}
    numbers = iter(bare)
    for count in ways[0]:
        at, mark = next(numbers)
        found[at] = replace(mark, named=True)
        for at, item in islice(numbers, count):
            found[at] = Heading(letter=item.number, is_strong=True, rest=item.rest)
    return found


def nested_ways(numbers: Sequence[str], wanted: Sequence[tuple[str, int]]) -> list[tuple[int, ...]]:
    """Return in which ways ``numbers`` are the wanted ones, each followed by some of its parts counted from 1.

    A way tells how many parts follow each number; no more than two ways are looked for.
    """
    if not wanted:
        return [] if numbers else [()]
    (number, most), *others = wanted
    if not numbers or numbers[0] != number:
        return []
    ways: list[tuple[int, ...]] = []
    for parts in range(most + 1):
        if parts and numbers[parts : parts + 1] != [str(parts)]:
            break
        ways += [(parts, *rest) for rest in nested_ways(numbers[parts + 1 :], others)]
        if len(ways) > 1:
            break
    return ways


def is_bare(mark: Heading) -> bool:
    """Return whether a heading is a number and no more."""
    return bool(mark.number) and not (mark.letter or mark.named or mark.is_homework or mark.is_terse)


def lone_headings(lines: Sequence[Line], asked: Collection[str]) -> dict[int, Heading]:
    """Return the numbers and letters that stand alone in their lines, where at least three questions begin so.

    A question begins with its number in one line and its first letter in the next.
    """
    found = [LONE.fullmatch(fold(line.text)) if not line.code else None for line in lines]
    letters = [letter_of(each["letter"]) if each and each["letter"] else "" for each in found]
    begins = [
        (at, each["number"]) for at, each in enumerate(found[:-1])
        if each and each["number"] in asked and letters[at + 1] in FIRST_LETTERS
    ]  # fmt: skip
    numbers = [int(number) for _, number in begins if number.isdigit()]
    if len(begins) < FEWEST_LONE or numbers != sorted(set(numbers)):
        return {}
    marks = {at: Heading(letter=letter, is_strong=True) for at, letter in enumerate(letters) if letter}
    return marks | {at: Heading(number=number, named=True, is_strong=True) for at, number in begins}


def rows_without_letters(
    marks: Sequence[tuple[Line, Heading | None]], parts: Mapping[str, int]
) -> dict[int, Heading]:
    """Return the rows `4<tab>7×7` of a table of answers, whose other rows name a part as well: `3b<tab>9`.

    Only a question with one part has such a row, and it stands where the question's turn is.
    """
    rows = [
        (at, mark) for at, (line, mark) in enumerate(marks)
        if mark and mark.letter and mark.number.isdigit() and ROW.match(fold(line.text))
    ]  # fmt: skip
    if len(rows) < FEWEST_LONE:
        return {}
    tabled = [(at, int(mark.number)) for at, mark in rows]
    is_terse = any(mark.is_terse for _, mark in rows)
    found: dict[int, Heading] = {}
    for at, (line, _) in enumerate(marks):
        row = LONE_ROW.fullmatch(fold(line.text)) if not line.code else None
        if row is None or parts.get(row["number"]) != 1:
            continue
        number = int(row["number"])
        before = [other for place, other in tabled if place < at]
        after = [other for place, other in tabled if place > at]
        if before and max(before) < number and all(number < other for other in after):
            found[at] = Heading(
                number=row["number"], named=not is_terse, is_terse=is_terse, is_strong=True, rest=row["rest"].strip()
            )  # fmt: skip
    return found
