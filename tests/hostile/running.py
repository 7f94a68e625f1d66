"""Runs the command on a box as a person does, in a process of its own and under watch."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.folder import Box

ROOT = Path(__file__).parents[2]
MARK = "GRADE_HOSTILE_BOX"  # stands in the environment of every process that a run starts


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a run ended and what it said."""

    code: int
    out: str
    err: str


def run(box: Box, *words: str, seconds: int = 2, within: float = 120) -> Ran:
    """Grade the box's folder; a reader has ``seconds`` for a file.

    It is run where the hand-ins lie: no name of theirs may be taken for a module.
    """
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tests.hostile.guarded", str(box.home), str(seconds), str(box.submissions),
         "--out", str(box.out), *words],
        cwd=box.submissions, env=environment(box), capture_output=True, timeout=within, check=False,
    )  # fmt: skip
    return Ran(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


def environment(box: Box) -> dict[str, str]:
    """Return the environment of a run: its own home, its own place for temporary files, no language."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONWARNINGS": "error",
        "HOME": str(box.home / "tmp"),
        "TMPDIR": str(box.home / "tmp"),
        "LANG": "C.UTF-8",
        MARK: str(box.home),
    }


def left_running(box: Box) -> list[int]:
    """Return the processes of this box that still run, where the system tells."""
    mark = f"{MARK}={box.home}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            said = (process / "environ").read_bytes()
            state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if mark in said.split(b"\0") and state != "Z":
            found.append(int(process.name))
    return found
