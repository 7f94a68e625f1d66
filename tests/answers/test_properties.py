"""What always holds: what is printed reads back as the same value, and spellings of one value agree."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.answers import (
    Call,
    Constant,
    Expr,
    Expression,
    Integer,
    Length,
    Matrix,
    Negation,
    Number,
    Percent,
    Power,
    Product,
    Quotient,
    Shape,
    Sum,
    Symbol,
    evaluate,
    near_slips,
    parse_expression,
    same_function,
)
from grader.answers.equality import is_nothing
from grader.tolerance import WrittenNumber

NAMES = ("M", "N", "k_1", "sigma", "DF")
PERSIAN = str.maketrans("0123456789.", "۰۱۲۳۴۵۶۷۸۹٫")


def larger(smaller: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    many = st.lists(smaller, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        many.map(Sum),
        many.map(Product),
        st.tuples(smaller, smaller).map(lambda pair: Quotient(*pair)),
        st.tuples(smaller, st.integers(0, 3).map(Constant)).map(lambda pair: Power(*pair)),
        smaller.map(Negation),
        st.tuples(st.sampled_from(["relu", "abs", "floor", "sqrt"]), smaller).map(
            lambda pair: Call(pair[0], (pair[1],))
        ),
        many.map(lambda arguments: Call("max", arguments)),
    )


CONSTANTS = st.fractions(min_value=-20, max_value=20, max_denominator=9).map(Constant)
FORMULAS = st.recursive(CONSTANTS | st.sampled_from(NAMES).map(Symbol), larger, max_leaves=8)
POINTS = [
    dict.fromkeys(NAMES, Fraction(1)),
    {name: Fraction(index + 2, 3) for index, name in enumerate(NAMES)},
    {name: Fraction(2 * index + 40) for index, name in enumerate(NAMES)},
]


def worth(formula: Expr, point: dict[str, Fraction]) -> Fraction | str:
    try:
        return evaluate(formula, point)
    except ArithmeticError as problem:
        return type(problem).__name__


def divides_by_nothing(formula: Expr) -> bool:
    """Whether the formula is refused: a division by 0 stands in it."""
    return any(isinstance(node, Quotient) and is_nothing(node.bottom) for node in formula.walk())


@given(FORMULAS.filter(lambda formula: not divides_by_nothing(formula)))
@settings(max_examples=150, deadline=None)
def test_what_is_printed_reads_back_as_the_same_value(formula: Expr) -> None:
    read = parse_expression(str(formula), NAMES)
    assert [worth(read, point) for point in POINTS] == [worth(formula, point) for point in POINTS]


@given(FORMULAS)
@settings(max_examples=200, deadline=None)
def test_the_same_verdict_both_ways_and_twice(formula: Expr) -> None:
    other = Sum((formula, Symbol("N"), Negation(Symbol("N"))))
    assert same_function(formula, other) == same_function(other, formula)
    assert not same_function(formula, Sum((other, Constant(1))))


@given(FORMULAS)
@settings(max_examples=100, deadline=None)
def test_a_slip_is_never_the_formula_itself_where_its_value_differs(formula: Expr) -> None:
    for slip in near_slips(formula):
        here, there = (worth(one, POINTS[2]) for one in (formula, slip))
        if (
            isinstance(here, Fraction)
            and isinstance(there, Fraction)
            and abs(here - there) > Fraction(1, 10**20)
        ):
            assert not same_function(formula, slip)


@given(st.integers(-(10**12), 10**12))
def test_persian_latin_and_latex_spellings_of_a_whole_number_agree(number: int) -> None:
    grouped = f"{number:,}"
    spellings = [
        str(number),
        grouped,
        grouped.translate(PERSIAN).replace(",", "٬"),
        grouped.replace(",", r"{,}"),
        grouped.replace(",", "\u2009"),
        grouped.replace("-", "−"),
        f"${grouped}$",
        f"{number} channels",
        f"x = {number}",
    ]
    for spelling in spellings:
        value = Integer().read(spelling).values[0]
        assert isinstance(value, WrittenNumber)
        assert value.value == number


@given(st.decimals(min_value=0, max_value=10**6, places=4, allow_nan=False, allow_infinity=False))
def test_persian_and_latin_spellings_of_a_decimal_agree(number: object) -> None:
    text = str(number)
    values = [
        Number().read(spelling).values[0]
        for spelling in (text, text.translate(PERSIAN), text.replace(".", ","))
    ]
    assert [value.value for value in values if isinstance(value, WrittenNumber)] == [Fraction(text)] * 3


@given(st.lists(st.integers(1, 999), min_size=2, max_size=3))
def test_what_a_shape_shows_reads_back(sides: list[int]) -> None:
    shape = Shape()
    assert shape.plain(shape.read(shape.show(tuple(sides))).values[0]) == tuple(sides)


@given(st.lists(st.lists(st.fractions(max_denominator=20), min_size=2, max_size=2), min_size=2, max_size=4))
def test_what_a_matrix_shows_reads_back(rows: list[list[Fraction]]) -> None:
    matrix = Matrix()
    reference = matrix.reference(rows)
    exact = str([[str(cell) for cell in row] for row in rows]).replace("'", "")
    assert matrix.plain(matrix.read(exact).values[0]) == reference


@given(st.lists(st.integers(1, 999), min_size=3, max_size=3))
def test_persian_latin_and_latex_spellings_of_a_shape_agree(sides: list[int]) -> None:
    texts = [sign.join(map(str, sides)) for sign in ("×", "x", " * ", ", ", r" \times ", " by ")]
    spellings = [*texts, texts[0].translate(PERSIAN), " در ".join(map(str, sides)).translate(PERSIAN)]
    assert {Shape().plain(Shape().read(text).values[0]) for text in spellings} == {tuple(sides)}


@given(st.lists(st.lists(st.integers(-99, 99), min_size=2, max_size=2), min_size=2, max_size=3))
def test_persian_latin_and_latex_spellings_of_a_matrix_agree(rows: list[list[int]]) -> None:
    nested = str(rows)
    cells = [" & ".join(map(str, row)) for row in rows]
    spellings = [
        nested,
        nested.translate(PERSIAN).replace(",", "،"),
        "[" + "; ".join(" ".join(map(str, row)) for row in rows) + "]",
        r"\begin{bmatrix}" + r" \\ ".join(cells) + r"\end{bmatrix}",
        "\n".join("| " + " | ".join(map(str, row)) + " |" for row in rows),
    ]
    matrix = Matrix()
    assert {matrix.plain(matrix.read(text).values[0]) for text in spellings} == {tuple(map(tuple, rows))}


@given(st.integers(-9, 9), st.integers(1, 9), st.integers(0, 9))
def test_persian_latin_and_latex_spellings_of_a_formula_agree(factor: int, divisor: int, term: int) -> None:
    plain = f"{factor}*M/{divisor} - k_1**2 + {term}"
    latex = rf"\frac{{{factor} M}}{{{divisor}}} - k_{{1}}^{{2}} + {term}"
    spellings = [
        plain,
        latex,
        plain.translate(PERSIAN).replace("**2", "²").replace("k_1", "k₁"),
        f"${latex}$",
    ]
    formulas = [parse_expression(text, NAMES) for text in spellings if text]
    assert all(same_function(formula, formulas[0], NAMES) for formula in formulas)


@given(st.integers(1, 99), st.integers(0, 9))
def test_persian_latin_and_latex_spellings_of_a_percentage_agree(whole: int, tenth: int) -> None:
    text = f"{whole}.{tenth}"
    persian = text.translate(PERSIAN)
    spellings = [f"{text}%", f"%{text}", rf"${text}\%$", f"{persian}٪", f"{persian} درصد", f"{text} percent"]
    values = [Percent().read(spelling).values[0] for spelling in spellings]
    assert {value.value for value in values if isinstance(value, WrittenNumber)} == {Fraction(text)}
    assert len(values) == len(spellings)


@given(st.integers(0, 100))
def test_what_a_percentage_and_a_length_show_reads_back(number: int) -> None:
    for kind in (Percent(), Length(), Integer(side="height")):
        (value,) = kind.read(kind.show(kind.reference(number))).values
        assert kind.plain(value) == number


@given(FORMULAS)
@settings(max_examples=100, deadline=None)
def test_equal_formulas_have_equal_hashes(formula: Expr) -> None:
    again = formula.with_children(formula.children)
    assert again == formula
    assert hash(again) == hash(formula)


def test_a_reading_never_depends_on_what_was_read_before() -> None:
    kind = Expression(symbols=("M", "N"))
    first = kind.read("m+n")
    Expression(symbols=("m", "n")).read("m+n")
    assert kind.read("m+n") == first
