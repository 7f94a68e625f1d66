"""Lets a document's plain cases decide the open ones: who typesets one formula typesets the others too."""

from __future__ import annotations

from grader.documents.layout import Text


def follow_habit(pages: list[list[Text]]) -> None:
    """Exchange the readings of lines whose direction nothing tells, where the document's other lines run from the left.

    Lines with European digits and lines with Persian ones are counted apart: many type the one and typeset the
    other. Both readings are kept.
    """
    lines = [line for page in pages for line in page if line.lean is not None]
    for european in (True, False):
        alike = [line for line in lines if has_european_digit(line.text) is european]
        if sum(line.lean or 0 for line in alike) > 0:
            for line in alike:
                if line.straight:
                    line.text, line.other = line.straight, line.text


def has_european_digit(text: str) -> bool:
    """Return whether a text has one of 0 to 9."""
    return any("0" <= letter <= "9" for letter in text)
