"""What reading a document gives: its lines, its form fields, and the pages that only a person can read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the page's top left corner."""


class Source(StrEnum):
    """What a document was taken for."""

    FORM = "form"
    TYPED = "typed"
    SCAN = "scan"
    EXTRACT = "extract"
    NOTEBOOK = "notebook"


class Doubt(StrEnum):
    """Why a line may not say what a person would see."""

    DIRECTION = "direction"  # left to right or right to left: both make sense
    CHARACTERS = "characters"  # replacement or private characters stand in it or beside it
    ORDER = "order"  # columns or boxes that may belong in another order
    READERS = "readers"  # two readers read it differently
    RECOGNISED = "recognised"  # a machine recognised it in a picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a document.

    ``text`` is in reading order, with a tab between the cells of a table's row or of a matrix's; digits,
    letters and ZWNJ are as they were found, NFKC-composed. ``other`` is the second sensible reading where the
    direction leaves one, else empty. ``page`` counts from 1, 0 where a document has none; ``number`` counts the
    lines of the document from 1. ``size`` is the letters' height in points, 0 where it is unknown. ``heading``
    is the level that the format gives (`##` is 2), 0 for none. ``code`` marks a program's own text.
    """

    text: str
    number: int
    page: int = 0
    box: Box | None = None
    size: float = 0.0
    other: str = ""
    doubts: tuple[Doubt, ...] = ()
    heading: int = 0
    code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A filled form field: its full name, what was filled in, and where it stands; an empty value is blank."""

    name: str
    value: str
    page: int = 0
    box: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file as it was read.

    ``pictures`` are the pages without a text of their own, which a person must look at. ``hidden`` are texts
    that stand in the file but that nobody sees; they are reported and never believed. ``complete`` is false
    where a limit or a fault kept a part of the file from being read, so that nothing in it counts as blank.
    """

    path: str
    source: Source
    lines: tuple[Line, ...] = ()
    fields: tuple[Field, ...] = ()
    pages: int = 0
    pictures: tuple[int, ...] = ()
    hidden: tuple[str, ...] = ()
    complete: bool = True
