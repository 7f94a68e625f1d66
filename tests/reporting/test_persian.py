"""The Persian catalogue: whole, with the same placeholders, and used on every page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from grader.reporting.instructor import InstructorPage
from grader.reporting.student import StudentPages
from grader.translation import PLACEHOLDER
from tests.reporting.persian import persian, persian_catalogue
from tests.reporting.reading_html import Page
from tests.reporting.sample_class import Sample, make_class

REPORTING = Path(__file__).parents[2] / "grader" / "reporting"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "Message": None}


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_class("fa")


def texts() -> set[str | tuple[str, ...]]:
    """Return every text of the pages, as Babel finds it."""
    found = extract_from_dir(REPORTING, METHODS, {}, KEYWORDS)
    return {message if isinstance(message, str) else tuple(message) for _, _, message, _, _ in found}


def test_every_text_of_the_pages_is_translated() -> None:
    catalogue = persian_catalogue()
    missing = [text for text in texts() if not catalogue.get(text) or not catalogue[text].string]
    assert missing == []


def test_a_translation_has_the_placeholders_of_its_text() -> None:
    for message in persian_catalogue():
        if not message.id:
            continue
        forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        known = {name for text in ids for name in PLACEHOLDER.findall(text)}
        for form in forms:
            names = set(PLACEHOLDER.findall(str(form)))
            assert known - {"count"} <= names <= known, message.id


def test_no_english_is_left_on_a_persian_page(sample: Sample) -> None:
    """What stays in Latin letters is named here: names, names to quote, what students wrote, file names."""
    pages = StudentPages(sample.assignment, persian())
    page = Page(pages.render(sample.records[0], sample.texts).decode("utf-8"))
    words = set(re.findall(r"[A-Za-z]{3,}", page.text))
    quoted = {"conv", "pool", "dense", "output", "role", "ratio", "formula", "effective", "kernel", "params"}
    assert words - quoted == {
        "Sara", "Ahmadi", "answers", "where", "the", "brightness", "changes", "quickly", "Flat", "regions",
        "give", "line", "gives", "Naderi", "Laplacian", "laplacian", "None", "json", "JSON", "SHA", "cnn", "grade",
        "example", "org", "laplacian_output", "conv_shapes", "dilated_output", "parameter_counts", "name", "shapes",
        "dilated", "parameter", "counts",
    } & words  # fmt: skip


def test_the_page_says_that_it_reads_from_right_to_left(sample: Sample) -> None:
    page = Page(StudentPages(sample.assignment, persian()).render(sample.records[0], sample.texts).decode())
    assert ("html", {"lang": "fa", "dir": "rtl"}) in page.tags
    assert page.headings[0] == "Sara Ahmadi — ۱۶٫۳ از ۲۲ نمره"
    assert "۲ پ · dense_params — تا حدی درست، ۱ از ۲ نمره" in page.headings
    assert "سوال چهارم · ratio — درست، ۲ از ۲ نمره" in page.headings


def test_persian_pages_are_the_same_as_they_were(
    sample: Sample, check_golden: Callable[[str, bytes], None]
) -> None:
    words = persian()
    student = StudentPages(sample.assignment, words)
    check_golden("student-fa.html", student.render(sample.records[0], sample.texts))
    instructor = InstructorPage(sample.assignment, words)
    check_golden("instructor-fa.html", instructor.render(sample.records, sample.reports))
