"""Names what is written about a student, safely, whatever the student's id holds."""

from __future__ import annotations

import re

NOT_SAFE = re.compile(r"[^A-Za-z0-9-]+")
SAFE_LENGTH = 40
HASH_LENGTH = 8


def safe_name(student_id: str) -> str:
    """Return a name for files about a student: ``401200001-1f3a9c2e``.

    At most 40 ASCII letters, digits and hyphens of the id, then 8 hex digits of its SHA-256, so that ids
    which differ only in other characters, or in case on a disk that ignores it, keep apart.
    """
    import hashlib

    digest = hashlib.sha256(student_id.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_LENGTH]
    safe = NOT_SAFE.sub("", student_id)[:SAFE_LENGTH].strip("-")
    return f"{safe}-{digest}" if safe else digest


def student_file_name(student_id: str) -> str:
    """Return where a student's report stands below the output folder: ``students/401200001-1f3a9c2e.html``."""
    return f"students/{safe_name(student_id)}.html"


def evidence_file_name(student: str, sha256: str, page: int, place: str = "") -> str:
    """Return where a picture stands: ``evidence/401200001-1f3a9c2e-0d52b1a7-p2.png`` for a whole page.

    ``student`` is an id, or a path where no id is known; then come 8 hex digits of the file's SHA-256, the
    page, and 8 more digits that tell a ``place`` on it from others.
    """
    import hashlib

    name = f"evidence/{safe_name(student)}-{sha256[:HASH_LENGTH]}-p{page}"
    if place:
        name += f"-{hashlib.sha256(place.encode()).hexdigest()[:HASH_LENGTH]}"
    return f"{name}.png"
