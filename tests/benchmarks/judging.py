"""Measures what each problem costs: solving its first instance from practice, and judging a whole answer to it.

    python tests/benchmarks/judging.py [--rounds N]

Prints milliseconds of CPU for each problem: working out the references, and judging every part of an answer that
holds known mistakes, so that references, mistakes and follow-through are all worked out. Reading is measured in
`notation.py`.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial

from grader.answers import Reading
from grader.assignment.resolved import AskedPart, StudentQuestion
from grader.catalogue.bank import Bank
from grader.checking.judge import Judge
from grader.problem.definition import Problem
from grader.problem.instance import Instance

ALLOWED = 1.0  # milliseconds


def milliseconds(rounds: int, work: Callable[[], object]) -> float:
    """Return the median CPU time of ``work``, called once to warm up."""
    work()
    taken = []
    for _ in range(rounds):
        start = time.process_time_ns()
        work()
        taken.append((time.process_time_ns() - start) / 1e6)
    return statistics.median(taken)


def mistaken_readings(instance: Instance) -> dict[str, Reading]:
    """Return an answer to each part: the first value of its likeliest mistake, else the right one."""
    readings = {}
    for name, part in instance.parts.items():
        reference = instance.references.get(name)
        if reference is None:
            continue
        earlier = {each: instance.references[each] for each in part.follows}
        wrong = next((value for mistake in part.mistakes for value in mistake.values(earlier)), reference)
        readings[name] = part.kind.read(part.kind.to_json(part.kind.reference(wrong)), instance.scope)
    return readings


def solved(problem: Problem) -> object:
    """Return the references of the first instance from practice."""
    return Instance(problem, problem.practices[0]).references


def judged(problem: Problem, readings: dict[str, Reading]) -> object:
    """Return the verdicts on ``readings``, with nothing known from before."""
    instance = Instance(problem, problem.practices[0])
    asked = tuple(AskedPart(part=instance.parts[name], points=Fraction(1), letter="") for name in readings)
    question = StudentQuestion(key="alone", instance=instance, asked=asked)
    return Judge().question("question", question, readings)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    bank = Bank()
    for problem_id in bank.ids:
        problem = bank[problem_id]
        solving = milliseconds(rounds, partial(solved, problem))
        readings = mistaken_readings(Instance(problem, problem.practices[0]))
        whole = milliseconds(rounds, partial(judged, problem, readings))
        sign = "" if whole <= ALLOWED else f"  over {ALLOWED:g} ms"
        print(f"{problem_id:24s} solving {solving:6.3f} ms   with judging {whole:6.3f} ms{sign}")


if __name__ == "__main__":
    main()
