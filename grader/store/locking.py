"""Lets one run at a time into an output folder, and leaves no stale lock after a crash.

A POSIX record lock belongs to the process that took it, not to the open file: the system drops it however
that process ends, and worker processes forked from it do not hold it on. Such a lock never refuses the
process that holds it, so folders in use by this process are remembered beside it.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.errors import OutputInUse, OutputNotWritable

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

    Raises OutputInUse at once if another run holds it, and OutputNotWritable if it cannot be locked.
    """
    name = os.path.realpath(folder)
    token = object()
    if _held_here.setdefault(name, token) is not token:
        raise _in_use(folder)
    try:
        descriptor = _lock_file(folder)
        try:
            yield
        finally:
            os.close(descriptor)
    finally:
        del _held_here[name]


def _lock_file(folder: Path) -> int:
    """Return the descriptor of the lock's file, locked."""
    try:
        descriptor = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _not_lockable(folder, error) from error
    try:
        _take(descriptor)
    except OSError as error:
        os.close(descriptor)
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            raise _in_use(folder) from error
        raise _not_lockable(folder, error) from error
    return descriptor


def _in_use(folder: Path) -> OutputInUse:
    """Return the refusal of a second run."""
    return OutputInUse(
        f"{folder}: another run is writing here; wait until it ends, or give this one a folder with --out"
    )


def _not_lockable(folder: Path, error: OSError) -> OutputNotWritable:
    """Return why no run can hold the folder."""
    return OutputNotWritable(
        f"{folder / LOCK_NAME}: cannot be locked ({error.strerror}); give a folder on another disk with --out"
    )
