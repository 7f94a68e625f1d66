"""`grade SUBMISSIONS`: grades a class and says what is left to do."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from typing import TYPE_CHECKING, NoReturn

from grader.cli.terminal import Terminal, safe
from grader.running.handed_in import Choices
from grader.running.progress import Progress, Silent
from grader.running.run import RunResult, run_class
from grader.running.summary import Summary
from grader.translation import Message, Numeral

if TYPE_CHECKING:
    from tqdm import tqdm

UNGRADED = 1
SIZE = (80, 24)  # columns and rows where a terminal does not tell
OBJECTS_BETWEEN_COLLECTIONS = 400_000  # records hold no cycles: looking for some after each 700 finds nothing
MOST_LINES = 20  # more complaints than this scroll away; the report has them all


def grade_class(options: Namespace, terminal: Terminal) -> int:
    """Grade a class and return 0, or 1 where some files could not be graded."""
    choices = Choices(
        submissions=options.submissions,
        assignment=options.assignment,
        roster=options.roster,
        locale=options.locale,
        problems=tuple(options.problems),
        workers=options.workers or os.cpu_count() or 1,
    )
    shows_progress = sys.stderr.isatty() and not options.quiet
    progress = Counted(Bar(terminal) if shows_progress else Silent())
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    try:
        result = run_class(choices, options.out, progress, fresh=options.fresh)
    except KeyboardInterrupt as interrupt:
        if progress.total:
            interrupt.add_note(how_far(progress, terminal))
        raise
    for notice in result.notices:
        terminal.warn(f"grade: {terminal.translator.sentence(notice)}")
    tell(result, options, terminal)
    gc.freeze()  # the program ends here: to look through the class for cycles once more finds nothing
    return UNGRADED if result.summary.ungraded else 0


def tell(result: RunResult, options: Namespace, terminal: Terminal) -> None:
    """Write what could not be graded, and the summary."""
    summary = result.summary
    for name in summary.left_out:
        terminal.say(
            terminal.text(
                "{folder} is an assignment of its own and was left out: grade {folder}",
                folder=safe(str(options.submissions / name)),
            )
        )
    if summary.noise:
        terminal.say(
            terminal.text("Left out, since systems leave such files behind: {count}", count=summary.noise)
        )
    if terminal.verbose:
        tell_kinds(summary, terminal)
    complain(summary.ungraded, terminal)
    if terminal.verbose:
        complain(summary.remarks, terminal)
    if terminal.quiet:
        return
    for line in lines_of(result, options, terminal):
        terminal.result(line)


def tell_kinds(summary: Summary, terminal: Terminal) -> None:
    """Say of each file what it was taken for."""
    from grader.reporting.kinds import kind_of

    for file, kind in summary.taken:
        taken = terminal.translator.sentence(kind_of(kind))
        terminal.say(terminal.text("{file}: taken for {kind}", file=safe(file), kind=taken))


def complain(complaints: tuple[tuple[str, str], ...], terminal: Terminal) -> None:
    """Name each file and what is wrong with it."""
    for file, message in complaints[:MOST_LINES]:
        terminal.warn(f"grade: {safe(file)}: {safe(message, 400)}")
    if len(complaints) > MOST_LINES:
        terminal.warn(
            terminal.text(
                "grade: and {count} more; the report names them all", count=len(complaints) - MOST_LINES
            )
        )


def lines_of(result: RunResult, options: Namespace, terminal: Terminal) -> list[str]:
    """Return the lines of the summary."""
    summary, say = result.summary, terminal.text
    students = summary.graded + summary.needs_review + summary.missing + summary.unreadable
    counted = [
        (summary.graded, say("{count} graded", count=summary.graded)),
        (summary.needs_review, say("{count} waiting for a person", count=summary.needs_review)),
        (summary.missing, say("{count} missing", count=summary.missing)),
        (summary.unreadable, say("{count} unreadable", count=summary.unreadable)),
    ]
    lines = [say("Students: {count}", count=students)]
    lines[0] += " · " + " · ".join(text for count, text in counted if count)
    lines += files_line(summary, terminal)
    lines.append(mean_line(summary, terminal))
    if result.unchanged:
        lines.append(say("Nothing changed since the last run."))
    elif summary.regraded < students - summary.missing:
        lines.append(say("Graded anew: {count}; the others had not changed.", count=summary.regraded))
    if summary.moved and not result.unchanged:
        lines.append(
            say("Marks that moved: {count}: {file}", count=summary.moved, file=options.out / "changes.csv")
        )
    if summary.remarks:
        lines.append(say("Remarks about hand-ins: {count}; the report has them.", count=len(summary.remarks)))
    lines.append(say("Report: {file}", file=options.out / "index.html"))
    if summary.decisions:
        lines.append(
            terminal.styled(
                say(
                    left_to_do(summary),
                    decisions=summary.decisions, groups=summary.groups, file=options.out / "review.csv",
                ),
                "yellow",
            )
        )  # fmt: skip
    return lines


def files_line(summary: Summary, terminal: Terminal) -> list[str]:
    """Return how many files were taken for what, in a line; none where nothing was handed in."""
    if not summary.taken:
        return []
    from grader.reporting.kinds import SEVERAL, counted

    shown = [
        terminal.text("{kind}: {count}", kind=terminal.translator.sentence(SEVERAL[kind]), count=count)
        for kind, count in counted(kind for _, kind in summary.taken).items()
    ]
    return [" · ".join([terminal.text("Files: {count}", count=len(summary.taken)), *shown])]


def left_to_do(summary: Summary) -> str:
    """Return the sentence for the decisions that are left, in the number that they take."""
    if summary.decisions == 1:
        return Message("Left to do: 1 decision: {file}").text
    if summary.groups == 1:
        return Message("Left to do: {decisions} decisions in 1 group: {file}").text
    return Message("Left to do: {decisions} decisions in {groups} groups: {file}").text


def mean_line(summary: Summary, terminal: Terminal) -> str:
    """Return how many marks are final, and their mean."""
    if summary.mean is None:
        return terminal.text("No mark is final yet.")
    return terminal.text(
        "Final marks: {count}; their mean is {mean} of {most}.",
        count=summary.final,
        mean=Numeral(f"{summary.mean:.2f}"),
        most=Numeral(f"{summary.max_score:g}"),
    )


class Counted:
    """Progress that ``shown`` shows, and that is remembered for whoever interrupts it."""

    def __init__(self, shown: Progress) -> None:
        self.shown = shown
        self.what = ""
        self.total = 0
        self.done = 0

    def start(self, total: int, what: str) -> None:
        """Begin to count."""
        self.what, self.total, self.done = what, total, 0
        self.shown.start(total, what)

    def step(self) -> None:
        """Count one as done."""
        self.done += 1
        self.shown.step()

    def finish(self) -> None:
        """Keep what was counted."""
        self.shown.finish()


def how_far(progress: Counted, terminal: Terminal) -> str:
    """Return how far a run was in what it had to do."""
    sentence = {
        "files": Message("{done} of {total} files to read had been read."),
        "students": Message("{done} of {total} students to grade had been graded."),
    }.get(progress.what, Message("Everyone had been graded; {done} of {total} pictures had been drawn."))
    return terminal.text(sentence.text, done=progress.done, total=progress.total)


def hides_its_width() -> bool:
    """Return whether the terminal says that it has no columns, in which no bar would be drawn."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns == 0
    except (OSError, ValueError):
        return False


class Bar:
    """A progress bar with count, rate and remaining time."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._bar: tqdm[NoReturn] | None = None

    def start(self, total: int, what: str) -> None:
        """Draw the bar."""
        from tqdm import tqdm  # 100 ms: only where a terminal is attached

        text = self._terminal.text
        title, unit = {
            "files": (text("Reading"), text("files")),
            "pictures": (text("Drawing"), text("pictures")),
        }.get(what, (text("Grading"), text("students")))
        columns, rows = SIZE if hides_its_width() else (None, None)
        self._bar = tqdm(
            total=total, desc=title, unit=f" {unit}", leave=False, file=sys.stderr, ncols=columns, nrows=rows
        )

    def step(self) -> None:
        """Move on by one."""
        if self._bar is not None:
            self._bar.update()

    def finish(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
