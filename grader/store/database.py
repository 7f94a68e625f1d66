"""`grades.db`: the SQLite store that a run's files are drawn from.

Machine records stand beside the key of what they were made from, so that a run grades only what changed.
Decisions stand apart from them. The record that was last shown is kept until the next one is, so that
`changes.csv` can tell what moved even when a run was killed between grading and writing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from types import TracebackType
from zlib import crc32

from grader._version import __version__
from grader.records import JsonValue, StudentRecord
from grader.store.changes import Causes, Change, Decided, changes_between, decided_parts
from grader.store.decisions import Decisions, MadeDecision, MarkedAnswer
from grader.store.encoding import decode_record, encode_record
from grader.store.journal import Journal
from grader.store.output import Output
from grader.store.review import ReviewLine
from grader.store.schema import (
    DATABASE_NAME,
    Damaged,
    check,
    connect,
    database_failures,
    rescued_lines,
    set_aside,
    transaction,
)
from grader.translation import Message


class Store:
    """The database of one output folder; open it with `Store.open` and use it as a context manager.

    ``notices`` tells what a person should know about how it was opened.
    """

    def __init__(self, output: Output) -> None:
        self._output = output
        self._place = output.folder / DATABASE_NAME
        self._decisions: dict[str, list[MadeDecision]] | None = None
        self.notices: tuple[Message, ...] = ()
        try:
            self._connection, self._journal = self._connected()
        except Damaged:
            self._rebuild()

    @classmethod
    def open(cls, output: Output) -> Store:
        """Return the store in an output folder, made, brought up to date or rebuilt as need be.

        Raises GradeError for a database that a newer version wrote, DecisionError for a line of
        `decisions.jsonl` that is no decision, and OutputError where the disk fails.
        """
        return cls(output)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    @property
    def run_key(self) -> str | None:
        """What the last finished run was made from, None where none has finished."""
        return self._fact("run_key")

    def set_run_key(self, key: str) -> None:
        """Remember what the run that is now finished was made from."""
        self._set_fact("run_key", key)

    @property
    def summary(self) -> JsonValue:
        """What the last finished run had to say, None where none has finished."""
        text = self._fact("summary")
        return None if text is None else json.loads(text)

    def set_summary(self, summary: JsonValue) -> None:
        """Remember what the run that is now finished has to say."""
        self._set_fact("summary", json.dumps(summary))

    def load(self, keys: Mapping[str, str]) -> dict[str, StudentRecord]:
        """Return the machine's records that are still made from the same input, by student key.

        ``keys`` leads from student keys to input keys. A record that cannot be read back is left out.
        """
        if not keys:
            return {}
        try:
            check(self._connection, self._place)
            return self._loaded(keys)
        except Damaged:
            self._connection.close()
            self._rebuild()
            return {}

    def save(self, batch: Sequence[tuple[str, str, StudentRecord]]) -> None:
        """Keep machine records, each with its student key and input key; all of ``batch`` or nothing."""
        rows = []
        for student_key, input_key, record in batch:
            data = encode_record(record).encode("utf-8", "backslashreplace")
            rows.append((_storable(student_key), input_key, crc32(data), data))
        with transaction(self._connection, self._place):
            self._keep_shown([row[0] for row in rows])
            self._connection.executemany("INSERT OR REPLACE INTO machine VALUES (?, ?, ?, ?)", rows)

    def forget(self, all_but: Collection[str]) -> None:
        """Drop the machine records of students who are no longer there."""
        with transaction(self._connection, self._place):
            known = {key for (key,) in self._connection.execute("SELECT student_key FROM machine")}
            gone = sorted(known - {_storable(key) for key in all_but})
            self._keep_shown(gone)
            self._connection.executemany(
                "DELETE FROM machine WHERE student_key = ?", [(key,) for key in gone]
            )

    def documents(self, digests: Sequence[str]) -> dict[str, bytes]:
        """Return the documents that this version of grade has read before, encoded, by their files' SHA-256."""
        select = "SELECT checksum, document FROM documents WHERE sha256 = ? AND grader = ?"
        found = {}
        with database_failures(self._place):
            for digest in digests:
                row = self._connection.execute(select, (digest, __version__)).fetchone()
                if row is not None and isinstance(row[1], bytes) and crc32(row[1]) == row[0]:
                    found[digest] = row[1]
        return found

    def keep_documents(self, read: Mapping[str, bytes]) -> None:
        """Keep documents that were read, so that nothing has to read their files again."""
        rows = [(digest, __version__, crc32(data), data) for digest, data in read.items()]
        with transaction(self._connection, self._place):
            self._connection.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)", rows)

    def evidence(self, digest: str) -> dict[str, bytes]:
        """Return what this version of grade has drawn or recognised of a file before, by what it shows."""
        select = "SELECT what, checksum, data FROM evidence WHERE sha256 = ? AND grader = ?"
        with database_failures(self._place):
            rows = self._connection.execute(select, (digest, __version__)).fetchall()
        return {what: data for what, checksum, data in rows if crc32(data) == checksum}

    def keep_evidence(self, made: Mapping[tuple[str, str], bytes]) -> None:
        """Keep what was drawn or recognised, by its file's SHA-256 and what it shows."""
        rows = [(digest, what, __version__, crc32(data), data) for (digest, what), data in made.items()]
        with transaction(self._connection, self._place):
            self._connection.executemany("INSERT OR REPLACE INTO evidence VALUES (?, ?, ?, ?, ?)", rows)

    def forget_evidence(self, all_but: Collection[str]) -> None:
        """Drop what shows files that are no longer there."""
        with transaction(self._connection, self._place):
            known = {digest for (digest,) in self._connection.execute("SELECT DISTINCT sha256 FROM evidence")}
            gone = [(digest,) for digest in sorted(known - set(all_but))]
            self._connection.executemany("DELETE FROM evidence WHERE sha256 = ?", gone)

    def changes(self, now: Mapping[str, StudentRecord], causes: Causes) -> tuple[Change, ...]:
        """Return the marks that moved since `publish` was last called.

        ``now`` holds every student's record, with its decisions, by student key.
        """
        current = {_storable(key): record for key, record in now.items()}
        moved: list[Change] = []
        for key, decided in self._shown().items():
            before = self._last_shown(key, decided, current.get(key))
            if before is not None:
                moved += changes_between(before, decided, current.get(key), causes)
        return tuple(moved)

    def publish(self, now: Mapping[str, StudentRecord]) -> None:
        """Remember that every record in ``now`` has been written out with its decisions."""
        shown = [(_storable(key), _decided_text(decided_parts(record))) for key, record in now.items()]
        with transaction(self._connection, self._place):
            self._connection.execute("DELETE FROM previous")
            self._connection.execute("DELETE FROM shown")
            self._connection.executemany("INSERT INTO shown VALUES (?, ?)", shown)

    @property
    def decisions(self) -> Decisions:
        """All decisions by student id, oldest first."""
        if self._decisions is None:
            self._decisions = self._journal.decisions()
        return self._decisions

    def add_decisions(self, made: Sequence[MadeDecision]) -> None:
        """Add decisions; they are on the disk when this returns."""
        self._journal.append(made)
        self._decisions = None

    def remember_review(self, lines: Iterable[ReviewLine]) -> None:
        """Remember which answers each line of a `review.csv` decides; earlier files stay valid."""
        rows = [
            (
                line.key,
                json.dumps([[one.student_id, one.part, one.fingerprint, one.text] for one in line.answers]),
            )
            for line in lines
        ]
        with transaction(self._connection, self._place):
            self._connection.executemany("INSERT OR IGNORE INTO review VALUES (?, ?)", rows)

    def review_answers(self, keys: Iterable[str]) -> dict[str, tuple[MarkedAnswer, ...]]:
        """Return which answers the lines with ``keys`` decide; keys never written here are left out."""
        found = {}
        with database_failures(self._place):
            for key in keys:
                row = self._connection.execute("SELECT answers FROM review WHERE key = ?", (key,)).fetchone()
                if row is not None:
                    found[key] = tuple(
                        MarkedAnswer(student_id=student_id, part=part, fingerprint=fingerprint, text=text)
                        for student_id, part, fingerprint, text in json.loads(row[0])
                    )
        return found

    def _connected(self, rescued: Sequence[str] = ()) -> tuple[sqlite3.Connection, Journal]:
        """Return the database and the decisions, which stand in both their places by then."""
        connection = connect(self._place)
        try:
            journal = Journal(self._output, connection, self._place)
            journal.reconcile(rescued)
        except BaseException:
            connection.close()
            raise
        return connection, journal

    def _rebuild(self) -> None:
        """Set the database aside, begin another, and bring the decisions back."""
        rescued = rescued_lines(self._place)
        aside = set_aside(self._place)
        self._connection, self._journal = self._connected(rescued)
        self._decisions = None
        self.notices += (
            Message(
                "{database} was damaged and is set aside as {aside}; everyone is graded afresh, "
                "and the decisions are kept.",
                {"database": str(self._place), "aside": aside.name},
            ),
        )

    def _loaded(self, keys: Mapping[str, str]) -> dict[str, StudentRecord]:
        """Return the records that stand under these student and input keys."""
        records = {}
        select = "SELECT checksum, record FROM machine WHERE student_key = ? AND input_key = ?"
        with database_failures(self._place):
            for student_key, input_key in keys.items():
                row = self._connection.execute(select, (_storable(student_key), input_key)).fetchone()
                record = None if row is None else _decoded(row[1], row[0])
                if record is not None:
                    records[student_key] = record
        return records

    def _keep_shown(self, keys: Iterable[str]) -> None:
        """Keep the records under ``keys`` that were shown, before they are replaced."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO previous SELECT student_key, record FROM machine"
            " WHERE student_key = ? AND student_key IN (SELECT student_key FROM shown)",
            [(key,) for key in keys],
        )

    def _shown(self) -> dict[str, Decided]:
        """Return the decisions that were shown, by student key."""
        with database_failures(self._place):
            rows = self._connection.execute("SELECT student_key, decided FROM shown ORDER BY student_key")
            return {key: _read_decided(text) for key, text in rows}

    def _last_shown(self, key: str, decided: Decided, now: StudentRecord | None) -> StudentRecord | None:
        """Return the machine's record as it was last shown; None where nothing can have moved since."""
        with database_failures(self._place):
            row = self._connection.execute(
                "SELECT record FROM previous WHERE student_key = ?", (key,)
            ).fetchone()
        if row is not None:
            return _decoded(row[0])
        if now is None or decided_parts(now) == decided:
            return None
        with database_failures(self._place):
            row = self._connection.execute(
                "SELECT record FROM machine WHERE student_key = ?", (key,)
            ).fetchone()
        return None if row is None else _decoded(row[0])

    def _fact(self, name: str) -> str | None:
        """Return a fact about the last finished run."""
        with database_failures(self._place):
            row = self._connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def _set_fact(self, name: str, value: str) -> None:
        """Remember a fact about the run that is now finished."""
        with transaction(self._connection, self._place):
            self._connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))


def _storable(key: str) -> str:
    """Return a student key as SQLite can hold it: a file's name may be no valid Unicode."""
    return key.encode("utf-8", "backslashreplace").decode("utf-8")


def _decoded(data: object, checksum: int | None = None) -> StudentRecord | None:
    """Return a stored record, None for one that was altered."""
    if not isinstance(data, bytes) or (checksum is not None and crc32(data) != checksum):
        return None
    try:
        return decode_record(data)
    except (ValueError, TypeError, KeyError, IndexError):
        return None


def _decided_text(decided: Decided) -> str:
    """Return shown decisions as JSON."""
    if not decided:
        return "{}"
    return json.dumps({path: None if credit is None else str(credit) for path, credit in decided.items()})


def _read_decided(text: str) -> Decided:
    """Return the decisions that `_decided_text` wrote."""
    if text == "{}":
        return {}
    return {path: None if credit is None else Fraction(credit) for path, credit in json.loads(text).items()}
