"""What a learning platform says of a hand-in: whose it is, when it came, and which attempt it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple

from grader.intake.deliveries import Delivery
from grader.intake.folder import LoadedFile, is_no_submission

Inner = tuple[str, LoadedFile]
"""A file with its path inside what the platform handed out."""


class Person(NamedTuple):
    """One person as a platform names them; ``number`` is the platform's own, which a roster may know."""

    student_id: str = ""
    name: str = ""
    email: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a platform says of one hand-in.

    Several ``people`` are a team. ``name`` may also be a group's, for some platforms do not tell the two apart.
    """

    platform: str
    people: tuple[Person, ...] = ()
    submitted_at: str | None = None
    late: bool | None = None
    attempt: int | None = None


def grouped(
    root: str, files: Iterable[Inner], place_of: Callable[[str], tuple[str, Origin] | None]
) -> list[Delivery]:
    """Return one delivery for each origin; what ``place_of`` does not know is one for each file or folder."""
    own: dict[str, tuple[Origin, list[LoadedFile]]] = {}
    others: list[Inner] = []
    with_origin: set[str] = set()
    for path, file in files:
        place = place_of(path)
        if place is not None:
            key, origin = place
            own.setdefault(key, (origin, []))[1].append(file)
            with_origin |= set(folders_of(path))
        elif not is_no_submission(PurePosixPath(path).name):
            others.append((path, file))
    unknown: dict[str, list[LoadedFile]] = {}
    for path, file in others:
        top = next((folder for folder in folders_of(path) if folder not in with_origin), path)
        unknown.setdefault(top, []).append(file)
    return [
        *(
            Delivery(name=f"{root}{key}", files=tuple(loaded), origin=origin)
            for key, (origin, loaded) in own.items()
        ),
        *(Delivery(name=PurePosixPath(top).name, files=tuple(loaded)) for top, loaded in unknown.items()),
    ]


def folders_of(path: str) -> list[str]:
    """Return the folders in which a path lies, the outermost first."""
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def pieces(path: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield each part of a path with those that lead to it."""
    parts = path.split("/")
    for place, part in enumerate(parts):
        yield part, parts[:place]
