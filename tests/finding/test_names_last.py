"""A name that a right-to-left line shows behind its value stands before it again."""

from __future__ import annotations

import pytest

from grader.documents.model import Line
from grader.finding.names_last import with_name_first


@pytest.mark.parametrize(
    ("seen", "written"),
    [
        pytest.param("خروجی 12×9×7 : conv3", "خروجی conv3: 12×9×7", id="a-size-and-a-layer"),
        pytest.param(
            "پارامترهای ( 3×3×4 + 1 ) ×8 = 296 : conv3",
            "پارامترهای conv3: ( 3×3×4 + 1 ) ×8 = 296",
            id="a-count",
        ),
        pytest.param("E_f=D(F−1)+1=7 :Effective size", "Effective size: E_f=D(F−1)+1=7", id="a-formula"),
        pytest.param("(M−D)×(N−D) )c", "c) (M−D)×(N−D)", id="a-letter-with-a-turned-bracket"),
        pytest.param("9 × 9 × 24 (b)", "(b) 9 × 9 × 24", id="a-letter-behind"),
        pytest.param("[31,15] encoder: (a)", "(a) encoder: [31,15]", id="a-letter-and-a-name-behind"),
        pytest.param(
            "مرحله اول 4×5×8×12=1920 : (1×1)", "مرحله اول (1×1): 4×5×8×12=1920", id="a-window-for-a-name"
        ),
        pytest.param("4×12=48 :Pointwise", "Pointwise: 4×12=48", id="no-persian-word"),
        pytest.param(
            "5×5 پس (4−1)×1+2=5 :Output size",
            "Output size: (4−1)×1+2=5 پس 5×5",
            id="a-word-between-two-values",
        ),
        pytest.param("۳ · ۴^۲ = ۴۸ = مستقیم", "مستقیم = ۳ · ۴^۲ = ۴۸", id="an-equation-with-its-name-last"),
    ],
)
def test_a_name_stands_before_its_value(seen: str, written: str) -> None:
    assert with_name_first(Line(text=seen, number=1)).text == written


@pytest.mark.parametrize(
    "text",
    [
        "conv3: 12×9×7",
        "Question 3 : GAP",
        "سوال ۳ : Conv shapes",
        "3 : conv shapes",
        "ratio 1:4",
        "خروجی conv3: 12×9×7",
        "a = b = c",
        "as in (b)",
        "3 (a)",
        "f(a)",
        "(see the (first )b",
        "۱۲ = ۳ · ۴",
        "conv3\t12×9×7 : conv4",
        "",
    ],
)
def test_what_is_in_order_or_may_be_a_title_stays(text: str) -> None:
    assert with_name_first(Line(text=text, number=1)).text == text
