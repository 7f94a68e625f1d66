"""What judging finds out about one part, before it becomes a record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from grader.answers import Reading, Value
from grader.problem.parts import Mistake, PartId
from grader.records import Certainty, PartStatus
from grader.translation import Message

# Said of an answer that is right for the student's own earlier ones; a page that shows this otherwise leaves it out.
FOLLOWS = Message("This follows from your earlier answer, so it has full credit.")

MAY_FOLLOW = Message("An earlier answer waits for a person, and this one may follow from it.")

# Why a part waits, as `results.jsonl` gives it: the readers' own reasons, and these.
CONVENTION = "convention"
CONTRADICTORY = "contradictory"
FOLLOWS_DOUBT = "follows_doubt"
NOT_FOUND = "not_found"
INSTANCE_UNKNOWN = "instance_unknown"
UNCERTAIN = "uncertain"
REPEATED = "repeated"  # credited, because the same mistake was paid for in an earlier part
WRITTEN = "written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A known mistake that was recognised, and what it earns here."""

    mistake: Mistake
    credit: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The judgement of one part.

    ``value`` is the reading that was judged, None where there is none. ``reason`` says why a part waits.
    ``followed_through`` is true where the credit comes from the student's own earlier answers, and
    ``is_reference`` where it comes from the reference itself, not from an accepted answer or a known mistake.
    """

    part_id: PartId
    status: PartStatus
    credit: Fraction
    reading: Reading
    value: Value | None = None
    reason: str | None = None
    mistakes: tuple[Named, ...] = ()
    followed_through: bool = False
    is_reference: bool = False
    wrong_cells: tuple[tuple[int, int], ...] = ()
    feedback: tuple[Message, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether the reading may count against the student."""
        return self.reading.certainty is not Certainty.DOUBTFUL


def status_of(credit: Fraction) -> PartStatus:
    """Return the status of a decided part by its credit."""
    if credit == 1:
        return PartStatus.CORRECT
    return PartStatus.PARTIAL if credit else PartStatus.INCORRECT


def put_off(found: Verdict, reason: str, told: Message) -> Verdict:
    """Return a verdict as one that a person must come to."""
    return replace(
        found,
        status=PartStatus.NEEDS_REVIEW,
        credit=Fraction(0),
        followed_through=False,
        reason=reason,
        feedback=(told,),
    )
