"""Marks the cells of a printed notebook as a program's own text: what it says may support an answer, and is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.documents.model import Line
from grader.finding.headings import heading_of

PROMPT = re.compile(r"\s*(?:In|Out) ?\[[0-9 *]{1,4}\] ?:")
CODE = re.compile(
    r"^\s*(?:import|from|def|return|for|while|if|else|elif|print|with|class|assert|#|@)\b|\w\.\w+\(|^\s*\w[\w, ]* = \w"
    r"|^\s*\w+\([^)]*\)?\s*;?\s*$|np\.|torch\.|nn\.|tf\.|\*\*|==|\[:"
)
OUTPUT = re.compile(r"[\s\[\](){},;.:\t0-9eE+*/-]+(?:\)|\])?|.*(?:tensor|array|dtype).*")


def with_programs(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines, those of cells that begin with `In [1]:` or `Out[1]:` marked as code."""
    if sum(bool(PROMPT.match(line.text)) for line in lines) < 2:
        yield from lines
        return
    is_cell = False
    for line in lines:
        if PROMPT.match(line.text):
            is_cell = True
        elif is_cell:
            is_cell = bool(CODE.search(line.text) or OUTPUT.fullmatch(line.text)) and not says_part(line)
        yield replace(line, code=True) if is_cell else line


def says_part(line: Line) -> bool:
    """Return whether a line begins a question or a part, which ends a cell."""
    mark = heading_of(line)
    return mark is not None and (mark.named or bool(mark.letter))
