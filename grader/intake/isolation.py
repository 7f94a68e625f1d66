"""Has documents read outside of this process, on several cores, and survives whatever they do to the readers."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, TypeVar, cast

from grader.catalogue import SECRET_VARIABLE
from grader.documents.encoding import Malformed, decode
from grader.documents.model import Document
from grader.documents.png import NotOurPicture, size_of
from grader.documents.reader_process import (
    IS_SPENT,
    LENGTH_BYTES,
    MOST_ANSWER,
    MOST_SECONDS,
    crashed,
    request,
    too_slow,
)
from grader.errors import HandInError
from grader.intake.folder import LoadedFile

if TYPE_CHECKING:
    from grader.documents.drawing import Place

PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from grader.documents.reader_process import main; main()"
)
OWN_MODULES_ONLY = "-P"  # else a `json.py` among the hand-ins is run where they are the working folder
HERE = Path(__file__).parents[2]  # where the readers' package is found, installed or not
HEAD_BYTES = 1 + LENGTH_BYTES  # before each answer: whether the process goes on, and how long it is
READ_BYTES = 1 << 16
START_SECONDS = 5  # a busy machine may take to start a process and load the readers
FILES_A_PROCESS = 200  # then it is replaced, so that what a library forgets to free does not add up

Read: TypeAlias = Document | HandInError
Pictures: TypeAlias = tuple[bytes, ...]
Answered = TypeVar("Answered")


@dataclass(frozen=True, slots=True)
class Drawing:
    """Places of one file that are to be drawn."""

    file: LoadedFile
    places: tuple[Place, ...]

    @property
    def path(self) -> str:
        """The file's path."""
        return self.file.path


Task: TypeAlias = LoadedFile | Drawing


class Lost(Exception):
    """A reader process that gives no answer; the argument is its refusal of the file."""


class Reader:
    """One process that reads; ``busy`` is the place of its task in the list, None while it waits."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own program
            [sys.executable, OWN_MODULES_ONLY, "-c", PROGRAM, str(HERE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: value for name, value in os.environ.items() if name != SECRET_VARIABLE},
        )
        self.asked = cast(BinaryIO, self.process.stdin)
        self.told = cast(BinaryIO, self.process.stdout)
        self.busy: int | None = None
        self.deadline = 0.0
        self.files = 0
        self.is_spent = False
        self.said = bytearray()

    def ask(self, place: int, task: Task, deadline: float) -> None:
        """Hand a task over; one that the process does not live to take is told by `answer`."""
        self.busy = place
        self.deadline = deadline if self.files else deadline + START_SECONDS
        self.files += 1
        self.said.clear()
        try:
            self.asked.write(request_of(task))
            self.asked.flush()
        except OSError:
            self.is_spent = True

    def listen(self) -> bool:
        """Take what has arrived of the answer; return whether more of it may come."""
        try:
            data = os.read(self.told.fileno(), READ_BYTES)
        except OSError:
            data = b""
        self.said += data
        if not data or len(self.said) < HEAD_BYTES:
            return bool(data)
        length = int.from_bytes(self.said[1:HEAD_BYTES], "big")
        return length <= MOST_ANSWER and len(self.said) < HEAD_BYTES + length

    def answer(self, task: Task, believe: Callable[[bytes, Task], Answered]) -> Answered:
        """Return what it says of its task.

        Raises Lost where it says nothing that can be believed, or breaks down after it had read other files.
        """
        sign, data = self.said[:1], bytes(self.said[HEAD_BYTES:])
        if len(self.said) >= HEAD_BYTES and len(data) == int.from_bytes(self.said[1:HEAD_BYTES], "big"):
            is_in_doubt = sign == IS_SPENT
            self.busy, self.is_spent = None, is_in_doubt or self.files >= FILES_A_PROCESS
            with suppress(Malformed):
                if not (is_in_doubt and self.files > 1):
                    return believe(data, task)
        ended = self.end(grace_seconds=1.0)  # it has closed its output: how it ends tells why
        took_too_long = sys.platform != "win32" and ended == -signal.SIGXCPU
        raise Lost(too_slow() if took_too_long else crashed())

    def end(self, *, grace_seconds: float = 0.0) -> int:
        """End the process and return how it ended: by itself where it does so within the grace."""
        try:
            self.process.wait(grace_seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
        ended = self.process.wait()
        for stream in (self.asked, self.told):
            with suppress(OSError):  # what was still to be written cannot be
                stream.close()
        return ended


@dataclass(slots=True)
class Work:
    """What is to be done, and until when each task that was begun."""

    tasks: Sequence[Task]
    todo: deque[int]
    begun: dict[int, float] = field(default_factory=dict)

    def deadline_of(self, place: int) -> float:
        """Return until when a task may take, counted from its first try."""
        return self.begun.setdefault(place, monotonic()) + MOST_SECONDS


class Readers:
    """Up to ``count`` processes that read, started when there is something to read; a context manager."""

    def __init__(self, count: int) -> None:
        self.count = max(1, count)
        self.readers: list[Reader] = []

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        for reader in self.readers:
            reader.end()
        self.readers = []

    def read_all(self, files: Sequence[LoadedFile]) -> Iterator[tuple[int, Read]]:
        """Yield (place in ``files``, document or refusal), in the order in which they are done.

        A file that ends a process which had read others before is tried again in a fresh one.
        """
        yield from self.do_all(files, lambda data, task: decode(data, task.path))

    def draw_all(self, drawings: Sequence[Drawing]) -> Iterator[tuple[int, Pictures | HandInError]]:
        """Yield (place in ``drawings``, a PNG for each of its places), in the order in which they are done.

        A picture that could not be drawn is empty; where a file ends its process or takes too long, its refusal
        stands for all.
        """
        yield from self.do_all(drawings, lambda data, task: pictures_of(data, cast(Drawing, task)))

    def do_all(
        self, tasks: Sequence[Task], believe: Callable[[bytes, Task], Answered]
    ) -> Iterator[tuple[int, Answered | HandInError]]:
        """Yield (place in ``tasks``, what ``believe`` makes of the answer or a refusal), as they are done.

        A task has its time once, however often it is tried.
        """
        work = Work(tasks=tasks, todo=deque(range(len(tasks))))
        self.start(min(self.count, len(tasks)))
        with selectors.DefaultSelector() as selector:
            for reader in list(self.readers):
                self.employ(reader, work, selector)
            while selector.get_map():
                deadline = min(reader.deadline for reader in self.readers if reader.busy is not None)
                events = selector.select(max(0.0, deadline - monotonic()))
                done = [reader for key, _ in events if not (reader := cast(Reader, key.data)).listen()]
                now = monotonic()
                late = [each for each in self.readers if each.busy is not None and each.deadline <= now]
                late = [each for each in late if each not in done]
                for reader in (*done, *late):
                    place = cast(int, reader.busy)
                    selector.unregister(reader.told)
                    try:
                        if reader in late:
                            raise Lost(too_slow())
                        yield place, reader.answer(tasks[place], believe)
                    except Lost as lost:
                        refused = cast(HandInError, lost.args[0])
                        reader.is_spent = True
                        if reader.files > 1 and refused.code != too_slow().code:
                            work.todo.appendleft(place)
                        else:
                            yield place, refused
                    self.employ(reader, work, selector)

    def start(self, count: int) -> None:
        """Start processes until there are ``count``, or as many as the system allows.

        Raises OSError where it allows none.
        """
        while len(self.readers) < count:
            try:
                self.readers.append(Reader())
            except OSError:
                if not self.readers:
                    raise
                return

    def employ(self, reader: Reader, work: Work, selector: selectors.BaseSelector) -> None:
        """Give a reader the next task, or another reader in the place of one that is spent."""
        if reader.is_spent:
            reader.end()
            self.readers.remove(reader)
            if not work.todo:
                return
            reader = Reader()
            self.readers.append(reader)
        if work.todo:
            place = work.todo.popleft()
            reader.ask(place, work.tasks[place], work.deadline_of(place))
            selector.register(reader.told, selectors.EVENT_READ, reader)


def request_of(task: Task) -> bytes:
    """Return a task as it goes through the pipe."""
    if isinstance(task, Drawing):
        return request(task.path, task.file.data, task.places)
    return request(task.path, task.data)


def pictures_of(data: bytes, drawing: Drawing) -> Pictures:
    """Return the pictures that an answer holds. Raises Malformed unless each place has ours or none."""
    pictures: list[bytes] = []
    start = 0
    for _ in drawing.places:
        end = start + LENGTH_BYTES + int.from_bytes(data[start : start + LENGTH_BYTES], "big")
        picture = data[start + LENGTH_BYTES : end]
        if picture:
            try:
                size_of(picture)
            except NotOurPicture:
                raise Malformed from None
        pictures.append(picture)
        start = end
    if start != len(data):
        raise Malformed
    return tuple(pictures)
