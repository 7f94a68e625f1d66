"""Reads answer sheets that are tables: the column of the answers, and the letters or parts above the columns.

The working in the other columns is kept as what may support an answer, as a program's output is, and never makes one
wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from grader.answers.vocabulary import SCALES, fold_word, is_scaled_unit
from grader.documents.model import Line
from grader.finding.folding import fold, words_of
from grader.finding.headings import QUESTION_WORD, heading_of
from grader.finding.layered import Layered, layers_head, layers_without_head, said_by
from grader.finding.names import ideas_of
from grader.finding.numbering import ABJAD, ALPHABET, LATIN
from grader.finding.turned import ANSWER_HEADS, with_turned_rows
from grader.finding.units import DIGIT_LAST, unit_in

NAME_HEADS = frozenset(
    [
        "question", "questions", "q", "problem", "task", "exercise", "part", "parts", "item", "no", "number", "name",
        "quantity", "layer", "type", "kind", "step", "what", "asked", "wanted", "letter", "id", "title",
        "سوال", "پرسش", "تمرین", "بخش", "قسمت", "مورد", "بند", "شماره", "ردیف", "خواسته", "عنوان", "شرح", "کمیت",
        "لایه", "نام", "حرف", "نوع",
    ]
)  # fmt: skip
WORKING_HEADS = frozenset(
    [
        "working", "workings", "work", "calculation", "calculations", "computation", "computations", "solution",
        "explanation", "method", "how", "reason", "steps", "derivation", "formula",
        "محاسبه", "محاسبات", "حل", "راه", "راهحل", "توضیح", "توضیحات", "روش", "دلیل", "رابطه", "فرمول",
    ]
)  # fmt: skip
ROW_NUMBER = re.compile(rf"(?:{QUESTION_WORD}\s?)?([0-9]{{1,2}})\s?[.)]?")
ITEM = re.compile(r"[(\[]?\s?(?:[0-9]{1,2}|ا ?ل ?ف|[\u0620-\u06d3]|[a-h]|[0-9]{1,2}\s?[a-h])\s?[)\].]?")
ELSEWHERE = re.compile(
    r"[\s–—-]*|(?:the )?(?:matrix|see |above|below|next page|overleaf|ماتریس|بالا|در بالا|پایین|صفحه ?ی? ?بعد|پشت صفحه"
    r"|پیوست).{0,20}"
)
NAMES = re.compile(
    r"[A-Za-z]{2}|[\u0620-\u06d3]|^(?:[0-9۰-۹]{1,2}\s)?[(\[]?[a-h][)\].]?(?:\s|$)"
)  # no matrix's row has them
SAYS_VALUE = re.compile(r"[0-9]")
LONGEST_BREAK = 8  # lines of a cell that has several
FEWEST_ROWS = 2
ORDERS = (tuple(LATIN[:10]), ABJAD, ALPHABET)


@dataclass(frozen=True, slots=True)
class _Head:
    """A table's head: how many cells, which holds the answers, which the working, and the letters above columns.

    Cells are counted from the last, since the first of a head may span several columns. ``values`` name what stands
    below them in the only row, ``unit`` is that of all answers; ``is_broken`` tells that the last row's cells had
    several lines.
    """

    cells: int
    answer: int | None = None
    working: frozenset[int] = frozenset()
    letters: tuple[str, ...] = ()
    layers: Layered | None = None
    values: tuple[str, ...] = ()
    unit: str = ""
    is_broken: bool = False


def with_tables(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines, the rows of answer sheets as their parts' lines."""
    lines = with_turned_rows(lines)
    head: _Head | None = None
    since = 0
    for at, line in enumerate(lines):
        cells = [cell.strip() for cell in line.text.split("\t")]
        found = _head_of(cells, lines[at + 1 :]) if len(cells) > 1 and not line.code else None
        if found is not None:
            head, since = found, 0
            continue
        if len(cells) < 2:
            since += 1
            number = ROW_NUMBER.fullmatch(fold(line.text)) if head is not None and head.letters else None
            if head is not None and number is not None:  # a row whose cells have several lines
                head = replace(head, is_broken=True)
                yield replace(line, text=f"{number[1]}.", other="")
                continue
            if since > LONGEST_BREAK or (head is not None and head.letters and heading_of(line) is not None):
                head = None
            yield line
            continue
        since = 0
        if head is None and not line.code and (layers := layers_without_head(_run(cells, lines[at + 1 :]))):
            head = _Head(len(cells), layers=layers)
        if head is not None and head.is_broken:
            if len(cells) < head.cells:
                yield line
                continue
            head = replace(head, is_broken=False)
        yield from _rows(line, cells, head) if head is not None else (line,)
        head = None if head is not None and head.values else head  # it has one row


def _head_of(cells: Sequence[str], following: Sequence[Line]) -> _Head | None:
    words = [frozenset(words_of(cell)) for cell in cells]
    if any(re.search(r"[0-9]", fold(cell)) for cell in cells):
        return None
    letters = _letters(cells)
    if letters:
        rows = [line.text.split("\t") for line in following[:LONGEST_BREAK] if "\t" in line.text]
        numbered = [row for row in rows if ROW_NUMBER.fullmatch(fold(row[0]))]
        return _Head(len(letters) + 1, letters=letters) if len(numbered) >= FEWEST_ROWS else None
    answers = [at for at, each in enumerate(words) if each & ANSWER_HEADS and len(each) <= 3]
    if not answers:
        rows = [line.text.split("\t") for line in following[:LONGEST_BREAK] if "\t" in line.text]
        if (layers := layers_head(cells, rows)) is not None:
            return _Head(len(cells), layers=layers)
        return _Head(len(cells), values=names) if (names := _names_above(cells, following)) else None
    is_named = any(not each or each & NAME_HEADS for each in words)
    unknown = [
        at for at, each in enumerate(words) if each and not each & (NAME_HEADS | WORKING_HEADS | ANSWER_HEADS)
    ]
    naming = set() if is_named else set(unknown[:1])  # some column says what the answers are of
    working = frozenset(
        at - len(cells)
        for at, each in enumerate(words)
        if at not in naming and (each & WORKING_HEADS or (each and not each & NAME_HEADS))
    )
    answer = answers[-1] - len(cells)
    return _Head(len(cells), answer, working - {answer}, unit=unit_in(cells[answer]))


def _run(cells: list[str], following: Sequence[Line]) -> list[list[str]]:
    """Return the cells of a row and of those right below it."""
    rows = [cells]
    for line in following[:LONGEST_BREAK]:
        if "\t" not in line.text or line.code:
            break
        rows.append(line.text.split("\t"))
    return rows


def _names_above(cells: Sequence[str], following: Sequence[Line]) -> tuple[str, ...]:
    """Return the names of the values in the only row that follows, each of another thing; nothing for another head."""
    rows = [
        [cell.strip() for cell in line.text.split("\t")]
        for line in following[:2]
        if line.number - following[0].number <= 1
    ]
    if not rows or len(rows[0]) < 2 or any(len(row) > 1 for row in rows[1:]):
        return ()
    values = [cell for at, cell in enumerate(rows[0]) if at or SAYS_VALUE.search(fold(cell))]
    names = tuple(cells[-len(values) :])
    ideas = [ideas_of(name) for name in names]
    is_named = len(names) > 1 and all(ideas) and len(set(ideas)) == len(ideas)
    is_filled = all(SAYS_VALUE.search(fold(cell)) or ELSEWHERE.fullmatch(fold(cell)) for cell in values)
    is_level = len(values) == len(names) and len(cells) - len(names) <= 1
    return names if is_named and is_filled and is_level else ()


def _letters(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the letters of parts above the columns, in their order; nothing for another head."""
    bare = [fold(cell).strip("()[]. ") for cell in cells]
    named = bare[1:] if len(bare[0]) > 1 and bare[0] != "الف" else bare
    is_listed = any(tuple(named) == order[: len(named)] for order in ORDERS)
    return tuple(named) if len(named) > 1 and is_listed else ()


def _rows(line: Line, cells: list[str], head: _Head) -> Iterator[Line]:
    if head.letters:
        yield from _by_letters(line, cells, head)
        return
    if head.layers is not None:
        yield from _by_layers(line, cells, head.layers)
        return
    if head.values:
        yield from _by_names(line, cells, head)
        return
    is_row = (
        head.answer is not None and len(cells) - head.cells in (0, 1) and NAMES.search(" ".join(cells[:-1]))
    )
    at = len(cells) + (head.answer or 0)
    if not is_row or ELSEWHERE.fullmatch(fold(cells[at])):
        yield line
        return
    aside = [place for place in range(len(cells)) if place != at and _is_working(place, cells, head)]
    unit = next((cell for cell in (*(cells[place] for place in aside), head.unit) if is_unit(cell)), "")
    unit = unit if DIGIT_LAST.search(cells[at]) else ""
    if not aside and not unit:
        yield line
        return
    cells[at] = f"{cells[at]} {unit}".strip()
    other = line.other.split("\t") if not unit else []
    kept = [place for place in range(len(cells)) if place not in aside]
    second = "\t".join(other[place].strip() for place in kept) if len(other) == len(cells) else ""
    text = "\t".join(cells[place] for place in kept)
    yield replace(line, text=text, other=second if second != text else "")
    for place in aside:
        yield replace(line, text=cells[place], other="", code=True)


def is_unit(cell: str) -> bool:
    """Return whether a cell holds only a unit that scales the number beside it: `MMACs`, `million`."""
    return bool(re.fullmatch(r"[A-Za-z]{2,16}|[\u0620-\u06d3\u200c]{2,16}", cell)) and (
        is_scaled_unit(cell) or fold_word(cell) in SCALES
    )


def _is_working(place: int, cells: Sequence[str], head: _Head) -> bool:
    """Return whether a cell shows how the answer was found, and is no number, letter or name of the row."""
    if place - len(cells) in head.working:
        return True
    cell = fold(cells[place])
    return bool(re.search(r"[0-9]\s?[-+×*·/^=]\s?[0-9(]", cell)) and not ITEM.fullmatch(cell)


def _by_layers(line: Line, cells: Sequence[str], layers: Layered) -> Iterator[Line]:
    """Yield each cell of a layer's row under the layer's name and its column's: `conv1 (output): 28×28×8`."""
    if len(cells) != len(layers.columns) or not (layers.word or NAMES.search(cells[layers.name])):
        yield line
        return
    other = line.other.split("\t")
    said = list(said_by(cells, layers))
    if not any(label for _, label in said):
        yield line
        return
    for at, label in said:
        second = other[at].strip() if len(other) == len(cells) else cells[at]
        if not label:
            yield replace(line, text=cells[at], other="", code=True)
            continue
        text = f"{label}: {cells[at]}"
        yield replace(line, text=text, other=f"{label}: {second}" if second != cells[at] else "")


def _by_names(line: Line, cells: list[str], head: _Head) -> Iterator[Line]:
    """Yield each cell of the only row under the name above it: `depthwise: 144`."""
    for name, cell in zip(head.values, cells[-len(head.values) :], strict=True):
        if not ELSEWHERE.fullmatch(fold(cell)):
            yield replace(line, text=f"{name}: {cell}", other="")


def _by_letters(line: Line, cells: list[str], head: _Head) -> Iterator[Line]:
    """Yield each cell of a question's row as the line of one part."""
    number = ROW_NUMBER.fullmatch(fold(cells[0]))
    if number is None or len(cells) > head.cells:
        yield line
        return
    other = line.other.split("\t")
    for place, cell in enumerate(cells[1:], 1):
        if ELSEWHERE.fullmatch(fold(cell)):
            continue
        begin = f"{number[1]}\t{head.letters[place - 1]}\t"
        second = other[place].strip() if len(other) == len(cells) else cell
        yield replace(line, text=begin + cell, other=begin + second if second != cell else "")
