"""The kind of a formula: equal to the reference as a function of its symbols."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from grader.answers.arithmetic import substitute
from grader.answers.equality import is_nothing, is_same_function, same_function
from grader.answers.expr import Call, Constant, Expr, Operand, Power, Product, Quotient, Symbol, as_expr
from grader.answers.figures import (
    Final,
    Interpreted,
    exact_number,
    final_value,
    is_side_sign,
    json_number,
    nothing_found,
    read_text,
)
from grader.answers.lexer import Notation, too_long
from grader.answers.names import cut_name, plain_name
from grader.answers.numerals import not_finite
from grader.answers.pairs import bare_factors, named_pair
from grader.answers.parser import BESIDE, MOST_NODES, Listing, Node
from grader.answers.reading import (
    ANOTHER_LETTER_CASE,
    NO_SCOPE,
    RIGHT,
    WRONG,
    Cells,
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
from grader.answers.refusal import MALFORMED, TOO_LONG, Refusal
from grader.answers.sentences import Sentence, Side, Statement, contradictory, unknown_word
from grader.answers.values import plain_value
from grader.records import JsonValue
from grader.tolerance import Tolerance, WrittenNumber
from grader.translation import Message

MOST_DEFINITIONS = 8  # rounds in which what is defined later is put into what stands before
HALF = Comparison(Fraction(1, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A formula in ``symbols``.

    ``pair`` holds the formulas of a height and a width whose product is asked: the product is right in either
    order, a pair in that order, and one of them alone is half. With ``side`` one side of a map is asked, and
    `n×n×C` means n. Unless it ``takes_maximum``, a maximum is right only of 0 and something, as in a ReLU.
    ``alike`` are formulas that are right wherever one of them is, though they are different functions.
    """

    symbols: tuple[str, ...]
    pair: tuple[Operand | str, Operand | str] | None = None
    side: bool = False
    takes_maximum: bool = True
    alike: tuple[str, ...] = ()
    tolerance: Tolerance = Tolerance.exact

    @property
    def name(self) -> str:
        """The kind's name in records."""
        return "expression"

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
            return Reading(text, (Constant(number.value),))
        if isinstance(submitted, list) and len(submitted) == 2 and self.pair is not None:
            return self._read_pair(submitted[0], submitted[1], text)
        if isinstance(submitted, list) and len(submitted) == 1:
            return self.read(submitted[0], scope) if not isinstance(submitted[0], list) else _no_formula(text)
        if not isinstance(submitted, str):
            return _no_formula(text)
        if self.pair is not None:
            named = named_pair(submitted[:2001])
            if named is not None:
                return self._read_pair(*named, text)
            factors = bare_factors(submitted[:2001])
            if factors is not None:
                return self._with_both(self._read_text(submitted), *factors, Expr.__mul__)
        if submitted[:2001].count(":") == 1 and "=" not in submitted:  # a label, or H·W : K²
            before, _, behind = submitted.partition(":")
            return self._with_both(self._read_text(submitted), before, behind, Expr.__truediv__)
        return self._read_text(submitted)

    def _with_both(
        self, reading: Reading, first: str, second: str, joined: Callable[[Expr, Expr], Expr]
    ) -> Reading:
        """Return ``reading`` with two formulas joined, where both are read, as another sensible reading."""
        sides = [
            value
            for side in (first, second)
            for value in Expression(symbols=self.symbols).read(side).values[:1]
            if isinstance(value, Expr)
        ]
        if len(sides) < 2 or sides[1] == Constant(0):
            return reading
        values = distinct((*reading.values, joined(sides[0], sides[1])))
        return replace(reading, values=values, reason=None, message=None)

    @lru_cache(maxsize=512)  # noqa: B019 - kinds live as long as their problem; a class writes few formulas
    def _read_text(self, text: str) -> Reading:
        names = (*self.symbols, *_defined_names(text, self.symbols))
        return read_text(text, Notation(names, commas_group=False, spaces_group=False), self._interpret)

    def _read_pair(self, height: JsonValue, width: JsonValue, text: str) -> Reading:
        readings = [
            Expression(symbols=self.symbols).read(side) if not isinstance(side, list) else _no_formula(text)
            for side in (height, width)
        ]
        for reading in readings:
            if reading.reason is not None:
                return Reading(text, reason=reading.reason, message=reading.message)
        first, second = (reading.values for reading in readings)
        pairs = [
            (one, other)
            for one in first
            for other in second
            if isinstance(one, Expr) and isinstance(other, Expr)
        ]
        return Reading(text, distinct(pairs), certainty=readings[0].certainty)

    def _interpret(self, sentence: Sentence) -> Interpreted:
        if not sentence.alternatives:
            raise nothing_found()
        finals = [self._final(statements) for statements in sentence.alternatives]
        value, earlier, folded, _ = finals[0]
        if not self.takes_maximum:  # `max(a, b) = …` names what is asked
            earlier = tuple(side for side in earlier if not _has_bare(side, "max"))
        if any(not _same(other.value, value) for other in finals[1:]):
            raise contradictory(sentence.alternatives[1][0][0].start)
        values = (*self._sides(value), value) if self.side else (value,)
        return Interpreted(values, earlier, folded, (ANOTHER_LETTER_CASE,) if folded else ())

    def _final(self, statements: list[Statement]) -> Final:
        """Return the formula that counts, with what the other statements define put in."""
        definitions: dict[str, Expr] = {}
        for _ in statements[:MOST_DEFINITIONS]:
            for statement in statements:
                self._define(statement, definitions)
        sides = (side for statement in statements for side in (statement[1:] or statement))
        used = {name for side in sides for name in _names(side.node)}
        counting = [statement for statement in statements if _label(statement) not in used] or statements
        return final_value(counting, lambda side: self._formula(side, definitions), _same)

    def _define(self, statement: Statement, definitions: dict[str, Expr]) -> None:
        label = _label(statement)
        if not label or label in definitions or label in map(plain_name, self.symbols):
            return
        try:
            formula = self._formula(statement[-1], definitions)
        except Refusal:
            return
        if isinstance(formula, Expr):
            definitions[label] = formula

    def _formula(self, side: Side, definitions: Mapping[str, Expr]) -> Value:
        node = side.node
        if node is None:
            raise side.refusal or nothing_found()
        items = node.items if isinstance(node, Listing) else (node,)
        formulas = tuple(_defined(item, definitions, side) for item in items if isinstance(item, Expr))
        if len(formulas) != len(items) or len(items) > (1 if self.pair is None else 2):
            raise Refusal(MALFORMED, side.start, Message("One formula is asked, but a list stands here."))
        unknown = sorted(name for formula in formulas for name in formula.symbols - frozenset(self.symbols))
        if unknown:
            raise unknown_word(unknown[0], side.place_of(unknown[0]))
        if any(map(_divides_by_nothing, formulas)):
            raise not_finite(side.start)
        return formulas[0] if len(formulas) == 1 else formulas

    @staticmethod
    def _sides(value: Value) -> tuple[Value, ...]:
        """Return the side that `n×n` and `n×n×C` mean."""
        if isinstance(value, Power) and value.exponent == Constant(2):
            return (value.base,)
        sides = _factors(value) if isinstance(value, Product) else ()
        if 2 <= len(sides) <= 3 and same_function(sides[0], sides[1]):
            return (sides[0],)
        return ()

    def compare(self, value: Value, reference: Plain) -> Comparison:
        """Return whether ``value`` is the same function as the reference."""
        if self.pair is not None and isinstance(reference, tuple):
            return self._compare_to_pair(value, reference)
        if isinstance(value, tuple) and self.pair is not None:
            return self._compare_pair(value, reference, tuple(self._parsed(side) for side in self.pair))
        if not self.takes_maximum and _has_bare(value, "max"):
            return WRONG
        if not self.takes_maximum and _has_bare(value, "min"):
            return replace(
                WRONG, doubt=MALFORMED
            )  # a maximum in disguise, and yet not the one that is ruled out
        expected = self._expected(reference)
        if not isinstance(value, Expr) or expected is None:
            return WRONG
        verdict = is_same_function(value, expected, self.symbols)
        if verdict or self._are_alike(value, expected):
            return RIGHT
        if verdict is None:
            return replace(WRONG, doubt=TOO_LONG)
        if self.pair is not None and any(_same(value, self._parsed(side)) for side in self.pair):
            return HALF
        return replace(WRONG, doubt=MALFORMED) if expected.symbols and not value.symbols else WRONG

    def equals(self, value: Value, reference: Plain) -> bool:
        """Return whether ``value`` is the reference's function."""
        return self.compare(value, reference).credit == 1

    def _are_alike(self, value: Expr, expected: Expr) -> bool:
        """Return whether both are among the formulas that are right wherever one is."""
        ways = [self._parsed(way) for way in self.alike]
        return any(_same(way, expected) for way in ways) and any(_same(way, value) for way in ways)

    def _compare_pair(self, value: Cells, reference: Plain, sides: tuple[Expr, ...]) -> Comparison:
        """Return whether a pair is the right one, or where the reference is a mistake's, has its product."""
        expected = self._expected(reference)
        if expected is None or _same(expected, sides[0] * sides[1]):
            return self._compare_to_pair(value, sides)
        factors = [side for side in value if isinstance(side, Expr)]
        is_product = len(factors) == 2 and _same(factors[0] * factors[1], expected)
        return RIGHT if is_product else WRONG

    def _compare_to_pair(self, value: Value, sides: tuple[object, ...]) -> Comparison:
        """Return whether ``value`` is these two formulas of a mistake in this order, or their product.

        A product does not tell its factors' order, so the right one is never taken for two sides swapped.
        """
        height, width = (as_expr(side) for side in sides if isinstance(side, Expr | int | Fraction))
        if isinstance(value, tuple):
            return RIGHT if len(value) == 2 and _same(value[0], height) and _same(value[1], width) else WRONG
        return RIGHT if _same(value, height * width) and not self._is_swapped(height, width) else WRONG

    def _is_swapped(self, height: Expr, width: Expr) -> bool:
        return self.pair is not None and (
            _same(height, self._parsed(self.pair[1])) and _same(width, self._parsed(self.pair[0]))
        )

    def _parsed(self, formula: Operand | str) -> Expr:
        return parse_expression(formula, self.symbols) if isinstance(formula, str) else as_expr(formula)

    def _expected(self, reference: Plain) -> Expr | None:
        if isinstance(reference, Expr | int | Fraction | str):
            return self._parsed(reference)
        return None

    def plain(self, value: Value) -> Plain:
        """Return the formula."""
        return Constant(value.value) if isinstance(value, WrittenNumber) else plain_value(value)

    def in_bounds(self, value: Value) -> bool:
        """Return whether a formula was read."""
        return isinstance(value, Expr | tuple)

    def reference(self, raw: object) -> Plain:
        """Return the formula that a reference function gave; raises ValueError for another symbol."""
        if isinstance(raw, list | tuple) and self.pair is not None:
            return tuple(self._reference_formula(side) for side in raw)
        return self._reference_formula(raw)

    def _reference_formula(self, raw: object) -> Expr:
        if isinstance(raw, str):
            formula = parse_expression(raw, self.symbols)
        else:
            formula = raw if isinstance(raw, Expr) else Constant(exact_number(raw))
        unknown = formula.symbols - frozenset(self.symbols)
        if unknown:
            raise ValueError(f"the formula {formula} holds {sorted(unknown)[0]!r}, which is not declared")
        return formula

    def show(self, value: Value | Plain) -> str:
        """Return the formula as plain text."""
        return " × ".join(f"({side})" for side in value) if isinstance(value, tuple) else _text(value)

    def to_json(self, value: Value | Plain) -> JsonValue:
        """Return the formula as text, a pair as a list."""
        return [_text(side) for side in value] if isinstance(value, tuple) else _text(value)

    def rule(self) -> Message:
        """Return the rule in words."""
        return Message("equal for all values of the symbols")


def _defined_names(text: str, symbols: tuple[str, ...]) -> list[str]:
    """Return the short names that an answer of several equations defines itself, as k in `k = F-1; R = 1+kD`."""
    if text.count("=") < 2 and "where" not in text:
        return []
    found = re.findall(r"(?:^|[;,،\n]|\bwhere)[ \t]*([A-Za-z](?:_?[0-9]{1,2})?)[ \t]*=", text[:2000])
    return [name for name in dict.fromkeys(found) if cut_name(name, symbols) is None]


def _factors(product: Product) -> list[Expr]:
    """Return what stands between the signs of a product; without any, or with spaces only, its factors."""
    if not any(map(is_side_sign, product.marks)):
        return list(product.children) if set(product.marks) <= {"", BESIDE} else []
    factors = [product.children[0]]
    for mark, child in zip(product.marks, product.children[1:], strict=True):
        if is_side_sign(mark):
            factors.append(child)
        else:
            factors[-1] *= child
    return factors


def _label(statement: Statement) -> str:
    """Return the one name before the first equality sign, with its subscript plain, or an empty text."""
    first = statement[0]
    return plain_name(first.text) if len(statement) > 1 and len(first.tokens) == 1 and first.is_label else ""


def _names(node: Node | None) -> set[str]:
    items = node.items if isinstance(node, Listing) else (node,)
    return {plain_name(name) for item in items if isinstance(item, Expr) for name in item.symbols}


def _defined(formula: Expr, definitions: Mapping[str, Expr], side: Side) -> Expr:
    """Return ``formula`` with the names that the answer itself defines put in; raises Refusal if it grows."""
    known = {
        name: definitions[plain_name(name)] for name in formula.symbols if plain_name(name) in definitions
    }
    if not known:
        return formula
    sizes = {name: sum(1 for _ in definition.walk()) for name, definition in known.items()}
    grown = sum(sizes.get(node.name, 1) if isinstance(node, Symbol) else 1 for node in formula.walk())
    if grown > MOST_NODES:
        raise too_long(side.start)
    return substitute(formula, known)


def _divides_by_nothing(formula: Expr) -> bool:
    """Return whether a division by 0 stands in ``formula``, whatever its symbols are."""
    return any(isinstance(node, Quotient) and is_nothing(node.bottom) for node in formula.walk())


def _has_bare(value: Value, function: str) -> bool:
    """Return whether a maximum or minimum of other numbers than 0 and one more stands in a formula."""
    nodes = value.walk() if isinstance(value, Expr) else iter(())
    return any(
        isinstance(node, Call) and node.function == function and Constant(0) not in node.children
        for node in nodes
    )


def _text(value: object) -> str:
    return str(value.value) if isinstance(value, WrittenNumber) else str(value)


def _same(left: object, right: object) -> bool:
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(map(_same, left, right))
    return isinstance(left, Expr) and isinstance(right, Expr) and same_function(left, right)


def _no_formula(text: str) -> Reading:
    return refused(
        text, Refusal(MALFORMED, 0, Message("One formula is asked; write it alone, such as M - F + 1."))
    )


def parse_expression(text: str, symbols: Sequence[str] = ()) -> Expr:
    """Return the formula that ``text`` spells in the declared ``symbols``.

    Raises ValueError with a sentence if it cannot be read.
    """
    return _parsed(text, tuple(symbols))


@lru_cache(maxsize=2048)
def _parsed(text: str, symbols: tuple[str, ...]) -> Expr:
    reading = Expression(symbols=symbols).read(text)
    formula = reading.values[0] if reading.values else None
    if not isinstance(formula, Expr):
        raise ValueError(f"cannot read {text!r} as a formula in {', '.join(symbols) or 'no symbols'}")
    return formula
