"""`grade practice` and `grade solve` explain and name the answers in the reader's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Grade


@pytest.mark.parametrize(
    ("locale", "name"), [pytest.param("en", "Laplacian", id="en"), pytest.param("fa", "لاپلاسین", id="fa")]
)
def test_the_name_of_a_filter_is_shown_in_the_readers_language(grade: Grade, locale: str, name: str) -> None:
    _, solved, _ = grade("solve", "--problem", "laplacian_output", "--locale", locale)

    assert f"kernel_name  {name}" in solved


def test_practice_writes_each_step_of_arithmetic_on_a_line_of_its_own(grade: Grade) -> None:
    _, shown, _ = grade("practice", "parameter_counts", "--seed", "5")

    assert "    7·7·11·24 = 12936\n" in shown
    assert "    550 + 288 = 838\n" in shown


def test_practice_writes_a_page_with_each_solution_folded_away(grade: Grade, here: Path) -> None:
    code, told, _ = grade("practice", "dilated_output", "--seed", "3", "--html", "try.html")

    page = (here / "try.html").read_text(encoding="utf-8")
    before = re.sub(r"<details>.*?</details>", "", page, flags=re.DOTALL)
    assert (code, told) == (0, "")
    assert page.count("<details>") == 6
    assert "How many pixels high is the output?" in before
    assert '<p class="read"><bdi dir="ltr">25</bdi></p>' in page
    assert '<p class="read">' not in before
    assert "<mo>⌊</mo>" in page or 'form="prefix">⌊' in page
    assert "--seed 3" in before


def test_a_page_for_practice_that_cannot_be_written_is_told(grade: Grade) -> None:
    code, _, complaint = grade("practice", "dilated_output", "--html", "nowhere/try.html")

    assert code == 73
    assert "nowhere/try.html" in complaint
    assert "give another file" in complaint
