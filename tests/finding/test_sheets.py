"""Answer sheets are read cell by cell, questions written down again are no answers, and a number keeps its unit."""

from __future__ import annotations

import pytest

from grader.documents.markdown import read_plain_text
from grader.finding.paragraphs import prepared
from grader.records import Certainty, PartStatus
from tests.finding.conftest import Grade

RIGHT, WRONG = PartStatus.CORRECT, PartStatus.INCORRECT
WAITS = PartStatus.NEEDS_REVIEW


def texts(text: str) -> list[str]:
    return [line.text for line in prepared(read_plain_text(text, "a.txt")) if not line.code]


SHEET = "Question\tPart\tWorking\tAnswer\n1\ta\t30 - 3 + 1\t28x28x8\n1\tb\thalf\t14x14x8\n1\tc\t14*14*8\t1568"


def test_the_rows_of_an_answer_sheet_are_its_parts(grade: Grade) -> None:
    parts = grade("1", SHEET, "txt")

    assert [parts[name].status for name in ("conv", "pool", "flatten")] == [RIGHT] * 3


def test_a_persian_answer_sheet_is_read_alike(grade: Grade) -> None:
    parts = grade(
        "1",
        "سوال\tبخش\tمحاسبه\tپاسخ\n۱\tالف\t۳۰-۳+۱\t۲۸×۲۸×۸\n۱\tب\tنصف\t۱۴×۱۴×۸\n۱\tپ\t۱۴×۱۴×۸\t۱۵۶۹",
        "txt",
    )

    assert [parts[name].status for name in ("conv", "pool", "flatten")] == [RIGHT, RIGHT, WAITS]


def test_letters_above_columns_name_parts(grade: Grade) -> None:
    parts = grade("13", "No.\ta\tb\tc\n1\t28x28x8\t14x14x8\t1568\n3\t7\t14x10\tsee above", "txt")

    assert [parts[name].status for name in ("conv", "pool", "flatten", "effective_kernel", "size")] == [
        RIGHT
    ] * 5


def test_the_answer_wins_over_the_working_beside_it(grade: Grade) -> None:
    rows = [
        "Part\tWorking\tAnswer",
        "a\t14*14*128*64*9\t14450688",
        "b\t0.401+1.806\t2.21 MMACs",
        "c\t100-15.28\t84.7%",
    ]
    parts = grade("6", "\n".join(["Question 6", *rows]), "txt")

    assert [part.status for part in parts.values()] == [RIGHT] * 3


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param("2.21 MMACs", RIGHT, id="letter"),
        pytest.param("altogether about 2.21 MFLOPs are needed", RIGHT, id="in-prose"),
        pytest.param("در مجموع تقریباً ۲٫۲۱ مگافلاپس داریم.", RIGHT, id="persian-word"),
        pytest.param("حدود MMAC 2.21 می‌شود", RIGHT, id="unit-turned-ahead"),
        pytest.param("cost (MMAC): 2.21", RIGHT, id="in-its-label"),
        pytest.param("2.21 mega MACs", RIGHT, id="prefix-apart"),
        pytest.param("about 2.3 MMACs, they say", WRONG, id="another-value"),
        pytest.param("it takes 2.21 MB", WAITS, id="another-quantity"),
    ],
)
def test_a_number_keeps_the_unit_that_scales_it(grade: Grade, said: str, status: PartStatus) -> None:
    assert grade("6", f"سوال ۶\nب) {said}")["bottleneck"].status is status


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("Q1. i) after layer 1, ii) after layer 2, iii) after layer 3", id="in-one-line"),
        pytest.param("Question 1\nWhat is it (i) after layer 1, (ii) then, (iii) in total?", id="in-a-sentence"),
        pytest.param("Question 1\ni) after layer 1\nii) after layer 2\niii) after layer 3", id="in-a-list"),
        pytest.param("سوال ۱\nمطلوب است i) لایه ۱، ii) لایه ۲ و iii) کل", id="persian"),
    ],
)  # fmt: skip
def test_a_question_that_is_written_down_again_is_no_answer(grade: Grade, asked: str) -> None:
    parts = grade("A", f"{asked}\ni) 3\nii) 3 + 4*2 = 11\niii) 11 + 2 = 13")

    assert [part.status for part in parts.values()] == [RIGHT] * 3


def test_answers_that_are_listed_twice_are_kept() -> None:
    said = ["Question 1", "a) 5", "b) 9", "a) 1 + 4 = 5", "b) 5 + 4 = 9"]

    assert texts("\n".join(said)) == said


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param("after layer 1 the field is 3", RIGHT, id="of-a-layer"),
        pytest.param("after layer 3 the field is 5", WRONG, id="only-its-name-is-right"),
    ],
)
def test_the_number_in_a_name_is_no_answer(grade: Grade, said: str, status: PartStatus) -> None:
    assert grade("A", f"Question 1\na) {said}\nb) 11\nc) 13")["layer_1"].status is status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("dY = 9/4\n1\t1\n1\t1\n=\n6\t2\n2\t-1", RIGHT, id="last-side"),
        pytest.param("Y =\n6\t2\n2\t1\n=\n6\t2\n2\t-1", RIGHT, id="last-of-two"),
        pytest.param("6\t2\n2\t-1\n=\n1\t5\n2\t7\nY =", RIGHT, id="turned"),
        pytest.param("Y =\n6\t2\n2\t-1\n=\n6\t2\n2\t9", WAITS, id="only-an-earlier-side-is-right"),
        pytest.param("Y = 1/2\n12\t4\n4\t-2", RIGHT, id="a-factor-before-it"),
    ],
)
def test_of_matrices_in_a_chain_the_last_side_counts(grade: Grade, text: str, status: PartStatus) -> None:
    assert grade("4", f"Question 4\na)\n{text}\nb) 9/4", "txt")["feature_map"].status is status


def test_a_vector_may_be_written_down_the_page(grade: Grade) -> None:
    assert grade("C", "Question 3\na) 96\nb) c =\n60\n72\n84\n96")["per_layer"].status is RIGHT


def test_a_list_that_runs_over_the_line_is_one(grade: Grade) -> None:
    sheet = "No.\tPart\tResult\n3\ta\t96\n3\tb\t[60, 72, 84,\n96]\n3\tc\t1"

    assert grade("C", sheet, "txt")["per_layer"].status is RIGHT


def test_a_first_letter_behind_what_is_given_begins_its_part(grade: Grade) -> None:
    parts = grade("3", "سوال ۳: (ورودی ۲۰ در ۱۶، کرنل ۳) الف) ۷\nب) ۱۴×۱۰")

    assert (parts["effective_kernel"].status, parts["size"].status) == (RIGHT, RIGHT)


def test_certainty_is_that_of_the_answers_own_cell(grade: Grade) -> None:
    assert grade("1", SHEET, "txt")["flatten"].reading.certainty is not Certainty.DOUBTFUL


def test_a_head_may_span_the_first_columns(grade: Grade) -> None:
    sheet = (
        "Item\tHow\tResult\nQuestion 6\na\tdirect\t196*128*576\t14450688\nb\tboth\t0.401+1.806\t2.21 MMACs"
    )

    parts = grade("6", sheet, "txt")

    assert (parts["direct"].status, parts["bottleneck"].status) == (RIGHT, RIGHT)


def test_a_matrix_below_a_sheet_is_none_of_its_rows(grade: Grade) -> None:
    sheet = "No.\ta\tb\n3\t7\t14x10\n4\ton the next page\t9/4\nQuestion 4 (a)\n6\t2\n2\t-1"

    parts = grade("34", sheet.replace("on the next", "next"), "txt")

    assert [parts[name].status for name in ("effective_kernel", "size", "feature_map", "gap")] == [RIGHT] * 4


def test_dots_lead_from_a_name_to_its_value(grade: Grade) -> None:
    parts = grade("3", "Question 3\na. effective kernel . . . . . . . . . . 7\nb. size ............ 14x10")

    assert (parts["effective_kernel"].status, parts["size"].status) == (RIGHT, RIGHT)


def test_a_printed_cell_is_a_programs_text(grade: Grade) -> None:
    text = "Question 3\n(a) kernel (b) size (c) formula\nIn [6]:\nx = f(3, 3)\nOut[6]: 5\n(a) 7\n(b) 14x10"
    parts = grade("3", f"{text}\nIn [7]:\nprint(x)", "txt")

    assert (parts["effective_kernel"].status, parts["size"].status) == (RIGHT, RIGHT)


def test_a_list_under_a_request_is_a_question(grade: Grade) -> None:
    said = "Question 3\nFind\n(a) the kernel for D = 3,\n(b) the size for 20 rows\n(a) it is 7\n(b) 14 by 10"
    parts = grade("3", said.replace(" for D = 3", ""), "txt")

    assert (parts["effective_kernel"].status, parts["size"].status) == (RIGHT, RIGHT)


def test_out_of_how_many_is_no_second_answer(grade: Grade) -> None:
    assert grade("3", "Question 3\na) kernel = 7 of 25\nb) 14x10")["effective_kernel"].status is RIGHT


def test_a_blank_behind_a_decimal_point_is_left_out() -> None:
    assert texts("a) 2/3 = 0. 667\nb) x = 0. 3 layers follow") == [
        "a) 2/3 = 0.667",
        "b) x = 0. 3 layers follow",
    ]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("60; 72; 84; 96", id="semicolons"),
        pytest.param("48+12 = 60, 60+12 = 72, 72+12 = 84, 84+12 = 96", id="chain"),
        pytest.param("c1 = 48+12 = 60, c2 = 72, c3 = 84, c4 = 96", id="cell-by-cell"),
    ],
)
def test_a_vector_may_be_listed_in_many_ways(grade: Grade, said: str) -> None:
    assert grade("C", f"Question 3\na) 96\nb) {said}")["per_layer"].status is RIGHT


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param("The output has height 28, width 28 and depth 8.", RIGHT, id="english"),
        pytest.param("خروجی دارای ارتفاع ۲۸، عرض ۲۸ و عمق ۸ است.", RIGHT, id="persian"),
        pytest.param("It has height 28, width 28 and depth 9.", WRONG, id="wrong"),
    ],
)
def test_a_size_may_name_its_sides(grade: Grade, said: str, status: PartStatus) -> None:
    assert grade("1", f"Question 1\na) {said}\nb) 14x14x8\nc) 1568\nd) 15690")["conv"].status is status


def test_a_remark_is_no_factor(grade: Grade) -> None:
    assert (
        grade("3", "Question 3\na) 3*2 + 1 = 7 (2 times larger)\nb) 14x10")["effective_kernel"].status
        is RIGHT
    )


def test_every_piece_of_a_question_asks(grade: Grade) -> None:
    text = "3.a Effective kernel for F = 3, D = 3?\n7\n3.b Size for M = 20, N = 16?\n14x10"
    parts = grade("3", text)

    assert (parts["effective_kernel"].status, parts["size"].status) == (RIGHT, RIGHT)


def test_a_question_may_stand_behind_its_number_alone(grade: Grade) -> None:
    text = (
        "1 Which sizes come out of (a) conv and (b) pool?\n(a) 28x28x8\n(b) 14x14x8\n3 (a) 7\n(b) 14x10\n"
        "4 (a)\n6\t2\n2\t-1\n(b) 9/4"
    )
    parts = grade("134", text, "txt")

    assert [parts[name].status for name in ("conv", "pool", "effective_kernel", "gap")] == [RIGHT] * 4


def test_a_number_may_come_out_behind_its_formula(grade: Grade) -> None:
    assert grade("38", "۳. الف) ۷\nب) ۱۴×۱۰\n3*5 = 15 .۸", "txt")["side"].status is RIGHT


@pytest.mark.parametrize(
    ("head", "row"),
    [
        pytest.param("Part\tAnswer\tUnit", "b\t2.21\tMMACs", id="in-a-column"),
        pytest.param("Part\tAnswer (MMACs)", "b\t2.21", id="in-the-head"),
        pytest.param(
            "Part\tGiven\tAnswer\tRemark", "b\t14x14x128\t2.21M\t0.4M + 1.8M", id="beside-given-values"
        ),
    ],
)
def test_a_sheets_units_and_columns_are_told_apart(grade: Grade, head: str, row: str) -> None:
    sheet = f"Question 6\n{head}\n{row}\n{row.replace('b', 'c', 1)}"

    assert grade("6", sheet, "txt")["bottleneck"].status is RIGHT


def test_a_row_whose_cells_have_several_lines_is_no_other_row(grade: Grade) -> None:
    sheet = "No.\ta\tb\tc\n1\t28x28x8\t14x14x8\t1568\n3\t7\t14x10\t-\n4\n6\t2\n2\t-1\n9/4\n5\tx\t3\t4\n"
    parts = grade("134", sheet, "txt")

    assert [parts[name].status for name in ("flatten", "effective_kernel", "gap")] == [RIGHT] * 3
