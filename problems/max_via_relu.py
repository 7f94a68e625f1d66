"""A maximum from ReLUs.

Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), section 6.3.1 for the ReLU and section 3.10 for
the softplus, whose smooth maximum is a common mix-up.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random

from grader.author import (
    CannotAsk,
    Expr,
    Expression,
    Message,
    Number,
    Problem,
    RawParams,
    SymbolicNumber,
    exponential,
    given,
    logarithm,
    parse_expression,
    refuse,
    substitute,
    symbolic_number,
    symbols_in,
)
from problems.mathematics.activations import relu
from problems.mathematics.decimals import operand

problem = Problem(__name__, topic="activations")

LARGEST_NUMBER = 1000  # in the exponent of a mistake; nobody needs a larger one to see the idea

RIGHT = ("relu(a - b) + b",)
SWAPPED = ("relu(a - b) + a", "relu(b - a) + b")
SMOOTH = ("log(exp(a) + exp(b))", "(a*exp(a) + b*exp(b))/(exp(a) + exp(b))")


@given
class Given:
    """The maximum of {a} and {b} is to be worked out by a network whose only activation is the ReLU,
    ReLU(x) = max(0, x). Sums, differences and products with fixed numbers are allowed too.
    """

    a: SymbolicNumber = symbolic_number("the first number, or a symbol for it")
    b: SymbolicNumber = symbolic_number("the second number, or a symbol for it")

    def check(self) -> None:
        """Refuse a maximum of one thing and itself, and numbers beyond the exponential."""
        for name, value in (("a", self.a), ("b", self.b)):
            if isinstance(value, Fraction) and abs(value) > LARGEST_NUMBER:
                raise refuse(name, f"is {value}; at most {LARGEST_NUMBER} in size is allowed")
        if self.a == self.b:
            raise refuse("b", f"is {self.b}, as a is; give two different ones")


def in_terms_of(given: Given, *texts: str) -> Iterator[Expr]:
    """Yield formulas in a and b with what these stand for put in."""
    for text in texts:
        formula = parse_expression(text, ("a", "b"))
        yield substitute(formula, {"a": given.a, "b": given.b})


def as_numbers(given: Given) -> tuple[Fraction, Fraction]:
    """Return a and b, or refuse to ask for a value of symbols."""
    if isinstance(given.a, Expr) or isinstance(given.b, Expr):
        raise CannotAsk("a or b is a symbol here, so the maximum has no value")
    return given.a, given.b


@problem.part(lambda given: Expression(symbols=symbols_in(given, "a", "b"), takes_maximum=False))
def expression(given: Given) -> Expr:
    """Write max({a}, {b}) as a formula with ReLUs.

    Start from the second of the two. If the first is larger, add what it is larger by; if it is not, add nothing.
    This is what the ReLU of their difference gives: ReLU({a} − {b}) + {b}.
    """
    if not symbols_in(given, "a", "b"):
        raise CannotAsk("a and b are numbers here, so their maximum is asked as a value")
    return next(in_terms_of(given, *RIGHT))


@expression.slip
def terms_swapped(given: Given) -> Iterator[Expr]:
    """Try it with two numbers, first with one of them larger and then with the other: is it right both times?"""
    yield from in_terms_of(given, *SWAPPED)


@expression.mistake
def softmax_used(given: Given) -> Iterator[Expr]:
    """A soft maximum comes near the larger number. Does it reach it, and is it made of ReLUs?"""
    yield from in_terms_of(given, *SMOOTH)


@problem.part(Number())
def at(given: Given) -> Fraction:
    """What does a network of ReLUs that works out max({a}, {b}) give here?

    The difference of the two numbers goes through the ReLU, and the second number is added:

    {difference}

    {after_the_relu}
    """
    a, b = as_numbers(given)
    return relu(a - b) + b


@at.step
def difference(given: Given) -> str:
    """Return the difference, written out."""
    a, b = as_numbers(given)
    return f"{operand(a)} − {operand(b)} = {a - b}"


@at.step
def after_the_relu(given: Given) -> Message:
    """Return what the ReLU makes of the difference, and the sum."""
    a, b = as_numbers(given)
    values = {"sum": f"{relu(a - b)} + {operand(b)} = {max(a, b)}"}
    if a > b:
        return Message("This is positive, so the ReLU leaves it as it is:\n\n{sum}", values)
    return Message("This is negative, so the ReLU makes it 0:\n\n{sum}", values)


@at.slip
def at_terms_swapped(given: Given) -> Iterator[Fraction]:
    a, b = as_numbers(given)
    yield relu(a - b) + a
    yield relu(b - a) + b


@at.mistake
def at_softmax_used(given: Given) -> Iterator[Fraction]:
    a, b = as_numbers(given)
    larger, ratio = max(a, b), exponential(-abs(a - b))
    yield larger + logarithm(1 + ratio)
    yield (larger + min(a, b) * ratio) / (1 + ratio)


problem.practice(a="a", b="b")
problem.practice(a=3, b=5)


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw two small numbers, near enough for a soft maximum to show."""
    a = random.choice([number for number in range(-6, 7) if number])
    return {"a": a, "b": random.choice([b for b in (a - 3, a - 2, a - 1, a + 1, a + 2, a + 3) if b])}
