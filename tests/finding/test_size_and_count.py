"""A size and what is counted besides it, in one sentence, answer two parts: the output, and the parameters."""

from __future__ import annotations

import pytest

from grader.records import PartStatus
from tests.finding.conftest import Grade

RIGHT, WRONG, WAITS = PartStatus.CORRECT, PartStatus.INCORRECT, PartStatus.NEEDS_REVIEW

SAID = [
    pytest.param("18x26x12, weights: 336", (RIGHT, RIGHT), id="named-behind-a-comma"),
    pytest.param("[18, 26, 12] and 28*12 = 336 weights", (RIGHT, RIGHT), id="in-square-brackets"),
    pytest.param("We get $18\\times26\\times12$ (336 parameters).", (RIGHT, RIGHT), id="in-round-brackets"),
    pytest.param(
        "The 12 filters have (9·3+1)·12 = 336 weights, output 18×26×12", (RIGHT, RIGHT), id="count-first"
    ),
    pytest.param("خروجی ۱۸×۲۶×۱۲ می‌شود و ۳۳۶ وزن دارد", (RIGHT, RIGHT), id="in-persian"),
    pytest.param("۳۳۶ پارامتر، خروجی ۱۸ در ۲۶ در ۱۲", (RIGHT, RIGHT), id="in-persian-count-first"),
    pytest.param("ابعاد ۱۸×۲۶×۱۲ با (۲۷+۱)×۱۲=۳۳۶ پارامتر", (RIGHT, RIGHT), id="a-product-is-no-size"),
    pytest.param("18×26×12, 336", (RIGHT, RIGHT), id="without-words"),
    pytest.param("18×26×12, 338 parameters", (RIGHT, WRONG), id="a-wrong-count"),
    pytest.param("16×24×12, 336 parameters", (WRONG, RIGHT), id="a-wrong-size"),
    pytest.param("18×26, 12", (RIGHT, WAITS), id="channels-behind-a-comma"),
    pytest.param(
        "each filter is 3×3×3 with 28 weights; 18×26×12, 336 weights", (WAITS, RIGHT), id="of-one-filter"
    ),
    pytest.param("Only 336 parameters.", (WAITS, RIGHT), id="no-size"),
]


@pytest.mark.parametrize(("said", "statuses"), SAID)
def test_a_size_and_a_count_under_one_letter_answer_both_parts(
    grade: Grade, said: str, statuses: tuple[PartStatus, PartStatus]
) -> None:
    parts = grade("I", f"Q9\na) {said}\nb) 9×13×12\n")

    assert (parts["conv1"].status, parts["conv1_params"].status) == statuses


@pytest.mark.parametrize(
    ("said", "statuses"),
    [
        pytest.param("6 + 3·4 = 18, [10, 14, 18]", (RIGHT, RIGHT), id="behind-a-comma"),
        pytest.param("18\n[10 14 18]", (RIGHT, RIGHT), id="in-two-lines"),
        pytest.param("[10, 14, 18], so 18 in the end", (RIGHT, RIGHT), id="list-first"),
        pytest.param("20, [10, 14, 18]", (WRONG, RIGHT), id="another-number-than-the-last"),
        pytest.param("[10, 14, 18]", (WAITS, RIGHT), id="a-list-alone"),
    ],
)
def test_a_number_in_a_list_does_not_answer_the_part_beside_it(
    grade: Grade, said: str, statuses: tuple[PartStatus, PartStatus]
) -> None:
    parts = grade("M", f"Q13\na) {said}\nb) 9\n")

    assert (parts["channels"].status, parts["per_layer"].status) == statuses


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("Effective kernel: 5\nOutput size: 16 x 14\nFormula: (M-DF+D)*(N-DF+D)", id="labels"),
        pytest.param("کرنل مؤثر: ۵\nاندازهٔ خروجی: ۱۶ در ۱۴\nفرمول: (M-D(F-1))×(N-D(F-1))", id="in-persian"),
        pytest.param(
            "effective kernel = 2·2+1 = 5\nOutput size: height = 20-5+1 = 16, width = 18-5+1 = 14\n"
            "In general: height = M-D(F-1), width = N-D(F-1)",
            id="side-by-side",
        ),
    ],
)
def test_a_size_in_numbers_is_no_rival_of_its_formula(grade: Grade, said: str) -> None:
    parts = grade("N", f"Q14\n{said}\n")

    assert {name: part.status for name, part in parts.items()} == dict.fromkeys(parts, RIGHT)
