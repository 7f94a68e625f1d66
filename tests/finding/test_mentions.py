"""A part whose place is empty is no blank where another line names it: the student may have answered there."""

from __future__ import annotations

import pytest

from grader.documents.model import Line
from grader.finding.mentions import names_part, names_question
from grader.finding.numbering import ABJAD, ALPHABET
from grader.records import PartStatus
from tests.finding.conftest import Grade

BLANK, WAITS = PartStatus.BLANK, PartStatus.NEEDS_REVIEW


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Part (b) of question 4 again: depthwise 200", True, id="in-a-sentence"),
        pytest.param("Q4-b: 200, 128, 328", True, id="glued"),
        pytest.param("4(b) 200", True, id="number-and-letter"),
        pytest.param("the rest of the fourth problem", True, id="ordinal-first"),
        pytest.param("ادامه سوال چهارم در اینجا", True, id="persian-ordinal"),
        pytest.param("قسمت ب تمرین ۴: ۲۰۰", True, id="exercise-with-a-part"),
        pytest.param("تمرین ۴", False, id="title-of-the-sheet"),
        pytest.param("Question 14", False, id="another-number"),
        pytest.param("O = 4 × b", False, id="a-product"),
        pytest.param("Image 4 shows it", False, id="another-word"),
    ],
)
def test_a_line_names_a_question_by_its_number(text: str, expected: bool) -> None:
    assert names_question(Line(text=text, number=1), "4") is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("part (b) is at the end", True, id="latin"),
        pytest.param("پاسخ قسمت ب در صفحه بعد است", True, id="persian"),
        pytest.param("part (c) is at the end", False, id="another-letter"),
        pytest.param("participants in both", False, id="within-a-word"),
    ],
)
def test_a_line_names_a_part_by_its_letter(text: str, expected: bool) -> None:
    assert names_part(Line(text=text, number=1), 1, (ABJAD, ALPHABET)) is expected


@pytest.mark.parametrize(
    ("behind", "status"),
    [
        pytest.param("Question 3\na) 7\n", BLANK, id="nothing-else"),
        pytest.param("Question 3\na) 7\nQ1 part b again: see the last page\n", WAITS, id="named-elsewhere"),
        pytest.param("Question 3\na) 7\nthe pooling layer gives 14 x 14 x 8\n", WAITS, id="its-value-elsewhere"),
        pytest.param("Question 3\na) 7\npool: 12 x 12 x 8\n", WAITS, id="its-label-elsewhere"),
        pytest.param("سوال ۳\nالف) ۷\nقسمت ب سوال اول در برگه دیگری است\n", WAITS, id="named-in-persian"),
    ],
)  # fmt: skip
def test_an_empty_part_that_is_named_elsewhere_is_no_blank(
    grade: Grade, behind: str, status: PartStatus
) -> None:
    found = grade("13", "Q1\na) 28 x 28 x 8\nb)\nc) 1568\nd) 15690\n" + behind)

    assert found["pool"].status is status


def test_a_part_that_another_letter_mentions_is_no_blank(grade: Grade) -> None:
    found = grade("1", "Q1\na) 28 x 28 x 8, and part b is below\nb)\nc) 1568\nd) 15690\n")

    assert found["pool"].status is WAITS
