"""Lists are parted by more than commas, digits are grouped by more than tight ones, and channels come in words."""

from __future__ import annotations

import pytest

from grader.finding.separators import with_commas, without_dashes
from grader.records import PartStatus
from tests.finding.conftest import Grade

CORRECT, REVIEW = PartStatus.CORRECT, PartStatus.NEEDS_REVIEW
DIRECT = "14·14·128·64·9"


@pytest.mark.parametrize(
    "listed",
    [
        pytest.param("64 - 32 - 16", id="dashes"),
        pytest.param("64-32-16", id="tight-dashes"),
        pytest.param("64 – 32 – 16", id="long-dashes"),
        pytest.param("۶۴ سپس ۳۲ سپس ۱۶", id="persian-then"),
        pytest.param("اندازه‌ها: ۶۴ سپس ۳۲ و در نهایت ۱۶ است", id="persian-at-last"),
        pytest.param("first 64, then 32, then 16", id="first-and-then"),
        pytest.param("First 64 then 32 and finally 16", id="finally"),
        pytest.param(r"$64 \rightarrow 32 \rightarrow 16$", id="latex-arrows"),
        pytest.param(r"\(64 \longrightarrow 32 \to 16\)", id="latex-arrows-in-the-other-frame"),
    ],
)
@pytest.mark.parametrize("ending", ["md", "tex"])
def test_a_list_has_many_separators(grade: Grade, listed: str, ending: str) -> None:
    assert grade("D", f"Question 4\n(a) {listed}\n", ending)["encoder"].status is CORRECT


@pytest.mark.parametrize("listed", ["64 - 32 - 8", "64-32-8", "100 - 20 - 30", "16 - 32 - 65"])
def test_a_wrong_list_that_may_be_a_subtraction_or_hold_signs_waits(grade: Grade, listed: str) -> None:
    assert grade("D", f"Question 4\n(a) {listed}\n")["encoder"].status is REVIEW


@pytest.mark.parametrize("said", ["9 −1 −6", "9 -1 -6", "dw: ۹ −۱ −۶"])
def test_a_sign_close_to_its_number_parts_nothing(said: str) -> None:
    assert without_dashes(with_commas(said)) == said


@pytest.mark.parametrize("said", ["9−1−6", "3 - x - 2", "64 - 32 = 32", "1.5 - 2.5 - 3.5"])
def test_what_is_drawn_as_a_calculation_keeps_its_signs(said: str) -> None:
    assert without_dashes(said) == said


@pytest.mark.parametrize("text", ["64 - 32 = 32", "64 - 32 - 16 = 16", "x - 64 - 32 - 16", "64 - 32"])
def test_a_calculation_is_no_list(grade: Grade, text: str) -> None:
    assert grade("D", f"Question 4\n(a) {text}\n")["encoder"].status is REVIEW


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("After conv we have 28 × 28 with 8 channels.", id="with"),
        pytest.param("After conv it becomes $28 \\times 28$ with $8$ channels", id="in-formulas"),
        pytest.param("خروجی لایه در نهایت برابر با ۲۸ در ۲۸ با ۸ کانال خواهد بود.", id="persian"),
        pytest.param("پس از آن داریم ۲۸×۲۸ و ۸ کانال", id="persian-and"),
        pytest.param("the layer leaves us 28 × 28 with a depth of 8 in the end", id="a-depth"),
    ],
)
def test_channels_come_in_words(grade: Grade, said: str) -> None:
    assert grade("1", f"Question 1\n(a) {said}\n")["conv"].status is CORRECT


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(
            "Each window here covers kernel positions 3 × 3 with 3 channels at every step of it",
            id="of-a-window",
        ),
        pytest.param("we slide a window of 3 × 3 over it, with 8 filters", id="of-filters"),
        pytest.param("we get 28 × 28 in 8 steps", id="of-steps"),
    ],
)
def test_a_number_behind_a_size_is_not_always_of_its_channels(grade: Grade, said: str) -> None:
    assert grade("1", f"Question 1\n(a) {said}\n")["conv"].status is REVIEW


@pytest.mark.parametrize(
    "number",
    [
        pytest.param("14{,}450{,}688", id="latex"),
        pytest.param("14 ,450,688", id="one-drawn-apart"),
        pytest.param(f"{DIRECT} = 14 ,450 ,688", id="what-an-equation-gives"),
        pytest.param("14.45 × 10^6", id="a-power-of-ten"),
        pytest.param(f"{DIRECT} = 14.5 × 10^6", id="a-product-rounded"),
        pytest.param(rf"{DIRECT} = 1.445 \times 10^{{7}}", id="a-product-rounded-in-latex"),
    ],
)
def test_the_digits_of_a_large_number_are_grouped_or_rounded(grade: Grade, number: str) -> None:
    assert grade("6", f"Question 6\ndirect: {number}\n")["direct"].status is CORRECT


@pytest.mark.parametrize(
    "number",
    [
        pytest.param("128 ,640 ,256", id="a-list"),
        pytest.param("14 ,450", id="two-numbers"),
        pytest.param(f"{DIRECT} = 14 ,450 ,689", id="not-what-the-equation-gives"),
        pytest.param(f"{DIRECT} = 14.35 × 10^6", id="not-what-the-product-rounds-to"),
    ],
)
def test_what_may_be_several_numbers_waits(grade: Grade, number: str) -> None:
    assert grade("6", f"Question 6\ndirect: {number}\n")["direct"].status is REVIEW


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(r"1-\frac{2207744}{14450688}=0.847", id="a-fraction-of-one"),
        pytest.param("0.847", id="a-bare-fraction"),
        pytest.param("حدود هشتاد و پنج درصد کاهش", id="persian-words"),
        pytest.param("eighty-five percent", id="words"),
        pytest.param("(14450688-2207744)/14450688 = 84.7%", id="an-equation-that-ends-in-percent"),
        pytest.param("0.153 are left, so it saves 84.7%", id="a-percentage-behind-a-fraction"),
    ],
)
def test_a_percentage_has_many_forms(grade: Grade, said: str) -> None:
    assert grade("6", f"Question 6\n(a) 14450688\n(b) 2207744\n(c) {said}\n")["reduction"].status is CORRECT


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param("(14450688-2207744)/2207744 = 554.5%", PartStatus.INCORRECT, id="of-another-whole"),
        pytest.param("1 - 0.153 = 0.847 = 54%", REVIEW, id="an-equation-that-does-not-hold"),
        pytest.param("it needs less than a tenth of one percent of one", REVIEW, id="words-in-a-sentence"),
        pytest.param("the rate is 0.5 here", REVIEW, id="a-number-in-passing"),
    ],
)
def test_what_is_no_right_percentage_is_told_apart(grade: Grade, said: str, status: PartStatus) -> None:
    assert grade("6", f"Question 6\n(a) 14450688\n(b) 2207744\n(c) {said}\n")["reduction"].status is status


@pytest.mark.parametrize(
    "said",
    [
        "28 × 28 with 1 channel per filter, 8 filters",
        "28 × 28 with 1 channel, times 8 filters",
        "۲۸ × ۲۸ با ۱ کانال برای هر فیلتر، ۸ فیلتر",
    ],
)
def test_channels_of_each_thing_are_not_those_of_the_size(grade: Grade, said: str) -> None:
    text = f"Q1\na) Output: {said}\nb) 14x14x8\nc) 1568\nd) 15690\n"

    assert grade("1", text)["conv"].status in {PartStatus.CORRECT, REVIEW}
