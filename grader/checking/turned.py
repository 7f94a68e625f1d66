"""Judges answers that a page may show from either side: sides or cells in another order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from grader.answers import Kind, Plain, Reading
from grader.answers.reading import Cell, Cells, PlainCells
from grader.checking.verdict import Verdict
from grader.records import Certainty
from grader.tolerance import WrittenNumber

Rows = TypeVar("Rows", Cells, PlainCells)

WORKED_OUT = re.compile(r"[-−+/÷=^√(]")  # in a size, whose sides are kept without the figures that they show
ROUNDED = Fraction(1, 20)  # of the larger of two numbers, of which one may be the other rounded


def may_be_turned(kind: Kind, verdict: Verdict) -> bool:
    """Return whether an answer was seen in the other order as well: a page may be read from either side."""
    if verdict.value is None or not verdict.reading.nearby:
        return False
    plain = kind.plain(verdict.value)
    if not isinstance(plain, tuple) or (turned := from_other_side(plain)) == plain:
        return False
    return any(kind.plain(each) == turned for each in verdict.reading.nearby)


def is_wrong_either_way(
    reading: Reading, wanted: Sequence[Plain], kind: Kind, worth: Callable[[Reading], Fraction]
) -> bool:
    """Return whether an answer that may be read from either side is worth the same whichever was meant.

    No order of its numbers, with any signs, is one of the ``wanted`` values, and ``worth`` is the same from both
    sides. What was worked out, or holds symbols, may say anything in another order.
    """
    sides = [value for value in reading.values if isinstance(value, tuple)]
    if not sides or len(sides) < len(reading.values):
        return False
    if WORKED_OUT.search(reading.text) if kind.name == "shape" else not all(map(is_written, sides)):
        return False
    if any(may_hold_the_same(kind.plain(value), each) for value in sides for each in wanted):
        return False
    return worth(replace(reading, values=tuple(map(from_other_side, sides)))) == worth(reading)


def settled(reading: Reading) -> Reading:
    """Return a reading of which it does not matter from which side it was read; what follows from it may show that."""
    turned = (from_other_side(value) for value in reading.values if isinstance(value, tuple))
    return replace(reading, reason=None, certainty=Certainty.PLAIN, nearby=(*reading.nearby, *turned))


def is_written(cells: Cells) -> bool:
    """Return whether every number of a value stands as such in the text."""
    return all(is_written(each) if isinstance(each, tuple) else is_figure(each) for each in cells)


def is_figure(cell: Cell) -> bool:
    """Return whether a cell is a number as it was written, and was not worked out."""
    return isinstance(cell, WrittenNumber) and cell.significant is not None


def may_hold_the_same(some: Plain, others: Plain) -> bool:
    """Return whether two values may hold the same numbers in another order and with other signs."""
    one, other = magnitudes(some), magnitudes(others)
    if one is None or other is None:
        return True
    return len(one) == len(other) and all(map(may_be_equal, one, other))


def magnitudes(plain: Plain) -> list[Fraction] | None:
    """Return the numbers of a value without their signs, in ascending order; None where it holds anything else."""
    numbers: list[Fraction] = []
    for each in cells_in(plain):
        if not isinstance(each, int | Fraction):
            return None
        numbers.append(abs(Fraction(each)))
    return sorted(numbers)


def cells_in(plain: Plain) -> Iterator[Plain]:
    """Yield the cells of a value, row by row; a value that has none is one itself."""
    if isinstance(plain, tuple):
        for each in plain:
            yield from cells_in(each)
    else:
        yield plain


def may_be_equal(one: Fraction, other: Fraction) -> bool:
    """Return whether two numbers are the same, or one may be the other rounded."""
    if one.denominator == other.denominator == 1:
        return one == other
    return abs(one - other) <= ROUNDED * max(one, other)


def from_other_side(cells: Rows) -> Rows:
    """Return sides or cells in the other order, each row for itself."""
    rows = tuple(from_other_side(each) for each in cells if isinstance(each, tuple))
    return rows or cells[::-1]
