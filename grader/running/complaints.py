"""Sums a run up: how many, how well, and which files a person must look after."""

from __future__ import annotations

from collections.abc import Sequence

from grader.records import StudentRecord, StudentStatus
from grader.running.classroom import Classroom
from grader.running.summary import Summary
from grader.store.review import ReviewLine
from grader.store.totals import exact_sum, final_status, student_totals

# What keeps a file from being graded; every other remark is told beside its marks.
FILE_LEVEL = frozenset({
    "unreadable_json", "not_a_submission", "unknown_schema", "duplicate_key", "encoding", "too_large",
    "unreadable_file", "not_a_file", "empty_file", "empty_folder", "document", "unknown_format", "too_deep",
    "unknown_student", "no_known_question", "encrypted_pdf", "unreadable_pdf", "too_many_pages",
    "too_slow", "too_much_memory", "reader_crashed", "link_only", "unreadable_notebook", "unreadable_archive",
    "empty_archive", "archive_too_large", "archive_too_deep", "archive_bomb", "bad_entry", "encrypted_entry", "changed",
    "grader_failed", "no_text",
})  # fmt: skip


def summarise(records: Sequence[StudentRecord], classroom: Classroom, lines: Sequence[ReviewLine]) -> Summary:
    """Return the run's summary."""
    statuses = [final_status(record) for record in records]
    counts = {status: statuses.count(status) for status in StudentStatus}
    final = [
        student_totals(record).score
        for record, status in zip(records, statuses, strict=True)
        if status is StudentStatus.GRADED
    ]
    groups = [line for line in lines if line.cells[0] == "group"]
    return Summary(
        graded=counts[StudentStatus.GRADED],
        needs_review=counts[StudentStatus.NEEDS_REVIEW],
        missing=counts[StudentStatus.MISSING],
        unreadable=counts[StudentStatus.UNREADABLE],
        final=len(final),
        mean=float(exact_sum(final) / len(final)) if final else None,
        max_score=float(classroom.max_score),
        decisions=sum(len(line.answers) for line in groups),
        groups=len(groups),
        ungraded=tuple(complaints(records, classroom, of_unreadable=True)),
        remarks=tuple(complaints(records, classroom, of_unreadable=False)),
        left_out=classroom.left_out,
        noise=classroom.noise,
        taken=tuple(sorted({(file.path, file.kind) for record in records for file in record.files})),
    )


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
