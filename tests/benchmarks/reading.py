"""Measures what reading a PDF costs beside pypdfium2's own text: `python -m tests.benchmarks.reading [FOLDER]`.

CPU milliseconds a page, the best of several rounds, and their ratio; the aims are 6 ms and 6 times.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from grader.documents.pdf import read_pdf

DOCUMENTS = Path(__file__).resolve().parent.parent / "documents" / "open"
ROUNDS = 5


def main(arguments: list[str]) -> int:
    """Print a line a document and the sums."""
    folder = Path(arguments[0]) if arguments else DOCUMENTS
    pages, plain, ours = 0, 0.0, 0.0
    for path in sorted(folder.rglob("*.pdf")):
        data = path.read_bytes()
        count = len(pypdfium2.PdfDocument(data))
        texts, lines = (
            best(stock_text, data),
            best(our_lines, data),
        )
        print(f"{path.name:48} {texts / count:7.2f} {lines / count:7.2f} ms/page  x{lines / texts:.1f}")
        pages, plain, ours = pages + count, plain + texts, ours + lines
    print(f"{'all':48} {plain / pages:7.2f} {ours / pages:7.2f} ms/page  x{ours / plain:.1f}  {pages} pages")
    return 0


def best(action: Callable[[bytes], int], data: bytes) -> float:
    """Return the least CPU milliseconds that an action on a document takes in several rounds."""
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        action(data)
        spent.append(1000 * (time.process_time() - start))
    return min(spent)


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
