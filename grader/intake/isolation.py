"""Has documents read outside of this process, on several cores, and survives whatever they do to the readers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

from grader.documents.encoding import Malformed, decode
from grader.documents.model import Document
from grader.documents.png import NotOurPicture, size_of
from grader.documents.reader_process import LENGTH_BYTES, MOST_SECONDS, crashed, request, too_slow
from grader.errors import HandInError
from grader.intake.folder import LoadedFile
from grader.intake.reader import Reader

if TYPE_CHECKING:
    from grader.documents.drawing import Place

PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from grader.documents.reader_process import main; main()"
)
START_SECONDS = 5  # a busy machine may take to start a process and load the readers
GRACE_SECONDS = 2  # a process that was killed may take to be gone

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
Believe: TypeAlias = Callable[[bytes, Task], Answered]


@dataclass(slots=True)
class Work:
    """What is to be done, and until when each task that was begun."""

    tasks: Sequence[Task]
    todo: deque[int]
    begun: dict[int, float] = field(default_factory=dict)
    refused: list[tuple[int, HandInError]] = field(default_factory=list)  # not to be had any more

    def deadline_of(self, place: int) -> float:
        """Return until when a task may take, counted from its first try."""
        return self.begun.setdefault(place, monotonic()) + MOST_SECONDS

    def again(self, place: int) -> None:
        """Put a task back as the next one."""
        self.todo.appendleft(place)


class Readers:
    """Up to ``count`` processes that read, started when there is something to read; a context manager."""

    def __init__(self, count: int) -> None:
        self.count = max(1, count)
        self.readers: list[Reader] = []
        self.answered: SimpleQueue[Reader] = SimpleQueue()

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
        yield from self.do_all(files, lambda said, task: decode(said, task.path))

    def draw_all(self, drawings: Sequence[Drawing]) -> Iterator[tuple[int, Pictures | HandInError]]:
        """Yield (place in ``drawings``, a PNG for each of its places), in the order in which they are done.

        A picture that could not be drawn is empty; where a file ends its process or takes too long, its refusal
        stands for all.
        """
        yield from self.do_all(drawings, lambda said, task: pictures_of(said, cast(Drawing, task)))

    def do_all(
        self, tasks: Sequence[Task], believe: Believe[Answered]
    ) -> Iterator[tuple[int, Answered | HandInError]]:
        """Yield (place in ``tasks``, what ``believe`` makes of the answer or a refusal), as they are done.

        A task has its time once, however often it is tried.
        """
        work = Work(tasks=tasks, todo=deque(range(len(tasks))))
        self.start(min(self.count, len(tasks)))
        for reader in list(self.readers):
            self.employ(reader, work)
        while any(reader.busy is not None for reader in self.readers):
            reader = self.next_answer()
            place, is_first, said = cast(int, reader.busy), reader.files == 1, reader.said
            reader.busy = None
            believed: Answered | None = None
            if said is not None and (is_first or not said.is_spent):
                self.employ(reader, work)  # it reads on while its answer is looked at
                with suppress(Malformed):
                    believed = believe(said.answer, tasks[place])
            if believed is not None:
                yield place, believed
                continue
            refused = reader.refusal() if said is None else crashed()
            is_final = is_first or refused.code == too_slow().code
            if not is_final:
                work.again(place)
            self.replace(reader, work)
            if is_final:
                yield place, refused
        yield from work.refused

    def start(self, count: int) -> None:
        """Start processes until there are ``count``, or as many as the system allows.

        Raises OSError where it allows none.
        """
        while len(self.readers) < count:
            try:
                self.readers.append(Reader(self.answered, PROGRAM))
            except OSError:
                if not self.readers:
                    raise
                return

    def next_answer(self) -> Reader:
        """Wait for a reader that has said something or is lost; one whose time is over is killed."""
        while True:
            busy = [reader for reader in self.readers if reader.busy is not None]
            patience = max(0.0, min(reader.deadline for reader in busy) - monotonic())
            with suppress(Empty):
                if (reader := self.answered.get(timeout=patience)) in busy:
                    return reader
                continue  # it was given up before
            for reader in busy:
                if reader.deadline > monotonic():
                    continue
                if reader.is_late:  # killed, and still somebody holds its pipe
                    return reader
                reader.is_late = True
                reader.process.kill()
                reader.deadline = monotonic() + GRACE_SECONDS

    def employ(self, reader: Reader, work: Work) -> None:
        """Give a reader the next task, or another reader in the place of one that is worn out."""
        if reader.is_worn():
            self.replace(reader, work)
            return
        while work.todo and reader.busy is None:
            place = work.todo.popleft()
            try:
                asked = request_of(work.tasks[place])
            except HandInError as changed:
                work.refused.append((place, changed))
                continue
            reader.ask(place, asked, work.deadline_of(place) + (0 if reader.files else START_SECONDS))

    def replace(self, reader: Reader, work: Work) -> None:
        """End a reader, take back what it was given, and have others do what is left."""
        if reader in self.readers:
            self.readers.remove(reader)
            reader.end()
            if reader.busy is not None:
                work.again(reader.busy)
        self.start(min(self.count, len(self.readers) + len(work.todo)))
        for each in list(self.readers):
            if each.busy is None:
                self.employ(each, work)


def request_of(task: Task) -> Sequence[bytes]:
    """Return a task as it goes through the pipe, in pieces. Raises HandInError where its file has changed."""
    if isinstance(task, Drawing):
        return request(task.path, task.file.content(), task.places)
    return request(task.path, task.content())


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
