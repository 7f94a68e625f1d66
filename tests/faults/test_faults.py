"""What happens to a whole run when the machine, the disk or a person interferes: words, an exit code, nothing torn."""

from __future__ import annotations

import os
import random
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.classes import Class, mixed_class
from tests.hostile.tiny_pdf import page_of, pdf

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="signals and limits are those of POSIX systems"
)


@pytest.fixture
def pupils(tmp_path: Path) -> Iterator[Class]:
    made = mixed_class(tmp_path)
    yield made
    made.end()


@pytest.mark.parametrize(
    "kills", [3, pytest.param(50, marks=pytest.mark.slow), pytest.param(200, marks=pytest.mark.release)]
)
def test_runs_killed_at_any_moment_leave_nothing_torn_and_go_on(pupils: Class, kills: int) -> None:
    """Killed at random moments; then one that is left alone must leave what a clean one leaves."""
    begun = time.monotonic()
    assert pupils.grade("clean").code == 0
    length = time.monotonic() - begun
    clean = pupils.files("clean")
    moments = random.Random(6)
    for _ in range(kills):
        run = pupils.start("killed")
        time.sleep(moments.uniform(0, length))
        run.kill()
        run.wait()
        for name, data in pupils.files("killed").items():
            assert name not in clean or data == clean[name], f"{name} is torn"
    deadline = time.monotonic() + 2
    while pupils.processes() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert pupils.processes() == []
    ran = pupils.grade("killed")
    assert (ran.code, "Traceback" in ran.err) == (0, False)
    assert pupils.files("killed") == clean


@pytest.mark.parametrize(
    ("number", "code"),
    [
        pytest.param(signal.SIGINT, 130, id="interrupted"),
        pytest.param(signal.SIGTERM, 143, id="terminated"),
    ],
)
def test_an_interrupted_run_ends_within_two_seconds_and_keeps_what_is_done(
    pupils: Class, number: signal.Signals, code: int
) -> None:
    """It is interrupted while one PDF is being read that takes long."""
    pupils.add_slow_pdf()
    run = pupils.start("out")
    pupils.wait_for_a_reader(run)
    os.killpg(run.pid, number)
    begun = time.monotonic()
    _, err = run.communicate(timeout=20)
    assert time.monotonic() - begun < 2 + 1  # a loaded machine
    assert run.returncode == code
    assert b"kept" in err
    assert re.search(rb"grade: \d+ of 13 files to read had been read\.", err)
    assert b"Traceback" not in err
    assert pupils.processes() == []


@pytest.mark.parametrize("largest_file", [pytest.param(9_000, id="pages"), pytest.param(40_000, id="store")])
def test_a_full_disk_is_said_and_the_next_run_goes_on(pupils: Class, largest_file: int) -> None:
    """A limit on the size of files fails where a full disk does, in the middle of writing."""
    ran = pupils.grade("out", largest_file=largest_file)
    assert ran.code == 74
    assert ran.err.startswith("grade: ")
    assert "could not be written" in ran.err or "the disk" in ran.err
    assert "Traceback" not in ran.err
    assert pupils.grade("out").code == 0
    assert pupils.grade("clean").code == 0
    assert pupils.files("out") == pupils.files("clean")


def test_a_read_only_output_is_said_before_anything_is_graded(pupils: Class) -> None:
    (pupils.home / "out").mkdir(mode=0o500)
    ran = pupils.grade("out", powers=False)
    assert ran.code == 73
    assert "--out" in ran.err
    assert list((pupils.home / "out").iterdir()) == []


def test_folders_and_files_that_may_not_be_read_are_named_and_stop_nobody(pupils: Class) -> None:
    closed, partly = pupils.folder / "closed", pupils.folder / "partly" / "below"
    file = pupils.folder / "closed.json"
    closed.mkdir()
    partly.mkdir(parents=True)
    file.write_text("{}")
    for place in (closed, partly, file):
        place.chmod(0)
    ran = pupils.grade("out", powers=False)
    for place in (closed, partly, file):
        place.chmod(0o700)
    assert (ran.code, "Traceback" in ran.err) == (1, False)
    for name in ("closed:", "partly/below:", "closed.json:"):
        assert f"grade: {name}" in ran.err


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_closed_streams_stop_no_run(pupils: Class, closed: str) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$0" "$@" {closed}', *pupils.words("out")], env=pupils.environment(), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert (pupils.home / "out" / "results.jsonl").exists()


def test_a_reader_of_our_output_who_leaves_loses_nothing(pupils: Class) -> None:
    run = pupils.start("out")
    assert run.stdout is not None
    assert run.stderr is not None
    run.stdout.close()
    run.stderr.close()
    assert run.wait(30) in (0, 141)
    assert (pupils.home / "out" / "results.jsonl").exists()


def test_a_second_run_is_refused_within_a_second_and_the_first_goes_on(pupils: Class) -> None:
    pupils.add_slow_pdf()
    first = pupils.start("out")
    pupils.wait_for_a_reader(first)
    begun = time.monotonic()
    second = pupils.grade("out")
    assert time.monotonic() - begun < 1 + 2  # of which the interpreter takes its part on a loaded machine
    assert second.code == 75
    assert second.err.count("\n") <= 2
    first.kill()
    first.wait()
    (pupils.folder / "slow.pdf").unlink()
    assert pupils.grade("out").code == 0


def test_few_descriptors_are_enough_for_many_files(pupils: Class) -> None:
    for number in range(2000):
        text = f'{{"student": "5{number:05d}", "answers": {{"dilated_output.height": {number}}}}}'
        (pupils.folder / f"5{number:05d}.json").write_text(text)
    ran = pupils.grade("out", descriptors=64, workers=8)
    assert (ran.code, ran.err) == (0, "")
    assert len((pupils.home / "out" / "results.jsonl").read_text().splitlines()) == 2000 + len(
        pupils.students
    )


def test_a_file_that_changes_while_it_is_read_is_hashed_as_it_is_parsed(pupils: Class) -> None:
    """Whatever moment was caught: the answer that is judged is one of the file whose hash is given.

    A file that has become another one before it is parsed is named so, and nothing of it is judged.
    """
    import hashlib
    import json

    bodies = [
        json.dumps(
            {"student": "600001", "answers": {"dilated_output.height": height}, "x": "y" * 100_000 * height}
        )
        for height in (1, 2, 3)
    ]
    known = {hashlib.sha256(body.encode()).hexdigest(): height for height, body in enumerate(bodies, 1)}
    place = pupils.folder / "600001.json"
    place.write_text(bodies[0])
    run = pupils.start("out")
    turn = 0
    while run.poll() is None:
        turn += 1
        new = pupils.home / "new"
        new.write_text(bodies[turn % 3])
        new.replace(place)
    assert run.returncode in (0, 1)
    lines = [json.loads(line) for line in (pupils.home / "out" / "results.jsonl").read_text().splitlines()]
    (line,) = [line for line in lines if line["files"][0]["path"] == "600001.json"]
    answers = [
        part["submitted"]
        for question in line["questions"]
        for part in question["parts"]
        if part["id"] == "height"
    ]
    if line["status"] == "unreadable":
        assert not answers and [error["code"] for error in line["errors"]] == ["changed"]
    else:
        assert answers == [known[line["files"][0]["sha256"]]]


def test_a_reader_killed_from_outside_is_replaced(pupils: Class) -> None:
    """The system ends processes when memory runs out: the file is tried again, and results are the same."""
    assert pupils.grade("clean").code == 0
    run = pupils.start("out")
    reader = pupils.wait_for_a_reader(run)
    with suppress(ProcessLookupError):
        os.kill(reader, signal.SIGKILL)
    _, err = run.communicate(timeout=60)
    assert run.returncode in (0, 1)
    assert b"Traceback" not in err
    results = (pupils.home / "out" / "results.jsonl").read_text().splitlines()
    clean = (pupils.home / "clean" / "results.jsonl").read_text().splitlines()
    changed = [line for line in results if line not in clean]
    assert len(results) == len(clean)
    assert all('"reader_crashed"' in line and '"incorrect"' not in line for line in changed)
    assert len(changed) <= 1


def test_one_worker_and_three_leave_the_same_bytes(pupils: Class) -> None:
    assert pupils.grade("one", workers=1).code == 0
    assert pupils.grade("three", workers=3).code == 0
    assert pupils.files("one") == pupils.files("three")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the limits of a process")
def test_a_reader_has_the_limits_that_are_promised() -> None:
    """Also those behind others: the clock of the processor, say, where nobody is left to watch the wall's."""
    from grader.documents.reader_process import MOST_SECONDS
    from grader.intake.folder import LoadedFile
    from grader.intake.isolation import Readers

    file = LoadedFile(path="a.pdf", data=pdf(page_of(["a"])), sha256="")
    with Readers(1) as readers:
        assert len(list(readers.read_all([file]))) == 1
        said = Path(f"/proc/{readers.readers[0].process.pid}/limits").read_text()
    limits = {line[:26].strip(): line[26:].split()[0] for line in said.splitlines()[1:]}
    assert limits["Max address space"] == str(1 << 30)
    assert (limits["Max file size"], limits["Max core file size"]) == ("0", "0")
    assert MOST_SECONDS < int(limits["Max cpu time"]) <= MOST_SECONDS + 5


def test_limits_of_this_machine_are_left_alone() -> None:
    """Whoever imports the grader keeps the limits of its own process."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    import grader.intake.isolation  # noqa: F401 - imported for what it might do

    assert resource.getrlimit(resource.RLIMIT_AS) == before
