"""Lists that a sentence tells by first and second are read; what is not plain is left."""

from __future__ import annotations

import pytest

from grader.finding.folding import fold
from grader.finding.told import cells_told


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        pytest.param(
            "after the first pooling 31 and after the second 15", ["31", "15"], id="behind-the-word"
        ),
        pytest.param("31 after the first, 15 after the second pooling", ["31", "15"], id="before-the-word"),
        pytest.param("بعد از اولین کاهش ۳۱ و بعد از دومین ۱۵ می‌شود.", ["31", "15"], id="persian"),
        pytest.param("the first: (64-2)/2 = 31, the second: (31-1)/2 = 15.", ["31", "15"], id="worked-out"),
        pytest.param("1st 31, 2nd 15, 3rd 7", ["31", "15", "7"], id="three"),
        pytest.param(
            "the first layer has 3 filters of 5x5, the second 4", [], id="two-numbers-beside-one-word"
        ),
        pytest.param("31 first, 15 second and 46 in all", [], id="numbers-at-both-ends"),
        pytest.param("the second is 15 and the first 31", [], id="another-order"),
        pytest.param("the first is 31", [], id="one-alone"),
        pytest.param("the first and the second are equal", [], id="no-numbers"),
        pytest.param("first 31 = 30 + 1 = 31, second 15", [], id="several-signs-of-equality"),
    ],
)
def test_a_list_that_is_told_in_its_order_is_read(text: str, cells: list[str]) -> None:
    assert cells_told(fold(text)) == cells
