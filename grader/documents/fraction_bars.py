"""Joins what stands above and below a thin bar into `a/b`, and what stands under a root's into `√(a)`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable
from itertools import pairwise
from operator import attrgetter

from grader.documents.atoms import AXIS, LATIN, LETTER, NUMBER, Atom, kind_of
from grader.documents.rows import Row, rows_of
from grader.documents.sheet import Bar

OVERHANG = 0.9  # ems by which a bar may be longer than what stands on it; a table's rule is longer
REACH = 1.9  # ems in which numerator and denominator stand
NESTED = 1.5  # times as far stands a numerator that is a fraction itself
OFF_CENTRE = 0.4  # ems; what stands on an underline or a rule need not be centred on it
WIDEST_GAP = 0.9  # ems between neighbours over one bar; cells over a rule stand farther apart
FARTHEST_ABOVE, FARTHEST_BELOW = 0.95, 1.35  # ems from the bar to the baselines of its sides
SHORTEST = 2.0  # points
MOST_BARS = 800  # of a page; a drawing has more
SIGNED = re.compile(r"^\(([-−][0-9۰-۹٠-٩]{1,20})\)/(?=[0-9۰-۹٠-٩]{1,20}$)")

Write = Callable[[list[Atom]], str]


def join_fractions(atoms: list[Atom], bars: list[Bar], write: Write) -> list[Atom]:
    """Return the atoms with each fraction joined into one; ``write`` gives the text of one side."""
    lying = [bar for bar in bars if bar.wide and bar.right - bar.left >= SHORTEST]
    if not lying or len(lying) > MOST_BARS:
        return atoms
    standing = [bar for bar in bars if not bar.wide and bar.bottom - bar.top > 3][:MOST_BARS]
    rules = Rules(lying, standing)
    level = sorted((atom for atom in atoms if atom.text != " "), key=attrgetter("base"))
    reach = REACH * max((atom.size for atom in level), default=0.0)
    bases = [atom.base for atom in level]
    for bar in sorted(lying, key=lambda each: (round(each.right - each.left), -each.top)):
        if rules.goes_on(bar):
            continue
        first, last = bisect_left(bases, bar.top - reach), bisect_right(bases, bar.bottom + reach)
        found = join_one(level[first:last], bar, write)
        if found is not None:
            joined, parts = found
            taken = {id(atom) for atom in parts}
            level[first:last] = [atom for atom in level[first:last] if id(atom) not in taken]
            insort(level, joined, key=attrgetter("base"))
            bases = [atom.base for atom in level]
    return [*level, *(atom for atom in atoms if atom.text == " ")]


class Rules:
    """The bars of a page in order, so that only those near another one are asked whether it is a table's rule."""

    def __init__(self, lying: list[Bar], standing: list[Bar]) -> None:
        self.lying = sorted(lying, key=level_of)
        self.levels = list(map(level_of, self.lying))
        self.standing = sorted(standing, key=attrgetter("left"))
        self.lefts = [bar.left for bar in self.standing]

    def goes_on(self, bar: Bar) -> bool:
        """Return whether a bar belongs to a table: others go on where it ends, or stand at its ends."""
        y = level_of(bar)
        for x in (bar.left, bar.right):
            near = self.standing[bisect_right(self.lefts, x - 2) : bisect_left(self.lefts, x + 2)]
            if any(other.top - 2 <= y <= other.bottom + 2 for other in near):
                return True
        beside = self.lying[bisect_right(self.levels, y - 1) : bisect_left(self.levels, y + 1)]
        return any(
            other is not bar and (abs(other.left - bar.right) < 1 or abs(other.right - bar.left) < 1)
            for other in beside
        )


def level_of(bar: Bar) -> float:
    """Return the height of a bar's middle."""
    return (bar.top + bar.bottom) / 2


def join_one(atoms: list[Atom], bar: Bar, write: Write) -> tuple[Atom, list[Atom]] | None:
    """Return what the atoms around one bar make and the atoms it is made of, or None where it is no fraction's."""
    y = (bar.top + bar.bottom) / 2
    near = [
        atom
        for atom in atoms
        if bar.left - 0.3 * atom.size <= (atom.left + atom.right) / 2 <= bar.right + 0.3 * atom.size
        and abs(atom.base - AXIS * atom.size - y) < REACH * atom.size
    ]
    rows_below = rows_of([atom for atom in near if atom.base - 0.4 * atom.size > y])
    if not rows_below:
        return None
    root = root_before(atoms, bar)
    if root is not None:
        under = [
            atom
            for atom in rows_below[0].atoms
            if bar.left - 1 <= (atom.left + atom.right) / 2 <= bar.right + 0.05 * atom.size
        ]
        return with_root(root, under, write) if under else None
    rows_above = rows_of([atom for atom in near if atom.base < y + 0.1 * atom.size])
    if not rows_above or not stands_on(bar, rows_above[-1], rows_below[0]):
        return None
    above, below = rows_above[-1].atoms, rows_below[0].atoms
    both = above + below
    size = max(atom.size for atom in both)
    joined = Atom(
        text=f"{bracketed(write(above))}/{bracketed(write(below))}",
        left=min(bar.left, *(atom.left for atom in both)),
        right=max(bar.right, *(atom.right for atom in both)),
        base=y + AXIS * size,
        size=size,
        top=min(atom.top for atom in above),
        bottom=max(atom.bottom for atom in below),
        formula=True,
        unsound=any(atom.unsound for atom in both),
    )
    return joined, both


def stands_on(bar: Bar, above: Row, below: Row) -> bool:
    """Return whether a row stands on a bar and another hangs under it as in a fraction."""
    y = (bar.top + bar.bottom) / 2
    nested = NESTED if any(atom.formula for atom in above.atoms) else 1.0
    if above.base < y - nested * FARTHEST_ABOVE * above.size or below.base > y + FARTHEST_BELOW * below.size:
        return False
    longest = max(above.right - above.left, below.right - below.left)
    if bar.right - bar.left > longest + OVERHANG * max(above.size, below.size):
        return False
    if any(kind_of(atom.text) == LETTER for atom in above.atoms + below.atoms):
        return False
    return fits(bar, above.atoms) and fits(bar, below.atoms)


def fits(bar: Bar, row: list[Atom]) -> bool:
    """Return whether a row is centred on a bar, no longer than it, and without gaps like a table's."""
    size = max(atom.size for atom in row)
    if abs(row[0].left + row[-1].right - bar.left - bar.right) > 2 * OFF_CENTRE * size:
        return False
    if row[0].left < bar.left - 0.6 * size or row[-1].right > bar.right + 0.6 * size:
        return False
    gaps = (right.left - left.right for left, right in pairwise(row))
    return max(gaps, default=0.0) <= WIDEST_GAP * size


def root_before(atoms: list[Atom], bar: Bar) -> Atom | None:
    """Return the root sign that a bar continues, or None."""
    y = (bar.top + bar.bottom) / 2
    for atom in atoms:
        if (
            atom.text == "√"
            and abs(atom.right - bar.left) < 0.4 * atom.size
            and abs(atom.top - y) < 0.3 * atom.size
        ):
            return atom
    return None


def with_root(root: Atom, under: list[Atom], write: Write) -> tuple[Atom, list[Atom]]:
    """Return a root with what stands under its bar as one atom, and what it is made of."""
    size = max(atom.size for atom in under)
    text = write(under)
    joined = Atom(
        text=f"√{text}" if is_one_token(text) else f"√({text})",
        left=root.left,
        right=under[-1].right,
        base=max((atom.base for atom in under if atom.size > 0.8 * size), default=under[0].base),
        size=size,
        top=root.top,
        bottom=max(atom.bottom for atom in under),
        formula=True,
        unsound=any(atom.unsound for atom in under),
    )
    return joined, [root, *under]


def bracketed(text: str) -> str:
    """Return a side of a fraction, in brackets where it is more than one number or name."""
    return text if is_one_token(text) else f"({text})"


def with_leading_sign(text: str) -> str:
    """Return a fraction that stands alone with its numerator's sign before it, as it is mostly written: `−3/2`."""
    return SIGNED.sub(r"\1/", text)


def is_one_token(text: str) -> bool:
    """Return whether a text is one number or one name, or stands in brackets of its own."""
    bare = text.strip().lstrip("∂")
    if len(bare) > 2 and bare[0] == "(" and bare.find(")") == len(bare) - 1:
        return True
    kinds = {kind_of(letter) for letter in bare if letter not in ".,٬٫_"}
    return kinds == {NUMBER} or (len(bare) <= 2 and kinds == {LATIN}) or len(bare) == 1
