r"""Cuts the text of a vector or a matrix into the texts of its cells.

    nested lists          [[1, 2], [3, 4]]    ((1, 2), (3, 4))    [1, 2], [3, 4]    [[1 2] [3 4]]
    MATLAB                [1 2; 3 4]
    LaTeX                 \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}
    Markdown and ruled    | 1 | 2 |           │ 1 │ 2 │
    plain rows            1 2 (newline) 3 4   1, 2 (newline) 3, 4
    rows in one line      1 2 / 3 4    1 2 | 3 4    row 1: 1 2, row 2: 3 4    1, 2 in the first row and …
    cell by cell          g(0,0) = 1, g(0,1) = 2, …        (see `indexed`)

A number before the bracket multiplies every cell. Anything else round the table is refused, never ignored.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from grader.answers.indexed import Arranged, CellText, indexed_grids
from grader.answers.refusal import MALFORMED, Refusal
from grader.answers.rows_in_line import BETWEEN, rows_in_line
from grader.translation import Message

PAIRS = {"[": "]", "(": ")", "{": "}"}
CLOSERS = frozenset(PAIRS.values())
BARS = "|│┃║¦"
FRAME = r"'''[a-z]{0,10}|\$|\\(?:left|right)(?![a-z])|(?<!\\)\\[\[()]|\\\]|\\displaystyle|\\[,;!:]"
ARROW = r"(?:[→⇒⟹⟶➔]|->|=>|\\to\b|\\implies\b|\\(?:[lL]ong)?[rR]ightarrow\b)"
ARROWS = rf"\s*(?:{ARROW}|\band\b|(?<=[ \t])و(?=[ \t]))\s*"
ARROW_SIGNS = ("→", "->", "=>", "⇒", "\\to", "ightarrow", "and", "و")
BRACKET = r"[\[\](){}]"
OPERATOR = r"[\[\](){}*×·^+]|- "
WORD = r"[^ \u2009]+"
LETTER = r"A-Za-z\u0620-\u064a\u066e-\u06d3"
LAST_WORD = re.compile(rf"(?<![\\{LETTER}])([{LETTER}]{{2,}})[ \t:=]*$")  # no command such as \cdot
LEADS_ON = re.compile(rf"{ARROW}[\s$]*$")
TIMES = frozenset({"times", "ضربدر", "در", "برابر"})
Grid = Arranged


class Table(NamedTuple):
    """The grids that a text can sensibly be cut into, the likeliest first, and the factor before them."""

    grids: list[Grid]
    factor: CellText | None = None


def table_of(text: str) -> Table:
    """Return the table that ``text`` holds; raises Refusal where it cannot be cut into rows."""
    indexed = indexed_grids(text)
    if indexed is not None:
        return Table(indexed)
    named = _named_cells(text)
    if named is not None:
        return Table([[named]])
    body, start = _body(text)
    rows = rows_in_line(text) or rows_in_line(body)
    if rows is not None:
        return _in_line(rows, body, start)
    return _cut(body, start)


def _in_line(rows: list[CellText], body: str, start: int) -> Table:
    """Return the rows of one line, and what its slashes make of it where they may be signs of division."""
    grids: list[Grid] = [[_parted(row, BETWEEN.pattern) for row in rows]]
    if "/" not in body:
        return Table(grids)
    try:
        return Table([*grids, *_cut(body, start).grids])
    except Refusal:
        return Table(grids)


def _cut(body: str, start: int) -> Table:
    """Return the table of a text without a label; raises Refusal where it cannot be cut into rows."""
    environment = _environment(body)
    if environment is not None:
        _refuse_rest(body[environment.end :], start + environment.end)
        inside = body[environment.inside : environment.inside_end]
        factor = _factor(body[: environment.start], start)
        return Table([_environment_rows(inside, start + environment.inside)], factor)
    if any(bar in body for bar in BARS):
        return Table(_ruled(body, start))
    opening = min((at for at in (body.find("["), body.find("{"), body.find("(")) if at >= 0), default=-1)
    if (
        opening >= 0
        and (body[opening] == "[" or not body[:opening].strip())
        and _closes_at_end(body, opening)
    ):
        return Table([_bracketed(body[opening:], start + opening)], _factor(body[:opening], start))
    return Table(_plain(body, start))


def _named_cells(text: str) -> list[CellText] | None:
    """Return the cells of `h1 = 128, h2 = 64`, each with a name of its own; None for another text."""
    if text.count("=") < 2 or any(letter in text for letter in "[({|&"):
        return None
    parts = [part for part in _split_outside(CellText(text, 0), ",;\n") if part.text.strip()]
    cells: list[CellText] = []
    for part in parts:
        name, sign, value = part.text.partition("=")
        if not sign or "=" in value or not re.fullmatch(r"[A-Za-z0-9_ \u0600-\u06ff]{1,30}", name.strip()):
            return None
        cells.append(CellText(value, part.start + len(name) + 1))
    return cells


def _closes_at_end(body: str, opening: int) -> bool:
    """Return whether the bracket is the table's own, not the first of a calculation such as `(1+2) 3`."""
    rest = body[opening:].strip()
    end = closing_at(rest)
    if end < 0 or rest[0] == "[" or not rest[end + 1 :].strip(" .,;$\n\\)]"):
        return True
    return re.match(r"[ \t\n]*[,;\n][ \t\n]*[(\[{]", rest[end + 1 :]) is not None


def _body(text: str) -> tuple[str, int]:
    """Return ``text`` without a label before it and signs of LaTeX round it, and where the rest begins."""
    at = text.replace("=>", "  ").rfind("=") + 1
    if not at:
        found = re.match(r"[^\[\](){}|│0-9\n\\]{0,60}:", text)
        at = found.end() if found else 0
    body = text[at:]
    found = re.match(r"\s*(?:[A-Za-z_.]{1,30}(?=\s?[(\[])\s?\(?(?=\s*\[))", body)
    if found and not found[0].strip().startswith("\\"):
        call = found[0]
        if call.rstrip().endswith("("):
            end = body.rstrip().removesuffix(";").rstrip()
            body = end[:-1] if end.endswith(")") else end
        body = " " * len(call) + body[len(call) :]
    return re.sub(FRAME, _blanks, body), at


def _blanks(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _factor(before: str, start: int) -> CellText | None:
    """Return the number that stands before a table, without a sign of times; what an arrow leads on from is none."""
    if LEADS_ON.search(before):
        return None
    factor = re.sub(r"(?:\\cdot|\\times|[×*·])\s*$", "", before.strip().rstrip("[({|. ")).strip()
    last_word = LAST_WORD.search(factor)
    is_apart = factor.endswith((",", "،")) or (last_word is not None and last_word[1] not in TIMES)
    if is_apart and any(letter.isdigit() for letter in factor):
        advice = Message("Words stand between a number and the table; write the table alone.")
        raise Refusal(MALFORMED, start, advice)
    if not factor or re.fullmatch(r"[A-Za-z\u0600-\u06ff_ \t:.]*", factor):
        return None
    return CellText(factor, start)


def _refuse_rest(rest: str, start: int) -> None:
    if rest.strip(" .,;$\n\t)]}"):
        raise Refusal(
            MALFORMED, start, Message("The table ends before this; write all of it in one bracket.")
        )


class _Environment(NamedTuple):
    """Where a matrix environment of LaTeX begins and ends, and where its inside does."""

    start: int
    inside: int
    inside_end: int
    end: int


def _environment(body: str) -> _Environment | None:
    name = r"(?:[bpvVB]?(?:small)?matrix|array|aligned|cases|tabular)\*?"
    begin = re.search(rf"\\begin\{{({name})\}}(?:\{{[^{{}}]{{0,40}}\}})?", body)
    if begin is None:
        return None
    closing = f"\\end{{{begin[1]}}}"
    at = body.find(closing, begin.end())
    if at < 0:
        raise Refusal(
            MALFORMED,
            len(body),
            Message("The table is not closed; {closing} is missing.", {"closing": closing}),
        )
    return _Environment(begin.start(), begin.end(), at, at + len(closing))


def _environment_rows(body: str, start: int) -> Grid:
    ruled = re.sub(r"\\hline|\\cr\b", _blanks, body)
    rows = [CellText(row, start + at) for at, row in _pieces(ruled, r"\\\\(?:\[[^\]]{0,10}\])?")]
    return [_parted(row, "&") for row in rows if row.text.strip()]


def _parted(row: CellText, between: str) -> list[CellText]:
    return [CellText(cell, row.start + at) for at, cell in _pieces(row.text, between)]


def _pieces(text: str, between: str) -> list[tuple[int, str]]:
    pieces, at = [], 0
    for found in re.finditer(between, text):
        pieces.append((at, text[at : found.start()]))
        at = found.end()
    pieces.append((at, text[at:]))
    return pieces


def _ruled(body: str, start: int) -> list[Grid]:
    """Return the rows of a Markdown or ruled table, with its heading only where that may be a row."""
    grid: Grid = []
    has_ruler = False
    for at, line in _pieces(body, "\n"):
        if not re.search(r"[0-9A-Za-z\u06f0-\u06f9\u0660-\u0669\u0600-\u06ff½-¾⅐-⅞]", line):
            has_ruler = has_ruler or (len(grid) == 1 and bool(re.search("[-─━═]", line)))
            continue
        cells = _parted(CellText(line, start + at), f"[{BARS}]")
        if not cells[0].text.strip():
            cells = cells[1:]
        if cells and not cells[-1].text.strip():
            cells = cells[:-1]
        grid.append(cells)
    if all(len(row) == 1 for row in grid):
        return [[cells_of_row(row[0]) for row in grid]]
    if len(grid) < 2:
        return [grid]
    return _without_headings(grid, has_ruler)


def _without_headings(grid: Grid, has_ruler: bool) -> list[Grid]:
    """Return the readings of a table whose first row or column may only name or number the others."""
    first = [cell.text.strip() for cell in grid[0]]
    names_rows = not first[0] or _is_name(first[0])
    is_heading = any(_is_name(text) for text in first) or not first[0]
    numbered = has_ruler and _counts(first)
    below = grid[1:]
    inner: Grid = [row[1:] for row in below]
    if is_heading and names_rows and all(len(row) == len(first) for row in below):
        return [inner] if not first[0] or all(_is_name(row[0].text) for row in below) else [below, inner]
    if is_heading:
        return [below]
    if all(row and _is_name(row[0].text) for row in grid):
        return [[row[1:] for row in grid]]
    if len(below[0]) == len(first) + 1:
        return [inner]
    if has_ruler and any(re.search("[A-Za-z]", text) for text in first):
        return [grid, below]
    if not numbered:
        return [grid]
    return [below, grid] if first[0] == "0" else [grid, below]


def _is_name(text: str) -> bool:
    """Return whether a cell holds words, rather than a value or a symbol."""
    return (
        bool(re.search(r"[A-Za-z]{3,}|[آ-ی]{2,}|^(?:row|col|سطر|ستون)", text.replace("frac", "")))
        and "\\" not in text
    )


def _counts(texts: list[str]) -> bool:
    numbers = [text for text in texts if text]
    return numbers in ([str(index + first) for index in range(len(numbers))] for first in (0, 1))


def _bracketed(body: str, start: int) -> Grid:
    """Return the cells of nested brackets, the rows in brackets of their own or parted by `;` or newlines."""
    text = body.rstrip(" .,;$\n\t")
    end = closing_at(text)
    if end < 0:
        place = start + len(text)
        raise Refusal(
            MALFORMED, place, Message("A closing {bracket} is missing here.", {"bracket": PAIRS[text[0]]})
        )
    if end < len(text) - 1:
        rows = _rows_in_brackets(CellText(text, start))
        if rows is None:
            _refuse_rest(text[end + 1 :], start + end + 1)
            raise Refusal(MALFORMED, start, Message("A bracket too many stands here."))
        return rows
    inside = CellText(text[1:end], start + 1)
    nested = _rows_in_brackets(inside)
    if nested is not None:
        return nested
    inner = inside.text.strip()
    if inner[:1] in PAIRS and closing_at(inner) == len(inner) - 1:
        return _bracketed(inner, inside.start + inside.text.index(inner[0]))
    return [cells_of_row(row) for row in _split_outside(inside, ";\n") if row.text.strip()]


def _rows_in_brackets(inside: CellText) -> Grid | None:
    """Return the rows of `[1, 2], [3, 4]`, or None where something else than brackets stands there."""
    rows: Grid = []
    at = 0
    text = inside.text
    while True:
        while at < len(text) and text[at] in " \t\n,;":
            at += 1
        if at == len(text):
            return rows if len(rows) > 1 or (rows and len(rows[0]) > 1) else None
        if text[at] not in PAIRS:
            return None
        end = closing_at(text, at)
        if end < 0 or (end + 1 < len(text) and text[end + 1] not in " \t\n,;"):
            return None
        rows.append(cells_of_row(CellText(text[at + 1 : end], inside.start + at + 1)))
        at = end + 1


def closing_at(text: str, start: int = 0) -> int:
    """Return where the bracket that opens at ``start`` closes, or -1."""
    depth = 0
    for index in range(start, len(text)):
        if text[index] in PAIRS:
            depth += 1
        elif text[index] in CLOSERS:
            depth -= 1
            if depth == 0:
                return index
    return -1


def cells_of_row(row: CellText) -> list[CellText]:
    """Return the cells of one row, parted by commas, or by tabs or spaces if there is none."""
    if row.text.strip().isalnum():
        return [row]
    arrows = row.text
    if any(sign in arrows for sign in ARROW_SIGNS):
        arrows = re.sub(ARROWS, lambda found: ",".ljust(len(found[0])), arrows)
    parted = CellText(arrows, row.start)
    signs = next((sign for sign in ",&;" if sign in arrows), "")
    if signs:
        cells = _split_outside(parted, signs)
        if signs == "," and (unsure := re.search(r"[0-9] +-[0-9]", arrows)):
            advice = Message("Two cells or a calculation may stand here; part the cells with commas.")
            raise Refusal(MALFORMED, row.start + unsure.start(), advice)
        if len(cells) > 1:
            return cells[:-1] if not cells[-1].text.strip() else cells
    if "\t" in arrows.strip():
        return _parted(parted, "\t")
    return _spaced(parted)


def _spaced(row: CellText) -> list[CellText]:
    """Return the cells of a row parted by spaces outside brackets and away from operators."""
    dash = re.search(r"(?:^|\s)-(?:\s|$)", row.text)
    if dash and not re.search("[A-Za-z]", row.text):
        advice = Message("This may be a minus sign, a dash or an empty cell; part the cells with commas.")
        raise Refusal(MALFORMED, row.start + dash.start(), advice)
    if not re.search(OPERATOR, row.text):
        return [CellText(found[0], row.start + found.start()) for found in re.finditer(WORD, row.text)]
    joined = re.sub(r" *[*×·^] *| +[+-] +", lambda found: found[0].replace(" ", "\0"), row.text)
    cells = _split_outside(CellText(joined, row.start), " \u2009")
    return [cell for cell in cells if cell.text.strip()]


def _split_outside(row: CellText, signs: str) -> list[CellText]:
    cells: list[CellText] = []
    depth, at = 0, 0
    if len(signs) == 1 and not re.search(BRACKET, row.text):
        for text in row.text.split(signs):
            cells.append(CellText(text.replace("\0", " "), row.start + at))
            at += len(text) + 1
        return cells
    for index, letter in enumerate(row.text):
        if letter in PAIRS:
            depth += 1
        elif letter in CLOSERS:
            depth -= 1
        elif depth <= 0 and letter in signs:
            cells.append(CellText(row.text[at:index].replace("\0", " "), row.start + at))
            at = index + 1
    cells.append(CellText(row.text[at:].replace("\0", " "), row.start + at))
    return cells


def _plain(body: str, start: int) -> list[Grid]:
    """Return the rows of a text without brackets: a line each, perhaps with a name or a number before it."""
    pieces = [CellText(row, start + at) for at, row in _pieces(body, r"[\n;]|\\\\")]
    rows = [_without_name(row) for row in pieces if row.text.strip()]
    grid = [cells_of_row(row) for row in rows]
    lines = [CellText(line, start + at) for at, line in _pieces(body, "\n") if line.strip()]
    if len(lines) > 1 and all(";" in line.text.strip(" ;") for line in lines):
        return [[_parted(line, ";") for line in lines], grid]
    if len(rows) < 2 or rows[0].text.lstrip()[:1] != "1":
        return [grid]
    numbered = [re.match(r"\s*([0-9]{1,3})[.)]\s+(?=\S)", row.text) for row in rows]
    if [int(found[1]) if found else 0 for found in numbered] != list(range(1, len(rows) + 1)):
        return [grid]
    ends = [found.end() if found else 0 for found in numbered]
    listed = [CellText(row.text[end:], row.start + end) for row, end in zip(rows, ends, strict=True)]
    return [[cells_of_row(row) for row in listed], grid]


def _without_name(row: CellText) -> CellText:
    if row.text.lstrip()[:1] == "·":  # the mark of a list
        return CellText(row.text.replace("·", " ", 1), row.start)
    if not row.text.lstrip()[:1].isalpha():
        return row
    found = re.match(
        r"\s*(?:row|line|layer|سطر|ردیف|لایه)\s*(?:[0-9۰-۹]{0,3}|[a-z]{2,6}|[آ-ی]{3,5})\s*[:=)-]",
        row.text,
        re.IGNORECASE,
    )
    return CellText(row.text[found.end() :], row.start + found.end()) if found else row
