"""Whole numbers, numbers and percentages, from every notation to the verdict."""

from fractions import Fraction

import pytest

from grader.answers import (
    CUT_OFF,
    PERCENT_AS_FRACTION,
    SIGN_DROPPED,
    Integer,
    JsonFloat,
    Length,
    Number,
    Percent,
    Scope,
)
from grader.answers.reading import Kind, Value
from grader.records import JsonValue
from grader.tolerance import WrittenNumber
from tests.answers.crediting import credit, numbers


@pytest.mark.parametrize(
    ("submitted", "value"),
    [
        pytest.param(14, 14, id="json"),
        pytest.param(-0.0, 0, id="negative-zero"),
        pytest.param(JsonFloat.from_literal("14.0"), 14, id="json-float"),
        pytest.param([14], 14, id="a-list-of-one"),
        pytest.param("14", 14, id="text"),
        pytest.param(" 14. ", 14, id="full-stop"),
        pytest.param('"14"', 14, id="quoted"),
        pytest.param("۱۴", 14, id="persian-digits"),
        pytest.param("١٤", 14, id="arabic-digits"),
        pytest.param("１４", 14, id="full-width-digits"),
        pytest.param("\u200f14\u200e", 14, id="direction-marks"),
        pytest.param("1\u200c4", 14, id="a-joiner-inside"),
        pytest.param("120,422,400", 120422400, id="commas"),
        pytest.param("۱۲۰٬۴۲۲٬۴۰۰", 120422400, id="persian-separators"),
        pytest.param("۱۲۰،۴۲۲،۴۰۰", 120422400, id="persian-commas"),
        pytest.param("9.633.792", 9633792, id="points"),
        pytest.param("12 443 648", 12443648, id="spaces"),
        pytest.param("12\u202f443\u202f648", 12443648, id="thin-spaces"),
        pytest.param("12'443'648", 12443648, id="apostrophes"),
        pytest.param("12_443_648", 12443648, id="underscores"),
        pytest.param(r"120{,}422{,}400", 120422400, id="latex-commas"),
        pytest.param(r"120\,422\,400", 120422400, id="latex-spaces"),
        pytest.param("1.234.567,0", 1234567, id="continental"),
        pytest.param("3×3×128×64", 73728, id="product"),
        pytest.param(r"3 \times 3 \cdot 2", 18, id="latex-product"),
        pytest.param("32+3·24", 104, id="sum"),
        pytest.param("(5,408 + 1) × 32", 173088, id="a-comma-inside-brackets"),
        pytest.param("2^10", 1024, id="power"),
        pytest.param("2**10", 1024, id="python-power"),
        pytest.param("2¹⁰", 1024, id="superscript"),
        pytest.param("5!", 120, id="factorial"),
        pytest.param("⌊27/2⌋+1", 14, id="floor-signs"),
        pytest.param(r"\left\lfloor\frac{27}{2}\right\rfloor+1", 14, id="latex-floor"),
        pytest.param("floor(27/2)+1", 14, id="floor-word"),
        pytest.param("27//2+1", 14, id="python-floor"),
        pytest.param("⌈27/2⌉", 14, id="ceiling"),
        pytest.param("104 channels", 104, id="unit"),
        pytest.param("۱۰۴ کانال", 104, id="persian-unit"),
        pytest.param("50208 params", 50208, id="params"),
        pytest.param(r"14\text{ channels}", 14, id="latex-unit"),
        pytest.param("The answer is 14.", 14, id="sentence"),
        pytest.param("جواب برابر ۱۴ است", 14, id="persian-sentence"),
        pytest.param("output: 14", 14, id="label"),
        pytest.param("O = (I-K)/S + 1 = 14", 14, id="chain"),
        pytest.param("12,443,648 = a + b", 12443648, id="right-to-left-chain"),
        pytest.param("a + b = 12,443,648", 12443648, id="left-to-right-chain"),
        pytest.param("5408+1 = 5409\n5409*32 = 173088", 173088, id="lines-of-working"),
        pytest.param("120M", 120_000_000, id="scale-letter"),
        pytest.param("120 MFLOPs", 120_000_000, id="scaled-unit"),
        pytest.param("۱۲ میلیون و ۴۰۰ هزار", 12_400_000, id="two-scales"),
        pytest.param("1.2×10^8", 120_000_000, id="times-ten-to-the"),
        pytest.param("1.2e8", 120_000_000, id="exponent"),
        pytest.param(r"$\boxed{14}$", 14, id="boxed"),
        pytest.param("O(14)", 14, id="order-of-cost"),
        pytest.param("14 (7*2)", 14, id="restated"),
        pytest.param("14 or 14", 14, id="twice-the-same"),
        pytest.param("70-", -70, id="sign-behind"),
        pytest.param("32 feature-maps", 32, id="a-hyphen-in-a-unit-is-no-sign"),
        pytest.param("1568-dimensional vector", 1568, id="a-hyphen-behind-a-number-is-no-sign"),
        pytest.param("14-channels", 14, id="a-hyphen-before-a-unit"),
        pytest.param("120422400 mult-adds", 120422400, id="hyphenated-operations"),
        pytest.param("approx. 120.4 million", 120_400_000, id="a-stop-behind-approx"),
        pytest.param("−70", -70, id="unicode-minus"),
        pytest.param("the answer is -70", -70, id="a-sign-behind-words"),
        pytest.param("–70", -70, id="dash"),
    ],
)
def test_a_whole_number_is_read(submitted: JsonValue, value: int) -> None:
    reading = Integer().read(submitted)
    assert numbers(reading)[0] == value
    assert reading.reason is None


@pytest.mark.parametrize(
    ("submitted", "reason"),
    [
        pytest.param(None, "blank", id="null"),
        pytest.param("", "blank", id="empty"),
        pytest.param(" \t\u200c\u200f\n", "blank", id="nothing-to-see"),
        pytest.param([], "blank", id="empty-list"),
        pytest.param("14 or 15", "contradictory", id="or"),
        pytest.param("۱۴ یا ۱۵", "contradictory", id="persian-or"),
        pytest.param("14; 15", "contradictory", id="two-values"),
        pytest.param("14\n15", "contradictory", id="two-lines"),
        pytest.param("14 (15)", "contradictory", id="another-in-brackets"),
        pytest.param("14 bananas", "malformed", id="unknown-word"),
        pytest.param("not 14", "malformed", id="negated"),
        pytest.param("14 نیست", "malformed", id="persian-negated"),
        pytest.param("14 15", "malformed", id="two-numbers"),
        pytest.param("14 to 15", "malformed", id="range"),
        pytest.param("<14", "malformed", id="comparison"),
        pytest.param("14±1", "malformed", id="plus-or-minus"),
        pytest.param("3:2", "malformed", id="a-ratio"),
        pytest.param("0x10", "malformed", id="another-base"),
        pytest.param("(14", "malformed", id="open-bracket"),
        pytest.param("14)", "malformed", id="closed-bracket"),
        pytest.param("5×", "malformed", id="unfinished"),
        pytest.param("70 -", "malformed", id="an-unfinished-difference"),
        pytest.param("answer - 14", "malformed", id="a-dash-or-a-minus"),
        pytest.param("answer-14", "malformed", id="a-hyphen-or-a-minus"),
        pytest.param("14- channels", "malformed", id="a-dash-behind"),
        pytest.param("12,443,64", "malformed", id="odd-groups"),
        pytest.param("5,0208", "malformed", id="a-comma-out-of-place"),
        pytest.param("1..5", "malformed", id="two-points"),
        pytest.param("__import__('os')", "malformed", id="code"),
        pytest.param("{14}; DROP TABLE", "malformed", id="sql"),
        pytest.param(True, "malformed", id="true"),
        pytest.param({"a": 1}, "malformed", id="object"),
        pytest.param([1, 2], "malformed", id="list"),
        pytest.param("NaN", "not_finite", id="nan-text"),
        pytest.param("∞", "not_finite", id="infinity"),
        pytest.param("1/0", "not_finite", id="division-by-zero"),
        pytest.param(float("nan"), "not_finite", id="nan"),
        pytest.param(JsonFloat.from_literal("1e400"), "not_finite", id="overflow"),
        pytest.param("9" * 201, "too_long", id="digits"),
        pytest.param(10**300, "too_long", id="json-digits"),
        pytest.param("1e1001", "too_long", id="exponent"),
        pytest.param(
            JsonFloat.from_literal("1e" + "0" * 5000 + "5"), "too_long", id="digits-of-the-exponent"
        ),
        pytest.param("171!", "too_long", id="factorial"),
        pytest.param("9**9**9**9", "too_long", id="tower"),
        pytest.param("(" * 51 + "1" + ")" * 51, "too_long", id="depth"),
        pytest.param("1+" * 600 + "1", "too_long", id="nodes"),
        pytest.param("1" + " " * 2000 + "1", "too_long", id="length"),
    ],
)
def test_what_cannot_be_read_says_why_and_gives_no_value(submitted: JsonValue, reason: str) -> None:
    reading = Integer().read(submitted)
    assert (reading.reason, reading.values) == (reason, ())
    assert reading.message is not None


def test_the_caret_stands_under_the_place_in_the_students_own_text() -> None:
    reading = Integer().read("\u200f\u200f14 بنانا")
    assert reading.message is not None
    assert reading.message.values["caret"] == "     ^"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("1.234", ["1.234", "1234"], id="a-decimal-or-a-thousand"),
        pytest.param("1,234", ["1234", "1.234"], id="a-thousand-or-a-decimal"),
        pytest.param("۱۲/۵", ["12.5", "2.4"], id="persian-slash"),
        pytest.param("12/5", ["2.4"], id="latin-slash"),
        pytest.param("0.234", ["0.234"], id="no-thousand-begins-with-0"),
        pytest.param("1234.567", ["1234.567"], id="no-thousand-has-four-digits-before"),
        pytest.param(r"1\frac12", ["1.5", "0.5"], id="mixed-or-product"),
        pytest.param("[27/2]+1", ["14.5", "14"], id="brackets-or-whole-part"),
    ],
)
def test_both_sensible_readings_are_kept_the_likeliest_first(text: str, values: list[str]) -> None:
    assert numbers(Number().read(text)) == [Fraction(value) for value in values]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3/2", "1.5"),
        ("½", "0.5"),
        ("1½", "1.5"),
        ("1 1/2", "1.5"),
        ("-½", "-0.5"),
        (r"\frac{3}{2}", "1.5"),
        (r"\tfrac32", "1.5"),
        ("3⁄2", "1.5"),
        ("۰٫۱۰۲", "0.102"),
        ("0,102", "0.102"),
        (".5", "0.5"),
        ("1.04e-2", "0.0104"),
        ("1.04×10^{-2}", "0.0104"),
        ("1.04×10⁻²", "0.0104"),
        ("10.33%", "0.1033"),
        ("٪۱۰٫۳۳", "0.1033"),
        ("|−3|", "3"),
        ("sqrt(16)", "4"),
        (r"\sqrt[3]{8}", "2"),
        ("√(4/9)", "2/3"),
        ("max(1, 2)", "2"),
        ("تقریباً ۰٫۵", "0.5"),
        ("≈0.5", "0.5"),
        ("approximately 0.5", "0.5"),
        ("1/3 ≈ 0.33", "0.33"),
        ("1/3 (0.333)", "1/3"),
        ("0.1033 (10.33%)", "0.1033"),
        ("-2^2", "-4"),
        ("2^3^2", "512"),
    ],
)
def test_a_number_is_read(text: str, value: str) -> None:
    assert numbers(Number().read(text))[0] == Fraction(value)


@pytest.mark.parametrize(
    ("text", "decimals"),
    [
        ("sqrt(2)", "1.41421356237309504880168872420969807856967187537694"),
        ("exp(1)", "2.71828182845904523536028747135266249775724709369995"),
    ],
)
def test_irrational_calculations_have_forty_digits(text: str, decimals: str) -> None:
    assert abs(numbers(Number().read(text))[0] - Fraction(decimals)) < Fraction(1, 10**45)


def test_whole_sides_before_the_last_are_kept() -> None:
    reading = Integer().read("(5408+1)*32 = 173088 = 173000")
    assert numbers(reading) == [173000]
    assert {value.value for value in reading.earlier if isinstance(value, WrittenNumber)} == {173088}


def test_a_name_with_a_known_number_is_worth_it() -> None:
    scope = Scope(values={"M": Fraction(32), "D": Fraction(2), "F": Fraction(3)})
    assert numbers(Integer().read("M - DF + D", scope)) == [28]


def test_the_statement_with_the_parts_own_label_counts() -> None:
    reading = Integer().read("direct = 5, reduce = 6", Scope(labels=("direct",)))
    assert numbers(reading) == [5]


@pytest.mark.parametrize(
    ("submitted", "right"),
    [
        pytest.param("≈ 12.4 million", True, id="about-and-a-word"),
        pytest.param("۱۲٫۴ میلیون", True, id="persian-word"),
        pytest.param("12.4M", True, id="letter"),
        pytest.param("about 12,400,000", True, id="about"),
        pytest.param("12.44M", True, id="four-digits"),
        pytest.param("12443648", True, id="exact"),
        pytest.param("≈ 12 million", False, id="two-digits"),
        pytest.param("12,400,000", False, id="no-sign-of-approximation"),
        pytest.param("12.5 million", False, id="wrong-digits"),
    ],
)
def test_about_needs_three_right_digits(submitted: str, right: bool) -> None:
    assert credit(Integer(approximate_digits=3), submitted, 12443648) == right


def test_about_is_not_enough_without_the_rule() -> None:
    assert credit(Integer(), "12.4 million", 12443648) == 0


@pytest.mark.parametrize(
    ("submitted", "right"),
    [
        ("89.67%", True),
        ("%89.67", True),
        ("۸۹٫۶۷ درصد", True),
        ("90", True),
        ("0.8967", True),
        ("1 - 0.1033", True),
        ("(1 - 0.1033)*100%", True),
        ("-89.67%", True),
        ("88.67", True),
        ("88.6", False),
        ("0.8967 %", False),
        ("10.33%", False),
        ("100%", False),
    ],
)
def test_a_percentage_is_right_within_a_point(submitted: str, right: bool) -> None:
    assert credit(Percent(drop_sign=True), submitted, Fraction(8967, 100)) == right


@pytest.mark.parametrize(("answer", "reference"), [("0", "0.5"), ("100", "99.6"), ("0%", "0.9")])
def test_nothing_and_everything_are_no_roundings(answer: str, reference: str) -> None:
    assert credit(Percent(), answer, Fraction(reference)) == 0


def test_a_sign_is_kept_where_no_reduction_is_asked() -> None:
    assert credit(Percent(), "-89.67", Fraction(8967, 100)) == 0


def test_remarks_say_what_was_overlooked() -> None:
    kind = Percent(drop_sign=True)
    assert kind.compare(kind.read("0.8967").values[0], Fraction(8967, 100)).remarks == (PERCENT_AS_FRACTION,)
    assert SIGN_DROPPED in kind.read("-90%").remarks
    assert Number().compare(Number().read("0.66").values[0], Fraction(2, 3)).remarks == (CUT_OFF,)


@pytest.mark.parametrize(
    ("text", "spread", "right"),
    [
        ("N(0, 0.0104)", "variance", True),
        ("N(0, 0.102)", "variance", True),
        ("N(0, 0.0104)", "deviation", True),
        (r"\mathcal{N}(0, \frac{2}{192})", "deviation", True),
        ("0.0104", "deviation", False),
        ("0.102", "deviation", True),
    ],
)
def test_a_normal_distribution_names_its_spread_either_way(text: str, spread: str, right: bool) -> None:
    reference = Fraction(2, 192) if spread == "variance" else Fraction("0.10206207")
    assert credit(Number(spread=spread), text, reference) == right  # type: ignore[arg-type]  # one of the two words


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Integer(), 1.5),
        (Integer(), "x"),
        (Number(), float("nan")),
        (Percent(), None),
        (Integer(), True),
        (Length(), (1.5,)),
    ],
)
def test_a_reference_of_another_kind_is_refused(kind: Kind, raw: object) -> None:
    with pytest.raises(ValueError, match="expected"):
        kind.reference(raw)


def test_values_are_shown_and_kept() -> None:
    number, shape = Number(), Length()
    third: Value = number.read("1/3").values[0]
    assert (number.show(third), number.to_json(third)) == ("1/3", 1 / 3)
    assert (number.show(Fraction(12443648, 120422400)), Percent().show(Fraction(90))) == ("31/300", "90 %")
    assert number.show(Fraction("0.10206207261596576")) == "0.102062"
    assert shape.show(shape.read([7, 7, 32]).values[0]) == "7 × 7 × 32"
    assert Integer().to_json(Integer().read("14").values[0]) == 14


def test_bounds_are_the_parts_own() -> None:
    kind = Integer(at_least=1, at_most=10)
    assert [kind.in_bounds(kind.read(text).values[0]) for text in ("0", "1", "10", "11", "2.5")] == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_an_x_between_digits_is_a_sign_even_where_x_is_a_name() -> None:
    scope = Scope(values={"x": Fraction(3)})
    assert [Integer().plain(value) for value in Integer().read("14x12", scope).values] == [168]
    assert [Integer().plain(value) for value in Integer().read("14x", scope).values] == [42]
