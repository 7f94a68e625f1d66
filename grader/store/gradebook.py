"""Writes `grades.csv`: a row a student, for people and for uploading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from grader.records import StudentRecord
from grader.store.results import has_score, results_order
from grader.store.spreadsheet import table
from grader.store.totals import Totals, final_status, question_totals, student_totals

COLUMNS = (
    "student_id",
    "name",
    "status",
    "score",
    "max_score",
    "percent",
    "needs_review",
    "waiting",
    "final",
)


def grades_csv(records: Iterable[StudentRecord], question_ids: Sequence[str], max_score: Fraction) -> bytes:
    """Return the gradebook, in the order of `results.jsonl`.

    ``score`` and each question's column count what is decided so far, so that the questions add up to the
    score; ``percent`` and ``final`` are empty while anything waits. Whoever is missing or could not be read
    has no score, rather than 0. A file whose student nobody knows has its path for a name. ``max_score`` is
    that of a student who handed nothing in.
    """
    rows = [_row(record, question_ids, max_score) for record in sorted(records, key=results_order)]
    return table((*COLUMNS, *question_ids), rows)


def _row(
    record: StudentRecord, question_ids: Sequence[str], max_score: Fraction
) -> list[str | int | Fraction | None]:
    """Return the cells of one student."""
    name = record.name
    if record.student_id is None and not name and record.files:
        name = record.files[0].path
    total = student_totals(record)
    row: list[str | int | Fraction | None] = [record.student_id, name, final_status(record)]
    row += _sums(total) if has_score(record) else [None, None, None, total.waits, total.waiting, None]
    row[4] = total.max_score if record.questions else max_score
    if not has_score(record):
        return row + [None] * len(question_ids)
    scores = {question.id: question_totals(question).score for question in record.questions}
    return row + [scores.get(question) for question in question_ids]


def _sums(total: Totals) -> list[str | int | Fraction | None]:
    """Return the cells from ``score`` to ``final``."""
    if total.waits:
        return [total.score, total.max_score, None, total.waits, total.waiting, None]
    percent = total.score / total.max_score * 100 if total.max_score else None
    return [total.score, total.max_score, percent, 0, 0, total.score]
