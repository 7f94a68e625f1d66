"""Reads a span of numbers, Latin words and signs in a right-to-left line, which leaves its direction open."""

from __future__ import annotations

import re
from dataclasses import dataclass

from grader.documents.atoms import BRACKET, CLOSING, LATIN, MIRRORED, NUMBER, OTHER, SIGNS
from grader.documents.brackets import partners, settled
from grader.documents.tokens import Token

SLASHED = re.compile("(?<=[۰-۹])/(?=[۰-۹])")
OPERATORS = frozenset("×*·⋅∗∙÷+-−–=<>≤≥≈→⟶/^")


@dataclass(frozen=True, slots=True)
class Ordered:
    """A text in its order, and the other text that makes as much sense, else empty.

    ``lean`` is 1 where something tells that the text runs from the left as it is seen, -1 where something tells
    that it was typed from the right, and 0 where nothing does. ``straight`` is then the text if all that is open
    runs from the left, empty where it is ``text``.
    """

    text: str
    other: str = ""
    lean: int = 0
    straight: str = ""


def read_span(span: list[Token], *, worded: bool = True) -> Ordered:
    """Return a span of a right-to-left line as it was most likely written, and the other way if it is open.

    As a formula, or where it begins with a Latin letter, it runs from left to right. Typed into the line, its
    numbers and signs run from the right, and Latin words keep their own direction. Without a right-to-left word
    before it in the line, which ``worded`` tells, signs that touch the numbers on both sides keep them in order.
    """
    straight = settled(written(span))
    signs = [token for token in span if token.text in OPERATORS]
    if signs and all(token.typeset for token in signs):
        return Ordered(straight, lean=1)
    if all(token.kind == NUMBER for token in span) and len(span) > 1:
        return Ordered(straight, " ".join(token.text for token in reversed(span)), 1)
    turned_around = from_the_right(span if worded else with_sums(span))
    if turned_around is None:
        return Ordered(straight)
    turned = settled(turned_around)
    if squeezed(turned) == squeezed(straight):
        return Ordered(straight)
    lean = lean_of(span, straight, turned)
    if lean > 0 or (lean == 0 and is_latin_product(span)):
        return Ordered(straight, turned, lean)
    return Ordered(turned, straight, lean, "" if lean else straight)


def with_sums(span: list[Token]) -> list[Token]:
    """Return a span with numbers and the plus and minus that touch them on both sides as one token."""
    joined: list[Token] = []
    for place, token in enumerate(span):
        before = span[place - 1] if place else None
        tight = not token.spaced and before is not None
        after = span[place + 1] if place + 1 < len(span) else None
        sign = token.text in SIGNS and after is not None and after.kind == NUMBER and not after.spaced
        if (
            joined
            and tight
            and joined[-1].kind == NUMBER
            and (sign or (before is not None and before.text in SIGNS))
        ):
            joined[-1] = Token(joined[-1].text + token.text, NUMBER, joined[-1].spaced, joined[-1].formula)
        else:
            joined.append(token)
    return joined


def written(span: list[Token]) -> str:
    """Return the tokens' texts from left to right."""
    return "".join((" " if token.spaced and place else "") + token.text for place, token in enumerate(span))


def from_the_right(span: list[Token]) -> str | None:
    """Return a span as it was written if it was typed into a right-to-left line, or None if it cannot have been.

    After its first Latin letter all of a span runs from left to right, so such a run can only stand at its left
    end. A pair of brackets is one unit whose inside is a span of its own.
    """
    units = units_of(span)
    if units is None:
        return None
    text = ""
    for place in range(len(units) - 1, -1, -1):
        said, _ = units[place]
        text += said
        if place and units[place][1]:
            text += " "
    return text


def units_of(span: list[Token]) -> list[tuple[str, bool]] | None:
    """Return a span's units from left to right with whether a space is seen before each; None as above."""
    matched = partners(span)
    units: list[tuple[str, bool]] = []
    place = 0
    if any(token.kind == LATIN for token in span):
        place = latin_run(span, matched)
        if place == 0 and not has_only_bracketed_latin(span, matched):
            return None
        if place:
            units.append((settled(written(span[:place])), span[0].spaced))
    while place < len(span):
        token, partner = span[place], matched.get(place)
        if partner is not None and partner > place:
            inner = span[place + 1 : partner]
            turned = from_the_right(inner) if inner else ""
            if turned is None:
                turned = written(inner)
            opening, closing = (token.text, span[partner].text)
            if opening in CLOSING:
                opening, closing = opening.translate(MIRRORED), closing.translate(MIRRORED)
            units.append((f"{opening}{turned}{closing}", token.spaced))
            place = partner + 1
            continue
        if token.kind == LATIN:
            return None
        units.append((token.text, token.spaced))
        place += 1
    return units


def latin_run(span: list[Token], matched: dict[int, int]) -> int:
    """Return where the run from left to right at the left end of a span stops: before a bracket after a sign."""
    starts = span[0].kind == LATIN or (
        span[0].kind == NUMBER and len(span) > 1 and span[1].kind == LATIN and not span[1].spaced
    )
    if not starts:
        return 0
    place = 1
    while place < len(span):
        partner = matched.get(place)
        if partner is not None and partner > place and span[place - 1].kind == OTHER:
            break
        place = partner + 1 if partner is not None and partner > place else place + 1
    while place > 1 and span[place - 1].kind == OTHER:
        place -= 1
    return place


def has_only_bracketed_latin(span: list[Token], matched: dict[int, int]) -> bool:
    """Return whether every Latin word of a span stands in brackets."""
    depth = 0
    for place, token in enumerate(span):
        partner = matched.get(place)
        if partner is not None:
            depth += 1 if partner > place else -1
        elif token.kind == LATIN and depth == 0:
            return False
    return True


def is_latin_product(span: list[Token]) -> bool:
    """Return whether a span begins and ends with a bracket around Latin letters, which people read as a formula."""
    edges = span[0].kind == BRACKET and span[-1].kind == BRACKET
    return edges and any(token.kind == LATIN for token in span)


def lean_of(span: list[Token], straight: str, turned: str) -> int:
    """Return 1 where a span is more likely a formula that runs from the left, -1 typed from the right, 0 unknown."""
    if any(token.formula for token in span):
        return 1
    inner = [place for place, token in enumerate(span) if token.text in ",،" and 0 < place < len(span) - 1]
    if any(span[place].spaced and not span[place + 1].spaced for place in inner):
        return -1
    if any(not span[place].spaced and span[place + 1].spaced for place in inner):
        return 1
    if ends_in_result(straight) != ends_in_result(turned):
        return 1 if ends_in_result(straight) else -1
    straight_sides, turned_sides = sides(straight), sides(turned)
    if len(straight_sides) == 3:
        alike = straight_sides[0] == straight_sides[1]
        if alike != (turned_sides[0] == turned_sides[1]):
            return 1 if alike else -1
    return 0


def ends_in_result(text: str) -> bool:
    """Return whether what stands after the last `=` is one number and what stands before is more.

    A slash between Persian digits may be a decimal point, so it does not make a number more.
    """
    before, equal, after = SLASHED.sub(".", text).rpartition("=")
    bare = after.strip()
    one = bool(bare) and not any(letter in OPERATORS and place for place, letter in enumerate(bare))
    return bool(equal) and one and any(letter in OPERATORS for letter in before.strip(" =")[1:])


def sides(text: str) -> list[str]:
    """Return the sides of a shape such as `14 × 14 × 32`."""
    bare = text.strip("()[] ")
    for sign in ("×", "*", ",", "،"):
        if sign in bare:
            return [side.strip() for side in bare.split(sign)]
    return [bare]


def squeezed(text: str) -> str:
    """Return a text without spaces."""
    return "".join(text.split())
