"""A convolution, global average pooling, and the gradients back."""

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
    Pair,
    Problem,
    RawParams,
    given,
    matrix,
    number,
    pair,
    refuse,
)
from problems.mathematics.correlation import (
    Grid,
    correlate,
    divided,
    image_gradient,
    kernel_gradient,
    padded,
    size,
    size_after,
    turned,
    window_shares,
)
from problems.mathematics.written_out import first_window, mean, sum_of, sum_of_products

problem = Problem(__name__, topic="gradients", options={"operation": ("correlation",)})

LARGEST_COST = 20_000  # multiplications, or cells, of one convolution; nobody does more by hand


@given
class Given:
    """The filter {filter} slides over the input {x} without being turned, with stride {stride} and padding
    {padding}. Global average pooling follows, and the gradient of the loss with respect to its output is
    {upstream}.
    """

    x: Matrix = matrix("the input")
    filter: Matrix = matrix("the filter")
    upstream: Fraction = number("gradient of the loss with respect to the pooled value")
    stride: Pair = pair("stride of the filter", default=1)
    padding: Pair = pair("zeros added at each end of an axis, at both ends alike", default=0, at_least=0)

    def check(self) -> None:
        """Refuse a filter that does not fit, and sizes that nobody works out by hand."""
        rows, columns = map_size(self)
        if min(rows, columns) < 1:
            height, width = size(self.filter)
            raise refuse("filter", f"is {height}×{width}, larger than the padded input")
        if rows * columns * len(self.filter) * len(self.filter[0]) > LARGEST_COST:
            raise refuse("x", f"needs over {LARGEST_COST} multiplications; use a smaller input or filter")
        height, width = (side + 2 * zeros for side, zeros in zip(size(self.x), self.padding, strict=True))
        if height * width > LARGEST_COST:
            raise refuse(
                "padding", f"makes an input of {height}×{width}; at most {LARGEST_COST} cells are allowed"
            )


@lru_cache(maxsize=16)  # one instance's mistakes all begin with its sizes and its padded input
def map_size(given: Given) -> Pair:
    """Return (rows, columns) of the feature map."""
    return size_after(size(given.x), size(given.filter), given.stride, given.padding)


@lru_cache(maxsize=16)
def padded_input(given: Given) -> Grid:
    """Return the input with its zeros."""
    vertical, horizontal = given.padding
    return padded(given.x, ((vertical, vertical), (horizontal, horizontal)))


def convolved(given: Given, kernel: Grid) -> Grid:
    """Return the input under ``kernel``."""
    return correlate(padded_input(given), kernel, given.stride)


def everywhere(given: Given, share: Fraction | int) -> Grid:
    """Return a gradient of the feature map that is the same in every cell."""
    rows, columns = map_size(given)
    return ((share,) * columns,) * rows


def sides_taken_for_count(size_of_map: Pair) -> Iterator[int]:
    """Yield the sides that may be mistaken for the number of cells; a map of one row has none."""
    return (side for side in dict.fromkeys(size_of_map) if 1 not in size_of_map)


def shares_by_side(given: Given) -> Iterator[Grid]:
    """Yield the gradient of the feature map divided by its number of rows or of columns."""
    for side in sides_taken_for_count(map_size(given)):
        yield everywhere(given, given.upstream / side)


@lru_cache(maxsize=16)
def shares_of_maximum(given: Given) -> tuple[Grid, ...]:
    """Return the gradient of the feature map if a maximum alone got it: the first, the last or all."""
    cells = convolved(given, given.filter)
    highest = max(map(max, cells))
    best = [(i, j) for i, row in enumerate(cells) for j, cell in enumerate(row) if cell == highest]
    return tuple(
        tuple(
            tuple(given.upstream if (i, j) in chosen else 0 for j, _ in enumerate(row))
            for i, row in enumerate(cells)
        )
        for chosen in dict.fromkeys(((best[0],), (best[-1],), tuple(best)))
        if len(chosen) < count(given)
    )


def count(given: Given) -> int:
    """Return the number of cells of the feature map."""
    rows, columns = map_size(given)
    return rows * columns


def fitting(given: Given, gradient: Grid) -> Grid:
    """Return a gradient of the feature map, or refuse to follow one of another size."""
    if size(gradient) != map_size(given):
        raise CannotAsk("the gradient of the feature map has another size than the feature map")
    return gradient


def filter_gradient(given: Given, gradient: Grid) -> Grid:
    """Return the gradient of the filter for a gradient of the feature map."""
    return kernel_gradient(padded_input(given), gradient, size(given.filter), given.stride)


def input_gradient(given: Given, gradient: Grid) -> Grid:
    """Return the gradient of the input for a gradient of the feature map."""
    return image_gradient(given.filter, gradient, size(given.x), given.stride, given.padding)


@problem.part(MatrixAnswer())
def feature_map(given: Given) -> Grid:
    """Write the feature map that the convolution gives.

    With padding {padding} around the input, the filter is laid on every place where it fits. Each of its numbers
    is multiplied by the cell beneath, and the products are added up. At the top left this gives (number of the
    filter times cell):

    {first_place}

    The stride ({stride}) leads from there to the other places.
    """
    return convolved(given, given.filter)


@feature_map.step
def first_place(given: Given) -> Message | str:
    """Return the first cell of the feature map, written out."""
    return first_window(given.filter, padded_input(given))


@feature_map.convention("operation")
def filter_flipped(given: Given) -> Grid | None:
    """Is the filter laid on as it is written, or turned half round first?"""
    kernel = turned(given.filter)
    return convolved(given, kernel) if kernel != given.filter else None


@problem.part(Number())
def gap(given: Given, feature_map: Grid) -> Fraction:
    """What is the value of the global average pooling?

    All cells of the feature map are added up:

    {sum_of_cells}

    The sum is divided by the number of cells, rows times columns:

    {average}
    """
    rows, columns = size(feature_map)
    return Fraction(sum(sum(row) for row in feature_map)) / (rows * columns)


@gap.step
def sum_of_cells(given: Given, feature_map: Grid) -> Message | str:
    """Return the cells added up, written out."""
    return sum_of(cell for row in feature_map for cell in row)


@gap.step
def average(given: Given, feature_map: Grid) -> str:
    """Return the sum divided by the number of cells, written out."""
    return mean(sum(sum(row) for row in feature_map), *size(feature_map))


@gap.mistake
def sum_instead_of_mean(given: Given, feature_map: Grid) -> Fraction:
    """An average: what happens after the cells are added up?"""
    return Fraction(sum(sum(row) for row in feature_map))


@gap.mistake
def divided_by_side(given: Given, feature_map: Grid) -> Iterator[Fraction]:
    """Over how many cells is the average taken? Count them all, not one row of them."""
    total = Fraction(sum(sum(row) for row in feature_map))
    for side in sides_taken_for_count(size(feature_map)):
        yield total / side


@gap.mistake
def max_instead_of_mean(given: Given, feature_map: Grid) -> Fraction:
    """Which pooling is asked here: the one that keeps the largest cell, or the one that counts every cell?"""
    return Fraction(max(max(row) for row in feature_map))


@problem.part(MatrixAnswer())
def grad_feature_map(given: Given) -> Grid:
    """Write the gradient of the loss with respect to the feature map.

    Every cell has the same share in the average, so each gets the gradient {upstream} divided by the number of
    cells, rows times columns:

    {share_of_a_cell}
    """
    return everywhere(given, given.upstream / count(given))


@grad_feature_map.step
def share_of_a_cell(given: Given) -> str:
    """Return the gradient of one cell, written out."""
    return mean(given.upstream, *map_size(given))


@grad_feature_map.mistake
def not_divided_by_count(given: Given) -> Grid | None:
    """By how much does the average move when one cell alone moves by one?"""
    return everywhere(given, given.upstream) if count(given) > 1 else None


@grad_feature_map.mistake
def grad_feature_map_divided_by_side(given: Given) -> Iterator[Grid]:
    yield from shares_by_side(given)


@grad_feature_map.mistake
def upstream_ignored(given: Given) -> Grid:
    """The chain rule has one more factor: what reaches the pooled value from the loss?"""
    return everywhere(given, Fraction(1, count(given)))


@grad_feature_map.mistake
def gradient_to_maximum_only(given: Given) -> Iterator[Grid]:
    """Max pooling sends its gradient to one cell. Which cells does an average depend on?"""
    yield from shares_of_maximum(given)


@problem.part(MatrixAnswer())
def grad_filter(given: Given, grad_feature_map: Grid) -> Grid:
    """Write the gradient of the loss with respect to the filter.

    In every window each number of the filter meets one cell of the padded input. These cells, each times the
    gradient of its window, are added up. For the number at the top left of the filter (cell times gradient):

    {top_left}
    """
    return filter_gradient(given, fitting(given, grad_feature_map))


@grad_filter.step
def top_left(given: Given, grad_feature_map: Grid) -> Message | str:
    """Return the gradient of the filter's first number, written out."""
    cells, (down, right) = padded_input(given), given.stride
    return sum_of_products(
        (cells[i * down][j * right], share)
        for i, row in enumerate(grad_feature_map)
        for j, share in enumerate(row)
    )


@grad_filter.mistake
def grad_filter_not_divided_by_count(given: Given, grad_feature_map: Grid) -> Grid | None:
    return filter_gradient(given, everywhere(given, given.upstream)) if count(given) > 1 else None


@grad_filter.mistake
def grad_filter_divided_by_side(given: Given, grad_feature_map: Grid) -> Iterator[Grid]:
    for share in shares_by_side(given):
        yield filter_gradient(given, share)


@grad_filter.mistake
def grad_filter_upstream_ignored(given: Given, grad_feature_map: Grid) -> Grid:
    return filter_gradient(given, everywhere(given, Fraction(1, count(given))))


@grad_filter.mistake
def grad_filter_gradient_to_maximum_only(given: Given, grad_feature_map: Grid) -> Iterator[Grid]:
    for share in shares_of_maximum(given):
        yield filter_gradient(given, share)


@grad_filter.convention("operation")
def grad_filter_filter_flipped(given: Given, grad_feature_map: Grid) -> Grid | None:
    right = filter_gradient(given, everywhere(given, given.upstream / count(given)))
    return turned(right) if turned(right) != right else None


@problem.part(MatrixAnswer())
def grad_input(given: Given, grad_feature_map: Grid) -> Grid:
    """Write the gradient of the loss with respect to the input.

    Every window hands its gradient back to the cells beneath it, times the number of the filter that lies there.
    Where windows overlap, the shares are added up. {one_cell}
    """
    return input_gradient(given, fitting(given, grad_feature_map))


@grad_input.step
def one_cell(given: Given, grad_feature_map: Grid) -> Message:
    """Return the gradient of the cell that lies in the most windows, written out."""
    (height, width), (down, right), (above, left) = size(given.x), given.stride, given.padding
    shares: dict[Pair, list[tuple[Fraction | int, Fraction | int]]] = {}
    for i, row in enumerate(grad_feature_map):
        for j, share in enumerate(row):
            for u, weights in enumerate(given.filter):
                for v, weight in enumerate(weights):
                    shares.setdefault((i * down + u - above, j * right + v - left), []).append(
                        (weight, share)
                    )
    inside = [(i, j) for i, j in shares if 0 <= i < height and 0 <= j < width]
    if not inside:
        return Message("Here the windows cover nothing but padding, so no gradient arrives.")
    cell = max(inside, key=lambda place: len(shares[place]))
    return Message(
        "For the cell in row {row} and column {column} (number of the filter times gradient):\n\n{sum}",
        {"row": str(cell[0] + 1), "column": str(cell[1] + 1), "sum": sum_of_products(shares[cell])},
    )


@grad_input.mistake
def overlaps_not_added(given: Given, grad_feature_map: Grid) -> Iterator[Grid]:
    """Some pixels lie in several windows. What does a pixel do with what each of them hands back?"""
    gradient = fitting(given, grad_feature_map)
    shares, unit = window_shares(given.filter, gradient, given.stride, given.padding)
    rows, columns = size(given.x)
    for order in (shares, shares[::-1]):
        only_one = {(i, j): share for i, j, share in order}
        yield divided([[only_one.get((i, j), 0) for j in range(columns)] for i in range(rows)], unit)


@grad_input.mistake
def grad_input_not_divided_by_count(given: Given, grad_feature_map: Grid) -> Grid | None:
    return input_gradient(given, everywhere(given, given.upstream)) if count(given) > 1 else None


@grad_input.mistake
def grad_input_divided_by_side(given: Given, grad_feature_map: Grid) -> Iterator[Grid]:
    for share in shares_by_side(given):
        yield input_gradient(given, share)


@grad_input.mistake
def grad_input_upstream_ignored(given: Given, grad_feature_map: Grid) -> Grid:
    return input_gradient(given, everywhere(given, Fraction(1, count(given))))


@grad_input.mistake
def grad_input_gradient_to_maximum_only(given: Given, grad_feature_map: Grid) -> Iterator[Grid]:
    for share in shares_of_maximum(given):
        yield input_gradient(given, share)


@grad_input.convention("operation")
def grad_input_filter_flipped(given: Given, grad_feature_map: Grid) -> Grid | None:
    kernel, size_of_x = turned(given.filter), size(given.x)
    gradient = fitting(given, grad_feature_map)
    if kernel == given.filter:
        return None
    return image_gradient(kernel, gradient, size_of_x, given.stride, given.padding)


problem.practice(x=[[2, 3, 4], [3, 1, 5], [4, -1, -2]], filter=[[0, 3], [1, -2]], upstream=2)


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw a small input, a 2×2 filter and a gradient that divides well."""
    rows, columns = random.choice(((3, 3), (3, 3), (3, 4), (4, 3)))
    return {
        "x": [[random.randint(-4, 5) for _ in range(columns)] for _ in range(rows)],
        "filter": [[random.choice((-3, -2, -1, 1, 2, 3)) for _ in range(2)] for _ in range(2)],
        "upstream": random.choice((2, 3, 4, 6)),
    }
