"""The instructor's page: what waits first, the class, its figures, and links to students."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from grader.records import FileRecord, MistakeRecord, PartStatus, StudentRecord, StudentStatus
from grader.reporting.instructor import InstructorPage
from grader.reporting.student import StudentPages
from grader.store.totals import final_status
from grader.translation import ENGLISH
from tests.reporting.reading_html import Page
from tests.reporting.sample_class import Sample, make_class
from tests.reporting.test_student import HOSTILE, changed


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_class()


@pytest.fixture(scope="module")
def page(sample: Sample) -> Page:
    return drawn(sample, sample.records)


def drawn(sample: Sample, records: list[StudentRecord], *notes: str) -> Page:
    made = InstructorPage(sample.assignment, ENGLISH).render(records, sample.reports, notes)
    return Page(made.decode("utf-8"))


def test_what_waits_comes_first(page: Page) -> None:
    assert page.headings[:4] == [
        "Convolutional networks, first homework",
        "18 decisions wait in 5 groups",
        "1 Output of a 3×3 filter over a small image — 3 groups wait",
        "2 Stride and padding shapes through a stack of layers — 2 groups wait",
    ]


def test_the_page_is_well_formed_and_its_ids_are_its_own(page: Page, sample: Sample) -> None:
    assert page.problems == []
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    addresses = set(sample.reports.values())
    for href in page.attributes("href"):
        assert href.partition("#")[0] in addresses or href[1:] in ids


def test_the_policy_allows_just_the_style_and_the_script(page: Page) -> None:
    policy = next(value for value in page.attributes("content") if "default-src" in value)
    for name in ("style", "script"):
        inside = re.search(rf"<{name}>(.*?)</{name}>", page.markup, re.DOTALL)
        assert inside is not None
        digest = base64.b64encode(hashlib.sha256(inside[1].encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert page.attributes("src") == page.attributes("style") == page.attributes("onclick") == []


def test_every_student_stands_in_the_class_table_once(page: Page, sample: Sample) -> None:
    rows = [attributes["data-status"] for tag, attributes in page.tags if "data-status" in attributes]
    assert len(rows) == len(sample.records)
    for status in StudentStatus:
        assert rows.count(status.value) == sum(final_status(record) is status for record in sample.records)
    for address in sample.reports.values():
        assert address in page.attributes("href")


def test_a_group_links_to_the_part_on_each_students_page(page: Page, sample: Sample) -> None:
    for record in sample.records:
        for question in record.questions:
            for part in question.parts:
                address = f"{sample.reports[str(record.student_id)]}#{question.id}.{part.id}"
                assert (address in page.attributes("href")) == part.waits


def test_one_convention_in_many_parts_is_one_group(sample: Sample) -> None:
    code = MistakeRecord(code="macs_for_flops", hint="Did you count 2 per MAC?", credit=Fraction(0))
    records = []
    for record in sample.records[:3]:
        for part in (0, 1):
            reading = replace(record.questions[1].parts[part].reading, reason="convention")
            status = sample.records[3].questions[1].parts[2].status
            record = changed(record, 1, part, reading=reading, status=status, mistakes=(code,))
        records.append(record)
    page = drawn(sample, records)
    assert page.text.count("macs_for_flops") == 1 + 2  # the group, and the two parts' mistakes
    waiting = page.text[page.text.index("convention") - 400 :]
    assert waiting.index("2 a · conv") < waiting.index("2 b · pool")


def test_a_remark_about_many_is_said_once(sample: Sample) -> None:
    remark = sample.records[5].errors
    page = drawn(sample, [replace(record, errors=remark) for record in sample.records[:10]])
    assert page.text.count("is no part of this homework") == 1
    assert "10 students" in page.text


def test_a_part_that_only_some_were_asked_is_shown_too(sample: Sample) -> None:
    record = changed(sample.records[3], 1, 2, id="deep_params")
    page = drawn(sample, [*sample.records[:3], record])
    assert "2 · deep_params" in page.text
    assert StudentPages(sample.assignment, ENGLISH).render(record, sample.texts).count(b"deep_params") > 3


def test_the_key_is_the_instructors(page: Page) -> None:
    assert "14 × 14 × 32" in page.text
    assert page.text.count("Expected") == 9 - 1  # each part but the written one


def test_files_that_need_a_look_are_named_with_the_runs_own_remarks(sample: Sample) -> None:
    page = drawn(sample, sample.records, "2 files beginning with a dot were left out")
    assert "Files that need a look" in page.headings
    said = " ".join(page.text.split())
    assert "Save it again and hand it in.دلارام فرهادی 401200021.json" in said
    assert "Nothing handed inکیان امیری" in said
    assert "2 files beginning with a dot were left out" in page.text


def test_each_file_is_listed_under_what_it_was_taken_for(sample: Sample) -> None:
    def handed_in(record: StudentRecord, *files: tuple[str, str]) -> StudentRecord:
        return replace(
            record, files=tuple(FileRecord(path=path, sha256="", kind=kind) for path, kind in files)
        )

    first, second, third = sample.records[:3]
    page = drawn(
        sample,
        [
            handed_in(first, ("first.pdf", "typed"), ("more.pdf", "typed"), ("photo.jpg", "scan")),
            handed_in(second, ("second.pdf", "typed"), ("broken.docx", "")),
            handed_in(third, ("second.pdf", "typed")),  # of both
        ],
    )
    said = " ".join(page.text.split())
    listed = said[said.index("What each file was taken for") : said.index("Summary", said.index("What each"))]
    one, two, three = (str(record.name) for record in (first, second, third))
    assert listed.strip() == (
        f"What each file was taken for nothing that could be read: 1{two} broken.docx "
        f"scans and photographs: 1{one} photo.jpg "
        f"typed documents: 3{one} first.pdf more.pdf{two} second.pdf{three} second.pdf"
    )


def test_nothing_a_student_wrote_acts(sample: Sample) -> None:
    record = replace(sample.records[3], name=HOSTILE)
    record = changed(record, 1, 2, submitted=HOSTILE, shown=HOSTILE, feedback=(HOSTILE,))
    record = changed(record, 1, 0, shown=HOSTILE, status=PartStatus.INCORRECT, credit=Fraction(0))
    record = changed(
        record, 0, 0, status=PartStatus.INCORRECT, credit=Fraction(0), value=[[HOSTILE, 1]], shown=HOSTILE
    )
    page = drawn(sample, [record])
    assert page.problems == []
    assert "<script>alert" not in page.markup
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x07]", page.markup)


def test_a_class_without_any_mark_has_no_mean(sample: Sample) -> None:
    page = drawn(sample, [sample.records[22]])
    assert "No mark is final yet, so there is no mean." in page.text
    assert "Nothing waits for a person" in page.headings
    assert drawn(sample, []).problems == []


def test_a_file_of_nobody_is_listed_without_a_link(sample: Sample) -> None:
    nobody = replace(sample.records[21], student_id=None, name=None)
    page = drawn(sample, [nobody])
    assert page.problems == []
    assert "401200021.json" in page.text


def test_five_hundred_students_stay_within_five_megabytes(sample: Sample) -> None:
    records = [
        replace(record, student_id=f"{record.student_id}-{copy}")
        for copy in range(22)
        for record in sample.records
    ]
    essays = [
        changed(record, 0, 2, submitted=f"{number} " * 600) if record.questions else record
        for number, record in enumerate(records)
    ]
    made = InstructorPage(sample.assignment, ENGLISH).render(essays, {})
    assert len(made) < 5_000_000


def test_the_page_is_the_same_as_it_was(page: Page, check_golden: Callable[[str, bytes], None]) -> None:
    check_golden("instructor-en.html", page.markup.encode("utf-8"))
