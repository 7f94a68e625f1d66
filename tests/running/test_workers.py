"""Several processes grade what one would, and a lost one costs nothing but time."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from grader.catalogue.bank import Bank
from grader.catalogue.resolve import resolve_text
from grader.documents.model import Document, Line, Source
from grader.grading.grade import Grader
from grader.grading.submission import Answer, Submission
from grader.records import StudentRecord
from grader.running import workers
from grader.translation import ENGLISH

ASSIGNMENT = b"""
id = "varied"
secret = "so that instances differ"
[[question]]
problem = "dilated_output"
vary = true
parts = { effective_kernel = 1, height = 1, formula = 1 }
"""


def make_grader() -> Grader:
    return Grader(resolve_text(ASSIGNMENT, "assignment.toml", Bank()), ENGLISH)


def make_class(students: int) -> list[Submission]:
    return [
        Submission(
            student_id=str(10_000 + number),
            name=None,
            files=(),
            answers={
                "dilated_output.effective_kernel": Answer(submitted=number % 9, file=None),
                "dilated_output.formula": Answer(submitted="(M-DF+D)(N-DF+D)", file=None),
            },
        )
        for number in range(students)
    ]


@pytest.fixture
def alone() -> list[object]:
    todo = make_class(60)
    return [
        record for _, record in sorted(workers.grade_all(make_grader(), todo, 1), key=lambda found: found[0])
    ]


def test_three_processes_find_what_one_finds(alone: list[object]) -> None:
    together = dict(workers.grade_all(make_grader(), make_class(60), 3))
    assert [together[place] for place in range(60)] == alone


def test_a_lost_process_is_made_up_for(alone: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    start = workers.start_child

    def start_and_lose(*arguments: object) -> tuple[int, int]:
        child, pipe = start(*arguments)  # type: ignore[arg-type]  # passed on as they came
        os.kill(child, signal.SIGKILL)
        return child, pipe

    monkeypatch.setattr(workers, "start_child", start_and_lose)
    together = dict(workers.grade_all(make_grader(), make_class(60), 3))
    assert [together[place] for place in range(60)] == alone


@pytest.mark.parametrize("processes", [1, 3])
def test_a_fault_of_ours_over_one_hand_in_costs_that_one_only(
    alone: list[object], monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    grade = Grader.grade

    def fail(grader: Grader, submission: Submission) -> StudentRecord:
        if submission.student_id == "10007" and not submission.unreadable:
            raise ZeroDivisionError
        return grade(grader, submission)

    monkeypatch.setattr(Grader, "grade", fail)
    together = dict(workers.grade_all(make_grader(), make_class(60), processes))
    failed = together.pop(7)
    assert (failed.status, [error.code for error in failed.errors]) == ("unreadable", ["grader_failed"])
    assert [together[place] for place in sorted(together)] == [*alone[:7], *alone[8:]]


def test_a_busy_process_is_ended_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    grade = Grader.grade

    def dawdle(grader: Grader, submission: Submission) -> StudentRecord:
        if submission.student_id == "10004":
            time.sleep(30)
        return grade(grader, submission)

    monkeypatch.setattr(Grader, "grade", dawdle)
    grading = workers.grade_all(make_grader(), make_class(60), 3)
    next(iter(grading))
    begun = time.monotonic()
    grading.close()  # type: ignore[attr-defined]  # it is a generator
    assert time.monotonic() - begun < 2


def test_no_process_is_left_behind_when_the_run_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    start = workers.start_child
    children: list[int] = []

    def start_and_note(*arguments: object) -> tuple[int, int]:
        child, pipe = start(*arguments)  # type: ignore[arg-type]  # passed on as they came
        children.append(child)
        return child, pipe

    monkeypatch.setattr(workers, "start_child", start_and_note)
    graded = workers.grade_all(make_grader(), make_class(200), 3)
    next(iter(graded))
    graded.close()  # type: ignore[attr-defined]  # it is a generator
    assert len(children) == 3
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


def test_equal_instances_are_graded_by_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fixed = ASSIGNMENT.replace(b"vary = true", b"params = { M = 32, N = 28, F = 3, D = 2 }")
    grader = Grader(resolve_text(fixed, "assignment.toml", Bank()), ENGLISH)
    monkeypatch.setattr(workers, "start_child", lambda *_: pytest.fail("a process was started"))
    assert len(list(workers.grade_all(grader, make_class(60), 3))) == 60


def test_answers_in_documents_are_found_by_several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """To find them takes longer than to judge them, whether instances differ or not."""
    text = ASSIGNMENT.replace(b"vary = true", b"params = { M = 32, N = 28, F = 3, D = 2 }")
    grader = Grader(resolve_text(text, "assignment.toml", Bank()), ENGLISH)
    todo = [
        Submission(
            student_id=str(number), name=None, files=(), answers={},
            documents=(Document(path="a.md", source=Source.EXTRACT, lines=(line,)),),
        )
        for number in range(8)
        for line in [Line(text=f"dilated_output.height = {24 + number}", number=1)]
    ]  # fmt: skip
    alone = dict(workers.grade_all(grader, todo, 1))
    started: list[int] = []
    start = workers.start_child

    def noted(grader: Grader, todo: Sequence[Submission], share: int, count: int) -> tuple[int, int]:
        started.append(share)
        return start(grader, todo, share, count)

    monkeypatch.setattr(workers, "start_child", noted)

    assert dict(workers.grade_all(grader, todo, 2)) == alone
    assert started == [0, 1]
