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
    """The decisions of one output folder; call `reconcile` before anything else."""

    def __init__(self, output: Output, connection: sqlite3.Connection, place: Path) -> None:
        self._output = output
        self._connection = connection
        self._place = place
        self._name = str(output.folder / FILE_NAME)

    def reconcile(self, rescued: Sequence[str] = ()) -> None:
        """Make both places hold the same lines. ``rescued`` are lines of a database that was set aside.

        Raises DecisionError for a line of the file that is no decision; then nothing is changed.
        """
        data = self._data()
        if sha256(data).hexdigest() == self._digest() and not rescued:
            return
        in_file = [decision_line(decision) for decision in read_decisions(data, self._name)]
        lines = [line for line in self._lines() if _is_decision(line)]
        kept = len(lines)
        for others in (in_file, [line for line in rescued if _is_decision(line)]):
            lines += _missing(others, lines)
        self._keep(lines[kept:])
        self._write(_as_data(lines))

    def append(self, made: Sequence[MadeDecision]) -> None:
        """Add decisions, on the disk in both places when this returns."""
        if made:
            lines = [decision_line(decision) for decision in made]
            self._keep(lines)
            self._write(self._data() + _as_data(lines))

    def decisions(self) -> dict[str, list[MadeDecision]]:
        """Return all decisions by student id, oldest first."""
        by_student: dict[str, list[MadeDecision]] = {}
        for decision in read_decisions(self._data(), self._name):
            by_student.setdefault(decision.answer.student_id, []).append(decision)
        return by_student

    def _data(self) -> bytes:
        """Return the file's bytes."""
        data = self._output.read(FILE_NAME) or b""
        if len(data) > LARGEST:
            raise DecisionError(f"{self._name}: is larger than {LARGEST // 1_000_000} MB; restore the file")
        return data

    def _lines(self) -> list[str]:
        """Return the lines that the database holds, oldest first."""
        with database_failures(self._place):
            rows = self._connection.execute("SELECT line FROM decisions ORDER BY number")
            return [str(line) for (line,) in rows]

    def _keep(self, lines: Sequence[str]) -> None:
        """Add lines to the database; until a run shows them, the last one counts as unfinished."""
        if lines:
            with transaction(self._connection, self._place):
                rows = [(line,) for line in lines]
                self._connection.executemany("INSERT INTO decisions (line) VALUES (?)", rows)
                self._connection.execute("DELETE FROM facts WHERE name = 'run_key'")

    def _write(self, data: bytes) -> None:
        """Write the file and remember its hash."""
        if data:
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


def _missing(others: Sequence[str], lines: Sequence[str]) -> list[str]:
    """Return those of ``others`` that ``lines`` lacks, in their order: equal lines are counted."""
    left = Counter(lines)
    missing = []
    for line in others:
        if left[line]:
            left[line] -= 1
        else:
            missing.append(line)
    return missing


def _as_data(lines: Sequence[str]) -> bytes:
    """Return lines as the file holds them."""
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _is_decision(line: str) -> bool:
    """Whether a line of a database, which may have been damaged, can be read."""
    try:
        read_decision_line(line, "")
    except DecisionError:
        return False
    return True
