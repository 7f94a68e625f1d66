"""Grades hand-ins: reads each answer, judges each question, and writes the verdicts down as a record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache, partial
from itertools import islice

from grader.answers import Plain, Reading, Scope, Value
from grader.answers.reading import is_blank
from grader.assignment.resolved import AskedPart, Homework, Question, StudentQuestion
from grader.checking.judge import Judge
from grader.checking.verdict import INSTANCE_UNKNOWN, Verdict
from grader.grading.matching import Matched, Names, match, stray_sentence
from grader.grading.records import part_record, unknown_part_record
from grader.grading.submission import Answer, Notice, Submission
from grader.problem.parts import PartId
from grader.records import (
    Certainty,
    ErrorRecord,
    JsonValue,
    PartRecord,
    QuestionRecord,
    StudentRecord,
    StudentStatus,
)
from grader.translation import Message, Numeral, Translator

Place = tuple[int | None, tuple[float, float, float, float] | None]
RecordKey = tuple[int, str | None, Place]
ReadingKey = tuple[object, ...]

MOST_STRAY = 20  # answers under unknown names that are told one by one
CERTAINTIES = tuple(Certainty)  # from sure to doubtful
LONGEST_NAME_SHOWN = 80  # characters of a name under which a student put an answer


class Known:
    """What was read and written down before, to be shared by those who answered alike."""

    __slots__ = ("questions", "readings", "records")

    def __init__(self) -> None:
        self.readings: dict[ReadingKey, Reading] = {}
        self.questions: dict[ReadingKey, QuestionRecord] = {}
        self.records: dict[RecordKey, tuple[Verdict, PartRecord]] = {}


class Grader:
    """Grades one hand-in after another; what is equal between them is read, judged and written once.

    What belongs to a student's own instance is not kept: it never comes back.
    """

    def __init__(self, homework: Homework, translator: Translator) -> None:
        self.homework = homework
        self.translator = translator
        self.judge = Judge()
        self._names: dict[tuple[tuple[str, tuple[PartId, ...]], ...], Names] = {}
        self._shared = Known()
        # A class has few rules, and each part says one.
        self._rule = lru_cache(maxsize=256)(translator.sentence)

    def grade(self, submission: Submission) -> StudentRecord:
        """Return what the machine finds out about one hand-in."""
        if submission.unreadable:
            return self.record(submission, (), submission.notices, StudentStatus.UNREADABLE)
        asked = {
            question.id: question.for_student(submission.student_id) for question in self.homework.questions
        }
        submission = self.with_found(submission, asked)
        matched = in_doubt(match(submission.answers, self.names(asked)), asked, submission.doubt)
        questions = tuple(
            self.question(question, asked[question.id], matched, submission)
            for question in self.homework.questions
        )
        notices = (
            *submission.notices,
            *self.stray_notices(matched.stray, submission),
            *(self.foreign_notice(submission) if matched.is_foreign else ()),
        )
        return self.record(submission, questions, notices, StudentStatus.GRADED)

    def with_found(self, submission: Submission, asked: Mapping[str, StudentQuestion | None]) -> Submission:
        """Return a hand-in with the answers that stand in its documents."""
        if not submission.documents:
            return submission
        from grader.grading.found import with_found_answers  # a class that hands in JSON needs none of it

        return with_found_answers(submission, self.homework, asked)

    def names(self, asked: Mapping[str, StudentQuestion | None]) -> Names:
        """Return the names of the parts that a student is asked; mostly they are everybody's."""
        parts = tuple(
            (name, tuple(part.part.id for part in each.asked) if each else ()) for name, each in asked.items()
        )
        if parts not in self._names:
            self._names[parts] = Names(dict(parts))
        return self._names[parts]

    def record(
        self,
        submission: Submission,
        questions: tuple[QuestionRecord, ...],
        notices: tuple[Notice, ...],
        status: StudentStatus,
    ) -> StudentRecord:
        """Return the record of a hand-in."""
        return StudentRecord(
            student_id=submission.student_id,
            name=submission.name,
            status=status,
            files=submission.files,
            delivered=submission.delivered,
            questions=questions,
            errors=tuple(
                ErrorRecord(code=each.code, file=each.file, message=self.translator.sentence(each.message))
                for each in notices
            ),
        )

    def question(
        self, question: Question, asked: StudentQuestion | None, matched: Matched, submission: Submission
    ) -> QuestionRecord:
        """Return the record of one question."""
        if asked is None:
            return self.unknown_instance(question)
        doubts = (*matched.may_hold(question.id), *submission.unread)
        answers = {part.part.id: matched.answers.get((question.id, part.part.id)) for part in asked.asked}
        known = self._shared
        key: ReadingKey = ()
        seen = self.seen(asked, answers)
        if len(submission.files) == 1 and not asked.key and not seen:
            key = (question.id, doubts, *map(answer_key, answers.values()))
            if key in known.questions:
                return known.questions[key]
        readings = {
            part.part.id: self.read(question, asked, part, answers[part.part.id], doubts)
            for part in asked.asked
        }
        verdicts = self.judge.question(question.id, asked, readings, seen)
        parts = tuple(
            self.part(asked, part, verdict, answers[part.part.id], len(submission.files))
            for part, verdict in zip(asked.asked, verdicts, strict=True)
        )
        params = None if question.fixed is not None else dict(asked.instance.params)
        record = QuestionRecord(id=question.id, parts=parts, params=params)
        if key:
            known.questions[key] = record
        return record

    def seen(
        self, asked: StudentQuestion, answers: Mapping[PartId, Answer | None]
    ) -> dict[PartId, Callable[[], Sequence[Value]]]:
        """Return what finds the further values that a document says, for the parts that were looked for in one."""
        found: dict[PartId, Callable[[], Sequence[Value]]] = {}
        for part in asked.asked:
            answer = answers[part.part.id]
            if answer is not None and answer.elsewhere is not None:
                found[part.part.id] = partial(answer.elsewhere.values, part.part.kind, asked.instance.scope)
        return found

    def read(
        self,
        question: Question,
        asked: StudentQuestion,
        part: AskedPart,
        answer: Answer | None,
        doubts: Sequence[str],
    ) -> Reading:
        """Return the reading of one answer; equal answers share one reading.

        ``doubts`` are the places where an answer that is missing here may stand: names that fit no part, and
        files that were not read.
        """
        elsewhere = tuple(doubts) if doubts and (answer is None or is_blank(answer.submitted)) else ()
        if asked.key:
            return read_anew(asked, part, answer, elsewhere)
        key = (question.id, part.part.id, answer_key(answer), elsewhere)
        reading = self._shared.readings.get(key)
        if reading is None:
            reading = self._shared.readings[key] = read_anew(asked, part, answer, elsewhere)
        return reading

    def part(
        self, asked: StudentQuestion, part: AskedPart, verdict: Verdict, answer: Answer | None, files: int
    ) -> PartRecord:
        """Return the record of one part; students who answered alike share it."""
        answer = place_of(answer, verdict)
        file = answer.file if answer and files > 1 else None
        place = (answer.page, answer.box) if answer else (None, None)
        key = (id(verdict), file, place)
        known = None if asked.key else self._shared.records.get(key)
        if known is not None:
            return known[1]
        reference: Plain | None = asked.references.get(part.part.id)
        submitted: JsonValue = answer.submitted if answer else None
        rule = self._rule(part.part.kind.rule())
        record = part_record(part, verdict, reference, submitted, file, self.translator, rule, *place)
        if not asked.key:
            self._shared.records[key] = verdict, record
        return record

    def unknown_instance(self, question: Question) -> QuestionRecord:
        """Return the record of a question whose instance cannot be known, because the student is not."""
        parts = question.shape.parts or {}
        reason = self.translator.sentence(Message("Whose answer this is decides which numbers were asked."))
        return QuestionRecord(
            id=question.id,
            parts=tuple(
                unknown_part_record(name, points or Fraction(0), INSTANCE_UNKNOWN, reason)
                for name, points in parts.items()
            ),
        )

    def stray_notices(self, stray: Mapping[str, str], submission: Submission) -> Iterator[Notice]:
        """Yield the notices of answers whose names fit no part that is asked; of many, the first and how many more."""
        for name, near in islice(stray.items(), MOST_STRAY):
            message = stray_sentence(repr(name[:LONGEST_NAME_SHOWN]), near)
            yield Notice(code="unknown_answer", file=submission.answers[name].file, message=message)
        if len(stray) > MOST_STRAY:
            message = Message(
                "and {count} more names that fit no part of this assignment",
                {"count": Numeral(len(stray) - MOST_STRAY)},
            )
            yield Notice(code="unknown_answer", file=submission.files[0].path, message=message)

    def foreign_notice(self, submission: Submission) -> Iterator[Notice]:
        """Yield the notice of a hand-in that answers no question of this assignment."""
        yield Notice(
            code="no_known_question",
            file=submission.files[0].path if submission.files else None,
            message=Message("it answers no question of this assignment; was it handed in for another one?"),
        )


def in_doubt(matched: Matched, asked: Mapping[str, StudentQuestion | None], doubt: Notice | None) -> Matched:
    """Return the answers with all of them for a person to decide, where there is a doubt about the whole hand-in."""
    if doubt is None:
        return matched
    nothing = Answer(submitted=None, file=doubt.file)
    keys = [(name, part.part.id) for name, own in asked.items() if own for part in own.asked]
    answers = {
        key: replace(matched.answers.get(key, nothing), reason=doubt.code, note=doubt.message) for key in keys
    }
    return replace(matched, answers=answers)


def answer_key(answer: Answer | None) -> ReadingKey:
    """Return what tells an answer from every other, its file apart; the digits of a number count."""
    if answer is None:
        return ()
    submitted = answer.submitted
    written = submitted if submitted.__class__ is str or submitted.__class__ is int else repr(submitted)
    key = submitted.__class__, written, answer.reason, answer.certainty, answer.note
    if answer.certainty is Certainty.CERTAIN and not answer.nearby and answer.page is None:
        return key
    weak = tuple((each.submitted, each.page, each.box) for each in answer.weak)
    return *key, answer.doubt, answer.others, answer.nearby, weak, answer.page, answer.box


def read_anew(
    asked: StudentQuestion, part: AskedPart, answer: Answer | None, elsewhere: tuple[str, ...]
) -> Reading:
    """Return the reading of one answer with the doubts about its place."""
    instance = asked.instance.scope
    scope = Scope(values=instance.values, options=instance.options, labels=(part.part.id,))
    reading = part.part.kind.read(None if answer is None else answer.submitted, scope)
    reading = lower(reading, answer, elsewhere)
    if answer is not None and (answer.others or answer.weak or answer.nearby):
        return with_others(reading, answer, lambda text: part.part.kind.read(text, scope))
    return reading


def lower(reading: Reading, answer: Answer | None, elsewhere: tuple[str, ...]) -> Reading:
    """Return a reading with the doubts that come from the place where it was found."""
    if elsewhere and (answer is None or answer.reason is None):
        names = ", ".join(name[:LONGEST_NAME_SHOWN] for name in elsewhere[:3])
        message = Message(
            "Nothing stands under this part's name, but it may stand in {names}.", {"names": names}
        )
        return replace(reading, certainty=Certainty.DOUBTFUL, message=message)
    if answer is None:
        return reading
    if answer.reason is not None:
        told = answer.note or reading.message
        return replace(reading, certainty=Certainty.DOUBTFUL, values=(), reason=answer.reason, message=told)
    if answer.doubt is not None and reading.reason is None:
        return replace(reading, certainty=Certainty.DOUBTFUL, reason=answer.doubt, message=answer.note)
    if CERTAINTIES.index(answer.certainty) > CERTAINTIES.index(reading.certainty):
        return replace(reading, certainty=answer.certainty)
    return reading


def with_others(reading: Reading, answer: Answer, read: Callable[[str], Reading]) -> Reading:
    """Return a reading with what else stands in its place and near it."""
    others = [value for text in answer.others for value in read(text).values]
    weak = tuple(replace(read(str(each.submitted)), weak=()) for each in answer.weak)
    return replace(
        reading,
        values=(*reading.values, *(each for each in others if each not in reading.values)),
        weak=tuple(each for each in weak if each.values),
        nearby=(*reading.nearby, *(value for text in answer.nearby for value in read(text).values)),
    )


def place_of(answer: Answer | None, verdict: Verdict) -> Answer | None:
    """Return the answer that a verdict is about: one of the weak ones where it was credited."""
    if answer is None or not answer.weak or verdict.reading.text == answer.submitted:
        return answer
    return next((each for each in answer.weak if each.submitted == verdict.reading.text), answer)
