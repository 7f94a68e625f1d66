"""The part of a run that works: grades what changed, applies decisions, and has everything written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING

from grader.catalogue.bank import Bank
from grader.documents.photographs import is_photograph
from grader.grading.grade import Grader
from grader.intake.documents import PASSING, HandIns, with_documents
from grader.libraries import require_safe
from grader.records import StudentRecord
from grader.running.classroom import Classroom
from grader.running.complaints import summarise
from grader.running.handed_in import Choices, Folder
from grader.running.progress import Progress
from grader.running.publishing import Publisher
from grader.running.summary import Summary, read_summary, summary_as_json
from grader.running.workers import grade_all
from grader.store.changes import FILE_NAME as CHANGES
from grader.store.changes import Causes, changes_csv
from grader.store.database import Store
from grader.store.decisions import MadeDecision, apply_decisions, changed_since
from grader.store.filled import FilledLine, read_review_csv, settle
from grader.store.output import Output
from grader.store.review import FILE_NAME as REVIEW
from grader.store.review import review_lines
from grader.translation import Message

if TYPE_CHECKING:
    from grader.running.evidence import Gathered

BATCH_STUDENTS = 64  # a killed run loses at most this many students' work, or one second's
BATCH_SECONDS = 1.0
TO_BE_TRIED_AGAIN = ""  # the key of no run: the next one does not take its files for granted


def grade_folder(
    choices: Choices,
    folder: Folder,
    key: str,
    output: Output,
    progress: Progress,
    *,
    filled: bytes | None,
    fresh: bool,
) -> tuple[Summary, tuple[Message, ...]]:
    """Grade a folder and write everything; return the summary and what to tell besides.

    ``filled`` is a `review.csv` that somebody has filled in.
    """
    require_safe("jinja2")
    classroom = Classroom(choices, Bank(choices.problems))
    with Store.open(output) as store:
        deliveries = classroom.deliveries(folder)
        files = with_documents(
            [each.files for each in deliveries],
            choices.workers,
            kept=None if fresh else store,
            shown=progress,
        )
        classroom.take_in(folder, deliveries, files)
        lines, notices = read_review_csv(filled, str(output.folder / REVIEW)) if filled else ((), ())
        run = Run(
            classroom,
            output,
            store,
            progress,
            lines,
            pictures=gathered(files, choices, store, progress, fresh=fresh),
        )
        summary = run.everything(fresh=fresh)
        store.set_summary(summary_as_json(summary))
        store.set_run_key(key if run.is_lasting() else TO_BE_TRIED_AGAIN)
        return summary, (*store.notices, *notices, *run.notices)


def gathered(
    hand_ins: HandIns, choices: Choices, store: Store, progress: Progress, *, fresh: bool
) -> Gathered | None:
    """Return the pictures of a class that handed in documents or photographs, None for any other."""
    handed_in = (file for files in hand_ins for file in files)
    if not any(file.document is not None or is_photograph(file.path) for file in handed_in):
        return None
    from grader.running.evidence import Gathered, drawable_among

    return Gathered(
        documents=drawable_among(hand_ins),
        store=store,
        workers=choices.workers,
        progress=progress,
        fresh=fresh,
    )


@dataclass(slots=True)
class Run:
    """One run over a class."""

    classroom: Classroom
    output: Output
    store: Store
    progress: Progress
    filled: Sequence[FilledLine] = ()
    settled: Sequence[MadeDecision] = ()
    pictures: Gathered | None = None
    notices: list[Message] = field(default_factory=list)
    regraded: int = 0

    def everything(self, *, fresh: bool) -> Summary:
        """Grade, decide, write; return the summary."""
        machine = self.machine_records(fresh=fresh)
        self.store.forget(machine.keys())
        machine |= {each.key: each for each in self.classroom.missing()}
        if self.filled:
            self.settle(machine)
        return self.publish({key: self.decided(record) for key, record in machine.items()})

    def is_lasting(self) -> bool:
        """Return whether the same input would give the same again, whatever else the machine has to do."""
        codes = {notice.code for each in self.classroom.submissions for notice in each.notices}
        return not codes & PASSING and (self.pictures is None or self.pictures.is_all)

    def settle(self, machine: dict[str, StudentRecord]) -> None:
        """Keep the decisions that were filled in; a line that the store no longer knows is worked out again.

        Raises DecisionError before anything is written, so that nothing filled in is lost.
        """
        answers = self.store.review_answers(line.key for line in self.filled)
        if any(line.key not in answers for line in self.filled):
            waiting = review_lines(self.decided(record) for record in machine.values())
            answers = {line.key: line.answers for line in waiting} | answers
        when = datetime.now(UTC).isoformat(timespec="seconds")
        self.settled = settle(self.filled, answers, self.store.decisions, when)
        self.store.add_decisions(self.settled)

    def decided(self, record: StudentRecord) -> StudentRecord:
        """Return a record with the decisions on its answers."""
        made = self.store.decisions.get(record.student_id or "", ())
        return apply_decisions(record, made, self.classroom.translator)

    def machine_records(self, *, fresh: bool) -> dict[str, StudentRecord]:
        """Return the machine's record of every hand-in, graded now where it changed since the last run."""
        keys = {each.key: self.classroom.input_key(each) for each in self.classroom.submissions}
        known = {} if fresh else self.store.load(keys)
        todo = [each for each in self.classroom.submissions if each.key not in known]
        self.regraded = len(todo)
        found = dict(known)
        if todo:
            grader = Grader(self.classroom.homework, self.classroom.translator)
            graded = grade_all(grader, todo, self.classroom.choices.workers)
            self.progress.start(len(todo), "students")
            try:
                for batch in self.batches(keys, ((todo[place].key, record) for place, record in graded)):
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
        versions = self.classroom.versions
        kept = read_summary(self.store.summary)
        last = dict(kept.versions) if kept else versions
        causes = Causes(
            key=last.get("key") != versions["key"], version=last.get("version") != versions["version"]
        )
        changes = self.store.changes(records, causes)
        self.notices += changed_since(records.values(), self.settled)
        publisher = Publisher(self.classroom, self.output, self.store, tuple(records.values()), self.pictures)
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
