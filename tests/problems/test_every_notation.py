"""Right answers of every problem are right in every notation of their kinds, and wrong ones in none."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random

import pytest

from grader.answers import Plain
from grader.assignment.resolved import AskedPart, StudentQuestion
from grader.catalogue.bank import Bank
from grader.checking.judge import Judge
from grader.checking.verdict import Verdict
from grader.problem.definition import Problem
from grader.problem.instance import Instance
from grader.problem.parts import CannotAsk, Part
from grader.records import JsonValue, PartStatus
from tests.problems.spellings import spellings

IDS = sorted(Bank().ids)
RIGHT_WHEN_SPELT_OUT = {
    ("conv_shapes", "flatten_forgotten"),  # 7 × 7 × 32 is the length 1568, as a calculation
    ("dilated_output", "axes_swapped"),  # the factors of a product have no order
}


@pytest.fixture(params=IDS)
def problem(request: pytest.FixtureRequest, bank: Bank) -> Problem:
    return bank[request.param]


def instances(problem: Problem) -> Iterator[Instance]:
    """Yield the instances from practice and a few drawn ones."""
    for params in problem.practices:
        yield Instance(problem, params)
    if problem.sampler is not None:
        for seed in range(2):
            yield Instance(problem, problem.sampler(Random(seed)))


def verdicts(instance: Instance, answers: dict[str, JsonValue]) -> dict[str, Verdict]:
    """Return the verdicts on the answers to some parts of a question."""
    asked = tuple(AskedPart(part=instance.parts[name], points=Fraction(1), letter="") for name in answers)
    readings = {
        name: instance.parts[name].kind.read(answer, instance.scope) for name, answer in answers.items()
    }
    question = StudentQuestion(key="", instance=instance, asked=asked)
    return {each.part_id: each for each in Judge().question("question", question, readings)}


def every_spelling(part: Part, value: Plain) -> Iterator[str]:
    yield from spellings(part.kind.name, part.kind.to_json(value), part.kind.show(value))


def test_a_right_answer_is_right_however_it_is_spelt(problem: Problem) -> None:
    for instance in instances(problem):
        for name, reference in instance.references.items():
            for text in every_spelling(instance.parts[name], reference):
                verdict = verdicts(instance, {name: text})[name]
                assert verdict.status is PartStatus.CORRECT, (
                    problem.id,
                    name,
                    text,
                    verdict.status,
                    verdict.reason,
                )


def test_a_known_mistake_is_never_right_however_it_is_spelt(problem: Problem) -> None:
    for instance in instances(problem):
        for name, reference in instance.references.items():
            part = instance.parts[name]
            earlier = {each: instance.references[each] for each in part.follows}
            for mistake in part.mistakes:
                if (problem.id, mistake.code) in RIGHT_WHEN_SPELT_OUT:
                    continue
                for value in mistake.values(earlier):
                    wrong = part.kind.reference(value)
                    exact = part.kind.read(part.kind.to_json(wrong), instance.scope).values
                    if any(part.kind.equals(each, reference) for each in exact):
                        continue  # the tolerance, or the parameters, make it right
                    for text in every_spelling(part, wrong):
                        status = verdicts(instance, {name: text})[name].status
                        assert status is not PartStatus.CORRECT, (problem.id, name, mistake.code, text)


def test_a_later_answer_that_follows_from_a_wrong_one_costs_nothing(problem: Problem) -> None:
    """One earlier answer is taken from a known mistake; the later one is worked out from it."""
    for instance in instances(problem):
        for name, reference in instance.references.items():
            part = instance.parts[name]
            for first in part.follows:
                wrong = next(iter(wrong_values(instance, first)), None)
                if wrong is None or first not in instance.references:
                    continue
                earlier = {each: instance.references[each] for each in part.follows}
                try:
                    own = part.kind.reference(part.solve({**earlier, first: wrong}))
                except (CannotAsk, ArithmeticError, LookupError, TypeError, ValueError):
                    continue
                if own in (wrong, reference):
                    continue
                answers = {
                    each: instance.parts[each].kind.to_json(value)
                    for each, value in {**earlier, first: wrong}.items()
                }
                verdict = verdicts(instance, {**answers, name: part.kind.to_json(own)})[name]
                assert verdict.status is PartStatus.CORRECT, (problem.id, name, first, own, verdict.reason)


def wrong_values(instance: Instance, name: str) -> Iterator[Plain]:
    """Yield values of known mistakes that are wrong, within bounds, and not zero."""
    part = instance.parts[name]
    earlier = {each: instance.references[each] for each in part.follows}
    for mistake in part.mistakes:
        if mistake.convention:
            continue
        for value in mistake.values(earlier):
            plain = part.kind.reference(value)
            reading = part.kind.read(part.kind.to_json(plain), instance.scope)
            if (
                reading.values
                and part.kind.in_bounds(reading.values[0])
                and not part.kind.equals(reading.values[0], instance.references[name])
                and plain != 0
            ):
                yield plain
