"""Knows the units behind a number that change its scale, and those that make it another quantity."""

from __future__ import annotations

import re
from dataclasses import replace

from grader.answers.measures import unit_of
from grader.answers.vocabulary import SCALES, UNITS, fold_word, is_scaled_unit
from grader.finding.runs import Run

WORD_BEHIND = re.compile(
    r"[\s-]{0,2}([A-Za-zµμ]{1,16}|[\u0620-\u06d3\u200c]{2,16})(?![A-Za-z0-9\u0620-\u06d3])"
)
WORD_AHEAD = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{2,16})[\s:=]{0,3}$")
DIGIT_LAST = re.compile(r"[0-9۰-۹٠-٩][\s)\]}$]{0,3}$")
OTHER_QUANTITY = re.compile(
    r"[kKMGT]?i?B|[kKMGT]?b(?:it)?s?|(?:[Kk]ilo|[Mm]ega|[Gg]iga)?(?:bytes?|bits?)|[mµμn]?sec(?:onds?)?|ms|[kMG]?Hz"
    r"|(?:کیلو|مگا|گیگا)?(?:بایت|بیت)|(?:میلی)?ثانیه"
    r"|[kKMGT](?:FLOP|MAC|OP|MUL|ADD|MAD|PARAM)[A-Za-z]{0,6}",
)  # the last are scaled units of a kind that is not known
SCALED_LABEL = re.compile(
    r"[(\[]\s*(?:in |به |بر حسب |×\s?10\^6 )?([A-Za-z\u0620-\u06d3\u200c]{1,16})\s*[)\]]|\bin ([a-z]{4,8}s?)\b"
)


def with_unit(run: Run, unit: str = "") -> Run | None:
    """Return a run with the unit behind it that scales it; None where another quantity is measured: `0.8 MB`.

    ``unit`` is the one in which the number is asked.
    """
    found = WORD_BEHIND.match(run.after) if DIGIT_LAST.search(run.text) else None
    ahead = WORD_AHEAD.search(run.before)  # as text from right to left may come out
    if ahead is not None and is_scaled_unit(ahead[1]) and DIGIT_LAST.search(run.text):
        return replace(run, text=f"{run.text} {ahead[1]}", before=run.before[: ahead.start()])
    if ahead is not None and "B" in ahead[1] and OTHER_QUANTITY.fullmatch(ahead[1]):
        return None
    if found is None:
        return run
    word = found[1].strip("\u200c")
    if unit and unit_of(word) == unit:
        return replace(run, after=run.after[found.end() :])
    if is_scaled_unit(word) or (len(word) > 1 and fold_word(word) in SCALES):
        return replace(run, text=f"{run.text} {word}", after=run.after[found.end() :])
    if fold_word(word) not in UNITS and OTHER_QUANTITY.fullmatch(word.replace("\u200c", "")):
        return None
    return run


def unit_in(label: str) -> str:
    """Return the unit that scales what a label leads to, as in `cost (MMAC):`, or an empty text."""
    last = WORD_AHEAD.search(label)
    if last is not None and is_scaled_unit(last[1]):
        return last[1]
    for found in SCALED_LABEL.finditer(label):
        word = found[1] or found[2]
        if is_scaled_unit(word) or (len(word) > 1 and fold_word(word) in SCALES):
            return word
    return ""
