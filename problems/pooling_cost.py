"""Output and operations of a pooling layer.

Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016), chapter 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import prod
from random import Random

from grader.author import (
    Expression,
    Integer,
    Number,
    Pair,
    Problem,
    RawParams,
    Shape,
    given,
    pair,
    refuse,
    shape,
    word,
)
from problems.mathematics.counting import LARGEST_MAP
from problems.mathematics.pooling_layers import Map, Pooling, formulas, mistaken_operations, mistaken_outputs
from problems.mathematics.written_out import bracketed, equal_to, product, slid_sides

problem = Problem(__name__, topic="cost", options={"channels": ("last", "first")})

SYMBOLS = ("h", "w", "c", "p_h", "p_w", "s_h", "s_w")
RIGHT = formulas()


@given
class Given:
    """A map of {input} (height × width × channels) goes through {op} pooling. Its window is {window} pixels (height ×
    width), and it moves by {stride} pixels (down × to the right). There is no padding. Each value of a window counts
    as one operation.
    """

    input: tuple[int, ...] = shape("height, width and channels of the input")
    window: Pair = pair("window", as_size=True)
    stride: Pair = pair("stride", as_size=True)
    op: str = word("what the window gives", "max", "average")

    def check(self) -> None:
        """Refuse a map that is a typing error, and a window that does not fit."""
        if prod(self.input) > LARGEST_MAP:
            raise refuse("input", f"holds {prod(self.input)} values; expected at most {LARGEST_MAP}")
        if self.window[0] > self.input[0] or self.window[1] > self.input[1]:
            raise refuse("window", "larger than the input; give a smaller window or a larger input")


def pooling(given: Given) -> Pooling:
    """Return the layer."""
    return Pooling(given.input, given.window, given.stride)


@problem.part(Shape(sides=3))
def output(given: Given) -> Map:
    """What is the shape of the output, height × width × channels?

    Along each side the window's first position counts, and then every step that still fits, first from top to bottom
    and then from left to right:

    {positions}

    Each channel is pooled by itself, so their number stays: {output}.
    """
    return pooling(given).output


@output.step
def positions(given: Given) -> str:
    return slid_sides(given.input[:2], given.window, given.stride, (0, 0))


@problem.part(Integer(at_least=1))
def operations(given: Given, output: Map) -> int:
    """How many operations does the layer take, counted exactly?

    Every value of the output comes from one window, with an operation for each of its values:

    {all_windows}
    """
    return prod(output) * pooling(given).area


@operations.step
def all_windows(given: Given, output: Map) -> str:
    return product(*output, *given.window)


@problem.part(Number())
def estimate(given: Given) -> Fraction:
    """About how many operations is that, if the edges of the map are not looked at?

    Then a window begins at every stride, along the height and along the width. So the values of the input and of a
    window are multiplied, and divided by the two strides:

    {division}
    """
    return pooling(given).estimate


@estimate.step
def division(given: Given) -> str:
    factors = "·".join(map(str, (*given.input, *given.window)))
    return equal_to(pooling(given).estimate, f"{factors}/({given.stride[0]}·{given.stride[1]})")


@problem.part(Number())
def ratio(given: Given, operations: int, estimate: Fraction) -> Fraction:
    """What is the exact number of operations divided by the estimate?

    {share}
    """
    return operations / estimate


@ratio.step
def share(given: Given, operations: int, estimate: Fraction) -> str:
    return equal_to(operations / estimate, f"{operations}/{bracketed(estimate)}")


@problem.part(Expression(symbols=SYMBOLS, alike=RIGHT))
def formula(given: Given) -> str:
    """Write the estimate as a formula: the input has height h, width w and c channels, the window height p_h and width
    p_w, and the strides are s_h and s_w.

    The output has about h/s_h rows and w/s_w columns, and c channels; each of its values takes p_h·p_w operations:
    h·w·c·p_h·p_w/(s_h·s_w).
    """
    return RIGHT[0]


def fewer_comparisons(given: Given) -> bool:
    """Return whether the largest value of a window may be found with fewer comparisons than it has values."""
    return given.op == "max" and pooling(given).area > 1


@output.slip
def plus_one_forgotten(given: Given) -> Iterator[Map]:
    """Dividing by the stride gives the moves of the window. Does it also stand somewhere before it moves?"""
    return mistaken_outputs(pooling(given), "plus_one_forgotten")


@output.convention("channels")
def axes_swapped(given: Given) -> Iterator[Map]:
    """In which order do height, width and channels stand here, and which number of a pair is vertical?"""
    yield from mistaken_outputs(pooling(given), "axes_swapped")
    height, width, channels = pooling(given).output
    if not height == width == channels:
        yield channels, height, width


@output.mistake
def stride_ignored(given: Given) -> Iterator[Map]:
    """How far does the window move from one position to the next?"""
    return mistaken_outputs(pooling(given), "stride_ignored")


@output.mistake
def channels_forgotten(given: Given) -> Iterator[Map]:
    """Is every channel pooled by itself, or do all of them become one?"""
    return mistaken_outputs(pooling(given), "channels_forgotten")


@operations.slip
def one_extra_per_window(given: Given, output: Map) -> int:
    """Write down one small window. How many operations does it take, and does anything come after them?"""
    return prod(output) * (pooling(given).area + 1)


@operations.convention()
def window_minus_one(given: Given, output: Map) -> int | None:
    """How many values does a window hold, and how many comparisons find the largest of them?"""
    return prod(output) * (pooling(given).area - 1) if fewer_comparisons(given) else None


@operations.slip
def operations_plus_one_forgotten(given: Given, output: Map) -> Iterator[int]:
    return mistaken_operations(pooling(given), "plus_one_forgotten")


@operations.convention("channels")
def operations_axes_swapped(given: Given, output: Map) -> Iterator[int]:
    return mistaken_operations(pooling(given), "axes_swapped")


@operations.mistake
def operations_stride_ignored(given: Given, output: Map) -> Iterator[int]:
    return mistaken_operations(pooling(given), "stride_ignored")


@operations.mistake
def operations_channels_forgotten(given: Given, output: Map) -> Iterator[int]:
    return mistaken_operations(pooling(given), "channels_forgotten")


@estimate.slip
def estimate_one_extra_per_window(given: Given) -> Fraction:
    return pooling(given).estimate * (pooling(given).area + 1) / pooling(given).area


@estimate.convention()
def estimate_window_minus_one(given: Given) -> Fraction | None:
    return (
        pooling(given).estimate * (pooling(given).area - 1) / pooling(given).area
        if fewer_comparisons(given)
        else None
    )


@estimate.mistake
def estimate_stride_ignored(given: Given) -> Fraction | None:
    return pooling(given).estimate * prod(given.stride) if prod(given.stride) > 1 else None


@estimate.mistake
def estimate_channels_forgotten(given: Given) -> Fraction | None:
    return pooling(given).estimate / given.input[2] if given.input[2] > 1 else None


def wrong_shares(given: Given, code: str) -> Iterator[Fraction]:
    """Yield the ratio where a mistake is made in the exact count alone."""
    return (wrong / pooling(given).estimate for wrong in mistaken_operations(pooling(given), code))


@ratio.slip
def ratio_one_extra_per_window(given: Given, operations: int, estimate: Fraction) -> Fraction:
    return operations * (pooling(given).area + 1) / (estimate * pooling(given).area)


@ratio.convention()
def ratio_window_minus_one(given: Given, operations: int, estimate: Fraction) -> Fraction | None:
    return (
        operations * (pooling(given).area - 1) / (estimate * pooling(given).area)
        if fewer_comparisons(given)
        else None
    )


@ratio.slip
def ratio_plus_one_forgotten(given: Given, operations: int, estimate: Fraction) -> Iterator[Fraction]:
    return wrong_shares(given, "plus_one_forgotten")


@ratio.convention("channels")
def ratio_axes_swapped(given: Given, operations: int, estimate: Fraction) -> Iterator[Fraction]:
    return wrong_shares(given, "axes_swapped")


@ratio.mistake
def ratio_stride_ignored(given: Given, operations: int, estimate: Fraction) -> Iterator[Fraction]:
    if prod(given.stride) > 1:
        yield from wrong_shares(given, "stride_ignored")
        yield from (share / prod(given.stride) for share in wrong_shares(given, "stride_ignored"))
        yield operations / (estimate * prod(given.stride))


@ratio.mistake
def ratio_channels_forgotten(given: Given, operations: int, estimate: Fraction) -> Iterator[Fraction]:
    if given.input[2] > 1:
        yield operations / (estimate * given.input[2])
        yield operations * given.input[2] / estimate


@formula.slip
def formula_one_extra_per_window(given: Given) -> Iterator[str]:
    return iter(formulas("(p_h*p_w + 1)")[:2])


@formula.convention()
def formula_window_minus_one(given: Given) -> Iterator[str]:
    return iter(formulas("(p_h*p_w - 1)")[:2] if given.op == "max" else ())


@formula.slip
def formula_plus_one_forgotten(given: Given) -> Iterator[str]:
    return iter(formulas(one="")[1:])


@formula.slip
def formula_axes_swapped(given: Given) -> Iterator[str]:
    """In the formula the names of the sides say which of them are meant. Which of them belong together?"""
    sides, strides = ("p_w", "p_h"), ("s_w", "s_h")
    for swapped in (formulas(sides=sides), formulas(strides=strides), formulas(sides=sides, strides=strides)):
        yield swapped[1]  # the estimate is the same with its sides exchanged


@formula.mistake
def formula_stride_ignored(given: Given) -> Iterator[str]:
    return iter(formulas(strides=("1", "1"))[:2])


@formula.mistake
def formula_channels_forgotten(given: Given) -> Iterator[str]:
    return iter(formulas(channels="")[:2])


problem.practice(input=[1000, 1000, 3], window=[8, 6], stride=[4, 3], op="max")
problem.practice(input=[47, 60, 16], window=3, stride=2, op="average")


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw a map on which the window comes to the very edges, and a window that is much higher than wide.

    Else a window the wrong way round, or at stride 1, gives what another mistake gives as well.
    """
    rows, columns = random.choice(((7, 3), (8, 4), (9, 5)))
    height, width = rows + 4 * random.randint(7, 12), columns + 4 * random.randint(8, 12)
    return {
        "input": [height, width, random.choice((3, 6, 16))],
        "window": [rows, columns],
        "stride": [4, 2],
        "op": random.choice(("max", "average")),
    }
