"""The gradient of a 1-D convolution is a convolution.

Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), sections 9.1 and 9.5.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random

from grader.author import (
    Integer,
    Message,
    Problem,
    RawParams,
    Vector,
    given,
    has,
    numbers,
    refuse,
)
from problems.mathematics.sizes import window_positions
from problems.mathematics.vectors import Row, kernel_gradient, signal_gradient, sliding_sums
from problems.mathematics.written_out import sum_of_products

problem = Problem(__name__, topic="gradients", options={"operation": ("correlation",)})

LARGEST_COST = 20_000  # multiplications; nobody does more by hand
ONE_PLACE = (1, -1)  # how far an index may be shifted by mistake


@given
class Given:
    """The filter w = {w} slides over the signal x = {x} without being turned and without padding: y_i is the sum of
    w_j · x_(i+j) over all j, every index counted from 0.

    The gradient of the loss with respect to y is {upstream}.
    """

    x: tuple[Fraction, ...] = numbers("the signal")
    w: tuple[Fraction, ...] = numbers("the filter")
    upstream: tuple[Fraction, ...] = numbers("gradient of the loss with respect to the output")

    def check(self) -> None:
        """Refuse a filter longer than the signal, a gradient of another length than the output, and much work."""
        if len(self.w) > len(self.x):
            raise refuse("w", f"holds {len(self.w)} numbers, more than the {len(self.x)} of x")
        if len(self.w) * len(self.x) > LARGEST_COST:
            raise refuse("x", f"needs over {LARGEST_COST} multiplications; use a shorter signal or filter")
        if has(self, "upstream") and len(self.upstream) != length_of_output(self):
            raise refuse(
                "upstream", f"holds {len(self.upstream)} numbers; expected {length_of_output(self)}, as y has"
            )


def length_of_output(given: Given) -> int:
    """Return how many places the filter takes."""
    return window_positions(len(given.x), len(given.w))


@problem.part(Vector())
def output(given: Given) -> Row:
    """Write the output y.

    The filter is laid on every place where it fits. Each of its numbers is multiplied by the one beneath, and the
    products are added up. At the first place (number of the filter times number of the signal):

    {first_place}
    """
    return sliding_sums(given.w, given.x, length_of_output(given))


@output.step
def first_place(given: Given) -> Message | str:
    """Return the first number of the output, written out."""
    return sum_of_products(zip(given.w, given.x, strict=False))


@output.convention("operation")
def flipped(given: Given) -> Row | None:
    """Which number of the filter meets which number of the signal? Follow the indices: do both of them grow?"""
    turned = given.w[::-1]
    return sliding_sums(turned, given.x, length_of_output(given)) if turned != given.w else None


@output.slip
def index_shifted(given: Given) -> Iterator[Row]:
    """With which number of the signal does the first sum begin? Write out the smallest indices."""
    for shift in ONE_PLACE:
        yield sliding_sums(given.w, given.x, length_of_output(given), shift)


@output.slip
def padded(given: Given) -> Row | None:
    """May the filter reach over the ends of the signal here?"""
    beyond = len(given.w) - 1
    return sliding_sums(given.w, given.x, len(given.x) + beyond, -beyond) if beyond else None


@problem.part(Integer(at_least=1))
def length(given: Given) -> int:
    """How many numbers does the output have?

    The first place of the filter counts, and then every step that still fits:

    {places}
    """
    return length_of_output(given)


@length.step
def places(given: Given) -> str:
    """Return the places of the filter, written out."""
    return f"{len(given.x)} − {len(given.w)} + 1 = {length_of_output(given)}"


@length.slip
def length_padded(given: Given) -> int | None:
    return len(given.x) + len(given.w) - 1 if len(given.w) > 1 else None


@problem.part(Vector())
def grad_w(given: Given) -> Row:
    """Write the gradient of the loss with respect to the filter w.

    At every place of the filter each of its numbers meets one number of the signal. These, each times the gradient
    of the output there, are added up. For the first number of the filter (gradient times number of the signal):

    {first_of_filter}
    """
    return kernel_gradient(given.x, given.upstream, len(given.w))


@grad_w.step
def first_of_filter(given: Given) -> Message | str:
    """Return the gradient of the filter's first number, written out."""
    return sum_of_products(zip(given.upstream, given.x, strict=False))


@grad_w.convention("operation")
def grad_w_flipped(given: Given) -> Iterator[Row]:
    right = kernel_gradient(given.x, given.upstream, len(given.w))
    for wrong in (right[::-1], kernel_gradient(given.x, given.upstream[::-1], len(given.w))):
        if wrong != right:
            yield wrong


@grad_w.slip
def grad_w_index_shifted(given: Given) -> Iterator[Row]:
    for shift in ONE_PLACE:
        yield sliding_sums(given.upstream, given.x, len(given.w), shift)


@grad_w.slip
def grad_w_padded(given: Given) -> Row | None:
    beyond = len(given.upstream) - 1
    return sliding_sums(given.upstream, given.x, len(given.x) + beyond, -beyond) if beyond else None


@problem.part(Vector())
def grad_x(given: Given) -> Row:
    """Write the gradient of the loss with respect to the signal x.

    At every place the filter hands the gradient of the output back to the numbers beneath, times the number of the
    filter that lies there, and the shares are added up. {one_number}
    """
    return signal_gradient(given.w, given.upstream, len(given.x))


@grad_x.step
def one_number(given: Given) -> Message:
    """Return the gradient of the number that the filter meets most often, written out."""
    n = min(len(given.w), len(given.upstream)) - 1
    pairs = [
        (weight, given.upstream[n - j])
        for j, weight in enumerate(given.w)
        if 0 <= n - j < len(given.upstream)
    ]
    return Message(
        "For number {place} of the signal (number of the filter times gradient):\n\n{sum}",
        {"place": str(n + 1), "sum": sum_of_products(pairs)},
    )


@grad_x.convention("operation")
def grad_x_flipped(given: Given) -> Iterator[Row]:
    right = signal_gradient(given.w, given.upstream, len(given.x))
    for weights, gradient in ((given.w[::-1], given.upstream), (given.w, given.upstream[::-1])):
        wrong = signal_gradient(weights, gradient, len(given.x))
        if wrong != right:
            yield wrong


@grad_x.slip
def grad_x_index_shifted(given: Given) -> Iterator[Row]:
    for shift in ONE_PLACE:
        yield signal_gradient(given.w, given.upstream, len(given.x), shift)


problem.practice(x=[2, -1, 3, 1, 4], w=[1, -2, 3], upstream=[1, 2, -1])


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw a short signal, a filter of two or three numbers and a gradient that fits."""
    length, taps = random.choice(((5, 2), (5, 3), (6, 3)))
    numbers_but_zero = [number for number in range(-4, 6) if number]
    return {
        "x": [random.choice(numbers_but_zero) for _ in range(length)],
        "w": random.sample((-3, -2, -1, 1, 2, 3), taps),
        "upstream": random.sample((-3, -2, -1, 1, 2, 3, 4), length - taps + 1),
    }
