"""Has Tesseract, where it is installed, recognise pages that are pictures: suggestions to a marker, never readings."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence

from grader.documents.model import Box, Document, Doubt, Line, Source
from grader.documents.reader_process import MOST_MEMORY, MOST_SECONDS
from grader.intake.reader import HERE, OWN_MODULES_ONLY

PAGE_DPI = 200  # more found no more answers in the scans that were tried
MOST_PAGES = 12  # of one file: a page takes two seconds
LANGUAGES = ("fas", "eng")
LONGEST_TABLE = 2_000_000  # characters; a full page has 60,000
MOST_WORDS = 20_000
POINTS_PER_INCH = 72
WORD = "5"  # the level of a row that holds a word
COLUMNS = 12
PROGRAM = (
    "import os, sys; sys.path.insert(0, sys.argv[1]); from grader.documents import limits; "
    f"limits.die_with_parent(); limits.limit_once({MOST_MEMORY}); limits.limit_time({MOST_SECONDS}); "
    "from grader.documents.confinement import close_network; close_network(); os.execv(sys.argv[2], sys.argv[2:])"
)


def known_languages(program: str) -> tuple[str, ...]:
    """Return which of the languages of our students the program knows."""
    said = run(program, ["--list-langs"], b"").split()
    return tuple(language for language in LANGUAGES if language in said)


def recognise(program: str, languages: Sequence[str], picture: bytes) -> str:
    """Return the program's table of words in a picture; empty where it fails or takes too long."""
    if not picture:
        return ""
    words = ["stdin", "stdout", "-l", "+".join(languages), "--psm", "6", "--dpi", str(PAGE_DPI), "tsv"]
    return run(program, words, picture)


def run(program: str, words: Sequence[str], given: bytes) -> str:
    """Return what the program says, run under the limits of a reader; empty where it fails."""
    environment = {
        name: os.environ[name]
        for name in ("PATH", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")
        if name in os.environ
    }
    try:
        done = subprocess.run(  # noqa: S603 - the program that the person at the machine has installed
            [sys.executable, OWN_MODULES_ONLY, "-c", PROGRAM, str(HERE), program, *words],
            input=given,
            capture_output=True,
            timeout=MOST_SECONDS,
            env={**environment, "OMP_THREAD_LIMIT": "1"},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout[:LONGEST_TABLE].decode("utf-8", "replace") if done.returncode == 0 else ""


def document_of(path: str, tables: Sequence[tuple[int, str]]) -> Document:
    """Return the lines that were recognised as a document; ``tables`` pairs pages with tables of words."""
    lines: list[Line] = []
    for page, table in tables:
        for text, box in lines_of(table):
            lines.append(
                Line(text=text, number=len(lines) + 1, page=page, box=box, doubts=(Doubt.RECOGNISED,))
            )
    return Document(path=path, source=Source.SCAN, lines=tuple(lines), complete=False)


def lines_of(table: str) -> Iterator[tuple[str, Box]]:
    """Yield each line of a table of words with its box in points; rows that make no sense are left out."""
    found: dict[tuple[str, ...], list[tuple[str, Box]]] = {}
    for row in table.split("\n")[: MOST_WORDS + 1]:
        cells = row.rstrip("\r").split("\t", COLUMNS - 1)
        if len(cells) < COLUMNS or cells[0] != WORD or not cells[11].strip():
            continue
        try:
            left, top, width, height = (int(cell) * POINTS_PER_INCH / PAGE_DPI for cell in cells[6:10])
        except ValueError:
            continue
        place = (left, top, left + width, top + height)
        found.setdefault(tuple(cells[1:5]), []).append((cells[11].strip(), place))
    for words in found.values():
        boxes = [box for _, box in words]
        yield (
            " ".join(word for word, _ in words),
            (
                min(box[0] for box in boxes), min(box[1] for box in boxes),
                max(box[2] for box in boxes), max(box[3] for box in boxes),
            ),
        )  # fmt: skip
