"""Resolves an assignment: its problems, parts, options and rules, and refuses what does not fit together."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import cast

from grader.answers import JsonFloat, Kind, Value
from grader.assignment.places import locate
from grader.assignment.resolved import AskedPart, Homework, Question, seed_for
from grader.assignment.shape import AssignmentShape, QuestionShape, read_shape
from grader.catalogue import SECRET_VARIABLE
from grader.catalogue.bank import Bank
from grader.errors import AssignmentError, BadParams, UnknownProblem, near_miss
from grader.problem.definition import Problem
from grader.problem.instance import Instance, draw, unknown_part
from grader.problem.parts import Part
from grader.records import JsonValue
from grader.translation import ENGLISH

LARGEST_BYTES = 5_000_000
WITHOUT_TOLERANCE = frozenset({"choice", "expression", "written"})


def load_homework(file: Path, bank: Bank) -> Homework:
    """Read and resolve the assignment in ``file``.

    Raises AssignmentError with file, line, column, what was found and what to do.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST_BYTES + 1)
    except OSError as fault:
        raise AssignmentError(f"{file}: cannot be read ({fault.strerror})") from None
    return resolve_text(data, str(file), bank)


def resolve_text(data: bytes, name: str, bank: Bank) -> Homework:
    """Resolve the bytes of an assignment that stands under ``name``."""
    if len(data) > LARGEST_BYTES:
        raise AssignmentError(f"{name}: larger than 5 MB, which no assignment is")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise AssignmentError(f"{name}:{line}:1: not UTF-8 text; save the file as UTF-8") from None
    text = text.replace("\r\n", "\n")
    raw = decode_toml(text, name)
    try:
        shape = read_shape(raw)
        questions = tuple(resolve_question(each, shape, bank) for each in shape.questions)
    except AssignmentError as refused:
        line, column = locate(text, refused.path, at_key=refused.at_key)
        raise AssignmentError(f"{name}:{line}:{column}: {refused.message}") from None
    return Homework(shape=shape, questions=questions, sha256=hashlib.sha256(data).hexdigest(), file=name)


def decode_toml(text: str, name: str) -> Mapping[str, JsonValue]:
    """Decode TOML, keeping the digits of its decimals."""
    try:
        return cast("Mapping[str, JsonValue]", tomllib.loads(text, parse_float=JsonFloat.from_literal))
    except tomllib.TOMLDecodeError as fault:
        import re  # only to take the place out of the message

        found = re.search(r" \((?:at line (\d+), column (\d+)|at end of document)\)$", str(fault))
        message = str(fault)[: found.start()] if found else str(fault)
        ends_at = str(text.count("\n") + 1), str(len(text) - text.rfind("\n"))
        line, column = (found[1], found[2]) if found and found[1] else ends_at
        raise AssignmentError(f"{name}:{line}:{column}: not valid TOML: {message}") from None
    except (ValueError, RecursionError):
        raise AssignmentError(f"{name}:1:1: not valid TOML: a number or a nesting without measure") from None


def resolve_question(shape: QuestionShape, assignment: AssignmentShape, bank: Bank) -> Question:
    """Return one question with its problem, its instance and its rules."""
    try:
        problem = bank[shape.problem]
    except UnknownProblem as refused:
        raise AssignmentError(str(refused), shape.path("problem")) from None
    check_options(shape, problem)
    secret = os.environ.get(SECRET_VARIABLE) or assignment.secret
    if not shape.vary or (shape.params and not secret):  # a student's copy holds the drawn params, no secret
        if not shape.params and not problem.practices:
            raise AssignmentError(
                f"question {shape.id!r} needs params; see `grade problems {problem.id}`", shape.path()
            )
        instance = make_instance(shape, problem)
        asked = ask(shape, instance)
        return Question(shape, problem, instance, lambda _: asked)
    if problem.sampler is None:
        raise AssignmentError(
            f"{problem.id} cannot draw an instance of its own; give params and leave out vary",
            shape.path("vary"),
        )
    key = f"{assignment.id}\0{secret}".encode() if secret else b""
    check_drawn(shape, problem)
    return Question(shape, problem, None, lambda instance: ask(shape, instance), key)


def check_drawn(shape: QuestionShape, problem: Problem) -> None:
    """Refuse, on a trial instance, what would fail for every student of a varied question."""
    trial = draw(problem, Random(seed_for(b"trial", shape.id, "")), tries=1)
    ask(shape, Instance(problem, trial.params, shape.options))


def make_instance(shape: QuestionShape, problem: Problem) -> Instance:
    """Return the instance that the question's params make."""
    params = shape.params or {}
    try:
        instance = Instance(problem, params, shape.options)
        _ = instance.references
    except BadParams as refused:
        path = shape.path("params", *refused.path) if shape.params else shape.path()
        raise AssignmentError(
            f"question {shape.id!r}: {refused.message}", path, at_key=refused.at_key
        ) from None
    return instance


def check_options(shape: QuestionShape, problem: Problem) -> None:
    """Refuse an option that the problem does not know."""
    for name, word in shape.options.items():
        words = problem.options.get(name)
        if words is None:
            remedy = near_miss(name, problem.options) or f"; known are {', '.join(problem.options)}"
            raise AssignmentError(
                f"unknown option {name!r} of {problem.id}{remedy}", shape.path("options", name), at_key=True
            )
        if word not in words:
            raise AssignmentError(
                f"option {name} = {word!r} is none of {', '.join(words)}{near_miss(word, words)}",
                shape.path("options", name),
            )


def ask(shape: QuestionShape, instance: Instance) -> tuple[AskedPart, ...]:
    """Return the parts that are asked of an instance, with points and changed rules, in the assignment's order."""
    points = share_points(shape, instance)
    for table in ("letters", "tolerance", "credit", "accept"):
        for name in getattr(shape, table):
            if name not in points:
                check_part_name(shape, instance, name, (table, name))
                raise AssignmentError(
                    f"part {name!r} is not asked in question {shape.id!r}; add it to parts",
                    shape.path(table, name),
                    at_key=True,
                )
    for index, name in enumerate(shape.cancel):
        if name not in points:
            check_part_name(shape, instance, name, ("cancel", index), at_key=False)
            raise AssignmentError(
                f"part {name!r} is not asked in question {shape.id!r}, so it cannot be cancelled",
                shape.path("cancel", index),
            )
    return tuple(ask_part(shape, instance, instance.parts[name], share) for name, share in points.items())


def share_points(shape: QuestionShape, instance: Instance) -> Mapping[str, Fraction]:
    """Return each asked part's points."""
    if shape.parts is not None:
        for name in shape.parts:
            check_part_name(shape, instance, name, ("parts", name))
            reason = instance.absent.get(name)
            if name not in instance.references and instance.parts[name].kind.name != "written":
                raise AssignmentError(
                    f"part {name!r} of {shape.id!r} cannot be asked: {reason or 'it has no answer'}",
                    shape.path("parts", name),
                    at_key=True,
                )
        return shape.parts
    written = {part.id for part in instance.parts.values() if part.kind.name == "written"}
    asked = tuple(name for name in instance.default_parts if name in instance.references or name in written)
    if not asked:
        lacking = "; ".join(f"{name}: {reason}" for name, reason in list(instance.absent.items())[:3])
        lacking = lacking or f"missing: {', '.join(sorted(instance.absent_parameters))}"
        raise AssignmentError(
            f"question {shape.id!r} has no part that these params determine ({lacking})", shape.path("params")
        )
    share = Fraction(1) if shape.points is None else shape.points / len(asked)
    return dict.fromkeys(asked, share)


def check_part_name(
    shape: QuestionShape, instance: Instance, name: str, place: tuple[str | int, ...], *, at_key: bool = True
) -> None:
    """Refuse a part that the instance does not have."""
    _ = instance.references
    if name not in instance.parts:
        raise AssignmentError(
            f"{unknown_part(instance, name)} (question {shape.id!r})", shape.path(*place), at_key=at_key
        )


def ask_part(shape: QuestionShape, instance: Instance, part: Part, points: Fraction) -> AskedPart:
    """Return one asked part with the assignment's changes to its rule."""
    kind = with_tolerance(shape, instance, part)
    credit = shape.credit.get(part.id, {})
    if credit:
        check_mistake_names(shape, part, credit)
    return AskedPart(
        part=part if kind is part.kind else replace(part, kind=kind),
        points=points,
        letter=shape.letters.get(part.id, ""),
        accepted=tuple(
            value
            for index, answer in enumerate(shape.accept.get(part.id, ()))
            for value in accepted_values(shape, instance, part.id, kind, answer, index)
        ),
        credit=credit,
        cancelled=part.id in shape.cancel,
    )


def check_mistake_names(shape: QuestionShape, part: Part, credit: Mapping[str, Fraction]) -> None:
    """Refuse a credit for a mistake that the part does not know."""
    codes = [mistake.code for mistake in part.mistakes]
    if part.kind.name == "expression":
        codes.append("slip_in_last_step")
    for code in credit:
        if code not in codes:
            remedy = near_miss(code, codes) or f"; known are {', '.join(codes) or 'none'}"
            raise AssignmentError(
                f"unknown mistake {code!r} of part {part.id!r}{remedy}",
                shape.path("credit", part.id, code),
                at_key=True,
            )


def with_tolerance(shape: QuestionShape, instance: Instance, part: Part) -> Kind:
    """Return the part's kind under the assignment's tolerance; a reference must pass its own rule."""
    overrides = shape.tolerance.get(part.id)
    if not overrides:
        return part.kind
    if part.kind.name in WITHOUT_TOLERANCE or (part.kind.name == "shape" and any(overrides.values())):
        raise AssignmentError(
            f"a tolerance means nothing for part {part.id!r}, which is of kind {part.kind.name}; leave it out",
            shape.path("tolerance", part.id),
        )
    digits = overrides.get("digits")
    tolerance = part.kind.tolerance.with_overrides(
        rtol=overrides.get("rtol"),
        atol=overrides.get("atol"),
        digits=None if digits is None else int(digits),
        points=overrides.get("points"),
    )
    kind = replace(part.kind, tolerance=tolerance)  # type: ignore[type-var]  # every Kind is a dataclass
    reference = instance.references.get(part.id)
    if reference is not None:
        values = kind.read(kind.to_json(reference), instance.scope).values
        if not any(kind.compare(value, reference).credit == 1 for value in values):
            raise AssignmentError(
                f"part {part.id!r} of {shape.id!r}: the reference fails this tolerance; widen it",
                shape.path("tolerance", part.id),
            )
    return kind


def accepted_values(
    shape: QuestionShape, instance: Instance, part_id: str, kind: Kind, answer: JsonValue, index: int
) -> tuple[Value, ...]:
    """Return a further right answer as the student's own would be read."""
    if kind.name == "written":
        raise AssignmentError(
            f"accept.{part_id}: a person marks this part, so no answer can be accepted beforehand; leave it out",
            shape.path("accept", part_id, index),
        )
    reading = kind.read(answer, instance.scope)
    if not reading.values:
        why = ENGLISH.sentence(reading.message).splitlines()[-1] if reading.message else "it cannot be read"
        raise AssignmentError(
            f"accept.{part_id}: {answer!r} cannot be read as {kind.name} ({why})",
            shape.path("accept", part_id, index),
        )
    return reading.values
