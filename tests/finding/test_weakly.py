"""Letters with weak marks, which their order shows to be those of parts."""

from __future__ import annotations

import pytest

from grader.documents.model import Line
from grader.finding.headings import heading_of
from grader.finding.weakly import with_weakly_lettered


def letters_in(text: str) -> list[tuple[str, str]]:
    """Return the letters and what stands behind them, of a text."""
    lines = [Line(text=each, number=number) for number, each in enumerate(text.split("\n"), start=1)]
    marks = [heading_of(line) for line in with_weakly_lettered(lines)]
    return [(mark.letter, mark.rest) for mark in marks if mark is not None and mark.letter and mark.is_strong]


@pytest.mark.parametrize(
    "template",
    [
        pytest.param("{}/ {}", id="slash"),
        pytest.param("{} - {}", id="dash"),
        pytest.param("({} {}", id="open-bracket"),
        pytest.param("{}| {}", id="bar"),
        pytest.param("{{{}}} {}", id="braces"),
        pytest.param("{} => {}", id="arrow"),
        pytest.param("{} {}", id="blank"),
        pytest.param("_{}_ {}", id="underscores"),
    ],
)
@pytest.mark.parametrize(
    "letters", [pytest.param(("a", "b"), id="latin"), pytest.param(("الف", "ب"), id="persian")]
)
def test_letters_in_order_under_several_questions_are_parts(template: str, letters: tuple[str, str]) -> None:
    first, second = letters
    rows = [template.format(letter, value) for letter, value in ((first, "28 × 28"), (second, "9"))]
    text = "\n".join(["Question 1", *rows, "Question 2", *rows])
    assert letters_in(text) == [(first, "28 × 28"), (second, "9")] * 2


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Question 1|a - b|Question 2|b - a", id="differences"),
        pytest.param("Question 1|a 0 0|b a 0|Question 2|5", id="rows-of-one-matrix"),
        pytest.param("Question 1|a b|c d|Question 2|a b|c d", id="rows-of-kernels"),
        pytest.param("Question 1|a 3×3 kernel|a 5×5 kernel|Question 2|a 3×3 kernel|b 9", id="an-article"),
        pytest.param("Question 1|a/ 5|c/ 7|Question 2|a/ 5", id="one-left-out"),
    ],
)
def test_other_lines_that_begin_with_a_letter_stay_text(text: str) -> None:
    assert letters_in(text.replace("|", "\n")) == []


def test_a_question_with_sure_letters_keeps_them() -> None:
    text = "Question 1|a) 5|a - b|b - 3|Question 2|a - 5|b - 6|Question 3|a - 7|b - 8"
    assert letters_in(text.replace("|", "\n")) == [("a", "5"), ("a", "5"), ("b", "6"), ("a", "7"), ("b", "8")]
