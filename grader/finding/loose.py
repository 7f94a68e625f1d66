"""Tells signs that are loose from the numbers that they belong to."""

from __future__ import annotations

import re

LAST = re.compile(r"[0-9۰-۹٠-٩][-−](?=\s*(?:$|[,،;)\]}$]))")  # `5, 7-`, as text from right to left comes out
IN_DECIMAL = re.compile(r"[0-9۰-۹٠-٩][-−][.٫][0-9۰-۹٠-٩]")  # `3-.0`
NUMBER = re.compile(r"[0-9۰-۹٠-٩]+")


def has_loose_sign(text: str) -> bool:
    """Return whether a minus stands behind the number that it may belong to, so that the order is not sure.

    A whole number with its sign behind it is negative, as Persian writes it.
    """
    if IN_DECIMAL.search(text):
        return True
    return LAST.search(text) is not None and len(NUMBER.findall(text)) > 1
