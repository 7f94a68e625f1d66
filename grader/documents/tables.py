"""Tells from which side the rows of a table are read, and where nothing tells it."""

from __future__ import annotations

import re
from typing import TypeAlias

from grader.documents.atoms import LATIN, NUMBER, Atom, kind_of, letters_of

OF_NUMBERS = frozenset(" -−–.,٬٫/%")
WORD = re.compile(r"[^\W\d_] ?[^\W\d_]")  # in a power or an index too, which is no entry's name
MARK = re.compile(r"\s*(?=.*[().])[()]{0,2}(?:[a-h]|[ivx]{1,4}|[\u0627-\u06cc]|[0-9۰-۹]{1,2})[().:]{1,2}\s*")
LATIN_WORD = re.compile("[A-Za-z]{2}")
FEWEST_ENTRIES = 3  # fewer are a label and its value
FEWEST_IN_ORDER = 2  # cells, which can be in one order or in the other

Cells: TypeAlias = list[list[Atom]]
"""The cells of one row as they are seen from left to right; a line that is no table's row has one."""


def is_of_numbers(atoms: list[Atom]) -> bool:
    """Return whether atoms are numbers and nothing else, so that what stands apart in their row is cells."""
    return all(kind_of(atom.text) == NUMBER or atom.text in OF_NUMBERS for atom in atoms)


def is_of_entries(atoms: list[Atom]) -> bool:
    """Return whether atoms may be a matrix's entries: numbers, and Latin letters one by one."""
    return all(
        atom.text in OF_NUMBERS or kind_of(atom.text) == NUMBER or is_name(atom.text) for atom in atoms
    )


def is_name(text: str) -> bool:
    """Return whether a text is one Latin letter."""
    return len(text) == 1 and kind_of(text) == LATIN


def are_entries(cells: Cells) -> bool:
    """Return whether cells hold a name or a number each, with its index, and so many that they are no label's."""
    if len(cells) < FEWEST_ENTRIES:
        return False
    return all(
        sum(kind_of(atom.text[:1]) == LATIN for atom in cell) < 2
        and not any(WORD.search(atom.text) for atom in cell)
        for cell in cells
    )


def tables_from_right(cut: list[Cells], *, from_right: bool) -> list[tuple[bool | None, bool]]:
    """Return for each row whether its table is read from the right, and whether its numbers may run either way.

    The first is None for a row without cells. A table with a right-to-left word in any of its rows is read from
    the right as a whole, but for rows of numbers under no words: a line of words that stands above a matrix, or
    beside its first row, does not tell from where the matrix runs.
    """
    turned: list[tuple[bool | None, bool]] = [(None, False)] * len(cut)
    place = 0
    listed = rows_with_marks_right(cut)
    while place < len(cut):
        end = place
        while end < len(cut) and len(cut[end]) > 1:
            end += 1
        if end > place:
            turned[place:end] = rows_from_right(cut[place:end], from_right=from_right)
        place = max(end, place + 1)
    return [(True, False) if at in listed else each for at, each in enumerate(turned)]


def rows_with_marks_right(cut: list[Cells]) -> frozenset[int]:
    """Return which rows are items of lists from the right: a list's mark stands alone in their right cell.

    None of them is unless a right-to-left word stands in one.
    """
    marked = [at for at, row in enumerate(cut) if len(row) == 2 and is_mark(row[1]) and not is_mark(row[0])]
    return frozenset(marked if any(has_words(cut[at][0]) for at in marked) else ())


def is_mark(cell: list[Atom]) -> bool:
    """Return whether a cell holds a list's mark, with its brackets in any order."""
    return MARK.fullmatch("".join([atom.text for atom in cell])) is not None


def rows_from_right(rows: list[Cells], *, from_right: bool) -> list[tuple[bool | None, bool]]:
    """Return what `tables_from_right` returns, for the rows of one table."""
    letters, latin = letters_of([atom for row in rows for cell in row for atom in cell])
    if not letters or not (from_right or letters > latin) or labels_stand_left(rows):
        return [(False, False)] * len(rows)
    worded = [[has_words(cell) for cell in row] for row in rows]
    heads = [
        with_latin_words(row, words) if any(words) else words for row, words in zip(rows, worded, strict=True)
    ]
    return [
        (any(words), True) if may_run_either_way(row, words, rows, heads) else (True, False)
        for row, words in zip(rows, worded, strict=True)
    ]


def has_words(cell: list[Atom]) -> bool:
    """Return whether a right-to-left word stands in a cell."""
    return letters_of(cell)[0] > 0


def with_latin_words(row: Cells, worded: list[bool]) -> list[bool]:
    """Return which cells of a row hold words: Latin ones too in a table's head, where they are all its other cells."""
    latin = [LATIN_WORD.search("".join([atom.text for atom in cell])) is not None for cell in row]
    named = [says or also for says, also in zip(worded, latin, strict=True)]
    return named if all(named) else worded


def labels_stand_left(rows: list[Cells]) -> bool:
    """Return whether a table's words stand in its left column and its numbers in its right one."""
    left = sum(has_words(row[0]) for row in rows)
    right = sum(has_words(row[-1]) for row in rows)
    return left > 0.7 * len(rows) and right < 0.4 * len(rows)


def may_run_either_way(row: Cells, words: list[bool], rows: list[Cells], worded: list[list[bool]]) -> bool:
    """Return whether nothing tells the order of a row's numbers: they stand under no words that head columns.

    ``words`` tells which of the row's cells hold words, ``worded`` the same for all ``rows``, Latin words in heads
    too. One cell of words, at the right, names the row.
    """
    named = words[-1] and not any(words[:-1])
    numbers = [cell for cell in (row[:-1] if named else row) if cell]
    if len(numbers) < FEWEST_IN_ORDER or (any(words) and not named):
        return False
    if not all(map(is_of_numbers, numbers)):
        return False
    heads = max(heads_over(numbers, other, says) for other, says in zip(rows, worded, strict=True))
    return heads < len(numbers) - 1


def heads_over(numbers: Cells, row: Cells, worded: list[bool]) -> int:
    """Return how many cells of words in a row stand over or under one of some cells of numbers, and only one.

    Words with a number, alone in their row, are a label with what it names.
    """
    words = [cell for cell, says in zip(row, worded, strict=True) if says]
    if len(words) == 1 and any(kind_of(atom.text) == NUMBER for atom in words[0]):
        return 0
    under = [sum(shares(cell, number) for number in numbers) for cell in words]
    return under.count(1)


def shares(first: list[Atom], second: list[Atom]) -> bool:
    """Return whether two cells stand over each other in part."""
    if not first or not second:
        return False
    return first[0].left < second[-1].right and second[0].left < first[-1].right
