"""Parts under one letter are answered in their order, where each has a value there and nothing says otherwise."""

from __future__ import annotations

import pytest

from grader.records import PartStatus
from tests.finding.conftest import Grade

RIGHT, WRONG, WAITS = PartStatus.CORRECT, PartStatus.INCORRECT, PartStatus.NEEDS_REVIEW

SHARED = [
    pytest.param("G", "Q7\na) 4608\nb) 144, 512 and 656\n", (RIGHT, RIGHT, RIGHT), id="a-list"),
    pytest.param("G", "Q7\na) 4608\nb)\n144\n512\n656\n", (RIGHT, RIGHT, RIGHT), id="one-below-the-other"),
    pytest.param(
        "G", "Q7\na) 4608\nb) 16·9 = 144; 16·32 = 512; 656\n", (RIGHT, RIGHT, RIGHT), id="equations"
    ),
    pytest.param("G", "Q7\na) 4608\nb) 145, 512 and 657\n", (WRONG, RIGHT, RIGHT), id="one-of-them-wrong"),
    pytest.param("G", "سوال ۷\nالف) ۴۶۰۸\nب) ۱۴۴ و ۵۱۲ و ۶۵۶\n", (RIGHT, RIGHT, RIGHT), id="in-persian"),
    pytest.param(
        "G",
        "Q7\na) 4608\nb) One kernel for each of the channels gives 145, the other step has 512, and both have 657\n",
        (WRONG, RIGHT, RIGHT),
        id="how-many-in-passing",
    ),
    pytest.param("G", "Q7\na) 4608\nb) 512, 144 and 656\n", (WAITS, WAITS, RIGHT), id="in-another-order"),
    pytest.param("G", "Q7\na) 4608\nb) 144 and 656\n", (RIGHT, WAITS, RIGHT), id="fewer-than-the-parts"),
    pytest.param(
        "G", "Q7\na) 4608\nb) 9, 144, 512 and 656\n", (WAITS, WAITS, RIGHT), id="more-than-the-parts"
    ),
    pytest.param(
        "G",
        "Q7\na) 4608\nb) pointwise 144, depthwise 512, all 656\n",
        (WAITS, WAITS, RIGHT),
        id="named-otherwise",
    ),
]


@pytest.mark.parametrize(("asked", "text", "statuses"), SHARED)
def test_values_under_a_shared_letter_stand_in_the_order_of_its_parts(
    grade: Grade, asked: str, text: str, statuses: tuple[PartStatus, ...]
) -> None:
    parts = grade(asked, text)

    assert tuple(parts[name].status for name in ("depthwise", "pointwise", "separable")) == statuses


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        pytest.param("36C^2 resp. 49C^2", (WRONG, RIGHT), id="the-first-wrong"),
        pytest.param("27 C^2 resp. 49 C^2", (RIGHT, RIGHT), id="two-right"),
        pytest.param("27 C^2 for three, 49 C^2 for one", (WAITS, WAITS), id="for-how-many"),
        pytest.param("27Cˆ2 and 49Cˆ2", (RIGHT, RIGHT), id="a-circumflex-of-latex"),
        pytest.param("49C^2 resp. 27C^2", (WAITS, WAITS), id="the-other-way-round"),
        pytest.param("27C^2", (WAITS, WAITS), id="only-one"),
        pytest.param("27C^2 for one layer and 49C^2 for the three", (WAITS, WAITS), id="named-behind"),
        pytest.param("one layer: 27C^2, three layers: 49C^2", (WAITS, WAITS), id="named-otherwise"),
    ],
)
def test_formulas_under_a_shared_letter_stand_in_the_order_of_its_parts(
    grade: Grade, text: str, statuses: tuple[PartStatus, ...]
) -> None:
    parts = grade("H", f"Q8\na) 7\nb) {text}\n")

    assert (parts["stacked_params"].status, parts["single_params"].status) == statuses
