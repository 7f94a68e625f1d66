"""Judges answers to one question of the small course, and says in short what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from grader.catalogue.bank import Bank
from grader.records import JsonValue, PartRecord
from tests.catalogue.courses import (
    WALK_QUESTION,
    graded,
    homework_of,
)


def judged(
    bank: Bank, answers: Mapping[str, JsonValue], more: str = "", question: str = WALK_QUESTION
) -> dict[str, PartRecord]:
    """Return the parts of one question; ``more`` are further lines of the assignment's question."""
    homework = homework_of(bank, question + more + "\n")
    name = homework.questions[0].id
    return {
        part.id: part
        for part in graded(homework, {f"{name}.{part}": each for part, each in answers.items()}).parts
    }


def told(part: PartRecord) -> tuple[str, Fraction, bool]:
    return str(part.status), part.credit, part.followed_through


RIGHT = ("correct", Fraction(1), False)
FOLLOWED = ("correct", Fraction(1), True)
WRONG = ("incorrect", Fraction(0), False)
WAITS = ("needs_review", Fraction(0), False)
BLANK = ("blank", Fraction(0), False)
UNIT = 'options = { unit = "step" }'  # what settles the convention of the walk
