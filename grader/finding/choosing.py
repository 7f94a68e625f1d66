"""Chooses among the candidates of a part, and says how surely; it never knows which one would be right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from grader.answers import Kind, Scope, Value
from grader.documents.model import Doubt, Line
from grader.finding.candidate import Candidate
from grader.finding.candidates import Text
from grader.finding.claims import (
    ends_in_equation,
    follows_from_working,
    is_answer_label,
    is_claimed,
    is_concluded_from,
    is_decoy,
    is_on_the_way,
    names_a_given,
    says_percent,
    turns,
)
from grader.finding.folding import words_of
from grader.finding.names import PartName, best_named
from grader.finding.vocabulary import FINAL_WORDS
from grader.finding.withdrawn import amends
from grader.finding.worth import SCALARS, is_bare_product, is_count, is_given, is_significant
from grader.records import Certainty
from grader.translation import Message, Numeral

BY_ITS_ID = 100
BY_AN_IDEA_OF_ITS_OWN = 14  # more than words such as "output" or "size" alone
MOST_WEAK = 16
MOST_CANDIDATES = 250  # of one part in one place, the last ones; nobody writes so many
MOST_NEARBY = 40
LONGEST_NAME = 6  # words of a label that names a value
LONGEST_SHOWN = 60  # characters of a value in a note

SEVERAL = "several_candidates"
PLACE = "uncertain_place"
DAMAGED = "damaged"
DIRECTION = "direction"
ILLEGIBLE = Message("Characters in this place may not say what a person would see.")
NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A part that is looked for: what it is called, how it is read, and what its question gives."""

    index: int
    name: PartName
    kind: Kind
    scope: Scope
    givens: frozenset[str]

    @property
    def group(self) -> str:
        """The parts that could be mistaken for one another by their form alone."""
        if self.kind.name == "percent":
            return "percent"
        return "scalar" if self.kind.name in SCALARS else self.kind.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a part is looked for: its lines, the parts that share them, and how surely they are its own."""

    text: Text
    peers: tuple[Wanted, ...]
    is_sure: bool = True
    is_headed: bool = True


@dataclass(slots=True, kw_only=True)
class Choice:
    """What was chosen for a part: the candidate, further ones that may count, and what else was seen.

    ``weak`` count only if they are right and show enough; ``nearby`` never count, but if one is right a wrong
    answer waits.
    """

    chosen: Candidate | None = None
    certainty: Certainty = Certainty.DOUBTFUL
    reason: str | None = None
    note: Message | None = None
    weak: list[Candidate] = field(default_factory=list)
    nearby: list[Candidate] = field(default_factory=list)
    near_miss: Line | None = None


def choose(wanted: Wanted, place: Place) -> Choice:
    """Return what stands for a part in its place."""
    sorted_ = _Sorted(wanted, place)
    weak = sorted_.weak()
    if sorted_.labelled:
        return _among_labelled(wanted, sorted_, weak)
    own = sorted_.own
    if not own and sorted_.given_named and place.is_sure and place.is_headed:
        chosen = sorted_.given_named[-1]
        found = Choice(chosen=chosen, weak=weak, nearby=sorted_.everything)
        if any(differs(wanted.kind, each, chosen) for each in sorted_.given_named):
            return _torn(found, sorted_.given_named[:-1])
        return _doubted(found, PLACE, only_seen(chosen))
    if not own:
        return Choice(reason=NOT_FOUND, weak=weak, nearby=sorted_.everything)
    chosen = _last(own)
    rivals = [each for each in own if differs(wanted.kind, each, chosen)]
    later = [each for each in sorted_.rival_givens(chosen) if differs(wanted.kind, each, chosen)]
    found = Choice(chosen=chosen, certainty=Certainty.PLAIN, weak=weak, nearby=sorted_.everything)
    if not place.is_sure:
        return Choice(reason=NOT_FOUND, weak=weak, nearby=sorted_.everything)
    if later or (rivals and (sorted_.is_amended or not follows_from_working(chosen, rivals))):
        if not later and not sorted_.is_amended and ends_in_equation(chosen, rivals):
            return _doubted(found, SEVERAL, _several([*rivals, chosen]))
        return _torn(found, [*rivals, *later])
    if not place.is_headed:
        return _doubted(found, PLACE, only_seen(chosen))
    is_unique = not rivals and (sorted_.is_sole or chosen in sorted_.named)
    if not (chosen.is_whole or chosen.is_equation or chosen.is_conclusion or is_unique):
        return _doubted(found, PLACE, only_seen(chosen))
    if sorted_.has_damage:
        return _doubted(found, DAMAGED, ILLEGIBLE)
    return _if_legible(found)


def _among_labelled(wanted: Wanted, sorted_: _Sorted, weak: list[Candidate]) -> Choice:
    labelled = sorted_.labelled
    final = [each for each in labelled if FINAL_WORDS & set(words_of(each.label)) or each.is_boxed]
    chosen = _last(final or labelled)
    rivals = [each for each in final or labelled if differs(wanted.kind, each, chosen)]
    rivals += [
        each
        for each in (*sorted_.own, *sorted_.labelled)
        if each.place > chosen.place and differs(wanted.kind, each, chosen)
        and (sorted_.is_amended or (each.line is chosen.line and (each.is_conclusion or each.is_equation)))
    ]  # fmt: skip
    found = Choice(chosen=chosen, certainty=Certainty.CERTAIN, weak=weak, nearby=sorted_.everything)
    if chosen not in sorted_.by_label or chosen.line is not chosen.last_line:
        found.certainty = Certainty.PLAIN
    if rivals:
        return _torn(found, rivals)
    return _if_legible(found)


def _torn(found: Choice, rivals: Sequence[Candidate]) -> Choice:
    """Return a choice among several values of which nothing says which counts: none does."""
    seen = [*rivals, *([found.chosen] if found.chosen else [])]
    found.chosen, found.weak = None, []
    return _doubted(found, SEVERAL, _several(sorted(seen, key=lambda each: each.place)))


def _if_legible(found: Choice) -> Choice:
    if found.chosen is not None and found.chosen.is_doubtful:
        return _doubted(found, DAMAGED, ILLEGIBLE)
    if found.chosen is not None and Doubt.DIRECTION in found.chosen.line.doubts and turns(found.chosen):
        second = [each for each in found.nearby if each.is_other and each.line is found.chosen.line]
        if not second:
            note = Message("This can be read from the left or from the right.")
            return _doubted(found, DIRECTION, note)
    return found


def _doubted(found: Choice, reason: str, note: Message) -> Choice:
    found.certainty, found.reason, found.note = Certainty.DOUBTFUL, reason, note
    return found


def only_seen(chosen: Candidate) -> Message:
    """Return what is said of a value that may be another part's."""
    values: dict[str, str | Message] = {
        "value": chosen.text[:LONGEST_SHOWN],
        "line": Numeral(chosen.line.number),
    }
    return Message("{value} stands in line {line}, but it is not sure that it answers this part.", values)


def _several(seen: Sequence[Candidate]) -> Message:
    texts = list(dict.fromkeys(each.text[:LONGEST_SHOWN] for each in seen))[-4:]
    return Message("Several values stand here: {values}.", {"values": "; ".join(texts)})


def _last(candidates: Sequence[Candidate]) -> Candidate:
    """Return the last candidate: a boxed one before others, a conclusion or an equation before a mention."""
    boxed = [each for each in candidates if each.is_boxed]
    if boxed:
        return boxed[-1]
    strong = [each for each in candidates if each.is_conclusion or each.is_equation or each.is_whole]
    return (strong or candidates)[-1]


def differs(kind: Kind, one: Candidate, other: Candidate) -> bool:
    """Return whether two candidates cannot mean the same value."""
    return not any(equal(kind, left, right) for left in one.values for right in other.values)


def equal(kind: Kind, left: Value, right: Value) -> bool:
    """Return whether two values are one, whichever of them is the rounder."""
    return kind.equals(left, kind.plain(right)) or kind.equals(right, kind.plain(left))


class _Sorted:
    """The candidates of one part in one place, sorted by what speaks for them."""

    def __init__(self, wanted: Wanted, place: Place) -> None:
        self.wanted = wanted
        self.place = place
        self.names = tuple((peer.index, peer.name) for peer in place.peers)
        self.alike = tuple((peer.index, peer.name) for peer in place.peers if peer.group == wanted.group)
        self.is_sole = sum(1 for peer in place.peers if peer.group == wanted.group) == 1
        self.by_label: list[Candidate] = []
        self.labelled: list[Candidate] = []
        self.own: list[Candidate] = []
        self.named: list[Candidate] = []
        self.other: list[Candidate] = []
        self.everything: list[Candidate] = []
        self.given: list[Candidate] = []
        self.given_named: list[Candidate] = []
        self.given_beside: list[Candidate] = []
        self.withdrawn: list[Candidate] = []
        self.is_alone = len(place.peers) == 1 and place.is_sure and place.is_headed
        for each in place.text.candidates(wanted.kind, wanted.scope)[-MOST_CANDIDATES:]:
            self._sort(each)
        if not self.own and not any(differs(wanted.kind, each, self.given[0]) for each in self.given):
            self.own = self.given  # under the part's own heading stands nothing else

    def _sort(self, each: Candidate) -> None:
        wanted = self.wanted
        owner, how_well = self.owner(each)
        is_mine = owner == wanted.index
        if owner is not None and not is_mine:
            return
        given = is_given(each.values[0], each.text, wanted.givens)
        if wanted.kind.name == "percent" and not is_mine and not says_percent(each.text):
            return
        self.everything.append(each)
        if each.is_code or each.is_other:
            self.other.append(each)
            return
        if each.is_question or is_decoy(each, wanted.name):
            return
        if each.is_withdrawn:
            self.withdrawn.append(each)
            return
        if wanted.kind.name == "shape" and is_count(each.text) and not is_mine and len(self.place.peers) > 1:
            self.other.append(each)
            return
        named = best_named(each.label, self.names) if each.label else (None, 0)
        is_beside = given and not each.is_whole and names_a_given(each)
        if named[0] == wanted.index and not is_beside and not self.is_renamed(each):
            self._keep_labelled(each, named[1])
        elif (
            self.is_sole
            and self.place.is_headed
            and is_answer_label(each)
            and not (given and not each.is_whole)
        ):
            self._keep_labelled(each, BY_AN_IDEA_OF_ITS_OWN)
        elif given and self.is_sole and is_mine and how_well >= BY_AN_IDEA_OF_ITS_OWN:
            self.own.append(each)
        elif given:
            self.given_beside.append(each)
            if self.is_alone:
                self.given.append(each)
            elif is_mine and how_well >= BY_AN_IDEA_OF_ITS_OWN:
                self.given_named.append(each)
        elif is_mine or self.is_sole:
            self.own.append(each)
            if is_mine and wanted.index in (
                best_named(f"{each.label} {each.around} {each.before}", self.names)[0],
                best_named(each.clause, self.names)[0],
            ):
                self.named.append(each)
        else:
            self.other.append(each)

    @property
    def is_amended(self) -> bool:
        """Whether a statement takes back or corrects a value that stands here."""
        return any(not each.is_remark for each in self.withdrawn) or any(
            amends(each.text) for each in self.place.text.statements
        )

    def rival_givens(self, chosen: Candidate) -> Iterator[Candidate]:
        """Yield the question's own numbers that may be the answer here: behind the chosen one, or claimed before it."""
        if chosen.is_boxed:
            return
        for each in self.given_beside:
            if names_a_given(each) or is_on_the_way(each, chosen):
                continue
            if self.is_amended or (each.is_whole and not each.label and each.order == 0):
                yield each
                continue
            is_passed = chosen.is_whole or is_concluded_from(chosen, each)
            if each.place < chosen.place and not is_passed and is_claimed(each):
                yield each
            if each.place > chosen.place and (
                each.is_conclusion or each.is_whole or not (chosen.is_whole or chosen.is_conclusion)
            ):
                yield each

    @property
    def has_damage(self) -> bool:
        """Whether a damaged statement may be this part's answer."""
        return any(
            each.is_doubtful
            and best_named(f"{each.label} {each.text}", self.names)[0] in (None, self.wanted.index)
            for each in self.place.text.statements
        )

    def _keep_labelled(self, each: Candidate, how_well: int) -> None:
        if how_well < BY_AN_IDEA_OF_ITS_OWN and not (self.place.is_headed and self.is_sole):
            self.own.append(each)
            return
        self.by_label.append(each)
        self.labelled.append(each)

    def owner(self, each: Candidate) -> tuple[int | None, int]:
        """Return which part the words beside a candidate name, else those of the title above it."""
        first = (each.clause,) if self.is_renamed(each) else (each.label, each.lead, each.clause)
        for words in (*first, each.around):
            named = best_named(words, self.names) if words else (None, 0)
            if named[0] is not None:
                return named
        for words in (each.before, each.context):
            named = best_named(words, self.alike) if words else (None, 0)
            if named[1] >= BY_AN_IDEA_OF_ITS_OWN:
                return named
        return None, 0

    def is_renamed(self, each: Candidate) -> bool:
        """Return whether a later clause than the one that a label begins names a part: `… = 9 and the ratio is 3`."""
        return (
            bool(each.label)
            and each.start > len(each.clause)
            and best_named(each.clause, self.names)[0] is not None
        )

    def weak(self) -> list[Candidate]:
        """Return what may count if it is right: enough detail, not given, and nobody else's."""
        mine = sorted([*self.own, *self.labelled], key=lambda each: each.order)
        last = [
            each
            for index, each in enumerate(mine)
            if not any(differs(self.wanted.kind, each, later) for later in mine[index + 1 :])
        ]
        return weak_among([*last, *self.other], self.wanted)


def weak_among(candidates: Sequence[Candidate], wanted: Wanted) -> list[Candidate]:
    """Return the candidates whose values show so much that a right one is hardly there by chance."""
    kept = [
        each
        for each in candidates
        if is_significant(wanted.kind, each.values[0]) and not is_given(each.values[0], each.text, wanted.givens)
        and not each.is_question and not each.is_recognised and not each.is_withdrawn
        and not is_bare_product(wanted.kind, each.text)
    ]  # fmt: skip
    return kept[-MOST_WEAK:]
