"""The rules of agreement: bounds with their ends, significant digits, rounding, cutting off, a reference of 0."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.answers import Number
from grader.tolerance import Agreement, Tolerance, WrittenNumber, agree, agree_by_digits, short_decimal
from grader.translation import ENGLISH

NUMBERS = Tolerance()


def written(text: str) -> WrittenNumber:
    value = Number().read(text).values[0]
    assert isinstance(value, WrittenNumber)
    return value


@pytest.mark.parametrize(
    ("text", "significant", "place"),
    [
        pytest.param("0.10", 2, -2, id="a-zero-behind-the-point-counts"),
        pytest.param("0.1", 1, -1, id="zeros-in-front-do-not"),
        pytest.param("0.103", 3, -3, id="decimals"),
        pytest.param("10^-2", 1, -2, id="a-power-of-ten-has-one"),
        pytest.param("1200", 2, 2, id="zeros-at-the-end-of-a-whole-number-do-not"),
        pytest.param("1.20e3", 3, 1, id="with-an-exponent-they-do"),
        pytest.param("12 million", 2, 6, id="a-scale-word"),
        pytest.param("120M", 3, 6, id="a-scale-letter"),
        pytest.param("1.04×10^{-2}", 3, -4, id="times-ten-to-the"),
        pytest.param("120,422,400", 7, 2, id="grouped"),
        pytest.param("10.0", 3, -1, id="a-point-makes-zeros-count"),
        pytest.param("10.33%", 4, -4, id="percent-in-a-number"),
        pytest.param("-0.50", 2, -2, id="negative"),
    ],
)
def test_significant_digits_are_counted_as_written(text: str, significant: int, place: int) -> None:
    number = written(text)
    assert (number.significant, number.place) == (significant, place)


@pytest.mark.parametrize("text", ["38/108", "sqrt(2/192)", "1-0.9", "½"])
def test_a_calculation_has_no_digits_of_its_own(text: str) -> None:
    assert written(text).significant is None


RATIO = Fraction(12443648, 120422400)  # 0.10333…


@pytest.mark.parametrize(
    ("text", "reference", "agreement"),
    [
        pytest.param("0.1033", RATIO, Agreement.WITHIN, id="within-a-thousandth"),
        pytest.param("0.10", RATIO, Agreement.ROUNDED, id="two-digits-rounded"),
        pytest.param("0.1", RATIO, Agreement.NO, id="one-digit-is-too-few"),
        pytest.param("0.11", RATIO, Agreement.NO, id="rounded-wrongly"),
        pytest.param("0.36", Fraction(13, 36), Agreement.ROUNDED, id="rounded-down"),
        pytest.param("0.66", Fraction(2, 3), Agreement.CUT_OFF, id="cut-off"),
        pytest.param("0.6", Fraction(2, 3), Agreement.NO, id="cut-off-to-one-digit"),
        pytest.param("0.67", Fraction(2, 3), Agreement.ROUNDED, id="rounded-up"),
        pytest.param("0.68", Fraction(2, 3), Agreement.NO, id="beyond"),
        pytest.param("0.13", Fraction(1, 8), Agreement.ROUNDED, id="half-up"),
        pytest.param("0.12", Fraction(1, 8), Agreement.ROUNDED, id="half-to-even"),
        pytest.param("-0.13", Fraction(-1, 8), Agreement.ROUNDED, id="half-up-of-a-negative"),
        pytest.param("0.38", Fraction(3, 8), Agreement.ROUNDED, id="half-up-is-half-to-even"),
        pytest.param("0.37", Fraction(3, 8), Agreement.CUT_OFF, id="half-cut-off"),
        pytest.param("1001", Fraction(1000), Agreement.WITHIN, id="the-bound-itself"),
        pytest.param("1001.000001", Fraction(1000), Agreement.NO, id="just-beyond-the-bound"),
        pytest.param("0", Fraction(1), Agreement.NO, id="zero-for-something"),
        pytest.param("0.000000001", Fraction(0), Agreement.WITHIN, id="nearly-zero"),
        pytest.param("0.0000000011", Fraction(0), Agreement.NO, id="not-so-nearly"),
        pytest.param("-0.1033", RATIO, Agreement.NO, id="another-sign"),
    ],
)
def test_agreement_at_its_boundaries(text: str, reference: Fraction, agreement: Agreement) -> None:
    assert agree(written(text), reference, NUMBERS) is agreement


def test_one_digit_is_enough_where_a_part_says_so() -> None:
    assert agree(written("0.1"), RATIO, NUMBERS.with_overrides(digits=1)) is Agreement.ROUNDED


def test_a_cell_of_zero_is_judged_by_the_largest_cell() -> None:
    near = WrittenNumber(Fraction(1, 20_000))
    assert agree(near, Fraction(0), NUMBERS, Fraction(70)) is Agreement.WITHIN
    assert agree(near, Fraction(0), NUMBERS, Fraction(7)) is Agreement.NO


def test_points_are_a_distance_whose_ends_count() -> None:
    percent = Tolerance(points=Fraction(1))
    assert agree(written("90.67"), Fraction(8967, 100), percent) is Agreement.WITHIN
    assert agree(written("90.671"), Fraction(8967, 100), percent) is Agreement.NO


def test_exact_means_exact() -> None:
    assert agree(WrittenNumber(Fraction(14)), Fraction(14), Tolerance.exact) is Agreement.WITHIN
    assert (
        agree(WrittenNumber(Fraction(14) + Fraction(1, 10**12)), Fraction(14), Tolerance.exact)
        is Agreement.NO
    )


def test_an_override_replaces_only_what_it_names() -> None:
    changed = NUMBERS.with_overrides(rtol=0.05)
    assert (changed.relative, changed.absolute, changed.digits) == (Fraction(1, 20), NUMBERS.absolute, 2)


@pytest.mark.parametrize("override", [{"rtol": -0.1}, {"atol": -1}, {"digits": 0}])
def test_a_tolerance_of_no_sense_is_refused(override: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"negative|significant"):
        NUMBERS.with_overrides(**override)  # type: ignore[arg-type]  # a table of one keyword each


@pytest.mark.parametrize(
    ("tolerance", "words"),
    [
        (Tolerance(), "within 0.1 %, or rounded to at least 2 significant digits"),
        (Tolerance.exact, "exactly"),
        (Tolerance(points=Fraction(1)), "within 1 percentage points"),
        (Tolerance(digits=None), "within 0.1 %"),
        (Tolerance(relative=Fraction(0)), "exactly, or rounded to at least 2 significant digits"),
        (
            Tolerance(absolute=Fraction(1, 100)),
            "within 0.1 % or 0.01, or rounded to at least 2 significant digits",
        ),
        (Tolerance(absolute=Fraction(1, 100), digits=None), "within 0.1 % or 0.01"),
        (Tolerance(relative=Fraction(0), digits=None), "exactly"),
    ],
)
def test_a_tolerance_is_said_in_words(tolerance: Tolerance, words: str) -> None:
    assert ENGLISH.sentence(tolerance.in_words()) == words


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(2, 6))
def test_a_number_rounded_by_python_agrees(reference: Fraction, digits: int) -> None:
    text = f"{reference.numerator / reference.denominator:.{digits - 1}e}"
    if reference:
        assert agree(written(text), reference, Tolerance.exact.with_overrides(digits=2)) is not Agreement.NO


@given(st.fractions(min_value=1, max_value=1000), st.integers(2, 5), st.integers(2, 40))
def test_a_number_off_by_two_steps_of_its_last_digit_never_agrees(
    reference: Fraction, digits: int, steps: int
) -> None:
    unit = Fraction(1, 10**digits)
    value = (reference // unit + steps) * unit
    number = WrittenNumber(value, digits, -digits)
    assert agree_by_digits(number, reference, 2) is Agreement.NO


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(3), "3"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(1, 3), "1/3"),
        (Fraction(1, 1000), "0.001"),
        (Fraction(5, 10**11), "1/20000000000"),
    ],
)
def test_short_decimals(value: Fraction, text: str) -> None:
    assert short_decimal(value) == text
