"""A stack of layers: the size that each one makes, and the parameters that it learns.

A size is a map (height, width, channels), or a length once the map is flat.

Sources: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016), chapters 2 to 4;
Lin, Chen and Yan, "Network in Network" (2014), section 3.2, for global pooling.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import prod
from typing import NamedTuple, TypeAlias

from grader.author import Pair, SameAs, flag, pair, pair_or_word, record, refuse, text, whole
from problems.mathematics.counting import LARGEST_MAP, convolution_weights, dense_weights
from problems.mathematics.sizes import (
    effective_kernel,
    same_positions,
    transposed_side,
    window_positions,
    window_positions_ceil,
)

Size: TypeAlias = tuple[int, ...] | int


@record("conv")
class Conv:
    """{name}: convolution with {filters} filters, kernel {kernel}, stride {stride}, padding {padding},
    dilation {dilation}. Bias: {bias}.
    """

    name: str = text("name of the layer", required=True)
    filters: int = whole("number of filters")
    kernel: Pair = pair("kernel", as_size=True)
    stride: Pair = pair("stride", default=1)
    padding: Pair | str = pair_or_word("padding", "same", "valid", default=0)
    dilation: Pair = pair("dilation", default=1)
    bias: bool = flag("whether every filter has a bias", default=True)


@record("pool")
class Pool:
    """{name}: pooling with kernel {kernel}, stride {stride}, padding {padding}, rounded up: {ceil}."""

    name: str = text("name of the layer", required=True)
    kernel: Pair = pair("kernel", as_size=True)
    stride: Pair = pair("stride; by default the kernel's", default=SameAs("kernel"))
    padding: Pair | str = pair_or_word("padding", "same", "valid", default=0)
    ceil: bool = flag("whether a last window may reach over the edge")

    def check(self) -> None:
        """Refuse a padding that could hold a whole window."""
        if not isinstance(self.padding, str) and any(
            padding >= kernel for padding, kernel in zip(self.padding, self.kernel, strict=True)
        ):
            raise refuse("padding", "a window would hold no pixel; expected less than the kernel")


@record("upconv")
class UpConv:
    """{name}: up-convolution (transposed convolution) with {filters} filters, kernel {kernel}, stride
    {stride}, padding {padding}, output padding {output_padding}. Bias: {bias}.
    """

    name: str = text("name of the layer", required=True)
    filters: int = whole("number of filters")
    kernel: Pair = pair("kernel", as_size=True)
    stride: Pair = pair("stride")
    padding: Pair = pair("padding", default=0, at_least=0)
    output_padding: Pair = pair("rows and columns added at the far end", default=0, at_least=0)
    bias: bool = flag("whether every filter has a bias", default=True)

    def check(self) -> None:
        """Refuse an output padding that another stride would make."""
        if any(extra >= stride for extra, stride in zip(self.output_padding, self.stride, strict=True)):
            raise refuse("output_padding", "expected less than the stride")


@record("flatten")
class Flatten:
    """{name}: flatten."""

    name: str = text("name of the layer", required=True)


@record("dense")
class Dense:
    """{name}: dense layer with {units} units. Bias: {bias}."""

    name: str = text("name of the layer", required=True)
    units: int = whole("number of units")
    bias: bool = flag("whether every unit has a bias", default=True)


@record("global_pool")
class GlobalPool:
    """{name}: global pooling."""

    name: str = text("name of the layer", required=True)


Layer: TypeAlias = Conv | Pool | UpConv | Flatten | Dense | GlobalPool
LAYERS = (Conv, Pool, UpConv, Flatten, Dense, GlobalPool)


class Window(NamedTuple):
    """What slides along one axis. ``padding`` is None for "same"; ``up`` is true for an up-convolution."""

    kernel: int
    stride: int
    padding: int | None
    dilation: int = 1
    ceil: bool = False
    up: bool = False
    output_padding: int = 0


Rule: TypeAlias = Callable[[Window, int], int]


def side_after(window: Window, side: int) -> int:
    """Return what the window leaves, or makes, of one side."""
    if window.up:
        padding = window.padding or 0
        return transposed_side(side, window.kernel, window.stride, padding, window.output_padding)
    if window.padding is None:
        return same_positions(side, window.stride)
    covered = effective_kernel(window.kernel, window.dilation)
    positions = window_positions_ceil if window.ceil else window_positions
    return positions(side, covered, window.stride, window.padding)


@lru_cache(maxsize=256)
def window_of(layer: Conv | Pool | UpConv, axis: int) -> Window:
    """Return the layer's window along one axis: 0 is the vertical one, 1 the horizontal one."""
    if isinstance(layer, UpConv):
        return Window(
            layer.kernel[axis],
            layer.stride[axis],
            layer.padding[axis],
            up=True,
            output_padding=layer.output_padding[axis],
        )
    padding = layer.padding if isinstance(layer.padding, str) else layer.padding[axis]
    return Window(
        layer.kernel[axis],
        layer.stride[axis],
        None if padding == "same" else 0 if isinstance(padding, str) else padding,
        dilation=layer.dilation[axis] if isinstance(layer, Conv) else 1,
        ceil=isinstance(layer, Pool) and layer.ceil,
    )


@lru_cache(maxsize=1024)  # every mistake of a layer begins with its right size
def size_after(layer: Layer, before: Size, rule: Rule = side_after) -> Size:
    """Return the size that a layer makes; ``rule`` is how each side follows from the window.

    Raises ValueError where the layer cannot be applied.
    """
    if isinstance(layer, Dense):
        return layer.units
    if isinstance(layer, Flatten):
        return length_of(before)
    height, width, channels = map_of(before)
    if isinstance(layer, GlobalPool):
        return channels
    sides = rule(window_of(layer, 0), height), rule(window_of(layer, 1), width)
    if min(sides) < 1:
        raise ValueError(f"its kernel is larger than the padded map of {height} × {width}")
    after = (*sides, channels if isinstance(layer, Pool) else layer.filters)
    if prod(after) > LARGEST_MAP:
        raise ValueError(f"its map holds {prod(after)} values; expected at most {LARGEST_MAP}")
    return after


def map_of(size: Size) -> tuple[int, int, int]:
    """Return a size as a map; ValueError where it is none."""
    if isinstance(size, int) or len(size) != 3:
        raise ValueError("it needs a map of height × width × channels")
    return size[0], size[1], size[2]


def length_of(size: Size) -> int:
    """Return how many values a size holds."""
    return size if isinstance(size, int) else prod(size)


@lru_cache(maxsize=256)
def weights_of(layer: Layer, before: Size) -> int:
    """Return the weights of a layer, without its biases; pooling and flattening learn nothing."""
    if isinstance(layer, Dense):
        return dense_weights(length_of(before), layer.units)
    if isinstance(layer, Conv | UpConv):
        return convolution_weights(layer.kernel, map_of(before)[2], layer.filters)
    return 0


def biases_of(layer: Layer) -> int:
    """Return how many filters or units of a layer have a bias."""
    if isinstance(layer, Conv | UpConv):
        return layer.filters if layer.bias else 0
    return layer.units if isinstance(layer, Dense) and layer.bias else 0


def parameters_of(layer: Layer, before: Size) -> int:
    """Return the parameters that a layer learns from an input of size ``before``."""
    return weights_of(layer, before) + biases_of(layer)
