"""Adds up exact points quickly, since every student's parts are added up for several files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from grader.records import QuestionRecord, StudentRecord, StudentStatus
from grader.store.distinct import Distinct, question_identity

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Totals:
    """Exact points of some parts: decided so far, at most, waiting; and how many parts wait."""

    score: Fraction
    max_score: Fraction
    waiting: Fraction
    waits: int


def _student_totals(record: StudentRecord) -> Totals:
    """Return the totals of all parts of a student."""
    questions = [question_totals(question) for question in record.questions]
    waits = sum([total.waits for total in questions])
    return Totals(
        exact_sum([total.score for total in questions]),
        exact_sum([total.max_score for total in questions]),
        exact_sum([total.waiting for total in questions]) if waits else ZERO,
        waits,
    )


def _question_totals(question: QuestionRecord) -> Totals:
    """Return the totals of one question's parts."""
    waiting = [part.max_points for part in question.parts if part.waits]
    return Totals(
        exact_sum([part.final_points for part in question.parts if not part.waits]),
        exact_sum([part.max_points for part in question.parts]),
        exact_sum(waiting),
        len(waiting),
    )


def final_status(record: StudentRecord) -> StudentStatus:
    """Return the status that results show: a graded student's is NEEDS_REVIEW while a part waits."""
    if record.status is StudentStatus.GRADED and student_totals(record).waits:
        return StudentStatus.NEEDS_REVIEW
    return record.status


question_totals = Distinct(_question_totals, question_identity)
student_totals = Distinct(_student_totals)


def exact_sum(values: Iterable[Fraction]) -> Fraction:
    """Return the sum of ``values``; those with the same denominator are added as whole numbers."""
    sums: dict[int, int] = {}
    for value in values:
        numerator, denominator = value.as_integer_ratio()
        sums[denominator] = sums.get(denominator, 0) + numerator
    fractions = [Fraction(numerator, denominator) for denominator, numerator in sums.items()]
    return sum(fractions[1:], fractions[0]) if fractions else ZERO
