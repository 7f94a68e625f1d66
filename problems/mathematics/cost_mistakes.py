"""What the cost of one convolution shows a student: how it is worked out, and how it is got wrong.

Sources: Szegedy et al., "Going Deeper with Convolutions" (2015), section 4; Howard et al., "MobileNets"
(2017), section 3.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from grader.author import Message, PartDefinition
from problems.mathematics.costs import (
    Change,
    Convolution,
    cost_of,
    without_area,
    without_channels,
    without_sides,
    wrong_costs,
)
from problems.mathematics.counting import FLOPS_PER_MAC
from problems.mathematics.written_out import written_cost


class Counted(Protocol):
    """Parameters that say in which unit a cost is counted: "mac" or "flop"."""

    @property
    def count(self) -> str:
        """The unit."""


G = TypeVar("G", bound=Counted)


def unit_of_cost(count: str) -> Message:
    """Return what a product counts as."""
    if count == "flop":
        return Message("With the addition after it, a product counts as two flops.")
    return Message("With the addition after it, a product counts as one mac.")


def wrong_totals(steps: Sequence[Convolution], unit: str, change: Change) -> Iterator[int]:
    """Yield what convolutions cost together with all of them changed, and with one of them at a time."""
    right = [cost_of(step, unit) for step in steps]
    for changed in zip(*(change(step) for step in steps), strict=True):
        wrong = [cost_of(step, unit) for step in changed]
        yield sum(wrong)
        for one_wrong, one_right in zip(wrong, right, strict=True):
            yield sum(right) - one_right + one_wrong


def declare_cost(part: PartDefinition[[G], int], step: Callable[[G], Convolution]) -> None:
    """Declare the product that any one convolution costs, and the mistakes that it can hold."""

    @part.step
    def written_out(given: G) -> str:
        return written_cost(step(given), given.count)

    @part.convention("count")
    def flops_for_macs(given: G) -> int | None:
        """A multiplication and the addition after it: are they counted as one here, or as two?"""
        return cost_of(step(given), given.count) * FLOPS_PER_MAC if given.count == "mac" else None

    @part.convention("count")
    def macs_for_flops(given: G) -> int | None:
        """A multiplication and the addition after it: are they counted as one here, or each for itself?"""
        return cost_of(step(given), given.count) // FLOPS_PER_MAC if given.count == "flop" else None

    @part.mistake
    def input_channels_forgotten(given: G) -> Iterator[int]:
        """Through how many channels of its input does one filter reach?"""
        return wrong_costs(step(given), given.count, without_channels)

    @part.mistake
    def kernel_area_forgotten(given: G) -> Iterator[int]:
        """How many pixels does the window cover, counted in both directions?"""
        return wrong_costs(step(given), given.count, without_area)

    @part.mistake
    def spatial_size_forgotten(given: G) -> Iterator[int]:
        """Weights are used again and again: at how many places does the kernel stop?"""
        return wrong_costs(step(given), given.count, without_sides)
