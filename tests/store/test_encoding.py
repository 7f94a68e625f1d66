"""A stored record comes back equal."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from grader.answers.reading import JsonFloat
from grader.records import (
    Certainty,
    Decision,
    ErrorRecord,
    FileRecord,
    JsonValue,
    MistakeRecord,
    PartRecord,
    PartStatus,
    QuestionRecord,
    ReadingRecord,
    StudentRecord,
    StudentStatus,
)
from grader.store.decisions import apply_decisions
from grader.store.encoding import decode_record, encode_record
from grader.store.results import results_line
from grader.store.review import review_lines
from grader.translation import ENGLISH
from tests.store.invented import HEADER, part, student, waiting

FRACTIONS = some.fractions()
TEXTS = some.text(max_size=8)
SHORT = some.text(max_size=3) | some.none()
JSON: some.SearchStrategy[JsonValue] = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)
READINGS = some.builds(
    ReadingRecord,
    certainty=some.sampled_from(Certainty),
    file=some.sampled_from(["a.json", "b.json", '"c".json', "d\n.json", None]),
    text=TEXTS,
    reason=SHORT,
    page=some.none() | some.integers(0, 9),
    box=some.none() | some.tuples(*[some.floats(0, 1)] * 4),
)
PARTS = some.builds(
    PartRecord,
    id=TEXTS,
    kind=TEXTS,
    status=some.sampled_from(PartStatus),
    credit=FRACTIONS,
    points=FRACTIONS,
    max_points=FRACTIONS,
    submitted=JSON,
    value=JSON,
    expected=JSON,
    mistakes=some.lists(some.builds(MistakeRecord, code=TEXTS, hint=TEXTS, credit=FRACTIONS), max_size=2).map(
        tuple
    ),
    followed_through=some.booleans(),
    feedback=some.lists(TEXTS, max_size=2).map(tuple),
    reading=READINGS,
    shown=TEXTS,
    wrong_cells=some.lists(some.tuples(some.integers(0), some.integers(0)), max_size=2).map(tuple),
    tolerance=TEXTS,
    cancelled=some.booleans(),
    decision=some.none() | some.builds(Decision, credit=FRACTIONS, by=TEXTS, note=TEXTS),
)
QUESTIONS = some.builds(QuestionRecord, id=TEXTS, parts=some.lists(PARTS, max_size=3).map(tuple), params=JSON)
RECORDS = some.builds(
    StudentRecord,
    student_id=SHORT,
    name=SHORT,
    status=some.sampled_from(StudentStatus),
    files=some.lists(
        some.builds(FileRecord, path=some.sampled_from(["a.json", "b.json"]), sha256=TEXTS), max_size=2
    ).map(tuple),
    questions=some.lists(QUESTIONS, max_size=2).map(tuple),
    errors=some.lists(some.builds(ErrorRecord, code=TEXTS, file=SHORT, message=TEXTS), max_size=2).map(tuple),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(record=RECORDS)
def test_a_stored_record_comes_back_equal(record: StudentRecord) -> None:
    assert decode_record(encode_record(record)) == record


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(record=RECORDS)
def test_a_record_that_came_back_is_stored_as_the_same_text(record: StudentRecord) -> None:
    """A rerun that loads records must leave the same bytes as the run that graded them."""
    text = encode_record(record)
    assert encode_record(decode_record(text)) == text


def test_lone_surrogates_survive_on_the_disk() -> None:
    record = StudentRecord(
        student_id="4\udc80",
        name="\ud800",
        status=StudentStatus.GRADED,
        files=(FileRecord(path="\udcff.json", sha256=""),),
        questions=(),
        errors=(),
    )
    data = encode_record(record).encode("utf-8", "backslashreplace")
    assert decode_record(data) == record


def test_equal_values_of_other_types_are_not_confused() -> None:
    """1 and True and 1.0 are equal in Python and different on paper."""
    values: list[JsonValue] = [1, True, 1.0, [1], [True]]
    for value in values:
        reading = ReadingRecord(certainty=Certainty.CERTAIN, file=None, text="1")
        part = PartRecord(
            id="p", kind="integer", status=PartStatus.CORRECT, credit=Fraction(1), points=Fraction(1),
            max_points=Fraction(1), submitted=value, value=value, expected=value, mistakes=(),
            followed_through=False, feedback=(), reading=reading,
        )  # fmt: skip
        record = StudentRecord(
            student_id="1", name=None, status=StudentStatus.GRADED, files=(),
            questions=(QuestionRecord(id="q", parts=(part,)),), errors=(),
        )  # fmt: skip
        back = decode_record(encode_record(record)).parts[0]
        assert repr(back.submitted) == repr(value)


def test_an_endless_integer_is_kept_as_the_text_that_the_results_show() -> None:
    """A power of powers is short to write; a rerun from the database must leave the same bytes."""
    record = student("401", part(submitted="10^1000*10^4000", value=10**5000))
    back = decode_record(encode_record(record))
    assert back.parts[0].value == "a number of more than 4152 digits"
    assert results_line(back, HEADER) == results_line(record, HEADER)
    assert apply_decisions(record, [], ENGLISH) == record
    assert len(review_lines([student("401", waiting(value=10**5000, submitted=10**5000, text="x"))])) == 2


@pytest.mark.parametrize("written", ["1e400", "-1e999", "[1, [1e400, 2]]", "NaN", "0.10"])
def test_a_number_that_json_cannot_hold_reads_alike_before_and_after_it_was_stored(written: str) -> None:
    submitted = json.loads(written, parse_float=JsonFloat.from_literal)
    record = student("401", part(submitted=submitted))
    back = decode_record(encode_record(record))
    assert results_line(back, HEADER) == results_line(record, HEADER)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("{}", id="object"),
        pytest.param("[1]", id="too-short"),
        pytest.param('["a","b","graded",[],[["q",1,null]],[]]\nNone\t[1]', id="half-a-part"),
        pytest.param('["a","b","no-status",[],[],[]]', id="unknown-status"),
    ],
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises((ValueError, TypeError, KeyError, IndexError)):
        decode_record(text)
