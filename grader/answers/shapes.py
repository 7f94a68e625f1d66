"""The kind of a shape: height × width × channels, in all the forms in which sizes are written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from grader.answers.equality import same_function
from grader.answers.expr import Constant, Expr, Power, Product
from grader.answers.figures import (
    Interpreted,
    exact_number,
    final_value,
    json_number,
    nothing_found,
    read_text,
    worth,
)
from grader.answers.integers import is_batch, is_json_batch
from grader.answers.lexer import Notation
from grader.answers.parser import BESIDE, Listing, Node
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
from grader.answers.refusal import MALFORMED, Refusal
from grader.answers.sentences import Sentence, Side, contradictory
from grader.answers.shape_texts import has_other_order, in_order, named_sides, names_channels, with_commas
from grader.answers.values import plain_value, show_sides, to_json
from grader.records import JsonValue
from grader.tolerance import Tolerance, WrittenNumber
from grader.translation import Message

MOST_SIDES = 6
LONGEST_WITHOUT_BATCH = 3
EXAMPLE = (9, 7, 5, 3)  # sides that no question asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The sides of a map, exact and in their order.

    ``sides`` is how many are asked, where that is fixed; a size H×W may carry a 1 for its channel.
    ``symbols`` are names that sides may hold.
    """

    sides: int | None = None
    channels: bool = True
    symbols: tuple[str, ...] = ()
    tolerance: Tolerance = Tolerance.exact

    @property
    def name(self) -> str:
        """The kind's name in records."""
        return "shape"

    def read(self, submitted: JsonValue, scope: Scope = NO_SCOPE) -> Reading:
        """Return how ``submitted`` is read; raises nothing."""
        reading = self._read(submitted, scope)
        if self.sides is None or all(self._has_sides(value) for value in reading.values):
            return reading
        count = {"count": str(self.sides), "example": show_sides(EXAMPLE[: self.sides])}
        remark = Message("A size is written with {count} sides, such as {example}.", count)
        return replace(reading, remarks=(*reading.remarks, remark))

    def _has_sides(self, value: Value) -> bool:
        sides = value if isinstance(value, tuple) else (value,)
        return self.sides in (len(sides), len(_without_ones(sides, self.sides or 0)))

    def _read(self, submitted: JsonValue, scope: Scope) -> Reading:
        text = text_of(submitted)
        if is_blank(submitted):
            return blank(text)
        try:
            if isinstance(submitted, list):
                return Reading(text, (self._arranged(self._json_sides(submitted, scope), scope),))
            number = json_number(submitted)
        except Refusal as refusal:
            return refused(text, refusal)
        if number is not None:
            return Reading(text, ((WrittenNumber(number.value),),))
        if not isinstance(submitted, str):
            return refused(text, _no_shape())
        if names_channels(submitted):  # "14×14 (32 channels)" says itself where they stand
            scope = Scope(values=scope.values, labels=scope.labels)
        arranged = in_order(submitted)
        named = named_sides(arranged)
        if named is not None:
            return Reading(text, (named,))
        if not self.symbols and has_other_order(arranged):
            advice = Message("Write the sides in the order height × width × channels, such as 9 × 7 × 5.")
            return refused(text, Refusal(MALFORMED, 0, advice))
        notation = Notation(
            self.symbols or tuple(scope.values), commas_group=False, spaces_group=False, percent_divides=False
        )
        reading = read_text(
            with_commas(arranged), notation, lambda sentence: self._interpret(sentence, scope)
        )
        return replace(reading, text=text)

    def _json_sides(self, submitted: list[JsonValue], scope: Scope) -> tuple[WrittenNumber | Expr, ...]:
        while len(submitted) == 1 and isinstance(submitted[0], list):
            submitted = submitted[0]
        sides: list[WrittenNumber | Expr] = []
        for index, item in enumerate(submitted[: MOST_SIDES + 1]):
            if index == 0 and len(submitted) > 1 and is_json_batch(item):
                continue
            number = json_number(item)
            if number is None and isinstance(item, str):
                reading = self._read(item, scope)
                inner = reading.values[0] if reading.values else ()
                if (
                    isinstance(inner, tuple)
                    and len(inner) == 1
                    and isinstance(inner[0], WrittenNumber | Expr)
                ):
                    sides.append(inner[0])
                    continue
            if number is None:
                raise _no_shape()
            sides.append(WrittenNumber(number.value))
        if not sides or len(sides) > MOST_SIDES:
            raise _no_shape()
        return tuple(sides)

    def _interpret(self, sentence: Sentence, scope: Scope) -> Interpreted:
        if not sentence.alternatives:
            raise nothing_found()

        def read_side(side: Side) -> Value:
            return self._arranged(_without_product(self._sides(side, scope), side.node), scope)

        finals = [
            final_value(statements, read_side, _same_values, scope.labels)
            for statements in sentence.alternatives
        ]
        value, earlier, folded, _ = finals[0]
        if any(other.value != value for other in finals[1:]):
            raise contradictory(sentence.alternatives[1][0][0].start)
        for one in earlier:
            if _length(value) == 1 and _length(one) > 1 and _product(one) == _product(value):
                return Interpreted((one,), (), folded)  # 14×14×32 = 6272 says 14×14×32
        return Interpreted((value,), tuple(one for one in earlier if _length(one) == _length(value)), folded)

    def _sides(self, side: Side, scope: Scope) -> tuple[WrittenNumber | Expr, ...]:
        if side.node is None:
            raise side.refusal or nothing_found()
        nodes = factors_of(side.node)
        if len(nodes) > (self.sides or LONGEST_WITHOUT_BATCH):
            nodes = factors_of(side.node, nested=False)
        if len(nodes) > 1 and is_batch(nodes[0]) and str(nodes[0]) not in scope.values:
            nodes = nodes[1:]
        if len(nodes) > MOST_SIDES:
            raise _no_shape()
        return tuple(self._one_side(node, side, scope) for node in nodes)

    def _one_side(self, node: Node, side: Side, scope: Scope) -> WrittenNumber | Expr:
        if isinstance(node, Listing):
            raise _no_shape(side.start)
        if node.symbols and node.symbols <= frozenset(self.symbols):
            return node
        return WrittenNumber(worth(node, side, scope.values))

    def _arranged(self, sides: tuple[WrittenNumber | Expr, ...], scope: Scope) -> Value:
        """Return the sides in the order height, width, channels."""
        if scope.options.get("channels") == "first" and self.channels and len(sides) == 3:
            return (*sides[1:], sides[0])
        return sides

    def compare(self, value: Value, reference: Plain) -> Comparison:
        """Return how ``value`` compares with a shape; where sides are missing, or too many, that is a doubt."""
        expected = reference if isinstance(reference, tuple) else (reference,)
        if not isinstance(value, tuple):
            return WRONG
        if _is_shape(value, expected):
            return RIGHT
        has_more = len(value) > len(expected) and (
            (value[0] == WrittenNumber(Fraction(1)) and _same_sides(value[1:], expected))
            or _same_sides(value[: len(expected)], expected)
        )  # a batch of one image, or channels that nobody asked for
        if len(value) < len(expected) or has_more:
            return replace(WRONG, doubt=MALFORMED)
        return WRONG

    def equals(self, value: Value, reference: Plain) -> bool:
        """Return whether ``value`` has the sides of the shape, perhaps with a 1 beside them."""
        expected = reference if isinstance(reference, tuple) else (reference,)
        return isinstance(value, tuple) and _is_shape(value, expected)

    def plain(self, value: Value) -> Plain:
        """Return the sides as ints, symbolic ones as formulas."""
        return plain_value(value)

    def in_bounds(self, value: Value) -> bool:
        """Return whether every side is a whole number from 1."""
        plain = self.plain(value)
        if not isinstance(plain, tuple) or (self.sides is not None and len(plain) < self.sides):
            return False
        return all(isinstance(side, Expr) or (isinstance(side, int) and side >= 1) for side in plain)

    def reference(self, raw: object) -> Plain:
        """Return the sides that a reference function gave; a number is a shape of one side."""
        sides = list(raw) if isinstance(raw, list | tuple) else [raw]
        if not sides:
            raise ValueError("expected the sides of a shape, got none")
        return tuple([side if type(side) is int else self._reference_side(side) for side in sides])

    def _reference_side(self, side: object) -> int | Fraction | Expr:
        if isinstance(side, Expr):
            return side
        if isinstance(side, str):
            from grader.answers.expressions import parse_expression

            return parse_expression(side, self.symbols)
        number = exact_number(side)
        if number.denominator != 1:
            raise ValueError(f"expected a whole side, got {side!r}")
        return number.numerator

    def show(self, value: Value | Plain) -> str:
        """Return the sides joined by ×."""
        return show_sides(value)

    def to_json(self, value: Value | Plain) -> JsonValue:
        """Return the sides as a list."""
        return to_json(value if isinstance(value, tuple) else (value,))

    def rule(self) -> Message:
        """Return the tolerance in words."""
        return self.tolerance.in_words()


def factors_of(node: Node, *, nested: bool = True) -> tuple[Node, ...]:
    """Return the sides that one tree holds: items of a list, factors of a product written with ×.

    A square such as `14²×32` is two sides. Unless ``nested``, a product in brackets is one calculated side.
    """
    if isinstance(node, Listing):
        return tuple(side for item in node.items for side in factors_of(item))
    if isinstance(node, Power) and node.exponent == Constant(2):
        return (node.base, node.base)
    if isinstance(node, Product):
        last_is_apart = node.marks[-1] in (" ", BESIDE) and isinstance(node.children[-1], Constant)
        marks = node.marks[:-1] if last_is_apart else node.marks
        if all(mark in ("×", "*", "·") for mark in marks):
            if not nested:
                return node.children
            return tuple(side for child in node.children for side in factors_of(child))
    return (node,)


def _is_shape(value: tuple[object, ...], expected: tuple[object, ...]) -> bool:
    return _same_sides(value, expected) or _same_sides(_without_ones(value, len(expected)), expected)


def _same_sides(value: tuple[object, ...], expected: tuple[object, ...]) -> bool:
    return len(value) == len(expected) and all(map(_same_side, value, expected))


def _same_side(side: object, expected: object) -> bool:
    if isinstance(side, WrittenNumber):
        if isinstance(expected, int | Fraction):
            return side.value == expected
        return isinstance(expected, Expr) and same_function(Constant(side.value), expected)
    if not isinstance(side, Expr):
        return False
    if isinstance(expected, int | Fraction):
        return same_function(side, Constant(expected))
    return isinstance(expected, Expr) and same_function(side, expected)


def _without_ones(value: tuple[object, ...], length: int) -> tuple[object, ...]:
    """Return ``value`` without the 1s that a size may carry: 28×24×1, or 1×1×C for a length."""
    one = WrittenNumber(Fraction(1))
    if length == 2 and len(value) == 3 and value[2] == one:
        return value[:2]
    if length == 1 and len(value) == 3 and value[:2] == (one, one):
        return value[2:]
    return value


def _same_values(left: Value, right: Value) -> bool:
    return left == right


def _product(value: Value) -> Fraction | None:
    """Return what the sides come to when they are multiplied, or None where one is a formula."""
    product = Fraction(1)
    for side in value if isinstance(value, tuple) else (value,):
        if not isinstance(side, WrittenNumber):
            return None
        product *= side.value
    return product


def _without_product(
    sides: tuple[WrittenNumber | Expr, ...], node: Node | None
) -> tuple[WrittenNumber | Expr, ...]:
    """Return the sides without what they come to, as in `28×24×8 (5376)`."""
    if not isinstance(node, Product) or node.marks[-1] != BESIDE or len(sides) < 3:
        return sides
    last = sides[-1]
    return sides[:-1] if isinstance(last, WrittenNumber) and _product(sides[:-1]) == last.value else sides


def _length(value: Value) -> int:
    return len(value) if isinstance(value, tuple) else 1


def _no_shape(place: int | None = 0) -> Refusal:
    return Refusal(MALFORMED, place, Message("A shape is asked; write its sides, such as 14×14×32."))
