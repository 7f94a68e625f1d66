"""Reads the numbers of questions and the letters of parts, as digits, as words, and in three alphabets."""

from __future__ import annotations

import re

ALPHABET = ("الف", "ب", "پ", "ت", "ث", "ج", "چ", "ح", "خ", "د")
ABJAD = ("الف", "ب", "ج", "د", "ه", "و", "ز", "ح", "ط", "ی")
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
LATIN = "abcdefghijklmnopqrstuvwxyz"
ONLY_IN_ALPHABET = frozenset("پتثچخ")
ONLY_IN_ABJAD = frozenset("هوزطی")

_ORDINALS = (
    ("اول", "یکم", "نخست", "first", "one", "یک"),
    ("دوم", "دویم", "second", "two", "دو"),
    ("سوم", "سیم", "third", "three", "سه"),
    ("چهارم", "fourth", "four", "چهار"),
    ("پنجم", "fifth", "five", "پنج"),
    ("ششم", "شیشم", "sixth", "six", "شش"),
    ("هفتم", "seventh", "seven", "هفت"),
    ("هشتم", "eighth", "eight", "هشت"),
    ("نهم", "ninth", "nine", "نه"),
    ("دهم", "tenth", "ten", "ده"),
    ("یازدهم", "eleventh", "eleven", "یازده"),
    ("دوازدهم", "twelfth", "twelve", "دوازده"),
)
ORDINALS = {word: number for number, words in enumerate(_ORDINALS, start=1) for word in words}
NUMBER = (
    r"(?:[0-9]{1,2}(?![0-9])|"
    + "|".join(sorted(ORDINALS, key=len, reverse=True))
    + r")(?![a-z\u0620-\u06d3])"
)
ROMAN_NUMBER = rf"(?:{'|'.join(sorted(ROMAN, key=len, reverse=True))})(?=\s*(?:[.:)\](\t–—-]|$))"
PERSIAN_LETTER = "ا ?ل ?ف|[آبپتثجچحخدهوزطی]"
LETTER = rf"(?:{PERSIAN_LETTER}|viii|vii|iii|vi|iv|ix|ii|[a-z])(?![a-z\u0620-\u06d3])"


def number_of(text: str) -> str:
    """Return the number that a folded word spells, as digits; a text of another kind as it is."""
    if text.strip() in ROMAN:
        return str(ROMAN.index(text.strip()) + 1)
    found = re.search(NUMBER, text)
    if found is None:
        return text.strip()
    return str(ORDINALS.get(found[0]) or int(found[0]))


def letter_of(text: str) -> str:
    """Return a part's letter in its one spelling."""
    letter = text.replace(" ", "")
    return "الف" if letter == "آ" else letter


def places_of(letter: str, persian: tuple[str, ...]) -> tuple[int, ...]:
    """Return which places from 0 a letter may stand for, where ``persian`` letters count in that order."""
    if letter.isdigit():
        return (int(letter) - 1,)
    if letter in ORDINALS and len(letter) > 1 and letter not in ROMAN:
        return (ORDINALS[letter] - 1,)
    if letter in persian:
        return (persian.index(letter),)
    found = []
    if len(letter) == 1 and letter in LATIN:
        found.append(LATIN.index(letter))
    if letter in ROMAN:
        found.append(ROMAN.index(letter))
    return tuple(found)


def persian_order(letters: set[str], wanted: str) -> tuple[tuple[str, ...], bool]:
    """Return the order in which a document counts its Persian letters, and whether that is sure.

    ``wanted`` is the assignment's: "auto", "abjad" or "alphabet". A letter that only one order has early decides.
    """
    if wanted != "auto":
        return (ABJAD if wanted == "abjad" else ALPHABET), True
    if letters & ONLY_IN_ALPHABET:
        return ALPHABET, not letters & ONLY_IN_ABJAD
    return ABJAD, True
