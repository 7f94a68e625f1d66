"""What is right for a reference is right for nothing near it: one sign, one index, one digit, swapped sides.

Every right notation of the two lists is judged against generated near misses of what it is right for. The same
answer with one sign or digit of its own changed is the same test from the other side.
"""

from collections.abc import Iterator
from fractions import Fraction

import pytest

from grader.answers import (
    Choice,
    Expr,
    Expression,
    Integer,
    Kind,
    Number,
    Percent,
    Symbol,
    near_slips,
    substitute,
)
from grader.answers.reading import RIGHT
from tests.answers.test_everyday import cases, outcome


def near_numbers(number: Fraction | int) -> Iterator[Fraction | int]:
    """Yield numbers with another sign, digit or place; beyond what rounding to two digits may hide."""
    yield -number
    if isinstance(number, Fraction):
        yield from (number * Fraction(6, 5), number / 10, number * 10, 1 / number)
        return
    digits, sign = str(abs(number)), -1 if number < 0 else 1
    changed = (digits[:at] + str((int(digits[at]) + 1) % 10) + digits[at + 1 :] for at in range(len(digits)))
    yield from (sign * int(other) for other in changed)
    yield from (number - 1, number * 10, number * 2)


def near_lists(cells: list[object]) -> Iterator[list[object]]:
    """Yield lists with one cell changed, two neighbours swapped, a cell more and one less."""
    for at, cell in enumerate(cells):
        for other in near_references(cell):
            yield [*cells[:at], other, *cells[at + 1 :]]
        if at and cells[at - 1] != cell:
            yield [*cells[: at - 1], cell, cells[at - 1], *cells[at + 1 :]]
    yield [*cells, cells[-1]]
    if len(cells) > 1:
        yield cells[:-1]


def near_formulas(formula: Expr, symbols: tuple[str, ...]) -> Iterator[Expr]:
    """Yield formulas with one sign or constant changed, and with one symbol, or two, in another's place."""
    yield from near_slips(formula)
    for one in symbols:
        for other in symbols:
            if one < other:
                yield substitute(formula, {one: Symbol(other), other: Symbol(one)})
            if one != other:
                yield substitute(formula, {one: Symbol(other)})


def near_references(reference: object) -> Iterator[object]:
    """Yield what is near a number, a list of numbers, or a table."""
    if isinstance(reference, list | tuple):
        rows = list(reference)
        yield from near_lists(rows)
        if isinstance(rows[0], list):
            yield [list(column) for column in zip(*rows, strict=True)]
    elif isinstance(reference, int | Fraction):
        yield from near_numbers(reference)
    elif isinstance(reference, str):
        yield f"{reference}+1"


def near_misses(kind: Kind, reference: object) -> list[object]:
    """Return near misses of a reference, none of them the reference itself or the same by the kind's own rule."""
    if isinstance(kind, Choice):
        return [code for code in kind.options if code != reference]
    right = kind.reference(reference)
    if isinstance(kind, Expression) and isinstance(right, Expr):
        found = list(near_formulas(right, kind.symbols))
        return [near for near in found if not same_at_whole_numbers(near, right, kind.symbols)]
    if isinstance(kind, Percent) and isinstance(reference, Fraction):
        return [
            near for near in (reference + 5, reference - 5, 100 - reference, reference / 10) if near != right
        ]
    if isinstance(kind, Integer) and kind.approximate_digits is not None and isinstance(reference, int):
        return [-reference, reference * 10, *(reference + unit * 10**5 for unit in (-2, -1, 1, 2))]
    if isinstance(kind, Number) and isinstance(reference, int):
        reference = Fraction(reference)  # within a tolerance, one digit at the end is no near miss
    return [near for near in near_references(reference) if is_another(kind, near, right)]


def is_another(kind: Kind, near: object, right: object) -> bool:
    """Return whether ``near`` is a possible reference, and another than ``right``."""
    try:
        return kind.reference(near) != right
    except ValueError:  # rows of different lengths
        return False


def same_at_whole_numbers(left: Expr, right: Expr, symbols: tuple[str, ...]) -> bool:
    """Return whether two formulas agree at a few points, worked out by Python itself."""
    names = {name.replace("lambda", "lambda_"): name for name in symbols}
    allowed = {"relu": lambda x: max(0, x), "max": max, "abs": abs, "__builtins__": {}}
    for start in (2, 3, 7, -4):
        point = {name: Fraction(start + at * at + 3 * at) for at, name in enumerate(names)}
        values = [eval(str(side), allowed, point) for side in (left, right)]  # noqa: S307  # our own formula
        if abs(values[0] - values[1]) > Fraction(1, 10**9):
            return False
    return True


@pytest.mark.parametrize(("kind", "reference", "text"), list(cases()))
def test_a_right_notation_is_wrong_for_every_near_miss(kind: Kind, reference: object, text: str) -> None:
    """An answer with two sensible readings is right for both, so it is not asked to tell them apart."""
    misses = near_misses(kind, reference)
    assert misses
    if len(kind.read(text).values) > 1:
        misses = misses[:1]
    assert [near for near in misses if outcome(kind, near, text) == "right"] == []


@pytest.mark.parametrize(
    ("section", "near"),
    [
        pytest.param("weights", 50218, id="one-digit"),
        pytest.param("map", [14, 32, 14], id="swapped-sides"),
        pytest.param("cells", [[10, 9], [3, 18]], id="transposed"),
        pytest.param("cells", [[10, -3], [9, 18]], id="one-sign"),
    ],
)
def test_the_near_misses_hold_what_students_slip_on(section: str, near: object) -> None:
    from tests.answers.test_everyday import HOMEWORK

    kind, reference = HOMEWORK[section]
    assert near in near_misses(kind, reference)


def test_a_judge_that_accepts_all_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = Expression(symbols=("F", "D"))
    monkeypatch.setattr(Expression, "compare", lambda *_: RIGHT)
    misses = near_misses(kind, "D*(F-1)+1")
    assert len(misses) > 10
    assert all(outcome(kind, near, "D(F-1)+1") == "right" for near in misses)


def test_the_other_case_is_another_symbol_where_both_are_declared() -> None:
    kind = Expression(symbols=("M", "m", "N", "n"))
    assert outcome(kind, "M*n", "Mn") == "right"
    assert [text for text in ("mn", "MN", "mN") if outcome(kind, "M*n", text) != "wrong"] == []
