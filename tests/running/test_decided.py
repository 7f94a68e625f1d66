"""A run keeps every decision, whatever becomes of its files."""

from __future__ import annotations

import pytest

from grader.errors import DecisionError
from tests.catalogue.courses import WALK_QUESTION
from tests.running.conftest import RIGHT, SmallClass


def test_a_filled_review_is_applied_and_only_the_rest_is_asked(graded: SmallClass) -> None:
    assert graded.fill("0.5", "as agreed", part="double", scope="group") == 1

    result = graded.run()

    part = graded.part("402", "double")
    assert (part["status"], part["credit"], part["points"]) == ("partial", 0.5, 1)
    assert part["decision"] == {"credit": 0.5, "by": "TA", "note": "as agreed"}
    assert isinstance(part["machine"], dict)
    assert part["machine"]["status"] == "needs_review"
    assert {row["student_id"] for row in graded.table("review.csv")} == {"", "403"}
    assert result.summary.decisions == 1
    assert graded.table("changes.csv") == [
        {"student": "402", "part": "walk.double", "before": "needs_review", "after": "1", "cause": "decision"}
    ]
    assert graded.run().unchanged


def test_a_students_line_overrides_the_groups(graded: SmallClass) -> None:
    graded.hand_in("404", RIGHT | {"double": 28})
    graded.run()
    graded.fill("0", part="double", scope="group")
    graded.fill("1", part="double", student="404")

    graded.run()

    assert [graded.part(student, "double")["credit"] for student in ("402", "404")] == [0, 1]


def decided(walkers: SmallClass) -> object:
    return walkers.part("402", "double")["decision"]


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda out: None, id="grading-afresh"),
        pytest.param(lambda out: (out / "grades.db").unlink(), id="no-database"),
        pytest.param(lambda out: (out / "grades.db").write_bytes(b"broken" * 1000), id="a-broken-database"),
        pytest.param(
            lambda out: [
                path.unlink() for path in out.rglob("*") if path.is_file() and path.name != "decisions.jsonl"
            ],
            id="nothing-but-the-decisions",
        ),
        pytest.param(lambda out: (out / "decisions.jsonl").unlink(), id="no-decisions-file"),
    ],
)
def test_decisions_survive(graded: SmallClass, harm: object) -> None:
    assert callable(harm)
    graded.fill("0.5", "kept", part="double", scope="group")
    graded.run()
    kept = decided(graded)
    harm(graded.out)

    graded.run(fresh=True)

    assert kept == decided(graded) == {"credit": 0.5, "by": "TA", "note": "kept"}
    assert (graded.out / "decisions.jsonl").is_file()


def test_a_decision_survives_a_change_of_the_assignment(graded: SmallClass) -> None:
    graded.fill("0.5", part="double", scope="group")
    graded.run()
    graded.assign(WALK_QUESTION + "points = 4\n")

    graded.run()

    assert graded.part("402", "double")["points"] == 0.5
    assert {(row["part"], row["cause"]) for row in graded.table("changes.csv")} == {
        (f"walk.{part}", "key") for part in RIGHT
    }


def test_after_a_decision_a_changed_answer_waits_again(graded: SmallClass) -> None:
    graded.fill("0.5", part="double", scope="group")
    graded.run()
    graded.hand_in("402", RIGHT | {"double": 14})

    graded.run()

    part = graded.part("402", "double")
    assert (part["status"], part["decision"]) == ("needs_review", None)
    assert isinstance(part["reading"], dict)
    assert part["reading"]["reason"] == "answer_changed"
    assert "0.5" in " ".join(str(each) for each in part["feedback"] or ())  # type: ignore[union-attr]  # a list


def test_a_decision_on_an_answer_that_comes_back_holds_again(graded: SmallClass) -> None:
    graded.fill("0.5", part="double", scope="group")
    graded.run()
    graded.hand_in("402", RIGHT)
    graded.run()
    graded.hand_in("402", RIGHT | {"double": 28})

    graded.run()

    assert graded.part("402", "double")["credit"] == 0.5


@pytest.mark.parametrize("credit", ["2", "-1", "much", "1/0"])
def test_a_review_filled_in_badly_stops_the_run_and_nothing_is_lost(graded: SmallClass, credit: str) -> None:
    graded.fill(credit, part="double", scope="group")
    before = graded.files()

    with pytest.raises(DecisionError, match=r"review\.csv:\d+: "):
        graded.run()

    assert graded.files() == before
