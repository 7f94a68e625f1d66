"""Everything that `grade` itself can say went wrong.

    GradeError                   a sentence for a person: where, what was found, what to do next
    ├── ProblemModuleError       the author of a problem module slipped
    ├── AssignmentError          the assignment cannot be used; knows file, line and column
    ├── UsageError               the command cannot do what was asked
    ├── UnknownProblem           no problem has that id               (also a ValueError)
    ├── BadParams                a problem's parameters are at fault  (also a ValueError)
    ├── HandInError              one student's file cannot be graded; the class goes on
    ├── DecisionError            a line of review.csv or decisions.jsonl cannot be read
    └── OutputError              the output folder
        ├── OutputNotWritable    … cannot be written
        ├── OutputFailed         … failed while writing: the disk is full or broken
        └── OutputInUse          … is being written by another run

A student's answer raises none of these: it becomes a reading with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable

from grader.translation import ENGLISH, Message


class GradeError(Exception):
    """A failure that a person can act on; its text is the whole message.

    ``exit_code`` is what the command ends with.
    """

    exit_code = 2


class ProblemModuleError(GradeError):
    """A problem module breaks a rule of authorship; the text names the file and the remedy."""


class AssignmentError(GradeError):
    """An assignment that cannot be used.

    ``path`` leads from the file's top to the fault (keys and list indices), so that whoever holds the
    file's text can add the line and the column.
    """

    def __init__(self, message: str, path: tuple[str | int, ...] = (), *, at_key: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.at_key = at_key


class UsageError(GradeError):
    """A command that cannot do what was asked, and what to type instead."""


class UnknownProblem(GradeError, ValueError):
    """No problem has that id; the text offers the near miss."""


class BadParams(GradeError, ValueError):
    """Parameters that a problem refuses; ``path`` leads from ``params`` to the fault."""

    def __init__(self, message: str, path: tuple[str | int, ...] = (), *, at_key: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.at_key = at_key


class HandInError(GradeError):
    """A file that cannot be graded; ``code`` is what `results.jsonl` says, ``message`` why in any language."""

    exit_code = 1

    def __init__(self, code: str, message: Message) -> None:
        super().__init__(ENGLISH.sentence(message))
        self.code = code
        self.message = message


class DecisionError(GradeError):
    """A decision that cannot be read; nothing is graded, so that nothing filled in is lost."""


class OutputError(GradeError):
    """The output folder cannot be used."""

    exit_code = 74


class OutputNotWritable(OutputError):
    """The output folder may not be written."""

    exit_code = 73


class OutputFailed(OutputError):
    """Writing failed part way: a full or broken disk."""

    exit_code = 74


class OutputInUse(OutputError):
    """Another run is writing the same output folder."""

    exit_code = 75


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word nearest to ``word``, or an empty text where none is near."""
    from difflib import get_close_matches  # needed only where something is wrong

    folded = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else ""


def near_miss(word: str, known: Iterable[str]) -> str:
    """Return ``; did you mean 'x'?`` for the known word nearest to ``word``, or an empty text."""
    near = nearest(word, known)
    return f"; did you mean {near!r}?" if near else ""
