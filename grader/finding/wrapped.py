"""Tells from where lines stand on a page whether one was full, so that its sentence may go on in the next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import prod

from grader.documents.model import Line
from grader.finding.broken import LAST_WORD, OPEN_WORDS
from grader.finding.folding import fold

SAME_START = 12.0  # points between the starts of lines of one paragraph
FEWEST_FLUSH = 3  # lines of a document that end at the same margin
FLUSH = 0.6  # of them, where that is what tells the side on which lines begin
APART = 1.0  # of the letters' size between the boxes of two lines; double spacing leaves less
SLACK = 1.5  # for a first word's width, which the usual width of the line's letters tells
CONCLUDES = frozenset(["so", "hence", "thus", "therefore", "then", "پس", "بنابراین", "لذا", "درنتیجه"])
CALCULATION = re.compile(r"(?<![0-9.,/^-])[0-9]{1,12}(?:\s?[+×*]\s?[0-9]{1,12}){1,8}\s*$")
BEGINS_NUMBER = re.compile(r"[0-9]{1,15}(?![0-9.,/])")
PERSIAN = re.compile("[\u0620-\u06d3]")
LATIN = re.compile("[A-Za-z]")


def joint(first: str, second: str) -> str:
    """Return what stands between two lines that are one: numbers do not grow together there.

    A result that was parted from its sum or product, whose sign of equality the line's end has lost, gets that again.
    """
    end, begin = fold(first), fold(second)
    if not (end[-1:].isdecimal() and begin[:1].isdecimal()):
        return " "
    last, number = CALCULATION.search(end), BEGINS_NUMBER.match(begin)
    is_result = last is not None and number is not None and result_of(last[0]) == int(number[0])
    return " = " if is_result else "  "


def result_of(text: str) -> int | None:
    """Return the value of a sum or a product of whole numbers; None for a mixture."""
    numbers = [int(each) for each in re.findall("[0-9]+", text)]
    signs = set(re.findall(r"[+×*]", text))
    if signs == {"+"}:
        return sum(numbers)
    return prod(numbers) if signs and "+" not in signs else None


class Edges:
    """How far lines reach that begin where a line begins."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._reach: dict[tuple[int, bool, int], float] = {}
        self._flush: Counter[tuple[bool, int]] = Counter()
        self._begins_left = begin_left(lines)
        for line in lines:
            if line.box is None or "\t" in line.text:
                continue
            for from_right in (False, True):
                start, end = ends(line, from_right=from_right)
                key = (line.page, from_right, round(start / SAME_START))
                self._reach[key] = max(end, self._reach.get(key, end))
                self._flush[from_right, round(end)] += 1

    def leaves_room(self, before: Line, line: Line) -> bool:
        """Return whether the first word of ``line`` would have stood in the line before, had it gone on.

        A line of the same page that stands far below begins a paragraph of its own as well. What ends in a word such
        as `so` goes on anyway.
        """
        if before.box is None or line.box is None or not line.text or ends_in_open_word(before.text):
            return False
        if before.page == line.page and line.box[1] - before.box[3] > APART * line.size > 0:
            return True
        from_right = runs_from_right(before.text) and not self._begins_left
        start, end = ends(before, from_right=from_right)
        if self._flush[from_right, round(end)] >= FEWEST_FLUSH:
            return False
        bucket = round(start / SAME_START)
        reach = max(
            self._reach.get((before.page, from_right, each), end) for each in (bucket - 1, bucket, bucket + 1)
        )
        first, _, _ = line.text.strip().partition(" ")
        letter = (line.box[2] - line.box[0]) / len(line.text)
        return reach - end > SLACK * letter * (len(first) + 1)


def begin_left(lines: Sequence[Line]) -> bool:
    """Return whether lines of right-to-left words begin at one place on the left, and hardly so on the right."""
    boxes = [line.box for line in lines if line.box and "\t" not in line.text and runs_from_right(line.text)]
    if len(boxes) < FEWEST_FLUSH:
        return False
    left, right = (
        max(Counter(round(box[side] / SAME_START) for box in boxes).values()) / len(boxes) for side in (0, 2)
    )
    return left > FLUSH and left > 2 * right


def ends_in_open_word(text: str) -> bool:
    """Return whether a line ends in a word that wants another one."""
    last = LAST_WORD.search(fold(text))
    return last is not None and last[1].casefold() in OPEN_WORDS | CONCLUDES


def runs_from_right(text: str) -> bool:
    """Return whether a line holds more right-to-left letters than Latin ones."""
    return len(PERSIAN.findall(text)) > len(LATIN.findall(text))


def ends(line: Line, *, from_right: bool) -> tuple[float, float]:
    """Return where a line begins and how far it reaches, both counted from the side from which it runs."""
    left, _, right, _ = line.box or (0.0, 0.0, 0.0, 0.0)
    return (-right, -left) if from_right else (left, right)
