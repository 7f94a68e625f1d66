"""Finds the letters of parts that stand in one line with only a dot or a colon behind them: `a. 5 b. 28×24`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from grader.documents.model import Line
from grader.finding.headings import heading_of
from grader.finding.numbering import ABJAD, ALPHABET, LATIN, letter_of

DOTTED = re.compile(r"(?<!\S)(?P<letter>[a-h]|الف|[آبپتثجچحخدهوزطی])\s?[.:]\s+(?=\S)")
NUMBERED = re.compile(
    r"(?<!\S)[(\[]?(?P<number>[0-9۰-۹]{1,2})\s?[.\-]?\s?(?P<letter>[a-h]|الف|[آبپتثجچحخد])\s?[)(\]:](?=\s)"
)
ORDERS = (tuple(LATIN[:8]), ABJAD, ALPHABET)
FEWEST_DOTTED = 2  # letters that follow one another in one line
MOST_DOTTED = 40  # of a line


def dotted_letters(text: str) -> list[int]:
    """Return where the letters of parts begin that follow one another from the line's beginning, none left out.

    Before the first stands nothing, or the number of its question.
    """
    found = list(DOTTED.finditer(text))
    if not FEWEST_DOTTED <= len(found) <= MOST_DOTTED or not is_first(text[: found[0].start()]):
        return numbered_letters(text)
    runs = [run_in(order, found) for order in ORDERS]
    longest = max(runs, key=len)
    return longest if len(longest) >= FEWEST_DOTTED else []


def numbered_letters(text: str) -> list[int]:
    """Return where the letters of one question begin that stand in one line, each behind its number: `5a) … 5b) …`."""
    found = list(NUMBERED.finditer(text))
    if not FEWEST_DOTTED <= len(found) <= MOST_DOTTED or text[: found[0].start()].strip(" *#>-\t"):
        return []
    letters = [letter_of(each["letter"]) for each in found]
    is_one = len({each["number"] for each in found}) == 1
    rises = any(
        all(letter in order for letter in letters)
        and all(order.index(one) < order.index(later) for one, later in pairwise(letters))
        for order in ORDERS
    )
    return [each.start() for each in found] if is_one and rises else []


def skips_letters(text: str) -> bool:
    """Return whether such letters rise in a line, but some are left out: they may be parts or words."""
    found = list(DOTTED.finditer(text))
    if (
        not FEWEST_DOTTED <= len(found) <= MOST_DOTTED
        or dotted_letters(text)
        or not is_first(text[: found[0].start()])
    ):
        return False
    first, *later = (letter_of(each["letter"]) for each in found)
    return any(
        first in order and letter in order and order.index(first) < order.index(letter)
        for letter in later for order in ORDERS
    )  # fmt: skip


def is_first(before: str) -> bool:
    """Return whether a letter may stand behind these words: at a line's beginning, or behind its question's number."""
    if not before.strip(" *#>-\t"):
        return True
    heading = heading_of(Line(text=before, number=0))
    return heading is not None and bool(heading.number) and not heading.letter and not heading.rest


def run_in(order: Sequence[str], found: Sequence[re.Match[str]]) -> list[int]:
    """Return where the letters begin that follow the first one in an order, each the next."""
    first = letter_of(found[0]["letter"])
    if first not in order:
        return []
    at = order.index(first)
    begins = [found[0].start()]
    for each in found[1:]:
        if order[at + 1 : at + 2] == (letter_of(each["letter"]),):
            begins.append(each.start())
            at += 1
    return begins
