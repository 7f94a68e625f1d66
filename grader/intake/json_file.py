"""Decodes a JSON hand-in under limits, without losing a good answer to a bad one beside it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from grader.answers import JsonFloat
from grader.documents.characters import decode_text
from grader.errors import HandInError
from grader.grading.submission import Answer, excerpt
from grader.records import JsonValue
from grader.translation import Message, Numeral

if TYPE_CHECKING:
    from grader.documents.model import Document

LONGEST_WHOLE = 400  # digits; a longer whole number is kept as text and read as too long
DEEPEST = 60
SCHEMA = "grade/submission@1"


class Object(dict[str, JsonValue]):
    """A JSON object that remembers which of its keys stood more than once."""

    repeated: tuple[str, ...] = ()
    pairs: tuple[tuple[str, JsonValue], ...] = ()

    def every_pair(self) -> Iterable[tuple[str, JsonValue]]:
        """Return every key with its value, those that a repeated key hides among them."""
        return self.pairs or self.items()


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonHandIn:
    """What a file says: who, and the answers by name.

    Of a document, ``documents`` holds the text in which answers are still to be found, and ``other_ids`` numbers
    that may be the student's id.
    """

    student_id: str | None
    name: str | None
    answers: Mapping[str, Answer]
    documents: tuple[Document, ...] = ()
    other_ids: tuple[str, ...] = ()


def read_json_hand_in(data: bytes, path: str) -> JsonHandIn:
    """Return the student and the answers of a JSON file.

    Raises HandInError where it is not JSON, or no submission.
    """
    raw = decode_json(data)
    if not isinstance(raw, Object) or not isinstance(raw.get("answers"), Object):
        raise HandInError(
            "not_a_submission",
            Message(
                "this JSON is no submission; it needs "
                '{"student": {"id": ...}, "answers": {"question.part": ...}}'
            ),
        )
    schema = raw.get("schema", SCHEMA)
    if schema != SCHEMA:
        values = {"schema": repr(str(schema)[:40]), "known": repr(SCHEMA)}
        raise HandInError(
            "unknown_schema", Message("its schema is {schema}; this version reads {known}", values)
        )
    if "student" in raw.repeated or "answers" in raw.repeated:
        message = Message("it names the student or the answers twice; ask which one holds")
        raise HandInError("duplicate_key", message)
    student_id, name = read_student(raw.get("student"))
    return JsonHandIn(student_id=student_id, name=name, answers=flatten(cast(Object, raw["answers"]), path))


def read_student(raw: JsonValue) -> tuple[str | None, str | None]:
    """Return the student's id and name, as far as they are there."""
    if isinstance(raw, Object):
        if raw.repeated:
            message = Message(
                "its student has {key} twice; ask which one holds", {"key": repr(raw.repeated[0])}
            )
            raise HandInError("duplicate_key", message)
        student_id, name = raw.get("id"), raw.get("name")
    else:
        student_id, name = raw, None
    if isinstance(student_id, int) and not isinstance(student_id, bool):
        student_id = str(student_id)
    if not isinstance(student_id, str) or not student_id.strip():
        student_id = None
    return student_id, name.strip() if isinstance(name, str) and name.strip() else None


def flatten(answers: Object, path: str) -> dict[str, Answer]:
    """Return the answers by dotted name; one that stands twice, or too deep, goes to a person."""
    found: dict[str, Answer] = {}
    for key, value in answers.every_pair():
        nested = value.every_pair() if isinstance(value, Object) else None
        for name, each in (
            ((key, value),) if nested is None else ((f"{key}.{part}", each) for part, each in nested)
        ):
            earlier = found.get(name)
            found[name] = answer_of(each, path) if earlier is None else given_twice(earlier, each)
    return found


def answer_of(value: JsonValue, path: str) -> Answer:
    """Return one answer; lists in lists without end are not read, and a person is told."""
    if isinstance(value, list | dict) and is_deep(value):
        values = {"levels": Numeral(DEEPEST)}
        note = Message("This answer has lists within lists, more than {levels} deep.", values)
        return Answer(submitted=None, file=path, reason="too_deep", note=note)
    return Answer(submitted=value, file=path)


def is_deep(value: list[JsonValue] | dict[str, JsonValue]) -> bool:
    """Return whether a value is nested deeper than `DEEPEST`."""
    level: list[list[JsonValue] | dict[str, JsonValue]] = [value]
    for _ in range(DEEPEST - 1):
        below: list[JsonValue] = []
        for each in level:
            below.extend(each.values() if isinstance(each, dict) else each)
        level = [each for each in below if each.__class__ is list or isinstance(each, dict)]
        if not level:
            return False
    return True


def given_twice(first: Answer, second: JsonValue) -> Answer:
    """Return an answer that a file gives twice or more often, for a person to decide."""
    if first.reason is not None:
        return first
    values = {"answers": f"{excerpt(first.submitted)}; {excerpt(second)}"}
    note = Message("The file gives this answer twice: {answers}", values)
    return replace(first, reason="duplicate_key", note=note)


def decode_json(data: bytes) -> JsonValue:
    """Return the JSON value of a file's bytes.

    Raises HandInError with the line and the column, or the encoding by name.
    """
    text = decode_text(data)
    try:
        raw = json.loads(
            text,
            object_pairs_hook=make_object,
            parse_float=JsonFloat.from_literal,
            parse_int=read_whole,
            parse_constant=str,
        )
        return without_surrogates(raw) if "\\ud" in text.lower() else cast(JsonValue, raw)
    except json.JSONDecodeError as fault:
        values = {"reason": fault.msg, "line": Numeral(fault.lineno), "column": Numeral(fault.colno)}
        message = Message("not JSON: {reason} at line {line}, column {column}; ask for it again", values)
        raise HandInError("unreadable_json", message) from None
    except RecursionError:
        message = Message(
            "its lists or objects lie deeper than {levels} levels; ask for it again",
            {"levels": Numeral(DEEPEST)},
        )
        raise HandInError("unreadable_json", message) from None


def make_object(pairs: list[tuple[str, JsonValue]]) -> Object:
    """Return an object of ``pairs``; of a key that stands twice, the last value and a note of it."""
    made = Object(pairs)
    if len(made) != len(pairs):
        counts = Counter(key for key, _ in pairs)
        made.repeated = tuple(sorted(key for key, count in counts.items() if count > 1))
        made.pairs = tuple(pairs)
    return made


def read_whole(literal: str) -> int | str:
    """Return a whole number; one without measure stays text."""
    return int(literal) if len(literal) <= LONGEST_WHOLE else literal


def without_surrogates(raw: JsonValue) -> JsonValue:
    """Return a value whose texts hold no half characters, which no file can be written with."""
    if isinstance(raw, str):
        return raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(raw, list):
        return [without_surrogates(each) for each in raw]
    if isinstance(raw, Object):
        return make_object(
            [(str(without_surrogates(key)), without_surrogates(value)) for key, value in raw.every_pair()]
        )
    return raw
