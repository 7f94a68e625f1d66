"""The kinds of vectors and matrices: compared cell by cell, with credit by cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from grader.answers.cells import (
    CellReader,
    flat,
    no_table,
    read_json_table,
    read_table,
    reference_cells,
)
from grader.answers.compared_cells import are_equal, compare_cells, is_whole, leaves
from grader.answers.figures import json_number
from grader.answers.nested import cells_of_three_levels
from grader.answers.reading import (
    NO_SCOPE,
    WRONG,
    Cells,
    Comparison,
    Plain,
    PlainCells,
    Reading,
    Scope,
    Value,
    blank,
    distinct,
    is_blank,
    refused,
    text_of,
)
from grader.answers.refusal import MALFORMED, Refusal
from grader.answers.values import plain_value, show_nested, to_json
from grader.records import JsonValue
from grader.tolerance import OF_NUMBERS, Tolerance, WrittenNumber
from grader.translation import Message

TRANSPOSED = re.compile(
    r"(?<=[)\]}])(?:\^(?:T|⊤|\\top|\{(?:T|⊤|\\top|\\mathsf ?T)\})|ᵀ)\$*\s*$"
)  # a column lying down
BITS = frozenset("01\u06f0\u06f1\u0660\u0661")  # Latin, Persian and Arabic


def _read(submitted: JsonValue, reader: CellReader) -> Reading:
    text = text_of(submitted)
    if is_blank(submitted):
        return blank(text)
    try:
        if isinstance(submitted, list):
            return read_json_table(text, submitted, reader)
        if isinstance(submitted, str):
            levels = cells_of_three_levels(submitted)
            if isinstance(levels, list):
                return read_json_table(text, levels, reader)
            return read_table(submitted, reader)
        number = json_number(submitted)
    except Refusal as refusal:
        return refused(text, refusal)
    if number is None:
        return refused(text, no_table())
    return Reading(text, (((number,),),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Rows of cells, each a number within the tolerance or a formula in ``symbols``.

    With ``flattened`` a column or a flat list of the same cells, row after row, is right too. The last
    ``border`` rows and columns may be left out together. With ``bits`` every cell is 0 or 1, and `110` is a row.
    """

    tolerance: Tolerance = OF_NUMBERS
    symbols: tuple[str, ...] = ()
    flattened: bool = False
    border: int = 0
    bits: bool = False

    @property
    def name(self) -> str:
        """The kind's name in records."""
        return "matrix"

    def read(self, submitted: JsonValue, scope: Scope = NO_SCOPE) -> Reading:
        """Return how ``submitted`` is read; raises nothing."""
        if self.bits:
            lines = submitted if isinstance(submitted, list) else [submitted]
            spaced = _with_bits_apart("\n".join(line for line in lines if isinstance(line, str)))
            if spaced and all(isinstance(line, str) for line in lines):
                return replace(_read(spaced, CellReader((), scope)), text=text_of(submitted))
        if self.flattened and isinstance(submitted, str) and TRANSPOSED.search(submitted[:20_001]):
            lying = _read(TRANSPOSED.sub("", submitted[:20_001]), CellReader(self.symbols, scope))
            if lying.is_readable and all(_is_row(value) for value in lying.values):
                return replace(lying, text=text_of(submitted))
        return _read(submitted, CellReader(self.symbols, scope))

    def compare(self, value: Value, reference: Plain) -> Comparison:
        """Return the share of right cells; 0 for another size, or for what a constant matrix would earn."""
        if not isinstance(value, tuple) or not isinstance(reference, tuple):
            return WRONG
        expected = self._expected(value, reference)
        return compare_cells(self._arranged(value, expected), expected, self.tolerance)

    def equals(self, value: Value, reference: Plain) -> bool:
        """Return whether every cell is right."""
        if not isinstance(value, tuple) or not isinstance(reference, tuple):
            return False
        expected = self._expected(value, reference)
        return are_equal(self._arranged(value, expected), expected, self.tolerance)

    def _expected(self, value: Cells, reference: PlainCells) -> PlainCells:
        """Return the reference without its border where ``value`` has as many rows as that leaves."""
        if not self.border or len(value) != len(reference) - self.border:
            return reference
        return tuple(
            row[: -self.border] if isinstance(row, tuple) else row for row in reference[: -self.border]
        )

    def _arranged(self, value: Cells, reference: PlainCells) -> Cells:
        """Return a flat list of as many cells in the reference's rows, where that is allowed."""
        if not self.flattened or len(leaves(value)) != len(leaves(reference)):
            return value
        unrolled = flat(value)
        if not isinstance(unrolled, tuple) or any(isinstance(cell, tuple) for cell in unrolled):
            return value
        return _rolled(unrolled, len(reference))

    def plain(self, value: Value) -> Plain:
        """Return the rows with plain cells."""
        return plain_value(value)

    def in_bounds(self, value: Value) -> bool:
        """Return whether the matrix is whole: rows of one length, no cell empty."""
        rows = value if isinstance(value, tuple) else ()
        lengths = {len(row) if isinstance(row, tuple) else 0 for row in rows}
        return len(lengths) == 1 and 0 not in lengths and is_whole(value)

    def reference(self, raw: object) -> Plain:
        """Return the rows that a reference function gave; raises ValueError unless they are of one length."""
        rows = reference_cells(raw, self.symbols)
        lengths = {len(row) if isinstance(row, tuple) else 0 for row in rows}
        if len(lengths) != 1 or 0 in lengths:
            raise ValueError("expected a matrix: a list of rows of one length")
        return rows

    def show(self, value: Value | Plain) -> str:
        """Return the matrix as nested lists."""
        return show_nested(value)

    def to_json(self, value: Value | Plain) -> JsonValue:
        """Return the matrix as lists of lists."""
        return to_json(value)

    def rule(self) -> Message:
        """Return the tolerance in words."""
        return Message("each cell {rule}", {"rule": self.tolerance.in_words()})


def _is_row(value: Value) -> bool:
    """Return whether a value is one row of cells, which as a column is the same list."""
    return isinstance(value, tuple) and (len(value) == 1 or not any(isinstance(row, tuple) for row in value))


def _are_squares(value: Cells, reference: PlainCells) -> bool:
    """Return whether every number is the square of the right one."""
    return len(value) == len(reference) and all(
        isinstance(cell, WrittenNumber)
        and isinstance(side, int | Fraction)
        and 1 != cell.value == side * side
        for cell, side in zip(value, reference, strict=True)
    )


def _with_bits_apart(text: str) -> str | None:
    """Return rows such as `110` with their bits apart, or None where they are not written so."""
    rows = text.split()
    if len(rows) < 2 or len({len(row) for row in rows}) > 1 or len(rows[0]) < 2:
        return None
    return "\n".join(map(" ".join, rows)) if set("".join(rows)) <= BITS else None


def _rolled(cells: Cells, rows: int) -> Cells:
    """Return a flat list as so many rows of one length."""
    length = max(1, len(cells) // rows)
    return tuple(cells[start : start + length] for start in range(0, len(cells), length))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """A list of numbers or formulas, each within the tolerance.

    With ``side`` each is one side of a map, and `128×128` means 128.
    """

    tolerance: Tolerance = OF_NUMBERS
    symbols: tuple[str, ...] = ()
    side: bool = False

    @property
    def name(self) -> str:
        """The kind's name in records."""
        return "vector"

    def read(self, submitted: JsonValue, scope: Scope = NO_SCOPE) -> Reading:
        """Return how ``submitted`` is read; raises nothing."""
        cells = TRANSPOSED.sub("", submitted[:20_001]) if isinstance(submitted, str) else submitted
        reading = replace(
            _read(cells, CellReader(self.symbols, scope, side=self.side)), text=text_of(submitted)
        )
        values = tuple(flat(value) for value in reading.values)
        return replace(reading, values=distinct(values) if len(values) > 1 else values)

    def compare(self, value: Value, reference: Plain) -> Comparison:
        """Return the share of right cells; 0 for another length."""
        if not isinstance(value, tuple) or not isinstance(reference, tuple):
            return WRONG
        if len(value) > 1 and any(isinstance(cell, tuple) for cell in value):
            return replace(WRONG, doubt=MALFORMED)  # a table: perhaps of decimal commas
        if self.side and _are_squares(value, reference):
            return replace(WRONG, doubt=MALFORMED)  # 49 where a side of 7 is asked: perhaps 7×7
        return compare_cells((value,), (reference,), self.tolerance)

    def equals(self, value: Value, reference: Plain) -> bool:
        """Return whether every cell is right."""
        if not isinstance(value, tuple) or not isinstance(reference, tuple):
            return False
        return are_equal(value, reference, self.tolerance)

    def plain(self, value: Value) -> Plain:
        """Return the list with plain cells."""
        return plain_value(value)

    def in_bounds(self, value: Value) -> bool:
        """Return whether there are cells, in one row, none of them empty."""
        return (
            isinstance(value, tuple)
            and is_whole(value)
            and not any(isinstance(cell, tuple) for cell in value)
        )

    def reference(self, raw: object) -> Plain:
        """Return the list that a reference function gave; raises ValueError for anything else."""
        cells = reference_cells(raw, self.symbols)
        if any(isinstance(cell, tuple) for cell in cells):
            raise ValueError("expected a vector: a list of numbers")
        return cells

    def show(self, value: Value | Plain) -> str:
        """Return the vector as a list."""
        return show_nested(value)

    def to_json(self, value: Value | Plain) -> JsonValue:
        """Return the vector as a list."""
        return to_json(value)

    def rule(self) -> Message:
        """Return the tolerance in words."""
        return Message("each cell {rule}", {"rule": self.tolerance.in_words()})
