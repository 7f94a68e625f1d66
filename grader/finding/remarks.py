"""Tells what a student only remarks on: what would be under another condition, and what others have got."""

from __future__ import annotations

import re

from grader.finding.folding import fold

LONGEST = 600  # characters of a statement
NO_LETTER_BEFORE, NO_LETTER_BEHIND = r"(?<![A-Za-z\u0620-\u06d3])", r"(?![A-Za-z\u0620-\u06d3])"
TURN = re.compile(
    r"[()\[\]（）;؛]|(?:,|،)?\s(?:but|however|whereas|while|although|though|yet|instead|so)\s"
    r"|\s(?:ولی|اما|لیکن|ولیکن|در ?حالی ?که|پس|بلکه)\s"
    r"|[,،]\s(?=(?:with|here|now|in our|in this|with the|با|اینجا|در ?اینجا)\s)"
)  # what stands behind one is said of something else
HYPOTHETICAL = re.compile(
    r"\b(?:would|wouldn't|could have|might have)\b|\bif\b[^.]{1,60}\bwere\b"
    rf"|{NO_LETTER_BEFORE}ن?می ?(?:شد(?:یم|ند)?|بود|گرفتیم|آمد|داد|ماند){NO_LETTER_BEHIND}"
)
CONDITION = re.compile(
    r"\b(?:if|unless|without|had (?:we|i|the)|were (?:we|the)|suppose|supposing|in case|with no|for [a-z] ?= ?[0-9]+)\b"
    rf"|{NO_LETTER_BEFORE}(?:اگر|چنانچه|بدون|بی|در ?صورتی ?که|به ?شرطی ?که|با ?فرض|به ?ازای|با(?= ?[a-z] ?= ?[0-9]))"
    rf"{NO_LETTER_BEHIND}"
)
PERSON = (
    r"(?:class ?mates?|friends?|room ?mates?|colleagues?|other (?:students|people)|someone|somebody|chat ?gpt"
    r"|the internet|na[iï]ve)"
)
PAPER = r"(?:(?:text)?book|slides?|lecture|hand-?out|notes|solutions? manual|sample solution|paper|website)"
SAYS = (
    r"(?:has|have|had|gives?|gave|says?|said|gets?|got|shows?|shown|wrote|writes|states?|claims?|obtains?|obtained|finds?"
    r"|found|thinks?|answer(?:s|ed)?|results? in|is|was)"
)
OTHERS = re.compile(
    rf"\b{PERSON}(?:'s|s')?(?![A-Za-z])|\bthe (?:answer|result|value|output) (?:in|of|from) the {PAPER}\b"
    rf"|\b{PAPER}(?:'s)? (?:(?!\b(?:i|we|so|hence|thus|the)\b)[a-z]+ ){{0,3}}{SAYS}\b"
    rf"|{NO_LETTER_BEFORE}(?:دوستم|دوستان(?:م)?|دوست ?من|یکی ?از ?(?:دوستان|بچه ?ها)"
    r"|هم ?کلاسی(?:م|ها|هایم|ام)?|هم ?گروهی(?:م|ام)?|دیگران|بقیه ?بچه ?ها)(?![\u0620-\u06d3])"
    rf"|{NO_LETTER_BEFORE}(?:جواب|پاسخ|نتیجه|حل) ?ی? ?(?:کتاب|جزوه|اسلاید(?:ها)?|حل ?المسائل|سایت){NO_LETTER_BEHIND}"
    rf"|{NO_LETTER_BEFORE}(?:کتاب|جزوه|اسلاید(?:ها)?|حل ?المسائل|مثال ?کتاب)(?: [\u0620-\u06d3]+){{0,3}} "
    rf"(?:می ?گوید|می ?گویند|گفته|نوشته|داده|می ?دهد|آمده|آورده|به ?دست ?آورده|بدست ?آورده){NO_LETTER_BEHIND}"
)
VALUE = re.compile(r"[\[({]{0,3}\s?[-−+]?[0-9۰-۹٠-٩]")
NEGATED = re.compile(r"[\s$(:]*(?:not|نه)(?![A-Za-z\u0620-\u06d3])")


def is_remark(text: str, at: int) -> bool:
    """Return whether the value at a place of a statement is said under a condition that does not hold, or of others."""
    text = text[:LONGEST]
    if not HYPOTHETICAL.search(fold(text)) and not OTHERS.search(fold(text)):
        return False
    turns = [found.span() for found in TURN.finditer(text)]
    begin = max((end for _, end in turns if end <= at), default=0)
    end = min((start for start, _ in turns if start >= at), default=len(text))
    before, behind = fold(text[begin:at]), fold(text[at:end])
    if OTHERS.search(before):
        return True
    condition = CONDITION.search(before)
    said = HYPOTHETICAL.search(f"{before[condition.start() :]} {behind}") if condition else None
    return said is not None


def place_of_value(text: str) -> int:
    """Return where the first value of a statement begins."""
    found = VALUE.search(text)
    return found.start() if found else len(text)


def is_negated(text: str) -> bool:
    """Return whether a text says what the answer is not: `not 13`."""
    return NEGATED.match(text.casefold()) is not None
