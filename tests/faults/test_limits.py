"""Each limit holds just there where it is said to, and is named in the words that apply it."""

from __future__ import annotations

import json

import pytest

from grader.catalogue.bank import Bank
from grader.catalogue.resolve import resolve_text
from grader.grading.grade import Grader
from grader.intake.folder import LoadedFile
from grader.intake.take_in import take_in
from grader.records import StudentRecord
from grader.reporting import answers
from grader.translation import ENGLISH
from tests.hostile.folder import ASSIGNMENT

MATRIX = "[[0, 20, -70], [20, -70, 20], [-70, 20, 0]]"


@pytest.fixture(scope="module")
def grader() -> Grader:
    return Grader(resolve_text(ASSIGNMENT.encode(), "assignment.toml", Bank()), ENGLISH)


def graded(
    grader: Grader, given: dict[str, object], *, student: str = "401401", name: str = "A"
) -> StudentRecord:
    data = json.dumps({"student": {"id": student, "name": name}, "answers": given}).encode()
    return grader.grade(take_in("a.json", [LoadedFile(path="a.json", data=data, sha256="0")], None))


@pytest.mark.parametrize(
    ("part", "answer", "limit"),
    [
        pytest.param("conv_shapes.conv", "14x14x32".ljust(2000), "", id="text-at-its-limit"),
        pytest.param("conv_shapes.conv", "14x14x32".ljust(2001), "2000 characters", id="text"),
        pytest.param("laplacian_output.output", MATRIX.ljust(20_000), "", id="matrix-at-its-limit"),
        pytest.param("laplacian_output.output", MATRIX.ljust(20_001), "20000 characters", id="matrix"),
        pytest.param("laplacian_output.output", [[1] * 1000] * 1000, "", id="cells-at-their-limit"),
        pytest.param("laplacian_output.output", [[1] * 1001] * 1000, "1000000 cells", id="cells"),
    ],
)
def test_an_answer_beyond_its_limit_waits_with_the_limit(
    grader: Grader, part: str, answer: object, limit: str
) -> None:
    record = graded(grader, {part: answer})
    (judged,) = [each for each in record.parts if each.status != "blank"]
    assert (judged.reading.reason == "too_long") is bool(limit)
    assert limit in " ".join(judged.feedback)
    assert (judged.status == "needs_review") or not limit


@pytest.mark.parametrize(
    ("student", "name", "said"),
    [
        pytest.param("4" * 64, "n" * 200, None, id="at-their-limits"),
        pytest.param("4" * 65, "n", "65 characters; 64", id="id"),
        pytest.param("4" * 64, "n" * 201, "201 characters; 200", id="name"),
    ],
)
def test_an_id_or_a_name_beyond_its_limit_is_told(
    grader: Grader, student: str, name: str, said: str | None
) -> None:
    record = graded(grader, {}, student=student, name=name)
    assert len(record.name or "") <= 200
    assert [error.message for error in record.errors if said is None or said in error.message][:1] == (
        [] if said is None else [record.errors[0].message]
    )


@pytest.mark.parametrize(("side", "is_cut"), [(50, False), (51, True)])
def test_a_matrix_is_shown_as_far_as_fifty_rows_and_columns(side: int, is_cut: bool) -> None:
    shown = answers.table([[1] * side] * side, "matrix", (), answers.FULL)
    assert shown is not None
    assert (len(shown.rows), len(shown.rows[0]), shown.cut) == (50, 50, is_cut)
