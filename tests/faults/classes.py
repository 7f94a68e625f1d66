"""A small class of JSON files and PDFs, and the command run on it as a process of its own."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.folder import Box
from tests.hostile.hand_ins import hand_in
from tests.hostile.running import Ran, environment, left_running
from tests.hostile.tiny_pdf import page_of, pdf

CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, PR_CAPBSET_DROP = 1, 2, 24  # of linux/capability.h and linux/prctl.h
PROGRAM = "import sys; from grader.cli import main; sys.exit(main(sys.argv[1:]))"
ASSIGNMENT = """\
schema = "grade/assignment@1"
id = "faults"
title = "Faults"

[[question]]
problem = "dilated_output"
points = 4
params = { M = 32, N = 28, F = 3, D = 2 }
"""


@dataclass(slots=True)
class Class:
    """A folder of hand-ins and places for reports beside it."""

    home: Path
    students: list[str]
    box: Box
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """Where the hand-ins lie."""
        return self.home / "submissions"

    def words(self, out: str, workers: int = 2) -> list[str]:
        """Return the command."""
        return [
            sys.executable, "-c", PROGRAM, str(self.folder), "--out", str(self.home / out), "--workers", str(workers)
        ]  # fmt: skip

    def environment(self) -> dict[str, str]:
        """Return the environment of a run."""
        return environment(self.box)

    def grade(
        self, out: str, *, workers: int = 2, largest_file: int = 0, descriptors: int = 0, powers: bool = True
    ) -> Ran:
        """Grade the class under limits, and wait for it."""
        done = subprocess.run(
            self.words(out, workers), env=self.environment(), capture_output=True, text=True, check=False, timeout=120,
            preexec_fn=limiting(largest_file, descriptors, powers), cwd="/",
        )  # fmt: skip
        return Ran(code=done.returncode, out=done.stdout, err=done.stderr)

    def start(self, out: str) -> subprocess.Popen[bytes]:
        """Begin to grade the class, as the leader of a group of its own."""
        run = subprocess.Popen(
            self.words(out), env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True,
        )  # fmt: skip
        self.started.append(run)
        return run

    def end(self) -> None:
        """End what was started."""
        for run in self.started:
            run.kill()
            run.wait()
            for stream in (run.stdout, run.stderr):
                if stream is not None:
                    stream.close()

    def files(self, out: str) -> dict[str, bytes]:
        """Return what must be the same for the same input."""
        root = self.home / out
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file() and not path.name.startswith((".", "grades.db"))
        }

    def processes(self) -> list[int]:
        """Return what runs of this class."""
        return left_running(self.box)

    def wait_for_a_reader(self, run: subprocess.Popen[bytes]) -> int:
        """Return the process of a reader that the run has started and that has begun to read."""
        until = time.monotonic() + 20
        while run.poll() is None and time.monotonic() < until:
            for process in self.processes():
                words = Path(f"/proc/{process}/cmdline").read_bytes() if process != run.pid else b""
                if b"reader_process" in words and b"pdfium" in Path(f"/proc/{process}/maps").read_bytes():
                    return process
            time.sleep(0.01)
        raise AssertionError("no reader was started")

    def add_slow_pdf(self) -> None:
        """Hand in a PDF that takes several seconds to read."""
        boxes = zlib.compress(b"1 1 9 9 re f " * 3_000_000, 9)
        (self.folder / "slow.pdf").write_bytes(pdf(boxes, filters="/FlateDecode"))


def limiting(largest_file: int, descriptors: int, powers: bool) -> Callable[[], None]:
    """Return what a process does before it runs the command; without ``powers`` the superuser asks as others do."""

    library = ctypes.CDLL(None)

    def limit() -> None:
        if largest_file:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
        if descriptors:
            resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))
        if not powers and os.geteuid() == 0:
            for power in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
                library.prctl(PR_CAPBSET_DROP, power, 0, 0, 0)

    return limit


def mixed_class(home: Path, pdfs: int = 12) -> Class:
    """Return a class of as many JSON files as small PDFs, each of its own."""
    box = Box.below(home)
    students = []
    box.submissions.joinpath("assignment.toml").write_text(ASSIGNMENT)
    for number in range(2 * pdfs):
        student = f"40{number:04d}"
        students.append(student)
        answers = {"dilated_output.height": 28 + number % 3, "dilated_output.effective_kernel": 5}
        if number % 2:
            box.submissions.joinpath(f"{student}.json").write_bytes(hand_in(student, "A", answers))
            continue
        lines = [f"Student id: {student}", *(f"{name} = {answer}" for name, answer in answers.items())]
        box.submissions.joinpath(f"{student}.pdf").write_bytes(pdf(page_of(lines)))
    return Class(home=home, students=students, box=box)
