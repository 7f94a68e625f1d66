"""What counts against a student is looked at again where it was found in a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from grader.answers import Value
from grader.catalogue.bank import Bank
from grader.checking.judge import Judge
from grader.checking.verdict import Verdict
from grader.records import PartStatus
from tests.catalogue.courses import WALK_QUESTION, homework_of

WAITS, WRONG, CORRECT, BLANK = (
    PartStatus.NEEDS_REVIEW, PartStatus.INCORRECT, PartStatus.CORRECT, PartStatus.BLANK,
)  # fmt: skip
MIDDLE_UNASKED = "parts = { first = 1, double = 1 }\n"


def judged(
    bank: Bank, texts: Mapping[str, str], more: str = "", elsewhere: Sequence[str] = (), *, found: bool = True
) -> Mapping[str, Verdict]:
    """Return the verdicts on answers of a document that also says ``elsewhere``; not ``found``: they came as JSON."""
    question = homework_of(bank, WALK_QUESTION + more + "\n").questions[0]
    asked = question.for_student("1")
    assert asked is not None
    kinds = {part.part.id: part.part.kind for part in asked.asked}
    readings = {name: kind.read(texts.get(name, "")) for name, kind in kinds.items()}

    def seen(name: str) -> Callable[[], Sequence[Value]]:
        return lambda: [value for text in elsewhere for value in kinds[name].read(text).values]

    verdicts = Judge().question(question.id, asked, readings, {name: seen(name) for name in kinds if found})
    return {each.part_id: each for each in verdicts}


@pytest.mark.parametrize(
    ("texts", "more", "elsewhere", "part", "status"),
    [
        pytest.param({"first": "10"}, "", ["3"], "first", WAITS, id="the-right-value-stands-elsewhere"),
        pytest.param({"first": "10"}, "", ["5"], "first", WRONG, id="another-value-stands-elsewhere"),
        pytest.param({}, "", ["3"], "first", WAITS, id="blank-and-the-right-value-stands-elsewhere"),
        pytest.param({}, "", ["5"], "first", BLANK, id="blank-and-another-value-stands-elsewhere"),
        pytest.param(
            {"first": "5", "second": "3"}, "", ["3"], "first", WAITS, id="claimed-by-a-wrong-answer-only"
        ),
        pytest.param(
            {"first": "3", "second": "4", "total": "3"}, "", ["3"], "total", WRONG, id="an-answer-of-its-own"
        ),
        pytest.param(
            {"first": "10", "second": "4", "total": "3"}, "", ["14"], "total", WAITS,
            id="what-follows-stands-elsewhere",
        ),
        pytest.param(
            {"total": "5", "double": "5 + 2 = 7"}, "", ["7"], "total", WRONG, id="a-later-part-goes-on-from-it"
        ),
        pytest.param(
            {"total": "5", "double": "3 + 4 = 7"}, "", ["7"], "total", WAITS, id="a-later-part-begins-otherwise"
        ),
        pytest.param(
            {"total": "5", "double": "2·5 = 7"}, "", ["7"], "total", WAITS, id="a-later-part-does-not-add"
        ),
        pytest.param(
            {"first": "4", "second": "4 + 1 = 3"}, "", ["3"], "first", WAITS, id="an-unrelated-part-goes-on"
        ),
        pytest.param({"first": "10", "double": "30"}, MIDDLE_UNASKED, [], "double", WRONG, id="follows-nothing"),
        pytest.param(
            {"first": "10", "double": "30"}, MIDDLE_UNASKED, ["3"], "double", WAITS,
            id="an-earlier-part-waits-now",
        ),
    ],
)  # fmt: skip
def test_a_doubt_about_the_place_puts_a_verdict_off(
    bank: Bank, texts: Mapping[str, str], more: str, elsewhere: Sequence[str], part: str, status: PartStatus
) -> None:
    assert judged(bank, texts, more, elsewhere)[part].status is status


def test_what_is_right_stays_right(bank: Bank) -> None:
    right = {"first": "3", "second": "4", "total": "7", "double": "14"}

    assert {each.status for each in judged(bank, right, elsewhere=["3", "5"]).values()} == {CORRECT}


def test_an_answer_that_was_handed_in_under_its_name_needs_no_second_look(bank: Bank) -> None:
    assert judged(bank, {"first": "10"}, elsewhere=["3"], found=False)["first"].status is WRONG


def test_a_part_that_waits_tells_why(bank: Bank) -> None:
    verdict = judged(bank, {"first": "10"}, elsewhere=["3"])["first"]

    assert (verdict.reason, verdict.value) == ("contradictory", verdict.reading.values[0])
    assert "elsewhere" in str(verdict.feedback[0].text)


def test_a_reading_without_values_is_left_as_it_was(bank: Bank) -> None:
    assert judged(bank, {"first": "about ?"}, elsewhere=["3"])["first"].status is WAITS
