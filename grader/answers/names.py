"""Cuts a run of letters into declared symbols: `DF` is D times F, and `k_1`, `k_{1}`, `k₁` are k1."""

from __future__ import annotations

import re
from functools import lru_cache

from grader.answers import vocabulary
from grader.answers.characters import SUBSCRIPTS

LONGEST_RUN = 200  # letters in one run; no product of symbols is longer
LONGEST_NAME = 12  # letters of a symbol whose other case is looked for


_PLAIN_NAME = str.maketrans(
    {"_": None, "{": None, "}": None, ",": None, " ": None}
    | {letter: str(digit) for digit, letter in enumerate(SUBSCRIPTS)}
)


def plain_name(raw: str) -> str:
    """Return a name with its subscripts written plainly: k_{1}, k_1 and k₁ are k1."""
    plain = raw.translate(_PLAIN_NAME)
    if not plain.isascii():
        plain = "".join(vocabulary.GREEK.get(letter, letter) for letter in plain)
    return plain


def end_of_argument(text: str, start: int, symbols: tuple[str, ...]) -> int:
    """Return where the argument of a derivative such as F'(x) ends, or ``start`` where none that means a place stands.

    A bracket around declared symbols is a factor.
    """
    found = re.compile(r"\(([A-Za-z][A-Za-z0-9_]{0,9}|[A-Za-z]_\{[A-Za-z0-9]{1,8}\})\)").match(text, start)
    return start if found is None or cut_name(found[1], symbols) is not None else found.end()


@lru_cache(maxsize=512)
def _spellings(symbols: tuple[str, ...], folding: bool) -> dict[str, str]:
    """Return how the symbols may be spelt; ``folding`` adds what only one of them is spelt like."""
    spelt = {plain_name(symbol): symbol for symbol in symbols}
    if not folding:
        return spelt
    folded: dict[str, set[str]] = {}
    for plain, symbol in spelt.items():
        folded.setdefault(_look_alike(plain), set()).add(symbol)
    return {spelling: symbols.pop() for spelling, symbols in folded.items() if len(symbols) == 1}


def _look_alike(plain: str) -> str:
    return plain.translate(vocabulary.LOOK_ALIKES).casefold().replace("'", "")


@lru_cache(maxsize=4096)
def cut_name(raw: str, symbols: tuple[str, ...]) -> tuple[tuple[str, ...], bool] | None:
    """Return the declared symbols that ``raw`` spells one after another, and whether letters were folded.

    A Cyrillic or Greek look-alike, or the other case, of a declared symbol is that symbol when nothing
    declared is spelt so. None if ``raw`` holds anything else.
    """
    if not symbols or len(raw) > LONGEST_RUN:
        return None
    exact = _cut(plain_name(raw), _spellings(symbols, False))
    if exact is not None:
        return exact, False
    untranslated = raw.translate(_PLAIN_NAME)
    declared = _spellings(symbols, False)
    if any(letter in declared for letter in untranslated):
        spelt = {**_spellings(symbols, True)}
        mixed = _cut_mixed(untranslated, declared, spelt)
        return None if mixed is None else (mixed, True)
    folded = _cut(_look_alike(untranslated), _spellings(symbols, True))
    return None if folded is None else (folded, True)


def _cut(plain: str, spellings: dict[str, str]) -> tuple[str, ...] | None:
    """Return the names of ``spellings`` that make up ``plain``, longest first, or None."""
    longest = max(map(len, spellings), default=0)
    best: list[tuple[str, ...] | None] = [None] * (len(plain) + 1)
    best[len(plain)] = ()
    for start in range(len(plain) - 1, -1, -1):
        for length in range(min(longest, len(plain) - start), 0, -1):
            name, rest = spellings.get(plain[start : start + length]), best[start + length]
            if name is not None and rest is not None:
                best[start] = (name, *rest)
                break
    return best[0]


def _cut_mixed(raw: str, declared: dict[str, str], folded: dict[str, str]) -> tuple[str, ...] | None:
    """Return the names that make up ``raw``, each spelt as declared or, where it cannot be, folded."""
    both = dict(declared)
    for start in range(len(raw)):
        for end in range(start + 1, min(len(raw), start + LONGEST_NAME) + 1):
            piece = raw[start:end]
            symbol = folded.get(_look_alike(piece))
            if symbol is not None and piece not in both:
                both[piece] = symbol
    return _cut(raw, both)
