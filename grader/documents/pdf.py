"""Reads a PDF: the fields of a form, the lines of its pages, and what only a person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.documents.atoms import letters_of
from grader.documents.bases import Votes
from grader.documents.furniture import without_furniture
from grader.documents.gate import broken, open_pdf
from grader.documents.habits import follow_habit
from grader.documents.layout import Text, lines_of
from grader.documents.model import Document, Doubt, Field, Line, Source
from grader.documents.sheet import Sheet

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

SHARE_UNSURE = 0.9  # size of letters in a note, when its file does not tell, as a share of its height


def read_pdf(data: bytes, path: str, *, settle: bool = False) -> Document:
    """Return the document in the bytes of a PDF.

    A second reader is asked about pages whose characters are unsound; with ``settle`` about every page. Lines
    on which the two disagree say so.

    Raises HandInError with the limit that a file breaks, or why it cannot be opened. pdfium is not safe to be
    used by several threads at once.
    """
    with open_pdf(data) as document:
        sheets = read_sheets(document)
        fields, unseen = read_fields(document)
        votes = Votes(tex="TeX" in producer_of(document) or "dvipdf" in producer_of(document))
    letters, latin = map(sum, zip(*(letters_of(sheet.atoms) for sheet in sheets), strict=True))
    from_right = letters > latin
    pages = [lines_of(sheet, from_right=from_right, votes=votes) for sheet in sheets]
    votes.counted = True
    if votes.left:
        from_right = from_right and not votes.from_left
        pages = [lines_of(sheet, from_right=from_right, votes=votes) for sheet in sheets]
    asked = [sheet for sheet in sheets if sheet.atoms and not sheet.recognised and (settle or sheet.unsound)]
    if asked:
        from grader.documents.settling import settle_pages

        settle_pages(data, asked, pages, votes, from_right=from_right)
    follow_habit(pages)
    pages = without_furniture(sheets, pages, path)
    return document_of(path, sheets, pages, fields, unseen)


def producer_of(document: PdfDocument) -> str:
    """Return the name of the program that wrote a PDF, empty where the file does not tell."""
    return str(document.get_metadata_value("Producer"))


def read_fields(document: PdfDocument) -> tuple[tuple[Field, ...], tuple[str, ...]]:
    """Return a form's fields and the values that nobody sees; nothing where there is no form."""
    from grader.documents.fields import fields_of, has_form

    return fields_of(document) if has_form(document) else ((), ())


def read_sheets(document: PdfDocument) -> list[Sheet]:
    """Return what stands on each page; raises HandInError where a page cannot be opened."""
    from pypdfium2 import PdfiumError

    from grader.documents.annotations import read_annotations
    from grader.documents.pdfium_page import read_page

    sheets: list[Sheet] = []
    for index in range(len(document)):
        try:
            page = document[index]
        except PdfiumError:
            raise broken() from None
        try:
            sheet = read_page(page, index + 1)
            read_annotations(page, sheet)
        finally:
            page.close()
        sheets.append(sheet)
    return sheets


def document_of(
    path: str,
    sheets: list[Sheet],
    pages: list[list[Text]],
    fields: tuple[Field, ...],
    unseen: tuple[str, ...],
) -> Document:
    """Return the document that pages of lines make, the lines numbered through."""
    lines: list[Line] = []
    for sheet, found in zip(sheets, pages, strict=True):
        for text in with_notes(sheet, found):
            doubts = text.doubts | {Doubt.RECOGNISED} if sheet.recognised else text.doubts
            lines.append(
                Line(
                    text=text.text, number=len(lines) + 1, page=text.page or sheet.number, box=text.box,
                    size=round(text.size, 1), other=text.other, doubts=tuple(sorted(doubts)) if doubts else (),
                )
            )  # fmt: skip
    pictures = tuple(sheet.number for sheet in sheets if sheet.picture or sheet.refused)
    return Document(
        path=path,
        source=source_of(sheets, fields),
        lines=tuple(lines),
        fields=fields,
        pages=len(sheets),
        pictures=pictures,
        hidden=(*(text for sheet in sheets for text in sheet.hidden), *unseen),
        complete=not any(sheet.unread or sheet.refused for sheet in sheets),
    )


def source_of(sheets: list[Sheet], fields: tuple[Field, ...]) -> Source:
    """Return what a PDF is: a form with fields, a scan where most pages are pictures, else typed."""
    if fields:
        return Source.FORM
    return Source.SCAN if 2 * sum(sheet.picture for sheet in sheets) > len(sheets) else Source.TYPED


def with_notes(sheet: Sheet, lines: list[Text]) -> list[Text]:
    """Return a page's lines with the notes typed onto it, each after the last line above it."""
    ordered = list(lines)
    for box, said in sorted(sheet.notes):
        rows = [" ".join(row.split()) for row in said.replace("\r", "\n").split("\n")]
        texts = [
            Text(row, "", box, box[1], round(SHARE_UNSURE * (box[3] - box[1]) / len(rows), 1), {Doubt.ORDER})
            for row in rows
            if row
        ]
        above = [place for place, line in enumerate(ordered) if line.box[3] <= (box[1] + box[3]) / 2]
        place = max(above, default=-1) + 1
        ordered[place:place] = texts
    return ordered
