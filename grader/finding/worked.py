"""Tells which numbers are only worked into others: `4680 inputs, 28080 weights and with the 6 biases 28086`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import prod

from grader.answers.values import number_of
from grader.documents.model import Line
from grader.finding.candidate import Candidate
from grader.finding.claims import is_of_each
from grader.finding.folding import fold

NUMBER = re.compile(
    r"(?<![a-z_.,0-9])(?:[0-9]{1,3}(?:[,٬][0-9]{3}){1,4}|[0-9]{1,15})(?:[.٫][0-9]{1,9})?(?![0-9]|[a-wyz])"
)
COMMAND = re.compile(r"\\[a-z]{1,20}")
COUNTING = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "sixteen": 16, "twenty": 20, "thirty": 30, "forty": 40,
    "یک": 1, "دو": 2, "سه": 3, "چهار": 4, "پنج": 5, "شش": 6, "هفت": 7, "هشت": 8, "ده": 10,
    "دوازده": 12, "شانزده": 16, "بیست": 20, "سی": 30, "چهل": 40,
}  # fmt: skip
COUNTED = re.compile(rf"(?<![a-z\u0620-\u06d3])(?:{'|'.join(COUNTING)})(?![a-z\u0620-\u06d3])")
LAST_SIDE = re.compile(r"[=≈](?=[^=≈]*$)")
JOINS = re.compile(
    r"\b(?:with|times|by|plus|and|adding|add|per|each)\b|[×x*·+]"
    r"|(?<![\u0620-\u06d3])(?:با|و|ضربدر|در|بعلاوه|علاوه|اضافه|افزودن|ضرب|هر)(?![\u0620-\u06d3])"
)
MADE_OF = re.compile(
    r"[(\[]|\b(?:sum|product|total) of\b|\b(?:adding|includ(?:es|ing)|made (?:up )?of|consists? of)\b"
    r"|\b(?:of (?:which|them|these)|from|since|because|where)\b"
    r"|(?<![\u0620-\u06d3])(?:جمع|ضرب|مجموع|شامل|متشکل|چون|زیرا|(?:تای?|تا از) (?:آن|آنها|اینها))(?![\u0620-\u06d3])"
)
LIST = re.compile(
    r"(?<![0-9.])[0-9]{1,6}(?:(?:\s?(?:[,،;؛→⇒]|->|=>|\\to|\\quad|\\rightarrow)\s?|\s{1,3})[0-9]{1,6}){2,12}"
    r"(?![0-9.]|\s?[×x*])"
)
LAST_NUMBER = re.compile(r"([0-9۰-۹٠-٩]{1,15}(?:[.,٬٫][0-9۰-۹٠-٩]{1,15}){0,5})[^0-9۰-۹٠-٩]{0,300}$")
WORD = re.compile(r"[a-z\u0620-\u06d3]{2}")
BIAS = re.compile(r"\bbias|بایاس")
LARGE = 100  # what is worked out from others that stand near is hardly this by chance
VERY_LARGE = 1000  # by two steps at once
MOST_NUMBERS = 24  # beside a value
LONGEST, LONGEST_BEFORE = 1200, 400  # characters in which numbers are looked for
MOST_LINES = 4  # over which a calculation goes


def numbers_in(text: str) -> list[Fraction]:
    """Return the numbers in a text, in digits or in words, the first ones."""
    folded = COMMAND.sub(" ", fold(text[:LONGEST]))
    found = [Fraction(re.sub(r"[,٬]", "", each[0]).replace("٫", ".")) for each in NUMBER.finditer(folded)]
    found += [Fraction(COUNTING[each[0]]) for each in COUNTED.finditer(folded)]
    return found[:MOST_NUMBERS]


def value_of(each: Candidate) -> Fraction | None:
    """Return the number that a candidate is, None for any other."""
    return number_of(each.values[0])


def working_of(each: Candidate) -> str:
    """Return what stands before the last equality sign of an equation, an empty text where there is none."""
    is_first = each.is_equation and (each.is_whole or each.start == 0)
    said = f"{each.label} = {each.text}" if is_first and each.label not in each.text else each.text
    found = LAST_SIDE.search(said)
    return said[: found.start()] if found else ""


def between(first: Candidate, second: Candidate, lines: Sequence[Line]) -> str | None:
    """Return what stands between two numbers; None where that is not known or more than a few lines."""
    begin, end = first.line.text.find(first.text), second.line.text.rfind(second.text)
    if begin < 0 or end < 0 or not 0 <= second.line.number - first.last_line.number < MOST_LINES:
        return None
    begin, end = begin + len(without_tail(first)), end + len(without_number(second))
    if first.line is second.line:
        return first.line.text[begin:end] if begin <= end else None
    apart = [each.text for each in lines if first.line.number < each.number < second.line.number]
    return "\n".join((first.line.text[begin:], *apart, second.line.text[:end]))


def without_tail(each: Candidate) -> str:
    """Return a text up to its last number."""
    found = LAST_NUMBER.search(each.text) if each.is_whole else None
    return each.text[: found.end(1)] if found else each.text


def without_number(each: Candidate) -> str:
    """Return the words before the only number of a text."""
    found = LAST_NUMBER.search(each.text) if each.is_whole and not working_of(each) else None
    return each.text[: found.start(1)] if found else ""


def is_worked_into(each: Candidate, target: Candidate, lines: Sequence[Line]) -> bool:
    """Return whether a number is only an operand of another one that stands behind it.

    The calculation is written there, or it holds with a number that stands beside the two.
    """
    value, result = value_of(each), value_of(target)
    if value is None or result is None or each.place >= target.place or result == 0:
        return False
    if stands_alone(each) and each.line is not target.line:
        return False  # the answer under a letter may be used under the next one
    if target.is_equation and value in numbers_in(working_of(target)):
        return True
    beside = between(each, target, lines)
    if beside is None:
        return False
    if is_joined(value, result, beside) or (is_of_each(each) and result in multiples(value, beside)):
        return True
    if result == value + 1 and BIAS.search(fold(beside)):
        return True
    if result.denominator > 1 or value.denominator > 1 or result < LARGE:
        return False
    near = [other for other in numbers_near(each, beside) if other > 1 and other != value]
    if any(result in (value * other, value + other) for other in near):
        return True
    return result >= VERY_LARGE and any(value * one + other == result for one in near for other in near)


def stands_alone(each: Candidate) -> bool:
    """Return whether a line says nothing but a value."""
    return each.is_whole and not (each.is_equation or each.label) and not WORD.search(fold(each.text))


def numbers_near(each: Candidate, beside: str) -> list[Fraction]:
    """Return the numbers before a candidate in its line, and those between it and another one."""
    end = each.line.text.find(each.text) + len(without_tail(each))
    return numbers_in(f"{each.line.text[max(0, end - LONGEST_BEFORE) : end]} ; {beside}")


def is_divided(
    each: Candidate, target: Candidate, others: Sequence[Candidate], lines: Sequence[Line]
) -> bool:
    """Return whether a number is one side of a division of which another one behind it is the result."""
    value, result, beside = value_of(each), value_of(target), between(each, target, lines)
    if not value or not result or beside is None:
        return False
    before = [value_of(other) for other in others if other.place < target.place]
    near = [*numbers_near(each, beside), *(other for other in before if other is not None)]
    near = [other for other in near if other > 1 and other != value]
    return any(
        abs(top - result * under) * 200 <= abs(top) for x in near for top, under in ((value, x), (x, value))
    )


def is_joined(value: Fraction, result: Fraction, beside: str) -> bool:
    """Return whether the only number between two, with a word that joins it to the first, makes the second of it."""
    found = set(numbers_in(beside)) - {result}
    if len(found) != 1 or not JOINS.search(fold(beside)):
        return False
    other = found.pop()
    return (other > 1 and result == value * other) or (other > 0 and result == value + other)


def multiples(value: Fraction, beside: str) -> list[Fraction]:
    """Return a number times each of those that stand behind it."""
    return [value * other for other in numbers_in(beside) if other > 1]


def adds_up(before: Sequence[Candidate], target: Candidate) -> bool:
    """Return whether a number is the sum or the product of at least two others, to the digits that are written."""
    values = [value_of(each) for each in before]
    numbers = [each for each in values if each is not None and each > 0]
    result = value_of(target)
    if result is None or len(numbers) != len(values) or len(numbers) < 2:
        return False
    return result in (sum(numbers), prod(numbers))


def is_made_afterwards(each: Candidate, answer: Candidate, every: Sequence[Candidate], beside: str) -> bool:
    """Return whether a number behind another one only tells what that was made of: `784 (the sum of 144 and 640)`."""
    value = value_of(each)
    if each.place <= answer.place or value is None or not MADE_OF.search(fold(beside)):
        return False
    if value in numbers_in(working_of(answer)):
        return True
    behind = [other for other in every if other.place > answer.place]
    said = answer.line.text[answer.line.text.find(answer.text) + len(answer.text) :]
    rest = [other for other in numbers_in(said) if other != value] if each.line is answer.line else []
    result = value_of(answer)
    return adds_up(behind, answer) or any(result in (value + other, value * other) for other in rest)


def is_unrounded(each: Candidate, answer: Candidate) -> bool:
    """Return whether sides are fractions, which no size has, and an arrow leads from there to the whole ones."""
    value = each.values[0]
    sides = [number_of(side) for side in value] if isinstance(value, tuple) else []
    is_step = each.is_step and each.line is answer.line and each.place < answer.place
    return is_step and any(side is not None and side.denominator != 1 for side in sides)


def is_listed_up_to(each: Candidate, answer: Candidate) -> bool:
    """Return whether a number is one of a rising list that ends in the answer, which stands beside or below it."""
    value, result, said = value_of(each), value_of(answer), fold(each.line.text[:LONGEST])
    is_below = answer.line is not each.line and answer.place > each.place
    for found in LIST.finditer(said):
        listed = numbers_in(found[0])
        rises = all(one < other for one, other in pairwise(listed))
        rest = numbers_in(f"{said[: found.start()]} . {said[found.end() :]}")
        if rises and value in listed[:-1] and listed[-1:] == [result] and (is_below or result in rest):
            return True
    return False
