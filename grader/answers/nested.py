"""Cuts the text of a list of three levels, such as the filter `[[[1, 2], [3, 4]]]`, into its cells."""

from __future__ import annotations

import re

from grader.answers.characters import fold_characters
from grader.records import JsonValue

LONGEST_TEXT = 20_000
DEEPEST = 3
OPENING = re.compile(r"(?:np|numpy|torch)?\.?(?:array|tensor|asarray)?[\s(]*\[\s*\[\s*\[")
PIECE = re.compile(r"\[|\]|[^\[\]]+")


def cells_of_three_levels(text: str) -> JsonValue | None:
    """Return the nested list that a text of three levels of square brackets spells, its cells as texts.

    None for anything else: what has fewer levels is read as a table. Where a row holds no comma, blanks part its
    cells, as NumPy prints them.
    """
    if len(text) > LONGEST_TEXT or text.count("[") < DEEPEST:
        return None
    folded = fold_characters(text).text.strip()
    opening = OPENING.match(folded)
    if opening is None:
        return None
    root: list[JsonValue] = []
    open_lists = [root]
    for piece in PIECE.findall(folded[folded.index("[") :].rstrip(" );.")):
        if piece == "[" and len(open_lists) <= DEEPEST and not (len(open_lists) == 1 and root):
            inner: list[JsonValue] = []
            open_lists[-1].append(inner)
            open_lists.append(inner)
        elif piece == "]" and len(open_lists) > 1:
            open_lists.pop()
        elif piece not in "[]" and len(open_lists) == DEEPEST + 1 and not open_lists[-1]:
            open_lists[-1].extend(piece.split("," if "," in piece else None))
        elif piece.strip(" ,\n\t\r"):
            return None
    return root[0] if len(open_lists) == 1 and root else None
