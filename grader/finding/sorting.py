"""Sorts the candidates of one part in one place by what speaks for them: labels, names, given numbers, withdrawals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.answers import Expr, Kind, Scope, Value
from grader.answers.values import number_of
from grader.finding.candidate import Candidate
from grader.finding.candidates import Text
from grader.finding.claims import (
    is_answer_label,
    is_claimed,
    is_concluded_from,
    is_decoy,
    is_on_the_way,
    names_a_given,
    says_percent,
)
from grader.finding.counts import is_named_size
from grader.finding.folding import fold
from grader.finding.inherited import inherited, is_left_behind
from grader.finding.listed import side_named
from grader.finding.names import WEAK_CONCEPTS, PartName, best_named, ideas_of, named_among, of_parameters
from grader.finding.ordered import counted, in_order
from grader.finding.walks import is_walk
from grader.finding.withdrawn import amends
from grader.finding.worth import (
    SCALARS,
    has_unequal_sides,
    is_bare_product,
    is_count,
    is_given,
    is_significant,
)

BY_ITS_ID = 100
COUNTED = re.compile(r"\s{0,3}([^\W\d_]{3,20})")
BY_AN_IDEA_OF_ITS_OWN = 14  # more than words such as "output" or "size" alone
NUMERAL = re.compile("[0-9]+")
SQUARE = re.compile(r"(?<![0-9.])([0-9]{1,4})\s?(?:[×x*]|\\times|در|by)\s?([0-9]{1,4})(?![0-9.])")
UNIT_OF_MANY = frozenset({"channels"})  # that may count several parts' values
FEWEST_COUNTED = 1000  # of what a number counts that is no percentage
MOST_WEAK = 16
MOST_CANDIDATES = 250  # of one part in one place, the last ones; nobody writes so many


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
    """Where a part is looked for: its lines, the parts that share them, and how surely they are its own.

    ``taken`` are the lists that answer other parts there: no number in one answers this part.
    """

    text: Text
    peers: tuple[Wanted, ...]
    is_sure: bool = True
    is_headed: bool = True
    taken: tuple[Candidate, ...] = ()


def differs(kind: Kind, one: Candidate, other: Candidate) -> bool:
    """Return whether two candidates cannot mean the same value."""
    return not any(equal(kind, left, right) for left in one.values for right in other.values)


def is_formula(each: Candidate) -> bool:
    """Return whether a candidate is a formula in symbols, beside which no number answers a part that asks for one."""
    sides = each.values[0] if isinstance(each.values[0], tuple) else (each.values[0],)
    return any(isinstance(side, Expr) and side.symbols for side in sides)


def is_within(each: Candidate, other: Candidate) -> bool:
    """Return whether a candidate stands inside another one, as a number does in a list."""
    if not (other.line.number <= each.line.number <= other.last_line.number):
        return False
    if other.line is not other.last_line:
        return True
    return each.order == other.order and other.start <= each.start < other.start + len(other.text)


def equal(kind: Kind, left: Value, right: Value) -> bool:
    """Return whether two values are one, whichever of them is the rounder."""
    return kind.equals(left, kind.plain(right)) or kind.equals(right, kind.plain(left))


class Sorted:
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
        self.fractions: list[Candidate] = []
        self.is_alone = len(place.peers) == 1 and place.is_sure and place.is_headed
        found = place.text.candidates(wanted.kind, wanted.scope)[-MOST_CANDIDATES:]
        has_formula = wanted.kind.name == "expression" and (
            any(is_formula(each) for each in found) or any(peer.kind.name == "shape" for peer in place.peers)
        )  # else numbers may be the student's answer to it
        for each in found:
            is_taken = any(is_within(each, other) for other in place.taken)
            is_taken = is_taken or (wanted.kind.name == "vector" and is_walk(each, found))
            if is_taken or (has_formula and not is_formula(each)):
                self.everything.append(each)
            else:
                self._sort(each)
        if not self.own and not self.labelled:
            self._take_in_order()
        if not self.own and not self.labelled and not self.withdrawn:
            self.own = self.fractions  # under the part's own heading no percentage stands
            self.everything += self.fractions
        if not self.own and not any(differs(wanted.kind, each, self.given[0]) for each in self.given):
            self.own = self.given  # under the part's own heading stands nothing else

    def _take_in_order(self) -> None:
        """Take a numbered part's value from the only list that has one for each of them."""
        counts = counted(self.alike, self.wanted.index)
        if counts is None:
            return
        listed = list(in_order(self.place.text.statements, self.wanted.kind, self.wanted.scope, *counts))
        if len(listed) == 1 and not listed[0].is_withdrawn and not self.is_anothers(listed[0]):
            self.own, self.named = listed, listed
            self.everything += listed
            self.given_beside = [each for each in self.given_beside if each.order != listed[0].order]

    def _sort(self, each: Candidate) -> None:
        wanted = self.wanted
        owner, how_well = self.owner(each)
        is_mine = owner == wanted.index
        if owner is not None and not is_mine:
            return
        given = is_given(each.values[0], each.text, wanted.givens)
        if wanted.kind.name == "percent" and not is_mine and not says_percent(each.text):
            if self.is_alone and is_fraction(each):
                self.fractions.append(each)
            return
        if wanted.kind.name == "integer" and says_percent(each.text):
            return
        self.everything.append(each)
        if wanted.kind.name == "percent" and is_count_of_many(each):
            return
        if each.is_code or each.is_other:
            self.other.append(each)
            return
        if each.is_question or is_decoy(each, wanted.name) or has_unequal_sides(wanted.kind, each.text):
            return
        if self.is_of_a_size(each) and not (
            how_well >= BY_AN_IDEA_OF_ITS_OWN and is_of_one_side(wanted, each)
        ):
            self.other.append(each)
            return
        if each.is_withdrawn:
            self.withdrawn.append(each)
            return
        if wanted.kind.name == "shape" and is_count(each.text) and not is_mine and len(self.place.peers) > 1:
            self.other.append(each)
            return
        named = self.named_by(each.label) if not (given and each.is_step) else (None, 0)
        is_beside = given and not each.is_whole and names_a_given(each)
        if named[0] == wanted.index and not is_beside and not self.is_renamed(each):
            self._keep_labelled(each, named[1])
        elif (
            self.is_sole
            and self.place.is_headed
            and is_answer_label(each)
            and best_named(each.label, self.names)[0] in (None, wanted.index)
            and not (given and not each.is_whole)
        ):
            self._keep_labelled(each, BY_AN_IDEA_OF_ITS_OWN)
        elif is_mine and named[0] is None and self.inherited(each)[0] == wanted.index:
            self.labelled.append(each)
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
                self.named_by(each.clause)[0],
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
        if not self.place.is_sure and not ideas_of(each.label) - WEAK_CONCEPTS - {self.wanted.name.number}:
            self.other.append(each)  # `the first` and `layer 1` may be another question's
            return
        self.by_label.append(each)
        self.labelled.append(each)

    def owner(self, each: Candidate) -> tuple[int | None, int]:
        """Return which part the words beside a candidate name, else those of the title above it."""
        counted_things = things(each)
        first = (
            (each.clause,)
            if self.is_renamed(each)
            else (each.label, each.lead, each.clause, counted_things)
            if ideas_of(counted_things) == UNIT_OF_MANY
            else (each.label, counted_things, each.lead, each.clause)
        )
        hinted: tuple[int | None, int] = (None, 0)
        for words in (*first, each.around):
            named = self.named_by(words)
            if named[1] >= BY_AN_IDEA_OF_ITS_OWN:
                return named
            hinted = named if hinted[0] is None else hinted
        if hinted[0] is not None:
            return hinted
        above = self.inherited(each)
        if above[0] is not None:
            return above
        context = "" if is_left_behind(each, self.place.text.statements) else each.context
        for words in (each.before, context):
            named = best_named(words, self.alike) if words else (None, 0)
            if named[1] >= BY_AN_IDEA_OF_ITS_OWN:
                return named
        return None, 0

    def inherited(self, each: Candidate) -> tuple[int | None, int]:
        """Return which part a label that says only `params` or `output` names with the layer above it."""
        return inherited(each, self.place.text.statements, self.alike, self.wanted.group)

    def named_by(self, words: str) -> tuple[int | None, int]:
        """Return which part words name, and how well; one of another kind only by an idea of its own."""
        if not words:
            return None, 0
        named, alike = best_named(words, self.names), named_among(words, self.alike)
        counts = of_parameters(words, self.names) if self.wanted.group != "scalar" else ()
        if alike[0] is None and counts and self.wanted.index not in counts:
            return counts[0], BY_AN_IDEA_OF_ITS_OWN
        is_other = named[0] is not None and all(named[0] != index for index, _ in self.alike)
        return named if is_other and named[1] >= max(BY_AN_IDEA_OF_ITS_OWN, alike[1] + 1) else alike

    def is_of_a_size(self, each: Candidate) -> bool:
        """Return whether a number is a side of a size, or the size itself, where another part asks for the size."""
        if self.wanted.group != "scalar" or all(peer.kind.name != "shape" for peer in self.place.peers):
            return False
        named = f"{each.label} {each.clause} {each.text.partition('=')[0]}"
        sides = ideas_of(named) & {"height", "width"}
        known = {idea for ideas in self.wanted.name.ideas for idea in ideas}
        if "params" in known and side_named(each.label) in (0, 1):
            return True
        return is_bare_product(self.wanted.kind, each.text) or is_named_size(each.text) or bool(sides - known)

    def is_anothers(self, each: Candidate) -> bool:
        """Return whether a label names a part of another kind: in `conv2: 14 - 3 + 1 = 12, 10 - 3 + 1 = 8`."""
        named = best_named(each.label, self.names)[0]
        return named is not None and all(named != index for index, _ in self.alike)

    def is_renamed(self, each: Candidate) -> bool:
        """Return whether a later clause than the one that a label begins names a part: `… = 9 and the ratio is 3`."""
        return (
            bool(each.label) and each.start > len(each.clause) and self.named_by(each.clause)[0] is not None
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


def is_fraction(each: Candidate) -> bool:
    """Return whether a number may be a percentage as a fraction of 1, and is said in so many words by a person."""
    value = number_of(each.values[0])
    is_said = not (each.is_code or each.is_other or each.is_question or each.is_withdrawn)
    return value is not None and 0 < value < 1 and is_said and (each.is_equation or each.is_whole)


def is_count_of_many(each: Candidate) -> bool:
    """Return whether a number without a sign of percent counts more than any percentage is."""
    value = number_of(each.values[0])
    return value is not None and abs(value) >= FEWEST_COUNTED and not says_percent(each.text)


def is_of_one_side(wanted: Wanted, each: Candidate) -> bool:
    """Return whether one side is asked and a text says the size of a square: `the effective kernel is 9×9`."""
    if getattr(wanted.kind, "side", None) in (None, False):
        return False
    text = fold(each.text)
    square = SQUARE.search(text)
    return square is not None and square[1] == square[2] and NUMERAL.findall(text) == [square[1], square[2]]


def things(each: Candidate) -> str:
    """Return what a whole number counts: `columns` behind the 8 of `3 rows and 8 columns`."""
    found = COUNTED.match(each.behind) if each.text.strip().isdecimal() else None
    return found[1] if found else ""


def weak_among(candidates: Sequence[Candidate], wanted: Wanted) -> list[Candidate]:
    """Return the candidates whose values show so much that a right one is hardly there by chance."""
    kept = [
        each
        for each in candidates
        if is_significant(wanted.kind, each.values[0]) and not is_given(each.values[0], each.text, wanted.givens)
        and not each.is_question and not each.is_recognised and not each.is_withdrawn and not each.is_step
        and not is_bare_product(wanted.kind, each.text) and not has_unequal_sides(wanted.kind, each.text)
    ]  # fmt: skip
    return kept[-MOST_WEAK:]
