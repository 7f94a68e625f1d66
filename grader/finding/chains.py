"""Knows which of several matrices with equality signs between them is the last side, and what stands before one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from grader.documents.model import Line
from grader.finding.grids import Grid

SIGN = re.compile(r"[\s$]*[=≈⇒→]\s*")
ENDS_IN_SIGN = re.compile(r"[=≈]\s*$")
NUMBER = r"[0-9۰-۹٠-٩]+(?:[.٫][0-9۰-۹٠-٩]+)?"
FACTOR = re.compile(rf"[=≈]\s*([-−]?{NUMBER}(?:/{NUMBER})?)\s*[·⋅×*]?[\s.,،:;]*$")
SAYS_NUMBER = re.compile(r"[0-9۰-۹٠-٩]")


def earlier_sides(lines: Sequence[Line], grids: Sequence[Grid]) -> frozenset[int]:
    """Return the ids of the matrices that another one follows behind an equality sign: they are but steps.

    A formula that stands in right-to-left text may come out from its end, with its name below it.
    """
    place = {id(line): at for at, line in enumerate(lines)}
    steps: set[int] = set()
    for chain in _chains(lines, grids, place):
        above, below = place[id(chain[0].lines[0])] - 1, place[id(chain[-1].lines[-1])] + 1
        is_named = bool(chain[0].label) or (above >= 0 and "=" in lines[above].text)
        is_turned = not is_named and below < len(lines) and "=" in lines[below].text
        last = chain[0] if is_turned else chain[-1]
        steps |= {id(each) for each in chain if each is not last}
    return frozenset(steps)


def _chains(lines: Sequence[Line], grids: Sequence[Grid], place: dict[int, int]) -> list[list[Grid]]:
    """Return the matrices in runs of at least two that have only an equality sign between them."""
    chains: list[list[Grid]] = [[each] for each in grids[:1]]
    for before, after in pairwise(grids):
        between = lines[place[id(before.lines[-1])] + 1 : place[id(after.lines[0])]]
        if len(between) == 1 and SIGN.fullmatch(between[0].text):
            chains[-1].append(after)
        else:
            chains.append([after])
    return [chain for chain in chains if len(chain) > 1]


def factor_before(lines: Sequence[Line], grid: Grid) -> str:
    """Return the number that may multiply a matrix: `dL/dY = 6/4` above it; an empty text where there is none.

    Words alone may stand between.
    """
    first = next((at for at, line in enumerate(lines) if line is grid.lines[0]), 0)
    above = list(lines[max(0, first - 2) : first])
    if len(above) > 1 and (SAYS_NUMBER.search(above[-1].text) or ENDS_IN_SIGN.search(above[-1].text)):
        above = above[-1:]  # it holds the factor itself, or names the matrix without one
    found = [FACTOR.search(line.text) for line in above] if not grid.label else []
    return next((each[1] for each in reversed(found) if each), "")


def times(factor: str, grid: Grid) -> str:
    """Return a matrix's text, each cell with a factor before it."""
    rows = (row.split("\t") for row in grid.text.split("\n"))
    return "\n".join("\t".join(f"({factor})*({cell})" for cell in row) for row in rows)


def leads(line: Line) -> bool:
    """Return whether a line leads to what stands below it."""
    return (
        not line.text.strip()
        or bool(ENDS_IN_SIGN.search(line.text))
        or line.text.rstrip().endswith((":", "："))
    )


def named_by(line: Line) -> str:
    """Return what a line that leads to what stands below it says of that."""
    return line.text.rstrip(" :=：≈")
