"""How a value is shown to a reader, kept in a record, and handed to the functions of a problem."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from grader.answers.expr import Expr, Symbol
from grader.answers.reading import Cells, Plain, PlainCells, Value
from grader.records import JsonValue
from grader.tolerance import WrittenNumber, short_decimal

SHOWN_DIGITS = 6  # of a number that is no short decimal
MOST_SHOWN = 2500  # cells
MOST_KEPT = 10_000  # cells of a table in a record
LONGEST_FRACTION = 7  # characters of a fraction that is shown as it was written


def has_more_cells(value: tuple[object, ...], limit: int) -> bool:
    """Return whether a vector or a matrix has more cells than ``limit``, counting no further."""
    return _count_up_to(value, limit) > limit


def _count_up_to(value: tuple[object, ...], limit: int) -> int:
    if not value or not isinstance(value[0], tuple):
        return len(value)
    count = 0
    for row in value:
        count += _count_up_to(row, limit) if isinstance(row, tuple) else 1
        if count > limit:
            break
    return count


def number_of(value: object) -> Fraction | None:
    """Return the number that ``value`` is, or None for anything else."""
    if isinstance(value, WrittenNumber):
        return value.value
    if isinstance(value, Fraction):
        return value
    return Fraction(value) if isinstance(value, int) else None


@lru_cache(maxsize=4096)
def show_number(value: Fraction | int) -> str:
    """Return a number as a reader sees it: whole, a short decimal or a short fraction, else six digits."""
    shown = short_decimal(Fraction(value))
    if "/" not in shown or len(shown) <= LONGEST_FRACTION:
        return shown
    try:
        return f"{float(value):.{SHOWN_DIGITS}g}"
    except OverflowError:
        return shown


def show_cell(cell: object) -> str:
    """Return a number, a formula or an empty cell as a reader sees it."""
    if type(cell) is int:
        return str(cell)
    number = number_of(cell)
    if number is None:
        return str(cell) or "–"
    return str(number.numerator) if number.denominator == 1 else show_number(number)


def show_sides(value: Value | Plain) -> str:
    """Return sides joined by ×, a formula of several terms in brackets; one value as it is."""
    if not isinstance(value, tuple):
        return show_cell(value)
    texts = [show_cell(side) for side in value]
    return " × ".join(f"({text})" if " " in text else text for text in texts)


def _is_empty(value: object) -> bool:
    """Return whether the first cell is empty, as all are of a table whose size alone was read."""
    while isinstance(value, tuple) and value:
        value = value[0]
    return isinstance(value, Symbol) and not value.name


def show_nested(value: object) -> str:
    """Return a vector or a matrix as nested lists; of one beyond 50 × 50 cells, its size."""
    if isinstance(value, tuple):
        first = value[0] if value and isinstance(value[0], tuple) else ()
        if has_more_cells(value, MOST_SHOWN):
            return f"[…] ({len(value)} × {len(first)})" if first else f"[…] ({len(value)})"
        return f"[{', '.join(show_nested(child) for child in value)}]"
    return show_cell(value)


def to_json(value: object) -> JsonValue:
    """Return a value for JSON: numbers as such, formulas as text, an empty cell as null.

    A table so large that only its size is judged is the text of its size.
    """
    if isinstance(value, tuple):
        if has_more_cells(value, MOST_SHOWN) and (has_more_cells(value, MOST_KEPT) or _is_empty(value)):
            return show_nested(value)
        return [to_json(child) for child in value]
    if type(value) is int:
        return value
    number = number_of(value)
    if number is None:
        return str(value) or None
    if number.denominator == 1:
        return number.numerator
    try:
        return float(number)
    except OverflowError:
        return str(number)


def plain_cell(cell: object) -> int | Fraction | Expr:
    """Return a cell as the functions of a problem take it: an int where it is whole."""
    number = number_of(cell)
    if number is not None:
        return number.numerator if number.denominator == 1 else number
    if isinstance(cell, Expr):
        return cell
    raise TypeError(f"not a cell: {cell!r}")


def plain_cells(cells: Cells) -> PlainCells:
    """Return a vector or a matrix with every cell as the functions of a problem take it."""
    return tuple(plain_cells(cell) if isinstance(cell, tuple) else plain_cell(cell) for cell in cells)


def plain_value(value: Value) -> Plain:
    """Return ``value`` as the functions of a problem take it."""
    if isinstance(value, tuple):
        return plain_cells(value)
    return value if isinstance(value, str) else plain_cell(value)


def is_within(value: Value, at_least: Fraction | int | None, at_most: Fraction | int | None) -> bool:
    """Return whether ``value`` is a number within the bounds."""
    number = number_of(value)
    if number is None:
        return False
    return (at_least is None or number >= at_least) and (at_most is None or number <= at_most)


def significant_digits(value: WrittenNumber) -> int:
    """Return how many digits a number shows; one that was worked out shows all its own."""
    if value.significant is not None:
        return value.significant
    digits = str(abs(value.value.numerator)).rstrip("0")
    return len(digits)
