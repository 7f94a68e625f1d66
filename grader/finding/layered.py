"""Reads tables with a row for each layer and a column for each quantity: `conv1 | 28×28×24 | (5·5·3+1)·24 = 1824`.

The columns may lie in any order, and the head may be missing where the cells tell which column holds the sizes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from grader.finding.folding import fold, words_of
from grader.finding.names import ideas_of
from grader.finding.numbering import ABJAD, ALPHABET, LATIN, letter_of

QUANTITIES = frozenset(
    {"output", "size", "params", "operations", "length", "channels", "field", "featuremap"}
)
OPERATIONS = frozenset({"mac", "macs", "flop", "flops", "mult", "multiplications"})
GIVEN = frozenset(
    {"kernel", "stride", "padding", "input", "dilation", "factor"}
)  # columns that answer nothing
LAYERS = frozenset(
    {"conv", "pool", "dense", "flatten", "gap", "layer", "bottleneck", "up", "depthwise", "pointwise"}
)
NAMED = frozenset(
    ["layer", "layers", "name", "step", "stage", "part", "block", "operation", "what", "quantity", "type",
     "لایه", "نام", "مرحله", "بخش", "گام", "بلوک", "عنوان", "نوع"]
)  # fmt: skip
PART_HEADS = frozenset(
    ["part", "parts", "letter", "item", "section", "بخش", "قسمت", "بند", "مورد", "حرف", "جزء"]
)  # fmt: skip
SIZE = re.compile(r"[(\[]?\s?[0-9]{1,5}(?:\s?(?:[×x*✕·,]|\\times|در|by)\s?[0-9]{1,5}){1,2}\s?[)\]]?")
SINGLE = re.compile(r"[0-9]{1,7}|[-–—]*")
NOTHING = re.compile(r"[\s–—-]*|0")
DASHES = re.compile(r"[\s–—-]*")
LETTER = re.compile(r"[(\[]?\s?(?P<letter>ا ?ل ?ف|[\u0620-\u06d3]|[a-h])\s?[)\].:]?")
DENSE = frozenset({"dense"})
LAYER = frozenset({"layer"})
FIELDS = frozenset({"field", "fieldofview", "rf"})
COUNTED = re.compile(r"([1-9][0-9]?)(?![0-9]|\s?[-+×*/=.,])")
FEWEST_ROWS = 2
ORDERS = (tuple(LATIN[:10]), ABJAD, ALPHABET)


class Layered(NamedTuple):
    """Which column of a table names the layers, what each other column is of, and which one has the parts' letters.

    An empty name of a column tells that it only shows what is given, or the working. ``word`` is what the layers are
    called that are only counted, as in `1 | 7`.
    """

    name: int
    columns: tuple[str, ...]
    part: int | None = None
    word: str = ""


def layers_head(cells: Sequence[str], following: Sequence[Sequence[str]]) -> Layered | None:
    """Return what the columns of a table are whose head says so for two at least; None for another head.

    ``following`` are the cells of the rows below it.
    """
    rows = [row for row in following if len(row) == len(cells)]
    ideas = [ideas_of(cell) | (OPERATIONS & set(words_of(cell))) for cell in cells]
    words = [set(words_of(cell)) for cell in cells]
    quantities = [at for at, own in enumerate(ideas) if own & (QUANTITIES | OPERATIONS) and not own & GIVEN]
    part = next((at for at, own in enumerate(words) if own & PART_HEADS and has_letters(rows, at)), None)
    if (counted := counted_layers(cells, ideas, rows)) is not None:
        return counted
    names = [
        at for at, own in enumerate(words)
        if at not in quantities and at != part and (own & NAMED or not own) and names_layers(rows, at)
    ]  # fmt: skip
    if len(quantities) < 2 or len(names) != 1:
        return None
    columns = tuple(unbracketed(cell) if at in quantities else "" for at, cell in enumerate(cells))
    return Layered(names[0], columns, part)


def counted_layers(
    cells: Sequence[str], ideas: Sequence[frozenset[str]], rows: Sequence[Sequence[str]]
) -> Layered | None:
    """Return what the columns of a table are that counts the layers and tells what each sees; None for another."""
    fields = [at for at, own in enumerate(ideas) if own & FIELDS]
    names = [at for at, own in enumerate(ideas) if own == LAYER]
    if len(fields) != 1 or len(names) != 1:
        return None
    found = [COUNTED.match(fold(row[names[0]]).strip()) for row in rows]
    numbers = [int(each[1]) for each in found if each]
    if (
        len(numbers) < FEWEST_ROWS
        or numbers != [*range(1, len(numbers) + 1)]
        or not all(found[: len(numbers)])
    ):
        return None
    columns = tuple(unbracketed(cell) if at in fields else "" for at, cell in enumerate(cells))
    return Layered(names[0], columns, word=unbracketed(cells[names[0]]))


def layers_without_head(rows: Sequence[Sequence[str]]) -> Layered | None:
    """Return what the columns of rows without a head are: the layers' names, and their sizes; None for other rows."""
    count = len(rows[0])
    own = [row for row in rows if len(row) == count]
    if len(own) < FEWEST_ROWS or len(own) != len(rows) or count < 3:
        return None
    names = [at for at in (0, count - 1, 1) if names_layers(own, at)]
    sizes = [
        at for at in range(count)
        if sum(bool(SIZE.fullmatch(fold(row[at]))) for row in own) >= FEWEST_ROWS
        and all(SIZE.fullmatch(fold(row[at])) or SINGLE.fullmatch(fold(row[at])) for row in own)
    ]  # fmt: skip
    part = next((at for at in range(count) if has_letters(own, at)), None)
    known = {*names[:1], *sizes, *(() if part is None else (part,))}
    others = [at for at in range(count) if at not in known]
    if len(sizes) != 1 or not names or len(others) != 1:
        return None
    columns = tuple(
        "output size" if at == sizes[0] else "=" if at == others[0] else "" for at in range(count)
    )
    return Layered(names[0], columns, part)


def names_layers(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Return whether most cells of a column name a layer, and none holds a value."""
    cells = [row[at] for row in rows]
    named = sum(bool(ideas_of(cell) & LAYERS) for cell in cells)
    return (
        bool(cells)
        and 2 * named > len(cells)
        and not any(re.search(r"[0-9]\s?[×*=]\s?[0-9]", cell) for cell in cells)
    )


def has_letters(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Return whether the cells of a column are the letters of parts in their order; some may be empty."""
    found = [LETTER.fullmatch(fold(row[at])) for row in rows if row[at].strip()]
    letters = [letter_of(each["letter"]) for each in found if each]
    if len(letters) != len(found) or len(letters) < FEWEST_ROWS:
        return False
    return any(
        all(letter in order for letter in letters)
        and (places := [order.index(letter) for letter in letters]) == sorted(places)
        and places[0] == 0
        for order in ORDERS
    )


def unbracketed(cell: str) -> str:
    """Return a column's head without marks that would end a label."""
    return (
        " ".join(re.sub(r"[()\[\]{}:=|#]", " ", re.sub(r"\([^()]{0,40}\)", " ", cell)).split())
        or cell.strip()
    )


def said_by(cells: Sequence[str], table: Layered) -> Iterator[tuple[int, str]]:
    """Yield the places of a row's cells with what names each: its layer and its column, nothing for a mere support.

    The size of a dense layer is its number of units, which the question gives, where its parameters stand beside it.
    """
    name = cells[table.name].strip()
    if table.word and COUNTED.match(fold(name)):
        name = f"{table.word} {name}"
    mark = LETTER.fullmatch(fold(cells[table.part])) if table.part is not None else None
    begin = f"{letter_of(mark['letter'])})\t" if mark else ""
    texts = [fold(cell) for cell in cells]
    is_counted = any(
        (column == "=" or "params" in ideas_of(column)) and not NOTHING.fullmatch(text)
        for column, text in zip(table.columns, texts, strict=True)
    )
    is_dense = bool(ideas_of(name) & DENSE) and is_counted
    for at, (column, text) in enumerate(zip(table.columns, texts, strict=True)):
        if at in (table.name, table.part) or DASHES.fullmatch(text):
            continue
        is_units = is_dense and text.isdigit() and bool(ideas_of(column) & {"size", "output"})
        if not column or is_units or NOTHING.fullmatch(text):
            yield at, ""
            continue
        yield at, f"{begin}{name}" if column == "=" else f"{begin}{name} ({column})"
        begin = ""
