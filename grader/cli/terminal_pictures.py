"""Draws small pictures on terminals that can: by kitty's graphics protocol or by iTerm2's inline images.

Sources: https://sw.kovidgoyal.net/kitty/graphics-protocol/ and https://iterm2.com/documentation-images.html. Whether a
terminal knows either is told by the environment alone: to ask it, its answer would have to be read from the keyboard.
"""

from __future__ import annotations

import base64
import os
import sys
from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from grader.documents.png import size_of

LINE_PIXELS = 18  # of a picture with 120 dots an inch: a line of 11 points, which becomes a row
FEWEST_ROWS, MOST_ROWS = 2, 8  # one line with what is above and below it; a matrix of some rows
USUAL_CELL = 2.0  # a cell is about twice as high as wide
LONGEST_CHUNK = 4096  # characters of base64 in one sequence of kitty's
FIRST_KONSOLE = 220_400  # 22.04 is the first that draws pictures
WITHIN = ("TMUX", "STY", "ZELLIJ", "INSIDE_EMACS")  # these stand between us and the terminal, and draw none


class Protocol(Enum):
    """How a terminal is sent a picture."""

    KITTY = "kitty"
    ITERM = "iterm"


TERMS = {"xterm-kitty": Protocol.KITTY, "xterm-ghostty": Protocol.KITTY}
PROGRAMS = {
    "ghostty": Protocol.KITTY,
    "iTerm.app": Protocol.ITERM,
    "WezTerm": Protocol.ITERM,
    "mintty": Protocol.ITERM,
}


def protocol_of(environment: Mapping[str, str]) -> Protocol | None:
    """Return how the terminal is sent pictures; None where it is not known to draw any."""
    term = environment.get("TERM", "")
    if any(environment.get(name) for name in WITHIN) or term.startswith(("tmux", "screen")):
        return None
    if term in TERMS:
        return TERMS[term]
    program = environment.get("TERM_PROGRAM")
    if (
        program
    ):  # what other terminals left in the environment, from which this one was started, counts no more
        return PROGRAMS.get(program)
    if environment.get("LC_TERMINAL") == "iTerm2":  # goes through SSH, as TERM_PROGRAM does not
        return Protocol.ITERM
    konsole = environment.get("KONSOLE_VERSION", "")
    if konsole:
        return Protocol.ITERM if konsole.isdecimal() and int(konsole) >= FIRST_KONSOLE else None
    return Protocol.KITTY if environment.get("KITTY_WINDOW_ID") else None


class Screen(NamedTuple):
    """The terminal's size in cells; ``cell`` is how many times as high as wide each is."""

    rows: int
    columns: int
    cell: float = USUAL_CELL


class InlinePictures:
    """Draws pictures between the lines of one terminal."""

    def __init__(self, protocol: Protocol, screen: Screen) -> None:
        self.protocol = protocol
        self.screen = screen

    def drawn(self, png: bytes, indent: int) -> str:
        """Return what draws a picture ``indent`` columns from the left, to be followed by the end of the line.

        Room is made first, so that nothing scrolls while the picture is drawn: where the cursor then stands differs
        from terminal to terminal, so its place is kept and taken up again.
        """
        columns, rows = self.cells_of(png, indent)
        room = "\n" * rows + f"\x1b[{rows}A" + (f"\x1b[{indent}C" if indent else "")
        sent = kitty(png, columns, rows) if self.protocol is Protocol.KITTY else iterm(png, columns, rows)
        return f"{room}\x1b7{sent}\x1b8" + "\n" * (rows - 1)

    def cells_of(self, png: bytes, indent: int) -> tuple[int, int]:
        """Return how many columns and rows a picture takes, with its letters about as large as the terminal's."""
        width, height = size_of(png)
        columns_a_row = width / height * self.screen.cell
        available = max(1, self.screen.columns - indent - 1)
        most = max(1, min(MOST_ROWS, self.screen.rows - 2, int(available / columns_a_row)))
        rows = min(most, max(FEWEST_ROWS, round(height / LINE_PIXELS)))
        return max(1, min(available, round(rows * columns_a_row))), rows


def kitty(png: bytes, columns: int, rows: int) -> str:
    """Return a picture as kitty, Ghostty and others take it, in chunks; the terminal answers nothing."""
    data = base64.b64encode(png).decode("ascii")
    chunks = [data[start : start + LONGEST_CHUNK] for start in range(0, len(data), LONGEST_CHUNK)]
    sent = []
    for place, chunk in enumerate(chunks):
        keys = f"a=T,f=100,q=2,C=1,c={columns},r={rows}," if place == 0 else ""
        sent.append(f"\x1b_G{keys}m={int(place + 1 < len(chunks))};{chunk}\x1b\\")
    return "".join(sent)


def iterm(png: bytes, columns: int, rows: int) -> str:
    """Return a picture as iTerm2, WezTerm, Konsole and others take it.

    That its proportions are kept is left unsaid: it goes without saying, and Konsole understands the opposite.
    """
    data = base64.b64encode(png).decode("ascii")
    return f"\x1b]1337;File=inline=1;size={len(png)};width={columns};height={rows}:{data}\x07"


def pictures_of_terminal() -> InlinePictures | None:
    """Return what draws pictures on standard output, a terminal; None where it is not known to draw any."""
    protocol = protocol_of(os.environ)
    screen = screen_of_terminal() if protocol is not None else None
    return InlinePictures(protocol, screen) if protocol is not None and screen is not None else None


def screen_of_terminal() -> Screen | None:
    """Return the size of the terminal behind standard output; None where it tells none."""
    try:
        import fcntl
        import struct
        import termios

        told = fcntl.ioctl(sys.stdout.fileno(), termios.TIOCGWINSZ, bytes(8))
    except (ImportError, OSError):
        return None
    rows, columns, width, height = struct.unpack("4H", told)
    if not rows or not columns:
        return None
    is_measured = width >= columns and height >= rows
    return Screen(rows, columns, (height / rows) / (width / columns) if is_measured else USUAL_CELL)
