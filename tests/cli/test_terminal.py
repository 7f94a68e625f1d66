"""The terminal is answered as it is: in its language and colours, with its streams closed or full."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.cli.conftest import Course, Grade

PROGRAM = [sys.executable, "-c", "import sys; from grader.cli import main; sys.exit(main())"]


def in_terminal(
    words: list[str], typed: str = "", size: tuple[int, int] = (24, 80), **environment: str
) -> str:
    """Return what a command shows on a terminal of ``size`` rows and columns where ``typed`` is typed."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, size)
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.environ["PYTHONPATH"],
        "TERM": "xterm",
        **environment,
    }
    with subprocess.Popen([*PROGRAM, *words], stdin=theirs, stdout=theirs, stderr=theirs, env=env):
        os.close(theirs)
        os.write(ours, typed.encode())
        shown = b""
        try:
            while data := os.read(ours, 1 << 16):
                shown += data
        except OSError:
            pass  # the other end has closed
    os.close(ours)
    assert b"Traceback" not in shown
    return shown.decode()


def test_practice_asks_judges_and_then_shows(here: Path) -> None:
    typed = "5\n\nnot a number\n7\n\n\n\n"

    shown = in_terminal(["practice", "dilated_output", "--seed", "7"], typed)

    assert "effective_kernel = " in shown
    assert shown.index("not yet right") < shown.index("Solution")


def test_colour_is_for_terminals_where_nobody_said_no(here: Path) -> None:
    assert "\x1b[1m" in in_terminal(["problems"])
    assert "\x1b[" not in in_terminal(["problems"], NO_COLOR="1")


def test_progress_is_shown_on_a_terminal_only(course: Course, grade: Grade) -> None:
    words = ["hw", "--problems", "course", "--out"]

    assert "students/s" in in_terminal([*words, "a"])
    assert "students/s" in in_terminal([*words, "c"], size=(0, 0))  # one that does not tell how wide it is
    assert grade(*words, "b")[2] == ""


def test_a_closed_pipe_ends_quietly(here: Path) -> None:
    process = subprocess.Popen(
        [*PROGRAM, "problems", "conv_shapes"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate()

    assert (process.returncode, err) == (141, b"")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_traceback(course: Course, closed: str) -> None:
    words = [*PROGRAM, "problems", "walk", "--problems", "course"]

    done = subprocess.run(
        ["/bin/sh", "-c", f'"$0" "$@" {closed}', *words], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_standard_output_is_said(course: Course) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*PROGRAM, "problems"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )

    assert done.returncode == 74
    assert done.stderr.startswith("grade: ")
    assert done.stderr.count("\n") == 1


def test_a_terminal_without_unicode_gets_escapes(here: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}

    done = subprocess.run(
        [*PROGRAM, "problems", "conv_shapes"], capture_output=True, env=environment, check=True
    )

    assert done.stdout.isascii()


def test_a_persian_terminal_is_answered_in_persian(
    grade: Grade, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = grade("--help")[1]
    monkeypatch.setenv("LANG", "fa_IR.UTF-8")

    persian = grade("--help")[1]

    assert persian != english
    assert any("\u0600" <= letter <= "\u06ff" for letter in persian)
    assert grade("--locale", "en", "--help")[1] == english
    monkeypatch.delenv("LANG")
    assert grade("--locale", "fa", "--help")[1] == persian


def test_an_unknown_language_of_the_environment_is_english(
    grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = grade("--help")[1]
    monkeypatch.setenv("LANG", "de_DE.UTF-8")

    assert grade("--help")[1] == english


def test_a_course_brings_a_language_that_may_be_asked_for(grade: Grade, course: Course) -> None:
    folder = course.problems / "locale" / "xx" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
    (folder / "course.po").write_text(f'{header}msgid "exactly"\nmsgstr "genau"\n')

    assert grade("hw", "--problems", "course", "--locale", "xx")[0] == 0
    assert "genau" in next(Path("reports/students").iterdir()).read_text()
