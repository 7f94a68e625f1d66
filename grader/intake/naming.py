"""Reads in the name of a file or a folder whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.intake.identity import Roster, RosterLine, clean_id, squeezed

FEWEST_DIGITS, MOST_DIGITS = 5, 20  # of a number that is taken for an id where no roster tells
BETWEEN = re.compile(r"[\s_\-()\[\]{},;،؛+&=#~]+")
GLUED = re.compile(r"(?<!\d)\d{7,20}(?!\d)")  # `hw401200001`; shorter ones may count anything
DAY = r"(?:1[34]|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
MOMENT = re.compile(rf"(?<!\d){DAY}(?:[ _.-]?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?(?:\d{{3}})?)?(?!\d)")


def student_of_name(name: str, roster: Roster | None) -> str | None:
    """Return the student id that a file's or folder's name holds: one on the roster, else one made of digits."""
    return next(iter(students_of_name(name, roster)), None)


def students_of_name(name: str, roster: Roster | None) -> list[str]:
    """Return the ids of all students whom a name names; if the roster tells none, the first number that may be one.

    A day among other words is none: a telephone calls its pictures `IMG_20261122_140530`.
    """
    stem = clean_id(name.rsplit(".", 1)[0] if "." in name else name)
    if roster:
        whole = roster.find(stem) or roster.named(stem)
        found = [whole] if whole else [line for word in words(stem) if (line := roster.find(word))]
        found = found or list(named_in(stem, roster))
        if found:
            return list(dict.fromkeys(line.student_id for line in found))
    undated = MOMENT.sub(" ", stem)
    likely = (
        word
        for word in (stem, *words(undated))
        if word.isdigit() and FEWEST_DIGITS <= len(word) <= MOST_DIGITS
    )
    return list(likely)[:1]


def words(stem: str) -> Iterator[str]:
    """Yield the pieces of a name between blanks and signs, and the long numbers that are glued to letters."""
    for piece in BETWEEN.split(stem):
        own = [piece, *(piece.split(".") if "." in piece else ())]
        for word in own:
            if len(word) > 2:
                yield word
                yield from (number for number in GLUED.findall(word) if number != word)


def named_in(stem: str, roster: Roster) -> Iterator[RosterLine]:
    """Yield the students whose names stand in a file's: runs of two to four words, none within a longer one."""
    parts = [word for word in BETWEEN.split(stem.replace(".", " ")) if squeezed(word)][:12]
    taken: set[int] = set()
    for length in (4, 3, 2):
        for start in range(len(parts) - length + 1):
            run = range(start, start + length)
            line = roster.named(" ".join(parts[start : start + length])) if taken.isdisjoint(run) else None
            if line is not None:
                taken.update(run)
                yield line


def is_date(number: str) -> bool:
    """Return whether a number may also be a day, with or without a time: 20261122, 14050901."""
    return MOMENT.fullmatch(number) is not None
