"""Every command and option does what its help says, in words, and ends with the contract's exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.cli.arguments import COMMANDS
from grader.store.output import open_output
from tests.catalogue.courses import HEADER, WALK, WALK_QUESTION
from tests.cli.conftest import Course, Grade


@pytest.mark.parametrize("command", ["", *COMMANDS])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_printed_to_standard_output(grade: Grade, command: str, option: str) -> None:
    code, out, err = grade(*filter(None, (command, option)))

    assert (code, err) == (0, "")
    assert out.startswith("Usage: grade" + (f" {command}" if command else " SUBMISSIONS"))
    assert all(line == line.rstrip() for line in out.splitlines())


def test_every_command_stands_in_the_help(grade: Grade) -> None:
    _, out, _ = grade("--help")

    assert [command for command in COMMANDS if f"  {command} " not in out] == []
    for promised in ("--assignment FILE", "--out DIR", "--roster CSV", "--workers N", "--locale", "--fresh"):
        assert promised in out


def test_nothing_typed_is_answered_with_help_and_2(grade: Grade) -> None:
    code, out, err = grade()

    assert (code, out) == (2, "")
    assert err.startswith("Usage: grade SUBMISSIONS")


def test_the_version_is_one_line(grade: Grade) -> None:
    code, out, _ = grade("--version")

    assert code == 0
    assert out.startswith("grade ")
    assert out.count("\n") == 1


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_knows_every_command(grade: Grade, shell: str) -> None:
    code, out, err = grade("--completion", shell)

    assert (code, err) == (0, "")
    assert [command for command in COMMANDS if command not in out] == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(["nowhere"], "'nowhere' is neither a path nor a command; `grade --help`", id="neither"),
        pytest.param(["chekc"], "did you mean the command 'check'?", id="near-a-command"),
        pytest.param(
            ["chekc", "a.json"], "did you mean the command 'check'?", id="near-a-command-with-a-file"
        ),
        pytest.param(["slove", "--json", "a"], "did you mean the command 'solve'?", id="near-with-an-option"),
        pytest.param(["./hww"], "did you mean the path 'hw'?", id="near-a-path"),
        pytest.param(["solv3"], "did you mean the path 'solv33' or the command 'solve'?", id="near-both"),
        pytest.param(["--fresh"], "which folder?", id="no-folder"),
        pytest.param(["hw", "more"], "more", id="a-word-too-many"),
        pytest.param(["hw", "--workers", "0"], "whole number of at least 1", id="workers-0"),
        pytest.param(["hw", "--workers", "two"], "whole number of at least 1", id="workers-in-words"),
        pytest.param(["hw", "--assigment", "x"], "did you mean '--assignment'?", id="option-misspelt"),
        pytest.param(
            ["hw", "--problems", "course", "--locale", "xx"], "no language 'xx'; known are en", id="language"
        ),
        pytest.param(["hw", "--problems", "nowhere"], "no such folder of problems", id="problems"),
        pytest.param(["hw", "--assignment", "nowhere"], "nowhere: no such assignment", id="assignment"),
        pytest.param(["hw", "--roster", "nowhere"], "nowhere: the roster cannot be read", id="roster"),
        pytest.param(["hw/401.json"], "not a folder", id="a-file"),
        pytest.param(["check"], "FILE", id="check-nothing"),
        pytest.param(["check", "nowhere.json"], "no such file", id="check-nowhere"),
        pytest.param(["check", "hw"], "hw", id="check-a-folder"),
        pytest.param(["solve"], "give an ASSIGNMENT or --problem ID", id="solve-nothing"),
        pytest.param(
            ["solve", "hw/assignment.toml", "--problem", "keyed"], "give an ASSIGNMENT or", id="solve-both"
        ),
        pytest.param(["solve", "nowhere.toml"], "nowhere.toml: cannot be read", id="solve-nowhere"),
        pytest.param(
            ["solve", "--problem", "dilated_ouput"], "did you mean 'dilated_output'?", id="solve-unknown"
        ),
        pytest.param(
            ["solve", "--problem", "dilated_output", "--params", "{"],
            "--params: not JSON",
            id="params-broken",
        ),
        pytest.param(
            ["solve", "--problem", "dilated_output", "--params", "[1]"],
            "neither JSON nor a file",
            id="params-list",
        ),
        pytest.param(["solve", "--problem", "dilated_output", "--params", ""], "--params", id="params-empty"),
        pytest.param(
            ["solve", "--problem", "dilated_output", "--params", '{"m": 3}'],
            "did you mean 'M'?",
            id="params-unknown",
        ),
        pytest.param(
            ["solve", "--problem", "dilated_output", "--params", '{"M": "x"}'],
            "M is 'x'; expected",
            id="params-type",
        ),
        pytest.param(
            ["solve", "--problem", "parameter_counts", "--params", "{}"],
            "determine no part",
            id="params-none",
        ),
        pytest.param(
            ["solve", "--problem", "dilated_output", "--student", "1"], "--student belongs to", id="student"
        ),
        pytest.param(
            ["solve", "hw/assignment.toml", "--params", "{}"], "--params belongs to", id="params-alone"
        ),
        pytest.param(["problems", "dilated"], "unknown problem 'dilated'", id="problems-unknown"),
        pytest.param(["practice", "keyed"], "there is none to draw", id="practice-keyed"),
        pytest.param(["practice"], "PROBLEM", id="practice-nothing"),
        pytest.param(["practice", "dilated_output", "--seed", "x"], "--seed", id="seed"),
        pytest.param(["new"], "DIR", id="new-nothing"),
        pytest.param(["new", "hw"], "exists and is not empty", id="new-there"),
        pytest.param(["new", "hw/401.json"], "exists and is not empty", id="new-a-file"),
    ],
)
def test_a_command_at_fault_says_what_to_do_and_ends_with_2(
    grade: Grade, course: Course, words: list[str], says: str
) -> None:
    Path("solv33").mkdir()

    code, out, err = grade(*words)

    assert (code, out) == (2, "")
    assert err.startswith("grade: ")
    assert says in err
    assert err.count("\n") <= 2


def test_grading_says_what_was_done_and_what_is_left(grade: Grade, course: Course) -> None:
    course.answer({"walk.first": "3 or 4", "walk.second": 4})

    code, out, err = grade("hw", "--problems", "course", "--out", "marks")

    assert (code, err) == (0, "")
    assert "Students: 1 · 1 waiting for a person" in out
    assert "Files: 1 · answer files in JSON: 1" in out
    assert "Left to do: 1 decision: marks/review.csv" in out
    assert "Report: marks/index.html" in out
    assert Path("marks/index.html").is_file()


@pytest.mark.parametrize(
    "words",
    [
        ["hw", "--problems", "course", "--out", "r"],
        ["--problems", "course", "--out", "r", "hw"],
        ["--out=r", "hw", "--problems=course"],
        ["--quiet", "--out", "r", "--problems", "course", "--", "hw"],
    ],
)
def test_options_stand_before_or_after(grade: Grade, course: Course, words: list[str]) -> None:
    assert grade(*words)[0] == 0
    assert Path("r/results.jsonl").is_file()


def test_options_stand_before_a_command_too(grade: Grade, course: Course) -> None:
    before = grade("--problems", "course", "solve", "hw/assignment.toml")

    assert before == grade("solve", "hw/assignment.toml", "--problems", "course")
    assert before[0] == 0


def test_a_value_of_an_option_is_no_command(grade: Grade, course: Course) -> None:
    assert grade("--out", "check", "hw", "--problems", "course")[0] == 0
    assert Path("check/results.jsonl").is_file()


def test_a_folder_named_like_a_command_is_written_with_a_dot(grade: Grade, course: Course) -> None:
    course.folder.rename("check")

    assert grade("./check", "--problems", "course")[0] == 0
    assert grade("check", "--problems", "course")[0] == 2


def test_quiet_leaves_only_failures(grade: Grade, course: Course) -> None:
    assert grade("hw", "--problems", "course", "--quiet") == (0, "", "")
    (course.folder / "402.json").write_text("{")

    code, out, err = grade("hw", "--problems", "course", "--quiet")

    assert (code, out) == (1, "")
    assert err.startswith("grade: 402.json: not JSON: ")


def test_files_that_cannot_be_graded_are_named_and_end_with_1(grade: Grade, course: Course) -> None:
    for number in range(30):
        (course.folder / f"{number}.json").write_text("{")

    code, out, err = grade("hw", "--problems", "course")

    assert code == 1
    assert "30 unreadable" in out
    assert err.count("not JSON") == 20
    assert "and 10 more" in err
    assert "not JSON" not in out


def test_verbose_tells_the_remarks(grade: Grade, course: Course) -> None:
    course.answer({"walk.frist": 3})

    _, out, err = grade("hw", "--problems", "course", "--verbose")

    assert "Remarks about hand-ins: 1" in out
    assert "did you mean 'walk.first'?" in err


def test_an_assignment_of_its_own_below_is_said(grade: Grade, course: Course) -> None:
    (course.folder / "hw2").mkdir()
    (course.folder / "hw2" / "assignment.toml").write_text("")

    code, _, err = grade("hw", "--problems", "course")

    assert code == 0
    assert err.count("hw/hw2") == 2
    assert err.count("\n") == 1


def test_a_bad_assignment_ends_with_2_and_writes_nothing(grade: Grade, course: Course) -> None:
    course.assign(WALK_QUESTION + "pints = 3\n")

    code, out, err = grade("hw", "--problems", "course")

    assert (code, out) == (2, "")
    assert err == "grade: hw/assignment.toml:6:1: unknown key 'pints'; did you mean 'points'?\n"
    assert not list(Path("reports").glob("*.jsonl"))


def test_a_bad_problem_module_ends_with_2_at_its_line(grade: Grade, course: Course) -> None:
    (course.problems / "walk.py").write_text(WALK.replace("return given.a\n", "return given.x\n"))

    code, _, err = grade("hw", "--problems", "course")

    assert code == 2
    line = WALK[: WALK.index("return given.a\n")].count("\n") + 1
    assert f"course/walk.py:{line}: 'first' fails" in err


@pytest.mark.parametrize("out", ["course/walk.py", "course/walk.py/below", "/proc/nothing"])
def test_an_output_that_cannot_be_written_ends_with_73(grade: Grade, course: Course, out: str) -> None:
    code, _, err = grade("hw", "--problems", "course", "--out", out)

    assert code == 73
    assert "--out" in err


def test_pages_of_somebody_else_are_left_alone(grade: Grade, course: Course) -> None:
    Path("site").mkdir()
    Path("site/index.html").write_text("mine")

    assert grade("hw", "--problems", "course", "--out", "site")[0] == 73
    assert Path("site/index.html").read_text() == "mine"


def test_an_output_in_use_ends_with_75(grade: Grade, course: Course) -> None:
    with open_output(Path("reports")):
        code, _, err = grade("hw", "--problems", "course")

    assert code == 75
    assert "reports" in err


def test_reports_inside_the_folder_are_no_hand_ins(grade: Grade, course: Course) -> None:
    for _ in range(2):
        code, out, _ = grade("hw", "--problems", "course", "--out", "hw/reports")
        assert (code, out.splitlines()[0]) == (0, "Students: 1 · 1 graded")


def test_solve_prints_the_answers_of_an_assignment(grade: Grade, course: Course) -> None:
    course.assign(WALK_QUESTION + 'number = "2"\nparts = { total = 1, first = 2 }\n')

    _, out, _ = grade("solve", "hw/assignment.toml", "--problems", "course")
    code, as_json, _ = grade("solve", "hw/assignment.toml", "--json", "--problems", "course")

    assert out.splitlines() == ["2 walk · A walk in two legs", "  first  3", "  total  7"]
    assert (code, json.loads(as_json)) == (0, {"walk": {"first": 3, "total": 7}})


def test_solve_warns_where_a_known_mistake_gives_the_right_answer(grade: Grade, course: Course) -> None:
    file = course.assign('[[question]]\nproblem = "walk"\nparams = { a = 2, b = 2 }\n')

    _, out, _ = grade("solve", file, "--problems", "course")

    assert "known mistake gives the right answer" in out
    assert "walk.total: legs_multiplied" in out


def test_solve_prints_a_problem_with_its_parameters(grade: Grade, here: Path) -> None:
    (here / "p.json").write_text('{"M": 32, "N": 28, "F": 3, "D": 2}')
    first = json.loads(grade("solve", "--problem", "dilated_output", "--json")[1])

    assert (
        json.loads(grade("solve", "--problem", "dilated_output", "--params", "p.json", "--json")[1]) == first
    )
    assert (first["height"], first["size"]) == (28, [28, 24])
    _, out, _ = grade("solve", "--problem", "dilated_output", "--params", '{"F": 3, "D": 3}')
    assert [line.split()[0] for line in out.splitlines()] == ["effective_kernel", "formula", "kernel_formula"]


def test_solve_shows_one_students_instance(grade: Grade, course: Course) -> None:
    file = course.assign('[[question]]\nproblem = "walk"\nvary = true\n', HEADER + 'secret = "s"\n')

    code, _, err = grade("solve", file, "--problems", "course")
    own = [
        grade("solve", file, "--problems", "course", "--student", each)[1] for each in ("401", "۴۰۱", "402")
    ]

    assert code == 2
    assert "add --student ID" in err
    assert own[0] == own[1] != own[2]


def test_problems_lists_the_bank_and_shows_one(grade: Grade, course: Course) -> None:
    _, bank, _ = grade("problems", "--problems", "course")
    code, out, _ = grade("problems", "walk", "--problems", "course")

    assert "  walk " in bank
    assert "dilated_output" in bank
    assert code == 0
    for shown in ("walk · A walk in two legs", "first leg", "unit: step | pair", "total (integer: exactly)",
                  "follows from first, second", "legs_multiplied (0)", "pairs_counted (another convention)",
                  'params = {"a": 3, "b": 4}'):  # fmt: skip
        assert shown in out


def test_every_problem_is_shown(grade: Grade) -> None:
    from grader.catalogue.bank import Bank

    for name in Bank().ids:
        assert grade("problems", name)[0] == 0


def test_new_starts_an_assignment_that_grades_at_once(grade: Grade) -> None:
    code, _, err = grade("new", "first")

    assert code == 0
    assert "grade first" in err
    assert grade("first")[:1] == (0,)
    assert grade("check", "first/401100001.json")[0] in (0, 1)
    public = Path("first/for-students/assignment.toml").read_text()
    assert "secret" not in public
    assert grade("solve", "first/for-students/assignment.toml")[0] == 0
    assert grade("new", "first")[0] == 2


def test_practice_prints_a_question_and_its_solution(grade: Grade) -> None:
    code, out, _ = grade("practice", "dilated_output", "--seed", "7", "--solution")

    assert code == 0
    assert "--seed 7" in out
    assert "Solution" in out
    assert grade("practice", "dilated_output", "--seed", "7")[1] == out
    assert grade("practice", "dilated_output", "--seed", "8")[1] != out


def test_marks_that_moved_and_what_was_graded_anew_are_counted(grade: Grade, course: Course) -> None:
    words = ("hw", "--problems", "course")
    (course.folder / "402.json").write_text(course.file.read_text().replace("401", "402"))
    grade(*words)
    course.answer({"walk.first": 3})

    _, out, _ = grade(*words)

    assert "Graded anew: 1; the others had not changed." in out
    assert "Marks that moved: 3: reports/changes.csv" in out
    assert "Nothing changed" in grade(*words)[1]
