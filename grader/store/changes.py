"""Writes `changes.csv`: which marks that were already given have moved, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from grader.records import PartRecord, StudentRecord
from grader.store.decisions import ANSWER_CHANGED, answer_fingerprint
from grader.store.results import has_score
from grader.store.spreadsheet import table

FILE_NAME = "changes.csv"
COLUMNS = ("student", "part", "before", "after", "cause")

Decided: TypeAlias = Mapping[str, Fraction | None]  # by part path: a person's credit, or None: waits again


@dataclass(frozen=True, slots=True, kw_only=True)
class Causes:
    """What has changed for everyone since the last run: the assignment's key; the grader or its problems."""

    key: bool
    version: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A mark that moved: points before and after, a status where the part waits, None where there is none."""

    student: str
    part: str
    before: Fraction | str | None
    after: Fraction | str | None
    cause: str


def decided_parts(record: StudentRecord) -> Decided:
    """Return what people's decisions make of a record's parts: all that its machine record does not say."""
    decided: dict[str, Fraction | None] = {}
    for question in record.questions:
        for part in question.parts:
            if part.decision is not None:
                decided[f"{question.id}.{part.id}"] = part.decision.credit
            elif part.reading.reason == ANSWER_CHANGED:
                decided[f"{question.id}.{part.id}"] = None
    return decided


def changes_between(
    before: StudentRecord, decided_before: Decided, now: StudentRecord | None, causes: Causes
) -> tuple[Change, ...]:
    """Return the marks of one student that moved.

    ``before`` is the machine's record as it was last shown and ``decided_before`` its decisions; ``now``
    holds its decisions itself, and is None where nobody hands in under that name any more. A mark that
    first appears is no change.
    """
    old = _marks(before, decided_before)
    new = {} if now is None else _marks(now, decided_parts(now))
    files_differ = now is None or before.files != now.files
    changes = []
    for path, (mark, credit, answer) in old.items():
        mark_now, credit_now, answer_now = new.get(path, (None, None, None))
        if mark == mark_now:
            continue
        if credit_now is not None and credit_now != credit:
            cause = "decision"
        elif answer_now is not None and answer_now != answer:
            cause = "file"
        elif answer_now is not None and credit != credit_now:
            cause = "decision"
        else:
            cause = _common_cause(causes, files_differ)
        student = before.student_id or before.files[0].path
        changes.append(Change(student=student, part=path, before=mark, after=mark_now, cause=cause))
    return tuple(changes)


def changes_csv(changes: Iterable[Change]) -> bytes | None:
    """Return the file's bytes, None where nothing moved."""
    rows = [(change.student, change.part, change.before, change.after, change.cause) for change in changes]
    return table(COLUMNS, rows) if rows else None


def _marks(record: StudentRecord, decided: Decided) -> dict[str, tuple[Fraction | str, Fraction | None, str]]:
    """Return each part's mark, its decided credit and the fingerprint of its answer."""
    if not has_score(record):
        return {}
    marks = {}
    for question in record.questions:
        for part in question.parts:
            path = f"{question.id}.{part.id}"
            mark = _mark(part, path, decided)
            marks[path] = (mark, decided.get(path), answer_fingerprint(part, record))
    return marks


def _mark(part: PartRecord, path: str, decided: Decided) -> Fraction | str:
    """Return a part's points, or the status under which it waits."""
    if path not in decided:
        return str(part.status) if part.waits else part.final_points
    credit = decided[path]
    return "needs_review" if credit is None else credit * part.max_points


def _common_cause(causes: Causes, files_differ: bool) -> str:
    """Return why a mark moved whose answer and decision are what they were."""
    names = [name for name, holds in (("key", causes.key), ("version", causes.version)) if holds]
    if files_differ:
        names.insert(0, "file")
    return ", ".join(names) or "file"
