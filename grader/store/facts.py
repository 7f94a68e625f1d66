"""Reads from `grades.db` what the last finished run was made from and had to say, and nothing else."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from hashlib import sha256

from grader.records import JsonValue
from grader.store.output import Output
from grader.store.schema import DATABASE_NAME, SCHEMA_STEPS, WAIT_SECONDS

DECISIONS_NAME = "decisions.jsonl"


def last_run(output: Output) -> tuple[str | None, JsonValue]:
    """Return the key and the summary of the last finished run, (None, None) where there is none to trust."""
    place = output.folder / DATABASE_NAME
    if not place.is_file():
        return None, None
    try:
        with closing(sqlite3.connect(place, timeout=WAIT_SECONDS)) as connection:
            if connection.execute("PRAGMA user_version").fetchone() != (len(SCHEMA_STEPS),):
                return None, None
            facts = dict(connection.execute("SELECT name, value FROM facts"))
            if facts.get("decisions") != sha256(output.read(DECISIONS_NAME) or b"").hexdigest():
                return None, None  # somebody brought decisions, or took them away: they have to be read
            return facts.get("run_key"), json.loads(facts.get("summary", "null"))
    except (sqlite3.Error, ValueError):
        return None, None  # the run that follows opens the store, and says what is wrong with it
