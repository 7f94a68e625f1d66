"""Channels after a dense block.

Source: Huang et al., "Densely Connected Convolutional Networks" (2017), section 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate, repeat
from math import floor
from random import Random
from typing import TypeAlias

from grader.author import (
    Integer,
    Message,
    Problem,
    RawParams,
    Tolerance,
    Vector,
    given,
    number,
    refuse,
    whole,
)
from problems.mathematics.written_out import addition, equal_to, exact

problem = Problem(__name__, topic="shapes")

Counts: TypeAlias = tuple[int, ...]  # channels after the first layer, the second and so on

MOST_LAYERS = 200  # the deepest dense block of the paper has 64
MOST_LINES = 12  # of a worked solution


@given
class Given:
    """A dense block gets {input_channels} channels. Each of its {layers} layers makes {growth_rate} channels (the
    growth rate), and what it makes is concatenated with everything that the layer got.
    """

    input_channels: int = whole("channels that the block gets")
    growth_rate: int = whole("channels that each layer makes")
    layers: int = whole("layers of the block", at_most=MOST_LAYERS)
    compression: Fraction = number("share of the channels that the transition layer keeps")

    def check(self) -> None:
        """Refuse a compression that is no share."""
        if not 0 < self.compression <= 1:
            raise refuse("compression", f"is {self.compression}; expected more than 0 and at most 1")


def channels_after(given: Given, start: int) -> Counts:
    """Return the channels after each layer where the first one is given ``start`` of them."""
    return tuple(accumulate(repeat(given.growth_rate, given.layers), initial=start))[1:]


def kept(given: Given, channels: int) -> int:
    """Return how many channels a transition layer keeps (section 3, "Compression")."""
    return floor(given.compression * channels)


def without_input(given: Given) -> Counts:
    """Return the channels of the new layers alone."""
    return channels_after(given, 0)


def grown_as_power(given: Given) -> Iterator[Counts]:
    """Yield the channels where the growth rate is multiplied with itself in every layer."""
    powers = tuple(given.growth_rate**layer for layer in range(1, given.layers + 1))
    for counts in (
        tuple(given.input_channels * power for power in powers),
        tuple(given.input_channels + power for power in powers),
    ):
        if counts != channels_after(given, given.input_channels):
            yield counts


def one_layer_less(given: Given) -> Iterator[Counts]:
    """Yield the channels that each layer gets, and those of all layers but the last."""
    after = channels_after(given, given.input_channels)
    yield (given.input_channels, *after[:-1])
    if given.layers > 1:
        yield after[:-1]


def never_joined(given: Given) -> Iterator[Counts]:
    """Yield the channels that stay the same: those of the input, or those of one layer."""
    yield (given.input_channels,) * given.layers
    yield (given.growth_rate,) * given.layers


@problem.part(Integer(at_least=1))
def channels(given: Given) -> int:
    """How many channels leave the block?

    Nothing is lost on the way: the channels of the input are still there, and each of the {layers} layers adds
    {growth_rate} to them:

    {sum_of_channels}
    """
    return channels_after(given, given.input_channels)[-1]


@channels.step
def sum_of_channels(given: Given) -> str:
    total = given.input_channels + given.layers * given.growth_rate
    return equal_to(total, f"{given.input_channels} + {given.layers}·{given.growth_rate}")


@problem.part(Vector(tolerance=Tolerance.exact))
def per_layer(given: Given) -> Counts:
    """How many channels are there after each layer, the first layer first?

    Every layer adds {growth_rate} channels to those that are there already:

    {layer_by_layer}
    """
    return channels_after(given, given.input_channels)


@per_layer.step
def layer_by_layer(given: Given) -> Message | str:
    """Return the sum of each layer in a paragraph of its own; of a deep block, those of the first layers."""
    before = (given.input_channels, *channels_after(given, given.input_channels))
    lines = "\n\n".join(addition(each, given.growth_rate) for each in before[: min(given.layers, MOST_LINES)])
    if given.layers <= MOST_LINES:
        return lines
    return Message("{sums}\n\nIt goes on like this to the last layer.", {"sums": lines})


@per_layer.mistake
def input_forgotten(given: Given) -> Counts:
    """What becomes of the channels that the block was given: are they still there at its end?"""
    return without_input(given)


@per_layer.mistake
def growth_as_power(given: Given) -> Iterator[Counts]:
    """Compare two layers that follow each other: does the later one make more channels than the earlier one?"""
    return grown_as_power(given)


@per_layer.slip
def one_layer_short(given: Given) -> Iterator[Counts]:
    """Count the layers whose channels you have joined, the first and the last one included."""
    return one_layer_less(given)


@per_layer.mistake
def added_not_concatenated(given: Given) -> Iterator[Counts]:
    """Adding two maps keeps the number of channels. What does laying them side by side do?"""
    return never_joined(given)


channels.shares_mistakes(per_layer, lambda counts: counts[-1])


@per_layer.convention()
def input_listed(given: Given) -> Counts:
    """Does your list begin with what the first layer makes, or with what it is given?"""
    return (given.input_channels, *channels_after(given, given.input_channels))


@problem.part(Integer(at_least=0))
def after_transition(given: Given, channels: int) -> int:
    """How many channels are left after a transition layer with a compression of {compression}?

    The transition layer keeps this share of the channels that leave the block, rounded down:

    {rounded_share}
    """
    return kept(given, channels)


@after_transition.step
def rounded_share(given: Given, channels: int) -> str:
    return f"⌊{exact(given.compression)}·{channels}⌋ = {kept(given, channels)}"


@after_transition.mistake
def after_transition_input_forgotten(given: Given, channels: int) -> int:
    return kept(given, without_input(given)[-1])


@after_transition.mistake
def after_transition_growth_as_power(given: Given, channels: int) -> Iterator[int]:
    return (kept(given, counts[-1]) for counts in grown_as_power(given))


@after_transition.slip
def after_transition_one_layer_short(given: Given, channels: int) -> Iterator[int]:
    return (kept(given, counts[-1]) for counts in one_layer_less(given))


@after_transition.mistake
def after_transition_added_not_concatenated(given: Given, channels: int) -> Iterator[int]:
    return (kept(given, counts[-1]) for counts in never_joined(given))


problem.practice(input_channels=32, growth_rate=24, layers=3)


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw a block of a few layers, like those for small pictures."""
    return {
        "input_channels": 8 * random.randint(2, 10),
        "growth_rate": random.choice((12, 20, 24, 36, 40)),
        "layers": random.randint(3, 6),
        "compression": random.choice(("1/2", "1/2", "3/4")),
    }
