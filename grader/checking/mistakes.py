"""Recognises the known mistakes behind a wrong answer."""

from __future__ import annotations

from collections.abc import Mapping

from grader.answers import Expr, Plain, Reading, Value, near_slips
from grader.assignment.resolved import AskedPart, StudentQuestion
from grader.checking.verdict import Named
from grader.problem.parts import SLIP_CREDIT, CannotAsk, Mistake, PartId
from grader.translation import Message

SLIP_IN_LAST_STEP = Message("One sign or one constant is off: repeat the last step of your working slowly.")


def diagnose(
    asked: StudentQuestion, part: AskedPart, reading: Reading, own: Mapping[PartId, Plain]
) -> tuple[tuple[Named, ...], Value | None]:
    """Return every known mistake that gives a sensible reading of the answer, likeliest first, and that reading.

    Mistakes are tried with all earlier parts at their true values, then with all at the student's own.
    """
    true = {name: asked.references[name] for name in part.part.follows}
    for earlier in (true, own) if own else (true,):
        for value in reading.values:
            named = tuple(
                Named(mistake=mistake, credit=part.credit.get(mistake.code, mistake.credit))
                for mistake in part.part.mistakes
                if gives(part, mistake, earlier, value)
            )
            if named:
                return named, value
    return slip_in_last_step(asked, part, reading)


def gives(part: AskedPart, mistake: Mistake, earlier: Mapping[PartId, Plain], value: Value) -> bool:
    """Return whether the mistake gives this value."""
    kind = part.part.kind
    try:
        return any(kind.compare(value, kind.reference(wrong)).credit == 1 for wrong in mistake.values(earlier))
    except (CannotAsk, ArithmeticError, LookupError, TypeError, ValueError):
        return False  # with these parameters the mistake cannot be made


def slip_in_last_step(
    asked: StudentQuestion, part: AskedPart, reading: Reading
) -> tuple[tuple[Named, ...], Value | None]:
    """Return the generic slip of a formula: one sign or one constant away from the reference."""
    reference = asked.references[part.part.id]
    if part.part.kind.name != "expression" or not isinstance(reference, Expr):
        return (), None
    for value in reading.values:
        if any(part.part.kind.compare(value, slip).credit == 1 for slip in near_slips(reference)):
            code = "slip_in_last_step"
            mistake = Mistake(code=code, hint=SLIP_IN_LAST_STEP, credit=SLIP_CREDIT, values=lambda _: ())
            return (Named(mistake=mistake, credit=part.credit.get(code, SLIP_CREDIT)),), value
    return (), None


def unseen_mistakes(asked: StudentQuestion) -> list[tuple[PartId, list[str]]]:
    """Return the asked parts where a known mistake gives the right answer, with the mistakes' names."""
    unseen = []
    for part in asked.asked:
        reference = asked.references.get(part.part.id)
        if reference is None:
            continue
        true = {name: asked.references[name] for name in part.part.follows}
        value = part.part.kind.read(part.part.kind.to_json(reference), asked.instance.scope).values[0]
        codes = [mistake.code for mistake in part.part.mistakes if gives(part, mistake, true, value)]
        if codes:
            unseen.append((part.part.id, codes))
    return unseen
