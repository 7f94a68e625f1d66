"""Every file of a folder is accounted for, whosever it is and whatever it holds."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.running.complaints import FILE_LEVEL
from tests.running.conftest import RIGHT, SmallClass

ROOT = Path(__file__).parents[2]


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


def test_every_refusal_of_a_file_is_told_at_the_end_of_a_run() -> None:
    """Else its student is unreadable, the run ends with 0, and nobody looks."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "grader").rglob("*.py")]
    refusals = {code for source in sources for code in re.findall(r'HandInError\(\s*"(\w+)"', source)}

    assert len(refusals) > 20
    assert refusals | {"grader_failed", "unknown_student"} <= FILE_LEVEL


def test_what_systems_leave_behind_is_counted(walkers: SmallClass) -> None:
    walkers.hand_in("401", RIGHT)
    for name in (".DS_Store", "~$401.docx"):
        (walkers.folder / name).write_bytes(b"x")

    assert walkers.run().summary.noise == 2


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
