"""Invented parts and students for the tests of this room."""

from __future__ import annotations

from fractions import Fraction

from grader.records import (
    Certainty,
    FileRecord,
    JsonValue,
    MistakeRecord,
    PartRecord,
    PartStatus,
    QuestionRecord,
    ReadingRecord,
    StudentRecord,
    StudentStatus,
)
from grader.store.results import ResultsHeader

HEADER = ResultsHeader(
    assignment="cnn-1", assignment_sha256="ab" * 32, grader="0.1.0", max_score=Fraction(20)
)


def part(
    name: str = "conv",
    *,
    status: PartStatus = PartStatus.CORRECT,
    credit: Fraction | int = 1,
    max_points: Fraction | int = 3,
    submitted: JsonValue = "14x14x32",
    value: JsonValue = None,
    expected: JsonValue = None,
    text: str | None = None,
    shown: str = "",
    reason: str | None = None,
    file: str | None = "401.json",
    page: int | None = None,
    certainty: Certainty = Certainty.CERTAIN,
    codes: tuple[str, ...] = (),
    cancelled: bool = False,
) -> PartRecord:
    """Return a part; without ``text`` its reading is what was submitted."""
    credit = Fraction(0) if status.waits else Fraction(credit)
    return PartRecord(
        id=name,
        kind="shape",
        status=status,
        credit=credit,
        points=credit * max_points,
        max_points=Fraction(max_points),
        submitted=submitted,
        value=value,
        expected=expected,
        mistakes=tuple(MistakeRecord(code=code, hint="A hint.", credit=Fraction(1, 2)) for code in codes),
        followed_through=False,
        feedback=(),
        reading=ReadingRecord(
            certainty=certainty,
            file=file,
            text=str(submitted) if text is None else text,
            reason=reason,
            page=page,
        ),
        shown=shown,
        cancelled=cancelled,
    )


def waiting(name: str = "conv", *, reason: str = "malformed", **given: object) -> PartRecord:
    """Return a part that waits for a person."""
    return part(name, status=PartStatus.NEEDS_REVIEW, reason=reason, **given)  # type: ignore[arg-type]  # passed on


def student(
    student_id: str | None = "401",
    *parts: PartRecord,
    name: str | None = "Sara",
    status: StudentStatus = StudentStatus.GRADED,
    question: str = "conv_shapes",
    digest: str = "c0" * 32,
    path: str | None = None,
) -> StudentRecord:
    """Return a student with one question of ``parts``."""
    return StudentRecord(
        student_id=student_id,
        name=name,
        status=status,
        files=(FileRecord(path=path or f"{student_id}.json", sha256=digest),),
        questions=(QuestionRecord(id=question, parts=parts),) if parts else (),
        errors=(),
    )
