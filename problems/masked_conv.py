"""The mask of a masked convolution.

Source: van den Oord, Kalchbrenner and Kavukcuoglu, "Pixel Recurrent Neural Networks" (2016), section 3.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import TypeAlias

from grader.author import Integer, MatrixAnswer, Message, Problem, RawParams, given, has, refuse, whole, word
from problems.mathematics.written_out import equal_to

problem = Problem(__name__, topic="convolutions")

Mask: TypeAlias = tuple[tuple[int, ...], ...]

LARGEST_KERNEL = 31  # nobody writes a larger mask down


@given
class Given:
    """A PixelCNN makes a picture pixel by pixel: row by row from the top, and each row from left to right. So
    that no pixel sees those that come after it, the {kernel}×{kernel} kernel of each convolution is multiplied with
    a mask of ones and zeros.

    This mask is of type {type}.
    """

    kernel: int = whole("side of the kernel, an odd number", at_most=LARGEST_KERNEL)
    type: str = word("type of the mask: A hides the pixel itself, B shows it", "A", "B", has_default=False)

    def check(self) -> None:
        """Refuse a kernel without a middle."""
        if self.kernel % 2 == 0:
            raise refuse("kernel", f"is {self.kernel}; expected an odd number, so that it has a middle")


def mask_of(kernel: int, shown_in_middle_row: int) -> Mask:
    """Return a mask that shows the rows above the middle and so many places of the middle row."""
    above = kernel // 2
    middle = tuple(int(column < shown_in_middle_row) for column in range(kernel))
    return ((1,) * kernel,) * above + (middle,) + ((0,) * kernel,) * above


def shown_beside(given: Given) -> int:
    """Return how many places of the middle row are shown: those left of the centre, in type B the centre too."""
    return given.kernel // 2 + (given.type == "B")


def right_mask(given: Given) -> Mask:
    """Return the mask (section 3.4 and figure 4)."""
    return mask_of(given.kernel, shown_beside(given))


def unlike_right(given: Given, *shown: int) -> Iterator[Mask]:
    """Yield the masks that show another number of places in the middle row than the right one."""
    return (mask_of(given.kernel, each) for each in shown if each != shown_beside(given))


@problem.part(MatrixAnswer(bits=True))
def mask(given: Given) -> Mask:
    """Write the mask as a matrix.

    The middle of the mask lies on the pixel that is made. All rows above it are known by then, so they are ones; all
    rows below are still to come, so they are zeros. In the middle row the places left of the centre are ones and
    those right of it zeros. {centre}
    """
    return right_mask(given)


@mask.step
def centre(given: Given) -> Message:
    """Return what stands in the centre."""
    if given.type == "A":
        return Message(
            "The centre is a zero: type A is for the first layer, where the pixel itself must not be seen."
        )
    return Message(
        "The centre is a one: type B is for later layers, whose centre has seen only what came before the pixel."
    )


@mask.slip
def centre_included(given: Given) -> Iterator[Mask]:
    """In which layer does this type of mask stand, and what would its centre see there?"""
    if given.type == "A":
        yield from unlike_right(given, given.kernel // 2 + 1)


@mask.slip
def centre_excluded(given: Given) -> Iterator[Mask]:
    """Once the first layer has been masked, does the centre still hold anything that must not be seen?"""
    if given.type == "B":
        yield from unlike_right(given, given.kernel // 2)


@mask.mistake
def whole_row_masked(given: Given) -> Iterator[Mask]:
    """Which pixels of its own row are already there when a pixel is made?"""
    return unlike_right(given, 0)


@mask.mistake
def whole_row_visible(given: Given) -> Iterator[Mask]:
    """Which pixels of its own row are still to come when a pixel is made?"""
    return unlike_right(given, given.kernel)


def count_of(given: Given) -> Integer:
    """Return how the places are counted: out of all places of the kernel, where it is given."""
    return Integer(at_least=0, out_of=given.kernel**2 if has(given, "kernel") else None)


@problem.part(count_of)
def visible(given: Given) -> int:
    """How many places of the kernel does the mask leave visible?

    The rows above, then the places left of the centre, and in type B the centre itself:

    {places}
    """
    return sum(map(sum, right_mask(given)))


@visible.step
def places(given: Given) -> str:
    above = given.kernel // 2
    centre = " + 1" if given.type == "B" else ""
    return equal_to(above * given.kernel + shown_beside(given), f"{above}·{given.kernel} + {above}{centre}")


visible.shares_mistakes(mask, lambda mask: sum(map(sum, mask)))


problem.practice(kernel=5, type="A")
problem.practice(kernel=3, type="B")


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw a small odd kernel and a type."""
    return {"kernel": random.choice((3, 5, 7, 9)), "type": random.choice(("A", "B"))}
