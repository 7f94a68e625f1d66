"""Prints a script with which a shell completes the words of `grade`."""

from __future__ import annotations

import argparse

import shtab

from grader.cli.arguments import ADD, CLASS, COMMANDS, HELP, Parser, add_common


def completion_script(shell: str) -> str:
    """Return the script for ``shell``: bash, zsh or tcsh."""
    root = Parser(prog="grade", add_help=False)
    ADD[CLASS](root.add_argument_group(), options := root.add_argument_group(), str)
    add_common(options, str)
    root._remove_action(next(action for action in root._actions if action.dest == "submissions"))
    commands = root.add_subparsers()
    for command in COMMANDS:
        # Descriptions are shown beside a completion: one sentence each.
        summary = HELP[command](str)[1].replace("\n", " ").partition(". ")[0]
        parser = commands.add_parser(command, help=summary, add_help=False)
        ADD[command](parser.add_argument_group(), each := parser.add_argument_group(), str)
        add_common(each, str)
        for action in parser._actions:
            complete_paths(action)
    for action in root._actions:
        complete_paths(action)
    # Where no command fits, bash itself goes on to complete paths: the default command takes a folder.
    return str(shtab.complete(root, shell=shell))


def complete_paths(action: argparse.Action) -> None:
    """Let an argument that is a path be completed as one."""
    if action.metavar in ("FILE", "CSV", "ASSIGNMENT"):
        action.complete = shtab.FILE  # type: ignore[attr-defined]  # how shtab is told
    elif action.metavar in ("DIR", "SUBMISSIONS"):
        action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]  # how shtab is told
