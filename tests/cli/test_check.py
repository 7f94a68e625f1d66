"""`grade check` tells how answers are read, tells as much as is allowed, and never gives a value away."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.records import JsonValue
from tests.catalogue.courses import HEADER, WALK_QUESTION
from tests.cli.conftest import Course, Grade, Said

COURSE = ("--problems", "course")


def level(name: str) -> str:
    return HEADER + f'selfcheck = "{name}"\n'


def test_each_answer_is_shown_as_it_is_read(grade: Grade, course: Course) -> None:
    course.answer({"walk.first": "۳", "walk.second": "3 or 4", "walk.totl": 7})

    code, out, err = grade("check", course.file, *COURSE)

    assert (code, err) == (1, "")
    lines = out.splitlines()
    assert "✓  first: ۳ · read as 3" in lines
    assert "!  second: 3 or 4" in lines
    assert "○  total: no answer" in lines
    assert "walk.totl" in out
    assert "did you mean 'walk.total'?" in out
    assert "to look at before you hand it in" in lines[-1]


def test_all_well_ends_with_0_whether_right_or_not(grade: Grade, course: Course) -> None:
    course.answer({f"walk.{part}": 1 for part in ("first", "second", "total", "double")})

    code, out, _ = grade("check", course.file, *COURSE)

    assert code == 0
    assert "Whether it is right is not told here" in out


@pytest.mark.parametrize(
    ("answers", "student", "says"),
    [
        pytest.param({"walk.first": 3}, "401", "no answer", id="a-part-missing"),
        pytest.param({"walk.first": ""}, "401", "no answer", id="a-part-empty"),
        pytest.param({"other.part": 3}, "401", "other.part", id="a-name-unknown"),
        pytest.param(
            {"walk": {"first": 1, "second": 1, "total": 1, "double": 1}}, None, "whose it is", id="nobody"
        ),
    ],
)
def test_what_needs_attention_ends_with_1(
    grade: Grade, course: Course, answers: dict[str, JsonValue], student: str | None, says: str
) -> None:
    course.file = course.folder / "answers.json"
    course.answer(answers, student)

    code, out, _ = grade("check", course.file, *COURSE)

    assert code == 1
    assert says in out


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        pytest.param("a.json", b"", "not JSON", id="empty"),
        pytest.param("a.json", b"{", "line 1, column 2", id="broken"),
        pytest.param("a.json", b"[]", "no submission", id="no-submission"),
        pytest.param("a.pdf", b"%PDX", "no PDF", id="document"),
        pytest.param("a.json", '{"x": "تمرين"}'.encode("cp1256"), "Windows-1256", id="encoding"),
        pytest.param("a.json", b"[" * 50_000, "deeper", id="nesting"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    grade: Grade, course: Course, name: str, data: bytes, says: str
) -> None:
    (course.folder / name).write_bytes(data)

    code, out, err = grade("check", course.folder / name, *COURSE)

    assert (code, out) == (1, "")
    assert err.startswith(f"grade: {course.folder / name}: ")
    assert says in err


def test_a_pipe_is_refused_without_waiting(grade: Grade, course: Course) -> None:
    os.mkfifo(course.folder / "pipe.json")

    assert grade("check", course.folder / "pipe.json", *COURSE)[0] == 2


def test_the_assignment_is_beside_the_file_then_here_then_asked_for(grade: Grade, course: Course) -> None:
    Path("elsewhere").mkdir()
    course.file.rename("elsewhere/401.json")

    code, out, err = grade("check", "elsewhere/401.json", *COURSE)
    assert (code, out) == (2, "")
    assert "--assignment FILE" in err
    assert grade("check", "elsewhere/401.json", "--assignment", "hw/assignment.toml", *COURSE)[0] == 0
    Path("assignment.toml").write_text(HEADER + WALK_QUESTION)
    assert grade("check", "elsewhere/401.json", *COURSE)[0] == 0


def test_control_characters_of_an_answer_are_shown_not_obeyed(grade: Grade, course: Course) -> None:
    course.answer({"walk.first": "\x1b[31m3\u202e\r\x07", "\x1b]0;x\x07": 1})

    _, out, _ = grade("check", course.file, *COURSE)

    assert not set("\x1b\x07\r\u202e") & set(out)


ANSWER = st.one_of(
    st.integers(-5, 40),
    st.sampled_from(
        ["", None, "3", "۷", "7.0", "3 or 4", "3+4", "2*7", "7 = 3+4", "about 7", "x", "1e400", [7], True]
    ),
    st.floats(allow_nan=False),
)
PARTS = ("a", "b", "c", "d", "e")
KEYED = '[[question]]\nid = "q"\nproblem = "keyed"\n[question.params]\nprompt = "?"\nparts = [\n'


def keyed(level_name: str, expected: list[object]) -> str:
    """Return an assignment of five kinds whose right answers are ``expected``."""
    whole, number, shape, formula, choice = expected
    kinds = [
        f'kind = "integer", expected = {whole}, mistakes = [ {{ code = "m", value = {int(str(whole)) + 1}, '
        'hint = "Count again?", credit = 0.5 } ]',
        f'kind = "number", expected = {number}',
        f'kind = "shape", expected = {shape}',
        f'kind = "expression", symbols = ["x"], expected = "{formula}"',
        f'kind = "choice", choices = ["max", "mean"], expected = "{choice}"',
    ]
    lines = "".join(
        f'{{ id = "{part}", text = "?", {kind} }},\n' for part, kind in zip(PARTS, kinds, strict=True)
    )
    return level(level_name) + KEYED + lines + "]\n"


EXPECTED = st.tuples(
    st.integers(1, 40),
    st.integers(1, 40),
    st.sampled_from(["[7, 7]", "[14, 12, 32]", "[3, 4]"]),
    st.sampled_from(["x + 7", "2*x", "x*x - 1"]),
    st.sampled_from(["max", "mean"]),
).map(list)
SUBMITTED = st.tuples(
    ANSWER,
    ANSWER,
    st.sampled_from(["7x7", [7, 7], "14×12×32", [3, 4], "49", 49, ""]),
    st.sampled_from(["x+7", "2x", "x^2-1", "x", "y", 7, ""]),
    st.sampled_from(["max", "mean", "median", "", 3]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(submitted=SUBMITTED, one=EXPECTED, other=EXPECTED)
def test_at_the_level_format_nothing_depends_on_what_is_right(
    grade: Grade, course: Course, submitted: tuple[JsonValue, ...], one: list[object], other: list[object]
) -> None:
    course.answer({f"q.{part}": answer for part, answer in zip(PARTS, submitted, strict=True)})
    said: list[Said] = []
    pages: list[bytes] = []
    for expected in (one, other):
        (course.folder / "assignment.toml").write_text(keyed("format", expected))
        said.append(grade("check", course.file, "--html", "seen.html"))
        pages.append((course.home / "seen.html").read_bytes())

    assert said[0] == said[1]
    assert pages[0] == pages[1]
    assert said[0][0] in (0, 1)


def numbers_in(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    submitted=st.lists(st.integers(1, 9), min_size=3, max_size=3),
    level_name=st.sampled_from(["verdict", "hints"]),
)
def test_an_expected_value_is_never_told(
    grade: Grade, course: Course, submitted: list[int], level_name: str
) -> None:
    expected = [5511, 7733, "[8841, 8843]", "x + 9951", "max"]
    (course.folder / "assignment.toml").write_text(keyed(level_name, expected))
    whole, number, side = submitted
    course.answer({"q.a": whole, "q.b": number, "q.c": [side, side], "q.d": f"x + {side}", "q.e": "mean"})

    code, out, err = grade("check", course.file, "--html", "seen.html")

    page = (course.home / "seen.html").read_text(encoding="utf-8").partition("<body")[2]
    told = numbers_in(out + err + page)
    assert (code, told & {"5511", "7733", "8841", "8843", "9951"}) == (1, set())
    assert "max" not in out.replace("maximum", "") + page
    assert out.count("not yet right") == 5


@pytest.mark.parametrize(
    ("level_name", "hint", "verdict"),
    [("format", False, False), ("verdict", False, True), ("hints", True, True)],
)
def test_a_level_tells_what_it_allows(
    grade: Grade, course: Course, level_name: str, hint: bool, verdict: bool
) -> None:
    course.assign(WALK_QUESTION, level(level_name))
    course.answer({"walk.first": 2, "walk.second": 4, "walk.total": 6, "walk.double": 28})

    code, out, _ = grade("check", course.file, *COURSE)

    assert ("Does the last step count as well?" in out) is hint
    assert ("partly right" in out, "right for your own earlier answer" in out) == (verdict, verdict)
    assert ("a person will look at it" in out) is verdict
    assert code == (1 if verdict else 0)


def test_a_public_copy_without_secret_checks_the_students_own_numbers(grade: Grade, course: Course) -> None:
    course.assign('[[question]]\nproblem = "walk"\nvary = true\n')
    assert "Your own numbers are not in this assignment" in grade("check", course.file, *COURSE)[1]

    course.assign(
        '[[question]]\nproblem = "walk"\nvary = true\nparams = { a = 3, b = 4 }\n', level("verdict")
    )
    code, out, _ = grade("check", course.file, *COURSE)

    assert code == 0
    assert out.count("right") == 4


def test_check_writes_nothing(grade: Grade, course: Course) -> None:
    before = {path for path in course.home.rglob("*") if "__pycache__" not in path.parts}

    grade("check", course.file, *COURSE)

    assert {path for path in course.home.rglob("*") if "__pycache__" not in path.parts} == before


def test_check_does_not_load_the_reports(here: Path, course: Course) -> None:
    import subprocess
    import sys

    code = (
        "import sys, json; from grader.cli import main; main(sys.argv[1:]); "
        "heavy = {'pandas', 'numpy', 'jinja2', 'babel', 'sqlite3', 'tqdm', 'grader.cli.check_page', "
        "'grader.cli.terminal_pictures', 'grader.running.places', 'grader.intake.pictures'}; "
        "print(json.dumps(sorted(heavy & set(sys.modules))))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, "check", str(course.file), *COURSE],
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(done.stdout.splitlines()[-1]) == []
