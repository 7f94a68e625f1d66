"""Tells whether a line goes on with what the line before began: a value, a list, a formula, or a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.documents.model import Line
from grader.finding.folding import WORDED, fold
from grader.finding.grids import first_row, row_cells
from grader.finding.headings import heading_of

D = "0-9۰-۹٠-٩"
PERSIAN = "\u0620-\u065f\u066e-\u06d3"
END = 40  # characters of a line's end that are looked at
ARROW = r"(?:[→←⇒⟹]|[-=]{1,2}>|\\(?:to|rightarrow)(?![A-Za-z]))"
SIGN = rf"(?:{ARROW}|[×·⋅÷]|\\(?:times|cdot)(?![A-Za-z]))"
OPERAND = rf"(?:[{D})\]}}²³]|(?<![A-Za-z])[A-Za-zα-ω]|_[A-Za-z0-9]{{1,3}}|(?<![A-Za-z])[A-Z]{{2,3}})"
ENDS_OPEN = re.compile(rf"(?:\S\s?\$?\s?{SIGN}|{OPERAND}\s?\$?\s?(?:[+−^/]|(?<!\*)\*))[\s$]*$")
ENDS_IN_MINUS = re.compile(rf"{OPERAND}\s?[-–]\s*$")  # or in a dash
SUMS = re.compile(rf"=|[({D}A-Za-z)]\s?[-−+×·*]\s?[({D}A-Za-z]")
ENDS_IN_TIMES = re.compile(rf"[{D}]\$?\s?(?:[xX]|by|در|ضربدر)\s*$")
BEGINS_ARROW = re.compile(rf"[\s$]*{ARROW}")
ENDS_LISTED = re.compile(rf"[{D})\]%٪]\$?\s?[,،]\s*$")
ENDS_IN_AND = re.compile(r"(?:^|[\s,،])(?:and|or|و|یا)\s*$")
ENDS_IN_VALUE = re.compile(rf"(?:[{D})\]%٪}}²³]|(?<![A-Za-z])[A-Za-z]|_[A-Za-z0-9]{{1,3}})\$?\s*$")
ENDS_IN_NUMBER = re.compile(rf"[{D}]\$?\s*$")
ENDS_IN_NAME = re.compile(
    rf"[:=][^:=]{{1,60}}(?:[,،؛;]|\s(?:and|و))\s*[A-Za-z{PERSIAN}][A-Za-z{D}{PERSIAN}\u200c_ ]{{0,40}}[:=]\s*$"
)  # the last of several that are named in one line
ENDS_EQUAL = re.compile(r"[=≈]\s*\$?\s*$")
ENDS_IN_IS = re.compile(r"(?:^|[\s,،])(?:is|are|equals|gives|برابر|برابر است با|برابر با)\s*$")
ENDS_SENTENCE = re.compile(r"[.:؟?!؛;：=]\s*$")
BEGINS_VALUE = re.compile(rf"[\s$(\[]{{0,4}}[-−]?[{D}½¼¾]")
BEGINS_OPERAND = re.compile(rf"[\s$(\[√⌊]{{0,4}}(?:[-−]?[{D}½¼¾]|\\?[A-Za-zα-ω])")
BEGINS_NAME = re.compile(
    rf"[\s$*]*[A-Za-z{PERSIAN}\\][A-Za-z0-9_{{}}{PERSIAN}\u200c ()\\^]{{0,40}}\s?[:=：](?!=)"
)
BEGINS_OPEN = re.compile(rf"[\s$]*(?:{SIGN}|[,،]\s?[-−]?[{D}]|\^\s?[{D}{{(])")
BEGINS_TIMES = re.compile(rf"[\s$]*(?:[xX]|by|در|ضربدر)\s?[{D}]")
PRODUCT_LAST = re.compile(rf"[{D}]\s?(?:[xX×]|by|در|ضربدر)\s?[{D}]+\$?\s*$")
BEGINS_AND = re.compile(rf"\s*(?:and|or|و|یا)\s+[$(]{{0,2}}[-−]?[{D}]")
BEGINS_SUM = re.compile(
    rf"[\s$]*(?P<sign>[-−–+*])\s?(?:[{D}]{{1,9}}(?![{D}.])|[(\\]|[A-Za-zα-ω]{{1,3}}(?![A-Za-z])|ReLU\b|relu\b|max\b)"
)
BEGINS_UNIT = re.compile(
    r"\s*(?:[%٪]|(?:million|billion|thousand|percent|per cent|MACs?|FLOPs?|MFLOPs?|GFLOPs?|MMACs?"
    r"|میلیون|میلیارد|هزار|درصد)(?![A-Za-z\u0620-\u06d3]))"
)
BEGINS_POWER = re.compile(rf"\s*\$?[A-Z](?:\s?\^\s?\{{?[{D}]|[²³])(?!.{{0,40}}=)")
BEGINS_FACTOR = re.compile(
    r"[\s$]*\((?=[^()]{0,30}[A-Za-z])[^()]{1,30}[-−+*][^()]{0,10}(?:\([^()]{1,20}\))?\s?\)"
)
ENDS_IN_FACTOR = re.compile(r"[A-Za-z0-9]\s?[-−+*][^()]{0,20}(?:\([^()]{1,20}\))?\s?\)\s?\$?\s*$")
SUM_TOLD = re.compile(r"[+][^=:]{1,60}(?:=|یعنی|میشود|می\s?\u200c?شود|که|that is|i\.e|or\b|which)")
SYMBOLIC = re.compile(r"(?<![A-Za-z])[A-Za-zα-ω](?:_\{?[A-Za-z0-9]{1,3}\}?|[0-9]{1,2})?(?![A-Za-z])")
LONE = re.compile(rf"[\s$]*[-−]?[{D}]+(?:[.٫/,٬][{D}]+)*(?:\s?[×xX*]\s?[{D}]+)*[\s$]*\.?\s*")
LAST_NUMBER = re.compile(rf"\s*[{D}]{{1,9}}\s?\.?\s*")
BULLET = re.compile(r"\s*(?:[-–−*+•●▪◦○➢✓>]\s|[•●▪◦○➢✓])")
DISPLAY = re.compile(r"\\\\|\\(?:begin|end)\{|&")
FARTHEST_BRACKET = 80

NARROWEST = 20  # characters of a line in a text that was broken to fit its page
FEWEST_WORDS = 3
WORD = re.compile(rf"[A-Za-z]{{2,}}|[{PERSIAN}\u200c]{{2,}}|و")
FIRST_WORD = re.compile(r"\s*(\S+)")
LAST_WORD = re.compile(rf"([A-Za-z{PERSIAN}\u200c]+)\s*$")
OPEN_WORDS = frozenset(
    [
        "the", "a", "an", "of", "is", "are", "was", "were", "be", "to", "by", "with", "for", "from", "in",
        "on", "at", "as", "and", "or", "per", "each", "its", "that", "which", "if", "than", "has", "have",
        "we", "it", "after", "before", "between", "into", "this", "these", "equals", "gives", "و", "در",
        "از", "به", "با", "برای", "که", "این", "هر", "یک", "تا", "بر", "برابر", "شامل", "دارای", "یعنی",
        "اگر", "چون", "زیرا", "بعد", "قبل", "روی", "بین", "های", "پس",
    ]
)  # fmt: skip
GOING_WORDS = frozenset(
    [
        "is", "are", "was", "were", "of", "and", "or", "with", "which", "that", "because", "since", "so",
        "per", "by", "for", "from", "in", "on", "at", "to", "as", "than", "then", "channels", "parameters",
        "weights", "biases", "multiplications", "operations", "macs", "filters", "pixels", "times",
        "respectively", "و", "است", "هستند", "می", "میشود", "شود", "شوند", "خواهد", "خواهند", "باشد",
        "باشند", "را", "که", "در", "از", "به", "با", "برای", "تا", "بر", "نمی", "دارد", "دارند", "داریم",
        "کانال", "پارامتر", "ضرب", "پیکسل", "وزن", "بایاس", "عملیات", "فیلتر", "میباشد", "میماند", "میدهد",
        "میرسد", "برابر", "پس", "بعد", "یا",
    ]
)  # fmt: skip
CLOSING = re.compile("(?:است|نیست|هست|شد|بود|شود|باشد|دارد|کند|دهد|آید|اید|یابد|ماند|گیرد|کرد|رسد|یم|ند)$")


def goes_on(before: Line, line: Line, following: Line | None) -> bool:
    """Return whether a value, a list or a formula that began in the line before goes on in this one.

    ``following`` is the line behind it, which tells items of a list and rows of a matrix.
    """
    first, second = before.text, line.text
    if not may_go_on(before, line) or BEGINS_NAME.match(second):
        return False
    end = first[-END:]
    if ENDS_OPEN.search(end) or breaks_at_minus(first, second):
        return bool(BEGINS_OPERAND.match(second)) and not are_rows(before, line)
    if ENDS_IN_TIMES.search(end):
        return bool(BEGINS_VALUE.match(second))
    if ENDS_IN_NAME.search(first[-3 * END :]):
        return bool(BEGINS_OPERAND.match(second)) and not row_cells(line)
    if ENDS_EQUAL.search(end):
        return LONE.fullmatch(second) is not None and not (following and LONE.fullmatch(following.text))
    if ENDS_IN_IS.search(end):
        is_column = following is not None and LONE.fullmatch(following.text) is not None
        return bool(BEGINS_VALUE.match(second)) and not (is_column or row_cells(line))
    if ENDS_LISTED.search(end):
        is_list = bool(WORDED.search(first)) or len(re.findall("[,،]", first)) > 1
        return is_list and bool(BEGINS_VALUE.match(second)) and not are_rows(before, line)
    if ENDS_IN_AND.search(end):
        return True
    if closes_bracket(first, second):
        return True
    return bool(ENDS_IN_VALUE.search(end)) and begins_open(before, line, following)


def breaks_off(before: Line, line: Line | None) -> bool:
    """Return whether a line ends in the middle of a value that does not go on in the next one."""
    first = before.text
    if before.code or "\t" in first or not re.search(rf"[{D}]", first):
        return False
    if ENDS_OPEN.search(first[-END:]):
        return True
    is_number = line is not None and LAST_NUMBER.fullmatch(line.text) is not None
    return is_number and first.count(",") + first.count("،") > 1 and bool(ENDS_LISTED.search(first[-END:]))


def breaks_at_minus(first: str, second: str) -> bool:
    """Return whether a line ends in a minus sign, and in no dash, behind which a formula goes on."""
    found = ENDS_IN_MINUS.search(first[-END:])
    if found is None:
        return False
    return bool(SUMS.search(first)) or (found[0][0].isalpha() and bool(SUMS.search(second[:END])))


def begins_open(before: Line, line: Line, following: Line | None) -> bool:
    """Return whether a line begins with what cannot begin anything behind a value: a sign, `and 16`, a unit."""
    first, second = before.text, line.text
    if BEGINS_ARROW.match(first) and BEGINS_ARROW.match(second):
        return False  # items of a list
    if (
        BEGINS_OPEN.match(second)
        or (BEGINS_FACTOR.match(second) and ENDS_IN_FACTOR.search(first))
        or (BEGINS_TIMES.match(second) and PRODUCT_LAST.search(first[-END:]))
    ):
        return True
    if ENDS_IN_NUMBER.search(first) and (
        BEGINS_AND.match(second) or BEGINS_UNIT.match(second) or BEGINS_POWER.match(second)
    ):
        return True
    found = BEGINS_SUM.match(second)
    if found is None or are_rows(before, line):
        return False
    signs = "*" if found["sign"] == "*" else "+" if found["sign"] == "+" else "-−–"
    around = (first, following.text if following else "")
    if any(text.lstrip(" $")[:1] in signs for text in around if text.strip()):
        return False  # items of a list
    if found["sign"] == "+" and ENDS_IN_NUMBER.search(first) and SUM_TOLD.search(second):
        return True
    return bool(SUMS.search(first)) and bool(SYMBOLIC.search(first) or "=" in first)


def may_go_on(before: Line, line: Line) -> bool:
    """Return whether one line can go on with another at all: no program, row, title or heading is in the way."""
    if before.code or line.code or before.heading or line.heading:
        return False
    if any("\t" in text or DISPLAY.search(text) for text in (before.text, line.text)):
        return False
    mark = heading_of(before)
    if mark is not None and not mark.rest:
        return False
    return heading_of(line) is None or (bool(LAST_NUMBER.fullmatch(line.text)) and wants_value(before.text))


def wants_value(text: str) -> bool:
    """Return whether a text breaks off before a value, so that `16.` below it is no question's number."""
    end = LAST_WORD.search(text)
    if ENDS_LISTED.search(text) and len(WORD.findall(text)) > FEWEST_WORDS:
        return True
    return bool(ENDS_OPEN.search(text[-END:])) or (end is not None and fold(end[1]) in OPEN_WORDS)


def are_rows(before: Line, line: Line) -> bool:
    """Return whether two lines may be rows of one matrix."""
    cells = row_cells(line)
    return bool(cells) and len(first_row(before)[1]) == len(cells)


def closes_bracket(first: str, second: str) -> bool:
    """Return whether a bracket that one text leaves open is closed by the next."""
    if "(" not in first or ")" not in second[:FARTHEST_BRACKET]:
        return False
    depth = 0
    for letter in first[-4 * FARTHEST_BRACKET :]:
        depth = depth + 1 if letter == "(" else max(0, depth - (letter == ")"))
    return depth == 1 and "(" not in second[: second.index(")")]


def width_of(lines: Sequence[Line]) -> int:
    """Return at how many characters a text's lines seem to be broken."""
    lengths = sorted(len(line.text) for line in lines if is_plain(line))
    return lengths[-min(3, len(lengths))] if lengths else 0


def is_plain(line: Line) -> bool:
    """Return whether a line is no program, heading, row or formula in LaTeX."""
    return not (line.code or line.heading) and not re.search(r"[\t$\\|]", line.text)


def runs_over(before: Line, line: Line, width: int) -> bool:
    """Return whether a sentence goes on in a line, whose first word had no room in the line before."""
    first, second = before.text, line.text
    word = FIRST_WORD.match(second)
    if width < NARROWEST or word is None or len(first) + 1 + len(word[1]) <= width:
        return False
    if not may_go_on(before, line) or BEGINS_NAME.match(second) or BULLET.match(second):
        return False
    if ENDS_SENTENCE.search(first) or len(WORD.findall(first)) < FEWEST_WORDS:
        return False
    return is_open(first, second)


def is_open(first: str, second: str) -> bool:
    """Return whether the words at two lines' ends show one sentence that has not ended."""
    begin, end = WORD.match(fold(second)), LAST_WORD.search(fold(first))
    going = begin is not None and begin[0].replace("\u200c", "") in GOING_WORDS
    if end is None:
        return going or (first.rstrip().endswith((",", "،")) and begin is not None)
    if going or end[1] in OPEN_WORDS:
        return True
    if CLOSING.search(end[1]):
        return False
    return not re.match(r"\s*[A-Z]", second)
