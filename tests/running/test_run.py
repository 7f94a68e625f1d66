"""A run grades what changed, keeps every decision, and leaves the bytes that a run from nothing leaves."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest

from grader.errors import AssignmentError, DecisionError, OutputInUse, UsageError
from grader.running.handed_in import Choices
from grader.running.progress import Silent
from grader.running.run import run_class
from grader.store.output import open_output
from tests.catalogue.courses import HEADER, WALK, WALK_QUESTION
from tests.running.conftest import Line, SmallClass

RIGHT = {"first": 3, "second": 4, "total": 7, "double": 14}


@pytest.fixture
def graded(walkers: SmallClass) -> SmallClass:
    """Three students, of whom 402 leaves a convention open and 403 cannot be read in one part."""
    walkers.hand_in("401", RIGHT)
    walkers.hand_in("402", RIGHT | {"double": 28})
    walkers.hand_in("403", RIGHT | {"first": "3 or 4"})
    walkers.run()
    return walkers


def test_a_run_leaves_every_file_and_a_line_for_everyone(graded: SmallClass) -> None:
    assert {name for name in graded.files() if "/" not in name} == {
        "grades.csv",
        "index.html",
        "results.jsonl",
        "review.csv",
    }
    assert len(list((graded.out / "students").iterdir())) == 3
    lines = graded.results()
    assert {name: (line["status"], line["score"], line["max_score"]) for name, line in lines.items()} == {
        "401": ("graded", 8, 8),
        "402": ("needs_review", 6, 8),
        "403": ("needs_review", 6, 8),
    }
    first = graded.part("401", "first")
    assert first["reading"] == {
        "certainty": "certain",
        "file": "401.json",
        "page": None,
        "box": None,
        "text": "3",
        "reason": None,
    }


def test_with_nothing_changed_no_file_is_touched(graded: SmallClass) -> None:
    before = {path: path.stat().st_mtime_ns for path in graded.out.rglob("*") if path.is_file()}

    result = graded.run()

    assert result.unchanged
    assert {path: path.stat().st_mtime_ns for path in graded.out.rglob("*") if path.is_file()} == before
    assert (result.summary.graded, result.summary.needs_review, result.summary.decisions) == (1, 2, 2)


def test_an_unchanged_run_loads_neither_pandas_nor_the_mathematics(graded: SmallClass) -> None:
    code = (
        "import sys; from grader.cli import main; code = main(sys.argv[1:]); "
        "heavy = {'pandas', 'numpy', 'jinja2', 'babel', 'tqdm', 'grader.grading.grade'}; "
        "print(code, sorted(heavy & set(sys.modules)))"
    )
    arguments = [str(graded.folder), "--out", str(graded.out), "--problems", str(graded.course)]

    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "0 []"
    assert "Nothing changed" in done.stdout


def test_only_a_student_whose_file_changed_is_graded_anew(graded: SmallClass) -> None:
    graded.hand_in("401", RIGHT | {"first": 99})

    result = graded.run()

    assert (result.unchanged, result.summary.regraded) == (False, 1)
    assert result.summary.moved == 1
    assert graded.table("changes.csv") == [
        {"student": "401", "part": "walk.first", "before": "2", "after": "0", "cause": "file"}
    ]


CHANGES = [
    pytest.param(lambda walkers: walkers.hand_in("402", RIGHT), id="an-answer"),
    pytest.param(lambda walkers: walkers.hand_in("404", RIGHT), id="a-student-more"),
    pytest.param(lambda walkers: (walkers.folder / "403.json").unlink(), id="a-student-less"),
    pytest.param(lambda walkers: (walkers.folder / "x.pdf").write_bytes(b"%PDF"), id="a-file-of-nobody"),
    pytest.param(lambda walkers: walkers.assign(WALK_QUESTION + "points = 4\n"), id="points"),
    pytest.param(lambda walkers: walkers.assign(WALK_QUESTION + "points = 8\n# x\n"), id="a-comment"),
    pytest.param(
        lambda walkers: (walkers.folder / "roster.csv").write_text("student_id,name\n401,Ali\n409,Z\n"),
        id="a-roster",
    ),
    pytest.param(
        lambda walkers: (walkers.course / "walk.py").write_text(WALK.replace("first * second", "first")),
        id="the-problem",
    ),
    pytest.param(lambda walkers: (walkers.out / "index.html").unlink(), id="a-report-lost"),
    pytest.param(lambda walkers: (walkers.out / "grades.csv").write_text("altered"), id="a-table-altered"),
    pytest.param(lambda walkers: (walkers.out / "review.csv").unlink(), id="the-review-lost"),
    pytest.param(lambda walkers: (walkers.out / "grades.db").unlink(), id="the-store-lost"),
    pytest.param(
        lambda walkers: (walkers.folder / "401.json").rename(walkers.folder / "moved.json"),
        id="a-file-renamed",
    ),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_run_leaves_the_bytes_of_a_run_from_nothing(graded: SmallClass, change: object) -> None:
    assert callable(change)
    change(graded)

    graded.run()
    graded.run(fresh=True, out=graded.out.with_name("fresh"))

    files, afresh = graded.files(), graded.files(graded.out.with_name("fresh"))
    files.pop("changes.csv", None)
    assert list(files) == list(afresh)
    assert [name for name in files if files[name] != afresh[name]] == []


def test_the_order_of_files_and_their_times_make_no_difference(walkers: SmallClass, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = SmallClass(tmp_path / "other")
    for walk, order in ((walkers, ("1", "2", "3")), (other, ("3", "1", "2"))):
        for student in order:
            walk.hand_in(f"40{student}", RIGHT | {"first": student})
            os.utime(walk.folder / f"40{student}.json", (int(student), int(student)))
        walk.run()

    assert walkers.files() == other.files()


def test_a_filled_review_is_applied_and_only_the_rest_is_asked(graded: SmallClass) -> None:
    assert graded.fill("0.5", "as agreed", part="double", scope="group") == 1

    result = graded.run()

    part = graded.part("402", "double")
    assert (part["status"], part["credit"], part["points"]) == ("partial", 0.5, 1)
    assert part["decision"] == {"credit": 0.5, "by": "TA", "note": "as agreed"}
    assert isinstance(part["machine"], dict)
    assert part["machine"]["status"] == "needs_review"
    assert {row["student_id"] for row in graded.table("review.csv")} == {"", "403"}
    assert result.summary.decisions == 1
    assert graded.table("changes.csv") == [
        {"student": "402", "part": "walk.double", "before": "needs_review", "after": "1", "cause": "decision"}
    ]
    assert graded.run().unchanged


def test_a_students_line_overrides_the_groups(graded: SmallClass) -> None:
    graded.hand_in("404", RIGHT | {"double": 28})
    graded.run()
    graded.fill("0", part="double", scope="group")
    graded.fill("1", part="double", student="404")

    graded.run()

    assert [graded.part(student, "double")["credit"] for student in ("402", "404")] == [0, 1]


def decided(walkers: SmallClass) -> object:
    return walkers.part("402", "double")["decision"]


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda out: None, id="grading-afresh"),
        pytest.param(lambda out: (out / "grades.db").unlink(), id="no-database"),
        pytest.param(lambda out: (out / "grades.db").write_bytes(b"broken" * 1000), id="a-broken-database"),
        pytest.param(
            lambda out: [
                path.unlink() for path in out.rglob("*") if path.is_file() and path.name != "decisions.jsonl"
            ],
            id="nothing-but-the-decisions",
        ),
        pytest.param(lambda out: (out / "decisions.jsonl").unlink(), id="no-decisions-file"),
    ],
)
def test_decisions_survive(graded: SmallClass, harm: object) -> None:
    assert callable(harm)
    graded.fill("0.5", "kept", part="double", scope="group")
    graded.run()
    kept = decided(graded)
    harm(graded.out)

    graded.run(fresh=True)

    assert kept == decided(graded) == {"credit": 0.5, "by": "TA", "note": "kept"}
    assert (graded.out / "decisions.jsonl").is_file()


def test_a_decision_survives_a_change_of_the_assignment(graded: SmallClass) -> None:
    graded.fill("0.5", part="double", scope="group")
    graded.run()
    graded.assign(WALK_QUESTION + "points = 4\n")

    graded.run()

    assert graded.part("402", "double")["points"] == 0.5
    assert {(row["part"], row["cause"]) for row in graded.table("changes.csv")} == {
        (f"walk.{part}", "key") for part in RIGHT
    }


def test_after_a_decision_a_changed_answer_waits_again(graded: SmallClass) -> None:
    graded.fill("0.5", part="double", scope="group")
    graded.run()
    graded.hand_in("402", RIGHT | {"double": 14})

    graded.run()

    part = graded.part("402", "double")
    assert (part["status"], part["decision"]) == ("needs_review", None)
    assert isinstance(part["reading"], dict)
    assert part["reading"]["reason"] == "answer_changed"
    assert "0.5" in " ".join(str(each) for each in part["feedback"] or ())  # type: ignore[union-attr]  # a list


def test_a_decision_on_an_answer_that_comes_back_holds_again(graded: SmallClass) -> None:
    graded.fill("0.5", part="double", scope="group")
    graded.run()
    graded.hand_in("402", RIGHT)
    graded.run()
    graded.hand_in("402", RIGHT | {"double": 28})

    graded.run()

    assert graded.part("402", "double")["credit"] == 0.5


@pytest.mark.parametrize("credit", ["2", "-1", "much", "1/0"])
def test_a_review_filled_in_badly_stops_the_run_and_nothing_is_lost(graded: SmallClass, credit: str) -> None:
    graded.fill(credit, part="double", scope="group")
    before = graded.files()

    with pytest.raises(DecisionError, match=r"review\.csv:\d+: "):
        graded.run()

    assert graded.files() == before


def test_a_student_of_the_roster_without_a_file_is_missing(walkers: SmallClass) -> None:
    (walkers.folder / "roster.csv").write_text("student_id,name\n401,Ali\n402,Sara\n")
    walkers.hand_in("۴۰۱", RIGHT, "a.json")

    result = walkers.run()

    lines = walkers.results()
    assert {name: (line["status"], line["score"]) for name, line in lines.items()} == {
        "401": ("graded", 8),
        "402": ("missing", None),
    }
    assert lines["401"]["student"] == {"id": "401", "name": "Ali"}
    assert result.summary.missing == 1
    missing = walkers.table("grades.csv")[1]
    assert (missing["score"], missing["percent"], missing["final"], missing["max_score"]) == ("", "", "", "8")


def test_files_of_nobody_come_last_and_are_named(walkers: SmallClass) -> None:
    walkers.hand_in("401", RIGHT)
    (walkers.folder / "zz.json").write_text("{")
    (walkers.folder / "aa.txt").write_text("hello")
    (walkers.folder / "pipe").mkdir()

    result = walkers.run()

    lines = list(walkers.results().items())
    assert [name for name, _ in lines] == ["401", "aa.txt", "pipe", "zz.json"]
    assert {str(line["status"]) for _, line in lines[1:]} == {"unreadable"}
    assert all(line["student"] == {"id": None, "name": None} for _, line in lines[1:])
    assert {file for file, _ in result.summary.ungraded} == {"aa.txt", "pipe", "zz.json"}


def test_an_id_that_looks_like_a_files_path_hides_no_file(walkers: SmallClass) -> None:
    walkers.hand_in("b.json", RIGHT, "a.json")
    (walkers.folder / "b.json").write_text("{")

    walkers.run()

    text = (walkers.out / "results.jsonl").read_text()
    assert [json.loads(line)["student"]["id"] for line in text.splitlines()] == ["b.json", None]


HOSTILE = {
    "401.json": b'{"student": "401", "answers": {"walk.first": 1e400, "walk.second": NaN, '
    b'"walk.total": "\\ud800", "walk.double": 14}}',
    "402.json": b"[" * 100_000,
    "403.json": b"\xff\xfe\x00",
    "404.json": b'{"student": "../../etc/passwd", "answers": {"walk.first": "=1+1"}}',
    "405.json": b'{"student": {"id": "405", "name": "</script><b>\\u202e=cmd()"}, '
    b'"answers": {"walk.first": "<img src=x onerror=alert(1)>"}}',
    "406.json": b'{"student": "406", "answers": {"walk.first": [[[[1]]]], "<b>x</b>": 1, "{a}": 2}}',
    "407.json": b'{"student": "407", "answers": {"walk": {"first": 3}, "walk": {"second": 4}}}',
    "408.json": b'{"student": "\\u0000", "answers": {}}',
    "409.json": b'{"student": "409", "answers": {"walk.first": ' + b"9" * 4000 + b"}}",
    "empty.json": b"",
}


def test_hostile_files_are_all_accounted_for_and_change_nothing_beside_them(walkers: SmallClass) -> None:
    walkers.hand_in("honest", RIGHT)
    walkers.run()
    alone = walkers.results()["honest"]
    for name, data in HOSTILE.items():
        (walkers.folder / name).write_bytes(data)
    (walkers.folder / os.fsdecode(b"\xff\xfe.json")).write_bytes(b"{}")
    (walkers.folder / "line\nbreak.json").write_bytes(b"{}")

    walkers.run()

    lines = walkers.results()
    assert lines["honest"] == alone
    named = [file["path"] for line in lines.values() for file in line["files"]]  # type: ignore[union-attr, index, call-overload]  # JSON
    assert len(named) == len(HOSTILE) + 3
    assert set(HOSTILE) <= set(named)
    outside = {path.name for path in walkers.out.parent.iterdir()}
    assert outside == {"submissions", "course", "reports"}
    for page in walkers.out.rglob("*.html"):
        assert b"<img src=x" not in page.read_bytes()
        assert b"</script><b>" not in page.read_bytes()
    row = next(row for row in walkers.table("grades.csv") if row["student_id"].endswith("405"))
    assert not row["name"].startswith(("=", "+", "-", "@"))
    part = walkers.part("407", "first")
    assert part["status"] == "correct"


def test_another_run_at_the_same_time_is_refused(graded: SmallClass) -> None:
    with open_output(graded.out), pytest.raises(OutputInUse):
        graded.run()


def test_an_empty_folder_has_nothing_to_grade(walkers: SmallClass) -> None:
    with pytest.raises(UsageError, match="no hand-ins here"):
        walkers.run()


def test_a_folder_without_assignment_says_what_to_do(walkers: SmallClass) -> None:
    walkers.hand_in("401", RIGHT)
    (walkers.folder / "assignment.toml").unlink()

    with pytest.raises(
        UsageError, match=r"assignment\.toml: no such assignment; write one with `grade new DIR`"
    ):
        walkers.run()


VARIED = '[[question]]\nproblem = "walk"\nvary = true\n'


def test_instances_of_their_own_need_a_secret(walkers: SmallClass) -> None:
    walkers.assign(VARIED)
    walkers.hand_in("401", RIGHT)

    with pytest.raises(AssignmentError, match="needs secret"):
        walkers.run()
    assert not walkers.out.exists() or not list(walkers.out.glob("*.jsonl"))


def test_everyone_is_judged_by_an_instance_of_their_own(walkers: SmallClass) -> None:
    walkers.assign(VARIED, HEADER + 'secret = "s"\n')
    for student in ("401", "402"):
        walkers.hand_in(student, RIGHT)
    walkers.run()
    expected = {student: walkers.part(student, "total")["expected"] for student in ("401", "402")}
    for student, total in expected.items():
        walkers.hand_in(student, {"total": total})

    result = walkers.run()

    assert expected["401"] != expected["402"]
    assert [walkers.part(student, "total")["status"] for student in expected] == ["correct", "correct"]
    assert result.summary.regraded == 2


def test_a_hand_in_about_another_assignment_is_named(walkers: SmallClass) -> None:
    walkers.hand_in("401", RIGHT)
    (walkers.folder / "402.json").write_text('{"student": "402", "answers": {"another.part": 1}}')

    result = walkers.run()

    assert [file for file, _ in result.summary.ungraded] == ["402.json"]
    assert walkers.results()["402"]["status"] == "needs_review"


def test_an_assignment_beside_the_hand_ins_is_left_out_and_said(walkers: SmallClass) -> None:
    walkers.hand_in("401", RIGHT)
    (walkers.folder / "hw2").mkdir()
    (walkers.folder / "hw2" / "assignment.toml").write_text("")

    assert walkers.run().summary.left_out == ("hw2",)


def test_the_folder_of_hand_ins_is_never_written_to(graded: SmallClass) -> None:
    assert {path.name for path in graded.folder.rglob("*")} == {
        "assignment.toml",
        "401.json",
        "402.json",
        "403.json",
    }


def test_cancelled_parts_leave_score_and_most(graded: SmallClass) -> None:
    graded.assign(WALK_QUESTION + 'points = 8\ncancel = ["double", "first"]\n')

    graded.run()

    assert {(line["score"], line["max_score"]) for line in graded.results().values()} == {(4, 4)}
    assert len(graded.table("review.csv")) == 0


def test_a_translation_of_the_course_makes_another_run(graded: SmallClass) -> None:
    folder = graded.folder / "locale" / "xx" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
    for word in ("genau", "exakt"):
        (folder / "course.po").write_text(f'{header}msgid "exactly"\nmsgstr "{word}"\n')
        result = graded.run(locale="xx")
        assert not result.unchanged
        page = next((graded.out / "students").glob("401*")).read_text()
        assert word in page
    assert graded.run(locale="xx").unchanged


class Interrupting:
    """Progress at which somebody presses Ctrl-C after a while."""

    def __init__(self, after: int) -> None:
        self.left = after

    def start(self, total: int, what: str) -> None:
        """Begin."""

    def step(self) -> None:
        """Count down."""
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt

    def finish(self) -> None:
        """End."""


def test_an_interrupted_run_keeps_what_was_graded_and_the_next_goes_on(walkers: SmallClass) -> None:
    for number in range(80):
        walkers.hand_in(str(401000 + number), RIGHT | {"first": number})
    choices = Choices(submissions=walkers.folder, problems=(walkers.course,))

    with pytest.raises(KeyboardInterrupt):
        run_class(choices, walkers.out, Interrupting(70))
    result = walkers.run()
    walkers.run(out=walkers.out.with_name("fresh"))

    assert result.summary.regraded <= 80 - 64
    assert walkers.files() == walkers.files(walkers.out.with_name("fresh"))


def test_workers_make_no_difference(walkers: SmallClass) -> None:
    walkers.assign(VARIED, HEADER + 'secret = "s"\n')
    for number in range(50):
        walkers.hand_in(str(401000 + number), RIGHT | {"first": number})

    for workers in (1, 3):
        choices = Choices(submissions=walkers.folder, problems=(walkers.course,), workers=workers)
        run_class(choices, walkers.out.with_name(f"by{workers}"), Silent())

    assert walkers.files(walkers.out.with_name("by1")) == walkers.files(walkers.out.with_name("by3"))


def test_hash_seed_and_time_zone_make_no_difference(graded: SmallClass) -> None:
    for seed, zone in (("1", "Asia/Tehran"), ("2", "America/New_York")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LANG": "C"}
        words = [
            str(graded.folder),
            "--problems",
            str(graded.course),
            "--out",
            str(graded.out.with_name(seed)),
        ]
        code = "import sys; from grader.cli import main; sys.exit(main())"
        subprocess.run([sys.executable, "-c", code, *words], env=environment, capture_output=True, check=True)

    assert (
        graded.files(graded.out.with_name("1")) == graded.files(graded.out.with_name("2")) == graded.files()
    )


def test_a_link_in_a_students_folder_is_a_file_of_the_hand_in_not_another_hand_in(
    walkers: SmallClass,
) -> None:
    (walkers.folder / "401200001").mkdir()
    walkers.hand_in("401200001", {"first": 3}, "401200001/a.json")
    (walkers.folder / "401200001" / "b.json").symlink_to("a.json")

    walkers.run()

    (line,) = walkers.results().values()
    assert walkers.part("401200001", "first")["status"] == "correct"
    assert walkers.part("401200001", "total")["status"] == "needs_review"
    assert [error["code"] for error in line["errors"]] == ["not_a_file"]  # type: ignore[union-attr, index, call-overload]  # JSON


def test_equal_files_of_two_students_are_named(walkers: SmallClass) -> None:
    text = '{"answers": {"walk.first": 3}}'
    for student in ("401200001", "401200002", "401200003"):
        (walkers.folder / f"{student}.json").write_text(text + ("" if student != "401200003" else " "))

    walkers.run()

    codes = {name: [error["code"] for error in line["errors"]] for name, line in walkers.results().items()}  # type: ignore[union-attr, index, call-overload]  # JSON
    assert codes == {"401200001": ["same_bytes"], "401200002": ["same_bytes"], "401200003": []}


def test_remarks_are_said_in_the_language_of_the_report(graded: SmallClass) -> None:
    (graded.folder / "402.json").write_text("{")
    graded.hand_in("401", {"first": 3, "frist": 4})

    summary = graded.run(locale="fa").summary

    told = [error for line in graded.results().values() for error in cast("list[Line]", line["errors"])]
    assert {error["code"] for error in told} == {"unreadable_json", "unknown_answer"}
    assert all(re.search("[\u0600-\u06ff]", str(error["message"])) for error in told)
    assert {message for _, message in (*summary.ungraded, *summary.remarks)} == {
        error["message"] for error in told
    }
