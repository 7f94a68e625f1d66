"""Turns a student's record into JSON text and back, without losing an exact number.

The text is for `grades.db` alone: lists in the order of the records' fields, which take half the room and
half the time of objects. Fractions are whole numbers or "3/4".
"""

from __future__ import annotations

import json
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from typing import Any

from grader.records import (
    Certainty,
    Decision,
    Delivered,
    ErrorRecord,
    FileRecord,
    MistakeRecord,
    PartRecord,
    PartStatus,
    QuestionRecord,
    ReadingRecord,
    StudentRecord,
    StudentStatus,
)
from grader.store.distinct import Distinct, question_identity
from grader.store.lines import holdable

_encoder = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, separators=(",", ":")
)  # an infinity becomes the text that it has in the results
_part_statuses = {status.value: status for status in PartStatus}
_certainties = {certainty.value: certainty for certainty in Certainty}


def encode_record(record: StudentRecord) -> str:
    """Return ``record`` as lines of JSON, from which `decode_record` makes an equal record.

    The first line is the student and each further line a part, so that what many students share is made and
    read back once.
    """
    came = record.delivered
    student = [
        record.student_id,
        record.name,
        record.status,
        [[file.path, file.sha256, file.kind] for file in record.files],
        [[question.id, len(question.parts), question.params] for question in record.questions],
        [[error.code, error.file, error.message] for error in record.errors],
        None if came is None else [came.submitted_at, came.late, came.attempt],
    ]
    return "".join([_encode(student), *map(_distinct_parts, record.questions)])


def decode_record(text: str | bytes) -> StudentRecord:
    """Return the record that `encode_record` wrote.

    Raises ValueError, TypeError, KeyError or IndexError for any other text.
    """
    first, *lines = (text if isinstance(text, str) else text.decode()).split("\n")
    student_id, name, status, files, questions, errors, *came = json.loads(first)
    parts = map(_part_of, lines)
    return StudentRecord(
        student_id=student_id,
        name=name,
        status=StudentStatus(status),
        files=tuple(
            [FileRecord(path=path, sha256=digest, kind="".join(kind)) for path, digest, *kind in files]
        ),
        questions=tuple(
            [
                QuestionRecord(id=identifier, parts=tuple(islice(parts, count)), params=params)
                for identifier, count, params in questions
            ]
        ),
        errors=tuple([ErrorRecord(code=code, file=file, message=message) for code, file, message in errors]),
        delivered=_delivered(came[0]) if came and came[0] else None,
    )


def _delivered(fields: list[Any]) -> Delivered:
    """Return what a platform said of a hand-in."""
    submitted_at, late, attempt = fields
    return Delivered(submitted_at=submitted_at, late=late, attempt=attempt)


def _part_text(part: PartRecord) -> str:
    """Return a part's fields in their order, on one line."""
    reading, decision = part.reading, part.decision
    return _encode(
        [
            part.id,
            part.kind,
            part.status,
            _number(part.credit),
            _number(part.points),
            _number(part.max_points),
            part.submitted,
            part.value,
            part.expected,
            [[mistake.code, mistake.hint, _number(mistake.credit)] for mistake in part.mistakes],
            part.followed_through,
            part.feedback,
            [reading.certainty, reading.file, reading.text, reading.reason, reading.page, reading.box],
            part.shown,
            part.wrong_cells,
            part.tolerance,
            part.cancelled,
            None if decision is None else [_number(decision.credit), decision.by, decision.note],
        ]
    )


_distinct_part = Distinct(_part_text)
_distinct_parts = Distinct(
    lambda question: "".join([f"\n{_distinct_part(part)}" for part in question.parts]), question_identity
)


@lru_cache(maxsize=8192)
def _part_of(line: str) -> PartRecord:
    """Return the part that `_part_text` wrote."""
    fields: list[Any] = json.loads(line)
    certainty, file, text, reason, page, box = fields[12]
    decision = fields[17]
    part = PartRecord(
        id=fields[0],
        kind=fields[1],
        status=_part_statuses[fields[2]],
        credit=_fraction(fields[3]),
        points=_fraction(fields[4]),
        max_points=_fraction(fields[5]),
        submitted=fields[6],
        value=fields[7],
        expected=fields[8],
        mistakes=tuple(
            MistakeRecord(code=code, hint=hint, credit=_fraction(credit)) for code, hint, credit in fields[9]
        ),
        followed_through=fields[10],
        feedback=tuple(fields[11]),
        reading=ReadingRecord(
            certainty=_certainties[certainty],
            file=file,
            text=text,
            reason=reason,
            page=page,
            box=None if box is None else (box[0], box[1], box[2], box[3]),
        ),
        shown=fields[13],
        wrong_cells=tuple((row, column) for row, column in fields[14]),
        tolerance=fields[15],
        cancelled=fields[16],
        decision=None
        if decision is None
        else Decision(credit=_fraction(decision[0]), by=decision[1], note=decision[2]),
    )
    _distinct_part.keep(part, line)  # the next thing that is done with most parts is to store them
    return part


def _encode(value: list[Any]) -> str:
    """Return ``value`` as JSON; a number that JSON cannot hold becomes a text, as in the results."""
    try:
        return _encoder.encode(value)
    except ValueError:
        return _encoder.encode(holdable(value))


def _number(value: Fraction) -> int | str:
    """Return an exact number as JSON can hold it: a whole number, or "3/4"."""
    numerator, denominator = value.as_integer_ratio()
    return numerator if denominator == 1 else f"{numerator}/{denominator}"


@lru_cache(maxsize=4096)
def _fraction(written: int | str) -> Fraction:
    """Return the number that `_number` wrote."""
    return Fraction(written)
