"""Names of what is written about a student are safe, and differ where what they name differs."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from grader.store.naming import evidence_file_name

SHA = "0d52b1a7" + 56 * "0"


def test_a_page_is_named_after_student_file_and_page() -> None:
    assert re.fullmatch(
        r"evidence/401200001-[0-9a-f]{8}-0d52b1a7-p2\.png", evidence_file_name("401200001", SHA, 2)
    )


@given(st.text(), st.text(min_size=1))
def test_no_student_and_no_place_leads_out_of_the_folder(student: str, place: str) -> None:
    name = evidence_file_name(student, SHA, 1, place)
    assert re.fullmatch(r"evidence/[A-Za-z0-9-]{1,80}\.png", name)
    assert name != evidence_file_name(student, SHA, 1)
    assert name != evidence_file_name(student, SHA, 1, place + "0")
    assert name != evidence_file_name(student + "x", SHA, 1, place)
