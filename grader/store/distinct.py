"""Does once what the equal parts and questions of many students need.

One judgement serves all students who answered alike, so most parts of a class are a few hundred objects, and
turning one into JSON costs a hundred times as much as finding that it was done before.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from grader.records import QuestionRecord

Given = TypeVar("Given")
Made = TypeVar("Made")

LARGEST = 8192  # values that are remembered at a time


class Distinct(Generic[Given, Made]):
    """What ``make`` gives for each value, made once for all that ``identity`` tells are the same."""

    def __init__(self, make: Callable[[Given], Made], identity: Callable[[Given], Hashable] = id) -> None:
        self._make = make
        self._identity = identity
        # The value is kept with what was made of it, so that no other object can take its identity.
        self._known: dict[Hashable, tuple[Made, Given]] = {}

    def __call__(self, given: Given) -> Made:
        """Return what ``make`` gives for ``given``."""
        key = self._identity(given)
        known = self._known.get(key)
        if known is not None:
            return known[0]
        made = self._make(given)
        self.keep(given, made)
        return made

    def keep(self, given: Given, made: Made) -> None:
        """Remember what ``make`` would give for ``given``, where that is known without making it."""
        if len(self._known) >= LARGEST:
            self._known.clear()
        self._known[self._identity(given)] = (made, given)


def question_identity(question: QuestionRecord) -> Hashable:
    """Return what tells a question's answers from another's, whatever the student's parameters are."""
    return question.id, *map(id, question.parts)
