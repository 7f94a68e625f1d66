"""Says what a file was taken for."""

from __future__ import annotations

from grader.translation import Message

KINDS = {
    "json": Message("answers in JSON"),
    "form": Message("a filled form"),
    "typed": Message("a typed document"),
    "scan": Message("a scan or a photograph"),
    "extract": Message("a text"),
    "notebook": Message("a notebook"),
}
UNREAD = Message("nothing that could be read")


def kind_of(kind: str) -> Message:
    """Return what a file was taken for, in words."""
    return KINDS.get(kind, UNREAD)
