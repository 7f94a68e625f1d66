"""Any text gives a reading, no exception, and in bounded time; nothing in it is run."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.answers import (
    Choice,
    Expression,
    Integer,
    Kind,
    Length,
    Matrix,
    Number,
    Percent,
    Shape,
    Vector,
    Written,
)
from grader.records import JsonValue
from grader.translation import ENGLISH
from tests.timing import seconds

KINDS: dict[str, Kind] = {
    "integer": Integer(),
    "side": Integer(side="both"),
    "length": Length(),
    "number": Number(),
    "spread": Number(spread="deviation"),
    "percent": Percent(drop_sign=True),
    "shape": Shape(),
    "matrix": Matrix(),
    "symbols": Matrix(symbols=("x", "y")),
    "vector": Vector(side=True),
    "pair": Expression(symbols=("M", "N", "F", "D"), pair=("M-D*F+D", "N-D*F+D")),
    "formula": Expression(symbols=("a", "b")),
    "choice": Choice(options={"laplacian": ("Laplacian", "لاپلاسین")}),
    "written": Written(),
}
REFERENCES = {
    "integer": 14, "side": 7, "length": 5, "number": Fraction(1, 3), "spread": Fraction(1, 3), "percent": 50,
    "shape": [14, 14, 32], "matrix": [[1, 2], [3, 4]], "symbols": [["x", 2], [3, 4]], "vector": [1, 2, 3],
    "pair": "(M-D*F+D)*(N-D*F+D)", "formula": "max(a, b)", "choice": "laplacian", "written": "",
}  # fmt: skip
LONG = 2000
HOSTILE = {
    "open-brackets": "(" * LONG,
    "open-squares": "[" * 20_000,
    "signs": "-" * LONG,
    "sum": "1+" * 999 + "1",
    "tower": "2^" * 999 + "2",
    "equalities": "1=" * 999 + "1",
    "alternatives": "1 or " * 399 + "1",
    "letters": "MNFD" * 499,
    "power-of-power": "((M+N)^1000)^1000",
    "powers": "(M+1)^999*" * 199 + "M",
    "digits": "9" * LONG,
    "power-of-digits": "9" * 200 + "^999",
    "denominators": ("1/" + "7" * 190 + "+") * 10 + "1",
    "roots": "sqrt(2)*" * 240 + "1",
    "exponentials": "exp(a)*" * 200 + "b",
    "nested-exponentials": "exp(" * 30 + "1" + ")" * 30,
    "factorials": "170!*" * 390 + "1",
    "bars": "|a-" * 600,
    "fractions": "\\frac" * 400,
    "nested-fractions": "\\frac{1}{" * 200,
    "percents": "%" * LONG,
    "subscripts": "a_{" * 600,
    "slashes": "۱/۲" * 600,
    "points": "1.234," * 330,
    "joiners": "\u200c1" * 1000,
    "one-letter-that-is-many": "ﷺ" * LONG,
    "environments": "\\begin{bmatrix}" * 130,
    "pipes": "| " * 1000,
    "times": "x x " * 500,
    "scales": "1 million " * 200,
    "doubling": "a=M+M;" + "".join(f"{chr(98 + i)}={chr(97 + i)}+{chr(97 + i)};" for i in range(20)),
    "cells": "1," * 9999,
    "rows": "1\n" * 9999,
    "pairs": "(1,2)," * 3300,
    "listed-cells": "a_{11}=1," * 2200,
    "calculated-cells": "".join(f"{i}/7+1," for i in range(2200)),
    "calls": "relu(" * 40 + "a" + ")" * 40,
    "mixed-functions": "sqrt((a+1/3)^500)*(b+1/7)^500*relu(a)",
    "fractions-of-tex": "&".join(rf"\\frac{{{i}}}{{7}}" for i in range(1, 1500)),
    "calculations-in-cells": ",".join(f"√{i}/3" for i in range(2, 2500)),
    "alternatives-to-compare": " or ".join(f"sqrt(a)^2+relu(b)+{i}-{i}" for i in range(60)),
    "powers-that-are-roots": "+".join(f"{i}^(1/{i + 61})" for i in range(2, 100)),
    "logarithms": "log(2)*" * 55 + "1",
    "arrows": "->" * 10_000,
    "a-large-table": "1 2\n" * 5000,
    "canary": "__import__('os').system('touch /tmp/canary')",
    "format": "{0.__class__.__mro__}%s%n${7*7}",
}


def judge(name: str, submitted: JsonValue) -> None:
    """Read ``submitted``, and compare, show and keep every value that it may mean."""
    kind = KINDS[name]
    reference = kind.reference(REFERENCES[name])
    reading = kind.read(submitted)
    assert (reading.reason is None) == bool(reading.values)
    if reading.message is not None:
        assert ENGLISH.sentence(reading.message)
    for value in (*reading.values, *reading.earlier):
        hash(value)
        assert 0 <= kind.compare(value, reference).credit <= 1
        kind.show(value)
        kind.to_json(value)
        if kind.in_bounds(value):
            kind.plain(value)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", KINDS)
def test_a_hostile_text_is_answered_in_time(name: str, text: str) -> None:
    judge(name, "1")  # loads and compiles what is loaded once
    assert seconds(lambda: judge(name, text)) < 0.3  # 100 ms on an idle machine; the margin is for a busy one


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=30, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_gives_a_reading(name: str, text: str) -> None:
    judge(name, text)


SIGNS = r"""
    1 2 0 12 0.5 ½ ۳ ٫ / . , ; : = ≈ + - * × x ^ ( ) [ ] { } | % ! √ ⌊ ⌋ \frac \sqrt \times
    \begin{bmatrix} \end{bmatrix} & \\ M N D F DF k_1 relu max log e million K or یا about
    channels None ? g(0,1)= row 1.234 '' _ ² →
"""
PIECES = st.sampled_from([*SIGNS.split(), "\n", "\t"])


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=80, deadline=None)
@given(pieces=st.lists(PIECES, max_size=14), glue=st.sampled_from(["", " "]))
def test_any_mixture_of_the_signs_gives_a_reading(name: str, pieces: list[str], glue: str) -> None:
    judge(name, glue.join(pieces))


def nested(depth: int) -> JsonValue:
    """Return a list in a list in a list …"""
    value: JsonValue = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("name", ["matrix", "symbols", "vector"])
@pytest.mark.parametrize("cell", ["{}/7", "{}", r"\frac{{{}}}{{7}}", "{}/7+1", "1.{}"])
def test_a_list_of_9000_texts_is_answered_in_time(name: str, cell: str) -> None:
    rows: list[JsonValue] = [[cell.format(100 * row + at) for at in range(100)] for row in range(90)]
    assert seconds(lambda: judge(name, rows)) < 0.2


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("depth", [2, 5, 900])
def test_nested_lists_are_answered_without_recursion(name: str, depth: int) -> None:
    judge(name, nested(depth))


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("text", ["\ud800", "1\udc00", "\x00", "1\x00", "\U0001d7cf", "\uffff"])
def test_characters_that_are_no_text_are_answered(name: str, text: str) -> None:
    judge(name, text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda children: (
        st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=3), children, max_size=2)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=30, deadline=None)
@given(submitted=JSON)
def test_any_json_value_gives_a_reading(name: str, submitted: JsonValue) -> None:
    judge(name, submitted)
