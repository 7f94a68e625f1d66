"""A line that names a question or a part is recognised however it is written, and other lines are not."""

from __future__ import annotations

import pytest

from grader.documents.model import Line
from grader.finding.headings import Heading, heading_of
from grader.records import PartStatus
from tests.finding.conftest import Grade


def named(text: str, level: int = 0) -> tuple[str, str] | None:
    found: Heading | None = heading_of(Line(text=text, number=1, heading=level))
    return None if found is None else (found.number, found.letter)


@pytest.mark.parametrize(
    ("text", "number", "letter"),
    [
        pytest.param("سوال سوم", "3", "", id="ordinal"),
        pytest.param("سؤال ۳:", "3", "", id="hamza-and-persian-digit"),
        pytest.param("سئوال ٣", "3", "", id="old-spelling-and-arabic-digit"),
        pytest.param("سوأل 3)", "3", "", id="misspelt"),
        pytest.param("پرسش سه", "3", "", id="number-word"),
        pytest.param("مسئلهٔ ۳.", "3", "", id="exercise-word"),
        pytest.param("حل سوال ۳", "3", "", id="solution-of"),
        pytest.param("Problem 3", "3", "", id="problem"),
        pytest.param("Question three", "3", "", id="english-word"),
        pytest.param("Answer to question 3", "3", "", id="answer-to"),
        pytest.param("Solution 3:", "3", "", id="solution-number"),
        pytest.param("third problem", "3", "", id="ordinal-first"),
        pytest.param("Exercise III", "3", "", id="roman-number"),
        pytest.param("(آ) 7", "", "الف", id="first-letter-with-its-sign"),
        pytest.param("۳-آ) ۵", "3", "الف", id="number-and-first-letter-with-its-sign"),
        pytest.param("سؤال ۵، قسمت الف 9", "5", "الف", id="part-word-without-a-mark"),
        pytest.param("Question 5, part b the size", "5", "b", id="english-part-word-without-a-mark"),
        pytest.param("Question III (b) 5", "3", "b", id="roman-number-and-letter"),
        pytest.param("سوال III:", "3", "", id="roman-number-in-persian"),
        pytest.param("۳- الف)", "3", "الف", id="number-and-letter"),
        pytest.param("3. (b)", "3", "b", id="bracketed-letter"),
        pytest.param("Q3.b", "3", "b", id="dotted"),
        pytest.param("3(b)", "3", "b", id="beside"),
        pytest.param("3a 14x14", "3", "a", id="terse"),
        pytest.param("Question 3 (a): 14", "3", "a", id="question-with-letter"),
        pytest.param("سوال ۳ قسمت (ب)", "3", "ب", id="part-word"),
        pytest.param("پاسخ بخش (ب):", "", "ب", id="answer-of-part"),
        pytest.param("ياسخ بخش (ب)", "", "ب", id="answer-misspelt"),
        pytest.param("الـف)", "", "الف", id="stretched-letter"),
        pytest.param(")الف(", "", "الف", id="brackets-turned"),
        pytest.param("د) ۵", "", "د", id="letter-and-answer"),
        pytest.param("(ii) 5", "", "ii", id="roman"),
        pytest.param("Part (b): 5", "", "b", id="part"),
        pytest.param("بخش دوم: ۵", "", "2", id="part-by-ordinal"),
        pytest.param("(۲)", "2", "", id="bracketed-number"),
        pytest.param(".2", "2", "", id="turned-number"),
        pytest.param("الف\t14", "", "الف", id="letter-in-a-cell"),
        pytest.param("(ب", "", "ب", id="one-bracket-is-left"),
        pytest.param(")ب", "", "ب", id="one-turned-bracket-is-left"),
        pytest.param("(c", "", "c", id="one-bracket-before-a-latin-letter"),
        pytest.param("(ب فیلتر لاپلاسین", "", "ب", id="one-bracket-and-words"),
        pytest.param("Task 1a", "1", "a", id="letter-glued-to-its-number"),
        pytest.param("Exercise 12c the size", "12", "c", id="glued-with-words-behind"),
        pytest.param("Problem 2 b 28×18", "2", "b", id="letter-without-a-mark"),
        pytest.param("تمرین ۱ الف خروجی لایه", "1", "الف", id="persian-letter-without-a-mark"),
        pytest.param("Question 3 a convolution", "3", "", id="an-article"),
        pytest.param("Question 2 (a) to (c)", "2", "", id="several-parts"),
        pytest.param("۷ الف تا ث", "7", "", id="persian-range"),
        pytest.param("۴ (کانولوشن متسع).", "4", "", id="run-in-title"),
        pytest.param("1\tb\t5 + 4\t9", "1", "b", id="row-of-a-sheet"),
    ],
)
def test_a_heading_names_its_question_and_part(text: str, number: str, letter: str) -> None:
    assert named(text) == (number, letter)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("3.14", id="decimal"),
        pytest.param("14 × 14", id="size"),
        pytest.param("3 x - 1 = 2", id="equation"),
        pytest.param("a - b = 3", id="difference"),
        pytest.param("(a - b) = 3", id="bracket"),
        pytest.param("w - 1", id="formula"),
        pytest.param("b = 5", id="equality"),
        pytest.param("و در نتیجه", id="and"),
        pytest.param("(M-DF+D)(N-DF+D)", id="product"),
        pytest.param("پاسخ: ۳", id="answer"),
        pytest.param("-6", id="negative-number"),
        pytest.param("4 (16 bits)", id="number-and-remark"),
        pytest.param("2 d( x + 1 )", id="factor-before-a-bracket"),
        pytest.param("Question 3 asks for the size", id="mention"),
        pytest.param("(و در نتیجه", id="and-in-an-open-bracket"),
        pytest.param("(ب فیلتر) لاپلاسین", id="bracket-closed-later"),
        pytest.param("(a layer", id="article-in-an-open-bracket"),
    ],
)
def test_other_lines_are_no_headings(text: str) -> None:
    assert named(text) is None


def test_a_program_has_no_headings() -> None:
    assert heading_of(Line(text="Q3.b", number=1, code=True)) is None


@pytest.mark.parametrize(
    ("line", "number", "letter", "rest"),
    [
        pytest.param("سوآل ۴ :", "4", "", "", id="madda-on-its-alef"),
        pytest.param("## پرستش ۵", "5", "", "", id="letters-read-for-one"),
        pytest.param("soal 6: conv", "6", "", "conv", id="in-latin-letters"),
        pytest.param("Q4.b 17", "4", "b", "17", id="letter-behind-a-point"),
        pytest.param("Q4.b .25", "4", "b", ".25", id="point-of-a-decimal-kept"),
        pytest.param("Part b of question 4: 17", "4", "b", "17", id="part-of-a-question"),
        pytest.param("بخش ب سوال ۴: ۱۷", "4", "ب", "17", id="part-of-a-question-in-persian"),
        pytest.param("بخش «ب»: ۱۷", "", "ب", "17", id="letter-in-quotation-marks"),
        pytest.param("7a( 3 · 1.5 = 4.5", "7", "a", "3 · 1.5 = 4.5", id="turned-bracket"),
        pytest.param("۲-الف ۱۷", "2", "الف", "17", id="first-letter-behind-a-hyphen"),
        pytest.param("Problem 4\ta\t17", "4", "a", "17", id="cells-of-a-table"),
    ],
)
def test_a_damaged_or_terse_heading_is_known(line: str, number: str, letter: str, rest: str) -> None:
    found = heading_of(Line(text=line, number=1))

    assert found is not None
    assert (found.number, found.letter, found.rest) == (number, letter, rest)


def test_a_matrix_s_row_that_begins_with_a_name_is_no_part(grade: Grade) -> None:
    rows = "a\t0\tb\t0\n0\t0\t0\t0\nc\t0\td\t0\n0\t0\t0\t0\n"
    parts = grade("L", f"Q12\n(a)\n1\t0\n0\t0\n(b)\n{rows}")

    assert {part.status for part in parts.values()} == {PartStatus.CORRECT}
