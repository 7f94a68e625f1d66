"""Reads one numeral: its value, and the plain decimal that tells its significant digits.

A single separator before three digits has two sensible readings (`1.234` is a decimal or a thousand);
the notation in force says which one is taken.
"""

from __future__ import annotations

import re
from fractions import Fraction

from grader.answers.characters import THIN_SPACE
from grader.answers.expr import Constant, Expr, Negation, Power, Product
from grader.answers.refusal import MALFORMED, NOT_FINITE, TOO_LONG, Refusal
from grader.tolerance import WrittenNumber
from grader.translation import Message, Numeral

MOST_DIGITS = 200
MOST_EXPONENT = 1000

GROUPERS = "'_٬ " + THIN_SPACE
ONE_GROUP = r"[1-9][0-9]{0,2}[.,][0-9]{3}"
UNSURE = r"(?<![0-9.,٬٫'_])[1-9][0-9]{0,2}[.,][0-9]{3}(?![.,٬٫'_]?[0-9])"
LATEX_GROUP = r"\{([.,])\}|\\[,;:! ]"


def read_numeral(raw: str, place: int, *, continental: bool = False, decimal_commas: bool = True) -> Constant:
    """Return the number that ``raw`` spells.

    ``continental`` takes a single point before three digits for a thousand and a single comma for a
    decimal point; without ``decimal_commas`` a comma is never one. Raises Refusal, at ``place``, where the
    separators fit no number.
    """
    if "\\" in raw or "{" in raw:
        raw = re.sub(LATEX_GROUP, lambda found: found[1] or THIN_SPACE, raw)
    if raw.isdigit():
        if len(raw) > MOST_DIGITS:
            raise _too_many_digits(place)
        return Constant(Fraction(int(raw)), raw)
    mantissa, _, exponent = raw.partition("e")
    whole, decimals = _split(mantissa, place, continental)
    if not decimal_commas and "," in mantissa and decimals.strip("0") and "." not in mantissa:
        raise _odd_separators(place)
    if len(whole) + len(decimals) > MOST_DIGITS:
        raise _too_many_digits(place)
    written = f"{whole or '0'}.{decimals}" if decimals else whole
    if not exponent:
        return Constant(_value(whole, decimals, 0), written)
    power = int(exponent) if len(exponent) <= MOST_DIGITS else MOST_EXPONENT + 1
    if abs(power) > MOST_EXPONENT:
        raise _too_large_exponent(place)
    return Constant(_value(whole, decimals, power), f"{written}e{power}")


def _value(whole: str, decimals: str, power: int) -> Fraction:
    digits = int((whole + decimals) or "0")
    power -= len(decimals)
    return Fraction(digits * 10**power) if power >= 0 else Fraction(digits, 10**-power)


def _split(mantissa: str, place: int, continental: bool) -> tuple[str, str]:
    """Return the digits before and after the decimal point of ``mantissa``."""
    point = _decimal_point(mantissa, place, continental)
    whole, decimals = (mantissa, "") if point is None else (mantissa[:point], mantissa[point + 1 :])
    separators = {letter for letter in whole if not letter.isdigit()}
    if separators:
        groups = re.split(r"[^0-9]", whole)
        if (
            len(separators) > 1
            or not 1 <= len(groups[0]) <= 3
            or any(len(group) != 3 for group in groups[1:])
        ):
            raise _odd_separators(place)
        whole = "".join(groups)
    if not decimals.isdigit() and decimals:
        raise _odd_separators(place)
    return whole, decimals


def _decimal_point(mantissa: str, place: int, continental: bool) -> int | None:
    """Return where the decimal point stands in ``mantissa``, or None if every separator parts thousands."""
    if "٫" in mantissa:
        if mantissa.count("٫") > 1:
            raise _odd_separators(place)
        return mantissa.index("٫")
    marks = [(index, letter) for index, letter in enumerate(mantissa) if letter in ".,"]
    if not marks:
        return None
    last, mark = marks[-1]
    alone = sum(letter == mark for _, letter in marks) == 1
    if len(marks) > 1 or any(letter in GROUPERS for letter in mantissa):
        return last if alone else None
    if re.fullmatch(ONE_GROUP, mantissa):
        parts_thousands = mark == "," if not continental else mark == "."
        return None if parts_thousands else last
    return last


def written_number(node: Expr) -> WrittenNumber | None:
    """Return the number that ``node`` writes out digit by digit, or None if it is a calculation."""
    if isinstance(node, Constant):
        return number_from(node.value, node.written)
    if isinstance(node, Negation):
        inner = written_number(node.operand)
        return inner and WrittenNumber(-inner.value, inner.significant, inner.place)
    if isinstance(node, Power) and node.base == Constant(10):
        power = _whole_exponent(node)
        return None if power is None else number_from(Fraction(10) ** power, f"1e{power}")
    if isinstance(node, Product) and len(node.children) == 2:
        digits, scale = node.children
        if isinstance(scale, Power) and scale.base == Constant(10):
            power, constant = _whole_exponent(scale), written_constant(digits)
            if (
                power is not None
                and constant is not None
                and constant.written
                and "e" not in constant.written
            ):
                return number_from(constant.value * Fraction(10) ** power, f"{constant.written}e{power}")
    return None


def written_constant(node: Expr) -> Constant | None:
    """Return ``node``, with its sign, as one constant, or None if it is none."""
    if isinstance(node, Negation) and isinstance(node.operand, Constant):
        return Constant(-node.operand.value, node.operand.written)
    return node if isinstance(node, Constant) else None


def _whole_exponent(node: Power) -> int | None:
    exponent = written_constant(node.exponent)
    if exponent is None or exponent.value.denominator != 1 or abs(exponent.value) > MOST_EXPONENT:
        return None
    return int(exponent.value)


def number_from(value: Fraction, written: str | None) -> WrittenNumber:
    """Return ``value`` with the significant digits of the plain decimal ``written`` ("0.10", "12e6")."""
    if written is None:
        return WrittenNumber(value)
    mantissa, scaled, exponent = written.partition("e")
    whole, point, decimals = mantissa.lstrip("-").partition(".")
    digits = (whole + decimals).lstrip("0")
    place = int(exponent or 0) - len(decimals)
    if not point and not scaled:
        kept = digits.rstrip("0")
        if kept:
            place += len(digits) - len(kept)
        digits = kept
    return WrittenNumber(value, len(digits), place)


def not_finite(place: int | None) -> Refusal:
    """Return the refusal of a value that is no finite number."""
    return Refusal(NOT_FINITE, place, Message("This is not a finite number; write the number itself."))


def _too_many_digits(place: int) -> Refusal:
    return Refusal(
        TOO_LONG,
        place,
        Message(
            "A number may have at most {limit} digits; write it shorter.", {"limit": Numeral(MOST_DIGITS)}
        ),
    )


def _too_large_exponent(place: int) -> Refusal:
    return Refusal(
        TOO_LONG,
        place,
        Message(
            "An exponent may be at most {limit}; write the number shorter.", {"limit": Numeral(MOST_EXPONENT)}
        ),
    )


def _odd_separators(place: int) -> Refusal:
    return Refusal(
        MALFORMED,
        place,
        Message(
            "The points and commas of this number do not fit; write it plainly, such as 1234.5 or 1,234.5."
        ),
    )
