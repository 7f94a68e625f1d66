"""Says which producer is missing on this machine, and starts those that are programs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

LONGEST_SECONDS = 180  # an office suite's first start on a busy machine


class ProducerMissing(Exception):
    """A program or library that makes documents is not installed."""


class ProducerFailed(Exception):
    """A producer ran and made nothing; its last words are the message."""


def program(*names: str) -> str:
    """Return the path of the first of these programs that is installed."""
    for name in names:
        if found := shutil.which(name):
            return found
    raise ProducerMissing(f"{names[0]} is not installed")


def run(command: list[str], room: Path, made: Path) -> bytes:
    """Run a producer in its folder and return the file that it made."""
    ended = subprocess.run(command, cwd=room, capture_output=True, timeout=LONGEST_SECONDS, check=False)
    if not made.is_file():
        raise ProducerFailed((ended.stdout + ended.stderr).decode(errors="replace")[-3000:])
    return made.read_bytes()
