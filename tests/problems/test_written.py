"""Answers in words, with a rubric that the assignment writes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge

LINE: dict[str, JsonValue] = {
    "id": "causal",
    "text": "hides what comes later",
    "points": 3,
    "evidence": ["PixelCNN"],
}


def test_a_rubric_stands_as_the_assignment_writes_it(bank: Bank) -> None:
    (line,) = Instance(bank["written"], {"prompt": "Why?", "rubric": [LINE]}).parts["text"].rubric

    assert (line.id, line.text.text, line.points, line.evidence) == (
        "causal",
        "hides what comes later",
        Fraction(3),
        ("PixelCNN",),
    )


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("PixelCNN hides what comes later.", id="with-evidence"),
        pytest.param("I do not know.", id="without"),
        pytest.param("۱۲", id="a-number"),
    ],
)
def test_words_never_score_by_machine(judge: Judge, answer: str) -> None:
    verdict = judge("written", {"text": answer}, {"prompt": "Why?", "rubric": [LINE]})["text"]

    assert verdict.status is PartStatus.AWAITING_MARKER
    assert verdict.credit == 0


def test_nothing_written_is_blank(judge: Judge) -> None:
    assert judge("written", {"text": "  "}, {"prompt": "Why?"})["text"].status is PartStatus.BLANK


def test_the_written_part_is_asked_by_default(bank: Bank) -> None:
    assert Instance(bank["written"], {}).default_parts == ("text",)


@pytest.mark.parametrize(
    ("params", "place"),
    [
        pytest.param({"rubric": [{**LINE, "points": -1}]}, ("rubric", 0, "points"), id="negative-points"),
        pytest.param({"rubric": [LINE, LINE]}, ("rubric",), id="two-of-one-name"),
        pytest.param(
            {"rubric": [{**LINE, "evidence": "PixelCNN"}]}, ("rubric", 0, "evidence"), id="evidence-no-list"
        ),
        pytest.param({"rubric": ["hides"]}, ("rubric", 0), id="line-no-table"),
        pytest.param({"rubric": [{"id": "causal"}]}, ("rubric", 0), id="line-without-text"),
        pytest.param({"rubric": [{"text": "hides"}]}, ("rubric", 0), id="line-without-id"),
        pytest.param({"promt": "Why?"}, ("promt",), id="unknown-name"),
    ],
)
def test_a_bad_rubric_is_refused_at_its_place(
    bank: Bank, params: Mapping[str, JsonValue], place: tuple[str | int, ...]
) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["written"], params)

    assert refused.value.path == place
