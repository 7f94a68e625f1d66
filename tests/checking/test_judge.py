"""Follow-through, conventions, known mistakes and credit, sentence by sentence as the rules have them.

The walk of 3 and 4 steps has the parts first (3), second (4), total (7) and double (14).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given as always
from hypothesis import settings
from hypothesis import strategies as st

from grader.catalogue.bank import Bank
from grader.grading.grade import Grader
from grader.records import Certainty, JsonValue, PartRecord
from grader.store.totals import Totals, final_status, student_totals
from grader.translation import ENGLISH
from tests.catalogue.courses import (
    HEADER,
    KINDS,
    LAPS,
    WALK,
    WALK_QUESTION,
    course,
    graded,
    homework_of,
    submission,
)


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    return course(tmp_path_factory.mktemp("course"), walk=WALK, kinds=KINDS, laps=LAPS)


def judged(
    bank: Bank, answers: Mapping[str, JsonValue], more: str = "", question: str = WALK_QUESTION
) -> dict[str, PartRecord]:
    """Return the parts of one question; ``more`` are further lines of the assignment's question."""
    homework = homework_of(bank, question + more + "\n")
    name = homework.questions[0].id
    return {
        part.id: part
        for part in graded(homework, {f"{name}.{part}": each for part, each in answers.items()}).parts
    }


def told(part: PartRecord) -> tuple[str, Fraction, bool]:
    return str(part.status), part.credit, part.followed_through


RIGHT = ("correct", Fraction(1), False)
FOLLOWED = ("correct", Fraction(1), True)
WRONG = ("incorrect", Fraction(0), False)
WAITS = ("needs_review", Fraction(0), False)
BLANK = ("blank", Fraction(0), False)


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


def test_a_middle_part_that_is_not_asked_breaks_the_chain(bank: Bank) -> None:
    found = judged(bank, {"first": 10, "double": 30}, "parts = { first = 1, double = 1 }")

    assert [told(part) for part in found.values()] == [WRONG, WRONG]


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


UNIT = 'options = { unit = "step" }'


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


RUN = '[[question]]\nproblem = "laps"\nparams = { laps = [ { name = "a", length = 100 }, { name = "b", length = 200 }, { name = "c", length = 400 } ] }\n'  # noqa: E501 - one line of TOML


def test_follow_through_runs_along_a_sequence_to_the_end(bank: Bank) -> None:
    found = judged(bank, {"a": 110, "b": 310, "c": 710, "finish": 710}, question=RUN)

    assert [told(found[name]) for name in ("a", "b", "c", "finish")] == [WRONG, FOLLOWED, FOLLOWED, FOLLOWED]


def test_a_mistake_of_one_item_is_named_there(bank: Bank) -> None:
    found = judged(bank, {"a": 100, "b": 200, "c": 600}, question=RUN)

    assert [each.code for each in found["b"].mistakes] == ["start_over"]
    assert told(found["c"]) == FOLLOWED


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


def test_the_header_of_these_tests_is_an_assignment(bank: Bank) -> None:
    assert homework_of(bank, WALK_QUESTION, header=HEADER).shape.id == "test-1"
