"""Knows which names of a notebook's programs keep one value from its first cell to its last, and which is the last."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from grader.documents.assigned import Assigned, assigned_in, bound_in, is_answers_name

ANY_ENTRY = re.compile(r"(?:answers?|submission|results)\s?(?:\[(?!\s?['\"])|\.update)")
ANY, ALL = "[]", "[*]"  # what may bind any of the answers, and what replaces them all


class Place(NamedTuple):
    """Where a name is bound: the place of the cell among all of a notebook, and the lines in it."""

    cell: int
    first: int
    last: int


class Changing:
    """The names that a notebook's programs bind; ``programs`` are by the places of their cells, ``texts`` the others'.

    Behind a text a name that is no answer's may stand for something else than before it.
    """

    def __init__(self, programs: Mapping[int, str], texts: Sequence[int]) -> None:
        self.texts = sorted(texts)
        self.values: dict[str, set[str]] = {}
        self.found: Counter[str] = Counter()
        self.times: Counter[str] = Counter()
        self.bound: dict[int, list[tuple[str, Place]]] = {}
        self.last: dict[tuple[str, int], Place] = {}
        self.times_here: Counter[tuple[str, int]] = Counter()
        self.unread = ""
        for cell, program in programs.items():
            self.read(cell, program)

    def read(self, cell: int, program: str) -> None:
        """Take in one program; of one that is no Python only its text is kept."""
        bound = bound_in(program)
        if bound is None:
            self.unread += f"\n{program}"
            return
        self.bound[cell] = [(each.key, Place(cell, each.first, each.last)) for each in bound]
        self.times.update(each.key for each in bound)
        for key, place in self.bound[cell]:
            self.see(key, place)
        for each in assigned_in(program):
            self.found[each.key] += not each.is_listed
            self.values.setdefault(each.key, set()).add(each.value)
            if each.is_listed and each.value:
                self.see(each.key, Place(cell, each.first, each.last))

    def see(self, key: str, place: Place) -> None:
        """Keep where a name is bound last, and how often, in what is one section for it."""
        here = self.section(key, place)
        self.last[here] = max(place, self.last.get(here, place))
        self.times_here[here] += 1

    def section(self, key: str, place: Place) -> tuple[str, int]:
        """Return in which section a name stands for one thing: an answer's in the only one, others' end at a text."""
        is_everywhere = key.startswith("[") or is_answers_name(key)
        return key, 0 if is_everywhere else bisect(self.texts, place.cell)

    def is_sure(self, cell: int, each: Assigned) -> bool:
        """Return whether a name has the value of this assignment and no other; an empty one waits to be filled in."""
        return (
            self.times[each.key] == self.found[each.key]
            and len(self.values[each.key] - {""}) < 2
            and not re.search(rf"(?<!\w){re.escape(each.name)}(?!\w)", self.unread)
            and not (each.is_entry and (self.times[ANY] or ANY_ENTRY.search(self.unread)))
            and not (each.is_entry and self.is_followed(ALL, Place(cell, each.first, each.last)))
        )

    def is_replaced(self, cell: int, each: Assigned) -> bool:
        """Return whether a name has, or may have, another value later, so that this one is not the student's last."""
        keys = (each.key, ANY, ALL) if each.is_entry else (each.key,)
        place = Place(cell, each.first, each.last)
        return not self.is_sure(cell, each) and any(self.is_followed(key, place) for key in keys)

    def is_followed(self, key: str, place: Place) -> bool:
        """Return whether a name is bound once more behind a place."""
        last = self.last.get(self.section(key, place))
        return last is not None and (last.cell, last.first) > (place.cell, place.last)

    def unsettled(self, cell: int, found: Sequence[Assigned]) -> dict[int, str]:
        """Return the lines of a program that bind a name in a way only running would tell, while others bind it too."""
        known = {(each.key, line) for each in found for line in range(each.first, each.last + 1)}
        return {
            line: key.strip("[]")
            for key, place in self.bound.get(cell, ())
            if key not in (ANY, ALL)
            and (key, place.first) not in known
            and self.times_here[self.section(key, place)] > 1
            for line in range(place.first, place.last + 1)
        }
