"""Matches the names under which answers stand to the parts that are asked.

An answer under a name that fits nothing is never dropped: it is named, and every unanswered part that it
might belong to goes to a person instead of being blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.errors import near_miss
from grader.grading.submission import Answer

Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Matched:
    """Answers by (question, part), and those whose name fits no part: ``stray`` maps a name to its near miss."""

    answers: Mapping[Name, Answer]
    stray: Mapping[str, str]
    known_questions: frozenset[str]

    def may_hold(self, question_id: str) -> list[str]:
        """Return the stray names that could belong to a question: those in it, and those in no known one."""
        return [
            name
            for name in self.stray
            if question_of(name) == question_id or question_of(name) not in self.known_questions
        ]


def match(answers: Mapping[str, Answer], asked: Mapping[str, Sequence[str]]) -> Matched:
    """Return the answers by question and part; ``asked`` maps each question's id to its parts' ids."""
    exact = {f"{question}.{part}": (question, part) for question, parts in asked.items() for part in parts}
    single = {question: parts[0] for question, parts in asked.items() if len(parts) == 1}
    folded = {fold_name(name): target for name, target in exact.items()}
    found: dict[Name, Answer] = {}
    stray: dict[str, str] = {}
    for name, answer in answers.items():
        target = exact.get(name) or folded.get(fold_name(name))
        if target is None and name in single:
            target = (name, single[name])
        if target is None or target in found:
            stray[name] = near_miss(name, exact)
        else:
            found[target] = answer
    return Matched(answers=found, stray=stray, known_questions=frozenset(asked))


def question_of(name: str) -> str:
    """Return what stands before the dot."""
    return name.partition(".")[0]


def fold_name(name: str) -> str:
    """Return a name without what never tells two parts apart: case, blanks, ``-`` for ``_``."""
    return name.casefold().replace("-", "_").replace(" ", "")
