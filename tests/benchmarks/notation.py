"""Measures milliseconds for each check of an answer, beside sympy's parser and Math-Verify where installed.

Run it as ``python tests/benchmarks/notation.py``. The set is mixed: the notations that students use, right and
near misses, malformed texts among them. Each check reads one text and compares it with its reference.
"""

from __future__ import annotations

import contextlib
import importlib.util
import time
from collections.abc import Callable
from fractions import Fraction

from grader.answers import Expression, Integer, Kind, Length, Matrix, Number, Percent, Shape, Vector

SIZE = Expression(symbols=("M", "N", "F", "D"), pair=("M-D*F+D", "N-D*F+D"))
FIELD = Expression(symbols=("w", "d"))
LARGER = Expression(symbols=("a", "b"))
SQUARE = [
    [0, 20, -70, 20, 0],
    [0, 30, -60, 30, 0],
    [0, 30, -60, 30, 0],
    [0, 30, -60, 30, 0],
    [0, 20, -70, 20, 0],
]

CASES: list[tuple[Kind, object, list[str]]] = [
    (
        Integer(),
        120422400,
        ["120,422,400", "۱۲۰٬۴۲۲٬۴۰۰", "28*28*192*32*25", "120422401", "120M", "14 or 15", "(14"],
    ),
    (Integer(side="height"), 14, ["14×14×32", "⌊(28+2-3)/2⌋+1", "14", "13", "O = (28-3+2)/2+1 = 14"]),
    (Length(), 1568, ["7×7×32", "1,568", "(None, 1568)", "(7, 7, 32)"]),
    (
        Number(),
        Fraction(31, 300),
        ["0.1033", "0.10", "۰٫۱۰۳", r"\frac{31}{300}", "1.03e-1", "۱۲/۵", "sqrt(2/192)"],
    ),
    (Percent(), Fraction(8967, 100), ["89.67%", "۹۰ درصد", "0.8967", "10.33%"]),
    (
        Shape(),
        (14, 14, 32),
        ["14x14x32", "(None, 14, 14, 32)", "۱۴×۱۴×۳۲", "14x14 (32 channels)", "32×14×14", "6272"],
    ),
    (Vector(), [128, 64, 32], ["128, 64, 32", "[128 64 32]", "128 → 64 → 32"]),
    (
        Matrix(),
        SQUARE,
        [
            str(SQUARE),
            "; ".join(" ".join(map(str, row)) for row in SQUARE),
            "\n".join("| " + " | ".join(map(str, row)) + " |" for row in SQUARE),
            r"\begin{bmatrix}" + r"\\".join("&".join(map(str, row)) for row in SQUARE) + r"\end{bmatrix}",
        ],
    ),
    (
        SIZE,
        "(M-D*F+D)*(N-D*F+D)",
        [
            "(M-DF+D)(N-DF+D)",
            "(M-DF-D)(N-DF+D)",
            r"\left(M-D(F-1)\right)\cdot\left(N-D(F-1)\right)",
            "M-DF+D",
        ],
    ),
    (SIZE, "(M-D*F+D)*(N-D*F+D)", ["(⌊(M−D(F−1)−1)/1⌋+1)(⌊(N−D(F−1)−1)/1⌋+1)", "(M-DQ+D)"]),
    (FIELD, "w*d-w-2*d+3", ["wd-w-2d+3", "1+(w-2)(d-1)", "wd-w-2d+2", "R = 1+(w-2)(d-1) = wd-w-2d+3"]),
    (LARGER, "max(a,b)", ["ReLU(a-b)+b", r"\frac{a+b+|a-b|}{2}", "relu(a-b)+a", "log(e^a+e^b)"]),
]


def check(kind: Kind, reference: object, text: str) -> None:
    """Read ``text`` and compare each of its values with ``reference``."""
    expected = kind.reference(reference)
    for value in kind.read(text).values:
        kind.compare(value, expected)


def measure(name: str, one: Callable[[Kind, object, str], None], rounds: int) -> None:
    """Print the mean, the 99th percentile and the largest CPU time of a check, in milliseconds."""
    times: list[float] = []
    for _ in range(rounds):
        for kind, reference, texts in CASES:
            for text in texts:
                started = time.process_time()
                one(kind, reference, text)
                times.append((time.process_time() - started) * 1000)
    times.sort()
    mean, tail = sum(times) / len(times), times[int(len(times) * 0.99)]
    print(
        f"{name:12} {len(times):6} checks   mean {mean:8.3f} ms   p99 {tail:8.3f} ms   max {times[-1]:8.3f} ms"
    )


def by_sympy(kind: Kind, reference: object, text: str) -> None:
    """Check by sympy's parser with its implicit products; only on texts of our own, since it runs what it reads."""
    from sympy import simplify  # type: ignore[import-untyped, import-not-found, unused-ignore]  # an extra
    from sympy.parsing.sympy_parser import (  # type: ignore[import-untyped, import-not-found, unused-ignore]  # an extra
        convert_xor,
        implicit_multiplication_application,
        parse_expr,
        standard_transformations,
    )

    rules = (*standard_transformations, implicit_multiplication_application, convert_xor)
    with contextlib.suppress(Exception):  # a peer's failure on a text is part of what is measured
        simplify(parse_expr(text, transformations=rules) - parse_expr(str(reference), transformations=rules))


def by_math_verify(kind: Kind, reference: object, text: str) -> None:
    """Check by Math-Verify, as its README does."""
    from math_verify import parse, verify  # type: ignore[import-not-found, unused-ignore]  # an extra

    verify(parse(f"${reference}$"), parse(f"${text}$"))


def main() -> None:
    """Measure ourselves, cold and warm, and the peers that are installed."""
    measure("cold", check, 1)
    measure("warm", check, 20)
    if importlib.util.find_spec("sympy"):
        measure("sympy", by_sympy, 1)
    if importlib.util.find_spec("math_verify"):
        measure("Math-Verify", by_math_verify, 1)


if __name__ == "__main__":
    main()
