"""Draws matrices and vectors as tables: the template draws each form of table once, with gaps for its cells."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, count
from typing import TypeAlias

from grader.reporting.answers import Cell, Table
from grader.reporting.gaps import Pieces, cut_at_gaps, filled, gap
from grader.reporting.site import Site

FORMS_KEPT = 1_024

Form: TypeAlias = tuple[bool, bool, bool, tuple[tuple[bool, ...], ...]]
"""Whether a table is cut, wide, a vector; and which of its cells are wrong."""


class TableDrawer:
    """Draws the tables of one class in one language."""

    def __init__(self, site: Site) -> None:
        self.template = site.template("table.html")
        self.pieces = lru_cache(maxsize=FORMS_KEPT)(self._pieces)

    def read(self, table: Table, name: str) -> str:
        """Return a student's answer as it was read; ``name`` is the part's."""
        return self._draw("read_table", table, name)

    def expected(self, table: Table, name: str) -> str:
        """Return a released answer."""
        return self._draw("expected_table", table, name)

    def _draw(self, macro: str, table: Table, name: str) -> str:
        wrong = tuple([tuple([cell.wrong for cell in row]) for row in table.rows])
        form = (table.cut, table.wide, table.is_vector, wrong)
        # Only a table in a strip of its own says its name.
        pieces = self.pieces(macro, form, name if table.wide else "")
        cells = chain.from_iterable(table.rows)
        return filled(pieces, {f"cell{place}": cell.text for place, cell in enumerate(cells)})

    def _pieces(self, macro: str, form: Form, name: str) -> Pieces:
        """Return a table of one form, cut at its cells."""
        cut, wide, is_vector, wrong = form
        places = count()
        rows = tuple(
            tuple(Cell(text=gap(f"cell{next(places)}"), wrong=each) for each in row) for row in wrong
        )
        table = Table(rows=rows, cut=cut, wide=wide, is_vector=is_vector)
        return cut_at_gaps(str(getattr(self.template.module, macro)(table, name)))
