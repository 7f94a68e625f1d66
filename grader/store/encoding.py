"""Turns a student's record into JSON text and back, without losing an exact number.

The text is for `grades.db` alone: lists in the order of the records' fields, which take half the room and
half the time of objects. Fractions are whole numbers or "3/4".
"""

from __future__ import annotations

import json
from fractions import Fraction
from functools import lru_cache
from typing import Any

from grader.records import (
    Certainty,
    Decision,
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

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_part_statuses = {status.value: status for status in PartStatus}
_certainties = {certainty.value: certainty for certainty in Certainty}


def encode_record(record: StudentRecord) -> str:
    """Return ``record`` as one line of JSON, from which `decode_record` makes an equal record."""
    return _encode(
        [
            record.student_id,
            record.name,
            record.status,
            [[file.path, file.sha256] for file in record.files],
            [
                [question.id, [_part_to_list(part) for part in question.parts], question.params]
                for question in record.questions
            ],
            [[error.code, error.file, error.message] for error in record.errors],
        ]
    )


def decode_record(text: str | bytes) -> StudentRecord:
    """Return the record that `encode_record` wrote.

    Raises ValueError, TypeError, KeyError or IndexError for any other text.
    """
    student_id, name, status, files, questions, errors = json.loads(text)
    return StudentRecord(
        student_id=student_id,
        name=name,
        status=StudentStatus(status),
        files=tuple(FileRecord(path=path, sha256=digest) for path, digest in files),
        questions=tuple(
            QuestionRecord(id=identifier, parts=tuple(map(_part_from_list, parts)), params=params)
            for identifier, parts, params in questions
        ),
        errors=tuple(ErrorRecord(code=code, file=file, message=message) for code, file, message in errors),
    )


def _part_to_list(part: PartRecord) -> list[object]:
    """Return a part's fields in their order."""
    reading, decision = part.reading, part.decision
    return [
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


def _part_from_list(fields: list[Any]) -> PartRecord:
    """Return the part whose fields `_part_to_list` listed."""
    certainty, file, text, reason, page, box = fields[12]
    decision = fields[17]
    return PartRecord(
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


def _number(value: Fraction) -> int | str:
    """Return an exact number as JSON can hold it: a whole number, or "3/4"."""
    numerator, denominator = value.as_integer_ratio()
    return numerator if denominator == 1 else f"{numerator}/{denominator}"


@lru_cache(maxsize=4096)
def _fraction(written: int | str) -> Fraction:
    """Return the number that `_number` wrote."""
    return Fraction(written)
