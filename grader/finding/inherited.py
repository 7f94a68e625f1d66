"""Tells what a general label such as `params` belongs to, from the layer that the nearest words above it name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from grader.finding.candidate import Candidate
from grader.finding.names import PartName, best_named, ideas_of
from grader.finding.statements import Statement

COUNTS = frozenset({"params"})
SIZES = frozenset({"output", "size"})
LAYERS = frozenset({"conv", "pool", "dense", "layer", "flatten"})
OTHERS = frozenset({"total", "input", "kernel", "each", "single", "plain", "stride", "padding", "upstream"})
MOST_BACK = 8  # statements
SHORT = 3  # words of a name with its number
LONE_NUMBER = re.compile(r"(?<![A-Za-z_0-9۰-۹])[(\[⌊$\s]*[-−]?[0-9۰-۹٠-٩]")
LAST_NUMBER = re.compile(r"(?<![A-Za-z_0-9۰-۹])[0-9۰-۹٠-٩]{1,12}")
WORKED = re.compile(r"[0-9۰-۹٠-٩)]\s?(?:[×xX*·⋅+/^−-]|\\times|\\cdot)\s?[(0-9۰-۹٠-٩]")

Names = tuple[tuple[int, PartName], ...]


def inherited(
    each: Candidate, statements: Sequence[Statement], alike: Names, group: str
) -> tuple[int | None, int]:
    """Return which part a value answers whose own label says only `params` or `output`, and how well.

    The nearest words above that name any layer must name one, and must not say the same of it already.
    """
    general = {"scalar": COUNTS, "shape": SIZES}.get(group, frozenset())
    own = words_before_value(each.label or (each.text if each.is_whole else each.clause))
    said = ideas_of(own) & (COUNTS | SIZES | LAYERS | OTHERS)
    if not said or not said <= general:
        return None, 0
    above = layer_above(each.order, statements)
    if above is None or ideas_of(above) & general:
        return None, 0
    return best_named(f"{above} {own}", alike)


def is_left_behind(each: Candidate, statements: Sequence[Statement]) -> bool:
    """Return whether the title above names a layer, and nearer words than that name a layer as well."""
    if not ideas_of(each.context) & LAYERS:
        return False
    above = layer_above(each.order, statements)
    nearer = words_before_value(each.label or each.clause)
    return bool(ideas_of(nearer) & LAYERS) or above not in (None, each.context)


def layer_above(order: int, statements: Sequence[Statement]) -> str | None:
    """Return the words of the nearest statement above that name a layer, None where none do, or behind its value."""
    above = (each for each in reversed(statements) if each.order < order and not each.is_other)
    for each in islice(above, MOST_BACK):
        said = each.text if each.is_title else words_before_value(each.label or each.text)
        _, *behind = LAST_NUMBER.split(each.text)
        if not each.is_title and behind and ideas_of(behind[-1]) & LAYERS:
            return None
        if ideas_of(said) & LAYERS:
            return said
    return None


def words_before_value(text: str) -> str:
    """Return what a text says before its first number that is no name's: `conv1 has` of `conv1 has 29 × 21`."""
    if len(text.split()) <= SHORT and not WORKED.search(text):
        return text  # `layer 2`
    found = LONE_NUMBER.search(text)
    return text[: found.start()] if found else text
