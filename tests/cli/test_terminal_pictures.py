"""Terminals that draw pictures are sent the places that were read; nothing else ever is."""

from __future__ import annotations

import base64
import fcntl
import io
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.cli import terminal_pictures
from grader.cli.check import inline_pictures
from grader.cli.terminal import Terminal
from grader.cli.terminal_pictures import InlinePictures, Protocol, Screen, protocol_of
from grader.documents.png import grey_png, size_of
from grader.translation import ENGLISH

DOCUMENTS = Path(__file__).parents[1] / "documents"
TYPED = DOCUMENTS / "open" / "shapes" / "typst-floors-and-commas.pdf"
PROGRAM = [sys.executable, "-c", "import sys; from grader.cli import main; sys.exit(main())"]
HINT = b"--html check.html"
KITTY = re.compile(rb"\x1b_G([^;]*);([A-Za-z0-9+/=]*)\x1b\\")
ITERM = re.compile(rb"\x1b\]1337;File=([^:]*):([A-Za-z0-9+/=]*)\x07")


@pytest.mark.parametrize(
    ("environment", "protocol"),
    [
        pytest.param({"TERM": "xterm-kitty"}, Protocol.KITTY, id="kitty"),
        pytest.param({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, Protocol.KITTY, id="kitty-as-xterm"),
        pytest.param({"TERM": "xterm-ghostty"}, Protocol.KITTY, id="ghostty"),
        pytest.param({"TERM_PROGRAM": "ghostty"}, Protocol.KITTY, id="ghostty-as-xterm"),
        pytest.param({"TERM_PROGRAM": "iTerm.app"}, Protocol.ITERM, id="iterm"),
        pytest.param({"LC_TERMINAL": "iTerm2"}, Protocol.ITERM, id="iterm-through-ssh"),
        pytest.param({"TERM_PROGRAM": "WezTerm"}, Protocol.ITERM, id="wezterm"),
        pytest.param({"TERM_PROGRAM": "mintty"}, Protocol.ITERM, id="mintty"),
        pytest.param({"KONSOLE_VERSION": "220400"}, Protocol.ITERM, id="konsole"),
        pytest.param({"KONSOLE_VERSION": "211203"}, None, id="konsole-without"),
        pytest.param({"KONSOLE_VERSION": "new"}, None, id="konsole-unknown"),
        pytest.param({}, None, id="nothing-known"),
        pytest.param({"TERM": "xterm-256color"}, None, id="xterm"),
        pytest.param({"TERM_PROGRAM": "Apple_Terminal"}, None, id="apple"),
        pytest.param({"TERM_PROGRAM": "vscode", "LC_TERMINAL": "iTerm2"}, None, id="started-from-iterm"),
        pytest.param({"TERM_PROGRAM": "vscode", "KITTY_WINDOW_ID": "1"}, None, id="started-from-kitty"),
        pytest.param({"TERM": "xterm-kitty", "TMUX": "1,0"}, None, id="tmux"),
        pytest.param({"TERM": "tmux-256color", "LC_TERMINAL": "iTerm2"}, None, id="tmux-through-ssh"),
        pytest.param({"TERM": "screen", "TERM_PROGRAM": "WezTerm"}, None, id="screen"),
        pytest.param({"STY": "1.x", "TERM_PROGRAM": "iTerm.app"}, None, id="screen-as-xterm"),
        pytest.param({"ZELLIJ": "0", "TERM": "xterm-kitty"}, None, id="zellij"),
        pytest.param({"INSIDE_EMACS": "29.1", "KITTY_WINDOW_ID": "1"}, None, id="emacs"),
    ],
)
def test_a_terminal_is_known_by_its_environment(
    environment: dict[str, str], protocol: Protocol | None
) -> None:
    assert protocol_of(environment) is protocol


def picture(width: int, height: int) -> bytes:
    """Return a picture that cannot be made small."""
    return grey_png(Random(1).randbytes(width * height), width, height, width)


def taken(drawn: bytes) -> tuple[int, int, bytes]:
    """Return columns, rows and the PNG of the one picture that a terminal is sent, by either protocol."""
    if found := ITERM.findall(drawn):
        ((keys, data),) = found
        named = dict(key.split(b"=") for key in keys.split(b";"))
        assert (named[b"inline"], int(named[b"size"])) == (b"1", len(base64.b64decode(data, validate=True)))
        return int(named[b"width"]), int(named[b"height"]), base64.b64decode(data, validate=True)
    chunks = KITTY.findall(drawn)
    first = dict(key.split(b"=") for key in chunks[0][0].split(b","))
    assert (first[b"a"], first[b"f"], first[b"q"]) == (b"T", b"100", b"2")
    assert [dict(key.split(b"=") for key in keys.split(b","))[b"m"] for keys, _ in chunks] == [
        *[b"1"] * (len(chunks) - 1),
        b"0",
    ]
    assert all(keys in (b"m=0", b"m=1") for keys, _ in chunks[1:])
    assert all(len(data) <= 4096 and len(data) % 4 == 0 for _, data in chunks)
    data = b"".join(data for _, data in chunks)
    return int(first[b"c"]), int(first[b"r"]), base64.b64decode(data, validate=True)


@pytest.mark.parametrize("protocol", Protocol)
@pytest.mark.parametrize("size", [(60, 30), (900, 40), (700, 400)])
def test_the_terminal_gets_the_picture_itself(protocol: Protocol, size: tuple[int, int]) -> None:
    png = picture(*size)

    sent = InlinePictures(protocol, Screen(24, 80)).drawn(png, 6).encode("ascii")

    assert taken(sent)[2] == png


@given(st.integers(1, 1500), st.integers(1, 400), st.integers(1, 60), st.integers(1, 200), st.floats(1, 3))
def test_a_picture_stays_within_the_screen_and_in_proportion(
    width: int, height: int, rows: int, columns: int, cell: float
) -> None:
    png = grey_png(bytes(width * height), width, height, width)
    shown = InlinePictures(Protocol.KITTY, Screen(rows, columns, cell))

    wide, high = shown.cells_of(png, 6)

    assert 1 <= wide <= max(1, columns - 7)
    assert 1 <= high <= max(1, min(8, rows - 2))
    if high > 1 and wide > 4:
        assert wide / (high * cell) == pytest.approx(width / height, rel=0.15)


@pytest.mark.parametrize(
    ("height", "rows"),
    [pytest.param(33, 2, id="line"), pytest.param(52, 3, id="fraction"), pytest.param(400, 8, id="matrix")],
)
def test_a_line_takes_two_rows_and_a_matrix_a_few(height: int, rows: int) -> None:
    shown = InlinePictures(Protocol.ITERM, Screen(50, 120))

    assert shown.cells_of(picture(300, height), 6)[1] == rows


@pytest.mark.parametrize("protocol", Protocol)
def test_room_is_made_before_and_the_cursor_ends_below(protocol: Protocol) -> None:
    """Followed line by line: what scrolls, scrolls before the picture; the text goes on under its last row."""
    sent = InlinePictures(protocol, Screen(24, 80)).drawn(picture(300, 52), 6)

    before, inner, after = re.split(r"\x1b[78]", sent)
    rows = taken(inner.encode())[1]
    assert before == "\n" * rows + f"\x1b[{rows}A\x1b[6C"
    assert after == "\n" * (rows - 1)


def shown_by(here: Path, **environment: str) -> bytes:
    """Return what a check shows on a terminal."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", 30, 100, 900, 540))
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.environ["PYTHONPATH"],
        "TERM": "xterm-256color",
        **environment,
    }
    command = [*PROGRAM, "check", "mine.pdf"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, cwd=here):
        os.close(theirs)
        shown = b""
        try:
            while data := os.read(ours, 1 << 16):
                shown += data
        except OSError:
            pass  # the other end has closed
    os.close(ours)
    assert b"Traceback" not in shown
    return shown


@pytest.fixture
def typed(here: Path) -> Path:
    """A folder with a typed PDF beside its assignment."""
    shutil.copy(DOCUMENTS / "shapes.toml", here / "assignment.toml")
    shutil.copy(TYPED, here / "mine.pdf")
    return here


@pytest.mark.parametrize(
    ("environment", "begins"),
    [
        pytest.param({"TERM_PROGRAM": "iTerm.app"}, rb"\x1b\]1337;File=", id="iterm"),
        pytest.param({"TERM": "xterm-kitty"}, rb"\x1b_Ga=T", id="kitty"),
    ],
)
def test_each_place_is_drawn_under_its_answer(
    typed: Path, environment: dict[str, str], begins: bytes
) -> None:
    shown = shown_by(typed, **environment)

    below = dict(
        re.findall(rb"(?:^|\n)[^\w\n]{1,12}  (\w+): page 1: ([^\x07]*?" + begins + rb"[^\n]*)", shown)
    )
    assert len(re.findall(begins, shown)) == 13
    assert {b"conv", b"size", b"ratio"} <= below.keys()
    columns, rows, png = taken(below[b"conv"])
    assert columns <= 93
    assert rows in (2, 3)
    assert size_of(png)[1] < 80
    assert HINT not in shown


def test_a_terminal_that_is_not_known_is_sent_no_picture(typed: Path) -> None:
    shown = shown_by(typed)

    assert b"read as 14" in shown
    assert {shown[at + 1 : at + 2] for at in range(len(shown)) if shown[at : at + 1] == b"\x1b"} == {b"["}
    assert HINT in shown


def test_a_pipe_is_sent_no_picture(typed: Path) -> None:
    env = {**os.environ, "TERM": "xterm-kitty", "TERM_PROGRAM": "iTerm.app"}
    command = [*PROGRAM, "check", "mine.pdf"]

    done = subprocess.run(command, cwd=typed, env=env, capture_output=True, check=True)

    assert b"read as 14" in done.stdout
    assert b"\x1b" not in done.stdout + done.stderr


class Stream(io.StringIO):
    """Standard output, on a terminal or not."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal


@pytest.mark.parametrize(
    ("environment", "is_terminal", "quiet", "drawn"),
    [
        pytest.param({"TERM": "xterm-kitty"}, True, False, True, id="welcome"),
        pytest.param({"TERM": "xterm-kitty"}, False, False, False, id="pipe"),
        pytest.param({"TERM": "xterm-kitty"}, True, True, False, id="quiet"),
        pytest.param({"TERM": "xterm-kitty", "NO_COLOR": "1"}, True, False, False, id="no-colour"),
        pytest.param({"TERM": "dumb", "TERM_PROGRAM": "iTerm.app"}, True, False, False, id="dumb"),
    ],
)
def test_pictures_are_drawn_only_where_they_are_welcome(
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    is_terminal: bool,
    quiet: bool,
    drawn: bool,
) -> None:
    monkeypatch.setattr(os, "environ", environment)
    monkeypatch.setattr(sys, "stdout", Stream(is_terminal=is_terminal))
    monkeypatch.setattr(terminal_pictures, "screen_of_terminal", lambda: Screen(24, 80))

    assert (inline_pictures(Terminal(ENGLISH, quiet=quiet)) is not None) is drawn


@pytest.mark.parametrize(
    ("told", "screen"),
    [
        pytest.param((0, 0, 0, 0), None, id="no-size"),
        pytest.param((30, 100, 0, 0), Screen(30, 100, 2.0), id="cells-only"),
        pytest.param((30, 100, 900, 540), Screen(30, 100, 2.0), id="pixels"),
        pytest.param((30, 100, 1000, 750), Screen(30, 100, 2.5), id="high-cells"),
    ],
)
def test_a_screen_is_measured(
    monkeypatch: pytest.MonkeyPatch, told: tuple[int, ...], screen: Screen | None
) -> None:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", *told))
    with os.fdopen(ours), os.fdopen(theirs) as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)

        assert terminal_pictures.screen_of_terminal() == screen
        monkeypatch.undo()
