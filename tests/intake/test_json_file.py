"""A JSON hand-in is decoded under limits; one bad value, key or encoding never costs the others."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import HandInError
from grader.intake.json_file import read_json_hand_in
from grader.records import JsonValue
from grader.translation import ENGLISH

GOOD = '{"student": {"id": "401", "name": "A"}, "answers": {"q.a": 1}}'


def answers(text: str) -> dict[str, tuple[JsonValue, str | None]]:
    """Return each answer with its reason."""
    found = read_json_hand_in(text.encode(), "a.json").answers
    return {name: (answer.submitted, answer.reason) for name, answer in found.items()}


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        pytest.param(b"", "unreadable_json", "line 1, column 1", id="empty"),
        pytest.param(b"{", "unreadable_json", "line 1, column 2", id="cut-off"),
        pytest.param(b'{"answers":\n {"a": }}', "unreadable_json", "line 2, column 8", id="no-value"),
        pytest.param(b"[]", "not_a_submission", '"answers"', id="list"),
        pytest.param(b"3", "not_a_submission", '"answers"', id="number"),
        pytest.param(b'{"student": "401"}', "not_a_submission", '"answers"', id="no-answers"),
        pytest.param(b'{"student": "401", "answers": [1]}', "not_a_submission", '"answers"', id="answers-as-a-list"),
        pytest.param(b'{"schema": "x@9", "answers": {}}', "unknown_schema", "x@9", id="schema"),
        pytest.param(b'{"schema": 3, "answers": {}}', "unknown_schema", "3", id="schema-as-a-number"),
        pytest.param(b'{"student": {"id": 1, "id": 2}, "answers": {}}', "duplicate_key", "'id' twice", id="id-twice"),
        pytest.param(b'{"student": 1, "student": 2, "answers": {}}', "duplicate_key", "twice", id="student-twice"),
        pytest.param(b'{"student": 1, "answers": {}, "answers": {}}', "duplicate_key", "twice", id="answers-twice"),
        pytest.param(GOOD.encode("utf-16")[:-1], "encoding", "UTF-16", id="broken-utf-16"),
        pytest.param('{"name": "تمرين"}'.encode("cp1256"), "encoding", "Windows-1256", id="windows-1256"),
        pytest.param(b'{"name": "caf\xe9"}', "encoding", "not UTF-8", id="no-encoding"),
        pytest.param(b"[" * 200_000, "unreadable_json", "deeper", id="nesting"),
        pytest.param(b'{"a":' * 100_000, "unreadable_json", "deeper", id="nested-objects"),
        pytest.param(b"%PDF-1.7", "no_text", ".pdf", id="pdf-called-json"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_submission_is_refused_with_its_place(data: bytes, code: str, says: str) -> None:
    with pytest.raises(HandInError) as failure:
        read_json_hand_in(data, "a.json")

    assert failure.value.code == code
    assert says in str(failure.value)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(GOOD.encode("utf-8-sig"), id="byte-order-mark"),
        pytest.param(GOOD.encode("utf-16"), id="utf-16"),
        pytest.param(b"\xfe\xff" + GOOD.encode("utf-16-be"), id="utf-16-big-end-first"),
        pytest.param(GOOD.replace(" ", "\r\n").encode(), id="windows-lines"),
        pytest.param(b'{"schema": "grade/submission@1", ' + GOOD.encode()[1:], id="schema"),
    ],
)
def test_the_same_is_read_from_every_encoding(data: bytes) -> None:
    found = read_json_hand_in(data, "a.json")

    assert (found.student_id, found.name) == ("401", "A")
    assert {name: answer.submitted for name, answer in found.answers.items()} == {"q.a": 1}


@pytest.mark.parametrize(
    ("student", "expected"),
    [
        pytest.param('{"id": "401", "name": "A"}', ("401", "A"), id="object"),
        pytest.param('"401"', ("401", None), id="text"),
        pytest.param("401", ("401", None), id="number"),
        pytest.param('{"id": 401}', ("401", None), id="id-as-a-number"),
        pytest.param('{"id": ""}', (None, None), id="empty"),
        pytest.param('{"id": "  "}', (None, None), id="blank"),
        pytest.param('{"id": null, "name": 3}', (None, None), id="null"),
        pytest.param('{"id": true}', (None, None), id="true"),
        pytest.param('{"id": ["401"]}', (None, None), id="list"),
        pytest.param("[1]", (None, None), id="student-as-a-list"),
    ],
)
def test_the_student_is_read(student: str, expected: tuple[str | None, str | None]) -> None:
    found = read_json_hand_in(f'{{"student": {student}, "answers": {{}}}}'.encode(), "a.json")

    assert (found.student_id, found.name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            '{"q": {"a": 1, "b": 2}, "r.c": 3}',
            {"q.a": (1, None), "q.b": (2, None), "r.c": (3, None)},
            id="nested-and-flat",
        ),
        pytest.param(
            '{"q.a": 1, "q.a": 2, "q.b": 3}', {"q.a": (1, "duplicate_key"), "q.b": (3, None)}, id="twice"
        ),
        pytest.param('{"q.a": 1, "q": {"a": 2}}', {"q.a": (1, "duplicate_key")}, id="flat-and-nested"),
        pytest.param('{"q": {"a": 1, "a": 1}}', {"q.a": (1, "duplicate_key")}, id="twice-inside"),
        pytest.param(
            '{"q": {"a": 1}, "q": {"b": 2}}',
            {"q.a": (1, None), "q.b": (2, None)},
            id="an-object-in-two-pieces-loses-neither",
        ),
        pytest.param(
            '{"q": {"a": 1}, "q": {"a": 2, "b": 3}}',
            {"q.a": (1, "duplicate_key"), "q.b": (3, None)},
            id="two-pieces-that-differ",
        ),
        pytest.param('{"q": {"a": 1}, "q": 5}', {"q.a": (1, None), "q": (5, None)}, id="object-and-value"),
        pytest.param('{"q": {}}', {}, id="empty-object"),
        pytest.param('{"q.a": {"x": 1}}', {"q.a.x": (1, None)}, id="one-level-deeper"),
        pytest.param(
            '{"\\ud800": 1, "\\ud801": 2}',
            {"\ufffd": (1, "duplicate_key")},
            id="half-characters-that-become-one",
        ),
    ],
)
def test_answers_are_flat_and_none_is_lost(
    text: str, expected: dict[str, tuple[JsonValue, str | None]]
) -> None:
    assert answers(f'{{"student": "1", "answers": {text}}}') == expected


def test_an_answer_given_twice_says_what_was_given() -> None:
    found = read_json_hand_in(b'{"student": "1", "answers": {"q": 5, "q": 6}}', "a.json").answers["q"]

    assert found.note is not None
    assert ENGLISH.sentence(found.note) == "The file gives this answer twice: 5; 6"


@pytest.mark.parametrize(
    ("literal", "submitted"),
    [
        pytest.param("NaN", "NaN", id="nan"),
        pytest.param("-Infinity", "-Infinity", id="infinity"),
        pytest.param("9" * 400, int("9" * 400), id="longest-whole"),
        pytest.param("9" * 401, "9" * 401, id="whole-without-measure"),
        pytest.param('"\\ud83d\\ude00"', "\U0001f600", id="a-pair-of-halves-is-one-character"),
        pytest.param('"x\\udc00"', "x\ufffd", id="half-a-character"),
    ],
)
def test_a_value_beyond_json_stays_readable(literal: str, submitted: JsonValue) -> None:
    found = answers(f'{{"student": "1", "answers": {{"bad": {literal}, "good": 1}}}}')

    assert found == {"bad": (submitted, None), "good": (1, None)}


def test_digits_of_a_number_are_kept() -> None:
    found = read_json_hand_in(b'{"student": "1", "answers": {"a": 0.10, "b": [1e400]}}', "a.json").answers

    assert getattr(found["a"].submitted, "literal", None) == "0.10"
    assert isinstance(found["b"].submitted, list)
    assert getattr(found["b"].submitted[0], "literal", None) == "1e400"


@pytest.mark.parametrize("depth", [61, 300, 800])
def test_a_deep_answer_goes_to_a_person_and_the_others_stand(depth: int) -> None:
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        text = (
            f'{{"student": "1", "answers": {{"q.deep": {opening * depth}1{closing * depth}, "q.good": 1}}}}'
        )
        found = answers(text)
        assert found["q.good"] == (1, None)
        assert [reason for name, (_, reason) in found.items() if name != "q.good"] == ["too_deep"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(",".join(['"q":1'] * 100_000), id="one-key-100000-times"),
        pytest.param(",".join(f'"{n}":1,"{n}":2' for n in range(30_000)), id="30000-keys-twice"),
        pytest.param(
            '"q":"' + "x" * 2_000_000 + '",' + ",".join(['"q":1'] * 100_000), id="a-long-one-repeated"
        ),
        pytest.param('"q":[' + "[]," * 200_000 + "[]]", id="200000-lists"),
    ],
)
def test_megabytes_of_mischief_take_a_moment(body: str) -> None:
    began = time.process_time()

    read_json_hand_in(f'{{"student":"1","answers":{{{body}}}}}'.encode(), "a.json")

    assert time.process_time() - began < 4  # less than a second here; the machines that test differ


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=80, deadline=None)
@given(
    given_answers=st.dictionaries(st.text("abcدو_.", min_size=1, max_size=5), PLAIN, max_size=5),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    ascii_only=st.booleans(),
)
def test_what_was_written_is_read_back(
    given_answers: dict[str, JsonValue], encoding: str, ascii_only: bool
) -> None:
    written = json.dumps({"student": "1", "answers": given_answers}, ensure_ascii=ascii_only)

    found = read_json_hand_in(written.encode(encoding, "surrogatepass"), "a.json").answers

    assert {name: answer.submitted for name, answer in found.items()} == given_answers
    assert {answer.reason for answer in found.values()} <= {None}


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=60) | st.text('{}[]":,0123eE.-+\\udnaNIfy \n', max_size=60).map(str.encode))
def test_no_bytes_raise_anything_but_a_refusal(data: bytes) -> None:
    for each in (data, b'{"student":"1","answers":' + data + b"}"):
        try:
            read_json_hand_in(each, "a.json")
        except HandInError as refused:
            assert refused.code
            assert len(str(refused)) < 300
