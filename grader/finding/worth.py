"""Tells what a text is worth as an answer: how much it shows, and whether the question itself gives it."""

from __future__ import annotations

import re
from fractions import Fraction

from grader.answers import Expr, Kind, Value
from grader.answers.values import number_of, significant_digits
from grader.finding.folding import fold
from grader.records import JsonValue
from grader.tolerance import WrittenNumber

FEWEST_DIGITS = 3  # the least that a right answer found on weak evidence must show
FEWEST_SIDES = 3
FEWEST_SYMBOLS = 2
FEWEST_CELLS = 4
SCALARS = frozenset({"integer", "number", "percent"})
NOT_GIVEN = frozenset({"expected", "mistakes", "choices", "rtol", "atol", "rubric", "text", "prompt"})
SIDES = re.compile(r"[0-9۰-۹٠-٩]\)?\s*(?:[×xX*·⋅✕]|\\times|\\cdot|در)\s*\(?[0-9۰-۹٠-٩]")
LONE = re.compile(r"[\s$]*[0-9۰-۹٠-٩][0-9۰-۹٠-٩,٬]*[\s$.]*(?:[A-Za-z\u0620-\u06d3\u200c]+[\s.]*){0,3}")
PRODUCT = re.compile(r"[\s$(\[\\]*[0-9۰-۹٠-٩]+(?:\s*(?:[×xX*✕]|\\times|در)\s*[0-9۰-۹٠-٩]+)+[\s$)\]\\]*")

UNEQUAL = re.compile(
    r"([0-9]{1,5})\s?(?:[×x*✕]|\\times|در)\s?([0-9]{1,5})(?:\s?(?:[×x*✕]|\\times|در)\s?[0-9]{1,5})?"
)


def is_significant(kind: Kind, value: Value) -> bool:
    """Return whether a right answer of this much detail is hardly there by chance."""
    if kind.name == "shape":
        return isinstance(value, tuple) and len(value) >= FEWEST_SIDES
    if kind.name in ("matrix", "vector"):
        rows = value if isinstance(value, tuple) else ()
        cells = sum(len(row) if isinstance(row, tuple) else 1 for row in rows)
        is_grid = len(rows) > 1 and all(isinstance(row, tuple) and len(row) > 1 for row in rows)
        return (cells >= FEWEST_CELLS and (is_grid or kind.name == "vector")) or (
            kind.name == "vector" and cells >= FEWEST_SIDES
        )
    if kind.name == "expression":
        return isinstance(value, Expr) and len(value.symbols) >= FEWEST_SYMBOLS
    if isinstance(value, WrittenNumber):
        return significant_digits(value) >= FEWEST_DIGITS
    return False


def is_count(text: str) -> bool:
    """Return whether a text is a product that was worked out: `28·28·16 = 12544` is a number and no size."""
    left, sign, right = text.rpartition("=")
    return bool(sign) and bool(SIDES.search(left)) and LONE.fullmatch(right) is not None


def is_bare_product(kind: Kind, text: str) -> bool:
    """Return whether a number is asked and a text is only a product, as a size is written: 7×7×32."""
    return kind.name in SCALARS and bool(PRODUCT.fullmatch(re.split("[:=：]", text)[-1].strip(" .،,")))


def has_unequal_sides(kind: Kind, text: str) -> bool:
    """Return whether one side of a square is asked and a text is a size whose sides differ: 9×7."""
    if getattr(kind, "side", None) in (None, False):
        return False
    found = UNEQUAL.fullmatch(fold(re.split("[:=：]", text)[-1]).strip(" .،,$"))
    return found is not None and found[1] != found[2]


def givens_of(params: JsonValue) -> frozenset[str]:
    """Return the numbers, lists and symbols that the question itself gives, each in one spelling."""
    found: set[str] = set()

    def walk(value: JsonValue) -> None:
        if isinstance(value, dict):
            for name, each in value.items():
                if name not in NOT_GIVEN:
                    walk(each)
        elif isinstance(value, list | tuple):
            found.add(spelt(value))
            for each in value:
                walk(each)
        elif isinstance(value, bool) or value is None:
            return
        else:
            found.add(spelt(value))

    walk(params)
    return frozenset(found)


def spelt(value: object) -> str:
    """Return a value in one spelling."""
    if isinstance(value, list | tuple):
        return "[" + ",".join(spelt(each) for each in value) + "]"
    number = number_of(value)
    if number is None and isinstance(value, float):
        number = Fraction(repr(value))
    if number is not None:
        return str(number)
    return re.sub(r"\s+", "", str(value))


def is_given(value: Value, text: str, givens: frozenset[str]) -> bool:
    """Return whether a value is one that the question gives, or a square of one that it gives: F×F."""
    if spelt(value) in givens:
        return True
    square = re.fullmatch(
        r"[\s$(]*([A-Za-z]\w*)\s*(?:×|x|\*|\\times)\s*([A-Za-z]\w*)[\s$)]*",
        fold(text).replace("\\times", "×"),
    )
    return bool(square) and square is not None and square[1] == square[2]
