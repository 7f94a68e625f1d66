"""Receptive field of a stack of convolutions.

Source: Yu and Koltun, "Multi-Scale Context Aggregation by Dilated Convolutions" (2016), section 2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from random import Random
from typing import NamedTuple, Protocol, TypeAlias

from grader.author import (
    Kind,
    Numeral,
    Problem,
    Quantity,
    RawParams,
    given,
    integer_or_formula,
    quantity,
    record,
    records,
    refuse,
    symbols_in,
)
from problems.mathematics.fields import (
    ONE_PIXEL,
    Step,
    Window,
    added,
    added_without_strides,
    field_after,
    fields,
    jumps_before,
    with_own_stride,
    with_whole_kernel,
    without_dilation,
    without_strides,
)
from problems.mathematics.written_out import factor, formula

problem = Problem(__name__, topic="receptive field")

Walk: TypeAlias = tuple[Step, int]

MOST_LAYERS = 100  # deeper stacks are not worked out by hand
MOST_SYMBOLIC_LAYERS = 10  # nor such long formulas


@record()
class Convolution:
    """kernel {kernel}, dilation {dilation}, stride {stride}"""

    kernel: Quantity = quantity("side of the kernel", required=True)
    dilation: Quantity = quantity("dilation: the step between neighbouring taps", default=1)
    stride: Quantity = quantity("stride", default=1)


@given
class Given:
    """These convolutions follow one another, the first of them on the input.

    {layers}
    """

    layers: tuple[Convolution, ...] = records("the layers in their order", Convolution)

    def check(self) -> None:
        """Refuse more layers than anyone would work out."""
        most = MOST_SYMBOLIC_LAYERS if symbols_in(self, "layers") else MOST_LAYERS
        if len(self.layers) > most:
            raise refuse("layers", f"holds {len(self.layers)} layers; expected at most {most}")


class Layer(NamedTuple):
    """One layer of the stack; ``name`` counts from 1, and ``jump`` is the product of the strides before it."""

    name: str
    window: Window
    jump: Quantity

    @property
    def place(self) -> int:
        """Where the layer stands in the stack, from 0."""
        return int(self.name) - 1


@lru_cache(maxsize=64)
def windows(given: Given) -> tuple[Window, ...]:
    """Return what each layer does along one axis."""
    return tuple(Window(each.kernel, each.dilation, each.stride) for each in given.layers)


@problem.sequence
def layer(given: Given) -> tuple[Layer, ...]:
    """Return the layers, each of which has a receptive field."""
    jumps = jumps_before(windows(given))
    return tuple(
        Layer(Numeral(number), window, jump)
        for number, (window, jump) in enumerate(zip(windows(given), jumps, strict=True), start=1)
    )


def kind_of(given: Given, layer: Layer | None = None) -> Kind:
    """Return what is asked: a whole number, or a formula where a layer holds symbols."""
    return integer_or_formula(given, "layers", side=True)


@problem.each(layer, kind_of, named="layer_{name}", first=lambda given: ONE_PIXEL)
def field(given: Given, layer: Layer, field_before: Quantity) -> Quantity:
    """How many pixels of the input, along one axis, does one value of the output of layer {name} see?

    The taps behind the first let the field grow. Between neighbouring taps lie as many pixels of the input as the
    dilation, multiplied by the strides of all layers before this one:

    {growth}
    """
    return field_after(field_before, layer.window, layer.jump)


@field.step
def growth(given: Given, layer: Layer, field_before: Quantity) -> str:
    kernel, dilation, _ = layer.window
    after = formula(field_after(field_before, layer.window, layer.jump))
    return (
        f"{formula(field_before)} + ({formula(kernel)} − 1)·{factor(dilation)}·{factor(layer.jump)} = {after}"
    )


@problem.part(kind_of)
def total(given: Given, field_last: Quantity) -> Quantity:
    """How many pixels of the input, along one axis, does one value of the last output see?

    The growth of all layers is added to the one pixel that a value of the input sees:

    {all_growth}
    """
    return field_last


@total.step
def all_growth(given: Given, field_last: Quantity) -> str:
    steps = zip(windows(given), jumps_before(windows(given)), strict=True)
    grown = (grown_by(window, jump) for window, jump in steps)
    return f"{' + '.join((str(ONE_PIXEL), *grown))} = {formula(field_last)}"


def grown_by(window: Window, jump: Quantity) -> str:
    """Return by how much a layer lets the field grow, written out."""
    return f"({formula(window.kernel)} − 1)·{factor(window.dilation)}·{factor(jump)}"


def throughout(given: Given, index: int, walks: tuple[Walk, ...]) -> Iterator[Quantity]:
    """Yield the fields after one layer where a mistaken step is made in every layer so far."""
    right = fields(windows(given))[index]
    return (wrong for step, first in walks if (wrong := fields(windows(given), step, first)[index]) != right)


def made(given: Given, layer: Layer, before: Quantity, walks: tuple[Walk, ...]) -> Iterator[Quantity]:
    """Yield the fields that mistaken steps give: made in this layer alone, and in every layer so far."""
    right = field_after(before, layer.window, layer.jump)
    here = (step(before, layer.window, layer.jump) for step, first in walks if first or layer.place)
    alone = (wrong for wrong in here if wrong != right)
    return iter(dict.fromkeys((*alone, *throughout(given, layer.place, walks))))


# Each mistake's steps from one field to the next, with what it takes to be seen before the first layer.
WALKS: Mapping[str, tuple[Walk, ...]] = {
    "kernel_not_reduced": ((with_whole_kernel, ONE_PIXEL), (with_whole_kernel, 0)),
    "plus_one_forgotten": ((field_after, 0),),
    "fields_summed": ((added, 0), (added_without_strides, 0)),
    "dilation_ignored": ((without_dilation, ONE_PIXEL),),
    "stride_ignored": ((without_strides, ONE_PIXEL),),
    "own_stride_included": ((with_own_stride, ONE_PIXEL),),
}


@field.mistake
def kernel_not_reduced(given: Given, layer: Layer, field_before: Quantity) -> Iterator[Quantity]:
    """How many steps lie between the taps of a kernel, and how many taps are there?"""
    return made(given, layer, field_before, WALKS["kernel_not_reduced"])


@field.slip
def plus_one_forgotten(given: Given, layer: Layer, field_before: Quantity) -> Iterator[Quantity]:
    """What does a value see before any convolution: no pixel, or its own?"""
    return made(given, layer, field_before, WALKS["plus_one_forgotten"])


@field.mistake
def fields_summed(given: Given, layer: Layer, field_before: Quantity) -> Iterator[Quantity]:
    """Neighbouring windows overlap. Which pixels does a layer see that the one before had not seen yet?"""
    return made(given, layer, field_before, WALKS["fields_summed"])


@field.mistake
def dilation_ignored(given: Given, layer: Layer, field_before: Quantity) -> Iterator[Quantity]:
    """How far apart do the taps of this kernel stand on its own input?"""
    return made(given, layer, field_before, WALKS["dilation_ignored"])


@field.mistake
def stride_ignored(given: Given, layer: Layer, field_before: Quantity) -> Iterator[Quantity]:
    """Two neighbours in the input of this layer: how far apart do their windows stand in the image?"""
    return made(given, layer, field_before, WALKS["stride_ignored"])


@field.slip
def own_stride_included(given: Given, layer: Layer, field_before: Quantity) -> Iterator[Quantity]:
    """Does a layer's own stride tell how far apart its inputs stand, or its outputs?"""
    return made(given, layer, field_before, WALKS["own_stride_included"])


class AtTheEnd(Protocol):
    """A mistake of the layers as it shows in the total."""

    def __call__(self, given: Given, field_last: Quantity) -> Iterator[Quantity]:
        """Yield the last fields that it gives."""


def at_the_end(code: str) -> AtTheEnd:
    """Return how a mistake made in every layer shows in the total."""

    def mistake(given: Given, field_last: Quantity) -> Iterator[Quantity]:
        return throughout(given, -1, WALKS[code])

    mistake.__name__ = code
    return mistake


total.mistake(at_the_end("kernel_not_reduced"))
total.slip(at_the_end("plus_one_forgotten"))
total.mistake(at_the_end("fields_summed"))
total.mistake(at_the_end("dilation_ignored"))
total.mistake(at_the_end("stride_ignored"))
total.slip(at_the_end("own_stride_included"))


problem.practice(
    layers=[
        {"kernel": "w-1", "dilation": "d-1"},
        {"kernel": "w", "dilation": "d"},
        {"kernel": "w+1", "dilation": "d+1"},
    ],
)
problem.practice(
    layers=[
        {"kernel": 3, "dilation": 1},
        {"kernel": 3, "dilation": 2},
        {"kernel": 3, "dilation": 4},
    ],
)


# Dilations and strides for which no two known mistakes give the same field.
DRAWN = (
    ((1, 2, 3), (1, 1)),
    ((1, 2, 4), (1, 1)),
    ((1, 4, 3), (1, 2)),
    ((1, 2, 4), (1, 3)),
    ((1, 2, 1), (3, 2)),
    ((1, 3, 1), (2, 3)),
    ((2, 4, 3), (1, 2)),
)


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw three layers; the stride of the last has nothing behind it that it could move apart."""
    dilations, strides = random.choice(DRAWN)
    return {
        "layers": [
            {"kernel": random.choice((3, 5, 7)), "dilation": dilation, "stride": stride}
            for dilation, stride in zip(dilations, (*strides, 1), strict=True)
        ],
    }
