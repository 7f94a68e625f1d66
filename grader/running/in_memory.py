"""Grades a class without writing anything, for the Python call."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader._version import __version__
from grader.catalogue.bank import Bank
from grader.grading.grade import Grader
from grader.intake.documents import with_documents
from grader.records import JsonValue, StudentRecord
from grader.running.classroom import Classroom
from grader.running.complaints import summarise
from grader.running.handed_in import Choices, find_folder, read_folder
from grader.running.summary import Summary
from grader.running.workers import graded
from grader.store.decisions import FILE_NAME, MadeDecision, apply_decisions, read_decisions
from grader.store.results import ResultsHeader, results_line, results_order
from grader.store.review import review_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A graded class: its records, and each as `results.jsonl` has it."""

    records: Sequence[StudentRecord]
    results: Sequence[Mapping[str, JsonValue]]
    summary: Summary
    question_ids: Sequence[str]


def grade_in_memory(choices: Choices, out: Path | None) -> Graded:
    """Grade a class; the decisions kept under ``out`` are applied."""
    folder = read_folder(choices, find_folder(choices, out))
    classroom = Classroom(choices, Bank(choices.problems))
    deliveries = classroom.deliveries(folder)
    files = with_documents([each.files for each in deliveries], choices.workers)
    classroom.take_in(folder, deliveries, files)
    grader = Grader(classroom.homework, classroom.translator)
    machine = [*(graded(grader, each) for each in classroom.submissions), *classroom.missing()]
    decisions = kept_decisions(out)
    records = sorted(
        (
            apply_decisions(each, decisions.get(each.student_id or "", ()), classroom.translator)
            for each in machine
        ),
        key=results_order,
    )
    header = ResultsHeader(
        assignment=classroom.homework.shape.id,
        assignment_sha256=classroom.homework.sha256,
        grader=__version__,
        max_score=classroom.max_score,
    )
    return Graded(
        records=records,
        results=[json.loads(results_line(record, header)) for record in records],
        summary=summarise(records, classroom, review_lines(records)),
        question_ids=[question.id for question in classroom.homework.questions],
    )


def kept_decisions(out: Path | None) -> dict[str, list[MadeDecision]]:
    """Return the decisions that an output folder keeps, by student, oldest first."""
    decisions: dict[str, list[MadeDecision]] = {}
    file = out / FILE_NAME if out is not None else None
    if file is not None and file.is_file():
        for made in read_decisions(file.read_bytes(), str(file)):
            decisions.setdefault(made.answer.student_id, []).append(made)
    return decisions
