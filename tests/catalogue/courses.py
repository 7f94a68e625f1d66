"""Small problem modules of a course's own, written to a folder as a teaching assistant would keep them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from grader.assignment.resolved import Homework
from grader.catalogue.bank import Bank
from grader.catalogue.resolve import resolve_text
from grader.grading.grade import Grader
from grader.grading.submission import Answer, Submission
from grader.records import Certainty, FileRecord, JsonValue, PartRecord, StudentRecord
from grader.translation import ENGLISH, Translator

# Four parts in a chain: total follows first and second, double follows total. 3 and 4 give 7 and 14.
WALK = '''\
"""A walk in two legs.

More for the author.
"""

from __future__ import annotations

from random import Random

from grader.author import Integer, Problem, RawParams, given, whole

problem = Problem(__name__, topic="walking", options={"unit": ("step", "pair")})


@given
class Given:
    """A walk has legs of {a} and {b} steps; {names} walk it."""

    a: int = whole("first leg")
    b: int = whole("second leg")
    names: int = whole("walkers", default=2)


@problem.part(Integer(at_least=0, at_most=100))
def first(given: Given) -> int:
    """How long is the first leg of {a} steps?"""
    return given.a


@first.slip
def last_step_forgotten(given: Given) -> int:
    """Does the last step count as well?"""
    return given.a - 1


@problem.part(Integer(at_least=0, at_most=100))
def second(given: Given) -> int:
    """How long is the second leg?"""
    return given.b


@second.slip
def second_last_step_forgotten(given: Given) -> int:
    """Does the last step count as well?"""
    return given.b - 1


@problem.part(Integer(at_least=0))
def total(given: Given, first: int, second: int) -> int:
    """How long is the walk?"""
    return first + second


@total.mistake
def legs_multiplied(given: Given, first: int, second: int) -> int:
    """Are legs put one after the other, or side by side?"""
    return first * second


@total.slip
def total_last_step_forgotten(given: Given, first: int, second: int) -> int:
    return first + second - 1


@problem.part(Integer(at_least=0))
def double(given: Given, total: int) -> int:
    """How long is the walk there and back?"""
    return 2 * total


@double.convention("unit")
def pairs_counted(given: Given, total: int) -> int:
    """What is counted: single steps, or pairs?"""
    return 4 * total


@double.mistake
def way_back_forgotten(given: Given, total: int) -> int:
    """Does the walk end where it began?"""
    return total


problem.practice(a=3, b=4)


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw two legs."""
    return {"a": random.randint(3, 40), "b": random.randint(41, 90)}
'''

# One part of each kind, so that an assignment can ask any of them.
KINDS = '''\
"""One part of each kind."""

from __future__ import annotations

from fractions import Fraction

from grader.author import (
    Choice, Expression, Integer, MatrixAnswer, Number, Percent, Problem, Shape, Vector, given, number,
)

problem = Problem(__name__, topic="kinds")


@given
class Given:
    """A number {k}."""

    k: Fraction = number("a number", default=8)


@problem.part(Integer())
def whole(given: Given) -> int:
    """Which whole number?"""
    return 8


@problem.part(Number())
def third(given: Given) -> Fraction:
    """What is a third?"""
    return Fraction(1, 3)


@problem.part(Percent())
def share(given: Given) -> Fraction:
    """Which percentage?"""
    return Fraction(8967, 100)


@problem.part(Shape(sides=3))
def sides(given: Given) -> tuple[int, ...]:
    """Which shape?"""
    return (14, 12, 32)


@problem.part(Vector())
def row(given: Given) -> tuple[Fraction, ...]:
    """Which vector?"""
    return (Fraction(1, 3), Fraction(2), Fraction(5))


@problem.part(MatrixAnswer())
def grid(given: Given) -> tuple[tuple[int, ...], ...]:
    """Which matrix?"""
    return ((1, 2), (3, 4))


@problem.part(Expression(symbols=("a", "b")))
def formula(given: Given) -> str:
    """Which formula?"""
    return "a*(b - 1) + 1"


@problem.part(Choice(options={"mean": ("mean", "average"), "maximum": ("maximum", "max")}))
def pooling(given: Given) -> str:
    """Which pooling?"""
    return "maximum"


@problem.written([("clear", "It is clear.", 1, ("because",))])
def why(given: Given) -> None:
    """Why?"""


problem.practice(k=8)
'''

# Parts for each lap, each following the lap before, and the sum of all of them.
LAPS = '''\
"""Laps of a run."""

from __future__ import annotations

from grader.author import Integer, Problem, given, record, records, text, whole

problem = Problem(__name__, topic="walking")


@record()
class Lap:
    """{name}: {length} metres"""

    name: str = text("name of the lap")
    length: int = whole("length in metres")


@given
class Given:
    """A run has these laps: {laps}. It starts at {start} metres."""

    start: int = whole("where it starts", default=0, at_least=0)
    laps: tuple[Lap, ...] = records("the laps", Lap)


@problem.sequence
def lap(given: Given) -> tuple[Lap, ...]:
    """Return the laps."""
    return given.laps


@problem.each(lap, Integer(at_least=0), first=lambda given: given.start)
def reached(given: Given, lap: Lap, reached_before: int) -> int:
    """How far is it after {name}, which is {length} metres long?"""
    return reached_before + lap.length


@reached.mistake
def start_over(given: Given, lap: Lap, reached_before: int) -> int:
    """Does a lap begin where the one before ended?"""
    return lap.length


@problem.each(lap, Integer(at_least=0), named="{name}_twice", by_default=lambda given, lap: lap.length > 100)
def twice(given: Given, lap: Lap, reached: int) -> int:
    """How far is twice {name}?"""
    return 2 * reached


@problem.part(Integer(at_least=0))
def finish(given: Given, reached_last: int) -> int:
    """How far is it at the end?"""
    return reached_last


problem.practice(laps=[{"name": "one", "length": 100}, {"name": "two", "length": 250}])
'''

HEADER = 'schema = "grade/assignment@1"\nid = "test-1"\n'
WALK_QUESTION = '[[question]]\nproblem = "walk"\nparams = { a = 3, b = 4 }\n'


def course(folder: Path, **modules: str) -> Bank:
    """Return the bank of a course whose folder holds these modules."""
    folder.mkdir(exist_ok=True)
    for name, source in modules.items():
        (folder / f"{name}.py").write_text(source, encoding="utf-8")
    return Bank([folder])


def homework_of(bank: Bank, text: str, *, header: str = HEADER) -> Homework:
    """Return the assignment of a TOML text."""
    return resolve_text((header + text).encode(), "hw.toml", bank)


def submission(
    answers: Mapping[str, JsonValue], student_id: str | None = "401", certainty: Certainty = Certainty.CERTAIN
) -> Submission:
    """Return a hand-in that says ``answers``."""
    file = f"{student_id}.json"
    return Submission(
        student_id=student_id,
        name=None,
        files=(FileRecord(path=file, sha256="0" * 64),),
        answers={
            name: Answer(submitted=each, file=file, certainty=certainty) for name, each in answers.items()
        },
    )


def graded(
    homework: Homework, answers: Mapping[str, JsonValue], translator: Translator = ENGLISH
) -> StudentRecord:
    """Return the record of one student's answers."""
    return Grader(homework, translator).grade(submission(answers))


def parts_of(record: StudentRecord) -> dict[str, PartRecord]:
    """Return a record's parts by "question.part"."""
    return {f"{question.id}.{part.id}": part for question in record.questions for part in question.parts}


def credits_of(record: StudentRecord) -> dict[str, tuple[str, Fraction]]:
    """Return each part's status and credit, by the part's own id."""
    return {part.id: (str(part.status), part.credit) for part in record.parts}
