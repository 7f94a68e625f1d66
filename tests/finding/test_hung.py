"""A letter at the right margin stands before its answer, where a document has several of them."""

from __future__ import annotations

import pytest

from grader.documents.model import Line
from grader.finding.hung import with_hung_letters


def line(text: str, top: float, right: float = 530.0, left: float = 400.0) -> Line:
    return Line(text=text, number=int(top), page=1, box=(left, top, right, top + 10))


ROWS = [line("1\t0", 141, 510), line("0\t0", 151, 510)]


def test_a_letter_behind_its_answer_is_put_before_it() -> None:
    lines = [line("2 × 5 = 10 )a", 100), line("12 )b", 120), *ROWS, line(")c", 146, left=520)]
    assert [each.text for each in with_hung_letters(lines)] == [
        "a) 2 × 5 = 10",
        "b) 12",
        "c)",
        "1\t0",
        "0\t0",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([line("12 )a", 100), line("13 )b", 120)], id="too-few"),
        pytest.param(
            [line("12 )a", 100), line("13 )b", 120), line("f(x )c", 140, 480)], id="not-at-the-margin"
        ),
        pytest.param([line("f(a)", 100), line("g(b)", 120), line("h(c)", 140)], id="brackets-of-a-function"),
        pytest.param(
            [line("12 )a", 100), line("13 )b", 120), *ROWS, line(")c", 170, left=520)], id="beside-nothing"
        ),
    ],
)
def test_other_lines_stay_as_they_are(lines: list[Line]) -> None:
    assert with_hung_letters(lines) == lines
