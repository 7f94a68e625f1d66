"""Sets what was asked: prose in paragraphs, lists, and the given values each as it reads best."""

from __future__ import annotations

import re

from markupsafe import Markup

from grader.reporting.markup import (
    formula,
    joined,
    matrix,
    own_direction,
    prose,
    reads_left_to_right,
    within,
)
from grader.reporting.pages import GivenFormula, GivenList, GivenMatrix, GivenText, Segments, Shown

OPERATOR = re.compile(r"\s{0,3}[-−+×*/=,]\s{0,3}")


def paragraphs(pieces: Segments, *, rtl: bool, label: str) -> Markup:
    """Return a question's text as paragraphs and lists; ``label`` names a matrix or a formula."""
    flow: list[Markup] = []
    line: Segments = ()
    for piece in pieces:
        if isinstance(piece, GivenList):
            flow += [paragraph(line, rtl=rtl, label=label), numbered(piece, rtl=rtl, label=label)]
            line = ()
        elif isinstance(piece, str):
            first, *others = piece.split("\n\n")
            line = (*line, first)
            for other in others:
                flow.append(paragraph(line, rtl=rtl, label=label))
                line = (other,)
        else:
            line = (*line, piece)
    return joined([*flow, paragraph(line, rtl=rtl, label=label)])


def paragraph(line: Segments, *, rtl: bool, label: str) -> Markup:
    """Return one paragraph, empty where nothing but a full stop is left of it after a list."""
    if line and isinstance(line[0], str):
        line = (line[0].lstrip(" .،؛,;"), *line[1:])
    shown = sentence(line, rtl=rtl, label=label)
    return within("p", shown) if shown.strip() else Markup("")


def numbered(value: GivenList, *, rtl: bool, label: str) -> Markup:
    """Return a list of the question, such as its layers, as a numbered list."""
    lines = [within("li", sentence(item, rtl=rtl, label=label)) for item in value.items]
    return within("ol", joined(lines))


def sentence(pieces: Segments, *, rtl: bool, label: str) -> Markup:
    """Return prose with its given values; values joined by an operator stay together, from left to right."""
    if rtl and reads_left_to_right("".join(piece for piece in pieces if isinstance(piece, str))):
        return within('bdi dir="ltr"', sentence(pieces, rtl=False, label=label))
    shown: list[Markup] = []
    place = 0
    while place < len(pieces):
        piece = pieces[place]
        end = end_of_run(pieces, place)
        if isinstance(piece, str):
            shown.append(prose(piece, rtl=rtl))
        elif end == place + 1:
            shown.append(given(piece, label=label))
        else:
            run = [
                prose(one, rtl=False) if isinstance(one, str) else given(one, label=label)
                for one in pieces[place:end]
            ]
            shown.append(within('bdi dir="ltr"', joined(run)))
        place = end
    return joined(shown)


def end_of_run(pieces: Segments, place: int) -> int:
    """Return where a run of values and operators ends that begins at ``place``, such as ``{M} × {N}``."""
    end = place + 1
    if isinstance(pieces[place], str):
        return end
    while end + 1 < len(pieces):
        between, value = pieces[end], pieces[end + 1]
        if not isinstance(between, str) or isinstance(value, str) or not OPERATOR.fullmatch(between):
            break
        end += 2
    return end


def given(value: Shown, *, label: str) -> Markup:
    """Return a given value: text as text, matrices and formulas as MathML."""
    match value:
        case GivenText(text=text):
            return own_direction(text)
        case GivenFormula(text=text):
            return formula(text, label=label)
        case GivenMatrix(rows=rows):
            return matrix(rows, label=label)
        case GivenList():
            return numbered(value, rtl=False, label=label)
