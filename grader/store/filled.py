"""Reads `review.csv` as it comes back from a spreadsheet, and makes decisions of the lines filled in.

Only the cells ``key``, ``credit``, ``comment`` and ``marker`` are read, found by their column's name, so that
it does not matter what a spreadsheet did to the others. A line filled in badly stops the run at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.errors import DecisionError
from grader.store.credits import read_credit
from grader.store.decisions import Decisions, MadeDecision, MarkedAnswer, standing
from grader.store.spreadsheet import original_text
from grader.translation import Message

LARGEST = 100_000_000  # bytes; 1,000 students leave about one megabyte
WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # of today's spreadsheets, and of old ones
DELIMITERS = (",", ";", "\t", "؛")  # the last is what Windows sets for Persian
KEY = re.compile(r"[gs][0-9a-f]{12}")
LONGEST_COMMENT = 10_000
LONGEST_MARKER = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledLine:
    """A line with a credit; ``place`` is its file and line."""

    place: str
    key: str
    credit: Fraction
    comment: str
    marker: str


def read_review_csv(data: bytes, name: str) -> tuple[tuple[FilledLine, ...], tuple[Message, ...]]:
    """Return the lines of ``data`` that hold a credit, and what to tell about others; ``name`` is the file's.

    UTF-8, UTF-16 and Windows-1256 are read, with commas, semicolons or tabs, columns in any order.

    Raises DecisionError, with file and line, for a line that cannot be understood.
    """
    filled: dict[str, FilledLine] = {}
    notices: list[Message] = []
    for place, cells in _rows(data, name):
        credit = _credit_of(cells["credit"], place)
        comment, marker = cells["comment"].strip(), cells["marker"].strip()
        if credit is None:
            if comment or marker:
                notices.append(
                    Message(
                        "{place}: a comment or a marker without a credit decides nothing.", {"place": place}
                    )
                )
            continue
        key = cells["key"].strip(" '\t\u200e\u200f").casefold()
        if not KEY.fullmatch(key):
            raise DecisionError(
                f"{place}: the line has a credit but no key; write the credit into the line that grade wrote"
            )
        if len(comment) > LONGEST_COMMENT or len(marker) > LONGEST_MARKER:
            raise DecisionError(
                f"{place}: the comment or the marker's name is too long; keep them under {LONGEST_COMMENT} "
                f"and {LONGEST_MARKER} characters"
            )
        line = FilledLine(place=place, key=key, credit=credit, comment=comment, marker=marker)
        other = filled.setdefault(key, line)
        if other.credit != credit:
            raise DecisionError(
                f"{place}: this line and {other.place} have the same key and different credits; "
                "clear one of them"
            )
    return tuple(filled.values()), tuple(notices)


def settle(
    filled: Sequence[FilledLine],
    lines: Mapping[str, Sequence[MarkedAnswer]],
    made: Decisions,
    when: str,
) -> tuple[MadeDecision, ...]:
    """Return the new decisions that ``filled`` makes; ``lines`` says which answers a key decides.

    A group's line decides for all in it and a student's line overrides it. What was decided alike before is
    not decided again.

    Raises DecisionError for a key that ``lines`` does not know.
    """
    chosen: dict[tuple[str, str], tuple[MarkedAnswer, FilledLine]] = {}
    for line in sorted(filled, key=lambda line: line.key[0]):  # groups before students
        if line.key not in lines:
            raise DecisionError(
                f"{line.place}: the key {line.key!r} is not of this folder's reviews; "
                "fill in the newest review.csv of this folder, or clear the credit"
            )
        for answer in lines[line.key]:
            _, other = chosen.get((answer.student_id, answer.part), (answer, line))
            if other.key[0] == line.key[0] and other.credit != line.credit:
                raise DecisionError(
                    f"{line.place}: this line and {other.place} give {answer.part} of {answer.student_id} "
                    "different credits; clear one of them"
                )
            chosen[answer.student_id, answer.part] = (answer, line)
    decisions = []
    for answer, line in chosen.values():
        before = standing(made.get(answer.student_id, ()), answer)
        if before is None or (before.new, before.by, before.note) != (line.credit, line.marker, line.comment):
            decisions.append(
                MadeDecision(
                    answer=answer,
                    old=None if before is None else before.new,
                    new=line.credit,
                    by=line.marker,
                    note=line.comment,
                    when=when,
                )
            )
    return tuple(decisions)


def _credit_of(cell: str, place: str) -> Fraction | None:
    """Return the credit of a line, None where it is empty."""
    try:
        return read_credit(cell)
    except ValueError as error:
        raise DecisionError(f'{place}: the credit "{cell.strip()[:40]}" {error}') from error


def _rows(data: bytes, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the place and the wanted cells of each line below the header."""
    import csv
    import io

    text = _decoded(data, name)
    reader_lines = io.StringIO(text, newline="")
    delimiter = _delimiter(text)
    reader = csv.reader(reader_lines, delimiter=delimiter)
    columns: dict[str, int] | None = None
    before = 0
    try:
        for row in reader:
            place, before = f"{name}:{before + 1}", reader.line_num
            if columns is None:
                columns = _columns(row, place)
            elif any(row):
                yield (
                    place,
                    {
                        column: original_text(row[index]) if index < len(row) else ""
                        for column, index in columns.items()
                    },
                )
    except csv.Error as error:
        raise DecisionError(
            f"{name}:{reader.line_num}: this line is not CSV; save the file from the spreadsheet as CSV again"
        ) from error


def _decoded(data: bytes, name: str) -> str:
    """Return the text of a file that any spreadsheet may have saved."""
    if len(data) > LARGEST:
        raise DecisionError(
            f"{name}: is larger than {LARGEST // 1_000_000} MB; fill in the file that grade wrote"
        )
    if data.startswith(WORKBOOK):
        raise DecisionError(f"{name}: is a workbook; save it from the spreadsheet as CSV")
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        if b"\0" in data[:2]:
            return data.decode("utf-16-be" if data[0] == 0 else "utf-16-le")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in data[:2] or data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise DecisionError(
                f"{name}: is cut off or damaged; save it from the spreadsheet again"
            ) from error
        return data.decode("cp1256")


def _delimiter(text: str) -> str:
    """Return what stands between the columns: a comma, a semicolon of either script, or a tab."""
    header = next((line for line in _first_lines(text) if not _is_separator_line(line)), "")
    return max(DELIMITERS, key=header.count)


def _first_lines(text: str) -> Iterable[str]:
    """Return the first lines that are not empty."""
    return (line for line in text[:LONGEST_COMMENT].splitlines() if line.strip())


def _is_separator_line(line: str) -> bool:
    """Whether a line is Excel's own note of its separator."""
    return line.strip().strip('"').casefold().startswith("sep=")


def _columns(row: Sequence[str], place: str) -> dict[str, int] | None:
    """Return where the wanted columns stand, None for a line before the header."""
    if not any(cell.strip() for cell in row) or _is_separator_line(row[0]):
        return None
    names = [cell.strip().strip("\ufeff'").casefold() for cell in row]
    missing = [column for column in ("key", "credit") if column not in names]
    if missing:
        raise DecisionError(
            f"{place}: there is no column {' or '.join(missing)}; the first line must name the columns as "
            "grade wrote them (remove the file to get a new one)"
        )
    return {
        column: names.index(column) if column in names else len(names)
        for column in ("key", "credit", "comment", "marker")
    }
