"""A hand-in as it reaches the judges: who, which files, and the answers found in them, by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from grader.records import Certainty, Delivered, FileRecord, JsonValue, student_key
from grader.translation import Message

if TYPE_CHECKING:  # a class that hands in JSON needs no documents
    from grader.documents.model import Box, Document
    from grader.finding.elsewhere import Elsewhere

LONGEST_EXCERPT = 60  # characters of each answer
MOST_EXCERPTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer as it was found: its raw value, and where.

    ``reason`` sends it to a person whatever it says ("contradictory", "duplicate_key", …), ``doubt`` only if
    it is not right; ``note`` then says what was seen. ``certainty`` is that of the place: a JSON value is
    certain. In a document, ``others`` are second readings of the same place, ``weak`` are answers that count
    only if they are right, and ``nearby`` are texts that never count, but if one is right a wrong answer waits;
    ``elsewhere`` finds what else the document says, where that is wanted.
    """

    submitted: JsonValue
    file: str | None
    certainty: Certainty = Certainty.CERTAIN
    reason: str | None = None
    note: Message | None = None
    doubt: str | None = None
    page: int | None = None
    box: Box | None = None
    others: tuple[str, ...] = ()
    weak: tuple[Answer, ...] = ()
    nearby: tuple[str, ...] = ()
    elsewhere: Elsewhere | None = field(default=None, compare=False, repr=False)


def differing(best: Answer, answers: Sequence[Answer], *, with_files: bool = True) -> Answer:
    """Return an answer that a person must decide, with what stands in each place, and in which file."""
    said = "; ".join(
        f"{each.file}: {excerpt(each.submitted)}" if with_files else excerpt(each.submitted)
        for each in answers[:MOST_EXCERPTS]
    )
    note = Message("Answers that differ were found: {answers}", {"answers": said})
    return replace(best, reason="contradictory", note=note)


def excerpt(submitted: object) -> str:
    """Return the beginning of what was written, by which a person tells answers apart."""
    return str(submitted)[:LONGEST_EXCERPT]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that a person should know about a hand-in, in no language yet."""

    code: str
    file: str | None
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One student's hand-in.

    ``answers`` are by the name the student used ("conv_shapes.conv"), ``unreadable`` is true
    where nothing could be read at all, and ``unread`` names the files of a hand-in that were not while others
    were: what seems to be missing may stand in them. ``documents`` are texts in which answers are still to be
    found, for that needs to be known what is asked. ``owners`` are the id and the name of each student to whom it
    belongs, ``is_team`` tells that a platform says so, and ``doubt`` sends every part to a person. ``delivered`` is
    what a platform says of when it came. ``separate`` are the hand-ins of which this is made where they are a conflict
    and some of their answers are still to be found.
    """

    student_id: str | None
    name: str | None
    files: tuple[FileRecord, ...]
    answers: Mapping[str, Answer]
    notices: tuple[Notice, ...] = ()
    unreadable: bool = False
    unread: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    owners: tuple[tuple[str, str | None], ...] = ()
    is_team: bool = False
    doubt: Notice | None = None
    delivered: Delivered | None = None
    separate: tuple[Submission, ...] = ()

    @property
    def key(self) -> str:
        """What the hand-in is called among its class."""
        return student_key(self.student_id, self.files)
