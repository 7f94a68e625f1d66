"""Turns a document, or why there is none, into JSON and back, for the pipe between the reader and the grader.

What comes through the pipe was made from a stranger's file in a process that the file may have taken over, so
`decode` believes nothing: every value is checked against the shape of a `Document`. Lines go column by column, as
whole columns are looked at in half the time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NoReturn, TypeAlias, TypeVar, cast

from grader.documents.model import Box, Document, Doubt, Field, Line, Source
from grader.errors import HandInError
from grader.translation import Message, Numeral

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None
Named = TypeVar("Named")
SOURCES = {source.value: source for source in Source}
DOUBTS = {doubt.value: doubt for doubt in Doubt}
LONGEST_CODE = 40
LARGEST_WHOLE, LARGEST = 2**31, 1e9


class Malformed(ValueError):
    """What came through the pipe is no document."""


def encode(read: Document | HandInError) -> bytes:
    """Return a document, or a refusal, as JSON in UTF-8; half characters are replaced, for no file can hold them."""
    return _ENCODER.encode(_told(read)).encode("utf-8", "replace")


def _told(read: Document | HandInError) -> Sequence[object]:
    """Return a document, or a refusal, as lists of plain values."""
    if isinstance(read, HandInError):
        values = [
            [name, isinstance(value, Numeral), str(value)]
            for name, value in read.message.values.items()
            if isinstance(value, str)
        ]
        return ["refused", read.code, read.message.text, values]
    lines = read.lines
    columns = [
        [line.text for line in lines], [line.number for line in lines], [line.page for line in lines],
        [line.box is not None for line in lines], [side for line in lines for side in line.box or ()],
        [line.size for line in lines], [line.other for line in lines], [line.doubts for line in lines],
        [line.heading for line in lines], [line.code for line in lines],
    ]  # fmt: skip
    fields = [[field.name, field.value, field.page, field.box] for field in read.fields]
    return ["document", read.source, columns, fields, read.pages, read.pictures, read.hidden, read.complete]


def decode(data: bytes, path: str) -> Document | HandInError:
    """Return what `encode` was given, for the file at ``path``. Raises Malformed for anything else."""
    try:
        raw: Json = _DECODER.decode(data.decode())
    except (ValueError, RecursionError):
        raise Malformed from None
    kind, *rest = _list(raw) or [None]
    if kind == "refused" and len(rest) == 3:
        return _refusal(*rest)
    if kind != "document" or len(rest) != 7:
        raise Malformed
    source, columns, fields, pages, pictures, hidden, complete = rest
    return Document(
        path=path,
        source=_one_of(source, SOURCES),
        lines=tuple(_lines(_list(columns, 10))),
        fields=tuple(_field(each) for each in _list(fields)),
        pages=_whole(pages),
        pictures=tuple(_wholes(pictures)),
        hidden=tuple(_texts(hidden)),
        complete=_truth(complete),
    )


def _refuse(constant: str) -> NoReturn:
    """Raise Malformed for NaN or an infinity, of which JSON knows nothing."""
    raise Malformed


_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(parse_constant=_refuse)


def _refusal(code: Json, text: Json, values: Json) -> HandInError:
    """Return a refusal, which a person is shown."""
    filled: dict[str, Message | str] = {}
    for each in _list(values):
        name, is_numeral, value = _list(each, 3)
        filled[_text(name)] = Numeral(_text(value)) if _truth(is_numeral) else _text(value)
    return HandInError(_text(code)[:LONGEST_CODE], Message(_text(text), filled))


def _lines(columns: Sequence[Json]) -> Iterator[Line]:
    """Yield the lines that ten columns make; the fifth has four numbers for each line that has a place."""
    texts, numbers, pages, placed, sides, sizes, others, doubts, headings, codes = columns
    checked: tuple[Sequence[object], ...] = (
        _texts(texts), _wholes(numbers), _wholes(pages), _boxes(_truths(placed), _numbers(sides)), _numbers(sizes),
        _texts(others), _doubts(doubts), _wholes(headings), _truths(codes),
    )  # fmt: skip
    if len(set(map(len, checked))) != 1:
        raise Malformed
    for text, number, page, box, size, other, own, heading, code in zip(*checked, strict=True):
        yield Line(
            text=text, number=number, page=page, box=box, size=size, other=other, doubts=own, heading=heading, code=code
        )  # fmt: skip


def _boxes(placed: Sequence[bool], sides: Sequence[float]) -> list[Box | None]:
    """Return each line's place on its page, None where it has none."""
    if len(sides) != 4 * sum(placed):
        raise Malformed
    side = iter(sides)
    boxes = zip(side, side, side, side, strict=True)
    return [next(boxes) if each else None for each in placed]


def _doubts(raw: Json) -> list[tuple[Doubt, ...]]:
    """Return each line's doubts."""
    return [tuple(_one_of(each, DOUBTS) for each in _list(own)) if own != [] else () for own in _list(raw)]


def _field(raw: Json) -> Field:
    """Return one form field."""
    name, value, page, box = _list(raw, 4)
    return Field(name=_text(name), value=_text(value), page=_whole(page), box=_box(box))


def _box(raw: Json) -> Box | None:
    """Return a place on a page."""
    if raw is None:
        return None
    left, top, right, bottom = _numbers(_list(raw, 4))
    return left, top, right, bottom


def _list(raw: Json, length: int | None = None) -> list[Json]:
    """Return a list, of ``length`` where one is given."""
    if not isinstance(raw, list) or length not in (None, len(raw)):
        raise Malformed
    return raw


def _column(raw: Json, *kinds: type) -> list[Json]:
    """Return a list that holds nothing but values of these kinds; true is no whole number."""
    column = _list(raw)
    if not set(map(type, column)) <= set(kinds):
        raise Malformed
    return column


def _texts(raw: Json) -> list[str]:
    """Return texts, without half characters, which no file can be written with."""
    texts = cast("list[str]", _column(raw, str))
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        raise Malformed from None
    return texts


def _wholes(raw: Json) -> list[int]:
    """Return whole numbers that count something."""
    numbers = cast("list[int]", _column(raw, int))
    if numbers and not 0 <= min(numbers) <= max(numbers) < LARGEST_WHOLE:
        raise Malformed
    return numbers


def _numbers(raw: Json) -> list[float]:
    """Return finite numbers."""
    numbers = cast("list[float]", _column(raw, int, float))
    if numbers and not -LARGEST < min(numbers) <= max(numbers) < LARGEST:
        raise Malformed
    return list(map(float, numbers))


def _truths(raw: Json) -> list[bool]:
    """Return what is true or false."""
    return cast("list[bool]", _column(raw, bool))


def _text(raw: Json) -> str:
    """Return a text."""
    return _texts([raw])[0]


def _whole(raw: Json) -> int:
    """Return a whole number that counts something."""
    return _wholes([raw])[0]


def _truth(raw: Json) -> bool:
    """Return true or false."""
    return _truths([raw])[0]


def _one_of(raw: Json, known: Mapping[str, Named]) -> Named:
    """Return the member of a closed set that goes by a name."""
    if not isinstance(raw, str) or raw not in known:
        raise Malformed
    return known[raw]
