"""Finds lists whose entries a sentence tells one after another: `44 after the first and 20 after the second`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from grader.documents.model import Line
from grader.finding.folding import fold
from grader.finding.grids import Grid

LONGEST = 300  # characters of a line that is looked at
FEWEST_CELLS = 2
_ENGLISH = ("first|1st", "second|2nd", "third|3rd", "fourth|4th", "fifth|5th", "sixth|6th")
_PERSIAN = ("اول", "دوم", "سوم", "چهارم", "پنجم", "ششم")
ORDINAL = re.compile(
    "|".join(
        rf"(?P<n{place}>\b(?:{english})\b|(?<![\u0620-\u06d3]){persian}(?:ین|ی)?(?![\u0620-\u06d3]))"
        for place, (english, persian) in enumerate(zip(_ENGLISH, _PERSIAN, strict=True))
    )
)
RESULT = re.compile(r"=\s?(-?[0-9]{1,9}(?:\.[0-9]{1,6})?)(?![0-9]|\.[0-9]|\s?[-+*/×^=])")
NUMBER = re.compile(r"(?<![0-9.×x*/^_+-])-?[0-9]{1,9}(?:\.[0-9]{1,6})?(?![0-9]|\.[0-9]|\s?[×x*/^+])")
ANY_NUMBER = re.compile("[0-9]+")


def told_in_order(lines: Sequence[Line]) -> list[Grid]:
    """Return the lists that single lines tell by `first`, `second` and so on, each entry beside its word."""
    found: list[Grid] = []
    for line in lines:
        cells = [] if line.code else cells_told(fold(line.text[:LONGEST]))
        if cells:
            found.append(Grid(text=", ".join(cells), lines=(line,)))
    return found


def cells_told(text: str) -> list[str]:
    """Return the entries that a folded text tells in their order, each before its word or each behind it."""
    words = list(ORDINAL.finditer(text))
    if len(words) < FEWEST_CELLS or [word.lastgroup for word in words] != [
        f"n{at}" for at in range(len(words))
    ]:
        return []
    ends = [0, *(word.start() for word in words), len(text)]
    pieces = [text[start:end] for start, end in pairwise(ends)]
    pieces[1:] = [piece[len(word[0]) :] for piece, word in zip(pieces[1:], words, strict=True)]
    is_before, is_behind = (bool(ANY_NUMBER.search(piece)) for piece in (pieces[0], pieces[-1]))
    if is_before == is_behind:
        return []  # nothing tells whose the numbers between the words are
    cells = [value_in(piece) for piece in (pieces[:-1] if is_before else pieces[1:])]
    return cells if all(cells) else []


def value_in(text: str) -> str:
    """Return the only number of a text, or the result of its only equation; an empty text where that is not plain."""
    results = RESULT.findall(text)
    if "=" in text:
        return results[0] if len(results) == 1 and text.count("=") == 1 else ""
    numbers = NUMBER.findall(text)
    return numbers[0] if len(numbers) == 1 == len(ANY_NUMBER.findall(text)) else ""
