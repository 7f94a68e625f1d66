"""The output folder: used by one run at a time, and holding whole files or none.

What is written waits in a temporary file beside its place. `Output.commit` sends a batch to the disk, renames
it into place and then records it in `.files.json`: path, size and SHA-256 of every file that is ours, and
no time of day, so that equal runs leave equal bytes. A file older than that record and of its size is taken
as ours without reading it; any other is read and its hash compared.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from grader.errors import OutputNotWritable
from grader.store.disk import (
    PRIVATE_FILE,
    PRIVATE_FOLDER,
    TEMPORARY_SUFFIX,
    drop_temporary,
    failures,
    is_file_of,
    put_into_place,
    sync_folders,
    sync_temporaries,
    write_temporary,
)
from grader.store.locking import LOCK_NAME, locked

FILES_NAME = ".files.json"
FILES_SCHEMA = "grade/files@1"
SIGNS_OF_GRADE = (LOCK_NAME, FILES_NAME, "grades.db", "results.jsonl", "decisions.jsonl", "review.csv")
NAMES_IN_GENERAL_USE = ("index.html", "grades.csv", "changes.csv")

Written: TypeAlias = tuple[int, str]  # size in bytes, SHA-256


class Output:
    """An output folder that this run holds; make it with `open_output`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._root = os.fspath(folder)
        self._files: dict[str, Written] = {}
        self._pending: dict[str, Written] = {}
        self._recorded_at = 0
        self._is_recorded = True
        self._load()

    def write(self, relative: str, data: bytes) -> None:
        """Set the bytes of a file, to be seen at the next `commit`; equal bytes already there are kept.

        ``relative`` is a path below the folder with ``/`` between its names. Raises OutputFailed.
        """
        place = self._place(relative)
        self._forget_pending(relative)
        now = (len(data), sha256(data).hexdigest())
        is_known = self._files.get(relative) == now
        if is_file_of(place, *now, trusted_before=self._recorded_at if is_known else 0):
            self._files[relative] = now
            self._is_recorded = self._is_recorded and is_known
            return
        with failures(place):
            write_temporary(place, data)
        self._pending[relative] = now

    def commit(self) -> None:
        """Put everything written since the last commit into place, whole. Raises OutputFailed."""
        if not self._pending and self._is_recorded:
            return
        with failures(self._root):
            sync_temporaries(self._root, [self._place(relative) for relative in self._pending])
        for relative, now in list(self._pending.items()):
            place = self._place(relative)
            with failures(place):
                put_into_place(place)
            self._files[relative] = now
            del self._pending[relative]
        with failures(f"{self._root}/{FILES_NAME}"):
            self._record()

    def discard(self) -> None:
        """Forget what was written since the last commit."""
        for relative in list(self._pending):
            self._forget_pending(relative)

    def remove(self, relative: str) -> None:
        """Remove a file that stands as this program wrote it; any other file is left alone."""
        place = self._place(relative)
        self._forget_pending(relative)
        is_ours = self.is_intact(relative)
        if self._files.pop(relative, None) is not None:
            self._is_recorded = False
        if is_ours:
            with failures(place):
                Path(place).unlink(missing_ok=True)

    def is_intact(self, relative: str) -> bool:
        """Whether the file exists and is what this program last wrote there."""
        known = self._files.get(relative)
        return known is not None and is_file_of(self._place(relative), *known, self._recorded_at)

    def written(self) -> frozenset[str]:
        """Return the paths of all files that this program wrote and still answers for."""
        return frozenset(self._files) | frozenset(self._pending)

    def read(self, relative: str) -> bytes | None:
        """Return the bytes of a file below the folder, None where there is none. Raises OutputFailed."""
        place = Path(self._place(relative))
        try:
            return place.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _not_writable(place, error) from error

    def _place(self, relative: str) -> str:
        """Return the full path of ``relative``; raises ValueError for one that could leave the folder."""
        names = relative.split("/")
        if any(name in ("", ".", "..") for name in names) or "\\" in relative or ":" in relative:
            raise ValueError(f"not a path below the output folder: {relative!r}")
        return f"{self._root}/{relative}"

    def _forget_pending(self, relative: str) -> None:
        """Forget a file that waits for the next commit."""
        if self._pending.pop(relative, None) is not None:
            drop_temporary(self._place(relative))

    def _record(self) -> None:
        """Send the renames to the disk, then write down which files are ours."""
        sync_folders(sorted({f"{self._root}/{relative}".rpartition("/")[0] for relative in self._files}))
        listing = {relative: self._files[relative] for relative in sorted(self._files)}
        text = json.dumps({"schema": FILES_SCHEMA, "files": listing}, ensure_ascii=False)
        place = f"{self._root}/{FILES_NAME}"
        write_temporary(place, text.encode("utf-8", "backslashreplace"))
        sync_temporaries(self._root, [place])
        put_into_place(place)
        sync_folders([self._root])
        self._recorded_at = Path(place).stat().st_mtime_ns
        self._is_recorded = True

    def _load(self) -> None:
        """Read which files are ours; a record that cannot be read counts as none."""
        place = Path(self._root, FILES_NAME)
        try:
            listing = json.loads(place.read_bytes())["files"]
            self._files = {str(name): (int(size), str(digest)) for name, (size, digest) in listing.items()}
            self._recorded_at = place.stat().st_mtime_ns
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            self._files = {}


@contextmanager
def open_output(folder: Path) -> Iterator[Output]:
    """Hold an output folder, made if need be, for the length of the block.

    What was written and not committed when the block ends is forgotten.

    Raises OutputNotWritable before anything is graded if the folder cannot be made or written, or holds
    somebody else's pages; OutputInUse if another run holds it.
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise OutputNotWritable(f"{folder} is a file; give a folder with --out")
        if not folder.is_dir():
            folder.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
        _refuse_foreign(folder)
        _prove_writable(folder)
    except OSError as error:
        raise _not_writable(folder, error) from error
    with locked(folder):
        _sweep(folder)
        output = Output(folder)
        try:
            yield output
        finally:
            output.discard()


def _refuse_foreign(folder: Path) -> None:
    """Refuse a folder that holds another program's pages under names that a run would overwrite."""
    if any((folder / name).exists() for name in SIGNS_OF_GRADE):
        return
    for name in NAMES_IN_GENERAL_USE:
        if (folder / name).exists():
            raise OutputNotWritable(
                f"{folder / name} was not written by grade and would be overwritten; "
                "move it away, or give another folder with --out"
            )


def _prove_writable(folder: Path) -> None:
    """Write and remove a byte, in the folder and in those below it that a run writes."""
    for place in (folder, folder / "students", folder / "evidence"):
        if place == folder or place.exists():
            probe = place / f".probe-{os.getpid()}{TEMPORARY_SUFFIX}"
            probe.touch(PRIVATE_FILE)
            probe.unlink(missing_ok=True)


def _not_writable(place: Path, error: OSError) -> OutputNotWritable:
    """Return why the output cannot be used."""
    where = error.filename or place
    return OutputNotWritable(
        f"{where}: the output cannot be kept here ({error.strerror}); "
        "make the folder readable and writable, or give another one with --out"
    )


def _sweep(folder: Path) -> None:
    """Remove the temporary files that a killed run left."""
    with suppress(OSError):
        below = [Path(entry) for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False)]
        for place in (folder, *below):
            for entry in os.scandir(place):
                if entry.name.startswith(".") and entry.name.endswith(TEMPORARY_SUFFIX):
                    Path(entry).unlink(missing_ok=True)
