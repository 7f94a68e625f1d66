"""The class as tables and figures, worked out with pandas; means are over final marks only."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import pandas as pd

from grader.records import JsonValue, PartRecord, PartStatus, QuestionRecord, StudentRecord, StudentStatus
from grader.reporting import answers
from grader.store.distinct import Distinct, question_identity
from grader.store.gradebook import COLUMNS
from grader.store.totals import final_status, question_totals, student_totals

PART_COLUMNS = ("question", "part", "kind", "status", "credit", "shown", "value", "students")
BANDS = 10  # bars of the distribution, each a tenth of the points
MOST_GROUPS = 8  # different wrong answers that are listed for a part
NUMBER_COLUMNS = ("score", "max_score", "percent", "waiting", "final")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassSummary:
    """How a class stands: hand-ins by status, and figures over the final marks (None where there are none).

    ``bands`` counts the final marks in each tenth of the points, lowest first.
    """

    graded: int
    waiting: int
    unreadable: int
    missing: int
    most: float
    mean: float | None
    median: float | None
    deviation: float | None
    lowest: float | None
    highest: float | None
    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongAnswer:
    """A wrong answer that was given ``count`` times: as it was read, in words and as a JSON value."""

    shown: str
    value: JsonValue
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MistakeCount:
    """A known mistake that was recognised ``count`` times."""

    code: str
    hint: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartSummary:
    """How a class did on one part; ``share`` is the mean credit over ``decided`` answers, None without any.

    ``expected`` is None where students were asked different things.
    """

    question: str
    part: str
    share: float | None
    decided: int
    statuses: tuple[tuple[PartStatus, int], ...]
    wrong_answers: tuple[WrongAnswer, ...]
    mistakes: tuple[MistakeCount, ...]
    expected: JsonValue


def class_table(records: Sequence[StudentRecord], question_ids: Sequence[str]) -> pd.DataFrame:
    """Return one row a student: the gradebook's columns, then each question's decided points.

    Missing and unreadable hand-ins have no score; ``percent`` and ``final`` are empty while a part waits.
    """
    table = pd.DataFrame.from_records(
        [student_row(record, question_ids) for record in records], columns=[*COLUMNS, *question_ids]
    )
    numbers = [*NUMBER_COLUMNS, *question_ids]
    return table.astype({**dict.fromkeys(numbers, "float64"), "needs_review": "int64"})


def student_row(record: StudentRecord, question_ids: Sequence[str]) -> tuple[object, ...]:
    """Return one row of the class table."""
    total = student_totals(record)
    most = float(total.max_score)
    status = final_status(record)
    if status in (StudentStatus.MISSING, StudentStatus.UNREADABLE):
        empty = [None] * len(question_ids)
        return (
            record.student_id, record.name, status.value, None, most or None, None, 0,
            None, None, *empty,
        )  # fmt: skip
    scores = {question.id: float(question_totals(question).score) for question in record.questions}
    score = float(total.score)
    return (
        record.student_id,
        record.name,
        status.value,
        score,
        most,
        float(100 * total.score / total.max_score) if most and not total.waits else None,
        total.waits,
        float(total.waiting),
        None if total.waits else score,
        *map(scores.get, question_ids),
    )


def summarise(table: pd.DataFrame) -> ClassSummary:
    """Return how the class of a `class_table` stands."""
    statuses = table["status"].value_counts()
    final = table["final"].dropna()
    percent = table.loc[final.index, "percent"].dropna()
    bands = pd.cut(percent, [-1, *range(BANDS, 100, 100 // BANDS), 101], right=False, labels=False)
    counts = bands.value_counts()
    most = table["max_score"].max()
    has_marks = len(final) > 0
    return ClassSummary(
        graded=int(statuses.get(StudentStatus.GRADED.value, 0)),
        waiting=int(statuses.get(StudentStatus.NEEDS_REVIEW.value, 0)),
        unreadable=int(statuses.get(StudentStatus.UNREADABLE.value, 0)),
        missing=int(statuses.get(StudentStatus.MISSING.value, 0)),
        most=float(most) if most == most else 0.0,
        mean=float(final.mean()) if has_marks else None,
        median=float(final.median()) if has_marks else None,
        deviation=float(final.std(ddof=0)) if has_marks else None,
        lowest=float(final.min()) if has_marks else None,
        highest=float(final.max()) if has_marks else None,
        bands=tuple(int(counts.get(band, 0)) for band in range(BANDS)),
    )


def distinct_questions(records: Sequence[StudentRecord]) -> list[tuple[QuestionRecord, int]]:
    """Return each question as it was answered, with the number of students who answered it so.

    Those who answered alike share their parts, so that a table has a line for all of them.
    """
    counts: dict[Hashable, int] = {}
    questions: dict[Hashable, QuestionRecord] = {}
    for record in records:
        for question in record.questions:
            identity = question_identity(question)
            counts[identity] = counts.get(identity, 0) + 1
            questions[identity] = question
    return [(questions[identity], count) for identity, count in counts.items()]


def part_table(questions: Sequence[tuple[QuestionRecord, int]]) -> pd.DataFrame:
    """Return a row for each part as it was answered: its status, credit and reading, and by how many.

    ``decided`` is how many answers have a mark, ``earned`` the sum of their credits.
    """
    row = Distinct(part_row)
    rows = [
        (question.id, *row(part), count)
        for question, count in questions
        for part in question.parts
        if not part.cancelled
    ]
    table = pd.DataFrame.from_records(rows, columns=list(PART_COLUMNS))
    decided = table["students"].where(table["credit"].notna(), 0)
    return table.assign(decided=decided, earned=table["credit"].fillna(0.0) * decided)


def part_row(part: PartRecord) -> tuple[object, ...]:
    """Return what `part_table` says of one part, its question and its students apart."""
    return (
        part.id,
        part.kind,
        part.final_status.value,
        None if part.waits else float(part.final_credit),
        part.shown or answers.written(part, answers.SHORTEST),
        part.value,
    )


def summarise_parts(
    questions: Sequence[tuple[QuestionRecord, int]],
) -> dict[tuple[str, str], PartSummary]:
    """Return how the class did on each part, by (question, part), from its `distinct_questions`."""
    table = part_table(questions)
    sums = table.groupby(["question", "part"], sort=False)[["earned", "decided"]].sum()
    verdicts = statuses(table)
    wrong = wrong_answers(table)
    mistakes = mistake_table(questions)
    expected = expected_values(questions)
    return {
        place: PartSummary(
            question=place[0],
            part=place[1],
            share=float(earned / decided) if decided else None,
            decided=int(decided),
            statuses=verdicts[place],
            wrong_answers=wrong.get(place, ()),
            mistakes=mistakes.get(place, ()),
            expected=expected.get(place),
        )
        for place, earned, decided in zip(sums.index, sums["earned"], sums["decided"], strict=True)
    }


def statuses(table: pd.DataFrame) -> dict[tuple[str, str], tuple[tuple[PartStatus, int], ...]]:
    """Return how often each verdict was given on each part, in the order of the verdicts."""
    counts = table.groupby(["question", "part", "status"], sort=False)["students"].sum()
    found: dict[tuple[str, str], dict[str, int]] = {}
    for (question, part, status), count in counts.items():
        found.setdefault((question, part), {})[status] = int(count)
    return {
        place: tuple((status, verdicts[status.value]) for status in PartStatus if status.value in verdicts)
        for place, verdicts in found.items()
    }


def wrong_answers(table: pd.DataFrame) -> dict[tuple[str, str], tuple[WrongAnswer, ...]]:
    """Return the most common wrong answers of each part, the most common first."""
    is_wrong = table["status"].isin((PartStatus.INCORRECT.value, PartStatus.PARTIAL.value))
    wrong = table[is_wrong & (table["shown"] != "") & (table["kind"] != "written")]
    groups = wrong.groupby(["question", "part", "shown"], sort=False)
    found: dict[tuple[str, str], list[WrongAnswer]] = {}
    for ((question, part, shown), count), value in zip(
        groups["students"].sum().items(), groups["value"].first(), strict=True
    ):
        answer = WrongAnswer(shown=shown, value=value, count=int(count))
        found.setdefault((question, part), []).append(answer)
    return {
        place: tuple(sorted(some, key=lambda one: (-one.count, one.shown))[:MOST_GROUPS])
        for place, some in found.items()
    }


def mistake_table(
    questions: Sequence[tuple[QuestionRecord, int]],
) -> dict[tuple[str, str], tuple[MistakeCount, ...]]:
    """Return the mistakes recognised in each part with their counts, the most common first."""
    rows = [
        (question.id, part.id, mistake.code, mistake.hint, count)
        for question, count in questions
        for part in question.parts
        for mistake in part.mistakes
    ]
    if not rows:
        return {}
    table = pd.DataFrame.from_records(rows, columns=["question", "part", "code", "hint", "students"])
    grouped = table.groupby(["question", "part", "code"], sort=False).agg({"hint": "min", "students": "sum"})
    found: dict[tuple[str, str], list[MistakeCount]] = {}
    for (question, part, code), hint, count in zip(
        grouped.index, grouped["hint"], grouped["students"], strict=True
    ):
        found.setdefault((question, part), []).append(MistakeCount(code=code, hint=hint, count=int(count)))
    return {
        place: tuple(sorted(counts, key=lambda one: (-one.count, one.code)))
        for place, counts in found.items()
    }


def expected_values(questions: Sequence[tuple[QuestionRecord, int]]) -> dict[tuple[str, str], JsonValue]:
    """Return each part's expected value where every student was asked the same."""
    values: dict[tuple[str, str], JsonValue] = {}
    varied: set[tuple[str, str]] = set()
    for question, _ in questions:
        for part in question.parts:
            place = (question.id, part.id)
            if values.setdefault(place, part.expected) != part.expected:
                varied.add(place)
    return {place: value for place, value in values.items() if place not in varied}
