"""Vectors and matrices: every way to write a table, credit by cell, and what is never ignored round a table."""

from fractions import Fraction

import pytest

from grader.answers import Matrix, Reading, Scope, Vector
from grader.answers.reading import Comparison, Kind
from grader.records import Certainty, JsonValue


def best(kind: Kind, submitted: JsonValue, reference: object) -> Comparison:
    """Return the best comparison of any sensible reading."""
    reading: Reading = kind.read(submitted, Scope())
    assert reading.reason is None, reading
    expected = kind.reference(reference)
    return max((kind.compare(value, expected) for value in reading.values), key=lambda found: found.credit)


SQUARE = [[1, 2], [3, 4]]
RIGHT_FORMS = {
    "json": SQUARE,
    "json-texts": [["1", "4/2"], ["۳", "4.0"]],
    "json-lines": ["1 2", "3 4"],
    "nested": "[[1, 2], [3, 4]]",
    "nested-parentheses": "((1,2),(3,4))",
    "nested-braces": "{{1,2},{3,4}}",
    "rows-without-outer": "[1,2], [3,4]",
    "rows-in-parentheses": "(1,2),(3,4)",
    "rows-on-lines": "[1,2]\n[3,4]",
    "numpy-print": "[[1. 2.]\n [3. 4.]]",
    "numpy-call": "np.array([[1, 2],\n          [3, 4]])",
    "tensor": "tensor([[1., 2.],\n        [3., 4.]])",
    "matlab": "[1 2; 3 4]",
    "matlab-commas": "[1, 2; 3, 4]",
    "matlab-lines": "[1, 2\n 3, 4]",
    "persian": "[[۱،۲]،[۳،۴]]",
    "persian-matlab": "[۱ ۲؛ ۳ ۴]",
    "bmatrix": r"\begin{bmatrix}1&2\\3&4\end{bmatrix}",
    "pmatrix-with-last-break": r"$$\begin{pmatrix} 1 & 2 \\ 3 & 4 \\ \end{pmatrix}$$",
    "array": r"\left[\begin{array}{cc} 1 & 2 \\ \hline 3 & 4 \end{array}\right]",
    "ampersands": r"1 & 2 \\ 3 & 4",
    "markdown": "| 1 | 2 |\n|---|---|\n| 3 | 4 |",
    "markdown-without-ruler": "|1|2|\n|3|4|",
    "markdown-open": "1 | 2\n--|--\n3 | 4",
    "markdown-heading": "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |",
    "markdown-names": "| row | c0 | c1 |\n|---|---|---|\n| r0 | 1 | 2 |\n| r1 | 3 | 4 |",
    "markdown-numbered": "|   | 0 | 1 |\n|---|---|---|\n| 0 | 1 | 2 |\n| 1 | 3 | 4 |",
    "ruled": "┌───┬───┐\n│ 1 │ 2 │\n├───┼───┤\n│ 3 │ 4 │\n└───┴───┘",
    "plus-and-minus-ruled": "+---+---+\n| 1 | 2 |\n+---+---+\n| 3 | 4 |\n+---+---+",
    "tabs": "1\t2\n3\t4",
    "spaces": "  1   2\n  3   4  ",
    "lines-with-commas": "1, 2\n3, 4",
    "semicolons": "1 2; 3 4",
    "semicolons-between-cells": "1;2\n3;4",
    "bars-round-rows": "| 1 2 |\n| 3 4 |",
    "code-fence": "```\n1 2\n3 4\n```",
    "named-rows": "row 1: 1 2\nrow 2: 3 4",
    "persian-named-rows": "سطر ۱: ۱ ۲\nسطر ۲: ۳ ۴",
    "slashes": "1 2 / 3 4",
    "slashes-and-commas": "[1, 2 / 3, 4]",
    "double-slashes": "1, 2 // 3, 4",
    "strokes": "1 2 | 3 4",
    "backslashes": "1 2 \\ 3 4",
    "rows-named-in-a-line": "row 1: 1 2, row 2: 3 4",
    "rows-named-in-a-sentence": "They are 1, 2 in the first row and 3, 4 in the second row.",
    "persian-rows-in-a-line": "سطر اول: ۱ و ۲ و سطر دوم: ۳ و ۴",
    "persian-rows-in-a-sentence": "در سطر اول ۱، ۲ و در سطر دوم ۳، ۴",
    "label": "A = [[1, 2], [3, 4]]",
    "colon": "Output: [[1, 2], [3, 4]].",
    "cells-from-0": "g(0,0) = 1, g(0,1) = 2, g(1,0) = 3, g(1,1) = 4",
    "cells-from-1": "g(1,1)=1\ng(1,2)=2\ng(2,1)=3\ng(2,2)=4",
    "cells-column-first": "g(0,0)=1, g(1,0)=2, g(0,1)=3, g(1,1)=4",
    "cells-persian": "g(۰،۰)=۱، g(۰،۱)=۲، g(۱،۰)=۳، g(۱،۱)=۴",
    "cells-python": "g[0][0]=1; g[0][1]=2; g[1][0]=3; g[1][1]=4",
    "cells-subscripts": "a_{11}=1, a_{12}=2, a_{21}=3, a_{22}=4",
    "cells-bare": "(0,0): 1, (0,1): 2, (1,0): 3, (1,1): 4",
    "factor": "¼ × [[4, 8], [12, 16]]",
    "latex-factor": r"\frac{1}{4}\begin{bmatrix}4&8\\12&16\end{bmatrix}",
    "calculations": "[[sqrt(1), 4/2], [6 - 3, 2*2]]",
}


@pytest.mark.parametrize("submitted", RIGHT_FORMS.values(), ids=RIGHT_FORMS)
def test_a_matrix_is_right_in_every_form(submitted: JsonValue) -> None:
    assert best(Matrix(), submitted, SQUARE).credit == 1


@pytest.mark.parametrize("submitted", RIGHT_FORMS.values(), ids=RIGHT_FORMS)
@pytest.mark.parametrize(
    "wrong", [[[1, 2], [3, 5]], [[1, 2], [4, 3]], [[4, 3], [2, 1]], [[1, 2, 3, 4]]], ids=str
)
def test_a_right_form_is_never_wholly_right_for_a_near_miss(
    submitted: JsonValue, wrong: list[list[int]]
) -> None:
    assert best(Matrix(), submitted, wrong).credit < 1


@pytest.mark.parametrize(
    ("submitted", "reason"),
    [
        pytest.param("[[1,2],[3,4]]^T", "malformed", id="transposed"),
        pytest.param("[[4,8],[12,16]]/4", "malformed", id="divided"),
        pytest.param("[[1,2],[3,4]] or [[1,2],[3,5]]", "malformed", id="two-tables"),
        pytest.param("[[1,2],[3,4]] (transposed)", "malformed", id="a-word-behind"),
        pytest.param(r"\begin{bmatrix}1&2\end{bmatrix}^T", "malformed", id="latex-transposed"),
        pytest.param("[[1,2],[3,4]", "malformed", id="open-bracket"),
        pytest.param("1 2 / 3", "malformed", id="slashes-between-rows-of-several-lengths"),
        pytest.param("2,75 1,75 / 1,5 2,5", "malformed", id="commas-that-may-be-decimal"),
        pytest.param("row 2: 1 2, row 1: 3 4", "malformed", id="named-rows-out-of-order"),
        pytest.param("3 [1 2 / 3 4]", "malformed", id="a-factor-before-rows-in-one-line"),
        pytest.param("[[1,2],[x,4]]", "malformed", id="unknown-symbol"),
        pytest.param("all 1/2", "malformed", id="words"),
        pytest.param("0 20\n- 70 20", "malformed", id="a-sign-apart-from-its-number"),
        pytest.param("0 - 20\n70 - 20", "malformed", id="dashes-between-cells"),
        pytest.param("g(0,0)=1, g(1,1)=2", "malformed", id="cells-missing"),
        pytest.param("g(0,0)=1, g(0,0)=2", "contradictory", id="a-cell-twice"),
        pytest.param("[[1, 1/0]]", "not_finite", id="division-by-zero"),
        pytest.param([[1, float("inf")]], "not_finite", id="infinite"),
        pytest.param([1, [2]], "malformed", id="mixed-levels"),
        pytest.param([[True]], "malformed", id="true"),
        pytest.param("1," * 11000, "too_long", id="characters"),
        pytest.param([[""], [None]], "blank", id="an-empty-form"),
    ],
)
def test_what_is_no_table_says_why(submitted: JsonValue, reason: str) -> None:
    assert Matrix().read(submitted).reason == reason


LAPLACIAN = [
    [0, 20, -70, 20, 0],
    [0, 30, -60, 30, 0],
    [0, 30, -60, 30, 0],
    [0, 30, -60, 30, 0],
    [0, 20, -70, 20, 0],
]


def test_credit_is_the_share_of_right_cells_and_the_wrong_ones_are_named() -> None:
    submitted: JsonValue = [[1, 20, -70, 20, 0], *LAPLACIAN[1:]]  # type: ignore[list-item]  # ints are JSON values
    verdict = best(Matrix(), submitted, LAPLACIAN)
    assert (verdict.credit, verdict.wrong_cells) == (Fraction(24, 25), ((0, 0),))


def test_a_constant_matrix_earns_nothing() -> None:
    assert best(Matrix(), [[0] * 5] * 5, LAPLACIAN).credit == 0


def test_one_more_cell_than_the_best_constant_earns_its_share() -> None:
    submitted = [[0, 20, 0, 0, 0], *([[0] * 5] * 4)]
    assert best(Matrix(), submitted, LAPLACIAN).credit == Fraction(11, 25)  # type: ignore[arg-type]  # ints are JSON


def test_equal_cells_are_all_or_nothing() -> None:
    halves = [[Fraction(1, 2)] * 2] * 2
    assert best(Matrix(), "[[½, 1/2], [0.5, 0.5]]", halves).credit == 1
    assert best(Matrix(), "[[½, 1/2], [0.5, 1]]", halves).credit == 0


@pytest.mark.parametrize("submitted", ["[[0,20],[0,30]]", "[[0, 20, -70, 20, 0]]", "5"])
def test_another_size_earns_nothing_by_cell(submitted: str) -> None:
    assert best(Matrix(), submitted, LAPLACIAN).credit == 0


def test_an_empty_cell_is_a_wrong_cell() -> None:
    verdict = best(Matrix(), [[1, None], [3, 4]], SQUARE)
    assert (verdict.credit, verdict.wrong_cells) == (Fraction(3, 4), ((0, 1),))
    assert Matrix().to_json(Matrix().read([[1, None]]).values[0]) == [[1, None]]
    assert not Matrix().in_bounds(Matrix().read([[1, None]]).values[0])


def test_persian_slashes_are_read_by_one_habit_throughout() -> None:
    reading = Matrix().read("[[۳/۲، ۱], [۱/۲، ۲]]")
    assert [Matrix().show(value) for value in reading.values] == [
        "[[3.2, 1], [1.2, 2]]",
        "[[1.5, 1], [0.5, 2]]",
    ]


def test_a_cell_of_zero_may_differ_by_a_millionth_of_the_largest() -> None:
    assert best(Matrix(), [[0.00005, 70], [1, 2]], [[0, 70], [1, 2]]).credit == 1
    assert best(Matrix(), [[0.0005, 70], [1, 2]], [[0, 70], [1, 2]]).credit == Fraction(3, 4)


SYMBOLS = Matrix(symbols=("x", "y", "z", "r", "w00", "w01"))


@pytest.mark.parametrize(
    ("submitted", "credit"),
    [
        ("[[x, 0], [z, 2*r]]", 1),
        ("x 0\nz 2r", 1),
        (r"\begin{bmatrix} x & 0 \\ z & 2r \end{bmatrix}", 1),
        ("[[X, 0], [Z, r+r]]", 1),
        ("[[x, 0], [r, 2z]]", Fraction(1, 2)),
    ],
)
def test_cells_may_be_formulas(submitted: str, credit: Fraction) -> None:
    assert best(SYMBOLS, submitted, [["x", 0], ["z", "2*r"]]).credit == credit


def test_the_other_case_in_a_cell_is_plain_not_certain() -> None:
    assert SYMBOLS.read("[[X, 0]]").certainty is Certainty.PLAIN
    assert SYMBOLS.read("[[w_{00}, w_01]]").certainty is Certainty.CERTAIN


@pytest.mark.parametrize(
    ("submitted", "credit"),
    [
        pytest.param([[1, 0, 2, 0], [0] * 4, [3, 0, 4, 0], [0] * 4], 1, id="whole"),
        pytest.param([[1, 0, 2], [0] * 3, [3, 0, 4]], 1, id="without-its-border"),
        pytest.param([[1, 0, 2], [0] * 3, [3, 0, 5]], Fraction(8, 9), id="one-cell-wrong-without-its-border"),
        pytest.param([[1, 0, 2, 0], [0] * 4, [3, 0, 4, 0]], 0, id="rows-left-out-only"),
        pytest.param([[1, 0], [0, 0]], 0, id="too-small"),
    ],
)
def test_a_border_may_be_left_out_where_the_kind_says_so(submitted: JsonValue, credit: Fraction) -> None:
    whole = ((1, 0, 2, 0), (0, 0, 0, 0), (3, 0, 4, 0), (0, 0, 0, 0))
    assert best(Matrix(border=1), submitted, whole).credit == credit


def test_three_levels_are_compared_cell_by_cell() -> None:
    cube = [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]
    assert best(Matrix(), cube, cube).credit == 1  # type: ignore[arg-type]  # ints are JSON values
    wrong = [[[1, 2], [3, 4]], [[5, 6], [7, 9]]]
    assert best(Matrix(), wrong, cube).wrong_cells == ((1, 3),)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize("submitted", ["1, 2, 3, 4", [[1], [2], [3], [4]], [[1, 2], [3, 4]], [1, 2, 3, 4]])
def test_a_column_or_a_list_is_right_where_the_kind_says_so(submitted: JsonValue) -> None:
    assert best(Matrix(flattened=True), submitted, SQUARE).credit == 1


@pytest.mark.parametrize(
    "submitted",
    [
        [128, 64, 32],
        [[128], [64], [32]],
        "128, 64, 32",
        "۱۲۸، ۶۴، ۳۲",
        "128 64 32",
        "(128; 64; 32)",
        "128\n64\n32",
        "128 → 64 → 32",
        "128->64->32",
        "128, 64 and 32",
        "128، ۶۴ و ۳۲",
        "1. 128\n2. 64\n3. 32",
        "h1 = 128, h2 = 64, h3 = 32",
        "level 1: 128, level 2: 64, level 3: 32",
        r"\begin{pmatrix}128\\64\\32\end{pmatrix}",
        "(128, 64, 32)^T",
        r"$[128, 64, 32]^{\top}$",
        "128×128, 64×64, 32×32",
        "128×128 → 64×64 → 32×32",
    ],
    ids=str,
)
def test_a_vector_is_right_in_every_form(submitted: JsonValue) -> None:
    vector = Vector(side=True)
    assert best(vector, submitted, [128, 64, 32]).credit == 1
    assert best(vector, submitted, [128, 32, 64]).credit < 1


def test_a_square_is_a_product_where_no_side_is_asked() -> None:
    assert best(Vector(), "2×2, 3", [4, 3]).credit == 1


def test_a_large_list_is_read_by_its_size() -> None:
    large: JsonValue = [[0] * 1000] * 1000
    reading = Matrix().read(large)
    assert Matrix().compare(reading.values[0], ((1, 2), (3, 4))).credit == 0
    same_size = tuple((1,) * 1000 for _ in range(1000))
    assert Matrix().compare(reading.values[0], same_size).doubt is not None
    assert Matrix().show(reading.values[0]) == "[…] (1000 × 1000)"


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Matrix(), [[1, 2], [3]]),
        (Matrix(), []),
        (Matrix(), [1]),
        (Vector(), [[1]]),
        (Vector(), 3),
        (Matrix(), [["q"]]),
    ],
)
def test_a_reference_that_is_no_table_is_refused(kind: Kind, raw: object) -> None:
    with pytest.raises(ValueError, match=r"expected|cannot read"):
        kind.reference(raw)


def test_a_list_with_a_cell_too_few_goes_to_a_person() -> None:
    assert Matrix().read([[10, 3], [9]]).reason == "malformed"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[[[1, -2], [0.5, 4]]]", id="lists"),
        pytest.param("[[[۱, -۲], [½, ۴]]]", id="persian-digits"),
        pytest.param("[[[ 1.  -2. ]\n  [ 0.5  4. ]]]", id="numpy-print"),
        pytest.param("np.array([[[1, -2], [1/2, 2*2]]])", id="numpy-call"),
        pytest.param("[[[1, -2],[1 - 0.5, 4]]]", id="calculation"),
    ],
)
def test_three_levels_are_read_from_text(text: str) -> None:
    (value,) = Matrix().read(text).values
    assert Matrix().compare(value, (((1, -2), (Fraction(1, 2), 4)),)).credit == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[[[1, 2], [3]]]", id="ragged"),
        pytest.param("[[[1, 2]], [3, 4]]", id="mixed-levels"),
        pytest.param("[[[1, 2], [3, 4]]", id="unclosed"),
        pytest.param("[[[1, x]]]", id="a-word"),
    ],
)
def test_what_has_three_levels_only_in_part_goes_to_a_person(text: str) -> None:
    assert Matrix().read(text).reason is not None


@pytest.mark.parametrize(
    "submitted",
    [
        pytest.param("111\n110\n000", id="lines"),
        pytest.param("۱۱۱ ۱۱۰ ۰۰۰", id="persian"),
        pytest.param(["111", "110", "000"], id="list"),
        pytest.param("1 1 1\n1 1 0\n0 0 0", id="apart"),
        pytest.param([[1, 1, 1], [1, 1, 0], [0, 0, 0]], id="numbers"),
    ],
)
def test_rows_of_bits_may_be_written_together(submitted: JsonValue) -> None:
    reading = Matrix(bits=True).read(submitted)

    assert Matrix(bits=True).compare(reading.values[0], ((1, 1, 1), (1, 1, 0), (0, 0, 0))).credit == 1


@pytest.mark.parametrize("submitted", ["11 1\n10", "12\n10", "101", ["110", 1]])
def test_what_is_no_row_of_bits_is_read_as_numbers(submitted: JsonValue) -> None:
    assert Matrix(bits=True).read(submitted) == Matrix().read(submitted)


def test_squares_of_the_sides_that_are_asked_go_to_a_person() -> None:
    """49 may be meant as 7×7."""
    kind = Vector(side=True)

    assert kind.compare(kind.read("784, 196, 49").values[0], (28, 14, 7)).doubt == "malformed"
    assert kind.compare(kind.read("784, 196, 50").values[0], (28, 14, 7)).doubt is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(r"\frac{6}{2} = 3 \Rightarrow \begin{bmatrix} 3 & 3 \\ 3 & 3 \end{bmatrix}", id="tex"),
        pytest.param("3 → [[3, 3], [3, 3]]", id="an-arrow"),
        pytest.param("3 => [[3, 3], [3, 3]]", id="typed"),
    ],
)
def test_what_an_arrow_leads_on_from_is_no_factor(text: str) -> None:
    kind = Matrix()

    assert [kind.show(value) for value in kind.read(text).values] == ["[[3, 3], [3, 3]]"]
