"""Typesets TeX sources: pdfLaTeX for Latin letters, XeLaTeX with xepersian and LuaLaTeX with babel for Persian."""

from __future__ import annotations

from pathlib import Path

from .missing import program, run

RUNS = 2  # the second one knows the page numbers


def typeset_with_pdflatex(source: Path, room: Path) -> bytes:
    """Return what pdfLaTeX makes of the source."""
    return typeset(program("pdflatex"), source, room)


def typeset_with_xelatex(source: Path, room: Path) -> bytes:
    """Return what XeLaTeX makes of the source."""
    return typeset(program("xelatex"), source, room)


def typeset_with_lualatex(source: Path, room: Path) -> bytes:
    """Return what LuaLaTeX makes of the source; it stores right-to-left text in the order of drawing."""
    return typeset(program("lualatex"), source, room)


def typeset(engine: str, source: Path, room: Path) -> bytes:
    """Return the PDF that a TeX engine makes, without reading or writing outside its room."""
    text = room / "made.tex"
    text.write_bytes(source.read_bytes())
    command = [engine, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", text.name]
    for _ in range(RUNS - 1):
        run(command, room, room / "made.pdf")
    return run(command, room, room / "made.pdf")
