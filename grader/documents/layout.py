"""From the atoms of a page to its lines, in the order in which a person reads them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TypeAlias

from grader.documents.atoms import LATIN, LETTER, NUMBER, Atom, box_of, composed, kind_of, letters_of
from grader.documents.bands import Band, bands_of, with_whole_rows
from grader.documents.bases import Votes, votes_of
from grader.documents.brackets import BOTH
from grader.documents.columns import columns_of
from grader.documents.direction import facing_either, left_to_right, right_to_left
from grader.documents.fraction_bars import join_fractions, with_leading_sign
from grader.documents.left_based import left_based
from grader.documents.marks import is_out_of_order, with_labels_first
from grader.documents.matrices import Matrix, between_columns, gather_brackets, matrices_of
from grader.documents.model import Box, Doubt
from grader.documents.rows import SPACE, SPACE_WITH_GLYPH, TAB, Row, attach_scripts, says_something, write_row
from grader.documents.ruled import Ruled, cells_in, extents_of, ruled_tables
from grader.documents.sheet import Bar, Sheet
from grader.documents.sides import Margins, begins_only, runs_from_right, wrapped_rows
from grader.documents.spans import OPERATORS, Ordered, written
from grader.documents.strays import unsettled
from grader.documents.tables import are_entries, is_of_entries, is_of_numbers, tables_from_right
from grader.documents.tokens import Token, follows, tokens_of

WHOLE = 1000.0  # ems, which nothing on a page is apart
CELL = 0.55  # ems between cells inside brackets; the parts of one entry stand closer
WORDY = (LATIN, LETTER, NUMBER)
ONLY_ARABIC = frozenset("٠١٢٣٧٨٩")  # digits whose shapes fonts do not share with the Persian ones
MOST_TOKENS = 500  # in a line; a line of small print has 60
MOST_RULES = 500  # standing rules of tables on a page


@dataclass(slots=True)
class Text:
    """A line of a page before it is numbered.

    ``lean`` is that of its open spans, None where another order is meant; ``straight`` is the text if they run from
    the left and nothing tells it. ``page`` tells where it stands if it is kept on another page.
    """

    text: str
    other: str
    box: Box
    base: float
    size: float
    doubts: set[Doubt]
    lean: int | None = None
    straight: str = ""
    page: int = 0


Rule: TypeAlias = tuple[float, float, float]
"""Where a rule stands, and from where to where a line's middle is beside it."""


def lines_of(sheet: Sheet, *, from_right: bool, votes: Votes | None = None) -> list[Text]:
    """Return a page's lines in reading order; ``from_right`` tells that the document runs from the right.

    ``votes`` are those of the document's rows about their side. Until they are counted the page's are added.
    """
    votes = votes or Votes()
    tall, atoms = gather_brackets(sheet.atoms)
    atoms = join_fractions(atoms, sheet.bars, write_row)
    matrices, atoms = matrices_of(tall, atoms)
    standing, extents = rules_of(sheet.bars), extents_of(sheet.bars)
    bands = bands_of(extents, sheet.bars)
    lines: list[Text] = []
    for piece in columns_of([*atoms, *anchors_of(matrices)], sheet.bars, sheet.width, from_right=from_right):
        ruled = ruled_tables(piece, extents, sheet.bars)
        lines.extend(lines_of_rows(piece, matrices, standing, ruled, bands, votes, from_right=from_right))
    if is_out_of_order(line.text for line in lines):
        for line in lines:
            line.doubts.add(Doubt.ORDER)
    return lines


def anchors_of(matrices: list[Matrix]) -> list[Atom]:
    """Return an empty atom for each matrix, which holds its place in the row of its label."""
    return [
        Atom(
            text="", left=each.left, right=each.right, base=(each.top + each.bottom) / 2 + 0.25 * each.size,
            size=each.size, top=each.top, bottom=each.bottom,
        )
        for each in matrices
    ]  # fmt: skip


def lines_of_rows(
    rows: list[Row],
    matrices: list[Matrix],
    standing: list[Rule],
    ruled: list[Ruled],
    bands: list[Band],
    votes: Votes,
    *,
    from_right: bool,
) -> list[Text]:
    """Return the lines of one piece of a page."""
    if not rows:
        return []
    doubtful = {id(rows[place]) for place in unsettled(rows)}
    rows = with_labels_first(rows, from_right=from_right)
    margins = Margins(min(row.left for row in rows), max(row.right for row in rows), from_right, votes)
    if votes.counted and votes.left:
        margins.wrapped = wrapped_rows(rows, margins)
    rows, whole = with_whole_rows(rows, bands, doubtful) if bands else (rows, {})
    cut = [whole.get(id(row)) or (ruled and cells_in(row, ruled)) or cut_row(row, standing) for row in rows]
    lines: list[Text] = []
    tables = tables_from_right(cut, from_right=from_right)
    if votes.tell_left:
        tables = [(False if turned else turned, either_way) for turned, either_way in tables]
    for row, cells, (turned, either_way) in zip(rows, cut, tables, strict=True):
        if matrices and any(atom.text == "" for atom in row.atoms):
            found = lines_with_matrices(row, matrices, standing, margins)
        else:
            found = [line_of(row, cells, margins, turned=turned, either_way=either_way)]
        if id(row) in doubtful:
            for line in found:
                line.doubts.add(Doubt.CHARACTERS)
        lines.extend(found)
    return [line for line in lines if line.text]


def rules_of(bars: list[Bar]) -> list[Rule]:
    """Return the standing rules of a page from left to right."""
    standing = [bar for bar in bars if not bar.wide and bar.bottom - bar.top > 4][:MOST_RULES]
    return sorted(((bar.left + bar.right) / 2, bar.top - 1, bar.bottom + 1) for bar in standing)


def cut_row(row: Row, standing: list[Rule]) -> list[list[Atom]]:
    """Return a line's cells; numbers, and a matrix's entries, stand closer than other cells do."""
    if is_of_numbers(row.atoms):
        return cells_of(row, standing, CELL)
    if is_of_entries(row.atoms):
        cells = cells_of(row, standing, CELL)
        if are_entries(cells):
            return cells
    return cells_of(row, standing)


def cells_of(row: Row, standing: list[Rule], gap: float = TAB) -> list[list[Atom]]:
    """Return the row's atoms cut into cells: where a wide gap or a standing rule parts them."""
    middle = row.base - 0.25 * row.size
    rules = [x for x, top, bottom in standing if top <= middle <= bottom]
    cells: list[list[Atom]] = [[]]
    edge: float | None = None
    least = 0.6 * row.size
    for atom in attach_scripts(row.atoms):
        if atom.text != " ":
            size = atom.size if atom.size > least else least
            if edge is None:
                edge = atom.right
            elif atom.left - edge > gap * size or (
                rules and has_between(rules, edge - 0.3 * size, atom.left + 0.3 * size)
            ):
                cells.append([])
            if atom.right > edge:
                edge = atom.right
        cells[-1].append(atom)
    return [cell for cell in cells if says_something(cell)]


def has_between(numbers: list[float], least: float, most: float) -> bool:
    """Return whether one of some sorted numbers lies between two."""
    place = bisect_left(numbers, least)
    return place < len(numbers) and numbers[place] <= most


def line_of(
    row: Row, cells: list[list[Atom]], margins: Margins, *, turned: bool | None, either_way: bool = False
) -> Text:
    """Return the line that a row of cells says; ``either_way`` tells that its numbers may run from either side."""
    letters, latin = letters_of(row.atoms)
    from_right = runs_from_right(row, letters, latin, margins) if turned is None else turned
    open_side = False
    if letters and turned is None and len(cells) == 1:
        from_right, open_side, only = worded_cell(row, cells[0], margins, now=from_right)
        ordered = [only]
    elif letters and not from_right and margins.votes.tell_left:
        ordered = [left_cell(cell, margins.votes) for cell in cells]
    elif not (letters or from_right or margins.from_right):
        ordered = [plain_cell(cell) for cell in cells]
    else:
        ordered = [ordered_cell(cell, from_right=from_right, document=margins.from_right) for cell in cells]
    if from_right and len(cells) > 1:
        ordered.reverse()
    text = "\t".join([each.text for each in ordered])
    other = "\t".join([each.other or each.text for each in ordered])
    if margins.from_right and len(cells) == 1 and is_signed(text):
        text, other = text[1:] + text[0], text  # `۴-` on a line of its own is a heading's number
    if either_way and turned:
        label, *numbers = ordered
        other = "\t".join([label.text, *(each.other or each.text for each in reversed(numbers))])
    elif either_way or (turned is False and margins.from_right and not letters):
        other = "\t".join([each.other or each.text for each in reversed(ordered)])
    line = text_of(row, row.atoms, text, "" if other == text else other)
    if line.other and turned is not False and not open_side:
        follow_row(line, ordered)
    return line


def follow_row(line: Text, cells: list[Ordered]) -> None:
    """Set a line's lean by its cells', and read cells of which nothing tells it as the others are, where they agree."""
    leans = [each.lean for each in cells if each.other]
    if not leans:
        return
    line.lean = 0 if not any(leans) else 1 if sum(leans) > 0 else -1
    straight = "\t".join([each.straight or each.text for each in cells])
    if straight == line.text or line.lean < 0:
        return
    if not line.lean:
        line.straight = straight
    elif min(leans) >= 0:
        line.other = "\t".join([each.text if each.straight else each.other or each.text for each in cells])
        line.text = straight


def is_signed(text: str) -> bool:
    """Return whether a text is a whole number of one or two digits after a stroke."""
    return len(text) in (2, 3) and text[0] in "-–−" and text[1:].isdigit()


def text_of(row: Row, atoms: list[Atom], text: str, other: str) -> Text:
    """Return a line with its place and its doubts."""
    doubts = {Doubt.DIRECTION} if other else set()
    if any(atom.unsound for atom in atoms):
        doubts.add(Doubt.CHARACTERS)
    seen = [atom for atom in atoms if atom.text != " "] or atoms
    return Text(text, other, box_of(seen), row.base, row.size, doubts)


def worded_cell(row: Row, cell: list[Atom], margins: Margins, *, now: bool) -> tuple[bool, bool, Ordered]:
    """Return whether a row with right-to-left words runs from the right, whether that is open, and what it says.

    ``now`` is what its letters tell. Its marks vote, and where all rows have voted they decide.
    """
    if len(cell) == 1:
        return now, False, ordered_cell(cell, from_right=now, document=margins.from_right)
    tokens = tokens_of(cell, right_to_left=now or margins.from_right)
    votes, wraps = margins.votes, id(row) in margins.wrapped
    at_left, at_right = begins_only(row, margins)
    own = votes_of(tokens, at_left=at_left, at_right=at_right)
    if not votes.counted:
        votes.add(own)
    from_right, open_side = votes.side_of(own, now=now, at_left=at_left, wraps=wraps)
    if from_right or not (votes.tell_left or (votes.counted and own.sure)):
        said = ordered_tokens(tokens, from_right=from_right, document=margins.from_right)
        if open_side:
            other = left_cell(cell, votes, wraps=wraps).text
            said = Ordered(said.text, said.other if other == said.text else other)
        return from_right, open_side, said
    return False, False, left_cell(cell, votes, wraps=wraps)


def left_cell(cell: list[Atom], votes: Votes, *, wraps: bool = False) -> Ordered:
    """Return the text of a cell with right-to-left words whose paragraph runs from the left."""
    tokens = tokens_of(cell, right_to_left=False)
    if len(tokens) > MOST_TOKENS:
        return Ordered(written(tokens))
    return left_based(tokens, separated=votes.separated, wraps=wraps)


def plain_cell(cell: list[Atom]) -> Ordered:
    """Return a cell without right-to-left letters in a document that runs from the left: its text needs no tokens."""
    text = spelt(cell)
    if arabic_digits(text) or len(cell) > MOST_TOKENS:
        return ordered_cell(cell, from_right=False, document=False)
    return Ordered(facing_either(text))


def spelt(atoms: list[Atom]) -> str:
    """Return what atoms without right-to-left letters say, as their tokens do."""
    text = ""
    edge = 0.0
    blank = False
    last: Atom | None = None
    for atom in atoms:
        said, left, size = atom.text, atom.left, atom.size
        if said == " " or said == "\u00a0":
            blank = blank or atom.right - left > 0.08 * size
            continue
        if last is not None:
            gap = left - edge
            needed = (SPACE_WITH_GLYPH if blank else SPACE) * size
            if gap > needed and not follows(last, atom, gap):
                text += " "
        text += composed(said)
        if last is None or atom.right > edge:
            edge = atom.right
        blank, last = False, atom
    return text


def ordered_cell(cell: list[Atom], *, from_right: bool, document: bool) -> Ordered:
    """Return the text of a cell; numbers alone run from the left, with both readings kept in such a document."""
    if len(cell) == 1 and kind_of(cell[0].text) in WORDY:
        text = composed(cell[0].text)
        if BOTH.isdisjoint(text):
            return Ordered(text)  # a line of plain words
    return ordered_tokens(
        tokens_of(cell, right_to_left=from_right or document), from_right=from_right, document=document
    )


def ordered_tokens(tokens: list[Token], *, from_right: bool, document: bool) -> Ordered:
    """Return the text of a cell's tokens, as `ordered_cell` does."""
    if len(tokens) == 1 and tokens[0].kind in WORDY and BOTH.isdisjoint(tokens[0].text):
        return Ordered(tokens[0].text)  # most cells of tables and matrices
    if len(tokens) > MOST_TOKENS:
        return Ordered(written(tokens))
    kinds = {token.kind for token in tokens}
    latin = LATIN in kinds
    if from_right or (LETTER in kinds and not latin):
        return right_to_left(tokens)
    if LETTER in kinds:
        return left_to_right(tokens)
    if (document and not latin) or arabic_digits("".join([token.text for token in tokens])):
        turned, straight = right_to_left(tokens), left_to_right(tokens).text
        return Ordered(straight, turned.other if turned.text == straight else turned.text, 1)
    return left_to_right(tokens)


def arabic_digits(text: str) -> bool:
    """Return whether a text counts with ٠-٩, which every program draws from the right around operators.

    ٦ alone does not tell: fonts share its shape with ۶.
    """
    return not ONLY_ARABIC.isdisjoint(text)


def lines_with_matrices(
    row: Row, matrices: list[Matrix], standing: list[Rule], margins: Margins
) -> list[Text]:
    """Return a row's lines where matrices stand in it: what is before one, its rows, what is after.

    In a row from the right a formula, such as `F =`, still stands to the left of its matrix and is read before it.
    """
    letters, _ = letters_of(row.atoms)
    from_right = letters > 0 and margins.from_right
    straight = replace(margins, from_right=False)
    blocks: list[list[Text]] = []
    segment: list[Atom] = []

    def lines_in(atoms: list[Atom], own: Margins) -> list[Text]:
        if not says_something(atoms):
            return []
        piece = Row(row.base, row.size, atoms)
        return [line_of(piece, cells_of(piece, standing), own, turned=None)]

    for atom in row.atoms:
        if atom.text != "":
            segment.append(atom)
            continue
        matrix = next(each for each in matrices if each.left == atom.left and each.top == atom.top)
        start = formula_start(segment) if from_right else len(segment)
        blocks.append(lines_in(segment[:start], margins))
        blocks.append([*lines_in(segment[start:], straight), *matrix_lines(matrix)])
        segment = []
    blocks.append(lines_in(segment, margins))
    if from_right:
        blocks.reverse()
    return [line for block in blocks for line in block]


def formula_start(atoms: list[Atom]) -> int:
    """Return where the formula begins that leads to a matrix behind the atoms; their number where there is none."""
    last = next((atom.text for atom in reversed(atoms) if atom.text != " "), "")
    if last not in OPERATORS:
        return len(atoms)
    words = [place for place, atom in enumerate(atoms) if kind_of(atom.text) == LETTER]
    return words[-1] + 1 if words else 0


def matrix_lines(matrix: Matrix) -> list[Text]:
    """Return a matrix's rows with a tab between the cells; brackets say that it runs from the left.

    Where nothing of any row stands, one column ends and the next begins; rows of which some lack a cell are cut by
    their own gaps.
    """
    standing: list[Rule] = [(x, matrix.top - 1, matrix.bottom + 1) for x in between_columns(matrix.rows)]
    cut = [cells_of(row, standing, WHOLE) for row in matrix.rows]
    if not standing or any(len(cells) != len(standing) + 1 for cells in cut):
        cut = [cells_of(row, [], CELL) for row in matrix.rows]
    lines = []
    for row, cells in zip(matrix.rows, cut, strict=True):
        ordered = [left_to_right(tokens_of(cell, right_to_left=False)) for cell in cells]
        lines.append(text_of(row, row.atoms, "\t".join(with_leading_sign(each.text) for each in ordered), ""))
    return lines
