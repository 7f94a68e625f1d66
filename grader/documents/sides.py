"""Tells from which side a row of a page runs: by its letters, and by where it stands between the margins."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from grader.documents.atoms import NUMBER, kind_of
from grader.documents.bases import Votes, begins_with_label
from grader.documents.rows import Row
from grader.documents.tokens import tokens_of

AT_MARGIN = 3.0  # ems from a margin within which a line begins there
FULL = 0.2  # of the width may be left free where the next word or formula did not fit
SAME_PARAGRAPH = 1.9  # ems between the baselines of a paragraph's rows; paragraphs stand farther apart


@dataclass(slots=True)
class Margins:
    """Where a piece of a page begins and ends, whether its document runs from the right, and what its rows tell.

    ``wrapped`` are its rows that go on in the next one, and these, by their identity.
    """

    left: float
    right: float
    from_right: bool
    votes: Votes
    wrapped: frozenset[int] = frozenset()


def runs_from_right(row: Row, letters: int, latin: int, margins: Margins) -> bool:
    """Return whether a row runs from the right: by its right-to-left and Latin letters, and where it begins."""
    if not margins.from_right:
        return letters > latin
    if letters:
        return latin <= letters or not begins_only(row, margins)[0]
    numbers = not latin and any(kind_of(atom.text) == NUMBER for atom in row.atoms)
    return numbers and begins_only(row, margins)[1]


def begins_only(row: Row, margins: Margins) -> tuple[bool, bool]:
    """Return whether a row begins at the left margin only, and whether at the right one only."""
    room = AT_MARGIN * row.size  # its atoms are sorted by their left edges
    at_left, at_right = row.atoms[0].left - margins.left < room, margins.right - row.atoms[-1].right < room
    return at_left and not at_right, at_right and not at_left


def wrapped_rows(rows: list[Row], margins: Margins) -> frozenset[int]:
    """Return which rows of a piece may go on in the next one, and the next ones, by their identity."""
    found: list[int] = []
    least = margins.right - FULL * (margins.right - margins.left)
    for row, after in pairwise(rows):
        near = after.base - row.base < SAME_PARAGRAPH * row.size
        if row.right > least and near and not begins_with_label(tokens_of(after.atoms, right_to_left=False)):
            found.extend((id(row), id(after)))
    return frozenset(found)
