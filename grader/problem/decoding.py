"""Decodes raw parameters, from TOML, JSON or Python, to the types that the mathematics wants, or refuses them.

A refusal is `BadParams`, which names the place, what was found and what is expected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias, TypeVar, cast

from grader.answers import JsonFloat
from grader.errors import BadParams, near_miss
from grader.records import JsonValue

Path: TypeAlias = tuple[str | int, ...]
Pair: TypeAlias = tuple[int, int]
Matrix: TypeAlias = tuple[tuple[int | Fraction, ...], ...]
Answer: TypeAlias = Fraction | str | tuple["Answer", ...]
Cell = TypeVar("Cell")

LARGEST_WHOLE = 10**6  # a side, a kernel or a channel count above a million is a typing error
LARGEST_MATRIX_CELLS = 2500  # 50 by 50: nobody works out more by hand
EXACT_NUMBER = re.compile(r"[+-]?\d{1,40}(?:\.\d{1,40}|/\d{1,40})?(?:[eE][+-]?\d{1,2})?")


def decode_answer(raw: JsonValue, path: Path, levels: int = 2) -> Answer:
    """Return numbers exact, texts as they are and lists as tuples."""
    if isinstance(raw, str):
        return decode_text(raw, path)
    if not isinstance(raw, list):
        return decode_number(raw, path)
    if not raw or levels == 0 or len(raw) > LARGEST_MATRIX_CELLS:
        raise refusal(raw, path, f"a list, or a list of rows, of at most {LARGEST_MATRIX_CELLS} cells")
    return tuple(decode_answer(each, (*path, index), levels - 1) for index, each in enumerate(raw))


def decode_text(raw: JsonValue, path: Path) -> str:
    """Return ``raw`` as a text that says something."""
    if not isinstance(raw, str) or not raw.strip():
        raise refusal(raw, path, "a text")
    return raw.strip()


def decode_texts(raw: JsonValue, path: Path) -> tuple[str, ...]:
    """Return ``raw`` as a list of texts."""
    if not isinstance(raw, list):
        raise refusal(raw, path, "a list of texts")
    return tuple(decode_text(each, (*path, index)) for index, each in enumerate(raw))


def decode_whole(raw: JsonValue, path: Path, at_least: int, at_most: int = LARGEST_WHOLE) -> int:
    """Return ``raw`` as a whole number within bounds, both ends included."""
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise refusal(raw, path, "a whole number")
    if raw < at_least:
        raise refusal(raw, path, f"at least {at_least}")
    if raw > at_most:
        raise refusal(raw, path, f"at most {at_most}")
    return raw


def decode_number(raw: JsonValue, path: Path) -> Fraction:
    """Return ``raw`` as an exact number; a decimal is the number that its digits say."""
    if type(raw) is int:
        return exact_whole(raw)
    literal = raw.literal if isinstance(raw, JsonFloat) else repr(raw) if isinstance(raw, float) else raw
    if isinstance(literal, str) and EXACT_NUMBER.fullmatch(literal.strip()):
        try:
            return Fraction(literal.strip())
        except (ValueError, ZeroDivisionError):
            pass
    raise refusal(raw, path, 'a number, or text such as "1/9"')


@lru_cache(maxsize=1024)  # matrices hold the same few small numbers
def exact_whole(value: int) -> Fraction:
    """Return a whole number as an exact one."""
    return Fraction(value)


def decode_pair(raw: JsonValue, path: Path, at_least: int) -> Pair:
    """Return one whole number for both axes, or the two of [vertical, horizontal]."""
    if isinstance(raw, list):
        if len(raw) != 2:
            raise refusal(raw, path, "a whole number or a pair [vertical, horizontal]")
        return (
            decode_whole(raw[0], (*path, 0), at_least),
            decode_whole(raw[1], (*path, 1), at_least),
        )
    side = decode_whole(raw, path, at_least)
    return side, side


def decode_word(raw: JsonValue, path: Path, words: Sequence[str]) -> str:
    """Return ``raw`` if it is one of ``words``."""
    if not isinstance(raw, str) or raw not in words:
        near = near_miss(raw, words) if isinstance(raw, str) else ""
        raise refusal(raw, path, f"one of {quoted(words)}{near}")
    return raw


def decode_matrix(raw: JsonValue, path: Path) -> Matrix:
    """Return a list of equally long rows of numbers as a tuple of rows."""
    return decode_rows(raw, path, decode_cell)


def decode_cell(raw: JsonValue, path: Path) -> int | Fraction:
    """Return ``raw`` as an exact number; a whole one stays an int, with which sums are far quicker."""
    return raw if type(raw) is int else decode_number(raw, path)


def decode_rows(
    raw: JsonValue, path: Path, cell_of: Callable[[JsonValue, Path], Cell]
) -> tuple[tuple[Cell, ...], ...]:
    """Return a list of equally long rows as a tuple of rows; ``cell_of`` decodes each of their cells."""
    if not isinstance(raw, list) or not raw or not all(isinstance(row, list) and row for row in raw):
        raise refusal(raw, path, "a list of rows of numbers, such as [[0, 1], [1, 0]]")
    rows = cast("list[list[JsonValue]]", raw)
    if len({len(row) for row in rows}) != 1:
        raise refusal(raw, path, "rows of equal length")
    if len(rows) * len(rows[0]) > LARGEST_MATRIX_CELLS:
        raise refusal(f"{len(rows)}×{len(rows[0])} cells", path, f"at most {LARGEST_MATRIX_CELLS} cells")
    return tuple(
        [tuple([cell_of(cell, (*path, i, j)) for j, cell in enumerate(row)]) for i, row in enumerate(rows)]
    )


def quoted(words: Sequence[str]) -> str:
    """Return the words quoted and listed with commas."""
    return ", ".join(f'"{each}"' for each in words)


def refusal(raw: object, path: Path, expected: str) -> BadParams:
    """Return the refusal of ``raw`` at ``path``: the parameter, what was found, and what is expected."""
    place = ""
    for step in path:
        place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else step
    found = repr(raw)
    shown = found[:57] + "..." if len(found) > 60 else found
    return BadParams(f"{place or 'params'} is {shown}; expected {expected}", path)
