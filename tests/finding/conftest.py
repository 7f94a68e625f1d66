"""Grades an invented document in memory, from its bytes to the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from grader.catalogue.bank import Bank
from grader.catalogue.resolve import load_homework
from grader.grading.grade import Grader
from grader.intake.folder import LoadedFile
from grader.intake.take_in import take_in
from grader.records import PartRecord, StudentRecord
from grader.translation import ENGLISH
from tests.finding.extracts import ASSIGNMENT, QUESTIONS

Grade = Callable[..., Mapping[str, PartRecord]]


@pytest.fixture(scope="session")
def grade_files(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., StudentRecord]:
    """Return the record of the files of one hand-in to the questions that are asked."""
    bank = Bank([])
    folder = tmp_path_factory.mktemp("assignments")
    graders: dict[str, Grader] = {}

    def grade(asked: str, **files: str) -> StudentRecord:
        if asked not in graders:
            path: Path = folder / f"{asked}.toml"
            path.write_text(ASSIGNMENT + "".join(QUESTIONS[number] for number in asked), encoding="utf-8")
            graders[asked] = Grader(load_homework(path, bank), ENGLISH)
        loaded = [
            LoadedFile(path=f"{name.replace('__', '.')}", data=text.encode(), sha256=f"{len(text):064x}")
            for name, text in files.items()
        ]
        return graders[asked].grade(take_in("40250001", loaded, None))

    return grade


@pytest.fixture(scope="session")
def grade(grade_files: Callable[..., StudentRecord]) -> Grade:
    """Return the records of the parts, by name, of one text."""

    def parts(asked: str, text: str, ending: str = "md") -> Mapping[str, PartRecord]:
        return {part.id: part for part in grade_files(asked, **{f"answers__{ending}": text}).parts}

    return parts
