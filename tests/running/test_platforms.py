"""A class is graded from what a platform hands out: packed, unpacked, or given as the archive itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest

from grader.running.handed_in import Choices
from grader.running.progress import Silent
from grader.running.run import run_class
from tests.catalogue.courses import HEADER, WALK_QUESTION
from tests.intake.zips import zipped
from tests.running.conftest import SmallClass

RIGHT = {"walk.first": 3, "walk.second": 4, "walk.total": 7, "walk.double": 14}
WORKSHEET = (
    "Identifier,Full name,ID number,Email address,Status,Grade\n"
    "Participant 11,Ali Rezaei,401,a@x.example,Submitted,\nParticipant 12,Sara Lee,402,s@x.example,,\n"
    "Participant 13,Omid Karimi,403,o@x.example,,\n"
)


def answers(**more: object) -> bytes:
    return json.dumps({"answers": RIGHT} | more).encode()


ENTRIES = [
    ("Ali Rezaei_11_assignsubmission_file/answers.json", answers()),
    ("Ali Rezaei_11_assignsubmission_file/cover.docx", b"PK"),
    ("Sara Lee_12_assignsubmission_file/bomb.pdf", b"\0" * 9_000_000),
]


def statuses(walkers: SmallClass) -> dict[str, object]:
    return {student: line["status"] for student, line in walkers.results().items()}


@pytest.mark.parametrize("way", ["packed", "unpacked", "the-archive"])
def test_moodles_hand_ins_are_graded(walkers: SmallClass, way: str) -> None:
    (walkers.folder / "roster.csv").write_text(WORKSHEET)
    archive = walkers.folder / "CNN-hw-9.zip"
    if way == "unpacked":
        for name, data in ENTRIES:
            file = walkers.folder / name
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(data)
    else:
        archive.write_bytes(zipped(*ENTRIES))
    given = archive if way == "the-archive" else walkers.folder

    run_class(Choices(submissions=given, problems=(walkers.course,)), walkers.out, Silent())

    assert statuses(walkers) == {"401": "graded", "402": "unreadable", "403": "missing"}
    line = walkers.results()["401"]
    assert line["score"] == 8
    errors = cast("list[dict[str, str]]", line["errors"])
    assert [error["code"] for error in errors] == ["unknown_format"]


def test_what_the_platform_says_is_kept(walkers: SmallClass) -> None:
    listed = (
        "---\nsubmission_1:\n  :submitters:\n  - :name: Ali\n    :sid: '401'\n  - :name: Sara\n    :sid: '402'\n"
        "  :created_at: 2026-04-26 17:34:00.861687000 Z\n  :history:\n  - :id: 1\n"
    )
    archive = zipped(("e/submission_metadata.yml", listed.encode()), ("e/submission_1/a.json", answers()))
    (walkers.folder / "export.zip").write_bytes(archive)

    walkers.run()

    for student in ("401", "402"):
        line = walkers.results()[student]
        told = line["submitted_at"], line["attempt"], line["score"], line["errors"]
        assert told == ("2026-04-26T17:34:00Z", 2, 8, [])


@pytest.mark.parametrize("group", [False, True])
def test_a_file_of_two_students_waits_unless_the_work_is_a_teams(walkers: SmallClass, *, group: bool) -> None:
    header = HEADER + ("group = true\n" if group else "")
    walkers.assign(WALK_QUESTION + "points = 8\n", header=header)
    (walkers.folder / "roster.csv").write_text("student_id\n401\n402\n")
    (walkers.folder / "401_402.json").write_bytes(answers())

    walkers.run()

    assert statuses(walkers) == dict.fromkeys(("401", "402"), "graded" if group else "needs_review")
    page = next(path for path in (walkers.out / "students").iterdir() if path.name.startswith("401"))
    assert group or "several students" in page.read_text()
    assert "402 " not in page.read_text()


def test_the_near_match_that_is_offered_stays_with_the_instructor(walkers: SmallClass) -> None:
    (walkers.folder / "roster.csv").write_text("student_id,name\n401200002,Sara Secret\n")
    (walkers.folder / "401200001.json").write_bytes(answers())

    walkers.run()

    assert "Sara Secret" in (walkers.out / "index.html").read_text()
    (page,) = (walkers.out / "students").iterdir()
    assert "Secret" not in page.read_text()


def test_a_team_that_comes_to_be_is_graded_anew(walkers: SmallClass) -> None:
    (walkers.folder / "roster.csv").write_text("student_id\n401\n402\n")
    (walkers.folder / "401_402.json").write_bytes(answers())
    walkers.run()

    walkers.assign(WALK_QUESTION + "points = 8\n", header=HEADER + "group = true\n")
    walkers.run()

    assert set(statuses(walkers).values()) == {"graded"}


def test_a_notebook_is_graded(walkers: SmallClass) -> None:
    code = "walk_first = 3\nwalk_second = 4\nanswers = {'walk.total': 7}\nwalk_double = 0\nwalk_double += 14"
    cells = [{"cell_type": "code", "source": code, "outputs": []}]
    (walkers.folder / "40100.ipynb").write_text(json.dumps({"cells": cells}))

    walkers.run()

    found = {part: walkers.part("40100", part)["status"] for part in ("first", "second", "total", "double")}
    assert found == {"first": "correct", "second": "correct", "total": "correct", "double": "needs_review"}
    assert walkers.results()["40100"]["taken_for"] == {"40100.ipynb": "notebook"}


def test_nothing_is_unpacked_again_where_nothing_changed(walkers: SmallClass, tmp_path: Path) -> None:
    (walkers.folder / "CNN.zip").write_bytes(zipped(*ENTRIES[:1]))
    walkers.run()

    assert walkers.run().unchanged
