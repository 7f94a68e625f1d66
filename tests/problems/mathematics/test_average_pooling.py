"""Average pooling and its gradient, against counting cell by cell."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from problems.mathematics.average_pooling import average_pooled, pooled_size, spread_out
from problems.mathematics.correlation import Grid

sides = st.integers(1, 7)


@st.composite
def pooled_maps(draw: st.DrawFn) -> tuple[Grid, int]:
    rows, columns = draw(sides), draw(sides)
    row = st.lists(st.integers(-9, 9), min_size=columns, max_size=columns)
    cells = draw(st.lists(row, min_size=rows, max_size=rows))
    return tuple(map(tuple, cells)), draw(st.integers(1, min(rows, columns)))


@given(given_map=pooled_maps())
def test_every_window_is_averaged(given_map: tuple[Grid, int]) -> None:
    cells, pool = given_map
    found = average_pooled(cells, pool)

    assert (len(found), len(found[0])) == pooled_size((len(cells), len(cells[0])), pool)
    for i, row in enumerate(found):
        for j, mean in enumerate(row):
            window = [cells[i * pool + u][j * pool + v] for u in range(pool) for v in range(pool)]
            assert mean == Fraction(sum(window), len(window))


@given(given_map=pooled_maps())
def test_spreading_is_the_transpose_of_averaging(given_map: tuple[Grid, int]) -> None:
    """⟨averaged(x), g⟩ = ⟨x, spread(g)⟩ for every map x and gradient g."""
    cells, pool = given_map
    averaged = average_pooled(cells, pool)
    gradient = tuple(tuple(3 * i - 2 * j + 1 for j, _ in enumerate(row)) for i, row in enumerate(averaged))
    spread = spread_out(gradient, (len(cells), len(cells[0])), pool, Fraction(1, pool**2))

    assert inner(averaged, gradient) == inner(cells, spread)


def inner(first: Grid, second: Grid) -> Fraction:
    rows = zip(first, second, strict=True)
    return sum((Fraction(a) * b for row, other in rows for a, b in zip(row, other, strict=True)), Fraction(0))
