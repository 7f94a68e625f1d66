"""Lets one run at a time into an output folder, and leaves no stale lock after a crash.

A POSIX record lock belongs to the process that took it, not to the open file: the system drops it however
that process ends, and worker processes forked from it do not hold it on. Such a lock never refuses the
process that holds it, so folders in use by this process are remembered beside it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.errors import OutputInUse

LOCK_NAME = ".lock"

_held_here: dict[str, object] = {}


def _take(descriptor: int) -> None:
    """Take the lock at once, or raise OSError."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold ``folder`` for this run alone.

    Raises OutputInUse at once if another run holds it, and OSError if the lock cannot be made.
    """
    name = os.path.realpath(folder)
    token = object()
    if _held_here.setdefault(name, token) is not token:
        raise _in_use(folder)
    try:
        descriptor = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                _take(descriptor)
            except (BlockingIOError, PermissionError) as refused:
                raise _in_use(folder) from refused
            yield
        finally:
            os.close(descriptor)
    finally:
        del _held_here[name]


def _in_use(folder: Path) -> OutputInUse:
    """Return the refusal of a second run."""
    return OutputInUse(
        f"{folder}: another run is writing here; wait until it ends, or give this one a folder with --out"
    )
