"""Texts as HTML: nothing a student wrote acts, hides or turns its neighbours round."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reporting.asked import paragraphs
from grader.reporting.markup import own_direction, plain, prose, visible
from grader.reporting.pages import GivenFormula, GivenList, GivenMatrix, GivenText, segments
from grader.translation import Numeral, Translator
from tests.timing import seconds

HARMFUL = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def text_of(markup: str) -> str:
    """Return what stands between the tags."""
    return unescape(re.sub(r"<[^>]*>", "", markup))


@given(st.text())
def test_text_without_hidden_characters_is_shown_as_it_is(text: str) -> None:
    shown = visible(text)
    assert not HARMFUL.search(shown)
    if not HARMFUL.search(text) and not re.search("[\u2028\u2029\ud800-\udfff]", text):
        assert text_of(shown) == text


@given(st.text(), st.booleans())
def test_a_sentence_keeps_its_words(text: str, rtl: bool) -> None:
    shown = prose(text, rtl=rtl)
    assert text_of(shown).replace("`", "") == text_of(visible(text)).replace("`", "")
    shown.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("a\u202eb", 'a<span class="tag">RLO</span>b', id="override"),
        pytest.param("می\u200cشود", "می\u200cشود", id="zwnj-is-kept"),
        pytest.param("a\x00b", 'a<span class="tag">␀</span>b', id="nul"),
        pytest.param("<b>&", "&lt;b&gt;&amp;", id="markup"),
        pytest.param("\ud800", '<span class="tag">�</span>', id="lone-surrogate"),
    ],
)
def test_hidden_characters_are_tags(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_title_shows_hidden_characters_in_brackets() -> None:
    assert plain("a\u202eb") == "a[RLO]b"


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        pytest.param("خوانده شد: 14 × 14 × 32.", ["14 × 14 × 32"], id="shape"),
        pytest.param("برابر -70 است.", ["-70"], id="negative"),
        pytest.param("حدود 90% است", ["90%"], id="percent"),
        pytest.param("فرمول (M-F+1)(N-F+1) است", ["(M-F+1)(N-F+1)"], id="brackets"),
        pytest.param("مقدار (مانند 14 × 14) است", ["14 × 14"], id="own-brackets-stay-out"),
        pytest.param("عدد ۱۷٫۵ است", ["۱۷٫۵"], id="persian-decimal-stays-whole"),
        pytest.param("پس 4·(5 − 1) + 1 = 17 پیکسل", ["4·(5 − 1) + 1 = 17"], id="worked"),
        pytest.param("⌊(32 + 2·0 − 5) / 1⌋ + 1 = 28", ["⌊(32 + 2·0 − 5) / 1⌋ + 1 = 28"], id="rounded-down"),
        pytest.param("نسبت ⌈28 ÷ 3⌉ است", ["⌈28 ÷ 3⌉"], id="rounded-up"),
        pytest.param("هیچ چیز", [], id="no-run"),
    ],
)
def test_formulas_in_a_persian_sentence_read_from_left_to_right(text: str, runs: list[str]) -> None:
    assert re.findall(r'<bdi dir="ltr">(.*?)</bdi>', prose(text, rtl=True)) == runs


def test_backticks_are_code() -> None:
    assert prose("Write `a<b`.", rtl=False) == 'Write <code dir="auto">a&lt;b</code>.'


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 5000, id="brackets"),
        pytest.param("a " * 5000, id="words"),
        pytest.param("1" * 10000 + "ا", id="digits"),
        pytest.param("`" * 5000, id="backticks"),
        pytest.param(")" * 5000 + "a" + ")" * 3000, id="closing"),
    ],
)
def test_a_long_sentence_takes_no_time(text: str) -> None:
    assert seconds(lambda: prose(text, rtl=True)) < 0.1


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        pytest.param("28 × 28 × 1", 'dir="ltr"', id="shape"),
        pytest.param("۷×۷×۳۲", 'dir="ltr"', id="persian-digits"),
        pytest.param("صفر", "<bdi>", id="word"),
    ],
)
def test_a_value_has_the_direction_of_its_letters(text: str, direction: str) -> None:
    assert direction in own_direction(text)


def test_a_number_of_a_question_has_the_readers_digits_outside_formulas() -> None:
    values = {"n": GivenText(text=Numeral("3"))}
    asked = segments("گام {n} و هستهٔ {n}×{n}", values, Translator(locale="fa"))
    assert text_of(paragraphs(asked, rtl=True, label="")) == "گام ۳ و هستهٔ 3×3"


def test_values_of_a_question_are_set_each_in_its_way() -> None:
    asked = segments(
        "Size {size}, kernel {kernel}, rule {rule}; {unknown} stays.\n\nLayers: {layers}.",
        {
            "size": GivenText(text="28 × 28"),
            "kernel": GivenMatrix(rows=(("0", "1"), ("1", "0"))),
            "rule": GivenFormula(text="M/2"),
            "layers": GivenList(items=(("conv ", GivenText(text="3×3")), ("pool",))),
        },
    )
    shown = paragraphs(asked, rtl=False, label="given")
    assert shown.count("<p>") == shown.count("</p>") == 2
    assert "{unknown} stays." in shown
    assert "<mfrac>" in shown
    assert shown.endswith('<ol><li>conv <bdi dir="ltr">3×3</bdi></li><li>pool</li></ol>')


def test_joined_values_stay_in_order_in_a_persian_sentence() -> None:
    asked = segments("روی {M} × {N} پیکسل", {"M": GivenText(text="32"), "N": GivenText(text="28")})
    shown = paragraphs(asked, rtl=True, label="given")
    assert '<bdi dir="ltr"><bdi dir="ltr">32</bdi> × <bdi dir="ltr">28</bdi></bdi>' in shown
