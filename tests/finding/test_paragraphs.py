"""Sentences and calculations that run over a line's end are one line again, and nothing else is."""

from __future__ import annotations

import pytest

from grader.documents.model import Line
from grader.finding.paragraphs import joined

FULL = "This sentence is as long as any other line of the paragraph that it stands in, and so"


def together(*texts: str) -> list[str]:
    return [line.text for line in joined([Line(text=text, number=at) for at, text in enumerate(texts, 1)])]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(FULL, "it runs on to the next one", id="a-sentence"),
        pytest.param("Sum: 18,063,360 + 9,031,680", "+ 1,505,280, which is 28,600,320 in all", id="a-sum"),
        pytest.param("14 · 14 · 480", "× 192 = 18,063,360 multiplications", id="a-product"),
        pytest.param(f"{FULL} with F = 3 and D =", "4 the side is 9 pixels", id="an-equation"),
    ],
)
def test_what_runs_over_the_end_of_a_line_is_one_line(before: str, after: str) -> None:
    assert together(FULL, before, after)[-1].endswith(f"{before} {after}")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("a result of 14", "-3 is the next one", id="a-sign-may-be-its-numbers-own"),
        pytest.param("C =", "3\t-2", id="a-row-of-a-matrix"),
        pytest.param("14", "* item of a list", id="a-bullet"),
        pytest.param("short", "line", id="a-short-line"),
    ],
)
def test_what_begins_anew_stays_a_line_of_its_own(before: str, after: str) -> None:
    assert together(FULL, before, after)[-1] == after
