"""Tells which answers that wait one decision settles: those that say the same and wait for the same reason."""

from __future__ import annotations

from grader.records import JsonValue, PartRecord, QuestionRecord
from grader.store.lines import stable_json

CONVENTION = "convention"
SCAN = "scan"  # what a machine recognised in a picture is no reading: it makes no two answers equal
NOTHING_READ = "nothing read"


def alike(question: QuestionRecord, part: PartRecord) -> tuple[str, ...]:
    """Return what answers that are settled together have in common.

    It begins with the question, then the part, or `CONVENTION` where one decision settles it for the whole
    question; then comes `NOTHING_READ` where there is no answer to be equal.
    """
    codes = mistakes_named(part)
    reason = part.reading.reason or part.status
    if reason == CONVENTION and codes:
        return question.id, CONVENTION, codes
    text = " ".join(part.reading.text.split())
    if reason == SCAN or (not text and part.submitted in (None, "", [])):
        return question.id, part.id, NOTHING_READ, reason
    answer = [_without_needless_space(part.submitted), _without_needless_space(part.value)]
    whole = stable_json([*answer, part.expected, question.params])
    return question.id, part.id, reason, codes, text, whole


def mistakes_named(part: PartRecord) -> str:
    """Return the names of the mistakes or conventions recognised in an answer."""
    return ", ".join(mistake.code for mistake in part.mistakes)


def _without_needless_space(value: JsonValue) -> JsonValue:
    """Return a text with single spaces, and anything else as it is."""
    return " ".join(value.split()) if isinstance(value, str) else value
