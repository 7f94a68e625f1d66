"""The parts of one instance of a problem, ready to be solved and judged.

A module declares functions (`grader.problem.definition`); for given parameters they become these parts:
the same for a problem whose parts are fixed, one for each layer where they depend on the parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Generic, TypeAlias, TypeVar

from grader.answers import Kind, Plain, Value
from grader.translation import Message, Translator

Earlier: TypeAlias = Mapping[str, Plain]
PartId: TypeAlias = str

Made = TypeVar("Made")

SLIP_CREDIT = Fraction(1, 2)  # a slip of one step: a bias, a +1, one factor 2, one sign


NOT_WORKED = Message("")


class CannotAsk(Exception):
    """A part has no answer for these parameters; the text says why, and the part is left out or refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A known mistake of one part: its name, its hint, what it earns and the values that it gives.

    ``convention`` is true where it is another convention and the assignment does not write which one
    holds: then a person decides.
    """

    code: str
    hint: Message
    credit: Fraction
    values: Callable[[Earlier], Iterable[Plain]]
    convention: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What people are told about a part.

    ``question`` is what the student is asked; ``worked`` is how it is worked out, empty where the module does
    not say, with the names of parts in ``{braces}`` to be filled by ``worked_names`` and their values, and
    what ``steps`` give.
    """

    question: Message
    rubric: tuple[RubricLine, ...] = ()
    worked: Message = NOT_WORKED
    worked_names: Mapping[str, PartId] = field(default_factory=dict)
    steps: Mapping[str, Callable[[Earlier], Message | str]] = field(default_factory=dict)


class Once(Generic[Made]):
    """A function without arguments whose result is made when it is first wanted, and then kept."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._made: Made | None = None

    def __call__(self) -> Made:
        """Return what ``make`` returned."""
        if self._made is None:
            self._made = self._make()
        return self._made


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of one instance.

    ``follows`` names the earlier parts that ``solve`` takes the values of. ``mistaken`` yields each known
    mistake's name and the values that it gives; ``mistakes_named`` yields those of a name, or all, as they are
    told. ``told`` holds the texts, put together when they are first wanted: most parts of most students are
    right, and nobody asks for their mistakes.
    """

    id: PartId
    kind: Kind
    follows: tuple[PartId, ...]
    solve: Callable[[Earlier], object]
    told: Callable[[], Told]
    mistaken: Callable[[Earlier], Iterable[tuple[str, Iterable[Plain]]]] = lambda _: ()
    mistakes_named: Callable[..., Iterable[Mistake]] = lambda _=None: ()
    asked_by_default: bool = True

    @property
    def question(self) -> Message:
        """What the student is asked."""
        return self.told().question

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The known mistakes, likeliest first."""
        return tuple(self.mistakes_named())

    @property
    def rubric(self) -> tuple[RubricLine, ...]:
        """By what a person marks words."""
        return self.told().rubric

    def show(self, value: Value | Plain, translator: Translator) -> str:
        """Return an answer as a reader sees it: a choice in the reader's language."""
        shown = self.kind.show(value)
        return translator.word(shown) if self.kind.name == "choice" else shown


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricLine:
    """One line of the rubric by which a person marks words; ``evidence`` is only highlighted."""

    id: str
    text: Message
    points: Fraction
    evidence: tuple[str, ...] = ()
