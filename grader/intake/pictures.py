"""Has places of the documents that were handed in drawn in processes apart, each once, and keeps the pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

from grader.documents.drawing import Place
from grader.documents.photographs import is_photograph
from grader.documents.reader_process import too_slow
from grader.errors import HandInError
from grader.intake.documents import Shown
from grader.intake.folder import LoadedFile
from grader.intake.isolation import Drawing, Readers
from grader.libraries import require_safe

PLACES_AT_ONCE = 24  # of one file: a page of a scan takes some 60 ms, and a request has 10 s
PAGES_TRIED_ALONE = 6  # of a file over which a process broke down; each may hang
PICTURES_A_BATCH = 128  # that a killed run draws again at most
SECONDS_A_BATCH = 1.0


class Shelf(Protocol):
    """Where pictures are kept, by the SHA-256 of their files and by what they show."""

    def evidence(self, digest: str) -> Mapping[str, bytes]:
        """Return what is kept of a file."""

    def keep_evidence(self, made: Mapping[tuple[str, str], bytes]) -> None:
        """Keep more."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file and the places of it that somebody is to be shown."""

    file: LoadedFile
    places: tuple[Place, ...]


def name_of(place: Place) -> str:
    """Return what tells the picture of a place from others of its file."""
    page, box, dpi = place
    sides = "" if box is None else ",".join(f"{side:.1f}" for side in box)
    return f"picture {page} {sides} {dpi}"


def draw_missing(
    wanted: Sequence[Wanted], workers: int, shelf: Shelf, shown: Shown, *, fresh: bool = False
) -> bool:
    """Have every place drawn that is not on the shelf, and put it there; empty where it cannot be drawn.

    ``fresh`` draws all of them again. Return whether that is all: a place that was not drawn for want of time, or
    with whose process nobody knows what happened, is left for another run.
    """
    todo = [each for each in (wanted if fresh else missing(wanted, shelf)) if each.places]
    if not todo:
        return True
    if any(is_photograph(each.file.path) for each in todo):
        require_safe("pillow")
    shown.start(sum(len(each.places) for each in todo), "pictures")
    made: dict[tuple[str, str], bytes] = {}
    is_all, since = True, monotonic()
    try:
        with Readers(min(workers, len(todo))) as readers:
            for drawing, pictures in drawn(todo, readers):
                is_all = is_all and pictures is not None
                for place, picture in zip(drawing.places, pictures or (), strict=pictures is not None):
                    made[drawing.file.sha256, name_of(place)] = picture
                    shown.step()
                if len(made) >= PICTURES_A_BATCH or (made and monotonic() - since > SECONDS_A_BATCH):
                    shelf.keep_evidence(made)
                    made, since = {}, monotonic()
    finally:
        if made:
            shelf.keep_evidence(made)
        shown.finish()
    return is_all


def draw_now(file: LoadedFile, places: Sequence[Place]) -> dict[Place, bytes]:
    """Return the pictures of places of one PDF, drawn in a process apart and kept nowhere.

    A place that cannot be drawn is left out, whatever the reason.
    """
    made: dict[Place, bytes] = {}
    wanted = Wanted(file, tuple(dict.fromkeys(places)))
    if not wanted.places:
        return made
    with suppress(OSError), Readers(1) as readers:  # where no process can be started, there are no pictures
        for drawing, pictures in drawn([wanted], readers):
            for place, picture in zip(drawing.places, pictures or (), strict=pictures is not None):
                if picture:
                    made[place] = picture
    return made


def missing(wanted: Sequence[Wanted], shelf: Shelf) -> Iterator[Wanted]:
    """Yield what is not on the shelf."""
    for each in wanted:
        known = shelf.evidence(each.file.sha256)
        yield Wanted(each.file, tuple(place for place in each.places if name_of(place) not in known))


def drawn(todo: Sequence[Wanted], readers: Readers) -> Iterator[tuple[Drawing, Sequence[bytes] | None]]:
    """Yield pictures as they are drawn, None for a drawing that broke down or took too long.

    After a breakdown each page is tried alone, after a timeout none is.
    """
    drawings = [
        Drawing(each.file, each.places[start : start + PLACES_AT_ONCE])
        for each in todo
        for start in range(0, len(each.places), PLACES_AT_ONCE)
    ]
    again: list[Drawing] = []
    for number, pictures in readers.draw_all(drawings):
        drawing = drawings[number]
        if not isinstance(pictures, HandInError):
            yield drawing, pictures
        elif pictures.code == too_slow().code:
            yield drawing, None
        else:
            alone = page_by_page(drawing)
            again += alone[:PAGES_TRIED_ALONE]
            yield from ((each, None) for each in alone[PAGES_TRIED_ALONE:])
    for number, pictures in readers.draw_all(again):
        yield again[number], None if isinstance(pictures, HandInError) else pictures


def page_by_page(drawing: Drawing) -> list[Drawing]:
    """Return a drawing for each page of another."""
    pages: dict[int, list[Place]] = defaultdict(list)
    for place in drawing.places:
        pages[place[0]].append(place)
    return [Drawing(drawing.file, tuple(places)) for places in pages.values()]
