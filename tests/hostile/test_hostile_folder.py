"""A folder of several hundred hostile files: nothing is run, lost or leaked, and honest results stay as they are."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, cast

import pytest

from grader.intake.documents import PASSING
from grader.intake.folder import is_no_submission
from tests.hostile.folder import HONEST, TYPED, Box, make_honest, make_hostile, remove
from tests.hostile.running import Ran, left_running, run
from tests.hostile.verifier import CLASS_NAMES, files_of, look_over, message_faults, results_of, snapshot

SEED = 6
LEAST_FILES = 500
SENTENCE = 15  # characters: no cause and no remedy are said in fewer

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="links, pipes and sockets are those of POSIX systems"
)


class Hostile(NamedTuple):
    """A graded box, what stood in it before, and the same honest files graded alone."""

    box: Box
    ran: Ran
    before: dict[str, tuple[object, ...]]
    after: dict[str, tuple[object, ...]]
    alone: Box
    left: list[int]
    seconds: int


def graded(home: Path, *, slow: bool, seconds: int) -> Hostile:
    """Grade honest files alone, then beside hostile ones."""
    alone = Box.below(home / "alone")
    make_honest(alone)
    assert run(alone, "--workers", "2", seconds=10).code == 0
    box = Box.below(home / "box")
    make_honest(box)
    make_hostile(box, SEED, slow=slow)
    before = snapshot(box)
    ran = run(box, "--workers", "2", seconds=seconds, within=600 if slow else 300)
    return Hostile(
        box=box,
        ran=ran,
        before=before,
        after=snapshot(box),
        alone=alone,
        left=left_running(box),
        seconds=seconds,
    )


def a_run_over_hostile_files_ends_in_order(hostile: Hostile) -> None:
    """It ends with 1 and in words; nothing was opened, written or started that is not its own; nothing runs on."""
    assert hostile.ran.code == 1
    assert list(message_faults(hostile.ran.out + hostile.ran.err)) == []
    assert hostile.left == []


def nothing_is_written_but_the_output(hostile: Hostile) -> None:
    assert hostile.after == hostile.before


def what_is_left_behind_is_inert_strict_and_keeps_students_apart(hostile: Hostile) -> None:
    assert look_over(hostile.box) == []


def every_file_is_accounted_for_by_name_with_a_sentence(hostile: Hostile) -> None:
    lines = results_of(hostile.box)
    said: dict[str, list[str]] = {}
    named: set[str] = set()
    for line in lines:
        for file in cast("list[dict[str, str]]", line["files"]):
            named |= {
                file["path"],
                file["path"].partition(".zip/")[0] + ".zip",
            }  # entries of an archive are files
        for error in cast("list[dict[str, str]]", line["errors"]):
            said.setdefault(error["file"], []).append(error["message"])
    handed_in = list(submissions(hostile.box))
    assert len(handed_in) > LEAST_FILES
    assert [path for path in handed_in if path not in named] == []
    judged = {
        file["path"]
        for line in lines
        if line["status"] in ("graded", "needs_review")
        for file in cast("list[dict[str, str]]", line["files"])
    }
    told = {path.partition(".zip/")[0] + ".zip" * (".zip/" in path) for path in (*judged, *said)}
    without = [path for path in handed_in if path not in told]
    assert without == []
    short = [
        text for texts in said.values() for text in texts if len(text) < SENTENCE or text.count("\n") > 1
    ]
    assert short == []
    assert [text for texts in said.values() for text in texts if CLASS_NAMES.search(text)] == []


def nothing_of_ours_breaks_down(hostile: Hostile) -> None:
    """A fault of ours costs its hand-in only; it is a fault all the same."""
    faults = [
        (error["code"], error["file"])
        for line in results_of(hostile.box)
        for error in cast("list[dict[str, str]]", line["errors"])
        if error["code"] == "grader_failed"
        or (error["code"] == "reader_crashed" and not error["file"].endswith(".pdf"))
    ]
    assert faults == []


def submissions(box: Box) -> Iterator[str]:
    """Yield the paths of all that was handed in, as results name them; what systems leave behind is none of it."""
    for folder, folders, names in os.walk(box.submissions):
        inside = os.path.relpath(folder, box.submissions)
        if "assignment.toml" in names and inside != ".":
            folders.clear()
            continue
        folders[:] = [name for name in folders if not is_no_submission(name)]
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]  # noqa: PTH114, PTH118
        folders[:] = [name for name in folders if name not in links]
        if inside.count(os.sep) >= 8:
            folders.clear()
            continue
        for name in (*names, *links):
            if not is_no_submission(name):
                path = name if inside == "." else f"{inside}/{name}"
                yield re.sub("[\udc80-\udcff]", lambda found: f"�{ord(found[0]) - 0xDC00:02x}", path)


def honest_results_are_those_of_a_run_without_the_others(hostile: Hostile) -> None:
    alone, beside = lines_by_student(hostile.alone), lines_by_student(hostile.box)
    honest = {*HONEST, *(name[:8] for name in TYPED)}
    for student in honest:
        assert beside[student] == alone[student]
        report = json.loads(alone[student])["report"]
        assert (hostile.box.out / report).read_bytes() == (hostile.alone.out / report).read_bytes()


def lines_by_student(box: Box) -> dict[str, str]:
    """Return the lines of results, as they are written, by the student's id."""
    found: dict[str, str] = {}
    for name, data in files_of(box.out).items():
        if name.endswith(".jsonl"):
            for line in data.decode().split("\n"):
                if line and (student := json.loads(line).get("student", {}).get("id")):
                    found[student] = line
    return found


def no_broken_document_costs_a_mark(hostile: Hostile) -> None:
    """What a damaged, hiding or swelling PDF seems to lack waits for a person, and is never wrong or blank."""
    judged = [
        (file["path"], part["id"], part["status"])
        for line in results_of(hostile.box)
        for file in cast("list[dict[str, str]]", line["files"])
        if file["path"].startswith("pdf-")
        for question in cast("list[dict[str, list[dict[str, str]]]]", line["questions"])
        for part in question["parts"]
        if part["status"] in ("incorrect", "blank", "partial")
    ]
    assert judged == []


def hidden_answers_earn_nothing(hostile: Hostile) -> None:
    for name in ("invisible", "white", "off-the-page", "covered"):
        (line,) = [
            line
            for line in results_of(hostile.box)
            if [file["path"] for file in cast("list[dict[str, str]]", line["files"])] == [f"pdf-{name}.pdf"]
        ]
        assert not line.get("score")


def a_second_run_changes_nothing(hostile: Hostile) -> None:
    """It tries again what was refused for want of time, and may have more of it."""
    first, lines = files_of(hostile.box.out), results_of(hostile.box)
    again = run(hostile.box, "--workers", "1", seconds=hostile.seconds, within=600)
    assert again.code == 1
    tried = {name for line in lines if codes_of(line) & PASSING for name in names_of(line)}
    settled = [line for line in lines if not names_of(line) & tried]
    assert [line for line in results_of(hostile.box) if not names_of(line) & tried] == settled
    if results_of(hostile.box) == lines:
        kept = set(first) - (MAY_DIFFER if tried else set())
        assert {name: files_of(hostile.box.out)[name] for name in kept} == {
            name: first[name] for name in kept
        }


# Once files were tried again: the database says the same in other bytes, and a page may show a picture more.
MAY_DIFFER = {"grades.db", ".files.json", "index.html"}


def codes_of(line: dict[str, object]) -> set[str]:
    """Return what is told of a student's files."""
    return {error["code"] for error in cast("list[dict[str, str]]", line["errors"])}


def names_of(line: dict[str, object]) -> set[str]:
    """Return the paths of a student's files."""
    return {file["path"] for file in cast("list[dict[str, str]]", line["files"])}


CHECKS = (
    a_run_over_hostile_files_ends_in_order,
    nothing_is_written_but_the_output,
    what_is_left_behind_is_inert_strict_and_keeps_students_apart,
    every_file_is_accounted_for_by_name_with_a_sentence,
    nothing_of_ours_breaks_down,
    honest_results_are_those_of_a_run_without_the_others,
    no_broken_document_costs_a_mark,
    hidden_answers_earn_nothing,
    a_second_run_changes_nothing,
)


@pytest.mark.parametrize(
    ("slow", "seconds"),
    [
        pytest.param(False, 4, id="fast"),
        pytest.param(True, 10, id="with-the-slowest-pdfs", marks=pytest.mark.release),
    ],
)
def test_hostile_files_do_no_harm(tmp_path: Path, slow: bool, seconds: int) -> None:
    """One run is looked at from all sides: a run costs too much to have one for each claim."""
    hostile = graded(tmp_path, slow=slow, seconds=seconds)
    try:
        for check in CHECKS:
            check(hostile)
    finally:
        remove(hostile.box)
