"""Tells a walk of steps, `92 → 88 → 44 → 40 → 20`, from the list of those of them that are asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.answers import Value
from grader.finding.candidate import Candidate
from grader.tolerance import WrittenNumber

ARROW = re.compile(r"→|⟶|⇒|[-=]{1,2}>|\\(?:to|rightarrow|longrightarrow|xrightarrow|Rightarrow)(?![A-Za-z])")
FEWEST_STEPS = 3


def is_walk(each: Candidate, others: Sequence[Candidate]) -> bool:
    """Return whether a vector is a walk with arrows that holds another, shorter vector in its order."""
    steps = entries(each)
    if len(steps) < FEWEST_STEPS or len(ARROW.findall(each.text)) < FEWEST_STEPS - 1:
        return False
    return any(
        1 < len(kept) < len(steps) and is_part_of(kept, steps) and not ARROW.search(other.text)
        for other in others
        if (kept := entries(other)) and other is not each
    )


def entries(each: Candidate) -> list[object]:
    """Return the numbers of a vector; nothing for what holds anything else."""
    value: Value = each.values[0]
    if not isinstance(value, tuple) or not all(isinstance(cell, WrittenNumber) for cell in value):
        return []
    return [cell.value for cell in value if isinstance(cell, WrittenNumber)]


def is_part_of(kept: Sequence[object], steps: Sequence[object]) -> bool:
    """Return whether some of the steps, in their order, are what is kept."""
    left = iter(steps)
    return all(any(step == wanted for step in left) for wanted in kept)
