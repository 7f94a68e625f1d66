"""Finds the headings of a list in a list, where questions and their parts are both counted in digits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from grader.documents.model import Line
from grader.finding.headings import Heading

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
