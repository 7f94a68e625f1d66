"""A table's cells are read whether formulas stand in them or not, and a squared sigma names the variance."""

from __future__ import annotations

import pytest

from grader.documents.markdown import read_markdown
from grader.records import PartStatus
from tests.finding.conftest import Grade

CORRECT, REVIEW = PartStatus.CORRECT, PartStatus.NEEDS_REVIEW


@pytest.mark.parametrize(
    "size", [r"$28 \times 28 \times 8$", r"\(28 \times 28 \times 8\)", r"$28\times28$ × $8$", "28×28×8"]
)
def test_a_cell_holds_a_formula(grade: Grade, size: str) -> None:
    text = f"Question 1\n\n(a)\n\n| layer | output |\n|---|---|\n| conv | {size} |\n\n(b)\n\n14×14×8\n"

    assert grade("1", text)["conv"].status is CORRECT


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(r"|\sigma_1| \le |\sigma_2|", id="bare-magnitudes"),
        pytest.param(r"| a | $|x| \cdot 2$ |", id="a-magnitude-in-a-cell"),
        pytest.param(r"|1 & 2 \\ 3 & 4|", id="a-determinant"),
    ],
)
def test_bars_in_formulas_part_no_cells(text: str) -> None:
    assert "\t" not in read_markdown(text, "answers.md").lines[0].text


@pytest.mark.parametrize(
    ("variance", "deviation"),
    [
        pytest.param(r"$\sigma^2 = \frac{2}{150} = 0.0133$", r"$\sigma = 0.115$", id="latex"),
        pytest.param(r"\(\sigma_w^{2}=0.0133\)", r"\(\sigma_w=0.115\)", id="with-an-index"),
        pytest.param("σ² = 2/150 = 0.0133", "σ = 0.115", id="greek"),
        pytest.param("sigma^2 = 0.0133", "sigma = 0.115", id="by-its-name"),
    ],
)
def test_a_squared_sigma_is_the_variance(grade: Grade, variance: str, deviation: str) -> None:
    parts = grade("B", f"Q2\n(a) {variance}\n\n(b) {deviation}\n")

    assert (parts["variance"].status, parts["std"].status) == (CORRECT, CORRECT)


@pytest.mark.parametrize("symbol", [r"$\sigma_2$", r"$\sigma^{20}$", r"$2\sigma$"])
def test_another_sigma_is_no_variance(grade: Grade, symbol: str) -> None:
    assert grade("B", f"Q2\n(a) {symbol} = 0.0133\n")["variance"].status is REVIEW


@pytest.mark.parametrize("size", [r"\(14 \times 14 \times 8\)", r"$14 \times 14 \times 8$"])
def test_a_size_in_a_frame_is_not_the_number_it_comes_to(grade: Grade, size: str) -> None:
    assert grade("1", f"Question 1\n\n(b) {size}\n")["flatten"].status is REVIEW


@pytest.mark.parametrize(
    ("head", "row", "statuses"),
    [
        pytest.param("| {} | {} | {} | {} |", "| 4608 | 144 | 512 | 656 |", "cccc", id="right"),
        pytest.param("| {} | {} | {} | {} |", "| 4608 | 512 | 144 | 656 |", "crrc", id="turned"),
        pytest.param("| {} | {} | {} | {} |", "| 4608 | 145 | 512 | 656 |", "cicc", id="one-wrong"),
        pytest.param("| {} | {} | {} | {} |", "| 4608 | – | 512 | 656 |", "crcc", id="one-left-out"),
        pytest.param(
            "| | {} | {} | {} | {} |", "| params | 4608 | 512 | 144 | 656 |", "crrc", id="a-named-row"
        ),
    ],
)
def test_the_only_row_of_a_table_is_named_by_its_head(
    grade: Grade, head: str, row: str, statuses: str
) -> None:
    names = ("standard", "depthwise", "pointwise", "separable")
    rule = "|---" * (row.count("|") - 1) + "|"

    parts = grade("2", f"Q2\n\n{head.format(*names)}\n{rule}\n{row}\n\nlater\ta\tb\n")

    assert "".join(parts[name].status.value.replace("needs_", "")[0] for name in names) == statuses
