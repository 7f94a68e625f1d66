"""Measures what reading PDFs in processes of their own costs: `python -m tests.benchmarks.isolation [FILES]`.

Wall and CPU seconds for the kept documents, repeated: read in this process, by one reader process and by two; the
overhead of one over none (aim: at most 10 %) and the speed of two beside one (aim: at least 1.7).
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

from grader.documents.reader_process import read_document
from grader.intake.folder import LoadedFile
from grader.intake.isolation import Readers

DOCUMENTS = Path(__file__).resolve().parent.parent / "documents" / "open"
ROUNDS = 3


def main(arguments: list[str]) -> int:
    """Print a line for each way of reading, then the two figures."""
    count = int(arguments[0]) if arguments else 200
    kept = [path.read_bytes() for path in sorted(DOCUMENTS.rglob("*.pdf"))]
    files = [
        LoadedFile(path=f"{place}.pdf", data=data, sha256="")
        for place, data in enumerate(islice(cycle(kept), count))
    ]
    here = best(lambda: read_here(files))
    one, two = best(lambda: read_apart(files, 1)), best(lambda: read_apart(files, 2))
    for name, (wall, spent) in (("in this process", here), ("one reader", one), ("two readers", two)):
        print(f"{name:16} {wall:7.2f} s wall {spent:7.2f} s CPU for {count} PDFs")
    print(f"overhead of one reader: {share(one[1], here[1])} of CPU, {share(one[0], here[0])} of wall")
    busy = f"{os.cpu_count()} cores and a load of {os.getloadavg()[0]:.1f}"
    print(f"two readers: {one[0] / two[0]:.2f} times one's speed, on {busy}")
    return 0


def share(more: float, less: float) -> str:
    """Return by how much more is more, in percent."""
    return f"{100 * (more / less - 1):.1f} %"


def read_here(files: list[LoadedFile]) -> None:
    """Read all in this process."""
    for file in files:
        read_document(file.path, file.data)


def read_apart(files: list[LoadedFile], count: int) -> None:
    """Read all in processes of their own, which are started and ended for it."""
    with Readers(count) as readers:
        assert sum(1 for _ in readers.read_all(files)) == len(files)


def best(action: Callable[[], None]) -> tuple[float, float]:
    """Return the least wall and CPU seconds of several rounds, those of ended children included."""
    walls, spent = [], []
    for _ in range(ROUNDS):
        begun, used = time.perf_counter(), cpu_seconds()
        action()
        walls.append(time.perf_counter() - begun)
        spent.append(cpu_seconds() - used)
    return min(walls), min(spent)


def cpu_seconds() -> float:
    """Return the CPU seconds of this process and of its children that have ended."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
