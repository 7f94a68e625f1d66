"""Reads strangers' documents for the grader, in a process of its own with limits on time, memory and writing.

It takes a file from its standard input and says on its standard output what it holds, or draws places of it,
until the input ends.
Whoever asks watches the clock, and replaces this process where a file crashes it, hangs it or swells it.
"""

from __future__ import annotations

import gc
import json
import signal
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from grader.documents.confinement import confine
from grader.documents.encoding import encode
from grader.documents.limits import die_with_parent, limit_once, limit_time
from grader.documents.model import Document
from grader.errors import HandInError
from grader.translation import Message, Numeral

if TYPE_CHECKING:
    from grader.documents.drawing import Place

LENGTH_BYTES = 8
MOST_SECONDS = 10  # for one file
MOST_MEMORY = 1 << 30  # bytes of address space
MOST_ANSWER = 64 << 20  # bytes that are taken for an answer; 200 full pages are about 10 MB
GOES_ON, IS_SPENT = b"+", b"-"  # before an answer: whether another file may follow
OBJECTS_BETWEEN_COLLECTIONS = 100_000  # a document has few cycles, and a process reads few documents


def main() -> None:
    """Serve until the standard input ends, or a file has left this process in doubt."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asks decides when to stop
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    die_with_parent()
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    limit_once(MOST_MEMORY)
    confine()
    while (request := take(asked)) is not None:
        limit_time(MOST_SECONDS)
        order, path, data = request
        answer, is_spent = draw_places(order, path, data) if order else as_answer(*read_document(path, data))
        told.write((IS_SPENT if is_spent else GOES_ON) + len(answer).to_bytes(LENGTH_BYTES, "big") + answer)
        told.flush()
        if is_spent:
            return


def take(stream: BinaryIO) -> tuple[bytes, str, bytes] | None:
    """Return what is to be drawn, the path and the bytes of the next file; None at the end.

    Nothing is to be drawn of a file that is to be read.
    """
    pieces = []
    for _ in range(3):
        head = stream.read(LENGTH_BYTES)
        length = int.from_bytes(head, "big")
        piece = stream.read(length)
        if len(head) < LENGTH_BYTES or len(piece) < length:
            return None
        pieces.append(piece)
    return pieces[0], pieces[1].decode("utf-8", "surrogateescape"), pieces[2]


def request(path: str, data: bytes, places: Sequence[Place] = ()) -> list[bytes]:
    """Return what `take` takes, piece by piece: a file to be read, or to have ``places`` of it drawn."""
    order = json.dumps(places).encode() if places else b""
    return with_lengths([order, path.encode("utf-8", "surrogateescape"), data])


def in_pieces(pieces: Sequence[bytes]) -> bytes:
    """Return pieces one after the other, the length of each before it."""
    return b"".join(with_lengths(pieces))


def with_lengths(pieces: Sequence[bytes]) -> list[bytes]:
    """Return pieces with the length of each before it."""
    return [part for piece in pieces for part in (len(piece).to_bytes(LENGTH_BYTES, "big"), piece)]


def as_answer(read: Document | HandInError, is_spent: bool) -> tuple[bytes, bool]:
    """Return what was read as it goes through the pipe."""
    return encode(read), is_spent


def draw_places(order: bytes, path: str, data: bytes) -> tuple[bytes, bool]:
    """Return the pictures of places in pieces, and whether this process should do nothing more after it."""
    places: list[Place] = [
        (page, None if box is None else (box[0], box[1], box[2], box[3]), dpi)
        for page, box, dpi in json.loads(order)
    ]
    try:
        return in_pieces(draw_by_kind(path, data, places)), False
    except HandInError:
        return in_pieces([b""] * len(places)), False
    except Exception:  # noqa: BLE001 - as for reading: a stranger's file costs its own pictures
        return in_pieces([b""] * len(places)), True


def draw_by_kind(path: str, data: bytes, places: Sequence[Place]) -> list[bytes]:
    """Return a PNG of each place of a PDF or a photograph. Raises HandInError where it cannot be opened."""
    from grader.documents.photographs import draw_photograph, is_photograph

    if is_photograph(path):
        return [draw_photograph(data, dpi) for _, _, dpi in places]
    from grader.documents.drawing import render_all

    return render_all(data, places)


def read_document(path: str, data: bytes) -> tuple[Document | HandInError, bool]:
    """Return a document or why there is none, and whether this process should read no other after it."""
    try:
        return read_by_kind(path, data), False
    except HandInError as refused:
        return refused, False
    except MemoryError:
        return too_much_memory(), True
    except Exception:  # noqa: BLE001 - whatever a reader raises over a stranger's file concerns that file alone
        return crashed(), True


def read_by_kind(path: str, data: bytes) -> Document:
    """Return the document in a file, read as its name's ending says. Raises HandInError where there is none."""
    ending = path[path.rfind(".") :].lower()
    if ending == ".ipynb":
        from grader.documents.notebook import read_notebook

        return read_notebook(data, path)
    if ending in (".html", ".htm"):
        from grader.documents.characters import decode_text
        from grader.documents.html import read_html

        return read_html(decode_text(data), path)
    from grader.documents.pdf import read_pdf

    return read_pdf(data, path)


def too_slow() -> HandInError:
    """Return the refusal of a file that takes too long."""
    return HandInError(
        "too_slow",
        Message(
            "reading it takes more than {limit} seconds; save it again as a simple PDF, or mark it by hand",
            {"limit": Numeral(MOST_SECONDS)},
        ),
    )


def too_much_memory() -> HandInError:
    """Return the refusal of a file that takes too much memory."""
    return HandInError(
        "too_much_memory",
        Message(
            "reading it takes more than {limit} GB of memory; save it again, with fewer pictures",
            {"limit": Numeral(MOST_MEMORY >> 30)},
        ),
    )


def crashed() -> HandInError:
    """Return the refusal of a file on which the reader breaks down."""
    return HandInError(
        "reader_crashed",
        Message("the reader breaks down over it; save it again as a simple PDF, or mark it by hand"),
    )
