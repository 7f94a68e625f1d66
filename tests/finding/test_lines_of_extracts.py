"""Plain text's own marks, broken lines and powers are read as a person reads them."""

from __future__ import annotations

import pytest

from grader.documents.markdown import read_plain_text
from grader.documents.model import Line
from grader.finding.tidied import tidied


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("یک کرنل **۹ × ۹** است", "یک کرنل ۹ × ۹ است", id="persian"),
        pytest.param("o1 = **36**    o2 = **34**", "o1 = 36    o2 = 34", id="several"),
        pytest.param("__36__ and __k_1__", "36 and k_1", id="underscores"),
        pytest.param("***36***", "36", id="three-stars"),
        pytest.param("**28*28*8**", "28*28*8", id="a-product-in-bold"),
        pytest.param("**جواب:**۳۶", "جواب:۳۶", id="a-label-that-touches-its-value"),
        pytest.param("**3/4,** so", "3/4, so", id="with-a-comma"),
    ],
)
def test_bold_marks_in_plain_text_are_none_of_its_signs(text: str, expected: str) -> None:
    assert [line.text for line in read_plain_text(text, "a.txt").lines] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "2**3 + 4**2 = 24",
        "a ** b ** c",
        "y = 2 ** 3 ** 2",
        "(a+b)**2 and (c)**3",
        "x**2 + y**2",
        "def f(self, *args, **kwargs): return g(*args, **kwargs)",
        "def __init__(self): super().__init__()",
        "answer: ____36____",
        "n_1__2 x__3",
        "**36",
    ],
)
def test_powers_and_programs_in_plain_text_stay(text: str) -> None:
    assert [line.text for line in read_plain_text(text, "a.txt").lines] == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("۳۶Cˆ۲ and ۸۱Cˆ۲", "۳۶C^۲ and ۸۱C^۲", id="persian-digits"),
        pytest.param("9Cˆ2", "9C^2", id="digits"),
        pytest.param("9C ˆ 2", "9C^2", id="blanks"),
        pytest.param("the mean ˆx of x", "the mean ˆx of x", id="a-hat-over-a-letter"),
    ],
)
def test_a_loose_circumflex_before_a_number_is_a_power(text: str, expected: str) -> None:
    assert tidied(Line(text=text, number=1)).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("سوال (Conv shapes) 1", "سوال 1 (Conv shapes)", id="a-title-before-the-number"),
        pytest.param("سوال )GAP( ۲:", "سوال ۲ (GAP)", id="turned-brackets"),
        pytest.param("سوال (الف) 1", "سوال (الف) 1", id="a-part-in-brackets"),
        pytest.param("question (see 3) 1", "question (see 3) 1", id="another-number"),
    ],
)
def test_a_questions_number_stands_before_its_title(text: str, expected: str) -> None:
    assert tidied(Line(text=text, number=1)).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(")Q3", "Q3)", id="a-question"),
        pytest.param(") b", "b)", id="a-part"),
        pytest.param(")۴", "۴)", id="a-persian-number"),
        pytest.param(")x + 1", ")x + 1", id="the-end-of-a-formula"),
        pytest.param(")", ")", id="alone"),
    ],
)
def test_a_mark_with_a_turned_bracket_stands_as_it_was_typed(text: str, expected: str) -> None:
    assert tidied(Line(text=text, number=1)).text == expected
