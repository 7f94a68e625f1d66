"""Offsets of a deformable convolution.

Sources: Dai et al., "Deformable Convolutional Networks" (2017), section 2.1; Zhu et al., "Deformable ConvNets
v2" (2019), section 3.2, for the modulated one.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random

from grader.author import (
    Kind,
    Matrix,
    Message,
    Number,
    Problem,
    Quantity,
    RawParams,
    flag,
    given,
    integer_or_formula,
    matrix,
    numbers,
    quantity,
    whole,
)
from problems.mathematics.sampling import bilinear, nearest, neighbours
from problems.mathematics.written_out import bracketed, equal_to, factor, formula

problem = Problem(__name__, topic="convolutions")


@given
class Given:
    """In a deformable convolution every place of the kernel has an offset, which moves the point where the kernel
    reads the map. A layer of its own works the offsets out, anew for each pixel of the output.

    The kernel is {kernel}×{kernel}. Deformable groups, each with offsets of its own: {groups}. Modulated, so that
    there is also a number for each place of the kernel, with which what is read there is multiplied: {modulated}.

    A point between pixels is read by bilinear interpolation, and outside of the map there are zeros. The map is
    {map}, and the point is {point}: its row and its column, both counted from 0.
    """

    kernel: Quantity = quantity("side of the kernel")
    groups: int = whole("groups of channels with offsets of their own", default=1)
    modulated: bool = flag("whether each place of the kernel has a weight of its own besides")
    map: Matrix = matrix("the map")
    point: tuple[Fraction, ...] = numbers("row and column of the point, counted from 0", count=2)


def channels_kind(given: Given) -> Kind:
    """Return what is asked: a number, or a formula where the kernel's side is a symbol."""
    return integer_or_formula(given, "kernel")


def numbers_per_place(given: Given) -> int:
    """Return how many numbers each place of the kernel needs: a move down, one to the right, and its weight."""
    return 3 if given.modulated else 2


def read_at(given: Given, row: Fraction, column: Fraction) -> Fraction:
    """Return the value of the map at a point."""
    return bilinear(given.map, row, column)


@problem.part(channels_kind)
def channels(given: Given) -> Quantity:
    """How many channels does the output of the layer have that works the offsets out?

    Each place of the kernel needs a move along the rows and one along the columns. {weight} So the places of the
    kernel are counted that many times, and in each group anew:

    {written_out}
    """
    return numbers_per_place(given) * given.groups * given.kernel**2


@channels.step
def weight(given: Given) -> Message:
    if given.modulated:
        return Message("A modulated one also needs the number with which the place is multiplied.")
    return Message("Nothing else is learned for it here.")


@channels.step
def written_out(given: Given) -> str:
    """Return numbers for each place, places and groups multiplied."""
    side, total = factor(given.kernel), numbers_per_place(given) * given.groups * given.kernel**2
    return f"{numbers_per_place(given)}·{side}·{side}·{given.groups} = {formula(total)}"


@channels.mistake
def one_per_point(given: Given) -> Iterator[Quantity]:
    """In how many directions can a point be moved, and does one number say how far in all of them?"""
    yield given.groups * given.kernel**2
    if given.groups > 1:
        yield given.kernel**2


@channels.slip
def modulation_forgotten(given: Given) -> Quantity | None:
    """A modulated convolution learns more than where to read. What else is there for each place?"""
    return 2 * given.groups * given.kernel**2 if given.modulated else None


@channels.convention("modulated")
def modulation_added(given: Given) -> Quantity | None:
    """Is what is read at each place multiplied with a number of its own here, or only moved?"""
    return None if given.modulated else 3 * given.groups * given.kernel**2


@problem.part(Number())
def sample(given: Given) -> Fraction:
    """What is the value of the map at the point?

    Each pixel beside the point counts the more the nearer it is: 1 minus its distance in rows, times 1 minus its
    distance in columns (pixel times both):

    {weighed_pixels}
    """
    return read_at(given, *given.point)


@sample.step
def weighed_pixels(given: Given) -> str:
    """Return the weighed pixels added up, written out."""
    row, column = given.point
    terms = (
        "·".join(map(bracketed, (each.value, each.share_of_row, each.share_of_column)))
        for each in neighbours(given.map, row, column)
    )
    return equal_to(read_at(given, row, column), " + ".join(terms))


@sample.mistake
def nearest_neighbour(given: Given) -> Iterator[Fraction]:
    """The point lies between pixels. Does only one of them count?"""
    right = read_at(given, *given.point)
    return (Fraction(value) for value in nearest(given.map, *given.point) if value != right)


@sample.slip
def axes_swapped(given: Given) -> Fraction | None:
    """Which of the point's numbers counts the rows from the top, and which the columns from the left?"""
    row, column = given.point
    swapped = read_at(given, column, row)
    return swapped if swapped != read_at(given, row, column) else None


problem.practice(kernel=3, map=[[1, 5, 2], [3, 7, 4], [8, 6, 9]], point=[0.5, 1.25])
problem.practice(kernel="F", modulated=True, groups=2)


@problem.sample
def drawn(random: Random) -> RawParams:
    """Draw a small map and a point between its pixels, nearer to one of them than to the others."""
    row, column = random.choice(((0, 1), (1, 0), (1, 2), (2, 1)))
    return {
        "kernel": random.choice((3, 5, 7)),
        "groups": random.choice((1, 2, 4)),
        "modulated": random.choice((True, False)),
        "map": [[random.randint(0, 20) for _ in range(4)] for _ in range(4)],
        "point": [row + random.choice((0.25, 0.75)), column + random.choice((0.25, 0.75))],
    }
