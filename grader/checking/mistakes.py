"""Recognises the known mistakes behind a wrong answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeAlias

from grader.answers import Expr, Plain, Reading, Value, near_slips
from grader.assignment.resolved import AskedPart, StudentQuestion
from grader.checking.verdict import Named
from grader.problem.instance import CANNOT_BE_MADE
from grader.problem.parts import SLIP_CREDIT, Mistake, PartId
from grader.translation import Message

SLIP_IN_LAST_STEP = Message("One sign or one constant is off: repeat the last step of your working slowly.")


NamedValues: TypeAlias = tuple[tuple[str, tuple[Plain, ...]], ...]


class MistakenValues:
    """The values that the known mistakes of one part give, worked out once for equal earlier answers."""

    def __init__(self, asked: StudentQuestion, part: AskedPart) -> None:
        self.part = part
        self.asked = asked
        self.true: Mapping[PartId, Plain] = {name: asked.references[name] for name in part.part.follows}
        self._known: dict[tuple[object, ...], NamedValues] = {}

    def of(self, earlier: Mapping[PartId, Plain]) -> NamedValues:
        """Return each mistake's name with its values, likeliest first."""
        if earlier is self.true:
            return self._if_true
        key = tuple(earlier.items())
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._all_kept(self.part.part.mistaken(earlier))
        return found

    @cached_property
    def _if_true(self) -> NamedValues:
        return self._all_kept(self.asked.instance.mistaken(self.part.part.id))

    def _all_kept(self, mistaken: Iterable[tuple[str, Iterable[Plain]]]) -> NamedValues:
        return tuple([(code, self._kept(values)) for code, values in mistaken])

    def _kept(self, values: Iterable[Plain]) -> tuple[Plain, ...]:
        """Return values as the part's kind keeps them; none where the mistake cannot be made."""
        try:
            return tuple([self.part.part.kind.reference(value) for value in values])
        except CANNOT_BE_MADE:
            return ()

    def named(self, code: str) -> Mistake:
        """Return the mistake of that name."""
        return next(iter(self.part.part.mistakes_named(code)))


def diagnose(
    part: AskedPart, reading: Reading, reference: Plain, mistaken: MistakenValues, own: Mapping[PartId, Plain]
) -> tuple[tuple[Named, ...], Value | None]:
    """Return every known mistake that gives a sensible reading of the answer, likeliest first, and that reading.

    Mistakes are tried with all earlier parts at their true values, then with all at the student's own.
    """
    equals = part.part.kind.equals
    for earlier in (mistaken.true, own) if own else (mistaken.true,):
        for value in reading.values:
            codes = [
                code for code, wrong in mistaken.of(earlier) if any(equals(value, each) for each in wrong)
            ]
            if codes:
                return tuple(named_mistake(part, mistaken.named(code)) for code in codes), value
    return slip_in_last_step(part, reading, reference)


def named_mistake(part: AskedPart, mistake: Mistake) -> Named:
    """Return a mistake with what it earns in this assignment."""
    return Named(mistake=mistake, credit=part.credit.get(mistake.code, mistake.credit))


def slip_in_last_step(
    part: AskedPart, reading: Reading, reference: Plain
) -> tuple[tuple[Named, ...], Value | None]:
    """Return the generic slip of a formula: one sign or one constant away from the reference."""
    if part.part.kind.name != "expression" or not isinstance(reference, Expr):
        return (), None
    for value in reading.values:
        if any(part.part.kind.equals(value, near) for near in near_slips(reference)):
            slip = Mistake(
                code="slip_in_last_step", hint=SLIP_IN_LAST_STEP, credit=SLIP_CREDIT, values=lambda _: ()
            )
            return (named_mistake(part, slip),), value
    return (), None


def unseen_mistakes(asked: StudentQuestion) -> list[tuple[PartId, list[str]]]:
    """Return the asked parts where a known mistake gives the right answer, with the mistakes' names."""
    unseen = []
    for part in asked.asked:
        reference = asked.references.get(part.part.id)
        if reference is None:
            continue
        kind = part.part.kind
        value = kind.read(kind.to_json(reference), asked.instance.scope).values[0]
        mistaken = MistakenValues(asked, part)
        codes = [
            code
            for code, wrong in mistaken.of(mistaken.true)
            if any(kind.equals(value, each) for each in wrong)
        ]
        if codes:
            unseen.append((part.part.id, codes))
    return unseen
