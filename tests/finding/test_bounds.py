"""A document that says too much is looked through no further, and a person reads it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from grader.catalogue.bank import Bank
from grader.catalogue.resolve import load_homework
from grader.documents.model import Document, Line, Source
from grader.finding.find import SAYS_TOO_MUCH, find

SAMPLE = Path(__file__).parents[2] / "submissions" / "assignment.toml"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("({letter}) {i} × {i} × 3 = {i}", id="letters"),
        pytest.param("Question {i} ({letter}) {i}*{i} = {i}, so {i}", id="headings"),
        pytest.param("the layer has {i} parameters and 3x3x{i} weights, so that w d + {i} " * 4, id="prose"),
    ],
)
def test_a_flood_of_candidates_goes_to_a_person_in_time(line: str) -> None:
    homework = load_homework(SAMPLE, Bank())
    lines = tuple(
        Line(text=line.replace("{i}", str(i)).replace("{letter}", "abcdefgh"[i % 8]), number=i + 1)
        for i in range(5000)
    )
    started = time.process_time()

    found = find(
        Document(path="x.txt", source=Source.EXTRACT, lines=lines),
        [(each, asked) for each in homework.questions if (asked := each.for_student("1")) is not None],
    )

    assert time.process_time() - started < 10
    assert all(each.choice.chosen is None for each in found.values() if each.written is None)
    assert SAYS_TOO_MUCH in {each.choice.note for each in found.values()}
