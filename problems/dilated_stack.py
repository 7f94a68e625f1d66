"""Sizes and field of view through three layers, the last of them dilated.

Sources: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016), relationship 1 and
section 5.1; Yu and Koltun, "Multi-Scale Context Aggregation by Dilated Convolutions" (2016), section 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from random import Random
from typing import TypeAlias

from grader.author import (
    Expression,
    Integer,
    Kind,
    PartDefinition,
    Problem,
    Quantity,
    RawParams,
    Shape,
    given,
    has,
    integer_or_formula,
    multiplied_out,
    quantities,
    quantity,
    refuse,
    symbols_in,
)
from problems.mathematics.counting import LARGEST_MAP
from problems.mathematics.sizes import effective_kernel, positions_at_unit_stride
from problems.mathematics.written_out import factor, formula

problem = Problem(__name__, topic="receptive field", options={"channels": ("last", "first")})

Sides: TypeAlias = tuple[Quantity, Quantity, Quantity]
Map: TypeAlias = tuple[Quantity, Quantity, Quantity]  # height, width, channels

FIRST, SECOND, THIRD = range(3)


@given
class Given:
    """Three convolutions follow one another, with stride 1 and no padding. The input has sides of {i} pixels, the
    kernels have sides of {k}, and the outputs have {d} channels. Only the third layer is dilated: its taps are
    {n} pixels apart.

    For the field of view: three convolutions whose kernels all have sides of {fov_kernel} follow one another with
    stride 1 and the dilations {fov_dilations}.
    """

    i: Quantity = quantity("side of the input")
    k: tuple[Quantity, ...] = quantities("sides of the three kernels", 3)
    d: tuple[Quantity, ...] = quantities("channels of the three outputs", 3)
    n: Quantity = quantity("dilation of the third layer")
    fov_kernel: Quantity = quantity("side of the kernels for the field of view", default="k")
    fov_dilations: tuple[Quantity, ...] = quantities(
        "dilations of the three layers for the field of view", 3, default=("d1", "d2", "d3")
    )

    def check(self) -> None:
        """Refuse an input larger than any, and kernels that do not fit."""
        if has(self, "i") and isinstance(self.i, int) and self.i**2 > LARGEST_MAP:
            raise refuse("i", f"makes a map of {self.i**2} pixels; expected at most {LARGEST_MAP}")
        for number, side in enumerate(sides(self), start=1):
            if isinstance(side, int) and side < 1:
                why = f"layer {number} would have an output of {side} pixels; expected smaller kernels or a larger i"
                raise refuse("k", why)


@lru_cache(maxsize=64)
def covers(given: Given) -> Sides:
    """Return how many pixels each kernel covers."""
    first, second, third = given.k
    return first, second, effective_kernel(third, given.n)


def slid(given: Given, covers: Sides) -> Sides:
    """Return the side after each layer, whose kernels cover so many pixels."""
    first = multiplied_out(positions_at_unit_stride(given.i, covers[FIRST]))
    second = multiplied_out(positions_at_unit_stride(first, covers[SECOND]))
    return first, second, multiplied_out(positions_at_unit_stride(second, covers[THIRD]))


@lru_cache(maxsize=64)
def sides(given: Given) -> Sides:
    """Return the side after each layer."""
    return slid(given, covers(given))


def with_whole_kernel(given: Given) -> Quantity:
    """Return the last side if a gap stood behind every tap of the dilated kernel."""
    first, second, third = given.k
    return slid(given, (first, second, given.n * third))[THIRD]


def with_wrong_sign(given: Given) -> Quantity:
    """Return the last side with the sign of the dilation wrong once its bracket is opened."""
    return multiplied_out(sides(given)[THIRD] - 2 * given.n)


def without_ones(given: Given, number: int) -> Iterator[Quantity]:
    """Yield the side after a layer with one +1 forgotten, or every one, also that of the dilated kernel."""
    side = sides(given)[number]
    yield multiplied_out(side - 1)
    if number:
        yield multiplied_out(side - (number + 1))
    if number == THIRD:
        yield multiplied_out(side + 1)
        yield multiplied_out(side - number)


def as_map(given: Given, number: int, side: Quantity) -> Map:
    """Return the map of a layer whose sides these are."""
    return side, side, given.d[number]


def side_kind(given: Given) -> Kind:
    """Return what is asked of a side; with symbols, the channels may stand behind it."""
    if not symbols_in(given, "i", "k", "n"):
        return Integer(at_least=1, side="both")
    return Expression(symbols=symbols_in(given, "i", "k", "n", "d"), side=True)


def map_kind(given: Given) -> Kind:
    """Return what is asked of a map."""
    return Shape(sides=3, symbols=symbols_in(given, "i", "k", "n", "d"))


def before(given: Given, number: int) -> Quantity:
    """Return the side of what a layer is applied to."""
    return sides(given)[number - 1] if number else given.i


def counted(given: Given, number: int) -> str:
    """Return how the side after a layer is counted, written out."""
    side, covered = before(given, number), covers(given)[number]
    return f"{formula(side)} − {factor(covered)} + 1 = {formula(sides(given)[number])}"


@problem.part(side_kind)
def o1(given: Given) -> Quantity:
    """How many pixels does each side of the first output have?

    The first position of the kernel counts, and then every pixel by which it can still move:

    {positions}
    """
    return sides(given)[FIRST]


@problem.part(side_kind)
def o2(given: Given) -> Quantity:
    """How many pixels does each side of the second output have?

    The second kernel slides over the first output. Its first position counts, and then every pixel by which it can
    still move:

    {positions}
    """
    return sides(given)[SECOND]


@problem.part(side_kind)
def o3(given: Given) -> Quantity:
    """How many pixels does each side of the third output have?

    From the first tap of the dilated kernel to its last there are as many steps as taps behind the first, and the
    first tap covers a pixel as well. So many pixels of a row does the kernel cover:

    {covered}

    It slides over the second output:

    {positions}
    """
    return sides(given)[THIRD]


@o3.step
def covered(given: Given) -> str:
    return f"{factor(given.n)}·({formula(given.k[THIRD])} − 1) + 1 = {formula(multiplied_out(covers(given)[THIRD]))}"


@problem.part(map_kind)
def o1_shape(given: Given) -> Map:
    """What is the shape of the first output, height × width × channels?

    The positions of the kernel, first from top to bottom and then from left to right:

    {both_sides}

    The channels are those of the first layer, so the shape is {o1_shape}.
    """
    return as_map(given, FIRST, sides(given)[FIRST])


@problem.part(map_kind)
def o2_shape(given: Given) -> Map:
    """What is the shape of the second output, height × width × channels?

    The positions of the kernel on the first output, first from top to bottom and then from left to right:

    {both_sides}

    The channels are those of the second layer, so the shape is {o2_shape}.
    """
    return as_map(given, SECOND, sides(given)[SECOND])


@problem.part(map_kind)
def o3_shape(given: Given) -> Map:
    """What is the shape of the third output, height × width × channels?

    The positions of the dilated kernel on the second output, first from top to bottom and then from left to right:

    {both_sides}

    The channels are those of the third layer, so the shape is {o3_shape}.
    """
    return as_map(given, THIRD, sides(given)[THIRD])


@o3.mistake
def dilation_times_kernel(given: Given) -> Quantity | None:
    """How many gaps lie between the taps of a row, and does the last tap have one after it?"""
    return with_whole_kernel(given) if given.n != 1 else None


@o3.slip
def sign_error(given: Given) -> Quantity:
    """Open the brackets once more, with care for the sign in front of them, and try it on a small case."""
    return with_wrong_sign(given)


@o3_shape.mistake
def o3_shape_dilation_times_kernel(given: Given) -> Map | None:
    return as_map(given, THIRD, with_whole_kernel(given)) if given.n != 1 else None


@o3_shape.slip
def o3_shape_sign_error(given: Given) -> Map:
    return as_map(given, THIRD, with_wrong_sign(given))


def declare_layer(
    side: PartDefinition[[Given], Quantity], shape: PartDefinition[[Given], Map], number: int
) -> None:
    """Declare how the positions of one layer are counted, and how the count goes wrong in any of them."""

    @side.step
    def positions(given: Given) -> str:
        return counted(given, number)

    @shape.step
    def both_sides(given: Given) -> str:
        return "\n\n".join([counted(given, number)] * 2)

    @side.slip
    def plus_one_forgotten(given: Given) -> Iterator[Quantity]:
        """Count both ends: the first tap and the last one are covered, and the first position counts as well."""
        return without_ones(given, number)

    def in_the_shape(given: Given) -> Iterator[Map]:
        return (as_map(given, number, side) for side in without_ones(given, number))

    in_the_shape.__name__ = plus_one_forgotten.__name__
    shape.slip(in_the_shape)

    @shape.convention("channels")
    def axes_swapped(given: Given) -> Map | None:
        """In which order do height, width and channels stand here?"""
        side, _, channels = as_map(given, number, sides(given)[number])
        return (channels, side, side) if channels != side else None


declare_layer(o1, o1_shape, FIRST)
declare_layer(o2, o2_shape, SECOND)
declare_layer(o3, o3_shape, THIRD)


def steps_together(given: Given) -> Quantity:
    """Return the sum of the three dilations."""
    first, second, third = given.fov_dilations
    return first + second + third


def field_kind(given: Given) -> Kind:
    """Return what is asked of the field of view."""
    return integer_or_formula(given, "fov_kernel", "fov_dilations", side=True)


@problem.part(field_kind)
def field_of_view(given: Given) -> Quantity:
    """How many pixels, along one axis, does one value see through three convolutions with kernels of side
    {fov_kernel} and the dilations {fov_dilations}?

    A value sees its own pixel. Each layer adds as many steps as it has taps behind the first, each as long as its
    dilation:

    {growth}
    """
    return (given.fov_kernel - 1) * steps_together(given) + 1


@field_of_view.step
def growth(given: Given) -> str:
    first, second, third = map(factor, given.fov_dilations)
    kernel = formula(given.fov_kernel)
    whole = formula((given.fov_kernel - 1) * steps_together(given) + 1)
    return f"1 + ({kernel} − 1)·{first} + ({kernel} − 1)·{second} + ({kernel} − 1)·{third} = {whole}"


@field_of_view.mistake
def fields_summed(given: Given) -> Quantity:
    """Neighbouring windows overlap. Which pixels does a layer see that the one before had not seen yet?"""
    return (given.fov_kernel - 1) * steps_together(given) + 3


@field_of_view.mistake
def field_of_view_dilation_times_kernel(given: Given) -> Iterator[Quantity]:
    whole = given.fov_kernel * steps_together(given)
    yield whole + 1
    yield whole - 2
    yield whole


@field_of_view.slip
def field_of_view_plus_one_forgotten(given: Given) -> Quantity:
    return (given.fov_kernel - 1) * steps_together(given)


problem.practice(i="i", k=["k1", "k2", "k3"], d=["d1", "d2", "d3"], n="n")
problem.practice(i=32, k=[5, 3, 3], d=[8, 16, 32], n=5, fov_kernel=3, fov_dilations=[1, 2, 4])


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw a small map and a widely spread third kernel; closer taps make two of the mistakes alike."""
    first, second, third = random.choice((8, 16)), random.choice((24, 32)), random.choice((48, 64))
    return {
        "i": random.randint(52, 72),
        "k": [*(random.choice((3, 5, 7)) for _ in range(2)), random.choice((3, 5))],
        "d": [first, second, third],
        "n": random.choice((5, 6)),
        "fov_kernel": random.choice((3, 5)),
        "fov_dilations": [1, random.choice((2, 3)), random.choice((4, 5, 6))],
    }
