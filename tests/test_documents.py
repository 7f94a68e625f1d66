"""Documents cannot lag: what they print is run, what they name is there."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import grader
from grader.catalogue.bank import Bank
from grader.catalogue.resolve import resolve_text
from grader.cli import main
from grader.cli.arguments import ADD, COMMANDS, TAKES_VALUE

ROOT = Path(__file__).parent.parent
DOCUMENTS = (
    "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "reports/README.md",
    "docs/architecture.md", "docs/maintaining.md", "docs/writing-a-problem.md",
)  # fmt: skip
README_COMMANDS = ("pip install . && grade submissions/", "pip install '.[test]' && pytest")
BLOCK = re.compile(
    r"(?:^\*\*`(?P<file>[^`\n]+)`\*\*\n\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.M | re.S
)
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


class Block(NamedTuple):
    """A fenced block of a document; ``file`` is the name above it under which a reader saves it."""

    language: str
    text: str
    file: str | None


def read(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def blocks(document: str, language: str | None = None) -> list[Block]:
    found = (Block(each["language"], each["text"], each["file"]) for each in BLOCK.finditer(read(document)))
    return [each for each in found if language in (None, each.language)]


def commands(document: str) -> Iterator[str]:
    """Yield each line of a document's shell blocks."""
    for block in blocks(document, "sh"):
        yield from block.text.strip().splitlines()


def run_grade(line: str) -> None:
    assert main(shlex.split(line)[1:]) == 0, line


def run_pybabel(line: str) -> None:
    from babel.messages.frontend import CommandLineInterface

    # Raises where it fails.
    CommandLineInterface().run(shlex.split(line))  # type: ignore[no-untyped-call]  # Babel says no types


def run_pytest(line: str, folder: Path) -> None:
    """Run pytest apart from this run, with the package that is tested here."""
    package = str(Path(grader.__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(line)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": package},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"


def run_line(line: str, folder: Path) -> None:
    """Run a command as a reader of a document would."""
    if line.startswith("grade "):
        run_grade(line)
    elif line.startswith("pybabel "):
        run_pybabel(line)
    else:
        run_pytest(line, folder)


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with the sample class."""
    shutil.copytree(ROOT / "submissions", tmp_path / "submissions")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_somewhere(document: str) -> None:
    for target in LINK.findall(read(document)):
        assert target.startswith("https://") or (ROOT / document).parent.joinpath(target).exists(), target


@pytest.mark.parametrize("command", README_COMMANDS)
def test_the_readme_gives_the_two_commands(command: str) -> None:
    assert command in list(commands("README.md"))


def test_the_readme_names_every_command_and_no_other() -> None:
    named = set(re.findall(r"`grade ([a-z]+)", read("README.md")))
    assert named - {"submissions"} == set(COMMANDS) == set(ADD) - {"class"}


def test_options_in_documents_exist() -> None:
    known = TAKES_VALUE | {"--fresh", "--json", "--help", "--solution", "--quiet", "--verbose", "--version"}
    for document in DOCUMENTS:
        for line in (*commands(document), *re.findall(r"`(grade [^`]*)`", read(document))):
            if line.startswith("grade"):
                assert set(re.findall(r"--[a-z]+", line)) <= known, line


def test_the_commands_of_the_readme_work(workplace: Path) -> None:
    ran = [line for line in commands("README.md") if line.startswith("grade ")]
    for line in ran:
        run_grade(line)
    assert len(ran) >= 4
    assert (workplace / "reports-hw3" / "index.html").is_file()


def test_the_completion_of_the_readme_is_a_script(capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = (each for each in commands("README.md") if "--completion" in each)
    run_grade(line.removeprefix('eval "$(').removesuffix(')"'))
    script = capsys.readouterr().out
    assert all(command in script for command in COMMANDS)
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    subprocess.run([bash, "-n"], input=script, text=True, check=True)


def test_the_assignment_and_the_answers_of_the_readme_fit(workplace: Path) -> None:
    (assignment,), (answers,) = blocks("README.md", "toml"), blocks("README.md", "json")
    assert assignment.text.count("\n") <= 12
    folder = workplace / "class"
    folder.mkdir()
    (folder / "assignment.toml").write_text(assignment.text, encoding="utf-8")
    (folder / "40110001.json").write_text(answers.text, encoding="utf-8")
    (student,) = grader.grade(folder).students
    assert student["score"] == student["max_score"] == 8


def test_the_python_of_the_readme_says_what_it_gives(workplace: Path) -> None:
    (block,) = blocks("README.md", "python")
    namespace: dict[str, object] = {}
    exec(block.text, namespace)  # noqa: S102  # our own document
    assert namespace["result"] is not None
    for line in block.text.splitlines():
        statement, said, comment = line.partition("  # ")
        if said and comment[0] in '"0123456789':
            assert repr(eval(statement, namespace)).replace("'", '"') == comment  # noqa: S307  # our own document


def test_a_problem_is_written_tried_tested_and_translated(workplace: Path) -> None:
    """The page's files are saved and its commands are run, in its own order."""
    document = "docs/writing-a-problem.md"
    for block in blocks(document):
        if block.file is not None:
            place = workplace / block.file
            place.parent.mkdir(exist_ok=True)
            place.write_text(block.text, encoding="utf-8")
        elif block.language == "sh":
            for line in block.text.strip().splitlines():
                run_line(line, workplace)
    catalogue = workplace / "course" / "locale" / "fa" / "LC_MESSAGES" / "course.po"
    assert "How many values does the map hold?" in catalogue.read_text(encoding="utf-8")


def test_the_hand_in_of_the_page_is_judged_as_the_page_says(workplace: Path) -> None:
    for block in blocks("docs/writing-a-problem.md"):
        if block.file is not None:
            place = workplace / block.file
            place.parent.mkdir(exist_ok=True)
            place.write_text(block.text, encoding="utf-8")
    run_grade("grade class --problems course --out class-reports --quiet")
    student = json.loads((workplace / "class-reports" / "results.jsonl").read_bytes())
    values, kilobytes = student["questions"][0]["parts"]
    assert (values["status"], values["credit"]) == ("incorrect", 0)
    assert [each["code"] for each in values["mistakes"]] == ["channels_forgotten"]
    assert (kilobytes["status"], kilobytes["followed_through"]) == ("correct", True)


def test_the_commands_for_languages_work(workplace: Path) -> None:
    """On a copy: they write."""
    ignored = shutil.ignore_patterns("__pycache__", "*.mo")
    for name in ("grader", "problems"):
        shutil.copytree(ROOT / name, workplace / name, ignore=ignored)
    shutil.copy(ROOT / "babel.cfg", workplace)
    ran = [line for line in commands("docs/maintaining.md") if line.startswith("pybabel ")]
    for line in ran:
        run_pybabel(line)
    assert len(ran) == 6
    for package, text in (("grader", "Grades a folder"), ("problems", "kernel cover along one axis?")):
        german = workplace / package / "locale" / "de" / "LC_MESSAGES" / f"{package}.po"
        assert text in german.read_text(encoding="utf-8")


def test_grading_twice_gives_the_same_results(workplace: Path) -> None:
    """As the page on maintaining says of the comparison of two versions."""
    for line in commands("docs/maintaining.md"):
        if line.startswith("grade submissions"):
            run_grade(line)
    before, after = ((workplace / each / "results.jsonl").read_bytes() for each in ("before", "after"))
    assert before == after


def test_the_architecture_names_every_room() -> None:
    named = set(re.findall(r"^\| \d+ \| `([\w.]+)`", read("docs/architecture.md"), re.M))
    rooms = {
        f"grader.{each.stem}"
        for each in (ROOT / "grader").iterdir()
        if (each.suffix == ".py" or (each / "__init__.py").is_file()) and each.stem != "__init__"
    }
    assert named == rooms | {"problems"}


def test_files_that_documents_name_are_there() -> None:
    for document in DOCUMENTS:
        for name in re.findall(r"`((?:grader|problems|tests|docs)/[\w./-]*)`", read(document)):
            assert (ROOT / name).exists(), f"{document}: {name}"


def test_the_changelog_knows_the_version_or_has_something_unreleased() -> None:
    text = read("CHANGELOG.md")
    assert f"## [{grader.__version__}]" in text or "## [Unreleased]" in text


def test_the_changelog_names_every_problem() -> None:
    for problem in Bank().ids:
        assert f"`{problem}`" in read("CHANGELOG.md")


def test_the_persian_glossary_uses_the_words_of_the_translations() -> None:
    catalogues = "".join(path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("*/locale/fa/*/*.po")))
    rows = re.findall(
        r"^\| (\w[^|]*) \| ([^|]+) \| \| ([^|]*) \| ([^|]+) \|$", read("docs/maintaining.md"), re.M
    )
    words = [word for row in rows[1:] for word in (row[1], row[3])]
    assert len(words) > 20
    for word in words:
        assert word.split(" (")[0].strip() in catalogues, word


def test_the_sample_of_the_documents_resolves() -> None:
    text = (ROOT / "submissions" / "assignment.toml").read_bytes()
    homework = resolve_text(text, "assignment.toml", Bank())
    assert len(homework.questions) == 7


def test_documents_name_no_place_on_a_machine() -> None:
    for document in DOCUMENTS:
        assert not re.search(r"(?<![\w./-])/(?:home|mnt|opt|root|srv|tmp|usr|work)/", read(document)), (
            document
        )
