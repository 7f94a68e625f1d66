"""Standard against depthwise-separable convolution.

Source: Howard et al., "MobileNets" (2017), section 3.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from random import Random

from grader.author import (
    Integer,
    Message,
    Number,
    Pair,
    PartDefinition,
    Problem,
    RawParams,
    flag,
    given,
    pair,
    whole,
)
from problems.mathematics.counting import convolution_weights, depthwise_weights
from problems.mathematics.separable import Counts, Pick, added, picked, ratios, sums
from problems.mathematics.written_out import product, quotient, with_biases

problem = Problem(__name__, topic="cost")

POINT = (1, 1)


@given
class Given:
    """A standard convolution with a kernel of {kernel} leads from {in_channels} to {out_channels} channels.
    It is compared with a depthwise-separable one: a depthwise convolution with the same kernel (filters for
    each input channel: {multiplier}), then a pointwise (1×1) convolution. Biases in every filter: {bias}.
    """

    kernel: Pair = pair("kernel", as_size=True)
    in_channels: int = whole("channels of the input")
    out_channels: int = whole("channels of the output")
    bias: bool = flag("whether every filter has a bias")
    multiplier: int = whole("depthwise filters for each channel of the input", default=1)


@lru_cache(maxsize=32)
def weights(given: Given) -> Counts:
    """Return the weights of each convolution."""
    between = given.in_channels * given.multiplier
    return Counts(
        convolution_weights(given.kernel, given.in_channels, given.out_channels),
        depthwise_weights(given.kernel, given.in_channels, given.multiplier),
        convolution_weights(POINT, between, given.out_channels),
    )


def biases(given: Given) -> Counts:
    """Return the filters of each convolution, which is how many biases it has where it has any."""
    return Counts(given.out_channels, given.in_channels * given.multiplier, given.out_channels)


@lru_cache(maxsize=32)
def right_counts(given: Given) -> Counts:
    """Return the parameters of each convolution."""
    return added(weights(given), biases(given)) if given.bias else weights(given)


def with_bias(given: Given) -> Counts | None:
    """Return the counts with a bias in every filter, where there is none."""
    return None if given.bias else added(weights(given), biases(given))


def without_bias(given: Given) -> Counts | None:
    """Return the counts without the biases that there are."""
    return weights(given) if given.bias else None


def without_input_channels(given: Given) -> Counts:
    """Return the counts of filters that each see one channel only."""
    one = Counts(
        convolution_weights(given.kernel, 1, given.out_channels),
        depthwise_weights(given.kernel, 1, given.multiplier),
        convolution_weights(POINT, given.multiplier, given.out_channels),
    )
    return added(one, biases(given)) if given.bias else one


def with_depthwise_per_output(given: Given) -> Counts:
    """Return the counts with as many depthwise filters as there are outputs."""
    filters = convolution_weights(given.kernel, 1, given.out_channels)
    return right_counts(given)._replace(depthwise=filters + given.out_channels * given.bias)


def with_pointwise_area(given: Given) -> Counts:
    """Return the counts with the large kernel in the pointwise convolution."""
    area = given.kernel[0] * given.kernel[1]
    pointwise = weights(given).pointwise * area + given.out_channels * given.bias
    return right_counts(given)._replace(pointwise=pointwise)


def with_bias_per_slice(given: Given) -> Counts | None:
    """Return the counts with a bias for every channel that a filter sees."""
    between = given.in_channels * given.multiplier
    slices = Counts(given.in_channels * given.out_channels, between, between * given.out_channels)
    return added(weights(given), slices) if given.bias else None


def with_one_bias(given: Given) -> Counts | None:
    """Return the counts with one bias for each convolution."""
    return added(weights(given), Counts(1, 1, 1)) if given.bias else None


@problem.part(Integer(at_least=1))
def standard(given: Given) -> int:
    """How many parameters does the standard convolution have?

    Each of the {out_channels} filters has a weight for every pixel of its {kernel} window in every one of the
    {in_channels} channels of the input:

    {standard_weights}

    {biases_added}
    """
    return right_counts(given).standard


@standard.step
def standard_weights(given: Given) -> str:
    return product(*given.kernel, given.in_channels, given.out_channels)


@problem.part(Integer(at_least=1))
def depthwise(given: Given) -> int:
    """How many parameters does the depthwise convolution have?

    A depthwise filter sees one channel alone and has a weight for every pixel of its {kernel} window. Filters for
    each of the {in_channels} channels of the input: {multiplier}.

    {weights_in_depth}

    {biases_added}
    """
    return right_counts(given).depthwise


@depthwise.step
def weights_in_depth(given: Given) -> str:
    return product(*given.kernel, given.in_channels, given.multiplier)


@problem.part(Integer(at_least=1))
def pointwise(given: Given) -> int:
    """How many parameters does the pointwise convolution have?

    The depthwise convolution leaves a channel for each of its filters:

    {channels_between}

    Each of the {out_channels} pointwise filters has a weight for one pixel in every one of these channels:

    {pointwise_weights}

    {biases_added}
    """
    return right_counts(given).pointwise


@pointwise.step
def channels_between(given: Given) -> str:
    return product(given.in_channels, given.multiplier)


@pointwise.step
def pointwise_weights(given: Given) -> str:
    return product(*POINT, given.in_channels * given.multiplier, given.out_channels)


def declare_shared(part: PartDefinition[[Given], int], pick: Pick) -> None:
    """Declare how biases are added in any one convolution, and the mistakes that its count can hold."""

    @part.step
    def biases_added(given: Given) -> Message:
        return with_biases(pick(weights(given)), pick(biases(given)), given.bias)

    @part.convention("bias")
    def bias_added(given: Given) -> int | None:
        """Do the filters of this question have a bias?"""
        return picked(right_counts(given), with_bias(given), pick)

    @part.convention("bias")
    def bias_forgotten(given: Given) -> int | None:
        """What does a filter learn besides its weights?"""
        return picked(right_counts(given), without_bias(given), pick)

    @part.mistake
    def input_channels_forgotten(given: Given) -> int | None:
        """Through how many channels of its input does one filter reach, and is there one for each of them?"""
        return picked(right_counts(given), without_input_channels(given), pick)

    @part.slip
    def bias_per_slice(given: Given) -> int | None:
        """A filter adds up all the channels that it sees. How many biases does it need for that one sum?"""
        return picked(right_counts(given), with_bias_per_slice(given), pick)

    @part.slip
    def one_bias_per_layer(given: Given) -> int | None:
        """Do the filters of a layer share one bias, or has each its own?"""
        return picked(right_counts(given), with_one_bias(given), pick)


declare_shared(standard, lambda counts: counts.standard)
declare_shared(depthwise, lambda counts: counts.depthwise)
declare_shared(pointwise, lambda counts: counts.pointwise)


@depthwise.mistake
def depthwise_depthwise_per_output(given: Given) -> int | None:
    """A depthwise filter belongs to one channel. Is that a channel of the input or of the output?"""
    return picked(right_counts(given), with_depthwise_per_output(given), lambda counts: counts.depthwise)


@pointwise.mistake
def pointwise_pointwise_with_kernel_area(given: Given) -> int | None:
    """How many pixels does the window of a pointwise filter cover?"""
    return picked(right_counts(given), with_pointwise_area(given), lambda counts: counts.pointwise)


@problem.part(Integer(at_least=1))
def separable(given: Given, depthwise: int, pointwise: int) -> int:
    """How many parameters does the depthwise-separable convolution have altogether?

    It learns the parameters of both of its convolutions, so they are added:

    {depthwise} + {pointwise} = {separable}
    """
    return depthwise + pointwise


@separable.mistake
def only_one_step_counted(given: Given, depthwise: int, pointwise: int) -> Iterator[int]:
    """Of how many convolutions does the depthwise-separable convolution consist?"""
    yield depthwise
    yield pointwise


@separable.mistake
def multiplied_not_added(given: Given, depthwise: int, pointwise: int) -> int | None:
    """The two steps stand one after the other. How do their counts make one?"""
    return depthwise * pointwise if depthwise * pointwise != depthwise + pointwise else None


@separable.convention("bias")
def separable_bias_added(given: Given, depthwise: int, pointwise: int) -> Iterator[int]:
    return sums(right_counts(given), with_bias(given))


@separable.convention("bias")
def separable_bias_forgotten(given: Given, depthwise: int, pointwise: int) -> Iterator[int]:
    return sums(right_counts(given), without_bias(given))


@separable.mistake
def separable_input_channels_forgotten(given: Given, depthwise: int, pointwise: int) -> Iterator[int]:
    return sums(right_counts(given), without_input_channels(given))


@separable.mistake
def separable_depthwise_per_output(given: Given, depthwise: int, pointwise: int) -> Iterator[int]:
    return sums(right_counts(given), with_depthwise_per_output(given))


@separable.mistake
def separable_pointwise_with_kernel_area(given: Given, depthwise: int, pointwise: int) -> Iterator[int]:
    return sums(right_counts(given), with_pointwise_area(given))


@separable.slip
def separable_bias_per_slice(given: Given, depthwise: int, pointwise: int) -> Iterator[int]:
    return sums(right_counts(given), with_bias_per_slice(given))


@separable.slip
def separable_one_bias_per_layer(given: Given, depthwise: int, pointwise: int) -> Iterator[int]:
    yield from sums(right_counts(given), with_one_bias(given))
    if given.bias:
        yield sum(weights(given)[1:]) + 1


@problem.part(Number())
def ratio(given: Given, standard: int, separable: int) -> Fraction:
    """What is the number of parameters of the depthwise-separable convolution divided by that of the
    standard one?

    The standard count is what the other is measured against, so it stands below the line:

    {division}
    """
    return Fraction(separable, standard)


@ratio.step
def division(given: Given, standard: int, separable: int) -> str:
    return quotient(separable, standard)


@ratio.slip
def ratio_ratio_inverted(given: Given, standard: int, separable: int) -> Fraction | None:
    """Which of the two counts is measured against the other, and so stands below the line?"""
    return Fraction(standard, separable) if standard != separable else None


@ratio.mistake
def ratio_only_one_step_counted(given: Given, standard: int, separable: int) -> Iterator[Fraction]:
    right = right_counts(given)
    yield Fraction(right.depthwise, right.standard)
    yield Fraction(right.pointwise, right.standard)


@ratio.mistake
def ratio_multiplied_not_added(given: Given, standard: int, separable: int) -> Fraction:
    right = right_counts(given)
    return Fraction(right.depthwise * right.pointwise, right.standard)


@ratio.convention("bias")
def ratio_bias_added(given: Given, standard: int, separable: int) -> Iterator[Fraction]:
    return ratios(right_counts(given), with_bias(given))


@ratio.convention("bias")
def ratio_bias_forgotten(given: Given, standard: int, separable: int) -> Iterator[Fraction]:
    return ratios(right_counts(given), without_bias(given))


@ratio.mistake
def ratio_input_channels_forgotten(given: Given, standard: int, separable: int) -> Iterator[Fraction]:
    return ratios(right_counts(given), without_input_channels(given))


@ratio.mistake
def ratio_depthwise_per_output(given: Given, standard: int, separable: int) -> Iterator[Fraction]:
    return ratios(right_counts(given), with_depthwise_per_output(given))


@ratio.mistake
def ratio_pointwise_with_kernel_area(given: Given, standard: int, separable: int) -> Iterator[Fraction]:
    return ratios(right_counts(given), with_pointwise_area(given))


@ratio.slip
def ratio_bias_per_slice(given: Given, standard: int, separable: int) -> Iterator[Fraction]:
    return ratios(right_counts(given), with_bias_per_slice(given))


@ratio.slip
def ratio_one_bias_per_layer(given: Given, standard: int, separable: int) -> Iterator[Fraction]:
    return ratios(right_counts(given), with_one_bias(given))


problem.practice(kernel=3, in_channels=3, out_channels=4, bias=False)


@problem.distinct_sample
def sample(random: Random) -> RawParams:
    """Return a small convolution to more channels than it has, by numbers that keep its mistakes apart."""
    return {
        "kernel": random.choice((3, 5, 7)),
        "in_channels": random.choice((6, 7, 8, 10, 11, 12, 13, 14, 15)),
        "out_channels": random.randint(19, 26),
        "bias": random.choice((True, False)),
    }
