"""Finds the columns of a page, so that one is read before the other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from grader.documents.atoms import Atom
from grader.documents.marks import BACK, FEWEST_MARKS, Halves, column_cost, mark_of, row_cost
from grader.documents.rows import Row, rows_of
from grader.documents.sheet import Bar

GUTTER = 0.9  # ems of emptiness between columns
NARROW_GUTTER = 0.6  # ems, where other lines tell that there is one; words stand closer
ACROSS = 1.5  # ems on both sides of a gutter over which a run of words goes that knows of none
FEWER_FREE = 2  # rows that may stand at a gutter which the order of their marks tells
OVERFULL = 0.15  # of its length by which a line may stick out of its column
BOTH_SIDES = 2
MIDDLE = (0.36, 0.64)  # of the width, where a gutter is looked for
MOST_RULES = 200  # of a page that are asked whether they cross a gutter
MOST_ROWS = 400  # of a page that may have columns; small print has 100
SHORTEST_COLUMN = 0.22  # of the page's width
BESIDE = 0.85  # ems between baselines of lines that stand beside each other
BELOW = 1.3  # ems between baselines of lines of which one stands below the other
FULL = 0.55  # share of a column's width that a line of running text fills


def columns_of(atoms: list[Atom], bars: list[Bar], width: float, *, from_right: bool) -> list[list[Row]]:
    """Return the rows of each piece of a page in reading order: column after column where it has columns."""
    rows = rows_of(atoms)
    if len(rows) > MOST_ROWS:
        return [rows]
    rooms = [room_of(row) for row in rows]
    rules = [(bar.left, bar.right) for bar in bars if bar.wide][:MOST_RULES]
    gutter = find_gutter(rows, rooms, rules, width, from_right=from_right)
    if gutter is None or is_in_table(gutter, bars, rows):
        return [rows]
    pieces: list[list[Atom]] = []
    sides: tuple[list[Atom], list[Atom]] = ([], [])
    across: list[Atom] | None = None  # the piece that goes over the gutter, while its lines follow each other
    for row, room in zip(rows, rooms, strict=True):
        side = side_of(row, room, gutter)
        if side is not None:
            across = None
            for atom in row.atoms:
                sides[(atom.left + atom.right) / 2 > gutter if side == BOTH_SIDES else side].append(atom)
            continue
        pieces.extend(close_columns(sides, from_right=from_right))
        if across is None:
            across = []
            pieces.append(across)
        across.extend(row.atoms)
    pieces.extend(close_columns(sides, from_right=from_right))
    return [rows_of(piece) for piece in pieces]


def side_of(row: Row, room: Room, gutter: float) -> int | None:
    """Return 0 or 1 for a row that sticks out of the left or right column, 2 for one that fits, None across both."""
    if room.free_at(gutter) or is_parted(row, gutter):
        return BOTH_SIDES
    before = (gutter - room.left) / (room.right - room.left)
    return None if OVERFULL < before < 1 - OVERFULL else int(before < OVERFULL)


def close_columns(sides: tuple[list[Atom], list[Atom]], *, from_right: bool) -> list[list[Atom]]:
    """Return what has gathered in the columns in reading order, and empty them."""
    closed = [list(side) for side in (reversed(sides) if from_right else sides) if side]
    for side in sides:
        side.clear()
    return closed


@dataclass(slots=True)
class Room:
    """Where a row leaves room: its ends, and the gaps in it that are wide enough for a gutter."""

    left: float
    right: float
    gaps: list[tuple[float, float]]

    def free_at(self, x: float) -> bool:
        """Return whether nothing of the row stands at x."""
        if self.left < x < self.right:
            return any(start <= x <= end for start, end in self.gaps)
        return True

    def lengths(self, x: float) -> tuple[float, float]:
        """Return how long the row is before and after x, where it leaves room; 0 where nothing stands."""
        if x >= self.right:
            return self.right - self.left, 0.0
        if x <= self.left:
            return 0.0, self.right - self.left
        start, end = next(gap for gap in self.gaps if gap[0] <= x <= gap[1])
        return start - self.left, self.right - end


def room_of(row: Row) -> Room:
    """Return where a row leaves room for a gutter."""
    gaps: list[tuple[float, float]] = []
    left = edge = None
    wide = GUTTER * row.size
    for atom in row.atoms:
        if atom.text == " ":
            continue
        start, end = atom.left, atom.right
        if edge is None or left is None:
            left = edge = start
        if start - edge > wide:
            gaps.append((edge, start))
        if end > edge:
            edge = end
    return Room(left or 0.0, edge or 0.0, gaps)


def is_parted(row: Row, gutter: float) -> bool:
    """Return whether a row leaves room at a gutter that is known, where a formula may fill its column."""
    room = ACROSS * row.size
    if any(atom.left + room < gutter < atom.right - room and " " in atom.text for atom in row.atoms):
        return False
    before = [atom.right for atom in row.atoms if atom.text != " " and (atom.left + atom.right) / 2 <= gutter]
    after = [atom.left for atom in row.atoms if atom.text != " " and (atom.left + atom.right) / 2 > gutter]
    return not before or not after or min(after) - max(before) > NARROW_GUTTER * row.size


def is_in_table(gutter: float, bars: list[Bar], rows: list[Row]) -> bool:
    """Return whether two or more rules of a table cross what looks like a gutter."""
    top, bottom = rows[0].base, rows[-1].base
    return sum(bar.left < gutter < bar.right and top < bar.top < bottom for bar in bars if bar.wide) > 2


def free_rooms(rooms: list[Room], x: float) -> int:
    """Return in how many rows nothing stands at x."""
    free = 0
    for room in rooms:
        if not room.left < x < room.right:
            free += 1
            continue
        for start, end in room.gaps:
            if start <= x <= end:
                free += 1
                break
    return free


def overlaps(rows: list[Row], rooms: list[Room], x: float) -> int:
    """Return how many lines on one side of x stand beside lines of the other without sharing their baseline.

    Only columns have them: in one column, and in the rows of a table, what stands side by side is level.
    """
    sides = [(row.base, room.lengths(x)) for row, room in zip(rows, rooms, strict=True) if room.free_at(x)]
    count = 0
    for (base, (left, right)), (next_base, (next_left, next_right)) in pairwise(sides):
        alone = bool(left) != bool(right) and bool(next_left) != bool(next_right)
        if alone and bool(left) != bool(next_left) and next_base - base < BESIDE * rows[0].size:
            count += 1
    return count


def are_in_turn(rows: list[Row], rooms: list[Room], x: float) -> bool:
    """Return whether each line stands below the one before, whatever its side: one column, aligned to both ends."""
    sides = [(row, *room.lengths(x)) for row, room in zip(rows, rooms, strict=True) if room.free_at(x)]
    return all(not (left and right) for _, left, right in sides) and all(
        bool(left) == bool(next_left) or row.base - above.base >= BELOW * max(row.size, above.size)
        for (above, left, _), (row, next_left, _) in pairwise(sides)
    )


def find_gutter(
    rows: list[Row], rooms: list[Room], rules: list[tuple[float, float]], width: float, *, from_right: bool
) -> float | None:
    """Return where the gutter between two columns lies, or None where there is one column.

    The order of the numbers and letters with which lines begin tells. Where they tell nothing, most lines on both
    sides must be about as long as a column, which cells of a table and short equations are not, and some must
    stand side by side. What stands on a rule of ``rules``, which give its ends, is no room for a gutter.
    """
    gaps = [
        gap
        for room in rooms
        for gap in room.gaps
        if MIDDLE[0] * width < (gap[0] + gap[1]) / 2 < MIDDLE[1] * width
    ]
    free = {
        x: free_rooms(rooms, x) - sum(left < x < right for left, right in rules)
        for x in {round((start + end) / 2) for start, end in gaps} | {round(width / 2)}
    }
    likeliest = sorted(free, key=lambda x: (-free[x], abs(x - width / 2)))
    x = float(likeliest[0])
    both = [room.lengths(x) for room in rooms if room.free_at(x)]
    before, after = [each for each, _ in both if each], [each for _, each in both if each]
    if min(len(before), len(after)) < 3 or are_in_turn(rows, rooms, x):
        return None
    told = order_told(halves_at(rows, rooms, x, from_right=from_right), from_right=from_right)
    if told is not True:  # labels in a column of their own leave room behind them, too
        least = free[likeliest[0]] - FEWER_FREE
        beside = next(
            (each for each in likeliest if free[each] >= least and abs(each - x) > rows[0].size), None
        )
        if beside and order_told(
            halves_at(rows, rooms, beside, from_right=from_right), from_right=from_right
        ):
            return float(beside)
    if told is not None:
        return x if told else None
    if min(max(before), max(after)) < SHORTEST_COLUMN * width:
        return None
    if overlaps(rows, rooms, x) >= 3:
        return x
    level = sum(bool(left and right) for left, right in both)
    full = min(share_of_full(before), share_of_full(after))
    return x if level >= 2 and full >= 0.5 else None


def halves_at(rows: list[Row], rooms: list[Room], x: float, *, from_right: bool) -> list[Halves | None]:
    """Return what both halves of each row begin with, None for a row that goes over x."""
    halves: list[Halves | None] = []
    for row, room in zip(rows, rooms, strict=True):
        if not room.free_at(x):
            halves.append(None)
            continue
        atoms = [atom for atom in row.atoms if atom.text != " "]
        if from_right:
            atoms.reverse()
        left = right = None
        if room.left <= x:
            left = mark_of(atom for atom in atoms if atom.left + atom.right <= 2 * x)
        if room.right > x:
            right = mark_of(atom for atom in atoms if atom.left + atom.right > 2 * x)
        halves.append((left, right))
    return halves


def order_told(halves: list[Halves | None], *, from_right: bool) -> bool | None:
    """Return whether the marks are counted column by column; None where they tell nothing."""
    counts = [sum(1 for each in halves if each and each[side]) for side in (0, 1)]
    if min(counts) < FEWEST_MARKS:
        return None
    by_column = column_cost(halves, from_right=from_right)
    by_row = row_cost(halves, from_right=from_right)
    return None if abs(by_column - by_row) < BACK else by_column < by_row


def share_of_full(lengths: list[float]) -> float:
    """Return the share of lines that are about as long as the longest."""
    longest = max(lengths)
    return sum(length > FULL * longest for length in lengths) / len(lengths)
