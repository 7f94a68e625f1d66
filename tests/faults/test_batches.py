"""A killed run is taken up where it was: no more than one batch of anything is done again."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from grader.intake.documents import FILES_A_BATCH
from grader.intake.pictures import PICTURES_A_BATCH
from grader.running.grading_run import BATCH_STUDENTS
from tests.faults.classes import Class, mixed_class

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="signals and limits are those of POSIX systems"
)
KINDS = ("files", "students", "pictures")
BATCH = (FILES_A_BATCH, BATCH_STUDENTS, PICTURES_A_BATCH)
NEVER = (0, 0, 0)


def to_do(pupils: Class, *killed: object) -> dict[str, int]:
    """Return how much of each kind a run had to do, and see that it was killed where that was asked."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.faults.killed", str(pupils.folder), str(pupils.home / "out"), *map(str, killed)],
        env=pupils.environment(), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (-signal.SIGKILL if killed else 0, "")
    return {what: int(total) for what, total in map(str.split, run.stdout.splitlines())}


@pytest.mark.parametrize(
    ("pdfs", "idle", "late", "most_again"),
    [
        pytest.param(70, NEVER, (60, 120, 135), BATCH, id="so-many"),
        pytest.param(12, (6, 12, 10), (8, 15, 14), (2, 3, 4), id="one-second"),
    ],
)
def test_a_killed_run_leaves_one_batch_to_be_done_again(
    tmp_path: Path,
    pdfs: int,
    idle: tuple[int, ...],
    late: tuple[int, ...],
    most_again: tuple[int, ...],
) -> None:
    """One folder, killed while files are read, while students are graded and while pictures are drawn."""
    pupils = mixed_class(tmp_path, pdfs)
    first, second, third = (to_do(pupils, *each) for each in zip(KINDS, idle, late, strict=True))
    last = to_do(pupils)

    whole = (first["files"], second["students"], third["pictures"])
    left = (second["files"], third["students"], last["pictures"])
    again = [kept - (all_ - done) for kept, all_, done in zip(left, whole, late, strict=True)]
    assert whole[:2] == (pdfs, 2 * pdfs)
    assert all(0 <= number <= most for number, most in zip(again, most_again, strict=True)), again
