"""An assignment asks what it says: parts and points, instances of one's own, tolerances."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.assignment.resolved import Homework, Question
from grader.catalogue.bank import Bank
from grader.records import JsonValue
from tests.catalogue.courses import (
    HEADER,
    WALK_QUESTION,
    credits_of,
    graded,
    homework_of,
)


def points(homework: Homework, question: int = 0) -> dict[str, Fraction]:
    asked = homework.questions[question].for_student("401")
    assert asked is not None
    return {part.part.id: part.points for part in asked.asked}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("", {"first": 1, "second": 1, "total": 1, "double": 1}, id="one-a-part"),
        pytest.param(
            "points = 10",
            dict.fromkeys(("first", "second", "total", "double"), Fraction(5, 2)),
            id="equal-shares",
        ),
        pytest.param(
            "parts = { double = 1, first = 2.1 }", {"first": Fraction("2.1"), "double": 1}, id="by-part"
        ),
        pytest.param(
            'parts = { first = "1/3", total = "2/3" }\npoints = 1',
            {"first": Fraction(1, 3), "total": Fraction(2, 3)},
            id="fractions",
        ),
        pytest.param(
            "parts = { first = 0.1, total = 0.2 }\npoints = 0.3",
            {"first": Fraction("0.1"), "total": Fraction("0.2")},
            id="decimals-add-up-exactly",
        ),
        pytest.param("parts = { total = 0 }", {"total": 0}, id="a-part-without-points"),
    ],
)
def test_points_are_shared_exactly(bank: Bank, line: str, expected: dict[str, Fraction]) -> None:
    assert points(homework_of(bank, WALK_QUESTION + line + "\n")) == expected


def test_parts_stand_in_the_order_of_the_assignment_and_are_judged_in_the_modules(bank: Bank) -> None:
    homework = homework_of(bank, WALK_QUESTION + "parts = { double = 1, total = 1, first = 1 }\n")
    asked = homework.questions[0].for_student("1")

    assert list(points(homework)) == ["double", "total", "first"]
    assert asked is not None
    assert [part.part.id for part in asked.in_turn] == ["first", "total", "double"]


def test_one_problem_is_asked_twice_under_two_ids(bank: Bank) -> None:
    homework = homework_of(
        bank, WALK_QUESTION + '[[question]]\nid = "again"\nproblem = "walk"\nparams = { a = 5, b = 6 }\n'
    )

    answers = {"walk.total": 7, "again.total": 11, "walk.first": 3, "again.first": 3}
    record = graded(homework, answers)

    assert [part.status for part in record.questions[0].parts[:1]] == ["correct"]
    assert [part.status for part in record.questions[1].parts[:1]] == ["incorrect"]
    assert [part.status for part in (record.questions[0].parts[2], record.questions[1].parts[2])] == [
        "correct"
    ] * 2


def asked_by(question: Question, student: str) -> object:
    found = question.for_student(student)
    assert found is not None
    return dict(found.instance.params)


VARIED = '[[question]]\nproblem = "walk"\nvary = true\n'


def test_an_instance_of_ones_own_is_stable_and_differs_between_students_questions_and_secrets(
    bank: Bank,
) -> None:
    twice = VARIED + VARIED.replace("vary", 'id = "again"\nvary')
    homework = homework_of(bank, twice, header=HEADER + 'secret = "s"\n')
    other = homework_of(bank, twice, header=HEADER + 'secret = "t"\n')
    elsewhere = homework_of(bank, twice, header=HEADER.replace("test-1", "test-2") + 'secret = "s"\n')

    drawn = asked_by(homework.questions[0], "401")

    # Worked out once: a change here would change every student's homework between two versions.
    assert drawn == {"a": STABLE[0], "b": STABLE[1]}
    assert asked_by(homework.questions[0], "401") == drawn
    assert drawn not in [
        asked_by(homework.questions[0], "402"),
        asked_by(homework.questions[1], "401"),
        asked_by(other.questions[0], "401"),
        asked_by(elsewhere.questions[0], "401"),
    ]


STABLE = (30, 78)


@pytest.mark.parametrize("spelling", ["AB9", "ab 9", " Ab9 "])
def test_an_instance_does_not_depend_on_how_the_id_is_spelt(bank: Bank, spelling: str) -> None:
    (question,) = homework_of(bank, VARIED, header=HEADER + 'secret = "s"\n').questions

    assert asked_by(question, spelling) == asked_by(question, "ab9")


def test_options_hold_for_an_instance_of_ones_own(bank: Bank) -> None:
    text = VARIED + 'options = { repeated = "once", unit = "pair" }\n'
    (question,) = homework_of(bank, text, header=HEADER + 'secret = "s"\n').questions

    found = question.for_student("401")

    assert found is not None
    assert found.instance.options == {"repeated": "once", "unit": "pair"}
    # The unit is written, so another unit is a mistake and no open convention.
    assert [mistake.convention for mistake in found.asked[3].part.mistakes] == [False, False]


def test_the_secret_may_stand_in_the_environment(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    written = homework_of(bank, VARIED, header=HEADER + 'secret = "s"\n')
    monkeypatch.setenv("GRADE_SECRET", "s")

    assert asked_by(homework_of(bank, VARIED).questions[0], "401") == asked_by(written.questions[0], "401")


def test_without_a_secret_no_instance_of_ones_own_is_known(bank: Bank) -> None:
    assert homework_of(bank, VARIED).questions[0].for_student("401") is None


def test_a_students_public_copy_holds_their_own_parameters(bank: Bank) -> None:
    """The copy keeps ``vary`` and has ``params`` in place of the secret."""
    (question,) = homework_of(bank, VARIED + "params = { a = 9, b = 50 }\n").questions

    assert asked_by(question, "401") == asked_by(question, "402") == {"a": 9, "b": 50}


def test_every_tolerance_word_changes_the_rule(bank: Bank) -> None:
    text = (
        '[[question]]\nproblem = "kinds"\nparts = { whole = 1, third = 1, share = 1, row = 1 }\n'
        "tolerance = { whole = { atol = 1 }, third = { digits = 1, rtol = 0 }, "
        "share = { points = 5 }, row = { rtol = 0.5 } }\n"
    )

    strict = graded(homework_of(bank, text.partition("tolerance")[0]), GIVEN)
    widened = graded(homework_of(bank, text), GIVEN)

    assert [part.status for part in strict.parts] == ["incorrect", "incorrect", "incorrect", "partial"]
    assert [part.status for part in widened.parts] == ["correct"] * 4


GIVEN: dict[str, JsonValue] = {
    "kinds.whole": 9,
    "kinds.third": "0.3",
    "kinds.share": "94 %",
    "kinds.row": [0.4, 2, 5],
}


def test_a_tolerance_may_be_as_narrow_as_nothing(bank: Bank) -> None:
    text = '[[question]]\nproblem = "kinds"\nparts = { third = 1 }\n'
    text += "tolerance = { third = { rtol = 0, atol = 0, digits = 3 } }\n"
    homework = homework_of(bank, text)

    found = {
        each: credits_of(graded(homework, {"kinds.third": each}))["third"][0]
        for each in ("0.33", "0.333", "1/3")
    }

    assert found == {"0.33": "incorrect", "0.333": "correct", "1/3": "correct"}
