"""One run of `grade`: grades what changed, applies decisions, and writes everything that people and programs read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from grader.catalogue.bank import Bank
from grader.records import StudentRecord
from grader.running.classroom import Choices, Classroom, read_folder, run_key, student_key
from grader.running.progress import Progress
from grader.running.summary import Summary, read_summary, summarise, summary_as_json
from grader.store.database import Store
from grader.store.decisions import MadeDecision
from grader.store.output import Output, open_output
from grader.translation import Message

BATCH_STUDENTS = 64  # a killed run loses at most this many students' work, or one second's
BATCH_SECONDS = 1.0
FINAL_FILES = ("results.jsonl", "grades.csv", "review.csv", "index.html")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What a run leaves behind: the summary; the records too, unless nothing had changed."""

    summary: Summary
    notices: tuple[Message, ...] = ()
    unchanged: bool = False


def run_class(choices: Choices, out: Path, progress: Progress, *, fresh: bool = False) -> RunResult:
    """Grade a class and write its files under ``out``.

    Raises GradeError where nothing can be graded or written.
    """
    bank = Bank(choices.problems)
    folder = read_folder(choices, out)
    key = run_key(choices, folder, bank)
    with open_output(out) as output:
        filled = read_filled(output)
        if not fresh and filled is None and (kept := unchanged(output, key)) is not None:
            return kept
        classroom = Classroom(choices, folder, bank)
        with Store.open(output) as store:
            settled, notices = settle_filled(output, store, filled) if filled else ((), ())
            run = Run(classroom, output, store, progress, settled)
            summary = run.everything(fresh=fresh)
            store.set_summary(summary_as_json(summary))
            store.set_run_key(key)
            notices = (*store.notices, *notices, *run.notices)
        return RunResult(summary=summary, notices=notices)


def unchanged(output: Output, key: str) -> RunResult | None:
    """Return the last run's result where this one would write the same bytes, else None."""
    if not all(output.is_intact(name) for name in output.written() | set(FINAL_FILES)):
        return None
    with Store.open(output) as store:
        if store.run_key != key or store.notices:
            return None
        summary = read_summary(store.summary)
    return None if summary is None else RunResult(summary=summary, unchanged=True)


def read_filled(output: Output) -> bytes | None:
    """Return the bytes of `review.csv` if somebody has filled it in since it was written."""
    from grader.store.review import FILE_NAME

    return None if output.is_intact(FILE_NAME) else output.read(FILE_NAME)


def settle_filled(
    output: Output, store: Store, data: bytes
) -> tuple[tuple[MadeDecision, ...], tuple[Message, ...]]:
    """Take the decisions out of a filled-in `review.csv` and keep them; return them, and what to tell.

    Raises DecisionError before anything is graded, so that nothing filled in is lost.
    """
    from grader.store.filled import read_review_csv, settle
    from grader.store.review import FILE_NAME

    filled, notices = read_review_csv(data, str(output.folder / FILE_NAME))
    answers = store.review_answers(line.key for line in filled)
    when = datetime.now(UTC).isoformat(timespec="seconds")
    made = settle(filled, answers, store.decisions, when)
    store.add_decisions(made)
    return made, notices


@dataclass(slots=True)
class Run:
    """One run over a class."""

    classroom: Classroom
    output: Output
    store: Store
    progress: Progress
    settled: Sequence[MadeDecision] = ()
    notices: list[Message] = field(default_factory=list)
    regraded: int = 0

    def everything(self, *, fresh: bool) -> Summary:
        """Grade, decide, write; return the summary."""
        machine = self.machine_records(fresh=fresh)
        self.store.forget(machine.keys())
        records = {
            key: self.decided(record)
            for key, record in {**machine, **{student_key(each): each for each in self.classroom.missing()}}.items()
        }
        return self.publish(records)

    def decided(self, record: StudentRecord) -> StudentRecord:
        """Return a record with the decisions on its answers."""
        from grader.store.decisions import apply_decisions

        made = self.store.decisions.get(record.student_id or "", ())
        return apply_decisions(record, made, self.classroom.translator)

    def machine_records(self, *, fresh: bool) -> dict[str, StudentRecord]:
        """Return the machine's record of every hand-in, graded now where it changed since the last run."""
        keys = {student_key(each): self.classroom.input_key(each) for each in self.classroom.submissions}
        known = {} if fresh else self.store.load(keys)
        todo = [each for each in self.classroom.submissions if student_key(each) not in known]
        self.regraded = len(todo)
        found = dict(known)
        if todo:
            from grader.grading.grade import Grader

            grader = Grader(self.classroom.homework, self.classroom.translator)
            self.progress.start(len(todo))
            try:
                for batch in self.batches(keys, ((student_key(each), grader.grade(each)) for each in todo)):
                    self.store.save(batch)
                    found.update((key, record) for key, _, record in batch)
            finally:
                self.progress.finish()
        return {key: found[key] for key in keys}

    def batches(
        self, keys: dict[str, str], graded: Iterator[tuple[str, StudentRecord]]
    ) -> Iterator[list[tuple[str, str, StudentRecord]]]:
        """Yield graded students in batches, so that a killed run has little to do again."""
        batch: list[tuple[str, str, StudentRecord]] = []
        since = monotonic()
        try:
            for key, record in graded:
                batch.append((key, keys[key], record))
                self.progress.step()
                if len(batch) >= BATCH_STUDENTS or monotonic() - since > BATCH_SECONDS:
                    yield batch
                    batch, since = [], monotonic()
        except KeyboardInterrupt:
            self.store.save(batch)
            raise
        if batch:
            yield batch

    def publish(self, records: dict[str, StudentRecord]) -> Summary:
        """Write every file and page."""
        from grader.running.publishing import Publisher
        from grader.store.changes import Causes, changes_csv
        from grader.store.changes import FILE_NAME as CHANGES
        from grader.store.decisions import changed_since

        versions = self.classroom.versions
        kept = read_summary(self.store.summary)
        last = dict(kept.versions) if kept else versions
        causes = Causes(
            key=last.get("key") != versions["key"], version=last.get("version") != versions["version"]
        )
        changes = self.store.changes(records, causes)
        self.notices += changed_since(records.values(), self.settled)
        publisher = Publisher(self.classroom, self.output, self.store, tuple(records.values()))
        publisher.write_all()
        if (moved := changes_csv(changes)) is not None:
            self.output.write(CHANGES, moved)
        else:
            self.output.remove(CHANGES)
        self.output.commit()
        self.store.publish(records)
        return replace(
            summarise(tuple(records.values()), self.classroom, publisher.lines),
            regraded=self.regraded,
            moved=len(changes),
            versions=tuple(versions.items()),
        )
