"""Bound on a back-propagated gradient.

Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks" (2013), section 2.1
and its supplement: a product of Jacobians is at most as long as the product of their largest singular values.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random

from grader.author import (
    Choice,
    Expression,
    Message,
    Number,
    Problem,
    RawParams,
    given,
    has,
    number,
    refuse,
    whole,
)
from problems.mathematics.decimals import amounts_to, operand

problem = Problem(__name__, topic="gradients")

MOST_LAYERS = 1000
MOST_BITS = 4000  # of the bound as an exact fraction

VERDICTS = {
    "vanishes": (
        "vanishes", "vanish", "vanishing", "vanishing gradient", "the gradient vanishes", "gradients vanish",
        "must vanish", "goes to zero", "محو می‌شود", "محو شدن", "محوشدگی", "محوشدگی گرادیان",
        "محو می‌گردد", "محو میشه", "محو خواهد شد", "محوشوندگی", "محوشونده", "ناپدید می‌شود", "ناپدید شدن",
        "به صفر میل می‌کند", "صفر می‌شود", "به سمت صفر می‌رود", "به صفر می‌رسد", "tends to zero", "approaches zero",
        "decays to zero", "shrinks to zero",
    ),
    "explodes": (
        "may explode", "explode", "can explode", "could explode", "might explode", "exploding",
        "exploding gradient", "the gradient may explode", "the gradient explodes", "gradients explode",
        "ممکن است منفجر شود", "منفجر می‌شود", "می‌تواند منفجر شود", "انفجار", "انفجار گرادیان",
        "منفجر شدن", "منفجر خواهد شد", "منفجر می‌گردد", "blows up", "blow up",
    ),
    "neither": (
        "no conclusion", "nothing follows", "inconclusive", "undecided", "no conclusion can be drawn", "stays bounded",
        "نمی‌توان نتیجه گرفت", "نتیجه‌ای نمی‌توان گرفت", "هیچ‌کدام", "هیچکدام", "نامشخص",
    ),
}  # fmt: skip


@given
class Given:
    """In every layer of a network of {layers} layers, the weight matrix has a largest singular value of {sigma}, and
    the slope of the activation is at most {slope}. The gradient of the loss with respect to the output of the last
    layer is at most {M} long. It is carried back to the output of layer {layer}.
    """

    sigma: Fraction = number("largest singular value of the weight matrices")
    slope: Fraction = number("largest slope of the activation")
    layers: int = whole("number of layers (L)", at_most=MOST_LAYERS)
    layer: int = whole("the layer that the gradient is carried back to (i)", at_least=0, at_most=MOST_LAYERS)
    M: Fraction = number("bound of the gradient at the last layer")

    def check(self) -> None:
        """Refuse negative sizes, a layer behind the last, and bounds of too many digits."""
        for name in ("sigma", "slope", "M"):
            if has(self, name) and getattr(self, name) < 0:
                raise refuse(name, f"is {getattr(self, name)}; expected at least 0")
        if self.layer > self.layers:
            raise refuse("layer", f"is {self.layer}, behind the last of {self.layers} layers")
        factor = self.sigma * self.slope
        bits = max(factor.numerator.bit_length(), factor.denominator.bit_length())
        if bits * (self.layers - self.layer + 1) > MOST_BITS:
            raise refuse("layers", f"is {self.layers}; the bound has too many digits, so use fewer layers")


def verdict_on(factor: Fraction) -> str:
    """Return what repeated multiplication by ``factor`` does to a bound."""
    return "vanishes" if factor < 1 else "explodes" if factor > 1 else "neither"


@problem.part(Number(at_least=0))
def factor(given: Given) -> Fraction:
    """By what factor can the gradient grow at most from one layer to the layer before?

    The weight matrix stretches it by its largest singular value at most, the activation by its largest slope:

    {stretched}
    """
    return given.sigma * given.slope


@factor.step
def stretched(given: Given) -> str:
    """Return the factor, written out."""
    return amounts_to(given.sigma * given.slope, f"{operand(given.sigma)}·{operand(given.slope)}")


@factor.mistake
def slope_forgotten(given: Given) -> Fraction | None:
    """On its way back the gradient passes the weights and the activation. What does the second one do to it?"""
    return given.sigma if given.slope != 1 else None


@problem.part(Number(at_least=0, bounds=True))
def bound(given: Given, factor: Fraction) -> Fraction:
    """How long is the gradient at layer {layer} at most?

    From layer {layers} back to layer {layer} there are {layers} − {layer} steps, and each multiplies by the factor:

    {multiplied}
    """
    return given.M * Fraction(factor) ** (given.layers - given.layer)


@bound.step
def multiplied(given: Given, factor: Fraction) -> str:
    """Return the bound, written out."""
    steps = given.layers - given.layer
    value = given.M * Fraction(factor) ** steps
    return amounts_to(value, f"{operand(given.M)}·({operand(factor).strip('()')})^{steps}")


@bound.mistake
def added_not_multiplied(given: Given, factor: Fraction) -> Iterator[Fraction]:
    """One layer follows the other: does the chain rule add their factors or multiply them?"""
    steps = given.layers - given.layer
    if steps > 1:
        yield given.M * steps * factor
        yield given.M + steps * factor


@bound.slip
def off_by_one_layer(given: Given, factor: Fraction) -> Iterator[Fraction]:
    """Count the steps from the last layer back to this one on a small network, and mark where you begin."""
    for steps in (given.layers - given.layer - 1, given.layers - given.layer + 1):
        if steps >= 0:
            yield given.M * Fraction(factor) ** steps


@bound.mistake
def bound_slope_forgotten(given: Given, factor: Fraction) -> Fraction | None:
    return given.M * given.sigma ** (given.layers - given.layer) if given.slope != 1 else None


@problem.part(Expression(symbols=("M", "sigma", "L", "i")))
def formula(given: Given) -> str:
    """Write this bound as a formula in M, sigma, L and i: for layer i of L, and an activation whose slope is at most 1.

    With that slope the activation stretches nothing, so each of the L − i steps back multiplies by sigma alone:
    M·sigma^(L − i).
    """
    return "M*sigma**(L - i)"


@formula.mistake
def formula_added_not_multiplied(given: Given) -> Iterator[str]:
    yield "M*(L - i)*sigma"
    yield "M + (L - i)*sigma"


@formula.slip
def formula_off_by_one_layer(given: Given) -> Iterator[str]:
    yield "M*sigma**(L - i - 1)"
    yield "M*sigma**(L - i + 1)"


@problem.part(
    Choice(
        options=VERDICTS,
        alone={"محو": ("vanishes",)},
        remark=Message(
            "Remember that this is an upper bound: a small one makes the gradient small, a large one only allows a "
            "large gradient."
        ),
    )
)
def verdict(given: Given) -> str:
    """What does the bound say of the gradient in a very deep network: it vanishes, it may explode, or no conclusion?

    {compared}
    """
    return verdict_on(given.sigma * given.slope)


@verdict.step
def compared(given: Given) -> Message:
    """Return what the factor's size means."""
    found = verdict_on(given.sigma * given.slope)
    if found == "vanishes":
        return Message("The factor is below one, so its powers go to zero, and the gradient with them.")
    if found == "explodes":
        return Message(
            "The factor is above one, so its powers grow without end. They are only an upper bound: the gradient "
            "may explode, but it need not."
        )
    return Message(
        "The factor is exactly one, so the bound neither shrinks nor grows, and nothing follows from it."
    )


@verdict.mistake
def verdict_slope_forgotten(given: Given) -> str | None:
    alone, right = verdict_on(given.sigma), verdict_on(given.sigma * given.slope)
    return alone if alone != right else None


problem.practice(sigma="1.5", slope="0.25", layers=6, layer=2, M=8)


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw a network for which the bound has few digits."""
    layers = random.randint(5, 8)
    return {
        "sigma": random.choice(("0.8", "1.2", "1.5", "1.6", "2.4", "3", "4.8")),
        "slope": random.choice(("0.25", "0.5")),
        "layers": layers,
        "layer": layers - random.choice((3, 4)),
        "M": random.choice((2, 4, 5, 8, 10)),
    }
