"""Reads a notebook: the text of its Markdown cells, and what its code cells assign; outputs are never looked at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from grader.documents.assigned import Assigned, assigned_in
from grader.documents.changing import Changing
from grader.documents.markdown import read_markdown
from grader.documents.model import Document, Doubt, Field, Line, Source
from grader.errors import HandInError
from grader.translation import Message

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None
NUMBERED = re.compile(
    r"(?:[qQ](?:uestion)?[ _.]?)?(?P<number>[0-9]{1,2})[ _.\-]?\(?(?P<letter>[A-Ha-h])\)?|(?P<alone>[0-9]{1,2})"
)
MOST_CELLS = 2000
LONGEST_CELL = 200_000
LONGEST_LINE = 20_000
MOST_LINES = 20_000


@dataclass(slots=True)
class _Read:
    """What was read so far: the lines in their order, the answers that stand under names, and whether all was read."""

    changing: Changing
    lines: list[Line] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    is_whole: bool = True


def read_notebook(data: bytes, path: str) -> Document:
    """Return the document in the bytes of a notebook; nothing in it is run.

    An assignment to a name that says it is an answer (`q3_conv = (14, 14, 32)`) is a line like any other, and each
    entry of `answers = {...}` a field, if nothing else in the notebook gives them another value. All other code is a
    program's text, in which an answer counts only if it is right.

    Raises HandInError where the file is no notebook.
    """
    cells = list(cells_of(data))
    programs = {at: source[:LONGEST_CELL] for at, (kind, source) in enumerate(cells) if kind == "code"}
    texts = [at for at, (kind, source) in enumerate(cells) if kind != "code" and source.strip()]
    read = _Read(changing=Changing(programs, texts))
    for at, (kind, source) in enumerate(cells):
        if len(read.lines) >= MOST_LINES or len(source) > LONGEST_CELL:
            read.is_whole = False
        elif kind == "code":
            read_code(at, source, read)
        else:
            read_text(source, path, read, mark="#" if kind == "heading" else "")
    return Document(
        path=path,
        source=Source.NOTEBOOK,
        lines=tuple(read.lines),
        fields=tuple(Field(name=name, value=value) for name, value in read.named.items()),
        complete=read.is_whole,
    )


def cells_of(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the kind and the text of each cell; those of the oldest format are kept in worksheets."""
    try:
        raw: Json = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise no_notebook() from None
    if not isinstance(raw, dict):
        raise no_notebook()
    sheets = raw.get("worksheets")
    books = [raw, *(sheets if isinstance(sheets, list) else [])]
    lists = [book.get("cells") for book in books if isinstance(book, dict)]
    cells = [cell for each in lists if isinstance(each, list) for cell in each if isinstance(cell, dict)]
    if not any(isinstance(each, list) for each in lists):
        raise no_notebook()
    for cell in cells[:MOST_CELLS]:
        source = cell.get("source", cell.get("input", ""))
        text = "".join(str(each) for each in source) if isinstance(source, list) else source
        if isinstance(text, str):
            yield str(cell.get("cell_type", "")), text
    if len(cells) > MOST_CELLS:
        yield "raw", "x" * (LONGEST_CELL + 1)  # too many: what follows was not read


def no_notebook() -> HandInError:
    """Return the refusal of a file that only calls itself a notebook."""
    return HandInError(
        "unreadable_notebook", Message("not a notebook; save it again, or hand in a PDF of it")
    )


def read_text(source: str, path: str, read: _Read, mark: str) -> None:
    """Add the lines of a cell of text."""
    document = read_markdown(f"{mark} {source}" if mark else source, path)
    first = next_number(read)
    read.lines += [replace(line, number=first + line.number, page=0) for line in document.lines]
    read.is_whole = read.is_whole and document.complete


def read_code(cell: int, source: str, read: _Read) -> None:
    """Add the lines of a cell of code: what it assigns in the place of the statement that does, the rest as code.

    A value that is not its name's last is left out: it would count as what the student ends with.
    """
    first = next_number(read)
    found = assigned_in(source)
    replaced = {each for each in found if read.changing.is_replaced(cell, each)}
    unsettled = read.changing.unsettled(cell, found)
    alone = [each for each in found if not each.is_entry or each in replaced]
    covered = {number for each in alone for number in range(each.first, each.last + 1)}
    for each in found:
        if each.is_entry and read.changing.is_sure(cell, each) and not NUMBERED.fullmatch(each.name):
            read.named[each.name] = each.value or read.named.get(each.name, "")
    begin: dict[int, list[Assigned]] = {}
    for each in found:
        begin.setdefault(each.first, []).append(each)
    for number, text in enumerate(source.split("\n"), start=1):
        read.lines += [
            left_out(each.name, first + number)
            if each in replaced
            else line_of(each, first, is_sure=read.changing.is_sure(cell, each))
            for each in begin.get(number, ())
        ]
        if number in unsettled:
            read.lines.append(left_out(unsettled[number], first + number))
        elif number not in covered and text.strip():
            read.lines.append(Line(text=text[:LONGEST_LINE], number=first + number, code=True))


def left_out(name: str, number: int) -> Line:
    """Return the line in the place of a value that another follows; it keeps the place from looking empty."""
    return Line(
        text=f"{name[:LONGEST_LINE]} has another value", number=number, code=True, doubts=(Doubt.ORDER,)
    )


def line_of(each: Assigned, before: int, *, is_sure: bool) -> Line:
    """Return an assignment as a line: a student's own words, or a program's.

    An entry that is called by its question's number, `answers["3b"]`, stands as if under that heading.
    """
    numbered = NUMBERED.fullmatch(each.name) if each.is_entry and each.value else None
    if numbered and is_sure:
        part = f".{numbered['letter'].lower()}" if numbered["letter"] else ""
        text = f"Q{numbered['number'] or numbered['alone']}{part}: {each.value}"
        return Line(text=text[:LONGEST_LINE], number=before + each.first)
    return Line(
        text=each.as_line()[:LONGEST_LINE],
        number=before + each.first,
        code=each.is_entry or not (is_sure and each.is_answer and each.value),
        doubts=() if is_sure else (Doubt.ORDER,),
    )


def next_number(read: _Read) -> int:
    """Return the number of the last line so far."""
    return read.lines[-1].number if read.lines else 0
