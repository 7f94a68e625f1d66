"""Reads a document that was handed in: its text for the finder, its form's fields, and whose it says it is."""

from __future__ import annotations

import re

from grader.documents.characters import decode_text
from grader.documents.model import Document, Field, Source
from grader.grading.matching import agreed
from grader.grading.submission import Answer
from grader.intake.json_file import JsonHandIn
from grader.records import JsonValue

STUDENT_FIELDS = {"student_id": "id", "studentid": "id", "sid": "id", "name": "name", "student_name": "name"}
CELL = re.compile(r"(.{1,200}?)\[(\d{1,3})\](?:\[(\d{1,3})\])?")
MOST_CELLS = 10_000


def read_text_file(data: bytes, path: str) -> JsonHandIn:
    """Return what a text, Markdown or LaTeX file holds.

    Raises HandInError that names the encoding where it is not UTF-8.
    """
    from grader.documents.text import read_text

    return hand_in_of(read_text(decode_text(data), path))


def picture_of(path: str) -> Document:
    """Return a photograph or a scan that is a picture file: one page, which a person must look at."""
    return Document(path=path, source=Source.SCAN, pages=1, pictures=(1,), complete=False)


def hand_in_of(document: Document) -> JsonHandIn:
    """Return a document as a hand-in: its fields as answers, and its lines for the finder."""
    from grader.finding.student import student_of

    student_id, name, others = student_of(document.lines)
    for field in document.fields:
        value = field.value.strip()
        which = STUDENT_FIELDS.get(field.name.strip().casefold())
        student_id = value if which == "id" and value else student_id
        name = value if which == "name" and value else name
    return JsonHandIn(
        student_id=student_id,
        name=name,
        answers=field_answers(document),
        documents=(document,),
        other_ids=others,
    )


def field_answers(document: Document) -> dict[str, Answer]:
    """Return the form's answers by name; the fields of a matrix's cells make one matrix."""
    answers: dict[str, Answer] = {}
    cells: dict[str, list[tuple[int, int | None, Field]]] = {}
    for field in document.fields:
        if field.name.strip().casefold() in STUDENT_FIELDS:
            continue
        cell = CELL.fullmatch(field.name.strip())
        if cell:
            column = None if cell[3] is None else int(cell[3])
            cells.setdefault(cell[1], []).append((int(cell[2]), column, field))
            continue
        text = field.value.replace("\r\n", "\n").replace("\r", "\n")
        answer = Answer(submitted=text, file=document.path, page=field.page or None, box=field.box)
        name = field.name.strip()
        answers[name] = agreed(answers[name], answer) if name in answers else answer
    for name, found in cells.items():
        first = min(found, key=lambda each: each[:2] if each[1] is not None else (each[0], 0))[2]
        answers[name] = Answer(
            submitted=matrix_of(found), file=document.path, page=first.page or None, box=box_around(found)
        )
    return answers


def matrix_of(cells: list[tuple[int, int | None, Field]]) -> JsonValue:
    """Return the rows of the cells' texts, or one list where they have one index; a cell without a field is empty."""
    rows = 1 + max(row for row, _, _ in cells)
    if all(column is None for _, column, _ in cells):
        values = {row: field.value for row, _, field in cells}
        return [values.get(row, "") for row in range(min(rows, MOST_CELLS))]
    columns = 1 + max(column or 0 for _, column, _ in cells)
    if rows * columns > MOST_CELLS:
        return "\n".join(field.value for _, _, field in cells[:MOST_CELLS])
    grid = {(row, column or 0): field.value for row, column, field in cells}
    table: list[JsonValue] = [
        [grid.get((row, column), "") for column in range(columns)] for row in range(rows)
    ]
    return table


def box_around(cells: list[tuple[int, int | None, Field]]) -> tuple[float, float, float, float] | None:
    """Return the box around fields that stand on one page."""
    boxes = [field.box for _, _, field in cells if field.box is not None and field.page == cells[0][2].page]
    if not boxes:
        return None
    return (
        min(box[0] for box in boxes), min(box[1] for box in boxes),
        max(box[2] for box in boxes), max(box[3] for box in boxes),
    )  # fmt: skip
