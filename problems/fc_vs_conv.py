"""Weights of a dense layer against a convolution.

Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016), chapter 1: a convolution
is sparse, and uses its weights again at every place.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from math import prod
from random import Random
from typing import TypeAlias

from grader.author import (
    Expr,
    Expression,
    Kind,
    Message,
    Number,
    Problem,
    Quantity,
    RawParams,
    flag,
    given,
    has,
    integer_or_formula,
    quantities,
    quantity,
    refuse,
    symbols_in,
)
from problems.mathematics.counting import LARGEST_MAP, divided
from problems.mathematics.written_out import formula, product, quotient, with_biases

problem = Problem(__name__, topic="cost")

Share: TypeAlias = Fraction | Expr
PARAMETERS = ("in_channels", "out_channels", "in_size", "out_size", "kernel")


@given
class Given:
    """A map of {in_size} (height × width) with {in_channels} channels leads to a map of {out_size} with
    {out_channels} channels. Two layers could do that: a dense layer, which sees both maps flat, or a convolution
    with square kernels whose side is {kernel}. Biases in every unit and every filter: {bias}.
    """

    in_channels: Quantity = quantity("channels of the input")
    out_channels: Quantity = quantity("channels of the output")
    in_size: tuple[Quantity, ...] = quantities("height and width of the input", 2, as_size=True)
    out_size: tuple[Quantity, ...] = quantities("height and width of the output", 2, as_size=True)
    kernel: Quantity = quantity("side of the kernel")
    bias: bool = flag("whether every unit and every filter has a bias")

    def check(self) -> None:
        """Refuse maps larger than any."""
        for name in ("in_size", "out_size"):
            pixels = prod(getattr(self, name)) if has(self, name) else 0
            if isinstance(pixels, int) and pixels > LARGEST_MAP:
                raise refuse(name, f"makes a map of {pixels} pixels; expected at most {LARGEST_MAP}")


def count_kind(given: Given) -> Kind:
    """Return what is asked of a count."""
    return integer_or_formula(given, *PARAMETERS)


def ratio_kind(given: Given) -> Kind:
    """Return what is asked of the ratio."""
    symbols = symbols_in(given, *PARAMETERS)
    return Expression(symbols=symbols) if symbols else Number()


def inputs(given: Given) -> Quantity:
    """Return how many numbers the input holds."""
    height, width = given.in_size
    return given.in_channels * height * width


def units(given: Given) -> Quantity:
    """Return how many numbers the output holds: the dense layer has a unit for each."""
    height, width = given.out_size
    return given.out_channels * height * width


def dense_weights(given: Given) -> Quantity:
    """Return the weights of the dense layer: every unit sees every input."""
    return inputs(given) * units(given)


def conv_weights(given: Given) -> Quantity:
    """Return the weights of the convolution: every filter covers its window in every channel of the input."""
    return given.in_channels * given.out_channels * given.kernel**2


def with_unit_biases(given: Given, weights: Quantity) -> Quantity:
    """Return the weights of a dense layer and its biases, if it has any."""
    return weights + units(given) if given.bias else weights


def with_filter_biases(given: Given, weights: Quantity) -> Quantity:
    """Return the weights of a convolution and its biases, if it has any."""
    return weights + given.out_channels if given.bias else weights


def right_dense(given: Given) -> Quantity:
    """Return the parameters of the dense layer."""
    return with_unit_biases(given, dense_weights(given))


def right_conv(given: Given) -> Quantity:
    """Return the parameters of the convolution."""
    return with_filter_biases(given, conv_weights(given))


def right_ratio(given: Given) -> Share:
    """Return the ratio; without biases the channels stand above and below the line, and are left out."""
    if given.bias:
        return divided(right_dense(given), right_conv(given))
    (height, width), (out_height, out_width) = given.in_size, given.out_size
    return divided(height * width * out_height * out_width, given.kernel**2)


@problem.part(count_kind)
def dense(given: Given) -> Quantity:
    """How many parameters does the dense layer have?

    It has a unit for every number of the output, and every unit has a weight for every number of the input:

    {dense_product}

    {unit_biases}
    """
    return right_dense(given)


@dense.step
def dense_product(given: Given) -> str:
    return product(given.in_channels, *given.in_size, given.out_channels, *given.out_size)


@dense.step
def unit_biases(given: Given) -> Message:
    return with_biases(dense_weights(given), units(given), given.bias)


@problem.part(count_kind)
def conv(given: Given) -> Quantity:
    """How many parameters does the convolution have?

    It has a filter for every channel of the output, and every filter has a weight for each pixel of its window in
    every channel of the input. The sizes of the maps do not matter, since the weights are used again at every place:

    {conv_product}

    {filter_biases}
    """
    return right_conv(given)


@conv.step
def conv_product(given: Given) -> str:
    return product(given.in_channels, given.out_channels, given.kernel, given.kernel)


@conv.step
def filter_biases(given: Given) -> Message:
    return with_biases(conv_weights(given), given.out_channels, given.bias)


@problem.part(ratio_kind)
def ratio(given: Given) -> Share:
    """How many times as many parameters does the dense layer have as the convolution?

    The count of the convolution is what the other is measured against, so it stands below the line:

    {division}
    """
    return right_ratio(given)


@ratio.step
def division(given: Given) -> str:
    value = right_ratio(given)
    counts = quotient(right_dense(given), right_conv(given))
    return " = ".join(dict.fromkeys((counts, formula(value)))) if isinstance(value, Expr) else counts


def with_channels_forgotten(given: Given, rest: Quantity) -> Iterator[Quantity]:
    """Yield a product without the channels of both maps, and without those of one of them."""
    for channels in (1, given.out_channels, given.in_channels):
        yield rest * channels


def dense_without_channels(given: Given) -> Iterator[Quantity]:
    """Yield the parameters of a dense layer where channels are forgotten."""
    (height, width), (out_height, out_width) = given.in_size, given.out_size
    places = height * width * out_height * out_width
    return (with_unit_biases(given, each) for each in with_channels_forgotten(given, places))


def conv_without_channels(given: Given) -> Iterator[Quantity]:
    """Yield the parameters of a convolution where channels are forgotten."""
    area = given.kernel**2
    return (with_filter_biases(given, each) for each in with_channels_forgotten(given, area))


def dense_without_output(given: Given) -> Quantity:
    """Return the parameters of a dense layer with a unit for each channel of the output."""
    return with_filter_biases(given, inputs(given) * given.out_channels)


def conv_without_area(given: Given) -> Quantity:
    """Return the parameters of a convolution whose window is counted along one side."""
    return with_filter_biases(given, given.in_channels * given.out_channels * given.kernel)


def others(right: Quantity, wrong: Iterator[Quantity]) -> Iterator[Quantity]:
    """Yield the counts that are not right all the same."""
    return (each for each in wrong if each != right)


def other_ratios(given: Given, wrong: Iterator[Share]) -> Iterator[Share]:
    """Yield the ratios that are not right all the same."""
    right = right_ratio(given)
    return (each for each in wrong if each != right)


@dense.mistake
def output_size_forgotten(given: Given) -> Iterator[Quantity]:
    """How many numbers does the output hold, and how many units does the dense layer need for them?"""
    return others(right_dense(given), iter((dense_without_output(given),)))


@dense.mistake
def channels_forgotten(given: Given) -> Iterator[Quantity]:
    """Which numbers stand at one place of the input, and which at one place of the output?"""
    return others(right_dense(given), dense_without_channels(given))


@dense.convention("bias")
def bias_added(given: Given) -> Quantity | None:
    """Do the layers of this question have a bias?"""
    return None if given.bias else dense_weights(given) + units(given)


@dense.convention("bias")
def bias_forgotten(given: Given) -> Quantity | None:
    """What does a unit or a filter learn besides its weights?"""
    return dense_weights(given) if given.bias else None


@conv.mistake
def conv_channels_forgotten(given: Given) -> Iterator[Quantity]:
    return others(right_conv(given), conv_without_channels(given))


@conv.mistake
def kernel_area_forgotten(given: Given) -> Iterator[Quantity]:
    """How many pixels does the window cover, counted in both directions?"""
    return others(right_conv(given), iter((conv_without_area(given),)))


@conv.convention("bias")
def conv_bias_added(given: Given) -> Quantity | None:
    return None if given.bias else conv_weights(given) + given.out_channels


@conv.convention("bias")
def conv_bias_forgotten(given: Given) -> Quantity | None:
    return conv_weights(given) if given.bias else None


@ratio.mistake
def ratio_output_size_forgotten(given: Given) -> Iterator[Share]:
    return other_ratios(given, iter((divided(dense_without_output(given), right_conv(given)),)))


@ratio.mistake
def ratio_channels_forgotten(given: Given) -> Iterator[Share]:
    dense, conv = right_dense(given), right_conv(given)
    above = (divided(each, conv) for each in dense_without_channels(given))
    below = (divided(dense, each) for each in conv_without_channels(given))
    return other_ratios(given, chain(above, below))


@ratio.mistake
def ratio_kernel_area_forgotten(given: Given) -> Iterator[Share]:
    return other_ratios(given, iter((divided(right_dense(given), conv_without_area(given)),)))


@ratio.convention("bias")
def ratio_bias_added(given: Given) -> Iterator[Share]:
    if not given.bias:
        with_units = dense_weights(given) + units(given)
        yield from other_ratios(given, iter((divided(with_units, conv_weights(given) + given.out_channels),)))


@ratio.convention("bias")
def ratio_bias_forgotten(given: Given) -> Iterator[Share]:
    if given.bias:
        yield from other_ratios(given, iter((divided(dense_weights(given), conv_weights(given)),)))


problem.practice(
    in_channels="I", out_channels="J", in_size=["H1", "W1"], out_size=["H2", "W2"], kernel="K", bias=False
)
problem.practice(in_channels=4, out_channels=16, in_size=[32, 28], out_size=[30, 26], kernel=3, bias=False)


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw a convolution without padding between small maps."""
    kernel = random.choice((3, 5, 7))
    height = random.randint(16, 32)
    width = height + random.choice((2, 4, 6))
    return {
        "in_channels": random.choice((2, 4, 6)),
        "out_channels": random.choice((8, 12, 16)),
        "in_size": [height, width],
        "out_size": [height - kernel + 1, width - kernel + 1],
        "kernel": kernel,
        "bias": random.choice((True, False)),
    }
