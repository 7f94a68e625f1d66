"""Saves a page that somebody asked for, wherever they want it."""

from __future__ import annotations

from pathlib import Path

from grader.cli.terminal import Terminal
from grader.errors import OutputNotWritable


def save_page(place: Path, page: bytes, terminal: Terminal) -> None:
    """Write a page and say where it is. Raises OutputNotWritable."""
    try:
        place.write_bytes(page)
    except OSError as fault:
        raise OutputNotWritable(f"{place}: cannot be written ({fault.strerror}); give another file") from None
    terminal.say(terminal.text("The page is in {file}.", file=str(place)))
