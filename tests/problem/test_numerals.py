"""Parameters in a Persian question have Persian digits, sizes and fractions keep theirs."""

from __future__ import annotations

import pytest

from grader.locales import translator_for
from grader.problem.parameters import as_numeral, show_pair
from grader.translation import Message


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        pytest.param(as_numeral("2.5"), "۲٫۵", id="decimal"),
        pytest.param(as_numeral("-3"), "-۳", id="whole"),
        pytest.param(as_numeral("1/9"), "1/9", id="fraction"),
        pytest.param(show_pair((2, 2)), "۲", id="equal-pair"),
        pytest.param(show_pair((2, 3)), "2 × 3", id="size"),
    ],
)
def test_a_parameter_in_a_persian_sentence(shown: str, expected: str) -> None:
    assert translator_for("fa").sentence(Message("گام {stride}", {"stride": shown})) == f"گام {expected}"
