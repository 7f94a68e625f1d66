"""What a convolution costs, and how that cost is got wrong.

Sources: Szegedy et al., "Going Deeper with Convolutions" (2015), section 4; Howard et al., "MobileNets"
(2017), section 3.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from problems.mathematics.counting import FLOPS_PER_MAC, Pair, convolution_macs


class Convolution(NamedTuple):
    """One convolution as its cost sees it; ``sides`` are (height, width) of its output."""

    sides: Pair
    kernel: Pair
    in_channels: int
    filters: int


class Bottleneck(NamedTuple):
    """A convolution done directly, or in two steps: one that reduces the channels, then one like the direct one."""

    direct: Convolution
    reduce: Convolution
    expand: Convolution


Change: TypeAlias = Callable[[Convolution], Iterator[Convolution]]


def cost_of(convolution: Convolution, unit: str) -> int:
    """Return what a convolution costs in ``unit``: "mac" or "flop"."""
    macs = convolution_macs(*convolution)
    return macs * FLOPS_PER_MAC if unit == "flop" else macs


def without_channels(convolution: Convolution) -> Iterator[Convolution]:
    """Yield the convolution as if its input had one channel."""
    yield convolution._replace(in_channels=1)


def without_sides(convolution: Convolution) -> Iterator[Convolution]:
    """Yield the convolution as if its kernel were laid on one place only."""
    yield convolution._replace(sides=(1, 1))


def without_area(convolution: Convolution) -> Iterator[Convolution]:
    """Yield the convolution with one side of its kernel in place of the area."""
    yield convolution._replace(kernel=(convolution.kernel[0], 1))
    yield convolution._replace(kernel=(1, convolution.kernel[1]))


def wrong_costs(convolution: Convolution, unit: str, change: Change) -> Iterator[int]:
    """Yield what the convolution costs after each change that alters its cost."""
    right = cost_of(convolution, unit)
    return (wrong for each in change(convolution) if (wrong := cost_of(each, unit)) != right)


def wrong_sums(steps: Bottleneck, unit: str, change: Change) -> Iterator[int]:
    """Yield what the bottleneck costs with both of its steps changed, and with one of them."""
    first, second = cost_of(steps.reduce, unit), cost_of(steps.expand, unit)
    for changed_first, changed_second in zip(change(steps.reduce), change(steps.expand), strict=True):
        wrong_first, wrong_second = cost_of(changed_first, unit), cost_of(changed_second, unit)
        for wrong in (wrong_first + wrong_second, wrong_first + second, first + wrong_second):
            if wrong != first + second:
                yield wrong


def wrong_ratios(steps: Bottleneck, change: Change) -> Iterator[Fraction]:
    """Yield the ratio of the bottleneck's cost to the direct one with the same change in all three steps."""
    right = ratio_of(*steps)
    for changed in zip(*(change(step) for step in steps), strict=True):
        if (wrong := ratio_of(*changed)) != right:
            yield wrong


def ratio_of(direct: Convolution, reduce: Convolution, expand: Convolution) -> Fraction:
    """Return the cost of both steps of a bottleneck divided by the direct cost."""
    return Fraction(convolution_macs(*reduce) + convolution_macs(*expand), convolution_macs(*direct))
