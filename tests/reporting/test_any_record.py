"""Whatever a record holds, both pages are drawn whole, and nothing in it acts."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from grader.records import (
    Certainty,
    Decision,
    ErrorRecord,
    JsonValue,
    MistakeRecord,
    PartRecord,
    PartStatus,
    QuestionRecord,
    ReadingRecord,
    StudentRecord,
)
from grader.reporting.instructor import InstructorPage
from grader.reporting.student import LARGEST_PAGE, StudentPages
from tests.reporting.persian import translator
from tests.reporting.reading_html import Page
from tests.reporting.sample_class import Sample, make_class

HARMFUL = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f]")
ODD = st.sampled_from(
    ["", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202eevil\u2066", "{{ 7*7 }}", "{score}",
     "`code` ` `", "&amp;", "a\n   ^\nb", "\x00\x07\r\n", "-->", "]]>", "</style><script>", "۱۲/۵", "%s %(a)s",
     "\ud800", "((((", "M*N**", "1e999", "a" * 700]
)  # fmt: skip
TEXTS = st.one_of(ODD, st.text(max_size=40))
VALUES: st.SearchStrategy[JsonValue] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=12,
)
CREDITS = st.fractions(min_value=0, max_value=1, max_denominator=12)
PARTS = st.builds(
    PartRecord,
    id=st.sampled_from(["conv", "pool", "dense_params", "else"]),
    kind=st.sampled_from(
        ["integer", "number", "shape", "vector", "matrix", "expression", "choice", "written", ""]
    ),
    status=st.sampled_from(list(PartStatus)),
    credit=CREDITS,
    points=CREDITS,
    max_points=st.sampled_from([Fraction(0), Fraction(1), Fraction(5, 3)]),
    submitted=VALUES,
    value=VALUES,
    expected=VALUES,
    mistakes=st.lists(
        st.builds(MistakeRecord, code=st.just("bias_forgotten"), hint=TEXTS, credit=CREDITS), max_size=2
    ).map(tuple),
    followed_through=st.booleans(),
    feedback=st.lists(TEXTS, max_size=2).map(tuple),
    reading=st.builds(
        ReadingRecord,
        certainty=st.sampled_from(list(Certainty)),
        file=st.one_of(st.none(), TEXTS),
        text=TEXTS,
        reason=st.sampled_from([None, "malformed", "convention", "never heard of"]),
        page=st.one_of(st.none(), st.integers(1, 9)),
    ),
    shown=TEXTS,
    wrong_cells=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5).map(tuple),
    tolerance=TEXTS,
    cancelled=st.booleans(),
    decision=st.one_of(st.none(), st.builds(Decision, credit=CREDITS, by=TEXTS, note=TEXTS)),
)
RECORDS = st.builds(
    StudentRecord,
    student_id=st.one_of(st.none(), TEXTS),
    name=st.one_of(st.none(), TEXTS),
    status=st.sampled_from([record.status for record in make_class().records[-4:]]),
    files=st.just(make_class().records[0].files),
    questions=st.lists(PARTS, max_size=4, unique_by=lambda part: part.id).map(
        lambda parts: (QuestionRecord(id="conv_shapes", parts=tuple(parts)),)
    ),
    errors=st.lists(
        st.builds(ErrorRecord, code=TEXTS, file=st.one_of(st.none(), TEXTS), message=TEXTS), max_size=2
    ).map(tuple),
)


@lru_cache
def drawn_by(locale: str) -> tuple[Sample, StudentPages, InstructorPage]:
    """Return a class and what draws its pages, the expected values released."""
    sample = make_class(locale)
    words = translator(locale)
    released = replace(sample.assignment, release=True)
    return sample, StudentPages(released, words), InstructorPage(sample.assignment, words)


@settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # making such a record smaller takes minutes
)
@pytest.mark.parametrize("locale", ["en", "fa"])
@given(record=RECORDS)
def test_any_record_makes_whole_pages_that_do_nothing(locale: str, record: StudentRecord) -> None:
    sample, students, instructor = drawn_by(locale)
    for made in (students.render(record, sample.texts), instructor.render([record], {})):
        page = Page(made.decode("utf-8"))
        assert page.problems == []
        assert HARMFUL.search(page.markup) is None
        assert sum(tag == "script" for tag, _ in page.tags) == ('class="instructor"' in page.markup)
        assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
        assert {tag for tag, _ in page.tags} & {"img", "iframe", "object", "form"} <= {"form"}
        assert len(page.attributes("id")) == len(set(page.attributes("id")))
    assert len(students.render(record, sample.texts)) <= LARGEST_PAGE
