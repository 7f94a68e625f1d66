"""Right answers in notations that students and their chat programs use every day, none of them read as wrong.

The lines of ``everyday.txt`` and ``homework.txt`` were written without a look at the reader; each stands for
one habit.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from grader.answers import Choice, Expression, Integer, Kind, Length, Matrix, Number, Percent, Shape, Vector
from grader.records import JsonValue

ASKED: dict[str, tuple[Kind, object]] = {
    "count": (Integer(), 120422400),
    "about": (Integer(approximate_digits=3), 12443648),
    "count 2": (Integer(), 50208),
    "side": (Integer(side="height"), 14),
    "length": (Length(), 1568),
    "number": (Number(), Fraction(31, 300)),
    "percentage": (Percent(), Fraction(8967, 100)),
    "shape": (Shape(), (14, 14, 32)),
    "matrix": (Matrix(), [[10, 3], [9, 18]]),
    "matrix 2": (Matrix(), [[Fraction(1, 2), Fraction(1, 2)], [Fraction(1, 2), Fraction(1, 2)]]),
    "formula": (Expression(symbols=("M", "N", "F", "D"), pair=("M-D*F+D", "N-D*F+D")), "(M-D*F+D)*(N-D*F+D)"),
    "formula 2": (Expression(symbols=("k", "d")), "d*(k-1)+1"),
    "formula 3": (Expression(symbols=("a", "b")), "max(a,b)"),
    "formula 4": (Expression(symbols=("sigma", "N")), "sigma**(N-1)"),
    "count 3": (Integer(), 1568),
    "side 2": (Integer(side="height"), 5),
    "number 2": (Number(), Fraction(1, 2)),
    "percentage 2": (Percent(), Fraction(50, 1)),
    "number 3": (Number(), 12443648),
    "vector": (Vector(), [128, 64, 32]),
    "matrix 3": (Matrix(), [[Fraction(3, 2), -1], [0, 2]]),
    "shape 2": (Shape(), (28, 24, 8)),
}


HOMEWORK: dict[str, tuple[Kind, object]] = {
    "weights": (Integer(), 50208),
    "channels": (Integer(), 104),
    "kernel": (Integer(side="height"), 5),
    "side 14": (Integer(side="height"), 14),
    "ratio": (Number(), Fraction(31, 300)),
    "times": (Number(), Fraction(120422400, 12443648)),
    "half": (Number(), Fraction(1, 2)),
    "two and a half": (Number(), Fraction(5, 2)),
    "minus three quarters": (Number(), Fraction(-3, 4)),
    "root": (Number(), Fraction(1020620726, 10**10)),
    "saving": (Percent(drop_sign=True), Fraction(8967, 100)),
    "map": (Shape(), (14, 14, 32)),
    "size": (Shape(sides=2), (28, 24)),
    "units": (Length(), 32),
    "flat": (Length(), 1568),
    "sides": (Vector(), [128, 64, 32]),
    "signed": (Vector(), [-1, 0, Fraction(1, 2)]),
    "cells": (Matrix(), [[10, 3], [9, 18]]),
    "halves": (Matrix(), [[Fraction(1, 2), Fraction(1, 2)], [Fraction(1, 2), Fraction(1, 2)]]),
    "letters": (Matrix(symbols=("x", "y", "z", "r")), [["x", "y"], ["z", "r"]]),
    "product": (Expression(symbols=("M", "N", "F", "D"), pair=("M-D*F+D", "N-D*F+D")), "(M-D*F+D)*(N-D*F+D)"),
    "dilated": (Expression(symbols=("F", "D")), "D*(F-1)+1"),
    "field": (Expression(symbols=("k", "d1", "d2", "d3")), "(k-1)*(d1+d2+d3)+1"),
    "stack": (Expression(symbols=("i", "k1", "k2", "k3", "n")), "i-k1-k2-n*k3+n+2"),
    "squares": (Expression(symbols=("C",)), "27*C**2"),
    "maximum": (Expression(symbols=("a", "b")), "relu(a-b)+b"),
    "bound": (Expression(symbols=("M", "sigma", "L", "i")), "M*sigma**(L-i)"),
    "mean": (Expression(symbols=("m",)), "1/m**2"),
    "name": (
        Choice(options={"laplacian": ("laplacian", "لاپلاسین", "laplace"), "sobel_x": ("sobel x",)}),
        "laplacian",
    ),
    "verdict": (
        Choice(options={"vanishes": ("vanishes", "vanish", "محو می‌شود"), "explodes": ("explodes",)}),
        "vanishes",
    ),
}


def cases() -> Iterator[object]:
    """Yield every line of the lists with what its section asks; ⏎ and ⇥ stand for a new line and a tab."""
    for name, asked in (("everyday.txt", ASKED), ("homework.txt", HOMEWORK)):
        section = ""
        for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines():
            if line.startswith("== "):
                section = line.removeprefix("== ")
            else:
                kind, reference = asked[section]
                text = line.replace("⏎", "\n").replace("⇥", "\t")
                yield pytest.param(kind, reference, text, id=f"{section}-{line}")


def outcome(kind: Kind, reference: object, text: str) -> str:
    """How an answer ends: "right", "wrong", "doubt", or "unreadable"."""
    expected = kind.reference(reference)
    found = [kind.compare(value, expected) for value in kind.read(text).values]
    if not found:
        return "unreadable"
    if any(comparison.credit == 1 for comparison in found):
        return "right"
    return "doubt" if any(comparison.doubt for comparison in found) else "wrong"


@pytest.mark.parametrize(("kind", "reference", "text"), list(cases()))
def test_an_everyday_notation_is_right(kind: Kind, reference: object, text: str) -> None:
    assert outcome(kind, reference, text) == "right"


@pytest.mark.parametrize(
    ("kind", "reference", "text"),
    [
        pytest.param(Integer(), 14, "bias + 14", id="a-word-that-is-a-term"),
        pytest.param(Integer(), 14, "(bias + 14)", id="a-word-that-is-a-term-in-brackets"),
        pytest.param(Integer(), 14, "کمتر از ۱۴", id="less-than"),
        pytest.param(Integer(), 14, "14 < 15", id="a-comparison"),
        pytest.param(Integer(), 14, "14 because 15", id="a-reason-of-another-value"),
        pytest.param(Integer(), 14, "**14** or **15**", id="two-in-bold"),
        pytest.param(Integer(), 14, "14<br>15", id="two-lines"),
        pytest.param(Integer(), 14, "14 (=15)", id="another-value-in-brackets"),
        pytest.param(Integer(), 12000300, "12k 300", id="a-letter-for-a-scale"),
        pytest.param(Number(), Fraction(9), "نه", id="a-word-that-is-nine-or-no"),
        pytest.param(Number(), Fraction(19), "seven twelve", id="words-that-make-no-number"),
        pytest.param(Number(), Fraction(2), "1: 2", id="a-label-or-a-ratio"),
        pytest.param(Shape(), (28, 24, 8), "8 × (28×24)", id="channels-in-front"),
        pytest.param(Shape(), (28, 24, 8), "W×L×C = 24×28×8", id="a-side-of-another-name"),
        pytest.param(Shape(), (28, 24, 8), "channels 8, 28×24", id="channels-named-in-front"),
        pytest.param(Shape(sides=2), (28, 24), "24 width × 28", id="one-side-of-two-named"),
        pytest.param(Matrix(), [[1, 2], [-3, 4]], "1, 2 -3, 4", id="a-comma-missing"),
        pytest.param(Matrix(), [[Fraction(3, 2), -1], [0, 2]], "1,5 -1\n0 2", id="a-decimal-comma-in-a-row"),
        pytest.param(Matrix(), [[1, 2], [3, 4]], "1 2\n3", id="rows-of-two-lengths"),
        pytest.param(Vector(), [Fraction(3, 2), 2], "1,5; 2,0", id="decimal-commas"),
    ],
)
def test_what_may_mean_something_else_goes_to_a_person(kind: Kind, reference: object, text: str) -> None:
    assert outcome(kind, reference, text) in ("unreadable", "doubt")


def test_a_list_of_a_million_cells_is_judged_by_its_size() -> None:
    rows: list[JsonValue] = [[1] * 1000 for _ in range(1000)]
    (value,) = Matrix().read(rows).values
    assert isinstance(value, tuple)
    assert len({id(row) for row in value}) == 1  # nothing is built for its cells
    assert Matrix().compare(value, ((1, 2), (3, 4))).credit == 0
    assert Matrix().to_json(value) == Matrix().show(value) == "[…] (1000 × 1000)"
    assert not Matrix().in_bounds(value)
