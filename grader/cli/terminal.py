"""The terminal: results to standard output, messages to standard error, nothing a student wrote taken literally."""

from __future__ import annotations

import os
import re
import sys
from typing import TextIO

from grader.translation import Message, Numeral, Translator

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


class Terminal:
    """Writes for people; ``quiet`` keeps everything but results and failures to itself."""

    def __init__(self, translator: Translator, *, quiet: bool = False, verbose: bool = False) -> None:
        self.translator = translator
        self.quiet = quiet
        self.verbose = verbose
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        self.has_colour = wants_colour(sys.stdout)

    def text(self, english: str, **values: object) -> str:
        """Return a sentence in the terminal's language; whole numbers in it have the reader's digits."""
        shown = {
            name: value
            if isinstance(value, str)
            else Numeral(value)
            if isinstance(value, int)
            else str(value)
            for name, value in values.items()
        }
        return self.translator.sentence(Message(english, shown))

    def result(self, line: str = "") -> None:
        """Write a line of the result."""
        sys.stdout.write(line + "\n")

    def say(self, line: str) -> None:
        """Write a message for a person."""
        if not self.quiet:
            sys.stderr.write(line + "\n")

    def warn(self, line: str) -> None:
        """Write what a person must see, quiet or not."""
        sys.stderr.write(line + "\n")

    def styled(self, text: str, *styles: str) -> str:
        """Return ``text`` in colour where the terminal has it."""
        if not self.has_colour:
            return text
        codes = ";".join(STYLES[style] for style in styles)
        return f"\x1b[{codes}m{text}\x1b[0m"


def wants_colour(stream: TextIO) -> bool:
    """Return whether colour is welcome: a terminal, and nobody said no."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def safe(text: str, longest: int = 200) -> str:
    """Return a student's text with control characters shown as escapes, cut where it is long."""
    shown = CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text.replace("\n", "⏎"))
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"
