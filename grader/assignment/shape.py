"""Turns the text of an assignment into a checked shape; names of problems and parts are resolved later.

Whatever is unknown or of the wrong kind is refused with `AssignmentError`, whose path says where.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar, cast

from grader.errors import AssignmentError, BadParams, near_miss
from grader.problem.decoding import decode_number
from grader.records import JsonValue

SCHEMA = "grade/assignment@1"
SELFCHECK_LEVELS = ("format", "verdict", "hints")
LETTER_ORDERS = ("auto", "abjad", "alphabet")
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
MOST_POINTS = 10**6  # more is a typing error
TOLERANCE_WORDS = ("rtol", "atol", "digits", "points")
T = TypeVar("T")
Path = tuple[str | int, ...]
Table = Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionShape:
    """One ``[[question]]`` as it is written; ``index`` is its place in the file, from 0."""

    index: int
    id: str
    problem: str
    number: str
    points: Fraction | None
    parts: Mapping[str, Fraction] | None
    letters: Mapping[str, str]
    params: Table | None
    tolerance: Mapping[str, Mapping[str, Fraction]]
    credit: Mapping[str, Mapping[str, Fraction]]
    accept: Mapping[str, tuple[JsonValue, ...]]
    letters_order: str
    cancel: tuple[str, ...]
    text: str
    options: Mapping[str, str]
    vary: bool

    def path(self, *rest: str | int) -> Path:
        """Return the path of something inside this question."""
        return ("question", self.index, *rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentShape:
    """An assignment as it is written."""

    id: str
    title: str
    locale: str
    selfcheck: str
    contact: str
    release: bool
    secret: str
    group: bool
    questions: tuple[QuestionShape, ...]


class TableReader:
    """Takes the known keys of one table and refuses the unknown ones."""

    def __init__(self, table: Table, path: Path, known: tuple[str, ...]) -> None:
        self.table = table
        self.place = path
        for key in table:
            if key not in known:
                where = "in a question" if path else "in an assignment"
                remedy = near_miss(key, known) or f"; known keys {where} are {', '.join(known)}"
                raise AssignmentError(f"unknown key {key!r}{remedy}", (*path, key), at_key=True)

    def take(self, key: str, default: T, read: Callable[[JsonValue, Path], T]) -> T:
        """Return the value of ``key`` as ``read`` reads it, or ``default`` where it is absent."""
        return read(self.table[key], (*self.place, key)) if key in self.table else default


def read_shape(raw: Table) -> AssignmentShape:
    """Return the shape of a decoded TOML document."""
    reader = TableReader(
        raw,
        (),
        ("schema", "id", "title", "locale", "selfcheck", "contact", "release", "secret", "group", "question"),
    )  # fmt: skip
    schema = reader.take("schema", SCHEMA, read_text)
    if schema != SCHEMA:
        raise AssignmentError(f"schema is {schema!r}; this version reads {SCHEMA!r}", ("schema",))
    questions = read_questions(raw.get("question"))
    identifier = reader.take("id", "homework", read_identifier)
    return AssignmentShape(
        id=identifier,
        title=reader.take("title", identifier, read_text),
        locale=reader.take("locale", "en", read_locale),
        selfcheck=reader.take(
            "selfcheck", "format", lambda raw, path: read_word(raw, path, SELFCHECK_LEVELS)
        ),
        contact=reader.take("contact", "", read_text),
        release=reader.take("release", False, read_flag),
        secret=reader.take("secret", "", read_text),
        group=reader.take("group", False, read_flag),
        questions=questions,
    )


def read_questions(raw: JsonValue) -> tuple[QuestionShape, ...]:
    """Return the questions, whose ids must all differ."""
    if raw is None:
        raise AssignmentError('no question; add a [[question]] table with problem = "..."')
    if not isinstance(raw, list) or not all(isinstance(each, dict) for each in raw):
        raise AssignmentError(
            "'question' must be tables; write [[question]] above each", ("question",), at_key=True
        )
    questions = tuple(read_question(cast(Table, table), index) for index, table in enumerate(raw))
    if not questions:
        raise AssignmentError('no question; add a [[question]] table with problem = "..."', ("question",))
    seen: set[str] = set()
    for question in questions:
        folded = question.id.casefold().replace("-", "_")  # as names of answers are matched
        if folded in seen:
            raise AssignmentError(
                f"two questions have the id {question.id!r}; give one an id of its own, "
                f"such as id = {question.id + '_2'!r}",
                question.path("id" if "id" in cast(Table, raw[question.index]) else "problem"),
            )
        seen.add(folded)
    return questions


def read_question(table: Table, index: int) -> QuestionShape:
    """Return one question's shape."""
    path: Path = ("question", index)
    reader = TableReader(
        table,
        path,
        ("id", "problem", "number", "points", "parts", "letters", "params", "tolerance", "credit", "accept",
         "letters_order", "cancel", "text", "options", "vary"),
    )  # fmt: skip
    if "problem" not in table:
        raise AssignmentError('a question needs problem = "..."; `grade problems` lists the bank', path)
    problem = reader.take("problem", "", read_text)
    shape = QuestionShape(
        index=index,
        id=reader.take("id", problem, read_identifier),
        problem=problem,
        number=reader.take("number", "", read_label),
        points=reader.take("points", None, read_points),
        parts=reader.take("parts", None, lambda raw, where: read_table(raw, where, read_points)),
        letters=reader.take("letters", {}, lambda raw, where: read_table(raw, where, read_label)),
        params=reader.take("params", None, read_plain_table),
        tolerance=reader.take("tolerance", {}, lambda raw, where: read_table(raw, where, read_tolerance)),
        credit=reader.take(
            "credit", {}, lambda raw, where: read_table(raw, where, lambda r, w: read_table(r, w, read_share))
        ),
        accept=reader.take("accept", {}, lambda raw, where: read_table(raw, where, read_answers)),
        letters_order=reader.take(
            "letters_order", "auto", lambda raw, where: read_word(raw, where, LETTER_ORDERS)
        ),
        cancel=reader.take("cancel", (), lambda raw, where: tuple(read_list(raw, where, read_text))),
        text=reader.take("text", "", read_text),
        options=reader.take("options", {}, lambda raw, where: read_table(raw, where, read_text)),
        vary=reader.take("vary", False, read_flag),
    )
    check_points(shape)
    return shape


def check_points(shape: QuestionShape) -> None:
    """Refuse points that do not add up."""
    if shape.parts is None:
        return
    if not shape.parts:
        raise AssignmentError(
            "parts is empty; name the parts that are asked, each with its points", shape.path("parts")
        )
    total = sum(shape.parts.values(), Fraction(0))
    if shape.points is not None and total != shape.points:
        raise AssignmentError(
            f"question {shape.id!r}: its parts add up to {show_points(total)}, but "
            f"points = {show_points(shape.points)}; change one of them, or leave points out",
            shape.path("points"),
        )


def show_points(points: Fraction) -> str:
    """Return points as a person writes them."""
    return str(points.numerator) if points.denominator == 1 else f"{float(points):g}"


def read_text(raw: JsonValue, path: Path) -> str:
    """Return a text."""
    if not isinstance(raw, str):
        raise AssignmentError(f"{path[-1]} must be a text in quotes, not {raw!r}", path)
    return raw


def read_label(raw: JsonValue, path: Path) -> str:
    """Return what is printed on the homework: a text, or a number."""
    return str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else read_text(raw, path)


def read_identifier(raw: JsonValue, path: Path) -> str:
    """Return an id of letters, digits, ``_`` and ``-``."""
    name = read_text(raw, path)
    if not IDENTIFIER.fullmatch(name):
        raise AssignmentError(
            f'{path[-1]} = {name!r} cannot be an id; use up to 64 letters, digits, _ and -, such as "cnn-1"',
            path,
        )
    return name


def read_locale(raw: JsonValue, path: Path) -> str:
    """Return a language code such as "fa"."""
    name = read_text(raw, path)
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})?", name):
        raise AssignmentError(f'locale = {name!r} is no language; write "en" or "fa"', path)
    return name


def read_word(raw: JsonValue, path: Path, words: tuple[str, ...]) -> str:
    """Return one of ``words``."""
    word = read_text(raw, path)
    if word not in words:
        raise AssignmentError(
            f"{path[-1]} = {word!r} is none of {', '.join(words)}{near_miss(word, words)}", path
        )
    return word


def read_flag(raw: JsonValue, path: Path) -> bool:
    """Return true or false."""
    if not isinstance(raw, bool):
        raise AssignmentError(f"{path[-1]} must be true or false, not {raw!r}", path)
    return raw


def read_number(raw: JsonValue, path: Path) -> Fraction:
    """Return an exact number."""
    try:
        return decode_number(raw, ())
    except BadParams:
        raise AssignmentError(f"{path[-1]} must be a number, not {raw!r}", path) from None


def read_points(raw: JsonValue, path: Path) -> Fraction:
    """Return points: a number from 0."""
    points = read_number(raw, path)
    if points < 0:
        raise AssignmentError(f"{path[-1]} must not be negative, not {show_points(points)}", path)
    if points > MOST_POINTS:
        raise AssignmentError(f"{path[-1]} must be at most {MOST_POINTS}", path)
    return points


def read_share(raw: JsonValue, path: Path) -> Fraction:
    """Return a credit from 0 to 1."""
    share = read_number(raw, path)
    if not 0 <= share <= 1:
        raise AssignmentError(f"{path[-1]} must lie between 0 and 1, not {show_points(share)}", path)
    return share


def read_tolerance(raw: JsonValue, path: Path) -> Mapping[str, Fraction]:
    """Return the overrides of one part's rule."""
    overrides = read_table(raw, path, read_number)
    for name, value in overrides.items():
        if name not in TOLERANCE_WORDS:
            remedy = near_miss(name, TOLERANCE_WORDS) or f"; known are {', '.join(TOLERANCE_WORDS)}"
            raise AssignmentError(f"unknown tolerance {name!r}{remedy}", (*path, name), at_key=True)
        if value < 0 or (name == "digits" and (value.denominator != 1 or value < 1)):
            kind = "a whole number of at least 1" if name == "digits" else "a number from 0"
            raise AssignmentError(f"{name} must be {kind}, not {show_points(value)}", (*path, name))
    return overrides


def read_answers(raw: JsonValue, path: Path) -> tuple[JsonValue, ...]:
    """Return further right answers: a list of them."""
    if not isinstance(raw, list):
        raise AssignmentError(f'accept.{path[-1]} must be a list of answers, such as ["7x7x32"]', path)
    for index, answer in enumerate(raw):
        if not is_answer(answer):
            raise AssignmentError(
                f"accept.{path[-1]}: {answer!s:.40} is no answer; write a number, a text in quotes, or a list",
                (*path, index),
            )
    return tuple(raw)


def is_answer(raw: JsonValue) -> bool:
    """Return whether a TOML value could stand in a hand-in: a date, for one, could not."""
    if isinstance(raw, list):
        return all(is_answer(each) for each in raw)
    return isinstance(raw, str | int | float) and not isinstance(raw, bool)


def read_list(raw: JsonValue, path: Path, read: Callable[[JsonValue, Path], T]) -> list[T]:
    """Return a list whose elements ``read`` reads."""
    if not isinstance(raw, list):
        raise AssignmentError(f"{path[-1]} must be a list, not {raw!r}", path)
    return [read(each, (*path, index)) for index, each in enumerate(raw)]


def read_plain_table(raw: JsonValue, path: Path) -> Table:
    """Return a table as it is."""
    return read_table(raw, path, lambda value, _: value)


def read_table(raw: JsonValue, path: Path, read: Callable[[JsonValue, Path], T]) -> dict[str, T]:
    """Return a table whose values ``read`` reads."""
    if not isinstance(raw, dict):
        raise AssignmentError(f"{path[-1]} must be a table, such as {path[-1]} = {{ conv = 3 }}", path)
    return {key: read(value, (*path, key)) for key, value in raw.items()}
