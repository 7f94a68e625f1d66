"""`results.jsonl` says what the contract says, in its order and to the same bytes."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from grader.records import Certainty, Decision, ErrorRecord, PartStatus, StudentRecord, StudentStatus
from grader.store.naming import student_file_name
from grader.store.results import results_jsonl, results_line
from tests.store.invented import HEADER, part, student, waiting
from tests.store.test_encoding import RECORDS


def test_a_line_holds_every_field_in_the_contracts_order() -> None:
    graded = part(
        "conv",
        value=[14, 14, 32],
        expected=[14, 14, 32],
        codes=("bias_forgotten",),
        certainty=Certainty.PLAIN,
    )
    line = json.loads(results_line(student("401200001", graded), HEADER))
    assert list(line) == [
        "schema", "assignment", "student", "status", "score", "max_score", "files", "questions", "grader",
        "assignment_sha256", "report", "errors",
    ]  # fmt: skip
    assert line["student"] == {"id": "401200001", "name": "Sara"}
    assert line["report"] == student_file_name("401200001")
    [question] = line["questions"]
    assert list(question) == ["id", "score", "max_score", "parts"]
    assert question["parts"] == [
        {
            "id": "conv", "kind": "shape", "status": "correct", "credit": 1.0, "points": 3.0,
            "max_points": 3.0,
            "submitted": "14x14x32", "value": [14, 14, 32], "expected": [14, 14, 32],
            "mistakes": [{"code": "bias_forgotten", "hint": "A hint.", "credit": 0.5}],
            "followed_through": False, "decision": None, "feedback": [],
            "reading": {
                "certainty": "plain", "file": "401.json", "page": None, "box": None, "text": "14x14x32",
                "reason": None,
            },
        }
    ]  # fmt: skip
    assert list(question["parts"][0])[:2] == ["id", "kind"]


def test_scores_count_what_is_decided_and_add_up() -> None:
    record = student(
        "401", part("a", credit=Fraction(1, 3), status=PartStatus.PARTIAL), waiting("b"), part("c")
    )
    line = json.loads(results_line(record, HEADER))
    assert (line["status"], line["score"], line["max_score"]) == ("needs_review", 4.0, 9.0)
    assert line["score"] == sum(question["score"] for question in line["questions"])


def test_whole_points_are_written_as_floats() -> None:
    assert '"score": 3.0, "max_score": 3.0, "files"' in results_line(student("401", part()), HEADER)


def test_a_decided_part_shows_the_decision_and_keeps_the_machines_verdict() -> None:
    decided = replace(
        waiting("conv"), decision=Decision(credit=Fraction(1, 3), by="Neda", note="Half of it.")
    )
    line = json.loads(results_line(student("401", decided), HEADER))
    [shown] = line["questions"][0]["parts"]
    assert (shown["status"], shown["credit"], shown["points"]) == ("partial", 0.3333, 1.0)
    assert shown["decision"] == {"credit": 0.3333, "by": "Neda", "note": "Half of it."}
    assert shown["machine"] == {"status": "needs_review", "credit": 0.0, "points": 0.0, "reason": "malformed"}
    assert line["status"] == "graded"


@pytest.mark.parametrize("status", [StudentStatus.MISSING, StudentStatus.UNREADABLE])
def test_who_was_not_graded_has_no_score_rather_than_zero(status: StudentStatus) -> None:
    line = json.loads(results_line(student("401", status=status), HEADER))
    assert (line["status"], line["score"], line["max_score"]) == (status.value, None, 20.0)


def test_lines_are_sorted_by_id_and_unknown_students_come_last_by_path() -> None:
    records = [
        student(None, path="b.pdf", status=StudentStatus.UNREADABLE),
        student("9"),
        student(None, path="a.pdf", status=StudentStatus.UNREADABLE),
        student("10"),
    ]
    lines = [json.loads(line) for line in results_jsonl(records, HEADER).splitlines()]
    assert [(line["student"]["id"], line["files"][0]["path"]) for line in lines] == [
        ("10", "10.json"),
        ("9", "9.json"),
        (None, "a.pdf"),
        (None, "b.pdf"),
    ]
    assert lines[-1]["report"] is None
    assert results_jsonl(list(reversed(records)), HEADER) == results_jsonl(records, HEADER)


@pytest.mark.parametrize(
    ("submitted", "read"),
    [
        pytest.param("سلام\u2028", "سلام\u2028", id="persian"),
        pytest.param("a\x85\u2029b", "a\x85\u2029b", id="signs-that-end-a-line"),
        pytest.param("\ud800", "\ud800", id="lone-surrogate"),
        pytest.param([float("nan"), float("-inf")], ["nan", "-inf"], id="not-finite"),
        pytest.param({"a": [1, None, True]}, {"a": [1, None, True]}, id="object"),
        pytest.param(10**5000, "a number of more than 4152 digits", id="endless-integer"),
    ],
)
def test_whatever_was_submitted_makes_a_line_of_json(submitted: object, read: object) -> None:
    record = student("401", part(submitted=submitted, text="x"))  # type: ignore[arg-type]  # hostile on purpose
    data = results_jsonl([record], HEADER)
    [line] = data.decode().splitlines()

    def refuse(name: str) -> float:
        raise AssertionError(name)

    shown = json.loads(line, parse_constant=refuse)["questions"][0]["parts"][0]["submitted"]
    assert shown == read


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(record=RECORDS)
def test_any_record_makes_one_line_whose_scores_add_up(record: StudentRecord) -> None:
    [text] = results_jsonl([record], HEADER).decode().splitlines()
    line = json.loads(text)
    waiting_statuses = {"needs_review", "awaiting_marker"}
    parts = [shown for question in line["questions"] for shown in question["parts"]]
    assert len(parts) == len(record.parts)
    if line["score"] is not None:
        decided = sum(
            shown["points"]
            for shown in parts
            if shown["status"] not in waiting_statuses or shown.get("cancelled")
        )
        assert line["score"] == pytest.approx(decided, rel=1e-9, abs=1e-3)
        assert line["max_score"] == pytest.approx(
            sum(shown["max_points"] for shown in parts) if record.questions else 20, rel=1e-9, abs=1e-3
        )
        waits = any(part.waits for part in record.parts)
        assert (line["status"] == "needs_review") == (waits or record.status is StudentStatus.NEEDS_REVIEW)


def test_parts_that_differ_only_in_their_file_keep_their_own() -> None:
    one = part(file="a.json")
    two = replace(one, reading=replace(one.reading, file='b "2".json'))
    none = replace(one, reading=replace(one.reading, file=None))
    for path in ("401.json", 'other "one".json'):
        line = json.loads(results_line(student("401", one, two, none, path=path), HEADER))
        files = [shown["reading"]["file"] for shown in line["questions"][0]["parts"]]
        assert files == ["a.json", 'b "2".json', path]


def test_errors_and_cancelled_parts_are_said() -> None:
    record = replace(
        student("401", part(cancelled=True)),
        errors=(ErrorRecord(code="unreadable_json", file="x.json", message="Not JSON."),),
    )
    line = json.loads(results_line(record, HEADER))
    assert line["errors"] == [{"code": "unreadable_json", "file": "x.json", "message": "Not JSON."}]
    assert line["questions"][0]["parts"][0]["cancelled"] is True


@pytest.mark.parametrize(
    ("student_id", "safe"),
    [
        pytest.param("401200001", "401200001-", id="digits"),
        pytest.param("../../etc/passwd", "etcpasswd-", id="path"),
        pytest.param("علی", "", id="no-ascii"),
        pytest.param("-rf", "rf-", id="leading-hyphen"),
        pytest.param("a" * 64, "a" * 40 + "-", id="long"),
        pytest.param("con", "con-", id="device-of-windows"),
        pytest.param("\ud800", "", id="surrogate"),
    ],
)
def test_a_reports_name_is_safe_and_tells_ids_apart(student_id: str, safe: str) -> None:
    name = student_file_name(student_id)
    assert name.startswith(f"students/{safe}")
    assert len(name) == len(f"students/{safe}") + 8 + len(".html")
    assert name != student_file_name(student_id + "x")
