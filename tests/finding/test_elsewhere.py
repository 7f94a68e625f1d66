"""An answer that may stand elsewhere in its question is a doubt: neither wrong nor blank before a person has looked."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.answers import Scope
from grader.author import Integer
from grader.documents.model import Line
from grader.finding.candidate import Candidate
from grader.finding.choosing import Choice
from grader.finding.elsewhere import results_in, shared
from grader.finding.find import Found
from grader.finding.names import part_name
from grader.finding.slots import Slot
from grader.finding.sorting import Wanted
from grader.records import PartStatus
from grader.tolerance import WrittenNumber
from tests.finding.conftest import Grade

WAITS, WRONG, CORRECT, PARTIAL = (
    PartStatus.NEEDS_REVIEW, PartStatus.INCORRECT, PartStatus.CORRECT, PartStatus.PARTIAL,
)  # fmt: skip

CASES = [
    pytest.param(
        "1", "Q1\na) 26 x 26 x 8\nb) 13 x 13 x 8\nc) a vector of 1352 entries and the classifier costs"
        " 1352 · 10 + 10 = 13530 parameters\n", "flatten", WAITS, id="two-results-in-one-sentence",
    ),
    pytest.param(
        "8", "Q8\nside of the window: 3 · 5 = 15 cells, 4 bytes each, i.e. 60\n", "side", WAITS,
        id="a-step-with-the-right-value",
    ),
    pytest.param("8", "Q8\nside: 16\n", "side", WRONG, id="nothing-else-there"),
    pytest.param(
        "A", "Q1\nLayer 1: 3\nLayer 2: 12\nTotal: 14\n", "total", WAITS, id="what-follows-by-a-layer-not-asked"
    ),
    pytest.param("A", "Q1\nLayer 1: 3\nLayer 2: 12\nTotal: 17\n", "total", WRONG, id="what-follows-from-nothing"),
    pytest.param(
        "1", "Q1\nlayer\toutput\tparams\nconv\t28 x 28 x 8\t224\npool\t14 x 14 x 8\t0\nflatten 1568\t0\n"
        "dense\t10\t15690\n", "flatten", WAITS, id="a-cell-that-slipped-into-its-name",
    ),
    pytest.param(
        "3", "Q3\na) DF = 9\nb) 12 × 8\n", "effective_kernel", WRONG,
        id="no-right-value-in-the-question",
    ),
    pytest.param(
        "4", "Q4\n$$\\begin{bmatrix} 6 & 2 \\\\ 2 & -1 \\end{bmatrix}$$\na)\n7 4\n2 9\nb) 5\n", "feature_map",
        WAITS, id="a-matrix-above-its-letter",
    ),
    pytest.param(
        "B", "سوال ۲\nالف) ۱۵۰\nب) \\frac{1}{75}\nج) 0/15\n", "std", WRONG, id="a-slash-that-is-wrong-both-ways"
    ),
    pytest.param(
        "4", "سوال ۴\na)\n6 2\n2 -1\nb) $2/25$\n", "gap", WAITS, id="a-slash-as-decimal-point-beside-no-persian-letter"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "text", "part", "status"), CASES)
def test_a_wrong_answer_waits_where_the_document_may_hold_the_right_one(
    grade: Grade, asked: str, text: str, part: str, status: PartStatus
) -> None:
    assert grade(asked, text)[part].status is status


def test_a_value_that_is_another_parts_answer_is_no_doubt(grade: Grade) -> None:
    found = grade("1", "Q1\na) 28 x 28 x 8\nb) 28 x 28 x 8\nc) 1568\nd) 15690\n")

    assert (found["conv"].status, found["pool"].status) == (CORRECT, WRONG)


def test_an_empty_part_waits_where_its_answer_stands_behind_another_letter(grade: Grade) -> None:
    found = grade("1", "Q1\na) 28 x 28 x 8\nb)\nc) 14 x 14 x 8\nd) 15690\n")

    assert found["pool"].status is WAITS


def test_an_empty_part_is_blank_where_nothing_could_be_its_answer(grade: Grade) -> None:
    found = grade("1", "Q1\na) 28 x 28 x 8\nb)\nc) 1568\nd) 15690\n")

    assert found["pool"].status is PartStatus.BLANK


def test_an_empty_part_waits_where_its_matrix_stands_behind_another_heading(grade: Grade) -> None:
    found = grade("42", "Q4\na)\nb) 2\nc) I had no time.\nQ2\nThe map is\n6\t2\n2\t-1\n\nstandard = 4608\n")

    assert found["feature_map"].status is not PartStatus.BLANK


def test_in_the_sentence_that_was_taken_for_the_answer_every_number_counts() -> None:
    line = [Line(text="The matrix has 3 rows and 8 columns", number=1)]

    def values(*, every: bool) -> list[object]:
        found = results_in(line, Integer(), Scope(), every=every)
        return [value.value for value in found if isinstance(value, WrittenNumber)]

    assert (values(every=False), values(every=True)) == ([], [3, 8])


def found_in(line: Line, text: str, label: str = "") -> Found:
    value = WrittenNumber(Fraction(1))
    chosen = Candidate(text=text, values=(value,), line=line, last_line=line, order=0, label=label)
    return Found(choice=Choice(chosen=chosen))


def slots_named(*names: str) -> list[Slot]:
    return [
        Slot(
            key=("q", name), number="1", place=None, order=index, in_digits=False,
            wanted=Wanted(
                index=index, name=part_name("q", name, 0), kind=Integer(), scope=Scope(), givens=frozenset()
            ),
        )
        for index, name in enumerate(names)
    ]  # fmt: skip


def test_one_text_that_answers_two_parts_is_shared() -> None:
    first, second = Line(text="43 x 37", number=1), Line(text="43 x 37", number=2)
    found = {
        ("q", "side"): found_in(first, "43 x 37"), ("q", "size"): found_in(first, "43 x 37"),
        ("q", "width"): found_in(first, "37"), ("q", "again"): found_in(second, "43 x 37"),
        ("q", "blank"): Found(choice=Choice()),
    }  # fmt: skip

    slots = slots_named("side", "size", "width", "again", "blank")

    assert shared(found, slots) == {("q", "side"), ("q", "size")}


@pytest.mark.parametrize(
    ("label", "doubtful"),
    [
        pytest.param("output size", {"ratio"}, id="it-names-one"),
        pytest.param("so", {"size", "ratio"}, id="it-names-none"),
    ],
)
def test_the_part_that_a_shared_texts_label_names_is_sure(label: str, doubtful: set[str]) -> None:
    line = Line(text=f"{label}: 43 x 37", number=1)
    found = {("q", name): found_in(line, "43 x 37", label) for name in ("size", "ratio")}

    assert {part for _, part in shared(found, slots_named("size", "ratio"))} == doubtful


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("$R_1 = 11 + 2$   $R_2 = 15$", [13, 15], id="results-in-one-line-of-formulas"),
        pytest.param("24 + 5 * 16 = 104", [104], id="the-last-side"),
        pytest.param("a vector of 840 entries", [840], id="a-value-that-shows-much"),
        pytest.param("with 4 windows", [], id="a-small-number-in-passing"),
        pytest.param("7", [7], id="a-line-of-its-own"),
    ],
)
def test_results_are_what_stands_behind_a_sign_or_shows_much(text: str, expected: list[int]) -> None:
    found = results_in([Line(text=text, number=1)], Integer(), Scope())

    assert sorted({value.value for value in found if isinstance(value, WrittenNumber)}) == expected
