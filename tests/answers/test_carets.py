"""A refused answer is shown with a caret under the place where reading stopped, and with what to write instead."""

import pytest

from grader.answers import Expression, Integer, Kind, Matrix, Number, Shape, Vector
from grader.answers.refusal import caret_line
from grader.translation import ENGLISH

FORMULA = Expression(symbols=("M", "N", "D", "F"))
REFUSED: list[tuple[Kind, str, str, str]] = [
    (Integer(), "14 bananas", "bananas", "malformed"),
    (Integer(), "جواب ۱۴ موز", "موز", "malformed"),
    (Integer(), "12,443,64", "12,443,64", "malformed"),
    (Integer(), "(14", "", "malformed"),
    (Integer(), "14 or 15", "15", "contradictory"),
    (Integer(), "۱۴ یا ۱۵", "۱۵", "contradictory"),
    (Integer(), "14; 15", "15", "contradictory"),
    (Integer(), "1/0", "1/0", "not_finite"),
    (Integer(), "171!", "171!", "too_long"),
    (Integer(), "&nbsp;14 bananas", "bananas", "malformed"),
    (Integer(), "<b>14</b> bananas", "bananas", "malformed"),
    (Integer(), "**14** bananas", "bananas", "malformed"),
    (Integer(), "\u200f۱۴\u200f موز", "موز", "malformed"),
    (Integer(), "ﷺ 14 x", "x", "malformed"),
    (Number(), "3 + * 4", "* 4", "malformed"),
    (Number(), "sqrt(", "", "malformed"),
    (Number(), "2 +", "", "malformed"),
    (Number(), "\\foo{2}", "\\foo", "malformed"),
    (Number(), "the value is nan", "nan", "not_finite"),
    (Number(), "inf", "inf", "not_finite"),
    (Number(), "1.2.3.4,5", "1.2", "malformed"),
    (Number(), "14 kg", "kg", "malformed"),
    (FORMULA, "M - QF", "QF", "malformed"),
    (FORMULA, "فرمول: M - Q", "Q", "malformed"),
    (FORMULA, "M - D)", ")", "malformed"),
    (FORMULA, "(M - D", "", "malformed"),
    (FORMULA, "M/0", "M/0", "not_finite"),
    (FORMULA, "M + N or M - N", "M - N", "contradictory"),
    (FORMULA, "M − \U0001d444", "\U0001d444", "malformed"),
    (FORMULA, "M^N^", "", "malformed"),
    (Shape(), "14×14×cat", "cat", "malformed"),
    (Shape(), "۱۴×۱۴×گربه", "گربه", "malformed"),
    (Matrix(), "[[1, 2], [3, cat]]", "cat]]", "malformed"),
    (Matrix(), "[[1, 2], [3, 4", "", "malformed"),
    (Matrix(), "1 2\n3 cat", "cat", "malformed"),
    (Vector(), "1, 2,   cat", "cat", "malformed"),
]


@pytest.mark.parametrize(
    ("kind", "text", "place", "reason"), REFUSED, ids=[text for _, text, _, _ in REFUSED]
)
def test_the_caret_stands_under_the_place(kind: Kind, text: str, place: str, reason: str) -> None:
    reading = kind.read(text)
    assert reading.reason == reason
    assert reading.message is not None
    line, caret, advice = ENGLISH.sentence(reading.message).split("\n")
    assert line[caret.index("^") :].startswith(place) if place else caret.index("^") >= len(line) - 1
    assert advice.endswith(".")


@pytest.mark.parametrize(
    ("text", "position", "columns"),
    [
        pytest.param("14 bananas", 3, 3, id="ascii"),
        pytest.param("１４ bananas", 3, 5, id="full-width-digits-take-two-columns"),
        pytest.param("۱۴ موز", 3, 3, id="persian-digits-take-one"),
        pytest.param("e\u0301 x", 3, 2, id="a-mark-on-a-letter-takes-none"),
        pytest.param("one\ntwo x", 8, 4, id="counted-in-its-line"),
        pytest.param("1" * 100 + "x", 100, 30, id="a-long-line-is-cut-to-a-window"),
    ],
)
def test_the_caret_counts_columns_of_a_terminal(text: str, position: int, columns: int) -> None:
    assert caret_line(text, position)[1] == " " * columns + "^"
