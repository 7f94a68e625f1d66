"""Every kind of answer gets its status, and nothing that is written raises."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given as always
from hypothesis import settings
from hypothesis import strategies as st

from grader.catalogue.bank import Bank
from grader.records import JsonValue
from tests.catalogue.courses import (
    KINDS,
    course,
)
from tests.checking.judging import FOLLOWED, RIGHT, WRONG, judged, told

KIND_QUESTION = '[[question]]\nproblem = "kinds"\nparts = { whole = 1, third = 1, share = 1, sides = 1, row = 1, grid = 1, formula = 1, pooling = 1, why = 1 }\n'  # noqa: E501 - one line of TOML
RIGHT_ANSWERS: dict[str, JsonValue] = {
    "whole": 8,
    "third": "1/3",
    "share": "89.67 %",
    "sides": "14×12×32",
    "row": ["1/3", 2, 5],
    "grid": [[1, 2], [3, 4]],
    "formula": "ab - a + 1",
    "pooling": "max",
    "why": "because it is so",
}


def test_every_kind_is_judged_and_words_wait_for_a_marker(bank: Bank) -> None:
    found = judged(bank, RIGHT_ANSWERS, question=KIND_QUESTION)

    assert {name: str(part.status) for name, part in found.items()} == dict.fromkeys(
        RIGHT_ANSWERS, "correct"
    ) | {"why": "awaiting_marker"}


@pytest.mark.parametrize(
    ("part", "answer", "status", "reason"),
    [
        pytest.param("whole", "8 or 9", "needs_review", "contradictory", id="two-values"),
        pytest.param("whole", "about a dozen?", "needs_review", None, id="words"),
        pytest.param("whole", [8], "correct", None, id="a-list-of-one"),
        pytest.param("whole", {"value": 8}, "needs_review", None, id="an-object"),
        pytest.param("whole", True, "needs_review", None, id="true-is-no-number"),
        pytest.param("third", "0.33", "correct", None, id="rounded"),
        pytest.param("third", "0.3", "incorrect", None, id="one-digit"),
        pytest.param("third", "0.34", "incorrect", None, id="rounded-wrongly"),
        pytest.param("third", 10**300, "needs_review", "too_long", id="enormous"),
        pytest.param("sides", "14x12", "needs_review", "malformed", id="a-side-missing"),
        pytest.param("sides", "12x14x32", "incorrect", None, id="sides-in-another-order"),
        pytest.param("grid", [[1, 2], [3, 5]], "partial", None, id="three-of-four-cells"),
        pytest.param("grid", [[1, 1], [1, 1]], "incorrect", None, id="a-constant-earns-nothing"),
        pytest.param("grid", [[1, 2, 3], [3, 4, 5]], "incorrect", None, id="another-size"),
        pytest.param("formula", "ab - a - 1", "partial", None, id="slip-in-the-last-step"),
        pytest.param("pooling", "mean", "incorrect", None, id="another-choice"),
        pytest.param("pooling", "median", "needs_review", None, id="no-choice-at-all"),
        pytest.param("why", "", "blank", "blank", id="no-words"),
    ],
)
def test_an_answer_gets_its_status(
    bank: Bank, part: str, answer: JsonValue, status: str, reason: str | None
) -> None:
    found = judged(bank, {part: answer}, question=KIND_QUESTION)[part]

    assert str(found.status) == status, (found.reading, found.feedback)
    if reason is not None:
        assert found.reading.reason == reason
    if found.waits:
        assert found.reading.reason
        assert (found.credit, found.mistakes) == (Fraction(0), ())


def test_slip_in_last_step_is_named_and_its_credit_can_be_set(bank: Bank) -> None:
    more = "credit = { formula = { slip_in_last_step = 0.25 } }"

    found = judged(bank, {"formula": "ab - a - 1"}, more, KIND_QUESTION)["formula"]

    assert ([each.code for each in found.mistakes], found.credit) == (["slip_in_last_step"], Fraction(1, 4))


def test_a_text_of_two_sensible_readings_is_right_if_either_is(tmp_path: Path) -> None:
    bank = course(
        tmp_path, kinds=KINDS.replace("    return Fraction(1, 3)\n", "    return Fraction(25, 2)\n")
    )
    question = '[[question]]\nproblem = "kinds"\nparts = { third = 1, whole = 1 }\n'

    found = [judged(bank, {"third": each}, question=question)["third"] for each in ("۱۲/۵", "12/5", "۱۲/۶")]

    assert [str(part.status) for part in found] == ["correct", found[1].status, "incorrect"]
    assert str(found[1].status) != "correct" or found[1].shown


@pytest.mark.parametrize(
    ("answer", "status", "reason"),
    [
        pytest.param("3 + 4 = 7", "correct", None, id="working-and-value"),
        pytest.param("9 = 7", "correct", None, id="a-right-last-side-is-right-whatever-stands-before"),
        pytest.param("7 = 9", "needs_review", "contradictory", id="an-earlier-side-is-right"),
        pytest.param("3 + 4 = 8", "needs_review", "contradictory", id="the-working-gives-the-right-value"),
        pytest.param("5 + 4 = 9", "incorrect", None, id="working-that-holds-and-is-wrong"),
        pytest.param("5 + 4 = 10", "needs_review", "contradictory", id="working-that-does-not-hold"),
    ],
)
def test_a_chain_of_equalities_is_judged_by_its_last_side(
    bank: Bank, answer: str, status: str, reason: str | None
) -> None:
    found = judged(bank, {"total": answer})["total"]

    assert (str(found.status), found.reading.reason) == (status, reason)


def test_cells_that_follow_from_an_own_matrix_are_credited_by_cell(tmp_path: Path) -> None:
    source = KINDS + (
        "\n\n@problem.part(MatrixAnswer())\n"
        "def doubled(given: Given, grid: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:\n"
        '    """What is twice the matrix?"""\n'
        "    return tuple(tuple(2 * cell for cell in row) for row in grid)\n"
    )
    question = '[[question]]\nproblem = "kinds"\nparts = { grid = 1, doubled = 1 }\n'

    found = judged(
        course(tmp_path, kinds=source),
        {"grid": [[9, 8], [7, 6]], "doubled": [[18, 16], [14, 0]]},
        question=question,
    )["doubled"]

    assert told(found) == ("partial", Fraction(3, 4), True)
    assert found.wrong_cells == ((1, 1),)


@pytest.mark.parametrize(
    ("third", "thrice", "expected"),
    [
        pytest.param("0.33", "1", RIGHT, id="worked-on-with-all-digits"),
        pytest.param("0.33", "0.99", FOLLOWED, id="worked-on-with-the-digits-written"),
        pytest.param("0.33", "0.9", WRONG, id="neither"),
        pytest.param("0.5", "1.5", FOLLOWED, id="a-wrong-one"),
    ],
)
def test_a_right_answer_is_followed_as_it_was_rounded(
    tmp_path: Path, third: str, thrice: str, expected: tuple[str, Fraction, bool]
) -> None:
    source = KINDS + (
        "\n\n@problem.part(Number())\ndef thrice(given: Given, third: Fraction) -> Fraction:\n"
        '    """What is three times that?"""\n    return 3 * third\n'
    )
    question = '[[question]]\nproblem = "kinds"\nparts = { third = 1, thrice = 1 }\n'

    found = judged(course(tmp_path, kinds=source), {"third": third, "thrice": thrice}, question=question)

    assert told(found["thrice"]) == expected


def test_wrong_cells_are_named_from_1(bank: Bank) -> None:
    found = judged(bank, {"grid": [[1, 2], [3, 5]]}, question=KIND_QUESTION)["grid"]

    assert found.wrong_cells == ((1, 1),)
    assert "(2, 2)" in " ".join(found.feedback)
    assert found.credit == Fraction(3, 4)


ANSWERS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
    | st.sampled_from(["۱۲", "1/0", "nan", "1e999", "((((", "x=", "3×3×", "%", "0.1.2", "−5", "½", "\ud800"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=9,
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@always(answers=st.fixed_dictionaries(dict.fromkeys(RIGHT_ANSWERS, ANSWERS)))
def test_nothing_that_is_written_raises_and_every_part_has_a_status(
    bank: Bank, answers: dict[str, JsonValue]
) -> None:
    found = judged(bank, answers, question=KIND_QUESTION)

    assert set(found) == set(RIGHT_ANSWERS)
    for part in found.values():
        assert 0 <= part.credit <= 1
        assert not part.waits or part.reading.reason
        assert part.credit == 0 or str(part.status) in ("correct", "partial")
