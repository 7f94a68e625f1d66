"""Puts bytes on the disk so that a file is whole or not there at all, and words the disk's failures.

Written with `os` rather than `pathlib`: a class leaves a file a student, and a path object costs as much as
the call that it makes.
"""
# ruff: noqa: PTH103, PTH105, PTH108, PTH120, PTH123

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256

from grader.errors import OutputFailed

TEMPORARY_SUFFIX = ".grade-part"
PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
SYNC_ONE_BY_ONE = 16  # up to here, a sync a file costs less than loading ctypes for one sync of them all
READ_BYTES = 1 << 20


def temporary_of(place: str) -> str:
    """Return the temporary file of ``place``: beside it and hidden; as one run writes, one name is enough."""
    folder, _, name = place.rpartition("/")
    return f"{folder}/.{name}{TEMPORARY_SUFFIX}"


def write_temporary(place: str, data: bytes) -> None:
    """Write the temporary file of ``place``, and the folders that it needs; a failure leaves no file."""
    temporary = temporary_of(place)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(temporary, flags, PRIVATE_FILE)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(temporary), PRIVATE_FOLDER, exist_ok=True)
        descriptor = os.open(temporary, flags, PRIVATE_FILE)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
    except BaseException:
        os.close(descriptor)
        os.unlink(temporary)
        raise
    os.close(descriptor)


def put_into_place(place: str) -> None:
    """Let the temporary file of ``place`` become ``place``, at once."""
    os.replace(temporary_of(place), place)


def drop_temporary(place: str) -> None:
    """Remove the temporary file of ``place``, if there is one."""
    with suppress(OSError):
        os.unlink(temporary_of(place))


def sync_temporaries(root: str, places: Sequence[str]) -> None:
    """Wait until the temporary files of ``places``, all below ``root``, are on the disk."""
    if len(places) <= SYNC_ONE_BY_ONE or not _sync_file_system(root):
        for place in places:
            _sync(temporary_of(place), os.O_RDWR)


def sync_folders(places: Sequence[str]) -> None:
    """Wait until the names in some folders are on the disk, where the system can do that."""
    if sys.platform != "win32":
        for place in places:
            _sync(place, os.O_RDONLY)


def is_file_of(place: str, size: int, digest: str, trusted_before: int) -> bool:
    """Whether ``place`` is a file of that size and SHA-256.

    One that was last touched before ``trusted_before`` (in nanoseconds) is believed on its size alone.
    """
    try:
        found = os.lstat(place)
        if found.st_size != size:
            return False
        return max(found.st_ctime_ns, found.st_mtime_ns) < trusted_before or hash_of(place) == digest
    except OSError:
        return False


def hash_of(place: str) -> str:
    """Return the SHA-256 of a file's bytes."""
    digest = sha256()
    with open(place, "rb") as stream:
        while block := stream.read(READ_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _sync(place: str, flags: int) -> None:
    """Wait until a file or a folder is on the disk."""
    descriptor = os.open(place, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_file_system(place: str) -> bool:
    """Wait until all that was written on this file system is on the disk; False where that is not known."""
    if sys.platform != "linux":
        return False
    import ctypes  # costs 4 ms, and only a class's worth of files needs it

    descriptor = os.open(place, os.O_RDONLY)
    try:
        return bool(ctypes.CDLL(None).syncfs(descriptor) == 0)
    except AttributeError:
        return False
    finally:
        os.close(descriptor)


@contextmanager
def failures(what: str) -> Iterator[None]:
    """Turn a failure of the system while writing ``what`` into an OutputFailed in words."""
    try:
        yield
    except OSError as error:
        raise output_failed(what, error) from error


def output_failed(what: str, error: OSError) -> OutputFailed:
    """Return why ``what`` could not be written and what to do."""
    import errno

    causes = {
        errno.ENOSPC: "the disk is full; free some space and run again",
        errno.EDQUOT: "your quota on this disk is used up; free some space and run again",
        errno.EROFS: "the disk is read-only; give another folder with --out",
        errno.EIO: "the disk reports a fault; give a folder on another disk with --out",
    }
    cause = causes.get(error.errno or 0, f"{error.strerror}; what was finished before is kept")
    return OutputFailed(f"{what}: could not be written: {cause}")
