"""The student's page: what its headings tell, what it shows and what it never shows."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from grader.records import Decision, ErrorRecord, PartRecord, PartStatus, StudentRecord, StudentStatus
from grader.reporting.student import LARGEST_PAGE, StudentPages
from grader.translation import ENGLISH
from tests.reporting.reading_html import Page
from tests.reporting.sample_class import Sample, make_class

HOSTILE = '"><script>alert(1)</script>\u202egpj.exe\x07'


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_class()


@pytest.fixture(scope="module")
def pages(sample: Sample) -> StudentPages:
    return StudentPages(sample.assignment, ENGLISH)


def drawn(pages: StudentPages, sample: Sample, record: StudentRecord) -> Page:
    return Page(pages.render(record, sample.texts).decode("utf-8"))


def changed(record: StudentRecord, question: int, part: int, **changes: object) -> StudentRecord:
    """Return the record with one part changed."""
    questions = list(record.questions)
    parts = list(questions[question].parts)
    parts[part] = replace(parts[part], **changes)  # type: ignore[arg-type]  # the tests name real fields
    questions[question] = replace(questions[question], parts=tuple(parts))
    return replace(record, questions=tuple(questions))


def test_headings_alone_tell_the_verdicts(pages: StudentPages, sample: Sample) -> None:
    assert drawn(pages, sample, sample.records[3]).headings == [
        "Jonas Müller — 16.8 of the 18 points decided so far; 4 wait for a person",
        "1 Output of a 3×3 filter over a small image — 4.8 of the 6 points decided so far; "
        "2 wait for a person",
        "1 a · output — partly correct, 3.8 of 5 points",
        "1 b · kernel_name — correct, 1 of 1 point",
        "1 c · role — waits for its marker, 2 points open",
        "2 Stride and padding shapes through a stack of layers — 6 of the 6 points decided so far; "
        "2 wait for a person",
        "2 a · conv — correct, 3 of 3 points",
        "2 b · pool — correct, 3 of 3 points",
        "2 c · dense_params — waits for a person, 2 points open",
        "3 Output size of a dilated convolution — 4 of 4 points",
        "3 a · effective_kernel — correct, 1 of 1 point",
        "3 b · formula — correct, 3 of 3 points",
        "Standard against depthwise-separable convolution — 2 of 2 points",
        "parameter_counts · ratio — correct, 2 of 2 points",
        "Receipt",
    ]


def test_every_page_is_well_formed_and_its_ids_are_its_own(pages: StudentPages, sample: Sample) -> None:
    for record in sample.records:
        page = drawn(pages, sample, record)
        assert page.problems == []
        ids = page.attributes("id")
        assert len(ids) == len(set(ids))
        for target in page.attributes("aria-labelledby"):
            assert target in ids
        for href in page.attributes("href"):
            assert href.startswith(("#", "mailto:"))
            assert not href.startswith("#") or href[1:] in ids


def test_nothing_is_loaded_and_the_policy_allows_exactly_the_style(
    pages: StudentPages, sample: Sample
) -> None:
    markup = pages.render(sample.records[0], sample.texts).decode("utf-8")
    style = re.search(r"<style>(.*)</style>", markup, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    page = Page(markup)
    policy = next(value for value in page.attributes("content") if "default-src" in value)
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "script" not in {tag for tag, _ in page.tags}
    assert page.attributes("src") == []
    assert page.attributes("style") == []
    assert "url(" not in markup


def test_an_expected_value_is_shown_only_when_released(sample: Sample) -> None:
    record = changed(sample.records[1], 1, 0, expected=[987, 654, 321])
    hidden = StudentPages(sample.assignment, ENGLISH)
    assert "987" not in hidden.render(record, sample.texts).decode()
    released = StudentPages(replace(sample.assignment, release=True), ENGLISH)
    assert "987 × 654 × 321" in drawn(released, sample, record).text


def test_a_released_matrix_stands_as_a_table(sample: Sample) -> None:
    released = StudentPages(replace(sample.assignment, release=True), ENGLISH)
    page = drawn(released, sample, sample.records[0])
    assert "What was expected" in page.text
    assert page.problems == []


def test_wrong_cells_are_named_in_a_sentence_and_marked(pages: StudentPages, sample: Sample) -> None:
    page = drawn(pages, sample, sample.records[0])
    assert "These cells differ: row 1: columns 2 to 4; row 5: columns 2 to 4." in page.text
    assert sum(attributes.get("class") == "wrong" for tag, attributes in page.tags if tag == "td") == 6
    assert page.text.count("differs") == 6


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"submitted": HOSTILE}, id="answer"),
        pytest.param({"shown": HOSTILE, "value": HOSTILE}, id="reading"),
        pytest.param({"feedback": (HOSTILE,)}, id="feedback"),
        pytest.param({"feedback": (f"{HOSTILE}\n   ^\nwrite a number",)}, id="caret"),
        pytest.param({"tolerance": HOSTILE}, id="tolerance"),
        pytest.param({"decision": Decision(credit=Fraction(1), by=HOSTILE, note=HOSTILE)}, id="decision"),
        pytest.param({"kind": "expression", "shown": HOSTILE}, id="formula"),
        pytest.param({"kind": "matrix", "value": [[HOSTILE, 1], [2]], "wrong_cells": ((0, 0),)}, id="cell"),
    ],
)
def test_hostile_texts_are_shown_and_do_nothing(
    pages: StudentPages, sample: Sample, change: dict[str, object]
) -> None:
    markup = pages.render(changed(sample.records[0], 1, 2, **change), sample.texts).decode("utf-8")
    assert "<script" not in markup
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x07]", markup)
    assert Page(markup).problems == []


def test_a_hostile_name_is_shown_and_does_nothing(pages: StudentPages, sample: Sample) -> None:
    record = replace(sample.records[0], name=HOSTILE, student_id=HOSTILE)
    page = drawn(pages, sample, record)
    assert page.problems == []
    assert "RLO" in page.headings[0]


def test_another_students_data_stays_away(pages: StudentPages, sample: Sample) -> None:
    record = sample.records[5]
    own = record.errors[0]
    other = ErrorRecord(code="unknown_key", file="401200007.json", message="about 401200007")
    shared = ErrorRecord(code="same_content", file=None, message="the same bytes came from 401200007")
    page = drawn(pages, sample, replace(record, errors=(own, other, shared)))
    assert "conv_shapes.dens" in page.text
    assert "401200007" not in page.markup


@pytest.mark.parametrize(
    ("status", "words"),
    [
        pytest.param(StudentStatus.UNREADABLE, "could not be read", id="unreadable"),
        pytest.param(StudentStatus.MISSING, "nothing handed in", id="missing"),
    ],
)
def test_a_page_without_marks_says_why(
    pages: StudentPages, sample: Sample, status: StudentStatus, words: str
) -> None:
    record = next(record for record in sample.records if record.status is status)
    page = drawn(pages, sample, record)
    assert words in page.headings[0]
    assert "points" not in page.headings[0]
    assert all(error.message.split(":")[0] in page.text for error in record.errors)


def test_a_decision_shows_who_decided_and_their_comment(pages: StudentPages, sample: Sample) -> None:
    page = drawn(pages, sample, sample.records[0])
    assert "1 c · role — partly correct, 1.5 of 2 points" in page.headings
    assert "Dr. Naderi decided: 1.5 of 2 points." in page.text
    assert "Well argued; the sign was not asked." in page.text


def test_what_follows_from_an_earlier_answer_is_said(pages: StudentPages, sample: Sample) -> None:
    assert "follows from your earlier answer" in drawn(pages, sample, sample.records[1]).text


def test_the_receipt_names_file_hash_versions_tolerances_and_contact(
    pages: StudentPages, sample: Sample
) -> None:
    record = sample.records[0]
    text = drawn(pages, sample, record).text
    receipt = text[text.index("Receipt") :]
    for quoted in (
        "401200000.json: taken for answers in JSON",
        record.files[0].sha256[:12],
        "grade 0.1.0",
        "conv_shapes.conv",
        "exact",
    ):
        assert quoted in receipt
    assert record.files[0].sha256[:13] not in receipt
    assert "ta@example.org" in receipt
    assert "ask a person to look at any part" in receipt


def test_a_page_of_huge_answers_stays_within_its_size(pages: StudentPages, sample: Sample) -> None:
    huge: list[object] = [["1234567.125"] * 60 for _ in range(60)]
    record = sample.records[0]
    for question, parts in enumerate((3, 3, 2, 1)):
        for part in range(parts):
            record = changed(record, question, part, kind="matrix", value=huge, submitted=huge)
    page = pages.render(record, sample.texts)
    assert len(page) <= LARGEST_PAGE
    assert "Only the first rows and columns are shown here." in page.decode()


def test_a_part_drawn_before_is_drawn_the_same(pages: StudentPages, sample: Sample) -> None:
    fresh = StudentPages(sample.assignment, ENGLISH)
    for record in sample.records:
        assert pages.render(record, sample.texts) == fresh.render(record, dict(sample.texts))


def test_a_student_page_is_the_same_as_it_was(
    pages: StudentPages, sample: Sample, check_golden: Callable[[str, bytes], None]
) -> None:
    check_golden("student-en.html", pages.render(sample.records[3], sample.texts))


@pytest.mark.parametrize("status", list(PartStatus), ids=str)
def test_every_verdict_has_words_of_its_own(pages: StudentPages, sample: Sample, status: PartStatus) -> None:
    part: PartRecord = sample.records[0].questions[0].parts[0]
    record = changed(sample.records[0], 0, 0, status=status, credit=part.credit)
    words = pages.wording.say(pages.wording.verdict(record.questions[0].parts[0]).words)
    assert f"1 a · output — {words}" in drawn(pages, sample, record).text
