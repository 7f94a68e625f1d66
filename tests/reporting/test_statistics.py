"""The class as figures: counted again by hand, without pandas."""

from __future__ import annotations

import statistics
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.records import PartStatus, StudentRecord, StudentStatus
from grader.reporting.statistics import class_table, distinct_questions, summarise, summarise_parts
from grader.store.totals import final_status
from tests.reporting.sample_class import Sample, make_class
from tests.reporting.test_student import changed

QUESTIONS = ("laplacian_output", "conv_shapes", "dilated_output", "parameter_counts")


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_class()


def test_the_table_has_the_columns_of_the_gradebook(sample: Sample) -> None:
    table = class_table(sample.records, QUESTIONS)
    assert list(table.columns) == [
        "student_id", "name", "status", "score", "max_score", "percent", "needs_review", "waiting", "final",
        *QUESTIONS,
    ]  # fmt: skip
    assert list(table["student_id"]) == [record.student_id for record in sample.records]


def decided_points(record: StudentRecord) -> Fraction:
    """Return the sum of a student's points, added up here."""
    return sum((part.final_points for part in record.parts if not part.waits), Fraction(0))


def test_a_row_says_what_its_record_says(sample: Sample) -> None:
    table = class_table(sample.records, QUESTIONS).set_index("student_id")
    for record in sample.records:
        row = table.loc[record.student_id]
        assert row["status"] == final_status(record).value
        if record.status is not StudentStatus.GRADED:
            assert row[["score", "percent", "final", *QUESTIONS]].isna().all()
            continue
        waiting = sum(part.max_points for part in record.parts if part.waits)
        assert row["score"] == pytest.approx(float(decided_points(record)))
        assert row["waiting"] == float(waiting)
        assert (row["final"] == row["score"]) == (not waiting)
        assert sum(row[question] for question in QUESTIONS) == pytest.approx(row["score"])


def test_figures_are_over_final_marks_only(sample: Sample) -> None:
    final = [
        decided_points(record)
        for record in sample.records
        if record.status is StudentStatus.GRADED and not any(part.waits for part in record.parts)
    ]
    summary = summarise(class_table(sample.records, QUESTIONS))
    assert summary.graded == len(final)
    assert summary.mean == pytest.approx(float(sum(final) / len(final)))
    assert summary.median == pytest.approx(float(statistics.median(final)))
    assert summary.deviation == pytest.approx(statistics.pstdev(map(float, final)))
    assert (summary.lowest, summary.highest) == (float(min(final)), float(max(final)))
    assert sum(summary.bands) == len(final)


def test_bands_hold_their_lower_end_and_the_last_one_everything(sample: Sample) -> None:
    table = class_table(sample.records[:1], QUESTIONS).loc[[0] * 5].reset_index(drop=True)
    table["final"] = table["percent"] = [0.0, 10.0, 19.999, 90.0, 100.0]
    assert summarise(table).bands == (1, 2, 0, 0, 0, 0, 0, 0, 0, 2)


def test_an_empty_class_has_no_figures() -> None:
    summary = summarise(class_table([], QUESTIONS))
    assert (summary.graded, summary.mean, sum(summary.bands)) == (0, None, 0)
    assert summarise_parts([]) == {}


def test_a_part_is_counted_as_by_hand(sample: Sample) -> None:
    summaries = summarise_parts(distinct_questions(sample.records))
    answered = [record for record in sample.records if record.questions]
    for number, question in enumerate(QUESTIONS):
        for place, first in enumerate(answered[0].questions[number].parts):
            parts = [record.questions[number].parts[place] for record in answered]
            summary = summaries[question, first.id]
            assert dict(summary.statuses) == Counter(part.final_status for part in parts)
            decided = [part.final_credit for part in parts if not part.waits]
            assert summary.decided == len(decided)
            assert summary.share == pytest.approx(float(sum(decided, Fraction(0)) / len(decided)))
            codes = Counter(mistake.code for part in parts for mistake in part.mistakes)
            assert {mistake.code: mistake.count for mistake in summary.mistakes} == codes
            wrong = Counter(
                part.shown
                for part in parts
                if part.final_status in (PartStatus.INCORRECT, PartStatus.PARTIAL) and part.kind != "written"
            )
            assert {answer.shown: answer.count for answer in summary.wrong_answers} == wrong


def test_an_expected_value_is_shown_only_where_all_were_asked_the_same(sample: Sample) -> None:
    assert summarise_parts(distinct_questions(sample.records))["conv_shapes", "conv"].expected == [14, 14, 32]
    varied = [*sample.records[:2], changed(sample.records[2], 1, 0, expected=[1, 2, 3])]
    assert summarise_parts(distinct_questions(varied))["conv_shapes", "conv"].expected is None


@settings(deadline=None, max_examples=20)  # the first call warms pandas up
@given(st.permutations(range(6)))
def test_the_order_of_students_changes_no_figure(order: list[int]) -> None:
    records = make_class().records[:6]
    shuffled = [records[place] for place in order]
    assert summarise(class_table(shuffled, QUESTIONS)) == summarise(class_table(records, QUESTIONS))
    assert summarise_parts(distinct_questions(shuffled)) == summarise_parts(distinct_questions(records))
