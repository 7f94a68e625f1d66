"""What a run is made from, as it lies on the disk: read once, and told from any other by one key.

This room loads nothing of the mathematics, so that a run in which nothing changed is over at once.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader._version import __version__
from grader.catalogue import SECRET_VARIABLE
from grader.catalogue.sources import problem_sources
from grader.errors import UsageError
from grader.intake.folder import (
    ARCHIVE,
    ASSIGNMENT_FILE,
    ROSTER_FILE,
    Found,
    HandIn,
    LoadedFile,
    find_hand_ins,
    load,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the person who runs `grade` chose; None is the default."""

    submissions: Path
    assignment: Path | None = None
    roster: Path | None = None
    locale: str | None = None
    problems: tuple[Path, ...] = ()
    workers: int = 1

    @property
    def folder(self) -> Path:
        """Where the hand-ins lie: the folder that was given, or the one in which the archive lies that was given."""
        return self.submissions.parent if self.is_archive else self.submissions

    @property
    def is_archive(self) -> bool:
        """Whether an archive of hand-ins was given, not a folder."""
        return self.submissions.suffix.lower() == ARCHIVE and self.submissions.is_file()

    @property
    def assignment_file(self) -> Path:
        """Where the assignment stands."""
        return self.assignment or self.folder / ASSIGNMENT_FILE

    @property
    def roster_file(self) -> Path | None:
        """Where the class list stands, if there is one."""
        beside = self.folder / ROSTER_FILE
        return self.roster or (beside if beside.is_file() else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """The submissions folder as it was read, once."""

    found: Found
    files: tuple[tuple[LoadedFile, ...], ...]

    def digest(self) -> Iterator[str]:
        """Yield what tells this folder's contents from another's."""
        for hand_in, files in zip(self.found.hand_ins, self.files, strict=True):
            for file in files:
                yield f"{hand_in.name}\0{file.path}\0{file.sha256}\0{file.fault or ''}"
        for name, refused in self.found.refused:
            yield f"{name}\0{refused.code}"
        yield from self.found.other_assignments


def find_folder(choices: Choices, out: Path | None) -> Found:
    """Return what the submissions folder holds, no file opened; ``out`` is never taken for a submission.

    Raises UsageError where there is nothing to grade.
    """
    if choices.is_archive:
        name = choices.submissions.name
        found = Found(hand_ins=(HandIn(name=name, paths=(name,)),), other_assignments=(), refused=())
    elif choices.submissions.is_dir():
        found = find_hand_ins(choices.submissions, frozenset({out.resolve()} if out else ()))
    else:
        raise UsageError(
            f"{choices.submissions}: not a folder or a zip archive; give the folder that holds the hand-ins"
        )
    if not choices.assignment_file.is_file():
        others = (
            f" (the assignments in {', '.join(found.other_assignments)} are graded one by one)"
            if found.other_assignments
            else ""
        )
        raise UsageError(
            f"{choices.assignment_file}: no such assignment{others}; "
            "write one with `grade new DIR`, or give --assignment FILE"
        )
    if not found.hand_ins and not found.refused:
        raise UsageError(
            f"{choices.submissions}: no hand-ins here; put one JSON file for each student into it"
        )
    return found


def read_folder(choices: Choices, found: Found) -> Folder:
    """Read every file that was found."""
    return Folder(found=found, files=tuple(load(choices.folder, each) for each in found.hand_ins))


def contents(file: Path, what: str) -> bytes:
    """Return a file's bytes. Raises UsageError where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as fault:
        raise UsageError(f"{file}: {what} cannot be read ({fault.strerror})") from None


def course_texts(choices: Choices) -> Iterator[bytes]:
    """Yield the translations that a course brings of its own: another word makes another report."""
    for course in (*choices.problems, choices.assignment_file.parent):
        for file in sorted((course / "locale").glob("*/LC_MESSAGES/*.[pm]o")):
            yield str(file.relative_to(course)).encode()
            yield contents(file, "the catalogue")


def run_key(choices: Choices, folder: Folder) -> str:
    """Return what a run is made from: equal keys give equal files, whatever is in between."""
    digest = hashlib.sha256()

    def add(text: str | bytes) -> None:
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        digest.update(len(data).to_bytes(8, "big") + data)

    add(__version__)
    add(contents(choices.assignment_file, "the assignment"))
    add(str(choices.assignment_file))
    add(contents(choices.roster_file, "the roster") if choices.roster_file else b"")
    add(os.environ.get(SECRET_VARIABLE, ""))
    add(choices.locale or "")
    for source in problem_sources(choices.problems):
        add(source)
    for text in course_texts(choices):
        add(text)
    for line in folder.digest():
        add(line)
    if any(not file.path.endswith(".json") for files in folder.files for file in files):
        from grader.intake.tesseract import find_tesseract

        add(find_tesseract() or "")  # where it is installed, markers are shown what it recognises
    return digest.hexdigest()
