"""A walk of steps does not rival the list of those steps that are asked."""

from __future__ import annotations

import pytest

from grader.records import PartStatus
from tests.finding.conftest import Grade


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param("128→126→64→62→32→16, encoder: [64, 32, 16]", PartStatus.CORRECT, id="in-one-line"),
        pytest.param("128 -> 126 -> 64 -> 32 -> 16\nso [64, 32, 16]", PartStatus.CORRECT, id="below-it"),
        pytest.param("128→126→64→62→32→15, encoder: [64, 32, 15]", PartStatus.PARTIAL, id="wrong"),
        pytest.param("128→126→64→62→32→16\n[64, 31, 16]", PartStatus.NEEDS_REVIEW, id="no-part-of-it"),
    ],
)
def test_the_steps_that_are_asked_count(grade: Grade, said: str, status: PartStatus) -> None:
    assert grade("D", f"Q4\nencoder\n{said}\nbottleneck: 16×16×128\n")["encoder"].status is status
