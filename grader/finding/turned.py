"""Turns the rows of tables whose parts stand in the last column, or are counted: `13 | الف` becomes `الف | 13`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.documents.model import Line
from grader.finding.folding import WORDED, fold, words_of
from grader.finding.grids import is_cell
from grader.finding.headings import QUESTION_WORD, heading_of
from grader.finding.layered import LETTER, has_letters

NUMBER = re.compile(rf"(?:{QUESTION_WORD}\s?)?([0-9]{{1,2}})[.)]?")
COUNTED = re.compile(r"[(\[]?([0-9]{1,2})[)\].]?")
ANSWER_HEADS = frozenset(
    {"پاسخ", "جواب", "نتیجه", "مقدار", "answer", "answers", "ans", "result", "value", "final"}
)
PART_WORDS = frozenset(
    [
        "part",
        "parts",
        "item",
        "no",
        "number",
        "letter",
        "section",
        "بخش",
        "قسمت",
        "بند",
        "مورد",
        "شماره",
        "ردیف",
    ]
)
MOST_CELLS = 6
FEWEST_ROWS = 2
FEWEST_NAMED = 2  # headings of questions by a word, so that no number of a row is a question's


def with_turned_rows(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, the rows of such tables with the question and the part before its answer."""
    found = list(lines)
    for start, end in runs_of_rows(lines):
        rows = [lines[at].text.split("\t") for at in range(start, end)]
        for first in (0, 1):  # with a head, or without one
            own = rows[first:]
            is_told = are_words(rows[0]) if first else any(not is_cell(row[0].strip()) for row in rows)
            order = order_of(own, is_told) if len(own) >= FEWEST_ROWS else None
            if first and is_told and order is None and names_last(rows):
                order = tuple(range(len(rows[0])))[::-1]
            if order is not None:
                for at in range(start, end):
                    found[at] = in_order(lines[at], order)
                break
        else:
            if is_counted(rows) and named(lines) >= FEWEST_NAMED:
                for item, at in enumerate(range(start + 1, end), start=1):
                    line = lines[at]
                    found[at] = replace(line, text=begun(line.text, item), other=begun(line.other, item))
    return found


def order_of(rows: Sequence[Sequence[str]], is_told: bool) -> tuple[int, ...] | None:
    """Return in which order the cells of rows name the question, the part and then the answer; None if they do.

    ``is_told`` tells that a head or words show that the rows are no matrix's, whose cells may be letters.
    """
    last = len(rows[0]) - 1
    places = tuple(range(last + 1))
    if are_questions(rows, 0) or has_letters(rows, 0) or are_pairs(rows, 0):
        return None
    is_told = is_told or any("الف" in row for row in rows)
    if are_pairs(rows, last) or (is_told and has_letters(rows, last)):
        return places[::-1]
    if last > 1 and is_told and are_letters(rows, last - 1) and are_questions(rows, last):
        return places[::-1]
    if last > 1 and is_told and are_letters(rows, 0) and are_questions(rows, 1):
        return (1, 0, *places[2:])
    counted = [row[0].strip() for row in rows] == [str(at) for at in range(1, len(rows) + 1)]
    return places[1:] if last > 1 and counted and are_pairs(rows, 1) else None


def are_words(cells: Sequence[str]) -> bool:
    """Return whether cells are those of a head, and no row's of a matrix."""
    return all(WORDED.search(cell) or cell.strip() in ("", "#", "Q", "q") for cell in cells) and any(
        WORDED.search(cell) for cell in cells
    )


def names_last(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether a head says that the first column has the answers, and words stand in the last one alone."""
    head = set(words_of(rows[0][0]))
    return (
        bool(head & ANSWER_HEADS)
        and not set(words_of(rows[0][-1])) & ANSWER_HEADS
        and all(WORDED.search(row[-1]) and not re.search(r"[0-9]\s?[×*=]", fold(row[-1])) for row in rows)
        and all(re.search(r"[0-9(]", fold(row[0])) for row in rows[1:])
    )


def are_questions(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Return whether the cells of a column are the numbers of questions, several times one where it has letters."""
    found = [NUMBER.fullmatch(fold(row[at]).strip()) for row in rows]
    numbers = [int(each[1]) for each in found if each]
    is_repeated = len(set(numbers)) < len(numbers) or any(not row[at].strip() for row in rows)
    is_full = len(numbers) == sum(bool(row[at].strip()) for row in rows)
    return is_full and numbers == sorted(numbers) and len(set(numbers)) > 1 and is_repeated


def are_letters(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Return whether the cells of a column are letters of parts."""
    return all(LETTER.fullmatch(fold(row[at])) for row in rows)


def are_pairs(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Return whether the cells of a column are numbers of questions with letters of parts, as `2-a`."""
    marks = [heading_of(Line(text=row[at].strip(), number=0)) for row in rows]
    return all(mark is not None and bool(mark.number and mark.letter) and not mark.rest for mark in marks)


def runs_of_rows(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield where the rows of each table begin and end: lines with as many cells, one right below another."""
    start = 0
    while start < len(lines):
        count = lines[start].text.count("\t")
        end = start + 1
        while count and end < len(lines) and lines[end].text.count("\t") == count and not lines[end].code:
            end += 1
        if 0 < count < MOST_CELLS and end - start >= FEWEST_ROWS and not lines[start].code:
            yield start, end
        start = end


def in_order(line: Line, order: Sequence[int]) -> Line:
    """Return a row with its cells in an order."""
    cells, other = line.text.split("\t"), line.other.split("\t")
    second = "\t".join(other[at] for at in order) if len(other) == len(cells) else ""
    return replace(line, text="\t".join(cells[at] for at in order), other=second)


def is_counted(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether a head says that the first column has parts, and they count from 1 in it."""
    head = fold(rows[0][0]).strip()
    found = [COUNTED.fullmatch(fold(row[0]).strip()) for row in rows[1:]]
    numbers = [int(each[1]) for each in found if each]
    is_head = head in ("#", "") or bool(set(words_of(head)) & PART_WORDS)
    return is_head and numbers == [*range(1, len(rows))]


def named(lines: Sequence[Line]) -> int:
    """Return how many questions a word such as `question` names."""
    marks = (heading_of(line) for line in lines)
    return len({mark.number for mark in marks if mark is not None and mark.number and mark.named})


def begun(text: str, number: int) -> str:
    """Return a row's text with a bracket behind its number."""
    return f"{number})\t{text.partition(chr(9))[2]}" if text else ""
