"""Tells from a candidate's words whether it concludes, is claimed as the answer, or only names what is given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import prod

from grader.answers.values import number_of
from grader.finding.candidate import Candidate
from grader.finding.folding import fold, words_of
from grader.finding.names import PartName, ideas_of, score
from grader.finding.statements import concludes
from grader.finding.vocabulary import ANSWER_WORDS, DECOYS, GIVEN_IDEAS
from grader.tolerance import WrittenNumber

WORKED = re.compile(r"[0-9۰-۹٠-٩]\s?(?:[×xX*·⋅+/^]|\\times|\\cdot)\s?[0-9۰-۹٠-٩]")
MOST_BESIDE = 3  # words
NEXT = 2  # lines, since an empty one may stand between
THAT_IS = re.compile(
    r"^[\s,،$]{0,3}(?:i\.?e\.?|that is|so|or|یعنی|پس)[\s,،]{1,3}(?:a |the |an |یک )?"
    r"\$?([0-9]{1,4})\s?(?:[×x*]|\\times|در)\s?([0-9]{1,4})"
)
FEWEST_USED, MOST_USED = 2, 5  # numbers that a sum or a product is made of
CORRECTION = re.compile(
    r"(?:the )?(?:correction|corrected|erratum|edit)(?: (?:answer|value|result))?"
    r"|(?:(?:جواب|پاسخ|مقدار) )?(?:اصلاح|تصحیح|ویرایش)(?: ?(?:شده|جواب|پاسخ))?"
)
CLAIMS = re.compile(
    r"(?:\b(?:is|are|answer|value|result|takes?|gets?|have|got|it's)|جواب|پاسخ|مقدار|نتیجه)[\s:($]*$"
)
CLAIMED = re.compile(r"[\s)$.,،]*(?:or\b|maybe|یا\b|شاید|است|می ?شود|می ?باشد)")


def follows_from_working(chosen: Candidate, rivals: Sequence[Candidate]) -> bool:
    """Return whether the other values only lead to the chosen one: it concludes, or ends an equation that uses them."""
    if any(each.place >= chosen.place for each in rivals):
        return False
    if is_made_of(chosen, rivals):
        return True
    rivals = [each for each in rivals if not is_on_the_way(each, chosen)]
    if not rivals:
        return True
    beside = [each for each in rivals if each.order == chosen.order]
    if any(each.start < 0 for each in beside):
        return False  # both sides of one equation, which should be equal
    apart = [each for each in rivals if each.order != chosen.order]
    if chosen.is_conclusion and not any(each.is_conclusion for each in apart):
        return all(is_concluded_from(chosen, each) for each in beside)
    if not chosen.is_equation:
        return False
    used = set(words_of(chosen.text)) | set(words_of(chosen.around))
    return all(set(words_of(_end(each.text))) <= used for each in rivals)


def is_made_of(chosen: Candidate, rivals: Sequence[Candidate]) -> bool:
    """Return whether a number is the sum or the product of those before it in its sentence: `640 and 144, 784`."""
    used = [number_of(each.values[0]) for each in rivals]
    value = number_of(chosen.values[0])
    numbers = [each for each in used if each is not None and abs(each) > 1]
    is_beside = all(chosen.order - each.order <= 1 and each.line is chosen.line for each in rivals)
    if value is None or len(numbers) != len(rivals) or not FEWEST_USED <= len(numbers) <= MOST_USED:
        return False
    return is_beside and value in (sum(numbers), prod(numbers))


def corrects(chosen: Candidate, rivals: Sequence[Candidate]) -> bool:
    """Return whether a value that stands last is said to be the correction: `Correction: 9`."""
    return CORRECTION.fullmatch(fold(chosen.label)) is not None and all(
        each.place < chosen.place for each in rivals
    )


def says_another_square(chosen: Candidate) -> bool:
    """Return whether a number goes on as a square of another side: `9, i.e. a 4 × 4 kernel`."""
    value = number_of(chosen.values[0])
    at = chosen.line.text.rfind(chosen.text)
    found = THAT_IS.search(fold(chosen.line.text[at + len(chosen.text) :])) if at >= 0 else None
    is_square = found is not None and found[1] == found[2]
    return (
        value is not None
        and found is not None
        and is_square
        and value not in (int(found[1]), int(found[1]) ** 2)
    )


def is_on_the_way(each: Candidate, chosen: Candidate) -> bool:
    """Return whether a value before the chosen one only leads there.

    An arrow or a colon leads on from it, or it is for each of many: `every layer adds 2`.
    """
    is_step = each.is_step and each.line is chosen.line
    leads_on = each.leads_on and chosen.is_whole and 0 < chosen.line.number - each.line.number <= NEXT
    return is_step or leads_on or (is_of_each(each) and not is_of_each(chosen))


def is_of_each(each: Candidate) -> bool:
    """Return whether the words before a value say that there are many of the kind: `for each cell 12`."""
    behind = " ".join(each.beside.split()[:MOST_BESIDE])
    return "each" in ideas_of(f"{each.label} {each.clause or each.lead} {behind}")


def is_concluded_from(chosen: Candidate, before: Candidate) -> bool:
    """Return whether a word such as `so` leads to a value from another one, and not to that one as well."""
    if not chosen.is_conclusion or chosen.order != before.order:
        return chosen.is_conclusion
    return concludes(chosen.lead) and not concludes(before.lead)


def ends_in_equation(chosen: Candidate, rivals: Sequence[Candidate]) -> bool:
    """Return whether a value ends an equation of its own, the last after others that stand in passing."""
    return (
        chosen.is_equation
        and chosen.is_whole
        and not any(each.order >= chosen.order or each.is_equation or each.is_conclusion for each in rivals)
    )


def _end(text: str) -> str:
    return text.rpartition("=")[2]


def is_answer_label(each: Candidate) -> bool:
    """Return whether a label says that an answer follows, whatever it is called: `Output =`, `پاسخ:`."""
    if each.is_boxed:
        return True
    words = set(words_of(each.label))
    is_product = WORKED.search(each.label) is not None
    return bool(words & ANSWER_WORDS) and not is_product and not ideas_of(each.label) & (DECOYS | {"each"})


def is_decoy(each: Candidate, name: PartName) -> bool:
    """Return whether a label names what the question gives, and no nearer words name the part."""
    named = ideas_of(each.label) & DECOYS
    if named and each.clause.strip() and score(each.clause, name):
        return False
    return bool(named) and not any(named <= ideas for ideas in name.ideas) and score(each.label, name) == 0


def is_claimed(each: Candidate) -> bool:
    """Return whether a value stands as an answer does: first of all, behind `is` or before `or`."""
    return (
        (each.order == 0 and not each.lead.strip(" ($"))
        or bool(CLAIMS.search(fold(each.lead)))
        or bool(CLAIMED.match(fold(each.behind)))
    )


def names_a_given(each: Candidate) -> bool:
    """Return whether the words right beside a value name what questions give: `32 filters`, `input is 64×64×3`."""
    if each.is_whole and not each.label:
        named = ideas_of(each.text)
        return bool(named & DECOYS) and not named & {"output"}
    return bool((ideas_of(each.lead) | ideas_of(" ".join(each.beside.split()[:MOST_BESIDE]))) & GIVEN_IDEAS)


def says_percent(text: str) -> bool:
    """Return whether a text says that it is a percentage."""
    return any(sign in text for sign in ("%", "٪", "درصد", "percent"))


def turns(each: Candidate) -> bool:
    """Return whether a value would be another one if it were read from the other side."""
    value = each.values[0]
    return (
        isinstance(value, tuple)
        or not isinstance(value, WrittenNumber)
        or bool(re.search(r"[-−/÷]", each.text))
    )
