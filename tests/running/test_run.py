"""A run grades what changed, and leaves the bytes that a run from nothing leaves."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest

from grader.errors import AssignmentError, OutputInUse
from grader.running.handed_in import Choices
from grader.running.progress import Silent
from grader.running.run import run_class
from grader.store.output import open_output
from tests.catalogue.courses import HEADER, WALK, WALK_QUESTION
from tests.running.conftest import RIGHT, Line, SmallClass


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


def test_another_run_at_the_same_time_is_refused(graded: SmallClass) -> None:
    with open_output(graded.out), pytest.raises(OutputInUse):
        graded.run()


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
