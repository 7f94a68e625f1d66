"""Tells from the words beside two values that one is said in passing: another quantity, a size, a rounder form."""

from __future__ import annotations

import re
from fractions import Fraction

from grader.answers.values import significant_digits
from grader.finding.beside import (
    BLANK,
    CELLS,
    MEANS,
    NO_LETTER_BEFORE,
    NO_LETTER_BEHIND,
    OTHER_THINGS,
    PARAMETERS,
    SPREADS,
    ideas_asked,
    in_unit,
    layers_beside,
    names,
    own_words,
    quantities_of,
    said_before,
)
from grader.finding.candidate import Candidate
from grader.finding.folding import WORDED, fold
from grader.finding.names import ideas_of
from grader.finding.sides import is_no_size, is_side, is_size
from grader.finding.sorting import Wanted
from grader.finding.worked import value_of
from grader.tolerance import WrittenNumber

ROOT = re.compile(
    rf"(?:\bsqrt|\b(?:square )?root of|√|{NO_LETTER_BEFORE}(?:جذر|ریشه(?: ی)?(?: دوم)?))[\s({{\\$]{{0,4}}$"
)
MORE_EXACT = re.compile(
    r"\b(?:more (?:exactly|precisely|accurately)|(?:to be )?(?:exact|precise)|exactly|precisely)\b"
    rf"|{NO_LETTER_BEFORE}دقیق(?: ?تر|ا)?{NO_LETTER_BEHIND}"
)
ROUGHLY = re.compile(
    r"≈|≃|~|\\(?:approx|simeq)|\b(?:about|around|approximately|approx|roughly|nearly|almost|some|ca)\b"
    rf"|{NO_LETTER_BEFORE}(?:حدود|حدودا|تقریبا|نزدیک){NO_LETTER_BEHIND}"
)
NEARLY = Fraction(5, 100)  # of a value that is rounded, to a digit or two
ROUNDED = Fraction(2, 100)
FEWER = re.compile(
    r"\b(?:reduc\w{1,5}|less|fewer|sav(?:e|es|ed|ing|ings)|lower|smaller|cheaper|drop(?:s|ped)?|decreas\w{1,4})\b"
    rf"|{NO_LETTER_BEFORE}(?:کم|کمتر|کاهش|صرفه ?جویی|پایین ?تر|ذخیره)"
)
CHANGES = frozenset({"reduction", "saving"})
TIMES = re.compile(rf"{BLANK}(?:times|fold|-fold|برابر){NO_LETTER_BEHIND}")
HYPOTHETICAL = re.compile(rf"\b(?:if|without|had)\b|{NO_LETTER_BEFORE}(?:اگر|بدون|چنانچه){NO_LETTER_BEHIND}")
WAS_BUT = re.compile(
    rf"{BLANK}(?:[\u0620-\u06d3]{{2,12}} )?(?:بود|بودند|می ?شد|می ?بود|می ?ماند)[\s,،؛]{{1,3}}"
    rf"(?:ولی|اما|لیکن|ولیکن|که){NO_LETTER_BEHIND}"
)
BUT = re.compile(rf"{BLANK}[,;]? ?(?:but|however|whereas|yet)\b")
AT_LAST = re.compile(
    r"\b(?:at|in) the (?:very )?end\b|\bfinal(?:ly)?\b"
    rf"|{NO_LETTER_BEFORE}(?:در (?:پایان|انتها|نهایت|آخر)|نهایی|نهایتا){NO_LETTER_BEHIND}"
)
CROSS = re.compile(r"[✗✘☓╳❌]")  # over digits, as it comes out beside them
HAT = re.compile(r"\\hat|hat\b|\u0302|normali[sz]|نرمال", re.IGNORECASE)
OPENING = re.compile(r"[\[({]")
OF_ONE = re.compile(
    r"\b(?:one|single|each|every|per) (?:filter|kernel|neuron|unit|channel)\b"
    rf"|{NO_LETTER_BEFORE}(?:یک|هر) (?:فیلتر|کرنل|نورون|کانال|هسته)"
)
OF_ALL = re.compile(
    rf"\b(?:the (?:whole |entire )?layer|all (?:filters|kernels|neurons|of them))\b"
    rf"|{NO_LETTER_BEFORE}(?:کل (?:لایه|فیلترها)|همه (?:فیلترها|کرنل ?ها|نورون ?ها)){NO_LETTER_BEHIND}"
)
SYMBOL = re.compile(r"[A-Za-z]")


def is_passed_by(each: Candidate, answer: Candidate, wanted: Wanted, beside: str) -> bool:
    """Return whether a value beside the one that answers is said in passing; ``beside`` stands between the two."""
    if CROSS.search(each.lead) and CROSS.match(each.behind.strip()):
        return True
    if is_under_condition(each, answer) or is_general(each, wanted):
        return True
    if wanted.kind.name == "shape":
        return is_no_size(each, answer, wanted)
    if wanted.kind.name == "vector":
        return is_normalized(each, answer, wanted) or is_no_list(each, answer)
    if wanted.kind.name == "percent":
        return is_the_rest(each, answer, wanted)
    if wanted.kind.name not in ("integer", "number"):
        return False
    return (
        is_another_quantity(each, answer, wanted)
        or counts_other_things(each, answer, wanted)
        or is_rounder(each, answer, beside)
        or is_inverse(each, answer, wanted)
        or is_side(each, answer, wanted)
        or is_size(each, answer, wanted)
        or is_after_a_layer(each, answer, wanted)
        or is_of_another_layer(each, answer, wanted)
        or is_in_another_unit(each, answer, wanted)
        or is_of_one(each, answer)
    )


def is_under_condition(each: Candidate, answer: Candidate) -> bool:
    """Return whether a value would be under a condition that does not hold: `if …, it was 28 × 24, but here`."""
    return (
        each.place < answer.place
        and HYPOTHETICAL.search(fold(each.clause)) is not None
        and (WAS_BUT.match(fold(each.behind)) or BUT.match(fold(each.behind))) is not None
    )


def is_normalized(each: Candidate, answer: Candidate, wanted: Wanted) -> bool:
    """Return whether a list is that of the normalized values, before the labelled output that is asked."""
    return (
        "output" in ideas_asked(wanted)
        and each.place < answer.place
        and HAT.search(each.label) is not None
        and bool(answer.label)
        and HAT.search(answer.label) is None
    )


def is_no_list(each: Candidate, answer: Candidate) -> bool:
    """Return whether a text is a sentence with numbers, beside a list in brackets: `104, that is 24 + 16 + 16`."""
    is_sentence = WORDED.search(each.text) is not None and not OPENING.search(each.text)
    return is_sentence and OPENING.search(answer.text) is not None and not WORDED.search(answer.text)


def is_general(each: Candidate, wanted: Wanted) -> bool:
    """Return whether a text is called a formula, and the part asks for none: `general formula: (M - DF) × (N - DF)`."""
    mine = ideas_asked(wanted)
    return (
        "formula" in ideas_of(each.label) - mine
        and SYMBOL.search(each.text.rpartition("=")[2].rpartition(":")[2]) is not None
    )


def is_another_quantity(each: Candidate, answer: Candidate, wanted: Wanted) -> bool:
    """Return whether a value stands beside another quantity's name, and the answer is named or follows from it."""
    mine = ideas_asked(wanted)
    named = quantities_of(said_before(each))
    named = named if mine & (MEANS | SPREADS) else named - {"total"}  # a sum of parameters is one of them
    value, result = value_of(each), value_of(answer)
    if value is None or result is None:
        return False
    if mine & SPREADS and ROOT.search(fold(each.lead)):
        return answer.place > each.place and is_close(result * result, value)
    if not named or named & mine or names(each, wanted):
        return False
    if names(answer, wanted):
        return not (quantities_of(said_before(answer)) & named)
    if "variance" in mine and named & {"std", "sigma"}:
        return is_close(value * value, result)
    if mine & {"std"} and named == {"variance"}:
        return is_close(result * result, value)
    divided = value / result if result else Fraction(0)
    return (
        bool(mine & MEANS)
        and named == {"total"}
        and divided.denominator == 1
        and divided > 1
        and answer.place > each.place
    )


def counts_other_things(each: Candidate, answer: Candidate, wanted: Wanted) -> bool:
    """Return whether a number counts what the part does not ask for: `3744 inputs`, beside `37450 parameters`."""
    ideas = ideas_asked(wanted)
    if "params" in ideas or "parameter" in wanted.name.full:
        return (
            OTHER_THINGS.match(fold(each.behind)) is not None
            and PARAMETERS.match(fold(answer.behind)) is not None
        )
    return (
        bool(ideas & (MEANS | SPREADS))
        and CELLS.match(fold(each.behind)) is not None
        and names(answer, wanted)
        and each.place < answer.place
    )


def is_rounder(each: Candidate, answer: Candidate, beside: str) -> bool:
    """Return whether a number is a rounder form of the answer, and words say so: `46 million; exactly: 46080000`."""
    value, result = value_of(each), value_of(answer)
    if (
        value is None
        or not result
        or abs(value - result) > NEARLY * abs(result)
        or digits(each) >= digits(answer)
    ):
        return False
    if each.place < answer.place:
        return MORE_EXACT.search(fold(f"{beside} {answer.label} {answer.lead}")) is not None
    return ROUGHLY.search(fold(f"{beside} {each.lead}")) is not None


def digits(each: Candidate) -> int:
    """Return how many significant digits a candidate shows."""
    value = each.values[0]
    return significant_digits(value) if isinstance(value, WrittenNumber) else 0


def is_inverse(each: Candidate, answer: Candidate, wanted: Wanted) -> bool:
    """Return whether a number only says the named ratio the other way round: `0.131, that is 7.6 times fewer`."""
    value, result = value_of(each), value_of(answer)
    return (
        value is not None
        and result is not None
        and each.place > answer.place
        and "ratio" in ideas_asked(wanted)
        and (names(answer, wanted) or not said_before(answer).strip(" ($:="))
        and TIMES.match(fold(each.behind)) is not None
        and is_close(value * result, Fraction(1))
    )


def is_after_a_layer(each: Candidate, answer: Candidate, wanted: Wanted) -> bool:
    """Return whether a value is that after a layer on the way, and the last one is asked: `11, and 19 at the end`."""
    return (
        wanted.name.count > 0
        and each.place < answer.place
        and "layer" in ideas_of(said_before(each))
        and "layer" not in ideas_of(said_before(answer))
        and AT_LAST.search(fold(f"{answer.lead} {answer.behind}")) is not None
    )


def is_of_another_layer(each: Candidate, answer: Candidate, wanted: Wanted) -> bool:
    """Return whether a value is said of a layer of another number, and the answer of the part's own."""
    own, mine = layers_beside(answer), wanted.name.number
    return bool(mine) and mine in own and bool(layers_beside(each)) and not layers_beside(each) & own


def is_of_one(each: Candidate, answer: Candidate) -> bool:
    """Return whether a number is that of one filter or neuron, and the answer behind it that of the layer."""
    said = fold(said_before(answer))
    return (
        each.place < answer.place
        and OF_ONE.search(fold(said_before(each))) is not None
        and OF_ALL.search(said) is not None
        and OF_ONE.search(said) is None
    )


def is_in_another_unit(each: Candidate, answer: Candidate, wanted: Wanted) -> bool:
    """Return whether the answer stands in the unit that is asked, and a number before it in none or in another."""
    unit = getattr(wanted.kind, "unit", "")
    return bool(unit) and each.place < answer.place and in_unit(answer, unit) and not in_unit(each, unit)


def is_the_rest(each: Candidate, answer: Candidate, wanted: Wanted) -> bool:
    """Return whether a percentage is what is left, beside the answer that is called a reduction."""
    value, result = value_of(each), value_of(answer)
    ideas = ideas_asked(wanted)
    if value is None or result is None or not ideas & CHANGES:
        return False
    left = value * 100 if 0 < value < 1 else value
    is_named = FEWER.search(fold(own_words(answer))) and not FEWER.search(
        fold(f"{each.lead} {each.behind}"[: len(each.lead) + 20])
    )
    return bool(is_named) and abs(left + result - 100) <= 1


def is_close(one: Fraction, other: Fraction) -> bool:
    """Return whether two numbers are one, but for their rounding."""
    return abs(one - other) <= abs(other) * ROUNDED
