"""What reading and comparing an answer gives, and what every kind of answer can do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Protocol, TypeAlias, Union

from grader.answers.expr import Expr
from grader.answers.refusal import BLANK, Refusal
from grader.records import Certainty, JsonValue
from grader.tolerance import Tolerance, WrittenNumber
from grader.translation import Message

if TYPE_CHECKING:
    import json

Cell: TypeAlias = WrittenNumber | Expr
Cells: TypeAlias = tuple[Union[WrittenNumber, Expr, "Cells"], ...]
Value: TypeAlias = WrittenNumber | Expr | str | Cells
PlainCells: TypeAlias = tuple[Union[int, Fraction, Expr, "PlainCells"], ...]
Plain: TypeAlias = int | Fraction | Expr | str | PlainCells

CUT_OFF = Message("Cut off instead of rounded; accepted.")
PERCENT_AS_FRACTION = Message("Given as a fraction of 1; read as a percentage.")
SIGN_DROPPED = Message("The minus sign was left out: a reduction is asked.")
ANOTHER_LETTER_CASE = Message("A letter was read as the symbol that is spelt like it.")
ONE_OF_TWO_SIDES = Message("Two sides were given; the one that is asked was taken.")


class JsonFloat(float):
    """A number of a JSON file with its digits kept: ``literal`` is "0.10" where the value is 0.1."""

    literal: str

    @classmethod
    def from_literal(cls, literal: str) -> JsonFloat:
        """Return the number that ``literal`` spells; for `json.loads(…, parse_float=…)`."""
        number = cls(literal)
        number.literal = literal
        return number

    def __repr__(self) -> str:
        return self.literal


@dataclass(frozen=True, slots=True)
class Scope:
    """What a reader may know of the question, never the reference.

    ``values`` are names whose numbers are given, ``options`` the question's conventions, ``labels`` the
    names that a student may put before an equality sign.
    """

    values: Mapping[str, Fraction] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    labels: tuple[str, ...] = ()


NO_SCOPE = Scope()


@dataclass(frozen=True, slots=True)
class Reading:
    """How one answer was read.

    ``values`` holds every sensible reading, the likeliest first: the answer is right if any of them is, and
    wrong only if all are. ``earlier`` are the whole sides before it in a chain of equalities. ``reason`` is
    None for a readable answer, otherwise "blank" or the code under which it goes to a person, and ``message``
    says where the reading stopped and what to write instead.

    In a document other texts may be the answer: ``weak`` are readings that count only if they are right, and
    ``nearby`` are values of which none counts, but if one is right a wrong answer waits.
    """

    text: str
    values: tuple[Value, ...] = ()
    earlier: tuple[Value, ...] = ()
    certainty: Certainty = Certainty.CERTAIN
    reason: str | None = None
    message: Message | None = None
    remarks: tuple[Message, ...] = ()
    weak: tuple[Reading, ...] = ()
    nearby: tuple[Value, ...] = ()

    @property
    def is_readable(self) -> bool:
        """Whether there is a sensible value, and nothing that speaks against it."""
        return self.reason is None and bool(self.values)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a value compares with a reference.

    ``credit`` is from 0 to 1; ``wrong_cells`` are (row, column) from 0. ``doubt`` is a reason code where a
    mismatch must go to a person instead of being wrong.
    """

    credit: Fraction
    wrong_cells: tuple[tuple[int, int], ...] = ()
    remarks: tuple[Message, ...] = ()
    doubt: str | None = None


RIGHT = Comparison(Fraction(1))
WRONG = Comparison(Fraction(0))


class Kind(Protocol):
    """What a part asks for: how an answer to it is read, compared, shown and kept."""

    @property
    def name(self) -> str:
        """The kind's name in records, such as "integer" or "matrix"."""

    @property
    def tolerance(self) -> Tolerance:
        """How far a right answer may lie from the reference."""

    def read(self, submitted: JsonValue, scope: Scope = NO_SCOPE) -> Reading:
        """Return how ``submitted`` is read; raises nothing."""

    def compare(self, value: Value, reference: Plain) -> Comparison:
        """Return how ``value`` compares with ``reference``."""

    def equals(self, value: Value, reference: Plain) -> bool:
        """Return whether ``compare`` would give full credit, found out as cheaply as it can be."""

    def plain(self, value: Value) -> Plain:
        """Return ``value`` as the functions of a problem take it."""

    def in_bounds(self, value: Value) -> bool:
        """Return whether ``value`` is possible at all."""

    def reference(self, raw: object) -> Plain:
        """Return what a reference function gave in the kind's own form; raises ValueError with a sentence."""

    def show(self, value: Value | Plain) -> str:
        """Return ``value`` as a reader sees it."""

    def to_json(self, value: Value | Plain) -> JsonValue:
        """Return ``value`` as a record keeps it."""

    def rule(self) -> Message:
        """Return the tolerance in words."""


def blank(text: str) -> Reading:
    """Return the reading of an empty answer."""
    return Reading(text, reason=BLANK, message=Message("Nothing is written here."))


def refused(text: str, refusal: Refusal) -> Reading:
    """Return the reading of an answer that cannot be read."""
    return Reading(text, reason=refusal.reason, message=refusal.message(text))


def distinct(values: Iterable[Value]) -> tuple[Value, ...]:
    """Return ``values`` without repetitions, in their order."""
    found: list[Value] = []
    for value in values:  # few, and sooner told apart than hashed
        if value not in found:
            found.append(value)
    return tuple(found)


def is_blank(submitted: JsonValue, depth: int = 0) -> bool:
    """Return whether nothing was handed in: no text, or a list of nothing, as a form's empty matrix is."""
    if isinstance(submitted, str):
        return not submitted.strip(BLANK_CHARACTERS)
    if isinstance(submitted, list):
        if len(submitted) > MOST_BLANK_CELLS or depth > DEEPEST_BLANK:
            return False
        return all(is_blank(item, depth + 1) for item in submitted)
    return submitted is None or submitted == {}


DEEPEST_BLANK = 4  # levels of lists
MOST_BLANK_CELLS = 1000  # of a form's matrix that was left empty
BLANK_CHARACTERS = (
    " \t\r\n\x0b\x0c\u00a0\u2007\u2009\u202f\u3000"  # spaces
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u2066\u2067\u2068\u2069"  # and the unseen
)
LONGEST_SHOWN = 20_000
MOST_QUOTED = 100  # rows of a list
DEEPEST_QUOTED = 8  # levels of lists; no answer that is read has more than three


def text_of(submitted: JsonValue) -> str:
    """Return ``submitted`` as text, as a report quotes it."""
    if isinstance(submitted, str):
        return submitted[:LONGEST_SHOWN]
    if isinstance(submitted, JsonFloat):
        return submitted.literal[:LONGEST_SHOWN]
    if submitted is None:
        return ""
    try:
        if type(submitted) is int:
            return str(submitted)[:LONGEST_SHOWN]
        quoted, _ = _quoted(submitted, LONGEST_SHOWN // 2, DEEPEST_QUOTED)
        return _encoder().encode(quoted)[:LONGEST_SHOWN]
    except (ValueError, RecursionError):
        return ""


@cache
def _encoder() -> json.JSONEncoder:
    """Return what writes values as a report quotes them."""
    import json

    return json.JSONEncoder(ensure_ascii=False)


def _quoted(submitted: JsonValue, most: int, levels: int) -> tuple[JsonValue, int]:
    """Return the part of a value that fits in the text that is shown, and its cells, of two letters at least."""
    if not isinstance(submitted, list):
        return submitted, 1
    if not levels:
        return "…", 1
    if not any(isinstance(item, list) for item in submitted[:most]):
        return submitted[:most], len(submitted[:most])
    kept: list[JsonValue] = []
    cells = 0
    for row in submitted[:MOST_QUOTED]:
        share, taken = _quoted(row, most - cells, levels - 1)
        kept.append(share)
        cells += taken
        if cells >= most:
            break
    return kept, cells
