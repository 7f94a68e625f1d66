"""Headings that only a series through the document tells from numbers, and numbers that are none."""

from __future__ import annotations

import pytest

from grader.documents.model import Line
from grader.finding.chosen import Asked
from grader.finding.sections import divide
from grader.finding.series import with_series

PARTS = {str(number): Asked(places=frozenset(range(3)), parts=3) for number in range(1, 6)}


def lines_of(text: str) -> list[Line]:
    return [Line(text=each, number=number) for number, each in enumerate(text.split("|"), start=1)]


def sections_of(text: str) -> list[tuple[str, int | None, str, bool]]:
    """Return the number, the place, the words and the sureness of each section under a heading."""
    return [
        (each.number, each.place, " ".join(line.text for line in each.lines).strip(), each.is_sure)
        for each in divide(with_series(lines_of(text)), PARTS, "auto")
        if each.number
    ]


@pytest.mark.parametrize(
    ("template", "turned"),
    [
        pytest.param("{}-{}) {}", False, id="hyphen-bracket"),
        pytest.param("{}.{} {}", False, id="decimal"),
        pytest.param("{}.{}. {}", False, id="decimal-with-a-dot"),
        pytest.param("({}-{}) {}", False, id="in-brackets"),
        pytest.param("**{}–{}:** {}", False, id="bold-with-a-dash"),
        pytest.param("سوال {}-{}: {}", False, id="with-a-word"),
        pytest.param("{}-{}) {}", True, id="part-first"),
        pytest.param("{}/{}) {}", True, id="part-first-with-a-slash"),
    ],
)
def test_pairs_of_numbers_that_count_are_headings(template: str, turned: bool) -> None:
    pairs = [(1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (3, 1), (5, 1)]
    said = ["depth is 7", "5 × 3", "3.5 in all", "12", "total 9", "[1, 2]", "x + 1"]
    order = -1 if turned else 1
    written = [template.format(*pair[::order], text) for pair, text in zip(pairs, said, strict=True)]
    expected = [(str(number), item - 1, text, True) for (number, item), text in zip(pairs, said, strict=True)]
    assert sections_of("|".join(written)) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1.5\t1|2.5\t2|3.5\t3|4.5\t4", id="rows-of-a-matrix"),
        pytest.param("1.1 is the mean|2.7 the other|3.9 the third", id="numbers-that-do-not-count"),
        pytest.param("3-1 = 2|4-1 = 3|4-2 = 2|5-1 = 4|5-2 = 3", id="differences"),
        pytest.param("1.1 and|1.2 and|2.1 here", id="two-questions-only"),
        pytest.param("1-1) a|2-1) b|2-2) c|1-2) d", id="fits-neither-order"),
        pytest.param("1-1) a|2-2) b|3-3) c|4-4) d", id="no-part-counts"),
    ],
)
def test_other_pairs_of_numbers_are_text(text: str) -> None:
    lines = lines_of(text)
    assert with_series(lines) == lines


def test_a_pair_that_stands_twice_makes_its_question_unsure() -> None:
    found = sections_of("1-1) 4|1-2) 5|2-1) 7|2-2) 8|2-1) 9|3-1) 3|3-2) 4|4-1) 1|4-2) 2")
    assert {(number, is_sure) for number, _, _, is_sure in found} == {
        ("1", True), ("2", False), ("3", True), ("4", True),
    }  # fmt: skip


def test_a_part_that_is_left_out_leaves_its_place_empty() -> None:
    found = sections_of("1-1) 4|1-2) 5|2-1) 7|2-3) 8|3-1) 3|3-2) 4|4-1) 1")
    assert [place for number, place, _, _ in found if number == "2"] == [0, 2]


def test_numbers_alone_in_their_lines_are_headings_where_they_count() -> None:
    found = sections_of("1|a) 5|b) 6|2|a) 7|3|answer 12|5|a) 8")
    assert [(number, place) for number, place, _, _ in found] == [
        ("1", None), ("1", 0), ("1", 1), ("2", None), ("2", 0), ("3", None), ("5", None), ("5", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1|a) 5|2|b)|2|c) 7|3|d) 1|4|e)", id="an-answer-among-them"),
        pytest.param("1|2|3|4", id="a-column"),
        pytest.param("Question 1|1|text|2|text|3|text|4|text", id="questions-have-names"),
        pytest.param("3|a) 5|4|b) 7|5|a) 4|6|b)", id="not-from-the-first"),
    ],
)
def test_other_numbers_alone_in_their_lines_are_text(text: str) -> None:
    lines = lines_of(text)
    assert with_series(lines) == lines


def test_the_numbers_of_pages_are_no_headings() -> None:
    lines = [
        Line(text=text, number=at, page=(at + 1) // 2)
        for at, text in enumerate(["1", "text", "2", "text", "3", "text", "4", "text"], start=1)
    ]
    assert with_series(lines) == lines


@pytest.mark.parametrize(
    "between",
    [
        pytest.param("x = 12", id="equations"),
        pytest.param("1/(m²)", id="a-fraction-like-a-mark"),
        pytest.param("2) 14", id="an-item-of-a-list"),
    ],
)
def test_titles_that_count_are_questions_though_a_line_looks_like_a_number(between: str) -> None:
    text = f"1 Dilated stack|(i) 5|2 Networks|{between}|3 1-D convolution|(i) 7|(ii) 8|4 Pooling|9|5 Counts|(i) 3"
    numbers = [number for number, _, _, _ in sections_of(text)]
    assert [*dict.fromkeys(numbers)] == ["1", "2", "3", "4", "5"]


def test_items_of_a_list_are_no_titles() -> None:
    lines = lines_of("1 convolution|2 pooling|3 flattening|4 dense layer")
    assert with_series(lines) == lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "بخش 1.|الف) 5|ب) 6|بخش 2.|الف) 7|بخش 3.|الف) 8|بخش 4.|9|بخش 5.|12",
            [("1", 0), ("1", 1), ("2", 0), ("3", 0), ("4", None), ("5", None)],
            id="letters-under-them",
        ),
        pytest.param(
            "Part 1: 4|Part 2: 5|Part 3: 6|Part 4: 7|Part 5: 8",
            [("1", None), ("2", None), ("3", None), ("4", None), ("5", None)],
            id="more-than-any-question-has-parts",
        ),
        pytest.param("Question 2|Part 1: 4|Part 2: 5|Part 3: 6", [("2", 0), ("2", 1), ("2", 2)], id="parts"),
        pytest.param("Part 1: 4|Part 2: 5|Part 3: 6", [], id="as-many-as-a-question-has-parts"),
    ],
)
def test_numbered_sections_are_questions_where_no_other_word_names_those(
    text: str, expected: list[tuple[str, int | None]]
) -> None:
    assert [(number, place) for number, place, words, _ in sections_of(text) if words] == expected
