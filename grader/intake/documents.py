"""Has the documents among the hand-ins read before anything else is done with them, each distinct one once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from grader.errors import HandInError
from grader.intake.folder import LoadedFile

if TYPE_CHECKING:
    from grader.intake.isolation import Read

# In a process of their own: their readers are large or deep, and their writers strangers.
READ_APART = frozenset({".pdf", ".ipynb", ".html", ".htm"})
LINK = "_link.html"  # how Canvas names a hand-in that is an address
FILES_A_BATCH = 32  # that a killed run reads again at most
SECONDS_A_BATCH = 1.0
# Refusals that another run may not give: of a busy machine, a lost process, a file that was being written.
PASSING = frozenset({"too_slow", "too_much_memory", "reader_crashed", "changed"})

HandIns = Sequence[tuple[LoadedFile, ...]]


class Kept(Protocol):
    """Where documents that were read before are kept, encoded, by the SHA-256 of their files."""

    def documents(self, digests: Sequence[str]) -> Mapping[str, bytes]:
        """Return those that are kept."""

    def keep_documents(self, read: Mapping[str, bytes]) -> None:
        """Keep more of them."""


class Shown(Protocol):
    """Shows how far the reading is."""

    def start(self, total: int, what: str) -> None:
        """Begin with ``total`` files."""

    def step(self) -> None:
        """Count one as done."""

    def finish(self) -> None:
        """End, however it ended."""


def with_documents(
    hand_ins: HandIns, workers: int, *, kept: Kept | None = None, shown: Shown | None = None
) -> HandIns:
    """Return the hand-ins with each document among their files read, or refused with its reason."""
    distinct = {key_of(file): file for files in hand_ins for file in files if is_read_apart(file)}
    if not distinct:
        return hand_ins
    read = known(distinct, kept)
    todo = [file for digest, file in distinct.items() if digest not in read]
    read |= read_now(todo, workers, kept, shown)
    return [tuple(with_document(file, read) for file in files) for files in hand_ins]


def is_read_apart(file: LoadedFile) -> bool:
    """Whether a file is read in a process of its own."""
    return not file.is_empty and PurePosixPath(file.path).suffix.lower() in READ_APART


def key_of(file: LoadedFile) -> str:
    """Return what tells a file from all that are read otherwise: its bytes, and the kind that its name gives them."""
    path = PurePosixPath(file.path.lower())
    if path.suffix == ".pdf":
        return file.sha256
    return file.sha256 + (LINK if path.name.endswith(LINK) else path.suffix)


def known(distinct: Mapping[str, LoadedFile], kept: Kept | None) -> dict[str, Read]:
    """Return what was read before of some files; what cannot be believed is read again."""
    from grader.documents.encoding import Malformed, decode

    found: dict[str, Read] = {}
    for digest, data in kept.documents(list(distinct)).items() if kept is not None else ():
        try:
            found[digest] = decode(data, distinct[digest].path)
        except Malformed:
            continue
    return found


def read_now(
    todo: Sequence[LoadedFile], workers: int, kept: Kept | None, shown: Shown | None
) -> dict[str, Read]:
    """Return what files hold, read by as many processes as there are workers."""
    from grader.documents.encoding import encode
    from grader.intake.isolation import Readers
    from grader.libraries import require_safe

    found: dict[str, Read] = {}
    if not todo:
        return found
    require_safe("pypdfium2", "pdfminer.six")
    if shown is not None:
        shown.start(len(todo), "files")
    fresh: dict[str, bytes] = {}
    since = monotonic()
    try:
        with Readers(min(workers, len(todo))) as readers:
            for place, read in readers.read_all(todo):
                digest = key_of(todo[place])
                found[digest] = read
                if not is_passing(read):
                    fresh[digest] = encode(read)
                if shown is not None:
                    shown.step()
                is_enough = len(fresh) >= FILES_A_BATCH or monotonic() - since > SECONDS_A_BATCH
                if kept is not None and fresh and is_enough:
                    kept.keep_documents(fresh)
                    fresh, since = {}, monotonic()
    finally:
        if kept is not None and fresh:
            kept.keep_documents(fresh)
        if shown is not None:
            shown.finish()
    return found


def is_passing(read: Read) -> bool:
    """Return whether a file was refused for what may have been the machine's doing, so that another run tries it."""
    return isinstance(read, HandInError) and read.code in PASSING


def with_document(file: LoadedFile, read: Mapping[str, Read]) -> LoadedFile:
    """Return a file with what it was read as; equal files that different students handed in keep their own paths."""
    if not is_read_apart(file):
        return file
    found = read[key_of(file)]
    if isinstance(found, HandInError):
        return replace(file, fault=found)
    return replace(file, document=replace(found, path=file.path))
