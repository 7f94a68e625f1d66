"""Groups atoms into rows by their baselines, and writes powers and indices beside what they belong to."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter

from grader.documents.atoms import BRACKETS, LATIN, LEFT, LETTER, NUMBER, RIGHT, Atom, kind_of

SAME_ROW = 0.43  # ems between baselines of one row; a power is raised by up to 0.41
SMALL = 0.895  # a raised or lowered letter is at most so large beside its neighbour; style sheets make it 8/9
RAISED, LOWERED = 0.17, 0.07  # ems by which a power or an index stands off
FARTHEST_BESIDE = 0.7  # ems between a letter and its power; words of a power stand closer too
FARTHEST_SCRIPT = 0.75  # ems; office programs raise by a third of the line's height
MOST_SCRIPTS = 60  # in a row; one with more is a table's in two sizes
SPACE = 0.17  # ems; words stand 0.2 and more apart, letters hardly 0.1
SPACE_WITH_GLYPH = 0.05  # ems, where the file draws a space between
TAB = 1.6  # ems between cells; words of a stretched line stand closer


@dataclass(slots=True)
class Row:
    """Atoms on one baseline."""

    base: float
    size: float
    atoms: list[Atom] = field(default_factory=list)

    @property
    def left(self) -> float:
        """Return where the row begins on the page."""
        left: float = min(map(LEFT, self.atoms))
        return left

    @property
    def right(self) -> float:
        """Return where the row ends on the page."""
        right: float = max(map(RIGHT, self.atoms))
        return right


def rows_of(atoms: list[Atom]) -> list[Row]:
    """Return the rows of a column from top to bottom, each from left to right; a blank's box only parts words."""
    rows: list[Row] = []
    row: Row | None = None
    is_mixed = False
    for atom in sorted(atoms, key=attrgetter("base")):
        base, size = atom.base, atom.size
        if row is None or base - row.base > SAME_ROW * (size if size > row.size else row.size):
            row = Row(base, size, [atom])
            rows.append(row)
            continue
        if size != row.size and atom.text != " ":
            is_mixed = is_mixed or size <= SMALL * row.size or row.size <= SMALL * size
            if size > 1.15 * row.size:
                row.base, row.size = base, size
        row.atoms.append(atom)
    if is_mixed:
        give_scripts(rows)
    rows = with_scripts([row for row in rows if says_something(row.atoms)])
    for row in rows:
        row.atoms.sort(key=RIGHT)
        row.atoms.sort(key=LEFT)  # twice by a number takes less time than once by a pair
    return rows


def says_something(atoms: list[Atom]) -> bool:
    """Return whether not all of some atoms are blanks."""
    return bool(atoms) and (atoms[0].text != " " or any(atom.text != " " for atom in atoms))


def give_scripts(rows: list[Row]) -> None:
    """Move small letters that touch nothing of their own row to the row next to it of which they touch a letter."""
    for place, row in enumerate(rows):
        small = [atom for atom in row.atoms if atom.size <= SMALL * row.size and atom.text != " "]
        if not small or len(small) > MOST_SCRIPTS:
            continue
        near = [rows[other] for other in (place + 1, place - 1) if 0 <= other < len(rows)]
        for atom in sorted(small, key=LEFT):
            if touches_one_of(atom, row):
                continue
            host = next((other for other in near if touches_one_of(atom, other)), None)
            if host is not None and atom.size <= SMALL * host.size:
                row.atoms = [other for other in row.atoms if other is not atom]
                host.atoms.append(atom)


def touches_one_of(script: Atom, row: Row) -> bool:
    """Return whether a small letter stands where a power or an index of one of a row's atoms stands."""
    return any(touches(script, atom, row) for atom in row.atoms if atom is not script and atom.text != " ")


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
    if row.size > SMALL * main.size or abs(row.base - main.base) > 3 * main.size:
        return False
    own = [atom for atom in row.atoms if atom.text != " "]
    beside = [atom for atom in main.atoms if atom.text != " "] + own
    return all(any(touches(atom, other, main) for other in beside if other is not atom) for atom in own)


def touches(script: Atom, atom: Atom, main: Row) -> bool:
    """Return whether a small letter stands where a power or an index of an atom stands, or behind another one."""
    if not -0.3 * main.size < script.left - atom.right < 0.35 * main.size:
        return False
    reach = FARTHEST_SCRIPT * main.size
    if atom.text in BRACKETS and atom.bottom - atom.top > 1.35 * main.size:
        reach = max(reach, main.base - atom.top)
    return abs(script.base - main.base) <= reach


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
    sizes = {atom.size for atom in row if atom.text != " "}
    if len(sizes) < 2 or min(sizes) > SMALL * max(sizes):
        return row
    joined: list[Atom] = []
    main: Atom | None = None
    index = 0
    while index < len(row):
        atom = row[index]
        if main is None or not hangs_beside(atom, main):
            joined.append(atom)
            if atom.text != " ":
                main = atom if kind_of(atom.text) not in (LETTER,) else None
            index += 1
            continue
        end = index + 1
        while end < len(row) and script_of(row[end], main) and is_beside(row[end], row[end - 1], main.size):
            end += 1
        joined[-1] = main = with_scripts_of(joined[-1], main, row[index:end])
        index = end
    return joined


def hangs_beside(atom: Atom, main: Atom) -> bool:
    """Return whether an atom is raised or lowered right behind another."""
    return script_of(atom, main) != 0 and is_beside(atom, main, main.size)


def is_beside(atom: Atom, before: Atom, size: float) -> bool:
    """Return whether an atom stands so close behind another one that both may be one power or index."""
    return atom.left - before.right < FARTHEST_BESIDE * size


def script_of(atom: Atom, main: Atom) -> int:
    """Return 1 where an atom is raised beside another, -1 where it is lowered, 0 where it is neither."""
    if atom.size > SMALL * main.size or atom.text == " " or main.text == " ":
        return 0
    offset = (main.base - atom.base) / main.size
    return 1 if offset > RAISED else -1 if offset < -LOWERED else 0


def with_scripts_of(atom: Atom, main: Atom, scripts: list[Atom]) -> Atom:
    """Return an atom with what is lowered beside it as its index and what is raised as its power."""
    lowered = write_row([each for each in scripts if script_of(each, main) < 0])
    raised = write_row([each for each in scripts if script_of(each, main) > 0])
    text = atom.text
    if lowered:
        text += f"_{lowered}" if plain(lowered) else f"_{{{lowered}}}"
    if raised:
        powers = kind_of(atom.text[-1:] or " ") in (LATIN, NUMBER) or atom.text[-1:] in BRACKETS
        text += (f"^{raised}" if plain(raised) else f"^({raised})") if powers else raised
    return Atom(
        text=text,
        left=atom.left,
        right=max(atom.right, *(each.right for each in scripts)),
        base=atom.base,
        size=atom.size,
        top=min(atom.top, *(each.top for each in scripts)),
        bottom=max(atom.bottom, *(each.bottom for each in scripts)),
        formula=bool(raised) or atom.formula,
        unsound=atom.unsound or any(each.unsound for each in scripts),
        index=scripts[-1].index,
    )


def plain(text: str) -> bool:
    """Return whether a power or an index is one number or one name, so that it needs no brackets."""
    return len({kind_of(letter) for letter in text}) == 1 and kind_of(text) in (NUMBER, LATIN)
