"""What a pooling layer makes and what it takes, and how its output is got wrong.

Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016), chapter 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import prod
from typing import NamedTuple, TypeAlias

from problems.mathematics.sizes import Pair, window_positions

Map: TypeAlias = tuple[int, int, int]  # height, width, channels


class Pooling(NamedTuple):
    """One pooling layer without padding; ``input`` is height, width and channels."""

    input: tuple[int, ...]
    window: Pair
    stride: Pair

    @property
    def area(self) -> int:
        """How many values a window holds."""
        return prod(self.window)

    @property
    def output(self) -> Map:
        """The map that the layer makes: every channel is pooled by itself."""
        height, width = (
            window_positions(*axis) for axis in zip(self.input[:2], self.window, self.stride, strict=True)
        )
        return height, width, self.input[2]

    @property
    def estimate(self) -> Fraction:
        """The operations if a window began at every stride, up to the edges."""
        return Fraction(prod(self.input) * self.area, prod(self.stride))


def formulas(
    window: str = "p_h*p_w",
    *,
    channels: str = "c*",
    one: str = " + 1",
    sides: tuple[str, str] = ("p_h", "p_w"),
    strides: tuple[str, str] = ("s_h", "s_w"),
) -> tuple[str, str, str]:
    """Return the operations as formulas: the estimate, the exact count without rounding, and that count rounded.

    The input has sides h and w and c channels, the window p_h and p_w; the strides are s_h and s_w.
    """
    (p_h, p_w), (s_h, s_w) = sides, strides
    rows, columns = f"(h - {p_h})/{s_h}", f"(w - {p_w})/{s_w}"
    return (
        f"h*w*{channels}{window}/({s_h}*{s_w})",
        f"({rows}{one})*({columns}{one})*{channels}{window}",
        f"(floor({rows}){one})*(floor({columns}){one})*{channels}{window}",
    )


def exchanged(one: Pair) -> Pair:
    """Return a pair with its vertical number as the horizontal one."""
    return one[1], one[0]


def with_axes_swapped(layer: Pooling) -> Iterator[Map]:
    """Yield the output with the window, the stride or both the wrong way round, and with its sides exchanged."""
    window, stride = exchanged(layer.window), exchanged(layer.stride)
    yield layer._replace(window=window).output
    yield layer._replace(stride=stride).output
    yield layer._replace(window=window, stride=stride).output
    height, width, channels = layer.output
    yield width, height, channels


def without_first_positions(layer: Pooling) -> Iterator[Map]:
    """Yield the output with the first position of the window forgotten along both sides, and along one."""
    height, width, channels = layer.output
    yield height - 1, width - 1, channels
    yield height - 1, width, channels
    yield height, width - 1, channels


def without_strides(layer: Pooling) -> Iterator[Map]:
    """Yield the output of a window that moves pixel by pixel."""
    yield layer._replace(stride=(1, 1)).output


def without_channels(layer: Pooling) -> Iterator[Map]:
    """Yield the output with all channels made one."""
    yield (*layer.output[:2], 1)


MISTAKES: Mapping[str, Callable[[Pooling], Iterator[Map]]] = {
    "axes_swapped": with_axes_swapped,
    "plus_one_forgotten": without_first_positions,
    "stride_ignored": without_strides,
    "channels_forgotten": without_channels,
}


def mistaken_outputs(layer: Pooling, code: str) -> Iterator[Map]:
    """Yield the outputs that a mistake gives, where it changes them and something is left."""
    right = layer.output
    return (each for each in dict.fromkeys(MISTAKES[code](layer)) if each != right and min(each) >= 1)


def mistaken_operations(layer: Pooling, code: str) -> Iterator[int]:
    """Yield the operations for the outputs that a mistake gives, where it changes their number."""
    right = prod(layer.output)
    found = dict.fromkeys(prod(each) for each in mistaken_outputs(layer, code))
    return (cells * layer.area for cells in found if cells != right)
