"""Looks whether Tesseract is installed, and loads nothing for it."""

from __future__ import annotations

import os


def find_tesseract() -> str | None:
    """Return the program's path, None where it is not installed."""
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        place = os.path.join(folder, "tesseract")  # noqa: PTH118 - runs for every folder of the path in each run
        if folder and os.path.isfile(place) and os.access(place, os.X_OK):  # noqa: PTH113
            return place
    return None
