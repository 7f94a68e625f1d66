"""Equality of formulas is decided the same way in every process, on the domain where the symbols live."""

import subprocess
import sys
from fractions import Fraction

import pytest

from grader.answers import (
    evaluate,
    exponential,
    logarithm,
    parse_expression,
    same_function,
    square_root,
    substitute,
)
from grader.answers.arithmetic import NameUnknown, TooLarge, Undefined

SYMBOLS = ("a", "b", "n", "k", "x")


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        pytest.param("(a+b)^2", "a^2+2*a*b+b^2", True, id="polynomials"),
        pytest.param("(a+b)^2", "a^2+2*a*b+b^2+1", False, id="one-more"),
        pytest.param("(a^2-b^2)/(a-b)", "a+b", True, id="a-removable-hole"),
        pytest.param("1/(a-a)", "1/(b-b)", False, id="nowhere-defined"),
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
        ("1/(a-a)", Undefined),
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
