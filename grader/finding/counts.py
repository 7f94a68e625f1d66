"""Parts a size, or a list, from what is counted besides it: `32 × 24 × 16 and 1216 parameters` are two answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

SIDE = r"[0-9۰-۹٠-٩]{1,6}"
BY = r"\s?(?:[×xX*✕]|\\times|در|by)\s?"
SIZE = (
    rf"(?<![0-9۰-۹٠-٩.,،])(?:{SIDE}(?:{BY}{SIDE}){{1,3}}"
    rf"|[(\[]\s?{SIDE}(?:\s?[,،]\s?{SIDE}){{1,3}}\s?[)\]])"
)
COUNTED = (
    r"(?:params?|parameters?|weights?|FLOPs?|MACs?|operations|multiplications|پارامتر|وزن|عملیات)(?![A-Za-z])"
)
WORDS = "[^0-9۰-۹٠-٩=:]"
SUM = r"[0-9۰-۹٠-٩][-+−0-9۰-۹٠-٩.,٬٫()×xX*·⋅=\s]{0,60}"
ENDS = r"[\s$.]{0,3}$"
IS = r"(?:\s?(?:است|(?:خواهد\s)?(?:بود|شد)|می[ \u200c]?شود|می[ \u200c]?باشد))?"
ANOTHER = (
    rf"(?:\s?[,،]?\s(?:and|with|و|با)(?=\s)|\s?[,،]|\s?(?=\([^()]{{0,60}}[0-9۰-۹٠-٩][^()]{{0,60}}\){ENDS}))"
)
SIZE_FIRST = re.compile(
    rf"{SIZE}(?:\s?\$?\s?(?:channels|کانال))?(?:\s?\$)?(?P<parted>{IS}{ANOTHER})"
    rf"(?={WORDS}{{0,40}}{COUNTED}[^0-9۰-۹٠-٩]{{0,30}}[0-9۰-۹٠-٩]|{WORDS}{{0,30}}{SUM}[\s$]{{0,3}}{COUNTED})",
    re.IGNORECASE,
)
COUNT_FIRST = re.compile(
    rf"{COUNTED}[^0-9۰-۹٠-٩=،,;]{{0,20}}?(?P<parted>{ANOTHER})(?={WORDS}{{0,40}}{SIZE}{ENDS})", re.IGNORECASE
)
BARE = re.compile(
    rf"^[\s$(]{{0,3}}{SIDE}(?:{BY}{SIDE}){{2}}[\s$)]{{0,3}}(?P<parted>[,،]|\s(?:and|و)(?=\s))"
    rf"(?=[\s$]{{0,3}}[0-9۰-۹٠-٩]{{2,12}}{ENDS})"
)
LIST_BEHIND = re.compile(
    rf"[0-9۰-۹٠-٩](?P<parted>\s?[,،;]?\s(?:and\s|و\s)?)(?=[(\[]\s?[-−]?[0-9۰-۹٠-٩]{{1,9}}"
    rf"(?:\s?[,،;]\s?[-−]?[0-9۰-۹٠-٩]{{1,9}}){{2,12}}\s?[)\]]{ENDS})"
)  # `24 + 5·16 = 104, [40, 56, 72, 88, 104]`
NAMED_SIZE = re.compile(
    rf"{WORDS}{{0,60}}[0-9۰-۹٠-٩]+(?:\s?(?:[×xX✕]|\\times|در|by)\s?[0-9۰-۹٠-٩]+)+[\s$)\]\\]{{0,3}}{IS}[\s.،,]*"
)


def parted_counts(piece: str) -> Iterator[str]:
    """Yield a piece cut between a size, or a list, and what is counted besides."""
    for order in (SIZE_FIRST, COUNT_FIRST, BARE, LIST_BEHIND):
        found = order.search(piece)
        if found:
            yield piece[: found.start("parted")].strip()
            yield piece[found.end() :].strip()
            return
    yield piece


def is_named_size(text: str) -> bool:
    """Return whether a text is a product behind words alone, as a size is written: `output 7×7×32`."""
    return NAMED_SIZE.fullmatch(text) is not None
