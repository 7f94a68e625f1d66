"""The kinds of single numbers: a whole number, a length, a number, a percentage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from grader.answers.expr import Expr, Product, Symbol
from grader.answers.figures import (
    Interpreted,
    evaluated,
    exact_number,
    json_number,
    number_to_json,
    read_numbers,
    read_text,
    same_numbers,
    show_number,
)
from grader.answers.lexer import Notation
from grader.answers.parser import Listing, Node
from grader.answers.reading import (
    CUT_OFF,
    NO_SCOPE,
    ONE_OF_TWO_SIDES,
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
    is_blank,
    refused,
    text_of,
)
from grader.answers.refusal import CONTRADICTORY, MALFORMED, Refusal
from grader.answers.sentences import Sentence, Side
from grader.records import Certainty, JsonValue
from grader.tolerance import (
    OF_NUMBERS,
    OF_PERCENTAGES,
    Agreement,
    Tolerance,
    WrittenNumber,
    agree,
    agree_by_digits,
    short_decimal,
)
from grader.translation import Message

FEWEST_APPROXIMATE_DIGITS = 3
BATCH_NAMES = frozenset({"none", "n", "b", "?", "batch", "batchsize", "bs"})


def _no_number(text: str) -> Reading:
    return refused(text, Refusal(MALFORMED, 0, Message("One number is asked; write it alone, such as 28.")))


def _number_of(value: Value | Plain) -> Fraction | None:
    if isinstance(value, WrittenNumber):
        return value.value
    return Fraction(value) if isinstance(value, int | Fraction) else None


def _show(value: Value | Plain) -> str:
    number = _number_of(value)
    if number is not None:
        return show_number(number)
    if isinstance(value, tuple):
        return " × ".join(_show(side) if not isinstance(side, tuple) else str(side) for side in value)
    return str(value)


def _to_json(value: Value | Plain) -> JsonValue:
    number = _number_of(value)
    if number is not None:
        return number_to_json(number)
    if isinstance(value, tuple):
        return [_to_json(side) for side in value]
    return str(value)


def _plain(value: Value) -> Plain:
    if isinstance(value, WrittenNumber):
        return value.value.numerator if value.value.denominator == 1 else value.value
    if isinstance(value, tuple):
        return tuple(_plain(side) for side in value)  # type: ignore[misc, arg-type]  # a tuple of numbers here
    return value


def _within(value: Value, at_least: Fraction | int | None, at_most: Fraction | int | None) -> bool:
    number = _number_of(value)
    if number is None:
        return False
    return (at_least is None or number >= at_least) and (at_most is None or number <= at_most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Integer:
    """A whole number, exact.

    With ``approximate_digits`` an answer with a sign of approximation or a scale word is right if it agrees
    to the digits given, at least as many. With ``side`` one side of a map is asked, and `5×5` means 5.
    """

    at_least: int | None = None
    at_most: int | None = None
    approximate_digits: int | None = None
    side: Literal["height", "width", "both"] | None = None
    tolerance: Tolerance = Tolerance.exact

    @property
    def name(self) -> str:
        """The kind's name in records."""
        return "integer"

    def read(self, submitted: JsonValue, scope: Scope = NO_SCOPE) -> Reading:
        """Return how ``submitted`` is read; raises nothing."""
        text = text_of(submitted)
        if is_blank(submitted):
            return blank(text)
        try:
            number = json_number(submitted)
        except Refusal as refusal:
            return refused(text, refusal)
        if number is not None:
            return Reading(text, (number,))
        if isinstance(submitted, list):
            return self._read_list(submitted, text, scope)
        if not isinstance(submitted, str):
            return _no_number(text)
        notation = Notation(tuple(scope.values), percent_divides=False)
        reading = read_text(submitted, notation, lambda sentence: self._interpret(sentence, scope))
        if reading.reason is not None and self.side is not None:
            listed = replace(notation, commas_group=False)
            second = read_text(submitted, listed, lambda sentence: self._interpret(sentence, scope))
            return second if second.reason is None else reading
        return reading

    def _read_list(self, submitted: list[JsonValue], text: str, scope: Scope) -> Reading:
        if len(submitted) == 1 and not isinstance(submitted[0], list):
            return replace(self.read(submitted[0], scope), text=text)
        if self.side is None or len(submitted) > 4:
            return _no_number(text)
        readings = [
            self.read(item, scope) if not isinstance(item, list) else _no_number(text) for item in submitted
        ]
        if any(len(reading.values) != 1 for reading in readings):
            return _no_number(text)
        numbers = [reading.values[0] for reading in readings]
        side, is_plain = self._side_of(numbers)
        return Reading(text, (side,), certainty=Certainty.PLAIN if is_plain else Certainty.CERTAIN)

    def _side_of(self, sides: list[Value]) -> tuple[Value, bool]:
        """Return the side that is asked, and whether the two sides differ."""
        first, second = sides[0], sides[1]
        if _number_of(first) == _number_of(second):
            return first, False
        return (second if self.side == "width" else first), True

    def _interpret(self, sentence: Sentence, scope: Scope) -> Interpreted:
        sides_differ: list[bool] = []
        pairs: list[tuple[WrittenNumber, Fraction]] = []

        def read_side(side: Side) -> Value:
            factors = _sides_of(side.node) if self.side is not None else None
            if factors is None:
                return evaluated(side.node, side, scope.values)
            numbers: list[Value] = [evaluated(factor, side, scope.values) for factor in factors[:2]]
            value, differ = self._side_of(numbers)
            sides_differ.append(differ)
            first, second = _number_of(numbers[0]), _number_of(numbers[1])
            if isinstance(value, WrittenNumber) and first is not None and second is not None:
                pairs.append((value, first * second))
            return value

        found = read_numbers(sentence, read_side, same_numbers)
        final = found.values[0]
        for value, product in pairs:
            if _number_of(final) == product and final in found.values:
                found = found._replace(values=(value,), earlier=())
        if any(sides_differ):
            return found._replace(plain=True, remarks=(*found.remarks, ONE_OF_TWO_SIDES))
        return found

    def compare(self, value: Value, reference: Plain) -> Comparison:
        """Return how ``value`` compares with a whole number."""
        if isinstance(reference, tuple) or isinstance(value, tuple):
            return RIGHT if _plain(value) == reference else WRONG
        expected = _number_of(reference)
        if expected is None or not isinstance(value, WrittenNumber):
            return WRONG
        if agree(value, expected, self.tolerance) is not Agreement.NO:
            return RIGHT
        if self.approximate_digits is not None and value.approximate:
            fewest = max(self.approximate_digits, FEWEST_APPROXIMATE_DIGITS)
            agreement = agree_by_digits(value, expected, fewest)
            if agreement is not Agreement.NO:
                return replace(RIGHT, remarks=(CUT_OFF,) if agreement is Agreement.CUT_OFF else ())
        if self.side is not None and expected > 1 and value.value == expected * expected:
            return replace(WRONG, doubt=CONTRADICTORY)
        return WRONG

    def plain(self, value: Value) -> Plain:
        """Return the number: an int where it is whole."""
        return _plain(value)

    def in_bounds(self, value: Value) -> bool:
        """Return whether ``value`` is a whole number within the bounds."""
        number = _number_of(value)
        return number is not None and number.denominator == 1 and _within(value, self.at_least, self.at_most)

    def reference(self, raw: object) -> Plain:
        """Return the whole number that a reference function gave; raises ValueError for another."""
        number = exact_number(raw)
        if number.denominator != 1:
            raise ValueError(f"expected a whole number, got {raw!r}")
        return number.numerator

    def show(self, value: Value | Plain) -> str:
        """Return ``value`` as a reader sees it."""
        return _show(value)

    def to_json(self, value: Value | Plain) -> JsonValue:
        """Return ``value`` as a record keeps it."""
        return _to_json(value)

    def rule(self) -> Message:
        """Return the tolerance in words."""
        if self.approximate_digits is not None:
            return Message(
                "exactly, or about to at least {digits} digits", {"digits": str(self.approximate_digits)}
            )
        return self.tolerance.in_words()


def _sides_of(node: Node | None) -> tuple[Expr, ...] | None:
    """Return the factors of `5×5` or `n×n×C`, or the items of `(5, 5)`; None where one side stands alone."""
    if isinstance(node, Listing):
        items = tuple(item for item in node.items if isinstance(item, Expr) and not is_batch(item))
        return items if 2 <= len(items) <= 3 else None
    if (
        isinstance(node, Product)
        and 2 <= len(node.children) <= 3
        and all(mark in ("×", "*") for mark in node.marks)
    ):
        return node.children
    return None


def is_batch(node: Node) -> bool:
    """Return whether ``node`` stands for the batch in a shape: None, ?, N."""
    return isinstance(node, Symbol) and node.name.casefold() in BATCH_NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A whole number after a flatten or dense layer: a product is its value, a longer shape stays a shape."""

    at_least: int = 1
    tolerance: Tolerance = Tolerance.exact

    @property
    def name(self) -> str:
        """The kind's name in records."""
        return "integer"

    def read(self, submitted: JsonValue, scope: Scope = NO_SCOPE) -> Reading:
        """Return how ``submitted`` is read; raises nothing."""
        text = text_of(submitted)
        if is_blank(submitted):
            return blank(text)
        try:
            number = json_number(submitted)
            if number is not None:
                return Reading(text, (number,))
            if isinstance(submitted, list):
                return Reading(text, (_length_of_list(submitted),))
        except Refusal as refusal:
            return refused(text, refusal)
        if not isinstance(submitted, str):
            return _no_number(text)
        notation = Notation(tuple(scope.values), percent_divides=False)
        grouped = read_text(submitted, notation, lambda sentence: _interpret_length(sentence, scope.values))
        if grouped.reason is None:
            return grouped
        listed = replace(notation, commas_group=False)
        parted = read_text(submitted, listed, lambda sentence: _interpret_length(sentence, scope.values))
        return parted if parted.reason is None else grouped

    def compare(self, value: Value, reference: Plain) -> Comparison:
        """Return how ``value`` compares with a length, or with the shape of a known mistake."""
        return RIGHT if _plain(value) == reference else WRONG

    def plain(self, value: Value) -> Plain:
        """Return the length as an int, a shape as a tuple."""
        return _plain(value)

    def in_bounds(self, value: Value) -> bool:
        """Return whether ``value`` is one whole number within the bounds."""
        number = _number_of(value)
        return number is not None and number.denominator == 1 and number >= self.at_least

    def reference(self, raw: object) -> Plain:
        """Return the length, or a shape, that a reference function gave; raises ValueError for anything else."""
        if isinstance(raw, list | tuple):
            return tuple(Integer().reference(side) for side in raw)  # type: ignore[misc, arg-type]  # ints all
        return Integer().reference(raw)

    def show(self, value: Value | Plain) -> str:
        """Return ``value`` as a reader sees it."""
        return _show(value)

    def to_json(self, value: Value | Plain) -> JsonValue:
        """Return ``value`` as a record keeps it."""
        return _to_json(value)

    def rule(self) -> Message:
        """Return the tolerance in words."""
        return self.tolerance.in_words()


def _length_of_list(submitted: list[JsonValue]) -> Value:
    """Return what a JSON list says of a length: `[32]` and `[null, 32]` are 32, `[7, 7, 32]` is a shape."""
    items = list(submitted)
    if (
        len(items) > 1
        and (items[0] is None or (isinstance(items[0], str) and items[0].casefold() in BATCH_NAMES))
    ) or (len(items) > 1 and items[0] == -1):
        items = items[1:]
    numbers: list[WrittenNumber] = []
    for item in items[:8]:
        if isinstance(item, str):
            reading = Length().read(item)
            inner = reading.values[0] if reading.values else None
            number = inner if isinstance(inner, WrittenNumber) else None
        else:
            number = json_number(item)
        if number is None:
            raise Refusal(MALFORMED, 0, Message("One number is asked; write it alone, such as 28."))
        numbers.append(number)
    return _one_or_many(numbers)


def _one_or_many(numbers: list[WrittenNumber]) -> Value:
    if len(numbers) == 1:
        return numbers[0]
    if len(numbers) > 1 and all(number.value == 1 for number in numbers[:-1]):
        return numbers[-1]
    return tuple(WrittenNumber(number.value) for number in numbers)


def _interpret_length(sentence: Sentence, values: Mapping[str, Fraction]) -> Interpreted:
    def read_side(side: Side) -> Value:
        node = side.node
        if isinstance(node, Product) and node.children and is_batch(node.children[0]):
            rest = node.children[1:]
            node = rest[0] if len(rest) == 1 else Product(rest, node.marks[1:])
        if not isinstance(node, Listing):
            return evaluated(node, side, values)
        items = list(node.items)
        if is_batch(items[0]) or (isinstance(items[0], Expr) and str(items[0]) == "-1"):
            items = items[1:]
        return _one_or_many([evaluated(item, side, values) for item in items])

    return read_numbers(sentence, read_side, same_numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number, within a tolerance or rounded to the digits written."""

    tolerance: Tolerance = OF_NUMBERS
    at_least: Fraction | int | None = None
    at_most: Fraction | int | None = None

    @property
    def name(self) -> str:
        """The kind's name in records."""
        return "number"

    def read(self, submitted: JsonValue, scope: Scope = NO_SCOPE) -> Reading:
        """Return how ``submitted`` is read; raises nothing."""
        return _read_one(submitted, scope, Notation(tuple(scope.values)))

    def compare(self, value: Value, reference: Plain) -> Comparison:
        """Return how ``value`` compares with a number."""
        expected = _number_of(reference)
        if expected is None or not isinstance(value, WrittenNumber):
            return WRONG
        return compared(agree(value, expected, self.tolerance))

    def plain(self, value: Value) -> Plain:
        """Return the number as it stands, an int where it is whole."""
        return _plain(value)

    def in_bounds(self, value: Value) -> bool:
        """Return whether ``value`` is a number within the bounds."""
        return _within(value, self.at_least, self.at_most)

    def reference(self, raw: object) -> Plain:
        """Return the number that a reference function gave; raises ValueError for anything else."""
        return exact_number(raw)

    def show(self, value: Value | Plain) -> str:
        """Return ``value`` as a reader sees it."""
        return _show_decimal(value)

    def to_json(self, value: Value | Plain) -> JsonValue:
        """Return ``value`` as a record keeps it."""
        return _to_json(value)

    def rule(self) -> Message:
        """Return the tolerance in words."""
        return self.tolerance.in_words()


def _read_one(submitted: JsonValue, scope: Scope, notation: Notation) -> Reading:
    text = text_of(submitted)
    if is_blank(submitted):
        return blank(text)
    if isinstance(submitted, list) and len(submitted) == 1 and not isinstance(submitted[0], list):
        return replace(_read_one(submitted[0], scope, notation), text=text)
    try:
        number = json_number(submitted)
    except Refusal as refusal:
        return refused(text, refusal)
    if number is not None:
        return Reading(text, (number,))
    if not isinstance(submitted, str):
        return _no_number(text)

    def interpret(sentence: Sentence) -> Interpreted:
        return read_numbers(sentence, lambda side: evaluated(side.node, side, scope.values), same_numbers)

    return read_text(submitted, notation, interpret)


def compared(agreement: Agreement) -> Comparison:
    """Return the comparison that an agreement stands for."""
    if agreement is Agreement.NO:
        return WRONG
    return replace(RIGHT, remarks=(CUT_OFF,)) if agreement is Agreement.CUT_OFF else RIGHT


SHOWN_DIGITS = 6


def _show_decimal(value: Value | Plain) -> str:
    """Return a number as written where it is short, else to six significant digits."""
    number = _number_of(value)
    if number is None:
        return _show(value)
    shown = short_decimal(number)
    if "/" not in shown or (len(shown) <= 7 and isinstance(value, WrittenNumber)):
        return shown
    if number.denominator.bit_length() <= 10 and not isinstance(value, WrittenNumber):
        return shown
    return f"{float(number):.{SHOWN_DIGITS}g}"


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
        notation = Notation(tuple(scope.values), percent_divides=False)
        reading = _read_one(submitted, scope, notation)
        if not self.drop_sign or not any((_number_of(value) or 0) < 0 for value in reading.values):
            return reading
        values = tuple(
            replace(value, value=abs(value.value)) if isinstance(value, WrittenNumber) else value
            for value in reading.values
        )
        return replace(reading, values=values, remarks=(*reading.remarks, SIGN_DROPPED))

    def compare(self, value: Value, reference: Plain) -> Comparison:
        """Return how ``value`` compares with a percentage (89.67 for 89.67 %)."""
        expected = _number_of(reference)
        if expected is None or not isinstance(value, WrittenNumber):
            return WRONG
        if self._agrees(value, expected):
            return RIGHT
        if not value.percent and abs(value.value) <= 1:
            place = None if value.place is None else value.place + 2
            as_percent = WrittenNumber(value.value * 100, value.significant, place)
            if self._agrees(as_percent, expected):
                return replace(RIGHT, remarks=(PERCENT_AS_FRACTION,))
        return WRONG

    def _agrees(self, value: WrittenNumber, expected: Fraction) -> bool:
        if value.value in (0, 100) and expected not in (0, 100):
            return False
        return agree(value, expected, self.tolerance) is not Agreement.NO

    def plain(self, value: Value) -> Plain:
        """Return the percentage as it stands."""
        return _plain(value)

    def in_bounds(self, value: Value) -> bool:
        """Return whether ``value`` is a number within the bounds."""
        return _within(value, self.at_least, self.at_most)

    def reference(self, raw: object) -> Plain:
        """Return the percentage that a reference function gave; raises ValueError for anything else."""
        return exact_number(raw)

    def show(self, value: Value | Plain) -> str:
        """Return ``value`` as a reader sees it."""
        shown = _show_decimal(value)
        is_bare_fraction = isinstance(value, WrittenNumber) and not value.percent and abs(value.value) <= 1
        return shown if is_bare_fraction else f"{shown} %"

    def to_json(self, value: Value | Plain) -> JsonValue:
        """Return ``value`` as a record keeps it."""
        return _to_json(value)

    def rule(self) -> Message:
        """Return the tolerance in words."""
        return self.tolerance.in_words()
