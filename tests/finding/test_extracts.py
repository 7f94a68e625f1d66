"""Nobody who wrote the right answer is marked wrong, nor the other way round, in extracts of every make."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.records import PartStatus
from tests.finding.conftest import Grade
from tests.finding.extracts import EXTRACTS, Extract
from tests.finding.later_extracts import LATER_EXTRACTS

STATUSES = {
    "c": PartStatus.CORRECT,
    "i": PartStatus.INCORRECT,
    "p": PartStatus.PARTIAL,
    "b": PartStatus.BLANK,
    "r": PartStatus.NEEDS_REVIEW,
    "w": PartStatus.AWAITING_MARKER,
}
EVERY_EXTRACT = (*EXTRACTS, *LATER_EXTRACTS)
FEWEST_BEST = 0.9  # of the parts are decided as a careful person would


def gold_of(extract: Extract) -> Iterator[tuple[str, list[PartStatus]]]:
    for each in extract.gold.split():
        part, _, letters = each.partition("=")
        yield part, [STATUSES[letter] for letter in letters]


@pytest.mark.parametrize("extract", [pytest.param(each, id=each.id) for each in EVERY_EXTRACT])
def test_no_part_is_judged_falsely(grade: Grade, extract: Extract) -> None:
    parts = grade(extract.asked, extract.text, extract.ending)
    wrong = {
        part: (parts[part].status.value, parts[part].reading.text)
        for part, allowed in gold_of(extract)
        if parts[part].status not in (*allowed, PartStatus.NEEDS_REVIEW)
    }

    assert wrong == {}


def test_most_parts_are_decided_as_a_careful_person_would(grade: Grade) -> None:
    best = [
        grade(extract.asked, extract.text, extract.ending)[part].status is allowed[0]
        for extract in EVERY_EXTRACT
        for part, allowed in gold_of(extract)
    ]

    assert sum(best) / len(best) >= FEWEST_BEST
