"""An assignment at fault is refused when it is read, at its line and column, with the near miss."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.catalogue.bank import Bank
from grader.catalogue.resolve import load_homework, resolve_text
from grader.errors import AssignmentError
from tests.catalogue.courses import (
    HEADER,
    WALK,
    WALK_QUESTION,
    course,
    homework_of,
)


def refusal(bank: Bank, text: str) -> tuple[int, int, str]:
    """Return line, column and sentence with which an assignment is refused."""
    with pytest.raises(AssignmentError) as failure:
        resolve_text(text.encode(), "hw.toml", bank)
    name, line, column, sentence = str(failure.value).split(":", 3)
    assert name == "hw.toml"
    return int(line), int(column), sentence.strip()


BAD = [
    pytest.param(
        'titel = "x"\n' + WALK_QUESTION, "titel", "unknown key 'titel'; did you mean 'title'?", id="key"
    ),
    pytest.param(
        WALK_QUESTION + "pints = 3\n",
        "pints",
        "unknown key 'pints'; did you mean 'points'?",
        id="key-of-a-question",
    ),
    pytest.param(
        "qqqq = 1\n" + WALK_QUESTION, "qqqq", "known keys in an assignment are schema, id", id="key-like-none"
    ),
    pytest.param(
        '[[question]]\nproblem = "wlak"\n',
        '"wlak"',
        "unknown problem 'wlak'; did you mean 'walk'?",
        id="problem",
    ),
    pytest.param(
        WALK_QUESTION + "parts = { totl = 1 }\n",
        "totl",
        "unknown part 'totl'; did you mean 'total'?",
        id="part",
    ),
    pytest.param(
        WALK_QUESTION + "parts = { zzz = 1 }\n",
        "zzz",
        "parts are first, second, total, double",
        id="part-like-none",
    ),
    pytest.param(
        WALK_QUESTION + "tolerance = { totl = { rtol = 0 } }\n",
        "totl",
        "did you mean 'total'?",
        id="part-of-a-tolerance",
    ),
    pytest.param(
        WALK_QUESTION + "credit = { totl = {} }\n", "totl", "did you mean 'total'?", id="part-of-a-credit"
    ),
    pytest.param(
        WALK_QUESTION + "accept = { totl = [] }\n", "totl", "did you mean 'total'?", id="part-of-accept"
    ),
    pytest.param(
        WALK_QUESTION + 'letters = { totl = "a" }\n', "totl", "did you mean 'total'?", id="part-of-letters"
    ),
    pytest.param(
        WALK_QUESTION + 'cancel = ["totl"]\n', '"totl"', "did you mean 'total'?", id="part-of-cancel"
    ),
    pytest.param(
        WALK_QUESTION + "parts = { first = 1 }\naccept = { total = [7] }\n",
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
        WALK_QUESTION + "points = 5\nparts = { first = 2, total = 2 }\n",
        "5",
        "add up to 4, but points = 5",
        id="points",
    ),
    pytest.param(
        WALK_QUESTION + 'points = "many"\n', '"many"', "points must be a number", id="points-in-words"
    ),
    pytest.param(WALK_QUESTION + "points = -1\n", "-1", "must not be negative", id="points-below-zero"),
    pytest.param(
        WALK_QUESTION + "points = nan\n", "nan", "points must be a number", id="points-that-are-no-number"
    ),
    pytest.param(WALK_QUESTION + "points = inf\n", "inf", "points must be a number", id="points-without-end"),
    pytest.param(WALK_QUESTION + "points = true\n", "true", "points must be a number", id="points-true"),
    pytest.param(
        WALK_QUESTION + "points = 1979-05-27\n",
        "1979-05-27",
        "points must be a number",
        id="points-as-a-date",
    ),
    pytest.param(WALK_QUESTION + f"points = {10**400}\n", "1000", "at most", id="points-without-measure"),
    pytest.param(WALK_QUESTION + "parts = {}\n", "{}", "parts is empty", id="no-parts"),
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
    pytest.param(WALK_QUESTION + "parts = 3\n", "3", "parts must be a table", id="parts-as-a-number"),
    pytest.param(
        WALK_QUESTION + 'letters = { first = ["a"] }\n',
        '["a"]',
        "first must be a text",
        id="letter-as-a-list",
    ),
    pytest.param(WALK_QUESTION + "number = 1.5\n", "1.5", "number must be a text", id="number-as-a-decimal"),
    pytest.param(WALK_QUESTION + 'id = "a.b"\n', '"a.b"', "cannot be an id", id="id-with-a-dot"),
    pytest.param(WALK_QUESTION + 'vary = "yes"\n', '"yes"', "vary must be true or false", id="flag-in-words"),
    pytest.param(
        WALK_QUESTION + 'options = { unit = "stp" }\n',
        '"stp"',
        "none of step, pair; did you mean 'step'?",
        id="option-word",
    ),
    pytest.param(
        WALK_QUESTION + 'options = { unti = "step" }\n', "unti", "did you mean 'unit'?", id="option"
    ),
    pytest.param(
        WALK_QUESTION + 'options = { repeated = "never" }\n', '"never"', "none of each, once", id="repeated"
    ),
    pytest.param(
        WALK_QUESTION + "tolerance = { total = { rtl = 0.1 } }\n",
        "rtl",
        "did you mean 'rtol'?",
        id="tolerance-word",
    ),
    pytest.param(
        WALK_QUESTION + "tolerance = { total = { rtol = -1 } }\n",
        "-1",
        "a number from 0",
        id="tolerance-below-zero",
    ),
    pytest.param(
        WALK_QUESTION + "tolerance = { total = { digits = 1.5 } }\n", "1.5", "whole number", id="digits"
    ),
    pytest.param(
        WALK_QUESTION + "credit = { total = { legs_multipled = 1 } }\n",
        "legs_multipled",
        "did you mean 'legs_multiplied'?",
        id="mistake",
    ),
    pytest.param(
        WALK_QUESTION + "credit = { total = { legs_multiplied = 1.5 } }\n",
        "1.5",
        "between 0 and 1",
        id="credit-above-1",
    ),
    pytest.param(
        WALK_QUESTION + "accept = { total = 7 }\n", "7", "must be a list of answers", id="accept-as-a-number"
    ),
    pytest.param(
        WALK_QUESTION + 'accept = { total = ["seven or eight"] }\n',
        '"seven',
        "cannot be read as integer",
        id="accept-unreadable",
    ),
    pytest.param(
        WALK_QUESTION + "accept = { total = [1979-05-27] }\n", "1979", "total", id="accept-as-a-date"
    ),
    pytest.param(
        WALK_QUESTION + 'letters_order = "abjed"\n', '"abjed"', "did you mean 'abjad'?", id="order-of-letters"
    ),
    pytest.param(
        'selfcheck = "verdct"\n' + WALK_QUESTION, '"verdct"', "did you mean 'verdict'?", id="selfcheck"
    ),
    pytest.param('locale = "english please"\n' + WALK_QUESTION, '"english', "no language", id="locale"),
    pytest.param("release = 1\n" + WALK_QUESTION, "1", "release must be true or false", id="release"),
    pytest.param(
        'schema = "grade/assignment@2"\n' + WALK_QUESTION,
        '"grade',
        "this version reads 'grade/assignment@1'",
        id="schema",
    ),
    pytest.param("[[question]]\npoints = 3\n", "[[question]]", "a question needs problem", id="no-problem"),
    pytest.param(
        '[question]\nproblem = "walk"\n', "[question]", "write [[question]] above each", id="one-table"
    ),
    pytest.param("question = 3\n", "question", "must be tables", id="question-as-a-number"),
    pytest.param(
        WALK_QUESTION + WALK_QUESTION, '"walk"', "two questions have the id 'walk'", id="one-id-twice"
    ),
    pytest.param(
        WALK_QUESTION + WALK_QUESTION.replace("problem", 'id = "Walk"\nproblem'),
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
    assert resolve_text(encode(HEADER + WALK_QUESTION), "hw.toml", bank).shape.id == "test-1"
    with pytest.raises(AssignmentError, match=r"hw\.toml:5:16: "):
        resolve_text(encode(HEADER + WALK_QUESTION.replace("a = 3", 'a = "x"')), "hw.toml", bank)


def test_a_file_that_is_not_there_is_named(bank: Bank, tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match=r"nowhere\.toml: cannot be read"):
        load_homework(tmp_path / "nowhere.toml", bank)


def test_a_file_above_5_mb_is_refused(bank: Bank, tmp_path: Path) -> None:
    large = tmp_path / "large.toml"
    with large.open("wb") as stream:
        stream.truncate(5_000_001)

    with pytest.raises(AssignmentError, match="larger than 5 MB"):
        load_homework(large, bank)


def test_the_refusal_of_a_problem_module_is_not_taken_for_the_assignments(tmp_path: Path) -> None:
    from grader.errors import ProblemModuleError

    bank = course(tmp_path, walk=WALK.replace("return given.a\n", "return given.x\n"))

    with pytest.raises(ProblemModuleError, match=r"walk\.py:\d+: 'first'"):
        homework_of(bank, WALK_QUESTION)
