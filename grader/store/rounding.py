"""Rounds exact points once, half up, where they are written to a file."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

DECIMALS = 4  # what files keep; reports draw two
UNITS = 10_000  # of the last decimal


def rounded(value: Fraction) -> float:
    """Return ``value`` rounded half up to 4 decimals, as a float: 17.5, 20.0."""
    return _in_units(*value.as_integer_ratio()) / UNITS


def written(value: Fraction) -> str:
    """Return ``value`` rounded half up to 4 decimals, without needless zeros: "17.5", "20", "0.3333"."""
    numerator, denominator = value.as_integer_ratio()
    return str(numerator) if denominator == 1 else _written(numerator, denominator)


def _in_units(numerator: int, denominator: int) -> int:
    """Return a number in units of the last decimal, rounded half up."""
    return (2 * numerator * UNITS + denominator) // (2 * denominator)


@lru_cache(maxsize=4096)
def _written(numerator: int, denominator: int) -> str:
    """Return the digits of ``numerator`` / ``denominator``; a class has few different marks."""
    units = _in_units(numerator, denominator)
    whole, rest = divmod(abs(units), UNITS)
    decimals = f"{rest:0{DECIMALS}d}".rstrip("0")
    sign = "-" if units < 0 else ""
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"
