"""Finds what stands between tall brackets, so that a matrix comes out row by row after its label."""

from __future__ import annotations

from dataclasses import dataclass

from grader.documents.atoms import AXIS, BRACKETS, LEFT, Atom
from grader.documents.rows import Row, rows_of

TALL = 1.35  # ems; a bracket that is taller encloses more than one line, or a fraction
LEFT_PIECES = frozenset("⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪⎰\uf8eb\uf8ec\uf8ed\uf8ee\uf8ef\uf8f0\uf8f1\uf8f2\uf8f3\uf8f4")
RIGHT_PIECES = frozenset("⎞⎟⎠⎤⎥⎦⎫⎬⎭⎱\uf8f6\uf8f7\uf8f8\uf8f9\uf8fa\uf8fb\uf8fc\uf8fd\uf8fe")
ROUND, CURLED = (
    "⎛⎜⎝⎞⎟⎠\uf8eb\uf8ec\uf8ed\uf8f6\uf8f7\uf8f8",
    "⎧⎨⎩⎪⎫⎬⎭\uf8f1\uf8f2\uf8f3\uf8f4\uf8fc\uf8fd\uf8fe",
)
STROKES = frozenset("|‖")
FIRST_PIECES = frozenset("⎛⎡⎧⎞⎤⎫\uf8eb\uf8ee\uf8f1\uf8f6\uf8f9\uf8fc")  # a bracket begins with them
ENCLOSING = BRACKETS | LEFT_PIECES | RIGHT_PIECES | STROKES
MOST_PIECES = 600  # of brackets on a page; honest pages have some dozens
BETWEEN_NAMES = 0.3  # ems between columns beside which no sign stands; some set them close
SUMS = frozenset("+-−–±×·⋅=,")
PIECE_SLACK = (
    0.35  # ems between a bracket around one row, which is but a piece, and the next row of its matrix
)
BETWEEN = 0.4  # ems between columns, in all rows; signs have 0.28 on both sides, the narrowest columns 0.5
FARTHEST_ROW = 2.0  # ems between rows of a matrix


@dataclass(slots=True)
class Matrix:
    """Rows between a tall left and a tall right bracket."""

    left: float
    right: float
    top: float
    bottom: float
    size: float
    rows: list[Row]


def gather_brackets(atoms: list[Atom]) -> tuple[list[Atom], list[Atom]]:
    """Return the tall brackets, pieces stacked into one, and the other atoms.

    A tall bracket's baseline is set where its line's would be: a little below its middle.
    """
    pieces = [atom for atom in atoms if atom.text in ENCLOSING]
    if not pieces:
        return [], atoms
    usual = usual_size(atoms)
    pieces = [atom for atom in pieces if is_tall(atom, usual)]
    for atom in pieces:
        atom.size = min(atom.size, 1.4 * usual)
    if not pieces or len(pieces) > MOST_PIECES:
        return [], atoms
    tall = stacked(pieces)
    taken = {id(atom) for atom in pieces}
    return tall, [atom for atom in atoms if id(atom) not in taken]


def usual_size(atoms: list[Atom]) -> float:
    """Return the size of which as many atoms are smaller as are larger."""
    sizes = sorted([atom.size for atom in atoms])
    return sizes[len(sizes) // 2]


def is_tall(atom: Atom, usual: float) -> bool:
    """Return whether an atom is a tall bracket or a piece of one; office programs stretch a large font's glyph."""
    if atom.text in LEFT_PIECES or atom.text in RIGHT_PIECES:
        return True
    return (atom.text in BRACKETS or atom.text in STROKES) and atom.bottom - atom.top > TALL * min(
        atom.size, 1.4 * usual
    )


def stacked(pieces: list[Atom]) -> list[Atom]:
    """Return brackets made of pieces that stand on each other."""
    tall: list[Atom] = []
    goes_on = False  # whether the last bracket is made of pieces
    for atom in sorted(pieces, key=lambda each: (round(each.left), each.top)):
        last = tall[-1] if tall else None
        joins = last is not None and abs(last.left - atom.left) < 0.35 * atom.size
        made = (atom.text in LEFT_PIECES or atom.text in RIGHT_PIECES) and atom.text not in FIRST_PIECES
        if last is not None and joins and made and goes_on and atom.top - last.bottom < 0.6 * atom.size:
            last.bottom = max(last.bottom, atom.bottom)
            last.right = max(last.right, atom.right)
        else:
            tall.append(Atom(shape_of(atom), atom.left, atom.right, 0.0, atom.size, atom.top, atom.bottom))
            goes_on = atom.text in LEFT_PIECES or atom.text in RIGHT_PIECES
    for bracket in tall:
        bracket.base = (bracket.top + bracket.bottom) / 2 + AXIS * bracket.size
    return tall


def shape_of(atom: Atom) -> str:
    """Return the bracket that a piece belongs to."""
    if atom.text in LEFT_PIECES:
        return "(" if atom.text in ROUND else "{" if atom.text in CURLED else "["
    if atom.text in RIGHT_PIECES:
        return ")" if atom.text in ROUND else "}" if atom.text in CURLED else "]"
    return atom.text


def matrices_of(tall: list[Atom], atoms: list[Atom]) -> tuple[list[Matrix], list[Atom]]:
    """Return the matrices between tall brackets, and all atoms that are in none, brackets among them."""
    if not tall:
        return [], atoms
    found: list[Matrix] = []
    used: set[int] = set()
    for left, right in pairs_of(tall):
        across = [
            atom
            for atom in atoms
            if left.right - 1 <= (atom.left + atom.right) / 2 <= right.left + 1 and id(atom) not in used
        ]
        rows = rows_between(left, right, rows_of(across), atoms)
        if len(rows) < 2:
            continue
        used.update(id(atom) for row in rows for atom in row.atoms)
        used.update((id(left), id(right)))
        found.append(
            Matrix(
                left=left.left, right=right.right,
                top=rows[0].base - 0.75 * rows[0].size, bottom=rows[-1].base + 0.25 * rows[-1].size,
                size=rows[0].size, rows=rows,
            )
        )  # fmt: skip
    return found, [atom for atom in [*tall, *atoms] if id(atom) not in used]


def rows_between(left: Atom, right: Atom, rows: list[Row], atoms: list[Atom]) -> list[Row]:
    """Return the rows that two brackets enclose.

    Some producers give a character to one piece of a bracket only, which then ends within a row; the rows above
    and below that follow at the same distance and stay between the brackets belong to it.
    """
    inside = [row for row in rows if left.top - 2 <= row.base - AXIS * row.size <= left.bottom + 2]
    if not inside:
        return []
    first, last = rows.index(inside[0]), rows.index(inside[-1])
    slack = PIECE_SLACK * inside[0].size if len(inside) == 1 else 0.0
    while first > 0 and goes_on(rows[first - 1], rows[first], left, right, atoms):
        if rows[first - 1].base + 0.1 * rows[first].size < left.top - slack and first == rows.index(
            inside[0]
        ):
            break
        first -= 1
    while last + 1 < len(rows) and goes_on(rows[last + 1], rows[last], left, right, atoms):
        if rows[last + 1].base - 0.7 * rows[last].size > left.bottom + slack and last == rows.index(
            inside[-1]
        ):
            break
        last += 1
    return rows[first : last + 1]


def goes_on(row: Row, beside: Row, left: Atom, right: Atom, atoms: list[Atom]) -> bool:
    """Return whether a row follows another as in a matrix, with nothing where the brackets are."""
    if abs(row.base - beside.base) > FARTHEST_ROW * beside.size or abs(row.size - beside.size) > 1:
        return False
    return not any(
        abs(atom.base - row.base) < 0.43 * row.size
        and (atom.left < left.right - 1 < atom.right or atom.left < right.left + 1 < atom.right)
        for atom in atoms
    )


def between_columns(rows: list[Row]) -> list[float]:
    """Return where all rows of a matrix leave room, as wide as between columns and wider than around a sign."""
    atoms = sorted([atom for row in rows for atom in row.atoms if atom.text != " "], key=LEFT)
    found: list[float] = []
    edge = atoms[0].right
    for atom in atoms:
        room, middle = atom.left - edge, (edge + atom.left) / 2
        if room > BETWEEN * atom.size or (room > BETWEEN_NAMES * atom.size and parts_no_sum(rows, middle)):
            found.append(middle)
        edge = max(edge, atom.right)
    return found


def parts_no_sum(rows: list[Row], x: float) -> bool:
    """Return whether what stands nearest to x in each row, on both sides, is no sign between two terms."""
    for row in rows:
        said = [atom for atom in row.atoms if atom.text != " "]
        before = [atom.text for atom in said if atom.right <= x][-1:]
        after = [atom.text for atom in said if atom.left >= x][:1]
        if not before or not after or not SUMS.isdisjoint(before + after):
            return False
    return True


def pairs_of(tall: list[Atom]) -> list[tuple[Atom, Atom]]:
    """Return each tall bracket with the next one of equal extent to its right, the inner pairs first."""
    ordered = sorted(tall, key=lambda each: each.left)
    pairs: list[tuple[Atom, Atom]] = []
    used: set[int] = set()
    for place, left in enumerate(ordered):
        if id(left) in used:
            continue
        for right in ordered[place + 1 :]:
            level = abs(right.top - left.top) + abs(right.bottom - left.bottom) < 0.8 * left.size
            if id(right) not in used and level:
                pairs.append((left, right))
                used.update((id(left), id(right)))
                break
    return pairs
