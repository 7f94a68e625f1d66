"""Lines of paragraphs that run from the left come out as written though they hold right-to-left words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.documents.bases import Votes, votes_of
from grader.documents.left_based import left_based
from grader.documents.model import Doubt, Line
from grader.documents.pdf import read_pdf
from grader.documents.tokens import tokens_of
from tests.reading.small_pdf import Page, make_pdf
from tests.reading.test_direction import atoms_of


def read_left(seen: str, *, separated: bool | None = False, wraps: bool = False) -> tuple[str, str]:
    ordered = left_based(tokens_of(atoms_of(seen), right_to_left=False), separated=separated, wraps=wraps)
    return ordered.text, ordered.other


@pytest.mark.parametrize(
    ("seen", "text", "other"),
    [
        pytest.param("4.b لاناک: 20 × 24 = 480", "4.b کانال: 20 × 24 = 480", "", id="formula-behind-words"),
        pytest.param("4.b 480 = 24 × 20 :لاناک", "4.b کانال: 20 × 24 = 480", "4.b کانال: 480 = 24 × 20", id="typed"),
        pytest.param("سپ 33 + 1 = 34 و 44 + 1 = 45 :هزادنا 34 × 22", "اندازه: 44 + 1 = 45 و 33 + 1 = 34 پس 34 × 22",
                     "اندازه: 45 = 1 + 44 و 34 = 1 + 33 پس 34 × 22", id="words-around-formulas"),
        pytest.param("2.a 27 + 1 = 28 سپ conv1 تسا 40 ربارب.", "2.a 27 + 1 = 28 پس conv1 برابر 40 است.", "",
                     id="latin"),
        pytest.param("رتماراپ = 1824", "پارامتر = 1824", "", id="sign-behind-words"),
        pytest.param("1824 = رتماراپ", "پارامتر = 1824", "", id="sign-before-words"),
        pytest.param("Output )هرجنپ(: 3 × 3", "Output (پنجره): 3 × 3", "", id="words-in-brackets"),
        pytest.param("3( همان: 70", "3) نامه: 70", "", id="bracket-of-a-label"),
        pytest.param("b) GAP 12.5 اب ربارب", "b) GAP برابر با 12.5", "", id="words-that-want-a-number"),
        pytest.param("stride 2 یجورخ", "stride 2 خروجی", "", id="number-of-a-name"),
        pytest.param("لنرک: k = 12 سپ ،تسا k + 1", "کرنل: k = 12 است، پس k + 1", "", id="a-name-begins-what-follows"),
        pytest.param("سپ ،تسا k=12 :لنرک k + 1.", "کرنل: k=12 است، پس k + 1.", "", id="a-name-amid-words"),
        pytest.param("Homework 3 / ۳ نیرمت", "Homework 3 / تمرین ۳", "", id="a-number-in-either-script"),
        pytest.param("d = 2 5 × 6 هزادنا", "d = 2 اندازه 6 × 5", "d = 2 اندازه 5 × 6", id="two-numbers-side-by-side"),
        pytest.param("HW 4 - نیرمت", "HW 4 - تمرین", "", id="title-behind-a-dash"),
        pytest.param("1. (13 ،12) :خساپ", "1. پاسخ: (12، 13)", "1. پاسخ: (13 ،12)", id="list-behind-a-label"),
        pytest.param("24 × 14 داعبا", "ابعاد 14 × 24", "24 × 14 ابعاد", id="typed-at-the-beginning"),
    ],
)  # fmt: skip
def test_a_line_from_the_left_is_read(seen: str, text: str, other: str) -> None:
    assert read_left(seen) == (text, other)


@pytest.mark.parametrize(
    ("seen", "text"),
    [
        pytest.param("c. :شهاک 100 = 10 × 10", "c. کاهش: 100 = 10 × 10", id="mark-in-the-words"),
        pytest.param("هزادنا 2 + 1 = 3 ینعی 3 × 3.", "اندازه 2 + 1 = 3 یعنی 3 × 3.", id="formula-amid-words"),
        pytest.param("a. هجرد ۱۸۰ ار رتلیف", "a. فیلتر را ۱۸۰ درجه", id="typed-number-amid-words"),
        pytest.param("(a) :skip اب 1.5 ⋅ 4 = 6", "(a) با skip: 1.5 ⋅ 4 = 6", id="latin-word-amid-words"),
    ],
)
def test_words_that_are_a_text_of_their_own_leave_formulas_in_place(seen: str, text: str) -> None:
    assert read_left(seen, separated=True) == (text, "")


def test_both_orders_are_kept_where_nothing_tells_what_the_words_are() -> None:
    assert read_left("تسا 2 + 1 = 3 هزادنا", separated=None) == (
        "است 2 + 1 = 3 اندازه",
        "اندازه 2 + 1 = 3 است",
    )


def test_a_value_at_a_broken_end_may_belong_to_either_side() -> None:
    assert read_left("تسا 1824.", wraps=True) == ("است 1824.", "1824 است.")
    assert read_left("تسا 1824.") == ("است 1824.", "")


WORD = st.text(alphabet="ابپتجدرسشکمنوهی", min_size=2, max_size=6)
NAME = st.sampled_from(["conv", "ReLU", "pooling", "max"])
MARK = st.sampled_from(["", "", ":", ".", "،"])


def drawn_from_left(words: list[tuple[str, str]]) -> str:
    """Return how a line from the left is drawn: runs of Persian turned, a mark between two Persian words with them."""
    pieces: list[list[str]] = []
    for place, (word, mark) in enumerate(words):
        persian = not word.isascii()
        goes_on = persian and place + 1 < len(words) and not words[place + 1][0].isascii()
        shown = mark + word[::-1] if goes_on else (word[::-1] if persian else word) + mark
        begins = not persian or place == 0 or words[place - 1][0].isascii()
        if begins:
            pieces.append([shown])
        elif goes_on or not mark:
            pieces[-1].insert(0, shown)
        else:
            pieces[-1].insert(0, shown[: -len(mark)])
            pieces[-1][-1] += mark
    return " ".join(" ".join(piece) for piece in pieces)


@given(st.lists(st.tuples(WORD | WORD | NAME, MARK), min_size=1, max_size=7))
def test_words_and_names_read_as_written(words: list[tuple[str, str]]) -> None:
    assert read_left(drawn_from_left(words)) == (" ".join(word + mark for word, mark in words), "")


@pytest.mark.parametrize(
    ("seen", "left", "right", "sure"),
    [
        pytest.param("عومجم: 12", 1, 0, 1, id="mark-on-the-words-right"),
        pytest.param(".تسا 12", 0, 1, 0, id="mark-on-the-words-left"),
        pytest.param("عومجم conv.", 1, 0, 1, id="mark-at-the-right-end"),
        pytest.param(".12 عومجم", 0, 1, 0, id="mark-at-the-left-end"),
        pytest.param("a. عومجم 12", 2, 0, 0, id="label"),
        pytest.param("عومجم 1.", 0, 0, 0, id="label-of-a-list-from-the-right"),
        pytest.param("12 :عومجم", 0, 0, 0, id="number-on-the-words-left"),
        pytest.param("لاح. تسا", 0, 0, 0, id="between-words"),
        pytest.param("(1) عومجم", 0, 0, 0, id="number-of-a-formula"),
    ],
)
def test_marks_and_labels_vote(seen: str, left: int, right: int, sure: int) -> None:
    votes = votes_of(tokens_of(atoms_of(seen), right_to_left=True), at_left=True, at_right=False)
    assert (votes.left, votes.right, votes.sure) == (left, right, sure)


@pytest.mark.parametrize(
    ("document", "row", "decision"),
    [
        pytest.param(Votes(left=5), Votes(), (False, False), id="the-document-decides"),
        pytest.param(Votes(left=1, sure=1), Votes(left=1, sure=1), (False, False), id="the-row-decides"),
        pytest.param(Votes(left=1, sure=1, right=9), Votes(left=1, sure=1), (True, True), id="they-differ"),
        pytest.param(Votes(left=5), Votes(right=1), (True, True), id="the-row-runs-from-the-right"),
        pytest.param(Votes(left=1, right=9), Votes(), (True, False), id="one-slip-decides-nothing"),
        pytest.param(Votes(right=9), Votes(), (True, False), id="from-the-right"),
    ],
)
def test_a_row_runs_as_its_own_marks_and_its_document_tell(
    document: Votes, row: Votes, decision: tuple[bool, bool]
) -> None:
    document.counted = True
    assert document.side_of(row, now=True, at_left=False) == decision


def test_a_row_at_the_left_margin_needs_no_document_that_agrees() -> None:
    document, row = Votes(left=1, sure=1, right=9, counted=True), Votes(left=1, sure=1)
    assert document.side_of(row, now=True, at_left=True) == (False, False)


def lines_read(*rows: str, at: float | None = 60.0) -> list[Line]:
    """Return the lines of a page of rows as they are seen, all from one left edge, or up to one right edge."""
    page = Page()
    for place, row in enumerate(rows):
        page.write(row, at or 540.0 - 6.0 * len(row), 100.0 + 30.0 * place)
    return list(read_pdf(make_pdf([page]), "answers.pdf").lines)


def test_a_document_from_the_left_is_read_so() -> None:
    rows = ["4.b لاناک: 20 × 24 = 480", "عومجم: 480 + 20 = 500", "رتماراپ 500 = 20 × 25"]
    lines = lines_read(*rows)
    assert [line.text for line in lines] == [
        "4.b کانال: 20 × 24 = 480",
        "مجموع: 480 + 20 = 500",
        "پارامتر 500 = 20 × 25",
    ]
    assert not any(line.doubts for line in lines)


def test_a_document_from_the_right_keeps_its_doubts() -> None:
    (line, *_) = lines_read("480 = 24 × 20 :لاناک", ".تسا یجورخ", ".تسا هزادنا", at=None)
    assert (line.text, line.other) == ("کانال: 20 × 24 = 480", "کانال: 480 = 24 × 20")
    assert line.doubts == (Doubt.DIRECTION,)


def test_a_row_against_its_document_is_read_both_ways() -> None:
    rows = ["conv تسا. 12", *[".تسا یجورخ یقفا هزادنا"] * 4]
    line = lines_read(*rows, at=None)[0]
    assert {line.text, line.other} == {"12 .است conv", "conv است. 12"}
