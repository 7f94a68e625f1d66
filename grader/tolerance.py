"""Decides whether a number, as a student wrote it, agrees with a reference.

A number is compared exactly: within a relative or absolute bound, as the reference rounded to the digits
that were written, or as the reference cut off there. Bounds include their ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import ClassVar

from grader.translation import Message, Numeral

ZERO = Fraction(0)
NEAR_ZERO = Fraction(1, 10**9)  # how far from a reference of 0 a lone number may lie
NEAR_ZERO_IN_MATRIX = Fraction(1, 10**6)  # the same, as a share of the matrix's largest cell
LONGEST_DECIMAL = 10  # places of a decimal that is shown as such
FEWEST_DIGITS_CUT = 2  # a number cut off instead of rounded needs as many significant digits


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number as it was written.

    ``significant`` counts its significant digits and ``place`` is the power of ten of the last of them
    (-3 for 0.103); both are None for a calculation. Zeros at the end of a whole number count only where
    a scale word or an exponent follows. ``approximate`` says that the number came with a sign of
    approximation or a scale word, ``percent`` that it came with a percent sign.
    """

    value: Fraction
    significant: int | None = None
    place: int | None = None
    approximate: bool = False
    percent: bool = False


class Agreement(StrEnum):
    """How a written number agrees with a reference."""

    NO = "no"
    WITHIN = "within"
    ROUNDED = "rounded"
    CUT_OFF = "cut_off"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far from the reference a right number may lie.

    ``relative`` is a share of the reference, ``absolute`` a distance, ``digits`` the fewest significant
    digits of a rounded answer (None: rounding is not enough), ``points`` a distance in percentage points.
    """

    relative: Fraction = Fraction(1, 1000)
    absolute: Fraction = NEAR_ZERO
    digits: int | None = 2
    points: Fraction | None = None

    exact: ClassVar[Tolerance]

    def with_overrides(
        self,
        *,
        rtol: float | Fraction | None = None,
        atol: float | Fraction | None = None,
        digits: int | None = None,
        points: float | Fraction | None = None,
    ) -> Tolerance:
        """Return this tolerance with the given bounds replaced; None keeps a bound as it is.

        Raises ValueError if a bound is negative or no number.
        """
        if self.points is not None and points is None:
            points, atol = atol, None  # the distance of a percentage is counted in points
        bounds = {"relative": rtol, "absolute": atol, "points": points}
        changes: dict[str, Fraction] = {}
        for name, bound in bounds.items():
            if bound is None:
                continue
            exact = bound if isinstance(bound, Fraction) else Fraction(str(bound))
            if exact < 0:
                raise ValueError(f"a tolerance cannot be negative, but {name} is {bound}")
            changes[name] = exact
        if digits is not None and digits < 1:
            raise ValueError(f"digits counts significant digits, from 1, but is {digits}")
        changed = replace(self, **changes)  # type: ignore[arg-type]  # every change is a Fraction of that field
        return changed if digits is None else replace(changed, digits=digits)

    def in_words(self) -> Message:
        """Return the rule as a reader of a report sees it."""
        return _in_words(self)


Tolerance.exact = Tolerance(relative=ZERO, absolute=ZERO, digits=None)
OF_NUMBERS = Tolerance()
OF_PERCENTAGES = Tolerance(points=Fraction(1))


@lru_cache(maxsize=256)  # every part of every student says its rule, and a class has few of them
def _in_words(rule: Tolerance) -> Message:
    if rule.points is not None:
        return Message("within {points} percentage points", {"points": Numeral(short_decimal(rule.points))})
    values: dict[str, Message | str] = {
        "share": Numeral(short_decimal(rule.relative * 100)),
        "distance": Numeral(short_decimal(rule.absolute)),
        "digits": Numeral(str(rule.digits)),
    }
    if not rule.relative and rule.absolute <= NEAR_ZERO:
        if rule.digits is None:
            return Message("exactly")
        return Message("exactly, or rounded to at least {digits} significant digits", values)
    if rule.absolute <= NEAR_ZERO:
        if rule.digits is None:
            return Message("within {share} %", values)
        return Message("within {share} %, or rounded to at least {digits} significant digits", values)
    if rule.digits is None:
        return Message("within {share} % or {distance}", values)
    return Message(
        "within {share} % or {distance}, or rounded to at least {digits} significant digits", values
    )


def agree(
    written: WrittenNumber,
    reference: Fraction | int,
    tolerance: Tolerance,
    largest_cell: Fraction | None = None,
) -> Agreement:
    """Return how ``written`` agrees with ``reference``; ``largest_cell`` is that of its matrix."""
    top, unit = written.value.as_integer_ratio()
    right, right_unit = reference.as_integer_ratio()
    apart = abs(top * right_unit - right * unit)
    if not apart:
        return Agreement.WITHIN
    if tolerance is Tolerance.exact:
        return Agreement.NO
    bottom = unit * right_unit  # the distance is apart / bottom
    bound = tolerance.absolute if tolerance.points is None else tolerance.points
    if apart * bound.denominator <= bound.numerator * bottom:
        return Agreement.WITHIN
    share = tolerance.relative
    if tolerance.points is None and apart * share.denominator <= share.numerator * abs(right) * unit:
        return Agreement.WITHIN
    if not right:
        is_near = Fraction(apart, bottom) <= _bound_at_zero(tolerance, largest_cell)
        return Agreement.WITHIN if is_near else Agreement.NO
    if tolerance.digits is None:
        return Agreement.NO
    return agree_by_digits(written, reference, tolerance.digits)


def agree_by_digits(written: WrittenNumber, reference: Fraction | int, fewest: int) -> Agreement:
    """Return whether ``written`` is the reference rounded, or cut off, to at least ``fewest`` digits."""
    if written.significant is None or written.place is None or written.significant < fewest:
        return Agreement.NO
    if not _is_within_a_unit(written.value, reference, written.place):
        return Agreement.NO
    unit = Fraction(10) ** written.place
    steps, rest = divmod(abs(Fraction(reference)), unit)
    sign = -1 if reference < 0 else 1
    if written.value in (sign * unit * steps_up for steps_up in _rounded(steps, rest / unit)):
        return Agreement.ROUNDED
    if written.significant >= FEWEST_DIGITS_CUT and written.value == sign * unit * steps:
        return Agreement.CUT_OFF
    return Agreement.NO


def _is_within_a_unit(value: Fraction, reference: Fraction | int, place: int) -> bool:
    """Return whether two numbers lie closer than one unit of ``place``, as one rounded or cut off does."""
    apart = abs(value.numerator * reference.denominator - reference.numerator * value.denominator)
    bottom = value.denominator * reference.denominator
    if place < 0:
        apart *= 10**-place
    else:
        bottom *= 10**place
    return apart < bottom


def _rounded(steps: int, rest: Fraction) -> tuple[int, ...]:
    """Return the whole numbers that ``steps + rest`` rounds to: half up, and half to even."""
    half = Fraction(1, 2)
    if rest < half:
        return (steps,)
    if rest > half:
        return (steps + 1,)
    return (steps + 1, steps + steps % 2)


def _bound_at_zero(tolerance: Tolerance, largest_cell: Fraction | None) -> Fraction:
    if tolerance.points is not None:
        return tolerance.points
    if not tolerance.relative and not tolerance.absolute:
        return ZERO
    return max(tolerance.absolute, NEAR_ZERO, NEAR_ZERO_IN_MATRIX * abs(largest_cell or ZERO))


def short_decimal(value: Fraction) -> str:
    """Return ``value`` as a short text: a whole number, a terminating decimal of few digits, else ``a/b``."""
    if value.denominator == 1:
        return str(value.numerator)
    if 10**LONGEST_DECIMAL % value.denominator:
        return f"{value.numerator}/{value.denominator}"
    for places in range(1, LONGEST_DECIMAL):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
            return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"
    return f"{value.numerator}/{value.denominator}"
