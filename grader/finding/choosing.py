"""Chooses among the candidates of a part, and says how surely; it never knows which one would be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from grader.documents.model import Doubt, Line
from grader.finding.beside import is_called_otherwise
from grader.finding.candidate import Candidate
from grader.finding.claims import (
    corrects,
    ends_in_equation,
    follows_from_working,
    says_another_square,
    turns,
)
from grader.finding.folding import words_of
from grader.finding.loose import has_loose_sign
from grader.finding.names import score
from grader.finding.settled import answer_among, is_corrected
from grader.finding.sorting import BY_AN_IDEA_OF_ITS_OWN, Place, Sorted, Wanted, differs
from grader.finding.vocabulary import FINAL_WORDS
from grader.finding.worked import is_unrounded
from grader.records import Certainty
from grader.translation import Message, Numeral

LONGEST_SHOWN = 60  # characters of a value in a note

SEVERAL = "several_candidates"
PLACE = "uncertain_place"
DAMAGED = "damaged"
DIRECTION = "direction"
ILLEGIBLE = Message("What was read here may not be all that a person would see.")
EITHER_WAY = Message("This can be read from the left or from the right.")
NOT_FOUND = "not_found"


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
    sorted_ = Sorted(wanted, place)
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
    if not (rivals or later) and is_called_otherwise(chosen, wanted):
        return Choice(reason=NOT_FOUND, nearby=sorted_.everything)
    if not place.is_sure:
        return Choice(reason=NOT_FOUND, weak=weak, nearby=sorted_.everything)
    is_correction = sorted_.is_sole and place.is_headed and corrects(chosen, [*own[:-1], *later])
    if is_correction and chosen is own[-1]:
        return _if_legible(found)
    if says_another_square(chosen):
        return _torn(found, [])
    if later or (rivals and (sorted_.is_amended or not follows_from_working(chosen, rivals))):
        if not later and not sorted_.is_amended and ends_in_equation(chosen, rivals):
            return _settled(found, sorted_, rivals) or _doubted(found, SEVERAL, _several([*rivals, chosen]))
        return _settled(found, sorted_, [*rivals, *later]) or _torn(found, [*rivals, *later])
    if not place.is_headed:
        return _doubted(found, PLACE, only_seen(chosen))
    is_unique = not rivals and (sorted_.is_sole or chosen in sorted_.named)
    if not (chosen.is_whole or chosen.is_equation or chosen.is_conclusion or is_unique):
        return _settled(found, sorted_, rivals) or _doubted(found, PLACE, only_seen(chosen))
    if sorted_.has_damage or _is_named_later(chosen, sorted_):
        return _doubted(found, DAMAGED, ILLEGIBLE)
    return _if_legible(found)


def _among_labelled(wanted: Wanted, sorted_: Sorted, weak: list[Candidate]) -> Choice:
    labelled = sorted_.labelled
    final = [each for each in labelled if FINAL_WORDS & set(words_of(each.label)) or each.is_boxed]
    chosen = _last(final or labelled)
    rivals = [
        each
        for each in final or labelled
        if differs(wanted.kind, each, chosen) and not is_unrounded(each, chosen)
    ]
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
        return _settled(found, sorted_, rivals) or _torn(found, rivals)
    return _if_legible(found)


def in_its_turn(chosen: Candidate, every: Sequence[Candidate], before: Choice) -> Choice:
    """Return the choice of a value that stands in the order of the parts, instead of one ``before`` that was unsure.

    ``every`` are the values of all these parts: where one of them is right for another, a person looks.
    """
    nearby = [*before.nearby, *before.weak, *every]
    return _if_legible(Choice(chosen=chosen, certainty=Certainty.PLAIN, nearby=nearby))


def _torn(found: Choice, rivals: Sequence[Candidate]) -> Choice:
    """Return a choice among several values of which nothing says which counts: none does."""
    seen = [*rivals, *([found.chosen] if found.chosen else [])]
    found.chosen, found.weak = None, []
    return _doubted(found, SEVERAL, _several(sorted(seen, key=lambda each: each.place)))


def _is_named_later(chosen: Candidate, sorted_: Sorted) -> bool:
    """Return whether a label behind a value that nothing names is the part's, and could not be read further."""
    wanted, read = sorted_.wanted, {each.order for each in sorted_.everything}
    if chosen.is_boxed or score(f"{chosen.label} {chosen.clause}", wanted.name) >= BY_AN_IDEA_OF_ITS_OWN:
        return False
    return any(
        each.order > chosen.order and each.order not in read and each.is_equation and not each.is_other
        and score(each.label, wanted.name) >= BY_AN_IDEA_OF_ITS_OWN
        for each in sorted_.place.text.statements
    )  # fmt: skip


def _settled(found: Choice, sorted_: Sorted, rivals: Sequence[Candidate]) -> Choice | None:
    """Return the choice of the value to which all others lead, None where there is none or the place is unsure."""
    place, chosen = sorted_.place, found.chosen
    is_damaged = sorted_.has_damage and not sorted_.labelled
    if chosen is None or not rivals or is_damaged or not (place.is_sure and place.is_headed):
        return None
    is_sole = sorted_.is_sole or bool(sorted_.labelled)
    if not sorted_.is_amended:
        answer = answer_among([*rivals, chosen], sorted_.wanted, place.text.lines, is_sole=is_sole)
    else:
        answer = chosen if is_sole and is_corrected(chosen, rivals, place.text.statements) else None
    if answer is None or _is_named_later(answer, sorted_):
        return None
    settled = Choice(chosen=answer, certainty=Certainty.PLAIN, nearby=sorted_.everything)
    return _if_legible(settled)


def _if_legible(found: Choice) -> Choice:
    if found.chosen is not None and has_loose_sign(found.chosen.text):
        return _doubted(found, DIRECTION, EITHER_WAY)
    if found.chosen is not None and found.chosen.is_doubtful:
        return _doubted(found, DAMAGED, ILLEGIBLE)
    if found.chosen is not None and Doubt.DIRECTION in found.chosen.line.doubts and turns(found.chosen):
        second = [each for each in found.nearby if each.is_other and each.line is found.chosen.line]
        if not second:
            return _doubted(found, DIRECTION, EITHER_WAY)
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
