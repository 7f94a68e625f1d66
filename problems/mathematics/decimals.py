"""Writes out arithmetic whose result never ends, such as a root or an exponential.

Every line reads "a = b" where the decimals end, or else "a ≈ b". Whole and rational arithmetic stands in
`written_out`.
"""

from __future__ import annotations

from fractions import Fraction

from problems.mathematics.correlation import Number

DECIMALS = 6
DECIMALS_TO_GO_ON_WITH = 9  # so that the last of the six is right
LONGEST_FRACTION = 10**6  # of a denominator that is written as it is


def decimals(value: Number, places: int = DECIMALS) -> str:
    """Return a number rounded to so many decimals, without zeros at the end."""
    scaled = round(Fraction(value) * 10**places)  # in whole numbers: a float would blur a long number
    whole, rest = divmod(abs(scaled), 10**places)
    text = f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".")
    return f"-{text}" if scaled < 0 else text


def operand(value: Number) -> str:
    """Return a number as it stands within a term: 3, (-2), (4/3) or 0.731058579."""
    fraction = Fraction(value)
    is_short = fraction.denominator <= LONGEST_FRACTION
    text = str(fraction) if is_short else decimals(fraction, DECIMALS_TO_GO_ON_WITH)
    return f"({text})" if "/" in text or "-" in text else text


def amounts_to(value: Number, calculation: str) -> str:
    """Return the calculation and what it makes: "√(1/4) = 0.5" or "√(1/96) ≈ 0.102062"."""
    is_short = 10**DECIMALS % Fraction(value).denominator == 0
    return f"{calculation} {'=' if is_short else '≈'} {decimals(value)}"
