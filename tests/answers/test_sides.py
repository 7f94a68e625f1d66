"""One side of a map, and a length, are read from shapes and products as far as they say which."""

from fractions import Fraction

import pytest

from grader.answers import (
    Integer,
    Length,
    Scope,
)
from grader.records import Certainty, JsonValue
from tests.answers.crediting import credit, numbers


@pytest.mark.parametrize(
    ("submitted", "right"),
    [
        ("5×5", True),
        ("5x5x3", True),
        ("(5,5)", True),
        ([5, 5], True),
        ("5×5 = 25", True),
        ("O = 5 × 5 × 32", True),
        ("n = 5", True),
        ("5", True),
        ("D(F-1)+1", True),
        ("4×4", False),
        ("6", False),
    ],
)
def test_one_side_is_read_from_a_square(submitted: JsonValue, right: bool) -> None:
    scope = Scope(values={"D": Fraction(2), "F": Fraction(3)})
    assert credit(Integer(side="both"), submitted, 5, scope) == right


@pytest.mark.parametrize(("side", "value"), [("height", 28), ("width", 24)])
def test_of_two_sides_the_one_that_is_asked_counts_plainly(side: str, value: int) -> None:
    kind = Integer(side=side)  # type: ignore[arg-type]  # one of the two words
    submissions: list[JsonValue] = ["28×24", "(28, 24)", [28, 24], "28 × 24 × 3"]
    for submitted in submissions:
        reading = kind.read(submitted)
        assert numbers(reading)[0] == value
        assert reading.certainty is Certainty.PLAIN


def test_a_named_side_is_taken_by_its_name() -> None:
    for text in ("height=28, width=24", "width = 24; height = 28", "عرض=۲۴، ارتفاع=۲۸"):
        assert numbers(Integer(side="height").read(text)) == [28]
        assert numbers(Integer(side="width").read(text)) == [24]


def test_a_calculation_of_two_factors_keeps_its_value_beside_the_side() -> None:
    reading = Integer(side="both").read("2*3 = 6")

    assert numbers(reading) == [6]
    assert not reading.remarks


def test_an_area_alone_where_a_side_is_asked_is_a_doubt() -> None:
    kind = Integer(side="both")
    assert kind.compare(kind.read(49).values[0], 7).doubt is not None
    assert kind.compare(kind.read(50).values[0], 7).doubt is None


@pytest.mark.parametrize(
    ("submitted", "right"),
    [
        ("7×7×32", True),
        ("1568", True),
        ("1,568", True),
        ("(None, 1568)", True),
        ([None, 1568], True),
        ([1568], True),
        ("1×1×1568", True),
        ("1x1568", True),
        ("(1568, 1)", True),
        ([1568, 1], True),
        ("7×7×32 = 1568", True),
        ("(7,7,32)", False),
        ([7, 7, 32], False),
        ("1567", False),
    ],
)
def test_a_length_takes_products_but_no_shapes(submitted: JsonValue, right: bool) -> None:
    assert credit(Length(), submitted, 1568) == right


def test_a_shape_given_for_a_length_equals_the_shape_of_the_mistake() -> None:
    kind = Length()
    assert kind.compare(kind.read("(7, 7, 32)").values[0], kind.reference((7, 7, 32))).credit == 1
