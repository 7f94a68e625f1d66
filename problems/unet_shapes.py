"""Sizes down and up a U-Net.

Source: Ronneberger, Fischer and Brox, "U-Net: Convolutional Networks for Biomedical Image Segmentation" (2015).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from random import Random

from grader.author import (
    Integer,
    Message,
    Pair,
    Problem,
    RawParams,
    Shape,
    Tolerance,
    Vector,
    changed,
    given,
    pair,
    refuse,
    whole,
    word,
)
from problems.mathematics.counting import convolution_weights
from problems.mathematics.orders import Map, other_orders
from problems.mathematics.unet import Sides, halved_anyway, sides_down, sides_up
from problems.mathematics.written_out import product, slid_sides

problem = Problem(__name__, topic="shapes", options={"channels": ("last", "first")})

DEEPEST = 12  # levels; the paper's network has four
SIDES = Vector(side=True, tolerance=Tolerance.exact)


@given
class Given:
    """A U-Net gets a square image with sides of {input} pixels and this number of channels: {in_channels}. On its
    way down it has {depth} levels, and below them the bottleneck. Convolutions at each level, and in the
    bottleneck: {convs_per_level}, with kernels of {kernel}, stride 1 and padding "{padding}".

    After the convolutions of a level on the way down, the sides are halved. On the way up each level begins with an
    up-sampling, which doubles the sides and halves the channels. What left the same level on the way down is cropped,
    where it is larger, and concatenated; then the convolutions follow.

    The first level has {base_channels} channels, and each level below it twice as many as the one above.

    At the end a 1×1 convolution makes this number of channels: {classes}.
    """

    input: int = whole("side of the image")
    depth: int = whole("levels above the bottleneck", at_most=DEEPEST)
    base_channels: int = whole("channels of the first level")
    in_channels: int = whole("channels of the image", default=1)
    convs_per_level: int = whole("convolutions at each level", default=2)
    kernel: Pair = pair("kernel of these convolutions", default=3, as_size=True)
    padding: str = word("padding of these convolutions", "same", "valid")
    classes: int = whole("channels of the output", default=1)

    def check(self) -> None:
        """Refuse sides that cannot be halved, and levels of which nothing is left."""
        if self.padding == "valid" and self.kernel[0] != self.kernel[1]:
            raise refuse("kernel", "without padding the maps stay square only if both its sides are equal")
        try:
            bottom = bottom_side(self)
        except ValueError as reason:
            raise refuse("input", str(reason)) from None
        if min(bottom, *sides_up(bottom, self.depth, loss(self))) < 1:
            raise refuse("input", "too small: the convolutions leave nothing of a map")


def loss_of_one(given: Given) -> int:
    """Return how many pixels one convolution takes off a side."""
    return given.kernel[0] - 1 if given.padding == "valid" else 0


def loss(given: Given) -> int:
    """Return how many pixels the convolutions of a level take off a side."""
    return given.convs_per_level * loss_of_one(given)


@lru_cache(maxsize=32)
def down(given: Given) -> Sides:
    """Return the side after each halving."""
    return sides_down(given.input, given.depth, loss(given))


def bottom_side(given: Given) -> int:
    """Return the side after the convolutions of the bottleneck."""
    return down(given)[-1] - loss(given)


def channels_at(given: Given, level: int) -> int:
    """Return the channels of a level, the first being 0 and the bottleneck the last."""
    return given.base_channels << level


@lru_cache(maxsize=16)
def one_level_less(given: Given) -> tuple[Given, ...]:
    """Return the network with a level less; none where no level would be left."""
    return (changed(given, depth=given.depth - 1),) if given.depth > 1 else ()


def written_loss(given: Given) -> str:
    """Return what the convolutions of a level take off a side, written out."""
    return f"{given.convs_per_level}·{loss_of_one(given)}"


def about_loss(given: Given) -> Message:
    """Return how many pixels a convolution takes off a side, in words."""
    if given.padding == "same":
        return Message("With this padding a convolution takes nothing off a side.")
    return Message("Without padding a convolution takes one pixel fewer off a side than its kernel has.")


@problem.part(SIDES)
def encoder(given: Given) -> Sides:
    """Write the side of the map after each down-sampling, the first one first.

    {off_a_side} What is left after the convolutions of a level is halved, level by level:

    {halvings}
    """
    return down(given)


@encoder.step
def off_a_side(given: Given) -> Message:
    return about_loss(given)


@encoder.step
def halvings(given: Given) -> str:
    sides = (given.input, *down(given))
    return "\n\n".join(f"({before} − {written_loss(given)})/2 = {after}" for before, after in pairwise(sides))


@encoder.mistake
def valid_padding_ignored(given: Given) -> Sides | None:
    """What becomes of the outermost pixels in a convolution that has no padding?"""
    return halved_anyway(given.input, given.depth) if loss(given) else None


@encoder.slip
def one_level_short(given: Given) -> Iterator[Sides]:
    """Count the levels once more, from the image to the bottleneck: how often are the sides halved?"""
    for shorter in one_level_less(given):
        yield down(shorter)
    yield (given.input, *down(given)[:-1])


@encoder.convention()
def input_listed(given: Given) -> Sides:
    """Does your list begin with the image itself, or with the first map that was made smaller?"""
    return (given.input, *down(given))


@problem.part(Shape(sides=3))
def bottleneck(given: Given) -> Map:
    """What shape does the map have after the convolutions of the bottleneck?

    The channels double from level to level, so the first level's are doubled once for each level above:

    {doubled_channels}

    The convolutions take off each side what they take off at every level:

    {sides_left}
    """
    return bottom_side(given), bottom_side(given), channels_at(given, given.depth)


@bottleneck.step
def doubled_channels(given: Given) -> str:
    return product(given.base_channels, *(2,) * given.depth)


@bottleneck.step
def sides_left(given: Given) -> str:
    line = f"{down(given)[-1]} − {written_loss(given)} = {bottom_side(given)}"
    return f"{line}\n\n{line}"


@bottleneck.mistake
def bottleneck_valid_padding_ignored(given: Given) -> Iterator[Map]:
    if loss(given):
        for side in (halved_anyway(given.input, given.depth)[-1], down(given)[-1]):
            yield side, side, channels_at(given, given.depth)


@bottleneck.slip
def bottleneck_one_level_short(given: Given) -> Iterator[Map]:
    for shorter in one_level_less(given):
        yield bottom_side(shorter), bottom_side(shorter), channels_at(shorter, shorter.depth)
    yield bottom_side(given), bottom_side(given), channels_at(given, given.depth - 1)


@bottleneck.convention("channels")
def axes_swapped(given: Given) -> Iterator[Map]:
    """In which order do height, width and channels stand here?"""
    return other_orders((bottom_side(given), bottom_side(given), channels_at(given, given.depth)))


def side_to_start_from(given: Given, encoder: Sides, bottleneck: Map | None) -> int:
    """Return the side at the bottom: the student's own, or else what follows from their way down."""
    if bottleneck is not None and bottleneck[0] != bottom_side(given):
        return bottleneck[0]
    return encoder[-1] - loss(given)


@problem.part(SIDES, without={"bottleneck": "base_channels"})
def decoder(given: Given, encoder: Sides, bottleneck: Map | None) -> Sides:
    """Write the side of the map after the convolutions of each level on the way up, the deepest level first.

    Each up-sampling doubles the side, and the convolutions after it take off what they take off at every level:

    {doublings}
    """
    return sides_up(side_to_start_from(given, encoder, bottleneck), given.depth, loss(given))


@decoder.step
def doublings(given: Given, encoder: Sides, bottleneck: Map | None) -> str:
    sides = (bottom_side(given), *sides_up(bottom_side(given), given.depth, loss(given)))
    return "\n\n".join(f"2·{before} − {written_loss(given)} = {after}" for before, after in pairwise(sides))


@decoder.mistake
def decoder_valid_padding_ignored(given: Given, encoder: Sides, bottleneck: Map | None) -> Iterator[Sides]:
    if loss(given):
        yield (given.input, *halved_anyway(given.input, given.depth))[-2::-1]
        yield sides_up(bottom_side(given), given.depth, 0)


@decoder.slip
def decoder_one_level_short(given: Given, encoder: Sides, bottleneck: Map | None) -> Iterator[Sides]:
    right = sides_up(bottom_side(given), given.depth, loss(given))
    for shorter in one_level_less(given):
        yield right[:-1]
        yield sides_up(bottom_side(shorter), shorter.depth, loss(given))
    yield (bottom_side(given), *right[:-1])


@decoder.convention()
def bottleneck_listed(given: Given, encoder: Sides, bottleneck: Map | None) -> Sides:
    """Does your list begin with the bottleneck, or with the first map that was made larger?"""
    return (bottom_side(given), *sides_up(bottom_side(given), given.depth, loss(given)))


@decoder.convention()
def first_level_first(given: Given, encoder: Sides, bottleneck: Map | None) -> Sides | None:
    """In which order do you list the levels: on the way up, or from the first one down?"""
    right = sides_up(bottom_side(given), given.depth, loss(given))
    return right[::-1] if given.depth > 1 else None


@problem.part(Shape(sides=3))
def output(given: Given, decoder: Sides) -> Map:
    """What shape does the output of the network have, after the last 1×1 convolution?

    The last convolution has as many filters as there are classes ({classes}). A window of one pixel fits on every
    pixel, so the sides stay as they are:

    {sides_kept}
    """
    return decoder[-1], decoder[-1], given.classes


@output.step
def sides_kept(given: Given, decoder: Sides) -> str:
    return slid_sides((decoder[-1], decoder[-1]), (1, 1), (1, 1), (0, 0))


@output.mistake
def output_valid_padding_ignored(given: Given, decoder: Sides) -> Map | None:
    return (given.input, given.input, given.classes) if loss(given) else None


@output.slip
def output_one_level_short(given: Given, decoder: Sides) -> Iterator[Map]:
    right = sides_up(bottom_side(given), given.depth, loss(given))
    for shorter in one_level_less(given):
        others = {right[-2], sides_up(bottom_side(shorter), shorter.depth, loss(given))[-1]}
        yield from ((side, side, given.classes) for side in sorted(others - {right[-1]}))


@output.convention("channels")
def output_axes_swapped(given: Given, decoder: Sides) -> Iterator[Map]:
    side = sides_up(bottom_side(given), given.depth, loss(given))[-1]
    return other_orders((side, side, given.classes))


def halving_weights(given: Given) -> int:
    """Return the weights of a convolution that leads from the channels of the bottleneck to half as many."""
    return convolution_weights(
        given.kernel, channels_at(given, given.depth), channels_at(given, given.depth - 1)
    )


def halving_weights_written(given: Given) -> str:
    """Return the same, written out."""
    return product(*given.kernel, channels_at(given, given.depth), channels_at(given, given.depth - 1))


@problem.part(Integer(at_least=1))
def merge_params(given: Given) -> int:
    """How many weights, without biases, does the first convolution after the first concatenation have?

    The up-sampling leaves half the channels of the bottleneck, and as many come over the skip, so together there are
    as many as in the bottleneck. The convolution makes half of them (window, channels that it gets, filters):

    {weights_after_merging}
    """
    return halving_weights(given)


@merge_params.step
def weights_after_merging(given: Given) -> str:
    return halving_weights_written(given)


@merge_params.mistake
def concatenation_forgotten(given: Given) -> int:
    """What else lies beside the map that came from below when the convolution begins?"""
    half = channels_at(given, given.depth - 1)
    return convolution_weights(given.kernel, half, half)


@merge_params.slip
def merge_params_one_level_short(given: Given) -> Iterator[int]:
    yield from map(halving_weights, one_level_less(given))


@problem.part(Integer(at_least=1))
def up_params(given: Given) -> int:
    """How many weights, without biases, does the convolution have that follows the first up-sampling and leads from
    the channels of the bottleneck to half as many?

    Its kernel is as large as everywhere (window, channels of the bottleneck, half of them as filters):

    {weights_of_up_sampling}
    """
    return halving_weights(given)


@up_params.step
def weights_of_up_sampling(given: Given) -> str:
    return halving_weights_written(given)


@up_params.slip
def up_params_one_level_short(given: Given) -> Iterator[int]:
    yield from map(halving_weights, one_level_less(given))


problem.practice(input=256, depth=3, base_channels=16)
problem.practice(input=572, depth=4, base_channels=64, padding="valid", classes=2)


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw a network of two or three levels, with padding or without."""
    depth, padding = random.choice((2, 3)), random.choice(("same", "same", "valid"))
    bottom = random.choice((10, 12, 14, 18, 20, 22))
    lost = 4 if padding == "valid" else 0
    side = bottom
    for _ in range(depth):
        side = 2 * side + lost
    return {
        "input": side,
        "depth": depth,
        "base_channels": random.choice((6, 8, 12, 16, 24)),
        "in_channels": random.choice((1, 3)),
        "padding": padding,
        "classes": random.randint(2, 5),
    }
