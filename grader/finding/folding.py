"""Folds a line so that its words can be compared: one spelling of digits, letters and joining marks, no case."""

from __future__ import annotations

import re
from functools import lru_cache

from grader.answers.characters import fold_characters

GUARD = " " * 8  # keeps the first letters of a line from being taken for an item's mark
JOINING = str.maketrans("", "", "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
WORDS = re.compile(r"[a-z]+|[0-9]+|[\u0620-\u06d3\u06ee-\u06ff]+")
WORDED = re.compile(r"[A-Za-z\u0620-\u06d3]{2}")  # holds a word, and no symbols alone
UNSEEN = re.compile(
    "[\ufffd\ue000-\uf8ff]|\\(cid:"
    "|(?<![A-Za-z_0-9])[0-9]+[BlIOoSsZbAgqD|?!](?=[0-9\\s,;.×x*]|$)|(?<![A-Za-z0-9_])[lIOSZB|][0-9]"
)  # characters that stand for others, and letters among digits
TEX_WORDS = re.compile(
    r"\\(?:text|mathrm|operatorname|mathbf|mathit|textbf|mbox|mathsf)\*?\s*\{([^{}]{0,200})\}"
)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return ``text`` in one spelling, without case, emphasis and invisible marks; ئ is ی."""
    folded = fold_characters(GUARD + text.translate(JOINING)).text
    return folded.replace("ئ", "ی").replace("\u2009", " ").casefold().strip()


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words and numbers of a text, folded, those in LaTeX's text commands among them."""
    return tuple(WORDS.findall(TEX_WORDS.sub(r" \1 ", fold(text)).replace("_", " ")))


def is_damaged(text: str) -> bool:
    """Return whether characters stand in ``text`` that stand for others."""
    return bool(UNSEEN.search(text))
