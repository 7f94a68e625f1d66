"""What a run has to say when it ends."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import cast

from grader.records import JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A run in numbers, and the files that could not be graded.

    ``mean`` is over the final marks, None where there are none. ``moved`` counts marks that an earlier run had
    given otherwise. ``versions`` is what the marks were made with, to tell later why one moved. ``taken`` has each
    file and what it was taken for; ``noise`` counts what systems leave behind and nobody handed in.
    """

    graded: int
    needs_review: int
    missing: int
    unreadable: int
    final: int
    mean: float | None
    max_score: float
    decisions: int
    groups: int
    ungraded: tuple[tuple[str, str], ...]
    remarks: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    regraded: int = 0
    moved: int = 0
    versions: tuple[tuple[str, str], ...] = ()
    taken: tuple[tuple[str, str], ...] = ()
    noise: int = 0


def summary_as_json(summary: Summary) -> JsonValue:
    """Return a summary as a JSON value."""
    return cast(JsonValue, asdict(summary))


def read_summary(raw: JsonValue) -> Summary | None:
    """Return the summary that was kept; None where it was kept by another version."""
    if not isinstance(raw, dict):
        return None
    fields = dict(raw)
    try:
        for name in ("ungraded", "remarks", "versions", "taken"):
            fields[name] = cast(
                JsonValue, tuple(tuple(each) for each in cast("list[list[str]]", fields[name]))
            )
        fields["left_out"] = cast(JsonValue, tuple(cast("list[str]", fields["left_out"])))
        return Summary(**fields)  # type: ignore[arg-type]  # written by summary_as_json
    except (KeyError, TypeError):
        return None
