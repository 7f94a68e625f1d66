"""Solves a problem: the reference answers of an instance, as JSON values."""

from __future__ import annotations

from collections.abc import Mapping

from grader.errors import BadParams
from grader.problem.definition import Problem
from grader.problem.instance import Instance
from grader.problem.parts import PartId
from grader.records import JsonValue


def solve_problem(problem: Problem, params: Mapping[str, JsonValue] | None) -> Instance:
    """Return the instance with these parameters, or the problem's first one from practice.

    Raises BadParams where the problem refuses them or they determine no part.
    """
    if params is None:
        if not problem.practices:
            raise BadParams(f"{problem.id} has no instance from practice; give its parameters")
        params = problem.practices[0]
    instance = Instance(problem, params)
    if not instance.references and all(part.kind.name != "written" for part in instance.parts.values()):
        reasons = "; ".join(f"{name}: {reason}" for name, reason in list(instance.absent.items())[:3])
        raise BadParams(
            f"these parameters determine no part of {problem.id} ({reasons or 'none were given'})"
        )
    return instance


def references_as_json(instance: Instance) -> dict[PartId, JsonValue]:
    """Return every part's right answer as a JSON value."""
    return {
        name: instance.parts[name].kind.to_json(reference) for name, reference in instance.references.items()
    }
