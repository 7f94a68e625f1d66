"""Knows the units in which a number may be asked, in both languages: bytes, bits, seconds, and their multiples."""

from __future__ import annotations

import re

_SPELLINGS = """
byte: B byte bytes بایت
kilobyte: KB kB kilobyte kilobytes کیلوبایت
megabyte: MB megabyte megabytes مگابایت
gigabyte: GB gigabyte gigabytes گیگابایت
kibibyte: KiB kibibyte kibibytes کیبی‌بایت
mebibyte: MiB mebibyte mebibytes مبی‌بایت
gibibyte: GiB gibibyte gibibytes گیبی‌بایت
bit: bit bits بیت
kilobit: kbit Kbit kilobit kilobits کیلوبیت
megabit: Mbit megabit megabits مگابیت
second: s sec second seconds ثانیه
millisecond: ms msec millisecond milliseconds میلی‌ثانیه
microsecond: µs μs us microsecond microseconds میکروثانیه
"""
SPELLINGS = {
    word.replace("\u200c", ""): unit
    for unit, _, words in (line.partition(": ") for line in _SPELLINGS.strip().splitlines())
    for word in words.split()
}
WORD = re.compile(r"[A-Za-zµμ]{1,12}|[\u0620-\u06d3\u200c]{2,14}")
ASKED_IN = re.compile(
    rf"(?:\bin\s+|\bas\s+|به\s+|بر\s?حسب\s+|[(\[]\s?)(?=({WORD.pattern})(?![A-Za-z\u0620-\u06d3]))"
)
AT_END = re.compile(
    rf"(?<=[0-9۰-۹٠-٩)\s$}}~,;])(?:\s|~|\\[,;:!\s])*(?:\\(?:text|mathrm)\s?\{{\s?)?({WORD.pattern})\s?\}}?[\s$.]{{0,4}}$"
)


def unit_of(word: str) -> str:
    """Return the unit that a word names, or an empty text; short ones are told apart by their capitals."""
    bare = word.replace("\u200c", "")
    return SPELLINGS.get(bare) or (SPELLINGS.get(bare.casefold(), "") if len(bare) > 3 else "")


def unit_asked(text: str) -> str:
    """Return the unit in which a question asks for a number: `in megabytes`, `(MB)`, `به مگابایت`; else nothing."""
    return next((unit for found in ASKED_IN.finditer(text) if (unit := unit_of(found[1]))), "")


def without_unit(text: str, unit: str) -> str:
    """Return a text without the unit behind its number, where that is the one that is asked."""
    found = AT_END.search(text[-60:]) if unit else None
    if found is None or unit_of(found[1]) != unit:
        return text
    return text[: len(text) - len(text[-60:]) + found.start()]
