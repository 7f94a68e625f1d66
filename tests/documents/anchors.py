"""Tells whether a label and its value come out of a document together and in the order in which a person reads them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

NOT = "\u0338"  # the stroke of ≠, which is no accent
FARTHEST = 60  # folded characters between a label and its value: a short line of working may stand between
SAME = str.maketrans(
    {
        "ي": "ی", "ك": "ک", "ى": "ی", "ۀ": "ه", "ة": "ه", "أ": "ا", "إ": "ا", "ؤ": "و", "آ": "ا",
        "×": "x", "∗": "x", "*": "x", "·": "x", "⋅": "x", "•": "x", "−": "-", "–": "-", "‐": "-", "‑": "-",
        "∕": "/", "⁄": "/", "÷": "/", "٪": "%", "٫": ".", "٬": ",", "ʼ": ",", "’": "'", "\u2062": "",
        "≅": "≈", "≃": "≈", "∼": "≈", "𝜕": "∂", "→": ">",
    }
)  # fmt: skip
DROPPED = re.compile(r"[\s()\[\]{}|⌊⌋⌈⌉\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ue000-\uf8ff]")
BRACKET_PIECES = re.compile("[\u239b-\u23b3\u23d0]")


def folded(text: str) -> str:
    """Return a text without spaces, marks, brackets of matrices and differences of script that mean nothing."""
    text = unicodedata.normalize("NFKC", text).translate(SAME)
    digits = (str(unicodedata.digit(each)) if each.isdigit() else each for each in text)
    decomposed = unicodedata.normalize("NFD", "".join(digits).translate(SAME))
    bare = "".join(each for each in decomposed if each == NOT or not unicodedata.combining(each))
    return BRACKET_PIECES.sub("", DROPPED.sub("", unicodedata.normalize("NFC", bare))).casefold()


def together(anchor: Sequence[str], lines: Iterable[str]) -> bool:
    """Return whether an anchor's label and value stand near each other, in order, each piece whole in its line.

    The first piece is the label, the others are the value's rows. A value of one row follows its label; of a
    matrix, which is centred on its label, the rows follow each other and the label stands before the last one.
    A label may occur several times: one place where everything fits is enough.
    """
    text = "\n".join(folded(line) for line in lines)
    label, *rows = (folded(piece) for piece in anchor)
    start = text.find(label)
    while start >= 0:
        after = start + len(label)
        if follow(text, after, after + FARTHEST, rows):
            return True
        if len(rows) > 1 and (first := text.find(rows[0], max(0, start - FARTHEST), after)) >= 0:
            end = follow(text, first, after, rows)
            if end > after:
                return True
        start = text.find(label, start + 1)
    return False


def follow(text: str, place: int, latest: int, pieces: Sequence[str]) -> int:
    """Return where the last piece ends if all stand in the text from a place on, else 0.

    The first piece begins at ``latest`` at the latest, each other one at most ``FARTHEST`` after the one before it.
    """
    for piece in pieces:
        found = text.find(piece, place, latest + len(piece))
        while found >= 0 and inside_number(text, found, found + len(piece)):
            found = text.find(piece, found + 1, latest + len(piece))
        if found < 0:
            return 0
        place = found + len(piece)
        latest = place + FARTHEST
    return place


def inside_number(text: str, start: int, end: int) -> bool:
    """Return whether a piece is only a part of a longer number."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (text[start].isdigit() and before.isdigit()) or (text[end - 1].isdigit() and after.isdigit())
