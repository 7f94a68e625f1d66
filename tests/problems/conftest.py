"""What the problems are checked with: libraries that share none of their mistakes, and the judge itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import ModuleType

import pytest

from grader.assignment.resolved import AskedPart, StudentQuestion
from grader.catalogue.bank import Bank
from grader.checking.judge import Judge
from grader.checking.verdict import Verdict
from grader.problem.definition import RawParams
from grader.problem.instance import Instance
from grader.records import JsonValue


@pytest.fixture(scope="session")
def numpy() -> ModuleType:
    return pytest.importorskip("numpy")  # type: ignore[no-any-return]  # pytest types it as Any


@pytest.fixture(scope="session")
def signal() -> ModuleType:
    return pytest.importorskip("scipy.signal")  # type: ignore[no-any-return]  # pytest types it as Any


@pytest.fixture(scope="session")
def torch() -> ModuleType:
    library: ModuleType = pytest.importorskip("torch")
    library.set_num_threads(1)  # threads cost more than they save on a few cells
    return library


@pytest.fixture(scope="session")
def bank() -> Bank:
    return Bank()


@pytest.fixture(scope="session")
def judge(bank: Bank) -> Callable[..., Mapping[str, Verdict]]:
    """Judge answers to the parts that they name; without parameters, of the first practice instance."""

    def judged(
        problem_id: str,
        answers: Mapping[str, JsonValue],
        params: RawParams | None = None,
        options: Mapping[str, str] | None = None,
    ) -> Mapping[str, Verdict]:
        problem = bank[problem_id]
        instance = Instance(problem, problem.practices[0] if params is None else params, options)
        asked = tuple(AskedPart(part=instance.parts[each], points=Fraction(1), letter="") for each in answers)
        readings = {
            each: instance.parts[each].kind.read(text, instance.scope) for each, text in answers.items()
        }
        question = StudentQuestion(key="", instance=instance, asked=asked)
        return {each.part_id: each for each in Judge().question("question", question, readings)}

    return judged
