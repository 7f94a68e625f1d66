"""`grade problems`: lists the bank, or shows one problem in full."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping

from grader.catalogue.bank import Bank
from grader.cli.question import question_lines, wrap_lines
from grader.cli.terminal import Terminal
from grader.errors import BadParams
from grader.problem.definition import Problem
from grader.problem.instance import Instance
from grader.problem.parameters import Parameter, Required, SameAs
from grader.problem.parts import Part
from grader.translation import Message


def show_problems(options: Namespace, terminal: Terminal) -> int:
    """List the bank or show one problem."""
    bank = Bank(options.problems)
    if options.problem is None:
        list_bank(bank, terminal)
    else:
        Page(bank[options.problem], terminal).write()
    return 0


def list_bank(bank: Bank, terminal: Terminal) -> None:
    """Write the bank by topic, a line a problem."""
    topics: dict[str, list[Problem]] = {}
    for problem_id in bank.ids:
        problem = bank[problem_id]
        topics.setdefault(problem.topic, []).append(problem)
    width = max(len(name) for name in bank.ids)
    for topic in sorted(topics):
        terminal.result(terminal.styled(terminal.translator.word(topic), "bold"))
        for problem in topics[topic]:
            terminal.result(f"  {problem.id:<{width}}  {terminal.translator.word(problem.title)}")
    shows_one = terminal.text("`grade problems ID` shows one in full.")
    terminal.say(f"\n{shows_one}")


class Page:
    """One problem in full."""

    def __init__(self, problem: Problem, terminal: Terminal) -> None:
        self.problem = problem
        self.terminal = terminal
        self.instance = self.example()

    def example(self) -> Instance | None:
        """Return the first instance from practice, through which parts that depend on parameters are shown."""
        try:
            return Instance(self.problem, self.problem.practices[0])
        except (IndexError, BadParams):
            return None

    def write(self) -> None:
        """Write the page."""
        say, line = self.terminal.text, self.terminal.result
        line(
            self.terminal.styled(self.problem.id, "bold")
            + f" · {self.terminal.translator.word(self.problem.title)}"
        )
        if self.instance is not None:
            line()
            for text in question_lines(self.instance, self.terminal.translator):
                line(text)
        self.heading(say("Parameters"))
        self.parameters(self.problem.given.PARAMETERS, "  ")
        self.write_options()
        self.heading(say("Parts"))
        for part in self.instance.parts.values() if self.instance else ():
            self.part(part)
        if self.problem.practices:
            self.heading(say("From practice"))
            for params in self.problem.practices:
                line("  params = " + json.dumps(params, ensure_ascii=False))

    def parameters(self, declared: Mapping[str, Parameter], indent: str) -> None:
        """Write each parameter, and under a list of records the parameters of each type."""
        translator = self.terminal.translator
        for name, parameter in declared.items():
            expects = translator.sentence(parameter.expects) + self.default_of(parameter)
            self.paragraph(f"{name}: {translator.word(parameter.about)} ({expects})", indent, indent + "  ")
            for type_name, members in parameter.records:
                if type_name:
                    self.terminal.result(f'{indent}  type = "{type_name}"')
                self.parameters(members, indent + "    ")

    def default_of(self, parameter: Parameter) -> str:
        """Return what a parameter is where it is left out."""
        match parameter.default:
            case Required():
                return ""
            case SameAs(name=name):
                return self.terminal.text("; default: as {name}", name=name)
            case default:
                return self.terminal.text("; default {value}", value=json.dumps(default))

    def write_options(self) -> None:
        """Write the options, the default first."""
        self.heading(self.terminal.text("Options"))
        for name, words in self.problem.options.items():
            self.terminal.result(f"  {name}: {' | '.join(words)}")

    def part(self, part: Part) -> None:
        """Write one part: its kind and rule, its question, what it follows from, and its known mistakes."""
        sentence = self.terminal.translator.sentence
        rule = sentence(part.kind.rule())
        self.terminal.result(f"  {self.terminal.styled(part.id, 'bold')} ({part.kind.name}: {rule})")
        self.paragraph(sentence(part.question), "    ")
        if part.follows:
            self.paragraph(self.terminal.text("follows from {parts}", parts=", ".join(part.follows)), "    ")
        for mistake in part.mistakes:
            earns = (
                sentence(Message("another convention"))
                if mistake.convention
                else f"{float(mistake.credit):g}"
            )
            self.paragraph(f"- {mistake.code} ({earns}): {sentence(mistake.hint)}", "    ", "      ")
        for line in part.rubric:
            self.paragraph(f"- {line.id} ({float(line.points):g}): {sentence(line.text)}", "    ", "      ")

    def heading(self, text: str) -> None:
        """Write a heading."""
        self.terminal.result("\n" + self.terminal.styled(text, "bold"))

    def paragraph(self, text: str, indent: str = "", hanging: str | None = None) -> None:
        """Write a paragraph at the terminal's width."""
        for line in wrap_lines(text, indent, indent if hanging is None else hanging):
            self.terminal.result(line)
