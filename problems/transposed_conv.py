"""Size and values of a transposed convolution.

Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016), chapter 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from grader.author import (
    Matrix,
    MatrixAnswer,
    Message,
    Numeral,
    Pair,
    Problem,
    RawParams,
    Shape,
    changed,
    given,
    matrix,
    pair,
    refuse,
)
from problems.mathematics.correlation import (
    Grid,
    Number,
    correlate,
    divided,
    image_gradient,
    padded,
    size_after,
    transposed,
    turned,
    window_shares,
)
from problems.mathematics.correlation import size as size_of
from problems.mathematics.sizes import transposed_side
from problems.mathematics.written_out import sum_of_products

problem = Problem(
    __name__, topic="convolutions", options={"operation": ("correlation",), "sides": ("height_first",)}
)

LARGEST_COST = 20_000  # multiplications of one convolution; nobody does more by hand
LARGEST_OUTPUT = 2500  # cells, as many as the map may have
LARGEST_UNCUT = 4 * LARGEST_OUTPUT  # cells of the output where padding is added instead of cut off


@given
class Given:
    """The map {x} goes through a transposed convolution with the filter {filter}, stride {stride}, padding
    {padding} and output padding {output_padding}.
    """

    x: Matrix = matrix("the map")
    filter: Matrix = matrix("the filter")
    stride: Pair = pair("stride: how far apart the copies of the filter are laid", default=1)
    padding: Pair = pair("rows and columns cut off at each end of an axis", default=0, at_least=0)
    output_padding: Pair = pair("rows and columns added at the far end", default=0, at_least=0)

    def check(self) -> None:
        """Refuse an output that has no cells or too many, and an output padding that no stride leaves open."""
        if any(extra >= stride for extra, stride in zip(self.output_padding, self.stride, strict=True)):
            raise refuse("output_padding", "expected less than the stride")
        rows, columns = output_size(self)
        if min(rows, columns) < 1:
            raise refuse("padding", "cuts off the whole output; expected less")
        if rows * columns > LARGEST_OUTPUT:
            raise refuse(
                "stride", f"makes an output of {rows}×{columns}; at most {LARGEST_OUTPUT} cells are allowed"
            )
        rows, columns = output_size(not_cut(self))
        if rows * columns > LARGEST_UNCUT:
            raise refuse(
                "padding", f"is too large for such an output; added to it, it makes {rows}×{columns} cells"
            )
        if len(self.x) * len(self.x[0]) * len(self.filter) * len(self.filter[0]) > LARGEST_COST:
            raise refuse("x", f"needs over {LARGEST_COST} multiplications; use a smaller map or filter")


def output_size(given: Given) -> Pair:
    """Return (rows, columns) of the output (relationship 14)."""
    axes = zip(
        size_of(given.x),
        size_of(given.filter),
        given.stride,
        given.padding,
        given.output_padding,
        strict=True,
    )
    rows, columns = (transposed_side(*axis) for axis in axes)
    return rows, columns


def spread(given: Given) -> Grid:
    """Return the output: each cell of the map lays a copy of the filter, times itself, on the output.

    That is what the convolution of the same filter hands back to its input.
    """
    return image_gradient(given.filter, given.x, output_size(given), given.stride, given.padding)


def not_cut(given: Given) -> Given:
    """Return the parameters with the padding added around the output where it is cut off."""
    vertical, horizontal = given.padding
    return changed(given, padding=(-vertical, -horizontal))


def with_unit_stride(given: Given) -> Iterator[Given]:
    """Yield the parameters with the copies of the filter laid side by side, where the output has cells then."""
    moved = changed(given, stride=(1, 1))
    if given.stride != (1, 1) and min(output_size(moved)) >= 1:
        yield moved


def ordinary_size(given: Given) -> Pair | None:
    """Return what an ordinary convolution would leave, None if the filter is too large for one."""
    left = size_after(size_of(given.x), size_of(given.filter), given.stride, given.padding)
    return left if min(left) >= 1 and left != output_size(given) else None


@problem.part(Shape(sides=2))
def size(given: Given) -> Pair:
    """What is the size of the output, height × width?

    Each cell of the map lays a copy of the filter, one stride after the copy of the cell before. From the first copy
    to the last there is one stride fewer than there are cells, and the last copy reaches as far as the filter does.
    Padding cuts off at both ends, and output padding adds at one. First from top to bottom, then from left to right:

    {sides_written_out}
    """
    return output_size(given)


@size.step
def sides_written_out(given: Given) -> str:
    axes = zip(
        given.stride,
        size_of(given.x),
        size_of(given.filter),
        given.padding,
        given.output_padding,
        output_size(given),
        strict=True,
    )
    return "\n\n".join(
        f"{stride}·({cells} − 1) + {taps} − 2·{padding} + {extra} = {side}"
        for stride, cells, taps, padding, extra, side in axes
    )


@size.mistake
def ordinary_conv_size(given: Given) -> Pair | None:
    """Does a transposed convolution make a map smaller, or does it undo a convolution that did?"""
    return ordinary_size(given)


@size.slip
def padding_added(given: Given) -> Pair | None:
    """An ordinary convolution adds its padding to the input. What does one that undoes it do with it?"""
    return output_size(not_cut(given)) if any(given.padding) else None


@size.mistake
def stride_ignored(given: Given) -> Iterator[Pair]:
    """How far apart do two neighbouring cells of the map lay their copies of the filter?"""
    for moved in with_unit_stride(given):
        yield output_size(moved)
        if any(given.output_padding):
            yield output_size(changed(moved, output_padding=(0, 0)))


@size.convention("sides")
def axes_swapped(given: Given) -> Pair | None:
    """Which of the two numbers counts the rows of the output, and which the columns?"""
    rows, columns = output_size(given)
    return (columns, rows) if rows != columns else None


@problem.part(MatrixAnswer())
def output(given: Given) -> Grid:
    """Write the output as a matrix.

    Each cell of the map multiplies the whole filter and lays it on the output, one stride ({stride}) farther than the
    cell before. Where copies overlap, their numbers are added up. Finally the padding ({padding}) is cut off at
    every end. {one_cell}
    """
    return spread(given)


def meetings(given: Given) -> dict[Pair, list[tuple[Number, Number]]]:
    """Return what is added up in each cell of the output: a cell of the map and a number of the filter."""
    rows, columns = output_size(given)
    met: dict[Pair, list[tuple[Number, Number]]] = {}
    for i, cells in enumerate(given.x):
        for j, cell in enumerate(cells):
            for u, weights in enumerate(given.filter):
                for v, weight in enumerate(weights):
                    row = i * given.stride[0] + u - given.padding[0]
                    column = j * given.stride[1] + v - given.padding[1]
                    if 0 <= row < rows and 0 <= column < columns:
                        met.setdefault((row, column), []).append((cell, weight))
    return met


@output.step
def one_cell(given: Given) -> Message:
    """Return the cell on which most copies of the filter lie, written out."""
    met = meetings(given)
    if not met:
        return Message("Here no copy of the filter lies on what is left, so there are only zeros.")
    row, column = max(met, key=lambda place: len(met[place]))
    return Message(
        "For the cell in row {row} and column {column} (cell of the map times number of the filter):\n\n{sum}",
        {"row": Numeral(row + 1), "column": Numeral(column + 1), "sum": sum_of_products(met[row, column])},
    )


@output.mistake
def output_ordinary_conv_size(given: Given) -> Grid | None:
    if ordinary_size(given) is None:
        return None
    vertical, horizontal = given.padding
    around = ((vertical, vertical), (horizontal, horizontal))
    return correlate(padded(given.x, around), given.filter, given.stride)


@output.mistake
def overlaps_not_added(given: Given) -> Iterator[Grid]:
    """On some cells of the output several copies of the filter lie. What becomes of what each of them brings?"""
    shares, unit = window_shares(given.filter, given.x, given.stride, given.padding)
    rows, columns = output_size(given)
    for order in (shares, shares[::-1]):
        only_one = {(i, j): share for i, j, share in order}
        found = divided([[only_one.get((i, j), 0) for j in range(columns)] for i in range(rows)], unit)
        if found != spread(given):
            yield found


@output.slip
def output_padding_added(given: Given) -> Grid | None:
    return spread(not_cut(given)) if any(given.padding) else None


@output.mistake
def output_stride_ignored(given: Given) -> Iterator[Grid]:
    for moved in with_unit_stride(given):
        yield spread(moved)
        if any(given.output_padding):
            yield spread(changed(moved, output_padding=(0, 0)))


@output.slip
def output_axes_swapped(given: Given) -> Grid | None:
    right = spread(given)
    return transposed(right) if transposed(right) != right else None


@output.convention("operation")
def filter_flipped(given: Given) -> Grid | None:
    """Does a copy of the filter lie on the output as the filter is written, or turned half round?"""
    found = spread(changed(given, filter=turned(given.filter)))
    return found if found != spread(given) else None


problem.practice(x=[[1, 2, 0], [3, -1, 4]], filter=[[1, 0, 2], [-1, 3, 1], [2, 1, 0]], stride=2, padding=1)


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw a small map whose copies of a filter overlap."""
    rows, columns = random.choice(((2, 3), (3, 2)))
    return {
        "x": [[random.choice((-2, -1, 1, 2, 3, 4)) for _ in range(columns)] for _ in range(rows)],
        "filter": [[random.choice((-2, -1, 1, 2, 3)) for _ in range(3)] for _ in range(3)],
        "stride": 2,
        "padding": random.choice((0, 0, 1)),
        "output_padding": random.choice((0, 0, 1)),
    }
