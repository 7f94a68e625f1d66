"""Lines are cut before letters with dots only where these follow one another from the line's beginning."""

from __future__ import annotations

import pytest

from grader.documents.markdown import read_plain_text
from grader.documents.model import Doubt
from grader.finding.lettered import dotted_letters, skips_letters
from grader.finding.paragraphs import prepared


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        pytest.param("a. 5 b. 28×24 c. 7", ["a. 5", "b. 28×24", "c. 7"], id="dots"),
        pytest.param("a: mean = 5 b: 7.5", ["a: mean = 5", "b: 7.5"], id="colons"),
        pytest.param("الف. ۱۲ ب. ۷ ج. ۵", ["الف. ۱۲", "ب. ۷", "ج. ۵"], id="abjad"),
        pytest.param("الف: ۱۲ ب: ۷ پ: ۵", ["الف: ۱۲", "ب: ۷", "پ: ۵"], id="alphabet"),
        pytest.param(
            "ج. تقریباً 0.135 د. معادل 13.5%", ["ج. تقریباً 0.135", "د. معادل 13.5%"], id="not-the-first"
        ),
        pytest.param("Question 4: a. 5 b. 6", ["Question 4: a. 5", "b. 6"], id="behind-the-question"),
        pytest.param("(الف( 7.2 )ب) 0.5", ["(الف( 7.2", ")ب) 0.5"], id="brackets-turned"),
        pytest.param("a. 5 d. h. b. 6", ["a. 5 d. h.", "b. 6"], id="others-between"),
    ],
)
def test_a_line_is_cut_before_letters_in_their_order(text: str, pieces: list[str]) -> None:
    assert [line.text for line in prepared(read_plain_text(text, "a.txt"))] == pieces


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The output of a. b. is 5", id="words-before"),
        pytest.param("a. We add layer c. It has 5", id="one-left-out"),
        pytest.param("a.5 b.6", id="no-blank-behind"),
        pytest.param("b. 5 a. 6", id="backwards"),
        pytest.param("a. 5", id="one"),
        pytest.param("x. 5 y. 6", id="no-parts"),
    ],
)
def test_other_lines_are_not_cut_at_letters_with_dots(text: str) -> None:
    assert dotted_letters(text) == []


@pytest.mark.parametrize(
    ("text", "is_doubtful"),
    [
        pytest.param("a. 20 × 16 c. 10 × 8", True, id="one-left-out"),
        pytest.param("الف. ۵ ج. ۶", True, id="persian-one-left-out"),
        pytest.param("b. 5 a. 6", False, id="backwards"),
        pytest.param("a. 5 b. 6", False, id="in-order"),
    ],
)
def test_letters_that_rise_with_gaps_leave_a_doubt(text: str, is_doubtful: bool) -> None:
    assert skips_letters(text) is is_doubtful
    lines = prepared(read_plain_text(text, "a.txt"))
    assert any(Doubt.ORDER in line.doubts for line in lines) is is_doubtful
