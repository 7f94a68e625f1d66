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
DROPPED = re.compile(r"[()\[\]{}|⌊⌋⌈⌉\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ue000-\uf8ff]")
GAP = "\0"  # stands between two figures that a space or a cell's edge parts
BETWEEN_DIGITS = re.compile(r"(?<=\d)\s+(?=[\d.])")
BRACKET_PIECES = re.compile("[\u239b-\u23b3\u23d0]")


def folded(text: str) -> str:
    """Return a text without spaces, marks, brackets of matrices and differences of script that mean nothing."""
    text = unicodedata.normalize("NFKC", text).translate(SAME)
    digits = (str(unicodedata.digit(each)) if each.isdigit() else each for each in text)
    decomposed = unicodedata.normalize("NFD", "".join(digits).translate(SAME))
    bare = "".join(each for each in decomposed if each == NOT or not unicodedata.combining(each))
    plain = BRACKET_PIECES.sub("", DROPPED.sub("", unicodedata.normalize("NFC", bare)))
    return re.sub(r"\s", "", BETWEEN_DIGITS.sub(GAP, plain)).casefold()


def together(anchor: Sequence[str], lines: Iterable[str]) -> bool:
    """Return whether an anchor's label and value stand near each other, in order, each piece whole in its line.

    The first piece is the label, the others are the value's rows. A value of one row follows its label; of a
    matrix, which is centred on its label, the rows follow each other and the label stands before the last one.
    A label may occur several times: one place where everything fits is enough.
    """
    text = "\n".join(folded(line) for line in lines)
    label, *rows = (as_pattern(piece) for piece in anchor)
    for found in label.finditer(text):
        if follow(text, found.end(), found.end() + FARTHEST, rows):
            return True
        above = rows[0].search(text, max(0, found.start() - FARTHEST), found.end())
        if len(rows) > 1 and above and follow(text, above.start(), found.end(), rows) > found.end():
            return True
    return False


def as_pattern(piece: str) -> re.Pattern[str]:
    """Return what finds a folded piece in a folded text, whether or not its figures are parted by spaces."""
    letters = [re.escape(each) for each in folded(piece) if each != GAP]
    return re.compile(f"{GAP}?".join(letters))


def follow(text: str, place: int, latest: int, rows: Sequence[re.Pattern[str]]) -> int:
    """Return where the last row ends if all stand in the text from a place on, else 0.

    The first row begins at ``latest`` at the latest, each other one at most ``FARTHEST`` after the one before it.
    """
    for row in rows:
        whole = (
            found.end()
            for found in row.finditer(text, place)
            if found.start() <= latest and not inside_number(text, found.start(), found.end())
        )
        place = next(whole, 0)
        if not place:
            return 0
        latest = place + FARTHEST
    return place


def inside_number(text: str, start: int, end: int) -> bool:
    """Return whether a piece is only a part of a longer number."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (text[start].isdigit() and before.isdigit()) or (text[end - 1].isdigit() and after.isdigit())
