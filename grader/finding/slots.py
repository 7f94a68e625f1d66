"""Lists the parts that are asked, each with the number and the letter under which it is looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.answers import Scope
from grader.assignment.resolved import AskedPart, Question, StudentQuestion
from grader.finding.chosen import Asked
from grader.finding.folding import fold
from grader.finding.names import part_name
from grader.finding.numbering import ABJAD, ALPHABET, ONLY_IN_ALPHABET, number_of, places_of
from grader.finding.sorting import Wanted
from grader.finding.worth import givens_of

PartKey = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One part that is asked, with the number and the letter under which it is looked for."""

    key: PartKey
    number: str
    place: int | None
    order: int
    in_digits: bool
    wanted: Wanted


def slots_of(asked: Sequence[tuple[Question, StudentQuestion]]) -> list[Slot]:
    """Return the parts that are asked, each with its place in the document."""
    slots: list[Slot] = []
    for question, own in asked:
        layers = own.instance.params.get("layers")
        count = len(layers) if isinstance(layers, list | tuple) else 0
        givens = givens_of(dict(own.instance.params))
        for order, part in enumerate(own.asked):
            scope = own.instance.scope
            wanted = Wanted(
                index=len(slots),
                name=part_name(question.id, part.part.id, count),
                kind=part.part.kind,
                scope=Scope(values=scope.values, options=scope.options),
                givens=givens,
            )
            slots.append(
                Slot(
                    key=(question.id, part.part.id), number=number_of(fold(question.shape.number)),
                    place=place_of(part), order=order,
                    in_digits=fold(part.letter).isdigit(), wanted=wanted,
                )
            )  # fmt: skip
    return slots


def place_of(part: AskedPart) -> int | None:
    """Return the place from 0 of a part's letter, None where the assignment gives none."""
    letter = fold(part.letter).replace(" ", "")
    if not letter:
        return None
    places = places_of(letter, ALPHABET if letter in ONLY_IN_ALPHABET else ABJAD)
    return places[0] if places else None


def numbers_of(slots: Sequence[Slot]) -> dict[str, Asked]:
    """Return what the headings of each number may be."""
    numbers: dict[str, Asked] = {}
    for number in dict.fromkeys(slot.number for slot in slots):
        own = [slot for slot in slots if slot.number == number]
        places = {slot.place for slot in own if slot.place is not None}
        if not places and len(own) > 1:
            places = set(range(len(own)))
        order = tuple(slot.place for slot in own if slot.place is not None)
        numbers[number] = Asked(
            places=frozenset(places), parts=len(own), has_digits=any(slot.in_digits for slot in own),
            order=order if len(order) == len(own) else (),
        )  # fmt: skip
    return numbers


def order_of(asked: Sequence[tuple[Question, StudentQuestion]]) -> str:
    """Return in which order the assignment counts Persian letters."""
    orders = {question.shape.letters_order for question, _ in asked} - {"auto"}
    return orders.pop() if len(orders) == 1 else "auto"
