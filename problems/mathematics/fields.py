"""The receptive field of a stack of convolutions: how many pixels of the input one value of its output sees.

Everything is about one axis. A layer lets the field grow by its taps without the first, each as many pixels of
the input apart as its dilation and the strides of all layers before it say.

Sources: Yu and Koltun, "Multi-Scale Context Aggregation by Dilated Convolutions" (2016), section 2; Dumoulin and
Visin, "A guide to convolution arithmetic for deep learning" (2016), section 5.1, for the size of a dilated kernel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from grader.author import Quantity, multiplied_out

ONE_PIXEL = 1  # what a value of the input sees of the input

Fields: TypeAlias = tuple[Quantity, ...]


class Window(NamedTuple):
    """What one layer does along one axis."""

    kernel: Quantity
    dilation: Quantity = 1
    stride: Quantity = 1


Step: TypeAlias = Callable[[Quantity, Window, Quantity], Quantity]


def field_after(field: Quantity, window: Window, jump: Quantity) -> Quantity:
    """Return the field after a layer whose neighbouring inputs stand ``jump`` pixels of the image apart."""
    return multiplied_out(field + (window.kernel - 1) * window.dilation * jump)


def jumps_before(windows: Iterable[Window]) -> Fields:
    """Return for each layer how many pixels of the image lie from one of its inputs to the next."""
    jumps: list[Quantity] = []
    jump: Quantity = 1
    for window in windows:
        jumps.append(jump)
        jump = jump * window.stride
    return tuple(jumps)


@lru_cache(maxsize=256)
def fields(windows: tuple[Window, ...], step: Step = field_after, first: Quantity = ONE_PIXEL) -> Fields:
    """Return the receptive field after each layer; ``first`` is what is seen before all of them.

    A mistake is another ``step`` from one field to the next, or another ``first``.
    """
    found: list[Quantity] = []
    field = first
    for window, jump in zip(windows, jumps_before(windows), strict=True):
        field = step(field, window, jump)
        found.append(field)
    return tuple(found)


def without_dilation(field: Quantity, window: Window, jump: Quantity) -> Quantity:
    """Return the field as if the taps stood side by side."""
    return field_after(field, window._replace(dilation=1), jump)


def without_strides(field: Quantity, window: Window, jump: Quantity) -> Quantity:
    """Return the field as if every layer before moved pixel by pixel."""
    return field_after(field, window, 1)


def with_own_stride(field: Quantity, window: Window, jump: Quantity) -> Quantity:
    """Return the field as if the layer's stride already moved its own taps apart."""
    return field_after(field, window, jump * window.stride)


def with_whole_kernel(field: Quantity, window: Window, jump: Quantity) -> Quantity:
    """Return the field as if all taps let it grow, the first among them."""
    return field_after(field, window._replace(kernel=window.kernel + 1), jump)


def added(field: Quantity, window: Window, jump: Quantity) -> Quantity:
    """Return the field as if none of its pixels had been seen before."""
    return multiplied_out(field_after(field, window, jump) + 1)


def added_without_strides(field: Quantity, window: Window, jump: Quantity) -> Quantity:
    """Return the sum of what each kernel covers of its own input."""
    return added(field, window, 1)
