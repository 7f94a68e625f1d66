"""A question whose answers stand in the assignment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from grader.author import (
    Answer,
    BadParams,
    Choice,
    Expression,
    Integer,
    Kind,
    MatrixAnswer,
    Message,
    Mistake,
    Number,
    Percent,
    Plain,
    Problem,
    Shape,
    Vector,
    Written,
    answer,
    choices,
    decode_number,
    given,
    has,
    number,
    record,
    records,
    refuse,
    text,
    texts,
    unit_asked,
    word,
)

problem = Problem(__name__, topic="your own")

PLAIN_KINDS: Mapping[str, Callable[[], Kind]] = {
    "integer": Integer,
    "percent": Percent,
    "shape": Shape,
    "vector": Vector,
    "written": Written,
}
IN_WORDS = ("choice", "expression", "written")
PART_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


@record()
class KnownMistake:
    """{hint}"""

    code: str = text("name of the mistake", required=True)
    value: Answer = answer("the answer that the mistake gives", required=True)
    hint: str = text("what the student reads about it", required=True)
    credit: Fraction = number("what the answer earns, from 0 to 1", default=0)

    def check(self) -> None:
        """Refuse a credit that is no share of the points."""
        if not 0 <= self.credit <= 1:
            raise refuse("credit", "is no share of the points; write a number from 0 to 1")


@record()
class AskedPart:
    """{text}"""

    id: str = text("name of the part", required=True)
    kind: str = word(
        "kind of the answer",
        "integer", "number", "percent", "shape", "vector", "matrix", "expression", "choice", "written",
        required=True,
    )  # fmt: skip
    expected: Answer = answer("the right answer")
    rtol: Fraction = number("how far from it an answer may lie, as a share of it")
    atol: Fraction = number("how far from it an answer may lie")
    symbols: tuple[str, ...] = texts("the symbols of a formula")
    choices: Mapping[str, tuple[str, ...]] = choices("the words to choose from")
    mistakes: tuple[KnownMistake, ...] = records("known mistakes", KnownMistake, may_be_empty=True)
    text: str = text("what is asked", default="")

    @property
    def name(self) -> str:
        """The part's id."""
        return self.id

    def check(self) -> None:
        """Refuse an answer that is none of its kind, and a known mistake that is none."""
        if not PART_ID.fullmatch(self.id):
            raise refuse("id", "is no name of a part; use letters, digits and _, beginning with a letter")
        kind = kind_of(self)
        if self.kind == "written":
            return
        if not has(self, "expected"):
            raise refuse("expected", "is missing; write the right answer")
        reference(self, kind, self.expected, "expected")
        for mistake in self.mistakes:
            reference(self, kind, mistake.value, "mistakes")


@given
class Given:
    """{prompt}"""

    prompt: str = text("the question", default="")
    parts: tuple[AskedPart, ...] = records("what is asked, part by part", AskedPart)


def kind_of(asked: AskedPart) -> Kind:
    """Return the kind of a part, with the tolerance that the assignment writes."""
    kind = plain_kind(asked)
    bounds = {name: getattr(asked, name) for name in ("rtol", "atol") if has(asked, name)}
    if not bounds:
        return kind
    if asked.kind in IN_WORDS:
        raise refuse(next(iter(bounds)), f"means nothing for an answer of kind {asked.kind}; leave it out")
    try:
        tolerance = kind.tolerance.with_overrides(**bounds)
    except ValueError as fault:
        raise refuse(next(iter(bounds)), str(fault)) from None
    return replace(kind, tolerance=tolerance)  # type: ignore[type-var]  # every kind is a dataclass


def plain_kind(asked: AskedPart) -> Kind:
    """Return the kind of a part with its own tolerance."""
    match asked.kind:
        case "choice":
            if len(asked.choices) < 2:
                raise refuse("choices", "needs at least two words to choose from")
            return Choice(options=asked.choices)
        case "expression":
            return Expression(symbols=asked.symbols)
        case "matrix":
            return MatrixAnswer(symbols=asked.symbols)
        case "number":
            return Number(unit=unit_asked(asked.text))
        case kind:
            return PLAIN_KINDS[kind]()


def reference(asked: AskedPart, kind: Kind, value: Answer, parameter: str) -> Plain:
    """Return a value as one of its kind, or refuse it."""
    try:
        return kind.reference(value if asked.kind in IN_WORDS else exact(value))
    except ValueError as fault:
        raise refuse(parameter, str(fault)) from None


def exact(value: Answer) -> Answer:
    """Return texts such as "1/9" as the numbers that they are; other texts stay."""
    if isinstance(value, tuple):
        return tuple(exact(each) for each in value)
    try:
        return decode_number(value, ()) if isinstance(value, str) else value
    except BadParams:
        return value


@problem.sequence
def asked(given: Given) -> tuple[AskedPart, ...]:
    """Return the parts that the assignment asks."""
    return given.parts


def kind_of_part(given: Given, asked: AskedPart) -> Kind:
    """Return the kind of a part."""
    return kind_of(asked)


@problem.each(asked, kind_of_part, by_default=lambda given, asked: True)
def part(given: Given, asked: AskedPart) -> Plain:
    """{text}"""
    return reference(asked, kind_of(asked), asked.expected, "expected")


@part.mistakes_of_item
def known_mistakes(given: Given, asked: AskedPart) -> Iterator[Mistake]:
    """Yield the mistakes that the assignment names."""
    for each in asked.mistakes:
        yield Mistake(
            code=each.code,
            hint=Message(each.hint),
            credit=each.credit,
            values=always(reference(asked, kind_of(asked), each.value, "mistakes")),
        )


def always(value: Plain) -> Callable[[object], tuple[Plain, ...]]:
    """Return what a mistake gives whatever the earlier parts are."""
    return lambda earlier: (value,)


problem.practice(
    prompt="A 3×3 convolution with stride 1 and no padding slides over 32×32 pixels.",
    parts=[
        {
            "id": "side",
            "kind": "integer",
            "text": "How many pixels is each side of the output?",
            "expected": 30,
            "mistakes": [
                {
                    "code": "plus_one_forgotten",
                    "value": 29,
                    "hint": "Does the first position count as well?",
                    "credit": "1/2",
                }
            ],
        }
    ],
)
