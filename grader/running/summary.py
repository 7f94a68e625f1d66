"""What a run has to say when it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import cast

from grader.records import JsonValue, StudentRecord, StudentStatus
from grader.running.classroom import Classroom
from grader.store.review import ReviewLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A run in numbers, and the files that could not be graded.

    ``mean`` is over the final marks, None where there are none. ``moved`` counts marks that an earlier run had
    given otherwise. ``versions`` is what the marks were made with, to tell later why one moved.
    """

    graded: int
    needs_review: int
    missing: int
    unreadable: int
    final: int
    mean: float | None
    max_score: float
    decisions: int
    groups: int
    ungraded: tuple[tuple[str, str], ...]
    remarks: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    regraded: int = 0
    moved: int = 0
    versions: tuple[tuple[str, str], ...] = ()


def summarise(records: Sequence[StudentRecord], classroom: Classroom, lines: Sequence[ReviewLine]) -> Summary:
    """Return the run's summary."""
    counts = dict.fromkeys(StudentStatus, 0)
    for record in records:
        counts[record.final_status] += 1
    final = [record.score for record in records if record.final_status is StudentStatus.GRADED]
    groups = [line for line in lines if line.cells[0] == "group"]
    return Summary(
        graded=counts[StudentStatus.GRADED],
        needs_review=counts[StudentStatus.NEEDS_REVIEW],
        missing=counts[StudentStatus.MISSING],
        unreadable=counts[StudentStatus.UNREADABLE],
        final=len(final),
        mean=float(sum(final, Fraction(0)) / len(final)) if final else None,
        max_score=float(classroom.max_score),
        decisions=sum(len(line.answers) for line in groups),
        groups=len(groups),
        ungraded=tuple(complaints(records, classroom, of_unreadable=True)),
        remarks=tuple(complaints(records, classroom, of_unreadable=False)),
        left_out=classroom.left_out,
    )


FILE_LEVEL = frozenset({
    "unreadable_json", "not_a_submission", "unknown_schema", "duplicate_key", "encoding", "too_large",
    "unreadable_file", "not_a_file", "empty_file", "empty_folder", "document", "unknown_format", "too_deep",
    "unknown_student", "no_known_question",
})  # fmt: skip


def complaints(
    records: Sequence[StudentRecord], classroom: Classroom, *, of_unreadable: bool
) -> Sequence[tuple[str, str]]:
    """Return (file, sentence) of what could not be graded, or of what else a person should know."""
    return [
        (error.file or record.student_id or "", error.message)
        for record in records
        for error in record.errors
        if (error.code in FILE_LEVEL) is of_unreadable
    ]


def summary_as_json(summary: Summary) -> JsonValue:
    """Return a summary as a JSON value."""
    return cast(JsonValue, asdict(summary))


def read_summary(raw: JsonValue) -> Summary | None:
    """Return the summary that was kept; None where it was kept by another version."""
    if not isinstance(raw, dict):
        return None
    fields = dict(raw)
    try:
        for name in ("ungraded", "remarks", "versions"):
            fields[name] = cast(JsonValue, tuple(tuple(each) for each in cast("list[list[str]]", fields[name])))
        fields["left_out"] = cast(JsonValue, tuple(cast("list[str]", fields["left_out"])))
        return Summary(**fields)  # type: ignore[arg-type]  # written by summary_as_json
    except (KeyError, TypeError):
        return None
