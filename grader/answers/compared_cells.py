"""Compares vectors and matrices cell by cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

from grader.answers.equality import same_function
from grader.answers.expr import Constant, Expr, Symbol
from grader.answers.reading import CUT_OFF, RIGHT, WRONG, Cells, Comparison, PlainCells, Value
from grader.answers.refusal import MALFORMED
from grader.answers.values import has_more_cells
from grader.tolerance import Agreement, Tolerance, WrittenNumber, agree

BLANK_CELL = Symbol("")  # a cell left empty; no symbol is spelt so, and it equals nothing


def leaves(node: object) -> list[object]:
    """Return the cells of a vector or a matrix, row after row."""
    if isinstance(node, tuple):
        return [leaf for child in node for leaf in leaves(child)]
    return [node]


def placed_leaves(rows: Cells | PlainCells) -> list[tuple[tuple[int, int], object]]:
    """Return every cell with its (row, column); deeper levels count on along the columns."""
    return [
        ((row_index, column), cell)
        for row_index, row in enumerate(rows)
        for column, cell in enumerate(leaves(row))
    ]


def is_whole(value: Value) -> bool:
    """Return whether a table has cells, none of them empty."""
    if not isinstance(value, tuple):
        return value is not BLANK_CELL
    return bool(value) and all(map(is_whole, value))


def _has_size_of(node: object, expected: object) -> bool:
    if not isinstance(node, tuple) or not isinstance(expected, tuple):
        return isinstance(node, tuple) == isinstance(expected, tuple)
    return len(node) == len(expected) and all(map(_has_size_of, node, expected))


def compare_cells(value: Cells, reference: PlainCells, tolerance: Tolerance) -> Comparison:
    """Return the credit by cell of ``value`` against ``reference``.

    Credit is the share of right cells, and 0 for another size or unless more cells are right than the best
    constant matrix would have. A table that was too large for its cells to be read is a doubt, and so is
    another size that may hold the right cells all the same.
    """
    if not _has_size_of(value, reference):
        return replace(WRONG, doubt=MALFORMED) if _may_mean(value, reference, tolerance) else WRONG
    expected, cells = placed_leaves(reference), leaves(value)
    if all(cell is BLANK_CELL for cell in cells):
        return replace(WRONG, doubt=MALFORMED)
    has_zero = any(right == 0 for _, right in expected if not isinstance(right, Expr))
    largest = _largest_cell(reference) if has_zero else None  # only a 0 asks for it
    agreements = [
        (place, cell_agreement(cell, right, tolerance, largest))
        for (place, right), cell in zip(expected, cells, strict=True)
    ]
    wrong = tuple(place for place, agreement in agreements if agreement is Agreement.NO)
    if not wrong:
        was_cut = any(agreement is Agreement.CUT_OFF for _, agreement in agreements)
        return replace(RIGHT, remarks=(CUT_OFF,)) if was_cut else RIGHT
    commonest = max(Counter(cell for _, cell in expected).values())
    right_count = len(expected) - len(wrong)
    credit = Fraction(right_count, len(expected)) if right_count > commonest else Fraction(0)
    return Comparison(credit, wrong)


def _may_mean(value: Cells, reference: PlainCells, tolerance: Tolerance) -> bool:
    """Return whether a table of another size is one number for all cells, all cells in one line, or a part."""
    expected = leaves(reference)
    if has_more_cells(value, len(expected)):
        return False
    cells = leaves(value)
    if len(cells) == 1 < len(expected):
        return True
    rows = [row for row in reference if isinstance(row, tuple)]
    width = len(rows[0]) if rows else 0
    if any(len(row) != width or any(isinstance(cell, tuple) for cell in row) for row in rows):
        return False
    columns = tuple(cell for column in range(width) for cell in (row[column] for row in rows))
    line = tuple(cell for cell in cells if isinstance(cell, WrittenNumber | Expr))
    if len(line) == len(expected) and 1 in (len(value), len(cells) // len(value)):
        return any(are_equal(line, order, tolerance) for order in (_joined(rows), columns))
    return any(are_equal(value, part, tolerance) for part in _parts(value, rows))


def _joined(rows: list[PlainCells]) -> PlainCells:
    return tuple(cell for row in rows for cell in row)


def _parts(value: Cells, rows: list[PlainCells]) -> list[PlainCells]:
    """Return the part of ``rows`` as large as ``value`` at its first corner, and the one within its border."""
    height, width = len(value), len(value[0]) if value and isinstance(value[0], tuple) else 0
    return [tuple(row[first : first + width] for row in rows[first : first + height]) for first in (0, 1)]


def are_equal(value: Cells, reference: PlainCells, tolerance: Tolerance) -> bool:
    """Return whether every cell of ``value`` is right; nothing behind the first wrong one is looked at."""
    return _are_equal(value, reference, tolerance, reference)


def _are_equal(value: Cells, expected: PlainCells, tolerance: Tolerance, whole: PlainCells) -> bool:
    if len(value) != len(expected):
        return False
    for cell, right in zip(value, expected, strict=True):
        if isinstance(right, tuple):
            if not isinstance(cell, tuple) or not _are_equal(cell, right, tolerance, whole):
                return False
        elif isinstance(cell, WrittenNumber) and isinstance(right, int | Fraction):
            largest = None if right or cell.value == 0 else _largest_cell(whole)  # only a 0 asks for it
            if agree(cell, right, tolerance, largest) is Agreement.NO:
                return False
        elif cell_agreement(cell, right, tolerance, None) is Agreement.NO:
            return False
    return True


def _largest_cell(reference: PlainCells) -> Fraction:
    numbers = [abs(Fraction(cell)) for cell in leaves(reference) if isinstance(cell, int | Fraction)]
    return max(numbers, default=Fraction(0))


def cell_agreement(
    cell: object, expected: object, tolerance: Tolerance, largest: Fraction | None
) -> Agreement:
    """Return how one cell agrees with the reference's, a number or a formula."""
    if cell is BLANK_CELL:
        return Agreement.NO
    if isinstance(cell, WrittenNumber) and isinstance(expected, int | Fraction):
        return agree(cell, expected, tolerance, largest)
    left = Constant(cell.value) if isinstance(cell, WrittenNumber) else cell
    right = Constant(expected) if isinstance(expected, int | Fraction) else expected
    if isinstance(left, Expr) and isinstance(right, Expr) and same_function(left, right):
        return Agreement.WITHIN
    return Agreement.NO
