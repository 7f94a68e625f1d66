"""A reader process that does what a file tells it to: what hostile files make real readers do."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

from grader.documents import reader_process
from grader.documents.model import Document, Line, Source
from grader.documents.png import grey_png
from grader.documents.reader_process import crashed, too_much_memory
from grader.errors import HandInError


def misbehave(path: str, data: bytes) -> tuple[Document | HandInError, bool]:
    match data:
        case b"segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        case b"abort":
            os.abort()
        case b"sleep":
            time.sleep(60)
        case b"spin":
            while True:
                pass
        case b"swell":
            try:
                return Document(path=path, source=Source.TYPED, hidden=(str(bytearray(2 << 30)[:1]),)), False
            except MemoryError:
                return too_much_memory(), True
        case b"write":
            try:
                Path(os.environ["MISBEHAVING_FILE"]).write_bytes(b"written by the reader")
            except OSError:
                return crashed(), True
        case b"garbage":
            os.write(1, b"+" + (5).to_bytes(8, "big") + b"[1,2]")
        case b"endless":
            os.write(1, b"+" + b"\xff" * 8)
        case b"exit":
            sys.exit(0)
    return Document(path=path, source=Source.TYPED, lines=(Line(text=data.decode(), number=1),)), False


def misdraw(order: bytes, data: bytes) -> tuple[bytes, bool]:
    """Draw what stands in the file: whatever was asked for, however wrong."""
    if data == b"draws":
        places = json.loads(order)
        return reader_process.in_pieces([grey_png(bytes([255] * 6), 3, 2, 3)] * len(places)), False
    if data == b"script":
        return reader_process.in_pieces([b"<svg onload=alert(1)>"]), False
    if data == b"too-few":
        return reader_process.in_pieces([]), False
    misbehave("", data)
    return b"", False


def main() -> None:
    reader_process.read_document = misbehave
    reader_process.draw_places = misdraw
    reader_process.main()
