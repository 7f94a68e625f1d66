"""Draws a page, or a place on it, as a picture for a person."""

from __future__ import annotations

from io import BytesIO

from grader.documents.gate import check_side, open_pdf
from grader.documents.model import Box

MOST_PIXELS = 25_000_000
MARGIN = 6.0  # points around a place, so that a reader sees what it belongs to
POINTS_PER_INCH = 72


def render(data: bytes, page: int, box: Box | None = None, dpi: int = 150) -> bytes:
    """Return a PNG of a page, counted from 1, or of the place ``box`` on it, with a form's values drawn.

    A picture that would have more than 25 million pixels is drawn coarser. Raises HandInError where the PDF is
    refused, ValueError where it has no such page.
    """
    with open_pdf(data) as document:
        if not 1 <= page <= len(document):
            raise ValueError(f"page {page} of {len(document)}")
        if document.get_formtype():
            document.init_forms()
        sheet = document[page - 1]
        try:
            width, height = sheet.get_size()
            check_side(page, width, height)
            left, top, right, bottom = inside(box, width, height)
            scale = dpi / POINTS_PER_INCH
            pixels = (right - left) * (bottom - top) * scale * scale
            if pixels > MOST_PIXELS:
                scale *= (MOST_PIXELS / pixels) ** 0.5
            bitmap = sheet.render(scale=scale, crop=(left, height - bottom, width - right, top))
            try:
                picture = BytesIO()
                bitmap.to_pil().save(picture, format="PNG", optimize=False)
                return picture.getvalue()
            finally:
                bitmap.close()
        finally:
            sheet.close()


def inside(box: Box | None, width: float, height: float) -> Box:
    """Return a place with its margin, cut to the page; the whole page where there is none on it."""
    if box is None:
        return 0.0, 0.0, width, height
    left, top = max(0.0, box[0] - MARGIN), max(0.0, box[1] - MARGIN)
    right, bottom = min(width, box[2] + MARGIN), min(height, box[3] + MARGIN)
    return (left, top, right, bottom) if right - left > 1 and bottom - top > 1 else (0.0, 0.0, width, height)
