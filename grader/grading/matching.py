"""Matches the names under which answers stand to the parts that are asked.

An answer under a name that fits nothing is never dropped: it is named, and every unanswered part that it
might belong to goes to a person instead of being blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.answers.reading import is_blank
from grader.errors import nearest
from grader.grading.submission import Answer, differing
from grader.translation import Message

Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Matched:
    """Answers by (question, part), and those whose name fits no part.

    ``stray`` maps such a name to the nearest one that is asked, or to an empty text. ``known_questions`` are
    folded names.
    """

    answers: Mapping[Name, Answer]
    stray: Mapping[str, str]
    known_questions: frozenset[str]

    @property
    def is_foreign(self) -> bool:
        """Whether there are answers, and none is to a question that is asked."""
        return (
            bool(self.stray)
            and not self.answers
            and self.known_questions.isdisjoint(map(question_of, self.stray))
        )

    def may_hold(self, question_id: str) -> list[str]:
        """Return the stray names that could belong to a question: those in it, and those in no known one."""
        own = fold_name(question_id)
        return [
            name
            for name in self.stray
            if question_of(name) == own or question_of(name) not in self.known_questions
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
        self.questions = frozenset(map(fold_name, asked))


def match(answers: Mapping[str, Answer], names: Names) -> Matched:
    """Return the answers by question and part; an empty answer under an unknown name is none."""
    found: dict[Name, Answer] = {}
    stray: dict[str, str] = {}
    for name, answer in answers.items():
        target = names.exact.get(name) or names.folded.get(fold_name(name))
        if target is None:
            if not says_nothing(answer):
                stray[name] = nearest(name, names.exact)
        elif target in found:
            found[target] = agreed(found[target], answer)
        else:
            found[target] = answer
    return Matched(answers=found, stray=stray, known_questions=names.questions)


def says_nothing(answer: Answer) -> bool:
    """Whether an answer is empty; one that a reader has left aside for a person is not."""
    return answer.reason is None and is_blank(answer.submitted)


def agreed(first: Answer, second: Answer) -> Answer:
    """Return one of two answers to one part; where they say different things, a person decides."""
    if says_nothing(second):
        return first
    if says_nothing(first):
        return second
    if repr(first.submitted) == repr(second.submitted):
        return first if second.reason is None else second
    return differing(first, (first, second), with_files=False)


def stray_sentence(name: str, near: str) -> Message:
    """Return the remark on an answer whose ``name`` fits no part; ``near`` is a name that is asked, or empty."""
    if not near:
        return Message("An answer stands under {name}, which is no part that is asked.", {"name": name})
    return Message(
        "An answer stands under {name}, which is no part that is asked; did you mean {near}?",
        {"name": name, "near": repr(near)},
    )


def question_of(name: str) -> str:
    """Return what stands before the dot, folded."""
    return fold_name(name.partition(".")[0])


def fold_name(name: str) -> str:
    """Return a name without what never tells two parts apart: case, blanks, ``-`` for ``_``."""
    return name.casefold().replace("-", "_").replace(" ", "")
