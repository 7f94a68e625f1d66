"""The store gives back what it was given, and neither a crash nor a lost file loses a decision."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from grader.errors import DecisionError, GradeError, OutputFailed, OutputInUse
from grader.records import StudentRecord
from grader.store import schema
from grader.store.changes import Causes
from grader.store.database import Store
from grader.store.decisions import MadeDecision, apply_decisions, marked_answer
from grader.store.facts import last_run
from grader.store.output import open_output
from grader.store.review import review_lines
from grader.translation import ENGLISH
from tests.store.invented import part, student, waiting

NOTHING_ELSE = Causes(key=False, version=False)


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    with open_output(folder) as output, Store.open(output) as store:
        yield store


def decision(record: StudentRecord, credit: Fraction | int | None, when: str = "2026") -> MadeDecision:
    question = record.questions[0]
    return MadeDecision(
        answer=marked_answer(record, question.id, question.parts[0]),
        old=None,
        new=None if credit is None else Fraction(credit),
        by="Neda",
        note="",
        when=when,
    )


def test_records_come_back_where_their_input_is_the_same(tmp_path: Path) -> None:
    one, two = student("401", part()), student("402", waiting())
    with opened(tmp_path) as store:
        store.save([("401", "a", one), ("402", "b", two)])
    with opened(tmp_path) as store:
        assert store.load({"401": "a", "402": "b", "403": "c"}) == {"401": one, "402": two}
        assert store.load({"401": "other", "402": "b"}) == {"402": two}
        assert store.load({}) == {}


def test_a_key_that_is_no_valid_unicode_is_stored(tmp_path: Path) -> None:
    record = student(None, path="\udcff.pdf")
    with opened(tmp_path) as store:
        store.save([("\udcff.pdf", "a", record)])
        assert store.load({"\udcff.pdf": "a"}) == {"\udcff.pdf": record}


def test_a_batch_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        with pytest.raises(sqlite3.ProgrammingError):
            store.save([("401", "a", student("401")), ("402", [], student("402"))])  # type: ignore[list-item]  # fails
        assert store.load({"401": "a"}) == {}


def test_students_who_are_gone_are_forgotten(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.save([("401", "a", student("401")), ("402", "b", student("402"))])
        store.forget(all_but=["402", "403"])
        assert list(store.load({"401": "a", "402": "b"})) == ["402"]


def test_facts_of_the_last_run_are_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert (store.run_key, store.summary) == (None, None)
        store.set_run_key("k")
        store.set_summary({"graded": 23, "پیام": [1.5, None]})
    with opened(tmp_path) as store:
        assert (store.run_key, store.summary) == ("k", {"graded": 23, "پیام": [1.5, None]})


def test_decisions_stand_in_both_places(tmp_path: Path) -> None:
    record = student("401", waiting())
    made = [decision(record, 1, "1"), decision(record, None, "2"), decision(record, 0, "3")]
    with opened(tmp_path) as store:
        store.add_decisions(made[:1])
        store.add_decisions(made[1:])
        store.add_decisions([])
        assert store.decisions == {"401": made}
    assert len((tmp_path / "decisions.jsonl").read_text().splitlines()) == 3
    with opened(tmp_path) as store:
        assert store.decisions == {"401": made}


@pytest.mark.parametrize("lost", ["grades.db", "decisions.jsonl"])
def test_decisions_survive_the_loss_of_either_place(tmp_path: Path, lost: str) -> None:
    record = student("401", waiting())
    made = [decision(record, credit, "the same moment") for credit in (1, 0, None, 1)]
    with opened(tmp_path) as store:
        store.add_decisions(made)
    lines = (tmp_path / "decisions.jsonl").read_bytes()
    (tmp_path / lost).unlink()
    with opened(tmp_path) as store:
        assert store.decisions == {"401": made}
    assert (tmp_path / "decisions.jsonl").read_bytes() == lines


def test_lines_of_another_copy_are_taken_in_once(tmp_path: Path) -> None:
    one, two = student("401", waiting()), student("402", waiting())
    for name, record in (("a", one), ("b", two)):
        with opened(tmp_path / name) as store:
            store.add_decisions([decision(record, 1)])
    both = (
        (tmp_path / "a/decisions.jsonl").read_text() + "\r\n" + (tmp_path / "b/decisions.jsonl").read_text()
    )
    (tmp_path / "a/decisions.jsonl").write_text("\ufeff" + both, encoding="utf-8")
    for _ in range(2):
        with opened(tmp_path / "a") as store:
            assert {student_id: len(made) for student_id, made in store.decisions.items()} == {
                "401": 1,
                "402": 1,
            }


def test_a_decision_that_no_file_shows_yet_unsettles_the_last_run(tmp_path: Path) -> None:
    """Otherwise a run in which nothing else changed would leave it out."""
    made = decision(student("401", waiting()), 1)
    for name in ("a", "b"):
        with opened(tmp_path / name) as store:
            store.set_run_key("k")
    with opened(tmp_path / "a") as store:
        store.add_decisions([made])
        assert store.run_key is None
        store.set_run_key("k")
    (tmp_path / "b/decisions.jsonl").write_bytes((tmp_path / "a/decisions.jsonl").read_bytes())
    for name, key in (("a", "k"), ("b", None)):
        with opened(tmp_path / name) as store:
            assert store.run_key == key


def test_the_last_runs_facts_are_read_without_opening_the_store(tmp_path: Path) -> None:
    with open_output(tmp_path) as output:
        assert last_run(output) == (None, None)
        with Store.open(output) as store:
            store.set_run_key("k")
            store.set_summary({"graded": 23})
        assert last_run(output) == ("k", {"graded": 23})


def bring_decisions(folder: Path) -> None:
    (folder / "decisions.jsonl").write_text("{}\n")


def make_it_newer(folder: Path) -> None:
    connection = sqlite3.connect(folder / "grades.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def ruin_it(folder: Path) -> None:
    (folder / "grades.db").write_bytes(b"not a database" * 1000)


@pytest.mark.parametrize("meddle", [bring_decisions, make_it_newer, ruin_it])
def test_the_last_run_is_not_trusted_where_something_has_to_be_read(tmp_path: Path, meddle: object) -> None:
    with opened(tmp_path) as store:
        store.set_run_key("k")
    assert callable(meddle)
    meddle(tmp_path)
    with open_output(tmp_path) as output:
        assert last_run(output) == (None, None)


def test_an_answer_of_any_text_can_be_decided(tmp_path: Path) -> None:
    made = decision(student("4\ud800", waiting(submitted="\ud800\u2028")), 1)
    with opened(tmp_path) as store:
        store.add_decisions([made])
    (tmp_path / "grades.db").unlink()
    with opened(tmp_path) as store:
        assert store.decisions == {"4\ud800": [made]}


def test_a_line_that_is_no_decision_stops_the_run_and_is_left_alone(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.add_decisions([decision(student("401", waiting()), 1)])
    text = (tmp_path / "decisions.jsonl").read_text() + "{oops\n"
    (tmp_path / "decisions.jsonl").write_text(text)
    with pytest.raises(DecisionError, match=r"decisions.jsonl:2: "), opened(tmp_path):
        pass
    assert (tmp_path / "decisions.jsonl").read_text() == text


def ruin_the_header(path: Path) -> None:
    path.write_bytes(b"not a database" * 1000)


def ruin_a_page(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 : 4096 + 2000] = b"\xa5" * 2000
    path.write_bytes(data)


def cut_it_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def drop_a_table(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE machine")
    connection.close()


@pytest.mark.parametrize("ruin", [ruin_the_header, ruin_a_page, cut_it_short, drop_a_table])
def test_a_damaged_database_is_set_aside_and_built_again(tmp_path: Path, ruin: object) -> None:
    record = student("401", waiting())
    made = decision(record, 1)
    with opened(tmp_path) as store:
        store.save([("401", "a", record)] * 3)
        store.add_decisions([made])
    assert callable(ruin)
    for number in (1, 2):
        ruin(tmp_path / "grades.db")
        with opened(tmp_path) as store:
            assert store.load({"401": "a"}) == {}
            [notice] = store.notices
            assert notice.values["aside"] == f"grades.db.broken-{number}"
            assert store.decisions == {"401": [made]}
            store.save([("401", "a", record)] * 3)
        with opened(tmp_path) as store:
            assert (store.load({"401": "a"}), store.notices) == ({"401": record}, ())
    assert (tmp_path / "grades.db.broken-1").exists()


def test_decisions_are_rescued_from_a_damaged_database_without_its_file(tmp_path: Path) -> None:
    made = decision(student("401", waiting()), 1)
    with opened(tmp_path) as store:
        store.add_decisions([made])
    (tmp_path / "decisions.jsonl").unlink()
    drop_a_table(tmp_path / "grades.db")
    with opened(tmp_path) as store:
        assert store.decisions == {"401": [made]}
    assert (tmp_path / "decisions.jsonl").exists()


@pytest.mark.parametrize("lost", ["decisions.jsonl", "nothing", "machine"])
def test_lines_of_the_database_that_are_no_decisions_stop_nothing(tmp_path: Path, lost: str) -> None:
    record = student("401", waiting())
    with opened(tmp_path) as store:
        store.add_decisions([decision(record, 1)])
    connection = sqlite3.connect(tmp_path / "grades.db")
    connection.execute("INSERT INTO decisions (line) VALUES ('{half a'), (x'ff00'), (7)")
    if lost == "machine":
        connection.execute("DROP TABLE machine")
    connection.commit()
    connection.close()
    (tmp_path / lost).unlink(missing_ok=True)
    for count in (1, 2):
        with opened(tmp_path) as store:
            assert len(store.decisions["401"]) == count
            store.add_decisions([decision(record, 0, "later")])


@pytest.mark.parametrize(
    "altered",
    [
        pytest.param("replace(record, 'correct', 'partial')", id="of-another-type"),
        pytest.param("CAST(replace(CAST(record AS TEXT), 'correct', 'partial') AS BLOB)", id="of-its-type"),
    ],
)
def test_an_altered_record_is_graded_again_rather_than_believed(tmp_path: Path, altered: str) -> None:
    with opened(tmp_path) as store:
        store.save([("401", "a", student("401", part()))])
    connection = sqlite3.connect(tmp_path / "grades.db")
    connection.execute(f"UPDATE machine SET record = {altered}")  # noqa: S608 - written above
    connection.commit()
    connection.close()
    with opened(tmp_path) as store:
        assert store.load({"401": "a"}) == {}


def test_an_older_database_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = student("401", part())
    with opened(tmp_path) as store:
        store.save([("401", "a", record)])
    newer = (*schema.SCHEMA_STEPS, ("CREATE TABLE extra (x)", "INSERT INTO extra VALUES (7)"))
    monkeypatch.setattr(schema, "SCHEMA_STEPS", newer)
    for _ in range(2):
        with opened(tmp_path) as store:
            assert store.load({"401": "a"}) == {"401": record}
    connection = sqlite3.connect(tmp_path / "grades.db")
    assert connection.execute("SELECT x FROM extra").fetchall() == [(7,)]
    assert connection.execute("PRAGMA user_version").fetchone() == (len(newer),)
    connection.close()


def test_a_newer_database_is_refused_in_words_and_left_alone(tmp_path: Path) -> None:
    with opened(tmp_path):
        pass
    connection = sqlite3.connect(tmp_path / "grades.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = (tmp_path / "grades.db").read_bytes()
    with pytest.raises(GradeError, match=r"written by a newer grade .* update grade"), opened(tmp_path):
        pass
    assert (tmp_path / "grades.db").read_bytes() == before


def test_a_full_disk_and_a_busy_database_are_named(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        other = sqlite3.connect(tmp_path / "grades.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OutputInUse, match="another program has it open"):
            store.set_run_key("x")
        other.execute("ROLLBACK")
        other.close()
        store._connection.execute("PRAGMA max_page_count = 1")
        with pytest.raises(OutputFailed, match="the disk is full"):
            store.save([(str(number), "a", student(str(number), *[part()] * 30)) for number in range(100)])
        store._connection.execute("PRAGMA max_page_count = 1000000")
        assert store.load({"1": "a"}) == {}
        store.save([("1", "a", student("1"))])


def test_review_lines_are_remembered_from_every_file_that_was_written(tmp_path: Path) -> None:
    first, second = (review_lines([student("401", waiting(submitted=text))]) for text in ("a", "b"))
    with opened(tmp_path) as store:
        store.remember_review(first)
        store.remember_review(second)
        store.remember_review(first)
        keys = [line.key for line in first + second]
        answers = {line.key: line.answers for line in first + second}
        assert store.review_answers([*keys, "unknown"]) == answers


def publish(store: Store, *records: StudentRecord) -> None:
    store.publish({record.student_id or "": record for record in records})


def moved(store: Store, *records: StudentRecord, causes: Causes = NOTHING_ELSE) -> list[tuple[object, ...]]:
    now = {record.student_id or "": record for record in records}
    return [
        (change.student, change.part, change.before, change.after, change.cause)
        for change in store.changes(now, causes)
    ]


def test_a_mark_that_first_appears_is_no_change(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.save([("401", "a", student("401", part()))])
        assert moved(store, student("401", part())) == []


def test_marks_that_move_are_told_until_they_are_published(tmp_path: Path) -> None:
    """Also where a run is killed between grading and writing, and where it is killed twice."""
    old, new = student("401", part()), student("401", part(submitted="x", credit=0), digest="dd")
    with opened(tmp_path) as store:
        store.save([("401", "a", old)])
        publish(store, old)
        assert moved(store, old) == []
        store.save([("401", "b", student("401", part(submitted="between"), digest="ee"))])
        store.save([("401", "c", new)])
    with opened(tmp_path) as store:
        assert moved(store, new) == [("401", "conv_shapes.conv", 3, 0, "file")]
        publish(store, new)
        assert moved(store, new) == []


def test_a_decision_moves_a_mark_and_the_next_run_is_silent(tmp_path: Path) -> None:
    record = student("401", waiting(), part("pool"))
    made = decision(record, Fraction(1, 2))
    decided = apply_decisions(record, [made], ENGLISH)
    with opened(tmp_path) as store:
        store.save([("401", "a", record)])
        publish(store, record)
        store.add_decisions([made])
        assert moved(store, decided) == [
            ("401", "conv_shapes.conv", "needs_review", Fraction(3, 2), "decision")
        ]
        publish(store, decided)
        assert moved(store, decided) == []
        record = student("401", part(submitted="x"), part("pool"), digest="dd")
        other = apply_decisions(record, [made], ENGLISH)
        store.save([("401", "b", record)])
        assert moved(store, other) == [("401", "conv_shapes.conv", Fraction(3, 2), "needs_review", "file")]


def test_a_student_who_is_gone_or_missing_moves(tmp_path: Path) -> None:
    record = student("401", part())
    with opened(tmp_path) as store:
        store.save([("401", "a", record)])
        publish(store, record)
        store.forget(all_but=[])
        assert moved(store) == [("401", "conv_shapes.conv", 3, None, "file")]
        assert moved(store, replace(student("401"), questions=())) == [
            ("401", "conv_shapes.conv", 3, None, "file")
        ]
