"""Messages become sentences: values are filled once, and numbers in prose have the reader's digits."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.translation import ENGLISH, UNSAID, Message, Numeral, Translator, said

PERSIAN = Translator(locale="fa")


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        pytest.param("گام {n} است", "گام ۲٫۵ است", id="prose"),
        pytest.param("{n}", "۲٫۵", id="alone"),
        pytest.param("({n}) و {n}، {n}", "(۲٫۵) و ۲٫۵، ۲٫۵", id="brackets-and-commas"),
        pytest.param("{n} درصد ({n}٪)", "۲٫۵ درصد (۲٫۵٪)", id="percent"),
        pytest.param("هستهٔ {n}×{n}", "هستهٔ 2.5×2.5", id="size"),
        pytest.param("{n} × {n} خانه", "2.5 × 2.5 خانه", id="spaced-size"),
        pytest.param("D·({n} − 1) + {n}", "D·(2.5 − 1) + 2.5", id="formula"),
        pytest.param("⌊({n}) / 2⌋", "⌊(2.5) / 2⌋", id="brackets-before-an-operator"),
        pytest.param("`grade --seed {n}` بنویسید", "`grade --seed 2.5` بنویسید", id="code"),
        pytest.param("`a` و {n}", "`a` و ۲٫۵", id="after-code"),
        pytest.param("conv{n} و x_{n}", "conv2.5 و x_2.5", id="names"),
    ],
)
def test_a_number_has_the_readers_digits_but_in_formulas_and_names(template: str, expected: str) -> None:
    assert PERSIAN.sentence(Message(template, {"n": Numeral("2.5")})) == expected


def test_what_is_no_numeral_stays_as_it_is() -> None:
    assert PERSIAN.sentence(Message("گام {n}", {"n": "2"})) == "گام 2"
    assert ENGLISH.sentence(Message("stride {n}", {"n": Numeral("2.5")})) == "stride 2.5"


def test_a_message_in_a_message_is_said_in_its_turn() -> None:
    inner = Message("{n} گام", {"n": Numeral("3")})
    assert PERSIAN.sentence(Message("({inner})", {"inner": inner})) == "(۳ گام)"


@given(st.text(), st.text())
def test_a_value_is_filled_once_whatever_it_holds(before: str, value: str) -> None:
    template = before.replace("{", "").replace("}", "") + " {value} {other}"
    said = PERSIAN.sentence(Message(template, {"value": value}))
    assert said == template.removesuffix("{value} {other}") + value + " {other}"


@given(st.from_regex(re.compile(r"[0-9]{1,5}(\.[0-9]{1,3})?"), fullmatch=True))
def test_digits_change_their_script_and_nothing_else(number: str) -> None:
    assert float(PERSIAN.number(number).replace("٫", ".")) == float(number)


@pytest.mark.parametrize(
    ("template", "left"),
    [
        pytest.param("A {a} here. Biases: {b}.", "A {a} here.", id="last"),
        pytest.param("Biases: {b}. A {a} here.", "A {a} here.", id="first"),
        pytest.param("A {a} here. Biases: {b}. The end.", "A {a} here. The end.", id="between"),
        pytest.param("One.\n\nBiases: {b}.\n\nTwo.", "One.\n\nTwo.", id="a-whole-paragraph"),
        pytest.param("آیا {b} است؟ یک {a}.", "یک {a}.", id="persian"),
        pytest.param("With {a} and {b}.", "With {a} and {b}.", id="about-both"),
        pytest.param("Biases: {b}, {c}.", "", id="nothing-is-left"),
        pytest.param("Stride 1.5 and {a}.", "Stride 1.5 and {a}.", id="a-decimal"),
    ],
)
def test_a_sentence_only_about_what_is_not_told_is_left_out(template: str, left: str) -> None:
    values = {"a": "3", "b": UNSAID, "c": UNSAID}
    assert said(template, values) == left
    assert said(template, {"a": "3", "b": "", "c": "x"}) == template
    assert ENGLISH.sentence(Message(template, values)) == left.replace("{a}", "3").replace("{b}", "…")
