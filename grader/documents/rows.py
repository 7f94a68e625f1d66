"""Groups atoms into rows by their baselines, and rows into columns of a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter

from grader.documents.atoms import BRACKETS, LATIN, LETTER, NUMBER, Atom, kind_of
from grader.documents.sheet import Bar

SAME_ROW = 0.43  # ems between baselines of one row; a power is raised by up to 0.41
SMALL = 0.86  # a raised or lowered letter is at most so large beside its neighbour
RAISED, LOWERED = 0.17, 0.07  # ems by which a power or an index stands off
FARTHEST_SCRIPT = 0.62  # ems; office programs raise by a third of the line's height
SPACE = 0.17  # ems; words stand 0.2 and more apart, letters hardly 0.1
SPACE_WITH_GLYPH = 0.05  # ems, where the file draws a space between
TAB = 1.6  # ems between cells; words of a stretched line stand closer
GUTTER = 0.9  # ems of emptiness between columns
MIDDLE = (0.36, 0.64)  # of the width, where a gutter is looked for
MOST_ROWS = 400  # of a page that may have columns; small print has 100
SHORTEST_COLUMN = 0.22  # of the page's width
BESIDE = 0.85  # ems between baselines of lines that stand beside each other
FULL = 0.55  # share of a column's width that a line of running text fills


@dataclass(slots=True)
class Row:
    """Atoms on one baseline."""

    base: float
    size: float
    atoms: list[Atom] = field(default_factory=list)

    @property
    def left(self) -> float:
        """Return where the row begins on the page."""
        return min(atom.left for atom in self.atoms)

    @property
    def right(self) -> float:
        """Return where the row ends on the page."""
        return max(atom.right for atom in self.atoms)


def rows_of(atoms: list[Atom]) -> list[Row]:
    """Return the rows of a column from top to bottom, each from left to right; a blank's box only parts words."""
    rows: list[Row] = []
    row: Row | None = None
    for atom in sorted(atoms, key=attrgetter("base")):
        size = atom.size
        if row is None or atom.base - row.base > SAME_ROW * (size if size > row.size else row.size):
            row = Row(atom.base, size)
            rows.append(row)
        elif size > 1.15 * row.size and atom.text != " ":
            row.base, row.size = atom.base, size
        row.atoms.append(atom)
    rows = with_scripts([row for row in rows if any(atom.text != " " for atom in row.atoms)])
    for row in rows:
        row.atoms.sort(key=attrgetter("left", "right"))
    return rows


def with_scripts(rows: list[Row]) -> list[Row]:
    """Return rows with those that hold only powers or indices of a neighbour joined to it."""
    joined: list[Row] = []
    for place, row in enumerate(rows):
        above = joined[-1] if joined else None
        below = rows[place + 1] if place + 1 < len(rows) else None
        if below is not None and hangs_on(row, below):
            below.atoms.extend(row.atoms)
        elif above is not None and hangs_on(row, above):
            above.atoms.extend(row.atoms)
        else:
            joined.append(row)
    return joined


def hangs_on(row: Row, main: Row) -> bool:
    """Return whether all letters of a row are small and touch letters of another as powers or indices do."""
    if row.size > SMALL * main.size or abs(row.base - main.base) > FARTHEST_SCRIPT * main.size:
        return False
    own = [atom for atom in row.atoms if atom.text != " "]
    edges = [atom.right for atom in main.atoms if atom.text != " "] + [atom.right for atom in own]
    return all(any(-0.3 * main.size < atom.left - edge < 0.35 * main.size for edge in edges) for atom in own)


def columns_of(atoms: list[Atom], bars: list[Bar], width: float, *, from_right: bool) -> list[list[Row]]:
    """Return the rows of each piece of a page in reading order: column after column where it has columns."""
    rows = rows_of(atoms)
    if len(rows) > MOST_ROWS:
        return [rows]
    rooms = [room_of(row) for row in rows]
    gutter = find_gutter(rows, rooms, width)
    if gutter is None or is_in_table(gutter, bars, rows):
        return [rows]
    pieces: list[list[Atom]] = []
    sides: tuple[list[Atom], list[Atom]] = ([], [])

    def close() -> None:
        for side in reversed(sides) if from_right else sides:
            if side:
                pieces.append(list(side))
                side.clear()

    for row, room in zip(rows, rooms, strict=True):
        if not room.free_at(gutter):
            close()
            pieces.append(row.atoms)
            continue
        for atom in row.atoms:
            sides[(atom.left + atom.right) / 2 > gutter].append(atom)
    close()
    return [rows_of(piece) for piece in merged(pieces, gutter)]


def merged(pieces: list[list[Atom]], gutter: float) -> list[list[Atom]]:
    """Return pieces with neighbours that both cross the gutter as one."""
    whole: list[list[Atom]] = []
    crossing: list[bool] = []
    for piece in pieces:
        crosses = min(atom.left for atom in piece) < gutter < max(atom.right for atom in piece)
        if whole and crosses and crossing[-1]:
            whole[-1].extend(piece)
        else:
            whole.append(piece)
            crossing.append(crosses)
    return whole


@dataclass(slots=True)
class Room:
    """Where a row leaves room: its ends, and the gaps in it that are wide enough for a gutter."""

    left: float
    right: float
    gaps: list[tuple[float, float]]

    def free_at(self, x: float) -> bool:
        """Return whether nothing of the row stands at x."""
        return x <= self.left or x >= self.right or any(start <= x <= end for start, end in self.gaps)

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
    for atom in row.atoms:
        if atom.text == " ":
            continue
        if edge is None or left is None:
            left = edge = atom.left
        if atom.left - edge > GUTTER * row.size:
            gaps.append((edge, atom.left))
        edge = max(edge, atom.right)
    return Room(left or 0.0, edge or 0.0, gaps)


def is_in_table(gutter: float, bars: list[Bar], rows: list[Row]) -> bool:
    """Return whether two or more rules of a table cross what looks like a gutter."""
    top, bottom = rows[0].base, rows[-1].base
    return sum(bar.left < gutter < bar.right and top < bar.top < bottom for bar in bars if bar.wide) > 2


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


def find_gutter(rows: list[Row], rooms: list[Room], width: float) -> float | None:
    """Return where the gutter between two columns of running text lies, or None where there is one column.

    Most lines on both sides must be about as long as a column, which cells of a table and short equations are
    not, and some must stand side by side.
    """
    gaps = [
        gap
        for room in rooms
        for gap in room.gaps
        if MIDDLE[0] * width < (gap[0] + gap[1]) / 2 < MIDDLE[1] * width
    ]
    best, x = 0, 0.0
    for candidate in {round((start + end) / 2) for start, end in gaps} | {round(width / 2)}:
        free = sum(room.free_at(candidate) for room in rooms)
        if free > best or (free == best and abs(candidate - width / 2) < abs(x - width / 2)):
            best, x = free, float(candidate)
    both = [room.lengths(x) for room in rooms if room.free_at(x)]
    before, after = [each for each, _ in both if each], [each for _, each in both if each]
    if min(len(before), len(after)) < 3 or min(max(before), max(after)) < SHORTEST_COLUMN * width:
        return None
    if overlaps(rows, rooms, x) >= 3:
        return x
    level = sum(bool(left and right) for left, right in both)
    full = min(share_of_full(before), share_of_full(after))
    return x if level >= 2 and full >= 0.5 else None


def share_of_full(lengths: list[float]) -> float:
    """Return the share of lines that are about as long as the longest."""
    return sum(length > FULL * max(lengths) for length in lengths) / len(lengths)


def write_row(atoms: list[Atom]) -> str:
    """Return what atoms of one row say from left to right, as a formula is written."""
    row = attach_scripts([atom for atom in atoms if atom.text != " "])
    text = ""
    for index, atom in enumerate(row):
        if index and atom.left - row[index - 1].right > SPACE * max(atom.size, row[index - 1].size):
            text += " "
        text += atom.text
    return text


def attach_scripts(row: list[Atom]) -> list[Atom]:
    """Return a row with raised letters joined as powers to what stands before them, and lowered ones as indices."""
    sizes = [atom.size for atom in row if atom.text != " "]
    if not sizes or min(sizes) > SMALL * max(sizes):
        return row
    joined: list[Atom] = []
    main: Atom | None = None
    index = 0
    while index < len(row):
        atom = row[index]
        shift = 0 if main is None else script_of(atom, main)
        if main is None or not shift:
            joined.append(atom)
            if atom.text != " ":
                main = atom if kind_of(atom.text) not in (LETTER,) else None
            index += 1
            continue
        end = index + 1
        while end < len(row) and script_of(row[end], main) == shift:
            end += 1
        joined[-1] = main = with_script(joined[-1], row[index:end], raised=shift > 0)
        index = end
    return joined


def script_of(atom: Atom, main: Atom) -> int:
    """Return 1 where an atom is raised beside another, -1 where it is lowered, 0 where it is neither."""
    if atom.size > SMALL * main.size or atom.text == " " or main.text == " ":
        return 0
    offset = (main.base - atom.base) / main.size
    return 1 if offset > RAISED else -1 if offset < -LOWERED else 0


def with_script(main: Atom, script: list[Atom], *, raised: bool) -> Atom:
    """Return an atom with its power or its index written behind it."""
    text = write_row(script)
    kind = kind_of(main.text[-1:] or " ")
    if raised:
        powers = kind in (LATIN, NUMBER) or main.text[-1:] in BRACKETS
        said = f"{main.text}^{text if plain(text) else f'({text})'}" if powers else main.text + text
    else:
        said = f"{main.text}_{text if plain(text) else f'{{{text}}}'}" if kind == LATIN else main.text + text
    return Atom(
        text=said,
        left=main.left,
        right=max(main.right, *(atom.right for atom in script)),
        base=main.base,
        size=main.size,
        top=min(main.top, *(atom.top for atom in script)),
        bottom=max(main.bottom, *(atom.bottom for atom in script)),
        formula=raised or main.formula,
        unsound=main.unsound or any(atom.unsound for atom in script),
    )


def plain(text: str) -> bool:
    """Return whether a power or an index is one number or one name, so that it needs no brackets."""
    return len({kind_of(letter) for letter in text}) == 1 and kind_of(text) in (NUMBER, LATIN)
