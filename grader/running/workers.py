"""Grades on several cores: forked children grade shares of a class and send records back as text.

Worth its cost only where students have instances of their own, or hand in documents, in which answers have to be
found: otherwise one process judges each distinct answer once. A child that is lost costs nothing but time, for what
it did not send is graded here.
"""

from __future__ import annotations

import os
import selectors
import signal
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.grading.grade import Grader
from grader.grading.submission import Notice, Submission
from grader.records import StudentRecord
from grader.store.encoding import decode_record, encode_record
from grader.translation import Message

LEAST_SHARE = 16  # students a child must have for its start to pay
LEAST_DOCUMENTS = 3  # or students with documents: to find the answers of one takes as long as a child's start
LENGTH_BYTES = 4
NUMBER_BYTES = 4
READ_BYTES = 1 << 16

Graded = tuple[int, StudentRecord]


def grade_all(grader: Grader, todo: Sequence[Submission], workers: int) -> Iterator[Graded]:
    """Yield (place in ``todo``, record) for every submission, in the order in which they are done."""
    varies = not all(question.fixed for question in grader.homework.questions)
    with_documents = sum(bool(each.documents) for each in todo)
    count = min(workers, max(len(todo) // LEAST_SHARE if varies else 0, with_documents // LEAST_DOCUMENTS))
    if count < 2 or not hasattr(os, "fork"):
        yield from ((place, graded(grader, each)) for place, each in enumerate(todo))
        return
    done: set[int] = set()
    for place, record in from_children(grader, todo, count):
        done.add(place)
        yield place, record
    for place, each in enumerate(todo):
        if place not in done:
            yield place, graded(grader, each)


def graded(grader: Grader, submission: Submission) -> StudentRecord:
    """Return what the machine finds out about a hand-in; one over which it breaks down is left to a person."""
    try:
        return grader.grade(submission)
    except Exception:  # noqa: BLE001 - a fault of ours over one hand-in costs nobody else anything
        message = Message("the grader breaks down over it; mark it by hand, and tell those who maintain it")
        file = submission.files[0].path if submission.files else None
        notice = Notice(code="grader_failed", file=file, message=message)
        notices = (*submission.notices, notice)
        return grader.grade(replace(submission, unreadable=True, notices=notices))


def from_children(grader: Grader, todo: Sequence[Submission], count: int) -> Iterator[Graded]:
    """Yield what the children send, until each has ended."""
    children: dict[int, int] = {}
    buffers: dict[int, bytearray] = {}
    try:
        with selectors.DefaultSelector() as selector:
            for share in range(count):
                child, pipe = start_child(grader, todo, share, count)
                children[pipe] = child
                buffers[pipe] = bytearray()
                selector.register(pipe, selectors.EVENT_READ)
            while selector.get_map():
                for key, _ in selector.select():
                    data = os.read(key.fd, READ_BYTES)
                    if not data:
                        selector.unregister(key.fd)
                        continue
                    buffers[key.fd] += data
                    yield from whole_messages(buffers[key.fd])
    finally:
        for pipe, child in children.items():
            os.close(pipe)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def start_child(grader: Grader, todo: Sequence[Submission], share: int, count: int) -> tuple[int, int]:
    """Fork a child that grades every ``count``-th submission; return its process id and the pipe it writes to."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its children
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            for place in range(share, len(todo), count):
                data = encode_record(graded(grader, todo[place])).encode("utf-8", "surrogatepass")
                pipe.write(
                    len(data).to_bytes(LENGTH_BYTES, "big") + place.to_bytes(NUMBER_BYTES, "big") + data
                )
                pipe.flush()
    finally:
        os._exit(0)  # nothing of the parent's is to be closed, flushed or said a second time


def whole_messages(buffer: bytearray) -> Iterator[Graded]:
    """Take the messages that have arrived whole out of ``buffer``."""
    head = LENGTH_BYTES + NUMBER_BYTES
    while len(buffer) >= head:
        length = int.from_bytes(buffer[:LENGTH_BYTES], "big")
        if len(buffer) < head + length:
            return
        place = int.from_bytes(buffer[LENGTH_BYTES:head], "big")
        text = bytes(buffer[head : head + length])
        del buffer[: head + length]
        yield place, decode_record(text.decode("utf-8", "surrogatepass"))
