"""Cost of a convolution with and without a 1×1 bottleneck.

Source: Szegedy et al., "Going Deeper with Convolutions" (2015), section 4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from math import prod
from random import Random

from grader.author import (
    CannotAsk,
    Integer,
    Message,
    Number,
    Pair,
    Percent,
    Problem,
    RawParams,
    Tolerance,
    given,
    pair,
    pair_or_word,
    refuse,
    shape,
    whole,
    word,
)
from problems.mathematics.cost_mistakes import declare_cost, unit_of_cost
from problems.mathematics.costs import (
    Bottleneck,
    Convolution,
    cost_of,
    without_area,
    without_channels,
    without_sides,
    wrong_ratios,
    wrong_sums,
)
from problems.mathematics.counting import FLOPS_PER_MAC, LARGEST_MAP, convolution_macs
from problems.mathematics.sizes import map_positions
from problems.mathematics.written_out import equal_to, exact, quotient, slid_sides

problem = Problem(__name__, topic="cost")

COUNT = Integer(at_least=1, approximate_digits=3)


@given
class Given:
    """A map of {input} (height × width × channels) goes through {filters} filters of {kernel}, with stride
    {stride} and padding {padding}: once directly, and once after {bottleneck} filters of 1×1 with stride 1,
    which reduce its channels. Biases are left out. The unit of cost is the {count}: a flop is one
    multiplication or one addition, a mac is a multiplication with the addition after it.
    """

    input: tuple[int, ...] = shape("height, width and channels of the input")
    filters: int = whole("filters of the large convolution")
    kernel: Pair = pair("kernel of the large convolution", as_size=True)
    bottleneck: int = whole("number of 1×1 filters")
    padding: Pair | str = pair_or_word("padding of the large convolution", "same", "valid", default="same")
    stride: Pair = pair("stride of the large convolution", default=1)
    count: str = word("unit of cost", "mac", "flop")

    def check(self) -> None:
        """Refuse a map that is a typing error, and a kernel that does not fit."""
        if prod(self.input) > LARGEST_MAP:
            raise refuse("input", f"holds {prod(self.input)} values; expected at most {LARGEST_MAP}")
        if min(output_sides(self)) < 1:
            raise refuse("kernel", "larger than the padded input; give a smaller kernel or a larger input")


@lru_cache(maxsize=32)
def output_sides(given: Given) -> Pair:
    """Return (height, width) of the map that the large convolution makes."""
    return map_positions(given.input[:2], given.kernel, given.stride, given.padding)


def direct_step(given: Given) -> Convolution:
    """Return the large convolution over all channels of the input."""
    return Convolution(output_sides(given), given.kernel, given.input[2], given.filters)


def reduce_step(given: Given) -> Convolution:
    """Return the 1×1 convolution; it keeps the sides of the input."""
    return Convolution((given.input[0], given.input[1]), (1, 1), given.input[2], given.bottleneck)


def expand_step(given: Given) -> Convolution:
    """Return the large convolution over the reduced channels."""
    return Convolution(output_sides(given), given.kernel, given.bottleneck, given.filters)


def steps_of(given: Given) -> Bottleneck:
    """Return the three convolutions."""
    return Bottleneck(direct_step(given), reduce_step(given), expand_step(given))


def share(given: Given, step: Callable[[Given], Convolution]) -> Fraction:
    """Return the cost of a step as a share of the direct convolution's."""
    return Fraction(convolution_macs(*step(given)), convolution_macs(*direct_step(given)))


def saved(ratio: Fraction) -> Fraction:
    """Return what a ratio of costs saves, in percent."""
    return 100 * (1 - ratio)


def saved_by(ratios: Iterator[Fraction]) -> Iterator[Fraction]:
    """Yield what each ratio saves in percent, without a sign, as a reduction is written."""
    return (abs(saved(ratio)) for ratio in ratios)


@problem.part(COUNT)
def direct(given: Given) -> int:
    """What does the large convolution cost when it is applied directly?

    Height and width of its output, where ⌊ ⌋ means rounded down and ⌈ ⌉ rounded up:

    {sides_of_output}

    At each of these places every one of the {filters} filters takes a product for each pixel of its {kernel} window
    in every channel of the input. {unit}

    {written_out}
    """
    return cost_of(direct_step(given), given.count)


@direct.step
def sides_of_output(given: Given) -> str:
    return slid_sides(given.input[:2], given.kernel, given.stride, given.padding)


@direct.step
def unit(given: Given) -> Message:
    return unit_of_cost(given.count)


@problem.part(COUNT)
def reduce(given: Given) -> int:
    """What does the 1×1 convolution cost?

    It keeps the sides of the input, and its window is a single pixel. Each of the {bottleneck} filters reaches
    through all channels of the input:

    {written_out}
    """
    return cost_of(reduce_step(given), given.count)


@problem.part(COUNT)
def expand(given: Given) -> int:
    """What does the large convolution cost when it follows the 1×1 convolution?

    The 1×1 convolution leaves as many channels as it has filters: {bottleneck}. With this number of channels in
    place of the input's, all else is as in the direct convolution:

    {written_out}
    """
    return cost_of(expand_step(given), given.count)


declare_cost(direct, direct_step)
declare_cost(reduce, reduce_step)
declare_cost(expand, expand_step)


@expand.mistake
def expand_expand_from_input_channels(given: Given) -> int | None:
    """How many channels does the map have once the 1×1 filters have been applied?"""
    return cost_of(direct_step(given), given.count) if given.bottleneck != given.input[2] else None


@problem.part(COUNT)
def bottleneck(given: Given, reduce: int, expand: int) -> int:
    """What do the two convolutions of the bottleneck cost together?

    Both are carried out, one after the other, so their costs are added:

    {reduce} + {expand} = {bottleneck}
    """
    return reduce + expand


@bottleneck.mistake
def reduce_step_forgotten(given: Given, reduce: int, expand: int) -> int:
    """The bottleneck has two convolutions. Does the 1×1 convolution cost nothing?"""
    return expand


@bottleneck.convention("count")
def bottleneck_flops_for_macs(given: Given, reduce: int, expand: int) -> int | None:
    return (reduce + expand) * FLOPS_PER_MAC if given.count == "mac" else None


@bottleneck.convention("count")
def bottleneck_macs_for_flops(given: Given, reduce: int, expand: int) -> int | None:
    return (reduce + expand) // FLOPS_PER_MAC if given.count == "flop" else None


@bottleneck.mistake
def bottleneck_expand_from_input_channels(given: Given, reduce: int, expand: int) -> int | None:
    return reduce + cost_of(direct_step(given), given.count) if given.bottleneck != given.input[2] else None


@bottleneck.mistake
def bottleneck_input_channels_forgotten(given: Given, reduce: int, expand: int) -> Iterator[int]:
    return wrong_sums(steps_of(given), given.count, without_channels)


@bottleneck.mistake
def bottleneck_kernel_area_forgotten(given: Given, reduce: int, expand: int) -> Iterator[int]:
    return wrong_sums(steps_of(given), given.count, without_area)


@bottleneck.mistake
def bottleneck_spatial_size_forgotten(given: Given, reduce: int, expand: int) -> Iterator[int]:
    return wrong_sums(steps_of(given), given.count, without_sides)


@problem.part(Number(tolerance=Tolerance(digits=1)))
def ratio(given: Given, direct: int, bottleneck: int) -> Fraction:
    """What is the cost of the bottleneck divided by the cost of the direct convolution?

    The direct cost is what the other is measured against, so it stands below the line:

    {division}
    """
    return Fraction(bottleneck, direct)


@ratio.step
def division(given: Given, direct: int, bottleneck: int) -> str:
    return quotient(bottleneck, direct)


@ratio.slip
def ratio_ratio_inverted(given: Given, direct: int, bottleneck: int) -> Fraction | None:
    """Which of the two costs is measured against the other, and so stands below the line?"""
    return Fraction(direct, bottleneck) if direct != bottleneck else None


@ratio.slip
def ratio_ratio_as_reduction(given: Given, direct: int, bottleneck: int) -> Fraction | None:
    """What is asked here: the share of the cost that is left, or the share that is saved?"""
    return Fraction(direct - bottleneck, direct) if bottleneck < direct != 2 * bottleneck else None


@ratio.mistake
def ratio_reduce_step_forgotten(given: Given, direct: int, bottleneck: int) -> Fraction:
    return share(given, expand_step)


@ratio.mistake
def ratio_expand_from_input_channels(given: Given, direct: int, bottleneck: int) -> Fraction | None:
    return 1 + share(given, reduce_step) if given.bottleneck != given.input[2] else None


@ratio.mistake
def ratio_input_channels_forgotten(given: Given, direct: int, bottleneck: int) -> Iterator[Fraction]:
    return wrong_ratios(steps_of(given), without_channels)


@ratio.mistake
def ratio_kernel_area_forgotten(given: Given, direct: int, bottleneck: int) -> Iterator[Fraction]:
    return wrong_ratios(steps_of(given), without_area)


@ratio.mistake
def ratio_spatial_size_forgotten(given: Given, direct: int, bottleneck: int) -> Iterator[Fraction]:
    return wrong_ratios(steps_of(given), without_sides)


@problem.part(Percent(drop_sign=True))
def reduction(given: Given, ratio: Fraction) -> Fraction:
    """By how many percent does the bottleneck reduce the cost of the direct convolution?

    The ratio is the share of the cost that is left; the rest of the whole is saved. In percent:

    {percent_saved}
    """
    if share(given, reduce_step) + share(given, expand_step) > 1:  # a student's own costs may still do so
        raise CannotAsk("the bottleneck costs more than the direct convolution, so nothing is reduced")
    return saved(ratio)


@reduction.step
def percent_saved(given: Given, ratio: Fraction) -> str:
    return equal_to(saved(ratio), f"100·(1 − {exact(ratio)})")


@reduction.slip
def reduction_ratio_as_reduction(given: Given, ratio: Fraction) -> Fraction | None:
    return 100 * ratio if 2 * ratio != 1 else None


@reduction.mistake
def reduction_reduction_of_smaller(given: Given, ratio: Fraction) -> Fraction | None:
    """Of which cost is the reduction a share: of what it was before, or of what it became?"""
    return 100 * (1 / ratio - 1) if 0 < ratio < 1 else None


@reduction.slip
def reduction_ratio_inverted(given: Given, ratio: Fraction) -> Fraction | None:
    return 100 / ratio if 0 < ratio < 1 else None


@reduction.mistake
def reduction_reduce_step_forgotten(given: Given, ratio: Fraction) -> Fraction:
    return abs(saved(share(given, expand_step)))


@reduction.mistake
def reduction_expand_from_input_channels(given: Given, ratio: Fraction) -> Fraction:
    return 100 * share(given, reduce_step)


@reduction.mistake
def reduction_input_channels_forgotten(given: Given, ratio: Fraction) -> Iterator[Fraction]:
    return saved_by(wrong_ratios(steps_of(given), without_channels))


@reduction.mistake
def reduction_kernel_area_forgotten(given: Given, ratio: Fraction) -> Iterator[Fraction]:
    return saved_by(wrong_ratios(steps_of(given), without_area))


@reduction.mistake
def reduction_spatial_size_forgotten(given: Given, ratio: Fraction) -> Iterator[Fraction]:
    return saved_by(wrong_ratios(steps_of(given), without_sides))


problem.practice(input=[28, 28, 192], filters=32, kernel=5, bottleneck=16, count="mac")


@problem.distinct_sample
def sample(random: Random) -> RawParams:
    """Return a layer like those of an Inception network, whose bottleneck saves most of the cost.

    Its numbers of pixels, channels and taps differ, so that it shows which of them was forgotten.
    """
    side = random.choice((7, 12, 14, 20, 28))
    channels = 32 * random.choice((2, 4, 5, 7, 8))
    return {
        "input": [side, side, channels],
        "filters": 8 * random.randint(2, 16),
        "kernel": random.choice((3, 5, 7)),
        "bottleneck": channels // random.choice((8, 16)),
        "count": random.choice(("mac", "flop")),
    }
