"""Answers find their parts whatever their names look like, and none is dropped or shared wrongly."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as always
from hypothesis import strategies as st

from grader.answers import JsonFloat
from grader.catalogue.bank import Bank
from grader.grading.grade import Grader
from grader.grading.matching import Names, match
from grader.grading.submission import Answer, Submission
from grader.intake.json_file import read_json_hand_in
from grader.records import Certainty, JsonValue, StudentRecord
from grader.store.totals import final_status
from grader.translation import ENGLISH, Message
from tests.catalogue.courses import KINDS, WALK, WALK_QUESTION, course, graded, homework_of, submission

PARTS = {"walk": ("first", "second", "total"), "one": ("only",)}


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    return course(tmp_path_factory.mktemp("course"), walk=WALK, kinds=KINDS)


def named(*names: str) -> dict[str, Answer]:
    return {name: Answer(submitted=number, file="a.json") for number, name in enumerate(names)}


@pytest.mark.parametrize(
    ("name", "target"),
    [
        pytest.param("walk.first", ("walk", "first"), id="exact"),
        pytest.param("Walk.First", ("walk", "first"), id="capitals"),
        pytest.param(" walk . first ", ("walk", "first"), id="blanks"),
        pytest.param("WALK.TOTAL", ("walk", "total"), id="all-capitals"),
        pytest.param("one", ("one", "only"), id="question-of-one-part"),
        pytest.param("One", ("one", "only"), id="question-of-one-part-in-capitals"),
    ],
)
def test_a_name_finds_its_part(name: str, target: tuple[str, str]) -> None:
    found = match(named(name), Names(PARTS))

    assert list(found.answers) == [target]
    assert not found.stray


@pytest.mark.parametrize(
    ("name", "near", "may_be_in"),
    [
        pytest.param("walk.frist", "walk.first", ["walk"], id="misspelt-part"),
        pytest.param("wlak.first", "walk.first", ["walk", "one"], id="misspelt-question"),
        pytest.param("walk", None, ["walk"], id="question-of-several-parts"),
        pytest.param("Walk.frist", "walk.first", ["walk"], id="misspelt-part-and-capital"),
        pytest.param("3b", None, ["walk", "one"], id="number"),
        pytest.param("", None, ["walk", "one"], id="empty"),
        pytest.param("walk.first.x", None, ["walk"], id="one-level-too-deep"),
    ],
)
def test_a_name_that_fits_nothing_is_kept_with_its_near_miss(
    name: str, near: str | None, may_be_in: list[str]
) -> None:
    found = match(named(name), Names(PARTS))

    assert not found.answers
    assert list(found.stray) == [name]
    if near is not None:
        assert found.stray[name] == near
    assert [question for question in PARTS if found.may_hold(question)] == may_be_in


@pytest.mark.parametrize("names", [("walk.first", "Walk.first"), ("Walk.first", "walk.first")])
def test_two_answers_under_one_name_contradict_each_other(names: tuple[str, str]) -> None:
    found = match(named(*names), Names(PARTS))

    assert list(found.answers) == [("walk", "first")]
    assert found.answers["walk", "first"].reason == "contradictory"
    assert not found.stray


def test_two_equal_answers_under_one_name_are_one() -> None:
    same = {name: Answer(submitted=5, file="a.json") for name in ("walk.first", "Walk.first")}

    found = match(same, Names(PARTS))

    assert (found.answers["walk", "first"].reason, dict(found.stray)) == (None, {})


def test_an_answer_that_was_left_aside_is_no_empty_one() -> None:
    """It has a reason and no value: lists without end, say."""
    aside = Answer(submitted=None, file="a.json", reason="too_deep")

    assert list(match({"walk.stranger": aside}, Names(PARTS)).stray) == ["walk.stranger"]
    for empty in ("", None):
        for names in (("walk.first", "Walk.first"), ("Walk.first", "walk.first")):
            given = {names[0]: aside, names[1]: Answer(submitted=empty, file="a.json")}
            assert match(given, Names(PARTS)).answers["walk", "first"].reason is not None


def test_an_unanswered_part_waits_beside_a_stray_answer_of_its_question(bank: Bank) -> None:
    text = WALK_QUESTION + '[[question]]\nproblem = "kinds"\nparts = { whole = 1, third = 1 }\n'

    record = graded(homework_of(bank, text), {"walk.frist": 3, "walk.second": 4, "kinds.whole": 9})

    assert [str(part.status) for part in record.parts] == [
        *("needs_review", "correct", "needs_review", "needs_review"),
        *("incorrect", "blank"),
    ]
    assert record.parts[0].reading.reason == "not_found"
    assert [(error.code, error.file) for error in record.errors] == [("unknown_answer", "401.json")]
    assert "'walk.frist'" in record.errors[0].message
    assert "did you mean 'walk.first'?" in record.errors[0].message


def test_of_many_stray_answers_the_first_are_named_and_the_others_counted(bank: Bank) -> None:
    """A hand-in of 50,000 of them made pages of 16 MB."""
    answers = {"walk.first": 3, **{f"stray.{number}": number for number in range(50_000)}}
    record = graded(homework_of(bank, WALK_QUESTION), answers)

    messages = [error.message for error in record.errors]
    assert len(messages) == 21
    assert messages[-1] == "and 49980 more names that fit no part of this assignment"


def test_a_file_about_no_known_question_says_so_and_nothing_is_wrong(bank: Bank) -> None:
    record = graded(homework_of(bank, WALK_QUESTION), {"another.part": 3, "else": 4})

    assert "no_known_question" in [error.code for error in record.errors]
    assert not {str(part.status) for part in record.parts} & {"incorrect", "blank"}


def test_an_empty_hand_in_is_blank(bank: Bank) -> None:
    record = graded(homework_of(bank, WALK_QUESTION), {})

    assert [str(part.status) for part in record.parts] == ["blank"] * 4
    assert str(final_status(record)) == "graded"
    assert not record.errors


def by_json(bank: Bank, *texts: str) -> list[StudentRecord]:
    """Grade JSON hand-ins one after the other, by one grader."""
    grader = Grader(
        homework_of(bank, '[[question]]\nproblem = "kinds"\nparts = { third = 1, row = 1, grid = 1 }\n'),
        ENGLISH,
    )
    records = []
    for text in texts:
        found = read_json_hand_in(text.encode(), "a.json")
        hand_in = Submission(student_id=found.student_id, name=None, files=(), answers=found.answers)
        records.append(grader.grade(hand_in))
    return records


ROWS = ["[0.30, 2, 5]", "[0.3, 2, 5]", "[0.303, 2, 5]", "[0.3030, 2.0, 5]", '["0.3", 2, 5]', "[0.3,2,5.0]"]
HAND_INS = [f'{{"student":"{n}","answers":{{"kinds":{{"row":{row}}}}}}}' for n, row in enumerate(ROWS)]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@always(order=st.permutations(HAND_INS))
def test_a_record_does_not_depend_on_who_was_graded_before(tmp_path: Path, order: list[str]) -> None:
    """0.30 and 0.3 are one number with two meanings: what is shared between students must tell them apart."""
    bank = course(
        tmp_path, kinds=KINDS.replace("(Fraction(1, 3), Fraction(2)", "(Fraction(91, 300), Fraction(2)")
    )

    together = {record.student_id: record for record in by_json(bank, *order)}

    assert (str(together["0"].parts[1].status), str(together["1"].parts[1].status)) == ("correct", "partial")
    for text in order:
        (alone,) = by_json(bank, text)
        assert together[alone.student_id] == alone


@pytest.mark.parametrize(
    "answer",
    ["NaN", "Infinity", "-Infinity", "1e400", "-1e400", "9" * 5000, "-0.0", '"\\ud800"', "[NaN, 2, 1e999]", "{}",
     "[[[1]]]", "true", "[]", "null", '"\\u0000"', '"=1+1"'],
)  # fmt: skip
def test_one_bad_value_never_loses_the_others_and_can_be_written(bank: Bank, answer: str) -> None:
    (record,) = by_json(
        bank, f'{{"student":"1","answers":{{"kinds.third":{answer},"kinds.row":["1/3",2,5]}}}}'
    )

    assert str(record.parts[1].status) == "correct"
    assert not record.parts[0].credit
    written = json.dumps(
        [part.submitted for part in record.parts], allow_nan=True, ensure_ascii=False
    ).encode()
    assert written


@pytest.mark.parametrize("depth", [70, 400, 900])
def test_a_deep_answer_never_loses_the_others(bank: Bank, depth: int) -> None:
    deep = "[" * depth + "3" + "]" * depth

    (record,) = by_json(bank, f'{{"student":"1","answers":{{"kinds.third":{deep},"kinds.row":["1/3",2,5]}}}}')

    assert [str(part.status) for part in record.parts[:2]] == ["needs_review", "correct"]


def test_minus_zero_is_zero(tmp_path: Path) -> None:
    bank = course(tmp_path, kinds=KINDS.replace("    return Fraction(1, 3)\n", "    return Fraction(0)\n"))

    (record,) = by_json(bank, '{"student":"1","answers":{"kinds.third":-0.0}}')

    assert (str(record.parts[0].status), record.parts[0].value) == ("correct", 0)


@pytest.mark.parametrize("reason", ["contradictory", "duplicate_key"])
@pytest.mark.parametrize("answer", [3, 99, "x", ""])
def test_an_answer_with_a_reason_waits_whatever_it_says(bank: Bank, reason: str, answer: JsonValue) -> None:
    hand_in = Submission(
        student_id="401",
        name=None,
        files=(),
        answers={
            "walk.first": Answer(
                submitted=answer, file="a.json", reason=reason, note=Message("seen twice: {x}", {"x": "{y}"})
            )
        },
    )

    part = Grader(homework_of(bank, WALK_QUESTION), ENGLISH).grade(hand_in).parts[0]

    assert (str(part.status), part.reading.reason) == ("needs_review", reason)
    assert part.feedback == ("seen twice: {y}",)


def test_a_record_keeps_what_was_written_and_what_is_expected(bank: Bank) -> None:
    part = graded(homework_of(bank, WALK_QUESTION + "points = 10\n"), {"walk.first": "۳"}).parts[0]

    assert (part.submitted, part.value, part.expected, part.shown) == ("۳", 3, 3, "3")
    assert (part.points, part.max_points) == (Fraction(5, 2), Fraction(5, 2))
    assert part.reading.certainty is Certainty.CERTAIN
    assert part.reading.text == "۳"


def test_an_unreadable_hand_in_has_no_questions_and_no_points(bank: Bank) -> None:
    hand_in = Submission(student_id="401", name=None, files=(), answers={}, unreadable=True)

    record = Grader(homework_of(bank, WALK_QUESTION), ENGLISH).grade(hand_in)

    assert (str(record.status), record.questions) == ("unreadable", ())


def test_parts_wait_where_another_file_of_the_hand_in_was_not_read(bank: Bank) -> None:
    from dataclasses import replace

    hand_in = replace(submission({"walk.first": 3, "walk.second": 99}), unread=("401/rest.pdf",))

    record = Grader(homework_of(bank, WALK_QUESTION), ENGLISH).grade(hand_in)

    assert [str(part.status) for part in record.parts] == [
        "correct",
        "incorrect",
        "needs_review",
        "needs_review",
    ]
    assert record.parts[2].reading.reason == "not_found"
    assert "401/rest.pdf" in " ".join(record.parts[2].feedback)


def test_a_literal_of_a_json_number_is_kept(bank: Bank) -> None:
    (record,) = by_json(bank, '{"student":"1","answers":{"kinds.third":0.30}}')

    assert isinstance(record.parts[0].submitted, JsonFloat)
    assert record.parts[0].reading.text == "0.30"
