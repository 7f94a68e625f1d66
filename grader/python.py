"""The Python call: judge one answer, solve a problem, grade a folder."""

from __future__ import annotations

import numbers
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache, cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, cast

from grader.answers import (
    Choice,
    Expression,
    Integer,
    Kind,
    Matrix,
    Number,
    Percent,
    Scope,
    Shape,
    Vector,
    Written,
)
from grader.assignment.resolved import AskedPart, StudentQuestion
from grader.catalogue.bank import Bank
from grader.checking.judge import Judge
from grader.checking.verdict import Verdict
from grader.errors import BadParams, near_miss
from grader.grading.records import feedback
from grader.problem.instance import Instance, unknown_part
from grader.problem.parts import Part, Told
from grader.records import JsonValue
from grader.solving import references_as_json, solve_problem
from grader.translation import ENGLISH, Message

if TYPE_CHECKING:
    import pandas as pd

    from grader.running.summary import Summary

LONGEST_WHOLE_BITS = 1329  # of a number with 400 digits, as in a hand-in
DEEPEST = 60
LONGEST_REFUSAL = 200
KINDS = ("choice", "expression", "integer", "matrix", "number", "percent", "shape", "vector", "written")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerVerdict:
    """The judgement of one answer: ``credit`` from 0 to 1, the ``status`` as in results, what was read, and why."""

    credit: float
    status: str
    value: JsonValue
    feedback: tuple[str, ...]


@dataclass(kw_only=True)
class ClassResult:
    """A graded class: a mapping for each student as in `results.jsonl`, the summary, and the gradebook as a table."""

    students: Sequence[Mapping[str, JsonValue]]
    summary: Summary
    _rows: Sequence[object] = field(repr=False)
    _question_ids: Sequence[str] = field(repr=False)

    @cached_property
    def table(self) -> pd.DataFrame:
        """The gradebook: a row a student, a column a question."""
        from grader.records import StudentRecord
        from grader.reporting.statistics import class_table

        return class_table(cast("Sequence[StudentRecord]", self._rows), self._question_ids)


def check_answer(
    submitted: JsonValue,
    expected: object,
    kind: str,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    symbols: Sequence[str] | None = None,
    choices: Mapping[str, Sequence[str]] | Sequence[str] | None = None,
    problem: str | None = None,
    part: str | None = None,
) -> AnswerVerdict:
    """Return the judgement of one answer against what is expected.

    ``problem`` and ``part`` apply that part's own rule. Whatever a student wrote raises nothing; a call that
    makes no sense raises ValueError.
    """
    rule, scope = rule_of(kind, symbols, choices, problem, part)
    tolerance = rule.tolerance.with_overrides(
        rtol=None if rtol is None else exact(rtol), atol=None if atol is None else exact(atol)
    )
    if tolerance != rule.tolerance:
        rule = replace(rule, tolerance=tolerance)  # type: ignore[type-var]  # every Kind is a dataclass
    return judge_alone(rule, scope, submitted, rule.reference(expected))


def judge_alone(rule: Kind, scope: Scope, submitted: JsonValue, reference: object) -> AnswerVerdict:
    """Return the judgement of an answer to a part that stands alone."""
    alone = Part(
        id="answer",
        kind=rule,
        follows=(),
        solve=lambda _: reference,
        told=lambda: Told(question=Message("answer")),
    )
    asked = AskedPart(part=alone, points=Fraction(1), letter="")
    question = StudentQuestion(key="", instance=cast(Instance, Alone(alone, reference)), asked=(asked,))
    reading = rule.read(as_submitted(submitted), scope)
    (verdict,) = Judge().question("answer", question, {"answer": reading})
    return as_answer_verdict(asked, verdict)


def as_submitted(value: object, depth: int = 0) -> JsonValue:
    """Return what a Python caller passes as a hand-in would hold it: lists for tuples and arrays, else text."""
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > LONGEST_WHOLE_BITS:
        return "a number with more than 400 digits"
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if hasattr(value, "tolist") and depth == 0:
        return as_submitted(value.tolist(), 1)
    if isinstance(value, list | tuple) and depth < DEEPEST:
        return [as_submitted(each, depth + 1) for each in value]
    return str(value) if isinstance(value, numbers.Number) else f"an object of type {type(value).__name__}"


@dataclass(frozen=True, slots=True)
class Alone:
    """The least that judging wants of an instance: one part and its reference."""

    part: Part
    reference: object

    @property
    def parts(self) -> Mapping[str, Part]:
        """The part by its id."""
        return {self.part.id: self.part}

    @property
    def references(self) -> Mapping[str, object]:
        """The reference by the part's id."""
        return {self.part.id: self.reference}

    def mistaken(self, part_id: str) -> tuple[()]:
        """Return no mistakes: an answer that stands alone has none that are known."""
        return ()

    @property
    def options(self) -> Mapping[str, str]:
        """No options."""
        return {}


def as_answer_verdict(asked: AskedPart, verdict: Verdict) -> AnswerVerdict:
    """Return a verdict as the Python caller gets it."""
    hints = (each.mistake.hint for each in verdict.mistakes)
    readable = verdict.value is not None and verdict.reason not in (
        "malformed",
        "contradictory",
        "not_finite",
        "too_long",
    )
    return AnswerVerdict(
        credit=float(verdict.credit),
        status=str(verdict.status),
        value=asked.part.kind.to_json(verdict.value) if readable and verdict.value is not None else None,
        feedback=tuple(ENGLISH.sentence(each) for each in (*feedback(asked, verdict), *hints)),
    )


def exact(number: float) -> Fraction:
    """Return a Python number as the decimal that it prints as."""
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)


@cache
def bank() -> Bank:
    """Return the bank of installed problems."""
    return Bank()


def rule_of(
    kind: str,
    symbols: Sequence[str] | None,
    choices: Mapping[str, Sequence[str]] | Sequence[str] | None,
    problem: str | None,
    part: str | None,
) -> tuple[Kind, Scope]:
    """Return the rule by which an answer is judged, and what its reader may know."""
    if (problem is None) != (part is None):
        raise ValueError("give problem and part together: the rule belongs to a part of a problem")
    if problem is not None and part is not None:
        instance = solve_problem(bank()[problem], None)
        if part not in instance.parts:
            raise ValueError(unknown_part(instance, part))
        return instance.parts[part].kind, Scope(options=instance.options)
    if kind not in KINDS:
        raise ValueError(
            f"unknown kind {kind!r}{near_miss(kind, KINDS) or '; kinds are ' + ', '.join(KINDS)}"
        )
    return make_kind(kind, tuple(symbols or ()), choices), Scope()


def make_kind(
    kind: str, symbols: tuple[str, ...], choices: Mapping[str, Sequence[str]] | Sequence[str] | None
) -> Kind:
    """Return a kind with its default rule."""
    if kind == "expression":
        return Expression(symbols=symbols)
    if kind == "matrix":
        return Matrix(symbols=symbols)
    if kind == "choice":
        if not choices:
            raise ValueError(
                "a choice needs choices, such as {'max': ('max', 'maximum'), 'average': ('average', 'mean')}"
            )
        named = choices if isinstance(choices, Mapping) else {each: (each,) for each in choices}
        return Choice(options={code: tuple(words) for code, words in named.items()})
    plain: dict[str, type[Kind]] = {
        "integer": Integer, "number": Number, "percent": Percent, "shape": Shape, "vector": Vector, "written": Written,
    }  # fmt: skip
    return plain[kind]()


def solve(problem: str, params: Mapping[str, object] | None = None) -> dict[str, JsonValue]:
    """Return the reference answers of a problem, part by part, as JSON values.

    Without ``params``, those of its first instance from practice; tuples and arrays stand for lists. Raises
    UnknownProblem or BadParams.
    """
    if params is not None and not isinstance(params, Mapping):
        raise BadParams(
            f'expected the parameters by name, such as {{"M": 32}}, got {params!r}'[:LONGEST_REFUSAL]
        )
    raw = None if params is None else {name: as_parameter(value) for name, value in params.items()}
    return references_as_json(solve_problem(bank()[problem], raw))


def as_parameter(value: object, depth: int = 0) -> JsonValue:
    """Return a parameter as an assignment would hold it: lists for tuples and arrays, text for fractions."""
    if isinstance(value, Mapping) and depth < DEEPEST:
        return {str(name): as_parameter(each, depth + 1) for name, each in value.items()}
    if isinstance(value, list | tuple) and depth < DEEPEST:
        return [as_parameter(each, depth + 1) for each in value]
    return as_submitted(value)


def grade(
    submissions: str | PathLike[str],
    *,
    assignment: str | PathLike[str] | None = None,
    roster: str | PathLike[str] | None = None,
    locale: str | None = None,
    problems: Sequence[str | PathLike[str]] = (),
    out: str | PathLike[str] | None = None,
) -> ClassResult:
    """Grade a folder of hand-ins; files are written only where ``out`` says so.

    With ``out``, decisions kept there are applied, as the command does. Raises GradeError where nothing can
    be graded.
    """
    from grader.running.handed_in import Choices
    from grader.running.in_memory import grade_in_memory
    from grader.running.progress import Silent
    from grader.running.run import run_class

    choices = Choices(
        submissions=Path(submissions),
        assignment=Path(assignment) if assignment is not None else None,
        roster=Path(roster) if roster is not None else None,
        locale=locale,
        problems=tuple(Path(each) for each in problems),
    )
    if out is not None:
        run_class(choices, Path(out), Silent())
    graded = grade_in_memory(choices, Path(out) if out is not None else None)
    return ClassResult(
        students=graded.results,
        summary=graded.summary,
        _rows=graded.records,
        _question_ids=graded.question_ids,
    )
