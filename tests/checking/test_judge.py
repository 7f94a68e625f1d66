"""Follow-through, sentence by sentence as the rules have it.

The walk of 3 and 4 steps has the parts first (3), second (4), total (7) and double (14).
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given as always
from hypothesis import settings
from hypothesis import strategies as st

from grader.catalogue.bank import Bank
from grader.grading.grade import Grader
from grader.records import Certainty, JsonValue
from grader.translation import ENGLISH
from tests.catalogue.courses import (
    HEADER,
    WALK,
    WALK_QUESTION,
    course,
    homework_of,
    submission,
)
from tests.checking.judging import BLANK, FOLLOWED, RIGHT, UNIT, WAITS, WRONG, judged, told


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param({"first": 3, "second": 4, "total": 7, "double": 14}, [RIGHT] * 4, id="all-right"),
        pytest.param(
            {"first": 10, "second": 4, "total": 14, "double": 28},
            [WRONG, RIGHT, FOLLOWED, FOLLOWED],
            id="carried-through-the-whole-graph",
        ),
        pytest.param(
            {"first": 10, "second": 4, "total": 7, "double": 14},
            [WRONG, RIGHT, RIGHT, RIGHT],
            id="the-reference-is-right-whatever-came-before",
        ),
        pytest.param(
            {"first": 10, "second": 4, "total": 14, "double": 14},
            [WRONG, RIGHT, FOLLOWED, RIGHT],
            id="the-reference-is-right-after-a-followed-part",
        ),
        pytest.param(
            {"first": 10, "second": 20, "total": 30, "double": 60},
            [WRONG, WRONG, FOLLOWED, FOLLOWED],
            id="all-own",
        ),
        pytest.param(
            {"first": 10, "second": 20, "total": 14},  # 10 own + 4 true
            [WRONG, WRONG, WRONG, BLANK],
            id="no-mixture-of-own-and-true",
        ),
        pytest.param(
            {"first": 10, "second": 20, "total": 23},  # 3 true + 20 own
            [WRONG, WRONG, WRONG, BLANK],
            id="no-mixture-of-true-and-own",
        ),
        pytest.param(
            {"first": 0, "second": 9, "total": 9},  # 0 is no leg to follow
            [WRONG, WRONG, WRONG, BLANK],
            id="zero-is-not-followed",
        ),
        pytest.param(
            {"first": 101, "second": 4, "total": 105},  # at most 100
            [WRONG, RIGHT, WRONG, BLANK],
            id="out-of-bounds-is-not-followed",
        ),
        pytest.param(
            {"first": 3, "second": 200, "total": 203, "double": 406},
            [RIGHT, WRONG, WRONG, FOLLOWED],
            id="a-wrong-part-is-followed-all-the-same",
        ),
        pytest.param(
            {"second": 9, "total": 12},  # first is blank: nothing is followed, and nothing waits
            [BLANK, WRONG, WRONG, BLANK],
            id="blank-is-judged-by-the-reference-finally",
        ),
        pytest.param(
            {"first": "", "second": None, "total": 7, "double": 14},
            [BLANK, BLANK, RIGHT, RIGHT],
            id="blank-costs-later-right-parts-nothing",
        ),
        pytest.param(
            {"first": "about three or five", "second": 4, "total": 9},
            [WAITS, RIGHT, WAITS, BLANK],
            id="after-a-doubt-a-wrong-part-waits",
        ),
        pytest.param(
            {"first": "about three or five", "second": 4, "total": 7, "double": 15},
            [WAITS, RIGHT, RIGHT, WRONG],
            id="a-right-part-ends-the-doubt",
        ),
        pytest.param(
            {"first": "about three or five", "second": 4, "total": 9, "double": 18},
            [WAITS, RIGHT, WAITS, FOLLOWED],
            id="a-waiting-part-that-was-read-surely-is-followed",
        ),
    ],
)
def test_follow_through(
    bank: Bank, answers: dict[str, JsonValue], expected: list[tuple[str, Fraction, bool]]
) -> None:
    assert [told(part) for part in judged(bank, answers).values()] == expected


def test_a_later_answer_equal_to_the_earlier_one_is_not_followed(tmp_path: Path) -> None:
    """Half of 2·total would be total itself: whoever writes 9 twice has not worked anything out."""
    source = WALK.replace("    return 2 * total\n", "    return total if total > 8 else 14\n")
    bank = course(tmp_path, walk=source)

    found = judged(bank, {"first": 5, "second": 4, "total": 9, "double": 9})

    assert told(found["total"]) == FOLLOWED
    assert told(found["double"])[2] is False
    assert told(found["double"])[1] == 0


def test_a_later_answer_equal_to_the_earlier_one_is_followed_where_the_references_are_equal(
    tmp_path: Path,
) -> None:
    bank = course(tmp_path, walk=WALK.replace("    return 2 * total\n", "    return total\n"))

    found = judged(bank, {"first": 5, "second": 4, "total": 9, "double": 9})

    assert told(found["double"]) == FOLLOWED


def test_what_follows_from_an_accepted_mistake_is_credited(bank: Bank) -> None:
    more = "credit = { total = { legs_multiplied = 1 } }"

    found = judged(bank, {"total": 12, "double": 24}, more)

    assert [told(found[name]) for name in ("total", "double")] == [RIGHT, FOLLOWED]


def test_a_part_that_is_not_asked_takes_its_reference_value(bank: Bank) -> None:
    found = judged(
        bank, {"first": 10, "total": 14, "double": 28}, "parts = { first = 1, total = 1, double = 1 }"
    )

    assert [told(part) for part in found.values()] == [WRONG, FOLLOWED, FOLLOWED]


HE = '[[question]]\nproblem = "he_init"\nparams = { kernel = 5, in_channels = 6 }\nparts = { variance = 1, std = 1 }\n'


@pytest.mark.parametrize(
    ("std", "expected"),
    [
        pytest.param("0.0816", FOLLOWED, id="by-the-exact-side"),  # √(1/150)
        pytest.param("0.0819", FOLLOWED, id="by-the-rounded-side"),  # √0.0067
        pytest.param("0.09", WRONG, id="by-neither"),
    ],
)
def test_a_rounded_answer_is_followed_by_both_of_its_sides(
    bank: Bank, std: str, expected: tuple[str, Fraction, bool]
) -> None:
    found = judged(bank, {"variance": "1/150 = 0.0067", "std": std}, question=HE)

    assert told(found["variance"]) == WRONG
    assert told(found["std"]) == expected


@pytest.mark.parametrize(
    ("first", "double", "expected"),
    [
        pytest.param(10, 30, WRONG, id="takes-its-reference-value"),
        pytest.param(10, 14, RIGHT, id="the-reference-is-right"),
        pytest.param(3, 30, WRONG, id="after-a-right-answer-nothing-follows"),
        pytest.param(None, 30, WRONG, id="after-a-blank-nothing-follows"),
        pytest.param("about three or five", 30, WAITS, id="after-a-doubt-it-waits"),
    ],
)
def test_a_middle_part_that_is_not_asked(
    bank: Bank, first: JsonValue, double: int, expected: tuple[str, Fraction, bool]
) -> None:
    found = judged(bank, {"first": first, "double": double}, "parts = { first = 1, double = 1 }")

    assert told(found["double"]) == expected


def test_an_earlier_answer_that_is_accepted_is_right_and_followed(bank: Bank) -> None:
    found = judged(
        bank,
        {"first": 10, "second": 4, "total": 14},
        'accept = { first = ["10"] }',
    )

    assert told(found["first"]) == RIGHT
    assert told(found["total"]) == FOLLOWED


@pytest.mark.parametrize("certainty", [Certainty.CERTAIN, Certainty.PLAIN])
def test_an_answer_read_plainly_counts_and_is_followed(bank: Bank, certainty: Certainty) -> None:
    homework = homework_of(bank, WALK_QUESTION)
    answers: dict[str, JsonValue] = {"walk.first": 10, "walk.second": 4, "walk.total": 14, "walk.double": 5}

    record = Grader(homework, ENGLISH).grade(submission(answers, certainty=certainty))

    assert [told(part) for part in record.parts] == [WRONG, RIGHT, FOLLOWED, WRONG]


def test_an_answer_read_in_doubt_is_credited_if_right_and_never_wrong(bank: Bank) -> None:
    homework = homework_of(bank, WALK_QUESTION)
    answers: dict[str, JsonValue] = {"walk.first": 10, "walk.second": 4, "walk.total": 14, "walk.double": 5}

    record = Grader(homework, ENGLISH).grade(submission(answers, certainty=Certainty.DOUBTFUL))

    assert [told(part) for part in record.parts] == [WAITS, RIGHT, WAITS, WAITS]


@settings(max_examples=40, deadline=None)
@always(
    first=st.none() | st.integers(-2, 110),
    second=st.none() | st.integers(-2, 110),
    total=st.none() | st.integers(-2, 220),
    double=st.none() | st.integers(-2, 440),
)
def test_the_rules_agree_with_an_account_of_their_own(
    bank: Bank, first: int | None, second: int | None, total: int | None, double: int | None
) -> None:
    """The rules once more, written down from their text and not from the code."""

    def followable(value: int | None, true: int, most: int) -> bool:
        return value is not None and (value == true or (value > 0 and value <= most))

    found = judged(bank, {"first": first, "second": second, "total": total, "double": double}, UNIT)
    credit = {name: part.credit for name, part in found.items()}

    for value, true, name in ((first, 3, "first"), (second, 4, "second")):
        expected = {true: Fraction(1), true - 1: Fraction(1, 2)}.get(-1 if value is None else value, 0)
        assert credit[name] == expected
    if total is not None:
        own = None
        if (
            first is not None
            and second is not None
            and followable(first, 3, 100)
            and followable(second, 4, 100)
        ):
            own = first + second
        accepted = total == 7 or (own is not None and total == own and own not in (first, second))
        slips = {6} | ({own - 1} if own is not None else set())
        assert credit["total"] == (1 if accepted else Fraction(1, 2) if total in slips else 0)
    if double is not None:
        ok = double == 14 or (total is not None and total > 0 and double == 2 * total)
        slip = double == 28 or (total is not None and total > 0 and double == 4 * total)
        assert credit["double"] == (1 if ok else Fraction(1, 2) if slip else 0)
    assert not any(part.waits for part in found.values())


RUN = '[[question]]\nproblem = "laps"\nparams = { laps = [ { name = "a", length = 100 }, { name = "b", length = 200 }, { name = "c", length = 400 } ] }\n'  # noqa: E501 - one line of TOML


def test_follow_through_runs_along_a_sequence_to_the_end(bank: Bank) -> None:
    found = judged(bank, {"a": 110, "b": 310, "c": 710, "finish": 710}, question=RUN)

    assert [told(found[name]) for name in ("a", "b", "c", "finish")] == [WRONG, FOLLOWED, FOLLOWED, FOLLOWED]


def test_a_mistake_of_one_item_is_named_there(bank: Bank) -> None:
    found = judged(bank, {"a": 100, "b": 200, "c": 600}, question=RUN)

    assert [each.code for each in found["b"].mistakes] == ["start_over"]
    assert told(found["c"]) == FOLLOWED


def test_the_header_of_these_tests_is_an_assignment(bank: Bank) -> None:
    assert homework_of(bank, WALK_QUESTION, header=HEADER).shape.id == "test-1"
