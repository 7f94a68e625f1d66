"""What a 1×1 convolution does.

Sources: Lin, Chen and Yan, "Network in Network" (2014), section 3.1; Szegedy et al., "Going Deeper with
Convolutions" (2015), section 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from random import Random

from grader.author import Integer, Message, Problem, RawParams, Shape, flag, given, refuse, shape, whole
from problems.mathematics.counting import LARGEST_MAP, convolution_macs, convolution_weights
from problems.mathematics.orders import Map, other_orders
from problems.mathematics.sizes import Pair
from problems.mathematics.written_out import product, slid_sides, with_biases

problem = Problem(__name__, topic="cost", options={"channels": ("last", "first")})

POINT = (1, 1)


@given
class Given:
    """A map of {input} (height × width × channels) goes through a convolution with {filters} filters of 1×1, with
    stride 1 and without padding. Biases in the filters: {bias}.
    """

    input: tuple[int, ...] = shape("height, width and channels of the input")
    filters: int = whole("number of 1×1 filters")
    bias: bool = flag("whether every filter has a bias", default=True)

    def check(self) -> None:
        """Refuse maps that are typing errors."""
        for name, values in (
            ("input", prod(self.input)),
            ("filters", prod(self.input[:2]) * self.filters),
        ):
            if values > LARGEST_MAP:
                raise refuse(name, f"makes a map of {values} values; expected at most {LARGEST_MAP}")


def sides(given: Given) -> Pair:
    """Return height and width, which the convolution keeps."""
    return given.input[0], given.input[1]


def reduced_sides(given: Given) -> Iterator[Pair]:
    """Yield the sides that a kernel of 1×1 may seem to leave: a single pixel, or half of each side."""
    height, width = sides(given)
    found = ((1, 1), (height // 2, width // 2), (-(-height // 2), -(-width // 2)))
    return (each for each in dict.fromkeys(found) if each != (height, width) and min(each))


@problem.part(Shape(sides=3))
def output(given: Given) -> Map:
    """What shape does the output have?

    Each filter makes one channel of the output, so there are {filters} of them. Height and width stay as they
    are, for a window of one pixel fits on every pixel:

    {positions}
    """
    return (*sides(given), given.filters)


@output.step
def positions(given: Given) -> str:
    return slid_sides(sides(given), POINT, POINT, (0, 0))


@output.mistake
def spatial_size_reduced(given: Given) -> Iterator[Map]:
    """On how many pixels of the map can a window of a single pixel be laid?"""
    return ((*each, given.filters) for each in reduced_sides(given))


@output.mistake
def single_channel_output(given: Given) -> Map | None:
    """One filter adds all channels up to one. How many filters are there?"""
    return (*sides(given), 1) if given.filters > 1 else None


@output.convention("channels")
def axes_swapped(given: Given) -> Iterator[Map]:
    """In which order do height, width and channels stand here?"""
    return other_orders((*sides(given), given.filters))


@problem.part(Integer(at_least=1))
def params(given: Given) -> int:
    """How many parameters does the convolution have?

    The window is a single pixel, but each of the {filters} filters has a weight for every channel of the input:

    {weights}

    {biases_added}
    """
    return weights_of(given) + given.filters * given.bias


def weights_of(given: Given, filters: int = 0) -> int:
    """Return the weights of so many filters; of all of them unless told."""
    return convolution_weights(POINT, given.input[2], filters or given.filters)


@params.step
def weights(given: Given) -> str:
    return product(*POINT, given.input[2], given.filters)


@params.step
def biases_added(given: Given) -> Message:
    return with_biases(weights_of(given), given.filters, given.bias)


@params.convention("bias")
def bias_forgotten(given: Given) -> int | None:
    """What does a filter learn besides its weights?"""
    return weights_of(given) if given.bias else None


@params.mistake
def params_single_channel_output(given: Given) -> Iterator[int]:
    if given.filters > 1:
        yield weights_of(given, 1) + given.bias


@problem.part(Integer(at_least=1))
def macs(given: Given) -> int:
    """How many multiply-accumulates does the convolution take, without the biases?

    Every weight is used once at each pixel of the output (pixels of its height and width, window, channels, filters):

    {written_out}
    """
    return convolution_macs(sides(given), POINT, given.input[2], given.filters)


@macs.step
def written_out(given: Given) -> str:
    return product(*sides(given), *POINT, given.input[2], given.filters)


@macs.mistake
def macs_spatial_size_reduced(given: Given) -> Iterator[int]:
    return (convolution_macs(each, POINT, given.input[2], given.filters) for each in reduced_sides(given))


@macs.mistake
def macs_single_channel_output(given: Given) -> int | None:
    return convolution_macs(sides(given), POINT, given.input[2], 1) if given.filters > 1 else None


@problem.written([
    ("channels", "says that it changes the number of channels and leaves height and width as they are", 1,
     ("channels", "depth", "dimension", "reduce", "reduction", "bottleneck", "expand",
      "کانال", "عمق", "بُعد", "بعد", "کاهش", "گلوگاه")),
    ("mixing", "says that at each pixel it makes new features out of all channels, with the same weights everywhere", 1,
     ("combine", "combination", "mix", "linear combination", "per pixel", "each pixel", "across channels",
      "ترکیب", "ترکیب خطی", "هر پیکسل", "بین کانال")),
    ("use", "names what that is good for: cheaper layers after it, or one more nonlinearity at little cost", 1,
     ("cost", "computation", "parameters", "cheaper", "nonlinearity", "ReLU", "deeper",
      "هزینه", "محاسبه", "محاسبات", "پارامتر", "غیرخطی", "عمیق")),
])  # fmt: skip
def purpose(given: Given) -> None:
    """What is a 1×1 convolution good for, though its window is a single pixel?"""


problem.practice(input=[28, 28, 192], filters=16)


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw a layer that reduces the channels of a map, whose sides are even and differ."""
    height, width = random.sample((10, 12, 14, 16, 20, 28), 2)
    return {
        "input": [height, width, 32 * random.randint(2, 8)],
        "filters": random.choice((6, 8, 18, 24, 36)),
        "bias": random.choice((True, False)),
    }
