"""Reads in the name of a file or a folder whose it is."""

from __future__ import annotations

from collections.abc import Iterator

from grader.intake.identity import Roster, clean_id, squeezed

FEWEST_DIGITS, MOST_DIGITS = 5, 20  # of a number that is taken for an id where no roster tells


def student_of_name(name: str, roster: Roster | None) -> str | None:
    """Return the student id that a file's or folder's name holds: one on the roster, else one made of digits."""
    return next(iter(students_of_name(name, roster)), None)


def students_of_name(name: str, roster: Roster | None) -> list[str]:
    """Return the ids of all students whom a name names; without a roster, the first number that may be one."""
    stem = clean_id(name.rsplit(".", 1)[0] if "." in name else name)
    if roster:
        whole = roster.find(stem) or roster.named(stem)
        found = [whole] if whole else [line for word in words(stem) if (line := roster.find(word))]
        found = found or [line for each in names_in(stem) if (line := roster.named(each))]
        if found:
            return list(dict.fromkeys(line.student_id for line in found))
    likely = (
        word for word in (stem, *words(stem)) if word.isdigit() and FEWEST_DIGITS <= len(word) <= MOST_DIGITS
    )
    return list(likely)[:1]


def words(stem: str) -> Iterator[str]:
    """Yield the pieces of a name between ``_``, ``-`` and blanks."""
    return (word for word in stem.replace("-", " ").replace("_", " ").split() if len(word) > 2)


def names_in(stem: str) -> Iterator[str]:
    """Yield what may be a person's name in a file's: each run of two to four words, the longest first."""
    parts = [word for word in stem.replace("-", " ").replace("_", " ").split() if squeezed(word)][:12]
    for length in (4, 3, 2):
        for start in range(len(parts) - length + 1):
            yield " ".join(parts[start : start + length])
