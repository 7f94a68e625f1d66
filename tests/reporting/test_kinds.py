"""What files are taken for has words, one file and several, and counts."""

from __future__ import annotations

from grader.documents.model import Source
from grader.reporting.kinds import KINDS, SEVERAL, counted


def test_whatever_a_file_may_be_taken_for_has_words() -> None:
    assert set(KINDS) == {"json", *Source}
    assert set(SEVERAL) == {"", *KINDS}


def test_each_kind_is_counted_and_no_other_is_named() -> None:
    assert list(counted(["json", "scan", "typed", "scan", ""]).items()) == [
        ("", 1), ("scan", 2), ("typed", 1), ("json", 1),
    ]  # fmt: skip
