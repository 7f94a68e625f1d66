"""Known mistakes, other conventions and what an assignment makes of them, sentence by sentence as the rules have it.

The walk of 3 and 4 steps has the parts first (3), second (4), total (7) and double (14).
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from grader.catalogue.bank import Bank
from grader.records import JsonValue
from grader.store.totals import Totals, final_status, student_totals
from tests.catalogue.courses import (
    WALK,
    WALK_QUESTION,
    course,
    graded,
    homework_of,
)
from tests.checking.judging import FOLLOWED, RIGHT, judged, told


@pytest.mark.parametrize(
    ("answers", "part", "codes", "credit"),
    [
        pytest.param({"total": 12}, "total", ["legs_multiplied"], 0, id="idea"),
        pytest.param({"total": 6}, "total", ["last_step_forgotten"], Fraction(1, 2), id="slip"),
        pytest.param(
            {"first": 10, "second": 4, "total": 40}, "total", ["legs_multiplied"], 0, id="on-own-values"
        ),
        pytest.param(
            {"first": 10, "second": 4, "total": 12},
            "total",
            ["legs_multiplied"],
            0,
            id="on-true-values-first",
        ),
        pytest.param(
            {"first": 2, "second": 4, "total": 6, "double": 12},
            "total",
            [],
            1,
            id="follow-through-comes-before-mistakes",
        ),
        pytest.param({"total": 99}, "total", [], 0, id="none"),
    ],
)
def test_a_known_mistake_is_named_with_its_credit(
    bank: Bank, answers: dict[str, JsonValue], part: str, codes: list[str], credit: Fraction
) -> None:
    found = judged(bank, answers)[part]

    assert ([mistake.code for mistake in found.mistakes], found.credit) == (codes, credit)


def test_a_mistake_carried_on_costs_nothing_where_it_is_carried(bank: Bank) -> None:
    found = judged(bank, {"first": 2, "second": 4, "total": 6, "double": 12})

    assert [(part.credit, [each.code for each in part.mistakes]) for part in found.values()] == [
        (Fraction(1, 2), ["last_step_forgotten"]),
        (1, []),
        (1, []),
        (1, []),
    ]


def test_a_right_answer_is_never_a_mistake(bank: Bank) -> None:
    """With legs of 2 and 2 steps, adding and multiplying give the same."""
    found = judged(bank, {"total": 4}, question='[[question]]\nproblem = "walk"\nparams = { a = 2, b = 2 }\n')

    assert (told(found["total"]), found["total"].mistakes) == (RIGHT, ())


def test_mistakes_that_give_one_number_are_all_named(bank: Bank) -> None:
    """3 · 1 = 3 + 1 − 1."""
    found = judged(bank, {"total": 3}, question='[[question]]\nproblem = "walk"\nparams = { a = 3, b = 1 }\n')

    assert [each.code for each in found["total"].mistakes] == ["legs_multiplied", "last_step_forgotten"]
    assert found["total"].credit == Fraction(1, 2)
    assert "it was one of these" in " ".join(found["total"].feedback)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param("", ("needs_review", Fraction(0), "convention"), id="left-open"),
        pytest.param('options = { unit = "step" }', ("partial", Fraction(1, 2), None), id="written"),
        pytest.param(
            "credit = { double = { pairs_counted = 1 } }",
            ("correct", Fraction(1), None),
            id="accepted-by-credit",
        ),
        pytest.param(
            "credit = { double = { pairs_counted = 0 } }",
            ("incorrect", Fraction(0), None),
            id="refused-by-credit",
        ),
        pytest.param(
            "credit = { double = { pairs_counted = 0.25 } }", ("partial", Fraction(1, 4), None), id="quarter"
        ),
    ],
)
def test_another_convention_waits_unless_the_assignment_settles_it(
    bank: Bank, more: str, expected: tuple[str, Fraction, str | None]
) -> None:
    found = judged(bank, {"double": 28}, more)["double"]

    assert (str(found.status), found.credit, found.reading.reason) == expected
    assert [each.code for each in found.mistakes] == ["pairs_counted"]


def test_a_convention_that_nothing_writes_always_waits(tmp_path: Path) -> None:
    source = WALK.replace('@double.convention("unit")', "@double.convention()")
    bank = course(tmp_path, walk=source)

    found = judged(bank, {"double": 28}, 'options = { unit = "step" }')["double"]

    assert (str(found.status), found.reading.reason) == ("needs_review", "convention")


def test_a_convention_waits_even_if_another_mistake_gives_the_same(tmp_path: Path) -> None:
    source = WALK.replace("    return 4 * total\n", "    return total\n").replace(
        "def way_back", "def one_way"
    )
    moved = source[source.index("@double.mistake") : source.index("problem.practice")]
    source = source.replace(moved, "").replace("@double.convention", moved + "@double.convention")

    found = judged(course(tmp_path, walk=source), {"double": 7})["double"]

    assert [each.code for each in found.mistakes] == ["one_way_forgotten", "pairs_counted"]
    assert found.reading.reason == "convention"


def test_a_convention_holds_on_own_values_too(bank: Bank) -> None:
    found = judged(bank, {"first": 10, "second": 4, "total": 14, "double": 56})["double"]

    assert (str(found.status), found.reading.reason) == ("needs_review", "convention")


def test_what_follows_from_a_waiting_convention_is_credited(tmp_path: Path) -> None:
    source = WALK + (
        "\n\n@problem.part(Integer(at_least=0))\ndef thrice(given: Given, double: int) -> int:\n"
        '    """How long are three walks?"""\n    return double // 2 * 3\n'
    )
    found = judged(course(tmp_path, walk=source), {"double": 28, "thrice": 42})

    assert told(found["thrice"]) == FOLLOWED


@pytest.mark.parametrize("credit", ["0", "0.3", "1"])
def test_the_assignment_sets_what_a_mistake_earns(bank: Bank, credit: str) -> None:
    found = judged(
        bank, {"total": 12}, f"points = 8\ncredit = {{ total = {{ legs_multiplied = {credit} }} }}"
    )["total"]

    assert found.credit == Fraction(credit)
    assert found.points == Fraction(credit) * 2
    assert str(found.status) == {"0": "incorrect", "0.3": "partial", "1": "correct"}[credit]
    assert [each.credit for each in found.mistakes] == [Fraction(credit)]


ONCE = 'options = { repeated = "once" }'


def test_the_same_mistake_costs_each_time_by_default(bank: Bank) -> None:
    found = judged(bank, {"first": 2, "second": 3})

    assert [part.credit for part in found.values()][:2] == [Fraction(1, 2)] * 2


def test_repeated_once_credits_the_later_ones(bank: Bank) -> None:
    found = judged(bank, {"first": 2, "second": 3, "total": 12}, ONCE)

    assert [(str(part.status), part.credit, part.reading.reason) for part in found.values()][:3] == [
        ("partial", Fraction(1, 2), None),
        ("correct", Fraction(1), "repeated"),
        ("incorrect", Fraction(0), None),
    ]
    assert [each.code for each in found["second"].mistakes] == ["last_step_forgotten"]
    assert any("once" in sentence for sentence in found["second"].feedback)


def test_a_repeated_part_is_final(bank: Bank) -> None:
    assert not judged(bank, {"first": 2, "second": 3}, ONCE)["second"].waits


def test_accept_makes_further_answers_right(bank: Bank) -> None:
    more = 'accept = { total = [8, "9"] }'

    assert [told(judged(bank, {"total": each}, more)["total"])[0] for each in (7, 8, "۹", 10)] == [
        "correct",
        "correct",
        "correct",
        "incorrect",
    ]


def test_a_cancelled_part_counts_for_nobody(bank: Bank) -> None:
    text = WALK_QUESTION + 'parts = { first = 2, total = 3 }\ncancel = ["total"]\n'
    homework = homework_of(bank, text)

    records = [graded(homework, {"walk.first": 3, "walk.total": each}) for each in (7, 12, "7 or 8", "")]

    assert {student_totals(record) for record in records} == {
        Totals(score=Fraction(2), max_score=Fraction(2), waiting=Fraction(0), waits=0)
    }
    assert {str(final_status(record)) for record in records} == {"graded"}
    assert all(record.parts[1].cancelled for record in records)


def test_a_cancelled_part_is_still_followed(bank: Bank) -> None:
    found = judged(bank, {"first": 10, "second": 4, "total": 14}, 'cancel = ["first"]')

    assert told(found["total"]) == FOLLOWED
