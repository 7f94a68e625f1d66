"""The parameters of a problem: how each is declared, checked and shown.

An author declares a parameter with one of the functions below, as the default value of a field of a
`Given` class. A raw value (from TOML, JSON or Python) is decoded to the type that the mathematics wants or
refused with `BadParams`, which names the place, what was found and what is expected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias, cast

from grader.problem.decoding import (
    LARGEST_MATRIX_CELLS,
    LARGEST_WHOLE,
    Answer,
    Matrix,
    Pair,
    Path,
    decode_answer,
    decode_matrix,
    decode_number,
    decode_pair,
    decode_text,
    decode_texts,
    decode_whole,
    decode_word,
    quoted,
    refusal,
)
from grader.records import JsonValue
from grader.translation import Message, Numeral

Lines: TypeAlias = tuple[Message, ...]
ShownMatrix: TypeAlias = tuple[tuple[str, ...], ...]
Shown: TypeAlias = str | Message | ShownMatrix | Lines
Decoder: TypeAlias = Callable[[JsonValue, Path], object]


class Required:
    """The default of a parameter that has none."""


class SameAs:
    """The default of a parameter that takes the value of an earlier one, such as a pool's stride."""

    def __init__(self, name: str) -> None:
        self.name = name


REQUIRED: Final = Required()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """How one parameter is described, decoded and shown.

    ``about`` and ``expects`` are message ids: "height of the input", "a whole number of at least 1".
    ``default`` is a raw value, `SameAs` another parameter, or `REQUIRED`. One that is ``needed`` is refused where
    it is missing, whatever is asked. ``records`` are the types of a list's tables, each with its own parameters.
    """

    about: str
    expects: Message
    decode: Decoder
    show: Callable[[object], Shown]
    default: JsonValue | Required | SameAs = REQUIRED
    needed: bool = False
    records: tuple[tuple[str, Mapping[str, Parameter]], ...] = ()


def show_number(value: Fraction | int) -> str:
    """Return a number as a person writes it: 3, -2.5, or 1/9 where its decimals do not end soon."""
    if isinstance(value, int) or value.denominator == 1:
        return str(int(value))
    if 10**6 % value.denominator == 0:  # ends within six decimals
        return f"{float(value):.6f}".rstrip("0").rstrip(".")
    return f"{value.numerator}/{value.denominator}"


def as_numeral(number: str) -> str:
    """Return a number for a sentence; a fraction keeps its digits, for its stroke is a decimal sign in Persian."""
    return number if "/" in number else Numeral(number)


def whole(
    about: str, *, default: int | Required = REQUIRED, at_least: int = 1, at_most: int = LARGEST_WHOLE
) -> int:
    """Declare a whole number."""
    return cast(int, Parameter(
        about=about,
        expects=Message("a whole number of at least {least}", {"least": Numeral(at_least)}),
        decode=lambda raw, path: decode_whole(raw, path, at_least, at_most),
        show=Numeral,
        default=default,
    ))  # fmt: skip


def number(about: str, *, default: int | str | Required = REQUIRED) -> Fraction:
    """Declare a number: whole, decimal, or text such as "1/9"; a default that is not whole is a text."""
    return cast(Fraction, Parameter(
        about=about,
        expects=Message('a number, or text such as "1/9"'),
        decode=decode_number,
        show=lambda value: as_numeral(show_number(cast(Fraction, value))),
        default=default,
    ))  # fmt: skip


def pair(
    about: str, *, default: int | Required | SameAs = REQUIRED, at_least: int = 1, as_size: bool = False
) -> Pair:
    """Declare one whole number for both axes, or [vertical, horizontal]; it decodes to a pair.

    ``as_size`` shows it with both sides always, as kernels are written: 3 × 3.
    """
    return cast(Pair, Parameter(
        about=about,
        expects=Message(
            "a whole number of at least {least}, or a pair [vertical, horizontal]", {"least": Numeral(at_least)}
        ),
        decode=lambda raw, path: decode_pair(raw, path, at_least),
        show=lambda value: show_size(cast(Pair, value)) if as_size else show_pair(cast(Pair, value)),
        default=default,
    ))  # fmt: skip


def pair_or_word(
    about: str, *words: str, default: int | str | Required = REQUIRED, at_least: int = 0
) -> Pair | str:
    """Declare a pair (see `pair`) or one of a few words, such as the padding "same"."""

    def decode(raw: JsonValue, path: Path) -> Pair | str:
        return decode_word(raw, path, words) if isinstance(raw, str) else decode_pair(raw, path, at_least)

    return cast(Pair, Parameter(
        about=about,
        expects=Message(
            "a whole number of at least {least}, a pair [vertical, horizontal], or {words}",
            {"least": Numeral(at_least), "words": quoted(words)},
        ),
        decode=decode,
        show=lambda value: Message(value) if isinstance(value, str) else show_pair(cast(Pair, value)),
        default=default,
    ))  # fmt: skip


def word(about: str, *words: str, required: bool = False, has_default: bool = True) -> str:
    """Declare one of a few words; the first is the default, unless one is ``required`` in any case.

    One that is not required may have no default all the same, and is then needed by what is asked of it.
    """
    return cast(str, Parameter(
        about=about,
        expects=Message("one of {words}", {"words": quoted(words)}),
        decode=lambda raw, path: decode_word(raw, path, words),
        show=lambda value: Message(cast(str, value)),
        default=words[0] if has_default and not required else REQUIRED,
        needed=required,
    ))  # fmt: skip


def flag(about: str, *, default: bool | Required = False) -> bool:
    """Declare true or false."""

    def decode(raw: JsonValue, path: Path) -> bool:
        if not isinstance(raw, bool):
            raise refusal(raw, path, "true or false")
        return raw

    return cast(bool, Parameter(
        about=about,
        expects=Message("true or false"),
        decode=decode,
        show=lambda value: Message("yes") if value else Message("no"),
        default=default,
    ))  # fmt: skip


def shape(about: str, *, sides: int = 3) -> tuple[int, ...]:
    """Declare a shape, height first and channels last."""
    expected = f"{sides} whole numbers of at least 1, such as {[28, 28, 3][:sides]}"

    def decode(raw: JsonValue, path: Path) -> tuple[int, ...]:
        if not isinstance(raw, list) or len(raw) != sides:
            raise refusal(raw, path, expected)
        return tuple(decode_whole(side, (*path, index), 1, LARGEST_WHOLE) for index, side in enumerate(raw))

    return cast("tuple[int, ...]", Parameter(
        about=about,
        expects=Message("{sides} whole numbers, height first and channels last", {"sides": Numeral(sides)}),
        decode=decode,
        show=lambda value: " × ".join(str(side) for side in cast("tuple[int, ...]", value)),
    ))  # fmt: skip


def matrix(about: str) -> Matrix:
    """Declare a matrix of numbers as a list of rows."""
    return cast(Matrix, Parameter(
        about=about,
        expects=Message("a list of rows of numbers, such as [[0, 1], [1, 0]]"),
        decode=decode_matrix,
        show=lambda value: tuple(tuple(show_number(cell) for cell in row) for row in cast(Matrix, value)),
    ))  # fmt: skip


def numbers(about: str, *, count: int | None = None) -> tuple[Fraction, ...]:
    """Declare a list of numbers, of a fixed length where ``count`` gives it."""
    expected = f"a list of {count} numbers" if count else "a list of numbers, at least one"

    def decode(raw: JsonValue, path: Path) -> tuple[Fraction, ...]:
        if not isinstance(raw, list) or not raw or (count and len(raw) != count):
            raise refusal(raw, path, expected)
        if len(raw) > LARGEST_MATRIX_CELLS:
            raise refusal(f"{len(raw)} numbers", path, f"at most {LARGEST_MATRIX_CELLS}")
        return tuple(decode_number(each, (*path, index)) for index, each in enumerate(raw))

    return cast("tuple[Fraction, ...]", Parameter(
        about=about,
        expects=Message("a list of numbers, such as [2, 0.5]"),
        decode=decode,
        show=lambda value: f"[{', '.join(map(show_number, cast('tuple[Fraction, ...]', value)))}]",
    ))  # fmt: skip


def text(about: str, *, default: str | Required = REQUIRED, required: bool = False) -> str:
    """Declare a text in the author's own words; one that is ``required`` is refused where it is missing."""

    def decode(raw: JsonValue, path: Path) -> str:
        return "" if raw == default == "" else decode_text(raw, path)

    return cast(str, Parameter(
        about=about,
        expects=Message("a text"),
        decode=decode,
        show=lambda value: cast(str, value),
        default=default,
        needed=required,
    ))  # fmt: skip


def texts(about: str) -> tuple[str, ...]:
    """Declare a list of texts, empty by default."""
    return cast("tuple[str, ...]", Parameter(
        about=about,
        expects=Message("a list of texts"),
        decode=decode_texts,
        show=lambda value: ", ".join(cast("tuple[str, ...]", value)),
        default=[],
    ))  # fmt: skip


def choices(about: str) -> Mapping[str, tuple[str, ...]]:
    """Declare the words to choose from: a list, or a table from each word to others that mean the same."""

    def decode(raw: JsonValue, path: Path) -> Mapping[str, tuple[str, ...]]:
        if isinstance(raw, list):
            return {word: (word,) for word in (decode_text(each, (*path, i)) for i, each in enumerate(raw))}
        if not isinstance(raw, dict):
            raise refusal(raw, path, "a list of words, or a table from each word to a list of its synonyms")
        return {word: (word, *decode_texts(same, (*path, word))) for word, same in raw.items()}

    return cast("Mapping[str, tuple[str, ...]]", Parameter(
        about=about,
        expects=Message("a list of words, or a table from each word to a list of its synonyms"),
        decode=decode,
        show=lambda value: ", ".join(cast("Mapping[str, tuple[str, ...]]", value)),
        default=[],
    ))  # fmt: skip


def answer(about: str, *, required: bool = False) -> Answer:
    """Declare an answer of any kind: a number, a text, a list, or a list of rows."""
    return cast("Answer", Parameter(
        about=about,
        expects=Message("a number, a text, a list, or a list of rows"),
        decode=decode_answer,
        show=Numeral,
        needed=required,
    ))  # fmt: skip


def show_pair(value: Pair) -> str:
    """Return 3 for (3, 3) and 3 × 5 for (3, 5)."""
    return Numeral(value[0]) if value[0] == value[1] else show_size(value)


def show_size(value: Pair) -> str:
    """Return 3 × 3 for (3, 3)."""
    return f"{value[0]} × {value[1]}"
