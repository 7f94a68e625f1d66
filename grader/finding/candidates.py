"""Finds in a section everything that a part's kind can read as its answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.answers import Kind, Scope
from grader.documents.model import Doubt, Line
from grader.finding.candidate import Candidate, candidate_of
from grader.finding.chains import earlier_sides, factor_before, leads, named_by, times
from grader.finding.grids import Grid, grids_of, row_cells
from grader.finding.listed import alike_sides_of, columns_of, lone_numbers_among, named_sides_of, vectors_of
from grader.finding.stated import definitions_in, fits, of_statement, of_symbols, of_table
from grader.finding.statements import statements_of
from grader.finding.told import told_in_order

NEAR = 2  # lines
MOST_READ = 200_000  # characters of one document's statements, each once for every kind that is asked
STATEMENT = 20  # characters that a statement counts for besides its own


class TooMuch(Exception):
    """A document says more than is looked through."""


class Budget:
    """How many characters of one document are still read; ten pages of homework need a third of it."""

    def __init__(self) -> None:
        self.left = MOST_READ

    def take(self, characters: int) -> None:
        """Count characters as read. Raises TooMuch where there are more than are read."""
        self.left -= characters
        if self.left < 0:
            raise TooMuch


class Text:
    """The statements and matrices of some lines, cut once for every part that is looked for in them."""

    def __init__(self, lines: Sequence[Line], budget: Budget) -> None:
        self.lines = lines
        self.budget = budget
        self.statements = statements_of(lines)
        self.grids = list(grids_of(lines))
        self.in_grids = {id(line) for grid in self.grids for line in grid.lines}
        self.in_columns = lone_numbers_among(lines)
        self.length = sum(len(each.text) + STATEMENT for each in self.statements)
        self.length += sum(len(grid.text) + STATEMENT for grid in self.grids)
        self._found: dict[tuple[object, ...], list[Candidate]] = {}

    def candidates(self, kind: Kind, scope: Scope) -> list[Candidate]:
        """Return what ``kind`` can read in these lines, in their order."""
        key = (kind, tuple(scope.values.items()), tuple(scope.options.items()))
        if key not in self._found:
            self.budget.take(self.length)
            sizes = list(self._of_sides(kind, scope))
            joined = {order for orders, _ in sizes for order in orders}
            found = [each for each in self._candidates(kind, scope) if each.order not in joined]
            self._found[key] = sorted([*found, *(size for _, size in sizes)], key=lambda each: each.place)
        return self._found[key]

    def _candidates(self, kind: Kind, scope: Scope) -> Iterator[Candidate]:
        if kind.name in ("matrix", "vector"):
            steps = earlier_sides(self.lines, self.grids)
            grids = [*self.grids, *(vectors_of(self.lines) if kind.name == "vector" else ())]
            grids += told_in_order(self.lines) if kind.name == "vector" else []
            grids += columns_of(self.lines) if getattr(kind, "flattened", False) else ()
            found = [
                each for grid in grids for each in self._of_grid(grid, kind, scope, is_step=id(grid) in steps)
            ]
            found += self._of_tables(kind, scope)
            yield from found
            return
        definitions = definitions_in(self.statements) if kind.name == "expression" else {}
        for statement in self.statements:
            if id(statement.line) in self.in_grids:
                continue
            if kind.name == "choice" or not statement.is_title:
                is_cell = id(statement.line) in self.in_columns
                said = replace(statement, is_other=True) if is_cell else statement
                yield from of_statement(said, kind, scope, definitions)
            elif kind.name == "expression":
                yield from of_symbols(statement, kind, scope)

    def _of_tables(self, kind: Kind, scope: Scope) -> Iterator[Candidate]:
        """Yield the matrices and vectors that stand in one line, each once."""
        seen: set[tuple[int, str]] = set()
        for statement in self.statements:
            if statement.is_title or (id(statement.line) in self.in_grids and kind.name != "vector"):
                continue
            for each in of_table(statement, kind, scope):
                if (id(each.line), each.text) not in seen or each.text != each.line.text.strip():
                    yield each
                seen.add((id(each.line), each.text))

    def _of_sides(self, kind: Kind, scope: Scope) -> Iterator[tuple[Sequence[int], Candidate]]:
        """Yield the sizes whose sides are statements of their own, with these; each comes behind its last side."""
        if kind.name != "shape" and not getattr(kind, "pair", None):
            return
        pairs = alike_sides_of(self.statements) if getattr(kind, "sides", None) == 2 else []
        for text, first, last in (*named_sides_of(self.statements), *pairs):
            reading = kind.read(text, scope)
            if reading.is_readable and fits(kind, reading, text, whole=True):
                both = replace(last, label="", text=text, body=text, is_equation=True)
                found = candidate_of(both, text, reading, whole=True)
                size = replace(found, line=first.line, last_line=last.line, start=len(last.text))
                yield range(first.order, last.order + 1), size

    def _of_grid(self, grid: Grid, kind: Kind, scope: Scope, *, is_step: bool) -> Iterator[Candidate]:
        factor = "" if is_step else factor_before(self.lines, grid)
        if factor:
            product = replace(grid, text=times(factor, grid))
            yield from self._read_grid(product, kind, scope, is_other=True)
        doubtful = bool(factor) or self._has_lone_row(grid)
        doubtful = doubtful or any(set(line.doubts) - {Doubt.DIRECTION} for line in grid.lines)
        yield from self._read_grid(grid, kind, scope, is_other=is_step, is_step=is_step, is_doubtful=doubtful)

    def _read_grid(
        self,
        grid: Grid,
        kind: Kind,
        scope: Scope,
        *,
        is_other: bool,
        is_step: bool = False,
        is_doubtful: bool = False,
    ) -> Iterator[Candidate]:
        reading = kind.read(grid.text, scope)
        if not reading.is_readable:
            return
        first = grid.lines[0]
        before = [each for each in self.statements if each.line.number < first.number]
        own = next((each for each in self.statements if each.line is first), None)
        context = own.context if own else (before[-1].context if before else "")
        yield Candidate(
            text=grid.text, values=reading.values, line=first, last_line=grid.lines[-1],
            order=own.order if own else len(before), label=grid.label or lead_in(self.lines, first),
            around=grid.label, context=context, is_whole=True,
            is_doubtful=is_doubtful, is_other=is_other, is_step=is_step,
        )  # fmt: skip

    def _has_lone_row(self, grid: Grid) -> bool:
        """Return whether a row like the matrix's own stands near it, as one that something came between."""
        lines = list(self.lines)
        start = next((at for at, line in enumerate(lines) if line is grid.lines[0]), 0)
        around = (*lines[max(0, start - NEAR) : start], *lines[start + len(grid.lines) :][:NEAR])
        width = len(row_cells(grid.lines[-1]))
        return any(id(line) not in self.in_grids and len(row_cells(line)) == width for line in around)


def lead_in(lines: Sequence[Line], first: Line) -> str:
    """Return the line above a matrix where it leads to it."""
    above = [line for line in lines if line.number < first.number]
    return named_by(above[-1]) if above and leads(above[-1]) else ""
