"""`changes.csv` tells which marks moved, and the nearest reason why."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from grader.records import Decision, PartStatus, StudentRecord, StudentStatus
from grader.store.changes import Causes, Change, changes_between, changes_csv
from tests.store.invented import part, student, waiting

RIGHT = student("401", part())
WRONG = student("401", part(status=PartStatus.INCORRECT, credit=0))


def with_decision(record: StudentRecord, credit: Fraction | int) -> StudentRecord:
    question = record.questions[0]
    decided = replace(question.parts[0], decision=Decision(credit=Fraction(credit), by="", note=""))
    return replace(record, questions=(replace(question, parts=(decided, *question.parts[1:])),))


@pytest.mark.parametrize(
    ("now", "key", "version", "cause"),
    [
        pytest.param(WRONG, True, False, "key", id="key"),
        pytest.param(WRONG, False, True, "version", id="version"),
        pytest.param(WRONG, True, True, "key, version", id="key-and-version"),
        pytest.param(replace(WRONG, files=()), False, False, "file", id="file-with-the-same-answer"),
        pytest.param(replace(WRONG, files=()), True, False, "file, key", id="file-and-key"),
        pytest.param(
            student("401", part(submitted="x", credit=0)), True, True, "file", id="the-answer-itself-changed"
        ),
        pytest.param(with_decision(RIGHT, 0), True, True, "decision", id="decision"),
        pytest.param(
            student("401", part(), status=StudentStatus.UNREADABLE, digest="dd"),
            False,
            False,
            "file",
            id="lost",
        ),
        pytest.param(student("401", part("pool")), True, False, "key", id="no-longer-asked"),
    ],
)
def test_the_cause_is_what_changed(now: StudentRecord, key: bool, version: bool, cause: str) -> None:
    [change] = changes_between(RIGHT, {}, now, Causes(key=key, version=version))
    assert (change.part, change.before, change.cause) == ("conv_shapes.conv", Fraction(3), cause)


def test_a_decision_taken_back_is_a_decision() -> None:
    record = student("401", waiting())
    [change] = changes_between(
        record, {"conv_shapes.conv": Fraction(1)}, record, Causes(key=True, version=True)
    )
    assert (change.before, change.after, change.cause) == (Fraction(3), "needs_review", "decision")


def test_equal_marks_are_no_change_whatever_else_differs() -> None:
    now = student("401", part(submitted="14 × 14 × 32"), digest="dd")
    assert changes_between(RIGHT, {}, now, Causes(key=True, version=True)) == ()


def test_the_file_names_marks_and_statuses_and_is_left_out_when_empty() -> None:
    change = Change(student="007", part="q.p", before="needs_review", after=Fraction(1, 3), cause="decision")
    assert changes_csv([change]) == (
        b"\xef\xbb\xbfstudent,part,before,after,cause\n'007,q.p,needs_review,0.3333,decision\n"
    )
    assert changes_csv([replace(change, after=None)]) is not None
    assert changes_csv([]) is None
