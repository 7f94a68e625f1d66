"""Shows one answer: what was written, how it was read, a matrix as a table with its wrong cells."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from grader.records import JsonValue, PartRecord
from grader.reporting import markup

SCAN = "scan"
CARET_LINE = re.compile(r" *\^")


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """How much of an answer is shown: ``side`` rows and columns of a matrix, ``characters`` of a text."""

    side: int
    characters: int


FULL = Detail(side=50, characters=20_000)
SHORT = Detail(side=12, characters=1_000)
SHORTEST = Detail(side=4, characters=120)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table: its text, which is safe in a page, and whether it differs from what was asked."""

    text: Markup
    wrong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A matrix, or a vector as one row, as far as it is shown; ``cut`` where it goes on."""

    rows: tuple[tuple[Cell, ...], ...]
    cut: bool
    wide: bool
    is_vector: bool


def written(part: PartRecord, detail: Detail) -> str:
    """Return what the student wrote, as far as ``detail`` shows it; empty where nothing was written."""
    if part.submitted is None:
        text = part.reading.text
    elif isinstance(part.submitted, str):
        text = part.submitted
    else:
        text = part.reading.text or json.dumps(part.submitted, ensure_ascii=False)
    return text if len(text) <= detail.characters else text[: detail.characters] + " …"


def is_in_picture(part: PartRecord) -> bool:
    """Whether an answer stands in a picture, if anywhere: what a machine recognised there is no reading."""
    if part.reading.reason == SCAN:
        return True
    return part.kind == "written" and part.reading.page is not None and not written(part, SHORTEST).strip()


def as_written(text: str) -> Markup:
    """Return what was written: several lines as they stand, anything else in its own direction."""
    if "\n" in text:
        return markup.within('pre dir="auto"', markup.visible(text))
    return markup.isolated(text)


def reads_as_prose(text: str, kind: str) -> bool:
    """Whether a text is shown in the font of prose: written answers, and words in Persian letters."""
    return kind == "written" or markup.RIGHT_TO_LEFT.search(text) is not None


def value_text(value: JsonValue) -> str:
    """Return a value as text: six significant digits at most, a shape's sides joined by ×."""
    match value:
        case None:
            return ""
        case bool():
            return str(value)
        case float():
            return f"{value:.6g}".replace("-", "−")
        case int():
            return str(value).replace("-", "−")
        case str():
            return value
        case list():
            return " × ".join(value_text(side) for side in value)
        case dict():
            return json.dumps(value, ensure_ascii=False)


def table(
    value: JsonValue, kind: str, wrong_cells: tuple[tuple[int, int], ...], detail: Detail
) -> Table | None:
    """Return a matrix or a vector as a table; None for any other value."""
    if not isinstance(value, list) or kind not in ("matrix", "vector"):
        return None
    rows = [row for row in value if isinstance(row, list)]
    is_vector = not rows
    if is_vector:
        rows = [value]
    wrong = set(wrong_cells)
    longest = max(len(row) for row in rows)
    texts = [
        [value_text(cell)[: detail.characters] for cell in line[: detail.side]]
        for line in rows[: detail.side]
    ]
    widest = max((sum(map(len, line)) + 3 * len(line) for line in texts), default=0)
    return Table(
        rows=tuple(
            [
                tuple(
                    [
                        Cell(text=markup.visible(text), wrong=(row, column) in wrong)
                        for column, text in enumerate(line)
                    ]
                )
                for row, line in enumerate(texts)
            ]
        ),
        cut=len(rows) > detail.side or longest > detail.side,
        wide=widest > markup.ROOMY_CELLS,
        is_vector=is_vector,
    )


def in_kind(text: str, kind: str, *, label: str) -> Markup:
    """Return a reading as its kind is shown: a formula as MathML, anything else in its own direction."""
    return markup.formula(text, label=label) if kind == "expression" else markup.own_direction(text)


def small(value: JsonValue, text: str, kind: str, *, label: str) -> Markup:
    """Return an answer in little room: a matrix or a vector as MathML, anything else as it is read."""
    if kind not in ("matrix", "vector") or not isinstance(value, list) or not value:
        return in_kind(text, kind, label=label)
    lines = [row for row in value if isinstance(row, list)] or [value]
    rows = tuple(tuple(value_text(cell)[:40] for cell in line[: SHORT.side]) for line in lines[: SHORT.side])
    return markup.matrix(rows, label=label)


def read_as(part: PartRecord, *, label: str) -> Markup:
    """Return the reading of a part, formulas as MathML; empty where nothing was read."""
    if not part.shown:
        return Markup("")
    return in_kind(part.shown, part.kind, label=label)


def expected(value: JsonValue, kind: str, *, label: str) -> Markup:
    """Return a released value as it is shown; empty for a table and where nothing is released."""
    if value is None or kind in ("matrix", "vector"):
        return Markup("")
    return in_kind(value_text(value), kind, label=label)


def sentences(text: str, prose: Callable[[str], Markup]) -> Markup:
    """Return a message line by line; the place that a caret points to is marked in the line above it."""
    lines = text.split("\n")
    shown: list[Markup] = []
    for place, line in enumerate(lines):
        below = lines[place + 1] if place + 1 < len(lines) else ""
        if CARET_LINE.fullmatch(below):
            shown.append(marked(line, len(below) - 1))
        elif line.strip() and not CARET_LINE.fullmatch(line):
            shown.append(markup.within("p", prose(line)))
    return markup.joined(shown)


def marked(line: str, position: int) -> Markup:
    """Return a student's line as code with one character marked."""
    return Markup('<p><code class="line" dir="auto">{}<mark>{}</mark>{}</code></p>').format(
        markup.visible(line[:position]),
        markup.visible(line[position : position + 1] or "\u00a0"),
        markup.visible(line[position + 1 :]),
    )
