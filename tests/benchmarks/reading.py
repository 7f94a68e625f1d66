"""Measures what reading a PDF costs beside pypdfium2's own text: `python -m tests.benchmarks.reading [FOLDER]`.

CPU milliseconds a page, the least of several rounds taken in turn, and their ratio: at most 6 times for every typed
document, 3 as the aim. The last line gives the milliseconds as they would be on a machine that imports pandas in
0.29 s; at most 6 there.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from grader.documents.pdf import read_pdf

DOCUMENTS = Path(__file__).resolve().parent.parent / "documents" / "open"
ROUNDS = 5
PANDAS_SECONDS = 0.29  # on the machine for which the aims are given


def main(arguments: list[str]) -> int:
    """Print a line a document and the sums."""
    folder = Path(arguments[0]) if arguments else DOCUMENTS
    pages, plain, ours, ratios = 0, 0.0, 0.0, []
    for path in sorted(folder.rglob("*.pdf")):
        data = path.read_bytes()
        with pypdfium2.PdfDocument(data) as document:
            count = len(document)
        texts, lines = least(data, stock_text, our_lines)
        ratios.append((lines / texts, path.name))
        print(f"{path.name:48} {texts / count:7.2f} {lines / count:7.2f} ms/page  x{lines / texts:.1f}")
        pages, plain, ours = pages + count, plain + texts, ours + lines
    print(f"{'all':48} {plain / pages:7.2f} {ours / pages:7.2f} ms/page  x{ours / plain:.1f}  {pages} pages")
    print("farthest: " + ", ".join(f"{name} x{ratio:.1f}" for ratio, name in sorted(ratios)[:-6:-1]))
    scale = PANDAS_SECONDS / min(pandas_seconds() for _ in range(ROUNDS))
    print(f"on the machine of the aim: {scale * ours / pages:.1f} ms/page")
    return 0


def least(data: bytes, *actions: Callable[[bytes], int]) -> list[float]:
    """Return the least CPU milliseconds that each action on a document takes, tried in turn."""
    spent: list[list[float]] = [[] for _ in actions]
    for _ in range(ROUNDS):
        for action, times in zip(actions, spent, strict=True):
            start = time.process_time()
            action(data)
            times.append(1000 * (time.process_time() - start))
    return list(map(min, spent))


def pandas_seconds() -> float:
    """Return the CPU seconds of a process that imports pandas, by which machines are compared."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", "import pandas"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def our_lines(data: bytes) -> int:
    """Return how many lines are read."""
    return len(read_pdf(data, "measured.pdf").lines)


def stock_text(data: bytes) -> int:
    """Return how many characters pypdfium2's text pages hold."""
    document = pypdfium2.PdfDocument(data)
    total = 0
    for page in document:
        text = page.get_textpage()
        total += len(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return total


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
