"""Right-to-left lines come out in the order in which they were written."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.documents.atoms import Atom
from grader.documents.brackets import balanced, facing
from grader.documents.direction import left_to_right, right_to_left
from grader.documents.tokens import tokens_of


def atoms_of(seen: str) -> list[Atom]:
    """Return the atoms of a line as it is seen from left to right; letters touch, blanks part words."""
    atoms, left = [], 0.0
    for letter in seen:
        if letter == " ":
            left += 3.0
            continue
        atoms.append(Atom(letter, left, left + 6.0, 100.0, 10.0, 92.0, 102.0))
        left += 6.0
    return atoms


def read_right(seen: str) -> tuple[str, str]:
    ordered = right_to_left(tokens_of(atoms_of(seen), right_to_left=True))
    return ordered.text, ordered.other


@pytest.mark.parametrize(
    ("seen", "text", "other"),
    [
        pytest.param("32 × 14 × 14 :یجورخ", "خروجی: 14 × 14 × 32", "خروجی: 32 × 14 × 14", id="shape-typed"),
        pytest.param("3 × 5 = 15 :هتسه", "هسته: 3 × 5 = 15", "هسته: 15 = 5 × 3", id="formula"),
        pytest.param("15 = 5 × 3 :هتسه", "هسته: 3 × 5 = 15", "هسته: 15 = 5 × 3", id="equation-typed"),
        pytest.param("pooling: 7 × 7 × 32 یجورخ", "خروجی pooling: 7 × 7 × 32", "", id="after-a-latin-word"),
        pytest.param(
            "227 × 227 × 256 :conv1 یجورخ", "خروجی conv1: 256 × 227 × 227", "", id="colon-of-the-line"
        ),
        pytest.param("a = b + c :لماک", "کامل: a = b + c", "", id="letters-keep-their-order"),
        pytest.param("70- رادقم", "مقدار -70", "", id="sign-drawn-on-the-right"),
        pytest.param("-70 رادقم", "مقدار -70", "", id="sign-drawn-on-the-left"),
        pytest.param("%90 دصرد", "درصد 90%", "", id="percent-drawn-on-the-left"),
        pytest.param(".دوش یم ۵۰٬۲۰۸ = دادعت", "تعداد = ۵۰٬۲۰۸ می شود.", "", id="groups-stay"),
        pytest.param("۴۰۰،۲۰ رامش", "شمار ۴۰۰،۲۰", "", id="persian-commas-keep-the-order"),
        pytest.param("(3,-1,4) راد", "دار (3,-1,4)", "دار (-1,4,3)", id="a-list-that-is-a-formula"),
        pytest.param("(۱،۴-،۳) راد", "دار (۳،-۱،۴)", "دار (۱،۴-،۳)", id="a-sign-parts-a-list"),
        pytest.param("120,422,400 و 7.5 و 3/2", "3/2 و 7.5 و 120,422,400", "", id="separators-stay"),
        pytest.param("(فلا -۳", "۳- الف)", "", id="number-of-a-heading"),
        pytest.param(
            "S + 1/(M − F + 2P) ربارب", "برابر (M − F + 2P)/S + 1", "برابر S + 1/(M − F + 2P)", id="brackets"
        ),
        pytest.param(
            "(M − F + 2P)/S + 1 ربارب", "برابر (M − F + 2P)/S + 1", "", id="only-a-formula-is-drawn-so"
        ),
        pytest.param("(M−D(F−1)) )ب)", "(ب) (M−D(F−1))", "", id="a-letter-with-two-brackets-spelt-alike"),
        pytest.param(
            "(M−D(F−1))(N−D(F−1(( :لک",
            "کل: (M−D(F−1))(N−D(F−1))",
            "کل: (N−D(F−1))(M−D(F−1))",
            id="brackets-beside-words-are-mirrored",
        ),
        pytest.param(
            ")M − D(F − 1)( × )N − D(F − 1)( :لک",
            "کل: (M − D(F − 1)) × (N − D(F − 1))",
            "کل: (N − D(F − 1)) × (M − D(F − 1))",
            id="outer-brackets-are-mirrored",
        ),
        pytest.param("H = 14 (۴", "۴) H = 14", "", id="heading-before-a-formula"),
        pytest.param("k = (1, 2, 3) و", "و k = (1, 2, 3)", "و (3 ,2 ,1) = k", id="commas-tell-the-direction"),
        pytest.param("27=28-3+2 (5", "5) 28-3+2=27", "5) 27=28-3+2", id="sum-without-a-word-before-it"),
        pytest.param("k=3 ددع", "عدد k=3", "", id="name-and-number"),
        pytest.param("۳/۵ = ۴ رب ۱۴", "۱۴ بر ۴ = ۳/۵", "۱۴ بر ۳/۵ = ۴", id="a-slash-for-a-decimal-point"),
        pytest.param("1e-3 خرن", "نرخ 1e-3", "", id="exponent"),
        pytest.param("٫۵ ریغتم", "متغیر ٫۵", "", id="bare-fraction"),
    ],
)
def test_a_line_from_the_right_is_read(seen: str, text: str, other: str) -> None:
    said, second = read_right(seen)
    if "conv1" in seen:  # which of both is first is not decided by anything in the line
        assert {said, second} == {"خروجی conv1: 227 × 227 × 256", text}
        return
    assert said == text
    assert second == other


def test_a_formula_that_tex_has_set_leaves_nothing_open() -> None:
    atoms = atoms_of("32 × 14 × 14 :یجورخ")
    for atom in atoms:
        atom.typeset = atom.text == "×"
    ordered = right_to_left(tokens_of(atoms, right_to_left=True))
    assert (ordered.text, ordered.other) == ("خروجی: 32 × 14 × 14", "")


@pytest.mark.parametrize("stored", ["(فلا", ")فلا"])
def test_a_bracket_faces_its_word_however_it_is_stored(stored: str) -> None:
    assert read_right(stored)[0] == "الف)"


@pytest.mark.parametrize("stored", ["(28 ,28) لکش", ")28 ,28( لکش"])
def test_a_pair_in_brackets_is_kept_together(stored: str) -> None:
    assert "(28 ,28)" in read_right(stored)[0] or "(28, 28)" in read_right(stored)[0]


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        pytest.param("(M - F) (N - 2(", "(M - F) (N - 2)", id="one-is-mirrored"),
        pytest.param(")M - F( )N - 2(", "(M - F) (N - 2)", id="all-are"),
        pytest.param("1) (a + b)", "1) (a + b)", id="a-mark-is-alone"),
        pytest.param("(a (b", "(a (b", id="either-may-be"),
    ],
)
def test_a_bracket_of_a_formula_is_turned_where_that_alone_balances_it(stored: str, expected: str) -> None:
    assert left_to_right(tokens_of(atoms_of(stored), right_to_left=False)).text == expected


def test_a_glyph_of_two_letters_is_one_piece() -> None:
    """Lam-alef is one glyph; turning its letters around would make الیه of لایه."""
    atoms = [*atoms_of("هی"), Atom("لا", 12.0, 18.0, 100.0, 10.0, 92.0, 102.0)]
    assert right_to_left(tokens_of(atoms, right_to_left=True)).text == "لایه"


def test_lam_and_alef_drawn_over_each_other_are_read_in_order() -> None:
    over = [Atom("ا", 12.0, 17.0, 100.0, 10.0, 92.0, 102.0), Atom("ل", 12.0, 18.0, 100.0, 10.0, 92.0, 102.0)]
    assert right_to_left(tokens_of([*atoms_of("هی"), *over], right_to_left=True)).text == "لایه"


@pytest.mark.parametrize("word", [["ه", "ی", "ا", "ل"], ["لایه"]], ids=["letters", "whole-word"])
def test_a_mark_follows_the_letter_that_it_is_drawn_over(word: list[str]) -> None:
    atoms, left = [], 0.0
    for text in word:
        atoms.append(Atom(text, left, left + 6.0 * len(text), 100.0, 10.0, 92.0, 102.0))
        left += 6.0 * len(text)
    hamza = Atom("\u0654", 1.0, 4.0, 100.0, 10.0, 92.0, 95.0)
    ordered = sorted([*atoms, hamza], key=lambda atom: atom.left)
    assert right_to_left(tokens_of(ordered, right_to_left=True)).text == "لایه\u0654"


def test_presentation_forms_become_letters() -> None:
    assert read_right("ﻪﯾﻻ")[0] == "لایه"


def test_zwnj_is_kept() -> None:
    assert read_right("دوش\u200cیم")[0] == "می\u200cشود"


def test_a_line_from_the_left_turns_its_persian_words() -> None:
    seen = "Name: یدمحم اضر ID 401"
    assert left_to_right(tokens_of(atoms_of(seen), right_to_left=False)).text == "Name: رضا محمدی ID 401"


PERSIAN = st.text(alphabet="ابپتجدرسشکمنوهی", min_size=1, max_size=6)
LATIN = st.sampled_from(["conv", "ReLU", "pooling", "x", "max"])
NUMBER = st.sampled_from(["3", "14", "۲۸", "7.5", "120,422,400", "۵۰٬۲۰۸", "۰٫۱۰۳"])


def drawn(words: list[str]) -> str:
    """Return how a right-to-left line of words is drawn: after a Latin word, numbers run on from the left."""
    runs: list[list[str]] = []
    for word in words:
        goes_on = bool(runs) and runs[-1][0][0].isascii() and runs[-1][0][0].isalpha()
        if goes_on and not "\u0620" <= word[0] <= "\u06ef":
            runs[-1].append(word)
        elif "\u0620" <= word[0] <= "\u06ef":
            runs.append([word[::-1]])
        else:
            runs.append([word])
    return " ".join(" ".join(run) for run in reversed(runs))


@given(st.lists(st.one_of(PERSIAN, PERSIAN, LATIN, NUMBER), min_size=1, max_size=8), PERSIAN)
def test_what_was_written_is_one_of_the_readings(words: list[str], first: str) -> None:
    """A number just before a Latin word is drawn like one behind it, and is left out here."""
    written = [first, *words]
    latin = [word[0].isascii() and word[0].isalpha() for word in written]
    assume(not any(word[0].isdigit() and behind for word, behind in zip(written, latin[1:], strict=False)))
    text, other = read_right(drawn(written))
    assert " ".join(written) in (text, other)


@given(st.text(alphabet="()[] ab1+,", max_size=30))
def test_turning_brackets_changes_nothing_else(text: str) -> None:
    plain = str.maketrans("", "", "()[]")
    assert facing(text).translate(plain) == text.translate(plain)
    assert len(facing(text)) == len(text)


@pytest.mark.parametrize(("text", "whole"), [("(a[1])", True), ("(a[1)]", False), (")(", False), ("", True)])
def test_balance_looks_at_kind_and_order(text: str, whole: bool) -> None:
    assert balanced(text) is whole
