"""Reads the cells of a vector or a matrix."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from grader.answers.characters import PERSIAN_DIGITS, fold_characters
from grader.answers.compared_cells import BLANK_CELL, leaves
from grader.answers.expr import Constant, Expr
from grader.answers.figures import Interpreted, evaluated, exact_number, json_number, read_numbers, read_text
from grader.answers.integers import sides_of
from grader.answers.large_tables import holds_whole_numbers, large_table, ragged, size_only
from grader.answers.lexer import Notation, too_long
from grader.answers.plain_cells import plain_numbers, whole_number
from grader.answers.reading import (
    ANOTHER_LETTER_CASE,
    Cell,
    Cells,
    JsonFloat,
    PlainCells,
    Reading,
    Scope,
    Value,
    distinct,
    refused,
)
from grader.answers.refusal import MALFORMED, TOO_LONG, Refusal, too_many_characters
from grader.answers.sentences import Sentence, Side
from grader.answers.tables import Grid, table_of
from grader.records import Certainty, JsonValue
from grader.tolerance import WrittenNumber
from grader.translation import Message, Numeral

LONGEST_TEXT = 20_000
LONGEST_CELL = 400
MOST_READ = 8_000  # whole numbers of a list that are read, or half as many others; beyond, only its size
MOST_WRITTEN = 2_500  # cells of a table in text that are read; beyond, only its size
MOST_CELLS = 10**6
COST_OF_A_CELL = 16  # letters that take as long to read as beginning with a cell
MOST_CALCULATED = 3000  # letters of different cells that are more than a numeral or a fraction
DEEPEST = 3  # a filter over several channels has three levels
EMPTY_MARKS = frozenset({"", "-", "null", "None", "none", "?"})
ONE = WrittenNumber(Fraction(1))


class CellReader:
    """Reads the cells of one table; equal texts are read once.

    With ``side`` a cell is one side of a map, and `128×128` is 128. ``folded`` tells that a letter was read
    as a symbol that is spelt like it, ``is_unsure`` that a cell had a second sensible reading.
    """

    def __init__(self, symbols: tuple[str, ...], scope: Scope, *, side: bool = False) -> None:
        self.notation = Notation(symbols or tuple(scope.values), commas_group=False, spaces_group=False)
        self.scope = scope
        self.side = side
        self.folded = False
        self.is_unsure = False
        self._calculated = 0
        self._known: dict[str, tuple[Cell, ...]] = {}

    def read(self, text: str, start: int | None, choice: int = 0) -> Cell:
        """Return the first or, with a ``choice`` of -1, the last sensible reading of one cell.

        Raises Refusal with the place in the table.
        """
        readings = self._known.get(text)
        if readings is None:
            readings = self._known[text] = self._parsed(
                text.strip(), start if start is None else start + len(text) - len(text.lstrip())
            )
            self.is_unsure = self.is_unsure or len(readings) > 1
        return readings[choice]

    def _parsed(self, text: str, start: int | None) -> tuple[Cell, ...]:
        if text in EMPTY_MARKS:
            return (BLANK_CELL,)
        if re.fullmatch("[+-]?[0-9]{1,9},[0-9]{1,9}", text):  # no comma parts the cells of this table
            text = text.replace(",", ".")
        plain = plain_numbers(text)
        if plain:
            return plain
        self._calculated += len(text) + COST_OF_A_CELL
        if len(text) > LONGEST_CELL or self._calculated > MOST_CALCULATED:
            raise too_long(start)
        reading = read_text(text, self.notation, self._interpret)
        if reading.reason is not None:
            raise Refusal(
                reading.reason, start, Message("The cell {cell} cannot be read.", {"cell": text[:40]})
            )
        self.folded = self.folded or reading.certainty is not Certainty.CERTAIN
        return tuple(value for value in reading.values if isinstance(value, WrittenNumber | Expr))

    def _interpret(self, sentence: Sentence) -> Interpreted:
        return read_numbers(sentence, self._cell, lambda left, right: left == right, self.scope)

    def _cell(self, side: Side) -> Value:
        sides = sides_of(side.node) if self.side else None
        if sides is not None and sides[0] == sides[1]:
            return evaluated(sides[0], side, self.scope.values)
        if isinstance(side.node, Expr) and side.node.symbols <= frozenset(self.notation.symbols):
            unknown = side.node.symbols - self.scope.values.keys()
            if unknown:
                return side.node
        return evaluated(side.node, side, self.scope.values)


def read_table(text: str, reader: CellReader) -> Reading:
    """Return the reading of a table's text; every way to cut it that can be read is kept."""
    if len(text) > LONGEST_TEXT:
        return refused(text[:LONGEST_TEXT], too_many_characters(LONGEST_TEXT))
    folded = fold_characters(text)
    body = folded.text
    if "/" in body and folded.places is None:
        body = _with_persian_digits(text, body)  # the slash of ۱۲/۵ has two readings, told by the digits
    try:
        large = large_table(body, MOST_WRITTEN)
        if large is not None:
            return Reading(text, (large,))
        table = table_of(body)
        factor = ONE if table.factor is None else reader.read(table.factor.text, table.factor.start)
        values, refusal = _values_of(table.grids, reader)
    except Refusal as found:
        place = found.position if found.position is None else folded.place(found.position)
        return refused(text, Refusal(found.reason, place, found.advice))
    if not values or all(cell is BLANK_CELL for value in values for cell in leaves(value)):
        return refused(text, refusal or no_table())
    if reader.folded:
        remarks = (ANOTHER_LETTER_CASE,)
        return Reading(text, _scaled(values, factor), certainty=Certainty.PLAIN, remarks=remarks)
    return Reading(text, _scaled(values, factor))


def _with_persian_digits(text: str, folded: str) -> str:
    """Return ``folded`` with the Persian digits of ``text``, which is as long."""
    return "".join(
        original if original in PERSIAN_DIGITS else letter
        for original, letter in zip(text, folded, strict=True)
    )


def _values_of(grids: list[Grid], reader: CellReader) -> tuple[tuple[Value, ...], Refusal | None]:
    values: list[Value] = []
    refusal: Refusal | None = None
    for grid in grids:
        try:
            values.append(_read_grid(grid, reader, 0))
            if reader.is_unsure:
                values.append(_read_grid(grid, reader, -1))
        except Refusal as found:
            refusal = refusal or found.with_traceback(None)  # its frames hold much
    return distinct(values), refusal


def _read_grid(grid: Grid, reader: CellReader, choice: int) -> Value:
    """Return the grid with the first or the last reading of every cell, by one habit throughout."""
    if not any(grid):
        raise no_table()
    if len({len(row) for row in grid}) > 1:
        raise ragged()
    return tuple(tuple(reader.read(cell.text, cell.start, choice) for cell in row) for row in grid)


def _scaled(values: tuple[Value, ...], factor: Cell) -> tuple[Value, ...]:
    """Return the matrices with every cell times the number that stood before the bracket."""
    if factor == ONE:
        return values
    return tuple(_times(value, factor) for value in values if isinstance(value, tuple))


def _times(cells: Cells, factor: Cell) -> Cells:
    return tuple(
        _times(cell, factor) if isinstance(cell, tuple) else _product(cell, factor) for cell in cells
    )


def _product(cell: Cell, factor: Cell) -> Cell:
    if cell is BLANK_CELL:
        return cell
    if isinstance(cell, WrittenNumber) and isinstance(factor, WrittenNumber):
        return WrittenNumber(cell.value * factor.value)
    left, right = (Constant(one.value) if isinstance(one, WrittenNumber) else one for one in (factor, cell))
    return left * right


def read_json_table(text: str, submitted: list[JsonValue], reader: CellReader) -> Reading:
    """Return the reading of a JSON list; a flat list is one row. Raises Refusal where it is no table."""
    rows: list[JsonValue] = submitted if list in set(map(type, submitted)) else [submitted]
    count = _count(rows, 0)
    if count > MOST_CELLS:
        limit = {"limit": Numeral(MOST_CELLS)}
        raise Refusal(TOO_LONG, None, Message("This has more than the {limit} cells that are read.", limit))
    if count > MOST_READ or (count > MOST_READ // 2 and not holds_whole_numbers(rows)):
        return Reading(text, (size_only(rows),))
    if len(rows) == 1 and isinstance(rows[0], list) and all(isinstance(row, str) for row in rows[0]):
        lines = [row for row in rows[0] if isinstance(row, str)]
        if any(len(row.split()) > 1 or "," in row for row in lines):
            return replace(read_table("\n".join(lines), reader), text=text)
    values = [_json_rows(rows, reader, 0, 0)]
    if reader.is_unsure:
        values.append(_json_rows(rows, reader, 0, -1))
    certainty = Certainty.PLAIN if reader.folded else Certainty.CERTAIN
    return Reading(text, distinct(values) if len(values) > 1 else (values[0],), certainty=certainty)


def _count(rows: list[JsonValue], depth: int) -> int:
    if depth > DEEPEST:
        raise no_table()
    if list not in set(map(type, rows)):
        return len(rows)
    return sum(_count(row, depth + 1) if isinstance(row, list) else 1 for row in rows)


def _json_rows(rows: list[JsonValue], reader: CellReader, depth: int, choice: int) -> Cells:
    lengths = {len(row) for row in rows if isinstance(row, list)}
    if 0 < sum(isinstance(row, list) for row in rows) < len(rows):
        raise no_table()
    if len(lengths) > 1:
        raise ragged()
    return tuple(
        _json_rows(row, reader, depth + 1, choice)
        if isinstance(row, list)
        else _json_cell(row, reader, choice)
        for row in rows
    )


def _json_cell(cell: JsonValue, reader: CellReader, choice: int) -> Cell:
    if type(cell) is int and -100_000 < cell < 100_000:
        return whole_number(cell)
    if cell is None:
        return BLANK_CELL
    if isinstance(cell, str):
        return reader.read(cell, 0, choice)
    if isinstance(cell, float):
        plain = plain_numbers(cell.literal if isinstance(cell, JsonFloat) else repr(cell), is_text=False)
        if plain:
            return plain[0]
    number = json_number(cell)
    if number is None:
        raise no_table()
    return number


def no_table() -> Refusal:
    """Return the refusal of what is no table at all."""
    return Refusal(MALFORMED, 0, Message("A table is asked; write it as rows, such as [[1, 2], [3, 4]]."))


def flat(value: Value) -> Value:
    """Return a matrix of one row, or of one column, as a vector."""
    if not isinstance(value, tuple):
        return value
    if len(value) == 1 and isinstance(value[0], tuple):
        return value[0]
    columns = tuple(row[0] for row in value if isinstance(row, tuple) and len(row) == 1)
    return columns if len(columns) == len(value) else value


def reference_cells(raw: object, symbols: tuple[str, ...]) -> PlainCells:
    """Return the nested cells that a reference function gave; raises ValueError for anything else."""
    listed = raw.tolist() if hasattr(raw, "tolist") else raw
    if not isinstance(listed, list | tuple) or not listed:
        raise ValueError(f"expected a list of cells, got {raw!r}")
    return tuple(
        [
            reference_cells(item, symbols)
            if isinstance(item, (list, tuple))
            else item
            if type(item) is int
            else _reference_cell(item, symbols)
            for item in listed
        ]
    )


def _reference_cell(raw: object, symbols: tuple[str, ...]) -> int | Fraction | Expr:
    if isinstance(raw, str):
        from grader.answers.expressions import parse_expression

        formula = parse_expression(raw, symbols)
        return formula.value if isinstance(formula, Constant) else formula
    if isinstance(raw, Constant):
        return raw.value
    return raw if isinstance(raw, Expr) else exact_number(raw)
