"""A page before its lines are found: atoms, thin bars, pictures, and what nobody sees."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.documents.atoms import Atom
from grader.documents.model import Box


@dataclass(slots=True)
class Bar:
    """A thin straight stroke: horizontal where ``wide``, else vertical."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def wide(self) -> bool:
        """Return whether it lies."""
        return self.right - self.left >= self.bottom - self.top


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One page: its number from 1, its extent in points and all that stands on it, from the top left corner.

    ``recognised`` tells that the atoms are what a machine recognised in the page's picture; ``unread`` that a
    picture or a drawing on it may say something that no atom says; ``refused`` that a limit kept it unread.
    """

    number: int
    width: float
    height: float
    atoms: list[Atom] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    notes: list[tuple[Box, str]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    picture: bool = False
    recognised: bool = False
    unread: bool = False
    refused: bool = False
    unsound: bool = False
