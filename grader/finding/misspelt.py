"""Mends the headings that a slip of the hand or of a scanner's reading has spoilt, where the others tell what they say.

`Quesiton 3`, `سوال پنچم` or `Problem S` is a heading only where the headings before and behind it leave out that very
number, and no other line there could be it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from grader.documents.model import Line
from grader.finding.folding import fold
from grader.finding.headings import START, Heading, begun_anew, heading_of
from grader.finding.numbering import ORDINALS, PERSIAN_LETTER, letter_of

QUESTION_WORDS = ("question", "problem", "exercise", "سوال", "پرسش", "مسیله", "مساله")
HOMEWORK_WORDS = ("تمرین",)
SHORT_WORDS = ("task", "prob", "ques", "quest", "soal")  # of which one letter more or less makes another word
ANSWER_WORDS = ("answer", "solution", "پاسخ", "جواب")
OTHER_WORDS = frozenset(
    {"سال", "روال", "سواد", "سوار", "زوال", "پرش", "پرسشی", "pert", "past", "port", "parts", "نقش", "پخش"}
)  # as near, and no slips
NUMBER_WORDS = frozenset({"شماره", "شمارهی", "number", "no", "ی"})
LOOK_ALIKES = {
    "l": (1,), "i": (1,), "|": (1,), "!": (1,), "ا": (1,), "z": (2,), "s": (5,), "o": (0, 5), "ه": (5,), "b": (6, 8),
    "g": (6, 9), "q": (9,),
}  # fmt: skip
TURNED = re.compile(r"([0-9]{1,2})(?:م|ام|th|st|nd|rd)")  # `5th`, and `5م`
BEGUN = re.compile(rf"{START}(?=[a-z\u0620-\u06d3])")
PIECE = re.compile(r"[^\s.:,;،؛()\[\]{}#*_/\-–—]+")
GLUED = re.compile(r"(\S{4,12}?)([0-9]{1,2})")
ENDED = re.compile(r"\s*[:.)\]\-–—*#=]{0,4}\s*")
GOES_ON = re.compile(r"\s*(?:[:.)\]\-–—]\s|\(|[a-h][).])")
PART_WORDS = ("part", "section", "بخش", "قسمت")
PART = re.compile(
    rf"{START}(?P<word>[^\W\d_]{{3,8}})[\s.:\-]{{1,3}}[(\[]?(?P<letter>{PERSIAN_LETTER}|[a-h])\s?(?:[)\].:\-](?=\s|$)|$)"
)
FIRST = re.compile(rf"{START}[(\[]?(?P<letter>[\u0620-\u06d3]{{1,3}})\s?[)\]\-](?=\s|$)")
FIRST_LETTERS = 3  # of `الف`, of which one may be another
FEWEST_HEADINGS = 2  # others that name their questions
LONGEST_BEGINNING = 48  # characters in which the word and the number stand
SHORTEST_WORD, LONGEST_WORD = 3, 11  # letters of a question's word with a slip
LONGEST_TITLE = 80  # characters of a heading that the format marks
LONGEST_HEADING = 200  # characters, with an answer behind it
UNREAD = 99  # a number that no question has
MOST_PIECES = 6
SHORTEST_PERSIAN, SHORTEST_LATIN = 3, 4  # letters of a number in words that may have a slip
MOST_HEADINGS = 400


class _Spoilt(NamedTuple):
    """What a line's beginning may say: the numbers that are as near, and where the rest begins in the folded line.

    ``is_guessed`` tells that a letter stands for the number.
    """

    numbers: frozenset[int]
    end: int
    is_guessed: bool


def with_spelt_headings(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, the misspelt headings of questions in their right spelling."""
    found = {at: mark for at, line in enumerate(lines) if (mark := heading_of(line)) is not None}
    series = _series(found)
    if not series:
        return list(lines)
    words = HOMEWORK_WORDS if all(found[at].is_homework for at, _ in series) else QUESTION_WORDS
    if len(series) < FEWEST_HEADINGS:
        return without_unread(lines, words)
    mended = list(lines)
    before, begin = 0, 0
    for end, after in (*series, (len(lines), None)):
        free = {at for at in range(begin, end) if at not in found or not found[at].number}
        while free:
            missing = frozenset(range(before + 1, before + 2 if after is None else after))
            here = [
                (number, at, spoilt) for at in free for number, spoilt in _says(lines[at], words, missing)
            ]
            if not here:
                break
            number, at, spoilt = min(here, key=lambda each: each[:2])
            if sum(each[0] == number for each in here) > 1:
                break
            mended[at] = _respelt(lines[at], number, spoilt)
            before = number
            free = {later for later in free if later > at}
        before, begin = after or 0, end + 1
    return without_unread(mended, words)


def without_unread(lines: Sequence[Line], words: tuple[str, ...]) -> list[Line]:
    """Return the lines, the headings that cannot be read as those of a question that nobody asks.

    What stands below them then answers neither the question before nor a missing one surely.
    """
    found: list[Line] = []
    now = 0
    for line in lines:
        mark = heading_of(line)
        if mark is not None and mark.number:
            now = int(mark.number) if mark.named and mark.number.isdigit() else now
            found.append(line)
            continue
        spoilt = _heading_in(line, words) if now else None
        is_unread = spoilt is not None and spoilt.numbers != {now}
        found.append(_respelt(line, UNREAD, spoilt) if spoilt is not None and is_unread else line)
    return found


def _series(found: dict[int, Heading]) -> list[tuple[int, int]]:
    """Return the places and numbers of the headings that name their questions, each the first time, while they rise."""
    named = [(at, mark) for at, mark in found.items() if mark.named and mark.number.isdigit()]
    if any(not mark.is_homework for _, mark in named):
        named = [(at, mark) for at, mark in named if not mark.is_homework]
    rising: list[tuple[int, int]] = []
    for at, mark in named[:MOST_HEADINGS]:
        if not rising or int(mark.number) > rising[-1][1]:
            rising.append((at, int(mark.number)))
    return rising


def _says(line: Line, words: tuple[str, ...], missing: frozenset[int]) -> Iterator[tuple[int, _Spoilt]]:
    """Yield the only missing number that a line's beginning may say, where it stands as a heading does."""
    spoilt = _heading_in(line, words)
    numbers = spoilt.numbers & missing if spoilt is not None else frozenset()
    if spoilt is not None and len(numbers) == 1:
        yield next(iter(numbers)), spoilt


def _heading_in(line: Line, words: tuple[str, ...]) -> _Spoilt | None:
    """Return what a line's beginning may say that stands as a heading does, None for another line."""
    if line.code or len(line.text) > LONGEST_HEADING or "\t" in line.text.strip():
        return None
    text = fold(line.text[:LONGEST_TITLE])
    spoilt = _spoilt(text, words)
    if spoilt is None:
        return None
    rest = text[spoilt.end :]
    is_marked = bool(line.heading or line.text.lstrip().startswith("**")) and len(line.text) < LONGEST_TITLE
    is_heading = ENDED.fullmatch(rest) or is_marked or (not spoilt.is_guessed and GOES_ON.match(rest))
    return spoilt if is_heading else None


@lru_cache(maxsize=1024)  # asked for a gap, and for what stays unread
def _spoilt(text: str, words: tuple[str, ...]) -> _Spoilt | None:
    """Return what a folded line says that begins with a question's word and a number, each with a slip or none."""
    begun = BEGUN.match(text)
    if begun is None:
        return None
    pieces = list(PIECE.finditer(text, begun.end(), LONGEST_BEGINNING))[:MOST_PIECES]
    if len(pieces) > 1 and any(is_near(pieces[0][0], word) for word in ANSWER_WORDS):
        pieces = pieces[1:]
    glued = GLUED.fullmatch(pieces[0][0]) if pieces else None
    if glued and _is_word(glued[1], words):
        return _Spoilt(frozenset({int(glued[2])}), pieces[0].end(), is_guessed=False)
    for count in (1, 2, 3):
        if count < len(pieces) and _is_word("".join(each[0] for each in pieces[:count]), words):
            behind = pieces[count:]
            while len(behind) > 1 and behind[0][0] in NUMBER_WORDS:
                behind = behind[1:]
            if (found := _numbered(behind)) is not None:
                return found
    return None


def _numbered(pieces: Sequence[re.Match[str]]) -> _Spoilt | None:
    """Return the numbers that the first of some pieces may be, one by its spelling before others that are near."""
    for count in (1, 2):
        text = "".join(each[0] for each in pieces[:count])
        exact = ORDINALS.get(text) or (int(text) if re.fullmatch("[0-9]{1,2}", text) else 0)
        turned = TURNED.fullmatch(text)
        if exact or turned:
            number = exact or (int(turned[1]) if turned else 0)
            return _Spoilt(frozenset({number}), pieces[count - 1].end(), is_guessed=False)
        if len(pieces) < 2 or not re.fullmatch(r"[^\W\d_]{1,3}", pieces[1][0]):
            break
    text = pieces[0][0]
    if len(pieces) > 1 and len(pieces[1][0]) == 1 and (near := _near_ordinals(text + pieces[1][0])):
        return _Spoilt(near, pieces[1].end(), is_guessed=False)
    if near := _near_ordinals(text):
        return _Spoilt(near, pieces[0].end(), is_guessed=False)
    guessed = frozenset(_looking_like(text)) if len(text) <= 2 else frozenset()
    return _Spoilt(guessed, pieces[0].end(), is_guessed=True) if guessed else None


def _near_ordinals(text: str) -> frozenset[int]:
    """Return the numbers whose words a text may be, with a slip or none."""
    return frozenset(
        number for word, number in ORDINALS.items()
        if len(word) >= (SHORTEST_LATIN if word.isascii() else SHORTEST_PERSIAN) and is_near(text, word)
    )  # fmt: skip


def _looking_like(text: str) -> Iterator[int]:
    """Yield the numbers for which one letter or two may stand: 5 for `S`, 10 for `lO`."""
    digits = [(int(sign),) if sign.isdigit() else LOOK_ALIKES.get(sign, ()) for sign in text]
    numbers = [0]
    for own in digits:
        numbers = [10 * number + digit for number in numbers for digit in own]
    yield from (number for number in numbers if number)


@lru_cache(maxsize=4096)
def _is_word(text: str, words: tuple[str, ...]) -> bool:
    """Return whether a text is one of the words, with a slip or none."""
    if text in OTHER_WORDS or not SHORTEST_WORD <= len(text) <= LONGEST_WORD:
        return False
    text = text.replace("rn", "m")
    is_short = words is QUESTION_WORDS and any(
        is_near(text, word) for word in SHORT_WORDS if sorted(text) == sorted(word)
    )
    return is_short or any(is_near(text, word) for word in words)


def is_near(text: str, word: str) -> bool:
    """Return whether a text is a word with at most one letter more, less or another, or two that changed places."""
    if text == word:
        return True
    if abs(len(text) - len(word)) > 1:
        return False
    start = next((at for at, (one, other) in enumerate(zip(text, word, strict=False)) if one != other), None)
    if start is None:
        return True
    left, right = text[start:], word[start:]
    is_swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return is_swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]


def with_spelt_parts(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, the misspelt words of parts in their right spelling, where others name theirs: `Prat b`."""
    named = sum(
        mark is not None and mark.named and bool(mark.letter) and not mark.number
        for mark in map(heading_of, lines)
    )
    found = list(lines)
    for at, line in enumerate(lines):
        if named >= FEWEST_HEADINGS and not line.code and heading_of(line) is None:
            text = fold(line.text[:LONGEST_TITLE])
            begun = PART.match(text)
            if (
                begun
                and begun["word"] not in OTHER_WORDS
                and any(is_near(begun["word"], word) for word in PART_WORDS)
            ):
                found[at] = begun_anew(line, f"{letter_of(begun['letter'])})", text[begun.end() :])
    return found


def with_first_letters_read(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, `الق)` as `الف)` where it begins a question whose next letter is the second."""
    found = list(lines)
    first: int | None = None
    for at, line in enumerate(lines):
        mark = heading_of(line)
        if mark is not None and mark.number:
            first = None
        elif mark is not None and mark.letter:
            if first is not None and mark.letter == "ب" and mark.is_strong:
                begun = FIRST.match(fold(lines[first].text[:LONGEST_TITLE]))
                rest = fold(lines[first].text[:LONGEST_TITLE])[begun.end() :] if begun else ""
                found[first] = begun_anew(lines[first], "الف)", rest)
            first = None if mark.letter != "ا" else at
        elif (
            not line.code
            and (begun := FIRST.match(fold(line.text[:LONGEST_TITLE])))
            and _is_first(begun["letter"])
        ):
            first = at
    return found


def _is_first(letter: str) -> bool:
    return letter == "ا" or (len(letter) == FIRST_LETTERS and is_near(letter, "الف"))


def _respelt(line: Line, number: int, spoilt: _Spoilt) -> Line:
    """Return a line that begins as the heading of a question does, with what stands behind its number as it was."""
    rest = fold(line.text)[spoilt.end :].strip()
    starts = range(min(len(line.text), LONGEST_TITLE))
    kept = next((line.text[at:] for at in starts if fold(line.text[at:]) == rest), rest) if rest else ""
    mark = ":" if kept and re.match(r"\w", kept) else ""
    return replace(line, text=f"Question {number}{mark} {kept}".strip(), other="")
