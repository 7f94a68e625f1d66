"""Gives the parts that share a letter the values that stand there: in their order, or beside a list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from grader.finding.abreast import abreast
from grader.finding.candidate import Candidate
from grader.finding.candidates import Text
from grader.finding.choosing import Choice, choose
from grader.finding.claims import names_a_given
from grader.finding.folding import fold
from grader.finding.names import best_named
from grader.finding.ordered import in_order
from grader.finding.slots import PartKey, Slot
from grader.finding.sorting import BY_AN_IDEA_OF_ITS_OWN, Place, Wanted
from grader.finding.withdrawn import amends
from grader.finding.worth import is_given
from grader.records import Certainty

FEWEST = 2  # parts that share a letter
LISTS = frozenset({"vector", "matrix"})
SAID_BEHIND = re.compile(r"[\s$]*(?:\(|(?:for|in|of|with|برای|در|از)\s)([^.;؛()]{1,80})", re.IGNORECASE)
HOW_MANY = re.compile(
    r"\s*(?:(?:for|the|در|برای)\s){0,2}(?:one|two|three|four|five|یک|دو|سه|چهار|پنج)(?![a-z\u0620-\u06d3])[^,،]{0,30}$"
)  # things that a value is for: `for one layer` may be any of the parts


def in_turn(peers: Sequence[Wanted], chosen: Mapping[int, Candidate], text: Text) -> dict[int, Candidate]:
    """Return the values of parts that stand in their order, by the parts' indices.

    ``peers`` are the parts of one kind in their order, ``chosen`` what was found for some of them. There is nothing
    in turn unless the text has one value for each of the peers, names none of them out of turn and corrects nothing.
    """
    if len(peers) < FEWEST or any(amends(each.text) for each in text.statements):
        return {}
    read = [values_of(each, text) for each in peers]
    places = sorted({place for own in read for place in own})
    if len(places) != len(peers):
        read = listed(peers, text, {order for order, _ in places}) or abreast(peers, text.statements)
        places = sorted({place for own in read for place in own})
    if len(places) != len(peers):
        return {}
    names = tuple((each.index, each.name) for each in peers)
    found: dict[int, Candidate] = {}
    for wanted, place, own in zip(peers, places, read, strict=True):
        value = own.get(place)
        known = chosen.get(wanted.index)
        if value is None or value.is_doubtful or (known is not None and known.place != place):
            return {}
        told = [f"{value.label} {value.clause}"]
        told += [behind[1]] if (behind := SAID_BEHIND.match(value.behind)) else []
        if any(HOW_MANY.match(fold(words)) for words in told):
            return {}
        for named, how_well in (best_named(words, names) for words in told):
            if named not in (None, wanted.index) and how_well >= BY_AN_IDEA_OF_ITS_OWN:
                return {}
        found[wanted.index] = value
    return found


def beside_lists(
    peers: Sequence[Slot], choices: Mapping[PartKey, Choice], text: Text
) -> dict[PartKey, Choice]:
    """Return what answers the numbers that share a letter with lists, which hold numbers of their own."""
    sure = {
        key: choice.chosen for key, choice in choices.items()
        if choice.chosen is not None and choice.certainty is not Certainty.DOUBTFUL
    }  # fmt: skip
    lists = tuple(sure[each.key] for each in peers if each.key in sure and each.wanted.group in LISTS)
    wanted = [each for each in peers if each.key not in sure and each.wanted.group == "scalar"]
    if not lists or not wanted:
        return {}
    place = Place(text=text, peers=tuple(each.wanted for each in peers), taken=lists)
    found = {each.key: choose(each.wanted, place) for each in wanted}
    return {
        key: choice
        for key, choice in found.items()
        if choice.chosen is not None and choice.certainty is not Certainty.DOUBTFUL
    }


def listed(peers: Sequence[Wanted], text: Text, orders: set[int]) -> list[dict[tuple[int, int], Candidate]]:
    """Return the values of the only list that has one for each part, where no other statement has any."""
    count = len(peers)
    found = [
        list(in_order(text.statements, each.kind, each.scope, place, count))
        for place, each in enumerate(peers)
    ]
    if any(len(own) != 1 for own in found) or not orders <= {own[0].order for own in found}:
        return []
    return [{own[0].place: own[0]} for own in found]


def values_of(wanted: Wanted, text: Text) -> dict[tuple[int, int], Candidate]:
    """Return what may be a part's value, by its place; what fills a statement stands there alone."""
    found: dict[tuple[int, int], Candidate] = {}
    for each in text.candidates(wanted.kind, wanted.scope):
        is_cell = each.is_other and id(each.line) in text.in_columns
        if each.is_code or each.is_question or each.is_withdrawn or (each.is_other and not is_cell):
            continue
        if is_given(each.values[0], each.text, wanted.givens) and names_a_given(each):
            continue
        found[each.place] = each
    return found
