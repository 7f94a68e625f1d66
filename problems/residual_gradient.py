"""Gradient through residual blocks.

Source: He et al., "Identity Mappings in Deep Residual Networks" (2016), section 2, equations 4 and 5.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import prod
from random import Random

from grader.author import (
    CannotAsk,
    Expr,
    Expression,
    Number,
    Problem,
    RawParams,
    SymbolicNumber,
    given,
    refuse,
    symbolic_number,
    symbolic_numbers,
    symbols_in,
    whole,
)
from problems.mathematics.decimals import amounts_to, operand
from problems.mathematics.written_out import formula as written

problem = Problem(__name__, topic="gradients")

MOST_BLOCKS = 4


@given
class Given:
    """A network has {blocks} residual blocks, one after the other: each adds to its input x what its layers make of
    it, y = x + F(x). The slopes of their F, from the first block to the last (F1'(x), F2'(y1) and so on), are:
    {slopes}. The gradient of the loss with respect to the last output is {upstream}.
    """

    blocks: int = whole("number of blocks", at_most=MOST_BLOCKS)
    slopes: tuple[SymbolicNumber, ...] = symbolic_numbers("slope of each block's F: numbers or symbols")
    upstream: SymbolicNumber = symbolic_number(
        "gradient with respect to the last output: a number or a symbol"
    )

    def check(self) -> None:
        """Refuse another number of slopes than of blocks."""
        if len(self.slopes) != self.blocks:
            raise refuse(
                "slopes", f"holds {len(self.slopes)} slopes; expected one for each of {self.blocks} blocks"
            )


def as_numbers(given: Given) -> tuple[tuple[Fraction, ...], Fraction]:
    """Return the slopes and the upstream gradient, or refuse to ask for a value of symbols."""
    if symbols_in(given, "slopes", "upstream") or isinstance(given.upstream, Expr):
        raise CannotAsk("the slopes or the gradient are symbols here, so a formula is asked")
    return tuple(Fraction(slope) for slope in given.slopes if not isinstance(slope, Expr)), given.upstream


def through_blocks(given: Given) -> SymbolicNumber:
    """Return the gradient of the input: each block multiplies it by 1 + F' (equation 5)."""
    return prod((1 + slope for slope in given.slopes), start=Fraction(1)) * given.upstream


def without_skips(given: Given) -> SymbolicNumber:
    """Return the gradient of the input where the blocks have no skip connections."""
    return prod(given.slopes, start=Fraction(1)) * given.upstream


def wrong_skips(given: Given) -> Iterator[SymbolicNumber]:
    """Yield the gradients without any skip, and without that of one block."""
    yield without_skips(given)
    if given.blocks > 1:
        for left_out in range(given.blocks):
            factors = (slope + (place != left_out) for place, slope in enumerate(given.slopes))
            yield prod(factors, start=Fraction(1)) * given.upstream


def added_once(given: Given) -> SymbolicNumber | None:
    """Return the gradient where one skip spans all blocks; with one block that is right."""
    if given.blocks == 1:
        return None
    return (1 + prod(given.slopes, start=Fraction(1))) * given.upstream


def summed(given: Given) -> Iterator[SymbolicNumber]:
    """Yield the gradients where the slopes are added up."""
    if given.blocks > 1:
        total = sum(given.slopes, start=Fraction(0))
        yield total * given.upstream
        yield (1 + total) * given.upstream


def term(value: SymbolicNumber) -> str:
    """Return a number or a formula as it stands within a product or a sum."""
    text = written(value) if isinstance(value, Expr) else operand(value)
    return text if isinstance(value, Fraction) or text.isidentifier() else f"({text})"


@problem.part(lambda given: Expression(symbols=symbols_in(given, "slopes", "upstream")))
def formula(given: Given) -> SymbolicNumber:
    """Write the gradient of the loss with respect to the input of the first block as a formula.

    A block hands its gradient back on two ways: through the skip connection as it is, and through F times its
    slope. Together they make a factor of one plus the slope for every block:

    {factors}
    """
    if not symbols_in(given, "slopes", "upstream"):
        raise CannotAsk("the slopes and the gradient are numbers here, so a value is asked")
    return through_blocks(given)


@formula.step
def factors(given: Given) -> str:
    """Return the factors, written out."""
    return "·".join((*(f"(1 + {term(slope)})" for slope in given.slopes), term(given.upstream)))


@formula.mistake
def skip_forgotten(given: Given) -> Iterator[SymbolicNumber]:
    """Every block has two ways for the gradient to come back. What is the slope of the one without layers?"""
    yield from wrong_skips(given)


@formula.mistake
def skips_added_once(given: Given) -> SymbolicNumber | None:
    """How many skip connections are there? Go back block by block, and see what each hands on."""
    return added_once(given)


@formula.mistake
def sum_of_slopes(given: Given) -> Iterator[SymbolicNumber]:
    """One block follows the other: what does the chain rule do with slopes that follow each other?"""
    yield from summed(given)


@problem.part(Number())
def value(given: Given) -> SymbolicNumber:
    """What is the gradient of the loss with respect to the input of the first block?

    A block hands its gradient back on two ways: through the skip connection as it is, and through F times its
    slope. Together they make a factor of one plus the slope for every block:

    {product_with_skips}
    """
    slopes, upstream = as_numbers(given)
    return prod((1 + slope for slope in slopes), start=upstream)


@value.step
def product_with_skips(given: Given) -> str:
    """Return the product with the skips, worked out."""
    slopes, upstream = as_numbers(given)
    made = prod((1 + slope for slope in slopes), start=upstream)
    return amounts_to(made, "·".join((*(f"(1 + {operand(slope)})" for slope in slopes), operand(upstream))))


@value.mistake
def value_skip_forgotten(given: Given) -> Iterator[SymbolicNumber]:
    yield from wrong_skips(given)


@value.mistake
def value_skips_added_once(given: Given) -> SymbolicNumber | None:
    return added_once(given)


@value.mistake
def value_sum_of_slopes(given: Given) -> Iterator[SymbolicNumber]:
    yield from summed(given)


@problem.part(Number())
def plain_value(given: Given) -> SymbolicNumber:
    """What would this gradient be without the skip connections, y = F(x) in every block?

    Now only the way through F is left, and every block multiplies by its slope:

    {product_of_slopes}
    """
    slopes, upstream = as_numbers(given)
    return prod(slopes, start=upstream)


@plain_value.step
def product_of_slopes(given: Given) -> str:
    """Return the product without the skips, worked out."""
    slopes, upstream = as_numbers(given)
    return amounts_to(prod(slopes, start=upstream), "·".join(map(operand, (*slopes, upstream))))


@plain_value.mistake
def plain_value_sum_of_slopes(given: Given) -> SymbolicNumber | None:
    return next(summed(given), None)


problem.practice(blocks=2, slopes=["s_1", "s_2"], upstream="g")
problem.practice(blocks=3, slopes=["1/2", "-2/5", "3/10"], upstream=10)


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw two or three blocks with small slopes."""
    blocks = random.choice((2, 3))
    slopes = random.sample(("0.1", "0.2", "0.3", "0.4", "0.5", "-0.2", "-0.3", "-0.4"), blocks)
    return {"blocks": blocks, "slopes": list(slopes), "upstream": random.choice((2, 4, 5, 10))}
