"""Prints what storing and writing a class costs: ms of CPU a student, beside the bare writing of as many bytes.

python -m tests.benchmarks.writing [STUDENTS]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from grader.records import PartStatus, QuestionRecord, StudentRecord
from grader.store.changes import Causes
from grader.store.database import Store
from grader.store.encoding import _part_of
from grader.store.gradebook import grades_csv
from grader.store.output import open_output
from grader.store.results import results_jsonl
from grader.store.review import review_csv, review_lines
from tests.store.invented import HEADER, part, student, waiting

QUESTIONS = 6
PARTS = 5
PAGE_BYTES = 20_000
EVERY_WAITING = 50  # one answer in so many waits for a person


def a_class(students: int) -> list[StudentRecord]:
    """Return invented students whose equal answers share their parts, as judging leaves them."""
    right = [part(f"part{index}", max_points=Fraction(2, 3), file=None) for index in range(PARTS)]
    doubtful = [waiting(f"part{index}", max_points=Fraction(2, 3), file=None) for index in range(PARTS)]
    wrong = [
        replace(each, status=PartStatus.INCORRECT, credit=Fraction(0), points=Fraction(0)) for each in right
    ]
    choices = (right, wrong, right, doubtful)

    def questions(number: int) -> Iterator[QuestionRecord]:
        for index in range(QUESTIONS):
            seeds = [number * 7 + index * 5 + place for place in range(PARTS)]
            kinds = [3 if seed % EVERY_WAITING == 0 else seed // 3 % 3 for seed in seeds]
            parts = tuple(choices[kind][place] for place, kind in enumerate(kinds))
            yield QuestionRecord(id=f"question{index}", parts=parts)

    return [
        replace(student(f"4012{number:05d}"), questions=tuple(questions(number)))
        for number in range(students)
    ]


@contextmanager
def timed(what: str, students: int) -> Iterator[None]:
    """Print the block's CPU time a student."""
    began = process_time()
    yield
    print(f"{what:34}{(process_time() - began) / students * 1000:8.4f} ms a student")


def measure(students: int, folder: Path) -> None:
    """Print the cost of each step of a first run, and of one in which everything is read back."""
    records = a_class(students)
    keys = {record.student_id or "": "input" for record in records}
    now = {record.student_id or "": record for record in records}
    pages = {f"students/{key}.html": key.encode() * (PAGE_BYTES // len(key)) for key in keys}
    with timed("floor: the same bytes, written", students):
        (folder / "floor").mkdir()
        for name, page in pages.items():
            (folder / "floor" / name[9:]).write_bytes(page)
    with open_output(folder / "out") as output, Store.open(output) as store:
        with timed("records to the database", students):
            for start in range(0, students, 64):
                store.save(
                    [(record.student_id or "", "input", record) for record in records[start : start + 64]]
                )
        with timed("results.jsonl", students):
            output.write("results.jsonl", results_jsonl(records, HEADER))
        with timed("grades.csv", students):
            questions = [f"question{index}" for index in range(QUESTIONS)]
            output.write("grades.csv", grades_csv(records, questions, Fraction(20)))
        with timed("review.csv", students):
            lines = review_lines(records)
            store.remember_review(lines)
            output.write("review.csv", review_csv(lines))
        with timed("pages", students):
            for name, page in pages.items():
                output.write(name, page)
        with timed("into place and recorded", students):
            output.commit()
            store.publish(now)
    _part_of.cache_clear()
    with open_output(folder / "out") as output, Store.open(output) as store:
        with timed("again: all files intact?", students):
            assert all(output.is_intact(name) for name in output.written())
        with timed("again: records from the database", students):
            assert store.load(keys) == now
        with timed("again: what moved?", students):
            assert store.changes(now, Causes(key=False, version=False)) == ()


if __name__ == "__main__":
    with TemporaryDirectory() as temporary:
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, Path(temporary))
