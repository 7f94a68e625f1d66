"""What the pages are told about an assignment, as plain data: its questions, its parts and what was asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from grader.records import PartRecord, QuestionRecord
from grader.translation import ENGLISH, PLACEHOLDER, Translator

TEMPLATES_KEPT = 512  # texts of the questions and parts of an assignment, in its language


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPage:
    """One part as it is printed: ``letter`` may be empty, ``max_points`` is what a right answer earns."""

    id: str
    letter: str
    kind: str
    max_points: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """One question as it is printed: ``number`` may be empty, ``title`` is in the language of the report."""

    id: str
    number: str
    title: str
    parts: tuple[PartPage, ...]


def printed_part(question: QuestionPage, part: PartRecord) -> PartPage:
    """Return a part as it is printed; one that only some students were asked has no letter of its own."""
    for printed in question.parts:
        if printed.id == part.id:
            return printed
    return PartPage(id=part.id, letter="", kind=part.kind, max_points=part.max_points)


def with_parts_of(question: QuestionPage, answered: Iterable[QuestionRecord]) -> QuestionPage:
    """Return a question with every part that some student was asked."""
    found = {part.id: part for part in question.parts}
    for each in answered:
        for part in each.parts if each.id == question.id else ():
            if part.id not in found:
                found[part.id] = printed_part(question, part)
    return replace(question, parts=tuple(found.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentPage:
    """What every page says about the assignment; ``sha256`` and ``grader`` stand in the receipt.

    With ``release`` the students' pages show the expected values.
    """

    id: str
    title: str
    contact: str
    release: bool
    sha256: str
    grader: str
    questions: tuple[QuestionPage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenText:
    """A number, a shape or a word of the question, which has a direction of its own."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenMatrix:
    """A matrix of the question, row by row; a cell is a number or a formula in text."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFormula:
    """A formula of the question in the notation of results, such as ``(M - D*F + D)/2``."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenList:
    """A list of the question, such as its layers, a line each."""

    items: tuple[Segments, ...]


Shown: TypeAlias = GivenText | GivenMatrix | GivenFormula | GivenList
Segments: TypeAlias = tuple["str | Shown", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionText:
    """What one question asked one student; ``parts`` pairs each part's id with its own text."""

    question: Segments
    parts: tuple[tuple[str, Segments], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A PNG of the place on a page from which an answer was read."""

    page: int
    png: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """The picture of a page that only a person can read; ``address`` is where it stands beside the report."""

    file: str
    page: int
    address: str


PartOf: TypeAlias = tuple[str, str, str]
"""A student's key, a question's id and a part's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a marker is shown: pages by student, pictures of places by part, and what a machine suggests."""

    pages: Mapping[str, tuple[PagePicture, ...]]
    places: Mapping[PartOf, str]
    suggestions: Mapping[PartOf, str]


NO_EVIDENCE = Evidence(pages={}, places={}, suggestions={})


def segments(template: str, values: Mapping[str, Shown], translator: Translator = ENGLISH) -> Segments:
    """Return ``template`` cut at the ``{names}`` that ``values`` knows; other braces stay as they are."""
    places, last = cut(template)
    pieces: list[str | Shown] = []
    prose = ""
    for before, found in places:
        prose += before
        value = values.get(found[1])
        if value is None:
            prose += found[0]
            continue
        if prose:
            pieces.append(prose)
        if isinstance(value, GivenText) and (text := translator.in_place(value.text, found)) != value.text:
            value = GivenText(text=text)
        pieces.append(value)
        prose = ""
    prose += last
    return (*pieces, prose) if prose else tuple(pieces)


@lru_cache(maxsize=TEMPLATES_KEPT)
def cut(template: str) -> tuple[tuple[tuple[str, re.Match[str]], ...], str]:
    """Return each placeholder of a text with what stands before it, and what follows the last."""
    places = []
    end = 0
    for found in PLACEHOLDER.finditer(template):
        places.append((template[end : found.start()], found))
        end = found.end()
    return tuple(places), template[end:]
