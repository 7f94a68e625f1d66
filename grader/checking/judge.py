"""Judges every part of one question against its references, the student's own earlier answers and known mistakes.

The order of the tests is the rule: right for the reference; right for the student's own earlier answers;
a known mistake; credit by cell; wrong. A wrong answer counts only where it was read surely.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TypeAlias

from grader.answers import Comparison, Plain, Reading, Value
from grader.assignment.resolved import AskedPart, StudentQuestion
from grader.checking.evidence import has_lost_rows, says_another, shows_enough, weakly_right
from grader.checking.followed import (
    NOTHING_OWN,
    Own,
    equal_reading,
    every_followed,
    followed_reference,
    own_values,
)
from grader.checking.mistakes import MistakenValues, diagnose
from grader.checking.second_look import Seen, second_look
from grader.checking.turned import is_wrong_either_way, settled
from grader.checking.verdict import (
    CONTRADICTORY,
    CONVENTION,
    FOLLOWS,
    FOLLOWS_DOUBT,
    MAY_FOLLOW,
    NOT_FOUND,
    REPEATED,
    UNCERTAIN,
    WRITTEN,
    Verdict,
    put_off,
    status_of,
)
from grader.documents.model import Doubt
from grader.problem.parts import Part, PartId
from grader.records import Certainty, PartStatus
from grader.translation import Message

NONE, FULL = Fraction(0), Fraction(1)
WRONG = Comparison(credit=NONE)
CacheKey: TypeAlias = tuple[object, ...]
NOTHING_SEEN: Mapping[PartId, Seen] = {}
ANOTHER_VALUE = Message("The working gives another value than its last step, so a person looks at it.")
ACCEPTED = Comparison(credit=FULL)  # right because the assignment says so, not by the reference


class Judge:
    """Judges questions, each distinct answer once: equal instances, readings and followed values share a verdict.

    Readings are told apart by identity: whoever reads shares one reading between equal answers. So is what is
    followed, of which one is kept for equal ones. An instance of a student's own is judged once, so nothing of it
    is kept.
    """

    def __init__(self) -> None:
        self._known: dict[CacheKey, tuple[Verdict, Reading]] = {}
        self._mistaken: dict[CacheKey, MistakenValues] = {}
        self._own_after: dict[CacheKey, Own] = {}
        self._own: dict[CacheKey, Own] = {}

    def question(
        self,
        question_id: str,
        asked: StudentQuestion,
        readings: Mapping[PartId, Reading],
        seen: Mapping[PartId, Seen] = NOTHING_SEEN,
    ) -> tuple[Verdict, ...]:
        """Return a verdict for each asked part, in order; ``readings`` holds one reading a part.

        ``seen`` gives, for parts that were looked for in a document, what else it says.
        """
        verdicts: dict[PartId, Verdict] = {}
        for part in asked.in_turn:
            part_id = part.part.id
            reading = readings[part_id]
            if asked.key:
                own = own_values(asked, part.part, verdicts)
                verdicts[part_id] = judge_part(asked, part, reading, own, MistakenValues(asked, part))
                continue
            own = self._own_values(question_id, asked, part.part, verdicts)
            key = (question_id, part_id, id(reading), id(own))
            known = self._known.get(key)
            if known is None:
                mistaken = self._mistaken_values(question_id, asked, part)
                known = judge_part(asked, part, reading, own, mistaken), reading
                self._known[key] = known
            verdicts[part_id] = known[0]
        if seen:
            verdicts = second_look(asked, verdicts, seen)
        if asked.instance.options.get("repeated") == "once":
            verdicts = {each.part_id: each for each in credit_once(tuple(verdicts.values()))}
        return tuple([verdicts[part.part.id] for part in asked.asked])

    def _own_values(
        self, question_id: str, asked: StudentQuestion, part: Part, verdicts: Mapping[PartId, Verdict]
    ) -> Own:
        """Return what a part may follow from: one object for equal values, found at once after the same verdicts."""
        if not part.follows:
            return NOTHING_OWN
        after = (question_id, part.id, *earlier_verdicts(part, verdicts))
        own = self._own_after.get(after)
        if own is None:
            own = own_values(asked, part, verdicts)
            own = self._own_after[after] = self._own.setdefault(own.key, own)
        return own

    def _mistaken_values(self, question_id: str, asked: StudentQuestion, part: AskedPart) -> MistakenValues:
        """Return the values that a part's mistakes give, worked out when they are first wanted."""
        key = (question_id, part.part.id)
        if key not in self._mistaken:
            self._mistaken[key] = MistakenValues(asked, part)
        return self._mistaken[key]


def earlier_verdicts(part: Part, verdicts: Mapping[PartId, Verdict]) -> tuple[int, ...]:
    """Return the identities of the verdicts from which a part may follow: of all, where one of them is not asked."""
    try:
        return tuple([id(verdicts[name]) for name in part.follows])
    except KeyError:
        return tuple(map(id, verdicts.values()))


def judge_part(
    asked: StudentQuestion, part: AskedPart, reading: Reading, own: Own, mistaken: MistakenValues
) -> Verdict:
    """Return the verdict on one part."""
    if reading.values and not reading.weak and reading.reason != "blank" and part.part.kind.name != "written":
        return judge_reading(asked, part, reading, own, mistaken)
    blank = Verdict(part_id=part.part.id, status=PartStatus.BLANK, credit=NONE, reading=reading)
    if reading.reason == "blank":
        if reading.certainty is Certainty.DOUBTFUL:
            told = (reading.message,) if reading.message else ()
            return replace(blank, status=PartStatus.NEEDS_REVIEW, reason=NOT_FOUND, feedback=told)
        return replace(blank, reason="blank")
    if part.part.kind.name == "written" and reading.reason != NOT_FOUND:
        return replace(
            blank,
            status=PartStatus.AWAITING_MARKER,
            reason=WRITTEN,
            value=reading.values[0] if reading.values else None,
            feedback=(Message("A person reads and marks this answer."),),
        )
    credited = weakly_right(asked, part, reading)
    if credited is not None and (
        not reading.values or not find_right(part, reading, asked.references[part.part.id])
    ):
        return replace(
            blank, status=PartStatus.CORRECT, credit=FULL, reading=credited, value=credited.values[0],
            is_reference=True,
        )  # fmt: skip
    if not reading.values:
        feedback = (reading.message,) if reading.message else ()
        return replace(
            blank, status=PartStatus.NEEDS_REVIEW, reason=reading.reason or "malformed", feedback=feedback
        )
    return judge_reading(asked, part, reading, own, mistaken)


def judge_reading(
    asked: StudentQuestion, part: AskedPart, reading: Reading, own: Own, mistaken: MistakenValues
) -> Verdict:
    """Return the verdict on an answer that was read, in one or several sensible ways."""
    reference = asked.references[part.part.id]
    right = find_right(part, reading, reference)
    if right is not None:
        value, comparison = right
        found = Verdict(
            part_id=part.part.id,
            status=PartStatus.CORRECT,
            credit=FULL,
            reading=reading,
            value=value,
            feedback=comparison.remarks,
            is_reference=comparison is not ACCEPTED,
        )
        return put_off(found, CONTRADICTORY, ANOTHER_VALUE) if says_another(part, reading, value) else found
    own_reference = followed_reference(asked, part, own.values, reference)
    followed = equal_reading(part, reading, own_reference)
    if followed is None and own.otherwise:
        followed = equal_reading(part, reading, followed_reference(asked, part, own.otherwise, reference))
    if followed is None and own.supposed:
        agreeing = equal_reading(part, reading, followed_reference(asked, part, own.supposed, reference))
        followed = agreeing if agreeing is not None and shows_enough(agreeing) else None
    if followed is not None:
        return Verdict(
            part_id=part.part.id,
            status=PartStatus.CORRECT,
            credit=FULL,
            reading=reading,
            value=followed,
            followed_through=True,
            feedback=(FOLLOWS,),
        )
    return judge_wrong(asked, part, reading, own, reference, own_reference, mistaken)


def judge_wrong(
    asked: StudentQuestion,
    part: AskedPart,
    reading: Reading,
    own: Own,
    reference: Plain,
    own_reference: Plain | None,
    mistaken: MistakenValues,
) -> Verdict:
    """Return the verdict on an answer that is not wholly right: a known mistake, right cells, or a doubt."""
    found, best = worth_of(part, reading, own, reference, own_reference, mistaken)
    if any(each.mistake.convention and each.mistake.code not in part.credit for each in found.mistakes):
        told = Message("The question leaves open which convention holds, so a person decides.")
        return put_off(found, CONVENTION, told)
    if reading.reason == Doubt.DIRECTION:
        wanted = (reference, *every_followed(asked, part, own, reference))

        def worth(turned: Reading) -> Fraction:
            return worth_of(part, turned, own, reference, own_reference, mistaken)[0].credit

        if is_wrong_either_way(reading, wanted, part.part.kind, worth):
            found = replace(found, reading=settled(reading))
    doubt = doubt_about(part, found, best, own, reference, is_known=bool(found.mistakes))
    return found if doubt is None else replace(put_off(found, *doubt), mistakes=())


def worth_of(
    part: AskedPart,
    reading: Reading,
    own: Own,
    reference: Plain,
    own_reference: Plain | None,
    mistaken: MistakenValues,
) -> tuple[Verdict, Comparison]:
    """Return what an answer that is not wholly right earns, by a known mistake or by its cells, and how it compares."""
    named, value = diagnose(part, reading, reference, mistaken, own.values)
    best_value, best = best_comparison(part, reading, reference)
    follows_by_cell = False
    if own_reference is not None:
        own_value, own_best = best_comparison(part, reading, own_reference)
        if own_best.credit > best.credit:
            best_value, best, follows_by_cell = own_value, own_best, True
    credit = max([best.credit, *(each.credit for each in named)])
    found = Verdict(
        part_id=part.part.id,
        status=status_of(credit),
        credit=credit,
        reading=reading,
        value=value or best_value,
        mistakes=named,
        wrong_cells=best.wrong_cells,
        followed_through=follows_by_cell and best.credit == credit,
        feedback=best.remarks,
    )
    return found, best


def doubt_about(
    part: AskedPart, found: Verdict, best: Comparison, own: Own, reference: Plain, *, is_known: bool
) -> tuple[str, Message] | None:
    """Return why a wrong answer must go to a person instead, or None where it may count."""
    if any(part.part.kind.equals(value, reference) for value in found.reading.nearby):
        return CONTRADICTORY, Message(
            "Another value that stands near may be the answer, so a person looks at it."
        )
    if contradicts_itself(part, found.reading, reference):
        return CONTRADICTORY, ANOTHER_VALUE
    if found.reading.reason is not None and found.reading.reason != "blank":
        return found.reading.reason, found.reading.message or Message(
            "This cannot be read surely, so a person looks at it."
        )
    if not found.is_sure:
        return UNCERTAIN, Message("This was not read surely, so a person looks at it.")
    if best.doubt is not None and not is_known:
        return best.doubt, Message(
            "This can be meant in another way than it was read, so a person looks at it."
        )
    if not is_known and has_lost_rows(found, reference):
        return UNCERTAIN, Message(
            "Rows or columns may have been lost where this was read, so a person looks at it."
        )
    if own.doubtful:
        return FOLLOWS_DOUBT, MAY_FOLLOW
    return None


def contradicts_itself(part: AskedPart, reading: Reading, reference: Plain) -> bool:
    """Return whether an earlier side of a chain of equalities is right, or its arithmetic does not hold."""
    kind = part.part.kind
    return any(
        kind.equals(side, reference)
        or not any(kind.equals(value, kind.plain(side)) for value in reading.values)
        for side in reading.earlier
    )


def find_right(part: AskedPart, reading: Reading, reference: Plain) -> tuple[Value, Comparison] | None:
    """Return the first sensible reading that is right, with its remarks."""
    kind = part.part.kind
    for value in reading.values:
        comparison = kind.compare(value, reference)
        if comparison.credit == 1:
            return value, comparison
        for accepted in part.accepted:
            if value == accepted or kind.equals(value, kind.plain(accepted)):
                return value, ACCEPTED
    return None


def best_comparison(part: AskedPart, reading: Reading, reference: Plain) -> tuple[Value | None, Comparison]:
    """Return the sensible reading with the most right cells; the first where none is better."""
    best: tuple[Value | None, Comparison] = (None, WRONG)
    for value in reading.values:
        comparison = part.part.kind.compare(value, reference)
        is_doubt = comparison.credit == best[1].credit and comparison.doubt and not best[1].doubt
        if best[0] is None or comparison.credit > best[1].credit or is_doubt:
            best = (value, comparison)
    return best


def credit_once(verdicts: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    """Return the verdicts with a mistake that was already paid for in an earlier part credited, and marked so."""
    paid: set[str] = set()
    found = []
    for verdict in verdicts:
        codes = {each.mistake.code for each in verdict.mistakes}
        costs = verdict.status in (PartStatus.INCORRECT, PartStatus.PARTIAL)
        found.append(credited(verdict) if costs and codes & paid else verdict)
        if costs:
            paid |= codes
    return tuple(found)


def credited(verdict: Verdict) -> Verdict:
    """Return the verdict on a mistake that was already paid for: full credit, and marked so."""
    sentence = Message("The same mistake counted once already, so this has full credit.")
    return replace(
        verdict,
        status=PartStatus.CORRECT,
        credit=Fraction(1),
        reason=REPEATED,
        feedback=(*verdict.feedback, sentence),
    )
