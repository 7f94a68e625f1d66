"""Tells whose a value is that may count only because it is right: none that words or a letter give to another part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from grader.documents.model import Line
from grader.finding.candidate import Candidate
from grader.finding.folding import words_of
from grader.finding.headings import heading_of
from grader.finding.names import PartName, best_named, ideas_of, own_ideas
from grader.finding.numbering import ABJAD, ALPHABET, places_of
from grader.finding.runs import runs_of
from grader.finding.sorting import BY_AN_IDEA_OF_ITS_OWN, Wanted, equal
from grader.records import Certainty

if TYPE_CHECKING:
    from grader.finding.choosing import Choice
    from grader.finding.slots import PartKey, Slot

Names = tuple[tuple[int, PartName], ...]
LONGEST_HINT = 4  # words of a label that names something; in a longer one they may say how it was found


def not_anothers(candidates: Sequence[Candidate], wanted: Wanted, names: Names) -> list[Candidate]:
    """Return the candidates whose words name no other part of their question, and whose working agrees with them."""
    return [
        each
        for each in candidates
        if not (names_another(each, wanted, names) or differs_within(each, wanted))
    ]


def differs_within(each: Candidate, wanted: Wanted) -> bool:
    """Return whether the equality that ends a sentence does not hold: `we need 400 + 512 = 4608`."""
    if wanted.group != "scalar" or "=" not in each.text:
        return False
    runs = runs_of(each.text, ())
    read = wanted.kind.read(runs[-1].text, wanted.scope) if runs else None
    return read is not None and not all(
        equal(wanted.kind, value, side) for value in read.values[:1] for side in read.earlier
    )


def names_another(each: Candidate, wanted: Wanted, names: Names) -> bool:
    """Return whether the label of a candidate, or the words before it, name another part of its question."""
    for words, least in ((each.label, 1), (each.clause, BY_AN_IDEA_OF_ITS_OWN)):
        named, how_well = best_named(words, names) if words else (None, 0)
        if named not in (None, wanted.index) and how_well >= least:
            other = dict(names)[named] if named is not None else None
            if other is not None and not leads_to(other, wanted.name):
                return True
    return hints_at_another(each.label, wanted, names)


def leads_to(other: PartName, wanted: PartName) -> bool:
    """Return whether what names one part may name another one as well.

    `dense` may also be for the parameters of the dense layer, but `conv1` never for those of the second one.
    """
    if other.number and wanted.number and other.number != wanted.number:
        return False
    return any(less <= more for less in other.ideas for more in wanted.ideas)


def hints_at_another(label: str, wanted: Wanted, names: Names) -> bool:
    """Return whether a label holds an idea that is only in the names of other parts, and none of the wanted one's."""
    said = ideas_of(label)
    if len([word for word in words_of(label) if not word.isdigit()]) > LONGEST_HINT:
        return False
    own, mine = own_ideas(names), {idea for ideas in wanted.name.ideas for idea in ideas}
    return not said & mine and any(said & own[index] for index, _ in names if index != wanted.index)


def under_own_letter(
    candidates: Sequence[Candidate],
    slot: Slot,
    places: Mapping[PartKey, int | None],
    siblings: Sequence[Slot],
    choices: Mapping[PartKey, Choice],
    letters: Mapping[int, int | None],
) -> list[Candidate]:
    """Return the candidates that stand under no letter of a sibling which they may answer.

    A sibling that is answered there by another text leaves them to others: a letter may have been missed.
    ``places`` are the places of the parts' letters, ``letters`` those above each line.
    """
    own = places[slot.key]
    others = [each for each in siblings if each.wanted.group == slot.wanted.group]

    def is_anothers(each: Candidate) -> bool:
        place = letters.get(each.line.number)
        owners = [other for other in others if places[other.key] == place]
        return place not in (None, own) and any(
            may_answer(each, choices[other.key], letters) for other in owners
        )

    return [each for each in candidates if not is_anothers(each)]


def may_answer(each: Candidate, choice: Choice, letters: Mapping[int, int | None]) -> bool:
    """Return whether a text is what a part is answered by, or the first that may be where that is not sure."""
    place = letters.get(each.line.number)
    own = [other for other in choice.nearby if letters.get(other.line.number) == place]
    first = min(own, key=lambda other: other.place, default=choice.chosen)
    first = first if choice.certainty is Certainty.DOUBTFUL else choice.chosen
    return first is None or (first.line is each.line and first.text == each.text)


def letters_above(lines: Sequence[Line]) -> dict[int, int | None]:
    """Return the place of the letter under which each line stands, by the line's number, where headings are missing."""
    found: dict[int, int | None] = {}
    place: int | None = None
    for line in lines:
        mark = heading_of(line)
        if mark is not None and (mark.letter or mark.number):
            places = {place for order in (ABJAD, ALPHABET) for place in places_of(mark.letter, order)}
            place = places.pop() if len(places) == 1 else None
        found[line.number] = place
    return found
