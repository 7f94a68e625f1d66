"""People's marks: what one is, how it joins a student's record, and its line in `decisions.jsonl`.

A decision belongs to a student, a part and the answer that it was made on. The machine's own verdict stays
beside it; where the answer has changed since, the decision is shown and the part waits again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from grader.errors import DecisionError
from grader.records import (
    Certainty,
    Decision,
    JsonValue,
    PartRecord,
    PartStatus,
    QuestionRecord,
    StudentRecord,
)
from grader.store.lines import json_line, stable_json
from grader.store.rounding import written
from grader.translation import Message, Numeral, Translator

SCHEMA = "grade/decision@1"
FILE_NAME = "decisions.jsonl"
ANSWER_CHANGED = "answer_changed"
LONGEST_TEXT = 200  # characters of an answer that a decision keeps, for people to recognise it
FINGERPRINT_LENGTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedAnswer:
    """One student's answer to one part ("conv_shapes.conv"), as a person saw it.

    ``fingerprint`` tells answers apart; ``text`` is the answer as people read it, cut short.
    """

    student_id: str
    part: str
    fingerprint: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeDecision:
    """What a person decided about an answer, and when.

    ``old`` and ``new`` are credits from 0 to 1. ``old`` is None where nobody had decided before, ``new`` is
    None where a decision is taken back. ``when`` is a moment in ISO 8601.
    """

    answer: MarkedAnswer
    old: Fraction | None
    new: Fraction | None
    by: str
    note: str
    when: str


Decisions: TypeAlias = Mapping[str, Sequence[MadeDecision]]  # by student id, oldest first


def answer_fingerprint(part: PartRecord, record: StudentRecord) -> str:
    """Return 16 hex digits that change when the student's answer to ``part`` changes.

    Where nothing was read from the file (a scan, a heading not found), the files themselves are the answer.
    """
    from hashlib import sha256

    answer: list[JsonValue] = [part.submitted]
    if part.submitted in (None, "", []) and part.reading.certainty is not Certainty.CERTAIN:
        answer += [part.reading.text, *sorted(file.sha256 for file in record.files)]
    return sha256(stable_json(answer).encode()).hexdigest()[:FINGERPRINT_LENGTH]


def marked_answer(record: StudentRecord, question_id: str, part: PartRecord) -> MarkedAnswer:
    """Return one answer of a known student as decisions name it."""
    text = part.reading.text or part.shown
    return MarkedAnswer(
        student_id=record.student_id or "",
        part=f"{question_id}.{part.id}",
        fingerprint=answer_fingerprint(part, record),
        text=text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…",
    )


def apply_decisions(
    record: StudentRecord, made: Sequence[MadeDecision], translator: Translator
) -> StudentRecord:
    """Return ``record`` with the decisions on its answers, which are all those of this student, oldest first.

    A part with a decision on another answer only waits again, and its feedback tells what was decided then.
    """
    if not made or record.student_id is None:
        return record
    by_part: dict[str, list[MadeDecision]] = {}
    for decision in made:
        by_part.setdefault(decision.answer.part, []).append(decision)
    return replace(
        record,
        questions=tuple(
            _decided_question(record, question, by_part, translator) for question in record.questions
        ),
    )


def _decided_question(
    record: StudentRecord,
    question: QuestionRecord,
    by_part: Mapping[str, Sequence[MadeDecision]],
    translator: Translator,
) -> QuestionRecord:
    """Return ``question`` with its decisions."""
    parts = []
    for part in question.parts:
        made = by_part.get(f"{question.id}.{part.id}")
        parts.append(
            _decided_part(part, answer_fingerprint(part, record), made, translator) if made else part
        )
    return replace(question, parts=tuple(parts))


def _decided_part(
    part: PartRecord, fingerprint: str, made: Sequence[MadeDecision], translator: Translator
) -> PartRecord:
    """Return ``part`` with the last decision on this answer, or waiting again after one on another."""
    on_this = [decision for decision in made if decision.answer.fingerprint == fingerprint]
    if on_this:
        last = on_this[-1]
        if last.new is None:
            return part
        told = () if part.status.waits else part.feedback  # that a person decides is told no more
        return replace(part, feedback=told, decision=Decision(credit=last.new, by=last.by, note=last.note))
    earlier = made[-1]
    if earlier.new is None or part.cancelled:
        return part
    feedback = (*part.feedback, translator.sentence(_earlier_decision(earlier, earlier.new)))
    if part.status.waits:
        return replace(part, feedback=feedback)
    return replace(
        part,
        status=PartStatus.NEEDS_REVIEW,
        credit=Fraction(0),
        points=Fraction(0),
        feedback=feedback,
        reading=replace(part.reading, reason=ANSWER_CHANGED),
    )


def _earlier_decision(decision: MadeDecision, credit: Fraction) -> Message:
    """Return the sentence that tells of a decision on an earlier answer."""
    values = {"credit": Numeral(written(credit)), "answer": decision.answer.text, "marker": decision.by}
    if not decision.answer.text:
        return Message(
            "An earlier hand-in was given the credit {credit} for this part; this one waits for a person.",
            values,
        )
    if not decision.by:
        return Message(
            "Your earlier answer “{answer}” was given the credit {credit}; the answer has changed, "
            "so this part waits for a person again.",
            values,
        )
    return Message(
        "Your earlier answer “{answer}” was given the credit {credit} by {marker}; the answer has changed, "
        "so this part waits for a person again.",
        values,
    )


def changed_since(records: Iterable[StudentRecord], made: Sequence[MadeDecision]) -> tuple[Message, ...]:
    """Return a sentence for each decision in ``made`` whose answer is no longer the student's."""
    wanted = {(decision.answer.student_id, decision.answer.part): decision for decision in made}
    current = {}
    for record in records:
        for question in record.questions:
            for part in question.parts:
                key = (record.student_id or "", f"{question.id}.{part.id}")
                if key in wanted:
                    current[key] = answer_fingerprint(part, record)
    return tuple(
        Message(
            "The decision for {student}, {part}, is kept but waits: the answer has changed since review.csv "
            "was written.",
            {"student": student_id, "part": part},
        )
        for (student_id, part), decision in wanted.items()
        if current.get((student_id, part)) != decision.answer.fingerprint
    )


def standing(made: Sequence[MadeDecision], answer: MarkedAnswer) -> MadeDecision | None:
    """Return the last decision on this very answer, None where there is none or it was taken back."""
    for decision in reversed(made):
        if (decision.answer.part, decision.answer.fingerprint) == (answer.part, answer.fingerprint):
            return None if decision.new is None else decision
    return None


def decision_line(decision: MadeDecision) -> str:
    """Return a decision as a line of `decisions.jsonl`, without its end."""
    answer = decision.answer
    fields: dict[str, JsonValue] = {
        "schema": SCHEMA,
        "when": decision.when,
        "by": decision.by,
        "student_id": answer.student_id,
        "part": answer.part,
        "old": None if decision.old is None else str(decision.old),
        "new": None if decision.new is None else str(decision.new),
        "note": decision.note,
        "answer": answer.text,
        "fingerprint": answer.fingerprint,
    }
    return json_line(fields)


def read_decisions(data: bytes, name: str) -> list[MadeDecision]:
    """Return the decisions of a `decisions.jsonl`, oldest first; ``name`` is the file's.

    Raises DecisionError, with file and line, where a line is no decision.
    """
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise DecisionError(f"{name}: is not UTF-8; restore the file, or save it as UTF-8") from error
    return [
        read_decision_line(line, f"{name}:{number}") for number, line in enumerate(lines, 1) if line.strip()
    ]


def read_decision_line(line: str, place: str) -> MadeDecision:
    """Return the decision of one line; ``place`` is its file and line.

    Raises DecisionError where the line is not one that `decision_line` writes.
    """
    try:
        fields = json.loads(line)
        texts = {
            name: fields[name]
            for name in ("when", "by", "student_id", "part", "note", "answer", "fingerprint")
        }
        if not all(isinstance(text, str) for text in texts.values()):
            raise TypeError
        return MadeDecision(
            answer=MarkedAnswer(
                student_id=texts["student_id"],
                part=texts["part"],
                fingerprint=texts["fingerprint"],
                text=texts["answer"],
            ),
            old=_credit(fields["old"]),
            new=_credit(fields["new"]),
            by=texts["by"],
            note=texts["note"],
            when=texts["when"],
        )
    except (ValueError, KeyError, TypeError, ZeroDivisionError, RecursionError) as error:
        raise DecisionError(
            f"{place}: this line is not a decision as grade writes it; "
            "restore the line, or remove it if the decision is not wanted"
        ) from error


def _credit(field: object) -> Fraction | None:
    """Return a credit from 0 to 1; raises ValueError for anything else."""
    if field is None:
        return None
    if not isinstance(field, str) or len(field) > LONGEST_TEXT:
        raise ValueError("a credit is a short text")
    credit = Fraction(field)
    if not 0 <= credit <= 1:
        raise ValueError("a credit lies between 0 and 1")
    return credit
