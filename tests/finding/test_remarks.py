"""What would be otherwise, and what others have got, is no answer; beside the student's own value that is one."""

from __future__ import annotations

import pytest

from grader.finding.remarks import is_remark, place_of_value
from grader.records import PartStatus
from tests.finding.conftest import Grade

CORRECT, WAITS = PartStatus.CORRECT, PartStatus.NEEDS_REVIEW


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Without dilation the answer would be 13", True, id="would-be"),
        pytest.param("if the stride were 1 the result is 13", True, id="were"),
        pytest.param("Had the stride been 1, it would have been 13", True, id="had-been"),
        pytest.param("بدون اتساع جواب ۱۳ می‌شد", True, id="persian-would-be"),
        pytest.param("اگر گام 1 بود نتیجه ۱۳ می‌شد", True, id="persian-if"),
        pytest.param("A classmate's answer: 13", True, id="of-a-classmate"),
        pytest.param("The example in the book has output = 28×24", True, id="of-a-book"),
        pytest.param("دوستم می‌گوید جواب ۱۳ است", True, id="of-a-friend"),
        pytest.param("در جزوه ۱۳ نوشته شده", False, id="said-behind"),
        pytest.param("The output would be 13", False, id="polite"),
        pytest.param("Without padding the output is 13", False, id="a-condition-that-holds"),
        pytest.param("By the formula in the slides we get 13", False, id="by-a-formula"),
        pytest.param("13, and a friend got 15", False, id="own-value-first"),
        pytest.param("The stride is not one but it is 13", False, id="nothing-of-the-kind"),
    ],
)
def test_a_remark_is_known_by_its_words(text: str, expected: bool) -> None:
    assert is_remark(text, place_of_value(text)) is expected


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("15\nWithout dilation the answer would be 7.", WAITS, id="right-only-if"),
        pytest.param("15\nA classmate's answer: 7", WAITS, id="right-for-another"),
        pytest.param("۱۵\nدوستم می‌گوید جواب ۷ است ولی به نظر من درست نیست.", WAITS, id="right-for-a-friend"),
        pytest.param("At first I had 7 but it is wrong", WAITS, id="taken-back"),
        pytest.param("7 (my friend got 15)", CORRECT, id="another-has-a-wrong-one"),
        pytest.param("if D were 1 it would be 3, but with D = 3 it is 7", CORRECT, id="compared"),
        pytest.param("7. Had the dilation been 3, it would have been 15.", CORRECT, id="compared-behind"),
        pytest.param("At first I had 15, but the right value is 7.", CORRECT, id="the-right-one-is-said"),
    ],
)
def test_a_remark_neither_answers_nor_disturbs(grade: Grade, text: str, status: PartStatus) -> None:
    assert grade("3", f"Question 3\na) {text}\n")["effective_kernel"].status is status
