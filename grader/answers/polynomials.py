"""Multiplies a formula out and collects its terms, as a person would write its result."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from grader.answers.expr import Constant, Expr, Negation, Power, Product, Sum, Symbol

MOST_TERMS = 40  # of a formula that anyone would want multiplied out
HIGHEST_POWER = 6

Names: TypeAlias = tuple[str, ...]  # the factors of a term, in the order in which they came
Terms: TypeAlias = dict[Names, Fraction]  # the number before each term; without names, the constant


@lru_cache(maxsize=512)
def multiplied_out(formula: Expr | int) -> Expr | int:
    """Return ``formula`` as a sum of terms in the order of their first appearance, the constant last.

    A number, and what is no polynomial of a few terms, stays as it is.
    """
    if isinstance(formula, int):
        return formula
    terms = _terms_of(formula)
    if terms is None:
        return formula
    constant = terms.pop((), Fraction(0))
    result: Expr = Constant(0)
    for names, number in terms.items():
        term = _power_product(names)
        if number > 0:
            result = result + number * term
        elif number < 0:
            result = result - (-number) * term
    return result + constant if constant else result


def _power_product(names: Names) -> Expr:
    product: Expr = Constant(1)
    for name in dict.fromkeys(names):
        product = product * Symbol(name) ** names.count(name)
    return product


def _terms_of(node: Expr) -> Terms | None:
    match node:
        case Constant():
            return {(): node.value}
        case Symbol():
            return {(node.name,): Fraction(1)}
        case Negation():
            terms = _terms_of(node.operand)
            return None if terms is None else {names: -number for names, number in terms.items()}
        case Sum():
            return _sum_of([_terms_of(child) for child in node.children])
        case Product():
            return _product_of([_terms_of(child) for child in node.children])
        case Power():
            exponent = node.exponent
            if isinstance(exponent, Constant) and exponent.value in range(HIGHEST_POWER + 1):
                return _product_of([_terms_of(node.base)] * int(exponent.value))
    return None


def _sum_of(parts: list[Terms | None]) -> Terms | None:
    total: Terms = {}
    for part in parts:
        if part is None:
            return None
        for names, number in part.items():
            _add(total, names, number)
    return total if len(total) <= MOST_TERMS else None


def _product_of(parts: list[Terms | None]) -> Terms | None:
    total: Terms = {(): Fraction(1)}
    for part in parts:
        if part is None:
            return None
        product: Terms = {}
        for names, number in total.items():
            for others, other in part.items():
                _add(product, names + others, number * other)
        if len(product) > MOST_TERMS:
            return None
        total = product
    return total


def _add(terms: Terms, names: Names, number: Fraction) -> None:
    """Add to the term with the same factors, in whatever order they stand there."""
    same = sorted(names)
    known = next((each for each in terms if sorted(each) == same), names)
    terms[known] = terms.get(known, Fraction(0)) + number
