"""From a page to its lines: rows, cells, columns, fractions, powers, matrices, and what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.documents.model import Document, Doubt, Source
from grader.documents.pdf import read_pdf
from tests.reading.small_pdf import Page, make_pdf


def read(*pages: Page) -> Document:
    return read_pdf(make_pdf(pages), "lee.pdf")


def texts(*pages: Page) -> list[str]:
    return [line.text for line in read(*pages).lines]


def page_of(*rows: str, left: float = 60.0, top: float = 120.0, pitch: float = 18.0) -> Page:
    page = Page()
    for place, row in enumerate(rows):
        page.write(row, left, top + pitch * place)
    return page


def test_a_line_tells_where_it_stands_and_how_large_it_is() -> None:
    page = Page()
    page.write("Q1 42", 60, 100, 10)
    (line,) = read(page).lines
    assert (line.text, line.number, line.page, line.size) == ("Q1 42", 1, 1, 10.0)
    assert line.box is not None
    left, top, right, bottom = line.box
    assert 59 < left < 61 < right < 95
    assert 90 < top < 100 < bottom < 104


@pytest.mark.parametrize(("numerator", "denominator", "text"), [("M-F", "S", "(M-F)/S"), ("1", "2", "1/2")])
def test_what_stands_over_and_under_a_bar_is_a_fraction(numerator: str, denominator: str, text: str) -> None:
    page = Page()
    page.write("y =", 60, 103)
    end = page.write(numerator, 90, 95)
    page.bar(89, 99, end - 88, 0.5)
    page.write(denominator, (90 + end) / 2 - 3.6, 111)
    assert texts(page) == [f"y = {text}"]


def test_a_denominator_may_hang_low() -> None:
    """Style sheets with tall lines set it so."""
    page = Page()
    page.write("y =", 60, 103)
    page.write("1", 90, 95)
    page.bar(88, 99, 12, 0.5)
    page.write("n", 90, 114.8)
    assert texts(page) == ["y = 1/n"]


def test_one_side_of_a_frame_is_a_bar() -> None:
    """Print engines fill the whole frame of a numerator and let only its lower side show."""
    page = Page()
    page.write("y =", 60, 103)
    page.write("25", 90, 95)
    page.operators.append("q 89 743 16 0.8 re W n 0 g 89 743 16 14 re 89 743.8 16 13.2 re f* Q")
    page.write("4", 93.6, 111)
    assert texts(page) == ["y = 25/4"]


def test_what_a_clipping_leaves_out_hides_nothing() -> None:
    page = Page()
    page.write("y = 25", 60, 100)
    page.operators.append("q 300 300 20 20 re W n 1 1 1 rg 50 700 200 100 re f Q")
    document = read(page)
    assert [line.text for line in document.lines] == ["y = 25"]
    assert not document.hidden


def test_a_fraction_below_zero_in_a_matrix_begins_with_its_sign() -> None:
    page = Page()
    for place, (numerator, left) in enumerate((("−3", 103.6), ("15", 103.6))):
        page.write(numerator, left, 105 + 40 * place)
        page.bar(102, 109 + 40 * place, 18, 0.5)
        page.write("2", 107.2, 121 + 40 * place)
    for x, pieces in ((88, "⎡⎢⎢⎢⎣"), (126, "⎤⎥⎥⎥⎦")):
        for place, letter in enumerate(pieces):
            page.glyph(letter, x, 108.0 + 14 * place, 16)
    assert texts(page) == ["−3/2", "15/2"]


def test_a_table_is_no_fraction() -> None:
    """Its rules go on beyond a cell, or meet standing ones."""
    page = Page()
    for row, cells in enumerate([("1", "2"), ("3", "4")]):
        for column, cell in enumerate(cells):
            page.write(cell, 66 + 20 * column, 114 + 18 * row)
    for row in range(3):
        for column in range(2):
            page.bar(60 + 20 * column, 100 + 18 * row, 20, 0.5)
    for column in range(3):
        page.bar(60 + 20 * column, 100, 0.5, 36)
    assert texts(page) == ["1\t2", "3\t4"]


def test_an_underlined_word_is_no_fraction() -> None:
    page = page_of("Answer", "42")
    page.bar(60, 122, 43, 0.5)
    assert texts(page) == ["Answer", "42"]


@pytest.mark.parametrize(
    ("base", "text"), [(95.5, "x^2"), (101.5, "x_2")], ids=["raised-is-a-power", "lowered-is-an-index"]
)
def test_a_small_letter_beside_another(base: float, text: str) -> None:
    page = Page()
    page.write("x", 60, 100)
    page.write("2", 67.3, base, 8)
    assert texts(page) == [text]


def test_a_power_of_more_than_one_token_is_bracketed() -> None:
    page = Page()
    page.write("10", 60, 100)
    page.write("-3", 74.6, 95.5, 8)
    assert texts(page) == ["10^(-3)"]


def test_a_power_stays_with_its_number_below_a_label() -> None:
    """The label stands nearer to the power than the power's own line does."""
    page = Page()
    page.write("(b)", 60, 100)
    page.write("6", 185.2, 103.8, 7)
    page.write("B=8.64×10", 120, 109)
    assert texts(page) == ["(b)", "B=8.64×10^6"]


def test_a_small_number_far_away_is_no_power() -> None:
    page = Page()
    page.write("5", 60, 100)
    page.write("7", 90, 95.5, 8)
    assert texts(page) == ["5\t7"]


@pytest.mark.parametrize(
    ("written", "is_doubtful"),
    [
        pytest.param([("B = 8.64×10", 60, 109, 12), ("6", 150, 101, 7)], True, id="a-power-that-touches-nothing"),
        pytest.param([("B = 8.64×10", 60, 109, 12), ("6", 132.4, 103.8, 7)], False, id="a-power"),
        pytest.param([("25", 100, 95, 12), ("2. b)", 60, 101, 12), ("4", 103.6, 108, 12)], True, id="a-fraction"),
        pytest.param([("25", 100, 92, 12), ("2. b)", 60, 110, 12), ("4", 103.6, 128, 12)], False, id="lines"),
    ],
)  # fmt: skip
def test_a_line_that_may_have_lost_a_power_or_a_fraction_is_doubted(
    written: list[tuple[str, float, float, float]], is_doubtful: bool
) -> None:
    page = Page()
    for each in written:
        page.write(*each)
    lines = read(page).lines
    assert [Doubt.CHARACTERS in line.doubts for line in lines] == [is_doubtful] * len(lines)


def test_an_index_and_a_power_of_one_letter_are_kept_apart() -> None:
    page = Page()
    page.write("x", 60, 100)
    page.write("2", 67.3, 95.5, 8)
    page.write("1", 67.3, 102, 8)
    page.write("+ 3", 76, 100)
    assert texts(page) == ["x_1^2 + 3"]


def test_a_bar_behind_a_root_encloses_what_is_under_it() -> None:
    page = Page()
    page.write("√", 60, 100)
    page.write("2/192", 67.2, 100)
    page.bar(67.2, 91.2, 36, 0.5)
    page.write("= 0.102", 108, 100)
    assert texts(page) == ["√(2/192) = 0.102"]


def test_a_fraction_of_fractions_is_read_from_the_inside() -> None:
    page = Page()
    page.write("a", 100, 82)
    page.bar(99, 85, 9, 0.5)
    page.write("b", 100, 97)
    page.write("+1", 110, 88)
    page.bar(98, 101, 28, 0.5)
    page.write("c", 108, 113)
    assert texts(page) == ["(a/b+1)/c"]


def test_a_raised_digit_of_unicode_is_a_power() -> None:
    assert texts(page_of("3²")) == ["3^2"]


def test_wide_gaps_part_cells() -> None:
    page = Page()
    page.write("conv1", 60, 100)
    page.write("320", 200, 100)
    assert texts(page) == ["conv1\t320"]


def test_a_matrix_follows_its_label_row_by_row() -> None:
    """The label stands beside the middle row; brackets made of pieces do not make rows of their own."""
    page = Page()
    page.write("K =", 60, 121)
    for row in range(3):
        for column, cell in enumerate((row, 10 + row, -row)):
            page.write(str(cell), 100 + 30 * column, 105 + 16 * row)
    for letter, base in (("⎡", 105.0), ("⎢", 120.0), ("⎣", 135.0)):
        page.glyph(letter, 88, base, 16)
    for letter, base in (("⎤", 105.0), ("⎥", 120.0), ("⎦", 135.0)):
        page.glyph(letter, 185, base, 16)
    assert texts(page) == ["K =", "0\t10\t0", "1\t11\t-1", "2\t12\t-2"]


def test_a_formula_in_a_line_from_the_right_is_read_before_its_matrix() -> None:
    page = Page()
    page.write("تسا", 60, 113)
    page.write("F =", 90, 113)
    for row in range(2):
        for column in range(2):
            page.write(str(1 + row + column), 130 + 20 * column, 105 + 16 * row)
    page.glyph("[", 112, 121, 26)
    page.glyph("]", 162, 121, 26)
    page.write("سیرتام )ب", 190, 113)
    assert texts(page) == ["ب) ماتریس", "F =", "1\t2", "2\t3", "است"]


def test_a_bracket_of_which_one_piece_is_named_encloses_all_of_its_rows() -> None:
    """Typesetters name the lowest piece of a bracket only; the matrix of the next part stands close below."""
    page = Page()
    for part, top in (("a)", 100.0), ("b)", 152.0)):
        page.write(part, 60, top + 10)
        for row in range(2):
            for column in range(2):
                page.write(str(1 + row + column), 100 + 20 * column, top + 20 * row, 8)
        for side in (80.0, 130.0):
            for letter, base in ((" ", top + 2), (" ", top + 13), ("[]"[side > 95], top + 24)):
                page.glyph(letter, side, base, 24)
    assert texts(page) == ["a)", "1\t2", "2\t3", "b)", "1\t2", "2\t3"]


def test_columns_of_a_matrix_are_told_by_all_of_its_rows() -> None:
    """Around a sign there is nearly as much room as between columns, but seldom in every row."""
    page = Page()
    page.write("2a", 100, 105)
    page.write("−", 118, 105)
    page.write("b", 128.5, 105)
    page.write("c", 113, 121)
    for base, cell in ((105, "a"), (121, "d")):
        page.write(cell, 141.5, base)
    for x, pieces in ((88, "⎡⎣"), (160, "⎤⎦")):
        for letter, bottom in zip(pieces, (112.0, 127.0), strict=True):
            page.glyph(letter, x, bottom, 16)
    assert texts(page) == ["2a − b\ta", "c\td"]


def test_close_columns_of_names_are_told_apart() -> None:
    page = Page()
    for base, cells in ((105, "ab0"), (121, "0ab")):
        for place, cell in enumerate(cells):
            page.write(cell, 100 + 11.2 * place, base)
    for x, pieces in ((88, "⎡⎣"), (131, "⎤⎦")):
        for letter, bottom in zip(pieces, (112.0, 127.0), strict=True):
            page.glyph(letter, x, bottom, 16)
    assert texts(page) == ["a\tb\t0", "0\ta\tb"]


def test_indices_of_a_matrix_in_rules_stay_in_its_cells() -> None:
    """Style sheets set them in 8/9 of the size, and so low that they stand on a line of their own."""
    page = Page()
    page.write("Q4 two rows", 60, 80)
    for row, cells in enumerate(("ab0", "0ab")):
        for column, cell in enumerate(cells):
            page.write(cell, 100 + 28 * column, 105 + 24 * row)
            if cell != "0":
                page.write("12", 107.2 + 28 * column, 110.4 + 24 * row, 10.67)
    assert texts(page) == ["Q4 two rows", "a_12\tb_12\t0", "0\ta_12\tb_12"]


def test_a_whole_bracket_is_no_piece_of_the_next_one() -> None:
    page = Page()
    for x, whole in ((80, "("), (130, ")")):
        page.glyph(whole, x, 118, 24)
    for base, cells in ((105, "1 2"), (118, "3 4"), (137, "5 6"), (150, "7 8")):
        page.write(cells, 100, base)
    for x, pieces in ((80, "⎛⎝"), (130, "⎞⎠")):
        for letter, bottom in zip(pieces, (141.0, 154.0), strict=True):
            page.glyph(letter, x, bottom, 14)
    assert not {"(", ")"} & set("".join(texts(page)))


def test_columns_are_read_one_after_the_other() -> None:
    words = "so many words that they fill it"
    page = Page()
    for row in range(5):
        page.write(f"{row} {words}", 40, 100 + 18 * row, 10)
        page.write(f"{5 + row} {words}", 320, 104 + 18 * row, 10)
    assert [text[0] for text in texts(page)] == list("0123456789")


def test_a_gutter_does_not_go_through_a_table_of_one_column() -> None:
    """Between its cells there is as much room, and no foot of the page stands in it."""
    page = Page()
    for row in range(4):
        page.write(f"{1 + row}. a) {row}", 40, 100 + 60 * row)
        page.write(f"{5 + row}. a) {row}", 320, 104 + 60 * row)
        for column, x in enumerate((200, 270)):
            page.write(str(column), x, 130 + 60 * row)
        for line in range(2):
            page.bar(40, 117 + 60 * row + 18 * line, 245, 0.5)
    page.write("last of all", 260, 700)
    expected = [each for row in range(4) for each in (f"{1 + row}. a) {row}", "0\t1")]
    assert texts(page) == [*expected, *(f"{5 + row}. a) {row}" for row in range(4)), "last of all"]


def test_a_table_over_the_middle_of_the_page_is_no_columns() -> None:
    page = Page()
    for row in range(6):
        page.write(f"part {row}", 60, 100 + 20 * row)
        page.write(f"{row * 11}", 330, 100 + 20 * row)
    assert texts(page) == [f"part {row}\t{row * 11}" for row in range(6)]


def test_what_stands_at_the_edge_of_every_page_is_left_out() -> None:
    pages = []
    for number in (1, 2, 3):
        page = page_of(f"answer {number * 7}")
        page.write("Homework 3", 60, 40)
        page.write(f"{number} / 3", 280, 820)
        pages.append(page)
    assert texts(*pages) == ["Homework 3", "answer 7", "answer 14", "answer 21"]


def test_a_letter_beside_two_rows_is_read_before_both() -> None:
    page = Page()
    for place, letter in enumerate("ab"):
        page.write(f"C = {place} + 2", 100, 100 + 36 * place)
        page.write(f"({letter})", 60, 107 + 36 * place)
        page.write(f"C = {place + 2}", 100, 116 + 36 * place)
    assert texts(page) == ["(a)", "C = 0 + 2", "C = 2", "(b)", "C = 1 + 2", "C = 3"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param(
            "40250001_lee.pdf", ["A. Lee 40250001", "answer 7", "answer 14"], id="the-file-s-number"
        ),
        pytest.param("lee.pdf", ["answer 7", "A. Lee 40250001", "answer 14"], id="perhaps-an-answer"),
    ],
)
def test_a_head_that_begins_on_the_second_page_stands_in_no_answer(path: str, expected: list[str]) -> None:
    first, second = page_of("answer 7"), page_of("answer 14")
    second.write("A. Lee 40250001", 60, 40)
    document = read_pdf(make_pdf([first, second]), path)
    assert [line.text for line in document.lines] == expected
    assert {line.page for line in document.lines if "Lee" in line.text} == {2}


def test_a_foot_that_names_the_student_is_kept_above_the_first_page() -> None:
    pages = []
    for number in (1, 2):
        page = page_of(f"answer {number * 7}")
        page.write(f"A. Example, 40250001, page {number}", 200, 815)
        pages.append(page)
    assert texts(*pages) == ["A. Example, 40250001, page 1", "answer 7", "answer 14"]


def test_an_answer_at_the_foot_of_a_page_is_kept() -> None:
    page = page_of("Q1")
    page.write("(f) 4512", 60, 815)
    assert texts(page) == ["Q1", "(f) 4512"]


@pytest.mark.parametrize(
    "place",
    [
        pytest.param({"set_up": "1 g 0 Tr"}, id="white-on-white"),
        pytest.param({"set_up": "0 g 3 Tr"}, id="without-ink"),
        pytest.param({"size": 1.0}, id="tiny"),
        pytest.param({"left": 900.0}, id="beside-the-page"),
    ],
)
def test_what_nobody_sees_is_reported_and_not_believed(place: dict[str, object]) -> None:
    page = page_of("Q1 wrong")
    left, size, set_up = place.get("left", 60.0), place.get("size", 12.0), place.get("set_up", "0 g 0 Tr")
    assert isinstance(left, float) and isinstance(size, float) and isinstance(set_up, str)
    page.write("42", left, 300, size, set_up=set_up)
    document = read(page)
    assert ([line.text for line in document.lines], document.hidden) == (["Q1 wrong"], ("42",))


def test_what_lies_under_a_white_box_is_not_seen() -> None:
    page = page_of("88")
    page.bar(55, 105, 60, 25, "1 g")
    page.write("42", 61, 120)
    document = read(page)
    assert ([line.text for line in document.lines], document.hidden) == (["42"], ("88",))


def test_white_letters_on_a_dark_box_are_seen() -> None:
    page = Page()
    page.bar(50, 80, 200, 40, "0 0 0.4 rg")
    page.write("Q1", 60, 100, set_up="1 g 0 Tr")
    assert texts(page) == ["Q1"]


@pytest.mark.parametrize(
    ("outline", "seen"),
    [
        pytest.param(
            "60 742 m 240 742 l 246 742 250 746 250 752 c 250 752 l 250 758 246 762 240 762 c 60 762 l"
            " 54 762 50 758 50 752 c 50 752 l 50 746 54 742 60 742 c h f",
            ["Q1"],
            id="round-corners",
        ),
        pytest.param(
            "50 700 m 250 700 l 250 742 l 60 742 l 60 762 l 55 762 l 50 762 l h f", [], id="beside-it"
        ),
    ],
)
def test_white_letters_on_a_badge_are_seen(outline: str, seen: list[str]) -> None:
    page = Page()
    page.operators.append(f"q 0 0 0.4 rg {outline} Q")
    page.write("Q1", 60, 90, set_up="1 g 0 Tr")
    assert texts(page) == seen


def test_a_page_that_is_a_picture_waits_for_a_person() -> None:
    page = Page()
    page.picture(0, 0, 595, 842)
    document = read(page, page)
    assert (document.source, document.pictures, document.lines) == (Source.SCAN, (1, 2), ())


def test_the_text_under_a_scan_is_what_a_machine_recognised() -> None:
    page = Page()
    page.write("a) 14", 60, 100, set_up="0 g 3 Tr")
    page.picture(0, 0, 595, 842)
    document = read(page)
    assert document.pictures == (1,)
    assert [(line.text, line.doubts) for line in document.lines] == [("a) 14", (Doubt.RECOGNISED,))]
    assert document.hidden == ()


def test_an_empty_page_is_no_picture() -> None:
    document = read(page_of("Q1 42"), Page())
    assert (document.pages, document.pictures, document.complete) == (2, (), True)


@pytest.mark.parametrize("kind", ["picture", "pen"])
def test_what_may_be_handwriting_keeps_a_page_from_being_blank(kind: str) -> None:
    page = page_of("Q1")
    if kind == "picture":
        page.picture(60, 300, 300, 200)
    else:
        page.note("Ink", "", 60, 300, 200, 50)
    document = read(page)
    assert (document.complete, [line.text for line in document.lines]) == (False, ["Q1"])


def test_a_note_typed_onto_a_page_is_a_line_after_the_one_above_it() -> None:
    page = page_of("Q1", "Q2", pitch=60)
    page.note("FreeText", "42", 100, 135, 60, 20)
    assert [(line.text, line.doubts) for line in read(page).lines] == [
        ("Q1", ()), ("42", (Doubt.ORDER,)), ("Q2", ()),
    ]  # fmt: skip


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_that_is_turned_is_read_as_it_is_shown(rotate: int) -> None:
    page = Page(rotate=rotate)
    turned = {0: "1 0 0 1 0 0", 90: "0 1 -1 0 595 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 842"}[rotate]
    page.operators.append(f"q {turned} cm")
    page.height = 595 if rotate % 180 else 842
    page.write("Q1", 60, 100)
    page.write("42", 60, 130)
    page.height = 842
    page.operators.append("Q")
    assert texts(page) == ["Q1", "42"]


def test_an_unknown_glyph_is_doubted() -> None:
    (line,) = read(page_of("4\ue0052")).lines
    assert Doubt.CHARACTERS in line.doubts


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        pytest.param("2 \x1clters", "2 filters", id="ligature-before-letters"),
        pytest.param("sti\x1b", "stiff", id="ligature-after-letters"),
        pytest.param("Azizi \x15 Student", "Azizi – Student", id="dash-between-words"),
    ],
)
def test_a_nameless_ligature_of_bitmap_fonts_is_told_by_its_place(drawn: str, text: str) -> None:
    (line,) = read_pdf(bitmap_text(drawn), "lee.pdf").lines
    assert (line.text, line.doubts) == (text, ())


@pytest.mark.parametrize("drawn", ["4\x1c2", "take \x15 7", "= \x15", "\x1c"])
def test_a_nameless_glyph_beside_numbers_is_doubted(drawn: str) -> None:
    (line,) = read_pdf(bitmap_text(drawn), "lee.pdf").lines
    assert Doubt.CHARACTERS in line.doubts


def bitmap_text(drawn: str) -> bytes:
    """Return a PDF with a font as TeX makes of dots: codes of ASCII, and nothing that tells what they mean."""
    page = Page(letters=list(map(chr, range(1, 127))))
    page.write(drawn, 60, 100)
    return make_pdf([page]).replace(b"/ToUnicode", b"/ToNothing")


@pytest.mark.parametrize(
    ("font", "text", "doubts"),
    [
        pytest.param("ABCDEF+SymbolMT", "• 42", (), id="of-its-font"),
        pytest.param("ABCDEF+Lotus", "\ufffd 42", (Doubt.CHARACTERS,), id="of-another-font"),
    ],
)
def test_a_mark_of_a_list_is_told_by_its_font(font: str, text: str, doubts: tuple[Doubt, ...]) -> None:
    page = page_of("\uf0b7 42")
    page.font = font
    (line,) = read(page).lines
    assert (line.text, line.doubts) == (text, doubts)


@pytest.mark.parametrize("mark", ["(a)", "b.", "iv)"])
def test_a_lists_mark_in_the_right_cell_turns_its_row(mark: str) -> None:
    page = Page()
    page.write("An English line makes this a document from the left", 60, 60)
    end = page.write("خروجی 4 است"[::-1], 300, 100)
    page.write(mark, end + 40, 100)
    assert texts(page)[-1].split("\t")[1] == "خروجی 4 است"


def test_brackets_that_hang_from_their_line_belong_to_it() -> None:
    r"""The file is pdfLaTeX's of `$\bigl(M - 4\bigr)\bigl[N - 4\bigr]$`; the first one's code, 0, reads as nothing."""
    (line,) = read_pdf((Path(__file__).parent / "hanging_brackets.pdf").read_bytes(), "lee.pdf").lines
    assert (line.text, line.doubts) == ("(M − 4)[N − 4]", ())


def test_a_nameless_mark_over_a_letter_is_no_doubt() -> None:
    page = Page()
    page.write("هلئسم", 300, 100)
    page.glyph("\ue005", 300.5, 100)
    (line,) = read(page).lines
    assert (line.text, line.doubts) == ("مسئله", ())


def test_halves_of_a_letter_beyond_the_first_plane_are_one_letter() -> None:
    page = Page()
    page.glyph("𝑥", 60, 100)
    page.write("= 3", 72, 100)
    assert texts(page) == ["x = 3"]


def test_a_persian_page_is_read_from_the_right() -> None:
    page = Page()
    page.write("لوا لاوس", 440, 100)
    page.write("14 × 14 × 32 :یجورخ", 400, 130)
    first, second = read(page).lines
    assert first.text == "سوال اول"
    assert second.text == "خروجی: 14 × 14 × 32"
    assert second.other == "خروجی: 32 × 14 × 14"
    assert second.doubts == (Doubt.DIRECTION,)


def test_a_table_with_persian_words_is_read_from_the_right() -> None:
    page = Page()
    for row, (value, name) in enumerate([("32", "دادعت"), ("14", "عافترا"), ("7", "ضرع")]):
        page.write(value, 300, 100 + 20 * row)
        page.write(name, 440, 100 + 20 * row)
    assert texts(page) == ["تعداد\t32", "ارتفاع\t14", "عرض\t7"]


def test_numbers_of_a_table_keep_both_orders() -> None:
    """A right-to-left table flips its columns; who looks at the page may have meant either."""
    page = Page()
    page.write("خساپ", 480, 80)
    for column, cell in enumerate(("1", "2", "-3")):
        page.write(cell, 300 + 60 * column, 110)
    line = read(page).lines[1]
    assert (line.text, line.other) == ("1\t2\t-3", "-3\t2\t1")


def test_numbers_beside_a_label_keep_both_orders() -> None:
    """The words name the whole matrix, whose first row they stand beside; they do not tell where it begins."""
    page = Page()
    page.write(":لوا خساپ", 440, 110)
    for row, cells in enumerate((("1", "2", "-3"), ("4", "5", "6"))):
        for column, cell in enumerate(cells):
            page.write(cell, 200 + 60 * column, 110 + 20 * row)
    first, second = read(page).lines
    assert {first.text, first.other} == {"پاسخ اول:\t1\t2\t-3", "پاسخ اول:\t-3\t2\t1"}
    assert (second.text, second.other) == ("4\t5\t6", "6\t5\t4")


def test_numbers_under_words_run_as_the_words_do() -> None:
    page = Page()
    for row, cells in enumerate((("ضرع", "عافترا", "دادعت"), ("14", "7", "32"))):
        for column, cell in enumerate(cells):
            page.write(cell, 200 + 90 * column, 110 + 20 * row)
    second = read(page).lines[1]
    assert (second.text, second.other) == ("32\t7\t14", "")


def test_reading_twice_gives_the_same() -> None:
    page = page_of("Q1 42", "Q2 (M-F)/S")
    assert read(page) == read(page)
