"""Puts the tokens of a row, seen from left to right, into the order in which they were written."""

from __future__ import annotations

from operator import add

from grader.documents.atoms import BRACKET, LATIN, LETTER, MIRRORED, NUMBER, OTHER
from grader.documents.brackets import BOTH, balanced, facing, partners, settled, with_one_turned
from grader.documents.spans import OPERATORS, Ordered, read_span, written
from grader.documents.tokens import Token


def left_to_right(tokens: list[Token]) -> Ordered:
    """Return the text of a line that runs from left to right; words from the right in it are turned around."""
    if all(token.kind != LETTER for token in tokens):
        return Ordered(facing_either(written(tokens)))
    texts: list[str] = []
    spaced: list[bool] = []
    place = 0
    while place < len(tokens):
        end = place
        text = tokens[place].text
        if tokens[place].kind == LETTER:
            end = last_letter(tokens, place)
            text = right_to_left(tokens[place : end + 1]).text
        texts.append(text)
        spaced.append(tokens[place].spaced)
        place = end + 1
    return Ordered(facing_either(together(texts, spaced)))


def facing_either(text: str) -> str:
    """Return a text with its brackets turned where all of them, or one of several, are spelt the wrong way round."""
    if balanced(text):
        return text
    return facing(text) if balanced(text.translate(MIRRORED)) else with_one_turned(text)


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
    texts: list[str] = []
    others: list[str] = []
    straight: list[str] = []
    spaced: list[bool] = []
    leans: list[int] = []
    place = len(tokens) - 1
    right_gap = False
    while place >= 0:
        token = tokens[place]
        text = other = plain = token.text
        first = place
        span = None if token.kind == LETTER else span_start(tokens, place)
        if span is not None:
            first, last = span
            if first == last and token.kind in (LATIN, NUMBER):
                text = other = plain = settled(text)
            else:
                worded = any(each.kind == LETTER for each in tokens[last + 1 :])
                ordered = read_span(tokens[first : last + 1], worded=worded)
                text, other = ordered.text, ordered.other or ordered.text
                plain = ordered.straight or text
                if ordered.other:
                    leans.append(ordered.lean)
        texts.append(text)
        others.append(other)
        straight.append(plain)
        spaced.append(right_gap)
        right_gap = tokens[first].spaced
        place = first - 1
    text = oriented(texts, spaced)
    if others == texts:
        return Ordered(text)
    lean = 1 if sum(leans) > 0 else -1 if any(leans) else 0
    plain = oriented(straight, spaced) if straight != texts else text
    if plain != text and lean > 0 <= min(leans):  # who types one formula from the left types the others so
        either = zip(texts, others, straight, strict=True)
        turned = [other if said == from_left else said for said, other, from_left in either]
        return Ordered(plain, oriented(turned, spaced), 1)
    other = oriented(others, spaced)
    if other == text:
        return Ordered(text)
    return Ordered(text, other, lean, "" if lean or plain == text else plain)


def span_start(tokens: list[Token], place: int) -> tuple[int, int] | None:
    """Return the span of numbers, Latin words and signs that ends at ``place``, or None if none ends there.

    Signs and brackets without their partner at its ends belong to the line around it.
    """
    kind = tokens[place].kind
    if kind == OTHER and tokens[place].text not in PARTS:
        return None
    if place == 0 or tokens[place - 1].kind == LETTER:
        return None if kind == BRACKET else (place, place)
    first = place
    while first > 0 and tokens[first - 1].kind != LETTER:
        if parts_line(tokens, first - 1, place):
            break
        first -= 1
    span = tokens[first : place + 1]
    matched = partners(span)
    alone = [at for at, token in enumerate(span[:-1]) if token.kind == BRACKET and at not in matched]
    if alone:  # the bracket of `۴)` belongs to the line
        first += alone[-1] + 1
        span = span[alone[-1] + 1 :]
        matched = partners(span)
    kept = trimmed(span, matched)
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


def trimmed(span: list[Token], matched: dict[int, int]) -> tuple[int, int] | None:
    """Return first and last place of a span without what hangs at its ends, or None if nothing is left.

    ``matched`` are the partners of its brackets.
    """
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


def together(texts: list[str], spaced: list[bool]) -> str:
    """Return texts in a row, with a space before those of which ``spaced`` tells that one stands there."""
    gaps = [" " if each else "" for each in spaced]
    gaps[:1] = [""]
    return "".join(map(add, gaps, texts))


def oriented(texts: list[str], spaced: list[bool]) -> str:
    """Return a right-to-left line with its brackets facing what they enclose.

    Producers store either the bracket that was typed or the mirrored one that is seen; the side on which it
    touches a word tells them apart. What is balanced in itself stays.
    """
    whole = together(texts, spaced)
    if BOTH.isdisjoint(whole):
        return whole
    closed = [len(text) > 1 and not BOTH.isdisjoint(text) and balanced(text) for text in texts]
    if not any(closed):
        return facing(whole)
    fixed: list[bool] = []
    for place, text in enumerate(texts):
        fixed.extend([False] * (spaced[place] and place > 0))
        fixed.extend([closed[place]] * len(text))
    return facing(whole, fixed)
