"""Batch normalisation by hand.

Source: Ioffe and Szegedy, "Batch Normalization" (2015), algorithm 1 and section 3.2.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import TypeAlias

from grader.author import (
    CannotAsk,
    Integer,
    Message,
    Number,
    Pair,
    Problem,
    RawParams,
    Vector,
    given,
    has,
    number,
    numbers,
    pair,
    refuse,
    whole,
    word,
)
from problems.mathematics.decimals import amounts_to, operand
from problems.mathematics.normalising import mean_of, normalised, variance_around
from problems.mathematics.written_out import bracketed, equal_to, exact, product, sum_of

problem = Problem(__name__, topic="training")

Row: TypeAlias = tuple[Fraction, ...]

MOST_VALUES = 100  # nobody normalises more by hand
LARGEST_COUNT = 10**12
SHARE_THAT_SHOWS = 450  # an ε of 1/450 of the variance moves its root by 0.11 %, just outside the tolerance


@given
class Given:
    """One unit or channel has the values {x} over the batch. Batch normalisation with γ = {gamma}, β = {beta} and
    ε = {eps} follows; the variance is the one of the batch itself, divided by the number of values.

    Type of the layer: {layer}. It has {channels} units or channels.

    The batch holds {batch} examples.

    The feature maps have a size of {size}.
    """

    x: Row = numbers("the values of one unit or channel over the batch")
    gamma: Fraction = number("the scale γ that is learnt", default=1)
    beta: Fraction = number("the shift β that is learnt", default=0)
    eps: Fraction = number("the small number ε under the root", default="1e-5")
    alpha: Fraction = number("the factor α that the values are multiplied by", default=2)
    layer: str = word("the layer that is normalised", "dense", "conv")
    channels: int = whole("units of a dense layer, or channels of a convolution")
    batch: int = whole("examples in the batch (N)")
    size: Pair = pair("height and width of the feature maps of a convolution", as_size=True)

    def check(self) -> None:
        """Refuse a negative ε, a root of nothing to divide by, and batches that nobody has."""
        if self.eps < 0:
            raise refuse("eps", f"is {self.eps}; expected at least 0")
        if has(self, "x"):
            if len(self.x) > MOST_VALUES:
                raise refuse("x", f"holds {len(self.x)} values; at most {MOST_VALUES} are allowed")
            if not self.eps and len(set(self.x)) == 1:
                raise refuse("eps", "is 0 where all values of x are equal; expected more than 0")
        if has(self, "batch") and has(self, "size"):
            count = self.batch * self.size[0] * self.size[1]
            if count > LARGEST_COUNT:
                raise refuse(
                    "size", f"makes {count} values over the batch; at most {LARGEST_COUNT} are allowed"
                )


def scaled(given: Given) -> Row:
    """Return the values times α."""
    return tuple(given.alpha * value for value in given.x)


def after(given: Given, x: Row, mean: Fraction, variance: Fraction, eps: Fraction) -> Row:
    """Return the values after batch normalisation."""
    if variance + eps <= 0:
        raise CannotAsk("there is nothing to divide by: the variance and ε are 0")
    return tuple(given.gamma * value + given.beta for value in normalised(x, mean, variance, eps))


def after_scaling(given: Given, mean: Fraction, variance: Fraction, eps: Fraction) -> Row:
    """Return the values times α after batch normalisation: mean and variance are scaled too."""
    return after(given, scaled(given), given.alpha * mean, given.alpha**2 * variance, eps)


def sample_variance_of(given: Given) -> Fraction | None:
    """Return the variance divided by one less; None where that does not matter."""
    if len(given.x) < 2 or len(set(given.x)) == 1:
        return None
    return variance_around(mean_of(given.x), given.x, fewer=1)


def shows(eps: Fraction, variance: Fraction) -> bool:
    """Return whether leaving ε out moves the outputs by more than a rounding."""
    return eps * SHARE_THAT_SHOWS > variance


def places(given: Given) -> int:
    """Return the pixels of a feature map; a dense layer's unit has one place."""
    return given.size[0] * given.size[1] if given.layer == "conv" else 1


@problem.part(Number())
def mean(given: Given) -> Fraction:
    """What is the mean of these values?

    They are added up:

    {sum_of_values}

    The sum is divided by their number:

    {mean_of_values}
    """
    return mean_of(given.x)


@mean.step
def sum_of_values(given: Given) -> Message | str:
    """Return the values added up, written out."""
    return sum_of(given.x)


@mean.step
def mean_of_values(given: Given) -> str:
    """Return the mean, written out."""
    return equal_to(mean_of(given.x), f"{bracketed(sum(given.x))}/{len(given.x)}")


@problem.part(Number(at_least=0))
def variance(given: Given, mean: Fraction) -> Fraction:
    """What is the variance of these values, as batch normalisation uses it?

    The squares of their distances from the mean are added up:

    {sum_of_squares}

    The sum is divided by their number:

    {mean_of_squares}
    """
    return variance_around(mean, given.x)


@variance.step
def sum_of_squares(given: Given, mean: Fraction) -> Message | str:
    """Return the squares added up, written out."""
    return sum_of((value - mean) ** 2 for value in given.x)


@variance.step
def mean_of_squares(given: Given, mean: Fraction) -> str:
    """Return the variance, written out."""
    found = variance_around(mean, given.x)
    return equal_to(found, f"{bracketed(found * len(given.x))}/{len(given.x)}")


@variance.slip
def sample_variance(given: Given, mean: Fraction) -> Fraction | None:
    """Is the spread of this very batch asked, or an estimate for a larger population? By what is each divided?"""
    return sample_variance_of(given)


@problem.part(Vector())
def output(given: Given, mean: Fraction, variance: Fraction) -> Row:
    """Write the values after batch normalisation.

    From each value the mean is subtracted. The rest is divided by the root of the variance plus ε, multiplied by γ,
    and β is added. For the first value:

    {first_value}
    """
    return after(given, given.x, mean, variance, given.eps)


@output.step
def first_value(given: Given, mean: Fraction, variance: Fraction) -> str:
    """Return the first value after normalisation, written out."""
    return written_value(given, given.x[0], mean, variance)


def written_value(given: Given, value: Fraction, mean: Fraction, variance: Fraction) -> str:
    """Return one value after normalisation, written out."""
    (made,) = after(given, (value,), mean, variance, given.eps)
    root = f"√({exact(variance)} + {exact(given.eps)})"
    term = f"{operand(given.gamma)}·({exact(value)} − {operand(mean)})/{root}"
    return amounts_to(made, f"{term} + {operand(given.beta)}")


@output.slip
def eps_forgotten(given: Given, mean: Fraction, variance: Fraction) -> Row | None:
    """What stands under the root besides the variance?"""
    return after(given, given.x, mean, variance, Fraction(0)) if shows(given.eps, variance) else None


@output.slip
def output_sample_variance(given: Given, mean: Fraction, variance: Fraction) -> Row | None:
    wrong = sample_variance_of(given)
    return None if wrong is None else after(given, given.x, mean, wrong, given.eps)


@problem.part(Vector())
def scaled_output(given: Given, mean: Fraction, variance: Fraction) -> Row:
    """Write the values after batch normalisation where every value was first multiplied by {alpha}, with the same ε.

    The mean is multiplied by the same factor and the variance by its square, so that the factor nearly cancels: only
    ε, which is not multiplied, keeps the outputs from being the same as before. For the first value:

    {first_scaled_value}
    """
    return after_scaling(given, mean, variance, given.eps)


@scaled_output.step
def first_scaled_value(given: Given, mean: Fraction, variance: Fraction) -> str:
    """Return the first scaled value after normalisation, written out."""
    return written_value(given, given.alpha * given.x[0], given.alpha * mean, given.alpha**2 * variance)


@scaled_output.slip
def scaled_output_eps_forgotten(given: Given, mean: Fraction, variance: Fraction) -> Row | None:
    is_seen = shows(given.eps, given.alpha**2 * variance)
    return after_scaling(given, mean, variance, Fraction(0)) if is_seen else None


@scaled_output.slip
def scaled_output_sample_variance(given: Given, mean: Fraction, variance: Fraction) -> Row | None:
    wrong = sample_variance_of(given)
    return None if wrong is None else after_scaling(given, mean, wrong, given.eps)


@problem.part(Integer(at_least=1))
def statistics(given: Given) -> int:
    """How many statistics (means and variances) does this batch normalisation keep?

    There is one mean and one variance for each unit of a dense layer, or for each channel of a convolution:

    {two_for_each}
    """
    return 2 * given.channels


@statistics.step
def two_for_each(given: Given) -> str:
    """Return two numbers for each unit or channel, written out."""
    return product(2, given.channels)


@statistics.mistake
def per_pixel_statistics(given: Given) -> int | None:
    """A convolution treats every pixel of a channel alike. How many means does one channel then need?"""
    return 2 * given.channels * places(given) if places(given) > 1 else None


@problem.part(Integer(at_least=1))
def learnable(given: Given) -> int:
    """How many parameters does this batch normalisation learn?

    There is one γ and one β for each unit of a dense layer, or for each channel of a convolution:

    {two_learnt}
    """
    return 2 * given.channels


@learnable.step
def two_learnt(given: Given) -> str:
    """Return two parameters for each unit or channel, written out."""
    return product(2, given.channels)


@learnable.mistake
def learnable_per_pixel_statistics(given: Given) -> int | None:
    return 2 * given.channels * places(given) if places(given) > 1 else None


@problem.part(Integer(at_least=1))
def effective_batch(given: Given) -> int:
    """Over how many values is each mean taken (the effective size of the batch)?

    {values_of_a_mean}
    """
    return given.batch * places(given)


@effective_batch.step
def values_of_a_mean(given: Given) -> Message:
    """Return what a mean is taken over."""
    if given.layer == "dense":
        return Message(
            "A unit of a dense layer has one value for each example:\n\n{count}",
            {"count": product(given.batch, 1)},
        )
    return Message(
        "A channel of a convolution has a value for each example and each pixel:\n\n{count}",
        {"count": product(given.batch, *given.size)},
    )


@effective_batch.mistake
def effective_batch_per_pixel_statistics(given: Given) -> int | None:
    return given.batch if places(given) > 1 else None


problem.practice(
    x=[1, 3, 5, 7], gamma=2, beta=1, eps="0.1", layer="conv", channels=16, batch=8, size=[14, 14]
)
problem.practice(x=[2, 4, 4, 4, 5, 5, 7, 9], layer="dense", channels=64, batch=8)


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw a few values whose mean is whole, and an ε that shows."""
    middle = random.randint(1, 5)
    distances = random.choice(((-3, -1, 1, 3), (-2, -1, 0, 3), (-4, 1, 1, 2), (-2, 0, 2), (-3, 1, 2)))
    values = [middle + distance for distance in distances]
    random.shuffle(values)
    side = random.choice((7, 14, 28))
    return {
        "x": [*values],
        "gamma": random.choice((1, 2, 3)),
        "beta": random.choice((0, 1, -1)),
        "eps": random.choice(("0.1", "0.25", "0.5")),
        "alpha": random.choice((2, 3, 10)),
        "layer": "conv",
        "channels": random.choice((8, 16, 32)),
        "batch": random.choice((4, 16, 32)),
        "size": [side, side],
    }
