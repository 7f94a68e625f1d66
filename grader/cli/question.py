"""Writes a question for the terminal, with the numbers of one instance."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap

from grader.cli.arguments import terminal_width
from grader.problem.instance import Instance
from grader.problem.parameters import Shown
from grader.translation import Message, Translator


def question_lines(instance: Instance, translator: Translator) -> list[str]:
    """Return what is asked, at the terminal's width: a matrix on one line, a list with a line each."""
    values = {name: as_text(value, translator) for name, value in instance.shown.items()}
    template = instance.about_what_is_given(translator.word(instance.question_template))
    filled = translator.sentence(Message(template, values))
    lines: list[str] = []
    for line in filled.splitlines():
        indent, hanging = ("  ", "    ") if line.startswith("- ") else ("", "")
        lines += wrap_lines(line, indent, hanging) if line.strip() else [""]
    return lines


def as_text(value: Shown, translator: Translator) -> str:
    """Return a parameter as text."""
    if isinstance(value, str):
        return value
    if isinstance(value, Message):
        return translator.sentence(value)
    if value and isinstance(value[0], Message):
        return "\n".join(f"- {translator.sentence(line)}" for line in value if isinstance(line, Message))
    return "[" + ", ".join(f"[{', '.join(row)}]" for row in value if isinstance(row, tuple)) + "]"


def wrap_lines(text: str, indent: str, hanging: str) -> Iterable[str]:
    """Return ``text`` broken at the terminal's width."""
    return wrap(
        text, terminal_width(), initial_indent=indent, subsequent_indent=hanging, break_long_words=False
    )
