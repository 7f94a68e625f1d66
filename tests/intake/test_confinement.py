"""A reader can reach no network, no other program, nobody's files, and writes nothing, whoever has taken it over."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reading.small_pdf import Page, make_pdf

ROOT = Path(__file__).parents[2]
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the system enforces it on Linux alone")
NETWORK = {
    "connects": "socket.socket()",
    "connects-by-name": "socket.create_connection(('127.0.0.1', 9))",
    "connects-locally": "socket.socket(socket.AF_UNIX)",
}
PROGRAMS = {
    "starts": "subprocess.run(['/bin/true'])",
    "forks": "os.fork()",
    "becomes": "os.execv('/bin/true', ['true'])",
    "spawns": "os.posix_spawn('/bin/true', ['true'], {})",
}
CHANGES = {
    "writes": "open(here + '/new', 'w')",
    "appends": "open(here + '/old', 'a')",
    "removes": "os.remove(here + '/old')",
    "renames": "os.rename(here + '/old', here + '/other')",
    "makes-folder": "os.mkdir(here + '/folder')",
    "links": "os.symlink('/etc/passwd', here + '/link')",
    "opens-to-all": "os.chmod(here + '/old', 0o777)",
    "cuts": "os.truncate(here + '/old', 1)",
}
FILES_OF_PEOPLE = {
    "reads": "open(here + '/old').read()",
    "lists": "os.listdir(here)",
    "looks-at-its-parent": "open(f'/proc/{os.getppid()}/environ').read()",
    "ends-its-parent": "os.kill(os.getppid(), 0)",
}
TRIES = """
import json, os, socket, subprocess, sys
sys.path.insert(0, sys.argv[1])
from grader.documents import confinement
here, deeds = sys.argv[2], json.loads(sys.argv[3])
{before}
confinement.confine()
done = []
for name, deed in deeds.items():
    try:
        eval(deed)
    except PermissionError:
        continue
    except OSError:
        pass
    done.append(name)
print(json.dumps(done))
"""


def what_is_done(deeds: dict[str, str], place: Path, before: str = "") -> list[str]:
    """Return the names of the deeds that a confined process was let do."""
    place.mkdir()
    (place / "old").write_text("old")
    run = subprocess.run(
        [sys.executable, "-P", "-c", TRIES.format(before=before), str(ROOT), str(place), json.dumps(deeds)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert [path.name for path in place.iterdir()] == ["old"]
    assert (place / "old").read_text() == "old"
    done: list[str] = json.loads(run.stdout)
    return done


@LINUX
def test_the_system_refuses_what_no_reader_needs(tmp_path: Path) -> None:
    deeds = NETWORK | PROGRAMS | CHANGES | FILES_OF_PEOPLE
    assert what_is_done(deeds, tmp_path / "place", "sys.addaudithook = None") == []


@LINUX
def test_where_one_of_two_guards_is_missing_the_other_stands(tmp_path: Path) -> None:
    deeds = NETWORK | PROGRAMS | CHANGES
    lost = "confinement.close_files = lambda system: False; sys.addaudithook = lambda hook: None"
    assert what_is_done(deeds, tmp_path / "place", lost) == []


def test_where_the_system_cannot_the_interpreter_refuses(tmp_path: Path) -> None:
    deeds = NETWORK | PROGRAMS | CHANGES
    assert what_is_done(deeds, tmp_path / "place", "sys.platform = 'another'") == []


def test_a_confined_process_still_reads_draws_and_ends_itself(tmp_path: Path) -> None:
    """What is loaded late is found: the second reader of PDFs, fonts, whatever packs a picture."""
    page = Page()
    page.write("Q1 42", 60, 100)
    program = (
        "import os, sys; sys.path.insert(0, sys.argv[1]); from grader.documents import confinement;"
        "confinement.confine(); data = sys.stdin.buffer.read();"
        "from grader.documents.pdf import read_pdf; from grader.documents.drawing import render;"
        "from grader.documents.photographs import draw_photograph;"
        "lines = read_pdf(data, 'a.pdf', settle=True).lines; picture = render(data, 1);"
        "print(lines[0].text, len(draw_photograph(picture, 72)) > 99, flush=True); os.abort()"
    )
    run = subprocess.run(
        [sys.executable, "-P", "-c", program, str(ROOT)],
        input=make_pdf([page]),
        capture_output=True,
        check=False,
    )
    assert run.stdout.decode() == "Q1 42 True\n"
    assert run.returncode != 0
