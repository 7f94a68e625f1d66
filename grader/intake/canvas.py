"""Knows the hand-ins in what Canvas's "Download submissions" gives: one flat folder of files with long names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from grader.intake.deliveries import Delivery
from grader.intake.folder import is_no_submission
from grader.intake.identity import Roster
from grader.intake.origin import Inner, Origin, Person, grouped

PLATFORM = "canvas"
LONGEST_NAME = 400
ANONYMOUS = re.compile(r"(?P<late>LATE_)?anon_(?P<user>[^_/]{1,40})_(?:[0-9]{1,20}_.+|text\.html|link\.html)")
# What follows a name: the user's number, then the attachment's and the file's own name, or what was typed.
NUMBERS = re.compile(
    r"_(?P<late>LATE_)?(?P<user>[0-9]{1,20})_(?:(?P<file>[0-9]{1,20})_.+|text\.html|link\.html)"
)
FEWEST_DIGITS, FEWEST_LETTERS = (
    3,
    4,
)  # of a number and a name that are believed where there is one student only
MOST_FILES = 3  # of that student
MOSTLY = 0.8  # of a folder's names; somebody may have put a file of another name beside them
NAME = re.compile(r"[^\s\-.,;:'()\[\]]+")  # lower case, and without what Canvas takes out of names


class Place(NamedTuple):
    """One way to read a file's name: whose it is, and the attachment's number."""

    name: str
    user: str
    late: bool
    file: str


def handed_out(root: str, files: Sequence[Inner], roster: Roster | None) -> list[Delivery] | None:
    """Return the hand-ins by user, None where the files are not named as Canvas names them.

    The roster settles a name that can be read in two ways, and tells other names that only look alike.
    """
    folders: dict[str, dict[str, Place | None]] = {}
    for path, _ in files:
        folder, _, name = path.rpartition("/")
        if not is_no_submission(name):
            folders.setdefault(folder, {})[path] = settled(list(places(name)), roster)
    chosen = {
        path: place
        for own in folders.values()
        if is_believable(own.values(), roster)
        for path, place in own.items()
        if place is not None
    }
    return (
        grouped(root, files, lambda path: named(chosen[path]) if path in chosen else None) if chosen else None
    )


def places(name: str) -> Iterator[Place]:
    """Yield each way in which a file's name can be read."""
    name = name[:LONGEST_NAME]
    anonymous = ANONYMOUS.fullmatch(name)
    if anonymous:
        yield Place("", f"anon_{anonymous['user']}", bool(anonymous["late"]), "")
        return
    for at in (place for place, letter in enumerate(name) if letter == "_" and place):
        found = NUMBERS.fullmatch(name, at)
        if found and name[:at] == name[:at].lower() and NAME.fullmatch(name, 0, at):
            yield Place(name[:at], found["user"], bool(found["late"]), found["file"] or "")


def settled(read: list[Place], roster: Roster | None) -> Place | None:
    """Return the reading whose user is on the roster, else the first."""
    on_roster = [place for place in read if roster and roster.numbered(place.user)]
    return next(iter(on_roster or read), None)


def is_believable(read: Collection[Place | None], roster: Roster | None) -> bool:
    """Return whether a folder's names are from Canvas, and not a teacher's own such as `hw_1_401200001_final.pdf`."""
    found = [place for place in read if place is not None]
    if len(found) < max(1, MOSTLY * len(read)):
        return False
    if any(roster and place.file and roster.find(place.file) for place in found):
        return False
    users = {place.user for place in found}
    if len({(place.user, place.name) for place in found}) != len(users):
        return False
    if len(users) > 1 or any(place.late or not place.file for place in found):
        return True
    only = found[0]
    return bool(roster and roster.numbered(only.user)) or (
        len(found) <= MOST_FILES
        and len(only.user) >= FEWEST_DIGITS
        and len(only.name) >= FEWEST_LETTERS
        and only.name.isalpha()
    )


def named(place: Place) -> tuple[str, Origin]:
    """Return under what a file is gathered, and whose it is."""
    person = Person(name=place.name, number=place.user)
    key = f"{place.name}_{place.user}" if place.name else place.user
    return key, Origin(platform=PLATFORM, people=(person,), late=place.late)
