"""One process that reads strangers' files: started, asked and listened to on a thread of its own, and ended.

The thread waits where this process must not: on a pipe that a stuck reader neither fills nor empties. It needs nothing
but pipes and threads, so that it works alike on every system.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO, NamedTuple, cast

from grader.catalogue import SECRET_VARIABLE
from grader.documents.reader_process import IS_SPENT, LENGTH_BYTES, MOST_ANSWER, crashed, too_slow
from grader.errors import HandInError

OWN_MODULES_ONLY = "-P"  # else a `json.py` among the hand-ins is run where they are the working folder
HERE = Path(__file__).parents[2]  # where the readers' package is found, installed or not
HEAD_BYTES = 1 + LENGTH_BYTES  # before each answer: whether the process goes on, and how long it is
FILES_A_PROCESS = 200  # then it is replaced, so that what a library forgets to free does not add up


class Said(NamedTuple):
    """What a reader said of a file, and whether it should do nothing more."""

    answer: bytes
    is_spent: bool


class Reader:
    """A process that reads; ``busy`` is the place of its task in a list, None while it waits.

    It puts itself into ``answered`` with what it ``said`` of a task, None where it is lost. Raises OSError where the
    system allows no further process or thread.
    """

    def __init__(self, answered: SimpleQueue[Reader], program: str) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own program
            [sys.executable, OWN_MODULES_ONLY, "-c", program, str(HERE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: value for name, value in os.environ.items() if name != SECRET_VARIABLE},
        )
        self.answered = answered
        self.requests: SimpleQueue[Sequence[bytes] | None] = SimpleQueue()
        self.said: Said | None = None
        self.busy: int | None = None
        self.deadline = 0.0
        self.files = 0
        self.is_late = False
        self.thread = Thread(target=self.converse, daemon=True)
        try:
            self.thread.start()
        except RuntimeError as fault:
            self.end()
            raise OSError(str(fault)) from None

    def ask(self, place: int, request: Sequence[bytes], deadline: float) -> None:
        """Hand a task over, in pieces."""
        self.busy, self.deadline = place, deadline
        self.files += 1
        self.requests.put(request)

    def converse(self) -> None:
        """Pass on what is asked and what is answered, until there is nothing more to ask."""
        asked, told = cast(BinaryIO, self.process.stdin), cast(BinaryIO, self.process.stdout)
        while (request := self.requests.get()) is not None:
            self.said = None
            with suppress(OSError, ValueError):  # it has ended, or is being ended
                for piece in request:
                    asked.write(piece)
                asked.flush()
                del request, piece  # a large file is not kept while it is read
                self.said = listen(told)
            self.answered.put(self)

    def is_worn(self) -> bool:
        """Return whether another process should take its place."""
        is_fresh = self.files == 0
        return not is_fresh and (
            self.said is None or self.said.is_spent or self.is_late or self.files >= FILES_A_PROCESS
        )

    def refusal(self) -> HandInError:
        """Return why a lost process has no answer; it has closed its output, and how it ends tells."""
        ended = self.end(grace_seconds=1.0)
        took_too_long = sys.platform != "win32" and ended == -signal.SIGXCPU
        return too_slow() if self.is_late or took_too_long else crashed()

    def end(self, *, grace_seconds: float = 0.0) -> int:
        """End the process and return how it ended: by itself where it does so within the grace."""
        self.requests.put(None)
        try:
            self.process.wait(grace_seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
        ended = self.process.wait()
        if self.thread.ident is not None:
            self.thread.join(
                grace_seconds + 1.0
            )  # its pipes are closed by now, unless somebody else holds them
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None and not self.thread.is_alive():
                with suppress(OSError):  # what was still to be written cannot be
                    stream.close()
        return ended


def listen(told: BinaryIO) -> Said | None:
    """Return a whole answer, None where the process ends or says too much."""
    head = told.read(HEAD_BYTES)
    length = int.from_bytes(head[1:], "big")
    if len(head) < HEAD_BYTES or length > MOST_ANSWER:
        return None
    answer = told.read(length)
    return None if len(answer) < length else Said(answer, head[:1] == IS_SPENT)
