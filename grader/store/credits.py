"""Reads the credit that a marker typed, in whatever way people and spreadsheets write a share of 1."""

from __future__ import annotations

import re
from fractions import Fraction

LONGEST = 40  # characters; a credit needs fewer than ten
WORDS = {
    "right": Fraction(1),
    "correct": Fraction(1),
    "full": Fraction(1),
    "درست": Fraction(1),
    "صحیح": Fraction(1),
    "کامل": Fraction(1),
    "half": Fraction(1, 2),
    "نیم": Fraction(1, 2),
    "نصف": Fraction(1, 2),
    "wrong": Fraction(0),
    "incorrect": Fraction(0),
    "نادرست": Fraction(0),
    "غلط": Fraction(0),
}
LETTERS = str.maketrans({"ي": "ی", "ك": "ک", "٫": ".", ",": ".", "٪": "%", "⁄": "/", "∕": "/"})
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u0640\ufeff]")
DECIMAL = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,2})?")
RATIO = re.compile(r"(\d+(?:\.\d+)?)\s*/\s*(\d+(?:\.\d+)?)")
DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d{1,2}[- ][^\W\d]+|[^\W\d]+[- ]\d{1,4}")
HOW = "write a share between 0 and 1 such as 0.5, a percentage such as 50%, or right or wrong"


def read_credit(text: str) -> Fraction | None:
    """Return the credit that ``text`` gives, None for an empty one.

    Raises ValueError, with what to write instead, for a text that is no credit, lies outside 0…1, or can be
    read in two ways.
    """
    import unicodedata  # only filled-in reviews need it

    if len(text) > LONGEST:
        raise ValueError(f"is too long for a credit; {HOW}")
    folded = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(LETTERS).strip().casefold()
    folded = "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character for character in folded
    )
    if not folded:
        return None
    credit = WORDS.get(folded)
    if credit is None:
        credit = _number(folded)
    if not 0 <= credit <= 1:
        hint = f"did you mean {written_percent(credit)}? " if 1 < credit <= 100 else ""
        raise ValueError(f"lies outside 0…1; {hint}{HOW}")
    return credit


def written_percent(credit: Fraction) -> str:
    """Return a number such as 50 as the percentage that a marker may have meant."""
    return f"{float(credit):g}%"


def _number(folded: str) -> Fraction:
    """Return the number that stands in ``folded``, whose digits and signs are plain."""
    ratio = RATIO.fullmatch(folded)
    if ratio is not None:
        return _ratio(Fraction(ratio[1]), Fraction(ratio[2]))
    if not folded.strip("?٪% "):
        raise ValueError(f"was lost when the spreadsheet saved the file; use the digits 0 to 9: {HOW}")
    if DATE.fullmatch(folded):
        raise ValueError(f"looks like a date that a spreadsheet made; {HOW}")
    is_percent = folded.startswith("%") != folded.endswith("%")
    number = folded.strip("%").strip() if is_percent else folded
    if number.startswith(("-", "−", "+")) and DECIMAL.fullmatch(number[1:].strip()):
        raise ValueError(f"has a sign; {HOW}")
    if not DECIMAL.fullmatch(number):
        raise ValueError(f"cannot be read as a credit; {HOW}")
    return Fraction(number) / (100 if is_percent else 1)


def _ratio(part: Fraction, whole: Fraction) -> Fraction:
    """Return part/whole, where the slash cannot be the decimal sign that many write in Persian."""
    if part == 0 or whole == 0:
        raise ValueError("can be read in two ways (a share, or a decimal sign); write it as 50%")
    return part / whole
