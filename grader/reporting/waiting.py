"""Groups what waits for a person, so that one look settles all who wrote the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.records import PartRecord, QuestionRecord, StudentRecord
from grader.store.alike import alike
from grader.store.distinct import Distinct, question_identity


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingAnswer:
    """One student's part that waits."""

    record: StudentRecord
    part: PartRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingGroup:
    """Equal answers of one question that wait for one reason."""

    question: str
    answers: tuple[WaitingAnswer, ...]

    @property
    def parts(self) -> tuple[PartRecord, ...]:
        """The first answer to each of its parts, in order."""
        first: dict[str, PartRecord] = {}
        for answer in self.answers:
            first.setdefault(answer.part.id, answer.part)
        return tuple(first.values())

    @property
    def students(self) -> tuple[StudentRecord, ...]:
        """Every student of the group once, in order."""
        return tuple({id(answer.record): answer.record for answer in self.answers}.values())


def waiting_parts_of(question: QuestionRecord) -> tuple[tuple[tuple[str, ...], PartRecord], ...]:
    """Return the parts of a question that wait, each with the key of its group."""
    return tuple((alike(question, part), part) for part in question.parts if part.waits)


def waiting_groups(records: Sequence[StudentRecord]) -> dict[str, tuple[WaitingGroup, ...]]:
    """Return what waits by question, in the order of the assignment; the largest groups first."""
    found: dict[tuple[str, ...], list[WaitingAnswer]] = {}
    order: dict[str, int] = {}
    waiting_parts = Distinct(waiting_parts_of, question_identity)
    for record in records:
        for question in record.questions:
            order.setdefault(question.id, len(order))
            for key, part in waiting_parts(question):
                found.setdefault(key, []).append(WaitingAnswer(record=record, part=part))
    groups: dict[str, list[WaitingGroup]] = {question: [] for question in order}
    for key, answered in found.items():
        groups[key[0]].append(WaitingGroup(question=key[0], answers=tuple(answered)))
    return {
        question: tuple(sorted(some, key=lambda group: -len(group.students)))
        for question, some in groups.items()
        if some
    }
