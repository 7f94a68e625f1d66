"""`grades.csv` is what a teacher uploads: its sums are checked against its columns."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from fractions import Fraction

from grader.records import Decision, PartStatus, QuestionRecord, StudentRecord, StudentStatus
from grader.store.gradebook import grades_csv
from tests.store.invented import part, student, waiting

QUESTIONS = ("conv_shapes", "gap")


def rows(*records: StudentRecord) -> list[dict[str, str]]:
    data = grades_csv(records, QUESTIONS, Fraction(6))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def with_gap(record: StudentRecord, *parts: object) -> StudentRecord:
    gap = QuestionRecord(id="gap", parts=parts)  # type: ignore[arg-type]  # the tests pass parts
    return replace(record, questions=(*record.questions, gap))


def test_a_graded_student_has_a_final_score_that_the_questions_add_up_to() -> None:
    half = part("g", status=PartStatus.PARTIAL, credit=Fraction(1, 3), max_points=Fraction(1, 2))
    [row] = rows(with_gap(student("401", part()), half))
    assert row == {
        "student_id": "401", "name": "Sara", "status": "graded", "score": "3.1667", "max_score": "3.5",
        "percent": "90.4762", "needs_review": "0", "waiting": "0", "final": "3.1667", "conv_shapes": "3",
        "gap": "0.1667",
    }  # fmt: skip


def test_while_anything_waits_there_is_no_percent_and_no_final_score() -> None:
    [row] = rows(with_gap(student("401", part(), waiting("b")), waiting("g")))
    assert (row["status"], row["score"], row["max_score"]) == ("needs_review", "3", "9")
    assert (row["percent"], row["final"], row["needs_review"], row["waiting"]) == ("", "", "2", "6")
    assert float(row["score"]) == float(row["conv_shapes"]) + float(row["gap"])


def test_a_decision_counts() -> None:
    decided = replace(waiting("a"), decision=Decision(credit=Fraction(1, 2), by="", note=""))
    [row] = rows(student("401", decided))
    assert (row["final"], row["percent"], row["conv_shapes"]) == ("1.5", "50", "1.5")


def test_who_is_missing_or_unreadable_has_empty_cells_and_not_zero() -> None:
    missing, unreadable = rows(
        student("401", status=StudentStatus.MISSING), student("402", status=StudentStatus.UNREADABLE)
    )
    for row in (missing, unreadable):
        assert [row[name] for name in ("score", "percent", "final", *QUESTIONS)] == [""] * 5
        assert row["max_score"] == "6"


def test_a_file_of_nobody_known_is_named_by_its_path() -> None:
    record = student(None, name=None, path="scan 1.pdf", status=StudentStatus.UNREADABLE)
    assert [(row["student_id"], row["name"]) for row in rows(record, student("401"))] == [
        ("401", "Sara"),
        ("", "scan 1.pdf"),
    ]


def test_zeros_of_ids_are_kept_and_formulas_do_not_run() -> None:
    [row] = rows(student("0401", part(), name="=HYPERLINK(1)"))
    assert (row["student_id"], row["name"]) == ("'0401", "'=HYPERLINK(1)")


def test_nothing_asked_gives_no_percent_instead_of_a_division_by_zero() -> None:
    [row] = rows(student("401", part(max_points=0)))
    assert (row["score"], row["percent"], row["final"]) == ("0", "", "0")
