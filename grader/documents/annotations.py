"""Reads what was written onto a page afterwards: typed notes are lines, strokes of a pen are for a person."""

from __future__ import annotations

from ctypes import c_ushort
from typing import TYPE_CHECKING

from grader.documents.fields import UNSEEN, box_of, placing
from grader.documents.model import Box
from grader.documents.sheet import Sheet

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

LONGEST_NOTE = 2_000  # UTF-16 units
MOST_NOTES = 500  # on one page


def read_annotations(page: PdfPage, sheet: Sheet) -> None:
    """Add the typed notes on a page to its sheet, and mark it unread where somebody drew on it or stamped it."""
    from pypdfium2 import raw

    count = min(raw.FPDFPage_GetAnnotCount(page.raw), MOST_NOTES)
    if count <= 0:
        return
    drawn = (raw.FPDF_ANNOT_INK, raw.FPDF_ANNOT_STAMP)
    place = placing(page.raw)
    for index in range(count):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        try:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            if raw.FPDFAnnot_GetFlags(annotation) & UNSEEN:
                continue
            if kind in drawn:
                sheet.unread = True
                sheet.picture = sheet.picture or not sheet.atoms
            elif kind == raw.FPDF_ANNOT_FREETEXT:
                box: Box | None = box_of(annotation, place)
                said = contents_of(annotation)
                if box is not None and said.strip():
                    sheet.notes.append((box, said))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def contents_of(annotation: object) -> str:
    """Return the text of a typed note."""
    from pypdfium2 import raw

    size = min(raw.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0), 2 * LONGEST_NOTE)
    if size <= 2:
        return ""
    buffer = (c_ushort * (size // 2))()
    raw.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").split("\0")[0]
