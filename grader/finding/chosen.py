"""Tells which numbered lines are the headings of questions, and how surely."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from grader.documents.model import Doubt, Line
from grader.finding.folding import fold
from grader.finding.headings import (
    LONGEST_BARE_HEADING,
    LONGEST_LOOKED_AT,
    PAIRED,
    TURNED,
    Heading,
    title_of,
)
from grader.finding.nested import is_bare

WORDS = r"[a-z\u0620-\u06d3]+ [a-z\u0620-\u06d3]"
LONGEST_MARK = 80  # characters before the words of a heading
FEWEST_TERSE = 3  # headings such as `3a 14`; fewer may be sizes and names
SHARE_TITLED = 0.7  # of the questions, whose titles have only a number before them


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the headings of one number may be: the places of its letters where the assignment gives them.

    ``has_digits`` tells that its letters are digits; ``parts`` is how many parts are asked under the number, ``order``
    the places of their letters as they are asked, empty where a part has none.
    """

    places: frozenset[int] = frozenset()
    has_digits: bool = False
    parts: int = 1
    order: tuple[int, ...] = ()

    def counted(self, items: int) -> tuple[int, ...]:
        """Return the places that the items of a list count: one item for each letter, or one for each part."""
        if items == len(self.places):
            return tuple(sorted(self.places))
        if items == self.parts:
            return self.order or tuple(range(items))
        return ()


def shifted_numbers(
    marks: Sequence[tuple[Line, Heading | None]], asked: Mapping[str, Asked]
) -> dict[int, str]:
    """Return the numbers that only a format counts, by their lines, unless they are just those of the questions.

    Who leaves a question out shifts all that follow.
    """
    counted = {
        at: mark.number for at, (line, mark) in enumerate(marks)
        if mark and mark.number and line.heading and Doubt.ORDER in line.doubts
    }  # fmt: skip
    return {} if {*counted.values()} == {*asked} else counted


def parts_as_questions(
    marks: Sequence[tuple[Line, Heading | None]], asked: Mapping[str, Asked]
) -> dict[int, Heading]:
    """Return the headings of questions that a word such as "part" names, as `Section 1` with letters under it.

    No other word names a question, they count up to most of the questions, and no question has so many parts, or
    letters stand under them.
    """
    found = {
        at: Heading(number=mark.letter, named=True, is_strong=True, rest=mark.rest)
        for at, (_, mark) in enumerate(marks)
        if mark and mark.named and not mark.number and mark.letter.isdigit() and mark.letter in asked
    }  # fmt: skip
    numbers = [int(mark.number) for mark in found.values()]
    if len(found) < max(FEWEST_TERSE, SHARE_TITLED * len(asked)) or numbers != sorted(set(numbers)):
        return {}
    if any(mark and mark.number in asked and (mark.named or mark.letter) for _, mark in marks):
        return {}
    begins = [*found]
    lettered = sum(
        any(mark and mark.letter and not mark.named for _, mark in marks[start + 1 : end])
        for start, end in pairwise([*begins, len(marks)])
    )
    most = max(each.parts for each in asked.values())
    return found if lettered > 1 or numbers[-1] > most else {}


def repeated_pairs(marks: Sequence[tuple[Line, Heading | None]]) -> list[int]:
    """Return the places of the pairs such as `3.1` of a question of which one stands twice, and may be a number."""
    pairs = {
        at: (mark.number, mark.letter) for at, (line, mark) in enumerate(marks)
        if mark and mark.letter.isdigit() and line.heading in (PAIRED, TURNED)
    }  # fmt: skip
    often = Counter(pairs.values())
    twice = {number for (number, _), times in often.items() if times > 1}
    return [at for at, (number, _) in pairs.items() if number in twice]


def numbered_titles(lines: Sequence[Line], asked: Mapping[str, Asked]) -> dict[int, Heading]:
    """Return the titles that have only a number before them, where they count up to most of the questions."""
    found = {
        at: mark for at, line in enumerate(lines) if (mark := title_of(line)) is not None and mark.number in asked
    }  # fmt: skip
    numbers = [int(mark.number) for mark in found.values()]
    rises = all(before < after for before, after in pairwise(numbers))
    return found if rises and len(found) >= max(FEWEST_TERSE, SHARE_TITLED * len(asked)) else {}


def are_fewer(
    chosen: Mapping[int, bool], marks: Sequence[tuple[Line, Heading | None]], titles: Mapping[int, Heading]
) -> bool:
    """Return whether the chosen headings are none, or fewer bare numbers than half of the titles, as `1/(m²)`."""
    found = [mark for at in chosen if (mark := marks[at][1]) is not None]
    return all(is_bare(mark) for mark in found) and 2 * len({mark.number for mark in found}) < len(titles)


def unmarked_questions(
    marks: Sequence[tuple[Line, Heading | None]], chosen: Mapping[int, bool], asked: Mapping[str, Asked]
) -> dict[int, Heading]:
    """Return the only lines that begin with a missing question's number and words, where its turn is: `2 How many …`.

    Others of the document have number and letter together, as `3 (a)`, which tells how it is numbered.
    """
    places = {
        int(mark.number): at for at in chosen if (mark := marks[at][1]) is not None and mark.number.isdigit()
    }
    lettered = [at for at in chosen if (mark := marks[at][1]) is not None and mark.letter and not mark.named]
    found: dict[int, Heading] = {}
    for number in (int(each) for each in asked if each.isdigit() and int(each) not in places):
        if not lettered:
            break
        after = max((at for each, at in places.items() if each < number), default=-1)
        before = min((at for each, at in places.items() if each > number), default=len(marks))
        here = [
            (at, begins) for at, (line, mark) in enumerate(marks)
            if after < at < before and mark is None and not line.code
            and (begins := re.match(rf"{number} (?={WORDS})", fold(line.text[:LONGEST_MARK])))
        ]  # fmt: skip
        if len(here) == 1:
            at, begins = here[0]
            rest = fold(marks[at][0].text[:LONGEST_LOOKED_AT])[begins.end() :]
            found[at] = Heading(number=str(number), named=True, is_strong=True, rest=rest)
    return found


def chosen_numbers(
    marks: Sequence[tuple[Line, Heading | None]], asked: Mapping[str, Asked]
) -> dict[int, bool]:
    """Return which lines' numbers are headings of questions, by the place in the list, and how surely.

    Where words such as "question" name them, bare numbers count only with a part's letter behind them.
    """
    named = [mark for _, mark in marks if mark and mark.named and mark.number and not mark.is_homework]
    homework = {mark.number for _, mark in marks if mark and mark.is_homework}
    has_names = any(mark.number in asked for mark in named)
    terse = [mark for _, mark in marks if mark and mark.is_terse and mark.number in asked]
    is_terse = not has_names and len(terse) >= FEWEST_TERSE
    is_tabled = sum(1 for mark in terse if mark.is_tabled) >= FEWEST_TERSE
    is_by_exercise = not has_names and len(homework & set(asked)) > 1
    chosen: dict[int, bool] = {}
    bare: list[int] = []
    for at, (line, mark) in enumerate(marks):
        if mark is None or not mark.number:
            continue
        if mark.is_homework:
            if is_by_exercise or (len(asked) > 1 and not has_names and mark.number in asked and mark.letter):
                chosen[at] = True
        elif mark.is_terse:
            if is_tabled if mark.is_tabled else is_terse:
                chosen[at] = True
        elif mark.named or mark.letter:
            chosen[at] = True
        elif not has_names and not is_by_exercise and len(line.text) <= LONGEST_BARE_HEADING * 20:
            bare.append(at)
    chosen.update(_bare_numbers(marks, bare, asked))
    return chosen


def _bare_numbers(
    marks: Sequence[tuple[Line, Heading | None]], bare: list[int], asked: Mapping[str, Asked]
) -> dict[int, bool]:
    """Return the bare numbers that rise through the document; where several may be one heading, none is sure.

    One that stands alone in its line is surer than others where most numbers of the document stand so.
    """
    counts: dict[str, list[int]] = {}
    for at in bare:
        mark = marks[at][1]
        if mark is not None and mark.number in asked:
            counts.setdefault(mark.number, []).append(at)
    chosen: dict[int, bool] = {}
    alone = {mark.number for at in bare if (mark := marks[at][1]) is not None and mark.is_strong}
    is_usual = len(alone & set(counts)) >= SHARE_TITLED * len(counts)
    for places in counts.values():
        strong = [at for at in places if (mark := marks[at][1]) is not None and mark.is_strong and is_usual]
        if len(places) == 1:
            chosen[places[0]] = True
        elif len(strong) == 1:
            chosen[strong[0]] = True
        else:
            chosen.update(dict.fromkeys(places, False))
    return chosen
