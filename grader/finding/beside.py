"""Reads the words beside a value: what they call it, what it counts, in which unit and of which layer it is."""

from __future__ import annotations

import re
from itertools import pairwise

from grader.answers.measures import unit_of
from grader.finding.candidate import Candidate
from grader.finding.folding import fold, words_of
from grader.finding.names import idea_of, ideas_of, score
from grader.finding.numbering import ORDINALS
from grader.finding.sorting import BY_AN_IDEA_OF_ITS_OWN, Wanted

NO_LETTER_BEFORE, NO_LETTER_BEHIND = r"(?<![a-z\u0620-\u06d3])", r"(?![a-z\u0620-\u06d3])"
BLANK = r"^[\s$)]{0,3}"
OF_THEM = r"(?:(?:of (?:them|which|these)|are|تا(?: ?ی)?(?: ?آن(?: ?ها)?)?) ){0,2}"
QUANTITIES = frozenset(
    {"std", "sigma", "variance", "mean", "gap", "total", "ratio", "reduction", "estimate", "operations"}
)
MEANS = frozenset({"mean", "gap"})
SPREADS = frozenset({"std", "sigma", "variance"})
CALLED = {
    "total": re.compile(r"\b(?:add(?:s|ed|ing)? up to|sums? (?:up )?to|summing)\b"),
    "extreme": re.compile(
        r"\b(?:max|min)(?:imum|imal)?\b"
        rf"|{NO_LETTER_BEFORE}(?:بیشینه|کمینه|بزرگ ?ترین|کوچک ?ترین|ماکزیمم|مینیمم)"
    ),
}
PARAMETERS = re.compile(rf"{BLANK}(?:تا )?(?:[a-z]{{2,6}}able )?(?:param(?:eter)?s?|پارامتر)(?![a-z])")
OTHER_THINGS = re.compile(
    rf"{BLANK}{OF_THEM}(?:(?:input|hidden|output|flat(?:tened)?) )?"
    r"(?:inputs?|neurons?|units?|numbers|values|features?|activations?|pixels|nodes|elements|entries|outputs?"
    r"|weights?|bias(?:es)?|filters?|kernels?|ورودی|خروجی|نورون|عدد|ویژگی|واحد|عضو|درایه|پیکسل|وزن|بایاس|فیلتر"
    rf"|کرنل)(?:ها|های|هایی|ی)?{NO_LETTER_BEHIND}"
)
CELLS = re.compile(
    rf"{BLANK}(?:تا )?(?:numbers|values|entries|elements|cells|pixels|outputs|positions"
    rf"|درایه|خانه|عدد|عضو|پیکسل|مقدار|مولفه|سلول)(?:ها|های|ی)?{NO_LETTER_BEHIND}"
)
BEYOND = re.compile(
    rf"{BLANK}(?:(?:[kmg]i?)?b(?:ytes?|its?)?|flops?|times|fold|percent|(?:کیلو|مگا|گیگا)? ?(?:بایت|بیت)"
    rf"|برابر|درصد|[%٪]){NO_LETTER_BEHIND}"
)  # the next step to another quantity: `11840 bytes`, `7 times`
FIRST_WORD = re.compile(r"[\s$)]{0,3}([A-Za-z]{1,12}|[\u0620-\u06d3]{2,14})")
MOST_WORDS = 3  # behind a value


def ideas_asked(wanted: Wanted) -> frozenset[str]:
    """Return the ideas in all names of a part."""
    return frozenset().union(*wanted.name.ideas)


def own_words(each: Candidate) -> str:
    """Return the words that are right beside a candidate, in its own clause."""
    behind = " ".join(each.beside.split()[:MOST_WORDS])
    said = f"{each.label} {each.text}" if each.is_whole else ""
    return f"{said} {each.clause or each.lead} {behind}"


def said_before(each: Candidate) -> str:
    """Return the words that lead to a candidate, or its label where it has none."""
    return each.clause or each.lead or each.label or (each.text if each.is_whole else "")


def names(each: Candidate, wanted: Wanted) -> bool:
    """Return whether a candidate's own words name the part by an idea of its own."""
    return score(said_before(each), wanted.name) >= BY_AN_IDEA_OF_ITS_OWN


def is_called_so(each: Candidate, wanted: Wanted) -> bool:
    """Return whether words on either side of a candidate name the part by an idea of its own."""
    return names(each, wanted) or score(own_words(each), wanted.name) >= BY_AN_IDEA_OF_ITS_OWN


def quantities_of(words: str) -> frozenset[str]:
    """Return the quantities that words name."""
    folded = fold(words)
    found = {name for name, pattern in CALLED.items() if pattern.search(folded)}
    return (ideas_of(words) & QUANTITIES) | found


def is_called_otherwise(each: Candidate, wanted: Wanted) -> bool:
    """Return whether a value stands as another statistic than the part's: the deviation, and not the variance."""
    mine = ideas_asked(wanted)
    if not mine & (MEANS | SPREADS) or names(each, wanted):
        return False
    return bool(quantities_of(said_before(each)) & SPREADS - mine)


def layers_beside(each: Candidate) -> frozenset[str]:
    """Return the numbers of the layers that the words right before a candidate name, or else those behind it."""
    for words in (said_before(each), each.beside):
        spelt = words_of(words)
        found = {str(ORDINALS[word]) for word in spelt if word in ORDINALS and len(word) > 2}
        found |= {
            number for word, number in pairwise(spelt) if idea_of(word) == "layer" and number.isdecimal()
        }
        if found:
            return frozenset(found)
    return frozenset()


def in_unit(each: Candidate, unit: str) -> bool:
    """Return whether a unit stands right behind a number."""
    _, found, behind = fold(each.line.text).rpartition(fold(each.text))
    word = FIRST_WORD.match(behind if found else fold(each.behind))
    return unit_of(each.text.split()[-1]) == unit or (word is not None and unit_of(word[1]) == unit)
