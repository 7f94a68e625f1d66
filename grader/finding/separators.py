"""Knows what stands between the items of a list, between the groups of a number's digits, and before its channels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from grader.answers import Kind, Scope
from grader.answers.values import number_of
from grader.finding import remembered
from grader.finding.names import ideas_of
from grader.finding.runs import Run

DIGIT = "[0-9۰-۹٠-٩]"
LAST = (
    "finally|lastly|then|next|at last|in the end|سپس|بعد(?:ش| از آن)?|نهایتا|بالاخره|در ?(?:نهایت|آخر|پایان)"
)
LISTED = re.compile(
    rf"(?<={DIGIT})\s?[,،;؛]?\s+(?:(?:and|و)(?:\s+(?:{LAST}))?|{LAST})\s+(?=[-−]?{DIGIT})", re.IGNORECASE
)
FIRST = re.compile(
    rf"(?<![A-Za-z\u0620-\u06d3])(?:at )?(?:first|ابتدا|اول)[,،]?\s+(?={DIGIT})", re.IGNORECASE
)
PERSIAN_COMMA = re.compile(rf"(?<={DIGIT})\s?،\s+(?=[-−]?{DIGIT})")
DASHED = re.compile(
    rf"(?<![0-9۰-۹٠-٩.,*×/+^=−–-] )(?<![0-9۰-۹٠-٩.,*×/+^(−–-])({DIGIT}{{1,6}})(\s[-–—−]\s|[-–—])"
    rf"({DIGIT}{{1,6}}(?:\2{DIGIT}{{1,6}}){{1,10}})"
    r"(?=[\s$.]*$)"
)
LOOSE_GROUPS = re.compile(rf"(?<![0-9۰-۹٠-٩.,٫٬]){DIGIT}{{1,3}}(?: ?,{DIGIT}{{3}})+(?![0-9۰-۹٠-٩.٫])")
SIZE = re.compile(rf"{DIGIT}{{1,7}}\s*(?:[×xX*✕]|\\times|در|by)\s*{DIGIT}{{1,7}}")
WITH = re.compile(
    r"[\s$,،]*(?:\(|with|and|has|having|و|با|که|دارای)?[\s$(]*"
    r"(?:a )?(?:depth of |عمق |تعداد کانال[ \u200c]?های? )?[\s$]*"
)
CHANNELS = re.compile(
    r"[\s$]*(?:channels?|کانال|feature maps?|نقشه[ یٔ\u200c]{0,2}ویژگی)"
    r"(?![A-Za-z]|,?\s(?:per|each|for each|times|هر|(?:در|برای) هر)\s)"
)
DEPTH = re.compile(r"depth|عمق|کانال")
OTHER_THINGS = re.compile(
    rf"{DIGIT}[\s$]*(?:,|،|with|and|و|با)\s+(?:the\s+|a\s+)?[\s$]*{DIGIT}{{1,7}}[\s$]+"
    r"(?!(?:deep|depth|feature|output|out|وجود|عمق|ویژگی|در|by|x|times)(?![A-Za-z\u0620-\u06d3]))"
    r"(?![A-Za-z\u0620-\u06d3 \u200c-]{0,20}(?:channel|filter|map|plane|kernel|کانال|فیلتر|نقشه|صفحه|لایه))"
    r"[A-Za-z\u0620-\u06d3]{3}"
)
OF_A_WINDOW = frozenset({"kernel", "input", "padding", "stride", "pool", "upstream"})


def with_commas(text: str) -> str:
    """Return a text with a comma for words such as `and` or `then`, and for a Persian comma, between two numbers."""
    return FIRST.sub("", LISTED.sub(", ", PERSIAN_COMMA.sub(", ", text)))


def counts_other_things(text: str) -> bool:
    """Return whether a number behind a size in prose counts no channels: `28 × 28 and 10 neurons`."""
    return OTHER_THINGS.search(text) is not None


def is_of_a_window(text: str) -> bool:
    """Return whether the words before a size name a kernel or an input, and no output: `the kernel is 3 × 3`."""
    beginning = re.match(r"[^0-9۰-۹٠-٩]*", text)
    named = ideas_of(beginning[0]) if beginning else frozenset()
    return bool(named & {"kernel", "input"}) and not named & {"output", "conv"}


def without_dashes(text: str) -> str:
    """Return a list with commas for the dashes between its numbers: `96 - 128 - 160`; else the text.

    The same may be a subtraction, or numbers with signs, so such a list is never surely wrong.
    """
    return DASHED.sub(lambda found: f"{found[1]}, {found[3].replace(found[2], ', ')}", text)


def regrouped(text: str, kind: Kind, scope: Scope) -> str:
    """Return a text with the digits of a number joined that are drawn apart: `28 ,901,376`; else the text.

    Another comma of the number has to stand close to it, or the equation has to give the number.
    """
    found = LOOSE_GROUPS.search(text)
    if found is None or " ," not in found[0]:
        return text
    joined = text[: found.start()] + found[0].replace(" ,", ",") + text[found.end() :]
    if re.search(rf"{DIGIT},", found[0]):
        return joined
    reading = remembered.read(kind, joined, scope)
    ends = {number_of(each) for each in reading.values}
    return joined if ends & {number_of(each) for each in reading.earlier} - {None} else text


def with_channels(runs: Sequence[Run]) -> list[Run]:
    """Return the runs, a size and the number of its channels in words as one: `32 × 32 with 24 channels`."""
    found: list[Run] = []
    for run in runs:
        before = found[-1] if found else None
        if (
            before is not None
            and SIZE.fullmatch(before.text)
            and re.fullmatch(rf"{DIGIT}{{1,5}}", run.text)
            and WITH.fullmatch(run.before)
            and (CHANNELS.match(run.after) or DEPTH.search(run.before))
            and not ideas_of(before.before) & OF_A_WINDOW
        ):
            found[-1] = replace(
                before, text=f"{before.text} × {run.text} channels", after=run.after, beside=run.beside
            )
        else:
            found.append(run)
    return found
