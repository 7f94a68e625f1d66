"""Markdown, plain text and LaTeX come out as the lines that a person reads."""

from __future__ import annotations

import pytest

from grader.documents.text import read_text


def lines(text: str, ending: str = "md") -> list[str]:
    return [line.text.strip() for line in read_text(text, f"answers.{ending}").lines]


@pytest.mark.parametrize(
    ("text", "ending", "expected"),
    [
        pytest.param("**3.** a)", "md", ["3. a)"], id="bold"),
        pytest.param("## Question 3 ##", "md", ["Question 3"], id="heading"),
        pytest.param("| 1 | 2 |\n|---|---|\n| 3 | 4 |", "md", ["1\t2", "3\t4"], id="table"),
        pytest.param("14 \\* 14", "md", ["14 * 14"], id="escaped"),
        pytest.param("$$\na = 1\n$$", "md", ["a = 1"], id="display"),
        pytest.param("\\[ a\n= 1 \\]", "md", ["a = 1"], id="brackets"),
        pytest.param(
            "$$\\begin{aligned} a &= 1 \\\\ &= 2 \\\\ b &= 3 \\end{aligned}$$", "md", ["a = 1 = 2", "b = 3"], id="rows"
        ),
        pytest.param(
            "$$\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}$$",
            "md",
            ["\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}"],
            id="matrix",
        ),
        pytest.param("![](a.png) text", "md", ["text"], id="picture"),
        pytest.param("x<br>y", "md", ["x y"], id="tag"),
        pytest.param("x ~~12~~ 15", "md", ["x   15"], id="struck-out"),
        pytest.param("$\\cancel{12}$ 15", "md", ["$ $ 15"], id="cancelled"),
        pytest.param("$\\frac{\\cancel{6}}{2}$", "md", ["$\\frac{\\cancel{6}}{2}$"], id="a-factor-cancelled"),
        pytest.param(
            "so: <table><tr><td>1</td><td>&minus;2</td></tr><tr><td><b>3</b></td><td>4</td></tr></table> end",
            "md", ["so:", "1\t−2", "3\t4", "end"], id="html-table",
        ),
        pytest.param("<table>\n<tr><td>1</td>\n<td>2</td></tr>\n</table>", "md", ["1\t2"], id="html-over-lines"),
        pytest.param("<table> never closed", "md", ["<table> never closed"], id="html-not-closed"),
        pytest.param("# 3", "txt", ["3"], id="heading-in-text"),
        pytest.param("a\n% no\nb \\% c", "tex", ["a", "b % c"], id="comments"),
        pytest.param("p\n\\begin{document}\nq\n\\end{document}\nr", "tex", ["q"], id="preamble"),
        pytest.param("\\section*{Question 3} x", "tex", ["Question 3 x"], id="section"),
        pytest.param("\\begin{enumerate}\n\\item x\n\\item y\n\\end{enumerate}", "tex", ["1. x", "2. y"], id="items"),
        pytest.param("\\begin{itemize}\n\\item[b)] x\n\\end{itemize}", "tex", ["b) x"], id="named-item"),
        pytest.param("\\begin{tabular}{cc}\n1 & 2 \\\\\n\\end{tabular}", "tex", ["1\t2"], id="tabular"),
        pytest.param("\\textbf{x} \\lr{y}", "tex", ["x y"], id="unwrapped"),
    ],
)  # fmt: skip
def test_a_text_is_read_as_its_lines(text: str, ending: str, expected: list[str]) -> None:
    assert lines(text, ending) == expected


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        pytest.param("```python\nx = 1\n```\ny", "md", id="fence"),
        pytest.param("\\begin{verbatim}\nx = 1\n\\end{verbatim}\ny", "tex", id="verbatim"),
    ],
)
def test_a_program_is_marked_as_one(text: str, ending: str) -> None:
    found = read_text(text, f"a.{ending}").lines

    assert [(line.text, line.code) for line in found] == [("x = 1", True), ("y", False)]


def test_a_heading_keeps_its_level_and_lines_their_numbers() -> None:
    found = read_text("a\n\n### b", "a.md").lines

    assert [(line.number, line.heading) for line in found] == [(1, 0), (3, 3)]


def test_form_feeds_count_pages() -> None:
    assert [line.page for line in read_text("a\n\fb", "a.txt").lines] == [1, 2]


@pytest.mark.parametrize(("text", "complete"), [("a", True), ("![](a.png)", False)], ids=["text", "picture"])
def test_a_text_that_points_at_pictures_is_not_complete(text: str, complete: bool) -> None:
    assert read_text(text, "a.md").complete is complete
