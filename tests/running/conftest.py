"""A small class that walks, in folders of its own."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache

from grader.records import JsonValue
from grader.running.handed_in import Choices
from grader.running.progress import Silent
from grader.running.run import RunResult, run_class
from tests.catalogue.courses import HEADER, WALK, WALK_QUESTION

Line = dict[str, JsonValue]
RIGHT = {"first": 3, "second": 4, "total": 7, "double": 14}


class SmallClass:
    """A folder of hand-ins with its assignment, its course's problems and its reports."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "submissions"
        self.course = home / "course"
        self.out = home / "reports"
        self.folder.mkdir()
        self.course.mkdir()
        (self.course / "walk.py").write_text(WALK)
        self.assign(WALK_QUESTION + "points = 8\n")

    def assign(self, text: str, header: str = HEADER) -> None:
        (self.folder / "assignment.toml").write_text(header + text)

    def hand_in(self, student: str, answers: Mapping[str, JsonValue], file: str = "") -> None:
        """Write a student's file; answers are to parts of the walk."""
        named = {f"walk.{part}": answer for part, answer in answers.items()}
        data = {"student": {"id": student, "name": f"Student {student}"}, "answers": named}
        (self.folder / (file or f"{student}.json")).write_text(json.dumps(data, ensure_ascii=False))

    def run(self, *, fresh: bool = False, out: Path | None = None, locale: str | None = None) -> RunResult:
        choices = Choices(submissions=self.folder, problems=(self.course,), locale=locale)
        return run_class(choices, out or self.out, Silent(), fresh=fresh)

    def results(self, out: Path | None = None) -> dict[str, Line]:
        """Return the lines of `results.jsonl`, which must be JSON as strict readers have it."""

        def refuse(constant: str) -> None:
            raise AssertionError(f"{constant} is no JSON")

        text = ((out or self.out) / "results.jsonl").read_text(encoding="utf-8")
        lines = [json.loads(line, parse_constant=refuse) for line in text.splitlines()]
        return {str(line["student"]["id"] or line["files"][0]["path"]): line for line in lines}

    def part(self, student: str, name: str, out: Path | None = None) -> Line:
        questions = cast("list[dict[str, list[Line]]]", self.results(out)[student]["questions"])
        return next(part for question in questions for part in question["parts"] if part["id"] == name)

    def table(self, name: str) -> list[dict[str, str]]:
        return list(
            csv.DictReader(io.StringIO((self.out / name).read_text(encoding="utf-8-sig"), newline=""))
        )

    def fill(
        self, credit: str, comment: str = "", *, student: str = "", part: str = "", scope: str = ""
    ) -> int:
        """Fill the lines of `review.csv` that fit in; return how many."""
        rows = self.table("review.csv")
        filled = 0
        for row in rows:
            fits = (not student or row["student_id"] == student) and (not part or row["part"] == part)
            if fits and (not scope or row["scope"] == scope):
                row |= {"credit": credit, "comment": comment, "marker": "TA"}
                filled += 1
        with (self.out / "review.csv").open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return filled

    def files(self, out: Path | None = None) -> dict[str, bytes]:
        """Return the bytes of all files that must be the same for the same input."""
        root = out or self.out
        return {
            str(path.relative_to(root)): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file() and not path.name.startswith((".", "grades.db"))
        }


class Compiled(BytecodeCache):
    """Keeps compiled templates for all runs of a session: here each test makes pages of its own."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("grader.reporting.site.Environment", partial(Environment, bytecode_cache=Compiled()))
        yield


@pytest.fixture
def walkers(tmp_path: Path) -> SmallClass:
    return SmallClass(tmp_path)


@pytest.fixture
def graded(walkers: SmallClass) -> SmallClass:
    """Three students, of whom 402 leaves a convention open and 403 cannot be read in one part."""
    walkers.hand_in("401", RIGHT)
    walkers.hand_in("402", RIGHT | {"double": 28})
    walkers.hand_in("403", RIGHT | {"first": "3 or 4"})
    walkers.run()
    return walkers
