"""A marker's credit is read however it is written, and refused in words where it is doubtful."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from grader.store.credits import read_credit


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        pytest.param("1", 1, id="one"),
        pytest.param("0", 0, id="zero"),
        pytest.param("0.5", Fraction(1, 2), id="decimal"),
        pytest.param(" 0.5 ", Fraction(1, 2), id="spaces"),
        pytest.param(".5", Fraction(1, 2), id="no-leading-zero"),
        pytest.param("1.", 1, id="trailing-point"),
        pytest.param("1.00", 1, id="formatted-by-a-spreadsheet"),
        pytest.param("0,5", Fraction(1, 2), id="decimal-comma"),
        pytest.param("۰٫۵", Fraction(1, 2), id="persian"),
        pytest.param("٠٫٥", Fraction(1, 2), id="arabic-indic"),
        pytest.param("０．５", Fraction(1, 2), id="full-width"),
        pytest.param("50%", Fraction(1, 2), id="percent"),
        pytest.param("50 %", Fraction(1, 2), id="percent-after-a-space"),
        pytest.param("۵۰٪", Fraction(1, 2), id="persian-percent"),
        pytest.param("٪۵۰", Fraction(1, 2), id="percent-first"),
        pytest.param("33.3%", Fraction(333, 1000), id="percent-with-decimals"),
        pytest.param("100%", 1, id="hundred-percent"),
        pytest.param("1/2", Fraction(1, 2), id="fraction"),
        pytest.param("۱/۲", Fraction(1, 2), id="persian-fraction"),
        pytest.param("15 / 20", Fraction(3, 4), id="points-of-points"),
        pytest.param("2.5/5", Fraction(1, 2), id="half-points"),
        pytest.param("½", Fraction(1, 2), id="sign-for-half"),
        pytest.param("5.00E-01", Fraction(1, 2), id="scientific"),
        pytest.param("right", 1, id="right"),
        pytest.param("Wrong", 0, id="wrong"),
        pytest.param("درست", 1, id="persian-right"),
        pytest.param("نادرست", 0, id="persian-wrong"),
        pytest.param("نا\u200cدرست", 0, id="with-a-non-joiner"),
        pytest.param("\u200f0.5\u200f", Fraction(1, 2), id="direction-marks"),
        pytest.param("صحيح", 1, id="arabic-yeh"),
    ],
)
def test_a_credit_is_read(text: str, credit: Fraction | int) -> None:
    assert read_credit(text) == credit


@pytest.mark.parametrize("text", ["", "  ", "\u200f", "\u00a0"])
def test_an_empty_cell_decides_nothing(text: str) -> None:
    assert read_credit(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("50", "did you mean 50%?", id="percent-forgotten"),
        pytest.param("2", "did you mean 2%?", id="points-instead"),
        pytest.param("-0.5", "has a sign", id="negative"),
        pytest.param("101%", "outside", id="over-hundred"),
        pytest.param("5/3", "outside", id="over-one"),
        pytest.param("0/5", "two ways", id="persian-decimal-slash"),
        pytest.param("۰/۵", "two ways", id="persian-decimal-slash-in-persian"),
        pytest.param("1/0", "two ways", id="no-division-by-zero"),
        pytest.param("???", "was lost", id="persian-digits-saved-as-question-marks"),
        pytest.param("02-Jan", "date", id="date"),
        pytest.param("Jan-02", "date", id="date-month-first"),
        pytest.param("2026/01/02", "date", id="long-date"),
        pytest.param("1.2.3", "date", id="dotted-date"),
        pytest.param("yes", "cannot be read", id="word"),
        pytest.param("0.5 or 1", "cannot be read", id="two-credits"),
        pytest.param("%50%", "cannot be read", id="two-percents"),
        pytest.param("nan", "cannot be read", id="nan"),
        pytest.param("1e99999", "cannot be read", id="endless"),
        pytest.param("1" * 500, "too long", id="too-long"),
    ],
)
def test_a_doubtful_credit_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words.replace("?", r"\?")):
        read_credit(text)


@given(some.text(max_size=50))
def test_any_text_gives_a_credit_or_a_sentence(text: str) -> None:
    try:
        credit = read_credit(text)
    except ValueError as error:
        assert len(str(error)) > 10
    else:
        assert credit is None or 0 <= credit <= 1
