"""Initial weights for ReLU layers.

Sources: He et al., "Delving Deep into Rectifiers" (2015), section 2.2, equation 10; Glorot and Bengio,
"Understanding the difficulty of training deep feedforward neural networks" (2010), section 4.2.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random

from grader.author import (
    Integer,
    Number,
    Pair,
    Problem,
    RawParams,
    given,
    has,
    pair,
    refuse,
    square_root,
    whole,
)
from problems.mathematics.counting import convolution_weights
from problems.mathematics.decimals import amounts_to
from problems.mathematics.written_out import product, quotient

problem = Problem(__name__, topic="training")

LARGEST_FAN = 10**9  # weights of one filter; more is a typing error
RELU_GAIN = 2  # a ReLU passes on half of the variance, which this makes up for


@given
class Given:
    """A convolution with a kernel of {kernel} over {in_channels} channels is followed by a ReLU. Its weights are
    drawn from a normal distribution with mean 0, with the variance that He et al. derive from the fan-in.

    The layer has {filters} filters.
    """

    kernel: Pair = pair("kernel", as_size=True)
    in_channels: int = whole("channels of the input")
    filters: int = whole("number of filters; needed only to recognise that the fan-out was used")

    def check(self) -> None:
        """Refuse a filter of more weights than any has."""
        if weights_of_filter(self) > LARGEST_FAN:
            raise refuse("kernel", f"makes {weights_of_filter(self)} weights a filter; at most {LARGEST_FAN}")


def weights_of_filter(given: Given) -> int:
    """Return the weights of one filter."""
    return convolution_weights(given.kernel, given.in_channels, 1)


def without_channels(given: Given) -> int | None:
    """Return the pixels that a filter covers, where there is more than one channel."""
    return given.kernel[0] * given.kernel[1] if given.in_channels > 1 else None


def fan_out(given: Given) -> int | None:
    """Return the outputs that one input value reaches, where that differs from the fan-in."""
    if not has(given, "filters") or given.filters == given.in_channels:
        return None
    return convolution_weights(given.kernel, 1, given.filters)


def he_variance(fan: int) -> Fraction:
    """Return the variance of He et al., 2 / n (equation 10)."""
    return Fraction(RELU_GAIN, fan)


def xavier_variances(given: Given, fan_in: int) -> Iterator[Fraction]:
    """Yield the variances of Glorot and Bengio: 1 / n, and with the fan-out 2 / (n + m)."""
    yield Fraction(1, fan_in)
    if has(given, "filters"):
        yield Fraction(2, fan_in + convolution_weights(given.kernel, 1, given.filters))


@problem.part(Integer(at_least=1))
def fan_in(given: Given) -> int:
    """How many inputs does one output of the layer have (its fan-in)?

    One output sees a window of {kernel} pixels in each of the {in_channels} channels:

    {counted}
    """
    return weights_of_filter(given)


@fan_in.step
def counted(given: Given) -> str:
    """Return the weights of one filter, written out."""
    return product(*given.kernel, given.in_channels)


@fan_in.mistake
def channels_forgotten(given: Given) -> int | None:
    """Through how many channels does one filter reach?"""
    return without_channels(given)


@fan_in.mistake
def fan_out_used(given: Given) -> int | None:
    """Compare the values that go into one output with the outputs that one value goes to: which is asked?"""
    return fan_out(given)


@problem.part(Number(spread="variance", at_least=0))
def variance(given: Given, fan_in: int) -> Fraction:
    """What is the variance of the weights?

    A ReLU sets half of the values to 0, which halves what is passed on. The numerator makes up for that, the
    denominator for the number of inputs that are added up:

    {shared_out}
    """
    return he_variance(fan_in)


@variance.step
def shared_out(given: Given, fan_in: int) -> str:
    """Return the variance, written out."""
    return quotient(RELU_GAIN, fan_in)


@variance.mistake
def xavier(given: Given, fan_in: int) -> Iterator[Fraction]:
    """Xavier's rule was made for units that let negative values through. What does a ReLU do to half of them?"""
    yield from xavier_variances(given, fan_in)


@variance.slip
def variance_variance_as_std(given: Given, fan_in: int) -> Fraction:
    """Variance and standard deviation are not the same: which of them is asked, and which did you write?"""
    return square_root(he_variance(fan_in))


@variance.mistake
def variance_channels_forgotten(given: Given, fan_in: int) -> Fraction | None:
    fan = without_channels(given)
    return he_variance(fan) if fan else None


@variance.mistake
def variance_fan_out_used(given: Given, fan_in: int) -> Fraction | None:
    fan = fan_out(given)
    return he_variance(fan) if fan else None


@problem.part(Number(spread="deviation", at_least=0))
def std(given: Given, variance: Fraction) -> Fraction:
    """What is the standard deviation of the weights?

    It is the square root of the variance:

    {root}
    """
    return square_root(Fraction(variance))


@std.step
def root(given: Given, variance: Fraction) -> str:
    """Return the standard deviation, written out."""
    return amounts_to(square_root(Fraction(variance)), f"√({variance})")


@std.slip
def std_variance_as_std(given: Given, variance: Fraction) -> Fraction | None:
    return variance if variance != 1 else None


@std.mistake
def std_xavier(given: Given, variance: Fraction) -> Iterator[Fraction]:
    for wrong in xavier_variances(given, weights_of_filter(given)):
        yield square_root(wrong)


@std.mistake
def std_channels_forgotten(given: Given, variance: Fraction) -> Fraction | None:
    fan = without_channels(given)
    return square_root(he_variance(fan)) if fan else None


@std.mistake
def std_fan_out_used(given: Given, variance: Fraction) -> Fraction | None:
    fan = fan_out(given)
    return square_root(he_variance(fan)) if fan else None


problem.practice(kernel=[8, 8], in_channels=3)
problem.practice(kernel=3, in_channels=64, filters=256)


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw a kernel and channels as they stand in real networks."""
    in_channels = random.choice((3, 8, 16, 24, 32, 48, 64))
    return {
        "kernel": random.choice((3, 5, 7, 8)),
        "in_channels": in_channels,
        "filters": in_channels * random.choice((3, 4, 6)),
    }
