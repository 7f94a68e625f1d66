"""A LaTeX source's own commands stand for what it says they do, within limits."""

import pytest

from grader.documents.latex import read_latex
from grader.documents.macros import MOST_GROWTH, expanded


def lines_of(preamble: str, body: str) -> list[str]:
    """Return the lines of a source."""
    source = f"\\documentclass{{article}}\n{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
    return [" ".join(line.text.split()) for line in read_latex(source, "a.tex").lines]


@pytest.mark.parametrize(
    ("preamble", "body", "line"),
    [
        pytest.param(r"\newcommand{\mal}{\times}", r"$7\mal7$", r"$7\times 7$", id="a-sign"),
        pytest.param(r"\def\res#1{\fbox{#1}}", r"\res{48}", r"\fbox{48}", id="an-argument"),
        pytest.param(
            r"\newcommand\mat[1]{\begin{bmatrix}#1\end{bmatrix}}", r"\mat{1&0}",
            r"\begin{bmatrix}1&0\end{bmatrix}", id="a-matrix",
        ),
        pytest.param(r"\newcommand{\Part}[1]{\subsection*{Part #1}}", r"\Part{b}", "Part b", id="a-heading"),
        pytest.param(r"\newcommand{\a}{\b}\newcommand{\b}{9}", r"$\a$", "$9 $", id="one-by-another"),
        pytest.param(r"\newcommand{\x}{3}", r"$\xi+\x$", r"$\xi+3$", id="a-longer-name-is-another"),
        pytest.param(r"\newcommand{\me}{\me\me}", r"\me", r"\me", id="itself"),
        pytest.param("", r"$\partial L$", r"$\partial L$", id="partial-is-no-par"),
    ],
)  # fmt: skip
def test_a_command_is_replaced_by_what_it_stands_for(preamble: str, body: str, line: str) -> None:
    assert lines_of(preamble, body) == [line]


def test_the_author_is_kept_where_a_number_stands_with_the_name() -> None:
    assert (
        lines_of(r"\newcommand{\no}{40177788}\author{A. Person \\ \no}\title{Homework 3}", "text")[0]
        == "40177788"
    )


def test_commands_that_grow_without_end_are_left() -> None:
    doubling = "".join(
        rf"\newcommand{{\{name}}}{{" + f"\\{after}" * 60 + "}"
        for name, after in zip("abcd", "bcde", strict=True)
    )
    source = rf"{doubling}\newcommand{{\e}}{{{'x' * 300}}}\begin{{document}}\a\end{{document}}"

    assert len(expanded(source)) < len(source) + 3 * MOST_GROWTH


def test_braces_that_never_close_cost_no_time() -> None:
    source = r"\newcommand{\a}[1]{#1}\begin{document}" + r"\a{" * 30_000

    assert expanded(source) == source
