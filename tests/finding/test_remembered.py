"""Equal texts are read once for equal kinds, and never another's reading is given."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pytest

from grader.answers import Expression, Integer, Kind, Reading, Scope, Shape
from grader.finding import remembered
from grader.records import JsonValue

SCOPES = (
    Scope(),
    Scope(values={"n": Fraction(3)}),
    Scope(values={"n": Fraction(4)}),
    Scope(options={"layout": "channels_last"}),
    Scope(labels=("n",)),
)
KINDS: tuple[Kind, ...] = (Integer(), Shape(), Expression(symbols=("n",)), Expression(symbols=("m",)))


@pytest.mark.parametrize("text", ["28", "28 × 28 × 32", "n + 1", "2n = 6", "", "nothing at all"])
def test_what_is_remembered_is_what_is_read(text: str) -> None:
    for _ in range(2):
        for kind in KINDS:
            for scope in SCOPES:
                assert remembered.read(kind, text, scope) == kind.read(text, scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting(Integer):
    """Counts how often it reads."""

    def read(self, submitted: JsonValue, scope: Scope = SCOPES[0]) -> Reading:
        READ.append(submitted)
        return Integer.read(self, submitted, scope)


READ: list[JsonValue] = []


def test_equal_kinds_read_a_text_once_in_equal_scopes() -> None:
    READ.clear()
    for number in (3, 3, 4):
        remembered.read(Counting(), "n + 1", Scope(values={"n": Fraction(number)}))
    assert READ == ["n + 1", "n + 1"]
