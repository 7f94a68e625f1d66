"""Gives parts that share a letter what stands side by side in one statement: `36C^2, 81C^2`, or a matrix's 3 × 8."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from grader.finding.candidate import Candidate, candidate_of
from grader.finding.folding import fold
from grader.finding.runs import Run
from grader.finding.sorting import Wanted
from grader.finding.stated import fits
from grader.finding.statements import Statement

BETWEEN = re.compile(r"\s*\$?\s*(?:[,،؛;]|(?<=\s)(?:and|against|versus|vs\.?|و)(?=\s))\s*\$?\s*")
VALUED = re.compile(r"[0-9۰-۹٠-٩]")
GROUPED = re.compile(r"[0-9۰-۹٠-٩],[0-9۰-۹٠-٩]{3}(?![0-9۰-۹٠-٩])")
EQUALITY = re.compile(r"=(?!=)|≈")
LEADING = re.compile(r"(?:[^\W\d_]{2,20}[\s:]+){1,8}")
TRAILING = re.compile(r"(?:\s+[^\W\d_]{2,20}){1,8}[\s.]*$")
SIZE = re.compile(
    r"(?<![0-9.])(?P<first>[0-9]{1,4})\s?(?:[×x*]|\\times|by|در)\s?(?P<second>[0-9]{1,4})(?![0-9]|\.[0-9])"
)
ROWS_AND_COLUMNS = (frozenset({"height"}), frozenset({"width"}))
LONGEST = 400  # characters of a statement
LONGEST_VALUE = 80


class _Piece(NamedTuple):
    """A part of a statement that holds one value: its text, what it says last, and where it begins."""

    text: str
    value: str
    start: int


def abreast(
    peers: Sequence[Wanted], statements: Sequence[Statement]
) -> list[dict[tuple[int, int], Candidate]]:
    """Return each part's value by its place, where one statement alone holds a value for each; else nothing."""
    said = [
        each for each in statements
        if VALUED.search(each.body or each.text) and not each.is_other and not each.line.code
    ]  # fmt: skip
    if len(said) != 1 or said[0].is_question or len(said[0].body) > LONGEST:
        return []
    statement = said[0]
    pieces = sides_in(statement.body) if are_rows_and_columns(peers) else []
    pieces = pieces or list(pieces_of(statement.body))
    if len(pieces) != len(peers):
        return []
    found: list[dict[tuple[int, int], Candidate]] = []
    for wanted, piece in zip(peers, pieces, strict=True):
        reading = wanted.kind.read(piece.value, wanted.scope)
        if not reading.is_readable or not fits(wanted.kind, reading, piece.value, whole=False):
            return []
        before, _, after = piece.text.partition(piece.value)
        run = Run(text=piece.value, before=before, after=after, start=piece.start)
        value = candidate_of(statement, piece.value, reading, run=run)
        found.append({value.place: value})
    return found


def pieces_of(body: str) -> Iterator[_Piece]:
    """Yield what stands between commas and words such as `and`, if it holds a value."""
    text = GROUPED.sub(lambda found: found[0].replace(",", "\0"), body)
    start = 0
    for end, after in [
        *((each.start(), each.end()) for each in BETWEEN.finditer(text)),
        (len(text), len(text)),
    ]:
        piece = text[start:end].replace("\0", ",")
        if VALUED.search(piece) and text[start:end].count("(") == text[start:end].count(")"):
            yield _Piece(piece, value_in(piece), start)
        elif VALUED.search(piece):
            yield _Piece(piece, "", start)
        start = after


def value_in(piece: str) -> str:
    """Return the last side of a piece without the words around it; nothing where it is too long for a value."""
    last = EQUALITY.split(piece)[-1].strip(" $.")
    begun = LEADING.match(last)
    last = TRAILING.sub("", last[begun.end() :] if begun else last).strip(" $.")
    return last if len(last) <= LONGEST_VALUE else ""


def are_rows_and_columns(peers: Sequence[Wanted]) -> bool:
    """Return whether the parts are the rows and the columns of a matrix, in this order."""
    return tuple(each.name.ideas[0] if each.name.ideas else frozenset() for each in peers) == ROWS_AND_COLUMNS


def sides_in(body: str) -> list[_Piece]:
    """Return both sides of the only size in a text that holds no other number."""
    text = fold(body)
    found = list(SIZE.finditer(text))
    if len(found) != 1 or VALUED.search(text[: found[0].start()] + text[found[0].end() :]):
        return []
    return [_Piece(text, found[0][side], found[0].start(side)) for side in ("first", "second")]
