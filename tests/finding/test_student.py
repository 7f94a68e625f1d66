"""A document says whose it is in both languages, and a number that is no id is not taken for one."""

from __future__ import annotations

import pytest

from grader.documents.markdown import read_plain_text
from grader.finding.student import student_of


@pytest.mark.parametrize(
    ("text", "student_id", "name"),
    [
        pytest.param("شماره دانشجویی: ۴۰۲۵۰۰۰۱", "40250001", None, id="persian"),
        pytest.param("شمارهٔ دانشجويي 40250001", "40250001", None, id="arabic-letters"),
        pytest.param("شماره دانشجویی:\n۴۰۲۵۰۰۰۱", "40250001", None, id="in-the-next-line"),
        pytest.param("نام و نام خانوادگی: رضا نمونه\nشماره دانشجویی: ۴۰۲۵۰۰۰۱", "40250001", "رضا نمونه", id="both"),
        pytest.param("Student ID: 40250001\nName: Ada Example", "40250001", "Ada Example", id="english"),
        pytest.param("student no. 40250001", "40250001", None, id="number"),
        pytest.param("Encoder sides: 12864, 64, 32", None, None, id="sides"),
        pytest.param("identity 12345", None, None, id="identity"),
        pytest.param("nothing", None, None, id="nobody"),
    ],
)  # fmt: skip
def test_the_words_before_them_tell_an_id_and_a_name(
    text: str, student_id: str | None, name: str | None
) -> None:
    found_id, found_name, _ = student_of(read_plain_text(text, "a.txt").lines)

    assert (found_id, found_name) == (student_id, name)


def test_a_number_beside_a_name_may_be_an_id() -> None:
    assert student_of(read_plain_text("جواد نمونه (۴۰۲۵۰۰۰۱)", "a.txt").lines)[2] == ("40250001",)


def test_a_page_number_may_follow_a_signature() -> None:
    said = "\n".join(["words"] * 45 + ["جواد نمونه – ۴۰۲۵۰۰۰۱ – صفحهٔ ۱"])

    assert student_of(read_plain_text(said, "a.txt").lines)[2] == ("40250001",)


def test_a_product_is_no_id() -> None:
    lines = read_plain_text("\n".join(["words"] * 20 + ["28*28*192*800 = 120422400"]), "a.txt").lines

    assert student_of(lines) == (None, None, ())


@pytest.mark.parametrize(
    ("head", "ids"),
    [
        pytest.param("HW 2 - Ada Example (402500017)", ("402500017",), id="in-brackets"),
        pytest.param("تمرین ۲ – جواد نمونه، ۴۰۲۵۰۰۰۱۷", ("402500017",), id="in-persian"),
        pytest.param("Deep Learning\nAda Example 402500017", ("402500017",), id="in-the-second-line"),
        pytest.param(
            "Question 1: the direct way 40250001", ("40250001", "28901376"), id="a-questions-heading"
        ),
        pytest.param("a) the direct way 40250001", ("40250001", "28901376"), id="a-part"),
    ],
)
def test_a_number_beside_a_name_at_the_top_goes_before_results(head: str, ids: tuple[str, ...]) -> None:
    text = f"{head}\nQuestion 1\nthe total is 28901376\nso 14*14*512 = 3211264\n"

    assert student_of(read_plain_text(text, "a.txt").lines)[2] == ids
