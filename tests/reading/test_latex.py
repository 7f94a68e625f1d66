"""A LaTeX source is read with the numbers that are printed and not written."""

from __future__ import annotations

import pytest

from grader.documents.latex import read_latex


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        pytest.param("\\section{}\n5\n\\section{Sizes}\n7", ["1.", "5", "2. Sizes", "7"], id="counted"),
        pytest.param("\\section*{Sizes}\n7", ["Sizes", "7"], id="starred"),
        pytest.param(
            "\\section{Intro}\n\\section{Question 3}\n7",
            ["Intro", "Question 3", "7"],
            id="named-in-its-title",
        ),
        pytest.param("\\section{سوال اول}\n7", ["سوال اول", "7"], id="named-in-persian"),
        pytest.param("\\section{Sizes}\n\\subsection{More}\n7", ["1. Sizes", "More", "7"], id="a-subsection"),
    ],
)
def test_sections_have_the_numbers_that_latex_prints(source: str, lines: list[str]) -> None:
    document = read_latex(f"\\begin{{document}}\n{source}\n\\end{{document}}", "a.tex")

    assert [" ".join(line.text.split()) for line in document.lines if line.text.strip()] == lines


def test_sections_behind_an_introduction_are_not_counted() -> None:
    document = read_latex(
        "\\begin{document}\n\\section{Introduction}\n\\section{Sizes}\n7\n\\end{document}", "a.tex"
    )

    assert [line.text.strip() for line in document.lines if line.text.strip()] == [
        "Introduction",
        "Sizes",
        "7",
    ]
