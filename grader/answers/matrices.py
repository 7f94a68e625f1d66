"""The kinds of vectors and matrices: compared cell by cell, with credit by cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from grader.answers.characters import fold_characters
from grader.answers.equality import same_function
from grader.answers.expr import Constant, Expr, Symbol
from grader.answers.figures import (
    Interpreted,
    evaluated,
    exact_number,
    json_number,
    read_numbers,
    read_text,
)
from grader.answers.lexer import Notation, too_long
from grader.answers.numerals import number_from
from grader.answers.reading import (
    CUT_OFF,
    NO_SCOPE,
    RIGHT,
    WRONG,
    Cell,
    Cells,
    Comparison,
    Plain,
    PlainCell,
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
from grader.answers.sentences import Sentence, Side
from grader.answers.tables import Grid, grids_of
from grader.answers.values import plain_value, show_nested, to_json
from grader.records import JsonValue
from grader.tolerance import OF_NUMBERS, Agreement, Tolerance, WrittenNumber, agree
from grader.translation import Message

LONGEST_TEXT = 20_000
LONGEST_CELL = 400
BLANK_CELL = Symbol("")  # a cell left empty; no symbol is spelt so, and it equals nothing
EMPTY_MARKS = frozenset({"", "-", "–", "…", "..."})


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Rows of cells, each a number within the tolerance or a formula in ``symbols``."""

    tolerance: Tolerance = OF_NUMBERS
    symbols: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The kind's name in records."""
        return "matrix"

    def read(self, submitted: JsonValue, scope: Scope = NO_SCOPE) -> Reading:
        """Return how ``submitted`` is read; raises nothing."""
        text = text_of(submitted)
        if is_blank(submitted):
            return blank(text)
        try:
            if isinstance(submitted, list):
                return Reading(text, (_json_rows(submitted, self._cell_reader(scope)),))
            if isinstance(submitted, str):
                return _read_grids(submitted, self._cell_reader(scope))
            number = json_number(submitted)
        except Refusal as refusal:
            return refused(text, refusal)
        if number is not None:
            return Reading(text, (((number,),),))
        return refused(text, _no_table())

    def _cell_reader(self, scope: Scope) -> CellReader:
        return CellReader(self.symbols or tuple(scope.values), scope)

    def compare(self, value: Value, reference: Plain) -> Comparison:
        """Return the share of right cells; 0 for another size, or for what a constant matrix would earn."""
        if not isinstance(value, tuple) or not isinstance(reference, tuple):
            return WRONG
        return compare_cells(value, reference, self.tolerance)

    def plain(self, value: Value) -> Plain:
        """Return the rows with plain cells."""
        return plain_value(value)

    def in_bounds(self, value: Value) -> bool:
        """Return whether the matrix is whole: rows of one length, no cell empty."""
        rows = value if isinstance(value, tuple) else ()
        lengths = {len(row) for row in rows if isinstance(row, tuple)}
        return len(lengths) == 1 and all(cell is not BLANK_CELL for _, cell in cells_of(rows))

    def reference(self, raw: object) -> Plain:
        """Return the rows that a reference function gave; raises ValueError unless they are of one length."""
        rows = _reference_nested(raw, self.symbols)
        if not isinstance(rows, tuple) or not rows or not all(isinstance(row, tuple) and row for row in rows):
            raise ValueError("expected a matrix: a list of rows")
        if len({len(row) for row in rows if isinstance(row, tuple)}) != 1:
            raise ValueError("expected rows of one length")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """A list of numbers or formulas, each within the tolerance."""

    tolerance: Tolerance = OF_NUMBERS
    symbols: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The kind's name in records."""
        return "vector"

    def read(self, submitted: JsonValue, scope: Scope = NO_SCOPE) -> Reading:
        """Return how ``submitted`` is read; raises nothing."""
        reading = Matrix(tolerance=self.tolerance, symbols=self.symbols).read(submitted, scope)
        if reading.reason is not None:
            return reading
        return replace(reading, values=distinct(_flat(value) for value in reading.values))

    def compare(self, value: Value, reference: Plain) -> Comparison:
        """Return the share of right cells; 0 for another length."""
        if not isinstance(value, tuple) or not isinstance(reference, tuple):
            return WRONG
        return compare_cells((value,), (reference,), self.tolerance)

    def plain(self, value: Value) -> Plain:
        """Return the list with plain cells."""
        return plain_value(value)

    def in_bounds(self, value: Value) -> bool:
        """Return whether no cell is empty."""
        return isinstance(value, tuple) and all(cell is not BLANK_CELL for _, cell in cells_of((value,)))

    def reference(self, raw: object) -> Plain:
        """Return the list that a reference function gave; raises ValueError for anything else."""
        cells = _reference_nested(raw, self.symbols)
        if not isinstance(cells, tuple) or not cells or any(isinstance(cell, tuple) for cell in cells):
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


class CellReader:
    """Reads the cells of one table; equal texts are read once."""

    def __init__(self, symbols: tuple[str, ...], scope: Scope) -> None:
        self.notation = Notation(symbols, commas_group=False, spaces_group=False)
        self.scope = scope
        self.known: dict[str, tuple[Cell, ...]] = {}

    def read(self, text: str, start: int | None) -> tuple[Cell, ...]:
        """Return the sensible readings of one cell; raises Refusal with the place in the table."""
        text = text.strip()
        if text in self.known:
            return self.known[text]
        if text in EMPTY_MARKS:
            readings: tuple[Cell, ...] = (BLANK_CELL,)
        else:
            readings = self._parsed(text, start)
        self.known[text] = readings
        return readings

    def _parsed(self, text: str, start: int | None) -> tuple[Cell, ...]:
        quick = quick_number(text)
        if quick is not None:
            return (quick,)
        if len(text) > LONGEST_CELL:
            raise too_long(start)
        reading = read_text(text, self.notation, self._interpret)
        if reading.reason is not None:
            raise Refusal(
                reading.reason,
                start,
                Message("The cell {cell} cannot be read as a number.", {"cell": text[:40]}),
            )
        return tuple(value for value in reading.values if isinstance(value, WrittenNumber | Expr))

    def _interpret(self, sentence: Sentence) -> Interpreted:
        declared = frozenset(self.notation.symbols)

        def read_side(side: Side) -> Value:
            if isinstance(side.node, Expr) and side.node.symbols <= declared:
                unknown = side.node.symbols - self.scope.values.keys()
                if unknown:
                    return side.node
            return evaluated(side.node, side, self.scope.values)

        return read_numbers(sentence, read_side, lambda left, right: left == right, self.scope)


@lru_cache(maxsize=4096)
def quick_number(text: str) -> WrittenNumber | None:
    """Return the number of a text of plain digits, the common case; None for anything else."""
    digits = text[1:] if text[:1] == "-" else text
    if len(digits) > 18 or not digits.isascii():
        return None
    if digits.isdigit():
        return number_from(Fraction(int(text)), digits)
    whole, _, decimals = digits.partition(".")
    if whole.isdigit() and decimals.isdigit() and (len(decimals) != 3 or whole.startswith("0")):
        return number_from(
            Fraction(int(whole + decimals) * (-1 if text[0] == "-" else 1), 10 ** len(decimals)), digits
        )
    return None


def _read_grids(text: str, reader: CellReader) -> Reading:
    if len(text) > LONGEST_TEXT:
        return refused(text[:LONGEST_TEXT], too_long(None))
    folded = fold_characters(text)
    # The slash of ۱۲/۵ tells its two readings by the digits of the student, which cells must keep.
    body = folded.text if "/" not in text or folded.places is not None else text
    grids = grids_of(folded.text if body is folded.text else _digits_kept(text, folded.text))
    if not grids or not any(grids[0]):
        raise _no_table()
    values = distinct(value for grid in grids for value in _read_grid(grid, reader))
    return Reading(text, values)


def _digits_kept(text: str, folded: str) -> str:
    """Return ``folded`` with the Persian digits of ``text``, which is as long."""
    return "".join(
        original if original in "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩" else letter
        for original, letter in zip(text, folded, strict=True)
    )


def _read_grid(grid: Grid, reader: CellReader) -> list[Value]:
    """Return the grid read by the likeliest reading of every cell, and by the second where cells have one."""
    readings = [[reader.read(cell.text, cell.start) for cell in row] for row in grid]
    values: list[Value] = [tuple(tuple(cell[0] for cell in row) for row in readings)]
    if any(len(cell) > 1 for row in readings for cell in row):
        values.append(tuple(tuple(cell[-1] for cell in row) for row in readings))
    return values


def _json_rows(submitted: list[JsonValue], reader: CellReader) -> Value:
    """Return a JSON list as rows of cells; a flat list is one row."""
    if not any(isinstance(item, list) for item in submitted):
        return (tuple(_json_cell(item, reader) for item in submitted),)
    return tuple(_json_row(row, reader, 1) for row in submitted)


def _json_row(row: JsonValue, reader: CellReader, depth: int) -> Cells:
    if not isinstance(row, list) or depth > 3:
        raise _no_table()
    return tuple(
        _json_row(cell, reader, depth + 1) if isinstance(cell, list) else _json_cell(cell, reader)
        for cell in row
    )


def _json_cell(cell: JsonValue, reader: CellReader) -> Cell:
    if cell is None:
        return BLANK_CELL
    if isinstance(cell, str):
        return reader.read(cell, 0)[0]
    number = json_number(cell)
    if number is None:
        raise _no_table()
    return number


def _no_table() -> Refusal:
    return Refusal(MALFORMED, 0, Message("A table is asked; write it as rows, such as [[1, 2], [3, 4]]."))


def _flat(value: Value) -> Value:
    """Return a matrix of one row, or of one column, as a vector."""
    if isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], tuple):
        return value[0]
    if isinstance(value, tuple) and all(isinstance(row, tuple) and len(row) == 1 for row in value):
        return tuple(row[0] for row in value if isinstance(row, tuple))
    return value


def cells_of(rows: Cells | PlainCells) -> list[tuple[tuple[int, int], object]]:
    """Return every cell with its (row, column); deeper levels count on along the columns."""
    found: list[tuple[tuple[int, int], object]] = []
    for row_index, row in enumerate(rows):
        flat = list(_leaves(row))
        found.extend(((row_index, column), cell) for column, cell in enumerate(flat))
    return found


def _leaves(node: object) -> list[object]:
    if isinstance(node, tuple):
        return [leaf for child in node for leaf in _leaves(child)]
    return [node]


def _size(node: object) -> tuple[object, ...] | None:
    return tuple(_size(child) for child in node) if isinstance(node, tuple) else None


def compare_cells(
    value: Cells | PlainCells, reference: Cells | PlainCells, tolerance: Tolerance
) -> Comparison:
    """Return the credit by cell of ``value`` against ``reference``, both nested alike."""
    if len(value) != len(reference) or _size(value) != _size(reference):
        return WRONG
    expected = cells_of(reference)
    largest = max(
        (abs(Fraction(cell)) for _, cell in expected if isinstance(cell, int | Fraction)), default=Fraction(0)
    )
    agreements = [
        (place, _cell_agreement(cell, right, tolerance, largest))
        for (place, right), (_, cell) in zip(expected, cells_of(value), strict=True)
    ]
    wrong = tuple(place for place, agreement in agreements if agreement is Agreement.NO)
    if not wrong:
        cut = any(agreement is Agreement.CUT_OFF for _, agreement in agreements)
        return replace(RIGHT, remarks=(CUT_OFF,)) if cut else RIGHT
    right_count = len(expected) - len(wrong)
    commonest = max(Counter(cell for _, cell in expected).values())
    credit = Fraction(right_count, len(expected)) if right_count > commonest else Fraction(0)
    return Comparison(credit, wrong)


def _cell_agreement(cell: object, expected: object, tolerance: Tolerance, largest: Fraction) -> Agreement:
    if cell is BLANK_CELL:
        return Agreement.NO
    if isinstance(cell, WrittenNumber):
        if isinstance(expected, int | Fraction):
            return agree(cell, Fraction(expected), tolerance, largest)
        cell = Constant(cell.value)
    if isinstance(expected, int | Fraction):
        expected = Constant(expected)
    if isinstance(cell, Expr) and isinstance(expected, Expr) and same_function(cell, expected):
        return Agreement.WITHIN
    return Agreement.NO


def _reference_nested(raw: object, symbols: tuple[str, ...]) -> object:
    if hasattr(raw, "tolist"):
        raw = raw.tolist()
    if isinstance(raw, list | tuple):
        return tuple(_reference_nested(item, symbols) for item in raw)
    if isinstance(raw, Expr):
        return raw
    if isinstance(raw, str):
        from grader.answers.expressions import parse_expression

        parsed = parse_expression(raw, symbols)
        return parsed.value if isinstance(parsed, Constant) else parsed
    number: PlainCell = exact_number(raw)
    return number
