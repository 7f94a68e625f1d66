"""Reads the cells that are plain numbers or fractions: nearly all cells of nearly all tables."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from grader.answers.numerals import number_from
from grader.tolerance import WrittenNumber

MOST_DIGITS = 18
TEX_FRACTION = r"(-?)\\[dt]?frac\{([0-9]{1,9})\}\{([1-9][0-9]{0,8})\}"


@lru_cache(maxsize=4096)
def plain_numbers(text: str, *, is_text: bool = True) -> tuple[WrittenNumber, ...]:
    """Return the sensible readings of a cell of plain digits; none for anything else.

    In a text, three digits behind a point may be a thousand: both readings are returned.
    """
    digits = text[1:] if text[:1] == "-" else text
    if not digits.isascii():
        return ()
    if digits.isdigit():
        return (whole_number(int(text)),) if len(digits) <= MOST_DIGITS else ()
    if text.endswith("}"):
        return _tex_fraction(text)
    if len(digits) > MOST_DIGITS:
        return ()
    top, slash, bottom = digits.partition("/")
    if slash:
        is_fraction = top.isdigit() and bottom.isdigit() and int(bottom) and (top != "0" or not is_text)
        return (WrittenNumber(Fraction(int(text.partition("/")[0]), int(bottom))),) if is_fraction else ()
    return _decimals(text, digits, is_text)


def _decimals(text: str, digits: str, is_text: bool) -> tuple[WrittenNumber, ...]:
    whole, _, decimals = digits.partition(".")
    if not whole.isdigit() or not decimals.isdigit():
        return ()
    value = int(whole + decimals) if text[0] != "-" else -int(whole + decimals)
    number = number_from(Fraction(value, 10 ** len(decimals)), digits)
    if not is_text or len(decimals) != 3 or len(whole) > 3 or whole.startswith("0"):
        return (number,)
    return (number, whole_number(value))


def _tex_fraction(text: str) -> tuple[WrittenNumber, ...]:
    found = re.fullmatch(TEX_FRACTION, text)
    if found is None:
        return ()
    return (WrittenNumber(Fraction(int(found[1] + found[2]), int(found[3]))),)


@lru_cache(maxsize=4096)
def whole_number(number: int) -> WrittenNumber:
    """Return a whole number with its significant digits: zeros at its end do not count."""
    digits = str(abs(number))
    kept = digits.rstrip("0")
    return WrittenNumber(Fraction(number), len(kept), len(digits) - len(kept) if kept else 0)
