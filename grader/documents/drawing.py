"""Draws pages, or places on them, as pictures for a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from grader.documents.gate import check_side, open_pdf
from grader.documents.model import Box
from grader.documents.png import grey_png

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MOST_PIXELS = 25_000_000
SIDE_MARGIN = 8.0  # points beside a place, so that a reader sees what it belongs to
MARGIN = 4.0  # points above and below it: more would show halves of other lines
POINTS_PER_INCH = 72

Opened: TypeAlias = "dict[int, PdfPage]"
Place: TypeAlias = tuple[int, Box | None, int]
"""A page, counted from 1; the box on it, None for all of it; and the dots per inch to draw it in."""


def render(data: bytes, page: int, box: Box | None = None, dpi: int = 150) -> bytes:
    """Return a PNG of a page, counted from 1, or of the place ``box`` on it, in grey, with a form's values drawn.

    A picture that would have more than 25 million pixels is drawn coarser. Raises HandInError where the PDF is
    refused, ValueError where it has no such page.
    """
    with open_pdf(data) as document:
        if not 1 <= page <= len(document):
            raise ValueError(f"page {page} of {len(document)}")
        if document.get_formtype():
            document.init_forms()
        return draw(document, (page, box, dpi), {})


def render_all(data: bytes, places: Sequence[Place]) -> list[bytes]:
    """Return a PNG of each place, as `render` does, empty for one that cannot be drawn.

    Raises HandInError where the PDF is refused.
    """
    from pypdfium2 import PdfiumError

    from grader.errors import HandInError

    pictures: list[bytes] = []
    opened: Opened = {}
    with open_pdf(data) as document:
        if document.get_formtype():
            document.init_forms()
        for place in places:
            try:
                pictures.append(draw(document, place, opened) if 1 <= place[0] <= len(document) else b"")
            except (PdfiumError, HandInError):
                pictures.append(b"")
    return pictures


def draw(document: PdfDocument, place: Place, opened: Opened) -> bytes:
    """Return a PNG of one place of an open document; ``opened`` keeps its pages for the next place."""
    page, box, dpi = place
    sheet = opened.get(page)
    if sheet is None:
        sheet = opened[page] = document[page - 1]
    width, height = sheet.get_size()
    check_side(page, width, height)
    left, top, right, bottom = inside(box, width, height)
    scale = dpi / POINTS_PER_INCH
    pixels = (right - left) * (bottom - top) * scale * scale
    if pixels > MOST_PIXELS:
        scale *= (MOST_PIXELS / pixels) ** 0.5
    crop = (left, height - bottom, width - right, top)
    bitmap = sheet.render(scale=scale, crop=crop, grayscale=True)
    try:
        return grey_png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
    finally:
        bitmap.close()


def inside(box: Box | None, width: float, height: float) -> Box:
    """Return a place with its margin, cut to the page; the whole page where there is none on it."""
    if box is None:
        return 0.0, 0.0, width, height
    left, top = max(0.0, box[0] - SIDE_MARGIN), max(0.0, box[1] - MARGIN)
    right, bottom = min(width, box[2] + SIDE_MARGIN), min(height, box[3] + MARGIN)
    return (left, top, right, bottom) if right - left > 1 and bottom - top > 1 else (0.0, 0.0, width, height)
