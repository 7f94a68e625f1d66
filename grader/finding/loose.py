"""Tells values that are loose from what they belong to: a sign at the wrong end, a cell of a column that broke up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from grader.documents.model import Line

LAST = re.compile(r"[0-9۰-۹٠-٩][-−](?=\s*(?:$|[,،;)\]}$]))")  # `5, 7-`, as text from right to left comes out
IN_DECIMAL = re.compile(r"[0-9۰-۹٠-٩][-−][.٫][0-9۰-۹٠-٩]")  # `3-.0`
LONE = re.compile(r"[\s([{|]*[-−+]?[0-9۰-۹٠-٩]+(?:[./٫][0-9۰-۹٠-٩]+)?[\s)\]}|,،]*")
NUMBER = re.compile(r"[0-9۰-۹٠-٩]+")


def has_loose_sign(text: str) -> bool:
    """Return whether a minus stands behind the number that it may belong to, so that the order is not sure.

    A whole number with its sign behind it is negative, as Persian writes it.
    """
    if IN_DECIMAL.search(text):
        return True
    return LAST.search(text) is not None and len(NUMBER.findall(text)) > 1


def is_cell(line: Line, lines: Sequence[Line]) -> bool:
    """Return whether a number alone in its line stands right above or below another one, as a column's cells do."""
    if not LONE.fullmatch(line.text):
        return False
    return any(
        (first is line and LONE.fullmatch(second.text)) or (second is line and LONE.fullmatch(first.text))
        for first, second in pairwise(lines)
    )
