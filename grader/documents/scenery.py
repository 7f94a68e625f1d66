"""What is drawn on a page besides its letters: bars, pictures, and areas that hide or back a text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ctypes import byref, c_float, c_int, c_uint, c_void_p, cast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.documents.gate import MOST_OBJECTS
from grader.documents.model import Box
from grader.documents.sheet import Bar

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

THIN = 1.6  # points; a bar of a fraction or a table's rule is drawn thinner
DEEPEST = 8  # forms within forms; honest producers nest two or three
MOST_AREAS = 500  # that are looked at for each glyph; a page with more is a drawing
MOST_SEGMENTS = 400  # of one path that is looked into for a table's rules
NEARLY_WHITE = 238
NEARLY_CLEAR = 25
DRAWN_BY_HAND = 300  # strokes that are no bars; fewer are a diagram's or a logo's
INVISIBLE_MODES = (3, 7)  # no ink at all; a clipping path only

Place = Callable[[float, float, float, float], Box]
Matrix = tuple[float, float, float, float, float, float]
SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Area:
    """A filled area or a picture: its box, when it was drawn, and whether a white text shows on it."""

    box: Box
    turn: int
    dark: bool
    opaque: bool
    picture: bool = False

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies in it."""
        left, top, right, bottom = self.box
        return left <= x <= right and top <= y <= bottom


@dataclass(slots=True)
class Scenery:
    """All of that for one page; ``texts`` are the addresses of its text objects and when they were drawn."""

    bars: list[Bar] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    texts: dict[int, int] = field(default_factory=dict)
    invisible: set[int] = field(default_factory=set)
    white: set[int] = field(default_factory=set)
    strokes: int = 0
    objects: int = 0

    @property
    def too_many(self) -> bool:
        """Return whether the page has more objects than are read."""
        return self.objects > MOST_OBJECTS

    def covers(self) -> list[Area]:
        """Return the opaque areas that were drawn after some text."""
        first = min(self.texts.values(), default=0)
        return [area for area in self.areas if area.opaque and area.turn > first][:MOST_AREAS]

    def backs(self) -> list[Area]:
        """Return the dark areas on which a white text shows."""
        return [area for area in self.areas if area.dark][:MOST_AREAS]

    def pictures(self) -> list[Area]:
        """Return the pictures."""
        return [area for area in self.areas if area.picture]

    def drawn_by_hand(self) -> bool:
        """Return whether so much is drawn that somebody may have written with a pen."""
        return self.strokes > DRAWN_BY_HAND


def survey(page: PdfPage, place: Place) -> Scenery:
    """Return what is drawn on a page; ``place`` turns PDF coordinates into a box from the top left."""
    from pypdfium2 import raw

    scenery = Scenery()
    for thing, matrix in objects_of(page, scenery):
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            note_text(thing, scenery)
        elif kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
            box = bounds_of(thing, matrix, place)
            if box is None:
                continue
            if kind == raw.FPDF_PAGEOBJ_PATH:
                note_path(thing, box, matrix, place, scenery)
            else:
                picture = kind == raw.FPDF_PAGEOBJ_IMAGE
                opaque = not raw.FPDFPageObj_HasTransparency(thing)
                scenery.areas.append(Area(box, scenery.objects, True, opaque, picture))
    return scenery


def objects_of(page: PdfPage, scenery: Scenery) -> Iterator[tuple[c_void_p, Matrix]]:
    """Yield the objects of a page and of the forms on it in the order of drawing, up to the limit."""
    from pypdfium2 import raw

    handle = page.raw
    get, count = raw.FPDFPage_GetObject, raw.FPDFPage_CountObjects(handle)
    for index in range(count):
        scenery.objects += 1
        if scenery.too_many:
            return
        thing = get(handle, index)
        if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_FORM:
            yield from objects_in_form(thing, SAME, scenery, DEEPEST)
        else:
            yield thing, SAME


def objects_in_form(
    form: c_void_p, outer: Matrix, scenery: Scenery, levels: int
) -> Iterator[tuple[c_void_p, Matrix]]:
    """Yield the objects of a form with the matrix that leads from it to the page."""
    from pypdfium2 import raw

    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(form, own)
    matrix = times((own.a, own.b, own.c, own.d, own.e, own.f), outer)
    for index in range(raw.FPDFFormObj_CountObjects(form)):
        scenery.objects += 1
        if scenery.too_many:
            return
        thing = raw.FPDFFormObj_GetObject(form, index)
        if raw.FPDFPageObj_GetType(thing) != raw.FPDF_PAGEOBJ_FORM:
            yield thing, matrix
        elif levels > 0:
            yield from objects_in_form(thing, matrix, scenery, levels - 1)


def times(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that applies ``first`` and then ``second``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def note_text(thing: c_void_p, scenery: Scenery) -> None:
    """Note a text object, and whether its ink can be seen."""
    from pypdfium2 import raw

    address = cast(thing, c_void_p).value or 0
    scenery.texts[address] = scenery.objects
    if raw.FPDFTextObj_GetTextRenderMode(thing) in INVISIBLE_MODES:
        scenery.invisible.add(address)
        return
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not raw.FPDFPageObj_GetFillColor(thing, byref(red), byref(green), byref(blue), byref(alpha)):
        return
    if alpha.value < NEARLY_CLEAR:
        scenery.invisible.add(address)
    elif min(red.value, green.value, blue.value) > NEARLY_WHITE:
        scenery.white.add(address)


def note_path(thing: c_void_p, box: Box, matrix: Matrix, place: Place, scenery: Scenery) -> None:
    """Note a path as bars, or as an area where it is filled."""
    from pypdfium2 import raw

    mode, stroked = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(thing, byref(mode), byref(stroked))
    if not mode.value and not stroked.value:
        return
    left, top, right, bottom = box
    if min(right - left, bottom - top) <= THIN:
        scenery.bars.append(Bar(left, top, right, bottom))
        return
    parts = raw.FPDFPath_CountSegments(thing)
    found = list(bars_in(thing, parts, matrix, place, stroked.value != 0)) if parts <= MOST_SEGMENTS else []
    scenery.bars.extend(found)
    if not found:
        scenery.strokes += 1
    if mode.value and parts <= 6:
        red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
        plain = raw.FPDFPageObj_GetFillColor(thing, byref(red), byref(green), byref(blue), byref(alpha))
        dark = not plain or min(red.value, green.value, blue.value) <= NEARLY_WHITE
        opaque = not raw.FPDFPageObj_HasTransparency(thing)
        scenery.areas.append(Area(box, scenery.objects, dark, opaque))


def bars_in(thing: c_void_p, parts: int, matrix: Matrix, place: Place, stroked: bool) -> Iterator[Bar]:
    """Yield the thin pieces of a path: thin rectangles, and straight strokes that lie or stand."""
    from pypdfium2 import raw

    x, y = c_float(), c_float()
    pieces: list[list[tuple[float, float]]] = []
    for index in range(parts):
        segment = raw.FPDFPath_GetPathSegment(thing, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            return
        if kind == raw.FPDF_SEGMENT_MOVETO or not pieces:
            pieces.append([])
        pieces[-1].append((x.value, y.value))
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(thing, own)
    whole = times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
    for points in pieces:
        placed = [through(whole, *point) for point in points]
        outline = box_around(placed, place)
        if min(outline[2] - outline[0], outline[3] - outline[1]) <= THIN:
            yield Bar(*outline)
        elif stroked:
            for start, end in zip(placed, placed[1:] + placed[:1], strict=True):
                edge = box_around([start, end], place)
                if (
                    min(edge[2] - edge[0], edge[3] - edge[1])
                    <= THIN
                    < max(edge[2] - edge[0], edge[3] - edge[1])
                ):
                    yield Bar(*edge)


def through(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return a point as ``matrix`` moves it."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def box_around(points: list[tuple[float, float]], place: Place) -> Box:
    """Return the box on the page around points of the PDF."""
    across, up = [x for x, _ in points], [y for _, y in points]
    return place(min(across), min(up), max(across), max(up))


def bounds_of(thing: c_void_p, matrix: Matrix, place: Place) -> Box | None:
    """Return the box of an object on the page, or None if it has none."""
    from pypdfium2 import raw

    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not raw.FPDFPageObj_GetBounds(thing, byref(left), byref(bottom), byref(right), byref(top)):
        return None
    if matrix is SAME:
        return place(left.value, bottom.value, right.value, top.value)
    corners = [(x.value, y.value) for x in (left, right) for y in (bottom, top)]
    return box_around([through(matrix, *corner) for corner in corners], place)
