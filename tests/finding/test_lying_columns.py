"""A column that may be written for a grid is found where it lies as a row, and where it stands down the page."""

from __future__ import annotations

import pytest

from grader.answers import Kind
from grader.answers.matrices import Matrix
from grader.answers.reading import NO_SCOPE
from grader.documents.text import read_text
from grader.finding.candidates import Budget, Text

GRID = ((4, -1), (1, 6))
EITHER: Kind = Matrix(flattened=True)


@pytest.mark.parametrize(
    "text",
    [
        "Cx = [4 −1 1 6]^T",
        "(4, -1, 1, 6)ᵀ",
        "y = $[4, -1, 1, 6]^{T}$",
        "y = [4, -1, 1, 6]^\\top",
        "y =\n4\n−1\n1\n6",
    ],
)
def test_a_column_is_the_grid_it_was_unrolled_from(text: str) -> None:
    found = Text(read_text(text, "answers.md").lines, Budget()).candidates(EITHER, NO_SCOPE)
    assert any(EITHER.equals(value, GRID) for each in found for value in each.values)


def test_a_transposed_grid_is_not_taken_for_the_grid() -> None:
    assert not EITHER.read("[[4, -1], [1, 6]]^T", NO_SCOPE).is_readable
    assert not Matrix().read("[4, -1, 1, 6]^T", NO_SCOPE).is_readable
