"""Writes arithmetic out, number by number, as a worked solution shows it.

Every line reads "a = b", or "a ≈ b" where the decimals go on; a number that is negative or a fraction stands
in brackets where another follows or precedes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import prod

from grader.author import Expr, Message, Numeral, Quantity, multiplied_out
from problems.mathematics.correlation import Grid, Number
from problems.mathematics.costs import Convolution
from problems.mathematics.counting import FLOPS_PER_MAC, divided
from problems.mathematics.sizes import Pair, by_axis, positions

MOST_TERMS = 25  # a 5 × 5 window; nobody reads a longer sum
DECIMALS = 6


def exact(value: Number) -> str:
    """Return a number without rounding: 3, -2 or 4/3."""
    return str(Fraction(value))


def bracketed(value: Number) -> str:
    """Return a number as it stands within a term: (-2) or (4/3)."""
    text = exact(value)
    return text if text.isdecimal() else f"({text})"


def equal_to(value: Number, *before: str) -> str:
    """Return ``before`` and the number, with = between them, and the number's decimals where it has some."""
    value = Fraction(value)
    chain = " = ".join(dict.fromkeys((*before, exact(value))))
    if value.denominator == 1:
        return chain
    scaled = round(value * 10**DECIMALS)  # in whole numbers: a float would blur the digits of a long number
    if not scaled:
        return chain
    whole, rest = divmod(abs(scaled), 10**DECIMALS)
    decimals = f"{'-' if scaled < 0 else ''}{whole}.{rest:0{DECIMALS}d}".rstrip("0").rstrip(".")
    return f"{chain} {'=' if scaled == value * 10**DECIMALS else '≈'} {decimals}"


def formula(value: Quantity) -> str:
    """Return a number or a formula as a person writes it: 7, 3·C² or i − k1 + 1."""
    text = str(value).replace("**2", "²").replace("**", "^")
    return text.replace("*", "·").replace(" - ", " − ")


def factor(value: Quantity) -> str:
    """Return a number or a formula as it stands in a product or is subtracted: 7, C or (w − 1)."""
    text = formula(value)
    return text if text.isalnum() else f"({text})"


def product(*factors: Quantity) -> str:
    """Return "3·3·16 = 144", or in symbols "3·C·C = 3·C²"."""
    return worked_formula(prod(factors), "·".join(map(factor, factors)))


def addition(*terms: Quantity) -> str:
    """Return "144 + 16 = 160", or in symbols "I·J·K² + J"."""
    return worked_formula(sum(terms), " + ".join(map(formula, terms)))


def worked_formula(value: Quantity, written: str) -> str:
    """Return ``written`` and what it comes to; a formula that is already worked out stands once."""
    return " = ".join(dict.fromkeys((written, formula(multiplied_out(value)))))


def written_cost(convolution: Convolution, unit: str) -> str:
    """Return what a convolution costs in "mac" or "flop": places, window, channels and filters multiplied."""
    sides, kernel, channels, filters = convolution
    factors = (*sides, *kernel, channels, filters)
    return product(FLOPS_PER_MAC, *factors) if unit == "flop" else product(*factors)


def quotient(top: Quantity, bottom: Quantity) -> str:
    """Return "6/8 = 3/4 = 0.75", or in symbols "H·W/K²"."""
    value = divided(top, bottom)
    return formula(value) if isinstance(value, Expr) else equal_to(value, f"{top}/{bottom}")


def mean(total: Number, rows: int, columns: int) -> str:
    """Return "8/(2·3) = 4/3 ≈ 1.333333": a total shared out among the cells of a matrix."""
    return equal_to(Fraction(total) / (rows * columns), f"{bracketed(total)}/({rows}·{columns})")


def sum_of_products(pairs: Iterable[tuple[Number, Number]]) -> Message | str:
    """Return "2·3 + (-1)·5 = 1", or what the products make where there are too many to write."""
    factors = tuple(pairs)
    value = sum((Fraction(one) * other for one, other in factors), Fraction(0))
    if len(factors) > MOST_TERMS:
        return too_many(len(factors), value)
    return equal_to(value, " + ".join(f"{bracketed(one)}·{bracketed(other)}" for one, other in factors))


def first_window(kernel: Grid, image: Grid) -> Message | str:
    """Return what a kernel gives at the top left of an image, written out."""
    return sum_of_products(
        (weight, image[u][v]) for u, row in enumerate(kernel) for v, weight in enumerate(row)
    )


def sum_of(values: Iterable[Number]) -> Message | str:
    """Return "2 + (-1) = 1", or what the numbers make where there are too many to write."""
    numbers = tuple(values)
    value = sum(map(Fraction, numbers), Fraction(0))
    if len(numbers) > MOST_TERMS:
        return too_many(len(numbers), value)
    return equal_to(value, " + ".join(map(bracketed, numbers)))


def too_many(count: int, value: Number) -> Message:
    """Return what a sum makes that is too long to write."""
    return Message(
        "These are {count} numbers to add; they make {total}.",
        {"count": Numeral(count), "total": exact(value)},
    )


def slid_side(side: int, covered: int, stride: int, padding: int | None) -> str:
    """Return how many positions a window takes along a side, written out; a padding of None is "same"."""
    after = positions(side, covered, stride, padding)
    if padding is None:
        return f"⌈{side} / {stride}⌉ = {after}"
    return f"⌊({side} + 2·{padding} − {covered}) / {stride}⌋ + 1 = {after}"


def slid_sides(sides: Sequence[int], kernel: Pair, stride: Pair, padding: Pair | str) -> str:
    """Return the height and the width that a window leaves of a map, each written out in its own paragraph."""
    return "\n\n".join(slid_side(*axis) for axis in zip(sides, kernel, stride, by_axis(padding), strict=True))


def with_biases(weights: Quantity, filters: Quantity, bias: bool) -> Message:
    """Return what the biases of ``filters`` filters or units add to their weights."""
    if not bias:
        return Message("No biases come on top here.")
    return Message("Each of them has one bias as well:\n\n{sum}", {"sum": addition(weights, filters)})
