r"""Turns the tokens of one side of an equation into a tree.

    list     = sum { ("," | ";") sum }
    sum      = [sign] product { ("+" | "-") product }
    product  = operand { ("*" | "×" | "·" | "/" | "÷" | nothing) operand }
    operand  = [sign] atom { "!" | "%" | scale word } [ "^" ( operand | "+" ) ]
    atom     = numeral | symbol | word | "(" list ")" | "[" list "]" | "{" list "}" | "|" sum "|"
             | "⌊" sum "⌋" | "⌈" sum "⌉" | function ( "(" list ")" | operand ) | "\frac" atom atom

A product written without a sign binds as `*` does; where a `/` stands before it, both readings are kept by
the caller through ``tight``.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

from grader.answers import lexer, vocabulary
from grader.answers.expr import (
    FUNCTIONS,
    Call,
    Constant,
    Expr,
    Negation,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
)
from grader.answers.lexer import FUNCTION, NUMBER, SCALE, SYMBOL, WORD, Notation, Token
from grader.answers.numerals import read_numeral
from grader.answers.refusal import MALFORMED, Refusal
from grader.translation import Message

DEEPEST = 50
MOST_NODES = 500

CLOSING = {"(": ")", "[": "]", "{": "}", "⌊": "⌋", "⌈": "⌉", "|": "|"}
BESIDE = "("  # the mark of a product whose last factor stands in brackets behind a space
TIMES = {"*": "*", "×": "×", "·": "·"}
DIVIDES = ("/", "÷", "//")
ENDS_OPERAND = frozenset({"+", "-", ")", "}", "]", ",", ";", *TIMES, *DIVIDES})
STARTS_OPERAND = frozenset({SYMBOL, WORD, FUNCTION, "(", "{", "⌊", "⌈", "frac", "vulgar", "?"})
ARGUMENTS = {"max": (1, 20), "min": (1, 20)}


class Listing:
    """Two or more items parted by commas; ``bracket`` is the bracket round them, or an empty text."""

    __slots__ = ("bracket", "items")

    def __init__(self, items: tuple[Node, ...], bracket: str) -> None:
        self.items = items
        self.bracket = bracket


Node: TypeAlias = Expr | Listing


class Parser:
    """Reads one run of tokens from left to right."""

    def __init__(self, tokens: list[Token], notation: Notation, *, tight: bool = False) -> None:
        self.tokens = tokens
        self.notation = notation
        self.tight = tight
        self.at = 0
        self.depth = 0
        self.nodes = 0
        self.bars = 0

    def parse(self) -> Node:
        """Return the tree of all the tokens; raises Refusal at the first that does not fit."""
        node = self._list("")
        if self.at < len(self.tokens):
            raise self._unexpected()
        return node

    def _peek(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def _list(self, bracket: str) -> Node:
        items = [self._sum()]
        while self._peek() in (",", ";"):
            self.at += 1
            if self._peek() in ("", CLOSING.get(bracket, "")):
                break  # a trailing comma, as Python writes (14,)
            items.append(self._sum())
        return items[0] if len(items) == 1 else Listing(tuple(items), bracket)

    def _deeper(self, read: Callable[[], Node]) -> Node:
        """Return what ``read`` reads one level further down; raises Refusal below the deepest."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise lexer.too_long(self._place())
        node = read()
        self.depth -= 1
        return node

    def _sum(self) -> Node:
        first = self._product()
        if self._peek() not in ("+", "-"):
            return first
        terms = [self._scalar(first)]
        while self._peek() in ("+", "-"):
            sign = self._peek()
            self.at += 1
            if sign == "-" and isinstance(first, Constant) and len(terms) == 1 and self._is_last_and_joined():
                return self._count(Negation(first))  # 70-, as a line from right to left leaves it
            term = self._scalar(self._product())
            terms.append(self._count(Negation(term)) if sign == "-" else term)
        return self._count(Sum(tuple(terms)))

    def _is_last_and_joined(self) -> bool:
        """Return whether the sign just read ends the side and touches what stands before it."""
        return self.at == len(self.tokens) and self.tokens[-1].start == self.tokens[-2].end

    def _product(self) -> Node:
        node = self._operand()
        marks: list[str] = []
        factors = [node]
        while True:
            kind = self._peek()
            if kind in TIMES:
                self.at += 1
                marks.append(kind)
                factors.append(self._operand())
            elif kind in DIVIDES:
                self.at += 1
                top = self._scalar(self._joined(factors, marks))
                quotient = self._count(Quotient(top, self._scalar(self._divisor())))
                factors, marks = [self._count(Call("floor", (quotient,))) if kind == "//" else quotient], []
            elif self._starts_operand():
                marks.append(self._silent_mark())
                factors.append(self._operand())
            else:
                return self._joined(factors, marks)

    def _silent_mark(self) -> str:
        token = self.tokens[self.at]
        if not token.spaced:
            return ""
        return BESIDE if token.kind == "(" else " "

    def _divisor(self) -> Node:
        node = self._operand()
        factors = [node]
        while self.tight and self._starts_operand():
            factors.append(self._operand())
        return self._joined(factors, [""] * (len(factors) - 1))

    def _joined(self, factors: list[Node], marks: list[str]) -> Node:
        if len(factors) == 1:
            return factors[0]
        return self._count(Product(tuple(self._scalar(factor) for factor in factors), tuple(marks)))

    def _starts_operand(self) -> bool:
        kind = self._peek()
        if kind == "|":
            return self.bars == 0
        return kind in STARTS_OPERAND

    def _operand(self) -> Node:
        kind = self._peek()
        if kind in ("+", "-"):
            self.at += 1
            operand = self._deeper(self._operand)
            return operand if kind == "+" else self._count(Negation(self._scalar(operand)))
        node = self._with_postfix(self._deeper(self._atom))
        if self._peek() != "^":
            return node
        self.at += 1
        if self._is_positive_part():
            return self._with_postfix(self._count(Call("relu", (self._scalar(node),))))
        exponent = self._scalar(self._deeper(self._operand))
        return self._with_postfix(self._count(Power(self._scalar(node), exponent)))

    def _is_positive_part(self) -> bool:
        """Return whether a plus alone is raised, as in `(a-b)^+ + b`, and step behind it."""
        kinds = [token.kind for token in self.tokens[self.at : self.at + 3]]
        in_brackets = kinds in (["{", "+", "}"], ["(", "+", ")"])
        is_alone = kinds[:1] == ["+"] and (len(kinds) == 1 or kinds[1] in ENDS_OPERAND)
        self.at += 3 if in_brackets else int(is_alone)
        return in_brackets or is_alone

    def _with_postfix(self, node: Node) -> Node:
        while True:
            kind = self._peek()
            if kind == "!":
                node = self._count(Call("factorial", (self._scalar(node),)))
            elif kind == "%":
                node = self._percent(self._scalar(node))
            elif kind == SCALE:
                node = self._scaled(self._scalar(node), vocabulary.scale_of(self.tokens[self.at].text))
                node = self._with_smaller_scale(node)
            else:
                return node
            self.at += 1

    def _percent(self, node: Expr) -> Expr:
        if not self.notation.percent_divides:
            return node
        if isinstance(node, Constant) and node.written is not None:
            return Constant(node.value / 100, _shifted(node.written, -2))
        return self._count(Quotient(node, Constant(100)))

    def _scaled(self, node: Expr, power: int) -> Expr:
        if isinstance(node, Constant) and node.written is not None:
            return Constant(node.value * 10**power, _shifted(node.written, power))
        return self._count(Product((node, Constant(10**power)), ("",)))

    def _with_smaller_scale(self, node: Expr) -> Expr:
        """Return `12 million` together with `400 thousand` and `64` behind it."""
        while True:
            larger, *rest = self.tokens[self.at : self.at + 3]
            smaller = rest[0].node if rest and rest[0].kind == NUMBER else None
            if not isinstance(node, Constant) or not isinstance(smaller, Constant):
                return node
            scale, is_scaled = vocabulary.scale_of(larger.text), len(rest) > 1 and rest[1].kind == SCALE
            power = vocabulary.scale_of(rest[1].text) if is_scaled else 0
            if power >= scale or smaller.value * 10**power >= 10**scale or len(larger.text) == 1:
                return node
            if not is_scaled and (smaller.value.denominator != 1 or len(rest) > 1):
                return node
            self.at += 2 if is_scaled else 1
            node = self._sum_of_scales(node.value + smaller.value * 10**power, power)
            if not is_scaled:
                return node

    def _sum_of_scales(self, total: Fraction, power: int) -> Constant:
        """Return a sum of scaled numbers, with its digits down to the last scale that was named."""
        units = total / 10**power
        if units.denominator != 1:
            return Constant(total)
        digits = str(units.numerator)
        if not power:
            return Constant(total, digits)
        kept = digits.rstrip("0")
        return Constant(total, f"{kept}e{power + len(digits) - len(kept)}")

    def _atom(self) -> Node:
        if self.at >= len(self.tokens):
            raise self._unexpected()
        token = self.tokens[self.at]
        self.at += 1
        kind = token.kind
        if kind == NUMBER:
            return self._count(self._mixed_number(token))
        if kind == SYMBOL:
            return self._count(token.node or Symbol(token.text))
        if kind in (WORD, "?"):
            return self._count(Symbol(token.text))
        if kind == "vulgar":
            return self._count(token.node or Constant(0))
        if kind in CLOSING:
            return self._bracketed(kind)
        if kind == FUNCTION:
            return self._call(token.text)
        if kind == "frac":
            return self._fraction()
        if kind == "%":
            return self._percent(self._scalar(self._operand()))
        self.at -= 1
        raise self._unexpected()

    def _mixed_number(self, token: Token) -> Expr:
        r"""Return the numeral with the fraction that follows it, as in `1½`, `1 1/2` and `1\frac12`."""
        whole = token.node
        if not isinstance(whole, Constant):
            raise self._unexpected()
        rest = self.tokens[self.at : self.at + 3]
        if rest and rest[0].kind == "vulgar" and isinstance(rest[0].node, Constant):
            self.at += 1
            return Constant(whole.value + rest[0].node.value)
        if not self.notation.mixed or not rest or whole.value.denominator != 1:
            return whole
        if rest[0].kind == "frac":
            return self._mixed_with_frac(whole)
        if [piece.kind for piece in rest] == [NUMBER, "/", NUMBER] and rest[0].spaced:
            top, bottom = rest[0].node, rest[2].node
            if isinstance(top, Constant) and isinstance(bottom, Constant) and 0 < top.value < bottom.value:
                self.at += 3
                return Constant(whole.value + top.value / bottom.value)
        return whole

    def _mixed_with_frac(self, whole: Constant) -> Expr:
        start = self.at
        self.at += 1
        fraction = self._fraction()
        if isinstance(fraction, Quotient):
            top, bottom = fraction.top, fraction.bottom
            if isinstance(top, Constant) and isinstance(bottom, Constant) and 0 < top.value < bottom.value:
                return Constant(whole.value + top.value / bottom.value)
        self.at = start
        return whole

    def _bracketed(self, opening: str) -> Node:
        closing = CLOSING[opening]
        self.bars += opening == "|"
        inside_bars, self.bars = self.bars, self.bars if opening == "|" else 0
        if self._peek() == closing and opening != "|":
            raise self._unexpected()
        node = self._list(opening)
        if self._peek() != closing:
            raise self._missing(closing)
        self.at += 1
        self.bars = inside_bars - (opening == "|")
        if opening == "⌊" or (opening == "[" and self.notation.brackets_floor and isinstance(node, Expr)):
            return self._count(Call("floor", (self._scalar(node),)))
        if opening == "⌈":
            return self._count(Call("ceil", (self._scalar(node),)))
        if opening == "|":
            return self._count(Call("abs", (self._scalar(node),)))
        return node

    def _call(self, function: str) -> Expr:
        if function == "sqrt" and self._peek() == "[":
            self.at += 1
            index = self._scalar(self._list("["))
            if self._peek() != "]":
                raise self._missing("]")
            self.at += 1
            radicand = self._scalar(self._operand())
            return self._count(Power(radicand, Quotient(Constant(1), index)))
        if self._peek() in ("(", "{", "["):
            opening = self._peek()
            self.at += 1
            argument = self._bracketed(opening)
        else:
            argument = self._operand()
        items = argument.items if isinstance(argument, Listing) else (argument,)
        fewest, most = ARGUMENTS.get(function, (1, 1))
        if not fewest <= len(items) <= most or function not in FUNCTIONS:
            raise self._unexpected(self.at - 1)
        return self._count(Call(function, tuple(self._scalar(item) for item in items)))

    def _fraction(self) -> Expr:
        top = self._short_argument()
        return self._count(Quotient(top, self._short_argument()))

    def _short_argument(self) -> Expr:
        r"""Return what `\frac` takes next: a group, one symbol, or one digit as in `\frac12`."""
        if self._peek() == NUMBER:
            token = self.tokens[self.at]
            if len(token.text) > 1 and token.text.isdigit():
                rest = token.text[1:]
                self.tokens[self.at] = token._replace(
                    text=rest, start=token.start + 1, node=read_numeral(rest, 0)
                )
                return read_numeral(token.text[0], 0)
        return self._scalar(self._deeper(self._atom))

    def _scalar(self, node: Node) -> Expr:
        if isinstance(node, Listing):
            raise Refusal(
                MALFORMED,
                self._place(self.at - 1),
                Message("A list cannot be calculated with; write one value."),
            )
        return node

    def _count(self, node: Expr) -> Expr:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise lexer.too_long(self._place())
        return node

    def _place(self, at: int | None = None) -> int:
        at = self.at if at is None else at
        if 0 <= at < len(self.tokens):
            return self.tokens[at].start
        return self.tokens[-1].end if self.tokens else 0

    def _missing(self, closing: str) -> Refusal:
        return Refusal(
            MALFORMED, self._place(), Message("A closing {bracket} is missing here.", {"bracket": closing})
        )

    def _unexpected(self, at: int | None = None) -> Refusal:
        at = self.at if at is None else at
        if at >= len(self.tokens):
            return Refusal(
                MALFORMED, self._place(at), Message("Something is missing at the end; write all of it.")
            )
        return Refusal(
            MALFORMED,
            self._place(at),
            Message(
                "{sign} does not fit here.", {"sign": self.tokens[at].text.strip() or self.tokens[at].kind}
            ),
        )


def _shifted(written: str, power: int) -> str:
    mantissa, _, exponent = written.partition("e")
    return f"{mantissa}e{int(exponent or 0) + power}"
