"""Writes a verdict down as a record, in the language of the report."""

from __future__ import annotations

from fractions import Fraction

from grader.answers import Plain
from grader.assignment.resolved import AskedPart
from grader.checking.verdict import Named, Verdict
from grader.records import (
    Certainty,
    JsonValue,
    MistakeRecord,
    PartRecord,
    PartStatus,
    ReadingRecord,
)
from grader.translation import Message, Numeral, Translator

NAMED_CELLS = 8  # a sentence with more cells than this is not read to its end


def part_record(
    part: AskedPart,
    verdict: Verdict,
    reference: Plain | None,
    submitted: JsonValue,
    file: str | None,
    translator: Translator,
    rule: str,
    page: int | None = None,
    box: tuple[float, float, float, float] | None = None,
) -> PartRecord:
    """Return the record of one part; ``reference`` is None for a written part, ``rule`` is how it is judged."""
    kind = part.part.kind
    max_points = Fraction(0) if part.cancelled else part.points
    return PartRecord(
        id=part.part.id,
        kind=kind.name,
        status=verdict.status,
        credit=verdict.credit,
        points=verdict.credit * max_points,
        max_points=max_points,
        submitted=submitted,
        value=None if verdict.value is None else kind.to_json(verdict.value),
        expected=None if reference is None else kind.to_json(reference),
        mistakes=tuple(mistake_record(each, translator) for each in verdict.mistakes),
        followed_through=verdict.followed_through,
        feedback=tuple(translator.sentence(each) for each in feedback(part, verdict)),
        reading=ReadingRecord(
            certainty=verdict.reading.certainty,
            file=file,
            text=verdict.reading.text,
            reason=verdict.reason,
            page=page,
            box=box,
        ),
        shown="" if verdict.value is None else part.part.show(verdict.value, translator),
        wrong_cells=verdict.wrong_cells,
        tolerance=rule,
        cancelled=part.cancelled,
    )


def mistake_record(named: Named, translator: Translator) -> MistakeRecord:
    """Return the record of a mistake that was recognised."""
    return MistakeRecord(
        code=named.mistake.code, hint=translator.sentence(named.mistake.hint), credit=named.credit
    )


def feedback(part: AskedPart, verdict: Verdict) -> tuple[Message, ...]:
    """Return the sentences that explain a verdict, hints apart."""
    sentences = list(verdict.feedback) or list(verdict.reading.remarks)
    if verdict.feedback and verdict.status is PartStatus.CORRECT:
        sentences = [*verdict.reading.remarks, *verdict.feedback]
    if verdict.wrong_cells:
        sentences.append(cell_sentence(part.part.kind.name, verdict.wrong_cells))
    if len(verdict.mistakes) > 1:
        sentences.append(Message("Several mistakes give this answer; it was one of these."))
    if part.cancelled:
        sentences.append(Message("This part was cancelled and counts for nobody."))
    return tuple(sentences)


def cell_sentence(kind: str, cells: tuple[tuple[int, int], ...]) -> Message:
    """Return the sentence that names the wrong cells, counted from 1 as people do."""
    rest = len(cells) - NAMED_CELLS
    if kind == "vector":
        named = ", ".join(str(column + 1) for _, column in cells[:NAMED_CELLS])
    else:
        named = ", ".join(f"({row + 1}, {column + 1})" for row, column in cells[:NAMED_CELLS])
    values = {"cells": named, "count": Numeral(rest)}
    if kind == "vector" and rest > 0:
        return Message("These entries differ, counted from 1: {cells}, and {count} more.", values)
    if kind == "vector":
        return Message("These entries differ, counted from 1: {cells}.", values)
    if rest > 0:
        return Message(
            "These cells differ, as (row, column) counted from 1: {cells}, and {count} more.", values
        )
    return Message("These cells differ, as (row, column) counted from 1: {cells}.", values)


def unknown_part_record(part_id: str, points: Fraction, reason: str, sentence: str) -> PartRecord:
    """Return the record of a part that nobody can judge yet, because its instance is not known."""
    return PartRecord(
        id=part_id,
        kind="",
        status=PartStatus.NEEDS_REVIEW,
        credit=Fraction(0),
        points=Fraction(0),
        max_points=points,
        submitted=None,
        value=None,
        expected=None,
        mistakes=(),
        followed_through=False,
        feedback=(sentence,),
        reading=ReadingRecord(certainty=Certainty.DOUBTFUL, file=None, text="", reason=reason),
    )
