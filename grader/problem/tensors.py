"""A parameter that holds a map with or without channels: a matrix whose cells are numbers, or lists of them."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias, cast

from grader.problem.decoding import (
    LARGEST_MATRIX_CELLS,
    Path,
    decode_matrix,
    decode_number,
    decode_rows,
    refusal,
)
from grader.problem.parameters import Parameter, show_number
from grader.records import JsonValue
from grader.translation import Message

Tensor: TypeAlias = tuple[tuple[int | Fraction | tuple[Fraction, ...], ...], ...]


def tensor(about: str) -> Tensor:
    """Declare a matrix of numbers, or of lists of numbers: one cell holds its channels, all equally many."""
    return cast(Tensor, Parameter(
        about=about,
        expects=Message("a list of rows of numbers, or of rows of lists: the channels of a cell"),
        decode=decode_tensor,
        show=lambda value: tuple(tuple(map(show_channels, row)) for row in cast(Tensor, value)),
    ))  # fmt: skip


def decode_tensor(raw: JsonValue, path: Path) -> Tensor:
    """Return a matrix of numbers, or of lists of numbers of one length, as a tuple of rows."""
    cells = [cell for row in raw if isinstance(row, list) for cell in row] if isinstance(raw, list) else []
    if not any(isinstance(cell, list) for cell in cells):
        return decode_matrix(raw, path)
    lengths = {len(cell) if isinstance(cell, list) else 0 for cell in cells}
    if len(lengths) != 1 or 0 in lengths:
        raise refusal(raw, path, "as many channels in every cell, such as [[[1, 2], [3, 4]]]")
    if len(cells) * min(lengths) > LARGEST_MATRIX_CELLS:
        raise refusal(f"{len(cells)}×{min(lengths)} numbers", path, f"at most {LARGEST_MATRIX_CELLS}")
    return decode_rows(raw, path, decode_channels)


def decode_channels(raw: JsonValue, path: Path) -> tuple[Fraction, ...]:
    """Return the channels of one cell."""
    listed = raw if isinstance(raw, list) else [raw]
    return tuple(decode_number(each, (*path, index)) for index, each in enumerate(listed))


def show_channels(cell: int | Fraction | tuple[Fraction, ...]) -> str:
    """Return one cell of a map: a number, or its channels in brackets."""
    return f"[{', '.join(map(show_number, cell))}]" if isinstance(cell, tuple) else show_number(cell)
