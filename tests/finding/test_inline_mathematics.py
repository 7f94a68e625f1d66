"""Mathematics in the line of its heading is read as that of a display, in each of LaTeX's two frames."""

from __future__ import annotations

import pytest

from grader.answers.matrices import Matrix, Vector
from grader.records import PartStatus
from tests.finding.conftest import Grade

MAP = r"\left[\begin{array}{cc}6 & 2 \\ 2 & -1\end{array}\right]"
GRADIENT = r"\left(\begin{array}{ccc}1 & 1 & 0 \\ 3 & 2 & -1 \\ 2 & 1 & -1\end{array}\right)"
ASKED = "4"


@pytest.mark.parametrize(
    ("opening", "closing"), [("$", "$"), (r"\(", r"\)"), (r"\( ", r" \)."), ("$$", "$$")]
)
@pytest.mark.parametrize("heading", ["a)", "الف)", "(a) The map is", "الف) نقشه ویژگی برابر است با"])
def test_a_matrix_stands_in_its_headings_line(grade: Grade, heading: str, opening: str, closing: str) -> None:
    parts = grade(ASKED, f"Question 4\n\n{heading} {opening}{MAP}{closing}\n")

    assert parts["feature_map"].status is PartStatus.CORRECT


@pytest.mark.parametrize(("opening", "closing"), [("$", "$"), (r"\(", r"\)")])
def test_a_matrix_stands_behind_its_name(grade: Grade, opening: str, closing: str) -> None:
    text = rf"c) {opening}\frac{{\partial L}}{{\partial X}}={GRADIENT}{closing}"

    assert grade(ASKED, f"Question 4\n\n{text}\n")["grad_input"].status is PartStatus.CORRECT


def test_two_matrices_in_one_line_are_two_answers(grade: Grade) -> None:
    other = MAP.replace("6", "7")
    parts = grade(ASKED, f"Question 4\n\na) \\({MAP}\\) or \\({other}\\)\n")

    assert parts["feature_map"].status is PartStatus.NEEDS_REVIEW


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(rf"\({MAP}^T\)", id="transposed"),
        pytest.param(rf"\(2 \times 2, {MAP}\)", id="a-size-before-it"),
        pytest.param(rf"\({MAP} \text{{ is wrong}}\)", id="words-behind-it"),
    ],
)
def test_what_stands_beside_a_matrix_in_the_frame_counts(text: str) -> None:
    assert not Matrix().read(text).is_readable


def test_a_row_break_before_a_bracket_is_no_frame() -> None:
    text = r"\begin{bmatrix}1 & 2 \\(3) & 4\end{bmatrix}"

    assert Matrix().read(text).values == Matrix().read("[[1, 2], [3, 4]]").values


def test_a_vector_stands_in_a_frame() -> None:
    text = r"\(y=\left(\begin{array}{lll}9 & -1 & -6\end{array}\right)\)"

    assert Vector().read(text).values == Vector().read("[9, -1, -6]").values
