"""How the size and the parameters of a layer are worked out, in words and with its own numbers."""

from __future__ import annotations

from math import prod

from grader.author import Message, Numeral
from problems.mathematics.layers import (
    Conv,
    Dense,
    Flatten,
    GlobalPool,
    Layer,
    Pool,
    Size,
    UpConv,
    Window,
    biases_of,
    map_of,
    side_after,
    size_after,
    weights_of,
    window_of,
)
from problems.mathematics.sizes import effective_kernel
from problems.mathematics.written_out import product, slid_side, with_biases


def shown_size(size: Size) -> str:
    """Return a size with × between its sides."""
    return str(size) if isinstance(size, int) else " × ".join(map(str, size))


def size_steps(layer: Layer, before: Size) -> Message:
    """Return how the size after a layer follows from the size before it."""
    after = shown_size(size_after(layer, before))
    if isinstance(layer, Dense):
        return Message("Each unit gives one number, whatever comes in: {units}.", {"units": after})
    if isinstance(layer, Flatten):
        if isinstance(before, int):
            return Message("What comes in is flat already and stays as it is: {length}.", {"length": after})
        return Message(
            "Every number of the map takes its place in one long row, from all channels:\n\n{product}",
            {"product": product(*before)},
        )
    if isinstance(layer, GlobalPool):
        return Message(
            "Each channel of the map of {before} becomes a single number: {channels}.",
            {"before": shown_size(before), "channels": after},
        )
    channels = (
        Message("Pooling treats each channel by itself, so their number stays: {after}.", {"after": after})
        if isinstance(layer, Pool)
        else Message("Each filter makes one channel of the output: {after}.", {"after": after})
    )
    height, width, _ = map_of(before)
    vertical, horizontal = window_of(layer, 0), window_of(layer, 1)
    return Message(
        "The map that comes in is {before}. {rule} Height, then width:\n\n{height}\n\n{width}\n\n{channels}",
        {
            "before": shown_size(before),
            "rule": with_padding(rule_of(vertical, horizontal), vertical, horizontal),
            "height": written_side(vertical, height),
            "width": written_side(horizontal, width),
            "channels": channels,
        },
    )


def with_padding(rule: Message, vertical: Window, horizontal: Window) -> Message:
    """Return the rule, and where there is padding to add, that it counts twice."""
    if vertical.up or not (vertical.padding or horizontal.padding):
        return rule
    return Message("{rule} The padding counts at both ends of each side.", {"rule": rule})


def rule_of(vertical: Window, horizontal: Window) -> Message:
    """Return the rule by which a side follows from the window; both axes have the same one."""
    if vertical.up:
        return Message(
            "Each step along a side of the input moves the output on by the stride, and the kernel adds its own "
            "length. The padding is cut off at both ends, the output padding is added at the far one."
        )
    if vertical.padding is None:
        return Message(
            "Padding is added so that there is one position for every stride that begins on the map: divide by "
            "the stride and round up."
        )
    if vertical.ceil:
        return Message(
            "The first position counts. A last window may reach over the edge, so the division is rounded up; a "
            "window that would begin in the padding beyond the map is taken off again."
        )
    if vertical.dilation > 1 or horizontal.dilation > 1:
        return Message(
            "With its dilation the kernel covers so many pixels from top to bottom, and from left to right:\n\n"
            "{rows}\n\n{columns}\n\n"
            "Its first position counts, and then every whole stride that still fits.",
            {"rows": written_cover(vertical), "columns": written_cover(horizontal)},
        )
    return Message("The window's first position counts, and then every whole stride that still fits.")


def written_cover(window: Window) -> str:
    """Return how many pixels the taps cover, written out."""
    covered = effective_kernel(window.kernel, window.dilation)
    return f"{window.dilation}·({window.kernel} − 1) + 1 = {covered}"


def written_side(window: Window, side: int) -> str:
    """Return how a side after the window follows from the side before it, written out."""
    kernel, stride, padding = window.kernel, window.stride, window.padding
    after = side_after(window, side)
    if window.up:
        return f"{stride}·({side} − 1) + {kernel} − 2·{padding} + {window.output_padding} = {after}"
    if window.ceil and padding is not None:
        moves = -((kernel - side - 2 * padding) // stride)
        taken_off = " − 1" if after == moves else ""
        return f"⌈({side} + 2·{padding} − {kernel}) / {stride}⌉ + 1{taken_off} = {after}"
    return slid_side(side, effective_kernel(kernel, window.dilation), stride, padding)


def parameter_steps(layer: Layer, before: Size) -> Message:
    """Return how many parameters a layer learns, and why."""
    if isinstance(layer, Conv | UpConv):
        channels = map_of(before)[2]
        text = Message(
            "Each of the {filters} filters has a weight for every pixel of its {kernel} window in every one of "
            "the {channels} channels that come in:\n\n{product}",
            {
                "filters": Numeral(layer.filters),
                "kernel": shown_size(layer.kernel),
                "channels": Numeral(channels),
                "product": product(*layer.kernel, channels, layer.filters),
            },
        )
    elif isinstance(layer, Dense):
        inputs = before if isinstance(before, int) else prod(before)
        flattened = "" if isinstance(before, int) else product(*before) + "\n\n"
        text = Message(
            "Each of the {units} units has a weight for every number that comes in:\n\n{product}",
            {"units": Numeral(layer.units), "product": flattened + product(inputs, layer.units)},
        )
    elif isinstance(layer, Flatten):
        return Message("Flattening only puts numbers in a row, so there is nothing to learn.")
    else:
        return Message("Pooling only picks numbers or averages them, so there is nothing to learn.")
    return Message(
        "{weights}\n\n{biases}",
        {"weights": text, "biases": with_biases(weights_of(layer, before), biases_of(layer), layer.bias)},
    )
