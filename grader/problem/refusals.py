"""Refuses a problem module whose author slipped, naming the file, the line and what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from types import CodeType, FunctionType

from grader.errors import BadParams, ProblemModuleError, near_miss
from grader.problem.definition import MistakeDefinition, PartDefinition, Problem
from grader.problem.instance import ITEM_FIRST, ITEM_LAST, Instance
from grader.translation import PLACEHOLDER, SENTENCE_END, fold_text

AnyPart = PartDefinition[..., object]


def check_problem(problem: Problem) -> None:
    """Refuse the module's first slip with ProblemModuleError; a module that passes is not checked again."""
    if problem.checked:
        return
    if not problem.title:
        raise ProblemModuleError(
            f"{problem.file}:1: no module docstring; write the problem's title in its first line"
        )
    if not problem.parts:
        raise ProblemModuleError(f"{problem.file}: no parts; declare the first with @problem.part(...)")
    known = set(problem.given.PARAMETERS)
    check_placeholders(problem, fold_text(problem.given.__doc__ or ""), known, f"{problem.file}: Given")
    for index, part in enumerate(problem.parts):
        check_part(problem, part, problem.parts[:index], known)
    for number, _ in enumerate(problem.practices, start=1):
        check_practice(problem, number)
    problem.checked = True


def check_part(problem: Problem, part: AnyPart, earlier: Iterable[AnyPart], known: set[str]) -> None:
    """Refuse a part without a question, with unknown inputs, or that calls a part; and so its mistakes."""
    place = where(problem, part.function)
    if not part.question:
        raise ProblemModuleError(
            f"{place}: part {part.name!r} has no docstring; write the question that students read"
        )
    allowed = set(inputs_of(part, earlier))
    if part.inputs[:1] != ("given",):
        raise ProblemModuleError(f"{place}: part {part.name!r} must take 'given' first")
    for name in part.inputs[1:]:
        if name not in allowed:
            remedy = near_miss(name, allowed) or "; earlier parts are " + (
                ", ".join(sorted(allowed)) or "none"
            )
            raise ProblemModuleError(
                f"{place}: part {part.name!r} follows {name!r}, which is no earlier part{remedy}"
            )
    check_calls(problem, part.function, f"part {part.name!r}")
    item_known = known | {"name"} if part.sequence is None else None
    check_placeholders(problem, part.question, item_known, place)
    if item_known is not None:
        check_placeholders(problem, part.worked, {*item_known, *part.inputs, part.name, *part.steps}, place)
    for step in part.steps.values():
        check_step(problem, part, step)
    hints: dict[str, str] = {}
    for other in (*earlier, part):
        for mistake in other.mistakes:
            if mistake.hint:
                hints.setdefault(mistake.code, mistake.hint)
    for mistake in part.mistakes:
        check_mistake(problem, part, mistake, hints)
        check_placeholders(problem, mistake.hint, item_known, where(problem, mistake.function))


def check_mistake(problem: Problem, part: AnyPart, mistake: MistakeDefinition, hints: dict[str, str]) -> None:
    """Refuse a mistake without a hint or with other inputs than its part's; share a hint told before."""
    place = where(problem, mistake.function)
    if not mistake.hint:
        if mistake.code not in hints:
            raise ProblemModuleError(
                f"{place}: mistake {mistake.code!r} of part {part.name!r} has no docstring; write its hint"
            )
        mistake.hint = hints[mistake.code]
    inputs = taken(mistake.function, part)
    if inputs != part.inputs:
        raise ProblemModuleError(
            f"{place}: mistake {mistake.code!r} takes ({', '.join(inputs)}), but its part {part.name!r} takes "
            f"({', '.join(part.inputs)}); give both the same inputs"
        )
    if sum(each.code == mistake.code for each in part.mistakes) > 1:
        raise ProblemModuleError(
            f"{place}: part {part.name!r} has two mistakes named {mistake.code!r}; let one yield both values"
        )
    check_calls(problem, mistake.function, f"mistake {mistake.code!r}")


def check_step(problem: Problem, part: AnyPart, step: Callable[..., object]) -> None:
    """Refuse a step of a worked solution that takes other inputs than its part."""
    inputs = taken(step, part)
    if inputs != part.inputs:
        raise ProblemModuleError(
            f"{where(problem, step)}: step {step.__name__!r} takes ({', '.join(inputs)}), but its part "
            f"{part.name!r} takes ({', '.join(part.inputs)}); give both the same inputs"
        )
    check_calls(problem, step, f"step {step.__name__!r}")


def taken(function: object, part: AnyPart) -> tuple[str, ...]:
    """Return the inputs of a function; of what is no plain function, those of its part."""
    if not isinstance(function, FunctionType):
        return part.inputs
    return tuple(function.__code__.co_varnames[: function.__code__.co_argcount])


def check_calls(problem: Problem, function: object, what: str) -> None:
    """Refuse a function that uses a part of its module: it would hide what the part follows from."""
    names = {part.name for part in problem.parts}
    module = vars(sys.modules[problem.module])
    for name, code in used_names(function):
        if name in names and isinstance(module.get(name), PartDefinition) and loads_global(code, name):
            raise ProblemModuleError(
                f"{where(problem, function)}: {what} uses the part {name!r} as a function; "
                f"take {name!r} as a parameter, or share a plain function"
            )


def used_names(function: object) -> Iterator[tuple[str, CodeType]]:
    """Yield the names of globals and attributes that a function uses, with the code that does."""
    code = getattr(function, "__code__", None)
    pending: list[CodeType] = [code] if isinstance(code, CodeType) else []
    while pending:
        current = pending.pop()
        yield from ((name, current) for name in current.co_names)
        pending.extend(constant for constant in current.co_consts if isinstance(constant, CodeType))


def loads_global(code: CodeType, name: str) -> bool:
    """Return whether ``code`` uses the global ``name``, and not only an attribute that is called so."""
    from dis import get_instructions  # needed only where a part and an attribute share a name

    return any(step.argval == name and "GLOBAL" in step.opname for step in get_instructions(code))


def check_placeholders(problem: Problem, text: str, known: set[str] | None, place: str) -> None:
    """Refuse a ``{placeholder}`` that no parameter fills; items of a sequence fill their own.

    A convention has a sentence of its own, which is left out where the assignment does not write it.
    """
    for sentence in SENTENCE_END.split(text):
        names = set(PLACEHOLDER.findall(sentence))
        if names & problem.conventions and not names <= problem.conventions:
            name = min(names & problem.conventions)
            raise ProblemModuleError(
                f"{place}: {{{name}}} is a convention; give it a sentence of its own, which is left out where an "
                "assignment leaves it open"
            )
    if known is None:
        return
    for name in PLACEHOLDER.findall(text):
        if name not in known:
            remedy = near_miss(name, known) or "; parameters are " + ", ".join(sorted(known))
            raise ProblemModuleError(f"{place}: the text names {{{name}}}, which is no parameter{remedy}")


def check_practice(problem: Problem, number: int) -> None:
    """Refuse a practice instance that cannot be solved, or a reference that fails its own tolerance."""
    place = f"{problem.file}: practice instance {number}"
    try:
        instance = Instance(problem, problem.practices[number - 1])
        references = instance.references
        for part_id in references:
            for mistake in instance.parts[part_id].mistakes:
                mistake.values(references)
    except BadParams as refused:
        raise ProblemModuleError(f"{place}: {refused.message}") from None
    except Exception as fault:
        line, function = place_of(fault, problem.file)
        raise ProblemModuleError(
            f"{problem.file}{line}: {function!r} fails on practice instance {number} "
            f"({type(fault).__name__}: {fault}); mend it"
        ) from fault
    for part_id, reference in references.items():
        part = instance.parts[part_id]
        reading = part.kind.read(part.kind.to_json(reference), instance.scope)
        right = any(part.kind.compare(value, reference).credit == 1 for value in reading.values)
        bounded = any(part.kind.in_bounds(value) for value in reading.values)
        if not right or not bounded:
            raise ProblemModuleError(
                f"{place}: the reference of part {part_id!r}, {part.kind.show(reference)}, fails its own rule "
                f"({part.kind.rule().text}); mend the function or the bounds of {type(part.kind).__name__}"
            )


def place_of(fault: BaseException, file: str) -> tuple[str, str]:
    """Return ``:line`` of the last place in ``file`` that a fault passed through, and the function of the first."""
    line, function, trace = "", "", fault.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename == file:
            line, function = f":{trace.tb_lineno}", function or code.co_name
        trace = trace.tb_next
    return line, function


def inputs_of(part: AnyPart, earlier: Iterable[AnyPart]) -> Iterator[str]:
    """Yield every name that a part may take besides ``given``."""
    if part.sequence is not None:
        yield part.sequence.name
    for other in earlier:
        if other.sequence is None:
            yield other.name
        elif other.sequence is part.sequence:
            yield other.name
            yield other.name + ITEM_FIRST
        else:
            yield other.name + ITEM_LAST
    if part.sequence is not None:
        yield part.name + ITEM_FIRST


def where(problem: Problem, function: object) -> str:
    """Return the file and the line at which a function stands."""
    code = getattr(function, "__code__", None)
    return f"{problem.file}:{code.co_firstlineno}" if code is not None else problem.file
