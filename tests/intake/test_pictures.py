"""Places of one file are drawn at once; what cannot be drawn costs its own picture only."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from grader.documents.drawing import Place
from grader.documents.model import Source
from grader.documents.png import size_of
from grader.intake import isolation, pictures
from grader.intake.folder import LoadedFile
from grader.intake.pictures import draw_now
from grader.running.places import MOST_PIXELS, place_shown

TYPED = Path(__file__).parents[1] / "documents" / "open" / "shapes" / "typst-floors-and-commas.pdf"
LINE: Place = (1, (50.0, 100.0, 300.0, 112.0), 120)
NO_SUCH_PAGE: Place = (9, None, 40)


def loaded(data: bytes) -> LoadedFile:
    return LoadedFile(path="mine.pdf", data=data, sha256=hashlib.sha256(data).hexdigest())


def test_places_are_drawn_and_what_is_no_place_is_left_out() -> None:
    made = draw_now(loaded(TYPED.read_bytes()), [LINE, NO_SUCH_PAGE, LINE])

    assert list(made) == [LINE]
    assert size_of(made[LINE])[0] == pytest.approx((250 + 16) * 120 / 72, abs=2)


def test_a_file_that_is_refused_has_no_pictures() -> None:
    assert draw_now(loaded(b"%PDF-1.7 broken"), [LINE]) == {}


def test_nothing_is_started_where_nothing_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(pictures, "Readers")

    assert draw_now(loaded(b""), []) == {}


def test_a_process_that_crashes_costs_the_pictures_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "PROGRAM", "import os; os._exit(3)")

    assert draw_now(loaded(TYPED.read_bytes()), [LINE]) == {}


def test_a_machine_that_starts_no_process_costs_the_pictures_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object) -> None:
        raise BlockingIOError

    monkeypatch.setattr(isolation, "Reader", refuse)

    assert draw_now(loaded(TYPED.read_bytes()), [LINE]) == {}


@pytest.mark.parametrize(
    ("page", "has_box", "kind", "source", "is_shown"),
    [
        pytest.param(2, True, "shape", Source.TYPED, True, id="typed"),
        pytest.param(2, True, "shape", Source.SCAN, True, id="scan"),
        pytest.param(2, True, "shape", Source.FORM, False, id="form"),
        pytest.param(2, True, "written", Source.TYPED, False, id="in-words"),
        pytest.param(2, False, "shape", Source.TYPED, False, id="no-box"),
        pytest.param(None, True, "shape", Source.EXTRACT, False, id="no-page"),
    ],
)
def test_a_place_is_shown_where_there_is_one_to_look_at(
    page: int | None, has_box: bool, kind: str, source: Source, is_shown: bool
) -> None:
    box = (50.0, 100.0, 300.0, 112.0)

    place = place_shown(page, box if has_box else None, kind, source)

    assert place == ((page, box, 120) if is_shown else None)


def test_a_large_place_is_drawn_coarser() -> None:
    place = place_shown(1, (0.0, 0.0, 595.0, 842.0), "matrix", Source.TYPED)

    assert place is not None
    assert (595 * 842) * (place[2] / 72) ** 2 <= MOST_PIXELS
