"""The command as a person types it, in a folder of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest
from jinja2 import Environment

from grader.cli import main
from grader.records import JsonValue
from tests.catalogue.courses import HEADER, KINDS, WALK, WALK_QUESTION
from tests.running.conftest import Compiled

Said = tuple[int, str, str]
Grade = Callable[..., Said]


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("grader.reporting.site.Environment", partial(Environment, bytecode_cache=Compiled()))
        yield


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and an English terminal without colour."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "GRADE_SECRET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def grade(capsys: pytest.CaptureFixture[str]) -> Grade:
    """Run `grade` with these words; return exit code, standard output and standard error."""

    def run(*words: str | Path) -> Said:
        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return code, said.out, said.err

    return run


class Course:
    """A course's problems and one assignment with a hand-in."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / "hw"
        self.problems = home / "course"
        self.problems.mkdir()
        (self.problems / "walk.py").write_text(WALK)
        (self.problems / "kinds.py").write_text(KINDS)
        self.folder.mkdir()
        self.assign(WALK_QUESTION)
        self.file = self.folder / "401.json"
        self.answer({"walk.first": 3, "walk.second": 4, "walk.total": 7, "walk.double": 14})

    def assign(self, text: str, header: str = HEADER) -> Path:
        file = self.folder / "assignment.toml"
        file.write_text(header + text)
        return file

    def answer(self, answers: Mapping[str, JsonValue], student: JsonValue = "401") -> None:
        text = json.dumps({"student": student, "answers": answers}, ensure_ascii=False)
        self.file.write_text(text, encoding="utf-8")


@pytest.fixture
def course(here: Path) -> Course:
    return Course(here)
