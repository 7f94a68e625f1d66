"""The Python call judges whatever is passed to it, and raises only for a call that makes no sense."""

from __future__ import annotations

import re
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import grader
from tests.catalogue.courses import HEADER, WALK, WALK_QUESTION

SIZE = "(M-D*F+D)*(N-D*F+D)"


@pytest.mark.parametrize(
    ("submitted", "expected", "kind", "more", "status", "credit", "value"),
    [
        pytest.param("14x14x32", [14, 14, 32], "shape", {}, "correct", 1, [14, 14, 32], id="shape"),
        pytest.param("۰٫۱۰۲", 0.10206, "number", {}, "correct", 1, 0.102, id="persian-number"),
        pytest.param(
            "(M-DF+D)(N-DF+D)",
            SIZE,
            "expression",
            {"symbols": ["M", "N", "D", "F"]},
            "correct",
            1,
            None,
            id="expression",
        ),
        pytest.param(28, 28, "integer", {}, "correct", 1, 28, id="integer"),
        pytest.param(29, 28, "integer", {}, "incorrect", 0, 29, id="wrong"),
        pytest.param("14 or 15", 14, "integer", {}, "needs_review", 0, None, id="two-values"),
        pytest.param("hello", 14, "number", {}, "needs_review", 0, None, id="unreadable"),
        pytest.param("", 14, "number", {}, "blank", 0, None, id="empty"),
        pytest.param(None, 14, "number", {}, "blank", 0, None, id="none"),
        pytest.param("90 %", 89.67, "percent", {}, "correct", 1, 90, id="percent"),
        pytest.param([1, 2, 4], [1, 2, 3], "vector", {}, "partial", 2 / 3, [1, 2, 4], id="vector"),
        pytest.param(
            [[1, 2], [3, 4]], [[1, 2], [3, 4]], "matrix", {}, "correct", 1, [[1, 2], [3, 4]], id="matrix"
        ),
        pytest.param("max", "max", "choice", {"choices": ["max", "mean"]}, "correct", 1, "max", id="choice"),
        pytest.param(
            "biggest",
            "max",
            "choice",
            {"choices": {"max": ["biggest"], "mean": ["average"]}},
            "correct",
            1,
            "max",
            id="synonym",
        ),
        pytest.param("because", "", "written", {}, "awaiting_marker", 0, None, id="written"),
        pytest.param(110, 100, "number", {"rtol": 0.1}, "correct", 1, 110, id="relative"),
        pytest.param(101, 100, "number", {"rtol": 0, "atol": 1}, "correct", 1, 101, id="absolute"),
        pytest.param((14, 14, 32), (14, 14, 32), "shape", {}, "correct", 1, [14, 14, 32], id="tuples"),
        pytest.param(
            "0.1",
            0.10333,
            "number",
            {"problem": "flop_ratio", "part": "ratio"},
            "correct",
            1,
            0.1,
            id="a-parts-own-rule",
        ),
        pytest.param("0.1", 0.10333, "number", {}, "incorrect", 0, 0.1, id="without-that-rule"),
    ],
)
def test_an_answer_is_judged(
    submitted: object,
    expected: object,
    kind: str,
    more: dict[str, object],
    status: str,
    credit: float,
    value: object,
) -> None:
    found = grader.check_answer(submitted, expected, kind=kind, **more)  # type: ignore[arg-type]  # as callers do

    assert found.status == status
    assert found.credit == pytest.approx(credit)
    if kind not in ("expression", "written"):
        assert found.value == value


STRANGE = st.one_of(
    st.integers(),
    st.floats(),
    st.text(max_size=40),
    st.binary(max_size=8),
    st.decimals(),
    st.fractions(),
    st.complex_numbers(),
    st.sampled_from([object(), Ellipsis, float("nan"), Decimal("NaN"), {1: 2}, {1, 2}, print,
                     "(" * 3000, "9" * 100_000, "1e" + "9" * 50, "\ud800", b"\xff", range(3)]),
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(
    submitted=st.recursive(
        STRANGE, lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner), max_leaves=5
    ),
    kind=st.sampled_from(
        ["integer", "number", "percent", "shape", "vector", "matrix", "expression", "choice", "written"]
    ),
)
def test_nothing_that_is_submitted_raises(submitted: object, kind: str) -> None:
    expected = {
        "shape": [3, 3],
        "vector": [1, 2],
        "matrix": [[1]],
        "expression": "a+1",
        "choice": "max",
        "written": "",
    }

    found = grader.check_answer(
        submitted,  # type: ignore[arg-type]  # the point of the test
        expected.get(kind, 3),
        kind,
        symbols=["a"],
        choices=["max", "mean"],
    )

    assert 0 <= found.credit <= 1
    assert found.value is not None or found.credit == 0


@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_too_long_to_write_waits_for_a_person(sign: int) -> None:
    for kind in ("integer", "number"):
        assert grader.check_answer(sign * 10**5000, 3, kind).status == "needs_review"


def test_a_list_without_end_does_not_raise() -> None:
    endless: list[object] = []
    endless.append(endless)

    assert grader.check_answer(endless, 3, "number").credit == 0  # type: ignore[arg-type]  # the point of the test


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param({"kind": "numbr"}, "did you mean 'number'?", id="kind"),
        pytest.param({"kind": "choice"}, "choices", id="choice-without-choices"),
        pytest.param({"kind": "number", "problem": "flop_ratio"}, "together", id="problem-without-part"),
        pytest.param(
            {"kind": "number", "problem": "flop_ratoi", "part": "ratio"},
            "did you mean 'flop_ratio'?",
            id="problem",
        ),
        pytest.param(
            {"kind": "number", "problem": "flop_ratio", "part": "rato"}, "did you mean 'ratio'?", id="part"
        ),
        pytest.param({"kind": "number", "rtol": -1}, "negative", id="tolerance"),
        pytest.param({"kind": "number", "expected": "x"}, "x", id="expected"),
    ],
)
def test_a_call_that_makes_no_sense_is_a_value_error(arguments: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        grader.check_answer("3", **{"expected": 3, **arguments})  # type: ignore[arg-type]  # as careless callers do


def test_solve_gives_every_part_as_json() -> None:
    found = grader.solve("dilated_output", {"M": 32, "N": 28, "F": 3, "D": 2})

    assert {name: found[name] for name in ("effective_kernel", "height", "width", "size")} == {
        "effective_kernel": 5,
        "height": 28,
        "width": 24,
        "size": [28, 24],
    }


def test_solve_takes_what_python_callers_have() -> None:
    tuples = {"input": (28, 28, 192), "filters": 32, "kernel": (5, 5), "bottleneck": 16}
    upstream = {"x": ((1, 2), (3, 4)), "filter": ((Fraction(1, 2),),), "upstream": Decimal("2.5")}
    layers = {"input": (9, 9, 1), "layers": ({"name": "c", "type": "conv", "filters": 2, "kernel": 3},)}

    assert grader.solve("flop_ratio", tuples)["direct"] == 120422400
    assert grader.solve("gap_backprop", upstream)["gap"] == 1.25
    assert grader.solve("conv_shapes", layers)["c"] == [7, 7, 2]


def test_solve_refuses_parameters_without_names() -> None:
    with pytest.raises(grader.BadParams, match="parameters by name"):
        grader.solve("dilated_output", [32, 28])  # type: ignore[arg-type]  # what a caller may try


def test_solve_names_the_near_miss() -> None:
    with pytest.raises(grader.UnknownProblem, match="did you mean 'dilated_output'"):
        grader.solve("dilated_ouput")
    with pytest.raises(grader.BadParams, match="did you mean 'stride'"):
        grader.solve("dilated_output", {"M": 32, "N": 28, "F": 3, "D": 2, "strid": 1})
    assert issubclass(grader.UnknownProblem, ValueError)
    assert issubclass(grader.BadParams, ValueError)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "walk.py").write_text(WALK)
    hand_ins = tmp_path / "hw"
    hand_ins.mkdir()
    (hand_ins / "assignment.toml").write_text(HEADER + WALK_QUESTION)
    (hand_ins / "401.json").write_text('{"student": "401", "answers": {"walk": {"first": 3, "total": 7}}}')
    (hand_ins / "402.json").write_text('{"student": "402", "answers": {"walk": {"double": 28}}}')
    return tmp_path


def test_a_folder_is_graded_without_writing_anything(folder: Path) -> None:
    before = {path for path in folder.rglob("*") if "__pycache__" not in path.parts}

    result = grader.grade(folder / "hw", problems=[folder / "course"])

    assert [(line["student"], line["score"]) for line in result.students] == [
        ({"id": "401", "name": None}, 2),
        ({"id": "402", "name": None}, 0),
    ]
    assert list(result.table["student_id"]) == ["401", "402"]
    assert (result.summary.graded, result.summary.needs_review) == (1, 1)
    assert {path for path in folder.rglob("*") if "__pycache__" not in path.parts} == before


def test_with_out_the_files_are_those_of_the_command(folder: Path) -> None:
    result = grader.grade(str(folder / "hw"), problems=[folder / "course"], out=folder / "reports")

    import json

    lines = (folder / "reports" / "results.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in lines] == list(result.students)


def test_public_names_are_sorted_and_there() -> None:
    assert grader.__all__ == sorted(grader.__all__)
    assert all(getattr(grader, name) for name in grader.__all__)
    assert dir(grader) == grader.__all__
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = grader.nothing


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, grader; print(sorted({'pandas', 'numpy', 'jinja2', 'babel', 'dataclasses'} & set(sys.modules)))"

    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert done.stdout.strip() == "[]"


ROOT = Path(__file__).parents[1]


def test_an_exact_fraction_may_be_expected() -> None:
    assert grader.check_answer("1/3", Fraction(1, 3), "number").credit == 1
