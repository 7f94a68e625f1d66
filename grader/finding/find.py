"""Finds the answers to an assignment's parts in a document: where each stands, what it says, and how surely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from grader.assignment.resolved import Question, StudentQuestion
from grader.documents.model import Document, Doubt, Line
from grader.finding.candidate import Candidate
from grader.finding.candidates import Budget, Text, TooMuch
from grader.finding.choosing import NOT_FOUND, PLACE, SEVERAL, Choice, choose, in_its_turn, only_seen
from grader.finding.elsewhere import Elsewhere, shared
from grader.finding.folding import fold
from grader.finding.mentions import names_part, names_question
from grader.finding.names import best_named, score
from grader.finding.numbering import ABJAD, ALPHABET
from grader.finding.paragraphs import prepared
from grader.finding.sections import Section, divide
from grader.finding.sharing import beside_lists, in_turn
from grader.finding.slots import PartKey, Slot, numbers_of, order_of, slots_of
from grader.finding.sorting import BY_AN_IDEA_OF_ITS_OWN, BY_ITS_ID, Place, Wanted, differs, weak_among
from grader.finding.vocabulary import NO_ANSWER
from grader.finding.weak import letters_above, not_anothers, under_own_letter
from grader.records import Certainty
from grader.translation import Message, Numeral

SAYS_TOO_MUCH = Message("The file says more than the machine looks through, so a person reads it.")
MOST_LINES = 1000  # of one document; behind them nothing is looked for, and nothing counts as blank
LONGEST_WRITTEN = 15_000
FEWEST_WORDS = 3  # of an answer in words
LONGEST_SHOWN = 80
LONGEST_TITLE = 6  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found for one part. ``is_blank`` tells that its place is there, and empty.

    ``elsewhere`` finds what else the document says.
    """

    choice: Choice
    written: str | None = None
    line: Line | None = None
    is_blank: bool = False
    elsewhere: Elsewhere | None = None


@dataclass(slots=True)
class _Scope:
    """The lines in which a slot is looked for; ``exact`` tells that they are under its own heading.

    ``place`` is that of the part's own letter, None where the lines are shared.
    """

    lines: list[Line]
    key: tuple[object, ...]
    is_sure: bool = True
    is_headed: bool = True
    exact: bool = True
    place: int | None = None


def find(document: Document, asked: Sequence[tuple[Question, StudentQuestion]]) -> dict[PartKey, Found]:
    """Return what ``document`` says of each part that is asked."""
    slots = slots_of(asked)
    lines = prepared(document)
    if len(lines) > MOST_LINES:
        lines, document = lines[:MOST_LINES], replace(document, complete=False)
    sections = divide(lines, numbers_of(slots), order_of(asked))
    finder = Finder(document, lines, slots, sections)
    try:
        found = finder.with_shared({slot.key: finder.find(slot) for slot in slots})
    except TooMuch:
        return {slot.key: Found(choice=Choice(reason=NOT_FOUND, note=SAYS_TOO_MUCH)) for slot in slots}
    return finder.with_elsewhere(finder.with_blanks(finder.with_own_weak(found)))


class Finder:
    """Looks for every part of one document; what parts share is cut and read once."""

    def __init__(
        self, document: Document, lines: Sequence[Line], slots: Sequence[Slot], sections: Sequence[Section]
    ) -> None:
        self.document = document
        self.lines = lines
        self.slots = slots
        self.sections = sections
        self.texts: dict[tuple[object, ...], Text] = {}
        self.budget = Budget()
        self.titles = {
            each.line.number for each in sections
            if each.line is not None and each.place is None
            and 0 < len(each.title.split()) <= LONGEST_TITLE
        }  # fmt: skip
        self.scopes = {slot.key: self.scope_of(slot) for slot in slots}
        self.peers: dict[tuple[object, ...], list[Slot]] = {}
        for slot in slots:
            self.peers.setdefault(self.scopes[slot.key].key, []).append(slot)

    def scope_of(self, slot: Slot) -> _Scope:
        """Return where a part is looked for."""
        own = [each for each in self.sections if each.number == slot.number and slot.number]
        if not own:
            lines = [line for each in self.sections if not self.is_claimed(each) for line in each.lines]
            return _Scope(lines, ("unclaimed",), is_sure=False, is_headed=False, exact=False)
        siblings = [each for each in self.slots if each.number == slot.number]
        present = {each.place for each in own if each.place is not None}
        place = slot.place
        questions = {each.key[0] for each in siblings}
        if place is None and len(siblings) > 1 and len(questions) == 1 and self.counts_parts(own, siblings):
            place = slot.order
        sure = all(each.is_sure for each in own)
        headed = not any(each.is_implied for each in own)
        if place is None or not present:
            lines = [line for each in own for line in each.lines]
            return _Scope(lines, (slot.number,), is_sure=sure, is_headed=headed)
        if place in present:
            mine = [each for each in own if each.place == place]
            lines = [line for each in mine for line in each.lines]
            return _Scope(
                lines, (slot.number, place), is_sure=all(each.is_sure for each in mine), is_headed=headed,
                place=place,
            )  # fmt: skip
        lines = [line for each in own if each.place is None for line in each.lines]
        return _Scope(lines, (slot.number, "rest"), is_sure=False, is_headed=headed, exact=False)

    def counts_parts(self, own: Sequence[Section], siblings: Sequence[Slot]) -> bool:
        """Return whether the letters of a question count its parts: no label under one names another part."""
        places = {each.place for each in own if each.place is not None}
        if not may_count(places, len(siblings)):
            return False
        names = tuple((each.order, each.wanted.name) for each in siblings)
        return not any(
            named[0] not in (None, each.place) and named[1] >= BY_AN_IDEA_OF_ITS_OWN
            for each in own if each.place is not None
            for statement in self.text((each.number, each.place, id(each)), each.lines).statements
            if statement.label and (named := best_named(statement.label, names))
        )  # fmt: skip

    def is_claimed(self, section: Section) -> bool:
        """Return whether a section is under the heading of a number that is asked."""
        return any(slot.number == section.number for slot in self.slots)

    def text(self, key: tuple[object, ...], lines: Sequence[Line]) -> Text:
        """Return lines cut into statements, once."""
        if key not in self.texts:
            self.texts[key] = Text([line for line in lines if line.text.strip()], self.budget)
        return self.texts[key]

    def find(self, slot: Slot) -> Found:
        """Return what was found for one part."""
        scope = self.scopes[slot.key]
        wanted = slot.wanted
        if wanted.kind.name == "written":
            return self.written(scope)
        by_id = self.by_its_id(wanted)
        if by_id is not None:
            return Found(choice=by_id)
        peers = tuple(each.wanted for each in self.peers[scope.key])
        if wanted.kind.name == "choice" and len(peers) > 1:  # a question's title may be one of the words
            untitled = [line for line in scope.lines if line.number not in self.titles]
            text = self.text((*scope.key, "untitled"), untitled)
        else:
            text = self.text(scope.key, scope.lines)
        choice = choose(
            wanted, Place(text=text, peers=peers, is_sure=scope.is_sure, is_headed=scope.is_headed)
        )
        if choice.chosen is None and not scope.exact and not scope.is_sure:
            choice = self.by_a_name_of_its_own(wanted) or choice
        if choice.certainty is Certainty.DOUBTFUL or choice.chosen is None:
            choice.weak = choice.weak if choice.reason == SEVERAL else self.weak(slot, choice.weak)
        if choice.chosen is None and choice.note is None:
            choice.note = self.near_miss(slot, scope, choice)
        is_empty = scope.exact and scope.is_sure and is_unanswered(scope.lines)
        return Found(choice=choice, is_blank=choice.chosen is None and is_empty)

    def by_its_id(self, wanted: Wanted) -> Choice | None:
        """Return the answer that stands under the part's very id anywhere: `conv_shapes.conv = …`."""
        text = self.text(("everything",), self.lines)
        if not any(score(each.label, wanted.name) == BY_ITS_ID for each in text.statements):
            return None
        place = Place(text=_Labelled(text, wanted), peers=(wanted,))
        choice = choose(wanted, place)
        return choice if choice.chosen is not None else None

    def by_a_name_of_its_own(self, wanted: Wanted) -> Choice | None:
        """Return what a label that can only mean this part names, where its heading was not found."""
        text = self.text(("everything",), self.lines)
        names = tuple((slot.wanted.index, slot.wanted.name) for slot in self.slots)
        labelled = [
            each
            for each in text.candidates(wanted.kind, wanted.scope)
            if each.label and not each.is_code and not each.is_question
            and best_named(each.label, names)[0] == wanted.index
            and score(each.label, wanted.name) >= BY_AN_IDEA_OF_ITS_OWN
        ]  # fmt: skip
        if not labelled or any(differs(wanted.kind, each, labelled[-1]) for each in labelled):
            return None
        return Choice(chosen=labelled[-1], reason=PLACE, note=only_seen(labelled[-1]))

    def weak(self, slot: Slot, nearest: list[Candidate]) -> list[Candidate]:
        """Return what may count if it is right: from the part's question, or everywhere if that is not there."""
        sections = [each for each in self.sections if each.number == slot.number]
        key: tuple[object, ...] = ("number", slot.number) if sections else ("everything",)
        scope = self.scopes[slot.key]
        own_text = self.text(scope.key, scope.lines)
        if (
            scope.place is not None
            and scope.is_sure
            and own_text.candidates(slot.wanted.kind, slot.wanted.scope)
        ):
            sections = [each for each in sections if each.place in (None, scope.place)]
            key = ("number", slot.number, scope.place)  # what stands under another letter answers that
        own = [line for each in sections for line in each.lines]
        lines = own or self.lines
        wanted = slot.wanted
        candidates = self.text(key, lines).candidates(wanted.kind, wanted.scope)
        others = tuple(
            (each.wanted.index, each.wanted.name) for each in self.slots if each.number == slot.number
        )
        nearest, free = (not_anothers(each, wanted, others) for each in (nearest, candidates))
        known = {(each.line.number, each.text) for each in nearest}
        return [
            *nearest,
            *(each for each in weak_among(free, wanted) if (each.line.number, each.text) not in known),
        ]

    def written(self, scope: _Scope) -> Found:
        """Return the whole text of a part that a person marks."""
        lines = [line for line in scope.lines if line.text.strip()]
        text = "\n".join(line.text for line in lines)[:LONGEST_WRITTEN]
        if scope.exact and len(text.split()) >= FEWEST_WORDS:
            choice = Choice(certainty=Certainty.PLAIN)
            return Found(choice=choice, written=text, line=lines[0])
        note = Message("No heading of this part was found.")
        choice = Choice(reason=NOT_FOUND, note=note)
        return Found(choice=choice, is_blank=scope.exact and scope.is_sure and is_unanswered(scope.lines))

    def near_miss(self, slot: Slot, scope: _Scope, choice: Choice) -> Message:
        """Return what was seen where an answer was looked for."""
        seen = (choice.weak or choice.nearby)[-1:]
        if seen:
            values: dict[str, str | Message] = {
                "value": seen[0].text[:LONGEST_SHOWN],
                "line": Numeral(seen[0].line.number),
            }
            return Message("No answer was found in its place; the nearest is {value} in line {line}.", values)
        if not scope.exact:
            number = slot.number or "–"
            return Message("No heading of question {number} with this part was found.", {"number": number})
        return Message("Under its heading stands nothing that can be read as an answer.")

    def with_shared(self, found: dict[PartKey, Found]) -> dict[PartKey, Found]:
        """Return what was found, with what parts that share a letter are answered by in their order."""
        shared_out = dict(found)
        for peers in self.peers.values():
            scope = self.scopes[peers[0].key]
            if scope.place is None or not (scope.exact and scope.is_sure and scope.is_headed):
                continue
            for group in dict.fromkeys(each.wanted.group for each in peers):
                alike = [each for each in peers if each.wanted.group == group]
                shared_out |= self.in_turn(alike, scope, found)
            choices = {each.key: shared_out[each.key].choice for each in peers}
            apart = beside_lists(peers, choices, self.text(scope.key, scope.lines))
            shared_out |= {key: Found(choice=choice) for key, choice in apart.items()}
        return shared_out

    def in_turn(
        self, alike: Sequence[Slot], scope: _Scope, found: Mapping[PartKey, Found]
    ) -> dict[PartKey, Found]:
        """Return what answers those parts of one kind in their order for which nothing sure was found."""
        sure = {
            each.wanted.index: chosen for each in alike
            if (chosen := found[each.key].choice.chosen) is not None
            and found[each.key].choice.certainty is not Certainty.DOUBTFUL
        }  # fmt: skip
        if len(sure) == len(alike):
            return {}
        values = in_turn([each.wanted for each in alike], sure, self.text(scope.key, scope.lines))
        every = [*values.values()]
        return {
            each.key: Found(choice=in_its_turn(values[each.wanted.index], every, found[each.key].choice))
            for each in alike
            if each.wanted.index in values and each.wanted.index not in sure
        }

    def with_own_weak(self, found: dict[PartKey, Found]) -> dict[PartKey, Found]:
        """Return what was found, weak evidence only where no letter gives it to another part."""
        choices = {key: each.choice for key, each in found.items()}
        for slot in self.slots:
            choice = found[slot.key].choice
            if not choice.weak:
                continue
            sections = [each for each in self.sections if each.number == slot.number and slot.number]
            letters = {line.number: each.place for each in sections for line in each.lines}
            siblings = [each for each in self.slots if each.number == slot.number]
            places = {each.key: self.scopes[each.key].place for each in siblings}
            own = {
                each.key: each.place if places[each.key] is None else places[each.key] for each in siblings
            }
            choice.weak = under_own_letter(
                choice.weak, slot, own, siblings, choices, letters or letters_above(self.lines)
            )
        return found

    def with_blanks(self, found: dict[PartKey, Found]) -> dict[PartKey, Found]:
        """Return what was found, blank only where nothing else can hide the answer.

        Every page has text whose order is sure, a part of the same question was found plainly, and under the
        part's own heading stands nothing.
        """
        is_ordered = not any(Doubt.ORDER in line.doubts and not line.heading for line in self.document.lines)
        is_whole = self.document.complete and not self.document.pictures and is_ordered
        plainly = {
            slot.number for slot in self.slots if found[slot.key].choice.certainty is not Certainty.DOUBTFUL
        }
        return {
            slot.key: found[slot.key]
            if not found[slot.key].is_blank
            or (is_whole and slot.number in plainly and not self.is_mentioned(slot))
            else _not_blank(found[slot.key])
            for slot in self.slots
        }

    def is_mentioned(self, slot: Slot) -> bool:
        """Return whether a line names a part's question elsewhere, or the part itself under another letter."""
        own = [each for each in self.sections if each.number == slot.number]
        numbers = {line.number for each in own for line in each.lines}
        if any(line.number not in numbers and names_question(line, slot.number) for line in self.lines):
            return True
        if any(line.number not in numbers for line in self.labelled_as(slot)):
            return True
        place = self.scopes[slot.key].place
        others = [line for each in own if each.place != place for line in each.lines]
        return place is not None and any(names_part(line, place, (ABJAD, ALPHABET)) for line in others)

    def labelled_as(self, slot: Slot) -> Iterator[Line]:
        """Yield the lines in which a label names a part better than any other that is asked."""
        names = tuple((each.wanted.index, each.wanted.name) for each in self.slots)
        for each in self.text(("everything",), self.lines).statements:
            named, how_well = best_named(each.label, names) if each.label else (None, 0)
            if named == slot.wanted.index and how_well >= BY_AN_IDEA_OF_ITS_OWN:
                yield each.line

    def with_elsewhere(self, found: dict[PartKey, Found]) -> dict[PartKey, Found]:
        """Return what was found, with what finds the rest of the document where a verdict counts against a part.

        One text that answers two parts is sure for neither.
        """
        for key in shared(found, self.slots):
            choice = found[key].choice
            if choice.chosen is not None and choice.certainty is not Certainty.DOUBTFUL:
                choice.certainty, choice.reason = Certainty.DOUBTFUL, PLACE
                choice.note = only_seen(choice.chosen)
        return {
            slot.key: replace(found[slot.key], elsewhere=Elsewhere(self, slot, found)) for slot in self.slots
        }


class _Labelled(Text):
    """The statements that stand under one part's id."""

    def __init__(self, text: Text, wanted: Wanted) -> None:
        self.lines = text.lines
        self.budget = text.budget
        self.length = 0  # they are read already
        self.statements = [each for each in text.statements if score(each.label, wanted.name) == BY_ITS_ID]
        own = {id(each.line) for each in self.statements}
        self.grids = [each for each in text.grids if score(each.label, wanted.name) == BY_ITS_ID]
        self.in_grids = {id(line) for grid in self.grids for line in grid.lines} & own
        self.in_columns = text.in_columns
        self._found = {}


def _not_blank(found: Found) -> Found:
    return Found(choice=found.choice, written=found.written, line=found.line)


def may_count(places: set[int], parts: int) -> bool:
    """Return whether letters that the assignment does not give can count the parts that are asked, in their order.

    Most of them stand there, or the last one, or there is a gap where the student has left one out; a few in a
    row may be the student's own.
    """
    if not places or max(places) >= parts:
        return False
    return max(places) == parts - 1 or len(places) != max(places) + 1 or 2 * len(places) > parts


def is_unanswered(lines: Sequence[Line]) -> bool:
    """Return whether nothing stands under a heading, or only that there is no answer."""
    text = fold(" ".join(line.text for line in lines)).strip(" .:-–—_…")
    return text in NO_ANSWER
