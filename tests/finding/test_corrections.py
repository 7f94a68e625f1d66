"""A value that is said to be the correction counts, and so does the sum or the product of those before it."""

from __future__ import annotations

import pytest

from grader.records import PartStatus
from tests.finding.conftest import Grade

CORRECT, WAITS = PartStatus.CORRECT, PartStatus.NEEDS_REVIEW


@pytest.mark.parametrize(
    ("asked", "text", "part", "status"),
    [
        pytest.param("3", "Question 3\na) 9. Correction: 7", "effective_kernel", CORRECT, id="corrected"),
        pytest.param("3", "سوال ۳\nالف) ۹\nاصلاح: ۷", "effective_kernel", CORRECT, id="corrected-in-persian"),
        pytest.param("3", "Question 3\na) 7. Correction: 9", "effective_kernel", WAITS, id="corrected-to-a-wrong-one"),
        pytest.param("3", "Question 3\na) 9. Correction of part b: 7", "effective_kernel", WAITS, id="of-another-part"),
        pytest.param("3", "Question 3\na) Correction: 7. Then 9", "effective_kernel", WAITS, id="before-another"),
        pytest.param(
            "3", "Question 3\na) 7, i.e. a 5 × 5 kernel", "effective_kernel", WAITS, id="another-square-behind"
        ),
        pytest.param("3", "Question 3\na) 7, i.e. a 7 × 7 kernel", "effective_kernel", CORRECT, id="its-square"),
    ],
)  # fmt: skip
def test_what_is_corrected_counts_as_it_is_said(
    grade: Grade, asked: str, text: str, part: str, status: PartStatus
) -> None:
    assert grade(asked, text)[part].status is status
