"""Puts the tokens of a row, seen from left to right, into the order in which they were written."""

from __future__ import annotations

from dataclasses import dataclass

from grader.documents.atoms import BRACKET, LATIN, LETTER, MIRRORED, NUMBER, OTHER
from grader.documents.brackets import BOTH, balanced, facing, partners, settled
from grader.documents.spans import OPERATORS, Ordered, read_span, written
from grader.documents.tokens import Token


@dataclass(slots=True)
class Piece:
    """A part of the line in order: its text, its other text, and whether a space stands before it."""

    text: str
    other: str
    spaced: bool


def left_to_right(tokens: list[Token]) -> Ordered:
    """Return the text of a line that runs from left to right; words from the right in it are turned around."""
    if all(token.kind != LETTER for token in tokens):
        return Ordered(facing_either(written(tokens)))
    pieces: list[Piece] = []
    place = 0
    while place < len(tokens):
        end = place
        if tokens[place].kind == LETTER:
            end = last_letter(tokens, place)
            inner = right_to_left(tokens[place : end + 1])
            pieces.append(Piece(inner.text, inner.text, tokens[place].spaced))
        else:
            pieces.append(Piece(tokens[place].text, "", tokens[place].spaced))
        place = end + 1
    return Ordered(facing_either(together(pieces)))


def facing_either(text: str) -> str:
    """Return a text with its brackets turned where all of them are spelt the wrong way round."""
    return facing(text) if not balanced(text) and balanced(text.translate(MIRRORED)) else text


def last_letter(tokens: list[Token], place: int) -> int:
    """Return the last token of a run from the right that begins at ``place``: up to Latin words or operators."""
    end = place
    for index in range(place + 1, len(tokens)):
        token = tokens[index]
        if token.kind == LETTER:
            end = index
        elif token.kind == LATIN or token.formula or token.text in OPERATORS or token.text in ":;":
            break
    return end


def right_to_left(tokens: list[Token]) -> Ordered:
    """Return the text of a line that runs from right to left, with the second reading of what is open."""
    pieces: list[Piece] = []
    leans: list[int] = []
    place = len(tokens) - 1
    right_gap = False
    while place >= 0:
        token = tokens[place]
        if token.kind == LETTER or (start := span_start(tokens, place)) is None:
            pieces.append(Piece(token.text, token.text, right_gap))
            right_gap = token.spaced
            place -= 1
            continue
        first, last = start
        if first == last and token.kind in (LATIN, NUMBER):
            said = settled(token.text)
            pieces.append(Piece(said, said, right_gap))
            right_gap = token.spaced
            place -= 1
            continue
        worded = any(token.kind == LETTER for token in tokens[last + 1 :])
        ordered = read_span(tokens[first : last + 1], worded=worded)
        if ordered.other:
            leans.append(ordered.lean)
        pieces.append(Piece(ordered.text, ordered.other or ordered.text, right_gap))
        right_gap = tokens[first].spaced
        place = first - 1
    text = oriented(pieces, [piece.text for piece in pieces])
    if all(piece.other == piece.text for piece in pieces):
        return Ordered(text)
    other = oriented(pieces, [piece.other for piece in pieces])
    lean = 1 if sum(leans) > 0 else -1 if any(leans) else 0
    return Ordered(text, other, lean) if other != text else Ordered(text)


def span_start(tokens: list[Token], place: int) -> tuple[int, int] | None:
    """Return the span of numbers, Latin words and signs that ends at ``place``, or None if none ends there.

    Signs and brackets without their partner at its ends belong to the line around it.
    """
    kind = tokens[place].kind
    if kind == OTHER and tokens[place].text not in PARTS:
        return None
    if kind in (LATIN, NUMBER) and (place == 0 or tokens[place - 1].kind == LETTER):
        return place, place
    first = place
    while first > 0 and tokens[first - 1].kind != LETTER:
        if parts_line(tokens, first - 1, place):
            break
        first -= 1
    matched = partners(tokens[first : place + 1])
    alone = [
        first + at
        for at, token in enumerate(tokens[first : place + 1])
        if token.kind == BRACKET and at not in matched and first + at < place
    ]
    if alone:  # the bracket of `۴)` belongs to the line
        first = alone[-1] + 1
    span = tokens[first : place + 1]
    kept = trimmed(span)
    if kept is None:
        return None
    start, end = kept
    return None if end != len(span) - 1 else (first + start, first + end)


def parts_line(tokens: list[Token], place: int, end: int) -> bool:
    """Return whether a mark belongs to the line from the right: it touches what is on its right only.

    Within brackets it does not part; there it tells how the brackets' inside was written.
    """
    if tokens[place].text not in MARKS or place + 1 > end:
        return False
    spaced_left = place == 0 or tokens[place].spaced
    if not spaced_left or tokens[place + 1].spaced:
        return False
    depth = 0
    for token in tokens[place + 1 : end + 1]:
        if token.kind == BRACKET:
            depth += 1
    return depth % 2 == 0


MARKS = frozenset(":,.،;؛!؟?")
PARTS = frozenset("\u221a∑∏∞∂∇πσ%٪!′°")


def trimmed(span: list[Token]) -> tuple[int, int] | None:
    """Return first and last place of a span without what hangs at its ends, or None if nothing is left."""
    matched = partners(span)
    start, end = 0, len(span) - 1

    def hangs(place: int) -> bool:
        token = span[place]
        if token.kind == BRACKET:
            return place not in matched
        return token.kind == OTHER and token.text not in PARTS

    while start <= end and hangs(start):
        start += 1
    while end >= start and hangs(end):
        end -= 1
    return (start, end) if start <= end else None


def together(pieces: list[Piece]) -> str:
    """Return the pieces' texts with their spaces."""
    return "".join((" " if piece.spaced and place else "") + piece.text for place, piece in enumerate(pieces))


def oriented(pieces: list[Piece], texts: list[str]) -> str:
    """Return a right-to-left line with its brackets facing what they enclose.

    Producers store either the bracket that was typed or the mirrored one that is seen; the side on which it
    touches a word tells them apart. What is balanced in itself stays.
    """
    if all(map(BOTH.isdisjoint, texts)):
        return "".join(
            (" " if piece.spaced and place else "") + texts[place] for place, piece in enumerate(pieces)
        )
    whole = ""
    fixed: list[bool] = []
    for place, (piece, text) in enumerate(zip(pieces, texts, strict=True)):
        whole += (" " if piece.spaced and place else "") + text
        closed = len(text) > 1 and not BOTH.isdisjoint(text) and balanced(text)
        fixed.extend([False] * (len(whole) - len(fixed) - len(text)) + [closed] * len(text))
    return facing(whole, fixed)
