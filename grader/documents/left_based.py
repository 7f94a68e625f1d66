"""Puts the tokens of a row into order whose paragraph runs from the left though it holds right-to-left words."""

from __future__ import annotations

from grader.documents.atoms import BRACKET, LATIN, LETTER, NUMBER, OTHER, SIGNS
from grader.documents.bases import MARKS, label_end
from grader.documents.brackets import balanced, facing, partners
from grader.documents.direction import facing_either, right_to_left, together, trimmed
from grader.documents.spans import OPERATORS, Ordered, read_span, written
from grader.documents.tokens import Token

WANTING = ("با", "برابر", "برابرند", "یعنی", "مساوی", "معادل", "حدود", "تا")  # words that a value follows

EQUALS = frozenset("=≈")
Run = tuple[int, int]
"""First and last token of a piece of a row that runs from the right."""


def left_based(tokens: list[Token], *, separated: bool | None, wraps: bool = False) -> Ordered:
    """Return the text of a row whose pieces follow one another from the left, with what is open in it.

    Without ``separated`` the words on both sides of a formula are one piece with it, and run from the right as a
    whole; with it each word group is a piece. None keeps both readings. ``wraps`` tells that the row goes on in the
    next one or began in the last, so that its ends may belong to words that stand there.
    """
    end = label_end(tokens) if tokens else 0
    if 0 < end < len(tokens):
        said = left_based(tokens[end:], separated=separated, wraps=wraps)
        label = labelled(written(tokens[:end])) + (" " if tokens[end].spaced else "")
        other, straight = (label + each if each else "" for each in (said.other, said.straight))
        return Ordered(label + said.text, other, said.lean, straight)
    if separated is None:
        apart, whole = (left_based(tokens, separated=each, wraps=wraps) for each in (True, False))
        return apart if apart.text == whole.text else Ordered(apart.text, whole.text, 1)
    runs, open_at = runs_of(tokens, separated=separated, wraps=wraps)
    first = composed_of(tokens, runs)
    merged = runs if separated else merged_around(tokens, runs)
    if not open_at and merged == runs:
        return first
    second = composed_of(tokens, merged if merged != runs else [open_at.get(run, run) for run in runs])
    other = second.other or second.text
    return first if other == first.text else Ordered(first.text, other, first.lean, first.straight)


def composed_of(tokens: list[Token], runs: list[Run]) -> Ordered:
    """Return a row's text with each of its runs turned around."""
    texts: list[str] = []
    others: list[str] = []
    straight: list[str] = []
    spaced: list[bool] = []
    lean = place = 0
    for start, end in [*runs, (len(tokens), len(tokens))]:
        texts.extend(token.text for token in tokens[place:start])
        others.extend(token.text for token in tokens[place:start])
        straight.extend(token.text for token in tokens[place:start])
        spaced.extend(token.spaced for token in tokens[place:start])
        if start < len(tokens):
            turned = right_to_left(tokens[start : end + 1])
            texts.append(turned.text)
            others.append(turned.other or turned.text)
            straight.append(turned.straight or turned.text)
            spaced.append(tokens[start].spaced)
            lean += turned.lean
        place = end + 1
    text, other = faced(together(texts, spaced)), faced(together(others, spaced))
    plain = "" if lean or straight == texts else faced(together(straight, spaced))
    return Ordered(text) if other == text else Ordered(text, other, (lean > 0) - (lean < 0), plain)


def labelled(text: str) -> str:
    """Return a part's label with the bracket behind it closing, and one before it opening."""
    ends = {"(": ")", "[": "]"}
    begins = {")": "(", "]": "["}
    first, rest = text[0], text[1:]
    return begins.get(first, first) + rest[:-1] + ends.get(rest[-1], rest[-1])


def faced(text: str) -> str:
    """Return a text with its brackets turned where that balances them."""
    said = facing_either(text)
    if balanced(said):
        return said
    touching = facing(said)
    return touching if balanced(touching) else said


def runs_of(tokens: list[Token], *, separated: bool, wraps: bool) -> tuple[list[Run], dict[Run, Run]]:
    """Return the pieces of a row that run from the right, and the other extent of those that leave it open."""
    runs: list[Run] = []
    open_at: dict[Run, Run] = {}
    place = free = 0
    while place < len(tokens):
        if not begins_run(tokens, place):
            place += 1
            continue
        end = run_end(tokens, place, separated=separated)
        if separated:
            runs.append((place, end))
        else:
            start = with_bracket(tokens, free, place, end)
            reach, other = reach_of(tokens, free, start, wraps=wraps)
            if runs and reach == free:  # a formula with a name between words of one piece
                reach = other = runs.pop()[0]
            run = (reach, end)
            runs.append(run)
            last = formula_end(tokens, end) if wraps and place == 0 else end
            if other != reach or last != end:
                open_at[run] = (other, last)
        place = free = end + 1
    return runs, open_at


def merged_around(tokens: list[Token], runs: list[Run]) -> list[Run]:
    """Return runs joined where nothing but a formula with a name stands between two, which may be one piece with it."""
    merged = runs[:1]
    for start, end in runs[1:]:
        between = tokens[merged[-1][1] + 1 : start]
        signs = [token.text in OPERATORS for token in between]
        named = [
            any(signs[max(at - 1, 0) : at + 2]) for at, token in enumerate(between) if token.kind == LATIN
        ]
        marked = bool(between) and between[0].text in MARKS and not between[0].spaced
        if named and all(named) and not marked:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def begins_run(tokens: list[Token], place: int) -> bool:
    """Return whether a run begins at a token: a word, or a mark before what touches it on the right only."""
    token = tokens[place]
    if token.kind == LETTER:
        return True
    if token.text not in MARKS or place + 1 == len(tokens) or tokens[place + 1].spaced:
        return False
    if place and not token.spaced and tokens[place - 1].text not in MARKS:
        return False
    if tokens[place + 1].kind == LATIN:  # the words before it stand on its right
        return place + 2 < len(tokens) and tokens[place + 2].kind == LETTER
    return tokens[place + 1].kind == LETTER


def run_end(tokens: list[Token], place: int, *, separated: bool) -> int:
    """Return the last token of a run that begins at a place; Latin words end it, and formulas if ``separated``."""
    end = place
    for index in range(place, len(tokens)):
        token = tokens[index]
        if token.kind == LETTER:
            end = index
        elif index == place or (index == place + 1 and tokens[place].kind != LETTER):
            continue
        elif ends_run(token, separated=separated):
            break
    return end


def ends_run(token: Token, *, separated: bool) -> bool:
    """Return whether a token that is no word ends a run from the right."""
    if separated:
        formula = token.formula or token.text in OPERATORS or is_european(token)
        return formula or token.typeset or token.kind == LATIN
    return token.typeset or (token.kind == LATIN and not token.formula)


def is_european(token: Token) -> bool:
    """Return whether a token is a number with digits that formulas use."""
    return token.kind == NUMBER and token.text.isascii()


def with_bracket(tokens: list[Token], free: int, start: int, end: int) -> int:
    """Return where a run begins with the bracket on its left, whose partner lies in the run."""
    place = start - 1
    if place < free or tokens[place].kind != BRACKET or tokens[start].spaced:
        return start
    inside = sum(token.kind == BRACKET for token in tokens[start : end + 1])
    return place if inside % 2 else start


def reach_of(tokens: list[Token], free: int, start: int, *, wraps: bool) -> tuple[int, int]:
    """Return where a run begins with the numbers typed behind its words, which are drawn on their left.

    The second is another beginning, where the numbers may as well have been written before the words or not.
    """
    marked = tokens[start].text in MARKS
    first = start
    while first > free and stands_before(tokens, first, marked=marked and first < start):
        first -= 1
    span = tokens[first:start]
    kept = trimmed(span, partners(span))
    if kept is None:
        return start, start
    said = span[kept[0] : kept[1] + 1]
    behind = own_digits(said)
    reach = first + kept[0] + behind
    if marked or behind or span[-1].text in EQUALS:
        return reach, reach
    if any(token.formula or token.typeset for token in said):
        return start, start
    named = first > 0 and tokens[first - 1].kind == LATIN
    lone = named and len(said) == 1 and span[0].text not in MARKS  # `stride 2`, and words behind it
    if lone and not tokens[start].text.endswith(WANTING):
        return start, start
    if named and span[-1].text in SIGNS:  # `Homework 4 - `, and its title
        return start, start
    if named and (parted := second_number(said)):
        return reach + parted, reach + parted
    if named and span[0].text in OPERATORS:  # `k = 12`, and words behind it
        return start, reach if wraps and len(said) > 1 else start
    lean = read_span(said)
    if lean.lean > 0:
        return start, reach if wraps else start
    return reach, start if lean.lean == 0 and lean.other else reach


def stands_before(tokens: list[Token], first: int, *, marked: bool) -> bool:
    """Return whether the token before a place may be of the formula there; names are, before a sign."""
    token = tokens[first - 1]
    if token.kind == LATIN and not token.formula:
        return marked and tokens[first].text in OPERATORS
    return token.kind != LETTER


def second_number(said: list[Token]) -> int:
    """Return where the last number begins that stands behind another one without a sign between, 0 for none."""
    for place in range(len(said) - 1, 0, -1):
        if said[place].kind == said[place - 1].kind == NUMBER:
            return place
    return 0


def own_digits(said: list[Token]) -> int:
    """Return where the Persian number begins that stands at the end of others: `Assignment 3 / ۳` and a word."""
    numbers = [place for place, token in enumerate(said) if token.kind == NUMBER]
    if len(numbers) < 2 or is_european(said[numbers[-1]]) or not is_european(said[numbers[0]]):
        return 0
    return next(place for place in numbers if not is_european(said[place]))


def formula_end(tokens: list[Token], end: int) -> int:
    """Return the last token of the numbers and signs that stand on the right of a run, the run's last for none."""
    last = place = end + 1
    while place < len(tokens) and (tokens[place].kind in (NUMBER, BRACKET, OTHER) or tokens[place].formula):
        place += 1
    if place == last or (tokens[last].text in MARKS):
        return end
    while tokens[place - 1].text in MARKS:
        place -= 1
    return place - 1
