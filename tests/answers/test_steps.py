"""Steps before an answer are told from sides of it, and from other notations of the same side."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import pytest

from grader.answers import Integer, Number, Value
from grader.tolerance import WrittenNumber

KIND = Number()


def numbers(values: Iterable[Value]) -> set[Fraction]:
    return {each.value for each in values if isinstance(each, WrittenNumber)}


@pytest.mark.parametrize(
    ("text", "value", "earlier", "nearby"),
    [
        pytest.param("3*20 = 60, 60 + 7 = 67", 67, {67}, {60}, id="behind-a-comma"),
        pytest.param("3*20 = 60; 60 + 7 = 67", 67, {67}, {60}, id="behind-a-semicolon"),
        pytest.param("3*20 = 60 and so 60 + 7 = 67", 67, {67}, {60}, id="in-a-sentence"),
        pytest.param("3*20 = 60 و سپس 60 + 7 = 67", 67, {67}, {60}, id="in-persian"),
        pytest.param("$3 \\times 1,200 = 3,600$ و $3600 + 8 = 3608$", 3608, {3608}, {3600}, id="in-tex"),
        pytest.param("3*20 = 60, 61 + 7 = 68", 68, {60, 68}, set(), id="it-goes-on-with-another-number"),
        pytest.param("3*20 = 60, x = 60", 60, set(), set(), id="the-same-again"),
        pytest.param("height = 5 and width = 6", 6, {5}, set(), id="two-names"),
        pytest.param("3*20 = 65, 65 + 7 = 72", 72, {72}, {60, 65}, id="a-step-that-does-not-hold"),
    ],
)
def test_an_equation_that_goes_on_from_a_step_has_sides_of_its_own(
    text: str, value: int, earlier: set[int], nearby: set[int]
) -> None:
    reading = KIND.read(text)

    assert numbers(reading.values) == {value}
    assert numbers(reading.earlier) - {value} == {each for each in earlier if each != value}
    assert numbers(reading.nearby) == nearby


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        pytest.param("۱۲/۵ = ۲٫۴", {Fraction(12, 5)}, id="a-quotient-that-holds"),
        pytest.param("۹۰/۷ ≈ ۱۲٫۹", {Fraction(90, 7)}, id="rounded"),
        pytest.param("۱۲/۵ = ۲٫۸", {Fraction(12, 5), Fraction("12.5")}, id="neither-holds"),
    ],
)
def test_a_notation_in_which_the_arithmetic_holds_is_the_one_that_was_meant(
    text: str, earlier: set[Fraction]
) -> None:
    assert numbers(KIND.read(text).earlier) == earlier


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("2734400 ≈ 2.7×10^6", 2734400, id="rounded"),
        pytest.param("34400 + 2700000 = 2734400 ≃ 2.7 million", 2734400, id="behind-its-working"),
        pytest.param("2734400 ≈ 2.8×10^6", 2800000, id="not-its-rounding"),
        pytest.param("2.7×10^6", 2700000, id="alone"),
    ],
)
def test_a_whole_number_counts_before_it_is_rounded(text: str, value: int) -> None:
    assert numbers(Integer(approximate_digits=3).read(text).values) == {value}
