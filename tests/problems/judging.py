"""Judges answers to problems of the bank, as one student's among others."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

from grader.assignment.resolved import AskedPart, StudentQuestion
from grader.catalogue.bank import Bank
from grader.checking import judge
from grader.checking.verdict import Verdict
from grader.problem.definition import RawParams
from grader.problem.instance import Instance
from grader.records import JsonValue, PartStatus

Written = Mapping[str, object]
"""JSON values by name; lists of lists are written out in tests, and typed as such."""


class Judge:
    """Judges answers to the parts that they name; without parameters, of the first practice instance."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank

    def __call__(
        self,
        problem_id: str,
        answers: Written,
        params: Written | None = None,
        options: Mapping[str, str] | None = None,
    ) -> Mapping[str, Verdict]:
        """Return each part's verdict."""
        problem = self.bank[problem_id]
        instance = Instance(
            problem, problem.practices[0] if params is None else cast(RawParams, params), options
        )
        asked = tuple(AskedPart(part=instance.parts[each], points=Fraction(1), letter="") for each in answers)
        readings = {
            each: instance.parts[each].kind.read(cast(JsonValue, text), instance.scope)
            for each, text in answers.items()
        }
        question = StudentQuestion(key="", instance=instance, asked=asked)
        return {each.part_id: each for each in judge.Judge().question("question", question, readings)}

    def is_right(
        self,
        problem_id: str,
        part: str,
        answer: object,
        params: Written | None = None,
        options: Mapping[str, str] | None = None,
    ) -> bool:
        """Whether an answer to one part alone is right."""
        return self(problem_id, {part: answer}, params, options)[part].status is PartStatus.CORRECT

    def mistakes(
        self,
        problem_id: str,
        part: str,
        answer: object,
        params: Written | None = None,
        options: Mapping[str, str] | None = None,
    ) -> tuple[list[str], float | None]:
        """Return the known mistakes that are named for one part alone, and its credit, None where it waits."""
        verdict = self(problem_id, {part: answer}, params, options)[part]
        waits = verdict.status is PartStatus.NEEDS_REVIEW
        return [each.mistake.code for each in verdict.mistakes], None if waits else float(verdict.credit)

    def first_mistake(
        self,
        problem_id: str,
        part: str,
        answer: object,
        params: Written | None = None,
        options: Mapping[str, str] | None = None,
    ) -> tuple[str | None, float | None]:
        """Return the mistake that is named first, and the credit, as `mistakes` does."""
        codes, credit = self.mistakes(problem_id, part, answer, params, options)
        return codes[0] if codes else None, credit
