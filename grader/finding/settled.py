"""Finds which of several values answers, where all others only lead to it or are said in passing beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.documents.model import Line
from grader.finding.beside import BEYOND, NO_LETTER_BEHIND, OTHER_THINGS, PARAMETERS, is_called_so, names
from grader.finding.candidate import Candidate
from grader.finding.claims import is_of_each
from grader.finding.folding import fold
from grader.finding.passing import is_another_quantity, is_passed_by
from grader.finding.sorting import Wanted, differs
from grader.finding.statements import Statement
from grader.finding.withdrawn import amends
from grader.finding.worked import (
    adds_up,
    between,
    is_divided,
    is_listed_up_to,
    is_made_afterwards,
    is_worked_into,
    value_of,
)

QUOTIENTS = frozenset({"ratio", "mean", "gap", "variance"})
FEWEST, MOST = 2, 12  # values among which one is looked for
TOTAL = re.compile(
    r"\b(?:in total|total(?:ling|s)?|altogether|in all|all in all|together|makes?|summing to)\b"
    rf"|(?<![\u0620-\u06d3])(?:در کل|در ?مجموع|مجموعا|جمعا|روی هم(?: رفته)?|کلا){NO_LETTER_BEHIND}"
)
CORRECTION = re.compile(r"(?:correction|erratum|corrected|اصلاح(?:یه)?|تصحیح)\s?[:：]")
ADDING = re.compile(
    r"^[\s$]{0,3}(?:(?:by )?(?:adding|counting|including)|together with|(?:along )?with|plus)\b"
    r"|^[\s$]{0,3}(?:با |به )?(?:علاوه|جمع|افزودن|احتساب|اضافه ?(?:کردن|شدن)|در ?نظر گرفتن)"
    rf"{NO_LETTER_BEHIND}"
)


def answer_among(
    pool: Sequence[Candidate], wanted: Wanted, lines: Sequence[Line], *, is_sole: bool
) -> Candidate | None:
    """Return the only value to which all others lead, or beside which they are said in passing; None where none is.

    What is read twice, or may be damaged, is not settled here. Unless the part ``is_sole`` of its kind there, the
    value must be called by the part's name, and nothing only leads to it: that may answer another part.
    """
    distinct = {(each.place, each.text): each for each in pool}
    every = sorted(distinct.values(), key=lambda each: each.place)
    if not FEWEST <= len(every) <= MOST or any(each.is_doubtful or each.is_other for each in every):
        return None
    if is_sole:
        found = [each for each in every if is_led_to(each, every, wanted, lines)]
    else:
        found = [each for each in every if is_alone_named(each, every, wanted)]
    if not found or any(differs(wanted.kind, each, found[-1]) for each in found):
        return None
    return found[-1]


def is_alone_named(answer: Candidate, every: Sequence[Candidate], wanted: Wanted) -> bool:
    """Return whether a value is called by the part's name, and every other one by another quantity's."""
    others = [each for each in every if differs(wanted.kind, each, answer)]
    return names(answer, wanted) and all(is_another_quantity(each, answer, wanted) for each in others)


def is_corrected(chosen: Candidate, rivals: Sequence[Candidate], statements: Sequence[Statement]) -> bool:
    """Return whether the only remark that corrects anything stands between a value and all others: `Correction: …`."""
    marks = [each for each in statements if amends(each.text)]
    return (
        len(marks) == 1
        and all(each.order < marks[0].order <= chosen.order for each in rivals)
        and (CORRECTION.match(fold(marks[0].text)) is not None)
    )


def is_led_to(answer: Candidate, every: Sequence[Candidate], wanted: Wanted, lines: Sequence[Line]) -> bool:
    """Return whether every other value leads to one, or is said in passing beside it."""
    others = [each for each in every if differs(wanted.kind, each, answer)]
    spent = [answer]
    for each in reversed(others):
        ahead, behind = sorted((each, answer), key=lambda one: one.place)
        beside = between(ahead, behind, lines) or ""
        if is_passed_by(each, answer, wanted, beside):
            continue
        if each.is_boxed and not answer.is_boxed:
            return False
        if each.place > answer.place:
            if not is_made_afterwards(each, answer, others, beside):
                return False
            continue
        is_mine = is_called_so(each, wanted) and not is_called_so(answer, wanted) and not is_of_each(each)
        is_used = leads(each, spent, others, lines) or (
            is_quotient(wanted) and is_divided(each, answer, others, lines)
        )
        if is_mine or not is_used or goes_on(each, answer, wanted):
            return False
        spent.append(each)
    return True


def is_quotient(wanted: Wanted) -> bool:
    """Return whether a part asks for a ratio or for a mean."""
    return wanted.kind.name == "number" and any(QUOTIENTS & ideas for ideas in wanted.name.ideas)


def leads(
    each: Candidate, spent: Sequence[Candidate], others: Sequence[Candidate], lines: Sequence[Line]
) -> bool:
    """Return whether a value is used for one behind it, which is the answer or leads there itself."""
    answer = spent[0]
    if is_listed_up_to(each, answer) or is_added(each, answer):
        return True
    before = [other for other in others if other.place < answer.place]
    is_near = all(other.line is answer.line for other in before)
    return (is_near and adds_up(before, answer)) or any(
        is_worked_into(each, target, lines) for target in spent
    )


def is_added(each: Candidate, answer: Candidate) -> bool:
    """Return whether words say that a number is added, and that the answer is the total: `adding 640, 784 in total`."""
    value, result = value_of(each), value_of(answer)
    return (
        value is not None
        and result is not None
        and 0 < value < result
        and each.line is answer.line
        and ADDING.match(fold(each.clause or each.lead or each.label)) is not None
        and TOTAL.search(fold(f"{answer.lead} {answer.behind}")) is not None
    )


def goes_on(each: Candidate, answer: Candidate, wanted: Wanted) -> bool:
    """Return whether a value behind another one is the next step to something else: bytes, or how many times less."""
    if BEYOND.match(fold(answer.behind)) and not BEYOND.match(fold(each.behind)):
        return True
    is_later = each.is_conclusion and not answer.is_conclusion and each.order != answer.order
    if is_later and not OTHER_THINGS.match(fold(each.behind)):
        return True
    if "param" not in wanted.name.full or not PARAMETERS.match(fold(each.behind)) or is_of_each(each):
        return False
    said = fold(f"{answer.lead} {answer.behind}")
    return not (PARAMETERS.match(fold(answer.behind)) or TOTAL.search(said))
