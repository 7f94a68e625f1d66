"""Tells whether a line names a question, or one of its parts, anywhere in it: `part (b) of question 4`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.documents.model import Line
from grader.finding.folding import fold
from grader.finding.headings import GLUED, HOMEWORK_WORD, PART_WORD, QUESTION_WORD, SEPARATOR
from grader.finding.numbering import LETTER, NUMBER, letter_of, number_of, places_of

LONGEST = 400  # characters of a line in which a mention is looked for
NO_WORD_BEFORE = r"(?<![0-9a-z\u0620-\u06d3])"
QUESTION = re.compile(
    rf"{NO_WORD_BEFORE}(?:{QUESTION_WORD}|(?P<homework>{HOMEWORK_WORD})){SEPARATOR}(?:شماره|number|no)?{SEPARATOR}"
    rf"(?P<number>{NUMBER}|{GLUED})"
    rf"|{NO_WORD_BEFORE}(?P<ordinal>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\s+(?:question|problem)\b"
    rf"|(?<![0-9a-z\u0620-\u06d3.,×x*/+=()-])(?P<combined>[0-9]{{1,2}})\s?[-.(]?\s?(?:[b-h]|a(?=\s?[):]))(?:[):]|(?![0-9a-z]))"
)
PART = re.compile(rf"{NO_WORD_BEFORE}{PART_WORD}{SEPARATOR}(?P<letter>{LETTER}|{NUMBER})")


def names_question(line: Line, number: str) -> bool:
    """Return whether a line names the question of a number; `تمرین ۳` alone may be the sheet's title."""
    text = fold(line.text[:LONGEST])
    return any(
        number_of(each["number"] or each["ordinal"] or each["combined"]) == number
        for each in QUESTION.finditer(text)
        if not each["homework"] or PART.search(text)
    )


def names_part(line: Line, place: int, orders: Sequence[tuple[str, ...]]) -> bool:
    """Return whether a line names the part at a place, in one of the ``orders`` of letters."""
    letters = (letter_of(each["letter"]) for each in PART.finditer(fold(line.text[:LONGEST])))
    return any(place in places_of(letter, order) for letter in letters for order in orders)
