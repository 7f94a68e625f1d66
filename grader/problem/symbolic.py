"""Parameters that may hold symbols: a count such as "w-1", or a matrix such as [["w00", "w01"]].

What depends on them is a number where they hold numbers, and a formula in their symbols where they do not.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TypeAlias, cast

from grader.answers import (
    Constant,
    Expr,
    Expression,
    Integer,
    Number,
    evaluate,
    parse_expression,
    same_function,
)
from grader.problem.decoding import (
    LARGEST_MATRIX_CELLS,
    Path,
    decode_number,
    decode_rows,
    decode_whole,
    refusal,
)
from grader.problem.given import Parameters, has
from grader.problem.parameters import REQUIRED, Parameter, Required, as_numeral, show_number
from grader.records import JsonValue
from grader.translation import Message, Numeral

Quantity: TypeAlias = int | Expr
SymbolicNumber: TypeAlias = Fraction | Expr
SymbolicMatrix: TypeAlias = tuple[tuple[SymbolicNumber, ...], ...]

LONGEST_FORMULA = 200
DERIVATIVE = re.compile(
    r"([A-Za-z][A-Za-z0-9_]{0,39})['’′]+(?:\([A-Za-z][A-Za-z0-9_]{0,39}\))?"
)  # F1'(x), as one symbol
WITH_EXPONENT = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?[eE][+-]?[0-9]+")  # 1e-3 holds no symbol e
LONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
NAME = re.compile(r"[A-Za-z][0-9]*(?:_[A-Za-z0-9]+)*")  # k, w00, H_2; in DF two letters are multiplied


def quantity(
    about: str, *, default: int | str | Required = REQUIRED, at_least: int = 1, required: bool = False
) -> Quantity:
    """Declare a whole number, a symbol such as "k", or a formula in symbols such as "w-1".

    One that is ``required`` is refused where it is missing.
    """
    return cast(int, Parameter(
        about=about,
        expects=Message(
            'a whole number of at least {least}, or text in symbols such as "w-1"', {"least": Numeral(at_least)}
        ),
        decode=lambda raw, path: decode_quantity(raw, path, at_least),
        show=lambda value: show_cell(cast(Quantity, value)),
        default=default,
        needed=required,
    ))  # fmt: skip


def quantities(
    about: str,
    count: int,
    *,
    default: tuple[int | str, ...] | Required = REQUIRED,
    at_least: int = 1,
    as_size: bool = False,
) -> tuple[Quantity, ...]:
    """Declare a list of ``count`` whole numbers, symbols or formulas in symbols.

    ``as_size`` shows them as the sides of a map: H × W.
    """

    def decode(raw: JsonValue, path: Path) -> tuple[Quantity, ...]:
        if not isinstance(raw, list) or len(raw) != count:
            raise refusal(raw, path, f"a list of {count} whole numbers or symbols")
        return tuple(decode_quantity(each, (*path, index), at_least) for index, each in enumerate(raw))

    return cast("tuple[Quantity, ...]", Parameter(
        about=about,
        expects=Message(
            'a list of {count} whole numbers of at least {least}, or of texts in symbols such as "w-1"',
            {"count": Numeral(count), "least": Numeral(at_least)},
        ),
        decode=decode,
        show=lambda value: (
            (" × " if as_size else ", ").join(map(show_cell, cast("tuple[Quantity, ...]", value)))
        ),
        default=list(default) if isinstance(default, tuple) else default,
    ))  # fmt: skip


def symbolic_number(about: str) -> SymbolicNumber:
    """Declare a number of any sign, exact, a symbol such as "a", or a formula in symbols."""
    return cast(Fraction, Parameter(
        about=about,
        expects=Message('a number, or text such as "1/9" or "w-1"'),
        decode=decode_cell,
        show=lambda value: show_cell(cast(SymbolicNumber, value)),
    ))  # fmt: skip


def symbolic_numbers(about: str) -> tuple[SymbolicNumber, ...]:
    """Declare a list of numbers, symbols or formulas in symbols, at least one."""

    def decode(raw: JsonValue, path: Path) -> tuple[SymbolicNumber, ...]:
        if not isinstance(raw, list) or not 1 <= len(raw) <= LARGEST_MATRIX_CELLS:
            raise refusal(raw, path, f"a list of 1 to {LARGEST_MATRIX_CELLS} numbers or symbols")
        return tuple(decode_cell(each, (*path, index)) for index, each in enumerate(raw))

    return cast("tuple[SymbolicNumber, ...]", Parameter(
        about=about,
        expects=Message('a list of numbers or symbols, such as ["a", "1/2"]'),
        decode=decode,
        show=lambda value: ", ".join(map(show_cell, cast("tuple[SymbolicNumber, ...]", value))),
    ))  # fmt: skip


def symbolic_matrix(about: str) -> SymbolicMatrix:
    """Declare a matrix of numbers and of formulas in symbols, as a list of rows."""
    return cast(SymbolicMatrix, Parameter(
        about=about,
        expects=Message('a list of rows of numbers or symbols, such as [["a", "b"], [0, 1]]'),
        decode=lambda raw, path: decode_rows(raw, path, decode_cell),
        show=lambda value: tuple(
            tuple(map(show_cell, row)) for row in cast(SymbolicMatrix, value)
        ),
    ))  # fmt: skip


def symbols_in(given: object, *names: str) -> tuple[str, ...]:
    """Return the symbols that the named parameters hold, in alphabetical order; one that is absent holds none."""
    values = (getattr(given, name) for name in names if has(given, name))
    return tuple(sorted(symbols_of(tuple(values))))


def symbols_of(value: object) -> frozenset[str]:
    """Return the symbols in a value, however deep they stand in lists and records."""
    if isinstance(value, Expr):
        return value.symbols
    if isinstance(value, Parameters):
        value = tuple(getattr(value, name) for name in value.PARAMETERS if has(value, name))
    if isinstance(value, tuple):
        return frozenset().union(*map(symbols_of, value))
    return frozenset()


def integer_or_formula(
    given: object, *names: str, at_least: int = 1, side: bool = False
) -> Integer | Expression:
    """Return the kind of a count: whole where the named parameters are numbers, else a formula in their symbols.

    With ``side`` the side of a map or of a kernel is asked, and `5×5` means 5.
    """
    symbols = symbols_in(given, *names)
    if symbols:
        return Expression(symbols=symbols, side=side)
    return Integer(at_least=at_least, side="both" if side else None)


def number_or_formula(given: object, *names: str) -> Number | Expression:
    """Return the kind of a number: a formula where the named parameters hold symbols."""
    symbols = symbols_in(given, *names)
    return Expression(symbols=symbols) if symbols else Number()


def constant_value(value: Quantity) -> Fraction | None:
    """Return the number that a formula is for all values of its symbols, None where it depends on them."""
    if not isinstance(value, Expr):
        return Fraction(value)
    point = {name: Fraction(2 * index + 7) for index, name in enumerate(sorted(value.symbols))}
    try:
        number = evaluate(value, point)
    except ArithmeticError:
        return None  # too large to work out, or divided by zero
    return number if same_function(value, Constant(number), tuple(value.symbols)) else None


def decode_quantity(raw: JsonValue, path: Path, at_least: int = 1) -> Quantity:
    """Return a whole number within its bound, or a formula in symbols."""
    if not isinstance(raw, str):
        return decode_whole(raw, path, at_least)
    formula = decode_formula(raw, path)
    if not formula.symbols:
        raise refusal(raw, path, 'a whole number without quotes, or text in symbols such as "w-1"')
    return formula


def decode_cell(raw: JsonValue, path: Path) -> Fraction | Expr:
    """Return a number, exact, or a formula in symbols."""
    if not isinstance(raw, str) or not NAME.search(raw) or WITH_EXPONENT.fullmatch(raw.strip()):
        return decode_number(raw, path)
    formula = decode_formula(raw, path)
    return formula.value if isinstance(formula, Constant) else formula


def decode_formula(raw: str, path: Path) -> Expr:
    """Return the formula that a text spells; letters written together are multiplied unless they stand alone."""
    text = raw.strip()
    if len(text) <= LONGEST_FORMULA:
        text = DERIVATIVE.sub(r"\1", text)
        names = (text,) if LONE_NAME.fullmatch(text) else tuple(dict.fromkeys(NAME.findall(text)))
        try:
            return parse_expression(text, names)
        except ValueError:
            pass
    raise refusal(raw, path, 'a number, or text in symbols such as "w-1"')


def show_cell(value: int | Fraction | Expr) -> str:
    """Return a number or a formula as a person writes it."""
    return str(value).replace("**", "^") if isinstance(value, Expr) else as_numeral(show_number(value))
