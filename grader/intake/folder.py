"""Finds the hand-ins in a folder: one file a student, or one folder a student.

Nothing is followed, nothing is written, and nothing is passed over silently: what is left out is named.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import HandInError, UsageError
from grader.translation import Message, Numeral

if TYPE_CHECKING:
    from grader.documents.model import Document

ASSIGNMENT_FILE = "assignment.toml"
ROSTER_FILE = "roster.csv"
ARCHIVE = ".zip"
NOT_SUBMISSIONS = frozenset({ASSIGNMENT_FILE, ROSTER_FILE, "review.csv"})
SYSTEM_NOISE = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
PICTURES = frozenset({
    ".png", ".jpg", ".jpeg", ".jfif", ".heic", ".heif", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".avif",
})  # fmt: skip
LARGEST_FILE = {
    ".pdf": 50_000_000, ".ipynb": 25_000_000, ".zip": 200_000_000, ".yml": 25_000_000,
    **dict.fromkeys(PICTURES, 50_000_000),
}  # fmt: skip
LARGEST_TEXT = 5_000_000
UNWRITABLE = re.compile("[\ud800-\udfff�]")  # how Python holds the bytes of a name that are no UTF-8
DEEPEST_FOLDER = 8
MOST_KEPT = (
    1 << 16
)  # bytes of a file that stay in memory: to read a small one again costs more than to keep it


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """The files of one hand-in, as paths below the submissions folder, sorted; ``name`` is its top entry's."""

    name: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a submissions folder holds: the hand-ins by name, and the folders left out as other assignments.

    ``noise`` are the paths of what systems leave behind, which nobody handed in.
    """

    hand_ins: tuple[HandIn, ...]
    other_assignments: tuple[str, ...]
    refused: tuple[tuple[str, HandInError], ...]
    noise: tuple[str, ...] = ()


def find_hand_ins(folder: Path, inside: frozenset[Path] = frozenset()) -> Found:
    """Return the hand-ins in ``folder``; ``inside`` are our own output folders, never submissions.

    Raises UsageError where the folder cannot be read.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as fault:
        raise UsageError(
            f"{folder}: cannot be read ({fault.strerror}); give the folder of submissions"
        ) from None
    hand_ins: list[HandIn] = []
    others: list[str] = []
    refused: list[tuple[str, HandInError]] = []
    noise = [legible(entry.name) for entry in entries if is_noise(entry.name)]
    for entry in entries:
        if is_no_submission(entry.name) or (inside and Path(os.path.realpath(entry.path)) in inside):
            continue
        if entry.is_dir(follow_symlinks=False):
            if os.path.isfile(os.path.join(entry.path, ASSIGNMENT_FILE)):  # noqa: PTH113, PTH118 - False where we may not look
                others.append(legible(entry.name))
                continue
            paths = tuple(sorted(walk(Path(entry.path), entry.name, refused, noise)))
            if paths:
                hand_ins.append(HandIn(name=entry.name, paths=paths))
            else:
                refused.append((legible(entry.name), empty_folder()))
        elif entry.is_file(follow_symlinks=False):
            hand_ins.append(HandIn(name=entry.name, paths=(entry.name,)))
        else:
            refused.append((legible(entry.name), no_regular_file()))
    return Found(
        hand_ins=tuple(hand_ins),
        other_assignments=tuple(others),
        refused=tuple(refused),
        noise=tuple(noise),
    )


def is_noise(name: str) -> bool:
    """Return whether a name is one of those that systems leave behind."""
    return name.startswith((".", "~$")) or name in SYSTEM_NOISE


def is_no_submission(name: str) -> bool:
    """Return whether a name is never a submission."""
    return is_noise(name) or name.startswith("README") or name in NOT_SUBMISSIONS


def walk(
    folder: Path, name: str, refused: list[tuple[str, HandInError]], noise: list[str], depth: int = 1
) -> Iterator[str]:
    """Yield the paths of the files in a student's folder; append what is refused, and what nobody handed in."""
    try:
        entries = sorted(os.scandir(folder), key=lambda each: each.name)
    except OSError as fault:
        refused.append((legible(name), not_readable(fault)))
        return
    for entry in entries:
        path = f"{name}/{entry.name}"
        if is_noise(entry.name):
            noise.append(legible(path))
            continue
        if entry.is_dir(follow_symlinks=False):
            if depth < DEEPEST_FOLDER:
                yield from walk(Path(entry.path), path, refused, noise, depth + 1)
            else:
                refused.append((legible(path), too_deep()))
        elif entry.is_file(follow_symlinks=False):
            yield path
        else:
            refused.append((legible(path), no_regular_file()))


def legible(path: str) -> str:
    """Return a path as it is told: bytes that are no UTF-8 as �ff, and no two paths alike."""
    if path.isascii() or UNWRITABLE.search(path) is None:
        return path
    return UNWRITABLE.sub(lambda found: "��" if found[0] == "�" else f"�{ord(found[0]) & 0xFF:02x}", path)


def no_regular_file() -> HandInError:
    """Return the refusal of a link, a pipe or a device."""
    message = Message("a link or a special file, which is not opened; hand in the file itself")
    return HandInError("not_a_file", message)


def empty_folder() -> HandInError:
    """Return the refusal of a folder without files."""
    return HandInError("empty_folder", Message("this folder holds no file; ask for the hand-in again"))


def too_deep() -> HandInError:
    """Return the refusal of a folder that lies in too many others."""
    values = {"levels": Numeral(DEEPEST_FOLDER)}
    return HandInError(
        "too_deep", Message("folders lie deeper than {levels} levels; move the files up", values)
    )


def not_readable(fault: OSError) -> HandInError:
    """Return the refusal of a file that the system does not let us read."""
    values = {"reason": str(fault.strerror)}
    return HandInError("unreadable_file", Message("cannot be read ({reason}); ask for it again", values))


def read_file(folder: Path, path: str) -> bytes:
    """Return the bytes of a regular file, opened without following a link and without waiting.

    Raises HandInError where it cannot be read or is larger than its kind may be.
    """
    limit = limit_of(path)
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    try:
        descriptor = os.open(folder / path, flags)
    except OSError as fault:
        raise not_readable(fault) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise no_regular_file()
    with os.fdopen(descriptor, "rb") as stream:
        status = os.fstat(stream.fileno())
        if status.st_size > limit:
            raise too_large(status.st_size, limit)
        try:
            data = stream.read(limit + 1)
        except OSError as fault:
            raise not_readable(fault) from None
    if len(data) > limit:
        raise too_large(len(data), limit)
    return data


def limit_of(path: str) -> int:
    """Return how many bytes a file of this kind may have."""
    return LARGEST_FILE.get(Path(path).suffix.lower(), LARGEST_TEXT)


def too_large(size: int, limit: int) -> HandInError:
    """Return the refusal of a file over its limit."""
    values = {"size": Numeral(f"{size / 1e6:.1f}"), "limit": Numeral(f"{limit / 1e6:.0f}")}
    message = Message("{size} MB; files of this kind may have {limit} MB; ask for a smaller one", values)
    return HandInError("too_large", message)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedFile:
    """A file as it was read: the same bytes are hashed and parsed. ``fault`` says why it was not.

    ``data`` are the bytes of a small file; those of a large one are read again where they are needed, from
    ``source``, so that a class of them is never in memory at once. ``document`` is what a reader in another process
    found in it.
    """

    path: str
    sha256: str
    data: bytes = b""
    source: Callable[[], bytes] | None = None
    fault: HandInError | None = None
    document: Document | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it has no bytes, or none that could be read."""
        return not self.data and self.source is None

    def content(self) -> bytes:
        """Return its bytes. Raises HandInError where they are no longer those that were hashed."""
        if self.source is None:
            return self.data
        data = self.source()
        if hashlib.sha256(data).hexdigest() != self.sha256:
            message = Message("it changed while it was graded; run the same command again")
            raise HandInError("changed", message)
        return data


def load(folder: Path, hand_in: HandIn) -> tuple[LoadedFile, ...]:
    """Read the files of a hand-in."""
    loaded = []
    for path in hand_in.paths:
        try:
            data = read_file(folder, path)
            digest = hashlib.sha256(data).hexdigest()
            is_small = len(data) <= MOST_KEPT
            loaded.append(
                LoadedFile(
                    path=legible(path),
                    data=data if is_small else b"",
                    source=None if is_small else partial(read_file, folder, path),
                    sha256=digest,
                )
            )
        except HandInError as fault:
            loaded.append(LoadedFile(path=legible(path), sha256="", fault=fault))
    return tuple(loaded)
