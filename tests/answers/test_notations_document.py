"""Every example in docs/notations.md is read as it says."""

import re
from pathlib import Path

import pytest

from grader.answers import Expression, Integer, Kind, Length, Matrix, Number, Percent, Shape, Vector

DOCUMENT = Path(__file__).parents[2] / "docs" / "notations.md"
KINDS: dict[str, Kind] = {
    "integer": Integer(),
    "side": Integer(side="height"),
    "length": Length(),
    "number": Number(),
    "percent": Percent(),
    "shape": Shape(),
    "vector": Vector(),
    "matrix": Matrix(),
    "formula": Expression(symbols=("M", "N", "F", "D", "k_1", "sigma")),
}


def examples() -> list[tuple[str, str, str]]:
    rows = re.findall(
        r"^\| (\w+) \| `(.+?)` \| (.+?) \|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE
    )
    return [(kind, written.replace("\\|", "|").replace("⏎", "\n"), read) for kind, written, read in rows]


@pytest.mark.parametrize(("kind", "written", "read"), examples())
def test_an_example_is_read_as_the_document_says(kind: str, written: str, read: str) -> None:
    reading = KINDS[kind].read(written)
    shown = " or ".join(KINDS[kind].show(value) for value in reading.values)
    assert (reading.reason or shown) == read


def test_the_document_holds_every_kind_and_every_reason() -> None:
    found = examples()
    assert {kind for kind, _, _ in found} == set(KINDS)
    assert {"malformed", "contradictory", "not_finite", "too_long", "blank"} <= {read for _, _, read in found}
    assert len(found) > 90
