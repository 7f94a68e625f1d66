"""The lines of a document go to the question and part whose heading stands before them."""

from __future__ import annotations

import pytest

from grader.documents.markdown import read_plain_text
from grader.finding.chosen import Asked
from grader.finding.nested import nested_ways
from grader.finding.restated import without_restated
from grader.finding.sections import divide
from grader.records import PartStatus
from tests.finding.conftest import Grade

LETTERED = Asked(places=frozenset({0, 1, 2}), parts=3)
IN_DIGITS = Asked(places=frozenset({0, 1}), has_digits=True, parts=2)
WHOLE = Asked()


def divided(text: str, asked: dict[str, Asked], order: str = "auto") -> list[tuple[str, int | None, str]]:
    lines = read_plain_text(text, "a.txt").lines
    return [
        (each.number, each.place, " ".join(line.text.strip() for line in each.lines if line.text.strip()))
        for each in divide(lines, asked, order)
        if any(line.text.strip() for line in each.lines)
    ]


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        pytest.param(
            "1 Receptive field\na) 5\n2 Dense blocks\na) 100\n3 Networks\na) 64",
            {"1": LETTERED, "2": LETTERED, "3": LETTERED},
            [("1", 0, "5"), ("2", 0, "100"), ("3", 0, "64")],
            id="titles-with-only-a-number-before-them",
        ),
        pytest.param(
            "1. Sizes\n1. 14\n2. 7\n2. Counts\n1. 144\n2. 512\n3. 656\n3. Networks\n1. 64",
            {"1": LETTERED, "2": LETTERED, "3": LETTERED},
            [
                ("1", None, "Sizes"),
                ("1", 0, "14"),
                ("1", 1, "7"),
                ("2", None, "Counts"),
                ("2", 0, "144"),
                ("2", 1, "512"),
                ("2", 2, "656"),
                ("3", None, "Networks"),
                ("3", 0, "64"),
            ],
            id="lists-in-a-list-of-digits",
        ),
        pytest.param(
            "۱\nالف\n14\nب\n7\n۲\nالف\n144\n۳\nالف\n64",
            {"1": LETTERED, "2": LETTERED, "3": LETTERED},
            [("1", 0, "14"), ("1", 1, "7"), ("2", 0, "144"), ("3", 0, "64")],
            id="marks-alone-in-their-lines",
        ),
        pytest.param(
            "1a\t14\n1b\t7\n2a\t9\n3\t64\n4a\t5",
            {"1": LETTERED, "2": LETTERED, "3": WHOLE, "4": LETTERED},
            [("1", 0, "14"), ("1", 1, "7"), ("2", 0, "9"), ("3", None, "64"), ("4", 0, "5")],
            id="rows-of-answers-one-without-a-letter",
        ),
        pytest.param(
            "1a\t14\n1b\t7\n2a\t9\n3\t64\n4\t5",
            {"1": LETTERED, "2": LETTERED, "3": LETTERED},
            [("1", 0, "14"), ("1", 1, "7"), ("2", 0, "9 3\t64 4\t5")],
            id="rows-of-numbers",
        ),
        pytest.param(
            "Question 1\na) 2\n3\na\nb",
            {"1": LETTERED, "3": LETTERED},
            [("1", 0, "2 3 a b")],
            id="a-column-of-numbers-and-symbols",
        ),
        pytest.param(
            "1. 14\n2. 7\n3. 9",
            {"1": LETTERED, "2": LETTERED, "3": LETTERED},
            [("1", None, "14"), ("2", None, "7"), ("3", None, "9")],
            id="one-list-of-digits",
        ),
        pytest.param(
            "Question 1\na) 7\n2 pixels\n3 pixels\n1 pixel",
            {"1": LETTERED, "2": LETTERED, "3": LETTERED},
            [("1", 0, "7 2 pixels 3 pixels 1 pixel")],
            id="counted-things",
        ),
        pytest.param(
            "1\ta\thalf\t5\n1\tb\t9\n2\ta\t100",
            {"1": LETTERED, "2": LETTERED},
            [("1", 0, "half\t5"), ("1", 1, "9"), ("2", 0, "100")],
            id="rows-of-a-sheet",
        ),
        pytest.param(
            "سوال ۳\nالف) ۱\nب) ۲\nسوال ۵\n۹",
            {"3": LETTERED, "5": WHOLE},
            [("3", 0, "۱"), ("3", 1, "۲"), ("5", None, "۹")],
            id="letters-under-questions",
        ),
        pytest.param(
            "Question 4\na) 1\nQuestion 3 is like it\nQuestion 3\nc) 5",
            {"4": LETTERED},
            [("4", 0, "1 Question 3 is like it Question 3"), ("4", 2, "5")],
            id="an-unasked-number-that-goes-back-is-text",
        ),
        pytest.param(
            "Question 5\nlate\nQuestion 3\nearly",
            {"3": WHOLE, "5": WHOLE},
            [("5", None, "late"), ("3", None, "early")],
            id="an-asked-number-may-go-back",
        ),
        pytest.param(
            "سوال ۳\nپ) ۱",
            {"3": LETTERED},
            [("3", 2, "۱")],
            id="the-alphabet-where-pe-stands",
        ),
        pytest.param(
            "سوال ۳\nج) ۱",
            {"3": LETTERED},
            [("3", 2, "۱")],
            id="abjad-otherwise",
        ),
        pytest.param(
            "Question 1\n(1) 7\n(2) 8",
            {"1": IN_DIGITS},
            [("1", 0, "7"), ("1", 1, "8")],
            id="letters-that-are-digits",
        ),
        pytest.param(
            "Question 1\na) 7\n1. first\n2. second\nb) 8",
            {"1": LETTERED},
            [("1", 0, "7 1. first 2. second"), ("1", 1, "8")],
            id="a-list-is-text",
        ),
        pytest.param(
            "Question 1\n1. 7\n2. 8\n3. 9",
            {"1": LETTERED},
            [("1", 0, "7"), ("1", 1, "8"), ("1", 2, "9")],
            id="a-list-that-counts-the-parts",
        ),
        pytest.param(
            "my text\nQuestion 2\n7",
            {"1": WHOLE, "2": WHOLE},
            [("1", None, "my text"), ("2", None, "7")],
            id="the-first-question-without-its-heading",
        ),
        pytest.param(
            "3a 7\n3b 8\n5a 9",
            {"3": LETTERED, "5": LETTERED},
            [("3", 0, "7"), ("3", 1, "8"), ("5", 0, "9")],
            id="terse",
        ),
    ],
)
def test_a_section_holds_what_stands_under_its_heading(
    text: str, asked: dict[str, Asked], expected: list[tuple[str, int | None, str]]
) -> None:
    assert divided(text, asked) == expected


def test_the_assignment_may_say_how_persian_letters_count() -> None:
    later = {"3": Asked(places=frozenset({3, 5}), parts=2)}

    assert divided("سوال ۳\nج) ۱", later, "alphabet") == [("3", 5, "۱")]
    assert divided("سوال ۳\nد) ۱", later, "abjad") == [("3", 3, "۱")]


def test_a_number_that_may_be_an_item_of_a_list_is_not_sure() -> None:
    lines = read_plain_text("1. a thing\n2. another thing\n1. one more\n2. and one", "a.txt").lines

    sections = divide(lines, {"1": WHOLE, "2": WHOLE}, "auto")

    assert not any(each.is_sure for each in sections if each.number)


def test_parts_under_titles_with_only_a_number_before_them_are_no_restated_question() -> None:
    text = "1 Filtering\n(a) the response is\n(b) Sobel\n2 Average pooling\n(a) 6\n(b) 3"
    lines = read_plain_text(text, "a.txt").lines

    assert [line.text for line in without_restated(lines)] == [line.text for line in lines]


@pytest.mark.parametrize(
    ("numbers", "wanted", "ways"),
    [
        pytest.param("1 1 2 2 1", [("1", 2), ("2", 2)], [(2, 1)], id="a-part-left-out"),
        pytest.param("1 2 3", [("1", 2), ("2", 2), ("3", 2)], [(0, 0, 0)], id="no-parts"),
        pytest.param("1 1 2", [("1", 2), ("2", 2)], [(1, 0)], id="the-second-question-without-parts"),
        pytest.param("1 1 2 1 2", [("1", 1), ("2", 2)], [(1, 2)], id="letters-of-two"),
        pytest.param("1 1 3", [("1", 2), ("2", 2)], [], id="a-number-missing"),
        pytest.param("2 1", [("2", 2)], [(1,)], id="not-from-one"),
    ],
)
def test_numbers_are_taken_as_lists_in_a_list_in_one_way_or_not_at_all(
    numbers: str, wanted: list[tuple[str, int]], ways: list[tuple[int, ...]]
) -> None:
    assert nested_ways(numbers.split(), wanted) == ways


@pytest.mark.parametrize(
    ("asked", "titles", "is_decided"),
    [
        pytest.param("123", ("Shapes", "Counts", "Dilation"), True, id="one-for-each-question"),
        pytest.param("136", ("Shapes", "Dilation", "Cost"), False, id="others-than-the-questions"),
        pytest.param("123", ("Shapes", "Dilation"), False, id="a-question-left-out"),
        pytest.param("123", ("About", "Shapes", "Counts", "Dilation"), False, id="one-more"),
    ],
)
def test_sections_that_only_latex_counts_are_those_of_the_questions_or_unsure(
    grade: Grade, asked: str, titles: tuple[str, ...], is_decided: bool
) -> None:
    said = {"Shapes": "(a) 28", "Counts": "standard: 4608", "Dilation": "(a) 9", "Cost": "(a) direct: 7"}
    body = "\n\n".join(f"\\section{{{title}}}\n{said.get(title, 'Sizes.')}" for title in titles)

    parts = grade(asked, f"\\begin{{document}}\n{body}\n\\end{{document}}\n", "tex")

    assert (parts["effective_kernel"].status is PartStatus.INCORRECT) == is_decided


@pytest.mark.parametrize(
    ("text", "is_sure"),
    [
        pytest.param(
            "1 Receptive field\na) 5\n2 Dense blocks\na) 100\n3 Networks\na) 64\n4 Costs\na) 7",
            True,
            id="all",
        ),
        pytest.param(
            "1 Receptive field\na) 5\n2 Dense blocks\na) 100\n3 Costs\na) 7", False, id="one-left-out"
        ),
    ],
)
def test_titles_that_a_program_may_have_counted_are_sure_only_if_none_is_missing(
    text: str, is_sure: bool
) -> None:
    asked = dict.fromkeys("1234", LETTERED)
    sections = divide(read_plain_text(text, "a.txt").lines, asked, "auto")

    assert {each.is_sure for each in sections if each.number} == {is_sure}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("1) 5\n2) 7\n3) 9", [("1", 0, "5"), ("1", 0, "7"), ("1", 1, "9")], id="one-item-a-part"),
        pytest.param("1) 5\n2) 7", [("1", None, "1) 5 2) 7")], id="fewer-items-are-steps"),
        pytest.param("1- 5\n2- 7", [("1", None, "5 7")], id="and-their-dashes-no-minus"),
    ],
)
def test_a_list_of_numbers_counts_parts_that_share_letters(
    text: str, expected: list[tuple[str, int | None, str]]
) -> None:
    asked = {"1": Asked(places=frozenset({0, 1}), parts=3, order=(0, 0, 1)), "2": WHOLE}
    assert divided(f"Question 1\n{text}\nQuestion 2\n8", asked) == [*expected, ("2", None, "8")]


def test_lists_count_letters_where_the_document_has_none() -> None:
    asked = dict.fromkeys(("1", "2"), Asked(places=frozenset({0, 1}), parts=3, order=(0, 0, 1)))
    assert divided("Question 1\n1) 5\n2) 7\nQuestion 2\n1) 9\n2) 8", asked) == [
        ("1", 0, "5"), ("1", 1, "7"), ("2", 0, "9"), ("2", 1, "8"),
    ]  # fmt: skip
