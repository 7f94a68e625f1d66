"""A right value that no label gives counts only where no word and no letter give it to another part."""

from __future__ import annotations

import pytest

from grader.records import PartStatus
from tests.finding.conftest import Grade

CORRECT, WAITS = PartStatus.CORRECT, PartStatus.NEEDS_REVIEW


@pytest.mark.parametrize(
    ("asked", "text", "parts", "status"),
    [
        pytest.param(
            "1", "Q1\na) 14 x 14 x 8\nb) 28 x 28 x 8\n", ("conv", "pool"), WAITS, id="under-each-others-letters"
        ),
        pytest.param(
            "1", "Q1\nPooling: 28 x 28 x 8\nConvolution: 14 x 14 x 8\n", ("conv", "pool"), WAITS,
            id="behind-each-others-labels",
        ),
        pytest.param(
            "1", "سوال ۱\nخروجی لایه ادغام ۲۸ × ۲۸ × ۸ است. خروجی کانولوشن ۱۴ × ۱۴ × ۸ است.\n", ("conv", "pool"), WAITS,
            id="behind-each-others-words",
        ),
        pytest.param("2", "Q2\nWe need 400 + 512 = 4608 weights.\n", ("standard",), WAITS, id="whose-working-differs"),
        pytest.param(
            "4", "Q4\n∂L/∂X =\n6\t2\n2\t-1\n", ("feature_map", "grad_input"), WAITS, id="behind-its-symbol"
        ),
        pytest.param(
            "1", "Q1\na) 28 x 28 x 8\nand below it 14 x 14 x 8\nc) 1568\nd) 15690\n", ("pool",), CORRECT,
            id="behind-a-letter-that-was-missed",
        ),
    ],
)  # fmt: skip
def test_a_value_of_another_part_is_credited_to_none(
    grade: Grade, asked: str, text: str, parts: tuple[str, ...], status: PartStatus
) -> None:
    found = grade(asked, text)

    assert {found[part].status for part in parts} == {status}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("Q2\nstandard: 4200 = 512×9\n", WAITS, id="another-number-is-claimed"),
        pytest.param("Q2\nstandard: 4608 = 512×9\n", CORRECT, id="the-same-number"),
    ],
)
def test_working_behind_a_number_gives_that_number(grade: Grade, text: str, status: PartStatus) -> None:
    assert grade("2", text)["standard"].status is status
