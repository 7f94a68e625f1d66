"""Knows whose hand-in it is: folds ids and names so that spellings of one agree, and finds them on the roster."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LONGEST_ID = 64
LONGEST_NAME = 200
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLine:
    """One student of the roster; ``line`` is the whole line, so that a change of it is seen.

    ``number`` is the one by which a platform knows the student; ``submitted_at`` and ``late`` are what its list says of
    the hand-in, None where it says nothing.
    """

    student_id: str
    name: str | None
    line: tuple[str, ...]
    email: str = ""
    number: str = ""
    group: str = ""
    submitted_at: str | None = None
    late: bool | None = None


class Roster:
    """The students of the class by folded id."""

    __slots__ = ("_emails", "_names", "_numbers", "students")

    def __init__(self, students: Mapping[str, RosterLine]) -> None:
        self.students = students
        self._names: dict[str, list[RosterLine]] | None = None
        self._emails = {fold_id(line.email): line for line in students.values() if line.email}
        self._numbers = {fold_id(line.number): line for line in students.values() if line.number}

    def find(self, student_id: str) -> RosterLine | None:
        """Return the student with that id, or address, in whatever spelling."""
        folded = fold_id(student_id)
        return self.students.get(folded) or self._emails.get(folded)

    def numbered(self, number: str) -> RosterLine | None:
        """Return the student whom a platform knows by that number."""
        return self._numbers.get(fold_id(number)) if number else None

    def named(self, name: str) -> RosterLine | None:
        """Return the only student of that name, the family name first or last; None where there is none or several."""
        if self._names is None:
            self._names = {}
            for line in self.students.values():
                for spelling in dict.fromkeys(turns(line.name or "")):
                    self._names.setdefault(spelling, []).append(line)
        wanted = squeezed(name)
        found = self._names.get(wanted, []) if wanted else []
        if len(found) > 1:
            found = [line for line in found if squeezed(line.name or "") == wanted]
        return found[0] if len(found) == 1 else None

    def members(self, group: str) -> list[RosterLine]:
        """Return the students of a group, which may be given as a file's name has it."""
        wanted = squeezed(group)
        return [line for line in self.students.values() if line.group and squeezed(line.group) == wanted]

    def near(self, student_id: str) -> str:
        """Return the near match to offer, never to take: an id and its name, or an empty text."""
        from difflib import get_close_matches  # only for an id that is not on the roster

        close = get_close_matches(fold_id(student_id), self.students, n=1, cutoff=0.8)
        return shown(self.students[close[0]]) if close else ""

    def near_name(self, name: str) -> str:
        """Return the student of nearly that name, to offer: an id and a name, or an empty text."""
        from difflib import get_close_matches

        names = {spelling: line for line in self.students.values() for spelling in turns(line.name or "")}
        close = get_close_matches(squeezed(name), names, n=1, cutoff=0.75)
        return shown(names[close[0]]) if close else ""


def shown(line: RosterLine) -> str:
    """Return a student as a sentence names them."""
    return f"{line.student_id} ({line.name})" if line.name else line.student_id


def turns(name: str) -> Iterator[str]:
    """Yield a name squeezed, with each of its words first in turn: the family name may stand first or last."""
    words = fold_letters(name[:LONGEST_NAME]).replace(",", " ").replace("،", " ").split()
    for first in range(len(words)):
        yield squeezed("".join([*words[first:], *words[:first]]))


def squeezed(name: str) -> str:
    """Return the letters and digits of a person's name, folded."""
    return "".join(letter for letter in fold_letters(name) if letter.isalnum())


def fold_letters(name: str) -> str:
    """Return a name without what never tells two apart but for its blanks: case, composition, ي for ی."""
    clean = clean_id(name).casefold()
    return clean.replace("ي", "ی").replace("ى", "ی").replace("ك", "ک")


def fold_id(student_id: str) -> str:
    """Return an id without what never tells two students apart: digits' script, case, composition, blanks."""
    if student_id.isascii():
        return "".join(student_id.split()).casefold()
    # Composed again at the end: a letter and its accent may have stood apart by nothing but a blank.
    return unicodedata.normalize("NFKC", INVISIBLE.sub("", clean_id(student_id)).casefold())


def fold_name(name: str) -> str:
    """Return a person's name without what never tells two apart: case, composition, blanks, ي for ی."""
    return fold_id(name).replace("ي", "ی").replace("ى", "ی").replace("ك", "ک")


def clean_id(student_id: str) -> str:
    """Return an id with ASCII digits, composed letters and no invisible characters; case is kept."""
    if student_id.isascii():
        return student_id.strip()
    normal = unicodedata.normalize("NFKC", student_id)
    digits = "".join(str(unicodedata.digit(each)) if each.isdigit() else each for each in normal)
    return INVISIBLE.sub(lambda found: " " if found[0].isspace() else "", digits).strip()
