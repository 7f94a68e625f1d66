"""A decision belongs to a student, a part and an answer; the machine's mark stays beside it."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from grader.errors import DecisionError
from grader.records import Certainty, Decision, PartRecord, PartStatus, StudentRecord
from grader.store.decisions import (
    MadeDecision,
    apply_decisions,
    changed_since,
    decision_line,
    marked_answer,
    read_decision_line,
    read_decisions,
    standing,
)
from grader.store.totals import student_totals
from grader.translation import ENGLISH, Translator
from tests.store.invented import part, student, waiting


def decided(
    record: StudentRecord,
    credit: Fraction | int | None,
    *,
    by: str = "Neda",
    old: Fraction | None = None,
    at: int = 0,
) -> MadeDecision:
    """Return a decision on the student's first part."""
    question = record.questions[0]
    return MadeDecision(
        answer=marked_answer(record, question.id, question.parts[0]),
        old=old,
        new=None if credit is None else Fraction(credit),
        by=by,
        note="",
        when=f"2026-11-22T01:00:{at:02d}Z",
    )


def a_line(by: object, new: object) -> str:
    texts = dict.fromkeys(("when", "student_id", "part", "note", "answer", "fingerprint"), "")
    return json.dumps({**texts, "by": by, "old": None, "new": new})


def test_a_decision_counts_and_the_machines_mark_stays() -> None:
    record = student("401", waiting())
    [shown] = apply_decisions(record, [decided(record, Fraction(1, 2))], ENGLISH).parts
    assert (shown.final_status, shown.final_points) == (PartStatus.PARTIAL, Fraction(3, 2))
    assert replace(shown, decision=None) == record.parts[0]


def test_the_last_decision_counts_and_can_be_taken_back() -> None:
    record = student("401", waiting())
    made = [decided(record, 1), decided(record, 0, at=1)]
    assert apply_decisions(record, made, ENGLISH).parts[0].final_credit == 0
    assert apply_decisions(record, [*made, decided(record, None, at=2)], ENGLISH) == record


def test_a_machines_own_mark_can_be_overruled() -> None:
    record = student("401", part(status=PartStatus.INCORRECT, credit=0))
    assert student_totals(apply_decisions(record, [decided(record, 1)], ENGLISH)).score == 3


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(part(submitted="15x15x32"), id="right-now"),
        pytest.param(part(submitted="15x15x32", status=PartStatus.INCORRECT, credit=0), id="wrong-now"),
        pytest.param(part(submitted=None, text="", status=PartStatus.BLANK, credit=0), id="taken-out"),
    ],
)
def test_a_part_whose_answer_changed_waits_again_and_tells_why(now: PartRecord) -> None:
    before = student("401", waiting())
    after = student("401", now)
    [shown] = apply_decisions(after, [decided(before, Fraction(1, 2))], ENGLISH).parts
    assert shown.waits
    assert (shown.credit, shown.points) == (Fraction(0), Fraction(0))
    assert shown.reading.reason == "answer_changed"
    assert shown.feedback == (
        "Your earlier answer “14x14x32” was given the credit 0.5 by Neda; the answer has changed, "
        "so this part waits for a person again.",
    )


def test_a_part_that_waits_anyway_keeps_its_own_reason() -> None:
    after = student("401", waiting(submitted="x", reason="contradictory"))
    [shown] = apply_decisions(after, [decided(student("401", waiting()), 1)], ENGLISH).parts
    assert (shown.reading.reason, len(shown.feedback)) == ("contradictory", 1)


def test_a_decision_counts_again_when_its_answer_comes_back() -> None:
    record, other = student("401", waiting()), student("401", waiting(submitted="15"))
    made = [decided(record, 1), decided(other, 0, at=1)]
    assert student_totals(apply_decisions(record, made, ENGLISH)).score == 3
    assert apply_decisions(other, made, ENGLISH).parts[0].final_status is PartStatus.INCORRECT


@pytest.mark.parametrize(
    ("one", "two", "is_same"),
    [
        pytest.param(waiting(), waiting(reason="other"), True, id="other-reason"),
        pytest.param(waiting(file="a"), waiting(file="b"), True, id="other-file"),
        pytest.param(waiting(submitted="14"), waiting(submitted=14), False, id="text-and-number"),
        pytest.param(waiting(submitted=[1, 2]), waiting(submitted=[2, 1]), False, id="other-order"),
        pytest.param(
            waiting(submitted=None, text=""), waiting(submitted=None, text=""), True, id="certainly-blank"
        ),
    ],
)
def test_an_answer_is_told_by_what_was_submitted(one: PartRecord, two: PartRecord, is_same: bool) -> None:
    before, after = student("401", one, digest="aa"), student("401", two, digest="bb")
    assert (student_totals(apply_decisions(after, [decided(before, 1)], ENGLISH)).score == 3) is is_same


def test_another_scan_is_another_answer() -> None:
    """Nothing was read from either, so only the file tells them apart."""
    scan = waiting(submitted=None, text="", certainty=Certainty.DOUBTFUL, reason="scan")
    before, after = student("401", scan, digest="aa"), student("401", scan, digest="bb")
    assert student_totals(apply_decisions(before, [decided(before, 1)], ENGLISH)).score == 3
    [shown] = apply_decisions(after, [decided(before, 1)], ENGLISH).parts
    assert shown.waits
    assert shown.feedback[0].startswith("An earlier hand-in was given the credit 1")


def test_the_sentence_is_said_in_the_reports_language() -> None:
    persian = Translator(
        locale="fa", lookups=(lambda text: "پاسخ پیشین {answer}" if "earlier" in text else text,)
    )
    after = student("401", part(submitted="15"))
    [shown] = apply_decisions(after, [decided(student("401", waiting()), 1)], persian).parts
    assert shown.feedback == ("پاسخ پیشین 14x14x32",)


def test_nobody_elses_part_and_no_cancelled_part_is_touched() -> None:
    record = student("401", waiting(), part("pool"))
    assert apply_decisions(record, [decided(record, 1)], ENGLISH).parts[1] == record.parts[1]
    cancelled = student("401", part(submitted="15", cancelled=True))
    assert apply_decisions(cancelled, [decided(record, 1)], ENGLISH) == cancelled
    assert (
        apply_decisions(replace(record, student_id=None), [decided(record, 1)], ENGLISH).parts == record.parts
    )


def test_decisions_on_answers_that_changed_are_named() -> None:
    before = student("401", waiting())
    [notice] = changed_since([student("401", part(submitted="15"))], [decided(before, 1)])
    assert notice.values == {"student": "401", "part": "conv_shapes.conv"}
    assert changed_since([before], [decided(before, 1)]) == ()
    assert len(changed_since([], [decided(before, 1)])) == 1


def test_what_stands_is_the_last_decision_on_that_answer() -> None:
    record, other = student("401", waiting()), student("401", waiting(submitted="15"))
    made = [decided(record, 1), decided(other, 0, at=1)]
    assert standing(made, made[0].answer) == made[0]
    assert standing([*made, decided(record, None, at=2)], made[0].answer) is None


def test_a_line_comes_back_equal() -> None:
    record = student("۴۰۱", waiting(submitted="a\nb\u2028\ud800"))
    for made in (decided(record, Fraction(1, 3), by='N "x"'), decided(record, None, old=Fraction(1, 3))):
        line = decision_line(made)
        assert line.splitlines() == [line]
        assert read_decisions(f"{line}\r\n\n".encode(), "x") == [made]
        assert json.loads(line)["student_id"] == "۴۰۱"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("", id="empty"),
        pytest.param('{"schema": ', id="torn"),
        pytest.param("[]", id="list"),
        pytest.param("[" * 100_000, id="deep"),
        pytest.param(a_line(by=1, new="1"), id="number-for-text"),
        pytest.param(a_line(by="", new="2"), id="credit-too-large"),
        pytest.param(a_line(by="", new="1/0"), id="division-by-zero"),
        pytest.param(a_line(by="", new=True), id="credit-no-text"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_decision_is_refused_with_its_place(line: str) -> None:
    with pytest.raises(DecisionError, match=r"^decisions.jsonl:7: .*restore the line"):
        read_decision_line(line, "decisions.jsonl:7")


def test_a_decision_record_is_what_reports_show() -> None:
    record = student("401", waiting())
    [shown] = apply_decisions(record, [decided(record, 1, by="ندا")], ENGLISH).parts
    assert shown.decision == Decision(credit=Fraction(1), by="ندا", note="")
