"""Headings in a form of a student's own, and lines that only look like a series of them."""

from __future__ import annotations

import pytest

from grader.documents.model import Line
from grader.finding.framed import with_framed_headings
from grader.finding.headings import heading_of

ROMAN = ["I", "II", "III", "IV", "V"]
ORDINALS = ["اول", "دوم", "سوم", "چهارم", "پنجم"]
PAIRS = [(1, "a"), (1, "b"), (2, "a"), (2, "b"), (3, "a"), (4, "a")]


def named_in(lines: list[Line]) -> list[tuple[str, str, str]]:
    """Return the number, the letter and the rest of each line that names a question."""
    marks = [heading_of(line) for line in with_framed_headings(lines)]
    return [(mark.number, mark.letter, mark.rest) for mark in marks if mark is not None and mark.number]


def lines_of(texts: list[str]) -> list[Line]:
    return [Line(text=text, number=number) for number, text in enumerate(texts, start=1)]


@pytest.mark.parametrize(
    "heading",
    [
        pytest.param(lambda n: f"Pb {n}", id="word-of-his-own"),
        pytest.param(lambda n: f"No. {n}:", id="number"),
        pytest.param(lambda n: f"HW3-{n}", id="homework-and-number"),
        pytest.param(lambda n: f"Answer to {n}", id="answer"),
        pytest.param(lambda n: f"س{n}", id="one-letter"),
        pytest.param(lambda n: f"سوال شماره‌ی {n}", id="numbered"),
        pytest.param(lambda n: f"{n}.سوال", id="number-first"),
        pytest.param(lambda n: f"{n}th question", id="ordinal-first"),
        pytest.param(lambda n: f"«{n}»", id="in-quotation-marks"),
        pytest.param(lambda n: f"{ROMAN[n - 1]}.", id="roman"),
        pytest.param(lambda n: f"{ORDINALS[n - 1]}:", id="ordinal-alone"),
        pytest.param(lambda n: f"{ORDINALS[n - 1]}ین سوال", id="ordinal-with-an-ending"),
    ],
)
def test_numbers_that_count_in_one_frame_are_headings(heading: object) -> None:
    assert callable(heading)
    lines = lines_of([text for number in range(1, 6) for text in (heading(number), "a) 28 × 28", "b) 9")])
    assert named_in(lines) == [(str(number), "", "") for number in range(1, 6)]


@pytest.mark.parametrize(
    "template",
    [
        pytest.param("{}_{} {}", id="underscore"),
        pytest.param("{} {} {}", id="blank"),
        pytest.param("P{}{}: {}", id="word"),
        pytest.param("Q{}-{} {}", id="hyphen-without-a-mark"),
    ],
)
def test_numbers_with_letters_that_count_are_headings(template: str) -> None:
    lines = lines_of([template.format(*pair, f"{at}0 × 5") for at, pair in enumerate(PAIRS, start=1)])
    assert named_in(lines) == [
        (str(number), letter, f"{at}0 × 5") for at, (number, letter) in enumerate(PAIRS, start=1)
    ]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(["P1: 14", "P2: 7", "P3: 3", "P4: 1"], id="names-with-values"),
        pytest.param(["Layer 1", "9", "Layer 2", "8", "Layer 3", "7", "Layer 4", "6"], id="layers"),
        pytest.param(["Pb 1", "5", "Pb 3", "7", "Pb 2", "1", "Pb 4", "2"], id="no-series"),
        pytest.param(["Pb 1", "Pb 2", "Pb 3", "Pb 4"], id="nothing-between"),
        pytest.param(["2 a", "3 b", "5 c", "7 d", "9 e"], id="terms"),
    ],
)
def test_other_series_stay_text(texts: list[str]) -> None:
    assert named_in(lines_of(texts)) == [
        (mark.number, mark.letter, mark.rest) for line in lines_of(texts) if (mark := heading_of(line)) and mark.number
    ]  # fmt: skip


@pytest.mark.parametrize(("first", "count"), [(3, 5), (1, 4)])
def test_a_full_series_may_begin_anywhere(first: int, count: int) -> None:
    numbers = range(first, first + count)
    lines = lines_of([text for number in numbers for text in (f"Pb. {number}", "5")])
    assert [number for number, _, _ in named_in(lines)] == [str(number) for number in numbers]


def test_named_questions_leave_other_frames_alone() -> None:
    texts = [text for number in range(1, 6) for text in (f"Question {number}", f"No. {number}", "5")]
    assert named_in(lines_of(texts)) == [(str(number), "", "") for number in range(1, 6)]
