"""Names a student's report, safely, whatever the student's id holds."""

from __future__ import annotations

import re

NOT_SAFE = re.compile(r"[^A-Za-z0-9-]+")
SAFE_LENGTH = 40
HASH_LENGTH = 8


def student_file_name(student_id: str) -> str:
    """Return where a student's report stands below the output folder: ``students/401200001-1f3a9c2e.html``.

    At most 40 ASCII letters, digits and hyphens of the id, then 8 hex digits of its SHA-256, so that ids
    which differ only in other characters, or in case on a disk that ignores it, keep apart.
    """
    import hashlib

    digest = hashlib.sha256(student_id.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_LENGTH]
    safe = NOT_SAFE.sub("", student_id)[:SAFE_LENGTH].strip("-")
    return f"students/{safe}-{digest}.html" if safe else f"students/{digest}.html"
