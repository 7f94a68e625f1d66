"""Pairs brackets and turns them the way they face, whichever way a file spells them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from grader.documents.atoms import BRACKET, CLOSING, MIRRORED, OPENING, OTHER, SIGNS
from grader.documents.tokens import Token

BOTH = frozenset(OPENING + CLOSING)
FEWEST_AT_END = 2  # brackets of a formula that closes two pairs
FEWEST_TURNED, MOST_TURNED = 4, 40  # brackets of a line; of two, one may be a mark of its own
EACH = re.compile(f"[{re.escape(OPENING + CLOSING)}]")


def partners(span: list[Token]) -> dict[int, int]:
    """Return the place of each bracket's partner; the texts of brackets are set to what is seen.

    Producers and readers store a bracket as typed or mirrored, even both in one line. Where neither spelling is
    balanced, or the mirrored one has a pair with nothing in it, only some are mirrored: the outer ones, or those at
    the right end. One there that stands apart may be a label's; else a bracket opens if it touches a word on its
    right only, or if none is open.
    """
    places = [place for place, token in enumerate(span) if token.kind == BRACKET]
    if len(places) < 2:
        return {}
    spelt = [span[place].text in OPENING for place in places]
    turned = [not each for each in spelt]
    return (
        matches(span, places, spelt)
        or (encloses_nothing(places, turned) and matches(span, places, outer_turned(span, places, spelt)))
        or matches(span, places, turned)
        or (ends_apart(span) and matches(span, places[:-1], spelt[:-1]))
        or matches(span, places, end_turned(span, places, spelt))
        or matches(span, places, [touches_right(span, place) for place in places])
        or matches(span, places, None)
        or {}
    )


def encloses_nothing(places: list[int], opens: list[bool]) -> bool:
    """Return whether a bracket that opens has one that closes right behind it, as none that people write has."""
    both = zip(pairwise(places), pairwise(opens), strict=True)
    return any(after == before + 1 and first and not second for (before, after), (first, second) in both)


def outer_turned(span: list[Token], places: list[int], spelt: list[bool]) -> list[bool]:
    """Return which brackets open if only the outer ones are spelt mirrored: `)M − D(F − 1)(`.

    Programs mirror brackets that run from the right, and leave those that stand among Latin letters.
    """
    opens: list[bool] = []
    depth = 0
    for number, as_spelt in enumerate(spelt):
        if depth == 1 and as_spelt:
            after = places[number + 1] if number + 1 < len(places) else places[number]
            opens.append(
                spelt[number + 1 : number + 2] == [False] and begins_term(span[places[number] + 1 : after])
            )
        else:
            opens.append(as_spelt if depth > 1 else not as_spelt)
        depth += 1 if opens[-1] else -1
    return opens


def end_turned(span: list[Token], places: list[int], spelt: list[bool]) -> list[bool]:
    """Return which brackets open if those at the right end, beside right-to-left words, are spelt as these run."""
    first = len(places)
    while first and places[first - 1] == len(span) - 1 - (len(places) - first):
        first -= 1
    if len(places) - first < FEWEST_AT_END:
        return spelt  # one alone may be a label's
    return [*spelt[:first], *(not each for each in spelt[first:])]


def begins_term(inside: list[Token]) -> bool:
    """Return whether tokens may be the inside of brackets, and no operator between two pairs of them."""
    return bool(inside) and (inside[0].kind != OTHER or inside[0].text in SIGNS) and inside[-1].kind != OTHER


def ends_apart(span: list[Token]) -> bool:
    """Return whether a bracket is the last of a span and stands apart from the rest."""
    return span[-1].kind == BRACKET and span[-1].spaced


def matches(
    span: list[Token], places: list[int], opens: Sequence[bool | None] | None
) -> dict[int, int] | None:
    """Return the partners of brackets, of which ``opens`` tells which open; None where one is left over.

    Without ``opens`` a bracket closes the last open one of its kind, and what is left over stays alone.
    """
    found: dict[int, int] = {}
    waiting: list[int] = []
    for number, place in enumerate(places):
        alike = bool(waiting) and pairs(span[waiting[-1]].text, span[place].text)
        opening = None if opens is None else opens[number]
        if opening is None:
            opening = not alike
        if opening:
            waiting.append(place)
        elif alike:
            found[place] = waiting[-1]
            found[waiting.pop()] = place
        elif opens is not None:
            return None
    if waiting and opens is not None:
        return None
    for place, partner in found.items():
        text = span[place].text
        if (text in OPENING) != (place < partner):
            span[place].text = text.translate(MIRRORED)
    return found


def touches_right(span: list[Token], place: int) -> bool | None:
    """Return whether a bracket opens towards its right by what it touches, or None where that does not tell."""
    left = place > 0 and not span[place].spaced and span[place - 1].text not in ",،:=×*+−-/"
    right = place + 1 < len(span) and not span[place + 1].spaced
    return right if left != right else None


def pairs(first: str, second: str) -> bool:
    """Return whether two brackets are of one kind."""
    return second.translate(MIRRORED) == first or second == first


def facing(text: str, fixed: list[bool] | None = None) -> str:
    """Return a text whose brackets open towards the words that they touch."""
    if BOTH.isdisjoint(text):
        return text
    letters = list(text)
    depth = 0
    for found in EACH.finditer(text):
        place, letter = found.start(), found[0]
        if fixed and fixed[place]:
            continue
        before = place > 0 and not letters[place - 1].isspace() and letters[place - 1] not in OPENING
        after = place + 1 < len(letters) and letters[place + 1] not in " \t.,:;،؛؟" + CLOSING
        opens = after if before != after else depth == 0
        shown = letter if (letter in OPENING) == opens else letter.translate(MIRRORED)
        letters[place] = shown
        depth = depth + 1 if opens else max(0, depth - 1)
    return "".join(letters)


def with_one_turned(text: str) -> str:
    """Return a text with one bracket turned where that balances it, and no other does; else the text as it is."""
    places = [found.start() for found in EACH.finditer(text)]
    if len(places) % 2 or not FEWEST_TURNED <= len(places) <= MOST_TURNED:
        return text
    turned = [text[:at] + text[at].translate(MIRRORED) + text[at + 1 :] for at in places]
    right = [each for each in turned if balanced(each)]
    return right[0] if len(right) == 1 else text


def settled(text: str) -> str:
    """Return a span whose brackets are balanced if mirroring all of them does it."""
    if balanced(text):
        return text
    mirrored = text.translate(MIRRORED)
    return mirrored if balanced(mirrored) else text


def balanced(text: str) -> bool:
    """Return whether each bracket of a text has its partner."""
    if BOTH.isdisjoint(text):
        return True
    waiting: list[str] = []
    for letter in EACH.findall(text):
        if letter in OPENING:
            waiting.append(letter.translate(MIRRORED))
        elif not waiting or waiting.pop() != letter:
            return False
    return not waiting
