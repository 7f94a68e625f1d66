"""Decides whether two formulas are the same function of their symbols.

Polynomials and rational functions are compared modulo two 61-bit primes, so that nothing grows; others
exactly, or to 30 digits, at many points of their domain. The points are drawn from a hash of both sides:
the verdict is the same in every run, and nobody can aim at it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import islice

from grader.answers.arithmetic import LARGEST_EXPONENT, TooLarge, Undefined, evaluate
from grader.answers.expr import Call, Constant, Expr, Negation, Power, Product, Quotient, Sum, Symbol

PRIMES = (2**61 - 1, 2**61 - 31)
POINTS_PER_PRIME = 2
HIGHEST_DEGREE = 20_000  # below it a wrong formula passes with a chance under 1e-28
PRECISION = Fraction(1, 10**30)
POINTS_OF_SIZES = 16
POINTS_OF_REALS = 48
MOST_WORK = 3000  # nodes worked out for one verdict, so that none takes long
FEWEST_POINTS = 4  # where both sides must be defined for a verdict of "the same"
PIECEWISE = frozenset({"relu", "max", "min", "abs"})
STEPS = frozenset({"floor", "ceil", "factorial"})


def same_function(left: Expr, right: Expr, symbols: Sequence[str] = ()) -> bool:
    """Return whether ``left`` and ``right`` are equal as functions of their symbols.

    Symbols that are not among the declared ``symbols`` make a formula another one, unless both hold them.
    """
    if left == right:
        return True
    if symbols and (left.symbols ^ right.symbols) - frozenset(symbols):
        return False
    return _same_function(left, right)


@lru_cache(maxsize=2048)
def _same_function(left: Expr, right: Expr) -> bool:
    names = sorted(left.symbols | right.symbols)
    degrees = _degree(left), _degree(right)
    if None not in degrees and max(degree for degree in degrees if degree is not None) <= HIGHEST_DEGREE:
        return _same_modulo_primes(left, right, names)
    return _same_at_points(left, right, names)


def _degree(node: Expr) -> int | None:
    """Return a bound of the degree of a rational function's top and bottom, or None if it is none."""
    match node:
        case Constant():
            return 0
        case Symbol():
            return 1
        case Sum() | Product() | Quotient() | Negation():
            degrees = [_degree(child) for child in node.children]
            return None if None in degrees else sum(degree for degree in degrees if degree is not None)
        case Power():
            base, exponent = _degree(node.base), _whole_exponent(node)
            return None if base is None or exponent is None else base * abs(exponent)
    return None


def _whole_exponent(node: Power) -> int | None:
    try:
        exponent = evaluate(node.exponent)
    except ArithmeticError:
        return None
    if exponent.denominator != 1 or abs(exponent) > LARGEST_EXPONENT:
        return None
    return exponent.numerator


class _Draw:
    """Draws numbers from a hash of two formulas."""

    def __init__(self, left: Expr, right: Expr) -> None:
        from hashlib import sha256  # only where formulas are compared

        self._sha256 = sha256
        self._seed = sha256(f"{left}\n{right}".encode()).digest()
        self._pool = 0
        self._bits = 0
        self._round = 0

    def below(self, limit: int) -> int:
        """Return the next number from 0 to ``limit`` - 1."""
        needed = limit.bit_length() + 32
        while self._bits < needed:
            block = self._sha256(self._seed + self._round.to_bytes(4, "big")).digest()
            self._round += 1
            self._pool = self._pool << 256 | int.from_bytes(block, "big")
            self._bits += 256
        self._bits -= needed
        drawn, self._pool = self._pool >> self._bits, self._pool & ((1 << self._bits) - 1)
        return drawn % limit


def _same_modulo_primes(left: Expr, right: Expr, names: list[str]) -> bool:
    draw = _Draw(left, right)
    for prime in PRIMES:
        compared = 0
        for _ in range(POINTS_PER_PRIME + 2):
            point = {name: draw.below(prime) for name in names}
            values = _modulo(left, point, prime), _modulo(right, point, prime)
            if values[0] is None or values[1] is None:
                continue
            if values[0] != values[1]:
                return False
            compared += 1
            if compared == POINTS_PER_PRIME:
                break
        if not compared:
            return False
    return True


def _modulo(node: Expr, point: Mapping[str, int], prime: int) -> int | None:
    """Return the value of ``node`` modulo ``prime``, or None where it divides by 0."""
    match node:
        case Constant():
            bottom = node.value.denominator % prime
            if bottom == 1:
                return node.value.numerator % prime
            return node.value.numerator * pow(bottom, -1, prime) % prime if bottom else None
        case Symbol():
            return point[node.name]
    values = [_modulo(child, point, prime) for child in node.children]
    if None in values:
        return None
    numbers = [value for value in values if value is not None]
    match node:
        case Sum():
            return sum(numbers) % prime
        case Negation():
            return -numbers[0] % prime
        case Product():
            product = 1
            for number in numbers:
                product = product * number % prime
            return product
        case Quotient():
            return numbers[0] * pow(numbers[1], -1, prime) % prime if numbers[1] else None
        case Power():
            exponent = _whole_exponent(node)
            if exponent is None or (exponent < 0 and not numbers[0]):
                return None
            return pow(numbers[0], exponent, prime)
    return None


def _same_at_points(left: Expr, right: Expr, names: list[str]) -> bool:
    compared = 0
    nodes = sum(1 for side in (left, right) for _ in side.walk())
    for point in islice(_points(left, right, names), max(FEWEST_POINTS * 2, MOST_WORK // nodes)):
        values = _value(left, point), _value(right, point)
        if values[0] is None or values[1] is None:
            continue  # out of the domain of one: a root or a logarithm of what is no size
        if not _near(values[0], values[1]):
            return False
        compared += 1
    return compared >= FEWEST_POINTS or (not names and compared > 0)


def _value(node: Expr, point: Mapping[str, Fraction]) -> Fraction | None:
    try:
        return evaluate(node, point)
    except (Undefined, TooLarge):
        return None


def _near(left: Fraction, right: Fraction) -> bool:
    return left == right or abs(left - right) <= PRECISION * max(abs(left), abs(right))


def _points(left: Expr, right: Expr, names: list[str]) -> Iterator[dict[str, Fraction]]:
    """Yield points of the symbols' domain: sizes for steps, all reals for pieces, else above 0."""
    functions = {node.function for side in (left, right) for node in side.walk() if isinstance(node, Call)}
    draw = _Draw(left, right)
    if not names:
        yield {}
        return
    marks = [node.value for side in (left, right) for node in side.walk() if isinstance(node, Constant)]
    if functions & STEPS:
        for index in range(POINTS_OF_SIZES * 2):
            yield {name: _size(draw, index, marks) for name in names}
        return
    signs = (1, -1) if functions & PIECEWISE else (1,)
    for index in range(POINTS_OF_REALS if functions & PIECEWISE else POINTS_OF_SIZES):
        yield {name: _real(draw, index, signs, marks) for name in names}


def _size(draw: _Draw, index: int, marks: list[Fraction]) -> Fraction:
    """Return a whole number from 1 to 400, small as often as not, or one beside a constant that appears."""
    if index % 4 == 3 and marks:
        mark = abs(marks[draw.below(len(marks))])
        return Fraction(max(1, round(mark) + draw.below(3) - 1))
    return Fraction(1 + draw.below(12 if index % 2 else 400))


def _real(draw: _Draw, index: int, signs: tuple[int, ...], marks: list[Fraction]) -> Fraction:
    """Return a number of either sign, from 1/256 to 2**16 in size or beside a constant that appears."""
    sign = signs[draw.below(len(signs))]
    mantissa = Fraction(1 + draw.below(2**16), 2**15)
    if len(signs) == 1:
        return mantissa * (1 << draw.below(3))
    if index % 4 == 3 and marks:
        return sign * marks[draw.below(len(marks))] + (mantissa - 1) / 8
    shift = draw.below(24) if index % 2 else 8 + draw.below(2)
    return sign * mantissa * Fraction(2**shift, 2**8)
