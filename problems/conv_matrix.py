"""A convolution as a matrix product.

Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016), sections 4.1 and 4.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import prod
from random import Random

from grader.author import (
    CannotAsk,
    Expr,
    Integer,
    Kind,
    MatrixAnswer,
    Message,
    Numeral,
    Problem,
    RawParams,
    SymbolicMatrix,
    given,
    has,
    refuse,
    shape,
    symbolic_matrix,
    symbols_in,
    word,
)
from problems.mathematics.convolution_matrix import (
    Entries,
    Entry,
    Sliding,
    convolution_matrix,
    rolled,
    shifted_rows,
    times,
    unrolled,
    whole_where_possible,
)
from problems.mathematics.counting import LARGEST_MAP
from problems.mathematics.written_out import bracketed, exact, factor, formula, product, sum_of_products

problem = Problem(__name__, topic="convolutions", options={"operation": ("correlation",)})

LARGEST_MATRIX = 2500  # cells; nobody writes down more


@given
class Given:
    """A convolution is written as a matrix product: the cells of the input, one after the other and row after row,
    make a column, and so do those of the output. The input has {input} cells (height × width), and the kernel, which
    slides over it without being turned, is

    {kernel}

    With padding "valid" nothing is added around the input, with "same_after" zeros below it and to its right,
    and with "full" zeros on every side: always one row or column fewer than the kernel has. Here it is {padding}.

    The input x is {x}.

    The matrix y, as large as the output, is {y}.
    """

    input: tuple[int, ...] = shape("height and width of the input", sides=2)
    kernel: SymbolicMatrix = symbolic_matrix("the kernel, in numbers or symbols")
    padding: str = word("where zeros are added", "valid", "same_after", "full")
    x: SymbolicMatrix = symbolic_matrix("the input")
    y: SymbolicMatrix = symbolic_matrix(
        "what is multiplied with the transposed matrix, as large as the output"
    )

    def check(self) -> None:
        """Refuse a kernel that does not fit, an input larger than any, and matrices of another size."""
        if prod(self.input) > LARGEST_MAP:
            raise refuse("input", f"holds {prod(self.input)} cells; expected at most {LARGEST_MAP}")
        sliding = sliding_of(self)
        if min(sliding.output_size) < 1:
            raise refuse("kernel", "larger than the padded input; give a smaller kernel or a larger input")
        for name, size in (("x", sliding.size), ("y", sliding.output_size)):
            if has(self, name) and (len(cells := getattr(self, name)), len(cells[0])) != size:
                raise refuse(name, f"has another size than expected: {size[0]}×{size[1]}")


@lru_cache(maxsize=16)
def sliding_of(given: Given) -> Sliding:
    """Return the kernel on its way over the input."""
    return Sliding((given.input[0], given.input[1]), whole_where_possible(given.kernel), given.padding)


@lru_cache(maxsize=16)
def matrix_of(given: Given) -> Entries:
    """Return the matrix of the convolution, or refuse to ask one that is too large."""
    rows, columns = matrix_size(sliding_of(given))
    if rows * columns > LARGEST_MATRIX:
        raise CannotAsk(f"the matrix has {rows}×{columns} cells; at most {LARGEST_MATRIX} can be asked")
    return convolution_matrix(sliding_of(given))


def matrix_size(sliding: Sliding) -> tuple[int, int]:
    """Return (rows, columns) of the matrix: the cells of the output, and those of the input."""
    (out_rows, out_columns), (in_rows, in_columns) = sliding.output_size, sliding.size
    return out_rows * out_columns, in_rows * in_columns


def flipped(given: Given) -> Entries | None:
    """Return the matrix of the kernel turned half round, None where that is the same kernel."""
    matrix_of(given)  # of the same size: refused first where it is too large
    sliding = sliding_of(given)
    turned = tuple(row[::-1] for row in sliding.kernel[::-1])
    return convolution_matrix(sliding._replace(kernel=turned)) if turned != sliding.kernel else None


def wrapped(given: Given) -> Iterator[Entries]:
    """Yield the matrices whose rows are the first one moved on, where the right one is none of them."""
    return (each for each in dict.fromkeys(shifted_rows(matrix_of(given))) if each != matrix_of(given))


def columns_of(matrix: Entries) -> Entries:
    """Return the matrix transposed."""
    return tuple(zip(*matrix, strict=True))


def applied(given: Given, matrix: Entries) -> Entries:
    """Return what a matrix makes of x, in the rows of the output."""
    return rolled(times(matrix, unrolled(given.x)), sliding_of(given).output_size[1])


def handed_back(given: Given, matrix: Entries) -> Entries:
    """Return what the transposed matrix makes of y, in the rows of the input."""
    return rolled(times(columns_of(matrix), unrolled(given.y)), given.input[1])


def is_square(given: Given) -> bool:
    """Return whether matrix and transposed matrix have one size, so that either can be taken for the other."""
    rows, columns = matrix_size(sliding_of(given))
    return rows == columns and matrix_of(given) != columns_of(matrix_of(given))


def written_product(row: Sequence[Entry], column: Sequence[Entry]) -> Message | str:
    """Return the sum of products that a row and a column make, written out."""
    terms = [(one, other) for one, other in zip(row, column, strict=True) if one != 0]
    numbers = [
        (one, other) for one, other in terms if not isinstance(one, Expr) and not isinstance(other, Expr)
    ]
    if len(numbers) == len(terms):
        return sum_of_products(numbers)
    return " + ".join(f"{term(one)}·{term(other)}" for one, other in terms)


def term(value: Entry) -> str:
    """Return a number or a formula as it stands in a product."""
    return factor(value) if isinstance(value, Expr) else bracketed(value)


def fullest(matrix: Entries) -> int:
    """Return which row, from 0, holds the most weights: the first such row."""
    return max(range(len(matrix)), key=lambda row: sum(cell != 0 for cell in matrix[row]))


def matrix_kind(given: Given) -> Kind:
    """Return what is asked: a matrix of numbers, or of the kernel's symbols."""
    return MatrixAnswer(symbols=symbols_in(given, "kernel"))


def output_kind(given: Given) -> Kind:
    """Return what is asked: a grid, which may also be written as a column or a list."""
    return MatrixAnswer(symbols=symbols_in(given, "kernel", "x"), flattened=True)


def transposed_kind(given: Given) -> Kind:
    """Return what is asked: a grid, which may also be written as a column or a list."""
    return MatrixAnswer(symbols=symbols_in(given, "kernel", "y"), flattened=True)


@problem.part(matrix_kind)
def matrix(given: Given) -> Entries:
    """Write the matrix with which the column of the input is multiplied.

    Each row of the matrix makes one cell of the output. It has a column for each cell of the input: the kernel's
    numbers stand where they lie on the input, and zeros everywhere else. The first row is

    {first_row}

    For the next cell in the same row of the output all numbers move one column on. For the first cell of the next
    row they begin anew, one row of the input, that is {width} columns, farther than for the row before. Numbers that
    lie on added zeros have no column.
    """
    return matrix_of(given)


@matrix.step
def first_row(given: Given) -> str:
    return ", ".join(formula(cell) if isinstance(cell, Expr) else exact(cell) for cell in matrix_of(given)[0])


@matrix.step
def width(given: Given) -> str:
    return Numeral(given.input[1])


@matrix.mistake
def transposed(given: Given) -> Entries | None:
    """Which cells does a row of the matrix belong to, and which a column: those of the input or of the output?"""
    right = matrix_of(given)
    return columns_of(right) if columns_of(right) != right else None


@matrix.mistake
def wrapped_row(given: Given) -> Iterator[Entries]:
    """Where does the kernel stand after its last place in a row, and by how many cells has it moved then?"""
    return wrapped(given)


@matrix.convention("operation")
def kernel_flipped(given: Given) -> Entries | None:
    """Is the kernel laid on as it is written, or turned half round first?"""
    return flipped(given)


@problem.part(Integer(at_least=1))
def rows(given: Given) -> int:
    """How many rows does the matrix have?

    One for each cell of the output. The kernel finds so many places from top to bottom, times so many from left to
    right:

    {places}
    """
    return matrix_size(sliding_of(given))[0]


@rows.step
def places(given: Given) -> str:
    return product(*sliding_of(given).output_size)


@rows.mistake
def rows_transposed(given: Given) -> int | None:
    rows, columns = matrix_size(sliding_of(given))
    return columns if rows != columns else None


@problem.part(Integer(at_least=1))
def columns(given: Given) -> int:
    """How many columns does the matrix have?

    One for each cell of the input:

    {cells}
    """
    return matrix_size(sliding_of(given))[1]


@columns.step
def cells(given: Given) -> str:
    return product(*given.input)


@columns.mistake
def columns_transposed(given: Given) -> int | None:
    rows, columns = matrix_size(sliding_of(given))
    return rows if rows != columns else None


@problem.part(output_kind)
def output(given: Given) -> Entries:
    """What is the output for the input x, as a grid or as a column?

    Each row of the matrix is multiplied with the column of x, number by number, and the products are added up.
    {one_row}
    """
    return applied(given, matrix_of(given))


@output.step
def one_row(given: Given) -> Message:
    """Return the product of one row of the matrix, written out."""
    row = fullest(matrix_of(given))
    return Message(
        "Row {row} makes (number of the matrix times cell of x):\n\n{sum}",
        {"row": Numeral(row + 1), "sum": written_product(matrix_of(given)[row], unrolled(given.x))},
    )


@output.mistake
def output_transposed(given: Given) -> Entries | None:
    return applied(given, columns_of(matrix_of(given))) if is_square(given) else None


@output.mistake
def output_wrapped_row(given: Given) -> Iterator[Entries]:
    return (applied(given, each) for each in wrapped(given))


@output.convention("operation")
def output_kernel_flipped(given: Given) -> Entries | None:
    found = flipped(given)
    return applied(given, found) if found else None


@problem.part(transposed_kind)
def transposed_output(given: Given) -> Entries:
    """What does the transposed matrix make of y, as a grid of the input's size or as a column?

    Each column of the matrix, which is a row of the transposed one, is multiplied with the column of y, number by
    number, and the products are added up. {one_column}
    """
    return handed_back(given, matrix_of(given))


@transposed_output.step
def one_column(given: Given) -> Message:
    """Return the product of one column of the matrix, written out."""
    turned_over = columns_of(matrix_of(given))
    column = fullest(turned_over)
    return Message(
        "Column {column} makes (number of the matrix times cell of y):\n\n{sum}",
        {"column": Numeral(column + 1), "sum": written_product(turned_over[column], unrolled(given.y))},
    )


@transposed_output.mistake
def transposed_output_transposed(given: Given) -> Entries | None:
    return handed_back(given, columns_of(matrix_of(given))) if is_square(given) else None


@transposed_output.mistake
def transposed_output_wrapped_row(given: Given) -> Iterator[Entries]:
    return (handed_back(given, each) for each in wrapped(given))


@transposed_output.convention("operation")
def transposed_output_kernel_flipped(given: Given) -> Entries | None:
    found = flipped(given)
    return handed_back(given, found) if found else None


problem.practice(input=[3, 3], kernel=[["w00", "w01"], ["w10", "w11"]])
problem.practice(input=[3, 3], kernel=[["w00", "w01"], ["w10", "w11"]], padding="same_after")
problem.practice(
    input=[3, 3],
    kernel=[[2, 1], [-1, 3]],
    x=[[1, 0, 2], [4, 1, 3], [2, 5, 1]],
    y=[[1, 2], [4, -3]],
)


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw a small input and a 2×2 kernel whose numbers all differ."""
    height, width = random.choice(((3, 3), (3, 4), (4, 3)))
    padding = random.choice(("valid", "valid", "same_after"))
    lost = 1 if padding == "valid" else 0
    return {
        "input": [height, width],
        "kernel": [random.sample((1, 2, 3), 2), random.sample((-1, -2, 4, 5), 2)],
        "padding": padding,
        "x": [[random.randint(0, 9) for _ in range(width)] for _ in range(height)],
        "y": [[random.randint(0, 9) for _ in range(width - lost)] for _ in range(height - lost)],
    }
