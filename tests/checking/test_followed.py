"""What a later part may follow from: not what was seen in the other order as well, but what it agrees with."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from grader.answers import Kind, Matrix, Shape
from grader.catalogue.bank import Bank
from grader.checking.turned import may_be_turned
from grader.checking.verdict import Verdict
from grader.problem.parts import PartId
from grader.records import PartStatus
from tests.checking.judging import FOLLOWED, WAITS, judged, told


@pytest.mark.parametrize(
    ("kind", "answer", "beside", "is_open"),
    [
        pytest.param(Shape(), "24 × 18 × 13", "13 × 18 × 24", True, id="a-shape-from-both-sides"),
        pytest.param(Matrix(), "1 2; 3 4", "2 1; 4 3", True, id="a-matrix-from-both-sides"),
        pytest.param(Shape(), "24 × 18 × 13", "6 × 9 × 24", False, id="another-shape"),
        pytest.param(Shape(), "5 × 4 × 5", "5 × 4 × 5", False, id="the-same-from-both-sides"),
        pytest.param(Matrix(), "1 2; 3 4", "3 4; 1 2", False, id="rows-change-places"),
    ],
)
def test_an_answer_seen_from_both_sides_is_open(kind: Kind, answer: str, beside: str, is_open: bool) -> None:
    """`6 × 9 × 24` may follow from `13 × 18 × 24`, which a page from the right shows as `24 × 18 × 13`."""
    reading = replace(kind.read(answer), nearby=kind.read(beside).values)
    verdict = Verdict(
        part_id=PartId("conv"), status=PartStatus.INCORRECT, credit=Fraction(0), reading=reading,
        value=reading.values[0],
    )  # fmt: skip

    assert may_be_turned(kind, verdict) is is_open


@pytest.mark.parametrize(
    ("doubled", "expected"),
    [
        pytest.param("246", FOLLOWED, id="it-agrees-with-what-waits"),
        pytest.param("247", WAITS, id="it-does-not"),
    ],
)
def test_what_agrees_with_an_earlier_answer_that_waits_follows_from_it(
    bank: Bank, doubled: str, expected: tuple[str, object, bool]
) -> None:
    parts = judged(bank, {"total": "100 + 20 = 123", "double": doubled})

    assert told(parts["total"]) == WAITS
    assert told(parts["double"]) == expected
