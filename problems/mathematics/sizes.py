"""The size of what a sliding window leaves: convolution, pooling and up-convolution.

Everything is about one axis: a window of ``kernel`` taps walks along a side of ``side`` pixels that has
``padding`` pixels added at each end.

Sources: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016), whose
relationships are named below; Yu and Koltun, "Multi-Scale Context Aggregation by Dilated Convolutions"
(2016), section 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias, overload

from grader.author import Quantity

Pair: TypeAlias = tuple[int, int]  # vertical, horizontal


@overload
def effective_kernel(kernel: int, dilation: int) -> int: ...
@overload
def effective_kernel(kernel: Quantity, dilation: Quantity) -> Quantity: ...
def effective_kernel(kernel: Quantity, dilation: Quantity) -> Quantity:
    """Return how many pixels a kernel of ``kernel`` taps covers, its taps being ``dilation`` pixels apart."""
    return dilation * (kernel - 1) + 1


def window_positions(side: int, covered: int, stride: int = 1, padding: int = 0) -> int:
    """Return how many positions a window that covers ``covered`` pixels takes (relationships 6 and 15).

    Below 1 where the padded side is shorter than the window.
    """
    return (side + 2 * padding - covered) // stride + 1


def positions_at_unit_stride(side: Quantity, covered: Quantity) -> Quantity:
    """Return the positions of a window that moves pixel by pixel, without padding (relationship 1)."""
    return side - covered + 1


def window_positions_ceil(side: int, covered: int, stride: int = 1, padding: int = 0) -> int:
    """Return the positions where a last window may reach over the edge, as pooling layers offer.

    A window that would begin in the far padding, and so hold no pixel at all, is left out, as in PyTorch.
    """
    positions = -((covered - side - 2 * padding) // stride) + 1
    return positions - 1 if (positions - 1) * stride >= side + padding else positions


def same_positions(side: int, stride: int = 1) -> int:
    """Return the side that padding "same" leaves: one output for every ``stride`` pixels begun."""
    return -(-side // stride)


def positions(side: int, covered: int, stride: int, padding: int | None) -> int:
    """Return the positions that a window takes; a padding of None is "same"."""
    if padding is None:
        return same_positions(side, stride)
    return window_positions(side, covered, stride, padding)


def by_axis(padding: Pair | str) -> tuple[int | None, int | None]:
    """Return a padding along each axis, vertical first; None is "same", and "valid" is no padding."""
    if isinstance(padding, str):
        return (None, None) if padding == "same" else (0, 0)
    return padding


def map_positions(sides: Sequence[int], kernel: Pair, stride: Pair, padding: Pair | str) -> Pair:
    """Return the positions of a window along the height and along the width of a map."""
    height, width = (positions(*axis) for axis in zip(sides, kernel, stride, by_axis(padding), strict=True))
    return height, width


def transposed_side(
    side: int, covered: int, stride: int = 1, padding: int = 0, output_padding: int = 0
) -> int:
    """Return the side that an up-convolution makes (relationship 14): it undoes `window_positions`."""
    return stride * (side - 1) + covered - 2 * padding + output_padding
