"""Stride and padding: shapes through a stack of layers.

Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016), chapters 2 to 4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import prod
from random import Random
from typing import Protocol

from grader.author import (
    BadParams,
    Integer,
    Kind,
    Length,
    Message,
    Problem,
    RawParams,
    Shape,
    given,
    records,
    refuse,
    shape,
)
from problems.mathematics.counting import LARGEST_MAP, convolution_weights
from problems.mathematics.layer_steps import parameter_steps, size_steps
from problems.mathematics.layers import (
    LAYERS,
    Conv,
    Dense,
    Flatten,
    GlobalPool,
    Layer,
    Pool,
    Size,
    UpConv,
    biases_of,
    map_of,
    parameters_of,
    size_after,
    weights_of,
)
from problems.mathematics.mistaken_sizes import (
    IDEAS,
    SLIPS,
    STEPS,
    Step,
    exchanged,
    flattened_without_channels,
    not_flattened,
)
from problems.mathematics.orders import other_orders

problem = Problem(__name__, topic="shapes", options={"channels": ("last", "first")})

SHAPE, LENGTH = Shape(), Length()


@given
class Given:
    """An input of {input} (height × width × channels) goes through these layers, one after the other.

    {layers}
    """

    input: tuple[int, ...] = shape("height, width and channels of the input")
    layers: tuple[Layer, ...] = records("the layers in their order", *LAYERS)

    def check(self) -> None:
        """Refuse names that part ids cannot carry, and a stack that cannot be built."""
        if prod(self.input) > LARGEST_MAP:
            raise refuse("input", f"holds {prod(self.input)} values; expected at most {LARGEST_MAP}")
        names: set[str] = set()
        size: Size = self.input
        for index, layer in enumerate(self.layers):
            place = f"layers[{index}]"
            if "." in layer.name or layer.name.endswith("_params") or layer.name in names:
                why = "expected a name of its own, without a dot and without _params at its end"
                raise BadParams(f"{place}.name is {layer.name!r}; {why}", ("layers", index, "name"))
            names.add(layer.name)
            try:
                size = size_after(layer, size)
            except ValueError as reason:
                raise BadParams(f"{place} ({layer.name}): {reason}", ("layers", index)) from None


@problem.sequence
def layer(given: Given) -> tuple[Layer, ...]:
    """Return the layers, each of which has parts."""
    return given.layers


def kind_of(given: Given, layer: Layer) -> Kind:
    """Return what is asked of a layer: a shape, or a length once the map is flat."""
    return LENGTH if isinstance(layer, Flatten | Dense | GlobalPool) else SHAPE


def learns(given: Given, layer: Layer) -> bool:
    """Return whether a layer has parameters, which are then asked."""
    return isinstance(layer, Conv | UpConv | Dense)


@problem.each(layer, kind_of, first=lambda given: given.input)
def output(given: Given, layer: Layer, output_before: Size) -> Size:
    """What shape does the output of {name} have, or what length once it is flat?

    {steps}
    """
    return size_after(layer, output_before)


@output.step
def steps(given: Given, layer: Layer, output_before: Size) -> Message:
    return size_steps(layer, output_before)


@problem.each(layer, Integer(at_least=0), named="{name}_params", by_default=learns)
def params(given: Given, layer: Layer, output_before: Size) -> int:
    """How many parameters does {name} learn?

    {counts}
    """
    return parameters_of(layer, output_before)


@params.step
def counts(given: Given, layer: Layer, output_before: Size) -> Message:
    return parameter_steps(layer, output_before)


@lru_cache(maxsize=512)
def walk(given: Given, step: Step) -> Mapping[str, tuple[Size, Size]]:
    """Return every layer's size before and after it, all worked out by ``step``.

    Ends before the first layer that is impossible after such steps.
    """
    sizes: dict[str, tuple[Size, Size]] = {}
    size: Size = given.input
    for each in given.layers:
        try:
            before, size = size, step(each, size)
        except ValueError:
            break
        sizes[each.name] = before, size
    return sizes


def made(given: Given, layer: Layer, before: Size, *steps: Step) -> Iterator[Size]:
    """Yield the sizes that mistaken steps give: made in this layer alone, and in every layer so far."""
    right = size_after(layer, before)
    for step in steps:
        try:
            here = step(layer, before)
        except ValueError:
            here = right
        if here != right:
            yield here
        throughout = walk(given, step).get(layer.name)
        if throughout and throughout[1] not in (here, right):
            yield throughout[1]


@output.slip
def floor_instead_of_ceil(given: Given, layer: Layer, output_before: Size) -> Iterator[Size]:
    """What does this layer do with the pixels that are left over at the edge: does it drop them?"""
    return made(given, layer, output_before, *STEPS["floor_instead_of_ceil"])


@output.slip
def plus_one_forgotten(given: Given, layer: Layer, output_before: Size) -> Iterator[Size]:
    """Dividing by the stride gives the moves of the window. Does it also stand somewhere before it moves?"""
    return made(given, layer, output_before, *STEPS["plus_one_forgotten"])


@output.slip
def padding_added_once(given: Given, layer: Layer, output_before: Size) -> Iterator[Size]:
    """At how many ends of a row, and of a column, do the added pixels stand?"""
    return made(given, layer, output_before, *STEPS["padding_added_once"])


@output.slip
def padding_forgotten(given: Given, layer: Layer, output_before: Size) -> Iterator[Size]:
    """How large is the map on which the kernel slides, with what was added around it?"""
    return made(given, layer, output_before, *STEPS["padding_forgotten"])


@output.slip
def ceil_instead_of_floor(given: Given, layer: Layer, output_before: Size) -> Iterator[Size]:
    """Is there a position for a window that only partly fits on the map?"""
    return made(given, layer, output_before, *STEPS["ceil_instead_of_floor"])


@output.slip
def rounded_not_floored(given: Given, layer: Layer, output_before: Size) -> Iterator[Size]:
    """The window moves by whole strides. What becomes of a move for which there is not enough room?"""
    return made(given, layer, output_before, *STEPS["rounded_not_floored"])


@output.mistake
def stride_forgotten(given: Given, layer: Layer, output_before: Size) -> Iterator[Size]:
    """How far does the window of this layer move from one position to the next?"""
    return made(given, layer, output_before, *STEPS["stride_forgotten"])


@output.mistake
def dilation_forgotten(given: Given, layer: Layer, output_before: Size) -> Iterator[Size]:
    """How many pixels does the kernel cover once its taps are spread apart?"""
    return made(given, layer, output_before, *STEPS["dilation_forgotten"])


@output.mistake
def assumed_same(given: Given, layer: Layer, output_before: Size) -> Iterator[Size]:
    """Does the padding of this layer make up for what its kernel and its stride take away?"""
    return made(given, layer, output_before, *STEPS["assumed_same"])


@output.mistake
def channels_kept_from_input(given: Given, layer: Layer, output_before: Size) -> Iterator[Size]:
    """Each filter makes one map of its own. How many maps leave this layer?"""
    return made(given, layer, output_before, *STEPS["channels_kept_from_input"])


@output.mistake
def flatten_forgotten(given: Given, layer: Layer, output_before: Size) -> Iterator[Size]:
    """What does a dense layer need: a map, or a row of numbers?"""
    for size in made(given, layer, output_before, *STEPS["flatten_forgotten"]):
        yield size
        if kind_of(given, layer) is LENGTH and prod(map_of(size)) != size_after(layer, output_before):
            yield prod(map_of(size))  # where a length is asked, a product written out is read as its value


@output.mistake
def channels_lost_in_flatten(given: Given, layer: Layer, output_before: Size) -> Iterator[Size]:
    """Does flattening keep the pixels of one channel, or of all of them?"""
    return made(given, layer, output_before, *STEPS["channels_lost_in_flatten"])


@output.convention("channels")
def axes_swapped(given: Given, layer: Layer, output_before: Size) -> Iterator[Size]:
    """In which order do height, width and channels stand here, and which number of a pair is vertical?"""
    right = size_after(layer, output_before)
    for size in (right, *made(given, layer, output_before, exchanged)):
        if isinstance(size, int):
            if size != right:
                yield size
        else:
            for sides in (size, *other_orders(map_of(size))):
                if sides != right:
                    yield sides


@output.mistake
def params_as_shape(given: Given, layer: Layer, output_before: Size) -> Iterator[Size]:
    """What is asked is how large the layer's output is. Is that how many numbers the layer learns?"""
    counts = {weights_of(layer, output_before), parameters_of(layer, output_before)} - {0}
    if kind_of(given, layer) is LENGTH:
        yield from counts - {size_after(layer, output_before)}
    else:
        yield from ((count,) for count in sorted(counts))
        if isinstance(layer, Conv | UpConv):
            yield (*layer.kernel, map_of(output_before)[2], layer.filters)


@params.convention("bias")
def bias_forgotten(given: Given, layer: Layer, output_before: Size) -> int | None:
    """What does a filter or a unit learn besides its weights?"""
    return weights_of(layer, output_before) if biases_of(layer) else None


@params.mistake
def in_channels_forgotten(given: Given, layer: Layer, output_before: Size) -> int | None:
    """Through how many channels of its input does one filter reach?"""
    if not isinstance(layer, Conv | UpConv) or map_of(output_before)[2] == 1:
        return None
    return convolution_weights(layer.kernel, 1, layer.filters) + biases_of(layer)


@params.slip
def bias_per_slice(given: Given, layer: Layer, output_before: Size) -> int | None:
    """A filter adds up all the channels that it sees. How many biases does it need for that one sum?"""
    if not isinstance(layer, Conv | UpConv) or not layer.bias or map_of(output_before)[2] == 1:
        return None
    return weights_of(layer, output_before) + map_of(output_before)[2] * layer.filters


@params.slip
def one_bias_per_layer(given: Given, layer: Layer, output_before: Size) -> int | None:
    """Do the filters or units of a layer share one bias, or has each its own?"""
    return weights_of(layer, output_before) + 1 if biases_of(layer) > 1 else None


@params.mistake
def pool_counted_as_parametric(given: Given, layer: Layer, output_before: Size) -> Iterator[int]:
    """Is there any number in a pooling layer that training changes?"""
    if isinstance(layer, Pool | GlobalPool):
        height, width, channels = map_of(output_before)
        area = prod(layer.kernel) if isinstance(layer, Pool) else height * width
        yield area * channels
        yield (area + 1) * channels


@params.mistake
def params_flatten_forgotten(given: Given, layer: Layer, output_before: Size) -> Iterator[int]:
    before = walk(given, not_flattened)[layer.name][0]
    if isinstance(layer, Dense) and not isinstance(before, int):
        yield from others(layer, output_before, map_of(before)[2])


@params.mistake
def params_channels_lost_in_flatten(given: Given, layer: Layer, output_before: Size) -> Iterator[int]:
    before = walk(given, flattened_without_channels)[layer.name][0]
    if isinstance(layer, Dense):
        yield from others(layer, output_before, before if isinstance(before, int) else prod(before[:2]))


def others(layer: Layer, before: Size, *mistaken: Size) -> Iterator[int]:
    """Yield the parameters for mistaken inputs, where that changes them."""
    right = parameters_of(layer, before)
    return (wrong for each in mistaken if (wrong := parameters_of(layer, each)) != right)


class Carried(Protocol):
    """A mistake about sizes as it shows in a number of parameters."""

    def __call__(self, given: Given, layer: Layer, output_before: Size) -> Iterator[int]:
        """Yield the parameters that it gives."""


def carried(code: str, *steps: Step) -> Carried:
    """Return how a mistake about sizes, made in all the layers before, shows in the parameters of a layer."""

    def mistake(given: Given, layer: Layer, output_before: Size) -> Iterator[int]:
        sizes = [walk(given, step).get(layer.name) for step in steps]
        return others(layer, output_before, *(before for before, _ in filter(None, sizes)))

    mistake.__name__ = code
    return mistake


for name in SLIPS:
    params.slip(carried(name, *STEPS[name]))
for name in IDEAS:
    params.mistake(carried(name, *STEPS[name]))
params.convention("channels")(carried("axes_swapped", exchanged))


problem.practice(
    input=[28, 28, 1],
    layers=[
        {"name": "conv", "type": "conv", "filters": 32, "kernel": 3, "stride": 2, "padding": 1},
        {"name": "pool", "type": "pool", "kernel": 2, "stride": 2},
        {"name": "flatten", "type": "flatten"},
        {"name": "dense", "type": "dense", "units": 32},
        {"name": "output", "type": "dense", "units": 5},
    ],
)
problem.practice(
    input=[227, 227, 3],
    layers=[
        {"name": "conv1", "type": "conv", "filters": 256, "kernel": 5, "padding": "same"},
        {"name": "conv2", "type": "conv", "filters": 128, "kernel": 5, "padding": "same"},
        {"name": "pool", "type": "pool", "kernel": 5, "stride": 2},
        {"name": "fc1", "type": "dense", "units": 512},
        {"name": "fc2", "type": "dense", "units": 1},
    ],
)


@problem.distinct_sample
def sample(random: Random) -> RawParams:
    """Return a convolution without padding, then pooling or a padded convolution, then dense layers.

    Nothing is cut off at the edges: else cutting off, rounding and "same" cannot be told apart.
    """
    kernel, stride, pooled = random.choice((3, 5)), random.choice((1, 2)), random.choice((True, False))
    side = stride * (2 * random.randint(6, 9) - 1) + kernel  # the convolution's output side is even
    filters = 4 * random.choice((2, 4, 5, 6, 7, 8))
    conv: RawParams = {"name": "conv", "type": "conv", "filters": filters, "bias": True}
    pool: RawParams = {"name": "pool", "type": "pool", "kernel": 2}
    return {
        "input": [side, side, 3],
        "layers": [
            {**conv, "kernel": kernel, "stride": stride},
            {**pool} if pooled else {**conv, "name": "conv2", "kernel": 7, "padding": 3},
            {"name": "flatten", "type": "flatten"},
            {"name": "dense", "type": "dense", "units": random.choice((10, 16, 20, 30)), "bias": True},
            {"name": "output", "type": "dense", "units": random.choice((2, 3, 4, 5, 8)), "bias": True},
        ],
    }
