"""The kinds of numbers that may be rounded: a number and a percentage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from grader.answers.arithmetic import square_root
from grader.answers.figures import (
    Interpreted,
    evaluated,
    exact_number,
    in_words,
    json_number,
    no_number,
    read_numbers,
    read_text,
    same_numbers,
)
from grader.answers.lexer import Notation
from grader.answers.reading import (
    CUT_OFF,
    NO_SCOPE,
    PERCENT_AS_FRACTION,
    RIGHT,
    SIGN_DROPPED,
    WRONG,
    Comparison,
    Plain,
    Reading,
    Scope,
    Value,
    blank,
    distinct,
    is_blank,
    refused,
    text_of,
)
from grader.answers.refusal import Refusal
from grader.answers.sentences import Sentence
from grader.answers.values import is_within, number_of, plain_value, show_cell, to_json
from grader.records import JsonValue
from grader.tolerance import OF_NUMBERS, OF_PERCENTAGES, Agreement, Tolerance, WrittenNumber, agree
from grader.translation import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number, within a tolerance or rounded to the digits written.

    With ``spread`` the number asked is that of a normal distribution, and in `N(0, v)` v is read both as
    the variance and as the standard deviation. With ``bounds`` it is an upper bound, and `|g| ≤ v` says v.
    """

    tolerance: Tolerance = OF_NUMBERS
    at_least: Fraction | int | None = None
    at_most: Fraction | int | None = None
    spread: Literal["variance", "deviation"] | None = None
    bounds: bool = False

    @property
    def name(self) -> str:
        """The kind's name in records."""
        return "number"

    def read(self, submitted: JsonValue, scope: Scope = NO_SCOPE) -> Reading:
        """Return how ``submitted`` is read; raises nothing."""
        notation = Notation(tuple(scope.values))
        if self.spread is not None and isinstance(submitted, str):
            inner = _second_of_normal(submitted)
            if inner is not None:
                reading = read_one(inner, scope, notation)
                values = [self._spreads(value) for value in reading.values]
                return replace(
                    reading, text=submitted, values=distinct(one for both in values for one in both)
                )
        if self.bounds and isinstance(submitted, str):
            return replace(read_one(_after_at_most(submitted), scope, notation), text=submitted)
        return read_one(submitted, scope, notation)

    def _spreads(self, value: Value) -> tuple[Value, ...]:
        """Return what v of N(0, v) says of the spread that is asked."""
        if not isinstance(value, WrittenNumber) or value.value < 0:
            return (value,)
        other = square_root(value.value) if self.spread == "deviation" else value.value**2
        if value.significant is None or not other:
            return (value, WrittenNumber(other))
        return (value, *(rounded(other, value.significant - fewer) for fewer in (0, 1)))

    def compare(self, value: Value, reference: Plain) -> Comparison:
        """Return how ``value`` compares with a number."""
        if self.drop_sign and expected < 0:  # what follows from a student's own values
            expected = -expected
        if value.value in (0, 100) and expected not in (0, 100):
            return False  # nothing is saved, or everything: another idea, not a rounding
        return agree(value, expected, self.tolerance) is not Agreement.NO

    def plain(self, value: Value) -> Plain:
        """Return the percentage as it stands."""
        return plain_value(value)

    def in_bounds(self, value: Value) -> bool:
        """Return whether ``value`` is a number within the bounds."""
        return is_within(value, self.at_least, self.at_most)

    def reference(self, raw: object) -> Plain:
        """Return the percentage that a reference function gave; raises ValueError for anything else."""
        return exact_number(raw)

    def show(self, value: Value | Plain) -> str:
        """Return ``value`` as a reader sees it."""
        is_bare_fraction = isinstance(value, WrittenNumber) and not value.percent and abs(value.value) <= 1
        return show_cell(value) if is_bare_fraction else f"{show_cell(value)} %"

    def to_json(self, value: Value | Plain) -> JsonValue:
        """Return ``value`` as a record keeps it."""
        return to_json(value)

    def rule(self) -> Message:
        """Return the tolerance in words."""
        return self.tolerance.in_words()
