"""What nothing tells about a formula's direction is taken from the other formulas of its line, row and document."""

from __future__ import annotations

import pytest

from grader.documents.direction import right_to_left
from grader.documents.pdf import read_pdf
from grader.documents.tokens import tokens_of
from tests.reading.small_pdf import Page, make_pdf
from tests.reading.test_direction import atoms_of

SIZE = "29 × 21 × 12"
MIRRORED = "12 × 21 × 29"


@pytest.mark.parametrize(
    ("seen", "text", "other"),
    [
        pytest.param(
            f"3 × 5 = 15 دادعت و {SIZE} یجورخ", f"خروجی {SIZE} و تعداد 3 × 5 = 15",
            f"خروجی {MIRRORED} و تعداد 15 = 5 × 3",
            id="a-result-on-the-right",
        ),
        pytest.param(
            f"15 = 5 × 3 دادعت و {SIZE} یجورخ", f"خروجی {MIRRORED} و تعداد 3 × 5 = 15",
            f"خروجی {SIZE} و تعداد 15 = 5 × 3",
            id="a-result-on-the-left",
        ),
        pytest.param(f"{SIZE} یجورخ", f"خروجی {MIRRORED}", f"خروجی {SIZE}", id="nothing-tells"),
        pytest.param(
            f"6 = 2 × 3 و 3 × 5 = 15 و 8 × 2 = 16 و {SIZE} راد",
            f"دار {MIRRORED} و 8 × 2 = 16 و 3 × 5 = 15 و 3 × 2 = 6",
            f"دار {SIZE} و 16 = 2 × 8 و 15 = 5 × 3 و 6 = 2 × 3",
            id="they-disagree",
        ),
    ],
)  # fmt: skip
def test_a_size_runs_as_its_line_does(seen: str, text: str, other: str) -> None:
    ordered = right_to_left(tokens_of(atoms_of(seen), right_to_left=True))

    assert (ordered.text, ordered.other) == (text, other)


def test_a_size_runs_as_its_tables_row_does() -> None:
    page = Page()
    page.write(":هیلا ره یاهرتماراپ و داعبا", 380, 80)
    for base, row in ((110, (f"5 × 3 = 15|{SIZE}|هیال")), (128, (f"3 × 2 = 6|{SIZE}|رگید"))):
        for left, cell in zip((80, 230, 450), row.split("|"), strict=True):
            page.write(cell, left, base)

    lines = read_pdf(make_pdf([page]), "a.pdf").lines

    assert [line.text for line in lines[1:]] == [f"لایه\t{SIZE}\t5 × 3 = 15", f"دیگر\t{SIZE}\t3 × 2 = 6"]
    assert [line.other for line in lines[1:]] == [
        f"لایه\t{MIRRORED}\t15 = 3 × 5",
        f"دیگر\t{MIRRORED}\t6 = 2 × 3",
    ]


def test_a_product_that_is_read_from_the_left_stays_so_where_the_document_runs_so() -> None:
    page = Page()
    page.write("3 × 5 = 15 :دادعت", 380, 80)
    page.write("(M − D) × (N − D) :لومرف", 340, 100)
    page.write(f"{SIZE} :هزادنا", 380, 120)

    lines = read_pdf(make_pdf([page]), "a.pdf").lines

    assert [line.text for line in lines] == [
        "تعداد: 3 × 5 = 15",
        "فرمول: (M − D) × (N − D)",
        f"اندازه: {SIZE}",
    ]
    assert all(line.other for line in lines)


def test_numbers_under_a_head_of_latin_words_run_as_the_head_does() -> None:
    page = Page()
    page.write(".تسا لودج نیا رد هیال ره دید نادیم", 300, 60)
    for base, row in ((80, "RF|jump|kernel|هیال"), (98, "7|1|7|1"), (116, "15|2|3|2")):
        for left, cell in zip((330, 370, 430, 510), row.split("|"), strict=True):
            page.write(cell, left, base)

    lines = read_pdf(make_pdf([page]), "a.pdf").lines

    assert [line.text for line in lines[1:]] == ["لایه\tkernel\tjump\tRF", "1\t7\t1\t7", "2\t3\t2\t15"]
    assert not any(line.other for line in lines)
