"""Shows on a student's page the places that were read, as far as the page has room for them."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import TypeAlias

from markupsafe import Markup

from grader.documents.png import size_of
from grader.records import PartStatus, StudentRecord
from grader.reporting.pages import Picture
from grader.reporting.wording import Wording

ON_SCREEN = 0.8  # pictures are drawn with 120 dots an inch, screens have 96
AROUND = 400  # bytes of the markup around a picture
STYLE = 1_000  # bytes by which their style makes a page larger

Pictures: TypeAlias = Mapping[tuple[str, str], Picture]
"""By question's and part's id."""


def fitting(pictures: Pictures, record: StudentRecord, room: int) -> Pictures:
    """Return the pictures that fit into ``room`` bytes: first of what is not right, and the small before the large."""
    order = {
        (question.id, part.id): (part.final_status is PartStatus.CORRECT, size_in_page(pictures[key]))
        for question in record.questions
        for part in question.parts
        if (key := (question.id, part.id)) in pictures
    }
    room -= STYLE
    kept: dict[tuple[str, str], Picture] = {}
    for key in sorted(order, key=lambda key: order[key]):
        room -= order[key][1]
        if room < 0:
            break
        kept[key] = pictures[key]
    return kept


def size_in_page(picture: Picture) -> int:
    """Return how many bytes a picture takes in a page."""
    return -(-len(picture.png) // 3) * 4 + AROUND


def drawn(picture: Picture, wording: Wording) -> Markup:
    """Return a picture as it stands in a page, in the size that it has on paper."""
    width, height = size_of(picture.png)
    alternative = wording.gettext(
        "Picture of the place on page {page} from which this was read", page=wording.number(picture.page)
    )
    source = base64.b64encode(picture.png).decode("ascii")
    return Markup(
        '<img class="found" src="data:image/png;base64,{}" width="{}" height="{}" alt="{}">'
    ).format(source, round(width * ON_SCREEN) or 1, round(height * ON_SCREEN) or 1, alternative)
