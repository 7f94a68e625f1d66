"""Reads equal texts once: in a class many write the same numbers, and one document's lines are read for many parts."""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction
from functools import lru_cache
from typing import cast

from grader.answers import Kind, Reading, Scope

MOST_KEPT = 4096  # readings, of some 2 kB each

Pairs = tuple[tuple[str, str], ...]


def read(kind: Kind, text: str, scope: Scope) -> Reading:
    """Return how a text is read."""
    asked = cast(Hashable, kind)  # each kind is a frozen dataclass
    return _read(asked, text, tuple(scope.values.items()), tuple(scope.options.items()), scope.labels)


@lru_cache(MOST_KEPT)
def _read(
    kind: Hashable,
    text: str,
    values: tuple[tuple[str, Fraction], ...],
    options: Pairs,
    labels: tuple[str, ...],
) -> Reading:
    return cast(Kind, kind).read(text, Scope(values=dict(values), options=dict(options), labels=labels))
