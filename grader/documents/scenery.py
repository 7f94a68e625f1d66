"""What is drawn on a page besides its letters: bars, pictures, and areas that hide or back a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.documents.model import Box
from grader.documents.native import Handle
from grader.documents.outlines import may_be_bracket
from grader.documents.page_objects import (
    CURVE,
    MOVE,
    PATH,
    PICTURE,
    SAME,
    SHADING,
    TEXT,
    Colour,
    Drawn,
    Matrix,
    bounds_of,
    calls,
    clips_of,
    colours_of,
    matrix_of,
    modes_of,
    objects_of,
    segments_of,
    times,
)
from grader.documents.sheet import Bar
from grader.documents.turned import Turned

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

THIN = 1.6  # points; a bar of a fraction or a table's rule is drawn thinner
MOST_AREAS = 500  # that are looked at for each glyph; a page with more is a drawing
MOST_SEGMENTS = 400  # of one path that is looked into for a table's rules
FEWEST_CORNERS, MOST_CORNERS = 5, 6  # segments of a rectangle, of which one may go back to the first corner
MOST_ROUNDED = 240  # segments of one with round corners, cut into straight pieces
DISC = 0.75  # of its box that a badge fills; a circle fills 0.785
NEARLY_WHITE = 238
NEARLY_CLEAR = 25
DRAWN_BY_HAND = 300  # strokes that are no bars; fewer are a diagram's or a logo's
INVISIBLE_MODES = frozenset((3, 7))  # no ink at all; a clipping path only


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
    """All of that for one page; ``texts`` are the addresses of its text objects and when they were drawn.

    ``outlines`` are the boxes of what may be a bracket that is drawn and not set, and
    ``drawn`` all objects of the page as pdfium knows them.
    ``too_many`` tells that the page has more objects than are read.
    """

    drawn: list[Drawn] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    texts: dict[int, int] = field(default_factory=dict)
    invisible: set[int] = field(default_factory=set)
    white: set[int] = field(default_factory=set)
    outlines: list[Box] = field(default_factory=list)
    strokes: int = 0
    too_many: bool = False

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


def survey(page: PdfPage, turned: Turned) -> Scenery:
    """Return what is drawn on a page, in boxes from its top left corner."""
    drawn = objects_of(page)
    if drawn is None:
        return Scenery(too_many=True)
    scenery = Scenery(drawn=drawn)
    note_texts(drawn, scenery)
    for turn, (thing, kind, matrix, _) in enumerate(drawn):
        if kind == TEXT:
            continue
        if kind == PATH:
            note_path(thing, turn, matrix, turned, scenery)
        elif kind in (PICTURE, SHADING):
            box = box_of(thing, matrix, turned)
            if box is not None:
                opaque = not calls().has_transparency(thing)
                scenery.areas.append(Area(box, turn, True, opaque, kind == PICTURE))
    return scenery


def note_texts(drawn: list[Drawn], scenery: Scenery) -> None:
    """Note the text objects of a page, and which have ink that cannot be seen."""
    texts = [(turn, thing, mode) for turn, (thing, _, _, mode) in enumerate(drawn) if mode >= 0]
    inks = colours_of([thing for _, thing, _ in texts])
    scenery.texts = {thing.value or 0: turn for turn, thing, _ in texts}
    faint = {ink for ink in set(inks) if ink is not None and (is_clear(ink) or is_white(ink))}
    if not faint and INVISIBLE_MODES.isdisjoint([mode for _, _, mode in texts]):
        return
    for (_, thing, mode), ink in zip(texts, inks, strict=True):
        if mode in INVISIBLE_MODES or (ink in faint and is_clear(ink)):
            scenery.invisible.add(thing.value or 0)
        elif ink in faint:
            scenery.white.add(thing.value or 0)


def is_clear(ink: Colour) -> bool:
    """Return whether a colour lets everything show through."""
    return ink[3] < NEARLY_CLEAR


def is_white(ink: Colour) -> bool:
    """Return whether a colour is not seen on white paper."""
    return min(ink[:3]) > NEARLY_WHITE


def note_path(thing: Handle, turn: int, matrix: Matrix, turned: Turned, scenery: Scenery) -> None:
    """Note a path as bars, or as an area where it is filled."""
    box = box_of(thing, matrix, turned)
    filled, stroked = modes_of(thing)
    if box is None or not (filled or stroked):
        return
    left, top, right, bottom = box
    if filled and min(right - left, bottom - top) > THIN:
        box = left, top, right, bottom = clipped(thing, matrix, turned, box)
    if min(right - left, bottom - top) <= THIN:
        if left <= right and top <= bottom:
            scenery.bars.append(Bar(left, top, right, bottom))
        return
    parts = calls().segments(thing)
    is_whole = parts <= FEWEST_CORNERS and not stroked  # it has one piece, which is as large as its box
    found = [] if is_whole or parts > MOST_SEGMENTS else list(bars_in(thing, parts, matrix, turned, stroked))
    scenery.bars.extend(found)
    if not found:
        scenery.strokes += 1
    if filled and may_be_bracket(box, parts):
        scenery.outlines.append(box)
    if filled and parts <= MOST_ROUNDED:
        is_plain = parts <= MOST_CORNERS
        (colour,) = colours_of([thing])
        dark = colour is None or not is_white(colour)
        opaque = is_plain and not calls().has_transparency(thing)
        if opaque or (dark and (is_plain or fills_its_box(thing, parts, matrix, turned, box))):
            scenery.areas.append(Area(box, turn, dark, opaque))


def clipped(thing: Handle, matrix: Matrix, turned: Turned, box: Box) -> Box:
    """Return what is seen of an object's box; print engines draw one side of a frame as a frame cut to that side."""
    for corners in clips_of(thing):
        edges = box_around([turned.point(*through(matrix, x, y)) for x, y in corners])
        box = max(box[0], edges[0]), max(box[1], edges[1]), min(box[2], edges[2]), min(box[3], edges[3])
    return box


def fills_its_box(thing: Handle, parts: int, matrix: Matrix, turned: Turned, box: Box) -> bool:
    """Return whether a path is a badge or a disc: one outline around nearly all of its box."""
    whole = times(matrix_of(thing), matrix)
    segments = list(segments_of(thing, parts))
    if sum(kind == MOVE for kind, _, _ in segments) != 1:
        return False
    points = [turned.point(*through(whole, x, y)) for _, x, y in segments]
    area = sum(x * v - u * y for (x, y), (u, v) in zip(points, points[1:] + points[:1], strict=True)) / 2
    left, top, right, bottom = box
    return abs(area) >= DISC * (right - left) * (bottom - top)


def bars_in(thing: Handle, parts: int, matrix: Matrix, turned: Turned, stroked: bool) -> Iterator[Bar]:
    """Yield the thin pieces of a path: thin rectangles, and straight strokes that lie or stand."""
    a, b, c, d, e, f = times(matrix_of(thing), matrix)
    pieces: list[list[tuple[float, float]]] = []
    for kind, x, y in segments_of(thing, parts):
        if kind == CURVE:
            return
        if kind == MOVE or not pieces:
            pieces.append([])
        pieces[-1].append(turned.point(a * x + c * y + e, b * x + d * y + f))
    for points in pieces:
        left, top, right, bottom = box_around(points)
        if min(right - left, bottom - top) <= THIN:
            yield Bar(left, top, right, bottom)
        elif stroked:
            for (x, y), (u, v) in zip(points, points[1:] + points[:1], strict=True):
                wide, high = abs(u - x), abs(v - y)
                if (wide <= THIN) != (high <= THIN):
                    yield Bar(min(x, u), min(y, v), max(x, u), max(y, v))


def through(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return a point as ``matrix`` moves it."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def box_around(points: list[tuple[float, float]]) -> Box:
    """Return the box around points."""
    across, along = zip(*points, strict=True)
    return min(across), min(along), max(across), max(along)


def box_of(thing: Handle, matrix: Matrix, turned: Turned) -> Box | None:
    """Return the box of an object on the page, or None if it has none."""
    bounds = bounds_of(thing)
    if bounds is None:
        return None
    left, bottom, right, top = bounds
    if matrix is SAME:
        return turned.box(left, bottom, right, top)
    corners = [through(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    return box_around([turned.point(*corner) for corner in corners])
