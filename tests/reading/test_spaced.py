"""Blanks that a recogniser sets between the signs of formulas are closed, and only those."""

from __future__ import annotations

import pytest

from grader.documents.markdown import read_markdown
from grader.documents.model import Doubt, Line
from grader.documents.spaced import closed

SIGNS = "$k _ { 1 } + n ^ { 2 }$\n\n$1 0 2 4 = 2 ^ { 1 0 }$\n\n"  # tells what set the blanks


def last(text: str) -> Line:
    return read_markdown(SIGNS + text, "answers.md").lines[-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("$6 4 \\cdot 1 6 = 1 0 2 4$", "$64 \\cdot 16 = 1024$", id="digits"),
        pytest.param("$= 0 . 7 5$", "$= 0.75$", id="decimal"),
        pytest.param("$o _ { 2 } = i - k _ { 1 } + 2$", "$o_{2} = i - k_{1} + 2$", id="indices"),
        pytest.param("$H _ { o u t }$", "$H_{out}$", id="a-word-below"),
        pytest.param("$( - 3 , 1 2 , - 1 )$", "$( -3 , 12 , -1 )$", id="a-vector"),
        pytest.param("$$\n- 1 . 6 , 0 . 1\n$$", "-1.6 , 0.1", id="a-sign-first"),
        pytest.param("$1 6 / 5$", "$16/5$", id="slash"),
        pytest.param("$R e L U ( a - b ) + b$", "$ReLU ( a - b ) + b$", id="function"),
        pytest.param(
            "$\\operatorname { R e L U } ( x - y )$", "$\\operatorname{ReLU} ( x - y )$", id="letters"
        ),
        pytest.param("$2 0 \\mathrm { ~ w e i g h t s }$", "$20 \\mathrm{ weights}$", id="words"),
        pytest.param(
            "$$\n\\begin{array} { c c } { 1 } & { - 2 } \\\\ { 1 0 } & { \\frac { 1 } { 2 } } \\end{array}\n$$",
            "\\begin{array}{cc} 1 & -2 \\\\ 10 & \\frac { 1 } { 2 } \\end{array}",
            id="matrix",
        ),
        pytest.param("$32 \\times 32$ and 1 2 3", "$32 \\times 32$ and 1 2 3", id="what-was-typed"),
    ],
)
def test_blanks_between_the_signs_of_formulas_are_closed(text: str, expected: str) -> None:
    assert last(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("$[ 1 0 2 ]$", id="one-number-or-three"),
        pytest.param("$4 7 \\cdot 3 1 \\cdot 1 6 = 2 3 , 3 1 2$", id="thousands-or-two-numbers"),
    ],
)
def test_numbers_that_may_be_several_leave_a_doubt(text: str) -> None:
    assert Doubt.CHARACTERS in last(text).doubts


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("$1 0 2$\n$3 4 5$", id="rows-of-digits"),
        pytest.param("$a = 5$\n$b = 7$", id="short-formulas"),
        pytest.param("$k_{1} + 2$\n$n^{2}$\n1 2 3", id="typed-without-blanks"),
        pytest.param("$\\frac{1}{2}$ and $k _ {1}$", id="one-formula"),
    ],
)
def test_documents_whose_formulas_were_typed_stay(text: str) -> None:
    assert [line.text for line in read_markdown(text, "answers.md").lines] == text.split("\n")


def test_each_number_of_a_formula_is_what_was_spread() -> None:
    for number in (7, 10, 255, 1048576, 78675968):
        spread = " ".join(str(number))
        assert (
            closed(f"$x = {spread} \\times {spread}$", is_display=False)[0]
            == f"$x = {number} \\times {number}$"
        )
