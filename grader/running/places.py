"""Says which place of a document is shown beside what was read there, and how finely it is drawn."""

from __future__ import annotations

from grader.documents.drawing import Place
from grader.documents.model import Box, Source

PLACE_DPI = 120  # a screen has 96, and a line of text takes two kilobytes
MOST_PIXELS = 400_000  # of a place: a matrix over half a page; a larger one is drawn coarser
POINTS_PER_INCH = 72


def place_shown(page: int | None, box: Box | None, kind: str, source: Source) -> Place | None:
    """Return where a part was read, if that is a place on a typed page or one that somebody must look at.

    ``kind`` is that of the answer and ``source`` what its document was taken for.
    """
    if page is None or box is None or kind == "written":
        return None
    if source is Source.FORM:  # what stands in a field is certain, its picture may be old
        return None
    return page, box, dpi_of(box)


def dpi_of(box: Box) -> int:
    """Return how finely a place is drawn."""
    area = max(1.0, (box[2] - box[0]) * (box[3] - box[1])) / POINTS_PER_INCH**2
    return max(40, min(PLACE_DPI, int((MOST_PIXELS / area) ** 0.5)))
