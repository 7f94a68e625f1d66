"""The kind of whole numbers: a count, or one side of a map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from grader.answers.arithmetic import square_root
from grader.answers.expr import Constant, Expr, Negation, Product, Symbol
from grader.answers.figures import (
    Interpreted,
    evaluated,
    exact_number,
    in_words,
    is_scaled,
    is_side_sign,
    json_number,
    no_number,
    read_numbers,
    read_text,
    same_numbers,
    with_value_before_working,
)
from grader.answers.lexer import Notation
from grader.answers.parser import Listing, Node
from grader.answers.reading import (
    CUT_OFF,
    NO_SCOPE,
    ONE_OF_TWO_SIDES,
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
from grader.answers.refusal import CONTRADICTORY, MALFORMED, Refusal
from grader.answers.sentences import Sentence, Side
from grader.answers.values import is_within, number_of, plain_value, show_sides, to_json
from grader.records import Certainty, JsonValue
from grader.tolerance import Agreement, Tolerance, WrittenNumber, agree, agree_by_digits
from grader.translation import Message, Numeral

FEWEST_APPROXIMATE_DIGITS = 3
BATCH_NAMES = frozenset({"none", "null", "n", "b", "?", "batch", "batchsize", "bs"})
MOST_SIDES = 4
SIDE_LABELS = {
    "height": ("height", "h", "h_out", "ارتفاع", "rows"),
    "width": ("width", "w", "w_out", "عرض", "columns"),
    "both": (),
}


def is_batch(node: object) -> bool:
    """Return whether ``node`` stands for the batch in front of a shape: None, ?, N or -1."""
    if isinstance(node, Negation):
        return node.operand == Constant(1)
    return isinstance(node, Symbol) and node.name.casefold().replace("_", "") in BATCH_NAMES


def is_json_batch(item: JsonValue) -> bool:
    """Return whether an item of a JSON list stands for the batch."""
    if isinstance(item, str):
        return item.strip().casefold() in BATCH_NAMES or item.strip() == "-1"
    return item is None or (item == -1 and not isinstance(item, bool))


@dataclass(frozen=True, slots=True, kw_only=True)
class Integer:
    """A whole number, exact.

    With ``approximate_digits`` an answer with a sign of approximation or a scale word is right if it agrees
    to the digits given, at least as many. With ``side`` one side of a map is asked, and `5×5` means 5.
    ``out_of`` is how many there are in all: where 25 are, `12/25` may say 12, and waits for a person.
    """

    at_least: int | None = None
    at_most: int | None = None
    approximate_digits: int | None = None
    side: Literal["height", "width", "both"] | None = None
    out_of: int | None = None
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
            return refused(text, no_number())
        worded = in_words(submitted)
        if worded is not None:
            return worded
        reading = read_grouped_or_listed(
            submitted,
            scope,
            lambda sentence: self._interpret(sentence, scope),
            listed_first=self.side is not None,
        )
        return with_value_before_working(reading, submitted, self.read)

    def _read_list(self, submitted: list[JsonValue], text: str, scope: Scope) -> Reading:
        if len(submitted) == 1 and not isinstance(submitted[0], list):
            return replace(self.read(submitted[0], scope), text=text)
        if self.side is None or len(submitted) > MOST_SIDES:
            return refused(text, no_number())
        items = submitted[1:] if is_json_batch(submitted[0]) and len(submitted) > 2 else submitted
        readings = [
            self.read(item, scope) if not isinstance(item, list) else refused(text, no_number())
            for item in items
        ]
        if any(len(reading.values) != 1 for reading in readings):
            return refused(text, no_number())
        side, differ = self._side_of([reading.values[0] for reading in readings])
        if not differ:
            return Reading(text, (side,))
        return Reading(text, (side,), certainty=Certainty.PLAIN, remarks=(ONE_OF_TWO_SIDES,))

    def _side_of(self, sides: list[Value]) -> tuple[Value, bool]:
        """Return the side that is asked, and whether the two sides differ."""
        first, second = sides[0], sides[1]
        if number_of(first) == number_of(second):
            return first, False
        return (second if self.side == "width" else first), True

    def _interpret(self, sentence: Sentence, scope: Scope) -> Interpreted:
        areas: dict[Value, Value] = {}
        products: list[Value] = []
        differing: list[bool] = []

        def read_side(side: Side) -> Value:
            factors = sides_of(side.node) if self.side is not None else None
            if factors is None:
                number = evaluated(side.node, side, scope.values)
                is_rounded = self.approximate_digits is not None and is_scaled(side.node)
                return replace(number, approximate=True) if is_rounded else number
            numbers: list[Value] = [evaluated(factor, side, scope.values) for factor in factors[:2]]
            value, differ = self._side_of(numbers)
            area = (number_of(numbers[0]) or Fraction(0)) * (number_of(numbers[1]) or Fraction(0))
            areas[WrittenNumber(area)] = value
            differing.append(differ)
            if differ and isinstance(side.node, Product) and len(factors) == 2 and "*" in side.node.marks:
                products.append(WrittenNumber(area))  # 2*14 may also be a calculation
            return value

        own = SIDE_LABELS[self.side] if self.side is not None else ()
        found = read_numbers(sentence, read_side, same_numbers, replace(scope, labels=(*scope.labels, *own)))
        found = before_rounding(found)
        final = found.values[0]
        bare = WrittenNumber(number_of(final) or Fraction(0))
        if bare in areas and found.earlier:  # 7×7 = 49 says 7, but 2×3 = 6 may say 6
            is_square = number_of(areas[bare]) == square_root(bare.value)
            if self.side == "both" and not is_square:
                return found._replace(
                    values=(final,), earlier=()
                )  # a square has no two sides: 3×4 was worked out
            found = found._replace(values=(areas[bare],) if is_square else (final, areas[bare]), earlier=())
        if not any(differing):
            return found
        values = (*found.values, *products) if len(found.values) == 1 and not found.earlier else found.values
        return found._replace(values=values, plain=True, remarks=(*found.remarks, ONE_OF_TWO_SIDES))

    def compare(self, value: Value, reference: Plain) -> Comparison:
        """Return how ``value`` compares with a whole number."""
        if isinstance(reference, tuple) or isinstance(value, tuple):
            return RIGHT if plain_value(value) == reference else WRONG
        expected = number_of(reference)
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
            return replace(WRONG, doubt=MALFORMED)
        if self.out_of and value.value.denominator > 1 and (value.value * self.out_of).denominator == 1:
            return replace(WRONG, doubt=MALFORMED)
        return WRONG

    def equals(self, value: Value, reference: Plain) -> bool:
        """Return whether ``value`` is the whole number, exactly or where that is enough about."""
        if isinstance(value, WrittenNumber) and isinstance(reference, int | Fraction):
            if agree(value, reference, self.tolerance) is not Agreement.NO:
                return True
            if self.approximate_digits is None or not value.approximate:
                return False
        return self.compare(value, reference).credit == 1

    def plain(self, value: Value) -> Plain:
        """Return the number: an int where it is whole."""
        return plain_value(value)

    def in_bounds(self, value: Value) -> bool:
        """Return whether ``value`` is a whole number within the bounds."""
        number = number_of(value)
        return (
            number is not None and number.denominator == 1 and is_within(value, self.at_least, self.at_most)
        )

    def reference(self, raw: object) -> Plain:
        """Return the whole number that a reference function gave; raises ValueError for another."""
        if type(raw) is int:
            return raw
        number = exact_number(raw)
        if number.denominator != 1:
            raise ValueError(f"expected a whole number, got {raw!r}")
        return number.numerator

    def show(self, value: Value | Plain) -> str:
        """Return ``value`` as a reader sees it."""
        return show_sides(value)

    def to_json(self, value: Value | Plain) -> JsonValue:
        """Return ``value`` as a record keeps it."""
        return to_json(value)

    def rule(self) -> Message:
        """Return the tolerance in words."""
        if self.approximate_digits is not None:
            return Message(
                "exactly, or about to at least {digits} digits", {"digits": Numeral(self.approximate_digits)}
            )
        return self.tolerance.in_words()


def sides_of(node: Node | None) -> tuple[Expr, ...] | None:
    """Return the factors of `5×5` or `n×n×C`, or the items of `(5, 5)`; None where one side stands alone."""
    items: tuple[Node, ...]
    if isinstance(node, Listing):
        items = node.items
    elif isinstance(node, Product) and all(map(is_side_sign, node.marks)):
        items = node.children
    else:
        return None
    if is_batch(items[0]):
        items = items[1:]
    sides = tuple(item for item in items if isinstance(item, Expr))
    if isinstance(node, Listing) and any(sides_of(side) is not None for side in sides):
        raise several_sizes()
    return sides if 2 <= len(sides) <= 3 and len(sides) == len(items) else None


def before_rounding(found: Interpreted) -> Interpreted:
    """Return what `5734400 ≈ 5.7·10^6` says of a whole number: the side before the one that is it rounded."""
    last = found.values[0]
    exact = found.earlier[-1] if found.earlier else None
    if not isinstance(last, WrittenNumber) or not isinstance(exact, WrittenNumber) or not last.approximate:
        return found
    is_whole = exact.value.denominator == 1 and last.value != exact.value
    if not is_whole or agree_by_digits(last, exact.value, 1) is Agreement.NO:
        return found
    return found._replace(values=(exact,), earlier=found.earlier[:-1])


def several_sizes() -> Refusal:
    """Return the refusal of several sizes where one side is asked: `9×9, 42×30`."""
    return Refusal(CONTRADICTORY, 0, Message("Several sizes stand here; write the one side that is asked."))


def read_grouped_or_listed(
    text: str, scope: Scope, interpret: Callable[[Sentence], Interpreted], *, listed_first: bool
) -> Reading:
    """Return the reading of ``text`` where a comma groups digits, and where that fails, parts items.

    With ``listed_first`` brackets that open the text hold items, as in `(5,5)`.
    """
    notation = Notation(tuple(scope.values), percent_divides=False, decimal_commas=False)
    listed = replace(notation, commas_group=False)
    if listed_first and text.lstrip()[:1] in ("(", "["):
        notation, listed = listed, notation
    first = read_text(text, notation, interpret)
    if first.reason is None or not any(comma in text for comma in ",،،"):
        return first
    second = read_text(text, listed, interpret)
    return second if second.reason is None else first
