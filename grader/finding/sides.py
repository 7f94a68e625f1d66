"""Tells which sizes, and sides of sizes, stand in passing beside an answer: windows, first sides, what was counted."""

from __future__ import annotations

import re

from grader.finding.beside import (
    BLANK,
    NO_LETTER_BEFORE,
    PARAMETERS,
    ideas_asked,
    names,
    own_words,
    said_before,
)
from grader.finding.candidate import Candidate
from grader.finding.counts import is_named_size
from grader.finding.folding import fold
from grader.finding.names import ideas_of
from grader.finding.sorting import Wanted
from grader.finding.worked import LONGEST, numbers_in, value_of, working_of
from grader.finding.worth import is_bare_product, is_count

WINDOW = re.compile(
    r"(?:\b(?:window|kernel|filter|pool(?:ing)?|stride|mask|patch)s?(?: (?:is|of|size|sized|has|a|an|and|=|:)){0,4}"
    rf"|{NO_LETTER_BEFORE}(?:پنجره|کرنل|فیلتر|هسته|گام|پولینگ|ادغام|ماسک)(?: ?(?:ی|ای|های?))?"
    r"(?: (?:با|به|ابعاد|اندازه)){0,3})[\s$(:=]{0,4}$"
)
WINDOW_BEHIND = re.compile(
    rf"{BLANK}(?:max |average |avg )?(?:window|kernel|filter|pool(?:ing)?|stride|mask|patch|پنجره|کرنل|فیلتر|پولینگ)"
)
SIZE = re.compile(r"[0-9]{1,5}(?:\s?(?:[×x*]|\\times)\s?[0-9]{1,5}){1,3}")
GROUPED = re.compile(r"[\s$]{0,3}[0-9]{1,3}(?:[,٬][0-9]{3}){1,4}[\s$.]{0,3}")  # 3,229,440


def is_no_size(each: Candidate, answer: Candidate, wanted: Wanted) -> bool:
    """Return whether a text beside the whole size is a count, a window, or its first two sides."""
    if is_count(each.text) or GROUPED.fullmatch(fold(each.text)):
        return not is_count(answer.text) and not GROUPED.fullmatch(fold(answer.text))
    one, other = each.values[0], answer.values[0]
    if not isinstance(one, tuple) or not isinstance(other, tuple):
        return False
    is_window = WINDOW.search(fold(each.lead)) or WINDOW_BEHIND.match(fold(each.behind))
    if is_window and not (WINDOW.search(fold(answer.lead)) or WINDOW_BEHIND.match(fold(answer.behind))):
        return len(one) < len(other) or (len(set(numbers_in(each.text))) == 1 and each.place < answer.place)
    if is_of_the_kernel(each) and not is_of_the_kernel(answer) and "output" in ideas_of(said_before(answer)):
        return each.place < answer.place
    if len(one) >= len(other):
        return False
    return each.place < answer.place and all(
        wanted.kind.equals((left,), wanted.kind.plain((right,)))
        for left, right in zip(one, other, strict=False)
    )


def is_of_the_kernel(each: Candidate) -> bool:
    """Return whether the words before a size speak of a kernel, and of no output."""
    ideas = ideas_of(said_before(each))
    return "kernel" in ideas and "output" not in ideas


def is_size(each: Candidate, answer: Candidate, wanted: Wanted) -> bool:
    """Return whether a text is a size behind words alone, and the answer is named as a number."""
    is_product = is_named_size(each.text) or is_bare_product(wanted.kind, each.text)
    return is_product and names(answer, wanted) and not names(each, wanted)


def is_side(each: Candidate, answer: Candidate, wanted: Wanted) -> bool:
    """Return whether a number is a size, or a side of one, beside what is named as the count of parameters."""
    ideas = ideas_asked(wanted)
    if "params" not in ideas or "params" in ideas_of(own_words(each)) - ideas_of(working_of(each)):
        return False
    led = answer.context if answer.context.rstrip().endswith((":", "：")) else ""
    is_named = PARAMETERS.match(fold(answer.behind)) or "params" in ideas_of(f"{own_words(answer)} {led}")
    if not is_named:
        return False
    if is_named_size(each.text):
        return True
    value = value_of(each)
    sides = [
        side
        for line in (each.line, answer.line)
        for found in SIZE.finditer(fold(line.text[:LONGEST]))
        for side in numbers_in(found[0])
    ]
    return value in sides and value_of(answer) not in sides
