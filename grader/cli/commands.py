"""Finds the command that was meant, and runs it; only the modules that it needs are loaded."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from grader.cli.arguments import CLASS, COMMANDS, command_of, first_word, option_value, parser_for
from grader.cli.terminal import Terminal
from grader.errors import GradeError, UsageError, near_miss
from grader.locales import known_locales, terminal_locale, translator_for

OK = 0


def dispatch(words: Sequence[str]) -> int:
    """Run the command that ``words`` say and return its exit code; a failure is one message."""
    terminal = Terminal(translator_for(chosen_locale(words)))
    try:
        return run(words, terminal)
    except GradeError as failure:
        terminal.warn(f"grade: {failure}")
        return failure.exit_code
    except SystemExit as stop:  # argparse has printed the help
        return int(stop.code or OK)


def chosen_locale(words: Sequence[str]) -> str:
    """Return the terminal's language: the option's if it is known, else the environment's."""
    wanted = option_value(words, "--locale")
    return wanted if wanted in known_locales() else terminal_locale()


def run(words: Sequence[str], terminal: Terminal) -> int:
    """Parse and run."""
    command, rest = command_of(words)
    parser = parser_for(command, terminal.translator.word)
    if not words:
        terminal.warn(parser.format_help())
        return 2
    try:
        options = parser.parse_args(rest)
    except UsageError:
        if command == CLASS and (index := first_word(rest)) is not None and not Path(rest[index]).exists():
            raise UsageError(no_such(rest[index])) from None  # a misspelt command, with what it would take
        raise
    terminal.quiet, terminal.verbose = options.quiet, options.verbose
    if command != CLASS and options.locale is not None and options.locale not in known_locales():
        raise UsageError(f"no language {options.locale!r}; known are {', '.join(known_locales())}")
    if command == CLASS:
        return run_class(options, terminal)
    if command == "check":
        from grader.cli.check import check

        return check(options, terminal)
    if command == "solve":
        from grader.cli.solve import solve

        return solve(options, terminal)
    if command == "problems":
        from grader.cli.problems import show_problems

        return show_problems(options, terminal)
    if command == "new":
        from grader.cli.new import new

        return new(options, terminal)
    from grader.cli.practice import practice

    return practice(options, terminal)


def run_class(options: Namespace, terminal: Terminal) -> int:
    """Grade a class, or print what stands beside the commands: the version, a completion script."""
    if options.version:
        from grader._version import __version__

        terminal.result(f"grade {__version__}")
        return OK
    if options.completion:
        from grader.cli.completion import completion_script

        terminal.result(completion_script(options.completion))
        return OK
    if options.submissions is None:
        raise UsageError("which folder? write for instance `grade submissions/`")
    if not options.submissions.exists():
        raise UsageError(no_such(str(options.submissions)))
    from grader.cli.grade import grade_class

    return grade_class(options, terminal)


def no_such(word: str) -> str:
    """Return the sentence for a word that is neither a path nor a command, with the near miss of both."""
    path = Path(word)
    siblings = [each.name for each in path.parent.iterdir()] if path.parent.is_dir() else []
    offers = []
    if near := near_miss(path.name, siblings):
        offers.append("the path " + near.partition("mean ")[2].rstrip("?"))
    if near := near_miss(word, COMMANDS):
        offers.append("the command " + near.partition("mean ")[2].rstrip("?"))
    remedy = f"did you mean {' or '.join(offers)}?" if offers else "`grade --help` shows what there is"
    return f"{word!r} is neither a path nor a command; {remedy}"
