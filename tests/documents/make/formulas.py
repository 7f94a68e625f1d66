r"""Writes formulas as Office Math: `\frac{a}{b}`, `\mat{a & b \\ c & d}`, `x^{2}`, `x_{i}` and plain runs."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

TOKEN = re.compile(r"\\frac|\\mat|[{}^_]|\\\\|&|[^{}^_\\&]+")


def office_math(formula: str) -> str:
    """Return a formula as an `m:oMath` element."""
    return f"<m:oMath>{row(TOKEN.findall(formula))}</m:oMath>"


def group(tokens: list[str]) -> list[str]:
    """Take a braced group off the front and return its tokens."""
    if not tokens or tokens.pop(0) != "{":
        raise ValueError("a group in braces is missing")
    depth = 1
    inside: list[str] = []
    while tokens:
        piece = tokens.pop(0)
        depth += {"{": 1, "}": -1}.get(piece, 0)
        if depth == 0:
            return inside
        inside.append(piece)
    raise ValueError("a brace is not closed")


def row(tokens: list[str]) -> str:
    """Return the elements of a row of tokens; the list is used up."""
    made: list[str] = []
    while tokens:
        piece = tokens.pop(0)
        if piece == "\\frac":
            over, under = row(group(tokens)), row(group(tokens))
            made.append(f"<m:f><m:num>{over}</m:num><m:den>{under}</m:den></m:f>")
        elif piece == "\\mat":
            made.append(matrix(group(tokens)))
        elif piece in "^_":
            made.append(scripted(piece, made.pop(), row(group(tokens))))
        elif piece.strip():
            made.append(f"<m:r><m:t xml:space='preserve'>{escape(piece)}</m:t></m:r>")
    return "".join(made)


def scripted(mark: str, base: str, script: str) -> str:
    """Return a base with its power or its index."""
    if mark == "^":
        return f"<m:sSup><m:e>{base}</m:e><m:sup>{script}</m:sup></m:sSup>"
    return f"<m:sSub><m:e>{base}</m:e><m:sub>{script}</m:sub></m:sSub>"


def matrix(tokens: list[str]) -> str:
    r"""Return a bracketed matrix; `&` parts cells and `\\` parts rows."""
    rows: list[list[list[str]]] = [[[]]]
    for piece in tokens:
        if piece == "\\\\":
            rows.append([[]])
        elif piece == "&":
            rows[-1].append([])
        else:
            rows[-1][-1].append(piece)
    drawn = "".join(f"<m:mr>{''.join(f'<m:e>{row(cell)}</m:e>' for cell in each)}</m:mr>" for each in rows)
    brackets = "<m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr>"
    return f"<m:d>{brackets}<m:e><m:m>{drawn}</m:m></m:e></m:d>"
