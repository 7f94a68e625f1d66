"""What a form leaves empty, and what separate hand-ins of one student agree on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.catalogue.bank import Bank
from grader.catalogue.resolve import load_homework
from grader.documents.model import Document, Field, Line, Source
from grader.grading.grade import Grader
from grader.intake.folder import LoadedFile
from grader.intake.take_in import by_student, take_in
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
RIGHT, WRONG = PartStatus.CORRECT, PartStatus.INCORRECT


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


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param(
            "pool: 7x7x32\nflatten: 1568", "pool: 7*7*32\nflatten: 1568", [RIGHT, RIGHT], id="agree"
        ),
        pytest.param(
            "pool: 7x7x32\nflatten: 1568", "pool: 8x8x32\nflatten: 1568", [WAITS, RIGHT], id="differ"
        ),
        pytest.param("pool: 7x7x32\nflatten: 1568", "pool: 7x7x32", [RIGHT, WAITS], id="one-says-nothing"),
        pytest.param(
            "pool: 9x9x31\nflatten: 1568",
            "pool: 9x9x31\nflatten: 1568",
            [WRONG, RIGHT],
            id="agree-on-a-wrong-one",
        ),
    ],
)
@pytest.mark.parametrize("kind", ["md", "json"])
def test_what_separate_hand_ins_agree_on_stands(
    tmp_path: Path, one: str, other: str, expected: list[PartStatus], kind: str
) -> None:
    (tmp_path / "assignment.toml").write_text(ASSIGNMENT, encoding="utf-8")
    pairs = [line.split(": ") for line in other.split("\n")]
    said = json.dumps(
        {"student": "401200001", "answers": {f"conv_shapes.{name}": value for name, value in pairs}}
    )
    files = {
        "401200001 a.md": f"## Question 1\n\n{one}\n".replace("\n", "\n\n"),
        f"401200001 b.{kind}": said if kind == "json" else f"# Homework\n\n## Question 1\n\n{other}\n",
    }
    hand_ins = [
        take_in(name, [LoadedFile(path=name, data=text.encode(), sha256=f"{at:064x}")], None)
        for at, (name, text) in enumerate(files.items())
    ]
    (whole,) = by_student(hand_ins)
    record = Grader(load_homework(tmp_path / "assignment.toml", Bank([])), ENGLISH).grade(whole)

    assert [part.status for part in record.parts] == expected
