"""The kind of lengths: a whole number after a flatten or dense layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from grader.answers.expr import Product
from grader.answers.figures import (
    Interpreted,
    evaluated,
    exact_number,
    in_words,
    json_number,
    no_number,
    read_numbers,
    same_numbers,
)
from grader.answers.integers import MOST_SIDES, Integer, is_batch, is_json_batch, read_grouped_or_listed
from grader.answers.parser import Listing
from grader.answers.reading import (
    NO_SCOPE,
    RIGHT,
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
from grader.answers.refusal import Refusal
from grader.answers.sentences import Sentence, Side
from grader.answers.values import number_of, plain_value, show_sides, to_json
from grader.records import JsonValue
from grader.tolerance import Tolerance, WrittenNumber
from grader.translation import Message


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
            return refused(text, no_number())
        worded = in_words(submitted)
        if worded is not None:
            return worded
        return read_grouped_or_listed(
            submitted, scope, lambda sentence: _interpret_length(sentence, scope), listed_first=True
        )

    def compare(self, value: Value, reference: Plain) -> Comparison:
        """Return how ``value`` compares with a length, or with the shape of a known mistake."""
        return RIGHT if plain_value(value) == reference else WRONG

    def equals(self, value: Value, reference: Plain) -> bool:
        """Return whether ``value`` is the length, or the shape of a known mistake."""
        if isinstance(value, WrittenNumber):
            return value.value == reference
        return plain_value(value) == reference

    def plain(self, value: Value) -> Plain:
        """Return the length as an int, a shape as a tuple."""
        return plain_value(value)

    def in_bounds(self, value: Value) -> bool:
        """Return whether ``value`` is one whole number within the bounds."""
        number = number_of(value)
        return number is not None and number.denominator == 1 and number >= self.at_least

    def reference(self, raw: object) -> Plain:
        """Return the length, or a shape, that a reference function gave; raises ValueError for another."""
        if isinstance(raw, list | tuple):
            return tuple(_whole_side(side) for side in raw)
        return Integer().reference(raw)

    def show(self, value: Value | Plain) -> str:
        """Return ``value`` as a reader sees it."""
        return show_sides(value)

    def to_json(self, value: Value | Plain) -> JsonValue:
        """Return ``value`` as a record keeps it."""
        return to_json(value)

    def rule(self) -> Message:
        """Return the tolerance in words."""
        return self.tolerance.in_words()


def _whole_side(raw: object) -> int:
    number = exact_number(raw)
    if number.denominator != 1:
        raise ValueError(f"expected a whole side, got {raw!r}")
    return number.numerator


def _length_of_list(submitted: list[JsonValue]) -> Value:
    """Return what a JSON list says of a length: `[32]` and `[null, 32]` are 32, `[7, 7, 32]` is a shape."""
    items = submitted[1:] if len(submitted) > 1 and is_json_batch(submitted[0]) else submitted
    if not 1 <= len(items) <= 2 * MOST_SIDES:
        raise no_number()
    numbers: list[WrittenNumber] = []
    for item in items:
        number = json_number(item)
        if number is None and isinstance(item, str):
            read = Length().read(item).values
            number = read[0] if read and isinstance(read[0], WrittenNumber) else None
        if number is None:
            raise no_number()
        numbers.append(number)
    return _one_or_many(numbers)


def _one_or_many(numbers: list[WrittenNumber]) -> Value:
    longer = [number for number in numbers if number.value != 1]
    if len(longer) < 2:  # a row or a column of that length
        return longer[0] if longer else numbers[0]
    return tuple(WrittenNumber(number.value) for number in numbers)


def _interpret_length(sentence: Sentence, scope: Scope) -> Interpreted:
    def read_side(side: Side) -> Value:
        return _length_of_side(side, scope.values)

    return read_numbers(sentence, read_side, same_numbers, scope)


def _length_of_side(side: Side, values: Mapping[str, Fraction]) -> Value:
    node = side.node
    if isinstance(node, Product) and is_batch(node.children[0]):
        rest = node.children[1:]
        node = rest[0] if len(rest) == 1 else Product(rest, node.marks[1:])
    if not isinstance(node, Listing):
        return evaluated(node, side, values)
    items = node.items[1:] if is_batch(node.items[0]) else node.items
    return _one_or_many([evaluated(item, side, values) for item in items])
