"""Equality of formulas is decided the same way in every process, on the domain where the symbols live."""

import subprocess
import sys
from fractions import Fraction

import pytest

from grader.answers import (
    Expression,
    evaluate,
    exponential,
    logarithm,
    parse_expression,
    same_function,
    square_root,
    substitute,
)
from grader.answers.arithmetic import NameUnknown, TooLarge, Undefined
from grader.answers.equality import is_same_function

SYMBOLS = ("a", "b", "n", "k", "x")


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        pytest.param("(a+b)^2", "a^2+2*a*b+b^2", True, id="polynomials"),
        pytest.param("(a+b)^2", "a^2+2*a*b+b^2+1", False, id="one-more"),
        pytest.param("(a^2-b^2)/(a-b)", "a+b", True, id="a-removable-hole"),
        pytest.param("sqrt(-1-a*a)", "sqrt(-1-b*b)", False, id="nowhere-defined"),
        pytest.param("a/a", "1", True, id="cancelled"),
        pytest.param("floor((n-k)/1)+1", "n-k+1", True, id="sizes-are-whole"),
        pytest.param("floor((n-k)/2)+1", "(n-k)/2+1", False, id="a-floor-that-matters"),
        pytest.param("floor(n/2)+ceil(n/2)", "n", True, id="floor-and-ceiling"),
        pytest.param("relu(a)-relu(-a)", "a", True, id="pieces-that-join"),
        pytest.param("relu(a)", "a", False, id="one-piece-only"),
        pytest.param("max(a,b)", "(a+b+abs(a-b))/2", True, id="maximum"),
        pytest.param("max(a,b)", "max(a,b)+relu(a-5000)", False, id="a-piece-far-away"),
        pytest.param("max(a,b)", "max(a,b)+relu(0.01-abs(a-3))*0", True, id="nothing-added"),
        pytest.param("sqrt(a)*sqrt(a)", "a", True, id="roots"),
        pytest.param("sqrt(a^2+b^2)", "a+b", False, id="roots-of-sums"),
        pytest.param("log(exp(a)+exp(b))", "max(a,b)", False, id="a-soft-maximum"),
        pytest.param("exp(a)*exp(b)", "exp(a+b)", True, id="exponentials"),
        pytest.param("a**n*a**k", "a**(n+k)", True, id="symbols-in-exponents"),
        pytest.param("a**n", "a**(n-1)", False, id="exponents-one-apart"),
        pytest.param("a^1000", "a^999*a", True, id="high-powers"),
        pytest.param("a^1000", "a^999", False, id="high-powers-apart"),
        pytest.param("0*a", "0", True, id="nothing"),
        pytest.param("0.1+0.2", "0.3", True, id="decimals-are-exact"),
        pytest.param("1/3", "0.3333333333", False, id="a-decimal-is-no-third"),
    ],
)  # fmt: skip
def test_equality_is_decided(left: str, right: str, same: bool) -> None:
    sides = [parse_expression(text, SYMBOLS) for text in (left, right)]
    assert same_function(sides[0], sides[1], SYMBOLS) is same
    assert same_function(sides[1], sides[0], SYMBOLS) is same


def test_a_multiple_of_one_prime_is_not_nothing() -> None:
    formula = parse_expression(f"a + {2**61 - 1}", SYMBOLS)
    assert not same_function(formula, parse_expression("a", SYMBOLS))


def test_a_fermat_power_cannot_hide() -> None:
    """Modulo one 61-bit prime p, a**(p-1) is 1; the degree gives such formulas away."""
    power = "a^999"
    tower = parse_expression(f"(({power})^1000)^1000", SYMBOLS)
    assert not same_function(tower, parse_expression("1", SYMBOLS))


PRIMES = ("2305843009213693951", "2305843009213693921")


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        pytest.param(f"a+{PRIMES[0]}*b", "a", False, id="a-coefficient-that-one-prime-divides"),
        pytest.param(f"a+{PRIMES[0]}*{PRIMES[1]}*b", "a", False, id="a-coefficient-that-two-primes-divide"),
        pytest.param("a+(2^61-1)*(2^61-31)*b^99", "a", False, id="the-same-as-powers"),
        pytest.param(f"a/{PRIMES[0]}*{PRIMES[0]}", "a", None, id="divided-by-a-prime"),
        pytest.param("(a^2-1)/(a-1)", "a+1", True, id="a-hole-in-the-domain"),
        pytest.param("sqrt(a^2)", "a", True, id="a-root-of-a-square-of-a-size"),
        pytest.param("sqrt((a-b)^2)", "|a-b|", True, id="a-root-of-a-square-is-the-size"),
        pytest.param("|a|", "a", False, id="a-size-is-no-number"),
        pytest.param("(a+b+sqrt((a-b)^2))/2", "max(a,b)", True, id="a-maximum-by-a-root"),
        pytest.param("(a+b+(a-b))/2", "max(a,b)", False, id="a-maximum-without-its-bars"),
        pytest.param("relu(a)-relu(-a)", "a", True, id="two-halves-of-a-number"),
        pytest.param("relu(a)+relu(-a)", "|a|", True, id="two-halves-of-a-size"),
        pytest.param("relu(a-b)+relu(b-a)", "a-b", False, id="a-size-for-a-difference"),
        pytest.param("max(a,b,-1000000)", "max(a,b)", False, id="a-maximum-that-is-cut-far-away"),
        pytest.param("min(a,1000000)", "a", False, id="a-minimum-far-away"),
        pytest.param("max(2*a-4,max(1,a,b))", "max(2*a-5,max(1,a,b))", False, id="maxima-that-part-at-four"),
        pytest.param("max(3*a-70,a,b)", "max(3*a-71,a,b)", False, id="maxima-that-part-at-thirty-five"),
        pytest.param("⌊(n+1)/2⌋", "⌈n/2⌉", True, id="a-floor-and-a-ceiling"),
        pytest.param("⌊n/100⌋", "⌊(n+1)/100⌋", False, id="floors-that-part-at-one-in-a-hundred"),
        pytest.param("⌊n/100⌋", "⌊(n-1)/100⌋", False, id="floors-that-part-just-behind-a-hundred"),
        pytest.param("⌊(n-k)/a⌋+1", "⌈(n-k+1)/a⌉", True, id="a-stride-by-a-ceiling"),
        pytest.param("⌊(n-k)/a⌋+1", "⌊(n-k+1)/a⌋+1", False, id="a-window-too-many"),
        pytest.param("⌊(n-k)/a⌋+1", "⌊(n-k)/a+1⌋", True, id="one-within-the-floor"),
        pytest.param("⌊(n-k)/a⌋+1", "(n-k)/a+1", False, id="a-floor-left-out"),
        pytest.param("sqrt(a)+10^-20", "sqrt(a)", False, id="a-difference-below-double-precision"),
        pytest.param("sqrt(a)*sqrt(a)-a", "0", True, id="what-cancels"),
        pytest.param("exp(a)*exp(b)", "exp(a+b)", True, id="exponentials-add"),
        pytest.param("exp(a)*exp(b)", "exp(a*b)", False, id="exponentials-do-not-multiply"),
        pytest.param("log(a*b)", "log(a)+log(b)", True, id="logarithms-add"),
        pytest.param("a^0.5", "sqrt(a)", True, id="half-a-power"),
        pytest.param("2^n*2^n", "4^n", True, id="powers-of-two"),
        pytest.param("((a+b)^1000)^1000", "((b+a)^1000)^1000", None, id="a-power-beyond-reckoning"),
        pytest.param("sqrt(a-b-10^9)", "sqrt(a-b-10^9)+1", None, id="defined-at-no-point-that-is-tried"),
    ],
)
def test_equality_withstands_an_attack(left: str, right: str, same: bool | None) -> None:
    """None stands for what is not decided: that goes to a person, and is neither right nor wrong."""
    one, other = (parse_expression(text, SYMBOLS) for text in (left, right))
    assert is_same_function(one, other, SYMBOLS) is same
    assert is_same_function(other, one, SYMBOLS) is same


def test_what_is_not_decided_is_a_doubt() -> None:
    kind = Expression(symbols=("a", "b"))
    (value,) = kind.read("((a+b)^1000)^1000").values
    comparison = kind.compare(value, kind.reference("a"))
    assert comparison.credit == 0
    assert comparison.doubt == "too_long"


@pytest.mark.parametrize("text", ["a/0", "a + 1/(b-b)", "0/0", "a/(2*b-b-b)"])
def test_a_division_by_nothing_is_not_finite(text: str) -> None:
    assert Expression(symbols=("a", "b")).read(text).reason == "not_finite"


def test_the_verdict_is_the_same_in_every_process() -> None:
    program = (
        "from grader.answers import parse_expression as p, same_function as s;"
        "print(s(p('max(a,b)', ('a','b')), p('relu(a-b)+b', ('a','b'))), hash('seed') is None)"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert outputs == {"True False\n"}


def test_roots_and_exponentials_have_forty_digits() -> None:
    assert square_root(Fraction(4, 9)) == Fraction(2, 3)
    assert abs(square_root(Fraction(2)) ** 2 - 2) < Fraction(1, 10**45)
    assert abs(exponential(Fraction(1)) * exponential(Fraction(-1)) - 1) < Fraction(1, 10**45)
    assert abs(logarithm(exponential(Fraction(3))) - 3) < Fraction(1, 10**45)


def test_substitution_and_evaluation() -> None:
    formula = parse_expression("n - k + 1", SYMBOLS)
    assert str(substitute(formula, {"k": 3})) == "n - 3 + 1"
    assert evaluate(formula, {"n": Fraction(28), "k": Fraction(3)}) == 26


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1/(a-1)", Undefined),
        ("sqrt(-1-a)", Undefined),
        ("log(0*a)", Undefined),
        ("(9^999)^999+a", TooLarge),
        ("b", NameUnknown),
        ("exp(9999)*a", TooLarge),
    ],
)
def test_what_has_no_value_says_why(text: str, problem: type[ArithmeticError]) -> None:
    with pytest.raises(problem):
        evaluate(parse_expression(text, SYMBOLS), {"a": Fraction(1)})


def test_formulas_are_built_with_operators() -> None:
    n, k = (parse_expression(name, SYMBOLS) for name in "nk")
    assert str((n - k + 1) * 2 / k) == "(n - k + 1)*2/k"
    assert str(-((n - 1) ** 2)) == "-(n - 1)**2"
    assert str(3 - n) == "3 - n"
    assert str(Fraction(1, 2) * n) == "(1/2)*n"
    assert (n * 0, n * 1, n + 0, n / 1, n**1) == (parse_expression("0"), n, n, n, n)
