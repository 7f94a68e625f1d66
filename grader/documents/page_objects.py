"""Asks pdfium about the objects that a page is drawn with: texts, paths, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float, c_int, c_uint
from functools import cache
from itertools import repeat
from struct import Struct
from typing import TYPE_CHECKING, TypeAlias

from grader.documents.gate import MOST_OBJECTS
from grader.documents.native import Handle, handle_of, native

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

MOST_CLIPS, MOST_CLIP_CORNERS = 8, 40  # of one path that are looked at; more leave it as it is
DEEPEST = 8  # forms within forms; honest producers nest two or three
AT_ONCE = 256  # objects of which the colours are asked for at once
TEXT, PATH, PICTURE, SHADING, FORM = 1, 2, 3, 4, 5  # FPDF_PAGEOBJ_… of pdfium's fpdf_edit.h
CURVE, MOVE = 1, 2  # FPDF_SEGMENT_… of the same
COLOUR = Struct("=4I")

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Colour: TypeAlias = tuple[int, int, int, int]
"""Red, green, blue and opacity from 0 to 255."""
Segment: TypeAlias = tuple[int, float, float]
SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Drawn: TypeAlias = tuple[Handle, int, Matrix, int]
"""An object, its kind, the matrix that leads from the form in which it stands to the page, and how its text is drawn.

The last is below 0 for what is no text.
"""


class Calls:
    """The functions of pdfium that are called for objects, and the memory in which they leave their results."""

    def __init__(self) -> None:
        from pypdfium2 import raw

        self.count = native(raw.FPDFPage_CountObjects, c_int)
        self.get = native(raw.FPDFPage_GetObject, Handle)
        self.form_count = native(raw.FPDFFormObj_CountObjects, c_int)
        self.form_get = native(raw.FPDFFormObj_GetObject, Handle)
        self.kind = native(raw.FPDFPageObj_GetType, c_int)
        self.bounds = native(raw.FPDFPageObj_GetBounds, c_int)
        self.matrix = native(raw.FPDFPageObj_GetMatrix, c_int)
        self.fill = native(raw.FPDFPageObj_GetFillColor, c_int)
        self.has_transparency = native(raw.FPDFPageObj_HasTransparency, c_int)
        self.render_mode = native(raw.FPDFTextObj_GetTextRenderMode, c_int)
        self.draw_mode = native(raw.FPDFPath_GetDrawMode, c_int)
        self.segments = native(raw.FPDFPath_CountSegments, c_int)
        self.segment = native(raw.FPDFPath_GetPathSegment, Handle)
        self.segment_kind = native(raw.FPDFPathSegment_GetType, c_int)
        self.segment_point = native(raw.FPDFPathSegment_GetPoint, c_int)
        self.clip = native(raw.FPDFPageObj_GetClipPath, Handle)
        self.clip_paths = native(raw.FPDFClipPath_CountPaths, c_int)
        self.clip_segments = native(raw.FPDFClipPath_CountPathSegments, c_int)
        self.clip_segment = native(raw.FPDFClipPath_GetPathSegment, Handle)
        self.numbers, self.shades, self.flags = (c_float * 6)(), (c_uint * (4 * AT_ONCE))(), (c_int * 2)()
        self.into_numbers = [byref(self.numbers, 4 * place) for place in range(6)]
        into_shades = [byref(self.shades, 4 * place) for place in range(4 * AT_ONCE)]
        self.into_shades = [into_shades[shade::4] for shade in range(4)]
        self.seen_shades = memoryview(self.shades).cast("B")
        self.into_flags = [byref(self.flags, 4 * place) for place in range(2)]


calls = cache(Calls)


def objects_of(page: PdfPage) -> list[Drawn] | None:
    """Return the objects of a page and of the forms on it in the order of drawing, None where they are too many."""
    own, handle = calls(), handle_of(page.raw)
    count = own.count(handle)
    found: list[Drawn] = []
    if count > MOST_OBJECTS:
        return None
    things = list(map(own.get, repeat(handle), range(count)))
    left = gather(things, SAME, found, DEEPEST, MOST_OBJECTS - count)
    return None if left < 0 else found


def gather(things: list[Handle], matrix: Matrix, found: list[Drawn], levels: int, room: int) -> int:
    """Add objects to those found, forms by what is in them, and return the room that is left, below 0 for none."""
    own = calls()
    modes = list(map(own.render_mode, things))  # which tells texts from others, of which there are few
    kinds = [TEXT if mode >= 0 else own.kind(thing) for thing, mode in zip(things, modes, strict=True)]
    if FORM not in kinds:
        found.extend(zip(things, kinds, repeat(matrix), modes))
        return room
    for thing, kind, mode in zip(things, kinds, modes, strict=True):
        if kind != FORM:
            found.append((thing, kind, matrix, mode))
        elif levels >= 0 and room >= 0:
            count = own.form_count(thing)
            room -= count
            if room >= 0:
                inner = list(map(own.form_get, repeat(thing), range(count)))
                room = gather(inner, times(matrix_of(thing), matrix), found, levels - 1, room)
    return room


def times(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that applies ``first`` and then ``second``."""
    if second is SAME:
        return first
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def matrix_of(thing: Handle) -> Matrix:
    """Return how an object is placed."""
    own = calls()
    own.matrix(thing, own.into_numbers[0])
    a, b, c, d, e, f = own.numbers
    return a, b, c, d, e, f


def bounds_of(thing: Handle) -> tuple[float, float, float, float] | None:
    """Return left, bottom, right and top of an object, None where it has no extent."""
    own = calls()
    if not own.bounds(thing, *own.into_numbers[:4]):
        return None
    left, bottom, right, top = own.numbers[:4]
    return left, bottom, right, top


def clips_of(thing: Handle) -> Iterator[list[tuple[float, float]]]:
    """Yield the corners of each outline beyond which an object is not drawn."""
    own = calls()
    clip = own.clip(thing)
    across, along = own.into_numbers[:2]
    for path in range(min(own.clip_paths(clip), MOST_CLIPS)):
        count = own.clip_segments(clip, path)
        if not 0 < count <= MOST_CLIP_CORNERS:
            continue
        corners: list[tuple[float, float]] = []
        for index in range(count):
            own.segment_point(own.clip_segment(clip, path, index), across, along)
            corners.append((own.numbers[0], own.numbers[1]))
        yield corners


def colours_of(things: list[Handle]) -> list[Colour | None]:
    """Return the colour with which each object is filled, None for a pattern."""
    own = calls()
    found: list[Colour | None] = []
    for start in range(0, len(things), AT_ONCE):
        some = things[start : start + AT_ONCE]
        are_told = list(map(own.fill, some, *own.into_shades))
        colours = COLOUR.iter_unpack(own.seen_shades[: COLOUR.size * len(some)])
        if all(are_told):
            found.extend(colours)
        else:
            found.extend(each if told else None for each, told in zip(colours, are_told, strict=True))
    return found


def modes_of(path: Handle) -> tuple[bool, bool]:
    """Return whether a path is filled, and whether its outline is drawn."""
    own = calls()
    own.draw_mode(path, *own.into_flags)
    fill, stroke = own.flags
    return fill != 0, stroke != 0


def segments_of(path: Handle, count: int) -> Iterator[Segment]:
    """Yield the kind and the end of each segment of a path."""
    own = calls()
    across, along = own.into_numbers[:2]
    for index in range(count):
        segment = own.segment(path, index)
        kind = own.segment_kind(segment)
        own.segment_point(segment, across, along)
        x, y = own.numbers[:2]
        yield kind, x, y
