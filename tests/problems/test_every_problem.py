"""What every problem of the bank must satisfy; a new module is checked without being named here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import pytest
from babel.messages.pofile import read_po

import problems
from grader.assignment.resolved import AskedPart, StudentQuestion
from grader.catalogue.bank import Bank
from grader.checking.judge import Judge
from grader.checking.verdict import Verdict
from grader.extraction import extract_problem
from grader.problem.definition import Problem
from grader.problem.instance import Instance
from grader.problem.parts import Mistake, Part
from grader.records import JsonValue, PartStatus
from grader.translation import PERSIAN_DIGITS, PLACEHOLDER

FOLDER = Path(problems.__path__[0])
IDS = sorted(Bank().ids)
WITHOUT_SAMPLE = {"keyed", "written"}  # their answers stand in the assignment
SEEDS = range(200)
LOOKED_AT = range(40)  # seeds of the samples whose every part and mistake is worked out
FEW_INSTANCES = {"average_pool_kernel": 4, "masked_conv": 8}  # how many sensible ones there are
NAME = re.compile(r"[a-z][a-z0-9_]*")
DIGITS_OUTSIDE_A_SIZE = re.compile(r"(?<!×)\d(?!×)")

JudgeOne = Callable[[Instance, str, JsonValue], Verdict]


@pytest.fixture(params=IDS)
def problem(request: pytest.FixtureRequest, bank: Bank) -> Problem:
    return bank[request.param]


def judge_one(instance: Instance, part_id: str, answer: JsonValue) -> Verdict:
    """Return the verdict on one answer where nothing else is asked."""
    part = instance.parts[part_id]
    asked = (AskedPart(part=part, points=Fraction(1), letter=""),)
    reading = part.kind.read(answer, instance.scope)
    return Judge().question("q", StudentQuestion(key="", instance=instance, asked=asked), {part_id: reading})[
        0
    ]


def practices(problem: Problem) -> Iterator[Instance]:
    for params in problem.practices:
        yield Instance(problem, params)


def samples(problem: Problem, count: int) -> Iterator[Instance]:
    if problem.sampler is not None:
        for seed in range(count):
            yield Instance(problem, problem.sampler(Random(seed)))


def answered(instance: Instance) -> Iterator[tuple[Part, object]]:
    for part_id, reference in instance.references.items():
        yield instance.parts[part_id], reference


def mistaken(instance: Instance) -> Iterator[tuple[Part, Mistake, object]]:
    """Yield every value of every known mistake, as the part's kind holds it."""
    for part, _ in answered(instance):
        earlier = {name: instance.references[name] for name in part.follows}
        for mistake in part.mistakes:
            for value in mistake.values(earlier):
                yield part, mistake, part.kind.reference(value)


def test_there_is_a_practice_instance_with_every_part_named(problem: Problem) -> None:
    assert problem.practices
    for instance in practices(problem):
        assert all(NAME.fullmatch(part_id) or problem.id == "keyed" for part_id in instance.parts)


def test_right_answers_are_right_as_json_as_text_and_in_persian_digits(problem: Problem) -> None:
    for instance in (*practices(problem), *samples(problem, 3)):
        for part, reference in answered(instance):
            as_json = part.kind.to_json(reference)  # type: ignore[arg-type]  # a reference is plain
            shown = part.kind.show(reference)  # type: ignore[arg-type]  # a reference is plain
            answers = [as_json, shown]
            if part.kind.name in ("integer", "shape"):
                answers.append(shown.translate(PERSIAN_DIGITS))
            for answer in answers:
                verdict = judge_one(instance, part.id, answer)
                assert verdict.status is PartStatus.CORRECT, (part.id, answer, verdict.status)


def test_every_value_of_every_mistake_is_recognised_by_name(problem: Problem) -> None:
    for instance in (*practices(problem), *samples(problem, 5)):
        for part, mistake, value in mistaken(instance):
            answer = part.kind.to_json(value)  # type: ignore[arg-type]  # a mistake's value is plain
            verdict = judge_one(instance, part.id, answer)
            codes = [each.mistake.code for each in verdict.mistakes]
            is_right = part.kind.compare(
                part.kind.read(answer, instance.scope).values[0], instance.references[part.id]
            )
            assert mistake.code in codes or is_right.credit == 1, (part.id, mistake.code, answer, codes)


def test_no_mistake_gives_the_right_answer_of_a_practice_instance(problem: Problem) -> None:
    for instance in practices(problem):
        for part, mistake, value in mistaken(instance):
            right = part.kind.to_json(instance.references[part.id])
            if part.kind.name == "number" and isinstance(right, int):
                right = (
                    f"{right}.00"  # else the zeros at its end do not count, and it may be a rounded number
                )
            readings = part.kind.read(right, instance.scope).values
            compared = [part.kind.compare(reading, value).credit for reading in readings]  # type: ignore[arg-type]
            assert 1 not in compared, (part.id, mistake.code)


def test_mistakes_earn_from_nothing_to_less_than_everything(problem: Problem) -> None:
    for instance in practices(problem):
        for part, mistake, _ in mistaken(instance):
            assert 0 <= mistake.credit < 1, (part.id, mistake.code)
            assert NAME.fullmatch(mistake.code)


@pytest.mark.parametrize(
    "answer", [pytest.param(None, id="null"), pytest.param("  ", id="spaces"), pytest.param([], id="list")]
)
def test_nothing_is_blank(problem: Problem, answer: JsonValue) -> None:
    for instance in practices(problem):
        for part_id in instance.parts:
            assert judge_one(instance, part_id, answer).status is PartStatus.BLANK


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("§ ?? §", id="signs"),
        pytest.param("I left my notebook at home", id="words"),
        pytest.param({"a": [None]}, id="table"),
        pytest.param("7" * 300, id="far-too-many-digits"),
        pytest.param([[1], [2, 3], "x"], id="ragged"),
        pytest.param(True, id="truth"),
    ],
)
def test_what_cannot_be_read_goes_to_a_person_and_costs_nothing_yet(
    problem: Problem, answer: JsonValue
) -> None:
    for instance in practices(problem):
        for part in instance.parts.values():
            assert judge_one(instance, part.id, answer).status.waits, (part.id, answer)


@pytest.mark.parametrize(
    "answer", [pytest.param(-987_654_321, id="integer"), pytest.param("98765.4321 x 77", id="text")]
)
def test_a_random_answer_is_never_right_and_earns_nothing(problem: Problem, answer: JsonValue) -> None:
    for instance in practices(problem):
        for part, _ in answered(instance):
            verdict = judge_one(instance, part.id, answer)
            assert verdict.status in (PartStatus.INCORRECT, PartStatus.NEEDS_REVIEW), (part.id, verdict)
            assert not verdict.mistakes


def test_samples_are_valid_and_stable(problem: Problem) -> None:
    if problem.id in WITHOUT_SAMPLE:
        assert problem.sampler is None
        return
    assert problem.sampler is not None
    for seed in SEEDS:
        params = problem.sampler(Random(seed))
        instance = Instance(problem, params)
        assert instance.references if seed in LOOKED_AT else instance.parts
        assert params == problem.sampler(Random(seed))
        if seed not in LOOKED_AT:
            continue
        for part, reference in answered(instance):
            value = part.kind.read(part.kind.to_json(reference), instance.scope).values[0]  # type: ignore[arg-type]
            assert part.kind.in_bounds(value), (seed, part.id, reference)
        assert all(value is not None for _, _, value in mistaken(instance))


@pytest.mark.slow
def test_a_thousand_samples_are_drawn_without_a_refusal(problem: Problem) -> None:
    if problem.sampler is not None:
        for seed in range(1000):
            assert Instance(problem, problem.sampler(Random(seed))).references


def test_samples_differ(problem: Problem) -> None:
    if problem.sampler is not None:
        expected = FEW_INSTANCES.get(problem.id, len(SEEDS) // 4)
        assert len({str(problem.sampler(Random(seed))) for seed in SEEDS}) >= expected


def texts_of(problem: Problem) -> Iterator[str]:
    return texts_in(Path(problem.file))


def texts_in(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        yield from (message for _, _, message, _ in extract_problem(file, {}, (), {}))


@cache
def shared_texts() -> frozenset[str]:
    return frozenset(text for path in (FOLDER / "mathematics").glob("*.py") for text in texts_in(path))


def hints_of(problem: Problem) -> set[str]:
    return {mistake.hint for part in problem.parts for mistake in part.mistakes}


def test_hints_are_sentences_without_numbers_or_formulas(problem: Problem) -> None:
    for hint in hints_of(problem):
        assert hint.endswith((".", "?")), hint
        assert not DIGITS_OUTSIDE_A_SIZE.search(hint), hint
        assert not re.search(r"[=*/+^]", hint), hint


def test_hints_and_questions_are_found_for_translation(problem: Problem) -> None:
    found = {*texts_of(problem), *shared_texts()}

    asked = {part.question for part in problem.parts if PLACEHOLDER.sub("", part.question)}
    assert hints_of(problem) | asked | {problem.title, problem.topic} <= found


@pytest.fixture(scope="session")
def persian() -> Mapping[str, str]:
    with (FOLDER / "locale/fa/LC_MESSAGES/problems.po").open("rb") as file:
        catalogue = read_po(file, locale="fa")
    return {str(message.id): str(message.string) for message in catalogue if message.id and not message.fuzzy}


def test_every_text_stands_in_persian_with_the_same_placeholders(
    problem: Problem, persian: Mapping[str, str]
) -> None:
    for text in (*texts_of(problem), *shared_texts()):
        translated = persian.get(text, "")
        assert translated.strip(), f"no Persian for {text!r}"
        assert set(PLACEHOLDER.findall(translated)) == set(PLACEHOLDER.findall(text)), text


def test_persian_uses_persian_letters(persian: Mapping[str, str]) -> None:
    """Arabic yeh and kaf look alike and sort apart."""
    for text, translated in persian.items():
        assert not set("يكى") & set(translated), text


def test_every_translation_is_of_a_text_that_still_stands(persian: Mapping[str, str]) -> None:
    texts = {text for path in FOLDER.rglob("*.py") for text in texts_in(path)}

    assert set(persian) <= texts
