"""Sets what was asked: prose in paragraphs, lists, and the given values each as it reads best.

The prose around the values is set once for all students; only the values are each student's own.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from itertools import chain
from typing import TypeAlias

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
FORMS_KEPT = 1_024  # texts of the questions and parts of an assignment, without their values
GAP = Markup("\x00")  # no text is set with such a sign


class Place(Enum):
    """Where a value belongs in a text that is set without it: in a line, or a list between lines."""

    VALUE = "value"
    LIST = "list"


Form: TypeAlias = tuple[str | Place, ...]


def form_of(pieces: Segments) -> Form:
    """Return a text without its values."""
    return tuple(
        [
            piece if isinstance(piece, str) else Place.LIST if isinstance(piece, GivenList) else Place.VALUE
            for piece in pieces
        ]
    )


def paragraphs(pieces: Segments, *, rtl: bool, label: str) -> Markup:
    """Return a question's text as paragraphs and lists; ``label`` names a matrix or a formula."""
    return filled(set_paragraphs(form_of(pieces), rtl=rtl), pieces, rtl=rtl, label=label)


def sentence(pieces: Segments, *, rtl: bool, label: str) -> Markup:
    """Return a line of a list."""
    return filled(set_line(form_of(pieces), rtl=rtl), pieces, rtl=rtl, label=label)


def filled(around: tuple[str, ...], pieces: Segments, *, rtl: bool, label: str) -> Markup:
    """Return what was set ``around`` the values, with the values of ``pieces``."""
    values = [given(piece, rtl=rtl, label=label) for piece in pieces if not isinstance(piece, str)]
    pieces_of_page = chain.from_iterable(zip(around, [*values, ""], strict=True))
    return Markup("".join(pieces_of_page))  # noqa: S704 - each is safe already


@lru_cache(maxsize=FORMS_KEPT)
def set_paragraphs(form: Form, *, rtl: bool) -> tuple[str, ...]:
    """Return a text as paragraphs with lists between them, cut where its values belong."""
    flow: list[Markup] = []
    line: Form = ()
    for piece in form:
        if piece is Place.LIST:
            flow += [paragraph(line, rtl=rtl), GAP]
            line = ()
        elif isinstance(piece, str):
            first, *others = piece.split("\n\n")
            line = (*line, first)
            for other in others:
                flow.append(paragraph(line, rtl=rtl))
                line = (other,)
        else:
            line = (*line, piece)
    return tuple(joined([*flow, paragraph(line, rtl=rtl)]).split(GAP))


@lru_cache(maxsize=FORMS_KEPT)
def set_line(form: Form, *, rtl: bool) -> tuple[str, ...]:
    """Return one line, cut where its values belong."""
    return tuple(prose_around(form, rtl=rtl).split(GAP))


def paragraph(line: Form, *, rtl: bool) -> Markup:
    """Return one paragraph, empty where nothing but a full stop is left of it after a list."""
    if line and isinstance(line[0], str):
        line = (line[0].lstrip(" .،؛,;"), *line[1:])
    shown = prose_around(line, rtl=rtl)
    return within("p", shown) if shown.strip() else Markup("")


def prose_around(line: Form, *, rtl: bool) -> Markup:
    """Return prose with gaps for its values; values joined by an operator stay together, from left to right."""
    if rtl and reads_left_to_right("".join(piece for piece in line if isinstance(piece, str))):
        return within('bdi dir="ltr"', prose_around(line, rtl=False))
    shown: list[Markup] = []
    place = 0
    while place < len(line):
        piece = line[place]
        end = end_of_run(line, place)
        if isinstance(piece, str):
            shown.append(prose(piece, rtl=rtl))
        elif end == place + 1:
            shown.append(GAP)
        else:
            run = [prose(one, rtl=False) if isinstance(one, str) else GAP for one in line[place:end]]
            shown.append(within('bdi dir="ltr"', joined(run)))
        place = end
    return joined(shown)


def end_of_run(line: Form, place: int) -> int:
    """Return where a run of values and operators ends that begins at ``place``, such as ``{M} × {N}``."""
    end = place + 1
    if isinstance(line[place], str):
        return end
    while end + 1 < len(line):
        between, value = line[end], line[end + 1]
        if not isinstance(between, str) or isinstance(value, str) or not OPERATOR.fullmatch(between):
            break
        end += 2
    return end


def given(value: Shown, *, rtl: bool, label: str) -> Markup:
    """Return a given value: text as text, matrices and formulas as MathML, a list as a numbered one."""
    match value:
        case GivenText(text=text):
            return own_direction(text)
        case GivenFormula(text=text):
            return formula(text, label=label)
        case GivenMatrix(rows=rows):
            return matrix(rows, label=label)
        case GivenList(items=items):
            lines = [within("li", sentence(item, rtl=rtl, label=label)) for item in items]
            return within("ol", joined(lines))
