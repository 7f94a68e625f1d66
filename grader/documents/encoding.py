"""Turns a document, or why there is none, into JSON and back, for the pipe between the reader and the grader.

What comes through the pipe was made from a stranger's file in a process that the file may have taken over, so
`decode` believes nothing: every value is checked against the shape of a `Document`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeAlias, TypeVar

from grader.documents.model import Box, Document, Doubt, Field, Line, Source
from grader.errors import HandInError
from grader.translation import Message, Numeral

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None
Named = TypeVar("Named")
SOURCES = {source.value: source for source in Source}
DOUBTS = {doubt.value: doubt for doubt in Doubt}
LONGEST_CODE = 40


class Malformed(ValueError):
    """What came through the pipe is no document."""


def encode(read: Document | HandInError) -> bytes:
    """Return a document, or a refusal, as JSON in UTF-8."""
    if isinstance(read, HandInError):
        values = [
            [name, isinstance(value, Numeral), str(value)]
            for name, value in read.message.values.items()
            if isinstance(value, str)
        ]
        return _bytes(["refused", read.code, read.message.text, values])
    lines = [
        [
            line.text, line.number, line.page, line.box, line.size, line.other,
            [str(doubt) for doubt in line.doubts], line.heading, line.code,
        ]
        for line in read.lines
    ]  # fmt: skip
    fields = [[field.name, field.value, field.page, field.box] for field in read.fields]
    return _bytes([
        "document", str(read.source), lines, fields, read.pages, read.pictures, read.hidden, read.complete,
    ])  # fmt: skip


def decode(data: bytes, path: str) -> Document | HandInError:
    """Return what `encode` was given, for the file at ``path``. Raises Malformed for anything else."""
    try:
        raw: Json = json.loads(data)
    except (ValueError, RecursionError):
        raise Malformed from None
    kind, *rest = _list(raw) or [None]
    if kind == "refused" and len(rest) == 3:
        return _refusal(*rest)
    if kind != "document" or len(rest) != 7:
        raise Malformed
    source, lines, fields, pages, pictures, hidden, complete = rest
    return Document(
        path=path,
        source=_one_of(source, SOURCES),
        lines=tuple(_line(each) for each in _list(lines)),
        fields=tuple(_field(each) for each in _list(fields)),
        pages=_whole(pages),
        pictures=tuple(_whole(each) for each in _list(pictures)),
        hidden=tuple(_text(each) for each in _list(hidden)),
        complete=_truth(complete),
    )


def _bytes(value: object) -> bytes:
    """Return a value as JSON; half characters are replaced, for no file can be written with them."""
    return json.dumps(value, ensure_ascii=False, check_circular=False).encode("utf-8", "replace")


def _refusal(code: Json, text: Json, values: Json) -> HandInError:
    """Return a refusal, which a person is shown."""
    filled: dict[str, Message | str] = {}
    for each in _list(values):
        name, is_numeral, value = _list(each, 3)
        filled[_text(name)] = Numeral(_text(value)) if _truth(is_numeral) else _text(value)
    return HandInError(_text(code)[:LONGEST_CODE], Message(_text(text), filled))


def _line(raw: Json) -> Line:
    """Return one line."""
    text, number, page, box, size, other, doubts, heading, code = _list(raw, 9)
    return Line(
        text=_text(text),
        number=_whole(number),
        page=_whole(page),
        box=_box(box),
        size=_number(size),
        other=_text(other),
        doubts=tuple(_one_of(each, DOUBTS) for each in _list(doubts)),
        heading=_whole(heading),
        code=_truth(code),
    )


def _field(raw: Json) -> Field:
    """Return one form field."""
    name, value, page, box = _list(raw, 4)
    return Field(name=_text(name), value=_text(value), page=_whole(page), box=_box(box))


def _box(raw: Json) -> Box | None:
    """Return a place on a page."""
    if raw is None:
        return None
    left, top, right, bottom = map(_number, _list(raw, 4))
    return left, top, right, bottom


def _list(raw: Json, length: int | None = None) -> list[Json]:
    """Return a list, of ``length`` where one is given."""
    if not isinstance(raw, list) or length not in (None, len(raw)):
        raise Malformed
    return raw


def _text(raw: Json) -> str:
    """Return a text."""
    if not isinstance(raw, str):
        raise Malformed
    return raw


def _whole(raw: Json) -> int:
    """Return a whole number that counts something."""
    if not isinstance(raw, int) or isinstance(raw, bool) or not 0 <= raw < 2**31:
        raise Malformed
    return raw


def _number(raw: Json) -> float:
    """Return a finite number."""
    if not isinstance(raw, int | float) or isinstance(raw, bool) or not abs(raw) < 1e9:
        raise Malformed
    return float(raw)


def _truth(raw: Json) -> bool:
    """Return true or false."""
    if not isinstance(raw, bool):
        raise Malformed
    return raw


def _one_of(raw: Json, known: Mapping[str, Named]) -> Named:
    """Return the member of a closed set that goes by a name."""
    if not isinstance(raw, str) or raw not in known:
        raise Malformed
    return known[raw]
