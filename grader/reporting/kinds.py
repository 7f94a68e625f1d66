"""Says what a file was taken for, and how many files were taken for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from grader.translation import Message

KINDS = {
    "json": Message("answers in JSON"),
    "form": Message("a filled form"),
    "typed": Message("a typed document"),
    "scan": Message("a scan or a photograph"),
    "extract": Message("a text"),
    "notebook": Message("a notebook"),
}
SEVERAL = {
    "": Message("nothing that could be read"),
    "scan": Message("scans and photographs"),
    "typed": Message("typed documents"),
    "form": Message("filled forms"),
    "extract": Message("text files"),
    "notebook": Message("notebooks"),
    "json": Message("answer files in JSON"),
}
"""In the order in which an instructor looks at them: first what a machine is most likely to take wrongly."""


def kind_of(kind: str) -> Message:
    """Return what a file was taken for, in words."""
    return KINDS.get(kind, SEVERAL[""])


def counted(kinds: Iterable[str]) -> dict[str, int]:
    """Return how many files were taken for what, in the order of `SEVERAL`."""
    counts = Counter(kinds)
    return {kind: counts[kind] for kind in SEVERAL if counts[kind]}
