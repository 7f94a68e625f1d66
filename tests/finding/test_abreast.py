"""What parts that share a letter say side by side in one statement, and marks that stand in one line."""

from __future__ import annotations

import pytest

from grader.finding.abreast import pieces_of, sides_in, value_in
from grader.finding.lettered import dotted_letters


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("36C^2, 81C^2", ["36C^2", "81C^2"], id="comma"),
        pytest.param("$36C^2$ and $81C^2$", ["36C^2", "81C^2"], id="and"),
        pytest.param("4·9 = 36 against 9^2 = 81", ["36", "81"], id="last-sides"),
        pytest.param("7·5·24=840 و 840·10+10=8410", ["840", "8410"], id="persian-and"),
        pytest.param("840 inputs and 8,410 parameters", ["840", "8,410"], id="words-and-a-grouped-number"),
        pytest.param("(1, 2) and 3", ["", "", "3"], id="bracket-cut-through"),
    ],
)
def test_a_statement_is_cut_at_commas_and_words(body: str, expected: list[str]) -> None:
    assert [each.value for each in pieces_of(body)] == expected


def test_words_around_a_value_are_none_of_it() -> None:
    assert value_in("for the stack 4 · 9C^2 = 36C^2 parameters.") == "36C^2"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("The matrix is 3 × 8.", ["3", "8"], id="cross"),
        pytest.param("A is 3 by 8", ["3", "8"], id="by"),
        pytest.param("ماتریس ۳ در ۸ است", ["3", "8"], id="persian"),
        pytest.param("the 2×4 input gives 3×8", [], id="two-sizes"),
        pytest.param("3×8 with 5 others", [], id="another-number"),
        pytest.param("3×8×2", [], id="three-sides"),
    ],
)
def test_only_one_size_has_sides(body: str, expected: list[str]) -> None:
    assert [each.value for each in sides_in(body)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("5a) 24 5b) 337", ["5a) 24 ", "5b) 337"], id="in-order"),
        pytest.param("5c( 120 · 90 5d) 0.9", ["5c( 120 · 90 ", "5d) 0.9"], id="turned-bracket"),
        pytest.param("۲-الف) ۵ ۲-ب) ۶", ["۲-الف) ۵ ", "۲-ب) ۶"], id="persian"),
        pytest.param("5b) 24 5a) 337", [], id="backwards"),
        pytest.param("5a) 24 6b) 337", [], id="two-questions"),
        pytest.param("see 5a) 24 5b) 337", [], id="behind-words"),
    ],
)
def test_letters_behind_their_number_part_a_line(text: str, expected: list[str]) -> None:
    begins = dotted_letters(text)
    ends = [*begins[1:], len(text)]
    assert [text[start:end] for start, end in zip(begins, ends, strict=False)] == expected
