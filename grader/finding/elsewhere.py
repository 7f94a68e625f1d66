"""Finds what else a document says that could be the answer to a part, for a verdict that would count against it.

Nothing here is ever an answer: a value that stands elsewhere only sends a wrong or missing one to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from grader.answers import Kind, Scope, Value
from grader.answers.reading import distinct
from grader.documents.model import Line
from grader.finding.candidate import Candidate
from grader.finding.candidates import Text, TooMuch
from grader.finding.claims import CLAIMS
from grader.finding.folding import fold
from grader.finding.names import best_named, score
from grader.finding.runs import Run, runs_of
from grader.finding.units import with_unit
from grader.finding.worth import SCALARS, is_given, is_significant

if TYPE_CHECKING:
    from grader.finding.find import Finder, Found
    from grader.finding.slots import PartKey, Slot

SIDES = re.compile(r"(?<![<>!:])[=≈]|\\approx|[:：→⇒]|\\to\b|\\Rightarrow|\$[\s,،]*\$|\\q?quad\b|\s{3,}")
LISTS = re.compile(r"[\[({][^\[\](){}]{3,300}[\])}]")
LONG = re.compile(r"[0-9۰-۹٠-٩]{3}")  # 840 shows three digits, though not three that count
TABLES = ("matrix", "vector")
IN_WORDS = ("choice", "written")  # words stand everywhere
MOST_VALUES = 400


class Elsewhere:
    """What one document says in a part's question, and behind other headings; read when it is first asked for.

    Small numbers count only where they stand as results do, and only in the part's own question. Behind another
    heading a matrix or a vector over several lines counts where it was found for no part there. For a part without
    an answer so does what shows enough there, or is named as the part is.
    """

    def __init__(self, finder: Finder, slot: Slot, found: Mapping[tuple[str, str], Found]) -> None:
        self._finder = finder
        self._slot = slot
        self._found = found

    def values(self, kind: Kind, scope: Scope) -> tuple[Value, ...]:
        """Return the values, those of the part's own question first; none where the document says too much."""
        if kind.name in IN_WORDS:
            return ()
        givens = self._slot.wanted.givens
        try:
            found = [*self.in_question(kind, scope), *self.behind_others(kind, scope)]
        except TooMuch:
            return ()
        return distinct(each for each in found if not is_given(each, "", givens))[:MOST_VALUES]

    def in_question(self, kind: Kind, scope: Scope) -> Iterator[Value]:
        """Yield what stands in the part's own question."""
        is_plain = kind.name in SCALARS or kind.name == "shape"
        scope_ = self._finder.scopes[self._slot.key]
        own = self._finder.text(scope_.key, scope_.lines)
        near = self.near()
        for text in (own,) if is_plain else near:
            for each in text.candidates(kind, scope):
                if counts(each) and (stands_out(each) or is_significant(kind, each.values[0])):
                    yield from each.values
        for text in near:
            yield from results_in(text.lines, kind, scope)
        chosen = self._found[self._slot.key].choice.chosen
        if chosen is not None and is_plain:
            yield from results_in([chosen.line], kind, scope, every=True)

    def behind_others(self, kind: Kind, scope: Scope) -> Iterator[Value]:
        """Yield the matrices and vectors behind the headings of other questions that answer none of them."""
        if self._found[self._slot.key].choice.chosen is None:
            yield from self.named_elsewhere(kind, scope)
        if kind.name not in TABLES:
            return
        known = {id(line) for text in self.near() for line in text.lines} | self.taken()
        for grid in self._finder.text(("everything",), self._finder.lines).grids:
            if not any(id(line) in known for line in grid.lines):
                values = kind.read(grid.text, scope).values
                if values and is_significant(kind, values[0]):
                    yield from values

    def named_elsewhere(self, kind: Kind, scope: Scope) -> Iterator[Value]:
        """Yield what stands in other questions and shows enough, or is named as the part is."""
        known = {line.number for text in self.near() for line in text.lines}
        for each in self._finder.text(("everything",), self._finder.lines).candidates(kind, scope):
            if each.line.number in known or not counts(each):
                continue
            named = score(f"{each.label} {each.clause}", self._slot.wanted.name)
            if named or LONG.search(each.text) or is_significant(kind, each.values[0]):
                yield from each.values

    def taken(self) -> set[int]:
        """Return the lines, by identity, from which parts of other questions are answered."""
        others = [each for each in self._finder.slots if each.number != self._slot.number]
        chosen = [self._found[each.key].choice.chosen for each in others]
        return {id(each.line) for each in chosen if each is not None}

    def near(self) -> list[Text]:
        """Return the texts of the question: those in which its parts are looked for, and what is left of it."""
        finder, number = self._finder, self._slot.number
        own = [finder.scopes[each.key] for each in finder.slots if each.number == number]
        scopes = {each.key: each for each in own}
        texts = [finder.text(each.key, each.lines) for each in scopes.values()]
        known = {id(line) for each in scopes.values() for line in each.lines}
        lines = [line for each in finder.sections if each.number == number for line in each.lines]
        rest = [line for line in lines if id(line) not in known]
        return [*texts, finder.text(("left", number), rest)] if rest else texts


def shared(found: Mapping[PartKey, Found], slots: Sequence[Slot]) -> set[PartKey]:
    """Return the parts whose answer is the very text that another part is answered with.

    The one that the text's label names is not among them, if it names no other one as well.
    """
    by_text: dict[tuple[int, str], list[Slot]] = {}
    for slot in slots:
        chosen = found[slot.key].choice.chosen
        if chosen is not None:
            by_text.setdefault((id(chosen.line), chosen.text), []).append(slot)
    doubtful: set[PartKey] = set()
    for sharing in by_text.values():
        if len(sharing) > 1:
            chosen = found[sharing[0].key].choice.chosen
            names = tuple((slot.wanted.index, slot.wanted.name) for slot in sharing)
            named, _ = best_named(chosen.label, names) if chosen and chosen.label else (None, 0)
            doubtful |= {slot.key for slot in sharing if slot.wanted.index != named}
    return doubtful


def counts(each: Candidate) -> bool:
    """Return whether a candidate may be an answer at all."""
    return not (each.is_question or each.is_code or each.is_withdrawn or each.is_recognised)


def stands_out(each: Candidate) -> bool:
    """Return whether a value stands as a result does."""
    return each.is_whole or each.is_equation or each.is_conclusion or each.is_boxed or bool(each.label)


def results_in(lines: Sequence[Line], kind: Kind, scope: Scope, *, every: bool = False) -> Iterator[Value]:
    """Yield what single sides of equalities, lists in brackets and values in prose are read as.

    With ``every`` a small number in passing counts as well, as in the very sentence that was taken for the answer.
    """
    seen: set[str] = set()
    for line in lines:
        if line.code:
            continue
        for text in (line.text, line.other):
            for piece, is_result in pieces_of(text, kind):
                if piece in seen:
                    continue
                seen.add(piece)
                values = kind.read(piece, scope).values
                if values and (every or is_result or LONG.search(piece) or is_significant(kind, values[0])):
                    yield from values


def pieces_of(text: str, kind: Kind) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a line that could be an answer, and whether each stands as a result does."""
    if kind.name in TABLES:
        yield from ((found[0], True) for found in LISTS.finditer(text))
        return
    if kind.name in SCALARS or kind.name == "shape":
        for cell in text.split("\t"):
            for run in runs_of(cell, ()):
                yield from sides_of(with_unit(run) or run, cell)


def sides_of(run: Run, cell: str) -> Iterator[tuple[str, bool]]:
    """Yield the sides of a run of mathematics; behind a sign of equality, or where it is claimed, one is a result."""
    sides = [each.strip(" $.,،") for each in SIDES.split(run.text)]
    is_alone = run.text.strip() == cell.strip(" $.,،;()")
    is_claimed = bool(CLAIMS.search(fold(run.before)) or SIDES.search(run.before[-3:]))
    for at, side in enumerate(sides):
        if side:
            yield side, at > 0 or is_claimed or is_alone
