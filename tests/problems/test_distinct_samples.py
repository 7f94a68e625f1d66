"""A sample that declares its instances distinct is gone through: every choice that it can make.

A share of the instances by default, all of them in the slow lane.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import TypeVar

import pytest

from grader.catalogue.bank import Bank
from grader.problem.instance import Instance, find_clashes, natural_clashes

Chosen = TypeVar("Chosen")

DISTINCT = ("conv_shapes", "dilated_output", "flop_ratio", "parameter_counts")
SHARES = 5


class Script(Random):
    """A source of chance that follows a script of choices, and notes how many there were at each."""

    def __init__(self, script: Sequence[int]) -> None:
        super().__init__(0)
        self.script = list(script)
        self.widths: list[int] = []

    def choice(self, options: Sequence[Chosen], *_: object) -> Chosen:  # type: ignore[override]
        if len(self.widths) == len(self.script):
            self.script.append(0)
        self.widths.append(len(options))
        return options[self.script[len(self.widths) - 1]]

    def randint(self, low: int, high: int) -> int:
        return self.choice(range(low, high + 1))

    def sample(self, options: Sequence[Chosen], count: int, **_: object) -> list[Chosen]:  # type: ignore[override]
        left, taken = list(options), []
        for _place in range(count):
            taken.append(self.choice(left))
            left.remove(taken[-1])
        return taken

    def random(self) -> float:
        raise AssertionError("a sample that is to be gone through makes whole choices only")

    def getrandbits(self, count: int, /) -> int:
        raise AssertionError("a sample that is to be gone through makes whole choices only")


def every_instance(bank: Bank, problem_id: str) -> Iterator[Instance]:
    """Yield an instance for every way in which a sample can choose."""
    sampler = bank[problem_id].sampler
    assert sampler is not None
    script: list[int] = []
    while True:
        source = Script(script)
        yield Instance(bank[problem_id], sampler(source))
        script = source.script
        while script and script[-1] + 1 == source.widths[len(script) - 1]:
            script.pop()
        if not script:
            return
        script[-1] += 1


def test_the_list_names_every_distinct_sample(bank: Bank) -> None:
    assert tuple(each for each in sorted(bank.ids) if bank[each].samples_are_distinct) == DISTINCT


@pytest.mark.parametrize(
    "share", [0, *(pytest.param(each, marks=pytest.mark.slow) for each in range(1, SHARES))]
)
@pytest.mark.parametrize("problem_id", DISTINCT)
def test_no_instance_of_a_distinct_sample_has_two_values_alike(
    bank: Bank, problem_id: str, share: int
) -> None:
    natural = natural_clashes(bank[problem_id])
    seen = 0
    for place, instance in enumerate(every_instance(bank, problem_id)):
        if place % SHARES == share:
            seen += 1
            assert find_clashes(instance) <= natural, instance.params
    assert seen >= 80
