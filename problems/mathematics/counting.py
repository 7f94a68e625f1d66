"""How many parameters a layer learns, and how many multiply-accumulates it takes.

A multiply-accumulate (MAC) is one product added to a sum: two floating-point operations. Biases, where
counted, are one for each filter or unit.

Sources: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016), chapter 1;
Szegedy et al., "Going Deeper with Convolutions" (2015), section 4, for 1×1 convolutions as reductions;
Howard et al., "MobileNets" (2017), section 3.1, for depthwise and pointwise convolutions.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from grader.author import Expr, Quantity

Pair: TypeAlias = tuple[int, int]

FLOPS_PER_MAC = 2  # one multiplication and one addition
LARGEST_MAP = 10**9  # values in a feature map: 4 GB as floats; a larger one is a typing error


def convolution_weights(kernel: Pair, in_channels: int, filters: int) -> int:
    """Return the weights of a convolution: each filter covers its window in every channel of the input.

    Source: Howard et al. (2017), section 3.1: ``D_K · D_K · M · N``.
    """
    return kernel[0] * kernel[1] * in_channels * filters


def depthwise_weights(kernel: Pair, in_channels: int, multiplier: int = 1) -> int:
    """Return the weights of a depthwise convolution: ``multiplier`` filters over one channel each.

    Source: Howard et al. (2017), section 3.1: ``D_K · D_K · M``.
    """
    return kernel[0] * kernel[1] * in_channels * multiplier


def dense_weights(inputs: int, units: int) -> int:
    """Return the weights of a dense layer: every unit sees every input."""
    return inputs * units


def convolution_macs(output: Pair, kernel: Pair, in_channels: int, filters: int) -> int:
    """Return the MACs of a convolution: every weight is used once at each pixel of its output map.

    ``output`` is (height, width) of the output. Source: Howard et al. (2017), section 3.1, equation 2.
    """
    return output[0] * output[1] * convolution_weights(kernel, in_channels, filters)


def divided(top: Quantity, bottom: Quantity) -> Fraction | Expr:
    """Return one count as a multiple of another: exact in numbers, a quotient in symbols."""
    if isinstance(top, Expr):
        return top / bottom
    return top / bottom if isinstance(bottom, Expr) else Fraction(top, bottom)
