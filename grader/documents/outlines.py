"""Finds brackets that are drawn as outlines, as web pages draw those that are too tall for a font."""

from __future__ import annotations

from grader.documents.atoms import Atom, any_on
from grader.documents.matrices import usual_size
from grader.documents.model import Box

LOWEST, WIDEST = 1.5, 1.2  # ems; a bracket around one row is a letter of a font
SLENDER = 3.0  # times as high as wide
FEWEST_SIDES = 8  # segments; a box of a diagram has four, or five where it is closed
MOST_OUTLINES = 200  # on a page; a drawing has more
ALIKE = 1.5  # points by which the two brackets of a pair differ


def may_be_bracket(box: Box, sides: int) -> bool:
    """Return whether an outline of so many segments in a box may be a bracket."""
    left, top, right, bottom = box
    return sides >= FEWEST_SIDES and bottom - top > SLENDER * (right - left)


def brackets_drawn(outlines: list[Box], atoms: list[Atom]) -> list[Atom]:
    """Return pairs of outlines of one size, with something between them and nothing on them, as brackets."""
    if not outlines or not atoms or len(outlines) > MOST_OUTLINES:
        return []
    size = usual_size(atoms)
    waiting = sorted(box for box in outlines if is_as_large(box, size) and not any_on(box, atoms))
    found: list[Atom] = []
    while waiting:
        left = waiting.pop(0)
        right = next((box for box in waiting if are_alike(left, box)), None)
        if right is None or not any_on((left[2], left[1], right[0], left[3]), atoms):
            continue
        waiting.remove(right)
        found += [
            Atom(text, box[0], box[2], box[3], size, box[1], box[3])
            for text, box in (("[", left), ("]", right))
        ]
    return found


def is_as_large(box: Box, size: float) -> bool:
    """Return whether a box is as high and as narrow as a bracket around rows of letters of a size."""
    left, top, right, bottom = box
    return bottom - top > LOWEST * size and right - left < WIDEST * size


def are_alike(first: Box, second: Box) -> bool:
    """Return whether two boxes are level and of one width."""
    level = abs(first[1] - second[1]) < ALIKE and abs(first[3] - second[3]) < ALIKE
    return level and abs((first[2] - first[0]) - (second[2] - second[0])) < ALIKE
