"""Reads a number that stands alone in words, such as `twelve`, `two and a half` or `سی و دو`."""

from __future__ import annotations

import re
from fractions import Fraction

from grader.answers import vocabulary
from grader.tolerance import WrittenNumber

LONGEST_TEXT = 80
HALF = Fraction(1, 2)
_UNITS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
"""
_PERSIAN_UNITS = """
    صفر یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده
"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_PERSIAN_TENS = "بیست سی چهل پنجاه شصت هفتاد هشتاد نود"
_PERSIAN_HUNDREDS = "صد دویست سیصد چهارصد پانصد ششصد هفتصد هشتصد نهصد"
_PERSIAN_PARTS = {"دوم": 2, "سوم": 3, "چهارم": 4, "پنجم": 5, "هشتم": 8, "دهم": 10}
_ENGLISH_PARTS = {"half": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4}
WORDS = {
    **{word: value for words in (_UNITS, _PERSIAN_UNITS) for value, word in enumerate(words.split())},
    **{word: 10 * at for words in (_TENS, _PERSIAN_TENS) for at, word in enumerate(words.split(), 2)},
    **{word: 100 * at for at, word in enumerate(_PERSIAN_HUNDREDS.split(), 1)},
}
PARTS = {**_PERSIAN_PARTS, **_ENGLISH_PARTS}
JOINERS = frozenset({"and", "و", "a", "an"})
HALVES = frozenset({"half", "نیم", "نصف"})


def number_in_words(text: str) -> WrittenNumber | None:
    """Return the number that ``text`` names in words, perhaps with a unit; None for anything else."""
    if len(text) > LONGEST_TEXT or re.search(r"[0-9۰-۹٠-٩=+*/]", text):
        return None
    words = [vocabulary.fold_word(word) for word in re.findall(r"[A-Za-z\u0621-\u06cc\u200c]+", text)]
    if "-" in text and not re.search("[A-Za-z]-[A-Za-z]", text):
        return None
    is_about = bool(words) and words[0] in vocabulary.APPROXIMATE
    words = words[1:] if is_about else words
    percent = any(word in vocabulary.PERCENT_WORDS for word in words)
    if percent:  # بیست و هشت درصد کاهش
        at = next(at for at, word in enumerate(words) if word in vocabulary.PERCENT_WORDS)
        if not all(map(vocabulary.is_noise, words[at + 1 :])):
            return None
        words = words[:at]
    while words and words[-1] not in WORDS and words[-1] not in PARTS | dict.fromkeys(HALVES | {"hundred"}):
        if not vocabulary.is_noise(words.pop()):
            return None
    value = _value(words)
    return None if value is None else WrittenNumber(value, approximate=is_about, percent=percent)


def _value(words: list[str]) -> Fraction | None:
    """Return the sum that the words name, each smaller than the one before it; None where they name none."""
    if not words or words == ["نه"]:  # nine, or no
        return None
    if words[-1] in HALVES and (len(words) == 1 or words in (["one", "half"], ["a", "half"])):
        return HALF
    if words[-1] in HALVES and len(words) > 1 and words[-2] in JOINERS:
        whole = _value([word for word in words[:-1] if word not in JOINERS])
        return None if whole is None or whole.denominator != 1 else whole + HALF
    if len(words) == 2 and words[1] in PARTS and words[0] in WORDS:
        return Fraction(WORDS[words[0]], PARTS[words[1]]) or None
    total, last = 0, 1000
    for word in words:
        if word == "hundred" and 0 < total < 10:
            total, last = total * 100, 100
        elif word in WORDS and _fits(WORDS[word], last):
            total, last = total + WORDS[word], WORDS[word]
        elif word not in ("and", "و") or not total:
            return None
    return Fraction(total) if last < 1000 else None


def _fits(value: int, last: int) -> bool:
    """Return whether ``value`` may stand behind ``last``, as seven behind twenty, but not behind twelve."""
    if last == 1000:
        return True
    return 0 < value < last and (last >= 100 or (last >= 20 and value < 10))
