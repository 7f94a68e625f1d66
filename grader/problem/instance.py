"""One instance of a problem: its parts for given parameters, and their reference answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property, partial
from random import Random
from typing import TypeAlias, cast

from grader.answers import Kind, Plain, Scope
from grader.errors import BadParams, near_miss
from grader.problem.definition import MistakeDefinition, PartDefinition, Problem, RawParams
from grader.problem.given import (
    NotGiven,
    Parameters,
    absent_from,
    all_shown,
    decode_given,
    only_texts,
    shown_of_item,
)
from grader.problem.parameters import Shown
from grader.problem.parts import CannotAsk, Earlier, Mistake, Once, Part, PartId, Told
from grader.translation import PLACEHOLDER, Message, fold_text

ITEM_FIRST = "_before"
ITEM_LAST = "_last"

# What a mistake's arithmetic may come to with wrong earlier answers: then it was not the mistake that was made.
CANNOT_BE_MADE = (ArithmeticError, LookupError, TypeError, ValueError)

Mistaken: TypeAlias = tuple[tuple[str, Iterable[Plain]], ...]  # each mistake's name and its values
Clash: TypeAlias = tuple[PartId, str, str]  # a part and two of its mistakes


class Instance:
    """A problem with its parameters: what is asked, and what is right.

    Raises BadParams where the problem refuses the parameters.
    """

    def __init__(self, problem: Problem, params: RawParams, options: Mapping[str, str] | None = None) -> None:
        self.problem = problem
        self.params = params
        self.given = decode_given(problem.given, params)
        self.options = {name: words[0] for name, words in problem.options.items()} | dict(options or {})
        self.settled = frozenset(self.given.written) | frozenset(options or {})
        self.absent: dict[PartId, str] = {}
        self._references: dict[PartId, Plain] | None = None
        self._mistaken: dict[PartId, Mistaken] = {}
        # Parts hold this and what they need, never the instance: without cycles its memory is free at once.
        self._shown = Once(partial(all_shown, self.given, problem.conventions))

    @cached_property
    def parts(self) -> dict[PartId, Part]:
        """The parts of this instance by id, in order, whether or not they can be asked."""
        parts: dict[PartId, Part] = {}
        for definition in self.problem.parts:
            for part in self._expand(definition):
                if part.id in parts:
                    raise BadParams(f"two parts are named {part.id!r}; give each item a name of its own")
                parts[part.id] = part
        return parts

    @property
    def references(self) -> dict[PartId, Plain]:
        """The right answer of every part that the parameters determine; written parts have none.

        ``absent`` then says of each other part why it cannot be asked.
        """
        if self._references is None:
            self._references = {}
            for part in self.parts.values():
                if part.kind.name != "written":
                    self._solve(part, self._references)
        return self._references

    def _solve(self, part: Part, known: dict[PartId, Plain]) -> None:
        missing = [name for name in part.follows if name not in known]
        if missing:
            self.absent[part.id] = self.absent.get(missing[0], "an earlier part has no answer")
            return
        try:
            known[part.id] = part.kind.reference(part.solve({name: known[name] for name in part.follows}))
        except NotGiven as lack:
            self.absent[part.id] = f"it needs the parameter {lack.name!r}"
        except CannotAsk as reason:
            self.absent[part.id] = str(reason)
        except ValueError as fault:
            if isinstance(fault, BadParams):
                raise
            raise BadParams(f"part {part.id!r} cannot be asked with these parameters: {fault}") from None

    def mistaken(self, part_id: PartId) -> Mistaken:
        """Return each known mistake's name and values, with all earlier parts at their true values."""
        found = self._mistaken.get(part_id)
        if found is None:
            part = self.parts[part_id]
            earlier = {name: self.references[name] for name in part.follows}
            found = self._mistaken[part_id] = tuple(part.mistaken(earlier))
        return found

    @property
    def default_parts(self) -> tuple[PartId, ...]:
        """The parts that are asked where the assignment names none: those with an answer, else the written ones.

        A written part is one of them where its problem says so.
        """
        chosen = (each for each in self.parts.values() if each.asked_by_default)
        asked = tuple(each.id for each in chosen if each.id in self.references or each.kind.name == "written")
        return asked or tuple(self.parts)

    @cached_property
    def scope(self) -> Scope:
        """What a reader of answers may know: the numbers behind the parameters' names, and the options."""
        from fractions import Fraction

        numbers = {
            name: Fraction(value)
            for name in self.given.PARAMETERS
            if name not in self.absent_parameters
            and isinstance(value := getattr(self.given, name), int | Fraction)
            and not isinstance(value, bool)
        }
        return Scope(values=numbers, options=self.options)

    @cached_property
    def absent_parameters(self) -> frozenset[str]:
        """The parameters that were neither given nor have a default."""
        return absent_from(self.given)

    @property
    def question(self) -> Message:
        """The question's text, with the values that can stand in a sentence filled in."""
        return Message(self.question_template, only_texts(self.shown))

    @property
    def question_template(self) -> str:
        """The question's text with its placeholders."""
        return fold_text(type(self.given).__doc__ or "")

    def about_what_is_given(self, template: str) -> str:
        """Return the question's text, in any language, without the paragraphs on parameters that were not given."""
        paragraphs = template.split("\n\n")
        kept = [each for each in paragraphs if self.absent_parameters.isdisjoint(PLACEHOLDER.findall(each))]
        return "\n\n".join(kept or paragraphs)

    @property
    def shown(self) -> dict[str, Shown]:
        """Every parameter as a reader sees it; one that was not given goes by its name."""
        return self._shown()

    def worked(self, part_id: PartId) -> Message:
        """Return how a part is worked out, in this instance's numbers; an empty text where nobody wrote it."""
        told = self.parts[part_id].told()
        shown: dict[str, Message | str] = {}
        for name, source in told.worked_names.items():
            if source in self.references:
                kind = self.parts[source].kind
                text = kind.show(self.references[source])
                shown[name] = Message(text) if kind.name == "choice" else text
        steps = {name: step(self.references) for name, step in told.steps.items()}
        return Message(told.worked.text, {**told.worked.values, **shown, **steps})

    def questions(self) -> Iterator[tuple[PartId, Message]]:
        """Yield each part's id and what it asks, without the mathematics behind it."""
        for definition in self.problem.parts:
            if definition.sequence is None:
                values = only_texts(self.shown) if "{" in definition.question else {}
                yield definition.named, Message(definition.question, values)
            for item in self._items(definition):
                name = item_name(item)
                shown = (
                    shown_of_item(self._shown, item, name, self.problem.conventions)
                    if "{" in definition.question
                    else {}
                )
                yield (
                    definition.named.replace("{name}", name),
                    Message(definition.question, only_texts(shown)),
                )

    def _items(self, definition: PartDefinition[..., object]) -> tuple[object, ...]:
        """Return the items that a definition has a part for; none where it has one part, or they are not given."""
        try:
            return tuple(definition.sequence.items(self.given)) if definition.sequence else ()
        except NotGiven:
            return ()

    def _expand(self, definition: PartDefinition[..., object]) -> Iterable[Part]:
        if definition.sequence is None:
            absent = self.absent_parameters
            alone: dict[str, object] = {"given": self.given}
            alone |= {part: None for part, parameter in definition.without.items() if parameter in absent}
            yield self._part(definition, definition.named, alone, {}, self._shown)
            return
        items = self._items(definition)
        for index, item in enumerate(items):
            name = item_name(item)
            fixed: dict[str, object] = {"given": self.given, definition.sequence.name: item}
            names = self._neighbours(definition, items, index, fixed)
            values = partial(shown_of_item, self._shown, item, name, self.problem.conventions)
            yield self._part(definition, definition.named.replace("{name}", name), fixed, names, values)

    def _neighbours(
        self,
        definition: PartDefinition[..., object],
        items: tuple[object, ...],
        index: int,
        fixed: dict[str, object],
    ) -> dict[str, PartId]:
        """Return which part each input of an item's part stands for; what comes before the first is fixed."""
        names: dict[str, PartId] = {}
        for other in self.problem.parts:
            if other.sequence is not definition.sequence:
                continue
            names[other.name] = other.named.replace("{name}", item_name(items[index]))
            if index:
                names[other.name + ITEM_FIRST] = other.named.replace("{name}", item_name(items[index - 1]))
            elif other.first is not None:
                fixed[other.name + ITEM_FIRST] = cast("Callable[..., object]", other.first)(self.given)
        return names

    def _part(
        self,
        definition: PartDefinition[..., object],
        part_id: PartId,
        fixed: Mapping[str, object],
        names: Mapping[str, PartId],
        values: Callable[[], Mapping[str, Shown]],
    ) -> Part:
        sources = {
            name: names.get(name) or self._last(name) or name
            for name in definition.inputs
            if name not in fixed
        }
        constant = {name: fixed[name] for name in definition.inputs if name in fixed}

        def arguments(earlier: Earlier) -> dict[str, object]:
            return {**constant, **{name: earlier[source] for name, source in sources.items()}}

        item = fixed.get(definition.sequence.name) if definition.sequence else None
        kind = self._kind(definition, item)
        parameters, written = self.given, self.settled

        def item_mistakes() -> Iterable[Mistake]:
            return definition.item_mistakes(parameters, item) if definition.item_mistakes else ()

        def mistaken(earlier: Earlier) -> Iterator[tuple[str, Iterable[Plain]]]:
            given = arguments(earlier)
            for each in definition.mistakes:
                try:
                    yield each.code, each.values(given)
                except CANNOT_BE_MADE:
                    yield each.code, ()
            for known in item_mistakes():
                yield known.code, known.values(earlier)

        def mistakes(code: str | None = None) -> Iterator[Mistake]:
            settled = written | (item.written if isinstance(item, Parameters) else frozenset())
            for each in definition.mistakes:
                if code is None or code == each.code:
                    texts = only_texts(values()) if "{" in each.hint else {}
                    yield as_mistake(each, texts, settled, arguments)
            yield from (known for known in item_mistakes() if code is None or code == known.code)

        def told() -> Told:
            texts = only_texts(values())
            return Told(
                question=Message(definition.question, texts),
                worked=Message(definition.worked, texts),
                worked_names={**sources, definition.name: part_id},
                steps={name: as_step(each, arguments) for name, each in definition.steps.items()},
                rubric=tuple(definition.rubric(parameters)) if definition.rubric else (),
            )

        return Part(
            id=part_id,
            kind=kind,
            follows=tuple(sources.values()),
            solve=lambda earlier: definition.function(**arguments(earlier)),
            told=Once(told),
            mistaken=mistaken,
            mistakes_named=mistakes,
            asked_by_default=(
                definition.by_default(self.given, item) if definition.by_default else kind.name != "written"
            ),
        )

    def _kind(self, definition: PartDefinition[..., object], item: object) -> Kind:
        if not callable(definition.kind):
            return definition.kind
        return definition.kind(self.given) if item is None else definition.kind(self.given, item)

    def _last(self, name: str) -> PartId | None:
        """Return the part that ``name`` means if it is the last item's, such as ``layer_last``."""
        if not name.endswith(ITEM_LAST):
            return None
        for other in self.problem.parts:
            if other.sequence is not None and other.name + ITEM_LAST == name:
                try:
                    items = tuple(other.sequence.items(self.given))
                except NotGiven:
                    return None  # without the list there is no last item, and the part cannot be asked
                return other.named.replace("{name}", item_name(items[-1]))
        return None


def as_mistake(
    definition: MistakeDefinition,
    texts: Mapping[str, Message | str],
    settled: frozenset[str],
    arguments: Callable[[Earlier], dict[str, object]],
) -> Mistake:
    """Return a declared mistake for one part; ``settled`` are the conventions that the assignment writes."""
    return Mistake(
        code=definition.code,
        hint=Message(definition.hint, texts),
        credit=definition.credit,
        values=lambda earlier: definition.values(arguments(earlier)),
        convention=definition.settled_by is not None and settled.isdisjoint(definition.settled_by),
    )


def as_step(
    function: Callable[..., Message | str], arguments: Callable[[Earlier], dict[str, object]]
) -> Callable[[Earlier], Message | str]:
    """Return a declared step for one part."""
    return lambda earlier: function(**arguments(earlier))


def item_name(item: object) -> str:
    """Return the name of a sequence's item: its own ``name``, or its text."""
    return str(getattr(item, "name", item))


def unknown_part(instance: Instance, part_id: str) -> str:
    """Return the sentence that says that a part does not exist, with the near miss."""
    return f"unknown part {part_id!r}{near_miss(part_id, instance.parts) or '; parts are ' + ', '.join(instance.parts)}"


def draw(problem: Problem, random: Random, tries: int = 12) -> Instance:
    """Return a fresh instance, if possible one whose right answers and known mistakes all differ.

    ``random`` is the only source of chance. Raises BadParams if the problem cannot draw one.
    """
    best, fewest = sampled(problem, random), 0
    if problem.samples_are_distinct:
        return best
    natural = natural_clashes(problem)
    for number in range(tries):
        instance = sampled(problem, random) if number else best
        clashes = len(find_clashes(instance) - natural)
        if not clashes:
            return instance
        if not number or clashes < fewest:
            best, fewest = instance, clashes
    return best


def sampled(problem: Problem, random: Random) -> Instance:
    """Return an instance as the problem's ``sample`` draws it."""
    if problem.sampler is None:
        raise BadParams(f"{problem.id} cannot draw an instance of its own; give its parameters")
    return Instance(problem, problem.sampler(random))


@cache
def natural_clashes(problem: Problem) -> frozenset[Clash]:
    """Return the clashes that every instance has, because two mistakes are the same by their nature."""
    random = Random(0)  # any source: it only has to be the same in every run
    return frozenset.intersection(*(find_clashes(sampled(problem, random)) for _ in range(8)))


def find_clashes(instance: Instance) -> frozenset[Clash]:
    """Return every known mistake that gives the right answer (named "") or another mistake's value."""
    clashes: set[Clash] = set()
    for part_id, reference in instance.references.items():
        part = instance.parts[part_id]
        if part.kind.name == "expression":
            continue  # formulas in the parameters' names are alike for every instance
        seen: dict[object, str] = {reference: ""}
        for code, values in instance.mistaken(part_id):
            for value in values:
                # Most functions return what a kind keeps; to bring it there again is half the cost of a draw.
                kept = part.kind.reference(value) if isinstance(value, (list, float)) else value
                first = seen.setdefault(kept, code)
                if first != code:
                    clashes.add((part_id, first, code))
    return frozenset(clashes)
