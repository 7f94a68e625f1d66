"""Makes one delivery a student of what lies in a folder: its files, the archives in it, and what platforms hand out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from grader.errors import HandInError
from grader.intake.folder import (
    ARCHIVE,
    ASSIGNMENT_FILE,
    SYSTEM_NOISE,
    Found,
    LoadedFile,
    is_no_submission,
    limit_of,
)
from grader.intake.identity import Roster
from grader.intake.naming import student_of_name
from grader.translation import Message

if TYPE_CHECKING:
    from grader.intake.archive import Budget, Packed
    from grader.intake.origin import Origin

METADATA = "submission_metadata.yml"
MOODLE = "_assignsubmission_"
ARCHIVES_AT_HAND = 2  # one, and the one in which it lies
FEWEST_PIECES = 3  # between underscores, in a name that Canvas gives


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The files of one hand-in; ``name`` is its top entry's, ``origin`` what a platform says of it."""

    name: str
    files: tuple[LoadedFile, ...]
    origin: Origin | None = None


def deliveries_of(
    found: Found, files: Sequence[tuple[LoadedFile, ...]], roster: Roster | None
) -> tuple[Delivery, ...]:
    """Return the hand-ins of a folder, those in its archives among them.

    An archive with a student's name is one hand-in; another may hold a class.
    """
    tops = [
        Delivery(name=each.name, files=loaded) for each, loaded in zip(found.hand_ins, files, strict=True)
    ]
    if not any(is_special(file.path) for each in tops for file in each.files):
        return tuple(tops)
    unpacked = [opened(each) for each in tops]
    class_in_folder = of_a_platform("", tuple(file for each in unpacked for file in each.files), roster)
    if class_in_folder is not None:
        return tuple(class_in_folder)
    return tuple(one for each in unpacked for one in divided(each, roster))


def is_special(path: str) -> bool:
    """Return whether a path may be an archive's, or one of those that platforms give."""
    name = path.rpartition("/")[2]
    return (
        name.lower().endswith(ARCHIVE)
        or name == METADATA
        or MOODLE in path
        or (name.count("_") >= FEWEST_PIECES - 1 and sum(map(str.isdigit, name.split("_"))) >= 1)
    )


def opened(delivery: Delivery) -> Delivery:
    """Return a delivery with the files of its archives in their place."""
    if not any(is_archive(file) for file in delivery.files):
        return delivery
    from grader.intake.archive import Budget

    return replace(
        delivery,
        files=tuple(one for file in delivery.files for one in contents(file, Budget(), nested=False)),
    )


def is_archive(file: LoadedFile) -> bool:
    """Return whether a file is an archive that can be opened."""
    return file.fault is None and file.path.lower().endswith(ARCHIVE)


def contents(file: LoadedFile, budget: Budget, *, nested: bool) -> Iterator[LoadedFile]:
    """Yield the files of an archive, and of an archive in it; the archive itself where it cannot be opened."""
    from grader.intake.archive import broken, unpack

    count = 0
    try:
        for packed, data in unpack(content_of(file), budget, limit_of):
            name = packed.entry.name
            parts = name.split("/")
            if any(is_noise(part) for part in parts):
                continue
            count += 1
            path = f"{file.path}/{name}"
            if isinstance(data, HandInError):
                yield LoadedFile(path=path, sha256="", fault=data)
                continue
            again = partial(unpack_again, file, packed) if data else None
            inner = LoadedFile(path=path, source=again, sha256=hashlib.sha256(data).hexdigest())
            del data
            if not is_archive(inner):
                yield inner
            elif nested:
                message = Message("an archive in an archive in an archive; hand in the files themselves")
                yield replace(inner, source=None, fault=HandInError("archive_too_deep", message))
            else:
                yield from contents(inner, budget, nested=True)
    except HandInError as refused:
        yield replace(file, data=b"", source=None, fault=refused)
        return
    except Exception:  # noqa: BLE001 - whatever goes wrong over a stranger's archive concerns that archive alone
        yield replace(file, data=b"", source=None, fault=broken())
        return
    if not count:
        message = Message("an archive without files; ask for the hand-in again")
        yield replace(file, data=b"", source=None, fault=HandInError("empty_archive", message))


@lru_cache(maxsize=ARCHIVES_AT_HAND)
def content_of(archive: LoadedFile) -> bytes:
    """Return the bytes of an archive; those of the last are at hand, as its files are asked for one after another."""
    return archive.content()


def unpack_again(archive: LoadedFile, packed: Packed) -> bytes:
    """Return the bytes of a file of an archive once more. Raises HandInError where the archive has changed."""
    from grader.intake.archive import Budget, inflated

    return inflated(packed, content_of(archive), Budget(), limit_of(packed.entry.name))


def is_noise(part: str) -> bool:
    """Return whether a part of a path is what systems leave behind; `..` is none, but leads out and is named."""
    return part in SYSTEM_NOISE or (part.startswith((".", "~$")) and part not in (".", ".."))


def divided(delivery: Delivery, roster: Roster | None) -> Iterator[Delivery]:
    """Yield the hand-ins that a top entry holds: one, or a class of them."""
    if len(delivery.files) < 2 and not is_special(delivery.name):
        yield delivery
        return
    handed_out = of_a_platform(f"{delivery.name}/", delivery.files, roster)
    if handed_out is not None:
        yield from handed_out
    elif delivery.name.lower().endswith(ARCHIVE) and not student_of_name(delivery.name, roster):
        yield from as_folder(delivery, roster)
    else:
        yield delivery


def of_a_platform(root: str, files: tuple[LoadedFile, ...], roster: Roster | None) -> list[Delivery] | None:
    """Return the hand-ins in what a platform handed out; None where it is none of those that are known."""
    if not any(is_special(file.path.removeprefix(root)) for file in files):
        return None
    from grader.intake import canvas, gradescope, moodle

    inner = tuple((file.path.removeprefix(root), file) for file in files)
    return (
        gradescope.handed_out(root, inner)
        or moodle.handed_out(root, inner)
        or canvas.handed_out(root, inner, roster)
    )


def as_folder(delivery: Delivery, roster: Roster | None) -> Iterator[Delivery]:
    """Yield the hand-ins of an archive that was made of a folder: one for each entry, if they name students."""
    root = f"{delivery.name}/"
    while len(tops := {file.path.removeprefix(root).partition("/")[0] for file in delivery.files}) == 1:
        (top,) = tops
        if student_of_name(top, roster) or not all(
            file.path.startswith(f"{root}{top}/") for file in delivery.files
        ):
            break
        root += f"{top}/"
    groups: dict[str, list[LoadedFile]] = {}
    for file in delivery.files:
        groups.setdefault(file.path.removeprefix(root).partition("/")[0], []).append(file)
    if sum(
        student_of_name(name, roster) is not None for name in groups
    ) < 2 and f"{root}{ASSIGNMENT_FILE}" not in {f.path for f in delivery.files}:
        yield delivery
        return
    for name, own in groups.items():
        if not is_no_submission(name):
            yield Delivery(name=name, files=tuple(own))
