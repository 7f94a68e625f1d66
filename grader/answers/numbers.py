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
    with_value_before_working,
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
    ``unit`` is that in which it is asked, "megabyte": behind a number it says nothing new.
    """

    tolerance: Tolerance = OF_NUMBERS
    at_least: Fraction | int | None = None
    at_most: Fraction | int | None = None
    spread: Literal["variance", "deviation"] | None = None
    bounds: bool = False
    unit: str = ""

    @property
    def name(self) -> str:
        """The kind's name in records."""
        return "number"

    def read(self, submitted: JsonValue, scope: Scope = NO_SCOPE) -> Reading:
        """Return how ``submitted`` is read; raises nothing."""
        notation = Notation(tuple(scope.values))
        if self.unit and isinstance(submitted, str):
            from grader.answers.measures import without_unit

            return replace(read_one(without_unit(submitted, self.unit), scope, notation), text=submitted)
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
        expected = number_of(reference)
        if expected is None or not isinstance(value, WrittenNumber):
            return WRONG
        return compared(agree(value, expected, self.tolerance))

    def equals(self, value: Value, reference: Plain) -> bool:
        """Return whether ``value`` is the number, within the tolerance."""
        if not isinstance(value, WrittenNumber) or not isinstance(reference, int | Fraction):
            return False
        return agree(value, reference, self.tolerance) is not Agreement.NO

    def plain(self, value: Value) -> Plain:
        """Return the number at full precision, an int where it is whole."""
        return plain_value(value)

    def in_bounds(self, value: Value) -> bool:
        """Return whether ``value`` is a number within the bounds."""
        return is_within(value, self.at_least, self.at_most)

    def reference(self, raw: object) -> Plain:
        """Return the number that a reference function gave; raises ValueError for anything else."""
        return exact_number(raw)

    def show(self, value: Value | Plain) -> str:
        """Return ``value`` as a reader sees it."""
        return show_cell(value)

    def to_json(self, value: Value | Plain) -> JsonValue:
        """Return ``value`` as a record keeps it."""
        return to_json(value)

    def rule(self) -> Message:
        """Return the tolerance in words."""
        return self.tolerance.in_words()


def rounded(value: Fraction, digits: int) -> WrittenNumber:
    """Return a positive number rounded to so many significant digits, at least one."""
    place = 0
    while value >= Fraction(10) ** (place + 1):
        place += 1
    while value < Fraction(10) ** place:
        place -= 1
    last = place - max(1, digits) + 1
    unit = Fraction(10) ** last
    return WrittenNumber(round(value / unit) * unit, max(1, digits), last)


def _second_of_normal(text: str) -> str | None:
    """Return v of `N(0, v)`, or None where the text is something else."""
    import re

    found = re.search(
        r"(?:N|𝒩|\\mathcal ?\{?N\}?)\s*(?:\\left)?\(\s*[0۰]\s*[,;،]\s*(.{1,100}?)\s*(?:\\right)?\)\s*\$*$",
        text[:2000],
    )
    return found[1] if found else None


def _after_at_most(text: str) -> str:
    """Return what stands behind the last sign of "at most", or the whole text."""
    import re

    return re.split(r"≤|⩽|<=?|\\le(?:q|qslant)?(?![A-Za-z])", text[:2000])[-1] or text


def read_one(submitted: JsonValue, scope: Scope, notation: Notation) -> Reading:
    """Return the reading of one number, a JSON value or a text."""
    text = text_of(submitted)
    if is_blank(submitted):
        return blank(text)
    if isinstance(submitted, list) and len(submitted) == 1 and not isinstance(submitted[0], list):
        return replace(read_one(submitted[0], scope, notation), text=text)
    try:
        number = json_number(submitted)
    except Refusal as refusal:
        return refused(text, refusal)
    if number is not None:
        return Reading(text, (number,))
    if not isinstance(submitted, str):
        return refused(text, no_number())
    worded = in_words(submitted)
    if worded is not None:
        return worded
    reading = read_text(as_quotient(submitted), notation, _interpreter(scope))
    return with_value_before_working(reading, submitted, lambda number: read_one(number, scope, notation))


def as_quotient(text: str) -> str:
    """Return the ratio `31:300` as a division, and `9.68×` without the sign of times behind it."""
    import re

    text = re.sub(r"(?<=[0-9۰-۹])[ ]?[x×](?=\s*$)", lambda found: " " * len(found[0]), text[:2001])
    number = r"[0-9۰-۹]{1,12}(?:[.٫][0-9۰-۹]{1,12})?"
    return text.replace(":", "/") if re.fullmatch(rf"\s*{number}(?::| : ){number}\s*", text) else text


def _interpreter(scope: Scope) -> Callable[[Sentence], Interpreted]:
    def interpret(sentence: Sentence) -> Interpreted:
        return read_numbers(
            sentence, lambda side: evaluated(side.node, side, scope.values), same_numbers, scope
        )

    return interpret


def compared(agreement: Agreement) -> Comparison:
    """Return the comparison that an agreement stands for."""
    if agreement is Agreement.NO:
        return WRONG
    return replace(RIGHT, remarks=(CUT_OFF,)) if agreement is Agreement.CUT_OFF else RIGHT


def _in_percent(side: Value, ends: tuple[Value, ...]) -> Value:
    """Return a side of an equation as a percentage where the equation ends in it as one: `7/18 = 38.9 %`."""
    if not isinstance(side, WrittenNumber) or side.percent:
        return side
    scaled = WrittenNumber(side.value * 100, percent=True)
    is_same = any(
        isinstance(end, WrittenNumber) and end.percent and same_numbers(end, scaled) for end in ends
    )
    return scaled if is_same else side


@dataclass(frozen=True, slots=True, kw_only=True)
class Percent:
    """A percentage, within so many points; a bare number of at most 1 may be the reference as a fraction.

    With ``drop_sign`` a negative answer is read without its sign, since a reduction is asked.
    """

    tolerance: Tolerance = OF_PERCENTAGES
    drop_sign: bool = False
    at_least: Fraction | int | None = None
    at_most: Fraction | int | None = None

    @property
    def name(self) -> str:
        """The kind's name in records."""
        return "percent"

    def read(self, submitted: JsonValue, scope: Scope = NO_SCOPE) -> Reading:
        """Return how ``submitted`` is read; raises nothing."""
        reading = read_one(submitted, scope, Notation(tuple(scope.values), percent_divides=False))
        if reading.earlier:
            earlier = tuple(_in_percent(side, reading.values) for side in reading.earlier)
            reading = replace(reading, earlier=earlier)
        if not self.drop_sign or not any((number_of(value) or 0) < 0 for value in reading.values):
            return reading
        unsigned = (
            replace(value, value=abs(value.value)) if isinstance(value, WrittenNumber) else value
            for value in reading.values
        )
        # what follows from a student's own answers may be below nothing, and then the sign is right
        values = distinct((*unsigned, *reading.values))
        return replace(reading, values=values, remarks=(*reading.remarks, SIGN_DROPPED))

    def compare(self, value: Value, reference: Plain) -> Comparison:
        """Return how ``value`` compares with a percentage (89.67 for 89.67 %)."""
        if not isinstance(value, WrittenNumber) or not isinstance(reference, int | Fraction):
            return WRONG
        if self._agrees(value, reference):
            return RIGHT
        if self._agrees_as_fraction(value, reference):
            return replace(RIGHT, remarks=(PERCENT_AS_FRACTION,))
        return WRONG

    def equals(self, value: Value, reference: Plain) -> bool:
        """Return whether ``value`` is the percentage, or it as a fraction."""
        if not isinstance(value, WrittenNumber) or not isinstance(reference, int | Fraction):
            return False
        return self._agrees(value, reference) or self._agrees_as_fraction(value, reference)

    def _agrees_as_fraction(self, value: WrittenNumber, expected: Fraction | int) -> bool:
        if value.percent or abs(value.value.numerator) > value.value.denominator:
            return False
        place = None if value.place is None else value.place + 2
        return self._agrees(WrittenNumber(value.value * 100, value.significant, place), expected)

    def _agrees(self, value: WrittenNumber, expected: Fraction | int) -> bool:
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
