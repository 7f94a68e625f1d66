"""`grade practice` and `grade solve` explain and name the answers in the reader's language."""

from __future__ import annotations

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

    assert "    5·5·12·28 = 8400\n" in shown
    assert "    300 + 336 = 636\n" in shown
