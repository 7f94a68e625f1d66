"""Tables with a row for each layer, and tables whose cells stand in another order."""

from __future__ import annotations

import pytest

from grader.documents.model import Line
from grader.finding.tables import with_tables
from grader.finding.turned import with_turned_rows

ROWS = "conv1|28×28×24|(5·5·3+1)·24 = 1824\npool1|14×14×24|0\nfc|10|(1960+1)·10 = 19610"
SAID = [
    "conv1 ({}): 28×28×24",
    "conv1 ({}): (5·5·3+1)·24 = 1824",
    "pool1 ({}): 14×14×24",
    "fc ({}): (1960+1)·10 = 19610",
]
SORTED = "2|a|5\n2|b|6\n3|a|7"


def lines_of(text: str) -> list[Line]:
    return [
        Line(text=row.replace("|", "\t"), number=number)
        for number, row in enumerate(text.split("\n"), start=1)
    ]


def said_in(text: str) -> list[str]:
    """Return what the lines of a table say, cells between bars, without what only supports an answer."""
    return [line.text.replace("\t", "|") for line in with_tables(lines_of(text)) if not line.code]


@pytest.mark.parametrize(
    ("head", "size", "count"),
    [
        pytest.param("layer|output size|params", "output size", "params", id="english"),
        pytest.param(
            "Layer (type)|Output Shape|Param #", "Output Shape", "Param", id="as-a-library-prints-it"
        ),
        pytest.param(
            "|dimensions|number of parameters", "dimensions", "number of parameters", id="no-name-above"
        ),
        pytest.param("لایه|ابعاد خروجی|تعداد پارامتر", "ابعاد خروجی", "تعداد پارامتر", id="persian"),
        pytest.param("نام|اندازه|وزن‌ها", "اندازه", "وزن‌ها", id="weights"),
    ],
)
def test_cells_are_named_by_their_layer_and_their_column(head: str, size: str, count: str) -> None:
    names = [size, count, size, count]
    assert said_in(f"{head}\n{ROWS}") == [text.format(name) for text, name in zip(SAID, names, strict=True)]


def test_columns_may_lie_from_the_right() -> None:
    rows = "\n".join("|".join(row.split("|")[::-1]) for row in ROWS.split("\n"))
    said = said_in(f"تعداد پارامتر|ابعاد خروجی|لایه\n{rows}")
    assert said[:2] == ["conv1 (تعداد پارامتر): (5·5·3+1)·24 = 1824", "conv1 (ابعاد خروجی): 28×28×24"]


def test_columns_of_what_is_given_answer_nothing() -> None:
    said = said_in("layer|kernel|output|params\nconv1|5×5|28×28×24|1824\npool1|2×2|14×14×24|0")
    assert said == ["conv1 (output): 28×28×24", "conv1 (params): 1824", "pool1 (output): 14×14×24"]


def test_the_letters_of_parts_begin_their_rows() -> None:
    said = said_in("بخش|لایه|ابعاد|پارامتر\nالف|conv1|28×28×24|1824\nب|pool1|14×14×24|–")
    assert said == ["الف)|conv1 (ابعاد): 28×28×24", "conv1 (پارامتر): 1824", "ب)|pool1 (ابعاد): 14×14×24"]


@pytest.mark.parametrize("head", ["نوع|مقدار", "model|value", "kind|answer"])
def test_a_column_under_an_unknown_word_names_its_rows(head: str) -> None:
    assert said_in(f"{head}\nstandard|3000\ndepthwise|150") == ["standard|3000", "depthwise|150"]


def test_without_a_head_only_the_sizes_are_known() -> None:
    assert said_in(ROWS) == [
        "conv1 (output size): 28×28×24", "conv1: (5·5·3+1)·24 = 1824", "pool1 (output size): 14×14×24",
        "fc: (1960+1)·10 = 19610",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a|b|0\n0|a|b", id="matrix-of-symbols"),
        pytest.param("1|2|3\n4|5|6\n7|8|9", id="matrix-of-numbers"),
        pytest.param("conv1|28×28×24", id="one-row"),
    ],
)
def test_other_rows_stay_as_they_are(text: str) -> None:
    assert said_in(text) == text.split("\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("پاسخ|بخش\n13|الف\n17|ب", "بخش|پاسخ\nالف|13\nب|17", id="letters-last"),
        pytest.param("13|الف\n17|ب", "الف|13\nب|17", id="letters-last-without-a-head"),
        pytest.param("5|a|2\n6|b|2\n7|a|3", "5|a|2\n6|b|2\n7|a|3", id="maybe-a-matrix"),
        pytest.param("answer|part|q\n5|a|2\n6|b|2\n7|a|3", f"q|part|answer\n{SORTED}", id="all"),
        pytest.param("5|2-a\n6|2-b\n7|3-a", "2-a|5\n2-b|6\n3-a|7", id="pairs-last"),
        pytest.param("part|q|answer\na|2|5\nb|2|6\na|3|7", f"q|part|answer\n{SORTED}", id="part-first"),
        pytest.param("#|part|answer\n1|2-a|5\n2|2-b|6", "part|answer\n2-a|5\n2-b|6", id="numbered-rows"),
        pytest.param("مقدار|نوع\n30|عمقی\n15|کل", "نوع|مقدار\nعمقی|30\nکل|15", id="names-last"),
        pytest.param("0|0|a\n0|a|b\na|b|c", "0|0|a\n0|a|b\na|b|c", id="matrix-of-symbols"),
        pytest.param("1|a\n2|b", "1|a\n2|b", id="matrix-of-two-columns"),
        pytest.param("part|answer\n1|13\n2|17", "part|answer\n1|13\n2|17", id="numbers-that-may-be-questions"),
    ],
)  # fmt: skip
def test_rows_are_turned_to_the_part_before_its_answer(text: str, expected: str) -> None:
    assert [line.text.replace("\t", "|") for line in with_turned_rows(lines_of(text))] == expected.split("\n")


def test_counted_rows_are_parts_under_questions_that_a_word_names() -> None:
    text = "Question 1\n5\nQuestion 2\npart|answer\n1|13\n2|17"
    turned = [line.text.replace("\t", "|") for line in with_turned_rows(lines_of(text))]
    assert turned == ["Question 1", "5", "Question 2", "part|answer", "1)|13", "2)|17"]


def test_the_second_reading_of_a_row_is_kept_cell_by_cell() -> None:
    rows = [
        Line(text="layer\toutput\tparams", number=1),
        Line(text="conv1\t7×5\t1824", other="conv1\t5×7\t1824", number=2),
        Line(text="pool1\t3×2\t0", number=3),
    ]
    assert [(line.text, line.other) for line in with_tables(rows) if not line.code][:2] == [
        ("conv1 (output): 7×5", "conv1 (output): 5×7"), ("conv1 (params): 1824", ""),
    ]  # fmt: skip
