"""Takes the marks of HTML out of an answer that was copied from a web page."""

from __future__ import annotations

import re

MARKS = (
    r"&(?:nbsp|ensp|emsp|thinsp|times|divide|minus|ndash|mdash|middot|sdot|asymp|frac12|frac14|frac34|sup2|sup3"
    r"|sigma|lfloor|rfloor|lceil|rceil|rarr|rArr|zwnj|lrm|rlm|#[0-9]{1,5}|#x[0-9A-Fa-f]{1,4});"
    r"|<(?P<tag>/?(?:sup|sub|b|i|em|strong|br|p|span|code))[ ]?/?>"
)
TAGS = {"sup": "^{", "/sup": "}", "sub": "_{", "/sub": "}", "br": "\n", "p": "\n", "/p": "\n"}


def without_markup(text: str) -> tuple[str, list[int]]:
    """Return ``text`` with HTML's tags and names of characters as what they mean, and every letter's place."""
    from html import unescape

    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for found in re.finditer(MARKS, text):
        meant = TAGS.get(found["tag"], " ") if found["tag"] else unescape(found[0])
        pieces += (text[at : found.start()], meant)
        places += [*range(at, found.start()), *([found.start()] * len(meant))]
        at = found.end()
    pieces.append(text[at:])
    places += range(at, len(text))
    return "".join(pieces), places
