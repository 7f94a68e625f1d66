"""`grade solve`: prints the reference answers of an assignment or of one problem."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from grader.assignment.resolved import Homework, StudentQuestion
from grader.catalogue.bank import Bank
from grader.catalogue.resolve import load_homework
from grader.checking.mistakes import unseen_mistakes
from grader.cli.terminal import Terminal
from grader.errors import HandInError, UsageError
from grader.intake.identity import clean_id
from grader.intake.json_file import decode_json
from grader.problem.instance import Instance
from grader.problem.parts import PartId
from grader.records import JsonValue
from grader.solving import references_as_json, solve_problem

Solved = Mapping[str, Mapping[PartId, JsonValue]]


def solve(options: Namespace, terminal: Terminal) -> int:
    """Print the answers."""
    if (options.assignment is None) == (options.problem is None):
        raise UsageError("give an ASSIGNMENT or --problem ID; `grade solve --help` shows both")
    bank = Bank(options.problems)
    if options.problem is not None:
        if options.student is not None:
            raise UsageError("--student belongs to an ASSIGNMENT; leave it out with --problem")
        instance = solve_problem(bank[options.problem], read_params(options.params))
        if options.json:
            terminal.result(json.dumps(references_as_json(instance), ensure_ascii=False))
        else:
            write_parts(instance, None, terminal)
        return 0
    if options.params is not None:
        raise UsageError("--params belongs to --problem ID")
    homework = load_homework(options.assignment, bank)
    if options.json:
        terminal.result(json.dumps(as_json(homework, options.student), ensure_ascii=False))
        return 0
    for question in homework.questions:
        asked = asked_of(homework, question.id, options.student)
        title = terminal.translator.word(question.problem.title)
        terminal.result(
            terminal.styled(f"{question.shape.number} {question.id}".strip(), "bold") + f" · {title}"
        )
        write_parts(asked.instance, asked, terminal)
    warn_of_unseen(homework, options.student, terminal)
    return 0


def read_params(text: str | None) -> Mapping[str, JsonValue] | None:
    """Return the parameters given as JSON, or in a file of JSON."""
    if text is None:
        return None
    try:
        data = text.encode() if text.lstrip().startswith("{") else Path(text).read_bytes()
        raw = decode_json(data)
    except OSError as fault:
        raise UsageError(
            f"--params {text}: neither JSON nor a file that can be read ({fault.strerror})"
        ) from None
    except HandInError as fault:
        raise UsageError(f"--params: {str(fault).partition(';')[0]}") from None
    if not isinstance(raw, dict):
        raise UsageError('--params must be a JSON object, such as {"M": 32}')
    return raw


def asked_of(homework: Homework, question_id: str, student: str | None) -> StudentQuestion:
    """Return a question as the student is asked it."""
    asked = homework.question(question_id).for_student(None if student is None else clean_id(student))
    if asked is None:
        raise UsageError(
            f"question {question_id!r} differs from student to student; add --student ID (and the secret)"
        )
    return asked


def as_json(homework: Homework, student: str | None) -> Solved:
    """Return the answers of every asked part, by question."""
    solved = {}
    for question in homework.questions:
        asked = asked_of(homework, question.id, student)
        everything = references_as_json(asked.instance)
        solved[question.id] = {
            part.part.id: everything[part.part.id] for part in asked.asked if part.part.id in everything
        }
    return solved


def write_parts(instance: Instance, asked: StudentQuestion | None, terminal: Terminal) -> None:
    """Write one line a part."""
    wanted = {part.part.id for part in asked.asked} if asked else set(instance.parts)
    width = max((len(name) for name in wanted), default=0)
    for name, reference in instance.references.items():
        if name in wanted:
            terminal.result(f"  {name:<{width}}  {instance.parts[name].show(reference, terminal.translator)}")
    for name, part in instance.parts.items():
        if name in wanted and part.kind.name == "written":
            terminal.result(f"  {name:<{width}}  " + terminal.text("(a person marks this)"))


def warn_of_unseen(homework: Homework, student: str | None, terminal: Terminal) -> None:
    """Name the parts where a known mistake gives the right answer, so that it could not be seen."""
    lines = []
    for question in homework.questions:
        for part_id, codes in unseen_mistakes(asked_of(homework, question.id, student)):
            lines.append(f"  {question.id}.{part_id}: {', '.join(codes)}")
    if lines:
        terminal.result()
        terminal.result(terminal.text("With these numbers a known mistake gives the right answer:"))
        for line in lines:
            terminal.result(line)
