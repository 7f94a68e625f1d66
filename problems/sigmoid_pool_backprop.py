"""Convolution, average pooling, a dense unit and a sigmoid, and the gradients back.

Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), sections 6.5 and 9.3 and equation 9.11.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from random import Random

from grader.author import (
    CannotAsk,
    Matrix,
    MatrixAnswer,
    Message,
    Number,
    Problem,
    RawParams,
    Tensor,
    given,
    has,
    matrix,
    number,
    refuse,
    tensor,
    whole,
)
from problems.mathematics.activations import sigmoid, sigmoid_slope
from problems.mathematics.average_pooling import average_pooled, pooled_size, spread_out
from problems.mathematics.channels import Map, channels_of, correlated, depth_of, kernel_gradients, scaled
from problems.mathematics.correlation import Grid, Pair, size, size_after
from problems.mathematics.decimals import amounts_to, decimals, operand
from problems.mathematics.dense_unit import cell_pairs, mistaken_weights, sum_over_cells, times
from problems.mathematics.written_out import mean, sum_of_products

problem = Problem(__name__, topic="gradients")

LARGEST_COST = 20_000  # multiplications of the convolution; nobody does more by hand


@given
class Given:
    """The filter {filter} slides over the input {x} without being turned, without padding and with stride 1. Average
    pooling with windows of {pool}×{pool} follows, which do not overlap.

    The pooled map is multiplied cell by cell by the weights {weights} and added up; with the bias {bias} this is z,
    and the output is ŷ = σ(z), the sigmoid of z.

    The gradient of the loss with respect to ŷ is {upstream}.
    """

    x: Tensor = tensor("the input: rows of numbers, or rows of cells with their channels")
    filter: Tensor = tensor("the filter, with as many channels as the input")
    pool: int = whole("side of the pooling window, and its stride", default=2)
    weights: Matrix = matrix("weights of the dense unit, one for each cell of the pooled map")
    bias: Fraction = number("bias of the dense unit", default=0)
    upstream: Fraction = number("gradient of the loss with respect to the output ŷ")

    def check(self) -> None:
        """Refuse a filter, a pool or weights that do not fit, and sizes that nobody works out by hand."""
        if depth_of(self.filter) != depth_of(self.x):
            raise refuse(
                "filter", f"needs {depth_of(self.x)} channels in every cell, as x has (0: plain numbers)"
            )
        (height, width), (rows, columns) = size(self.filter), map_size(self)
        if min(rows, columns) < 1:
            raise refuse("filter", f"is {height}×{width}, larger than the input")
        if rows * columns * height * width * max(1, depth_of(self.x)) > LARGEST_COST:
            raise refuse("x", f"needs over {LARGEST_COST} multiplications; use a smaller input or filter")
        if self.pool > min(rows, columns):
            raise refuse("pool", f"is {self.pool}; the map after the convolution is only {rows}×{columns}")
        expected = pooled_size((rows, columns), self.pool)
        if has(self, "weights") and size(self.weights) != expected:
            raise refuse(
                "weights", f"has another size than the pooled map; expected {expected[0]}×{expected[1]}"
            )


def map_size(given: Given) -> Pair:
    """Return (rows, columns) of the map after the convolution."""
    return size_after(size(given.x), size(given.filter))


def like(cells: Grid, expected: Pair) -> Grid:
    """Return an earlier answer, or refuse to follow one of another size."""
    if size(cells) != expected:
        raise CannotAsk("an earlier answer has another size than is needed here")
    return cells


def spread(given: Given, grad_pooled: Grid, share: Fraction | int) -> Grid:
    """Return the gradient of the map where each cell gets a share of the gradient of its window."""
    expected = pooled_size(map_size(given), given.pool)
    return spread_out(like(grad_pooled, expected), map_size(given), given.pool, share)


def map_gradient(given: Given, grad_pooled: Grid) -> Grid:
    """Return the gradient of the map after the convolution for one of the pooled map."""
    return spread(given, grad_pooled, Fraction(1, given.pool**2))


def filter_gradient(given: Given, grad_conv: Grid) -> Map:
    """Return the gradient of the filter, with channels where it has some."""
    return kernel_gradients(given.x, like(grad_conv, map_size(given)), size(given.filter))


@lru_cache(maxsize=16)  # several mistakes of one instance begin with it
def right_grad_z(given: Given) -> Fraction:
    """Return the true gradient of z."""
    pooled = average_pooled(correlated(given.x, given.filter), given.pool)
    return given.upstream * sigmoid_slope(sigmoid(sum_over_cells(given.weights, pooled, given.bias)))


def without_slope(given: Given) -> Grid:
    """Return the gradient of the map where the slope of the sigmoid is left out."""
    return map_gradient(given, times(given.weights, given.upstream))


def by_wrong_weights(given: Given) -> Iterator[Grid]:
    """Yield the gradients of the map with wrong weights."""
    for weights in mistaken_weights(given.weights):
        yield map_gradient(given, times(weights, right_grad_z(given)))


def summing_shares(given: Given) -> Iterator[int]:
    """Yield what a window's gradient is multiplied by, where it should be divided: its cells, or the pooled cells."""
    rows, columns = pooled_size(map_size(given), given.pool)
    yield from (count for count in dict.fromkeys((given.pool**2, rows * columns)) if count > 1)


def without_upstream(given: Given, gradient: Grid) -> Grid | None:
    """Return a gradient where the one of the loss is left out; None where that changes nothing."""
    return times(gradient, 1 / given.upstream) if given.upstream not in (0, 1) else None


@problem.part(MatrixAnswer())
def conv(given: Given) -> Grid:
    """Write the map that the convolution gives.

    The filter is laid on every place where it fits. Each of its numbers is multiplied by the one beneath, and the
    products of all channels are added up. At the top left (number of the filter times number of the input):

    {first_place}
    """
    return correlated(given.x, given.filter)


@conv.step
def first_place(given: Given) -> Message | str:
    """Return the first cell of the map, written out."""
    slices = zip(channels_of(given.filter), channels_of(given.x), strict=True)
    return sum_of_products(pair for taps, cells in slices for pair in cell_pairs(taps, cells))


@problem.part(MatrixAnswer())
def pooled(given: Given, conv: Grid) -> Grid:
    """Write the map after the average pooling.

    The cells of every window are added up, and the sum is divided by their number. At the top left:

    {first_window}
    """
    return average_pooled(conv, given.pool)


@pooled.step
def first_window(given: Given, conv: Grid) -> str:
    """Return the first cell of the pooled map, written out."""
    return mean(sum(sum(row[: given.pool]) for row in conv[: given.pool]), given.pool, given.pool)


@problem.part(Number())
def z(given: Given, pooled: Grid) -> Fraction:
    """What is z, the sum before the sigmoid?

    Every cell of the pooled map is multiplied by its weight, and the products and the bias are added up (weight times
    cell, the bias times one):

    {sum_with_bias}
    """
    return sum_over_cells(given.weights, like(pooled, size(given.weights)), given.bias)


@z.step
def sum_with_bias(given: Given, pooled: Grid) -> Message | str:
    """Return z, written out."""
    pairs = list(cell_pairs(given.weights, pooled))
    return sum_of_products([*pairs, (given.bias, 1)] if given.bias else pairs)


@z.slip
def wrong_weight(given: Given, pooled: Grid) -> Iterator[Fraction]:
    """Every cell of the pooled map has a weight of its own: compare their rows and columns."""
    for weights in mistaken_weights(given.weights):
        yield sum_over_cells(weights, like(pooled, size(weights)), given.bias)


@problem.part(Number(at_least=0, at_most=1))
def y(given: Given, z: Fraction) -> Fraction:
    """What is the output ŷ = σ(z)?

    {sigmoid_of_z}
    """
    return sigmoid(z)


@y.step
def sigmoid_of_z(given: Given, z: Fraction) -> str:
    """Return the sigmoid, written out."""
    return f"1/(1 + e^({operand(-z).strip('()')})) ≈ {decimals(sigmoid(z))}"


@problem.part(Number())
def grad_z(given: Given, y: Fraction) -> Fraction:
    """What is the gradient of the loss with respect to z?

    The slope of the sigmoid is ŷ·(1 − ŷ), and the gradient of the loss with respect to ŷ comes before it:

    {slope_times_upstream}
    """
    return given.upstream * sigmoid_slope(y)


@grad_z.step
def slope_times_upstream(given: Given, y: Fraction) -> str:
    """Return the gradient of z, written out."""
    made = given.upstream * sigmoid_slope(y)
    return amounts_to(made, f"{operand(given.upstream)}·{operand(y)}·(1 − {operand(y)})")


@grad_z.mistake
def sigmoid_derivative_forgotten(given: Given, y: Fraction) -> Fraction:
    """Between z and the output stands the sigmoid. By how much does the output move when z does?"""
    return given.upstream


@grad_z.mistake
def upstream_ignored(given: Given, y: Fraction) -> Fraction | None:
    """The chain rule has one more factor: what reaches the output from the loss?"""
    return sigmoid_slope(y) if given.upstream not in (0, 1) else None


@problem.part(MatrixAnswer())
def grad_pooled(given: Given, grad_z: Fraction) -> Grid:
    """Write the gradient of the loss with respect to the pooled map.

    Every cell of the pooled map goes into z with its weight, so its gradient is the one of z times that weight.
    """
    return times(given.weights, grad_z)


@grad_pooled.mistake
def grad_pooled_sigmoid_derivative_forgotten(given: Given, grad_z: Fraction) -> Grid:
    return times(given.weights, given.upstream)


@grad_pooled.slip
def grad_pooled_wrong_weight(given: Given, grad_z: Fraction) -> Iterator[Grid]:
    for weights in mistaken_weights(given.weights):
        yield times(weights, grad_z)


@grad_pooled.mistake
def grad_pooled_upstream_ignored(given: Given, grad_z: Fraction) -> Grid | None:
    return without_upstream(given, times(given.weights, grad_z))


@problem.part(MatrixAnswer())
def grad_conv(given: Given, grad_pooled: Grid) -> Grid:
    """Write the gradient of the loss with respect to the map after the convolution.

    Every cell has the same share in the average of its window, so the window's gradient is divided by the number of
    its cells. Rows and columns that are left over by the pooling get 0. At the top left:

    {first_share}
    """
    return map_gradient(given, grad_pooled)


@grad_conv.step
def first_share(given: Given, grad_pooled: Grid) -> str:
    """Return the gradient of the first cell, written out."""
    share, side = grad_pooled[0][0], given.pool
    return amounts_to(Fraction(share) / side**2, f"{operand(share)}/({side}·{side})")


@grad_conv.mistake
def pool_factor_forgotten(given: Given, grad_pooled: Grid) -> Grid | None:
    """By how much does the average of a window move when one of its cells alone moves by one?"""
    return spread(given, grad_pooled, 1) if given.pool > 1 else None


@grad_conv.mistake
def pool_factor_summed(given: Given, grad_pooled: Grid) -> Iterator[Grid]:
    """Is one cell of a window worth more than the whole window, or less? Compare an average with a sum."""
    for share in summing_shares(given):
        yield spread(given, grad_pooled, share)


@grad_conv.mistake
def grad_conv_sigmoid_derivative_forgotten(given: Given, grad_pooled: Grid) -> Grid:
    return without_slope(given)


@grad_conv.slip
def grad_conv_wrong_weight(given: Given, grad_pooled: Grid) -> Iterator[Grid]:
    yield from by_wrong_weights(given)


@grad_conv.mistake
def grad_conv_upstream_ignored(given: Given, grad_pooled: Grid) -> Grid | None:
    return without_upstream(given, map_gradient(given, grad_pooled))


@problem.part(MatrixAnswer())
def grad_filter(given: Given, grad_conv: Grid) -> Map:
    """Write the gradient of the loss with respect to the filter.

    At every place each number of the filter meets one number of the input. These, each times the gradient of the map
    at that place, are added up. With several channels this is done in each of them.
    """
    return filter_gradient(given, grad_conv)


@grad_filter.mistake
def grad_filter_pool_factor_forgotten(given: Given, grad_conv: Grid) -> Map | None:
    return scaled(filter_gradient(given, grad_conv), given.pool**2) if given.pool > 1 else None


@grad_filter.mistake
def grad_filter_pool_factor_summed(given: Given, grad_conv: Grid) -> Iterator[Map]:
    for share in summing_shares(given):
        yield scaled(filter_gradient(given, grad_conv), share * given.pool**2)


@grad_filter.mistake
def grad_filter_sigmoid_derivative_forgotten(given: Given, grad_conv: Grid) -> Map:
    return filter_gradient(given, without_slope(given))


@grad_filter.slip
def grad_filter_wrong_weight(given: Given, grad_conv: Grid) -> Iterator[Map]:
    for gradient in by_wrong_weights(given):
        yield filter_gradient(given, gradient)


@grad_filter.mistake
def grad_filter_upstream_ignored(given: Given, grad_conv: Grid) -> Map | None:
    if given.upstream in (0, 1):
        return None
    return scaled(filter_gradient(given, grad_conv), 1 / given.upstream)


@problem.part(MatrixAnswer())
def grad_weights(given: Given, pooled: Grid, grad_z: Fraction) -> Grid:
    """Write the gradient of the loss with respect to the weights of the dense unit.

    Every weight meets one cell of the pooled map, so its gradient is the one of z times that cell.
    """
    return times(like(pooled, size(given.weights)), grad_z)


@grad_weights.mistake
def grad_weights_sigmoid_derivative_forgotten(given: Given, pooled: Grid, grad_z: Fraction) -> Grid:
    return times(pooled, given.upstream)


@grad_weights.mistake
def grad_weights_upstream_ignored(given: Given, pooled: Grid, grad_z: Fraction) -> Grid | None:
    return without_upstream(given, times(pooled, grad_z))


problem.practice(
    x=[[1, 0, 2, 1, 0], [0, 3, -1, 2, 3], [2, 1, 0, 1, -1], [1, 0, 1, 0, 2], [0, 2, 1, -1, 1]],
    filter=[[1, 0], [-1, 1]],
    weights=[[1, -1], ["1/2", 2]],
    bias="-1/2",
    upstream=2,
)
problem.practice(
    x=[[[1, 2], [0, 1], [2, 1]], [[3, 0], [1, 1], [0, 2]]],
    filter=[[[1, -1], [0, 1]]],
    weights=[["1/2"]],
    upstream=-3,
)


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw a small input for which z stays small, so that the sigmoid has a slope."""
    return {
        "x": [[random.randint(-1, 3) for _ in range(5)] for _ in range(5)],
        "filter": [[random.choice((-1, 0, 1, 1)) for _ in range(2)] for _ in range(2)],
        "weights": [[1, -1], [random.choice(("1/2", "-1/2", "3/2")), random.choice((2, -2))]],
        "bias": random.choice((-1, 0, "1/2")),
        "upstream": random.choice((2, 3, -2)),
    }
