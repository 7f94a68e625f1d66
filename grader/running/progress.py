"""How far a run is: what shows it, and what shows nothing."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Shows how far the run is."""

    def start(self, total: int, what: str) -> None:
        """Begin with ``total`` things to do: "files" to read, "students" to grade or "pictures" to draw."""

    def step(self) -> None:
        """Count one as done."""

    def finish(self) -> None:
        """End, however the run ended."""


class Silent:
    """No progress: there is no terminal, or nobody wants it."""

    def start(self, total: int, what: str) -> None:
        """Show nothing."""

    def step(self) -> None:
        """Show nothing."""

    def finish(self) -> None:
        """Show nothing."""
