"""Choices in both languages, and free text."""

import pytest

from grader.answers import Choice, Written
from grader.records import Certainty, JsonValue
from grader.translation import ENGLISH, Message, Translator

KERNEL = Choice(
    options={
        "laplacian": ("Laplacian", "لاپلاسین", "Laplace"),
        "sobel_x": ("Sobel x", "horizontal Sobel", "سوبل افقی"),
        "neither": ("no conclusion", "هیچ‌کدام"),
        "vanishes": ("vanishes", "محو می‌شود", "محوشدگی"),
    },
    alone={"Sobel": ("sobel_x", "neither"), "محو": ("vanishes",)},
)


@pytest.mark.parametrize(
    ("submitted", "code"),
    [
        ("Laplacian", "laplacian"),
        ("LAPLACIAN.", "laplacian"),
        ("laplacian", "laplacian"),
        ("لاپلاسین", "laplacian"),
        ("لاپلاسين", "laplacian"),
        (["Laplace"], "laplacian"),
        ("sobel_x", "sobel_x"),
        ("Sobel-X", "sobel_x"),
        ("سوبل افقی", "sobel_x"),
        ("هیچکدام", "neither"),
        ("هیچ\u200cکدام", "neither"),
        ("no conclusion", "neither"),
        ("الپالسین", "laplacian"),
        ("محو می\u200cشود", "vanishes"),
        ("محو می شود", "vanishes"),
        ("محو میشود", "vanishes"),
        ("محو شدگی", "vanishes"),
    ],
)
def test_a_choice_is_read_in_either_language(submitted: JsonValue, code: str) -> None:
    reading = KERNEL.read(submitted)
    assert (reading.values, reading.certainty) == ((code,), Certainty.CERTAIN)
    assert KERNEL.compare(code, KERNEL.reference(code)).credit == 1


def test_a_choice_inside_a_sentence_is_plain() -> None:
    assert KERNEL.read("It is the Laplacian filter").certainty is Certainty.PLAIN


@pytest.mark.parametrize(
    ("submitted", "reason"),
    [
        ("edge detector", "malformed"),
        ("not Laplacian", "malformed"),
        ("لاپلاسین نیست", "malformed"),
        ("it doesn't look Laplacian", "malformed"),
        ("برخلاف لاپلاسین است", "malformed"),
        ("محو نمی شود", "malformed"),
        ("گرادیان محو نمی‌شود", "malformed"),
        ("چون کمتر از یک است محو نخواهد شد", "malformed"),
        ("محو می شود ولی صفر نمی شود", "malformed"),
        ("like Sobel", "malformed"),
        ("رنگ محو", "malformed"),
        ("Laplacian or Sobel x", "contradictory"),
        (3, "malformed"),
        ("", "blank"),
        ("a" * 3000, "too_long"),
    ],
)
def test_a_word_that_is_no_choice_is_never_wrong(submitted: JsonValue, reason: str) -> None:
    assert KERNEL.read(submitted).reason == reason


def test_a_name_of_several_choices_is_wrong_where_none_is_right_and_else_a_doubt() -> None:
    value = KERNEL.read("It is the Sobel filter").values[0]
    assert (KERNEL.show(value), KERNEL.in_bounds(value)) == ("Sobel x / no conclusion", True)
    assert KERNEL.compare(value, "laplacian").credit == 0
    assert KERNEL.compare(value, "laplacian").doubt is None
    assert KERNEL.compare(value, "sobel_x").credit == 0
    assert KERNEL.compare(value, "sobel_x").doubt == "malformed"


def test_a_word_that_counts_alone_counts_beside_words_that_say_nothing() -> None:
    assert KERNEL.read("گرادیان محو است").values == ("vanishes",)


def test_a_choice_is_shown_by_its_first_word() -> None:
    assert (KERNEL.show("sobel_x"), KERNEL.to_json("sobel_x"), KERNEL.plain("sobel_x")) == (
        "Sobel x",
        "sobel_x",
        "sobel_x",
    )
    assert KERNEL.in_bounds("sobel_x")
    with pytest.raises(ValueError, match="expected one of"):
        KERNEL.reference("prewitt")


def test_a_remark_is_made_whichever_choice_is_written() -> None:
    remark = Message("It is a bound.")
    kind = Choice(options={"small": ("small",), "large": ("large",)}, remark=remark)
    compared = [kind.compare(kind.read(word).values[0], "small") for word in ("small", "large")]
    assert [each.credit for each in compared] == [1, 0]
    assert [each.remarks for each in compared] == [(remark,), (remark,)]


def test_a_written_answer_stands_as_it_is_and_waits() -> None:
    kind = Written()
    reading = kind.read("چون  پارامتر کمتر است")
    assert reading.values == ("چون  پارامتر کمتر است",)
    assert kind.compare(reading.values[0], kind.reference(None)).doubt == "written"
    assert kind.read("   ").reason == "blank"
    assert kind.read("a" * 20_001).reason == "too_long"
    assert kind.in_bounds("a")


def test_the_choices_are_named_in_the_readers_language() -> None:
    refused = KERNEL.read("edge detector").message
    assert refused is not None
    words = {", ": "، ", "Laplacian": "لاپلاسین", "no conclusion": "هیچ‌کدام"}
    persian = Translator(locale="fa", lookups=(lambda text: words.get(text, text),))
    assert "Laplacian, Sobel x, no conclusion, vanishes" in ENGLISH.sentence(refused)
    assert "لاپلاسین، Sobel x، هیچ‌کدام، vanishes" in persian.sentence(refused)
