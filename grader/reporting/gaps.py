"""Lets a template be drawn once for each shape of page, with named gaps for what differs from student to student."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from markupsafe import Markup

GAP = re.compile("\x00([a-z]+[0-9]*)\x00")  # no text of anybody's is drawn with such signs

Pieces: TypeAlias = tuple[str, ...]  # texts and names of gaps in turn, a text first and last


def gap(name: str) -> Markup:
    """Return what stands in a drawn page where ``name`` belongs."""
    return Markup(f"\x00{name}\x00")  # noqa: S704 - a name of ours


def cut_at_gaps(drawn: str) -> Pieces:
    """Return a drawn page as the texts around its gaps, with the gaps' names between them."""
    return tuple(GAP.split(drawn))


def filled(pieces: Pieces, values: Mapping[str, str]) -> str:
    """Return the page with each gap filled by what ``values`` has under its name."""
    texts = list(pieces)
    texts[1::2] = [values[name] for name in pieces[1::2]]
    return "".join(texts)
