"""Operations of an inception module's branches.

Source: Szegedy et al., "Going Deeper with Convolutions" (2015), section 4 and figure 2b.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import prod
from random import Random
from typing import Protocol, TypeAlias

from grader.author import (
    Integer,
    Message,
    Problem,
    RawParams,
    Shape,
    given,
    refuse,
    shape,
    whole,
    word,
)
from problems.mathematics.cost_mistakes import declare_cost, unit_of_cost, wrong_totals
from problems.mathematics.costs import (
    Change,
    Convolution,
    cost_of,
    without_area,
    without_channels,
    without_sides,
    wrong_costs,
)
from problems.mathematics.counting import FLOPS_PER_MAC, LARGEST_MAP
from problems.mathematics.orders import Map, other_orders
from problems.mathematics.written_out import addition, slid_sides

problem = Problem(__name__, topic="cost", options={"channels": ("last", "first")})

Costs: TypeAlias = tuple[int, ...]  # of the six convolutions, in the order of their parts
Sums: TypeAlias = Callable[["Given", Costs], Iterator[int]]

COUNT = Integer(at_least=1, approximate_digits=3)


@given
class Given:
    """An inception module gets a map of {input} (height × width × channels). Its four branches keep height and
    width, and their outputs are concatenated.

    First branch: {branch1} filters of 1×1.

    Second branch: {branch3_reduce} filters of 1×1, then {branch3} filters of 3×3.

    Third branch: {branch5_reduce} filters of 1×1, then {branch5} filters of 5×5.

    Fourth branch: 3×3 max pooling, which costs nothing here, then {pool_proj} filters of 1×1.

    Biases are left out. The unit of cost is the {count}: a flop is one multiplication or one addition, a mac is a
    multiplication with the addition after it.
    """

    input: tuple[int, ...] = shape("height, width and channels of the input")
    branch1: int = whole("1×1 filters of the first branch")
    branch3_reduce: int = whole("1×1 filters before the 3×3 ones")
    branch3: int = whole("3×3 filters")
    branch5_reduce: int = whole("1×1 filters before the 5×5 ones")
    branch5: int = whole("5×5 filters")
    pool_proj: int = whole("1×1 filters after the pooling")
    count: str = word("unit of cost", "mac", "flop")

    def check(self) -> None:
        """Refuse a map that is a typing error."""
        if prod(self.input) > LARGEST_MAP:
            raise refuse("input", f"holds {prod(self.input)} values; expected at most {LARGEST_MAP}")


def convolution(given: Given, side: int, channels: int, filters: int) -> Convolution:
    """Return a convolution that keeps the sides of the input."""
    return Convolution((given.input[0], given.input[1]), (side, side), channels, filters)


STEPS: Mapping[str, Callable[[Given], Convolution]] = {
    "branch1": lambda given: convolution(given, 1, given.input[2], given.branch1),
    "branch3_reduce": lambda given: convolution(given, 1, given.input[2], given.branch3_reduce),
    "branch3": lambda given: convolution(given, 3, given.branch3_reduce, given.branch3),
    "branch5_reduce": lambda given: convolution(given, 1, given.input[2], given.branch5_reduce),
    "branch5": lambda given: convolution(given, 5, given.branch5_reduce, given.branch5),
    "pool_proj": lambda given: convolution(given, 1, given.input[2], given.pool_proj),
}


def cost(given: Given, name: str) -> int:
    """Return what one of the convolutions costs."""
    return cost_of(STEPS[name](given), given.count)


def steps_of(given: Given) -> tuple[Convolution, ...]:
    """Return the six convolutions, in the order of their parts."""
    return tuple(step(given) for step in STEPS.values())


def channels_out(given: Given) -> tuple[int, ...]:
    """Return the channels that each branch makes."""
    return given.branch1, given.branch3, given.branch5, given.pool_proj


@problem.part(COUNT)
def branch1(given: Given) -> int:
    """What do the 1×1 filters of the first branch cost?

    Every filter takes a product for each pixel of its window in each channel that it gets, and does so at every pixel
    of the map. {unit} So height, width, window, channels and filters are multiplied:

    {written_out}
    """
    return cost(given, "branch1")


@branch1.step
def unit(given: Given) -> Message:
    return unit_of_cost(given.count)


@problem.part(COUNT)
def branch3_reduce(given: Given) -> int:
    """What do the 1×1 filters before the 3×3 ones cost?

    They get all channels of the input:

    {written_out}
    """
    return cost(given, "branch3_reduce")


@problem.part(COUNT)
def branch3(given: Given) -> int:
    """What do the 3×3 filters cost?

    They get as many channels as there are 1×1 filters before them: {branch3_reduce}.

    {written_out}
    """
    return cost(given, "branch3")


@problem.part(COUNT)
def branch5_reduce(given: Given) -> int:
    """What do the 1×1 filters before the 5×5 ones cost?

    They get all channels of the input:

    {written_out}
    """
    return cost(given, "branch5_reduce")


@problem.part(COUNT)
def branch5(given: Given) -> int:
    """What do the 5×5 filters cost?

    They get as many channels as there are 1×1 filters before them: {branch5_reduce}.

    {written_out}
    """
    return cost(given, "branch5")


@problem.part(COUNT)
def pool_proj(given: Given) -> int:
    """What do the 1×1 filters after the pooling cost?

    Pooling keeps the channels, so they get all of the input's:

    {written_out}
    """
    return cost(given, "pool_proj")


for costed in (branch1, branch3_reduce, branch3, branch5_reduce, branch5, pool_proj):
    declare_cost(costed, STEPS[costed.name])


def from_input_channels(given: Given) -> Change:
    """Return the change by which the large convolutions get all channels of the input."""
    return lambda step: iter((step._replace(in_channels=given.input[2]),))


def without_reduction(given: Given, name: str) -> Iterator[int]:
    """Yield what a convolution costs on all channels of the input, where that is something else."""
    return wrong_costs(STEPS[name](given), given.count, from_input_channels(given))


@branch3.mistake
def expand_from_input_channels(given: Given) -> Iterator[int]:
    """How many channels does the map have once the 1×1 filters before have been applied?"""
    return without_reduction(given, "branch3")


@branch5.mistake
def branch5_expand_from_input_channels(given: Given) -> Iterator[int]:
    return without_reduction(given, "branch5")


@problem.part(Shape(sides=3))
def output(given: Given) -> Map:
    """What shape does the output of the module have?

    The branches lie side by side, so their channels are added up, those of the 1×1 filters in between left out:

    {channels_added}

    Padding of one pixel for the 3×3 window, or two for the 5×5 window, keeps the sides:

    {sides}
    """
    return given.input[0], given.input[1], sum(channels_out(given))


@output.step
def channels_added(given: Given) -> str:
    return addition(*channels_out(given))


@output.step
def sides(given: Given) -> str:
    return slid_sides(given.input[:2], (5, 5), (1, 1), (2, 2))


@output.mistake
def branch_left_out(given: Given) -> Iterator[Map]:
    """Follow the input along every arrow of the module: how many branches lead to its output?"""
    height, width, _ = given.input
    for missing in channels_out(given):
        yield height, width, sum(channels_out(given)) - missing


@output.convention("channels")
def axes_swapped(given: Given) -> Iterator[Map]:
    """In which order do height, width and channels stand here?"""
    return other_orders((given.input[0], given.input[1], sum(channels_out(given))))


@problem.part(COUNT)
def total(
    given: Given,
    branch1: int,
    branch3_reduce: int,
    branch3: int,
    branch5_reduce: int,
    branch5: int,
    pool_proj: int,
) -> int:
    """What does the whole module cost?

    All six convolutions are carried out, so their costs are added:

    {branch1} + {branch3_reduce} + {branch3} + {branch5_reduce} + {branch5} + {pool_proj} = {total}
    """
    return branch1 + branch3_reduce + branch3 + branch5_reduce + branch5 + pool_proj


@total.mistake
def reduce_step_forgotten(
    given: Given,
    branch1: int,
    branch3_reduce: int,
    branch3: int,
    branch5_reduce: int,
    branch5: int,
    pool_proj: int,
) -> Iterator[int]:
    """Some branches have two convolutions. Does the 1×1 convolution at their beginning cost nothing?"""
    large = branch1 + branch3 + branch5 + pool_proj
    yield large
    yield large + branch5_reduce
    yield large + branch3_reduce


class OfTotal(Protocol):
    """A mistake in the sum of the six costs."""

    def __call__(
        self,
        given: Given,
        branch1: int,
        branch3_reduce: int,
        branch3: int,
        branch5_reduce: int,
        branch5: int,
        pool_proj: int,
    ) -> Iterator[int]:
        """Yield the sums that it gives."""


def of_total(code: str, sums: Sums) -> OfTotal:
    """Return a mistake that makes other sums, from the parameters and the six costs."""

    def mistake(
        given: Given,
        branch1: int,
        branch3_reduce: int,
        branch3: int,
        branch5_reduce: int,
        branch5: int,
        pool_proj: int,
    ) -> Iterator[int]:
        costs = (branch1, branch3_reduce, branch3, branch5_reduce, branch5, pool_proj)
        return (wrong for wrong in dict.fromkeys(sums(given, costs)) if wrong != sum(costs))

    mistake.__name__ = code
    return mistake


def doubled(given: Given, costs: Costs) -> Iterator[int]:
    """Yield the sum in flops where macs are asked."""
    if given.count == "mac":
        yield sum(costs) * FLOPS_PER_MAC


def halved(given: Given, costs: Costs) -> Iterator[int]:
    """Yield the sum in macs where flops are asked."""
    if given.count == "flop":
        yield sum(costs) // FLOPS_PER_MAC


def one_branch_less(given: Given, costs: Costs) -> Iterator[int]:
    """Yield the sum without each branch, with the 1×1 convolution at its beginning."""
    first, reduce3, large3, reduce5, large5, last = costs
    return (sum(costs) - branch for branch in (first, reduce3 + large3, reduce5 + large5, last))


def large_from_input_channels(given: Given, costs: Costs) -> Iterator[int]:
    """Yield the sum with the 3×3 filters, the 5×5 filters or both on all channels of the input."""
    return wrong_totals(steps_of(given), given.count, from_input_channels(given))


def all_changed(change: Change) -> Sums:
    """Return the sums with a change in all six convolutions, and in one of them."""
    return lambda given, costs: wrong_totals(steps_of(given), given.count, change)


total.convention("count")(of_total("flops_for_macs", doubled))
total.convention("count")(of_total("macs_for_flops", halved))
total.mistake(of_total("branch_left_out", one_branch_less))
total.mistake(of_total("expand_from_input_channels", large_from_input_channels))
total.mistake(of_total("input_channels_forgotten", all_changed(without_channels)))
total.mistake(of_total("kernel_area_forgotten", all_changed(without_area)))
total.mistake(of_total("spatial_size_forgotten", all_changed(without_sides)))


problem.practice(
    input=[28, 28, 192],
    branch1=64,
    branch3_reduce=96,
    branch3=128,
    branch5_reduce=16,
    branch5=32,
    pool_proj=32,
    count="mac",
)


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw a module whose reductions save most of the channels, with filters that differ from branch to branch."""
    side, channels = random.choice((7, 12, 14, 20, 28)), 32 * random.randint(5, 12)
    return {
        "input": [side, side, channels],
        "branch1": 8 * random.randint(7, 12),
        "branch3_reduce": channels // 2 - random.choice((0, 4, 8)),
        "branch3": 8 * random.randint(13, 20),
        "branch5_reduce": channels // 8 - random.choice((0, 2, 4)),
        "branch5": 8 * random.randint(5, 6) + 4,
        "pool_proj": 8 * random.randint(3, 4),
        "count": random.choice(("mac", "flop")),
    }
