"""How the size that a layer makes is got wrong: each way as a rule that can be worked out.

A mistaken step gives a size like `size_after`, and the same size where its mistake has no effect.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from problems.mathematics.layers import (
    Conv,
    Dense,
    Flatten,
    Layer,
    Pool,
    Rule,
    Size,
    UpConv,
    Window,
    map_of,
    side_after,
    size_after,
)
from problems.mathematics.sizes import effective_kernel, same_positions

Step: TypeAlias = Callable[[Layer, Size], Size]


def by(rule: Rule) -> Step:
    """Return the step of a mistaken rule for the sides."""
    return lambda layer, before: size_after(layer, before, rule)


def is_plain(window: Window) -> bool:
    """Return whether a window slides with its padding written out, and what is left over is cut off."""
    return window.padding is not None and not window.ceil and not window.up


def room(window: Window, side: int, ends: int = 2) -> int:
    """Return how far a window can move along a side that is padded at so many ends."""
    return side + ends * (window.padding or 0) - effective_kernel(window.kernel, window.dilation)


def rounded_up(window: Window, side: int) -> int:
    """Return the side with what is left over counted as one more position."""
    return -(-room(window, side) // window.stride) + 1 if is_plain(window) else side_after(window, side)


def rounded(window: Window, side: int) -> int:
    """Return the side rounded to the nearest whole number."""
    if not is_plain(window):
        return side_after(window, side)
    return (2 * room(window, side) + window.stride) // (2 * window.stride) + 1


def rounded_down(window: Window, side: int) -> int:
    """Return the side with what is left over cut off."""
    if window.padding is None:
        return side // window.stride
    return side_after(window._replace(ceil=False), side)


def without_first(window: Window, side: int) -> int:
    """Return the moves of the window without its first position."""
    return side_after(window, side) - (not window.up)


def padded_once(window: Window, side: int) -> int:
    """Return the side with the padding at one end only."""
    if window.padding is None:
        return side_after(window, side)
    if window.up:
        return side_after(window, side) + window.padding
    moves = room(window, side, ends=1)
    return (-(-moves // window.stride) if window.ceil else moves // window.stride) + 1


def unpadded(window: Window, side: int) -> int:
    """Return the side without any padding."""
    return side_after(window._replace(padding=0), side)


def unstrided(window: Window, side: int) -> int:
    """Return the side for a window that moves pixel by pixel."""
    return side_after(window._replace(stride=1), side)


def pooled_by_kernel(layer: Layer, before: Size) -> Size:
    """Return the size where a pooling window moves by its own length."""
    return size_after(layer, before, by_kernel if isinstance(layer, Pool) else side_after)


def by_kernel(window: Window, side: int) -> int:
    """Return the side for a window that moves by its own length."""
    return side_after(window._replace(stride=window.kernel), side)


def undilated(window: Window, side: int) -> int:
    """Return the side for a kernel whose taps stand close together."""
    return side_after(window._replace(dilation=1), side)


def same(window: Window, side: int) -> int:
    """Return the side that padding "same" would leave."""
    return side * window.stride if window.up else same_positions(side, window.stride)


def kept(window: Window, side: int) -> int:
    """Return the side as it was."""
    return side


def exchanged(layer: Layer, before: Size) -> Size:
    """Return the size where the vertical window slides horizontally, and the other way round."""
    return turned(size_after(layer, turned(before)))


def turned(size: Size) -> Size:
    """Return a map with its sides exchanged, width first."""
    if isinstance(size, int):
        return size
    height, width, channels = map_of(size)
    return width, height, channels


def channels_kept(layer: Layer, before: Size) -> Size:
    """Return the size with as many channels as the layer was given."""
    after = size_after(layer, before)
    return (*map_of(after)[:2], map_of(before)[2]) if isinstance(layer, Conv | UpConv) else after


def not_flattened(layer: Layer, before: Size) -> Size:
    """Return the size where the map never becomes flat, and units take the place of channels."""
    if isinstance(before, int) or not isinstance(layer, Flatten | Dense):
        return size_after(layer, before)
    height, width, channels = map_of(before)
    return height, width, layer.units if isinstance(layer, Dense) else channels


def flattened_without_channels(layer: Layer, before: Size) -> Size:
    """Return the size where a flat map holds its pixels once, not once for each channel."""
    if isinstance(before, int) or not isinstance(layer, Flatten):
        return size_after(layer, before)
    height, width, _ = map_of(before)
    return height * width


STEPS: Mapping[str, tuple[Step, ...]] = {
    "ceil_instead_of_floor": (by(rounded_up),),
    "floor_instead_of_ceil": (by(rounded_down),),
    "rounded_not_floored": (by(rounded),),
    "plus_one_forgotten": (by(without_first),),
    "padding_added_once": (by(padded_once),),
    "padding_forgotten": (by(unpadded),),
    "stride_forgotten": (by(unstrided), pooled_by_kernel),
    "dilation_forgotten": (by(undilated),),
    "assumed_same": (by(same), by(kept)),
    "channels_kept_from_input": (channels_kept,),
    "flatten_forgotten": (not_flattened,),
    "channels_lost_in_flatten": (flattened_without_channels,),
}

# Those that also show in the parameters of the layers after: slips of one step, and mistakes of the idea.
SLIPS = (
    "floor_instead_of_ceil",
    "plus_one_forgotten",
    "padding_added_once",
    "padding_forgotten",
    "ceil_instead_of_floor",
    "rounded_not_floored",
)
IDEAS = ("stride_forgotten", "dilation_forgotten", "assumed_same", "channels_kept_from_input")
