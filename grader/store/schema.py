"""Opens `grades.db`: makes it, brings an older one up to date, and sets a damaged one aside.

A damaged database loses no decision, since each also stands in `decisions.jsonl`; what it can still tell of
them is read before it is set aside.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from grader.errors import GradeError, OutputError, OutputFailed, OutputInUse, OutputNotWritable
from grader.store.disk import PRIVATE_FILE

DATABASE_NAME = "grades.db"
WAIT_SECONDS = 0.5
# Each step brings the schema one version further; PRAGMA user_version counts the steps taken.
SCHEMA_STEPS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE machine (student_key TEXT PRIMARY KEY, input_key TEXT NOT NULL,"
        " checksum INTEGER NOT NULL, record BLOB NOT NULL)",
        "CREATE TABLE previous (student_key TEXT PRIMARY KEY, record BLOB NOT NULL)",
        "CREATE TABLE shown (student_key TEXT PRIMARY KEY, decided TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE decisions (number INTEGER PRIMARY KEY, line TEXT NOT NULL)",
        "CREATE TABLE review (key TEXT PRIMARY KEY, answers TEXT NOT NULL) WITHOUT ROWID",
    ),
    (
        "CREATE TABLE documents (sha256 TEXT PRIMARY KEY, grader TEXT NOT NULL, checksum INTEGER NOT NULL,"
        " document BLOB NOT NULL)",
    ),
    (
        "CREATE TABLE evidence (sha256 TEXT NOT NULL, what TEXT NOT NULL, grader TEXT NOT NULL,"
        " checksum INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (sha256, what))",
    ),
)


class Damaged(OutputFailed):
    """The database cannot be used as it is; the next run sets it aside and builds another."""


def connect(place: Path) -> sqlite3.Connection:
    """Return a connection to the database at ``place``, made or brought up to date if need be.

    Raises Damaged where the file is no database or lacks its tables, GradeError where a newer version of
    this program wrote it, and OutputError where the disk fails.
    """
    with database_failures(place):
        place.touch(PRIVATE_FILE)
        connection = sqlite3.connect(place, timeout=WAIT_SECONDS, isolation_level=None)
        try:
            _bring_up_to_date(connection, place)
        except BaseException:
            connection.close()
            raise
        return connection


def check(connection: sqlite3.Connection, place: Path) -> None:
    """Raise Damaged if the database's pages do not hang together; reads the whole file."""
    with database_failures(place):
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise _damaged(place)


def set_aside(place: Path) -> Path:
    """Move a damaged database, with its journal, out of the way; returns its new place."""
    number = 1
    while (aside := place.with_name(f"{place.name}.broken-{number}")).exists():
        number += 1
    with database_failures(place):
        place.replace(aside)
        with suppress(FileNotFoundError):
            place.with_name(f"{place.name}-journal").replace(aside.with_name(f"{aside.name}-journal"))
    return aside


def rescued_lines(place: Path) -> list[str]:
    """Return the lines of decisions that a damaged database still gives."""
    lines: list[str] = []
    with suppress(sqlite3.Error, OSError):
        connection = sqlite3.connect(place, timeout=WAIT_SECONDS, isolation_level=None)
        try:
            for (line,) in connection.execute("SELECT line FROM decisions ORDER BY number"):
                lines.append(str(line))
        finally:
            connection.close()
    return lines


@contextmanager
def transaction(connection: sqlite3.Connection, place: Path) -> Iterator[None]:
    """Make the block's changes all together, on the disk, or not at all."""
    with database_failures(place):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:  # a full disk has rolled back by itself
                connection.execute("ROLLBACK")


@contextmanager
def database_failures(place: Path) -> Iterator[None]:
    """Turn SQLite's failures into ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise _in_words(error, place) from error
    except OSError as error:
        raise OutputNotWritable(f"{place}: cannot be used ({error.strerror}); make it writable") from error


def _bring_up_to_date(connection: sqlite3.Connection, place: Path) -> None:
    """Take the steps that the database lacks."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(SCHEMA_STEPS):
        raise GradeError(
            f"{place}: was written by a newer grade (its schema is {version}, this one knows "
            f"{len(SCHEMA_STEPS)}); update grade, or give another folder with --out"
        )
    if version < len(SCHEMA_STEPS):
        connection.execute("BEGIN IMMEDIATE")
        for step in SCHEMA_STEPS[version:]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(SCHEMA_STEPS)}")
        connection.execute("COMMIT")
    for table in ("facts", "machine", "previous", "shown", "decisions", "review", "documents", "evidence"):
        connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608 - our own names


def _in_words(error: sqlite3.Error, place: Path) -> Exception:
    """Return our own exception for one of SQLite's; a misuse of SQLite is a bug and stays one."""
    if isinstance(error, sqlite3.ProgrammingError | sqlite3.InterfaceError):
        return error
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # the primary code
    worded: dict[int, OutputError] = {
        sqlite3.SQLITE_FULL: OutputFailed(
            f"{place}: could not be written: the disk is full; free some space and run again"
        ),
        sqlite3.SQLITE_BUSY: OutputInUse(f"{place}: another program has it open; close that and run again"),
        sqlite3.SQLITE_READONLY: OutputNotWritable(f"{place}: may not be written; make it writable"),
        sqlite3.SQLITE_CANTOPEN: OutputNotWritable(
            f"{place}: cannot be opened; make it readable and writable"
        ),
        sqlite3.SQLITE_IOERR: OutputFailed(f"{place}: the disk reports a fault; what was finished is kept"),
    }
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or str(error).startswith("no such"):
        return _damaged(place)
    return worded.get(code, OutputFailed(f"{place}: could not be used: {error}"))


def _damaged(place: Path) -> Damaged:
    """Return the fault of a database that has to be built again."""
    return Damaged(f"{place}: is damaged; run again, and it is built anew with all decisions")
