"""Spells a right answer in the notations that its kind is read in, as students write them."""

from __future__ import annotations

from collections.abc import Iterator

from grader.records import JsonValue
from grader.translation import PERSIAN_DIGITS

NEXT_ROW = r" \\ "


def spellings(kind: str, as_json: JsonValue, shown: str) -> Iterator[str]:
    """Yield texts that say what ``as_json`` says; ``shown`` is how a report shows it."""
    match kind:
        case "integer":
            yield from of_integer(shown)
        case "number" | "percent":
            yield from of_number(as_json, shown)
        case "shape":
            yield from of_shape(as_json)
        case "vector":
            yield from of_vector(as_json)
        case "matrix":
            yield from of_matrix(as_json)
        case "expression":
            yield from of_expression(shown)
        case "choice":
            yield from (shown.upper(), f"  {shown} ", f"{shown}.")


def of_integer(shown: str) -> Iterator[str]:
    """Yield a whole number, or a formula in whole numbers."""
    yield from (shown, f"= {shown}", f"${shown}$", shown.translate(PERSIAN_DIGITS), f"پاسخ: {shown}")
    if shown.isdecimal():
        yield from (
            f"{int(shown):,}",
            f"\\boxed{{{shown}}}",
            f"{shown}.0",
            f"**{shown}**",
            f"2·{shown} − {shown}",
        )


def of_number(as_json: JsonValue, shown: str) -> Iterator[str]:
    """Yield a decimal, with its point in both scripts."""
    text = repr(as_json) if isinstance(as_json, float) else str(as_json)
    yield from (text, f"≈ {text}", f"${text}$", shown)
    if "e" not in text and "*" not in text and "/" not in text:
        yield text.translate(PERSIAN_DIGITS).replace(".", "٫")


def of_shape(as_json: JsonValue) -> Iterator[str]:
    """Yield sides with every sign that stands between them."""
    assert isinstance(as_json, list)
    sides = [str(side) for side in as_json]
    if not all(side.isdecimal() for side in sides):
        yield from (
            f"({', '.join(sides)})",
            f"[{', '.join(sides)}]",
            " × ".join(f"({side})" for side in sides),
        )
        return
    for between in ("x", "×", " × ", "*", ", ", r" \times ", " در "):
        yield between.join(sides)
    yield f"({', '.join(sides)})"
    yield f"[{','.join(sides)}]"
    yield " × ".join(sides).translate(PERSIAN_DIGITS)
    if len(sides) == 3:
        yield f"(None, {', '.join(sides)})"


def of_vector(as_json: JsonValue) -> Iterator[str]:
    """Yield entries as lists of several languages."""
    assert isinstance(as_json, list)
    entries = [spelt(entry) for entry in as_json]
    for left, between, right in (
        ("[", ", ", "]"),
        ("(", ", ", ")"),
        ("[", " ", "]"),
        ("", ", ", ""),
        ("[", "; ", "]"),
    ):
        if " " in "".join(entries) and between != ", ":
            continue
        yield f"{left}{between.join(entries)}{right}"
    yield r"\begin{bmatrix} " + NEXT_ROW.join(entries) + r" \end{bmatrix}"


def of_matrix(as_json: JsonValue) -> Iterator[str]:
    """Yield rows as lists, in MATLAB's way, in LaTeX and as a Markdown table."""
    assert isinstance(as_json, list)
    if any(isinstance(cell, list) for row in as_json if isinstance(row, list) for cell in row):
        return  # three levels have their own spellings
    rows = [[spelt(cell) for cell in row] for row in as_json if isinstance(row, list)]
    if not rows:
        return
    yield "[" + ", ".join(f"[{', '.join(row)}]" for row in rows) + "]"
    yield r"\begin{bmatrix} " + NEXT_ROW.join(" & ".join(row) for row in rows) + r" \end{bmatrix}"
    yield "$$\\begin{pmatrix}" + "\\\\".join("&".join(row) for row in rows) + "\\end{pmatrix}$$"
    if not any(" " in cell for row in rows for cell in row):
        yield "[" + "; ".join(" ".join(row) for row in rows) + "]"
        if len(rows) > 1:
            yield "\n".join(" ".join(row) for row in rows)
            yield "\n".join("|" + "|".join(row) + "|" for row in [rows[0], ["---"] * len(rows[0]), *rows[1:]])


def of_expression(shown: str) -> Iterator[str]:
    """Yield a formula with each sign of a product, and between dollars."""
    yield from (shown, f"${shown.replace('*', ' ')}$" if "**" not in shown else shown, f"= {shown}")
    yield shown.replace("**", "^").replace("*", "·").replace("-", "−")
    yield shown.replace("**", "^").replace("*", r"\cdot ")


def spelt(cell: JsonValue) -> str:
    """Return one cell as text."""
    return repr(cell) if isinstance(cell, float) else str(cell)
