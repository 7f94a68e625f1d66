"""What a document's evidence is worth: a right answer on weak evidence, a matrix that may have lost rows."""

from __future__ import annotations

from dataclasses import replace

from grader.answers import Plain, Reading, Value
from grader.answers.values import significant_digits
from grader.assignment.resolved import AskedPart, StudentQuestion
from grader.checking.verdict import Verdict
from grader.records import Certainty
from grader.tolerance import WrittenNumber

FEWEST_SHOWN = 3
SHOWS_MUCH = 100  # a smaller number may belong to a name, as in the square of a symbol


def has_lost_rows(found: Verdict, reference: Plain) -> bool:
    """Return whether a matrix that was read from a document's lines has another size than it should."""
    if found.reading.certainty is not Certainty.PLAIN or not isinstance(reference, tuple):
        return False
    return not any(
        isinstance(value, tuple) and size_of(value) == size_of(reference) for value in found.reading.values
    )


def shows_enough(value: Value) -> bool:
    """Return whether a value is hardly equal to another one by chance: it has three digits, or three cells."""
    if isinstance(value, tuple):
        return sum(len(each) if isinstance(each, tuple) else 1 for each in value) >= FEWEST_SHOWN
    if isinstance(value, WrittenNumber):
        return significant_digits(value) >= FEWEST_SHOWN
    return False


def size_of(rows: tuple[object, ...]) -> tuple[int, ...]:
    """Return how many rows there are, and how many cells each has."""
    return (len(rows), *(len(row) for row in rows if isinstance(row, tuple)))


def says_another(part: AskedPart, reading: Reading, value: Value) -> bool:
    """Return whether a right value was worked out behind a number that is claimed in its stead: `4200 = 200 × 16`."""
    kind = part.part.kind
    return _is_worked_out(value) and any(
        isinstance(side, WrittenNumber)
        and not _is_worked_out(side)
        and abs(side.value) >= SHOWS_MUCH
        and not kind.equals(value, kind.plain(side))
        for side in reading.earlier
    )


def _is_worked_out(value: Value) -> bool:
    return isinstance(value, WrittenNumber) and value.significant is None


def weakly_right(asked: StudentQuestion, part: AskedPart, reading: Reading) -> Reading | None:
    """Return the first text that gives the right answer on weak evidence, if it is no other part's answer too.

    One whose own working gives another value is no evidence.
    """
    if not reading.weak or reading.certainty is not Certainty.DOUBTFUL:
        return None
    kind = part.part.kind
    reference = asked.references[part.part.id]
    for weak in reading.weak:
        value = next((each for each in weak.values if kind.equals(each, reference)), None)
        if value is None or any(not kind.equals(value, kind.plain(side)) for side in weak.earlier):
            continue
        if any(
            other.part.kind.name == kind.name
            and other.part.kind.equals(value, asked.references[other.part.id])
            for other in asked.asked
            if other.part.id != part.part.id and other.part.id in asked.references
        ):
            return None
        return replace(weak, values=(value,), certainty=Certainty.DOUBTFUL)
    return None
