"""Small kernels stacked against one large kernel.

Source: Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition" (2015),
section 2.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random

from grader.author import (
    CannotAsk,
    Expr,
    Kind,
    Percent,
    Problem,
    Quantity,
    RawParams,
    constant_value,
    given,
    integer_or_formula,
    multiplied_out,
    quantity,
    refuse,
)
from problems.mathematics.counting import divided
from problems.mathematics.written_out import (
    equal_to,
    exact,
    factor,
    formula,
    product,
    quotient,
    worked_formula,
)

problem = Problem(__name__, topic="receptive field")

MOST_LAYERS = 100  # deeper stacks are not worked out by hand


@given
class Given:
    """{count} convolutions follow one another, each with stride 1, without dilation, and with square kernels whose
    side is {kernel}. They are compared with one convolution that sees just as much of the input. Every convolution
    leads from {channels} channels to {channels} channels; biases are left out.
    """

    kernel: Quantity = quantity("side of each small kernel")
    count: Quantity = quantity("number of small kernels")
    channels: Quantity = quantity("channels before and after every convolution")

    def check(self) -> None:
        """Refuse more layers than anyone would stack."""
        if isinstance(self.count, int) and self.count > MOST_LAYERS:
            raise refuse("count", f"is {self.count}; expected at most {MOST_LAYERS}")


def kernel_kind(given: Given) -> Kind:
    """Return what is asked of a side."""
    return integer_or_formula(given, "kernel", "count", side=True)


def count_kind(given: Given) -> Kind:
    """Return what is asked of a number of weights."""
    return integer_or_formula(given, "kernel", "count", "channels")


def seen(given: Given) -> Quantity:
    """Return the receptive field of the small kernels: each adds its taps behind the first."""
    return multiplied_out(given.count * (given.kernel - 1) + 1)


def weights(given: Given, side: Quantity) -> Quantity:
    """Return the weights of one convolution between the channels, whose kernel has this side."""
    return multiplied_out(side**2 * given.channels**2)


@problem.part(kernel_kind)
def equivalent_kernel(given: Given) -> Quantity:
    """How long is the side of one kernel that sees as much of the input as the small kernels together?

    One value sees its own pixel, and each kernel lets it see as many pixels more as it has taps behind the first:

    {growth}
    """
    return seen(given)


@equivalent_kernel.step
def growth(given: Given) -> str:
    return worked_formula(seen(given), f"1 + {factor(given.count)}·({formula(given.kernel)} − 1)")


@equivalent_kernel.mistake
def fields_summed(given: Given) -> Quantity | None:
    """Neighbouring windows overlap. Which pixels does a kernel see that the one before had not seen yet?"""
    return multiplied_out(given.count * given.kernel) if given.count != 1 else None


@equivalent_kernel.mistake
def fields_multiplied(given: Given) -> Quantity | None:
    """Draw one row of pixels: with every further kernel, how many new ones come into view?"""
    return given.kernel**given.count if given.count != 1 and given.kernel != 1 else None


@problem.part(count_kind)
def stacked_params(given: Given) -> Quantity:
    """How many weights do the small kernels have together?

    Each convolution has a filter for every channel of its output, and every filter has a weight for each pixel of
    its window in every channel of its input. So many weights do all of them have, the number of convolutions first:

    {stacked_product}
    """
    return multiplied_out(given.count * weights(given, given.kernel))


@stacked_params.step
def stacked_product(given: Given) -> str:
    return product(given.count, given.kernel, given.kernel, given.channels, given.channels)


@stacked_params.mistake
def channels_not_squared(given: Given) -> Quantity | None:
    """Between how many channels does a convolution stand, counted before it and behind it?"""
    if given.channels == 1:
        return None
    return multiplied_out(given.count * given.kernel**2 * given.channels)


@problem.part(count_kind)
def single_params(given: Given, equivalent_kernel: Quantity) -> Quantity:
    """How many weights does the one large kernel have?

    They are counted as for a small kernel, with the large kernel's side:

    {single_product}
    """
    return weights(given, equivalent_kernel)


@single_params.step
def single_product(given: Given, equivalent_kernel: Quantity) -> str:
    return product(equivalent_kernel, equivalent_kernel, given.channels, given.channels)


@single_params.mistake
def single_params_channels_not_squared(given: Given, equivalent_kernel: Quantity) -> Quantity | None:
    return multiplied_out(equivalent_kernel**2 * given.channels) if given.channels != 1 else None


@single_params.mistake
def single_params_fields_summed(given: Given, equivalent_kernel: Quantity) -> Quantity | None:
    return weights(given, given.count * given.kernel) if given.count != 1 else None


@single_params.mistake
def single_params_fields_multiplied(given: Given, equivalent_kernel: Quantity) -> Quantity | None:
    return weights(given, given.kernel**given.count) if given.count != 1 and given.kernel != 1 else None


def saved(stacked: Quantity, single: Quantity) -> Fraction | None:
    """Return what the small kernels save in percent of the large one; None where that depends on a symbol."""
    share = divided(stacked, single)
    value = constant_value(share) if isinstance(share, Expr) else share
    return None if value is None else 100 * (1 - value)


def saving_of(stacked: Quantity, single: Quantity) -> Iterator[Fraction]:
    """Yield what a mistaken pair of counts saves, where that is possible at all."""
    value = saved(stacked, single)
    if value is not None and 0 < value < 100:
        yield value


@problem.part(Percent(drop_sign=True))
def saving(given: Given, stacked_params: Quantity, single_params: Quantity) -> Fraction:
    """What percentage of the weights of the one large kernel do the small kernels save?

    The small kernels' share of the weights of the large one:

    {division}

    The rest of the whole is saved. In percent:

    {percent_saved}
    """
    value = saved(stacked_params, single_params)
    if value is None:
        raise CannotAsk("the saving depends on the symbols, so it is no number")
    if value < 0 and given.kernel == 1:  # of a student's own weights less than nothing may be saved
        raise CannotAsk("the small kernels have more weights than the large one, so nothing is saved")
    return value


@saving.step
def division(given: Given, stacked_params: Quantity, single_params: Quantity) -> str:
    return quotient(stacked_params, single_params)


@saving.step
def percent_saved(given: Given, stacked_params: Quantity, single_params: Quantity) -> str:
    value = saved(stacked_params, single_params) or Fraction(0)
    return equal_to(value, f"100·(1 − {exact(1 - value / 100)})")


@saving.mistake
def saving_fields_summed(
    given: Given, stacked_params: Quantity, single_params: Quantity
) -> Iterator[Fraction]:
    if given.count != 1:
        yield from saving_of(stacked_params, weights(given, given.count * given.kernel))


@saving.mistake
def saving_fields_multiplied(
    given: Given, stacked_params: Quantity, single_params: Quantity
) -> Iterator[Fraction]:
    if given.count != 1 and given.kernel != 1:
        yield from saving_of(stacked_params, weights(given, given.kernel**given.count))


@saving.mistake
def saving_channels_not_squared(
    given: Given, stacked_params: Quantity, single_params: Quantity
) -> Iterator[Fraction]:
    if given.channels != 1:
        yield from saving_of(multiplied_out(given.count * given.kernel**2 * given.channels), single_params)


problem.practice(kernel=3, count=3, channels="C")
problem.practice(kernel=3, count=2, channels=64)


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw a few small kernels between many channels; with more of them, two mistakes save nearly the same."""
    kernel, count = random.choice(((3, 2), (3, 3), (5, 2), (7, 2)))
    return {"kernel": kernel, "count": count, "channels": random.choice(("C", *range(32, 257, 8)))}
