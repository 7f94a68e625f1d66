"""A record shows a choice in the language of the report, and every other answer as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.translation import Translator
from tests.catalogue.courses import KINDS, course, graded, homework_of

WORDS = {"maximum": "بیشینه", "mean": "میانگین", "8": "هشت"}
PERSIAN = Translator("fa", (lambda text: WORDS.get(text, text),))


@pytest.mark.parametrize(
    ("part", "answer", "value", "shown"),
    [
        pytest.param("pooling", "max", "maximum", "بیشینه", id="right"),
        pytest.param("pooling", "average", "mean", "میانگین", id="wrong"),
        pytest.param("why", "mean", "mean", "mean", id="words-of-a-student"),
        pytest.param("whole", "8", 8, "8", id="number"),
    ],
)
def test_only_a_choice_is_translated(
    tmp_path: Path, part: str, answer: str, value: str | int, shown: str
) -> None:
    question = f'[[question]]\nproblem = "kinds"\nparts = {{ {part} = 1 }}\n'
    homework = homework_of(course(tmp_path, kinds=KINDS), question)

    (record,) = graded(homework, {f"kinds.{part}": answer}, PERSIAN).parts

    assert (record.value, record.shown) == (value, shown)
