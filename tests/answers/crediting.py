"""Reads an answer, and says what numbers were understood and what it is worth."""

from fractions import Fraction

from grader.answers import (
    Reading,
    Scope,
)
from grader.answers.reading import Kind
from grader.records import JsonValue
from grader.tolerance import WrittenNumber


def numbers(reading: Reading) -> list[Fraction]:
    return [value.value for value in reading.values if isinstance(value, WrittenNumber)]


def credit(kind: Kind, submitted: JsonValue, reference: object, scope: Scope | None = None) -> Fraction:
    """Return the best credit of any sensible reading."""
    reading = kind.read(submitted, scope or Scope())
    expected = kind.reference(reference)
    return max((kind.compare(value, expected).credit for value in reading.values), default=Fraction(-1))
