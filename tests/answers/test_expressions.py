"""Formulas: every notation of one function is right, and everything a slip away from it is wrong."""

from collections.abc import Iterator
from fractions import Fraction

import pytest

from grader.answers import Constant, Expr, Expression, Kind, Symbol, near_slips, parse_expression
from grader.records import Certainty, JsonValue


def credit(kind: Expression, submitted: JsonValue, reference: object) -> Fraction:
    expected = kind.reference(reference)
    values = kind.read(submitted).values
    return max((kind.compare(value, expected).credit for value in values), default=Fraction(-1))


SIZE = Expression(symbols=("M", "N", "F", "D"), pair=("M - D*F + D", "N - D*F + D"))
FIELD = Expression(symbols=("w", "d"))
CHAIN = Expression(symbols=("i", "k1", "k2", "k3", "n"))
COST = Expression(symbols=("h", "w", "c", "p_h", "p_w", "s_h", "s_w"))
BOUND = Expression(symbols=("M", "sigma", "L", "i"))
LARGER = Expression(symbols=("a", "b"))
COUNT = Expression(symbols=("C",))

SIZE_FORMULA = "(M-D*F+D)*(N-D*F+D)"
FIELD_FORMULA = "w*d-w-2*d+3"
CHAIN_FORMULA = "i-k1-k2-n*k3+n+2"
COST_FORMULA = "h*w*c*p_h*p_w/(s_h*s_w)"
BOUND_FORMULA = "M*sigma**(L-i)"

RIGHT = [
    (SIZE, SIZE_FORMULA, "(M-DF+D)(N-DF+D)"),
    (SIZE, SIZE_FORMULA, "(N - DF + D)(M - DF + D)"),
    (SIZE, SIZE_FORMULA, "(M − DF + D) × (N − DF + D)"),
    (SIZE, SIZE_FORMULA, "(M - D F + D)·(N - F D + D)"),
    (SIZE, SIZE_FORMULA, "(M-D(F-1))(N-D(F-1))"),
    (SIZE, SIZE_FORMULA, r"\left(M - DF + D\right)\cdot\left(N-D(F-1)\right)"),
    (SIZE, SIZE_FORMULA, "(⌊(M−D(F−1)−1)/1⌋+1)(⌊(N−D(F−1)−1)/1⌋+1)"),
    (SIZE, SIZE_FORMULA, r"\left(\left\lfloor\frac{M-D(F-1)-1}{1}\right\rfloor+1\right)(N-D(F-1))"),
    (SIZE, SIZE_FORMULA, "(M-DF+D, N-DF+D)"),
    (SIZE, SIZE_FORMULA, "Height = M-DF+D, Width = N-DF+D"),
    (SIZE, SIZE_FORMULA, r"$h_{\text{out}} = M-DF+D$ و $w_{\text{out}} = N-DF+D$"),
    (SIZE, SIZE_FORMULA, r"\(W_o = N-DF+D\), \(H_o = M-DF+D\)"),
    (SIZE, SIZE_FORMULA, "عرض = N-DF+D، ارتفاع = M-DF+D"),
    (SIZE, SIZE_FORMULA, ["M-DF+D", "N-DF+D"]),
    (SIZE, SIZE_FORMULA, "O = (M-DF+D)×(N-DF+D)"),
    (SIZE, SIZE_FORMULA, "(m-df+d)(n-df+d)"),
    (SIZE, SIZE_FORMULA, "(М-DF+D)(N-DF+D)"),
    (FIELD, FIELD_FORMULA, "wd-w-2d+3"),
    (FIELD, FIELD_FORMULA, "1 + (w-2)(d-1)"),
    (FIELD, FIELD_FORMULA, "۳ − ۲d − w + wd"),
    (FIELD, FIELD_FORMULA, "RF = wd - w - 2d + 3 pixels"),
    (FIELD, FIELD_FORMULA, "wd - w - 2d + 3 = RF"),
    (FIELD, FIELD_FORMULA, "R_1 = 1 + (w-2)(d-1) = wd - w - 2d + 3"),
    (FIELD, FIELD_FORMULA, "R_0 = 1; R_1 = R_0 + (w-2)(d-1)"),
    (FIELD, FIELD_FORMULA, "k = w-1, RF = 1+(k-1)(d-1)"),
    (CHAIN, CHAIN_FORMULA, "i-k_1-k_2-n k_3+n+2"),
    (CHAIN, CHAIN_FORMULA, "i-k_{1}-k₂-nk3+n+2"),
    (CHAIN, CHAIN_FORMULA, "O_3 = O_2 - n(k_3-1); O_2 = i - k_1 - k_2 + 2"),
    (COST, COST_FORMULA, "hwc p_h p_w/(s_h s_w)"),
    (COST, COST_FORMULA, "h w c p_h p_w / s_h s_w"),
    (COST, COST_FORMULA, r"\frac{hwc\,p_h p_w}{s_h s_w}"),
    (COST, COST_FORMULA, "h*w*c*ph*pw/(sh*sw)"),
    (COST, COST_FORMULA, "(h/s_h)(w/s_w)c p_h p_w"),
    (COST, COST_FORMULA, "hwcp_hp_w/(s_hs_w)"),
    (BOUND, BOUND_FORMULA, r"M\sigma^{L-i}"),
    (BOUND, BOUND_FORMULA, "Mσ^(L−i)"),
    (BOUND, BOUND_FORMULA, "M*sigma**(L-i)"),
    (LARGER, "max(a,b)", "ReLU(a-b)+b"),
    (LARGER, "max(a,b)", "max(0, b-a) + a"),
    (LARGER, "max(a,b)", "½(a+b+|a−b|)"),
    (LARGER, "max(a,b)", r"\frac{a+b+|a-b|}{2}"),
    (LARGER, "max(a,b)", r"\operatorname{ReLU}(a-b)+b"),
    (COUNT, "27*C**2", "27C²"),
    (COUNT, "27*C**2", "27xCxC"),
    (COUNT, "27*C**2", "3·3·3·C·C"),
    (COUNT, "27*C**2", "O(27C^2)"),
    (COUNT, "27*C**2", "3(3×3×C×C) params"),
]


@pytest.mark.parametrize(("kind", "reference", "submitted"), RIGHT, ids=lambda case: str(case)[:40])
def test_every_notation_of_the_function_is_right(
    kind: Expression, reference: str, submitted: JsonValue
) -> None:
    assert credit(kind, submitted, reference) == 1


def other_symbols(node: Expr, symbols: tuple[str, ...]) -> Iterator[Expr]:
    """Yield every formula with one symbol, at one place, exchanged for another or for a constant."""
    if isinstance(node, Symbol):
        yield from (Symbol(name) for name in symbols if name != node.name)
        yield Constant(1)
    for index, child in enumerate(node.children):
        for other in other_symbols(child, symbols):
            yield node.with_children((*node.children[:index], other, *node.children[index + 1 :]))


@pytest.mark.parametrize(("kind", "reference", "submitted"), RIGHT, ids=lambda case: str(case)[:40])
def test_no_right_notation_is_right_for_a_slip_of_the_reference(
    kind: Expression, reference: str, submitted: JsonValue
) -> None:
    alone = Expression(symbols=kind.symbols)
    right = parse_expression(reference, kind.symbols)
    slips = [*near_slips(right), *other_symbols(right, kind.symbols)]
    assert len(slips) > 4
    for slip in slips:
        for value in kind.read(submitted).values:
            if not isinstance(value, tuple):
                assert alone.compare(value, slip).credit == 0, str(slip)


@pytest.mark.parametrize(
    ("kind", "reference", "submitted"),
    [
        (SIZE, SIZE_FORMULA, "(M-DF-D)(N-DF+D)"),
        (SIZE, SIZE_FORMULA, "(M-DF+D)(M-DF+D)"),
        (SIZE, SIZE_FORMULA, "(N-DF+D, M-DF+D)"),
        (SIZE, SIZE_FORMULA, "Height = N-DF+D, Width = M-DF+D"),
        (SIZE, SIZE_FORMULA, "(⌈(M−D(F−1)−1)/2⌉+1)(⌊(N−D(F−1)−1)/1⌋+1)"),
        (CHAIN, CHAIN_FORMULA, "i-k_1-k_3-n k_2+n+2"),
        (COST, COST_FORMULA, "hwc p_h p_w/(s_h+s_w)"),
        (COST, COST_FORMULA, "hwc p_h p_h/(s_h s_w)"),
        (BOUND, BOUND_FORMULA, "M σ^{L-i-1}"),
        (BOUND, BOUND_FORMULA, "M σ^{i-L}"),
        (BOUND, BOUND_FORMULA, "M σ (L-i)"),
        (LARGER, "max(a,b)", "relu(a-b)+a"),
        (LARGER, "max(a,b)", "log(e^a+e^b)"),
        (LARGER, "max(a,b)", "relu(a-b)+b+relu(a-1000)*0.001"),
        (LARGER, "max(a,b)", "(a+b+sqrt((a-b)^2+0.0000000001))/2"),
        (LARGER, "max(a,b)", "relu(a-b)+relu(b)"),
        (COUNT, "27*C**2", "27C"),
    ],
)
def test_a_near_miss_is_wrong(kind: Expression, reference: str, submitted: str) -> None:
    assert credit(kind, submitted, reference) == 0


def test_one_side_of_a_pair_is_half() -> None:
    assert credit(SIZE, "M - DF + D", SIZE_FORMULA) == Fraction(1, 2)
    assert credit(SIZE, "⌊(N-D(F-1)-1)/1⌋+1", SIZE_FORMULA) == Fraction(1, 2)


def test_one_side_is_read_from_a_square_where_a_side_is_asked() -> None:
    side = Expression(symbols=("H_2", "k_1", "n"), side=True)
    for text in ("H2-k1+1", "(H_2-k_1+1)×(H_2-k_1+1)×n", "(H_2-k_1+1)²"):
        assert credit(side, text, "H_2 - k_1 + 1") == 1
    assert credit(side, "H_2-k_1", "H_2 - k_1 + 1") == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("H*W : K^2", "H*W/K**2", id="ratio"),
        pytest.param("HW : K²", "H*W/K**2", id="letters-together"),
        pytest.param("ratio: H*W/K^2", "H*W/K**2", id="word"),
        pytest.param("K: H*W", "H*W", id="symbol-as-a-label"),
    ],
)
def test_a_colon_stands_behind_a_label_or_in_a_ratio(text: str, expected: str) -> None:
    assert credit(Expression(symbols=("H", "W", "K")), text, expected) == 1


def test_nothing_is_divided_by_zero() -> None:
    assert Expression(symbols=("K",)).read("1 : 0").values == ()


def test_a_formula_is_right_that_is_alike() -> None:
    alike = Expression(symbols=("h", "s"), alike=("h/s", "(h-1)/s + 1"))
    assert [credit(alike, text, "h/s") for text in ("h/s", "(h-1)/s+1", "(h-1)/s")] == [1, 1, 0]
    assert credit(alike, "(h-1)/s+1", "h") == 0  # what is compared with is none of them


def test_a_bare_maximum_is_refused_where_relus_are_asked() -> None:
    relus = Expression(symbols=("a", "b"), takes_maximum=False)
    assert credit(relus, "max(a, b)", "relu(a-b)+b") == 0
    assert credit(relus, "max(0, a-b) + b", "relu(a-b)+b") == 1


def test_a_bare_minimum_in_place_of_relus_is_a_doubt() -> None:
    relus = Expression(symbols=("a", "b"), takes_maximum=False)
    (hidden,) = relus.read("a + b - min(a, b)").values
    assert relus.compare(hidden, "relu(a-b)+b").doubt == "malformed"
    assert credit(relus, "a - min(0, a-b)", "relu(a-b)+b") == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(a-b)^+ + b", id="in-front"),
        pytest.param("b + (a-b)^+", id="last"),
        pytest.param("b+(a-b)^{+}", id="in-braces"),
    ],
)
def test_a_raised_plus_takes_the_positive_part(text: str) -> None:
    assert credit(Expression(symbols=("a", "b")), text, "relu(a-b)+b") == 1


def test_a_raised_plus_before_a_number_is_its_sign() -> None:
    assert credit(Expression(symbols=("a", "b")), "a^+2", "a**2") == 1


def test_the_other_case_is_plain_unless_it_is_declared_too() -> None:
    assert SIZE.read("(m-df+d)(n-df+d)").certainty is Certainty.PLAIN
    assert SIZE.read("(M-DF+D)(N-DF+D)").certainty is Certainty.CERTAIN
    both = Expression(symbols=("k", "K"))
    assert credit(both, "k", "K") == 0
    assert credit(both, "K", "K") == 1


def test_a_prime_on_a_declared_name_is_that_name_plainly() -> None:
    kind = Expression(symbols=("F1", "F2", "g"))
    assert credit(kind, "(1+F_1')(1+F_2')g", "(1+F1)*(1+F2)*g") == 1
    assert kind.read("(1+F_1')g").certainty is Certainty.PLAIN


def test_a_longer_name_is_taken_before_letters_that_multiply() -> None:
    assert str(parse_expression("DF", ("D", "F"))) == "D*F"
    assert str(parse_expression("DF", ("D", "F", "DF"))) == "DF"
    assert str(parse_expression("2ph", ("p", "h", "p_h"))) == "2*p_h"


@pytest.mark.parametrize(
    "letters", ["N", "S", "E", "I", "O", "Q", "gamma", "lambda", "x", "e", "d", "beta", "pi"]
)
def test_the_letters_of_the_field_are_letters(letters: str) -> None:
    kind = Expression(symbols=(letters, "k"))
    assert credit(kind, f"2{letters}^2 + k", f"2*{letters}**2 + k") == 1
    assert credit(kind, f"2{letters}^2 + k", f"2*{letters}**2 - k") == 0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("wd-w-2d+x", "malformed"),
        ("wd-w-2d+", "malformed"),
        ("wd-w-2q+3", "malformed"),
        ("w d or w+d", "contradictory"),
        ("w; d", "contradictory"),
        ("sum of w and d", "malformed"),
        ("__class__", "malformed"),
        ("w.__class__", "malformed"),
        ("def f(w): return w", "malformed"),
        ("\\input{w}", "malformed"),
        ("(" * 60 + "w" + ")" * 60, "too_long"),
        (
            "a = w + w; "
            + "".join(f"{new} = {old}+{old}; " for old, new in zip("abcefghijk", "bcefghijkl", strict=True))
            + "l + l",
            "malformed",
        ),
        ("", "blank"),
    ],
)
def test_what_is_no_formula_says_why(text: str, reason: str) -> None:
    assert FIELD.read(text).reason == reason


def test_an_earlier_whole_side_is_kept() -> None:
    reading = FIELD.read("RF = wd - w - 2d + 3 = wd - w - 2d + 4")
    assert [FIELD.show(value) for value in reading.values] == ["w*d - w - 2*d + 4"]
    assert [FIELD.show(value) for value in reading.earlier] == ["w*d - w - 2*d + 3"]


def test_a_formula_is_shown_and_kept_as_text() -> None:
    value = SIZE.read("(M-DF+D)(N-DF+D)").values[0]
    assert SIZE.show(value) == SIZE.to_json(value) == "(M - D*F + D)*(N - D*F + D)"
    pair = SIZE.read("(M-DF+D, N-DF+D)").values[0]
    assert SIZE.to_json(pair) == ["M - D*F + D", "N - D*F + D"]
    assert SIZE.plain(value) == value


@pytest.mark.parametrize("raw", ["w + q", "w +", None])
def test_a_reference_in_other_symbols_is_refused(raw: object) -> None:
    kind: Kind = FIELD
    with pytest.raises(ValueError, match=r"cannot read|expected|not declared"):
        kind.reference(raw)
