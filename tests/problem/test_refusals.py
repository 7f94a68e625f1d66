"""Every slip of a problem's author is refused when the module is loaded, with the file and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.errors import ProblemModuleError
from tests.catalogue.courses import KINDS, LAPS, WALK, course


def refused(folder: Path, source: str) -> str:
    """Return the refusal of a module called walk, with the folder's name cut off."""
    with pytest.raises(ProblemModuleError) as failure:
        course(folder, walk=source)["walk"]
    message = str(failure.value)
    assert message.startswith(f"{folder / 'walk.py'}"), message
    return message.removeprefix(f"{folder}/")


def line_of(source: str, text: str) -> int:
    """Return the line, from 1, at which ``text`` first stands."""
    return source[: source.index(text)].count("\n") + 1


@pytest.mark.parametrize("source", [WALK, KINDS, LAPS], ids=["walk", "kinds", "laps"])
def test_a_sound_module_is_accepted(tmp_path: Path, source: str) -> None:
    assert course(tmp_path, sound=source)["sound"].id == "sound"


SLIPS = [
    pytest.param(
        "def total(given: Given, first: int, second: int) -> int:",
        "def total(given: Given, frist: int, second: int) -> int:",
        "def total",
        ["'frist'", "did you mean 'first'?"],
        id="unknown-earlier-part",
    ),
    pytest.param(
        "def first(given: Given) -> int:",
        "def first(given: Given, total: int) -> int:",
        "def first",
        ["'total'", "no earlier part"],
        id="a-later-part-is-no-earlier-one",
    ),
    pytest.param(
        '    """How long is the walk?"""\n',
        "",
        "def total",
        ["'total'", "docstring"],
        id="part-without-question",
    ),
    pytest.param(
        '    """Are legs put one after the other, or side by side?"""\n',
        "",
        "def legs_multiplied",
        ["'legs_multiplied'", "docstring", "hint"],
        id="mistake-without-hint",
    ),
    pytest.param(
        "def legs_multiplied(given: Given, first: int, second: int)",
        "def legs_multiplied(given: Given, first: int, second: int = 1, third: int = 1)",
        "def legs_multiplied",
        ["(given, first, second, third)", "(given, first, second)", "same inputs"],
        id="mistake-with-more-inputs",
    ),
    pytest.param(
        "def legs_multiplied(given: Given, first: int, second: int) -> int:",
        "def legs_multiplied(given: Given, second: int, first: int) -> int:",
        "def legs_multiplied",
        ["(given, second, first)", "same inputs"],
        id="mistake-with-inputs-in-another-order",
    ),
    pytest.param(
        "    return 2 * total\n",
        "    return 2 * second(given)\n",
        "def double",
        ["'double'", "'second'", "as a function", "parameter"],
        id="part-calls-a-part",
    ),
    pytest.param(
        "    return first * second\n",
        "    return max(double(given, each) for each in (first, second))\n",
        "def legs_multiplied",
        ["'double'", "as a function"],
        id="mistake-calls-a-part-in-a-generator",
    ),
    pytest.param(
        '"""How long is the second leg?"""',
        '"""How long is the second leg of {c} steps?"""',
        "def second(",
        ["{c}", "no parameter"],
        id="question-names-an-unknown-parameter",
    ),
    pytest.param(
        "def second(given: Given) -> int:", "def second() -> int:", "def second(", ["'given'"], id="no-given"
    ),
    pytest.param(
        "def second_last_step_forgotten(given: Given) -> int:",
        "def last_step_forgotten(given: Given) -> int:",
        None,
        [],
        id="a-name-used-again-in-another-part-is-no-slip",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "at", "says"), SLIPS)
def test_a_slip_is_refused_at_its_line(
    tmp_path: Path, right: str, wrong: str, at: str | None, says: list[str]
) -> None:
    assert WALK.count(right) == 1
    source = WALK.replace(right, wrong)
    if at is None:
        assert course(tmp_path, walk=source)["walk"].parts
        return

    message = refused(tmp_path, source)

    found = re.match(r"walk\.py:(\d+): ", message)
    assert found, message
    # The line is the function's: its decorator's, or the "def" below it.
    assert int(found[1]) in (line_of(source, at) - 1, line_of(source, at)), message
    assert [text for text in says if text not in message] == []


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        pytest.param(
            '"""A walk in two legs.\n\nMore for the author.\n"""', "", ["docstring", "title"], id="no-title"
        ),
        pytest.param(
            "@first.slip",
            '@first.convention("names")',
            ["{names}", "sentence of its own"],
            id="convention-in-a-sentence",
        ),
        pytest.param(
            "Integer(at_least=0, at_most=100))\ndef first",
            "Integer(at_least=0, at_most=2))\ndef first",
            ["'first'", "fails its own rule", "mend"],
            id="reference-out-of-its-bounds",
        ),
        pytest.param(
            '    """A walk has legs of {a} and {b} steps; {names} walk it."""\n',
            "",
            ["Given", "docstring"],
            id="given-without-docstring",
        ),
        pytest.param(
            "{names} walk it", "{walker} walk it", ["{walker}", "no parameter"], id="unknown-placeholder"
        ),
        pytest.param(
            "problem.practice(a=3, b=4)",
            "problem.practice(a=3, c=4)",
            ["practice instance 1", "'c'"],
            id="practice-names-an-unknown-parameter",
        ),
        pytest.param(
            "problem.practice(a=3, b=4)",
            "problem.practice(a=0, b=4)",
            ["practice instance 1", "at least 1"],
            id="practice-out-of-range",
        ),
        pytest.param(
            'whole("second leg")', "4", ["Given.b", "declaration"], id="parameter-without-declaration"
        ),
        pytest.param("class Given:", "class Givn:", ["Given"], id="no-given-class"),
        pytest.param("problem = Problem", "task = Problem", ["'problem'", "not defined"], id="no-problem"),
        pytest.param(
            "    return given.a\n", "    return given.aa\n", ["aa"], id="parameter-misspelt-in-a-part"
        ),
        pytest.param(
            "    return given.a\n",
            "    return given.a / 0\n",
            ["'first'", "division"],
            id="part-divides-by-zero",
        ),
        pytest.param(
            "    return given.a\n",
            "    return str(given.a) + 1\n",
            ["'first'"],
            id="part-adds-text-and-number",
        ),
        pytest.param(
            "    return given.a - 1\n",
            "    return givn.a - 1\n",
            ["'last_step_forgotten'", "givn"],
            id="name-misspelt-in-a-mistake",
        ),
        pytest.param(
            "    return first * second\n",
            "    return first.size * second\n",
            ["'legs_multiplied'", "size"],
            id="attribute-misspelt-in-a-mistake",
        ),
        pytest.param(
            "from random import Random", "from random import Rnadom", ["Rnadom"], id="import-that-fails"
        ),
    ],
)
def test_a_slip_of_the_module_is_refused_with_the_file(
    tmp_path: Path, right: str, wrong: str, says: list[str]
) -> None:
    assert WALK.count(right) == 1

    message = refused(tmp_path, WALK.replace(right, wrong))

    assert [text for text in says if text not in message] == [], message


def test_a_reference_that_fails_its_own_tolerance_is_refused(tmp_path: Path) -> None:
    source = KINDS.replace('return "maximum"', 'return "minimum"')

    assert "'pooling'" in refused(tmp_path, source)


def test_a_module_without_parts_is_refused(tmp_path: Path) -> None:
    source = WALK[: WALK.index("@problem.part")]

    assert "no parts" in refused(tmp_path, source)


def test_a_syntax_error_is_refused_at_its_line(tmp_path: Path) -> None:
    source = WALK.replace("def total(", "def total((")

    assert refused(tmp_path, source).startswith(f"walk.py:{line_of(source, 'def total((')}: ")


def test_a_failure_while_loading_is_refused_at_its_line(tmp_path: Path) -> None:
    source = WALK.replace("problem.practice(a=3, b=4)", "problem.practise(a=3, b=4)")

    assert refused(tmp_path, source).startswith(f"walk.py:{line_of(source, 'problem.practise')}: ")


def test_two_mistakes_of_one_name_in_a_part_are_refused(tmp_path: Path) -> None:
    source = WALK.replace("def total_last_step_forgotten", "def total_legs_multiplied")

    assert "two mistakes named 'legs_multiplied'" in refused(tmp_path, source)


def test_a_hint_told_once_is_shared_by_later_parts(tmp_path: Path) -> None:
    total = course(tmp_path, walk=WALK)["walk"].parts[2]

    assert {mistake.code: mistake.hint for mistake in total.mistakes}["last_step_forgotten"] == (
        "Does the last step count as well?"
    )


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        pytest.param(
            'reached_before: int) -> int:\n    """How far is it after',
            'reached_befor: int) -> int:\n    """How far is it after',
            "reached_before",
            id="neighbour-misspelt",
        ),
        pytest.param(
            "def finish(given: Given, reached_last: int)",
            "def finish(given: Given, reached: int)",
            "reached_last",
            id="item-part-in-a-part-of-the-whole",
        ),
        pytest.param(
            "def twice(given: Given, lap: Lap, reached: int)",
            "def twice(given: Given, lop: Lap, reached: int)",
            "'lop'",
            id="item-misspelt",
        ),
    ],
)
def test_a_slip_in_a_sequence_is_refused(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    assert LAPS.count(right) == 1

    assert says in refused(tmp_path, LAPS.replace(right, wrong))


@pytest.mark.parametrize(
    ("inputs", "placeholder", "says"),
    [
        pytest.param("given: Given, first: int", "written", "(given, first, second); give both", id="inputs"),
        pytest.param(
            "given: Given, first: int, second: int", "writen", "did you mean 'written'?", id="misspelt-place"
        ),
    ],
)
def test_a_step_that_does_not_fit_its_part_is_refused(
    tmp_path: Path, inputs: str, placeholder: str, says: str
) -> None:
    source = WALK.replace(
        '"""How long is the walk?"""', f'"""How long is the walk?\n\n    {{{placeholder}}}\n    """'
    )
    step = f"@total.step\ndef written({inputs}) -> str:\n    return str(first)\n\n\n@total.mistake\ndef legs_"

    assert says in refused(tmp_path, source.replace("@total.mistake\ndef legs_", step))
