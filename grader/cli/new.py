"""`grade new`: starts an assignment, with what students need beside it."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from grader.assignment.resolved import Homework
from grader.catalogue.bank import Bank
from grader.catalogue.resolve import resolve_text
from grader.cli.terminal import Terminal
from grader.errors import OutputFailed, OutputNotWritable, UsageError
from grader.records import JsonValue
from grader.solving import references_as_json

STUDENTS_FOLDER = "for-students"
SAMPLE_ID = "401100001"
# What the public copy leaves out: a secret draws instances, the others name right and wrong answers.
PRIVATE_KEYS = ("secret", "accept", "credit")

ASSIGNMENT = """\
# An assignment. `grade solve {folder}/assignment.toml` prints its answers, `grade {folder}` grades the
# JSON files beside it, and `grade problems` lists the problems that you may ask.
schema = "grade/assignment@1"
id = "homework-1"
title = "Convolutional networks, first homework"
locale = "en"                 # language of the reports: en or fa
selfcheck = "format"          # what `grade check` tells students: format, verdict or hints
contact = "ta@example.org"    # whom to ask, printed on each report
release = false               # true: student reports show the expected values

[[question]]
problem = "dilated_output"
number = "1"                  # as printed on the homework
points = 6                    # shared equally by the parts; or name them:
# parts = {{ effective_kernel = 2, height = 2, width = 2 }}
params = {{ M = 32, N = 28, F = 3, D = 2 }}

[[question]]
problem = "conv_shapes"
number = "2"
parts = {{ conv = 2, conv_params = 2, pool = 2, dense_params = 3 }}
# letters = {{ conv = "a", pool = "b" }}          # default: in order
# credit = {{ dense_params = {{ bias_forgotten = 0.5 }} }}   # what a known mistake earns
# accept = {{ pool = ["7x7x32 per image"] }}      # further right answers
# cancel = ["pool"]                             # a part that leaves everyone's score

  [question.params]
  input = [28, 28, 1]
  layers = [
    {{ name = "conv", type = "conv", filters = 32, kernel = 3, stride = 2, padding = 1, bias = true }},
    {{ name = "pool", type = "pool", kernel = 2, stride = 2 }},
    {{ name = "flatten", type = "flatten" }},
    {{ name = "dense", type = "dense", units = 32, bias = true }},
  ]
"""


def new(options: Namespace, terminal: Terminal) -> int:
    """Write the files of a new assignment."""
    folder: Path = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: exists and is not empty; give a folder that does not exist yet")
    text = ASSIGNMENT.format(folder=folder)
    homework = resolve_text(text.encode(), str(folder / "assignment.toml"), Bank(options.problems))
    files = {
        "assignment.toml": text,
        f"{SAMPLE_ID}.json": as_text(sample_submission(homework)),
        f"{STUDENTS_FOLDER}/assignment.toml": students_edition(text),
        f"{STUDENTS_FOLDER}/answers.json": as_text(empty_submission(homework)),
    }
    try:
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, encoding="utf-8")
    except PermissionError as fault:
        raise OutputNotWritable(f"{folder}: cannot be written ({fault.strerror})") from None
    except OSError as fault:
        raise OutputFailed(f"{folder}: writing failed ({fault.strerror})") from None
    for name in files:
        terminal.say(f"  {folder / name}")
    terminal.say(terminal.text("Edit {folder}/assignment.toml, then: grade {folder}", folder=folder))
    terminal.say(
        terminal.text(
            "After editing, give students {students} again: a copy of the assignment without {keys}.",
            students=folder / STUDENTS_FOLDER, keys=", ".join(PRIVATE_KEYS),
        )
    )  # fmt: skip
    return 0


def students_edition(text: str) -> str:
    """Return an assignment's text without the lines that are the teacher's: secret, accepted answers, credits."""
    lines = [
        line for line in text.splitlines() if line.lstrip("# ").partition("=")[0].strip() not in PRIVATE_KEYS
    ]
    return "\n".join(lines) + "\n"


def empty_submission(homework: Homework) -> Mapping[str, JsonValue]:
    """Return a submission with a blank for each part."""
    return {
        "schema": "grade/submission@1",
        "student": {"id": "", "name": ""},
        "answers": dict.fromkeys(part_names(homework), ""),
    }


def sample_submission(homework: Homework) -> Mapping[str, JsonValue]:
    """Return an invented student's submission: right, but for its last answer, which is blank."""
    answers: dict[str, JsonValue] = {}
    for question in homework.questions:
        asked = question.for_student(SAMPLE_ID)
        if asked is not None:
            solved = references_as_json(asked.instance)
            answers |= {f"{question.id}.{part.part.id}": solved.get(part.part.id, "") for part in asked.asked}
    answers[list(answers)[-1]] = ""
    return {
        "schema": "grade/submission@1",
        "student": {"id": SAMPLE_ID, "name": "Sample Student"},
        "answers": answers,
    }


def part_names(homework: Homework) -> list[str]:
    """Return the name of every asked part, as answers are named."""
    names = []
    for question in homework.questions:
        asked = question.for_student(SAMPLE_ID)
        names += [f"{question.id}.{part.part.id}" for part in asked.asked] if asked else []
    return names


def as_text(value: Mapping[str, JsonValue]) -> str:
    """Return a value as JSON for people."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
