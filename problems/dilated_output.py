"""Output size of a dilated convolution."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from grader.author import (
    CannotAsk,
    Expression,
    Integer,
    Pair,
    Problem,
    RawParams,
    Shape,
    changed,
    given,
    refuse,
    whole,
)
from problems.mathematics.counting import LARGEST_MAP
from problems.mathematics.sizes import effective_kernel as covered_by
from problems.mathematics.sizes import window_positions
from problems.mathematics.written_out import slid_sides

problem = Problem(__name__, topic="shapes")

HEIGHT_FORMULA = "M - D*F + D"
WIDTH_FORMULA = "N - D*F + D"


@given
class Given:
    """A convolution with a {F}×{F} kernel and dilation {D} slides over a map of {M}×{N} pixels
    (height × width) with stride {stride} and padding {padding} on every side.
    """

    M: int = whole("height of the input")
    N: int = whole("width of the input")
    F: int = whole("side of the kernel")
    D: int = whole("dilation: the step between neighbouring taps")
    stride: int = whole("stride, in both directions", default=1)
    padding: int = whole("zeros added on every side", default=0, at_least=0)

    def check(self) -> None:
        """Refuse a kernel that does not fit, and a map larger than any."""
        covered = covered_by(self.F, self.D)
        if covered > min(self.M, self.N) + 2 * self.padding:
            raise refuse("F", f"the dilated kernel covers {covered} pixels, more than the padded input has")
        if self.M * self.N > LARGEST_MAP:
            raise refuse("M", f"makes a map of {self.M * self.N} pixels; expected at most {LARGEST_MAP}")


def size_left(given: Given, covered: int) -> Pair | None:
    """Return the height and width that a window of ``covered`` pixels leaves; None if it does not fit."""
    height = window_positions(given.M, covered, given.stride, given.padding)
    width = window_positions(given.N, covered, given.stride, given.padding)
    return (height, width) if min(height, width) >= 1 else None


def fitting(left: Pair | None) -> Pair:
    """Return what is left, or refuse to follow a window that does not fit."""
    if left is None:
        raise CannotAsk("a window of that many pixels does not fit into the input")
    return left


def sides(height: str, width: str | None = None) -> tuple[str, str]:
    """Return the formulas of height and width; the width's is like the height's unless it is given."""
    return height, width or height.replace("M", "N")


def covered_with_wrong_sign(given: Given) -> int:
    """Return the pixels covered if D·F + D stood where D·F − D is right."""
    return covered_by(given.F, given.D) + 2 * given.D


@problem.part(Integer(at_least=1, side="both"))
def effective_kernel(given: Given) -> int:
    """How many pixels does the dilated kernel cover along one axis?

    From the first tap to the last there are {F} − 1 steps of {D} pixels, and the first tap counts too:

    {D}·({F} − 1) + 1 = {effective_kernel}
    """
    return covered_by(given.F, given.D)


@effective_kernel.mistake
def dilation_times_kernel(given: Given) -> int:
    """How many gaps lie between the taps of a row, and does the last tap have one after it?"""
    return given.D * given.F


@effective_kernel.mistake
def gap_counted_as_dilation(given: Given) -> int:
    """Dilation is the step from one tap to the next. How many pixels are skipped in between?"""
    return (given.F - 1) * (given.D + 1) + 1


@effective_kernel.mistake
def dilation_ignored(given: Given) -> int:
    """Which pixels do the taps touch once they are spread apart? Mark them on a row."""
    return given.F


@effective_kernel.slip
def plus_one_forgotten(given: Given) -> int | None:
    """Count both ends: the first tap and the last one are covered, and the first position counts as well."""
    return given.D * (given.F - 1) or None


@effective_kernel.slip
def sign_error_in_formula(given: Given) -> int:
    """Open the brackets once more, with care for the sign in front of them, and try it on a small case."""
    return covered_with_wrong_sign(given)


@problem.part(Integer(at_least=1, side="height"))
def height(given: Given, effective_kernel: int) -> int:
    """How many pixels high is the output?

    The kernel's first position counts, and then every step that still fits:

    ⌊({M} + 2·{padding} − {effective_kernel}) / {stride}⌋ + 1 = {height}
    """
    return fitting(size_left(given, effective_kernel))[0]


@problem.part(Integer(at_least=1, side="width"))
def width(given: Given, effective_kernel: int) -> int:
    """How many pixels wide is the output?

    As for the height, with the width of the input:

    ⌊({N} + 2·{padding} − {effective_kernel}) / {stride}⌋ + 1 = {width}
    """
    return fitting(size_left(given, effective_kernel))[1]


@problem.part(Shape(sides=2))
def size(given: Given, effective_kernel: int) -> Pair:
    """What is the size of the output, height × width?

    Along each side the kernel's first position counts, and then every step that still fits, first from top to
    bottom and then from left to right:

    {positions_along_sides}

    So the size is {size}.
    """
    return fitting(size_left(given, effective_kernel))


@size.step
def positions_along_sides(given: Given, effective_kernel: int) -> str:
    """Return the positions from top to bottom and from left to right, written out."""
    sides, kernel = (given.M, given.N), (effective_kernel, effective_kernel)
    return slid_sides(sides, kernel, (given.stride, given.stride), (given.padding, given.padding))


@size.mistake
def size_dilation_times_kernel(given: Given, effective_kernel: int) -> Pair | None:
    return size_left(given, given.D * given.F)


@size.mistake
def size_gap_counted_as_dilation(given: Given, effective_kernel: int) -> Pair | None:
    return size_left(given, (given.F - 1) * (given.D + 1) + 1)


@size.mistake
def size_dilation_ignored(given: Given, effective_kernel: int) -> Pair | None:
    return size_left(given, given.F)


@size.slip
def size_plus_one_forgotten(given: Given, effective_kernel: int) -> Iterator[Pair | None]:
    yield size_left(given, effective_kernel + given.stride)
    yield size_left(given, effective_kernel - 1)


@size.slip
def size_sign_error_in_formula(given: Given, effective_kernel: int) -> Pair | None:
    return size_left(given, covered_with_wrong_sign(given))


@size.mistake
def size_stride_forgotten(given: Given, effective_kernel: int) -> Pair | None:
    """How far does the kernel move from one position to the next?"""
    return size_left(changed(given, stride=1), effective_kernel) if given.stride > 1 else None


@size.slip
def size_padding_added_once(given: Given, effective_kernel: int) -> Pair | None:
    """At how many ends of a row do the zeros stand?"""
    return size_left(given, effective_kernel + given.padding) if given.padding else None


@size.slip
def size_axes_swapped(given: Given, effective_kernel: int) -> Pair | None:
    """Which of the two numbers counts the rows of the input, and which the columns?"""
    swapped = changed(given, M=given.N, N=given.M)
    return size_left(swapped, effective_kernel) if given.M != given.N else None


height.shares_mistakes(size, lambda sides: sides[0])
width.shares_mistakes(size, lambda sides: sides[1])


@problem.part(Expression(symbols=("M", "N", "F", "D"), pair=(HEIGHT_FORMULA, WIDTH_FORMULA)))
def formula(given: Given) -> str | tuple[str, str]:
    """Write the output size as a product of two formulas in M, N, F and D, for stride 1 and no padding.

    The dilated kernel covers D·(F − 1) + 1 pixels of a side of M, which leaves M − (D·(F − 1) + 1) + 1
    positions, that is M − D·F + D; along the other side N takes the place of M.
    """
    return f"({HEIGHT_FORMULA})*({WIDTH_FORMULA})"


@formula.mistake
def formula_dilation_times_kernel(given: Given) -> tuple[str, str]:
    return sides("M - D*F + 1")


@formula.mistake
def formula_gap_counted_as_dilation(given: Given) -> tuple[str, str]:
    return sides("M - (D + 1)*(F - 1)")


@formula.mistake
def formula_dilation_ignored(given: Given) -> tuple[str, str]:
    return sides("M - F + 1")


@formula.slip
def formula_plus_one_forgotten(given: Given) -> Iterator[tuple[str, str]]:
    yield sides("M - D*F + D - 1")
    yield sides("M - D*F + D + 1")
    yield sides(HEIGHT_FORMULA, "N - D*F + D - 1")
    yield sides("M - D*F + D - 1", WIDTH_FORMULA)


@formula.slip
def formula_sign_error_in_formula(given: Given) -> Iterator[tuple[str, str]]:
    yield sides("M - D*F - D")
    yield sides(HEIGHT_FORMULA, "N - D*F - D")
    yield sides("M - D*F - D", WIDTH_FORMULA)


@formula.slip
def formula_axes_swapped(given: Given) -> tuple[str, str]:
    return sides(WIDTH_FORMULA, HEIGHT_FORMULA)


@problem.part(Expression(symbols=("F", "D")))
def kernel_formula(given: Given) -> str:
    """Write the number of pixels that the dilated kernel covers along one axis as a formula in F and D.

    F taps have F − 1 steps of D pixels between them, and the first tap covers a pixel itself: D·(F − 1) + 1.
    """
    return "D*(F - 1) + 1"


@kernel_formula.mistake
def kernel_formula_dilation_times_kernel(given: Given) -> str:
    return "D*F"


@kernel_formula.mistake
def kernel_formula_gap_counted_as_dilation(given: Given) -> str:
    return "(F - 1)*(D + 1) + 1"


@kernel_formula.mistake
def kernel_formula_dilation_ignored(given: Given) -> str:
    return "F"


@kernel_formula.slip
def kernel_formula_plus_one_forgotten(given: Given) -> str:
    return "D*(F - 1)"


@kernel_formula.slip
def kernel_formula_sign_error_in_formula(given: Given) -> str:
    return "D*(F + 1) + 1"


problem.practice(M=32, N=28, F=3, D=2)


# Kernel, dilation and paddings for which no two known mistakes give the same size at stride 1.
DRAWN = ((3, 4, (0, 4)), (3, 5, (0, 3)), (5, 3, (0, 3)), (5, 4, (0, 2)))


@problem.distinct_sample
def sample(random: Random) -> RawParams:
    """Draw a map of 20 to 39 pixels and a widely spread kernel."""
    kernel, dilation, paddings = random.choice(DRAWN)
    side = random.randint(20, 30)
    height, width = random.sample((side, side + random.choice((5, 7, 9))), 2)
    return {"M": height, "N": width, "F": kernel, "D": dilation, "padding": random.choice(paddings)}
