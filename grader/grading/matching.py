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


class Names:
    """The names under which the parts of one assignment are answered; ``asked`` maps each question to its parts."""

    def __init__(self, asked: Mapping[str, Sequence[str]]) -> None:
        self.exact = {
            f"{question}.{part}": (question, part) for question, parts in asked.items() for part in parts
        }
        # A question with one part may be answered under its own name.
        self.exact |= {question: (question, parts[0]) for question, parts in asked.items() if len(parts) == 1}
        self.folded = {fold_name(name): target for name, target in self.exact.items()}
        self.questions = frozenset(asked)


def match(answers: Mapping[str, Answer], names: Names) -> Matched:
    """Return the answers by question and part."""
    found: dict[Name, Answer] = {}
    stray: dict[str, str] = {}
    for name, answer in answers.items():
        target = names.exact.get(name) or names.folded.get(fold_name(name))
        if target is None or target in found:
            stray[name] = near_miss(name, names.exact)
        else:
            found[target] = answer
    return Matched(answers=found, stray=stray, known_questions=names.questions)


def question_of(name: str) -> str:
    """Return what stands before the dot."""
    return name.partition(".")[0]


def fold_name(name: str) -> str:
    """Return a name without what never tells two parts apart: case, blanks, ``-`` for ``_``."""
    return name.casefold().replace("-", "_").replace(" ", "")
