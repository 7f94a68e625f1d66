"""Divides a document into the sections of questions and of their parts, and says how surely.

Headings that a document repeats, that go back, or that are only items of a list are text, not headings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.documents.model import Doubt, Line
from grader.finding.chosen import (
    Asked,
    are_fewer,
    chosen_numbers,
    numbered_titles,
    parts_as_questions,
    repeated_pairs,
    shifted_numbers,
    unmarked_questions,
)
from grader.finding.folding import fold
from grader.finding.headings import (
    LONGEST_LOOKED_AT,
    Heading,
    heading_of,
)
from grader.finding.nested import lone_headings, nested_numbers, rows_without_letters
from grader.finding.numbering import ABJAD, ALPHABET, persian_order, places_of
from grader.finding.tables import ELSEWHERE

FARTHEST_STEP = 3  # parts that a student may leave out between two letters
LONGEST_MARK = 80  # characters before the words of a heading
FEWEST_COUNTED = 2  # parts that a list may count
DASHED = re.compile(r"[\s*>]*(?P<number>[0-9]{1,2})\s?[-–—]\s")
PERSIAN_LETTERS = frozenset(ABJAD) | frozenset(ALPHABET)


@dataclass(slots=True)
class Section:
    """The lines under one heading: a question's number, a part's place from 0 or None, and the title's words.

    ``is_sure`` is false where the heading may not be one, ``is_implied`` true where none stands.
    """

    number: str
    place: int | None
    title: str
    line: Line | None
    is_sure: bool = True
    is_implied: bool = False
    lines: list[Line] = field(default_factory=list)


def divide(lines: Sequence[Line], asked: Mapping[str, Asked], order: str) -> list[Section]:
    """Return the sections in the order of the document; the first holds what stands before every heading."""
    marks = [(line, heading_of(line)) for line in lines]
    letters = {mark.letter for _, mark in marks if mark and mark.letter in PERSIAN_LETTERS}
    persian, is_order_sure = persian_order(letters, order)
    lone = lone_headings(lines, asked)
    lone |= rows_without_letters(marks, {number: each.parts for number, each in asked.items()})
    marks = [(line, lone.get(at, mark)) for at, (line, mark) in enumerate(marks)]
    nested = nested_numbers(marks, {number: len(each.places) for number, each in asked.items()})
    marks = [(line, nested.get(at, mark)) for at, (line, mark) in enumerate(marks)]
    worded = parts_as_questions(marks, asked)
    marks = [(line, worded.get(at, mark)) for at, (line, mark) in enumerate(marks)]
    chosen = chosen_numbers(marks, asked)
    chosen |= dict.fromkeys([*shifted_numbers(marks, asked), *repeated_pairs(marks)], False)
    if (titles := numbered_titles(lines, asked)) and are_fewer(chosen, marks, titles):
        marks = [(line, titles.get(at, mark)) for at, (line, mark) in enumerate(marks)]
        # LaTeX counts sections itself: where a question is left out, those behind it have another's number
        chosen = dict.fromkeys(titles, {mark.number for mark in titles.values()} == set(asked))
    for at, heading in unmarked_questions(marks, chosen, asked).items():
        marks[at] = (lines[at], heading)
        chosen[at] = True
    divider = _Divider(asked, persian, chosen, is_order_sure)
    for at, (line, mark) in enumerate(marks):
        divider.take(line, mark, marks[at + 1 : at + 40])
    return with_implied(with_counted_parts(divider.sections, asked), asked)


class _Divider:
    """Walks through a document and keeps the section that it is in."""

    def __init__(
        self,
        asked: Mapping[str, Asked],
        persian: tuple[str, ...],
        chosen: Mapping[int, bool],
        is_order_sure: bool,
    ) -> None:
        self.asked = asked
        self.persian = persian
        self.chosen = chosen
        self.is_order_sure = is_order_sure
        self.sections = [Section(number="", place=None, title="", line=None)]
        self.seen: set[str] = set()
        self.at = -1

    @property
    def now(self) -> Section:
        """The section that lines are added to."""
        return self.sections[-1]

    def take(self, line: Line, mark: Heading | None, coming: Sequence[tuple[Line, Heading | None]]) -> None:
        """Add one line, or begin a section with it."""
        self.at += 1
        if mark is not None:
            if self.at in self.chosen and self.begins_question(mark, coming):
                self.begin(mark, line)
                return
            letter = self.letter_in_digits(mark) or mark.letter
            place = self.place_of(letter, mark) if letter and not (mark.number and mark.letter) else None
            if place is not None:
                self.sections.append(
                    Section(
                        number=self.now.number, place=place, title=mark.rest, line=line,
                        is_sure=self.now.is_sure and self.is_order_sure,
                    )
                )  # fmt: skip
                self.now.lines.append(behind(line, mark.rest))
                return
        self.now.lines.append(line)

    def letter_in_digits(self, mark: Heading) -> str:
        """Return a bare number as a part's letter where the question's letters are digits."""
        asked = self.asked.get(self.now.number)
        return mark.number if asked and asked.has_digits and not mark.letter and not mark.named else ""

    def begins_question(self, mark: Heading, coming: Sequence[tuple[Line, Heading | None]]) -> bool:
        """Return whether a numbered heading begins its question, and is not a mention or an item."""
        if self.letter_in_digits(mark):
            return False
        if mark.number == self.now.number:
            return bool(mark.letter) or mark.named
        if not self.goes_back(mark.number):
            return mark.number in self.asked or mark.named
        if mark.number not in self.asked:
            return False
        return mark.is_tabled or mark.number not in self.seen or self.continues(mark, coming)

    def goes_back(self, number: str) -> bool:
        """Return whether a number is lower than the last, or stood before."""
        before = self.now.number
        return number in self.seen or (before.isdigit() and number.isdigit() and int(number) < int(before))

    def continues(self, mark: Heading, coming: Sequence[tuple[Line, Heading | None]]) -> bool:
        """Return whether letters of a question that stood before follow, which were not seen under it."""
        known = {each.place for each in self.sections if each.number == mark.number and says_value(each)}
        letter = mark.letter or next(
            (later.letter for _, later in coming if later and (later.letter or later.named)), ""
        )
        places = set(places_of(letter, self.persian)) & set(self.asked[mark.number].places)
        return bool(places - known)

    def begin(self, mark: Heading, line: Line) -> None:
        """Begin a question's section, or go on with it where its heading is repeated."""
        places = places_of(mark.letter, self.persian) if mark.letter else ()
        is_sure = self.chosen[self.at]
        if mark.number == self.now.number and not places:
            self.now.lines.append(behind(line, mark.rest))
            return
        place = self.likeliest(places, mark.number)
        self.seen.add(mark.number)
        self.sections.append(
            Section(number=mark.number, place=place, title=mark.rest, line=line, is_sure=is_sure)
        )
        self.now.lines.append(behind(line, mark.rest))

    def likeliest(self, places: tuple[int, ...], number: str) -> int | None:
        """Return the place that is asked among those that a letter may stand for."""
        asked = self.asked.get(number, Asked())
        return next((place for place in places if place in asked.places), places[0] if places else None)

    def order_here(self, letter: str, before: int, asked: Asked) -> tuple[str, ...]:
        """Return the order of Persian letters in which one is next and asked, where that is not so in the document's.

        Who counts `الف ب پ ت` where five parts are asked may count `الف ب ج` where three are.
        """
        if letter not in self.persian or self.persian.index(letter) in asked.places:
            return self.persian
        for order in (ABJAD, ALPHABET):
            if letter in order and order.index(letter) == before + 1 and before + 1 in asked.places:
                return order
        return self.persian

    def place_of(self, letter: str, mark: Heading) -> int | None:
        """Return the place that a letter begins, or None where it is text: out of order, or too far on."""
        now = self.now
        before = -1 if now.place is None else now.place
        asked = self.asked.get(now.number or next(iter(self.asked), ""), Asked())
        places = places_of(letter, self.order_here(letter, before, asked))
        if not places or (not now.number and len(self.asked) != 1):
            return None
        farthest = before + FARTHEST_STEP + (1 if mark.named else 0)
        steps = [place for place in places if place > before and (place <= farthest or place in asked.places)]
        if not steps:
            back = [place for place in places if place in asked.places and mark.named and place != before]
            return back[0] if back else None
        return min(steps)


def says_value(section: Section) -> bool:
    """Return whether a section holds more than words such as "on the next page"."""
    said = " ".join(line.text for line in section.lines)
    return not said.strip() or ELSEWHERE.fullmatch(fold(said)) is None


def with_counted_parts(sections: list[Section], asked: Mapping[str, Asked]) -> list[Section]:
    """Return the sections; one whose list counts just as many items as letters or parts are asked is parted by it.

    Fewer items than parts are no letters but steps, unless the document counts so elsewhere and has no letters.
    """
    lists = {at: listed for at, each in enumerate(sections) if (listed := counted_in(each, sections, asked))}
    is_by_digits = len(lists) > 1 and all(each.place is None for each in sections)
    found: list[Section] = []
    for at, each in enumerate(sections):
        begins, places = lists.get(at, ((), ()))
        if not begins or (len(begins) < asked[each.number].parts and not is_by_digits):
            found.append(replace(each, lines=without_dashes(each.lines)))
            continue
        found.append(replace(each, lines=each.lines[: begins[0]]))
        ends = [*begins[1:], len(each.lines)]
        for place, start, end in zip(places, begins, ends, strict=True):
            mark = heading_of(each.lines[start])
            lines = [behind(each.lines[start], mark.rest if mark else ""), *each.lines[start + 1 : end]]
            found.append(replace(each, place=place, line=each.lines[start], lines=lines))
    return found


def without_dashes(lines: list[Line]) -> list[Line]:
    """Return the lines, the items of a list without their numbers where a dash behind these looks like a minus."""
    items = [at for at, line in enumerate(lines) if counted(line)]
    marks = [DASHED.match(fold(lines[at].text[:LONGEST_LOOKED_AT])) for at in items]
    if len(items) < FEWEST_COUNTED or [mark and mark["number"] for mark in marks] != [
        str(item) for item in range(1, len(items) + 1)
    ]:
        return lines
    bare = {at: heading_of(lines[at]) for at in items}
    return [
        behind(line, mark.rest) if (mark := bare.get(at)) is not None else line
        for at, line in enumerate(lines)
    ]


def counted_in(
    section: Section, sections: Sequence[Section], asked: Mapping[str, Asked]
) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Return where the items of a question's only list begin and the places they count, None where they count none."""
    items = [(at, mark.number) for at, line in enumerate(section.lines) if (mark := counted(line))]
    places = asked[section.number].counted(len(items)) if section.number in asked else ()
    is_alone = sum(1 for other in sections if other.number == section.number) == 1
    if len(places) < FEWEST_COUNTED or not is_alone:
        return None
    if [number for _, number in items] != [str(item) for item in range(1, len(places) + 1)]:
        return None
    return tuple(at for at, _ in items), places


def counted(line: Line) -> Heading | None:
    """Return the heading of an item of a list that is counted, None for another line."""
    mark = heading_of(line)
    return mark if mark and mark.number and not mark.letter and not mark.named else None


def behind(line: Line, rest: str) -> Line:
    """Return a heading's line with only what stands behind the heading; it leads to what follows it."""
    other = heading_of(replace(line, text=line.other, other="")) if line.other else None
    doubts = tuple(each for each in line.doubts if each is not Doubt.ORDER or not line.heading)
    return replace(
        line,
        doubts=doubts,
        text=behind_mark(line.text, rest),
        other=behind_mark(line.other, other.rest) if other else "",
        heading=line.heading or 6,
    )


def behind_mark(text: str, rest: str) -> str:
    """Return the end of a text that is ``rest`` when it is folded."""
    if not rest:
        return "\ufffd" if "\ufffd" in text else ""
    folded = (
        at for at in range(min(len(text), LONGEST_MARK))
        if fold(text[at:LONGEST_LOOKED_AT].replace("\ufffd", "")) == rest
    )  # fmt: skip
    return text[next(folded, 0) :]


def with_implied(sections: list[Section], asked: Mapping[str, Asked]) -> list[Section]:
    """Return the sections, with the number that the text before the first heading can only belong to."""
    first = sections[0]
    found = {each.number for each in sections if each.number}
    missing = [number for number in asked if number not in found]
    numbers = [each.number for each in sections if each.number]
    if len(asked) == 1:
        if not found:
            for each in sections:
                each.number, each.is_implied = next(iter(asked)), True
        return sections
    if not numbers or not missing or not numbers[0].isdigit():
        return sections
    before = [each for each in missing if each.isdigit() and int(each) < int(numbers[0])]
    if len(before) == 1:
        first.number, first.is_implied = before[0], True
    return sections
