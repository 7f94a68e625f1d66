"""Measures what reading PDFs in processes of their own costs: `python -m tests.benchmarks.isolation [FILES [ROUNDS]]`.

PDFs of three pages, joined from the kept documents, are read in this process, by one reader process and by two: in
turn, a few files at a time, so that a machine with other work to do slows all three alike; of each few the least time
of several rounds counts, and starting the readers counts to the first few. The overhead is that of one reader over
none (aim: at most 10 %), the speed that of two readers beside one (aim: at least 1.7).
"""

from __future__ import annotations

import gc
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path

from grader.documents.reader_process import OBJECTS_BETWEEN_COLLECTIONS, read_document
from grader.intake.folder import LoadedFile
from grader.intake.isolation import Readers

DOCUMENTS = Path(__file__).resolve().parent.parent / "documents" / "open"
PAGES = 3
FILES_IN_TURN = 20
CPU_OF_PROCESS = 2  # of linux/posix-timers.h: the clock of all CPU seconds of a process

Files = Sequence[LoadedFile]
Seconds = tuple[float, float]
"""Wall and CPU."""


def main(arguments: list[str]) -> int:
    """Print a line for each way of reading, then the two figures."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)  # as the command does
    count, rounds = map(int, (arguments + ["200", "5"][len(arguments) :])[:2])
    files = [
        LoadedFile(path=f"{place}.pdf", data=data, sha256="")
        for place, data in enumerate(islice(three_pages(), count))
    ]
    turns = [files[start : start + FILES_IN_TURN] for start in range(0, count, FILES_IN_TURN)]
    taken = [one_round(turns) for _ in range(rounds)]
    here, one, two = (
        tuple(sum(min(of_turn) for of_turn in zip(*kind, strict=True)) for kind in zip(*way, strict=True))
        for way in ([list(zip(*each[place], strict=True)) for each in taken] for place in range(3))
    )
    for name, (wall, spent) in (("in this process", here), ("one reader", one), ("two readers", two)):
        print(f"{name:16} {wall:7.2f} s wall {spent:7.2f} s CPU for {count} PDFs of {PAGES} pages")
    print(f"overhead of one reader: {share(one[1], here[1])} of CPU, {share(one[0], here[0])} of wall")
    busy = f"{os.cpu_count()} cores and a load of {os.getloadavg()[0]:.1f}"
    print(f"two readers: {one[0] / two[0]:.2f} times one's speed, on {busy}")
    return 0


def one_round(turns: Sequence[Files]) -> tuple[list[Seconds], list[Seconds], list[Seconds]]:
    """Return what each turn takes in this process, by one reader and by two."""
    here: list[Seconds] = []
    one: list[Seconds] = []
    two: list[Seconds] = []
    with Readers(1) as single, Readers(2) as pair:
        for files in turns:
            here.append(timed(lambda: read_here(files), None))  # noqa: B023 - called at once
            one.append(timed(lambda: read_apart(files, single), single))  # noqa: B023
            two.append(timed(lambda: read_apart(files, pair), pair))  # noqa: B023
    return here, one, two


def three_pages() -> Iterator[bytes]:
    """Yield PDFs of three pages, each of the kept documents' pages from another place on."""
    import pypdfium2

    opened = [pypdfium2.PdfDocument(path) for path in sorted(DOCUMENTS.rglob("*.pdf"))]
    pages = cycle((document, page) for document in opened for page in range(len(document)))
    while True:
        with closing(pypdfium2.PdfDocument.new()) as joined:
            for document, page in islice(pages, PAGES):
                joined.import_pages(document, [page])
            written = BytesIO()
            joined.save(written)
        yield written.getvalue()


def share(more: float, less: float) -> str:
    """Return by how much more is more, in percent."""
    return f"{100 * (more / less - 1):.1f} %"


def read_here(files: Files) -> None:
    """Read some in this process."""
    for file in files:
        read_document(file.path, file.data)


def read_apart(files: Files, readers: Readers) -> None:
    """Have some read apart."""
    assert sum(1 for _ in readers.read_all(files)) == len(files)


def timed(action: Callable[[], None], readers: Readers | None) -> Seconds:
    """Return the wall and CPU seconds that something takes, in this process and in the readers."""
    begun, used = time.perf_counter(), spent_by(readers)
    action()
    return time.perf_counter() - begun, spent_by(readers) - used


def spent_by(readers: Readers | None) -> float:
    """Return the CPU seconds of this process, of readers that have ended and of those that run."""
    running = [(~reader.process.pid << 3) | CPU_OF_PROCESS for reader in readers.readers] if readers else []
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + sum(map(time.clock_gettime, running))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
