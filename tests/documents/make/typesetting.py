"""Typesets Typst sources."""

from __future__ import annotations

from pathlib import Path

from .missing import ProducerMissing


def typeset_with_typst(source: Path, room: Path) -> bytes:
    """Return what Typst makes of the source; ``room`` is not needed."""
    try:
        import typst
    except ImportError as error:
        raise ProducerMissing("typst is not installed") from error
    made: bytes = typst.compile(str(source))
    return made
