"""Shapes in every form in which sizes are written; sides are never multiplied and keep their order."""

from fractions import Fraction

import pytest

from grader.answers import Scope, Shape
from grader.records import Certainty, JsonValue


def credit(submitted: JsonValue, reference: object, kind: Shape | None = None, **options: str) -> Fraction:
    shape = kind or Shape()
    values = shape.read(submitted, Scope(options=options)).values
    return max(
        (shape.compare(value, shape.reference(reference)).credit for value in values), default=Fraction(-1)
    )


RIGHT_FORMS = [
    "14×14×32", "14x14x32", "14X14X32", "14*14*32", "14 × 14 × 32", "(14, 14, 32)", "[14,14,32]", "{14, 14, 32}",
    "(14 * 14 * 32)", "(None, 14, 14, 32)", "(?, 14, 14, 32)", "(-1,14,14,32)", "N×14×14×32", "batch×14×14×32",
    "14x14 (32 channels)", "14×14, 32 channels", "14 × 14 with 32 channels", "14×14 با ۳۲ کانال", "14 by 14 by 32",
    "۱۴×۱۴×۳۲", "۱۴ در ۱۴ در ۳۲", "(۱۴، ۱۴، ۳۲)", "١٤×١٤×٣٢", "１４×１４×３２", r"14 \times 14 \times 32",
    r"$(14, 14, 32)$", "14✕14✕32", "14 х 14 х 32", "H=14, W=14, C=32", "width: 14, height: 14, channels: 32",
    "ارتفاع ۱۴، عرض ۱۴، کانال ۳۲", "output: 14×14×32", "O = 14×14×32", "H×W×C = 14×14×32", "28×28×1 → 14×14×32",
    "14 14 32", "[14 14 32]", "14²×32", "32@14×14", "32 channels of 14x14", "۳۲ کانال ۱۴×۱۴", "14*14*(2*16)",
    "(28/2)×(28/2)×32", "14×14×32 = 6272", "14×14×32 = 6,272", "14.0×14×32", "14×14×32.", "14×14×32 feature map",
    [14, 14, 32], [[14, 14, 32]], [None, 14, 14, 32], ["14", "۱۴", 32], [14.0, 14, 32],
]  # fmt: skip


@pytest.mark.parametrize("submitted", RIGHT_FORMS, ids=str)
def test_a_shape_is_right_in_every_form(submitted: JsonValue) -> None:
    assert credit(submitted, [14, 14, 32]) == 1


NEAR_MISSES = [
    (32, 14, 14),
    (14, 32, 14),
    (14, 14, 31),
    (15, 14, 32),
    (14, 14),
    (14, 14, 32, 2),
    (1, 1, 6272),
]


@pytest.mark.parametrize("submitted", RIGHT_FORMS, ids=str)
@pytest.mark.parametrize("reference", NEAR_MISSES, ids=str)
def test_a_right_form_is_wrong_for_a_near_miss(submitted: JsonValue, reference: tuple[int, ...]) -> None:
    assert credit(submitted, reference) == 0


def test_channels_come_first_only_where_the_question_says_so() -> None:
    assert credit("32×14×14", [14, 14, 32]) == 0
    assert credit("32×14×14", [14, 14, 32], channels="first") == 1
    assert credit("14×14×32", [14, 14, 32], channels="first") == 0


def test_a_size_may_carry_a_channel_of_one() -> None:
    size = Shape(sides=2)
    assert credit("28×24×1", [28, 24], size) == 1
    assert credit("28×24×3", [28, 24], size) == 0
    assert credit("24×28", [28, 24], size) == 0


def test_a_length_may_carry_two_sides_of_one() -> None:
    assert credit("1×1×32", 32) == 1
    assert credit("32", [32]) == 1


@pytest.mark.parametrize("submitted", ["672", 672, "28*24 = 672 = 672"])
def test_one_number_for_a_shape_is_a_doubt(submitted: JsonValue) -> None:
    shape = Shape(sides=2)
    value = Shape().read(submitted).values[0]
    verdict = shape.compare(value, shape.reference([28, 25]))
    assert isinstance(value, tuple)
    assert verdict.credit == 0
    assert (verdict.doubt is not None) == (len(value) == 1)


def test_a_batch_of_one_image_is_a_doubt() -> None:
    shape = Shape()
    verdict = shape.compare(shape.read("(1, 14, 14, 32)").values[0], (14, 14, 32))
    assert verdict.credit == 0
    assert verdict.doubt == "malformed"


@pytest.mark.parametrize(
    ("submitted", "reason"),
    [
        ("", "blank"),
        ("14×14×k", "malformed"),
        ("14××32", "malformed"),
        ("14×14×", "malformed"),
        ("a few", "malformed"),
        ("14×14×32 or 32×14×14", "contradictory"),
        ("14×14×32; 7×7×32", "contradictory"),
        ("1×" * 50 + "1", "malformed"),
        ([14, True], "malformed"),
        ([14, [14]], "malformed"),
        ({"h": 14}, "malformed"),
        ("1/0×14", "not_finite"),
    ],
)
def test_what_is_no_shape_says_why(submitted: JsonValue, reason: str) -> None:
    assert Shape().read(submitted).reason == reason


def test_sides_may_be_formulas() -> None:
    shape = Shape(symbols=("i", "k1", "d1"))
    reading = shape.read("(i-k_1+1) × (i-k_1+1) × d_1")
    reference = shape.reference(["i-k1+1", "i+1-k1", "d1"])
    assert shape.compare(reading.values[0], reference).credit == 1
    assert shape.show(reading.values[0]) == "(i - k1 + 1) × (i - k1 + 1) × d1"
    assert shape.compare(shape.read("(i-k1)×(i-k1)×d1").values[0], reference).credit == 0


def test_a_shape_is_shown_kept_and_handed_on() -> None:
    shape = Shape()
    reading = shape.read("14x14x32")
    value = reading.values[0]
    assert (reading.certainty, reading.text) == (Certainty.CERTAIN, "14x14x32")
    assert shape.show(value) == shape.show((14, 14, 32)) == "14 × 14 × 32"
    assert shape.to_json(value) == [14, 14, 32]
    assert shape.plain(value) == (14, 14, 32)
    assert shape.in_bounds(value)
    assert not shape.in_bounds(shape.read("0×14").values[0])


@pytest.mark.parametrize("raw", [[], [1.5], "x(", [None]])
def test_a_reference_that_is_no_shape_is_refused(raw: object) -> None:
    with pytest.raises(ValueError, match=r"expected|cannot read"):
        Shape().reference(raw)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("24 wide, 28 high", (28, 24), id="adjectives"),
        pytest.param("5 wide and 6 high and 7 deep", (6, 5, 7), id="three-adjectives"),
        pytest.param("۲۴ پهنا و ۲۸ ارتفاع", (28, 24), id="persian"),
        pytest.param("o_w = 24, o_h = 28, c = 3", (28, 24, 3), id="subscripts"),
        pytest.param("p_{w}=24, p_{h}=28", (28, 24), id="latex-subscripts"),
        pytest.param("H' = 28, W' = 24", (28, 24), id="primes"),
        pytest.param("w_out = 24, h_out = 28", (28, 24), id="out"),
    ],
)
def test_sides_that_are_named_stand_in_any_order(written: str, expected: tuple[int, ...]) -> None:
    kind = Shape()
    assert [kind.plain(value) for value in kind.read(written).values] == [expected]


@pytest.mark.parametrize("written", ["14x14 (32 channels)", "32@14x14", "32 channels of 14x14"])
def test_channels_that_are_named_are_not_moved(written: str) -> None:
    """Where channels come first, only an unnamed triple says so by its order."""
    kind = Shape()
    first = Scope(options={"channels": "first"})
    assert [kind.plain(value) for value in kind.read(written, first).values] == [(14, 14, 32)]


def test_a_size_with_a_batch_and_channels_first_goes_to_a_person() -> None:
    assert Shape().read("torch.Size([1, 5, 6, 5])").reason == "malformed"
