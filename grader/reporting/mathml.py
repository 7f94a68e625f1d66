"""Sets formulas and matrices as MathML, each with its plain text as the alternative.

Formulas come in the notation of results, ``(M - D*F + D)*(N - D*F + D)``:

    list     → sum (("," | "=") sum)*
    sum      → ["-"] product (("+" | "-") product)*
    product  → sign (("*" | "×" | "/") sign)*
    sign     → "-" sign | power
    power    → atom ["**" sign]
    atom     → number | name | name "(" list ")" | "(" list ")"
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

TOKEN = re.compile(r"\s*(?:([0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)|([^\W\d]\w*)|(\*\*|[-+*/×(),=]))")
LONGEST_FORMULA = 2_000  # characters of a student's answer; a longer one stays as text
DEEPEST_FORMULA = 50  # brackets within brackets
CELLS_KEPT = 1_024  # most are small numbers, which come again and again
NO_FORMULA = "this text is not in the notation of results"

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eta": "η", "theta": "θ",
    "lambda": "λ", "mu": "μ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "omega": "ω",
}  # fmt: skip
OPENING = {"("}
ROOTS = {"sqrt"}
FENCES = {"abs": ("|", "|"), "floor": ("⌊", "⌋"), "ceil": ("⌈", "⌉")}


class Level(IntEnum):
    """How tightly the outermost operation of a piece binds."""

    LIST = 0
    SUM = 1
    PRODUCT = 2
    POWER = 3
    ATOM = 4


class Piece(NamedTuple):
    """A part of a formula already set: its MathML, how tightly it binds, and whether it is a number."""

    mathml: str
    level: Level
    is_number: bool = False

    def bound(self, level: Level) -> str:
        """Return the MathML, in brackets where it binds less tightly than ``level``."""
        return self.mathml if self.level >= level else fenced("(", self.mathml, ")")


def fenced(left: str, inner: str, right: str) -> str:
    """Return ``inner`` between two stretching fences."""
    return f'<mrow><mo form="prefix">{left}</mo>{inner}<mo form="postfix">{right}</mo></mrow>'


def set_name(name: str) -> str:
    """Return a symbol's MathML: what follows an underscore is its index, Greek names are letters."""
    stem, _, index = name.partition("_")
    letter = f"<mi>{escape(GREEK.get(stem, stem))}</mi>"
    if not stem or not index:
        return f"<mi>{escape(GREEK.get(name, name))}</mi>"
    tag = "mn" if index.isdigit() else "mi"
    return f"<msub>{letter}<{tag}>{escape(index)}</{tag}></msub>"


class Setter:
    """Sets one formula, token by token; raises ValueError where the text is not in the notation."""

    def __init__(self, text: str) -> None:
        self.tokens = read_tokens(text)
        self.place = 0
        self.depth = 0

    def next_is(self, *signs: str) -> bool:
        """Whether one of ``signs`` comes next."""
        return self.place < len(self.tokens) and self.tokens[self.place] in signs

    def take(self) -> str:
        """Return the next token and step over it."""
        if self.place >= len(self.tokens):
            raise ValueError(NO_FORMULA)
        self.place += 1
        return self.tokens[self.place - 1]

    def whole(self) -> str:
        """Return the MathML of the whole text."""
        piece = self.listed()
        if self.place != len(self.tokens):
            raise ValueError(NO_FORMULA)
        return piece.mathml

    def listed(self) -> Piece:
        """Set sums apart by commas and equals signs."""
        first = self.sum()
        if not self.next_is(",", "="):
            return first
        row = first.mathml
        while self.next_is(",", "="):
            row += f"<mo>{self.take()}</mo>" + self.sum().mathml
        return Piece(f"<mrow>{row}</mrow>", Level.LIST)

    def sum(self) -> Piece:
        """Set products joined by plus and minus."""
        if self.next_is("-"):
            self.take()
            row = f'<mo form="prefix">−</mo>{self.product().bound(Level.PRODUCT)}'
        else:
            first = self.product()
            if not self.next_is("+", "-"):
                return first
            row = first.bound(Level.SUM)
        while self.next_is("+", "-"):
            sign = "+" if self.take() == "+" else "−"
            row += f"<mo>{sign}</mo>" + self.product().bound(Level.PRODUCT)
        return Piece(f"<mrow>{row}</mrow>", Level.SUM)

    def product(self) -> Piece:
        """Set factors one after the other, and what is divided as a fraction."""
        done = self.sign()
        while self.next_is("*", "×", "/"):
            operator = self.take()
            factor = self.sign()
            if operator == "/":
                done = Piece(f"<mfrac>{done.mathml}{factor.mathml}</mfrac>", Level.PRODUCT)
                continue
            between = "×" if operator == "×" else "⋅" if factor.is_number else "\u2062"
            row = f"{done.bound(Level.PRODUCT)}<mo>{between}</mo>{factor.bound(Level.POWER)}"
            done = Piece(f"<mrow>{row}</mrow>", Level.PRODUCT)
        return done

    def sign(self) -> Piece:
        """Set a power, or what a minus stands before."""
        if not self.next_is("-"):
            return self.power()
        self.take()
        self.descend()
        piece = Piece(f'<mrow><mo form="prefix">−</mo>{self.sign().bound(Level.PRODUCT)}</mrow>', Level.SUM)
        self.depth -= 1
        return piece

    def power(self) -> Piece:
        """Set an atom with its exponent raised."""
        base = self.atom()
        if not self.next_is("**"):
            return base
        self.take()
        self.descend()
        exponent = self.sign()
        self.depth -= 1
        return Piece(f"<msup>{base.bound(Level.ATOM)}{exponent.mathml}</msup>", Level.POWER)

    def atom(self) -> Piece:
        """Set a number, a symbol, a function of something, or a list in brackets."""
        token = self.take()
        if token[0].isdigit():
            return Piece(f"<mn>{token}</mn>", Level.ATOM, is_number=True)
        if token in OPENING:
            return self.bracketed()
        if not (token[0].isalpha() or token[0] == "_"):
            raise ValueError(NO_FORMULA)
        if not self.next_is("("):
            return Piece(set_name(token), Level.ATOM)
        self.take()
        inner = self.bracketed().mathml
        if token in ROOTS:
            return Piece(f"<msqrt>{inner}</msqrt>", Level.ATOM)
        if token in FENCES:
            left, right = FENCES[token]
            return Piece(fenced(left, inner, right), Level.ATOM)
        name = f"<mi>{escape(token)}</mi><mo>\u2061</mo>"
        return Piece(f"<mrow>{name}{fenced('(', inner, ')')}</mrow>", Level.ATOM)

    def bracketed(self) -> Piece:
        """Set what stands up to the closing bracket; brackets come back where they are needed."""
        self.descend()
        piece = self.listed()
        if self.take() != ")":
            raise ValueError(NO_FORMULA)
        self.depth -= 1
        return piece

    def descend(self) -> None:
        """Count one level of nesting, up to the deepest that is set."""
        self.depth += 1
        if self.depth > DEEPEST_FORMULA:
            raise ValueError(NO_FORMULA)


def read_tokens(text: str) -> list[str]:
    """Return the tokens of a formula; ValueError where a character belongs to none."""
    text = text.strip()
    if not text or len(text) > LONGEST_FORMULA:
        raise ValueError(NO_FORMULA)
    tokens = []
    place = 0
    while place < len(text):
        found = TOKEN.match(text, place)
        if found is None:
            raise ValueError(NO_FORMULA)
        tokens.append(found[found.lastindex or 0])
        place = found.end()
    return tokens


def math(inner: str, alternative: str) -> Markup:
    """Return a ``math`` element that reads from left to right and carries its plain text."""
    label = escape(alternative)
    return Markup(f'<math dir="ltr" alttext="{label}" aria-label="{label}">{inner}</math>')  # noqa: S704 - set above, every text escaped


def formula(text: str) -> Markup | None:
    """Return a formula as MathML, or None where the text is not in the notation of results."""
    try:
        return math(Setter(text).whole(), text.strip())
    except ValueError:
        return None


@lru_cache(maxsize=CELLS_KEPT)
def set_cell(cell: str) -> str:
    """Return a matrix cell's MathML: a formula where it is one, else its text."""
    try:
        return Setter(cell).whole()
    except ValueError:
        return f"<mtext>{escape(cell)}</mtext>"


def matrix(rows: Sequence[Sequence[str]], alternative: str) -> Markup:
    """Return a matrix as MathML; the style draws its brackets, for few fonts stretch them."""
    table = "".join(
        "<mtr>" + "".join(f"<mtd>{set_cell(cell)}</mtd>" for cell in row) + "</mtr>" for row in rows
    )
    return math(f'<mtable class="matrix">{table}</mtable>', alternative)
