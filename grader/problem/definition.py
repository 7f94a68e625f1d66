"""How a problem module declares itself: parts, the mistakes of each, and instances.

A part is a function of the parameters and of earlier parts, which its signature names. The parts of a
`Sequence` stand once for each item (a layer, say) of a list parameter: there ``layer`` is the item and
``output_before`` is the part ``output`` of the item before.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from inspect import signature
from random import Random
from types import GeneratorType
from typing import Generic, ParamSpec, TypeAlias, TypeVar, cast

from grader.answers import Kind, Plain
from grader.errors import ProblemModuleError
from grader.problem.given import NotGiven, Parameters
from grader.problem.parts import SLIP_CREDIT, CannotAsk, Mistake, RubricLine
from grader.records import JsonValue
from grader.translation import Message, fold_text

P = ParamSpec("P")
V = TypeVar("V")
W = TypeVar("W")
RawParams: TypeAlias = Mapping[str, JsonValue]
Values: TypeAlias = V | Iterator[V | None] | None
KindOf: TypeAlias = Kind | Callable[..., Kind]
Sample: TypeAlias = Callable[[Random], RawParams]


SINGLE_VALUES = frozenset({int, tuple, Fraction, str, type(None)})  # told at once from what yields several


class MistakeDefinition:
    """A declared mistake: its function and what it earns.

    ``settled_by`` names the parameters or options that write the convention, None for a plain mistake.
    """

    __slots__ = ("code", "credit", "function", "hint", "settled_by")

    def __init__(
        self,
        function: Callable[..., object],
        code: str,
        credit: Fraction,
        settled_by: tuple[str, ...] | None = None,
    ) -> None:
        self.function = function
        self.code = code
        self.credit = credit
        self.settled_by = settled_by
        self.hint = fold_text(function.__doc__ or "")

    def values(self, arguments: Mapping[str, object]) -> Iterable[Plain]:
        """Return every value that the mistake stands for; none where it cannot be made with these parameters."""
        values: list[Plain] = []
        try:
            found = self.function(**arguments)
            if found.__class__ in SINGLE_VALUES or not isinstance(found, (GeneratorType, Iterator)):
                return () if found is None else (cast(Plain, found),)
            for value in found:
                if value is not None:
                    values.append(cast(Plain, value))
        except (NotGiven, CannotAsk):
            pass  # what it takes was not given, or leaves nothing sensible
        return tuple(values)


class SharedMistake:
    """A mistake of another part, as it shows in this one."""

    def __init__(self, source: MistakeDefinition, pick: Callable[..., object]) -> None:
        self.source = source
        self.pick = pick

    def __call__(self, **arguments: object) -> Iterator[object]:
        """Yield this part's share of every value of the mistake."""
        return (self.pick(value) for value in self.source.values(arguments))


class PartDefinition(Generic[P, V]):
    """A declared part. It is no function: a part that needs another names it as a parameter."""

    def __init__(
        self,
        function: Callable[P, V],
        kind: KindOf,
        named: str,
        sequence: Sequence[object] | None,
        first: object = None,
        without: Mapping[str, str] | None = None,
    ) -> None:
        self.function: Callable[..., object] = function
        self.kind = kind
        self.name = function.__name__
        self.named = named or function.__name__
        self.sequence = sequence
        self.first = first
        self.without = without or {}
        # The first paragraph is the question; what follows it is the worked solution.
        self.question, _, self.worked = fold_text(function.__doc__ or "").partition("\n\n")
        self.inputs = tuple(signature(function).parameters)
        self.mistakes: list[MistakeDefinition] = []
        self.item_mistakes: Callable[..., Iterable[Mistake]] | None = None
        self.steps: dict[str, Callable[..., Message | str]] = {}
        self.rubric: Callable[[object], Iterable[RubricLine]] | None = None
        self.by_default: Callable[..., bool] | None = None

    def mistake(self, function: Callable[P, Values[V]]) -> Callable[P, Values[V]]:
        """Declare a mistake of the idea: it is named and explained, and earns nothing."""
        return self._add(function, Fraction(0))

    def slip(self, function: Callable[P, Values[V]]) -> Callable[P, Values[V]]:
        """Declare a slip of one step: it earns half."""
        return self._add(function, SLIP_CREDIT)

    def step(self, function: Callable[P, Message | str]) -> Callable[P, Message | str]:
        """Declare what fills the placeholder of the function's name in the worked solution.

        It takes what the part takes, and returns arithmetic written out, or a sentence that does not hold
        for every instance.
        """
        self.steps[function.__name__] = function
        return function

    def shares_mistakes(self, other: PartDefinition[P, W], pick: Callable[[W], V]) -> None:
        """Declare the mistakes of ``other``, which takes the same inputs.

        ``pick`` takes this part's value out of one of the other's.
        """
        for each in other.mistakes:
            mistake = MistakeDefinition(SharedMistake(each, pick), each.code, each.credit, each.settled_by)
            mistake.hint = each.hint
            self.mistakes.append(mistake)

    def mistakes_of_item(
        self, function: Callable[..., Iterable[Mistake]]
    ) -> Callable[..., Iterable[Mistake]]:
        """Declare mistakes that the parameters hold as data: a function of the parameters and the item."""
        self.item_mistakes = function
        return function

    def convention(
        self, *settled_by: str, credit: Fraction = SLIP_CREDIT
    ) -> Callable[[Callable[P, Values[V]]], Callable[P, Values[V]]]:
        """Declare another convention: a slip where the assignment writes it, else for a person to decide.

        ``settled_by`` names the parameters or options that write it; without any, a person always decides.
        """
        return lambda function: self._add(function, credit, settled_by)

    def _add(
        self, function: Callable[P, Values[V]], credit: Fraction, settled_by: tuple[str, ...] | None = None
    ) -> Callable[P, Values[V]]:
        code = function.__name__.removeprefix(f"{self.name}_")
        self.mistakes.append(MistakeDefinition(function, code, credit, settled_by))
        return function


class Sequence(Generic[V]):
    """A list parameter whose items each have parts of their own."""

    def __init__(self, items: Callable[..., Iterable[V]]) -> None:
        self.name = items.__name__
        self.items = items
        self.parts: list[PartDefinition[..., object]] = []


class Problem:
    """A problem of the bank: everything that its module declares.

    ``name`` is the module's ``__name__``; the problem's id is its last word. ``options`` are the
    conventions that an assignment may write, each with its words, the first being the default.
    """

    def __init__(
        self, name: str, *, topic: str, options: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.module = name
        self.id = name.rpartition(".")[2]
        self.topic = topic
        self.options = {"repeated": ("each", "once"), **(options or {})}
        self.parts: list[PartDefinition[..., object]] = []
        self.sequences: list[Sequence[object]] = []
        self.practices: list[RawParams] = []
        self.sampler: Sample | None = None
        self.samples_are_distinct = False
        self.checked = False

    @cached_property
    def conventions(self) -> frozenset[str]:
        """The names of parameters and options that write a convention, which a text tells only where it is written."""
        settled_by = (each.settled_by or () for part in self.parts for each in part.mistakes)
        return frozenset(name for names in settled_by for name in names)

    @property
    def title(self) -> str:
        """The first line of the module's docstring."""
        return (sys.modules[self.module].__doc__ or "").strip().partition("\n")[0].rstrip(".")

    @property
    def file(self) -> str:
        """Where the module stands, for messages."""
        return sys.modules[self.module].__file__ or self.module

    @property
    def given(self) -> type[Parameters]:
        """The module's class of parameters."""
        found = getattr(sys.modules[self.module], "Given", None)
        if not isinstance(found, type) or not issubclass(found, Parameters):
            raise ProblemModuleError(f"{self.file}: no class Given; declare the parameters under @given")
        return found

    def part(
        self, kind: KindOf, *, without: Mapping[str, str] | None = None
    ) -> Callable[[Callable[P, V]], PartDefinition[P, V]]:
        """Declare a part: a function of the parameters and of the earlier parts that it names.

        ``without`` names, for an earlier part, a parameter: where that was not given, the function takes None
        for the part.
        """

        def declare(function: Callable[P, V]) -> PartDefinition[P, V]:
            part = PartDefinition(function, kind, "", None, without=without)
            self.parts.append(cast("PartDefinition[..., object]", part))
            return part

        return declare

    def written(
        self, rubric: Iterable[tuple[str, str, int, tuple[str, ...]]] | Callable[..., Iterable[RubricLine]]
    ) -> Callable[[Callable[P, V]], PartDefinition[P, V]]:
        """Declare a part answered in words, with its rubric: (id, text, points, evidence words) a line.

        A rubric that the parameters hold is a function of them.
        """
        from grader.answers import Written

        def lines(given: object) -> Iterable[RubricLine]:
            if callable(rubric):
                return rubric(given)
            return (
                RubricLine(id=id, text=Message(text), points=Fraction(points), evidence=evidence)
                for id, text, points, evidence in rubric
            )

        def declare(function: Callable[P, V]) -> PartDefinition[P, V]:
            part = self.part(Written())(function)
            part.rubric = lines
            return part

        return declare

    def sequence(self, items: Callable[..., Iterable[V]]) -> Sequence[V]:
        """Declare a list parameter whose items each have parts; the function's name is the item's."""
        sequence = Sequence(items)
        self.sequences.append(cast("Sequence[object]", sequence))
        return sequence

    def each(
        self,
        sequence: Sequence[W],
        kind: KindOf,
        *,
        named: str = "{name}",
        first: Callable[..., object] | None = None,
        by_default: Callable[..., bool] | None = None,
    ) -> Callable[[Callable[P, V]], PartDefinition[P, V]]:
        """Declare a part of every item of ``sequence``.

        ``named`` gives its id from the item's name. ``first`` gives, from the parameters, what stands
        before the first item. ``by_default`` says, from the parameters and the item, whether the part is
        asked where the assignment names none; without it, always.
        """

        def declare(function: Callable[P, V]) -> PartDefinition[P, V]:
            part = PartDefinition(function, kind, named, cast("Sequence[object]", sequence), first)
            part.by_default = by_default
            self.parts.append(cast("PartDefinition[..., object]", part))
            return part

        return declare

    def practice(self, **params: JsonValue) -> None:
        """Add an instance "from practice"; the first is the one that `grade solve` shows."""
        self.practices.append(params)

    def sample(self, function: Sample) -> Sample:
        """Declare how a fresh instance is drawn: a function from a source of randomness to parameters."""
        self.sampler = function
        return function

    def distinct_sample(self, function: Sample) -> Sample:
        """Declare a sample as `sample` does, whose every instance keeps right answers and mistakes apart.

        Then a draw need not work out every known mistake to see it; a test goes through all of its instances.
        """
        self.samples_are_distinct = True
        return self.sample(function)
