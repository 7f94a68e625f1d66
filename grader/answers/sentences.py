"""Cuts an answer into alternatives, statements and the sides of their equations, and parses each side.

    answer      = statement { ("or" | ";" | newline) statement }
    statement   = side { ("=" | "≈" | "→") side }
    side        = [ words ":" ] { filler words } list

Words that only accompany an answer (units, "the answer is") are left out; an unknown word stays in the tree
as an undeclared symbol, for the kind to refuse or to take as a label.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

from grader.answers import vocabulary
from grader.answers.characters import PERSIAN_DIGITS, FoldedText
from grader.answers.lexer import (
    ALTERNATIVE,
    APPROXIMATELY,
    FUNCTION,
    NEWLINE,
    NUMBER,
    SCALE,
    SYMBOL,
    WORD,
    Notation,
    Token,
    tokens_of,
    too_long,
)
from grader.answers.numerals import UNSURE
from grader.answers.parser import MOST_NODES, Node, Parser
from grader.answers.refusal import CONTRADICTORY, MALFORMED, Refusal
from grader.translation import Message

LONGEST_LABEL = 12  # tokens before a colon
MOST_ALTERNATIVES = 12
MOST_SIDES = 60  # of all the equations of an answer
SIDE_ENDS = frozenset({"=", "→", "≈", NEWLINE, ";"})
OPENING, CLOSING = "([{⌊⌈", ")]}⌋⌉"
ENDS_OPERAND = frozenset({NUMBER, SYMBOL, "vulgar", "!", "%", *CLOSING})
STARTS_OPERAND = frozenset({NUMBER, SYMBOL, FUNCTION, "vulgar", "frac", "[", "{", "⌊", "⌈"})


class Side:
    """One side of an equation: its tree, or why it has none.

    ``approximate`` tells of a sign of approximation or a scale word, ``percent`` of a percent sign,
    ``folded`` of a look-alike or other-case symbol; ``is_label`` means that it holds only words.
    """

    __slots__ = (
        "approximate",
        "folded",
        "is_label",
        "is_noise",
        "node",
        "percent",
        "refusal",
        "start",
        "text",
        "tokens",
    )

    def __init__(self, tokens: list[Token], notation: Notation, approximate: bool, tight: bool) -> None:
        self.start = tokens[0].start if tokens else 0
        self.text = " ".join(token.text for token in tokens)
        self.approximate = approximate or any(token.kind in (APPROXIMATELY, SCALE) for token in tokens)
        self.percent = any(token.kind == "%" for token in tokens)
        self.folded = any(token.folded for token in tokens)
        self.is_label = all(token.kind in (WORD, SYMBOL) for token in tokens)
        self.tokens = tokens
        kept = without_noise(_without_order(tokens))
        self.is_noise = not kept
        self.node: Node | None = None
        self.refusal: Refusal | None = None
        if kept:
            try:
                _refuse_dash(tokens, kept)
                _refuse_joined(tokens, kept)
                self.node = Parser(kept, notation, tight=tight).parse()
            except Refusal as refusal:
                self.refusal = refusal

    def place_of(self, name: str) -> int:
        """Return where the word or symbol ``name`` stands."""
        return next((token.start for token in self.tokens if token.text == name), self.start)


JOINING = frozenset({"and", "so", "then", "hence", "thus", "و", "پس", "سپس", "بنابراین"})

Statement = list[Side]


class Sentence(NamedTuple):
    """An answer read by one notation: its alternatives, each a list of statements of sides."""

    alternatives: list[list[Statement]]


def sentences(folded: FoldedText, notation: Notation) -> Iterator[Callable[[], Sentence]]:
    """Yield, the likeliest first, what reads ``folded`` in each sensible way or raises Refusal."""
    for variant in variants(folded, notation):
        yield partial(_sentence, folded, variant)
        if ("/" in folded.text or "÷" in folded.text) and re.search(SLASHES, folded.text):
            yield partial(_sentence, folded, variant, tight=True)
        if "!" in folded.text and re.fullmatch(JOYFUL, folded.text):
            yield partial(_sentence, folded, variant, joyful=True)


JOYFUL = r"[^0-9!]*(?:[0-9]{1,2}|1[0-6][0-9]|170|[0-9]{4,}|[0-9]{1,3}[,٬][0-9,٬]+)[ ]*!\s*"
SHARE_OF_NOTHING = r"[^0-9A-Za-z/]*0/0{0,9}[1-9][0-9]{0,9}[^0-9A-Za-z/]*"  # 0/5 may be a decimal
SLASHES = r"[/÷][ ]?[A-Za-z0-9_{}.\u0370-\u03ff]{1,20}(?:\(|[ ]?[A-Za-z\u0370-\u03ff\\])"


@lru_cache(maxsize=512)  # the kinds of several parts read the same lines of a document
def _sentence(
    folded: FoldedText, notation: Notation, *, tight: bool = False, joyful: bool = False
) -> Sentence:
    """Return ``folded`` cut and parsed; a ``joyful`` mark at the end is no factorial."""
    tokens = tokens_of(folded, notation)
    if len(tokens) > MOST_NODES:
        operands = [token.start for token in tokens if token.node is not None or token.kind == WORD]
        if len(operands) > MOST_NODES:
            raise too_long(operands[MOST_NODES])
    return Sentence(_alternatives(tokens[:-1] if joyful else tokens, notation, tight=tight))


def variants(folded: FoldedText, notation: Notation) -> Iterator[Notation]:
    """Yield the notations by which ``folded`` can sensibly be read."""
    if has_decimal_slash(folded):
        yield replace(notation, slash_decimal=True)
    yield notation
    if "0/" in folded.text and re.fullmatch(SHARE_OF_NOTHING, folded.text):
        yield replace(notation, slash_decimal=True)
    if ("." in folded.text or "," in folded.text) and re.search(UNSURE, folded.text):
        yield replace(notation, continental=True)
    if notation.mixed and "frac" in folded.text:
        yield replace(notation, mixed=False)
    if "[" in folded.text and ("/" in folded.text or "frac" in folded.text):
        yield replace(notation, brackets_floor=True)


def has_decimal_slash(folded: FoldedText) -> bool:
    """Return whether a slash stands between Persian digits, where habit takes it for a decimal point."""
    original = folded.original
    at = original.find("/")
    while at > 0:
        if original[at - 1] in PERSIAN_DIGITS and original[at + 1 : at + 2] in PERSIAN_DIGITS:
            return True
        at = original.find("/", at + 1)
    return False


def without_noise(tokens: list[Token]) -> list[Token]:
    """Return the tokens without approximation signs, filler words, units and a full stop at the end."""
    kept = [token for index, token in enumerate(tokens) if not _is_noise(tokens, index)]
    while len(kept) > 1 and kept[0].kind == "'":
        kept = kept[1:]
    while (
        kept and kept[-1].kind in (".", ",", ";", "!", "'", "…") and (kept[-1].kind != "!" or kept[-1].spaced)
    ):
        kept.pop()
    return _without_empty_brackets(kept)


def _is_noise(tokens: list[Token], index: int) -> bool:
    """Return whether a token only accompanies the value, as a unit, the hyphen of one, or the stop of `approx.`."""
    token = tokens[index]
    if token.kind == APPROXIMATELY:
        return True
    if token.kind == WORD:
        if index and token.text == "از" and tokens[index - 1].text in vocabulary.COMPARED:
            return False  # less than 14 is not 14
        return vocabulary.is_noise(token.text)
    if not index:
        return False
    if token.kind == "=":  # 50208 (= 1568·32 + 32)
        return tokens[index - 1].kind == "("
    if token.kind == ",":  # therefore, the answer is 14
        return all(before.kind == WORD and vocabulary.is_noise(before.text) for before in tokens[:index])
    if token.kind not in (".", "-"):
        return False
    if token.spaced:
        return False
    if token.kind == ".":
        return tokens[index - 1].kind in (WORD, APPROXIMATELY)
    after = tokens[index + 1] if index + 1 < len(tokens) else token
    return after.kind == WORD and not after.spaced and vocabulary.is_noise(after.text)


def _refuse_dash(tokens: list[Token], kept: list[Token]) -> None:
    """Raise Refusal for a dash beside a word, as in `answer - 14`, that may be no minus sign."""
    first, last = kept[0], kept[-1]
    before = {after.start: token for token, after in pairwise(tokens)}
    for left, token in pairwise([None, *kept]):
        if token is None or token.kind != "+" or not (left is None or left.kind in OPENING):
            continue
        if token.start in before and before[token.start] is not left:  # the word was a term: bias + 14
            raise unknown_word(before[token.start].text, before[token.start].start)
    is_sign = first.spaced and len(kept) > 1 and not kept[1].spaced
    if first.kind == "-" and first is not tokens[0] and not is_sign:
        raise _unsure_dash(first)
    if last.kind == "-" and last is not tokens[-1]:
        raise _unsure_dash(last)


def _refuse_joined(tokens: list[Token], kept: list[Token]) -> None:
    """Raise Refusal where words that were left out stood between two values: `16 gives 4` is no product.

    A value in brackets behind words may say the same again, as in `1200 parameters (1200)`; letters there may not.
    """
    dropped = {before.end: word for before, word in pairwise(tokens) if word.kind == WORD}
    for at, (left, right) in enumerate(pairwise(kept)):
        word = dropped.get(left.end)
        if word is None or word.start >= right.start:
            continue
        if left.kind == "," and vocabulary.fold_word(word.text) in vocabulary.LEADING:
            raise unknown_word(word.text, word.start)  # `14, which gives 196` is no list
        if left.kind not in ENDS_OPERAND:
            continue
        inner = kept[at + 2] if at + 2 < len(kept) else right
        is_sign = right.kind == "-" and right.spaced and not inner.spaced and inner.kind == NUMBER
        is_formula = right.kind == "(" and any(token.kind in (SYMBOL, FUNCTION) for token in kept[at:])
        if right.kind in STARTS_OPERAND or is_sign or is_formula:
            raise unknown_word(word.text, word.start)


def _unsure_dash(token: Token) -> Refusal:
    advice = Message("This may be a minus sign or only a dash; write the number alone.")
    return Refusal(MALFORMED, token.start, advice)


def _without_empty_brackets(tokens: list[Token]) -> list[Token]:
    """Drop brackets that held only words, as `(channels)`."""
    kept: list[Token] = []
    for token in tokens:
        if token.kind == ")" and kept and kept[-1].kind == "(" and kept[-1].end < token.start:
            kept.pop()
        else:
            kept.append(token)
    return kept


def _alternatives(tokens: list[Token], notation: Notation, *, tight: bool) -> list[list[Statement]]:
    alternatives: list[list[Statement]] = []
    if sum(token.kind == ALTERNATIVE for token in tokens) >= MOST_ALTERNATIVES:
        raise too_long(next(token.start for token in tokens if token.kind == ALTERNATIVE))
    signs = [token.start for token in tokens if token.kind in SIDE_ENDS]
    if len(signs) > MOST_SIDES:
        raise too_long(signs[MOST_SIDES])
    for part in _split(tokens, (ALTERNATIVE,)):
        runs = [run for line in _split(part, (NEWLINE, ";")) for run in _equations(line)]
        statements = [_statement(run, notation, tight) for run in runs if run]
        alternatives.append([statement for statement in statements if statement])
    return [alternative for alternative in alternatives if alternative]


def _equations(tokens: list[Token]) -> list[list[Token]]:
    """Return the parts of `a = 1, b = 2` or `a = 1 and b = 2`, or the tokens as they are where one is no equation."""
    parts = list(_split(tokens, (",",)))
    if len(parts) > 1 and all(map(_is_equation, parts)):
        return parts
    parts = [part for part in _split_at_words(tokens) if part]
    return parts if len(parts) > 1 and all(map(_is_equation, parts)) else [tokens]


def _is_equation(tokens: list[Token]) -> bool:
    return sum(1 for _ in _split_with_signs(tokens)) > 1


def _split_at_words(tokens: list[Token]) -> Iterator[list[Token]]:
    """Yield what stands between words that join statements."""
    start = 0
    for index, token in enumerate(tokens):
        if token.kind == WORD and token.text in JOINING:
            yield tokens[start:index]
            start = index + 1
    yield tokens[start:]


def _without_order(tokens: list[Token]) -> list[Token]:
    """Return what stands in the brackets of an order of cost, `O(…)`."""
    is_order = len(tokens) > 3 and tokens[0].kind == WORD and tokens[0].text in ("O", "Θ")
    if not is_order or tokens[1].kind != "(" or tokens[1].spaced or tokens[-1].kind != ")":
        return tokens
    depth = 0
    for index, token in enumerate(tokens[1:], 1):
        depth = _depth(depth, token)
        if depth == 0:
            return tokens[1:] if index == len(tokens) - 1 else tokens
    return tokens


def _statement(tokens: list[Token], notation: Notation, tight: bool) -> Statement:
    sides: Statement = []
    approximate = False
    for labelled, sign in _split_with_signs(tokens):
        run = _without_label(labelled)
        if run:
            sides.append(Side(run, notation, approximate, tight))
        approximate = sign == APPROXIMATELY
    return sides


def _without_label(tokens: list[Token]) -> list[Token]:
    """Return the tokens behind a label such as `answer:`."""
    for index, token in enumerate(tokens[:LONGEST_LABEL]):
        if token.kind == ":" and any(word.kind in (WORD, SYMBOL) for word in tokens[:index]):
            return tokens[index + 1 :]
        if token.kind not in (WORD, SYMBOL, "number", "."):
            break
    return tokens


def _split_with_signs(tokens: list[Token]) -> Iterator[tuple[list[Token], str]]:
    """Yield the runs between equality signs at the top level, each with the sign behind it."""
    depth, start = 0, 0
    for index, token in enumerate(tokens):
        depth = _depth(depth, token)
        is_sign = token.kind in ("=", "→") or (token.kind == APPROXIMATELY and token.text == "≈")
        if depth == 0 and is_sign:
            yield tokens[start:index], token.kind
            start = index + 1
    yield tokens[start:], ""


def _split(tokens: list[Token], signs: tuple[str, ...]) -> Iterator[list[Token]]:
    depth, start = 0, 0
    for index, token in enumerate(tokens):
        depth = _depth(depth, token)
        if depth == 0 and token.kind in signs:
            yield tokens[start:index]
            start = index + 1
    yield tokens[start:]


def _depth(depth: int, token: Token) -> int:
    if token.kind in OPENING:
        return depth + 1
    return max(0, depth - 1) if token.kind in CLOSING else depth


def contradictory(place: int | None) -> Refusal:
    """Return the refusal of a text that gives two values."""
    return Refusal(
        CONTRADICTORY, place, Message("Two different answers stand here; write only the one that counts.")
    )


def unknown_word(word: str, place: int | None) -> Refusal:
    """Return the refusal of a text with a word that nobody expected."""
    return Refusal(
        MALFORMED, place, Message("{word} is not understood here; write the value alone.", {"word": word})
    )
