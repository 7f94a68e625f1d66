"""An instance has the parts that its parameters make, and each follows what its signature says."""

from __future__ import annotations

import gc
import weakref
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import given as always
from hypothesis import settings
from hypothesis import strategies as st

from grader.catalogue.bank import Bank
from grader.errors import BadParams, ProblemModuleError
from grader.problem.instance import Instance, draw, find_clashes
from grader.records import JsonValue
from grader.translation import ENGLISH
from tests.catalogue.courses import LAPS, WALK, course

BUILT_IN = Bank()


def laps(*lengths: int) -> dict[str, JsonValue]:
    return {
        "laps": [{"name": f"lap{number}", "length": length} for number, length in enumerate(lengths, 1)],
        "start": 5,
    }


def test_a_sequence_has_a_part_for_each_item_and_the_last_is_known(tmp_path: Path) -> None:
    instance = Instance(course(tmp_path, laps=LAPS)["laps"], laps(10, 200, 30))

    assert dict(instance.references) == {
        "lap1": 15,
        "lap2": 215,
        "lap3": 245,
        "lap1_twice": 30,
        "lap2_twice": 430,
        "lap3_twice": 490,
        "finish": 245,
    }


def test_by_default_an_item_asks_what_its_author_says(tmp_path: Path) -> None:
    instance = Instance(course(tmp_path, laps=LAPS)["laps"], laps(10, 200, 30))

    assert instance.default_parts == ("lap1", "lap2", "lap3", "lap2_twice", "finish")


def test_texts_of_an_item_hold_its_own_values(tmp_path: Path) -> None:
    part = Instance(course(tmp_path, laps=LAPS)["laps"], laps(10, 200)).parts["lap2"]

    assert dict(part.question.values) | {"name": "lap2", "length": "200"} == dict(part.question.values)


def test_items_of_one_name_are_refused(tmp_path: Path) -> None:
    params: dict[str, JsonValue] = {"laps": [{"name": "a", "length": 1}, {"name": "a", "length": 2}]}

    with pytest.raises(BadParams, match="'a'"):
        _ = Instance(course(tmp_path, laps=LAPS)["laps"], params).references


@pytest.mark.parametrize(
    ("params", "path", "says"),
    [
        pytest.param({"a": 3, "b": 4, "cc": 1}, ("cc",), "unknown parameter 'cc'", id="unknown"),
        pytest.param({"a": 3, "b": 4, "nams": 1}, ("nams",), "did you mean 'names'?", id="near-miss"),
        pytest.param({"a": "3", "b": 4}, ("a",), "a is '3'; expected", id="text-for-a-number"),
        pytest.param({"a": True, "b": 4}, ("a",), "a is True", id="true-is-no-number"),
        pytest.param({"a": 3.0, "b": 4}, ("a",), "a is 3.0", id="decimal-for-a-whole-number"),
        pytest.param({"a": -1, "b": 4}, ("a",), "at least 1", id="too-small"),
        pytest.param({"a": 10**40, "b": 4}, ("a",), "at most", id="too-large"),
        pytest.param({"a": None, "b": 4}, ("a",), "a is None", id="null"),
        pytest.param({"a": [3], "b": 4}, ("a",), "a is [3]", id="list"),
    ],
)
def test_parameters_are_refused_at_their_place(
    tmp_path: Path, params: dict[str, JsonValue], path: tuple[str, ...], says: str
) -> None:
    problem = course(tmp_path, walk=WALK)["walk"]

    with pytest.raises(BadParams) as failure:
        Instance(problem, params)

    assert failure.value.path == path
    assert says in failure.value.message


def test_a_place_inside_a_list_of_records_is_named(tmp_path: Path) -> None:
    problem = course(tmp_path, laps=LAPS)["laps"]

    with pytest.raises(BadParams) as failure:
        Instance(problem, {"laps": [{"name": "a", "length": 1}, {"name": "b", "lenght": 2}]})

    assert failure.value.path == ("laps", 1, "lenght")
    assert "did you mean 'length'?" in failure.value.message


def test_a_part_without_its_parameter_is_left_out_with_what_follows_from_it(tmp_path: Path) -> None:
    instance = Instance(course(tmp_path, walk=WALK)["walk"], {"a": 3})

    assert dict(instance.references) == {"first": 3}
    assert instance.absent == dict.fromkeys(("second", "total", "double"), "it needs the parameter 'b'")


def test_a_mistake_that_takes_an_absent_parameter_is_not_looked_for(tmp_path: Path) -> None:
    source = WALK.replace("return first * second", "return first * given.names").replace(
        'whole("walkers", default=2)', 'whole("walkers")'
    )
    source = source.replace("; {names} walk it", "")
    part = Instance(course(tmp_path, walk=source)["walk"], {"a": 3, "b": 4}).parts["total"]

    given_by = {mistake.code: tuple(mistake.values({"first": 3, "second": 4})) for mistake in part.mistakes}

    assert given_by == {"legs_multiplied": (), "last_step_forgotten": (6,)}


def test_a_mistake_keeps_the_values_found_before_one_cannot_be_made(tmp_path: Path) -> None:
    source = WALK.replace(
        "    return first * second\n",
        "    yield first * second\n    yield None\n    raise CannotAsk('no more')\n",
    ).replace("from grader.author import Integer", "from grader.author import CannotAsk, Integer")
    part = Instance(course(tmp_path, walk=source)["walk"], {"a": 3, "b": 4}).parts["total"]

    assert tuple(part.mistakes[0].values({"first": 3, "second": 4})) == (12,)


def test_mistakes_that_give_the_right_answer_or_each_other_clash(tmp_path: Path) -> None:
    problem = course(tmp_path, walk=WALK)["walk"]

    # 2 + 2 = 2 · 2; and 3 + 1 − 1 = 3 · 1
    assert ("total", "", "legs_multiplied") in find_clashes(Instance(problem, {"a": 2, "b": 2}))
    assert ("total", "legs_multiplied", "last_step_forgotten") in find_clashes(
        Instance(problem, {"a": 3, "b": 1})
    )
    assert not find_clashes(Instance(problem, {"a": 3, "b": 4}))


def test_drawing_avoids_a_clash_where_it_can(tmp_path: Path) -> None:
    source = WALK.replace(
        '{"a": random.randint(3, 40), "b": random.randint(41, 90)}',
        '{"a": random.choice((2, 2, 5)), "b": 2}',
    )
    problem = course(tmp_path, walk=source)["walk"]

    assert [draw(problem, Random(seed)).params["a"] for seed in range(8)] == [5] * 8


def test_drawing_with_one_seed_gives_one_instance(tmp_path: Path) -> None:
    problem = course(tmp_path, walk=WALK)["walk"]

    assert draw(problem, Random(7)).params == draw(problem, Random(7)).params
    assert draw(problem, Random(7)).params != draw(problem, Random(8)).params


@pytest.mark.parametrize("problem_id", ["laplacian_output", "conv_shapes", "flop_ratio", "parameter_counts"])
def test_what_is_drawn_is_what_a_plain_search_finds(problem_id: str) -> None:
    """A student's numbers may not change between two versions, however clashes are looked for."""
    problem = BUILT_IN[problem_id]

    def clashes(instance: Instance) -> set[tuple[str, str, str]]:
        found = set()
        for part_id, reference in instance.references.items():
            part = instance.parts[part_id]
            earlier = {name: instance.references[name] for name in part.follows}
            known = [("", reference)] + [
                (mistake.code, part.kind.reference(value))
                for mistake in part.mistakes
                for value in mistake.values(earlier)
            ]
            for place, (code, value) in enumerate(known):
                first = next(name for name, other in known if other == value)
                if place and first != code and part.kind.name != "expression":
                    found.add((part_id, first, code))
        return found

    def sampled(random: Random) -> Instance:
        assert problem.sampler is not None
        return Instance(problem, problem.sampler(random))

    always_there = Random(0)
    natural = set.intersection(*(clashes(sampled(always_there)) for _ in range(8)))
    for seed in range(12):
        random = Random(seed)
        tried = [sampled(random)]
        while clashes(tried[-1]) - natural and len(tried) < 12:
            tried.append(sampled(random))
        best = min(tried, key=lambda instance: len(clashes(instance) - natural))
        assert draw(problem, Random(seed)).params == best.params


@pytest.mark.parametrize("problem_id", ["conv_shapes", "gap_backprop", "keyed", "written"])
def test_what_is_asked_is_known_without_the_parts(problem_id: str) -> None:
    problem = BUILT_IN[problem_id]

    for params in problem.practices:
        instance = Instance(problem, params)

        assert [(name, ENGLISH.sentence(asked)) for name, asked in instance.questions()] == [
            (part.id, ENGLISH.sentence(part.question)) for part in instance.parts.values()
        ]


@pytest.mark.parametrize("problem_id", ["conv_shapes", "gap_backprop", "keyed"])
def test_an_instance_that_nobody_needs_is_free_at_once(problem_id: str) -> None:
    """A class with an instance for each student would else leave thousands for the garbage collector."""
    instance = Instance(BUILT_IN[problem_id], BUILT_IN[problem_id].practices[0])
    for part in instance.parts.values():
        assert part.mistakes is not None
    assert instance.references
    gone = weakref.ref(instance)

    gc.disable()
    try:
        del instance, part
        assert gone() is None
    finally:
        gc.enable()


def test_a_frozen_given_cannot_be_changed(tmp_path: Path) -> None:
    given = Instance(course(tmp_path, walk=WALK)["walk"], {"a": 3, "b": 4}).given

    with pytest.raises(AttributeError, match="frozen"):
        given.a = 5


def test_the_question_shows_numbers_as_people_write_them(tmp_path: Path) -> None:
    instance = Instance(course(tmp_path, walk=WALK)["walk"], {"a": 3, "b": 4})

    assert instance.question.values == {"a": "3", "b": "4", "names": "2"}


def test_the_question_leaves_out_paragraphs_on_what_was_not_given(tmp_path: Path) -> None:
    source = WALK.replace("{a}", "{a} here.\n\n    And {b} there", 1)
    problem = course(tmp_path, walk=source)["walk"]

    def asked(**params: JsonValue) -> int:
        instance = Instance(problem, params)
        return instance.about_what_is_given(instance.question_template).count("\n\n")

    assert (asked(a=3, b=4), asked(a=3), asked()) == (1, 0, 1)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(
    ["image", "kernel", "padding", "stride", "input", "layers", "x", "filter", "M", "N", "F", "D", "count",
     "filters", "bottleneck", "in_channels", "out_channels", "bias", "prompt", "parts", "rubric"]
)  # fmt: skip


@settings(deadline=None, max_examples=50)
@always(params=st.dictionaries(NAMES, JSON, max_size=6), which=st.integers(0, 30))
def test_no_parameters_raise_anything_but_a_refusal(params: dict[str, JsonValue], which: int) -> None:
    ids = BUILT_IN.ids
    problem = BUILT_IN[ids[which % len(ids)]]
    known = {name: value for name, value in params.items() if name in problem.given.PARAMETERS}

    try:
        _ = Instance(problem, known).references
    except BadParams as refused:
        assert refused.message
        assert not refused.path or refused.path[0] in known or refused.path[0] in problem.given.PARAMETERS


def test_a_credit_is_half_for_a_slip_and_nothing_for_an_idea(tmp_path: Path) -> None:
    part = Instance(course(tmp_path, walk=WALK)["walk"], {"a": 3, "b": 4}).parts["total"]

    assert {mistake.code: mistake.credit for mistake in part.mistakes} == {
        "legs_multiplied": Fraction(0),
        "last_step_forgotten": Fraction(1, 2),
    }


def test_a_problem_that_cannot_draw_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadParams, match="cannot draw an instance"):
        draw(course(tmp_path, laps=LAPS)["laps"], Random(1))


def test_a_class_of_parameters_made_without_the_decorator_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemModuleError, match="@given"):
        course(tmp_path, walk=WALK.replace("@given\nclass", "class"))["walk"]


STEP = """

@total.step
def written(given: Given, first: int, second: int) -> str:
    return f"{first} + {second}"


@problem.part(Integer(at_least=0))
def double"""


def test_a_step_fills_its_place_in_the_worked_solution(tmp_path: Path) -> None:
    source = WALK.replace(
        '"""How long is the walk?"""', '"""How long is the walk?\n\n    Of {a}: {written} = {total}\n    """'
    ).replace("\n\n@problem.part(Integer(at_least=0))\ndef double", STEP)
    instance = Instance(course(tmp_path, walk=source)["walk"], {"a": 3, "b": 4})

    assert ENGLISH.sentence(instance.worked("total")) == "Of 3: 3 + 4 = 7"
    assert instance.worked("first").text == ""


def test_a_step_of_an_item_takes_the_item_and_what_stands_before_it(tmp_path: Path) -> None:
    step = (
        "\n\n@reached.step\ndef written(given: Given, lap: Lap, reached_before: int) -> str:\n"
        '    return f"{reached_before} + {lap.length}"\n\n\n@reached.mistake\ndef start_over'
    )
    source = LAPS.replace(
        '"""How far is it after {name}, which is {length} metres long?"""',
        '"""How far is it after {name}?\n\n    After {name}: {written} = {reached}\n    """',
    ).replace("\n\n@reached.mistake\ndef start_over", step)
    instance = Instance(course(tmp_path, laps=source)["laps"], laps(10, 200))

    assert ENGLISH.sentence(instance.worked("lap1")) == "After lap1: 5 + 10 = 15"
    assert ENGLISH.sentence(instance.worked("lap2")) == "After lap2: 15 + 200 = 215"
