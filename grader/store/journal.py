"""Keeps people's decisions twice: in `grades.db` and, a line each, in `decisions.jsonl`.

A decision found in one place only is written to the other, so that either file may be lost. The journal only
grows: taking a decision back is a line too.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from grader.errors import DecisionError
from grader.store.decisions import FILE_NAME, MadeDecision, decision_line, read_decision_line, read_decisions
from grader.store.output import Output
from grader.store.schema import database_failures, transaction

LARGEST = 100_000_000  # bytes


class Journal:
    """The decisions of one output folder."""

    def __init__(self, output: Output, connection: sqlite3.Connection, place: Path) -> None:
        self._output = output
        self._connection = connection
        self._place = place

    def reconcile(self, rescued: Sequence[str] = ()) -> None:
        """Make both places hold the same lines. ``rescued`` are lines of a database that was set aside.

        Raises DecisionError for a line of the file that is no decision; then nothing is changed.
        """
        data = self._output.read(FILE_NAME) or b""
        if sha256(data).hexdigest() == self._digest() and not rescued:
            return
        kept = self._lines()
        in_file = self._lines_of(data)
        missing = list((Counter(in_file) - Counter(kept)).elements())
        lines = kept + missing
        lines += list((Counter(rescued) - Counter(lines)).elements())
        self._keep(lines[len(kept) :])
        self._write(lines)

    def append(self, made: Sequence[MadeDecision]) -> None:
        """Add decisions, on the disk in both places when this returns."""
        if made:
            self._keep([decision_line(decision) for decision in made])
            self._write(self._lines())

    def decisions(self) -> dict[str, list[MadeDecision]]:
        """Return all decisions by student id, oldest first."""
        by_student: dict[str, list[MadeDecision]] = {}
        for line in self._lines():
            decision = read_decision_line(line, str(self._place))
            by_student.setdefault(decision.answer.student_id, []).append(decision)
        return by_student

    def _lines_of(self, data: bytes) -> list[str]:
        """Return the lines of the file as `decision_line` writes them."""
        name = self._output.folder / FILE_NAME
        if len(data) > LARGEST:
            raise DecisionError(f"{name}: is larger than {LARGEST // 1_000_000} MB; restore the file")
        return [decision_line(decision) for decision in read_decisions(data, str(name))]

    def _lines(self) -> list[str]:
        """Return the lines that the database holds, oldest first."""
        with database_failures(self._place):
            rows = self._connection.execute("SELECT line FROM decisions ORDER BY number")
            return [line for (line,) in rows]

    def _keep(self, lines: Sequence[str]) -> None:
        """Add lines to the database; until a run shows them, the last one counts as unfinished."""
        if lines:
            with transaction(self._connection, self._place):
                rows = [(line,) for line in lines]
                self._connection.executemany("INSERT INTO decisions (line) VALUES (?)", rows)
                self._connection.execute("DELETE FROM facts WHERE name = 'run_key'")

    def _write(self, lines: Sequence[str]) -> None:
        """Write the file and remember its hash."""
        data = "".join(f"{line}\n" for line in lines).encode("utf-8")
        if lines:
            self._output.write(FILE_NAME, data)
            self._output.commit()
        with transaction(self._connection, self._place):
            row = ("decisions", sha256(data).hexdigest())
            self._connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", row)

    def _digest(self) -> str | None:
        """Return the hash of the file as it was last written."""
        with database_failures(self._place):
            row = self._connection.execute("SELECT value FROM facts WHERE name = 'decisions'").fetchone()
        return None if row is None else str(row[0])
