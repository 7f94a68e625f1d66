"""What may be meant in another way than it was read goes to a person: it is neither right nor wrong."""

from fractions import Fraction

import pytest

from grader.answers import Choice, Expression, Integer, Kind, Length, Matrix, Number, Percent, Shape, Vector
from grader.records import JsonValue
from grader.translation import ENGLISH

HALVES = [[Fraction(1, 2)] * 2] * 2
MAP = [[10, 3], [9, 18]]
BORDERED = [[0, 20, -70, 0], [0, 30, -60, 0], [0, 20, -70, 5]]
SIZES = Expression(symbols=("M", "N", "F", "D"), pair=("M-D*F+D", "N-D*F+D"))
PRODUCT = "(M-D*F+D)*(N-D*F+D)"


def outcome(kind: Kind, submitted: JsonValue, raw: object) -> str:
    """How an answer ends: "right", "wrong", "doubt", or "unreadable"."""
    reading, reference = kind.read(submitted), kind.reference(raw)
    if not reading.values:
        return "unreadable"
    found = [kind.compare(value, reference) for value in reading.values]
    if any(comparison.credit == 1 for comparison in found):
        return "right"
    return "doubt" if any(comparison.doubt for comparison in found) else "wrong"


@pytest.mark.parametrize(
    ("kind", "submitted", "reference", "expected"),
    [
        pytest.param(Matrix(), "½", HALVES, "doubt", id="one-number-for-all-cells"),
        pytest.param(Matrix(), 0.5, HALVES, "doubt", id="one-json-number-for-all-cells"),
        pytest.param(
            Number(), "-0.5 turns into -0.25", Fraction(-3, 4), "unreadable", id="words-are-no-sign"
        ),
        pytest.param(Number(), "-0.5 is the half of -0.25", Fraction(1, 8), "unreadable", id="nor-a-product"),
        pytest.param(
            Vector(), "spread 2.5 leaves [1.5, -4]", [Fraction(15, 4), -10], "unreadable", id="nor-a-factor"
        ),
        pytest.param(Vector(), "2.5 times [2, -4]", [5, -10], "right", id="unless-it-says-so"),
        pytest.param(Integer(), "18 so 6", 108, "unreadable", id="a-conclusion-is-no-product"),
        pytest.param(Integer(), "640 در برابر 32", 20480, "unreadable", id="against-is-not-times"),
        pytest.param(Integer(), "640 در حالی که 32", 20480, "unreadable", id="while-is-not-times"),
        pytest.param(
            Shape(), "12, which gives 12 × 12 × 8", [12, 12, 8], "unreadable", id="working-is-no-side"
        ),
        pytest.param(Integer(), "12، یعنی 8", 8, "unreadable", id="that-is"),
        pytest.param(Integer(), "640 weights (640)", 640, "right", id="said-again-in-brackets"),
        pytest.param(Integer(), "۴ در ۴ در ۸", 128, "right", id="times-in-words"),
        pytest.param(
            Expression(symbols=("C",)), "8C² in all (2C² each)", "16*C**4", "unreadable", id="formula-beside"
        ),
        pytest.param(Matrix(), "all 1/2", HALVES, "unreadable", id="all-and-a-number"),
        pytest.param(Matrix(), "همه ½", HALVES, "unreadable", id="all-in-persian"),
        pytest.param(Matrix(), [[0.5]], [[Fraction(1, 2)]], "right", id="a-matrix-of-one-cell"),
        pytest.param(Vector(), "5", [5, 5, 5], "doubt", id="one-number-for-a-vector"),
        pytest.param(Matrix(), [10, 3, 9, 18], MAP, "doubt", id="all-cells-in-one-row"),
        pytest.param(Matrix(), [[10], [3], [9], [18]], MAP, "doubt", id="all-cells-in-one-column"),
        pytest.param(Matrix(), "10, 9, 3, 18", MAP, "doubt", id="column-after-column"),
        pytest.param(Matrix(), [18, 3, 9, 10], MAP, "wrong", id="one-row-of-other-cells"),
        pytest.param(Matrix(), [[20, -70], [30, -60]], BORDERED, "wrong", id="a-part-from-another-corner"),
        pytest.param(Matrix(), [[0, 20, -70], [0, 30, -60]], BORDERED, "doubt", id="the-first-rows"),
        pytest.param(Matrix(), [[30, -60], [20, -70]], BORDERED, "doubt", id="the-part-within-the-border"),
        pytest.param(Matrix(), [[30, -60], [20, 70]], BORDERED, "wrong", id="another-part"),
        pytest.param(Matrix(), "g(0,1)=20, g(0,2)=-70", BORDERED, "unreadable", id="some-cells-of-a-row"),
        pytest.param(Matrix(), "g(0,0)=10, g(0,1)=3, …", MAP, "unreadable", id="a-list-that-goes-on"),
        pytest.param(Matrix(), "g(1,1)=18", MAP, "unreadable", id="one-cell-by-its-name"),
        pytest.param(
            Matrix(),
            "g(0,1)=20,g(0,2)=-70,g(1,1)=30,g(1,2)=-60",
            BORDERED,
            "unreadable",
            id="no-first-column",
        ),
        pytest.param(
            Matrix(), "g(1,1)=10, g(1,2)=3, g(2,1)=9, g(2,2)=18", MAP, "right", id="all-cells-from-1"
        ),
        pytest.param(Matrix(), "[[10, 3], [9, …]]", MAP, "unreadable", id="and-so-on-is-no-cell"),
        pytest.param(Expression(symbols=("d",)), "5", "2*d+1", "doubt", id="a-number-for-a-formula"),
        pytest.param(Expression(symbols=("d",)), 5, "2*d+1", "doubt", id="a-json-number-for-a-formula"),
        pytest.param(Expression(symbols=("d",)), "2d-1", "2*d+1", "wrong", id="another-formula"),
        pytest.param(Shape(), "14x14", (14, 14, 32), "doubt", id="a-side-missing"),
        pytest.param(Shape(), [14, 14], (14, 14, 32), "doubt", id="a-side-missing-in-a-list"),
        pytest.param(Shape(), "32x14x14", (14, 14, 32), "wrong", id="another-order"),
        pytest.param(Shape(sides=2), "28×24×32", (28, 24), "doubt", id="channels-nobody-asked-for"),
        pytest.param(Shape(sides=2), "28×24×1", (28, 24), "right", id="one-channel"),
        pytest.param(SIZES, "M-D(F-1) × N-D(F-1)", PRODUCT, "right", id="a-pair-without-brackets"),
        pytest.param(SIZES, "O = M-DF+D x N-DF+D", PRODUCT, "right", id="with-a-name-and-an-x"),
        pytest.param(SIZES, r"N-D(F-1) \times M-D(F-1)", PRODUCT, "right", id="in-latex-the-other-way"),
        pytest.param(SIZES, "M-D*(F-1) * N-D*(F-1)", PRODUCT, "right", id="a-star-that-stands-apart"),
        pytest.param(SIZES, "M-DF+D در N-DF+D", PRODUCT, "right", id="in-persian"),
        pytest.param(SIZES, "M-DF-D × N-DF+D", PRODUCT, "wrong", id="one-sign-off"),
        pytest.param(SIZES, "M-D(F-1) * D*N-D*(F-1)", PRODUCT, "wrong", id="a-star-among-others"),
        pytest.param(SIZES, "M*N-D(F-1)", PRODUCT, "wrong", id="a-product-without-a-second-sum"),
    ],
)
def test_a_doubt_is_neither_right_nor_wrong(
    kind: Kind, submitted: JsonValue, reference: object, expected: str
) -> None:
    assert outcome(kind, submitted, reference) == expected


@pytest.mark.parametrize("submitted", ["672", 672, [672], "28×24×32", "28×24×1×2"])
def test_a_size_with_other_sides_than_asked_is_told_so_without_the_true_ones(submitted: JsonValue) -> None:
    (remark,) = Shape(sides=2).read(submitted).remarks
    assert ENGLISH.sentence(remark) == "A size is written with 2 sides, such as 9 × 7."


@pytest.mark.parametrize("submitted", ["28×24", "28×24×1", [28, 24]])
def test_a_size_with_the_sides_asked_has_no_remark(submitted: JsonValue) -> None:
    assert Shape(sides=2).read(submitted).remarks == ()


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(Integer(), id="integer"),
        pytest.param(Integer(side="height"), id="side"),
        pytest.param(Length(), id="length"),
        pytest.param(Number(), id="number"),
        pytest.param(Percent(), id="percent"),
        pytest.param(Shape(), id="shape"),
        pytest.param(Vector(), id="vector"),
        pytest.param(Matrix(), id="matrix"),
        pytest.param(Expression(symbols=("M",)), id="formula"),
        pytest.param(Choice(options={"edge": ("edge", "لبه")}), id="choice"),
    ],
)
@pytest.mark.parametrize(
    "words",
    ["neither", "none", "don't know", "I don't know", "نمی‌دانم", "بلد نیستم", "-", "—", "?", "؟", "N/A", "…"],
)
def test_words_instead_of_an_answer_go_to_a_person(kind: Kind, words: str) -> None:
    reading = kind.read(words)
    assert (reading.values, reading.reason) == ((), "malformed")


@pytest.mark.parametrize("kind", [Integer(), Number()], ids=["whole", "number"])
@pytest.mark.parametrize(
    ("submitted", "reference", "expected"),
    [
        pytest.param("294912 (3*3*128*128)", 294912, "right", id="a-slip-in-the-working"),
        pytest.param("294912 (9*256)*128", 294912, "right", id="only-a-factor-in-the-bracket"),
        pytest.param("۱۲۱۶ (۷۶×۱۵)", 1216, "right", id="in-persian"),
        pytest.param("16 (75+1)", 1216, "right", id="a-product"),
        pytest.param("294912 (3*3*128*128)", 147456, "wrong", id="the-working-alone-is-no-answer"),
        pytest.param("16(75+1)", 16, "wrong", id="a-bracket-that-touches-multiplies"),
    ],
)
def test_a_number_may_stand_before_its_working(
    kind: Kind, submitted: str, reference: int, expected: str
) -> None:
    assert outcome(kind, submitted, reference) == expected
