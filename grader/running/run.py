"""One run of `grade`: over at once where nothing changed, else graded and written anew."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.running.handed_in import Choices, find_folder, read_folder, run_key
from grader.running.progress import Progress
from grader.running.summary import Summary, read_summary
from grader.store.facts import last_run
from grader.store.output import Output, open_output

if TYPE_CHECKING:
    from grader.translation import Message

FINAL_FILES = frozenset({"results.jsonl", "grades.csv", "review.csv", "index.html"})
REVIEW = "review.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What a run has to say; ``unchanged`` where the last one's files stand as they are."""

    summary: Summary
    notices: tuple[Message, ...] = ()
    unchanged: bool = False


def run_class(choices: Choices, out: Path, progress: Progress, *, fresh: bool = False) -> RunResult:
    """Grade a class and write its files under ``out``.

    Raises GradeError where nothing can be graded or written.
    """
    found = find_folder(choices, out)
    with open_output(out) as output:  # before files are read: a second run is to be refused at once
        folder = read_folder(choices, found)
        key = run_key(choices, folder)
        is_filled = not output.is_intact(REVIEW)
        if not fresh and not is_filled and (kept := unchanged(output, key)) is not None:
            return kept
        from grader.running.grading_run import grade_folder  # the mathematics: only where there is work

        filled = output.read(REVIEW) if is_filled else None
        summary, notices = grade_folder(choices, folder, key, output, progress, filled=filled, fresh=fresh)
        return RunResult(summary=summary, notices=notices)


def unchanged(output: Output, key: str) -> RunResult | None:
    """Return the last run's result where this one would write the same bytes, else None."""
    last_key, said = last_run(output)
    if last_key != key or not all(output.is_intact(name) for name in output.written() | FINAL_FILES):
        return None
    summary = read_summary(said)
    return None if summary is None else RunResult(summary=summary, unchanged=True)
