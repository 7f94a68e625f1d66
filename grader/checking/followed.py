"""Finds what a student's own earlier answers offer to a later part that follows from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from grader.answers import Kind, Plain, Reading, Value
from grader.assignment.resolved import AskedPart, StudentQuestion
from grader.checking.turned import may_be_turned
from grader.checking.verdict import CONVENTION, FOLLOWS_DOUBT, Verdict
from grader.documents.model import Doubt
from grader.problem.parts import CannotAsk, Part, PartId
from grader.records import PartStatus

NO_VALUES: Mapping[PartId, Plain] = {}


@dataclass(frozen=True, slots=True)
class Own:
    """What a student's own earlier answers offer to a later part.

    ``values`` are usable ones, by part, with right ones at their exact value. ``otherwise`` are the same as they
    may have been used as well: right ones as they were written, others before they were rounded. ``worked_out``
    are the same with the parts that are not asked worked out from the student's own earlier ones, as they were
    written and before they were rounded. ``supposed`` are the same with answers that wait for a person as they
    were read, each of them surely but perhaps for its direction: a later answer that agrees with them shows how
    they were meant. Each is empty where it is no different. ``doubtful`` parts were answered, but not read
    surely, or are not asked and follow from such a part; one that was seen in the other order as well is among
    them and in ``values``.
    """

    values: Mapping[PartId, Plain] = field(default_factory=dict)
    doubtful: frozenset[PartId] = frozenset()
    otherwise: Mapping[PartId, Plain] = field(default_factory=dict)
    worked_out: tuple[Mapping[PartId, Plain], ...] = ()
    supposed: Mapping[PartId, Plain] = field(default_factory=dict)

    @property
    def key(self) -> tuple[object, ...]:
        """What tells one from another."""
        known = (self.values, self.otherwise, *self.worked_out, self.supposed)
        return self.doubtful, *(tuple(values.items()) for values in known)


NOTHING_OWN = Own()


def own_values(
    asked: StudentQuestion,
    part: Part,
    verdicts: Mapping[PartId, Verdict],
    unasked: dict[PartId, Own] | None = None,
) -> Own:
    """Return the student's own answers to the parts that ``part`` follows from, where they may be followed.

    Followed is an answer that was read surely, lies in its part's bounds and is not zero. A part that is
    not asked takes its reference value in ``values``; one blank part among them, and nothing is followed.
    ``unasked`` remembers what parts that are not asked follow from, for many may follow from the same.
    """
    if not part.follows:
        return NOTHING_OWN
    unasked = {} if unasked is None else unasked
    values: dict[PartId, Plain] = {}
    doubtful: set[PartId] = set()
    turned: set[PartId] = set()
    otherwise: dict[PartId, Plain] = {}
    worked_out: tuple[dict[PartId, Plain], dict[PartId, Plain]] = ({}, {})
    supposed: dict[PartId, Plain] = {}
    followable, differs = True, False
    for name in part.follows:
        verdict = verdicts.get(name)
        if verdict is None:
            values[name] = asked.references[name]
            between = asked.instance.parts[name]
            if name not in unasked:
                unasked[name] = own_values(asked, between, verdicts, unasked)
            if unasked[name].doubtful:
                doubtful.add(name)
            elif worked := worked_out_from(between, unasked[name]):
                worked_out[0][name], worked_out[1][name] = worked[0], worked[-1]
        elif verdict.is_reference:
            values[name] = asked.references[name]
            if verdict.value is not None and verdict.is_sure:
                plain = asked.instance.parts[name].kind.plain(verdict.value)
                if plain != values[name] and not is_zero(plain):
                    otherwise[name] = plain
        elif verdict.status is PartStatus.BLANK:
            followable = False
        elif (
            verdict.value is None
            or not verdict.is_sure
            or is_ambiguous(asked.instance.parts[name].kind, verdict)
            or waits_for_its_reading(verdict)
        ):
            doubtful.add(name)
            kind = asked.instance.parts[name].kind
            is_read = verdict.is_sure or verdict.reading.reason == Doubt.DIRECTION
            if verdict.value is not None and is_read and not is_ambiguous(kind, verdict):
                supposed[name] = kind.plain(verdict.value)
        else:
            kind = asked.instance.parts[name].kind
            values[name] = kind.plain(verdict.value)
            if may_be_turned(kind, verdict):
                turned.add(name)
            if (exact := exact_side(kind, verdict)) is not None:
                otherwise[name] = exact
            followable = followable and kind.in_bounds(verdict.value) and not is_zero(values[name])
            differs = differs or values[name] != asked.references[name]
    if doubtful:
        is_known = followable and doubtful == supposed.keys() and not any(map(is_zero, supposed.values()))
        return Own(
            doubtful=frozenset(doubtful | turned), supposed={**values, **supposed} if is_known else NO_VALUES
        )
    if not followable:
        return Own(doubtful=frozenset(turned)) if turned else NOTHING_OWN
    return Own(
        values=values if differs else NO_VALUES,
        doubtful=frozenset(turned),
        otherwise={**values, **otherwise} if otherwise else NO_VALUES,
        worked_out=tuple([{**values, **each} for each in worked_out if each]),
    )


def worked_out_from(part: Part, own: Own) -> list[Plain]:
    """Return what a part that is not asked is for the student's own earlier answers, as written before as exact."""
    earlier = [*own.worked_out, own.values, own.otherwise]
    worked = [solve_own(part, each) for each in earlier if each]
    return [each for each in worked if each is not None and not is_zero(each)]


def exact_side(kind: Kind, verdict: Verdict) -> Plain | None:
    """Return the side of `1/150 = 0.0067` that was rounded to the answer; None where there is none."""
    for side in verdict.reading.earlier:
        exact = kind.plain(side)
        if (
            verdict.value is not None
            and exact != kind.plain(verdict.value)
            and kind.equals(verdict.value, exact)
        ):
            return exact
    return None


def is_ambiguous(kind: Kind, verdict: Verdict) -> bool:
    """Return whether nobody can tell which of several sensible readings was meant: they differ, and none is right."""
    if verdict.value is None or verdict.status is PartStatus.CORRECT or len(verdict.reading.values) < 2:
        return False
    plain = kind.plain(verdict.value)
    return not all(kind.equals(each, plain) for each in verdict.reading.values)


def waits_for_its_reading(verdict: Verdict) -> bool:
    """Return whether a person must first say what an answer means.

    One that waits under another convention, or because of an earlier answer, was itself read surely.
    """
    return verdict.status is PartStatus.NEEDS_REVIEW and verdict.reason not in (CONVENTION, FOLLOWS_DOUBT)


def is_zero(plain: Plain) -> bool:
    """Return whether a value is the number 0, or holds nothing but zeros."""
    if isinstance(plain, tuple):
        return all(map(is_zero, plain))
    return isinstance(plain, int | Fraction) and plain == 0


def solve_own(part: Part, earlier: Mapping[PartId, Plain]) -> Plain | None:
    """Return a part's value for the student's own earlier answers; None where nothing sensible follows."""
    try:
        return part.kind.reference(part.solve(earlier))
    except (CannotAsk, ArithmeticError, LookupError, TypeError, ValueError):
        return None  # a wrong earlier answer may leave the mathematics without a result


def followed_reference(
    asked: StudentQuestion, part: AskedPart, own: Mapping[PartId, Plain], reference: Plain
) -> Plain | None:
    """Return what is right for the student's own earlier answers, None where nothing is followed.

    A value that only repeats an earlier one, where the references differ, is not followed.
    """
    own_reference = solve_own(part.part, own) if own else None
    for name, earlier in own.items():
        if earlier == own_reference and asked.references[name] != reference:
            return None
    return own_reference


def every_followed(asked: StudentQuestion, part: AskedPart, own: Own, reference: Plain) -> Iterator[Plain]:
    """Yield all that may be right for the student's own earlier answers, however these were meant."""
    for each in (own.values, own.otherwise, own.supposed, *own.worked_out):
        followed = followed_reference(asked, part, each, reference)
        if followed is not None:
            yield followed


def equal_reading(part: AskedPart, reading: Reading, expected: Plain | None) -> Value | None:
    """Return the sensible reading that is right for ``expected``, if there is one."""
    if expected is None:
        return None
    kind = part.part.kind
    return next((value for value in reading.values if kind.equals(value, expected)), None)
