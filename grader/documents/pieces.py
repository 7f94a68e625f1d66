"""Gives a tall bracket its whole height where a file names one of its pieces only."""

from __future__ import annotations

from grader.documents.atoms import BRACKETS, Atom, any_on
from grader.documents.matrices import is_tall, usual_size
from grader.documents.model import Box
from grader.documents.page_objects import TEXT, Drawn
from grader.documents.scenery import box_of
from grader.documents.turned import Turned

ASIDE = 0.15  # ems by which a piece may stand out of the one that has a name; a brace's middle does
TOUCHES = 0.1  # ems between pieces that are drawn as one bracket
MOST_BRACKETS = 200  # on a page


def lengthen_brackets(atoms: list[Atom], drawn: list[Drawn], turned: Turned) -> None:
    """Set the tops and bottoms of tall brackets to those of all glyphs that are drawn as one bracket with them.

    ``drawn`` are the objects of their page. A font that has letters for pieces names all of them.
    """
    named = [each for each in atoms if each.text in BRACKETS]
    if not named:
        return
    usual = usual_size(atoms)
    tall = [each for each in named if is_tall(each, usual)]
    if not tall or len(tall) > MOST_BRACKETS:
        return
    widest = max(each.right - each.left + 2 * ASIDE * each.size for each in tall)
    boxes = [box for box in glyph_boxes(drawn, turned) if box[2] - box[0] <= widest]
    before = [(each.top, each.bottom) for each in tall]
    for bracket in tall:
        near = [box for box in boxes if stands_over(box, bracket)]
        grown = True
        while grown:
            grown = any(grow(bracket, box, atoms) for box in near)
    joined = {id(first) for first in tall for second in tall if first is not second and meet(first, second)}
    for bracket, (top, bottom) in zip(tall, before, strict=True):
        if id(bracket) in joined:  # nothing tells where the one ends and the next begins
            bracket.top, bracket.bottom = top, bottom


def glyph_boxes(drawn: list[Drawn], turned: Turned) -> list[Box]:
    """Return the boxes of a page's texts."""
    boxes = [box_of(thing, matrix, turned) for thing, kind, matrix, _ in drawn if kind == TEXT]
    return [box for box in boxes if box is not None]


def stands_over(box: Box, bracket: Atom) -> bool:
    """Return whether a box stands over or under a bracket and is no wider."""
    room = ASIDE * bracket.size
    return bracket.left - room <= box[0] and box[2] <= bracket.right + room


def grow(bracket: Atom, box: Box, atoms: list[Atom]) -> bool:
    """Lengthen a bracket by a piece that touches it and says nothing, and return whether that made it longer."""
    _, top, _, bottom = box
    room = TOUCHES * bracket.size
    if top > bracket.bottom + room or bottom < bracket.top - room:
        return False
    if (top >= bracket.top and bottom <= bracket.bottom) or any_on(box, atoms):
        return False
    bracket.top, bracket.bottom = min(bracket.top, top), max(bracket.bottom, bottom)
    return True


def meet(first: Atom, second: Atom) -> bool:
    """Return whether two brackets stand over each other and share some height."""
    beside = first.left >= second.right or second.left >= first.right
    return not beside and first.top < second.bottom and second.top < first.bottom
