"""A bad assignment is refused at its line and column with the remedy; a good one asks what it says."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from grader.assignment.resolved import Homework, Question
from grader.catalogue.bank import Bank
from grader.catalogue.resolve import load_homework, resolve_text
from grader.errors import AssignmentError
from grader.records import JsonValue
from tests.catalogue.courses import (
    HEADER,
    KINDS,
    LAPS,
    WALK,
    WALK_QUESTION,
    course,
    credits_of,
    graded,
    homework_of,
)


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    return course(tmp_path / "course", walk=WALK, kinds=KINDS, laps=LAPS)


def refusal(bank: Bank, text: str) -> tuple[int, int, str]:
    """Return line, column and sentence with which an assignment is refused."""
    with pytest.raises(AssignmentError) as failure:
        resolve_text(text.encode(), "hw.toml", bank)
    name, line, column, sentence = str(failure.value).split(":", 3)
    assert name == "hw.toml"
    return int(line), int(column), sentence.strip()


WALKED = WALK_QUESTION
BAD = [
    pytest.param('titel = "x"\n' + WALKED, "titel", "unknown key 'titel'; did you mean 'title'?", id="key"),
    pytest.param(
        WALKED + "pints = 3\n", "pints", "unknown key 'pints'; did you mean 'points'?", id="key-of-a-question"
    ),
    pytest.param(
        "qqqq = 1\n" + WALKED, "qqqq", "known keys in an assignment are schema, id", id="key-like-none"
    ),
    pytest.param(
        '[[question]]\nproblem = "wlak"\n',
        '"wlak"',
        "unknown problem 'wlak'; did you mean 'walk'?",
        id="problem",
    ),
    pytest.param(
        WALKED + "parts = { totl = 1 }\n", "totl", "unknown part 'totl'; did you mean 'total'?", id="part"
    ),
    pytest.param(
        WALKED + "parts = { zzz = 1 }\n", "zzz", "parts are first, second, total, double", id="part-like-none"
    ),
    pytest.param(
        WALKED + "tolerance = { totl = { rtol = 0 } }\n",
        "totl",
        "did you mean 'total'?",
        id="part-of-a-tolerance",
    ),
    pytest.param(WALKED + "credit = { totl = {} }\n", "totl", "did you mean 'total'?", id="part-of-a-credit"),
    pytest.param(WALKED + "accept = { totl = [] }\n", "totl", "did you mean 'total'?", id="part-of-accept"),
    pytest.param(
        WALKED + 'letters = { totl = "a" }\n', "totl", "did you mean 'total'?", id="part-of-letters"
    ),
    pytest.param(WALKED + 'cancel = ["totl"]\n', '"totl"', "did you mean 'total'?", id="part-of-cancel"),
    pytest.param(
        WALKED + "parts = { first = 1 }\naccept = { total = [7] }\n",
        "total",
        "part 'total' is not asked",
        id="part-not-asked",
    ),
    pytest.param(
        '[[question]]\nproblem = "walk"\nparams = { a = 3, b = 4, nams = 1 }\n',
        "nams",
        "unknown parameter 'nams'; did you mean 'names'?",
        id="parameter",
    ),
    pytest.param(
        '[[question]]\nproblem = "walk"\nparams = { a = 3, b = "4" }\n',
        '"4"',
        "b is '4'; expected a",
        id="parameter-of-another-type",
    ),
    pytest.param(
        '[[question]]\nproblem = "laps"\nparams = { laps = [\n{ name = "one", length = 0 } ] }\n',
        "0 }",
        "laps[0].length is 0; expected at least 1",
        id="parameter-in-a-list",
    ),
    pytest.param(
        '[[question]]\nproblem = "walk"\nparams = { a = 3 }\nparts = { total = 2 }\n',
        "total",
        "part 'total' of 'walk' cannot be asked: it needs the parameter 'b'",
        id="parameter-that-a-part-needs",
    ),
    pytest.param(
        WALKED + "points = 5\nparts = { first = 2, total = 2 }\n",
        "5",
        "add up to 4, but points = 5",
        id="points",
    ),
    pytest.param(WALKED + 'points = "many"\n', '"many"', "points must be a number", id="points-in-words"),
    pytest.param(WALKED + "points = -1\n", "-1", "must not be negative", id="points-below-zero"),
    pytest.param(WALKED + "points = nan\n", "nan", "points must be a number", id="points-that-are-no-number"),
    pytest.param(WALKED + "points = inf\n", "inf", "points must be a number", id="points-without-end"),
    pytest.param(WALKED + "points = true\n", "true", "points must be a number", id="points-true"),
    pytest.param(
        WALKED + "points = 1979-05-27\n", "1979-05-27", "points must be a number", id="points-as-a-date"
    ),
    pytest.param(WALKED + f"points = {10**400}\n", "1000", "at most", id="points-without-measure"),
    pytest.param(WALKED + "parts = {}\n", "{}", "parts is empty", id="no-parts"),
    pytest.param(
        '[[question]]\nproblem = "walk"\nparams = { names = 3 }\n',
        "{ names",
        "it needs the parameter 'a'",
        id="no-part-that-can-be-asked",
    ),
    pytest.param(
        '[[question]]\nproblem = "conv_shapes"\nparams = { input = [9, 9, 1] }\n',
        "{ input",
        "missing: layers",
        id="no-part-at-all",
    ),
    pytest.param(WALKED + "parts = 3\n", "3", "parts must be a table", id="parts-as-a-number"),
    pytest.param(
        WALKED + 'letters = { first = ["a"] }\n', '["a"]', "first must be a text", id="letter-as-a-list"
    ),
    pytest.param(WALKED + "number = 1.5\n", "1.5", "number must be a text", id="number-as-a-decimal"),
    pytest.param(WALKED + 'id = "a.b"\n', '"a.b"', "cannot be an id", id="id-with-a-dot"),
    pytest.param(WALKED + 'vary = "yes"\n', '"yes"', "vary must be true or false", id="flag-in-words"),
    pytest.param(
        WALKED + 'options = { unit = "stp" }\n',
        '"stp"',
        "none of step, pair; did you mean 'step'?",
        id="option-word",
    ),
    pytest.param(WALKED + 'options = { unti = "step" }\n', "unti", "did you mean 'unit'?", id="option"),
    pytest.param(
        WALKED + 'options = { repeated = "never" }\n', '"never"', "none of each, once", id="repeated"
    ),
    pytest.param(
        WALKED + "tolerance = { total = { rtl = 0.1 } }\n", "rtl", "did you mean 'rtol'?", id="tolerance-word"
    ),
    pytest.param(
        WALKED + "tolerance = { total = { rtol = -1 } }\n", "-1", "a number from 0", id="tolerance-below-zero"
    ),
    pytest.param(WALKED + "tolerance = { total = { digits = 1.5 } }\n", "1.5", "whole number", id="digits"),
    pytest.param(
        WALKED + "credit = { total = { legs_multipled = 1 } }\n",
        "legs_multipled",
        "did you mean 'legs_multiplied'?",
        id="mistake",
    ),
    pytest.param(
        WALKED + "credit = { total = { legs_multiplied = 1.5 } }\n",
        "1.5",
        "between 0 and 1",
        id="credit-above-1",
    ),
    pytest.param(
        WALKED + "accept = { total = 7 }\n", "7", "must be a list of answers", id="accept-as-a-number"
    ),
    pytest.param(
        WALKED + 'accept = { total = ["seven or eight"] }\n',
        '"seven',
        "cannot be read as integer",
        id="accept-unreadable",
    ),
    pytest.param(WALKED + "accept = { total = [1979-05-27] }\n", "1979", "total", id="accept-as-a-date"),
    pytest.param(
        WALKED + 'letters_order = "abjed"\n', '"abjed"', "did you mean 'abjad'?", id="order-of-letters"
    ),
    pytest.param('selfcheck = "verdct"\n' + WALKED, '"verdct"', "did you mean 'verdict'?", id="selfcheck"),
    pytest.param('locale = "english please"\n' + WALKED, '"english', "no language", id="locale"),
    pytest.param("release = 1\n" + WALKED, "1", "release must be true or false", id="release"),
    pytest.param(
        'schema = "grade/assignment@2"\n' + WALKED,
        '"grade',
        "this version reads 'grade/assignment@1'",
        id="schema",
    ),
    pytest.param("[[question]]\npoints = 3\n", "[[question]]", "a question needs problem", id="no-problem"),
    pytest.param(
        '[question]\nproblem = "walk"\n', "[question]", "write [[question]] above each", id="one-table"
    ),
    pytest.param("question = 3\n", "question", "must be tables", id="question-as-a-number"),
    pytest.param(WALKED + WALKED, '"walk"', "two questions have the id 'walk'", id="one-id-twice"),
    pytest.param(
        WALKED + WALKED.replace("problem", 'id = "Walk"\nproblem'),
        '"Walk"',
        "two questions have the id 'Walk'",
        id="one-id-twice-but-for-a-capital",
    ),
    pytest.param(
        '[[question]]\nproblem = "laps"\nvary = true\nsecret = "x"\n',
        "secret",
        "unknown key",
        id="secret-in-a-question",
    ),
    pytest.param(
        '[[question]]\nproblem = "laps"\nvary = true\n',
        "true",
        "laps cannot draw an instance of its own",
        id="vary-without-sample",
    ),
    pytest.param(
        '[[question]]\nproblem = "kinds"\ntolerance = { pooling = { rtol = 0.1 } }\n',
        "{ rtol",
        "pooling",
        id="tolerance-of-a-choice",
    ),
    pytest.param(
        '[[question]]\nproblem = "kinds"\ntolerance = { formula = { rtol = 0.1 } }\n',
        "{ rtol",
        "formula",
        id="tolerance-of-a-formula",
    ),
    pytest.param(
        '[[question]]\nproblem = "dilated_output"\nparams = { M = 9, N = 9, F = 3, D = 2 }\n'
        "tolerance = { size = { atol = 1 } }\n",
        "{ atol",
        "of kind shape; leave it out",
        id="tolerance-of-a-shape",
    ),
    pytest.param(
        '[[question]]\nproblem = "kinds"\nparts = { why = 1 }\ntolerance = { why = { rtol = 0.1 } }\n',
        "{ rtol",
        "why",
        id="tolerance-of-words",
    ),
    pytest.param(
        '[[question]]\nproblem = "kinds"\nparts = { why = 1 }\naccept = { why = ["x"] }\n',
        '"x"]',
        "a person",
        id="accept-for-words",
    ),
]


@pytest.mark.parametrize(("text", "points_at", "says"), BAD)
def test_a_fault_is_refused_at_its_place(bank: Bank, text: str, points_at: str, says: str) -> None:
    line, column, sentence = refusal(bank, text)

    # The last place where it stands: of two questions with one id, the second is at fault.
    assert says in sentence
    assert text.splitlines()[line - 1][column - 1 :].startswith(points_at), (line, column, sentence)
    assert len(sentence) < 400


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        pytest.param('id = "x\n', (1, 8), "not valid TOML", id="open-quote"),
        pytest.param('id = "x"\nid = "y"\n', (2, 9), "not valid TOML", id="key-twice"),
        pytest.param("[[question]]\nproblem = \n", (2, 11), "not valid TOML", id="no-value"),
        pytest.param("[[question", (1, 11), "not valid TOML", id="open-bracket"),
        pytest.param(f"x = {'[' * 5000}", None, "not valid TOML", id="nesting"),
        pytest.param(f"x = {'9' * 5000}", None, "not valid TOML", id="digits"),
        pytest.param("", (1, 1), "no question", id="empty"),
        pytest.param(HEADER, (1, 1), "no question", id="no-question"),
        pytest.param(HEADER + "question = []\n", (3, 12), "no question", id="empty-list"),
    ],
)
def test_a_broken_file_is_refused(bank: Bank, text: str, place: tuple[int, int] | None, says: str) -> None:
    line, column, sentence = refusal(bank, text)

    assert says in sentence
    assert place in (None, (line, column))


def test_a_file_in_another_encoding_is_refused_at_its_line(bank: Bank) -> None:
    data = (HEADER + 'title = "').encode() + "تمرين".encode("cp1256") + b'"\n'

    with pytest.raises(AssignmentError, match=r"hw\.toml:3:1: not UTF-8"):
        resolve_text(data, "hw.toml", bank)


@pytest.mark.parametrize(
    "encode",
    [
        pytest.param(lambda text: b"\xef\xbb\xbf" + text.encode(), id="byte-order-mark"),
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="windows-lines"),
    ],
)
def test_a_file_from_windows_is_read_and_its_places_hold(bank: Bank, encode: object) -> None:
    assert callable(encode)
    assert resolve_text(encode(HEADER + WALKED), "hw.toml", bank).shape.id == "test-1"
    with pytest.raises(AssignmentError, match=r"hw\.toml:5:16: "):
        resolve_text(encode(HEADER + WALKED.replace("a = 3", 'a = "x"')), "hw.toml", bank)


def test_a_file_that_is_not_there_is_named(bank: Bank, tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match=r"nowhere\.toml: cannot be read"):
        load_homework(tmp_path / "nowhere.toml", bank)


def test_a_file_above_5_mb_is_refused(bank: Bank, tmp_path: Path) -> None:
    large = tmp_path / "large.toml"
    with large.open("wb") as stream:
        stream.truncate(5_000_001)

    with pytest.raises(AssignmentError, match="larger than 5 MB"):
        load_homework(large, bank)


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
    assert points(homework_of(bank, WALKED + line + "\n")) == expected


def test_parts_stand_in_the_order_of_the_module(bank: Bank) -> None:
    homework = homework_of(bank, WALKED + "parts = { double = 1, total = 1, first = 1 }\n")

    assert list(points(homework)) == ["first", "total", "double"]


def test_one_problem_is_asked_twice_under_two_ids(bank: Bank) -> None:
    homework = homework_of(
        bank, WALKED + '[[question]]\nid = "again"\nproblem = "walk"\nparams = { a = 5, b = 6 }\n'
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


def test_the_refusal_of_a_problem_module_is_not_taken_for_the_assignments(tmp_path: Path) -> None:
    from grader.errors import ProblemModuleError

    bank = course(tmp_path, walk=WALK.replace("return given.a\n", "return given.x\n"))

    with pytest.raises(ProblemModuleError, match=r"walk\.py:\d+: 'first'"):
        homework_of(bank, WALKED)
