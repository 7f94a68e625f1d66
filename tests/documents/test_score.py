"""What counts as an anchor, and what as a false verdict."""

from __future__ import annotations

import pytest

from tests.documents.anchors import folded, together
from tests.documents.score import GoldPart, false_verdict, same


@pytest.mark.parametrize(
    ("anchor", "lines", "found"),
    [
        pytest.param(["Output =", "14x14x32"], ["Output = 14 × 14 × 32"], True, id="same-line"),
        pytest.param(["پاسخ:", "۱۴×۱۴×۳۲"], ["پاسخ: 14 x 14 x 32"], True, id="digits-of-another-script"),
        pytest.param(["می‌شود", "۵"], ["مي شود ٥"], True, id="arabic-letters-and-lost-joiners"),
        pytest.param(["Output =", "14x14x32"], ["32 × 14 × 14 = Output"], False, id="reversed"),
        pytest.param(["Output =", "320"], ["Output = 1320"], False, id="inside-a-longer-number"),
        pytest.param(["standard", "108"], ["standard\t9 · (1 + 2)\t108"], True, id="last-cell"),
        pytest.param(["standard", "120 422 400"], ["standard 120422400"], True, id="thousands-parted-or-not"),
        pytest.param(["Output =", "320"], ["Output =", "320"], True, id="next-line"),
        pytest.param(["Output =", "1x2"], ["Output = 1", "x 2"], False, id="torn-apart"),
        pytest.param(["Output =", "7"], ["Output =" + "a long story " * 9 + "7"], False, id="far-away"),
        pytest.param(["Output =", "7"], ["Output = 6", "Output = 7"], True, id="second-label"),
        pytest.param(["Y =", "1 2", "3 4"], ["[1\t2]", "Y =", "[3\t4]"], True, id="matrix-around-its-label"),
        pytest.param(["Y =", "1 2", "3 4"], ["3\t4", "Y =", "1\t2"], False, id="rows-exchanged"),
        pytest.param(["Y =", "1 2", "3 4"], ["1\t2", "3\t4", "Y ="], False, id="label-after-its-matrix"),
    ],
)
def test_a_label_and_its_value_come_together(anchor: list[str], lines: list[str], found: bool) -> None:
    assert together(anchor, lines) is found


def test_folding_keeps_what_tells_answers_apart() -> None:
    assert folded("−70 ≠ 70") == "-70≠70"
    assert folded("۳٫۵ × ٤٬٥٠٠") == "3.5x4,500"


def wanted(status: str, *, right: bool | None, allowed: tuple[str, ...] = ()) -> GoldPart:
    return {"value": 1, "right": right, "status": status, "allowed": list(allowed), "anchor": []}


@pytest.mark.parametrize(
    ("status", "gold", "verdict"),
    [
        pytest.param("incorrect", wanted("correct", right=True), "false wrong", id="right-marked-wrong"),
        pytest.param("blank", wanted("correct", right=True), "false wrong", id="right-called-blank"),
        pytest.param("partial", wanted("correct", right=True), "false wrong", id="right-given-half"),
        pytest.param("correct", wanted("partial", right=False), "false right", id="half-given-all"),
        pytest.param("correct", wanted("blank", right=False), "false right", id="nothing-given-all"),
        pytest.param("blank", wanted("incorrect", right=False), "", id="no-credit-either-way"),
        pytest.param("needs_review", wanted("correct", right=True), "", id="left-to-a-person"),
        pytest.param("partial", wanted("incorrect", right=False, allowed=("partial",)), "", id="allowed"),
        pytest.param("incorrect", wanted("needs_review", right=True), "false wrong", id="scan-marked-wrong"),
        pytest.param("correct", wanted("needs_review", right=False), "false right", id="scan-marked-right"),
        pytest.param(
            "incorrect", wanted("awaiting_marker", right=None), "false wrong", id="words-marked-wrong"
        ),
    ],
)
def test_a_verdict_is_false_where_it_gives_less_or_more_than_is_due(
    status: str, gold: GoldPart, verdict: str
) -> None:
    assert false_verdict(status, gold) == verdict


@pytest.mark.parametrize(
    ("value", "gold", "equal"),
    [
        pytest.param([[0.5, 1]], [[0.5, 1.0]], True, id="cells"),
        pytest.param([[0.5, 1]], [[0.5], [1]], False, id="another-shape"),
        pytest.param("(N-D*F+D)*(M-D*F+D)", "(M - D*F + D)*(N - D*F + D)", True, id="factors-exchanged"),
        pytest.param("laplacian", "box_blur", False, id="words"),
        pytest.param(5, 5.0000001, False, id="nearly"),
    ],
)
def test_values_are_compared_as_what_they_mean(value: object, gold: object, equal: bool) -> None:
    assert same(value, gold) is equal
