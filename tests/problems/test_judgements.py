"""A thousand answers to the bank's problems, each with the judgement that the rules give it.

The lines of ``judgements.txt`` were written from the rules alone, without a look at the modules. A heading holds the
problem, its parameters, options and the student's earlier answers; a line the part, the answer and what is expected
of it: its status, and the mistake that must be named.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from grader.records import JsonValue
from tests.problems.judging import Judge

Answers = dict[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as a student sees it, and the lines on its parts."""

    problem: str
    params: Answers
    options: dict[str, str]
    earlier: Answers
    lines: list[str] = field(default_factory=list)


def questions() -> Iterator[Question]:
    """Yield the questions of ``judgements.txt``."""
    text = (Path(__file__).parent / "judgements.txt").read_text(encoding="utf-8")
    for block in text.split("\n\n"):
        heading, *lines = block.strip().split("\n")
        problem, _, rest = heading.removeprefix("# ").partition(" ")
        found: list[dict[str, JsonValue]] = []
        while rest:
            mapping, end = json.JSONDecoder().raw_decode(rest)
            found.append(mapping)
            rest = rest[end:].lstrip()
        params, options, earlier = (*found, {}, {})[:3]
        words = {name: str(word) for name, word in options.items()}
        yield Question(problem=problem, params=params, options=words, earlier=earlier, lines=lines)


@pytest.mark.parametrize("question", list(questions()), ids=lambda question: question.problem)
def test_every_answer_is_judged_as_the_rules_say(question: Question, judge: Judge) -> None:
    for line in question.lines:
        part, _, rest = line.partition(" | ")
        answer, _, expected = rest.rpartition(" | ")
        status, _, code = expected.partition(" ")
        answers = {**question.earlier, part: json.loads(answer)}

        verdict = judge(question.problem, answers, question.params, question.options or None)[part]

        found = "follows" if verdict.followed_through and verdict.credit == 1 else str(verdict.status)
        assert (found, line) == (status, line)
        assert not code or code in [each.mistake.code for each in verdict.mistakes], line
