"""A reader process that does what a file tells it to: what hostile files make real readers do."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

from grader.documents import reader_process
from grader.documents.encoding import encode
from grader.documents.model import Document, Line, Source
from grader.documents.png import grey_png
from grader.documents.reader_process import crashed, too_much_memory
from grader.errors import HandInError

FILLED: list[bytearray] = []  # what a file leaves behind in the process


def misbehave(path: str, data: bytes) -> tuple[Document | HandInError, bool]:
    match data:
        case b"segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        case b"late crash":
            time.sleep(1.2)
            os.abort()
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
        case b"fill":
            FILLED.append(bytearray(500 << 20))
        case b"stall":
            os.write(1, b"+" + (5).to_bytes(8, "big") + b"[1")
            time.sleep(60)
        case b"deaf":
            answer = encode(Document(path=path, source=Source.TYPED, lines=line_of("deaf")))
            os.write(1, b"+" + len(answer).to_bytes(8, "big") + answer)
            time.sleep(60)
        case b"need":
            try:
                return Document(
                    path=path, source=Source.TYPED, lines=line_of(str(len(bytearray(600 << 20))))
                ), False
            except MemoryError:
                return too_much_memory(), True
        case b"secret":
            return Document(
                path=path, source=Source.TYPED, lines=line_of(os.environ.get("GRADE_SECRET", "none"))
            ), False
        case b"connect":
            import socket

            try:
                socket.socket().close()
            except PermissionError:
                return Document(path=path, source=Source.TYPED, lines=line_of("refused")), False
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
    return Document(path=path, source=Source.TYPED, lines=line_of(data.decode())), False


def misdraw(order: bytes, path: str, data: bytes) -> tuple[bytes, bool]:
    """Draw what stands in the file: whatever was asked for, however wrong."""
    if data == b"draws":
        places = json.loads(order)
        return reader_process.in_pieces([grey_png(bytes([255] * 6), 3, 2, 3)] * len(places)), False
    if data == b"script":
        return reader_process.in_pieces([b"<svg onload=alert(1)>"]), False
    if data == b"too-few":
        return reader_process.in_pieces([]), False
    misbehave(path, data)
    return b"", False


def line_of(text: str) -> tuple[Line, ...]:
    return (Line(text=text, number=1),)


def main() -> None:
    reader_process.read_document = misbehave
    reader_process.draw_places = misdraw
    reader_process.main()
