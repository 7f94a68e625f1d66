"""Looks again at what was judged wrong or blank in a document, for the answer may stand elsewhere.

A machine that finds answers in free text may take a step for the answer, or miss an answer whose label it does not
know. So before an answer is wrong, whatever else the document says is compared with what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from grader.answers import Plain, Value
from grader.answers.characters import fold_characters
from grader.assignment.resolved import AskedPart, StudentQuestion
from grader.checking.followed import Own, equal_reading, followed_reference, own_values
from grader.checking.verdict import CONTRADICTORY, FOLLOWS_DOUBT, MAY_FOLLOW, Verdict, put_off
from grader.problem.parts import Part, PartId
from grader.records import PartStatus
from grader.tolerance import WrittenNumber
from grader.translation import Message

Seen = Callable[[], Sequence[Value]]
"""Gives what else a document says that could be the answer to a part; worked out when it is called."""

COUNTS_AGAINST = frozenset({PartStatus.INCORRECT, PartStatus.PARTIAL, PartStatus.BLANK})
NUMBERS = frozenset({"integer", "number", "percent"})
BEGINS = r"(?:^|[^\d\s+*×·/^(){}.\-]\s{0,3})"
FIRST_OPERAND = re.compile(BEGINS + r"(\d{1,15}(?:,\d{3}){0,4}(?:\.\d{1,9})?)\s{0,3}\+[^=]{1,60}=")
ELSEWHERE = Message("The answer may stand elsewhere in the document, so a person looks at it.")
UNASKED_STEP = Message(
    "This follows from your earlier answers by a step that was not asked, so a person decides."
)


def second_look(
    asked: StudentQuestion, verdicts: Mapping[PartId, Verdict], seen: Mapping[PartId, Seen]
) -> dict[PartId, Verdict]:
    """Return the verdicts, those put off that may only be wrong because of where the machine looked.

    ``seen`` holds the parts that were looked for in a document.
    """
    settled = dict(verdicts)
    for part in asked.in_turn:
        name = part.part.id
        if name not in seen or name not in asked.references or settled[name].status not in COUNTS_AGAINST:
            continue
        doubt = doubt_beside(asked, part, settled, own_values(asked, part.part, settled), seen[name])
        if doubt is not None:
            settled[name] = put_off(settled[name], *doubt)
    return settled


def doubt_beside(
    asked: StudentQuestion,
    part: AskedPart,
    verdicts: Mapping[PartId, Verdict],
    own: Own,
    seen: Seen,
) -> tuple[str, Message] | None:
    """Return why a wrong or blank part must go to a person instead, or None where it may count."""
    verdict = verdicts[part.part.id]
    is_blank = verdict.status is PartStatus.BLANK
    reference = asked.references[part.part.id]
    if own.doubtful and not is_blank:
        return FOLLOWS_DOUBT, MAY_FOLLOW
    if is_half_of_pair(part, verdict):
        return CONTRADICTORY, ELSEWHERE
    worked_out = [followed_reference(asked, part, each, reference) for each in own.worked_out]
    if any(equal_reading(part, verdict.reading, each) is not None for each in worked_out):
        return FOLLOWS_DOUBT, UNASKED_STEP
    followed = (followed_reference(asked, part, each, reference) for each in (own.values, own.otherwise))
    right = [each for each in (reference, *followed, *worked_out) if each is not None]
    wanted = [each for each in right if not is_answered(part, each, asked, verdicts)]
    if not wanted:
        return None
    kind = part.part.kind
    beside = (*verdict.reading.nearby, *verdict.reading.earlier)
    for values in (lambda: beside, seen):
        if any(kind.equals(value, each) for value in values() for each in wanted):
            return CONTRADICTORY, ELSEWHERE
    return None


def is_half_of_pair(part: AskedPart, verdict: Verdict) -> bool:
    """Return whether one of two formulas was found that are asked together; the other one may not have been read."""
    is_pair = getattr(part.part.kind, "pair", None) is not None
    return is_pair and verdict.status is PartStatus.PARTIAL and not verdict.mistakes


def is_answered(
    part: AskedPart, expected: Plain, asked: StudentQuestion, verdicts: Mapping[PartId, Verdict]
) -> bool:
    """Return whether the same value is another part's answer, and was credited there."""
    kind = part.part.kind
    for other in asked.asked:
        verdict = verdicts.get(other.part.id)
        is_alike = other.part.kind.name == kind.name or {other.part.kind.name, kind.name} <= NUMBERS
        if other is part or verdict is None or not is_alike or verdict.value is None:
            continue
        if not kind.equals(verdict.value, expected):
            continue
        if verdict.status is PartStatus.CORRECT or is_step_to(part.part, verdicts, other.part, asked):
            return True
    return False


def is_step_to(part: Part, verdicts: Mapping[PartId, Verdict], later: Part, asked: StudentQuestion) -> bool:
    """Return whether a later part's answer was worked out from this one's, which is what stands before it.

    Who writes `9 + 4 = 13` for a later part has answered this one by 9, and 13 is no other answer to it.
    """
    own, reached = verdicts[part.id], verdicts[later.id]
    if not (own.is_sure and reached.is_sure and isinstance(own.value, WrittenNumber)):
        return False
    working = FIRST_OPERAND.search(fold_characters(reached.reading.text).text)
    return (
        working is not None
        and Fraction(working[1].replace(",", "")) == own.value.value
        and leads_to(part.id, later, asked)
    )


def leads_to(name: PartId, later: Part, asked: StudentQuestion) -> bool:
    """Return whether a part follows from another one, by others or at once."""
    parts = asked.instance.parts
    return any(each == name or leads_to(name, parts[each], asked) for each in later.follows)
