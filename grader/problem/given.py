"""Frozen classes of parameters: `Given`, and the records that a list parameter holds.

A parameter that was neither given nor has a default is simply absent: to read it raises `NotGiven`, so a
part that needs it cannot be asked, and every other part can.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import ClassVar, TypeVar, cast, dataclass_transform

from grader.errors import BadParams, ProblemModuleError, near_miss
from grader.problem.decoding import Path, refusal
from grader.problem.parameters import (
    REQUIRED,
    Lines,
    Parameter,
    SameAs,
    Shown,
    answer,
    choices,
    flag,
    matrix,
    number,
    numbers,
    pair,
    pair_or_word,
    shape,
    text,
    texts,
    whole,
    word,
)
from grader.problem.parameters import Required as RequiredDefault
from grader.records import JsonValue
from grader.translation import UNSAID, Message, fold_text

G = TypeVar("G")
T = TypeVar("T")


class NotGiven(Exception):
    """A part needs a parameter that was not given."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Parameters:
    """What every class of parameters has; made by `given` and `record`, never inherited from by hand."""

    PARAMETERS: ClassVar[Mapping[str, Parameter]] = {}
    TYPE: ClassVar[str] = ""
    written: frozenset[str]

    __slots__ = ("written",)

    def __init__(self, **values: object) -> None:
        for name in values:
            if name not in self.PARAMETERS:
                raise TypeError(
                    f"{type(self).__name__} has no parameter {name!r}{near_miss(name, self.PARAMETERS)}"
                )
        for name, parameter in self.PARAMETERS.items():
            if name in values:
                object.__setattr__(self, name, values[name])
            elif isinstance(parameter.default, SameAs):
                if has(self, parameter.default.name):
                    object.__setattr__(self, name, getattr(self, parameter.default.name))
            elif not isinstance(parameter.default, RequiredDefault):
                object.__setattr__(self, name, parameter.decode(parameter.default, (name,)))
        object.__setattr__(self, "written", frozenset(values))

    def __getattr__(self, name: str) -> object:
        if name in type(self).PARAMETERS:
            raise NotGiven(name)
        raise AttributeError(name)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen; use changed(given, {name}=...)")

    def __repr__(self) -> str:
        known = (f"{name}={getattr(self, name)!r}" for name in self.PARAMETERS if has(self, name))
        return f"{type(self).__name__}({', '.join(known)})"


def has(given: object, name: str) -> bool:
    """Return whether the parameter ``name`` was given or has a default."""
    try:
        getattr(given, name)
    except NotGiven:
        return False
    return True


def build(cls: type[T], kind: str, type_name: str = "") -> type[T]:
    """Return ``cls`` as a frozen class of parameters."""
    declared: dict[str, Parameter] = {}
    for name in inspect.get_annotations(cls):
        parameter = cls.__dict__.get(name)
        if not isinstance(parameter, Parameter):
            raise ProblemModuleError(
                f"{inspect.getfile(cls)}: {cls.__name__}.{name} has no declaration; "
                f'write for instance {name}: int = whole("what it is")'
            )
        declared[name] = parameter
    if not cls.__doc__ or not cls.__doc__.strip():
        raise ProblemModuleError(
            f"{inspect.getfile(cls)}: {cls.__name__} has no docstring; write the {kind} that students read"
        )
    body = {
        name: value
        for name, value in cls.__dict__.items()
        if name not in declared and name not in ("__dict__", "__weakref__", "__annotations__")
    }
    body.update({"PARAMETERS": declared, "TYPE": type_name, "__slots__": tuple(declared)})
    return cast("type[T]", type(cls.__name__, (Parameters,), body))


@dataclass_transform(
    frozen_default=True,
    kw_only_default=True,
    field_specifiers=(
        whole,
        number,
        numbers,
        pair,
        pair_or_word,
        word,
        flag,
        shape,
        matrix,
        text,
        texts,
        choices,
        answer,
    ),
)
def given(cls: type[T]) -> type[T]:
    """Make ``cls`` the parameters of a problem; its docstring is the question that students read."""
    return build(cls, "question")


@dataclass_transform(
    frozen_default=True,
    kw_only_default=True,
    field_specifiers=(
        whole,
        number,
        numbers,
        pair,
        pair_or_word,
        word,
        flag,
        shape,
        matrix,
        text,
        texts,
        choices,
        answer,
    ),
)
def record(type_name: str = "") -> Callable[[type[T]], type[T]]:
    """Make a class one kind of record in a list parameter; its docstring is the line that students read."""
    return lambda cls: build(cls, "line", type_name)


def records(about: str, *classes: type[T], may_be_empty: bool = False) -> tuple[T, ...]:
    """Declare a list of records; where there are several classes, the key "type" tells which.

    A list that may be empty is so by default.
    """
    kinds = {cast("type[Parameters]", each).TYPE: cast("type[Parameters]", each) for each in classes}

    def decode(raw: JsonValue, path: Path) -> tuple[Parameters, ...]:
        if not isinstance(raw, list) or not (raw or may_be_empty):
            raise refusal(raw, path, "a list of tables, at least one")
        return tuple(decode_record(each, (*path, index), kinds) for index, each in enumerate(raw))

    return cast("tuple[T, ...]", Parameter(
        about=about,
        expects=Message("a list of tables, at least one"),
        decode=decode,
        show=lines_of,
        default=[] if may_be_empty else REQUIRED,
        records=tuple((name, each.PARAMETERS) for name, each in kinds.items()),
    ))  # fmt: skip


def decode_record(raw: JsonValue, path: Path, kinds: Mapping[str, type[Parameters]]) -> Parameters:
    """Return one table of a list as the record that its type names."""
    if not isinstance(raw, dict):
        raise refusal(raw, path, "a table")
    if len(kinds) == 1:
        (cls,) = kinds.values()
        return decode_given(cls, raw, path)
    name = raw.get("type")
    if not isinstance(name, str) or name not in kinds:
        near = near_miss(name, kinds) if isinstance(name, str) else ""
        raise refusal(name, (*path, "type"), f"one of {', '.join(sorted(kinds))}{near}")
    return decode_given(kinds[name], {key: value for key, value in raw.items() if key != "type"}, path)


def decode_given(cls: type[Parameters], raw: Mapping[str, JsonValue], path: Path = ()) -> Parameters:
    """Return ``raw`` as parameters of ``cls``; those without a default may be absent.

    Raises BadParams at an unknown name, a value of the wrong kind or a missing one that is needed in any case,
    and where the class's own ``check`` refuses the whole.
    """
    values: dict[str, object] = {}
    for name, value in raw.items():
        parameter = cls.PARAMETERS.get(name)
        if parameter is None:
            known = ", ".join(cls.PARAMETERS)
            near = near_miss(name, cls.PARAMETERS) or f"; known are {known}"
            raise BadParams(f"unknown parameter {name!r}{near}", (*path, name), at_key=True)
        values[name] = parameter.decode(value, (*path, name))
    for name, parameter in cls.PARAMETERS.items():
        if parameter.needed and name not in values:
            raise BadParams(f"{name} is missing ({parameter.about})", path)
    decoded = cls(**values)
    check = getattr(decoded, "check", None) if "check" in cls.__dict__ else None
    if check is not None:
        try:
            check()
        except NotGiven:
            pass  # a bound between two parameters holds nothing back while one of them is absent
        except BadParams as refused:
            raise BadParams(refused.message, (*path, *refused.path), at_key=refused.at_key) from None
    return decoded


def refuse(parameter: str, message: str) -> BadParams:
    """Return the refusal of a parameter's value, for an author's ``check`` to raise."""
    return BadParams(f"{parameter}: {message}", (parameter,))


def changed(given: G, **values: object) -> G:
    """Return the parameters with some of them replaced by decoded values."""
    source = cast(Parameters, given)
    known = {name: getattr(source, name) for name in source.PARAMETERS if has(source, name)}
    copy = type(source)(**{**known, **values})
    object.__setattr__(copy, "written", source.written)
    return cast(G, copy)


def describe(given: Parameters, conventions: frozenset[str] = frozenset()) -> Message:
    """Return the docstring of a class of parameters with its values filled in."""
    return Message(fold_text(given.__doc__ or ""), only_texts(shown_values(given, conventions)))


def shown_values(given: Parameters, conventions: frozenset[str] = frozenset()) -> dict[str, Shown]:
    """Return every known parameter as a reader sees it; a convention that is not written is not told."""
    return {
        name: UNSAID
        if name in conventions and name not in given.written
        else lines_of(getattr(given, name), conventions)
        if parameter.records
        else parameter.show(getattr(given, name))
        for name, parameter in given.PARAMETERS.items()
        if has(given, name)
    }


def lines_of(records: object, conventions: frozenset[str] = frozenset()) -> Lines:
    """Return a line for each record of a list."""
    return tuple(describe(each, conventions) for each in cast("tuple[Parameters, ...]", records))


def absent_from(given: Parameters) -> frozenset[str]:
    """Return the parameters that were neither given nor have a default."""
    return frozenset(name for name in given.PARAMETERS if not has(given, name))


def all_shown(given: Parameters, conventions: frozenset[str] = frozenset()) -> dict[str, Shown]:
    """Return every parameter as a reader sees it; one that was not given goes by its name."""
    return {**{name: name for name in absent_from(given)}, **shown_values(given, conventions)}


def shown_of_item(
    shown: Callable[[], Mapping[str, Shown]], item: object, name: str, conventions: frozenset[str]
) -> Mapping[str, Shown]:
    """Return every parameter, and those of one item, as a reader sees them."""
    if not isinstance(item, Parameters):
        return {**shown(), "name": getattr(item, "name", name)}
    return {**shown(), **shown_values(item, conventions), "name": name}


def only_texts(shown: Mapping[str, Shown]) -> dict[str, Message | str]:
    """Return the parameters that can stand in a sentence: no matrices, no lists."""
    return {name: value for name, value in shown.items() if isinstance(value, str | Message)}
