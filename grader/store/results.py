"""Writes `results.jsonl`: what became of each student, a line each, for other programs to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from grader.records import JsonValue, PartRecord, QuestionRecord, StudentRecord, StudentStatus
from grader.store.distinct import Distinct, question_identity
from grader.store.lines import json_line
from grader.store.naming import student_file_name
from grader.store.rounding import rounded
from grader.store.totals import final_status, question_totals, student_totals

SCHEMA = "grade/result@1"
NOT_GRADED = frozenset((StudentStatus.MISSING, StudentStatus.UNREADABLE))


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsHeader:
    """What every line of one run says alike; ``max_score`` is that of students who handed nothing in."""

    assignment: str
    assignment_sha256: str
    grader: str
    max_score: Fraction


def results_order(record: StudentRecord) -> tuple[bool, str, str]:
    """Return where a student's line stands: by id, those that nobody knows last, by path."""
    path = record.files[0].path if record.files else ""
    return record.student_id is None, record.student_id or "", path


def results_jsonl(records: Iterable[StudentRecord], header: ResultsHeader) -> bytes:
    """Return the whole of `results.jsonl`, in its order."""
    lines = [results_line(record, header) for record in sorted(records, key=results_order)]
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def results_line(record: StudentRecord, header: ResultsHeader) -> str:
    """Return one student's line, without its end.

    ``score`` is null, not 0, for a student who is missing or whose files could not be read.
    """
    total = student_totals(record)
    file = json_line(record.files[0].path) if len(record.files) == 1 else "null"
    questions = ", ".join([file.join(_distinct_question(question)) for question in record.questions])
    before: dict[str, JsonValue] = {
        "schema": SCHEMA,
        "assignment": header.assignment,
        "student": {"id": record.student_id, "name": record.name},
        "status": final_status(record),
        "score": rounded(total.score) if has_score(record) else None,
        "max_score": rounded(total.max_score if record.questions else header.max_score),
        "files": [{"path": file.path, "sha256": file.sha256} for file in record.files],
    }
    after: dict[str, JsonValue] = {
        **_delivered(record),
        "grader": header.grader,
        "assignment_sha256": header.assignment_sha256,
        "report": student_file_name(record.student_id) if record.student_id and record.files else None,
        "errors": [
            {"code": error.code, "file": error.file, "message": error.message} for error in record.errors
        ],
    }
    return f'{json_line(before)[:-1]}, "questions": [{questions}], {json_line(after)[1:]}'


def _delivered(record: StudentRecord) -> dict[str, JsonValue]:
    """Return what a platform said of a hand-in, and what its files were taken for where they are no JSON."""
    came = record.delivered
    told: dict[str, JsonValue] = (
        {}
        if came is None
        else {"submitted_at": came.submitted_at, "late": came.late, "attempt": came.attempt}
    )
    kinds: dict[str, JsonValue] = {
        file.path: file.kind for file in record.files if file.kind not in ("", "json")
    }
    found = {name: value for name, value in told.items() if value is not None}
    return {**found, **({"taken_for": kinds} if kinds else {})}


def has_score(record: StudentRecord) -> bool:
    """Whether a score says something about this student: not where nothing was handed in or could be read."""
    return record.status not in NOT_GRADED


def _question_around_files(question: QuestionRecord) -> list[str]:
    """Return one question as JSON, cut where the name of the student's only file belongs."""
    total = question_totals(question)
    pieces = [
        f'{{"id": {json_line(question.id)}, "score": {rounded(total.score)}, '
        f'"max_score": {rounded(total.max_score)}, "parts": ['
    ]
    for number, part in enumerate(question.parts):
        before, after = _distinct_part(part)
        pieces[-1] += f", {before}" if number else before
        if part.reading.file is None:
            pieces.append(after)
        else:
            pieces[-1] += f"{json_line(part.reading.file)}{after}"
    pieces[-1] += "]}"
    return pieces


_distinct_question = Distinct(_question_around_files, question_identity)


def _part_around_file(part: PartRecord) -> tuple[str, str]:
    """Return one part as JSON, before and after its file's name, which students do not share."""
    reading = part.reading
    told: dict[str, JsonValue] = {
        "id": part.id,
        "kind": part.kind,
        "status": part.final_status,
        "credit": rounded(part.final_credit),
        "points": rounded(part.final_points),
        "max_points": rounded(part.max_points),
        "submitted": part.submitted,
        "value": part.value,
        "expected": part.expected,
        "mistakes": [
            {"code": mistake.code, "hint": mistake.hint, "credit": rounded(mistake.credit)}
            for mistake in part.mistakes
        ],
        "followed_through": part.followed_through,
        **_decision(part),
        "feedback": list(part.feedback),
        "reading": {
            "certainty": reading.certainty,
            "file": None,
            "page": reading.page,
            "box": None if reading.box is None else list(reading.box),
            "text": reading.text,
            "reason": reading.reason,
        },
        **({"cancelled": True} if part.cancelled else {}),
    }
    # What follows are texts, in which a quotation mark is escaped: none of them holds this.
    before, _, after = json_line(told).rpartition('"file": null')
    return f'{before}"file": ', after


_distinct_part = Distinct(_part_around_file)


def _decision(part: PartRecord) -> dict[str, JsonValue]:
    """Return a person's decision and, beside it, the machine's own verdict."""
    decision = part.decision
    if decision is None:
        return {"decision": None}
    return {
        "decision": {"credit": rounded(decision.credit), "by": decision.by, "note": decision.note},
        "machine": {
            "status": part.status,
            "credit": rounded(part.credit),
            "points": rounded(part.points),
            "reason": part.reading.reason,
        },
    }
