"""Knows the hand-ins in what Moodle's "Download all submissions" gives, in folders or flat, packed or unpacked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.intake.deliveries import Delivery
from grader.intake.origin import Inner, Origin, Person, grouped, pieces

if TYPE_CHECKING:
    from re import Match

PLATFORM = "moodle"
LONGEST_PART = 500
# The participant's number is missing where a team is Moodle's own "Default group". Newer versions end the folder's
# name with the kind of submission, older ones with an underscore more, and flat ones go on with the file's name.
HAND_IN = re.compile(r"(?P<who>.+)_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<rest>.*))?", re.DOTALL)
NUMBERED = re.compile(r"(?P<name>.*)_(?P<number>[0-9]{1,20})", re.DOTALL)


def handed_out(root: str, files: Sequence[Inner]) -> list[Delivery] | None:
    """Return the hand-ins by participant, None where no path is named as Moodle names them."""
    found = grouped(root, files, place_of)
    return found if any(each.origin for each in found) else None


def place_of(path: str) -> tuple[str, Origin] | None:
    """Return under what a path's hand-in is gathered, and whose it is."""
    for part, before in pieces(path):
        found = part_of(part)
        if found is not None:
            who = found["who"]
            return "/".join([*before, who]), Origin(platform=PLATFORM, people=(person(who),))
    return None


def part_of(part: str) -> Match[str] | None:
    """Return what a part of a path says, if Moodle has named it."""
    return HAND_IN.fullmatch(part) if len(part) <= LONGEST_PART and "_assignsubmission_" in part else None


def person(who: str) -> Person:
    """Return the participant before the kind of submission; Moodle writes blanks for underscores in names."""
    numbered = NUMBERED.fullmatch(who)
    if numbered is None:
        return Person(name=who)
    return Person(name=numbered["name"].strip(), number=numbered["number"])
