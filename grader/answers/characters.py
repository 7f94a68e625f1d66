"""Folds the characters of an answer to one spelling: digits, dashes, spaces, brackets and letters.

Where a fold changes the length of the text, the position of every folded character in the text is kept,
so that a message can point at the place that the student sees.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

THIN_SPACE = "\u2009"
PERSIAN_DIGITS = frozenset("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᴰᴸᴹᴺᴷᴴᵂᵃᵇᶜᵈᵉᶠᵏˡᵐᵖʳˢᵗˣ"
PLAIN_SUPERSCRIPTS = "0123456789+-=()niDLMNKHWabcdefklmprstx"
SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"
VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8),
    "⅝": (5, 8), "⅞": (7, 8), "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip

_ONE_TO_ONE = {
    "−–—‐‑‒―﹣－➖⁃": "-",
    "✕✖⨯╳⨉": "×",
    "∗⁎﹡": "*",
    "⋅•∙‧・": "·",
    "∕⁄": "/",
    "∶：": ":",
    "٪﹪": "%",
    "،": ",",
    "؛": ";",
    "؟": "?",
    "‘’′ʹ`´": "'",
    "“”«»„″": '"',
    "≃∼~≅≐≒": "≈",
    "≡": "=",
    "⇒⟹⟶➔➜➡": "→",
    "∣ǀ￨": "|",
    "ˆ＾": "^",  # as LaTeX's fonts draw it outside of formulas
    "✓✔✅☑👉➤►▶∴": " ",
    "⎡⎢⎣⎤⎥⎦⎛⎜⎝⎞⎟⎠": "|",  # brackets drawn over several lines
    "〈⟨": "(",
    "〉⟩": ")",
    "【〔": "[",
    "】〕": "]",
    "\u00a0\u202f\u2007\u2008\u200a": THIN_SPACE,
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u205f\u3000\x0b\x0c": " ",
    "\r\u2028\u2029\x85": "\n",
    "يىې": "ی",
    "ك": "ک",
    "ۀة": "ه",
    "أإٱ": "ا",
    "ؤ": "و",
}
_INVISIBLE = (
    *(0x00AD, 0x034F, 0x061C, 0x0640, 0x180E, 0xFEFF),  # soft hyphen, joiners, tatweel, byte order mark
    *range(0x200B, 0x2010),  # zero-width spaces and joiners, direction marks
    *range(0x202A, 0x202F),  # embeddings and overrides
    *range(0x2060, 0x206A),  # word joiner, invisible operators, isolates
    *range(0x064B, 0x0656),  # vowel signs of Arabic script
    *range(0xFE00, 0xFE10),  # variation selectors
)
INVISIBLE_TIMES = "\u2062"
LONGEST_SPELLING = 4  # letters for which one may stand; ﷺ stands for eighteen, and for no value


class FoldedText:
    """A text with its characters folded; ``places`` are their positions in the text, None where equal."""

    __slots__ = ("original", "places", "text")

    def __init__(self, original: str, text: str, places: list[int] | None) -> None:
        self.original = original
        self.text = text
        self.places = places

    def place(self, position: int) -> int:
        """Return where the folded character at ``position`` stands in the text."""
        if self.places is None:
            return position
        return self.places[position] if position < len(self.places) else len(self.original)


@lru_cache(maxsize=512)
def fold_characters(text: str) -> FoldedText:
    """Return ``text`` with every spelling of a digit, dash, space, bracket or letter folded to one."""
    if "**" in text or text[:1] in ("*", "_", "#"):
        text = without_emphasis(text)
    if ")" in text[:6]:
        text = re.sub(
            r"^\s*(?:[0-9۰-۹]{1,2}|[A-Za-z]|الف|ب|پ|ج|د|ه)\)(?=\s)", lambda found: " " * len(found[0]), text
        )
    if "&" in text or "<" in text:
        from grader.answers.markup import without_markup  # rare: an answer copied from a web page

        bare, places = without_markup(text)
        if len(bare) != len(text):
            inner = _folded(bare)
            return FoldedText(text, inner.text, [places[inner.place(at)] for at in range(len(inner.text))])
    return _folded(text)


def _folded(text: str) -> FoldedText:
    if text.isascii():
        return FoldedText(text, text.replace("~", "≈").replace("`", "'").replace("\r", "\n"), None)
    table = _table()
    folded = text.translate(table)
    if len(folded) == len(text) and not any(letter >= "\u3300" for letter in folded):
        return FoldedText(text, folded, None)
    spelt = {letter: _fold_letter(letter) for letter in set(text)}
    pieces = [spelt[letter] for letter in text]
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    return FoldedText(text, "".join(pieces), places)


def _fold_letter(letter: str) -> str:
    piece = letter.translate(_table())
    if piece < "\u3300":
        return piece
    decomposed = _decomposed(piece)  # presentation forms and the mathematical alphabets
    return decomposed.translate(_table()) if len(decomposed) <= LONGEST_SPELLING else " "


def without_emphasis(text: str) -> str:
    """Return ``text`` with Markdown's marks of bold, italics and headings as blanks."""
    plain = re.sub(
        r"(?<![\w)\]*])\*\*(?=[^\s*])((?:(?!\*\*)[^\n]){1,400})(?<=\S)\*\*(?![\w*(])", r"  \1  ", text
    )
    plain = re.sub(r"^#{1,6}(?= )", lambda found: " " * len(found[0]), plain)
    whole = re.fullmatch(r"(\*|__?)((?=[^\s*_])[^\n]{1,400}(?<=[^\s*_]))\1([.\s]*)", plain)
    if whole is None:
        return plain
    marks = " " * len(whole[1])
    return f"{marks}{whole[2]}{marks}{whole[3]}"


@cache
def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord("`"): "'"}
    for spellings, letter in _ONE_TO_ONE.items():
        table.update((ord(spelling), letter) for spelling in spellings)
    for zero in (0x06F0, 0x0660, 0xFF10, 0x0966, 0x09E6, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6):
        table.update((zero + digit, str(digit)) for digit in range(10))
    for full_width in range(0xFF01, 0xFF5F):
        table.setdefault(full_width, chr(full_width - 0xFEE0))
    table.update(dict.fromkeys(_INVISIBLE))
    table[ord(INVISIBLE_TIMES)] = "·"
    table[ord("～")] = "≈"
    return table


def _decomposed(letter: str) -> str:
    from unicodedata import normalize  # rare: presentation forms and mathematical letters

    return normalize("NFKC", letter) if len(letter) == 1 else letter
