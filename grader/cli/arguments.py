"""What each command takes, and the help that says so."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from grader.errors import UsageError, near_miss

Say = Callable[[str], str]

CLASS = "class"
COMMANDS = ("check", "solve", "problems", "new", "practice")
TAKES_VALUE = frozenset({
    "--assignment", "--out", "--roster", "--workers", "--locale", "--problems", "--student", "--problem",
    "--params", "--seed", "--completion", "--html",
})  # fmt: skip


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are ours."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError; the command's help is one word away."""
        option = next((word.partition("=")[0] for word in message.split() if word.startswith("--")), "")
        is_unknown = message.startswith("unrecognized") and bool(option)
        near = near_miss(option, self._option_string_actions) if is_unknown else ""
        raise UsageError(f"{message}{near or f'; `{self.prog} --help` shows what it takes'}")


def formatter(say: Say) -> type[argparse.HelpFormatter]:
    """Return how help is laid out in the terminal's language."""

    class Formatter(argparse.RawDescriptionHelpFormatter):
        def __init__(self, prog: str) -> None:
            super().__init__(prog, max_help_position=30, width=min(100, terminal_width()))

        def add_usage(
            self, usage: str | None, actions: object, groups: object, prefix: str | None = None
        ) -> None:
            super().add_usage(usage, actions, groups, say("Usage: ") if prefix is None else prefix)  # type: ignore[arg-type]  # passed on as it came

    return Formatter


def terminal_width() -> int:
    """Return the width of the terminal, less a margin."""
    from shutil import get_terminal_size

    return max(40, get_terminal_size().columns - 2)


def command_of(words: Sequence[str]) -> tuple[str, list[str]]:
    """Return the command and its arguments: options may stand before the command or after it."""
    index = first_word(words)
    if index is None or words[index] not in COMMANDS:
        return CLASS, list(words)
    return words[index], [*words[:index], *words[index + 1 :]]


def first_word(words: Sequence[str]) -> int | None:
    """Return where the first word stands that is no option and no option's value; None if there is none."""
    skip = False
    for index, word in enumerate(words):
        if skip:
            skip = False
        elif word == "--":
            return None
        elif word.startswith("-") and word != "-":
            skip = word in TAKES_VALUE
        else:
            return index
    return None


def option_value(words: Sequence[str], option: str) -> str | None:
    """Return an option's value before anything is parsed: the language decides how help reads."""
    for index, word in enumerate(words):
        if word == option and index + 1 < len(words):
            return words[index + 1]
        if word.startswith(option + "="):
            return word.partition("=")[2]
    return None


def parser_for(command: str, say: Say) -> Parser:
    """Return the parser of one command."""
    name = "grade" if command == CLASS else f"grade {command}"
    usage, description, epilog = HELP[command](say)
    parser = Parser(
        prog=name,
        usage=usage,
        description=description,
        epilog=epilog,
        add_help=False,
        formatter_class=formatter(say),
        allow_abbrev=False,
    )
    arguments = parser.add_argument_group(say("Arguments"))
    options = parser.add_argument_group(say("Options"))
    ADD[command](arguments, options, say)
    add_common(options, say)
    return parser


def add_common(options: argparse._ArgumentGroup, say: Say) -> None:
    """Add what every command takes."""
    options.add_argument(
        "--problems", metavar="DIR", type=Path, action="append", default=[],
        help=say("a folder with problems of your own; may be given several times"),
    )  # fmt: skip
    options.add_argument("--locale", metavar="en|fa", help=say("the language, instead of the terminal's"))
    options.add_argument("--quiet", action="store_true", help=say("only results and failures"))
    options.add_argument("--verbose", action="store_true", help=say("more about what was done"))
    options.add_argument("-h", "--help", action="help", help=say("show this help and stop"))


def add_class(arguments: argparse._ArgumentGroup, options: argparse._ArgumentGroup, say: Say) -> None:
    """Add what grading a class takes."""
    arguments.add_argument(
        "submissions", metavar="SUBMISSIONS", type=Path, nargs="?", help=say("the folder of hand-ins")
    )
    options.add_argument(
        "--assignment",
        metavar="FILE",
        type=Path,
        help=say("the assignment (default: SUBMISSIONS/assignment.toml)"),
    )
    options.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        default=Path("reports"),
        help=say("where reports go (default: reports)"),
    )
    options.add_argument(
        "--roster",
        metavar="CSV",
        type=Path,
        help=say("the class list (default: SUBMISSIONS/roster.csv if there is one)"),
    )
    options.add_argument(
        "--workers",
        metavar="N",
        type=positive,
        help=say("processes for a class whose instances differ (default: all cores)"),
    )
    options.add_argument(
        "--fresh", action="store_true", help=say("grade everything anew; decisions are kept")
    )
    options.add_argument(
        "--completion",
        choices=("bash", "zsh", "tcsh"),
        help=say("print a script that completes words in this shell"),
    )
    options.add_argument("--version", action="store_true", help=say("print the version and stop"))


def add_check(arguments: argparse._ArgumentGroup, options: argparse._ArgumentGroup, say: Say) -> None:
    """Add what a self-check takes."""
    arguments.add_argument("file", metavar="FILE", type=Path, help=say("your answers"))
    options.add_argument(
        "--assignment", metavar="FILE", type=Path,
        help=say("the assignment (default: assignment.toml beside FILE, then in this folder)"),
    )  # fmt: skip
    options.add_argument(
        "--html", metavar="FILE", type=Path,
        help=say("write the same as a page, which shows the places of a PDF that were read"),
    )  # fmt: skip


def add_solve(arguments: argparse._ArgumentGroup, options: argparse._ArgumentGroup, say: Say) -> None:
    """Add what solving takes."""
    arguments.add_argument(
        "assignment", metavar="ASSIGNMENT", type=Path, nargs="?", help=say("an assignment.toml")
    )
    options.add_argument("--problem", metavar="ID", help=say("one problem of the bank instead"))
    options.add_argument(
        "--params",
        metavar="JSON|FILE",
        help=say("its parameters (default: its first instance from practice)"),
    )
    options.add_argument("--student", metavar="ID", help=say("whose instance, where instances differ"))
    options.add_argument("--json", action="store_true", help=say("print JSON"))


def add_problems(arguments: argparse._ArgumentGroup, options: argparse._ArgumentGroup, say: Say) -> None:
    """Add what listing the bank takes."""
    arguments.add_argument("problem", metavar="ID", nargs="?", help=say("one problem, shown in full"))


def add_new(arguments: argparse._ArgumentGroup, options: argparse._ArgumentGroup, say: Say) -> None:
    """Add what starting an assignment takes."""
    arguments.add_argument(
        "folder", metavar="DIR", type=Path, help=say("a folder that does not exist yet, or is empty")
    )


def add_practice(arguments: argparse._ArgumentGroup, options: argparse._ArgumentGroup, say: Say) -> None:
    """Add what practising takes."""
    arguments.add_argument(
        "problem", metavar="PROBLEM", help=say("a problem of the bank; `grade problems` lists them")
    )
    options.add_argument("--seed", metavar="N", type=int, help=say("draw the same instance again"))
    options.add_argument(
        "--solution", action="store_true", help=say("show the solution at once, without asking")
    )
    options.add_argument(
        "--html",
        metavar="FILE",
        type=Path,
        help=say("write the question, with its solution folded away, as a page"),
    )


def positive(text: str) -> int:
    """Return a whole number of at least 1."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of at least 1")
    return number


def class_help(say: Say) -> tuple[str, str, str]:
    """Return the help of the command itself."""
    return (
        "grade SUBMISSIONS [options]\n       grade COMMAND ...",
        say(
            "Grades a folder of hand-worked homework: reads each student's answers, judges them, and writes a\n"
            "report for each student, one for the instructor, and a gradebook."
        ),
        "\n".join((
            say("Commands"),
            say("  check FILE         see how your answers are read, before you hand them in"),
            say("  solve ASSIGNMENT   print the reference answers"),
            say("  problems [ID]      list the problem bank, or show one problem"),
            say("  new DIR            start an assignment"),
            say("  practice PROBLEM   try a fresh instance of a problem"),
            "",
            say("Examples"),
            "  grade submissions/",
            "  grade hw3/ --out reports-hw3 --roster class.csv",
            "",
            say(
                "Exit codes: 0 done, 1 some files could not be graded (each is named), 2 nothing was graded because\n"
                "the command or the assignment is at fault, 73 output not writable, 74 disk failure, 75 output in use."
            ),
            say("A folder named like a command is written ./check."),
        )),
    )  # fmt: skip


def check_help(say: Say) -> tuple[str, str, str]:
    """Return the help of ``check``."""
    return (
        "grade check FILE [--assignment FILE] [--html FILE]",
        say(
            "Shows how each of your answers is read and whether it is well formed, and as much of the verdict as the\n"
            "assignment allows. It never shows an expected value."
        ),
        say("Exit codes: 0 all well, 1 something needs your attention, 2 there is nothing to check."),
    )


def solve_help(say: Say) -> tuple[str, str, str]:
    """Return the help of ``solve``."""
    return (
        "grade solve ASSIGNMENT [--student ID] [--json]\n       grade solve --problem ID [--params JSON|FILE] [--json]",
        say(
            "Prints the reference answers of an assignment, or of one problem of the bank. For an assignment it also\n"
            "lists the parts where a known mistake gives the right answer, so look before you publish."
        ),
        'grade solve --problem dilated_output --params \'{"M": 32, "N": 28, "F": 3, "D": 2}\'',
    )


def problems_help(say: Say) -> tuple[str, str, str]:
    """Return the help of ``problems``."""
    return (
        "grade problems [ID]",
        say(
            "Lists the problem bank by topic, or shows one problem: its parameters, parts, rules and known mistakes."
        ),
        "",
    )


def new_help(say: Say) -> tuple[str, str, str]:
    """Return the help of ``new``."""
    return (
        "grade new DIR",
        say(
            "Starts an assignment in DIR: a commented assignment.toml, a sample submission, and a folder for-students\n"
            "with what they need to check themselves: the assignment without secrets, and an empty answer file."
        ),
        say("Then: edit DIR/assignment.toml and run `grade DIR`."),
    )


def practice_help(say: Say) -> tuple[str, str, str]:
    """Return the help of ``practice``."""
    return (
        "grade practice PROBLEM [--seed N] [--solution] [--html FILE]",
        say(
            "Draws a fresh instance, asks for your answers one by one (Enter skips one), says what is right, and then\n"
            "shows the solution. Without a terminal, or with --solution, it prints the question and the solution."
        ),
        "",
    )


HELP = {
    CLASS: class_help,
    "check": check_help,
    "solve": solve_help,
    "problems": problems_help,
    "new": new_help,
    "practice": practice_help,
}
ADD = {
    CLASS: add_class,
    "check": add_check,
    "solve": add_solve,
    "problems": add_problems,
    "new": add_new,
    "practice": add_practice,
}
