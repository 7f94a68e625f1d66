"""An answer that a page may show from either side counts as wrong only where no order of it would be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from grader.answers import Expression, Kind, Matrix, Reading, Shape, Vector
from grader.checking.turned import is_wrong_either_way, settled
from grader.records import Certainty

SHAPE, MATRIX = Shape(), Matrix()


def no_credit(_: Reading) -> Fraction:
    return Fraction(0)


@pytest.mark.parametrize(
    ("kind", "text", "wanted", "expected"),
    [
        pytest.param(SHAPE, "16×12×20", [(15, 11, 20)], True, id="other-sides"),
        pytest.param(SHAPE, "20×11×15", [(15, 11, 20)], False, id="right-from-the-other-side"),
        pytest.param(SHAPE, "11×20×15", [(15, 11, 20)], False, id="right-in-a-third-order"),
        pytest.param(SHAPE, "16×12×20", [(15, 11, 20), (12, 20, 16)], False, id="it-may-follow"),
        pytest.param(SHAPE, "8+8 × 12 × 20", [(15, 11, 20)], False, id="a-side-that-is-worked-out"),
        pytest.param(MATRIX, "1 2; 3 4", [((2, -1), (4, 3))], False, id="cells-change-places-and-signs"),
        pytest.param(MATRIX, "1 2; 3 5", [((2, 1), (4, 3))], True, id="a-cell-that-is-nowhere"),
        pytest.param(
            Vector(), "0.33, 2, 1", [(1, 2, Fraction(1, 3))], False, id="a-cell-that-may-be-rounded"
        ),
        pytest.param(MATRIX, "1 6/2; 3 5", [((2, 1), (4, 3))], False, id="a-cell-that-is-worked-out"),
        pytest.param(Expression(symbols=("M",)), "M - 1", [3], False, id="a-formula"),
    ],
)
def test_an_answer_is_wrong_from_either_side_where_no_order_is_wanted(
    kind: Kind, text: str, wanted: Sequence[tuple[int, ...]], expected: bool
) -> None:
    assert is_wrong_either_way(kind.read(text), wanted, kind, no_credit) is expected


def test_an_answer_that_earns_more_from_the_other_side_is_left_to_a_person() -> None:
    def by_the_first_side(reading: Reading) -> Fraction:
        return Fraction(reading.values[0] == SHAPE.read("20×12×16").values[0], 2)

    assert not is_wrong_either_way(SHAPE.read("16×12×20"), [(15, 11, 20)], SHAPE, by_the_first_side)


def test_what_follows_from_a_settled_answer_may_show_from_which_side_it_was_meant() -> None:
    doubted = replace(SHAPE.read("16×12×20"), certainty=Certainty.DOUBTFUL, reason="direction")

    reading = settled(doubted)

    assert (reading.certainty, reading.reason) == (Certainty.PLAIN, None)
    assert reading.nearby == SHAPE.read("20×12×16").values
