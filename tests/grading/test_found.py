"""An empty field of a form is blank, unless its place or the form's text says otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.catalogue.bank import Bank
from grader.catalogue.resolve import load_homework
from grader.documents.model import Document, Field, Line, Source
from grader.grading.grade import Grader
from grader.intake.folder import LoadedFile
from grader.intake.take_in import take_in
from grader.records import PartStatus
from grader.translation import ENGLISH

ASSIGNMENT = """
schema = "grade/assignment@1"
id = "one"
title = "One"
[[question]]
problem = "conv_shapes"
number = "1"
parts = { pool = 1, flatten = 1 }
[question.params]
input = [28, 28, 1]
layers = [
  { name = "conv", type = "conv", filters = 32, kernel = 3, stride = 2, padding = 1 },
  { name = "pool", type = "pool", kernel = 2, stride = 2 },
  { name = "flatten", type = "flatten" },
]
"""
POOL, FLATTEN = (100.0, 200.0, 200.0, 220.0), (100.0, 300.0, 200.0, 320.0)
BLANK, WAITS = PartStatus.BLANK, PartStatus.NEEDS_REVIEW


def line(text: str, box: tuple[float, float, float, float], number: int = 1) -> Line:
    return Line(text=text, number=number, page=1, box=box, size=10.0)


def statuses(
    folder: Path,
    *lines: Line,
    complete: bool = True,
    pictures: tuple[int, ...] = (),
    beside: Document | None = None,
) -> list[PartStatus]:
    """Return the verdicts on a form with two empty fields and some text, and maybe another file ``beside`` it."""
    (folder / "assignment.toml").write_text(ASSIGNMENT, encoding="utf-8")
    document = Document(
        path="401200001.pdf", source=Source.FORM, lines=lines, pages=1, complete=complete, pictures=pictures,
        fields=(
            Field(name="conv_shapes.pool", value="", page=1, box=POOL),
            Field(name="conv_shapes.flatten", value=" ", page=1, box=FLATTEN),
        ),
    )  # fmt: skip
    file = LoadedFile(path="401200001.pdf", data=b"%PDF", sha256="0" * 64, document=document)
    homework = load_homework(folder / "assignment.toml", Bank([]))
    others = [LoadedFile(path=beside.path, data=b"x", sha256="1" * 64, document=beside)] if beside else []
    record = Grader(homework, ENGLISH).grade(take_in("401200001", [file, *others], None))
    return [part.status for part in record.parts]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Answer sheet of homework 1, 20 points", id="a-title-with-numbers"),
        pytest.param("The input of 28 x 28 x 1 goes through 32 filters of 3 x 3", id="a-question"),
    ],
)
def test_an_empty_field_is_blank_whatever_is_printed_on_the_sheet(tmp_path: Path, text: str) -> None:
    assert statuses(tmp_path, line(text, (20.0, 20.0, 400.0, 32.0))) == [BLANK, BLANK]


def test_what_is_typed_over_an_empty_field_is_for_a_person(tmp_path: Path) -> None:
    assert statuses(tmp_path, line("1500", (120.0, 303.0, 150.0, 316.0))) == [BLANK, WAITS]


def test_an_empty_field_waits_where_what_would_be_right_stands_beside_it(tmp_path: Path) -> None:
    assert statuses(tmp_path, line("= 7 x 7 x 32", (220.0, 203.0, 300.0, 216.0)))[0] is not BLANK


def test_nothing_is_blank_on_a_form_that_somebody_drew_on(tmp_path: Path) -> None:
    assert statuses(tmp_path, complete=False) == [WAITS, WAITS]
    assert statuses(tmp_path, pictures=(1,)) == [WAITS, WAITS]


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param(
            Document(path="p.jpg", source=Source.SCAN, pages=1, pictures=(1,), complete=False), id="picture"
        ),
        pytest.param(Document(path="p.pdf", source=Source.TYPED, pages=1, lines=()), id="text"),
    ],
)
def test_what_a_form_leaves_empty_may_stand_in_another_file(tmp_path: Path, beside: Document) -> None:
    assert statuses(tmp_path, beside=beside) == [WAITS, WAITS]
