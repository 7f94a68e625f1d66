"""Headings that a slip has spoilt, and lines that are near to a heading without being one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.documents.model import Line
from grader.finding.headings import heading_of
from grader.finding.misspelt import (
    is_near,
    with_first_letters_read,
    with_spelt_headings,
    with_spelt_parts,
)


def numbers_in(text: str) -> list[str]:
    """Return the numbers of the questions that the lines of a text name, those between bars."""
    lines = [Line(text=each, number=number) for number, each in enumerate(text.split("|"), start=1)]
    marks = [heading_of(line) for line in with_spelt_headings(lines)]
    return [mark.number for mark in marks if mark is not None and mark.number]


@pytest.mark.parametrize(
    "heading",
    [
        pytest.param("Quesiton 3", id="swapped"),
        pytest.param("## Probem 3", id="left-out"),
        pytest.param("**Porblem 3**", id="bold"),
        pytest.param("Prob1em 3:", id="digit-for-a-letter"),
        pytest.param("Prob lem 3", id="parted"),
        pytest.param("Questi0n3", id="glued"),
        pytest.param("Question thrid", id="ordinal"),
        pytest.param("Taks 3 (a) 28×28", id="short-word-swapped"),
        pytest.param("سوال سو م", id="persian-ordinal-parted"),
        pytest.param("پر سش ۳", id="persian-word-parted"),
        pytest.param("شوال سوم", id="persian-word"),
        pytest.param("پاسح سوال ۳", id="persian-answer"),
        pytest.param("سوال ۳م", id="digit-with-an-ending"),
        pytest.param("سوال سؤو م", id="persian-ordinal-with-a-slip-and-parted"),
    ],
)
def test_a_slip_is_mended_where_the_series_has_its_gap(heading: str) -> None:
    assert numbers_in(f"Question 1|5|Question 2|7|{heading}|9|Question 4|1") == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Question 4|1|Question S|2|Question 6|3", ["4", "5", "6"], id="s-for-five"),
        pytest.param("سوال ۴|1|سوال o|2|سوال ۶|3", ["4", "5", "6"], id="o-for-the-eastern-five"),
        pytest.param("Problem 9|1|Problem lO|2|Problem 11|3", ["9", "10", "11"], id="two-letters"),
        pytest.param("سوال چهارم|1|سوال پنچم|2|سوال ششم|3", ["4", "5", "6"], id="persian-ordinal"),
        pytest.param("Quesiton 1|5|Question 2|7|Question 3|1", ["1", "2", "3"], id="first"),
        pytest.param(
            "Question 1|5|Question 2|7|Qeustion 3|1|Quetsion 4|2", ["1", "2", "3", "4"], id="last-two"
        ),
        pytest.param("تمرین ۱|5|تمزین ۲|7|تمرین ۳|1", ["1", "2", "3"], id="exercises"),
    ],
)
def test_a_number_is_guessed_only_into_its_gap(text: str, expected: list[str]) -> None:
    assert numbers_in(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Quesiton 3 asks for the mean", id="a-sentence"),
        pytest.param("the problm of 3 layers", id="words-between"),
        pytest.param("Quesiton 2", id="goes-on-with-the-question"),
        pytest.param("Quetsoin 3", id="two-slips"),
        pytest.param("mask 3", id="another-word"),
        pytest.param("سال ۳", id="another-persian-word"),
        pytest.param("Question S is hard", id="letter-in-a-sentence"),
    ],
)
def test_what_is_not_surely_a_heading_stays_text(line: str) -> None:
    assert numbers_in(f"Question 1|5|Question 2|7|{line}|9|Question 4|1") == ["1", "2", "4"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Question 1|5|Quesiton 7|7|Question 4", ["1", "99", "4"], id="no-gap-for-its-number"),
        pytest.param(
            "Question 1|5|Quesiton 2|7|Qestion 2|8|Question 3", ["1", "99", "99", "3"], id="two-of-them"
        ),
        pytest.param("سوال ششم|1|سوال هستم|2|سوال نهم|3", ["6", "99", "9"], id="two-as-near"),
        pytest.param("سوال ششم|1|سوال هستم|2", ["6", "99"], id="behind-the-only-one"),
    ],
)
def test_a_heading_that_cannot_be_read_is_of_no_question(text: str, expected: list[str]) -> None:
    """What stands below it is surely no answer to the question before."""
    assert numbers_in(text) == expected


def letters_in(lines: list[Line]) -> list[tuple[str, str]]:
    """Return the letters that lines name, each with what stands behind it."""
    return [(mark.letter, mark.rest) for line in lines if (mark := heading_of(line)) and mark.letter]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Part a: 5|Prat b: 6|Part c: 7", [("a", "5"), ("b", "6"), ("c", "7")], id="swapped"),
        pytest.param("بخش الف: ۵|بحش ب: ۶|بخش پ: ۷", [("الف", "5"), ("ب", "6"), ("پ", "7")], id="persian"),
        pytest.param("Part a: 5|Port b: 6|Part c: 7", [("a", "5"), ("c", "7")], id="another-word"),
        pytest.param("Part a: 5|Prat b: 6", [("a", "5")], id="one-other-alone"),
    ],
)
def test_a_slip_in_the_word_of_a_part_is_mended(text: str, expected: list[tuple[str, str]]) -> None:
    lines = [Line(text=each, number=number) for number, each in enumerate(text.split("|"), start=1)]
    assert letters_in(with_spelt_parts(lines)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("سوال ۱|الق) ۵|ب) ۶", [("الف", "5"), ("ب", "6")], id="one-letter-another"),
        pytest.param("سوال ۱|ا) ۵|ب) ۶", [("الف", "5"), ("ب", "6")], id="one-letter-alone"),
        pytest.param("سوال ۱|الق) ۵|پ) ۶", [("پ", "6")], id="no-second-letter"),
        pytest.param("سوال ۱|کلا) ۵|ب) ۶", [("ب", "6")], id="another-word"),
    ],
)
def test_a_first_letter_is_told_by_the_second(text: str, expected: list[tuple[str, str]]) -> None:
    lines = [Line(text=each, number=number) for number, each in enumerate(text.split("|"), start=1)]
    assert letters_in(with_first_letters_read(lines)) == expected


@given(st.text("abc", min_size=1, max_size=8), st.integers(0, 7), st.sampled_from("abcd"))
def test_one_letter_more_or_less_or_another_is_near(word: str, at: int, letter: str) -> None:
    at = min(at, len(word) - 1)
    for text in (
        word[:at] + letter + word[at:], word[:at] + word[at + 1 :], word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    ):  # fmt: skip
        assert is_near(text, word)
        assert is_near(word, text)
