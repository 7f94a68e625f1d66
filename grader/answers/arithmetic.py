"""Works out what a formula is worth: exactly where it is rational, to 50 digits and more elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING

from grader.answers.expr import (
    Call,
    Constant,
    Expr,
    Negation,
    Operand,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    as_expr,
)

if TYPE_CHECKING:
    from decimal import Context, Decimal

DIGITS = 50  # of a root, an exponential or a logarithm
MOST_BITS = 8000  # of a numerator or denominator, so that no answer takes long
LARGEST_FACTORIAL = 170
LARGEST_EXPONENT = 1000

NO_VALUES: Mapping[str, Fraction] = {}


class Undefined(ArithmeticError):  # it says what the formula is, as ZeroDivisionError does
    """The formula has no finite real value: a division by 0, a root of a negative number."""


class TooLarge(ArithmeticError):  # as above
    """The formula's value has more digits than any answer."""


class NameUnknown(ArithmeticError):  # as above
    """The formula holds a symbol whose number nobody gave."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def evaluate(expr: Expr, values: Mapping[str, Fraction] = NO_VALUES) -> Fraction:
    """Return what ``expr`` is worth where each symbol has its number of ``values``.

    Raises Undefined, TooLarge or NameUnknown, all of them ArithmeticErrors.
    """
    match expr:
        case Constant():
            return expr.value
        case Symbol():
            if expr.name not in values:
                raise NameUnknown(expr.name)
            return values[expr.name]
        case Sum():
            total = Fraction(0)
            for term in expr.children:
                total = _checked(total + evaluate(term, values))
            return total
        case Product():
            product = Fraction(1)
            for factor in expr.children:
                product = _checked(product * evaluate(factor, values))
            return product
        case Quotient():
            bottom = evaluate(expr.bottom, values)
            if not bottom:
                raise Undefined("a division by 0")
            return _checked(evaluate(expr.top, values) / bottom)
        case Negation():
            return -evaluate(expr.operand, values)
        case Power():
            return power(evaluate(expr.base, values), evaluate(expr.exponent, values))
        case Call():
            return _call(expr.function, [evaluate(argument, values) for argument in expr.children])
    raise TypeError(f"not a formula: {type(expr).__name__}")


def substitute(expr: Expr, values: Mapping[str, Operand]) -> Expr:
    """Return ``expr`` with each symbol of ``values`` replaced."""
    if isinstance(expr, Symbol):
        return as_expr(values[expr.name]) if expr.name in values else expr
    if not expr.children:
        return expr
    return expr.with_children(tuple(substitute(child, values) for child in expr.children))


def _call(function: str, arguments: list[Fraction]) -> Fraction:
    first = arguments[0]
    match function:
        case "sqrt":
            return square_root(first)
        case "cbrt":
            return power(first, Fraction(1, 3))
        case "abs":
            return abs(first)
        case "relu":
            return max(first, Fraction(0))
        case "max":
            return max(arguments)
        case "min":
            return min(arguments)
        case "floor":
            return Fraction(first.numerator // first.denominator)
        case "ceil":
            return Fraction(-(-first.numerator // first.denominator))
        case "exp":
            return exponential(first)
        case "log":
            return logarithm(first)
        case "sigmoid":
            return 1 / (1 + exponential(-first))
        case "factorial":
            return _factorial(first)
    raise Undefined(f"no function {function}")


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """Return ``base`` raised to ``exponent``; raises Undefined or TooLarge."""
    if exponent.denominator == 1:
        return _whole_power(base, exponent.numerator)
    if base == 0:
        if exponent < 0:
            raise Undefined("a division by 0")
        return Fraction(0)
    if base < 0:
        if exponent.denominator % 2 == 0:
            raise Undefined("a root of a negative number")
        size = power(-base, exponent)
        return -size if exponent.numerator % 2 else size
    if exponent == Fraction(1, 2):
        return square_root(base)
    return _root(base, exponent) or exponential(exponent * logarithm(base))


def _whole_power(base: Fraction, exponent: int) -> Fraction:
    if exponent < 0 and not base:
        raise Undefined("a division by 0")
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if bits > 1 and bits * abs(exponent) > 2 * MOST_BITS:
        raise TooLarge("a power of too many digits")
    if abs(base) == 1:
        exponent %= 2
    return _checked(base**exponent)


def _root(base: Fraction, exponent: Fraction) -> Fraction | None:
    """Return the exact value of a root such as 8 ** (2/3), or None if it is irrational."""
    if exponent.denominator > 64 or abs(exponent.numerator) > LARGEST_EXPONENT:
        return None
    top = _whole_root(base.numerator, exponent.denominator)
    bottom = _whole_root(base.denominator, exponent.denominator)
    if top is None or bottom is None:
        return None
    return _whole_power(Fraction(top, bottom), exponent.numerator)


def _whole_root(number: int, degree: int) -> int | None:
    low, high = 0, 1 << (number.bit_length() // degree + 1)
    while low < high:
        middle = (low + high) // 2
        if middle**degree < number:
            low = middle + 1
        else:
            high = middle
    return low if low**degree == number else None


def square_root(value: Fraction) -> Fraction:
    """Return the square root, exact where it is rational, else to 50 significant digits or more.

    Raises Undefined for a negative number.
    """
    if value < 0:
        raise Undefined("a root of a negative number")
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    if top * top == value.numerator and bottom * bottom == value.denominator:
        return Fraction(top, bottom)
    shift = max(0, DIGITS * 4 - (value.numerator.bit_length() - value.denominator.bit_length()) // 2)
    return Fraction(isqrt((value.numerator << (2 * shift)) // value.denominator), 1 << shift)


def exponential(value: Fraction) -> Fraction:
    """Return e to the power of ``value`` to 50 significant digits; raises TooLarge beyond e**±2000."""
    if not value:
        return Fraction(1)
    if abs(value) > 2000:
        raise TooLarge("an exponential of too many digits")
    context = _context()
    return Fraction(context.exp(_decimal(value, context)))


def logarithm(value: Fraction) -> Fraction:
    """Return the natural logarithm to 50 significant digits; raises Undefined unless ``value`` is above 0."""
    if value <= 0:
        raise Undefined("a logarithm of no positive number")
    if value == 1:
        return Fraction(0)
    context = _context()
    return Fraction(context.ln(_decimal(value, context)))


def _decimal(value: Fraction, context: Context) -> Decimal:
    from decimal import Decimal

    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


def _context() -> Context:
    from decimal import Context  # only where a formula is irrational

    return Context(prec=DIGITS + 20, Emin=-99999, Emax=99999)


def _factorial(value: Fraction) -> Fraction:
    from math import factorial

    if value.denominator != 1 or value < 0:
        raise Undefined("a factorial of no whole number")
    if value > LARGEST_FACTORIAL:
        raise TooLarge("a factorial of too many digits")
    return Fraction(factorial(value.numerator))


def _checked(value: Fraction) -> Fraction:
    if value.numerator.bit_length() > MOST_BITS or value.denominator.bit_length() > MOST_BITS:
        raise TooLarge("a number of too many digits")
    return value
