"""Refuses libraries that are known to have holes, where they are about to be used."""

from __future__ import annotations

from itertools import takewhile

from grader.errors import UsageError

# The oldest version without a known hole, and what to install: as in pyproject.toml, for who installs past it.
SAFE = {
    "jinja2": ("3.1.6", "jinja2"),  # before, a template gets out of its sandbox
    "pdfminer.six": ("20251230", "pdfplumber"),  # before, a PDF has code run through its tables of characters
    "pillow": ("12.3", "pillow"),  # before, small files of rare kinds unpack without end
    "pypdfium2": ("5.9", "pypdfium2"),  # before, an older pdfium
}


def require_safe(*libraries: str) -> None:
    """Raise UsageError where a library is older than the oldest that is safe, or not installed."""
    from importlib.metadata import (
        PackageNotFoundError,
        version,
    )  # 15 ms, and not every command needs a library

    for library in libraries:
        least, brings_it = SAFE[library]
        try:
            found = version(library)
        except PackageNotFoundError:
            found = ""
        if not found or numbers_of(found) < numbers_of(least):
            what = f"version {found} is here, which has known holes" if found else "it is not installed"
            raise UsageError(
                f"{library} {least} or later is needed: {what}; type pip install --upgrade {brings_it}"
            )


def numbers_of(version: str) -> tuple[int, ...]:
    """Return the leading numbers of a version, which tell older from newer."""
    pieces = version.split(".")
    return tuple(int(digits) for piece in pieces if (digits := "".join(takewhile(str.isdecimal, piece))))
