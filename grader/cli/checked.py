"""Works out what a student may be told of each answer before it is handed in.

At the level "format" nothing here depends on a reference: not a word, not an order, not the exit code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from grader.answers import Reading, Value
from grader.assignment.resolved import AskedPart, Homework, Question, StudentQuestion
from grader.checking.judge import Judge
from grader.checking.verdict import Verdict
from grader.grading.grade import Grader
from grader.grading.matching import Matched, match
from grader.grading.submission import Answer, Submission
from grader.problem.parts import PartId
from grader.records import Certainty, PartStatus
from grader.translation import Message, Numeral, Translator

SCAN = "scan"
UNREAD = Message("This cannot be read.")
UNKNOWN_NUMBERS = Message("Your own numbers are not in this assignment, so it cannot be read here.")
NOBODYS = Message("The file does not say whose it is: add your student id.")
PartKey = tuple[str, str]  # a question's id and a part's


class Standing(StrEnum):
    """How an answer stands, as far as it may be told."""

    BLANK = "blank"
    IN_PICTURE = "in_picture"
    IN_DOUBT = "in_doubt"  # it cannot be read, or not surely
    READ = "read"
    RIGHT = "right"
    FOLLOWED = "followed"  # right for the student's own earlier answer
    PARTIAL = "partial"
    WRONG = "wrong"
    WAITS = "waits"

    @property
    def needs_attention(self) -> bool:
        """Whether the student should look at the answer before handing it in."""
        return self not in (Standing.READ, Standing.RIGHT, Standing.FOLLOWED, Standing.WAITS)

    @property
    def tells_reading(self) -> bool:
        """Whether it is told how the answer is read."""
        return self not in (Standing.BLANK, Standing.IN_PICTURE, Standing.IN_DOUBT)


WORDS = {
    Standing.BLANK: Message("no answer"),
    Standing.IN_PICTURE: Message("a person reads it"),
    Standing.IN_DOUBT: Message("please look at it"),
    Standing.READ: Message("well formed"),
    Standing.RIGHT: Message("right"),
    Standing.FOLLOWED: Message("right for your own earlier answer"),
    Standing.PARTIAL: Message("partly right"),
    Standing.WRONG: Message("not yet right"),
    Standing.WAITS: Message("a person will look at it"),
}


class CheckedPart(NamedTuple):
    """One answer; ``explained`` says what is the matter with it or how it was taken, ``hints`` what may help."""

    part: AskedPart
    standing: Standing
    reading: Reading
    answer: Answer | None
    explained: tuple[Message, ...]
    hints: tuple[Message, ...]

    @property
    def page(self) -> int | None:
        """The page on which the answer was found, or which is a picture; None where there are no pages."""
        return None if self.answer is None else self.answer.page

    @property
    def about_picture(self) -> Message:
        """What is said of an answer that stands in a picture: nothing of it is read."""
        if self.page is None:
            return Message("a picture or handwriting, which a person reads")
        return Message("page {page} is a picture, which a person reads", {"page": Numeral(self.page)})

    @property
    def length(self) -> Message:
        """How long an answer in words is."""
        count = Numeral(len(self.reading.text.split()))
        return Message("{count} words, for a person to read", {"count": count})

    def ways(self, translator: Translator) -> dict[str, Value]:
        """Return every sensible way in which the answer is read by its words, the likeliest first."""
        found: dict[str, Value] = {}
        for value in self.reading.values:
            found.setdefault(self.part.part.show(value, translator), value)
        return found


class CheckedQuestion(NamedTuple):
    """One question with its answers; ``asked`` is None where the student's own numbers are not known."""

    question: Question
    asked: StudentQuestion | None
    parts: tuple[CheckedPart, ...]


class CheckedHandIn(NamedTuple):
    """What may be told of one hand-in.

    There are no ``questions`` where it could not be read. ``stray`` maps names that fit no part to the nearest that
    is asked, and ``level`` is the assignment's ``selfcheck``.
    """

    submission: Submission
    level: str
    questions: tuple[CheckedQuestion, ...] = ()
    stray: Mapping[str, str] = {}

    @property
    def parts(self) -> Iterator[tuple[PartKey, CheckedPart]]:
        """Yield every answer with its question's and its part's id."""
        for checked in self.questions:
            for each in checked.parts:
                yield (checked.question.id, each.part.part.id), each

    @property
    def attention(self) -> int:
        """How many things the student should look at before handing it in."""
        parts = sum(each.standing.needs_attention for _, each in self.parts)
        return parts + len(self.stray) + (self.submission.student_id is None)

    @property
    def conclusion(self) -> Message:
        """What to do next."""
        if self.attention:
            return Message("{count} to look at before you hand it in.", {"count": Numeral(self.attention)})
        if self.level == "format":
            return Message("Everything is read. Whether it is right is not told here.")
        return Message("Nothing is left to look at.")


def check_hand_in(homework: Homework, submission: Submission, translator: Translator) -> CheckedHandIn:
    """Return what the assignment's ``selfcheck`` allows a student to be told."""
    grader = Grader(homework, translator)
    asked = {question.id: question.for_student(submission.student_id) for question in homework.questions}
    submission = grader.with_found(submission, asked)
    matched = match(submission.answers, grader.names(asked))
    return CheckedHandIn(
        submission=submission,
        level=homework.shape.selfcheck,
        questions=tuple(
            CheckedQuestion(question, own, parts_of(grader, question, own, matched) if own else ())
            for question in homework.questions
            for own in (asked[question.id],)
        ),
        stray=matched.stray,
    )


def parts_of(
    grader: Grader, question: Question, asked: StudentQuestion, matched: Matched
) -> tuple[CheckedPart, ...]:
    """Return what may be told of the answers to one question."""
    level = grader.homework.shape.selfcheck
    stray = matched.may_hold(question.id)
    answers = {part.part.id: matched.answers.get((question.id, part.part.id)) for part in asked.asked}
    readings: dict[PartId, Reading] = {
        part.part.id: grader.read(question, asked, part, answers[part.part.id], stray) for part in asked.asked
    }
    verdicts: Sequence[Verdict | None] = [None] * len(asked.asked)
    if level != "format":
        verdicts = Judge().question(question.id, asked, readings)
    return tuple(
        checked_part(part, readings[part.part.id], answers[part.part.id], verdict, has_hints=level == "hints")
        for part, verdict in zip(asked.asked, verdicts, strict=True)
    )


def checked_part(
    part: AskedPart, reading: Reading, answer: Answer | None, verdict: Verdict | None, *, has_hints: bool
) -> CheckedPart:
    """Return what may be told of one answer; ``verdict`` is None where nothing of it may be."""
    standing = standing_of(reading, verdict)
    explained: tuple[Message, ...] = ()
    if standing is Standing.IN_DOUBT:
        explained = (reading.message or UNREAD,)
    elif standing is Standing.READ:
        explained = reading.remarks
    is_wrong = standing in (Standing.WRONG, Standing.PARTIAL)
    named = verdict.mistakes if verdict is not None and is_wrong and has_hints else ()
    hints = tuple(each.mistake.hint for each in named)
    return CheckedPart(part, standing, reading, answer, explained, hints)


def standing_of(reading: Reading, verdict: Verdict | None) -> Standing:
    """Return how an answer stands: of what cannot be read surely no verdict is told."""
    if reading.reason == "blank":
        return Standing.BLANK
    if reading.reason == SCAN:
        return Standing.IN_PICTURE
    if reading.reason is not None or reading.certainty is Certainty.DOUBTFUL:
        return Standing.IN_DOUBT
    if verdict is None:
        return Standing.READ
    if verdict.status is PartStatus.CORRECT:
        return Standing.FOLLOWED if verdict.followed_through else Standing.RIGHT
    if verdict.status.waits:
        return Standing.WAITS
    return Standing.PARTIAL if verdict.status is PartStatus.PARTIAL else Standing.WRONG
