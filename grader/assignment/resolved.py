"""An assignment whose names are resolved: what each student is asked, and by which rule it is judged."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

from grader.answers import Plain, Value
from grader.assignment.shape import AssignmentShape, QuestionShape
from grader.problem.definition import Problem
from grader.problem.instance import Instance, draw
from grader.problem.parts import Part, PartId


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPart:
    """A part that is asked: its points, and what the assignment changes about it.

    ``accepted`` are further right answers. ``credit`` is what known mistakes earn here.
    """

    part: Part
    points: Fraction
    letter: str
    accepted: tuple[Value, ...] = ()
    credit: Mapping[str, Fraction] = field(default_factory=dict)
    cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentQuestion:
    """One question as one student is asked it.

    ``key`` is equal for students with the same instance, so that equal answers are judged once. ``asked`` are the
    parts in the order of the homework, ``in_turn`` the same in the module's: later ones follow from earlier ones.
    """

    key: str
    instance: Instance
    asked: tuple[AskedPart, ...]
    in_turn: tuple[AskedPart, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Put the parts in the module's order."""
        asked = {part.part.id: part for part in self.asked}
        in_turn = tuple([asked[name] for name in self.instance.parts if name in asked])
        object.__setattr__(self, "in_turn", in_turn)

    @property
    def references(self) -> Mapping[PartId, Plain]:
        """The right answers."""
        return self.instance.references


class Question:
    """One question of the assignment.

    ``fixed`` is the instance that everybody gets, or None where each student's is drawn. ``ask`` turns an
    instance into what is asked.
    """

    def __init__(
        self,
        shape: QuestionShape,
        problem: Problem,
        fixed: Instance | None,
        ask: Callable[[Instance], tuple[AskedPart, ...]],
        draw_key: bytes = b"",
    ) -> None:
        self.shape = shape
        self.id = shape.id
        self.problem = problem
        self.fixed = fixed
        self.ask = ask
        self.draw_key = draw_key
        self._shared: StudentQuestion | None = None

    def for_student(self, student_id: str | None) -> StudentQuestion | None:
        """Return what this student is asked; None where the instance cannot be known."""
        if self.fixed is not None:
            if self._shared is None:
                self._shared = StudentQuestion(key="", instance=self.fixed, asked=self.ask(self.fixed))
            return self._shared
        if student_id is None or not self.draw_key:
            return None
        drawn = draw(self.problem, Random(seed_for(self.draw_key, self.id, student_id)))
        instance = Instance(self.problem, drawn.params, self.shape.options) if self.shape.options else drawn
        return StudentQuestion(key=student_id, instance=instance, asked=self.ask(instance))


@dataclass(frozen=True, slots=True, kw_only=True)
class Homework:
    """An assignment ready to grade with: its shape, its questions, and the SHA-256 of its text."""

    shape: AssignmentShape
    questions: tuple[Question, ...]
    sha256: str
    file: str

    def question(self, question_id: str) -> Question:
        """Return the question with that id."""
        return next(each for each in self.questions if each.id == question_id)

    @property
    def problem_ids(self) -> tuple[str, ...]:
        """The problems that are used, each once, in order."""
        return tuple(dict.fromkeys(question.problem.id for question in self.questions))


def seed_for(secret: bytes, question_id: str, student_id: str) -> int:
    """Return the seed of one student's instance: stable everywhere, and no guide to another student's.

    Case and blanks in the id make no difference, as they tell no two students apart.
    """
    text = f"{question_id}\0{''.join(student_id.split()).casefold()}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hmac.new(secret, text, hashlib.sha256).digest(), "big")
