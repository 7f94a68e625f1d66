"""Decides whether two formulas are the same function of their symbols.

Polynomials and rational functions are compared modulo two 61-bit primes, so that nothing grows; others
exactly, or to 30 digits, at many points of their domain. The points and the second prime are drawn from a
hash of both sides: the verdict is the same in every run, and nobody can aim at it, not even with a
coefficient that a known prime divides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from math import gcd, prod

from grader.answers.arithmetic import LARGEST_EXPONENT, TooLarge, Undefined, evaluate
from grader.answers.expr import Call, Constant, Expr, Negation, Power, Product, Quotient, Sum, Symbol

FIRST_PRIME = 2**61 - 1
POINTS_PER_PRIME = 2
HIGHEST_DEGREE = 20_000  # below it a wrong formula passes with a chance under 1e-28
PRECISION = Fraction(1, 10**30)
LEAST_DIFFERENCE = Fraction(1, 10**45)  # below it two roots differ by their rounding
POINTS_OF_SIZES = 64
POINTS_OF_REALS = 64
MOST_WORK = 2000  # nodes worked out for one verdict, so that none takes long
FEWEST_POINTS = 4  # where both sides must be defined for a verdict of "the same"
PIECEWISE = frozenset({"relu", "max", "min", "abs"})
STEPS = frozenset({"floor", "ceil", "factorial"})
SMALL_PRIMES = prod((3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79))
COSTS = {"exp": 12, "log": 12, "sigmoid": 14, "factorial": 6, "sqrt": 4, "cbrt": 12}  # in nodes
COST_OF_A_POWER = 4  # of a power with a whole exponent; another takes an exponential and a logarithm


def same_function(left: Expr, right: Expr, symbols: Sequence[str] = ()) -> bool:
    """Return whether ``left`` and ``right`` are equal as functions of their symbols.

    Symbols that are not among the declared ``symbols`` make a formula another one, unless both hold them.
    """
    return is_same_function(left, right, symbols) is True


def is_same_function(left: Expr, right: Expr, symbols: Sequence[str] = ()) -> bool | None:
    """Return what `same_function` does, or None where too few points could be worked out to tell."""
    if left == right:
        return True
    if symbols and (left.symbols ^ right.symbols) - frozenset(symbols):
        return False
    return _is_same_function(left, right)


def is_nothing(expr: Expr) -> bool:
    """Return whether a rational function is 0 whatever its symbols are, or a number is."""
    if isinstance(expr, Symbol | Constant):
        return expr == Constant(Fraction(0))
    point = {name: 2 + int.from_bytes(name.encode(), "big") % (FIRST_PRIME - 2) for name in expr.symbols}
    value = _modulo(expr, point, FIRST_PRIME)
    may_be = value == 0 or (value is None and not point)
    return may_be and same_function(expr, Constant(Fraction(0)))


@lru_cache(maxsize=2048)
def _is_same_function(left: Expr, right: Expr) -> bool | None:
    names = sorted(left.symbols | right.symbols)
    degrees = _degree(left), _degree(right)
    if None not in degrees and max(degree for degree in degrees if degree is not None) <= HIGHEST_DEGREE:
        return _is_same_modulo_primes(left, right, names)
    return _is_same_at_points(left, right, names)


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


def _is_same_modulo_primes(left: Expr, right: Expr, names: list[str]) -> bool | None:
    draw = _Draw(left, right)
    for make_prime in (lambda _: FIRST_PRIME, _drawn_prime):
        prime = make_prime(draw)
        compared = 0
        for _ in range(POINTS_PER_PRIME + 2):
            point = {name: draw.below(prime) for name in names}
            values = _modulo(left, point, prime), _modulo(right, point, prime)
            if values[0] is None or values[1] is None:
                continue
            if values[0] != values[1]:
                return False
            compared += 1
            if compared == POINTS_PER_PRIME or not names:
                break
        if not compared:
            return None
    return True


def _drawn_prime(draw: _Draw) -> int:
    """Return a prime from 2**60 to 2**61, by the test of Miller and Rabin."""
    while True:
        candidate = (1 << 60) + 2 * draw.below(1 << 59) + 1
        if gcd(candidate, SMALL_PRIMES) == 1 and all(_is_witness(base, candidate) for base in (2, 3, 5, 7)):
            return candidate


def _is_witness(base: int, candidate: int) -> bool:
    """Return whether ``base`` speaks for ``candidate`` being prime."""
    halvings = ((candidate - 1) & (1 - candidate)).bit_length() - 1
    power = pow(base, (candidate - 1) >> halvings, candidate)
    if power in (1, candidate - 1):
        return True
    for _ in range(halvings - 1):
        power = power * power % candidate
        if power == candidate - 1:
            return True
    return False


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


def _is_same_at_points(left: Expr, right: Expr, names: list[str]) -> bool | None:
    compared = 0
    cost = _cost(left) + _cost(right)
    if cost > MOST_WORK // 2:
        return None
    most = max(FEWEST_POINTS, MOST_WORK // cost)
    for point in islice(_points(left, right, names), most):
        values = _value(left, point), _value(right, point)
        if values[0] is None or values[1] is None:
            continue  # out of the domain of one: a root or a logarithm of what is no size
        if not _is_near(values[0], values[1]):
            return False
        compared += 1
    return True if compared >= FEWEST_POINTS or (not names and compared) else None


def _cost(expr: Expr) -> int:
    """Return how much work one point is, in nodes; a drawn point makes a root or a power long."""
    cost = 0
    for node in expr.walk():
        if isinstance(node, Call):
            cost += COSTS.get(node.function, 1)
        elif isinstance(node, Power):
            cost += COST_OF_A_POWER if _whole_exponent(node) is not None else 2 * COSTS["exp"]
        else:
            cost += 1
    return cost


def _value(node: Expr, point: Mapping[str, Fraction]) -> Fraction | None:
    try:
        return evaluate(node, point)
    except (Undefined, TooLarge):
        return None


def _is_near(left: Fraction, right: Fraction) -> bool:
    return left == right or abs(left - right) <= max(LEAST_DIFFERENCE, PRECISION * max(abs(left), abs(right)))


def _points(left: Expr, right: Expr, names: list[str]) -> Iterator[dict[str, Fraction]]:
    """Yield points of the symbols' domain: sizes for steps, all reals for pieces, else above 0."""
    functions = {node.function for side in (left, right) for node in side.walk() if isinstance(node, Call)}
    draw = _Draw(left, right)
    if not names:
        yield {}
        return
    marks = [node.value for side in (left, right) for node in side.walk() if isinstance(node, Constant)]
    if functions & STEPS:
        steps = sorted({round(abs(mark)) for mark in marks} - {0, 1}) or [2]
        for index in range(POINTS_OF_SIZES):
            yield {name: _size(draw, index, steps, at) for at, name in enumerate(names)}
        return
    signs = (1, -1) if functions & PIECEWISE else (1,)
    for index in range(POINTS_OF_REALS if functions & PIECEWISE else POINTS_OF_SIZES):
        yield {name: _real(draw, index, signs, marks) for name in names}


def _size(draw: _Draw, index: int, steps: list[int], at: int) -> Fraction:
    """Return a whole number from 1 to 400, small as often as not, or one beside a multiple of a constant.

    Every fourth point goes through the constants in turn: one before, on, and behind a multiple of each.
    """
    if index % 4 == 3:
        step = steps[index // 12 % len(steps)]
        return Fraction(max(1, step * (1 + draw.below(4)) + (index // 4 + at) % 3 - 1))
    return Fraction(1 + draw.below(12 if index % 2 else 400))


def _real(draw: _Draw, index: int, signs: tuple[int, ...], marks: list[Fraction]) -> Fraction:
    """Return a number of either sign, from 1/256 to 2**16 in size, or one near or beyond a constant.

    Every eighth point lies beyond one constant with all its symbols, on either side of 0 in turn.
    """
    sign = signs[draw.below(len(signs))]
    mantissa = Fraction(1 + draw.below(2**16), 2**15)
    if len(signs) == 1:
        return mantissa * (1 << draw.below(3))
    if index % 8 == 3 and marks:
        return sign * marks[draw.below(len(marks))] + (mantissa - 1) / 8
    if index % 8 == 7 and marks:
        side = -1 if index // 8 % 2 else 1
        return side * marks[index // 16 % len(marks)] * (1 + mantissa)
    shift = draw.below(24) if index % 2 else 8 + draw.below(8 if index % 4 else 2)
    return sign * mantissa * Fraction(2**shift, 2**8)
