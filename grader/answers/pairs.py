"""Finds the two formulas of a height and a width in one text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.answers.characters import fold_characters

OUT = r"(?:_?\{?(?:out(?:put)?|new)\}?|_\{?o\}?)"
HEIGHT_NAMES = r"(?:height|ارتفاع|طول|rows|hOUT?|o_?\{?h\}?|[mh]['′’]|mOUT)".replace("OUT", OUT)
WIDTH_NAMES = r"(?:width|عرض|columns|wOUT?|o_?\{?w\}?|[nw]['′’]|nOUT)".replace("OUT", OUT)
LABEL = re.compile("[A-Za-z\u0620-\u06d3\u200c ]{1,40}:")  # `the general formula:`
AND = re.compile(r"\s(?:and|و)\s*$")
FORMULA_SIGNS = re.compile(r"\$+|\\[()\[\]]")  # where a formula begins or ends in a text
UPRIGHT = re.compile(r"\\(?:text|mathrm|operatorname) ?\{ ?([A-Za-z]{1,20}) ?\}")
LABEL = re.compile("[A-Za-z\u0620-\u06d3\u200c ]{1,40}:")  # `the general formula:`
AND = re.compile(r"\s(?:and|و)\s*$")
SIGNS = r"(?:×|\\times(?![A-Za-z])|(?<=[\s)])[xX](?=[\s(])|(?<=\s)(?:by|در)(?=\s))"
WIDE_STAR = r"(?<=\s)\*(?=\s)"


def named_pair(text: str) -> tuple[str, str] | None:
    """Return the height and the width of `Height = …, Width = …` in either order, or None."""
    text = UPRIGHT.sub(r"\1", FORMULA_SIGNS.sub(" ", text))
    found: Iterator[re.Match[str]] = re.finditer(
        rf"(?:^|[\s,;،و(])(?:(?P<height>{HEIGHT_NAMES})|{WIDTH_NAMES})[ \t]*[=:]", text, re.IGNORECASE
    )
    matches = list(found)
    if len(matches) != 2 or bool(matches[0]["height"]) == bool(matches[1]["height"]):
        return None
    before = text[: matches[0].start()].strip(" \t\n(")
    if before and LABEL.fullmatch(before) is None:
        return None
    first = AND.sub("", text[matches[0].end() : matches[1].start()]).strip(" \t\n,;،")
    second = text[matches[1].end() :].strip(" \t\n,;،")
    return (first, second) if matches[0]["height"] else (second, first)


def bare_factors(text: str) -> tuple[str, str] | None:
    """Return the two sums of `M - D × N - D`, whose brackets were left out; None for another text.

    There must be one sign of times outside brackets, or one that stands apart, and a sum on either side.
    """
    folded = fold_characters(text)
    if folded.places is not None or text.count("=") > 1:
        return None
    depths = _depths(folded.text)
    for sign in (SIGNS, WIDE_STAR):
        found = [match for match in re.finditer(sign, folded.text) if not depths[match.start()]]
        if len(found) == 1:
            sides = (slice(0, found[0].start()), slice(found[0].end(), None))
            is_sum = all(_is_sum(folded.text[side], depths[side]) for side in sides)
            return (text[sides[0]], text[sides[1]]) if is_sum and "=" not in text[sides[1]] else None
        if found:
            return None
    return None


def _depths(text: str) -> list[int]:
    depths, depth = [], 0
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        depths.append(max(0, depth))
    return depths


def _is_sum(text: str, depths: list[int]) -> bool:
    """Return whether a plus or minus stands outside brackets, behind something."""
    return any(
        letter in "+-" and not depth and text[:index].strip()
        for index, (letter, depth) in enumerate(zip(text, depths, strict=True))
    )
