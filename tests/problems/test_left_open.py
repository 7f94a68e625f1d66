"""What an assignment leaves open is told nowhere: a text that gives a default would contradict who judges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

import pytest

from grader.catalogue.bank import Bank
from grader.cli.question import question_lines
from grader.locales import translator_for
from grader.problem.definition import Problem, RawParams
from grader.problem.instance import Instance
from grader.records import JsonValue
from grader.reporting.pages import GivenList, GivenMatrix, Segments
from grader.running.asked import InstanceTexts
from grader.translation import SENTENCE_END, Translator

IDS = sorted(Bank().ids)
VALUES: Mapping[str, tuple[JsonValue, JsonValue]] = {
    "bias": (False, True),
    "count": ("mac", "flop"),
    "modulated": (False, True),
    "operation": ("correlation", "convolution"),
}
OF_BOTH_LANGUAGES = pytest.mark.parametrize("locale", ["en", "fa"])


def conventions(problem: Problem) -> frozenset[str]:
    """Return the parameters of a problem, or of its records, that write a convention."""
    own = problem.given.PARAMETERS
    records = [known for each in own.values() for _, known in each.records]
    return problem.conventions & {*own, *(name for known in records for name in known)}


def without(params: JsonValue, names: frozenset[str]) -> JsonValue:
    """Return parameters that leave conventions open, in their records too."""
    if isinstance(params, list):
        return [without(each, names) for each in params]
    if isinstance(params, dict):
        return {name: without(value, names) for name, value in params.items() if name not in names}
    return params


def written(problem: Problem, params: RawParams, name: str, value: JsonValue) -> RawParams:
    """Return parameters that write a convention, in each record that has it."""
    if name in problem.given.PARAMETERS:
        return {**params, name: value}
    added = dict(params)
    for each, parameter in problem.given.PARAMETERS.items():
        having = [kind for kind, known in parameter.records if name in known]
        if having:
            lines = cast("list[dict[str, JsonValue]]", params[each])
            added[each] = [{**line, name: value} if line.get("type") in having else line for line in lines]
    return added


def texts(instance: Instance, translator: Translator) -> Iterator[str]:
    """Yield every sentence that a student may see of a question before it is solved."""
    shown = InstanceTexts(translator).of(instance)
    for text in (
        flat(shown.question),
        "\n".join(question_lines(instance, translator)),
        *(flat(asked) for _, asked in shown.parts),
        *(translator.sentence(part.question) for part in instance.parts.values()),
        *(translator.sentence(each.hint) for part in instance.parts.values() for each in part.mistakes),
    ):
        for line in text.split("\n"):
            yield from SENTENCE_END.split(line)


def flat(asked: Segments) -> str:
    """Return a text with its values, as a page shows it."""
    pieces = []
    for piece in asked:
        if isinstance(piece, GivenList):
            pieces.append("\n".join(flat(line) for line in piece.items))
        elif isinstance(piece, GivenMatrix):
            pieces.append("matrix")
        else:
            pieces.append(piece if isinstance(piece, str) else piece.text)
    return "".join(pieces)


def test_every_convention_has_values_here(bank: Bank) -> None:
    assert frozenset().union(*(conventions(bank[each]) for each in IDS)) == frozenset(VALUES)


@OF_BOTH_LANGUAGES
@pytest.mark.parametrize("problem_id", [each for each in IDS if conventions(Bank()[each])])
def test_a_convention_is_told_only_where_the_assignment_writes_it(
    bank: Bank, problem_id: str, locale: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is told with it left open is just what is alike whichever way it is written."""
    monkeypatch.setattr("grader.cli.question.terminal_width", lambda: 10_000)
    problem, translator = bank[problem_id], translator_for(locale)
    names = conventions(problem)
    for params in problem.practices:
        open_params = cast(RawParams, without(cast(JsonValue, params), names))
        told = list(texts(Instance(problem, open_params), translator))
        assert "…" not in "".join(told)
        for name in names:
            first, second = (
                list(texts(Instance(problem, written(problem, open_params, name, value)), translator))
                for value in VALUES[name]
            )
            stated = {*first} ^ {*second}
            assert stated, name
            assert told == [each for each in first if each not in stated]
