"""`equals` is `compare` with full credit, whatever the value and the reference; it only ends sooner."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.answers import (
    Choice,
    Expression,
    Integer,
    Kind,
    Length,
    Matrix,
    Number,
    Percent,
    Shape,
    Symbol,
    Value,
    Vector,
    Written,
)
from grader.tolerance import Agreement, Tolerance, WrittenNumber, agree, agree_by_digits

TOLERANCES = st.builds(
    lambda relative, absolute, digits, points: Tolerance(relative, absolute, digits, points),
    st.sampled_from([Fraction(0), Fraction(1, 1000), Fraction(1, 3)]),
    st.sampled_from([Fraction(0), Fraction(1, 10**9), Fraction(1, 2)]),
    st.sampled_from([None, 1, 2, 3]),
    st.sampled_from([None, None, Fraction(0), Fraction(1)]),
)
REFERENCES: st.SearchStrategy[int | Fraction] = st.one_of(
    st.integers(-120, 120),
    st.fractions(-2, 2, max_denominator=300),
    st.sampled_from([0, 100, Fraction(31, 300), Fraction(8967, 100), 12443648]),
)
OFFSETS = st.sampled_from([Fraction(0), Fraction(1, 10**9), Fraction(1, 10), Fraction(-1), Fraction(3)])


@st.composite
def pairs(draw: st.DrawFn) -> tuple[WrittenNumber, int | Fraction]:
    """A reference and a number near it, rounded or cut off at some place, or beside it."""
    reference = draw(REFERENCES)
    if draw(st.booleans()):
        return WrittenNumber(Fraction(reference) + draw(OFFSETS), percent=draw(st.booleans())), reference
    place = draw(st.integers(-6, 6))
    unit = Fraction(10) ** place
    value = (Fraction(reference) // unit + draw(st.integers(-1, 2))) * unit
    significant = draw(st.sampled_from([None, 1, 2, 3, 5]))
    approximate, percent = draw(st.booleans()), draw(st.booleans())
    return WrittenNumber(
        value, significant, None if significant is None else place, approximate, percent
    ), reference


def agreement_by_the_rules(
    written: WrittenNumber, reference: Fraction, tolerance: Tolerance, largest: Fraction
) -> bool:
    """The rules of tolerance as they are stated, in fractions throughout."""
    distance = abs(written.value - reference)
    if tolerance.points is not None:
        bound = tolerance.points
    else:
        bound = max(tolerance.absolute, tolerance.relative * abs(reference))
        if reference == 0 and (tolerance.relative or tolerance.absolute):
            bound = max(bound, Fraction(1, 10**9), largest / 10**6)
    if distance <= bound:
        return True
    if reference == 0 or tolerance.digits is None or written.significant is None or written.place is None:
        return False
    if written.significant < tolerance.digits:
        return False
    unit = Fraction(10) ** written.place
    if written.value % unit:
        return False
    has_sign = written.value == 0 or (written.value > 0) == (reference > 0)
    is_cut = has_sign and 0 <= abs(reference) - abs(written.value) < unit
    return (distance <= unit / 2 and has_sign) or (is_cut and written.significant >= 2)


@settings(max_examples=200)
@given(pairs(), TOLERANCES, st.sampled_from([Fraction(0), Fraction(10), Fraction(10**7)]))
def test_numbers_agree_as_the_rules_say(
    pair: tuple[WrittenNumber, int | Fraction], tolerance: Tolerance, largest: Fraction
) -> None:
    written, reference = pair
    expected = agreement_by_the_rules(written, Fraction(reference), tolerance, largest)
    assert (agree(written, reference, tolerance, largest) is not Agreement.NO) == expected


@given(pairs(), TOLERANCES)
def test_equals_is_full_credit_for_a_number(
    pair: tuple[WrittenNumber, int | Fraction], tolerance: Tolerance
) -> None:
    value, reference = pair
    kinds: list[Kind] = [
        Number(tolerance=tolerance),
        Percent(tolerance=tolerance),
        Percent(tolerance=tolerance, drop_sign=True),
        Integer(),
        Integer(approximate_digits=3),
        Integer(side="height"),
        Length(),
        Expression(symbols=("M",)),
    ]
    for kind in kinds:
        assert kind.equals(value, reference) == (kind.compare(value, reference).credit == 1)


@given(st.lists(pairs(), min_size=1, max_size=4), st.integers(1, 3), TOLERANCES, st.booleans())
def test_equals_is_full_credit_for_cells(
    cells: list[tuple[WrittenNumber, int | Fraction]], rows: int, tolerance: Tolerance, is_short: bool
) -> None:
    row, right = tuple(value for value, _ in cells), tuple(reference for _, reference in cells)
    vector = Vector(tolerance=tolerance)
    values: list[Value] = [row, row[1:], (row,) * rows, (row,) * (rows - is_short), ((row,),)]
    for value in values:
        assert vector.equals(value, right) == (vector.compare(value, right).credit == 1)
        for matrix in (Matrix(tolerance=tolerance), Matrix(tolerance=tolerance, flattened=True)):
            for reference in ((right,) * rows, tuple((cell,) for cell in right)):
                assert matrix.equals(value, reference) == (matrix.compare(value, reference).credit == 1)


@pytest.mark.parametrize(
    ("kind", "references", "texts"),
    [
        pytest.param(
            Shape(),
            [(14, 14, 32), (28, 24), (32,), (1, 28, 24)],
            ["14×14×32", "28×24×1", "28×24", "24×28", "1×1×32", "32", "1×28×24", "14×14"],
            id="shape",
        ),
        pytest.param(
            Shape(symbols=("H", "W")),
            [(Symbol("H") + 1, Symbol("W")), (28, 24)],
            ["(H+1)×W", "(1+H, W)", "H×W", "28×24"],
            id="shape-in-symbols",
        ),
        pytest.param(
            Expression(symbols=("M", "N"), pair=("M-1", "N-1")),
            ["(M-1)*(N-1)", "M", "(N-1)*(M-1)"],
            ["(M-1)(N-1)", "(M-1, N-1)", "(N-1, M-1)", "M-1", "M", "MN-M-N+1"],
            id="formula",
        ),
        pytest.param(
            Matrix(symbols=("a",)),
            [[["a", 1], [0, 2]], [["2*a-a", 1], [0, 2]]],
            ["[[a,1],[0,2]]", "[[a,1],[0,0.000001]]", "[[a,1],[,2]]", "[[b,1],[0,2]]", "[[a,a],[0,2]]"],
            id="matrix-of-formulas",
        ),
        pytest.param(
            Choice(options={"edge": ("edge",), "blur": ("blur",)}),
            ["edge", "blur"],
            ["edge", "blur", "none"],
            id="choice",
        ),
        pytest.param(Written(), ["text"], ["text", "another"], id="written"),
        pytest.param(Length(), [32, (7, 7, 32)], ["32", "(7,7,32)", "1×1×32"], id="length"),
    ],
)
def test_equals_is_full_credit_for_what_texts_say(
    kind: Kind, references: list[object], texts: list[str]
) -> None:
    for raw in references:
        reference = kind.reference(raw)
        for text in texts:
            for value in kind.read(text).values:
                assert kind.equals(value, reference) == (kind.compare(value, reference).credit == 1)


def test_a_cell_beside_zero_is_judged_by_the_largest_cell_of_the_whole_matrix() -> None:
    kind, reference = Matrix(), ((0, 1), (2, 10**6))
    near, far = (
        tuple(tuple(WrittenNumber(Fraction(cell)) for cell in row) for row in rows)
        for rows in (((Fraction(1, 2), 1), (2, 10**6)), ((2, 1), (2, 10**6)))
    )
    assert (kind.equals(near, reference), kind.equals(far, reference)) == (True, False)


def test_about_to_three_digits_needs_the_digits_even_where_numbers_are_near() -> None:
    about = WrittenNumber(Fraction(12400000), 3, 5, approximate=True)
    assert agree_by_digits(about, 12443648, 3) is not Agreement.NO
    assert agree_by_digits(about, 12500001, 3) is Agreement.NO
    assert Integer(approximate_digits=3).equals(about, 12443648)
