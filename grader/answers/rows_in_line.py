"""Finds the rows of a matrix in one line of text: parted by strokes, or each with its name beside it."""

from __future__ import annotations

import re

from grader.answers.indexed import CellText

DIGIT = "[0-9۰-۹٠-٩]"
NUMBER = rf"[-+−]?{DIGIT}{{1,12}}(?:[.٫]{DIGIT}{{1,12}})?(?:/{DIGIT}{{1,12}})?"
CELL = rf"(?:{NUMBER}|[-+−]?[A-Za-z](?:_?{DIGIT}{{1,2}})?)"
BETWEEN = re.compile(r"\s*[,،&]\s*|\s+(?:(?:and|و)\s+)?")
ROW = re.compile(rf"\s*[\[(]?\s*({CELL}(?:(?:{BETWEEN.pattern}){CELL}){{1,40}})\s*[\])]?[\s.,،;]*")
TIGHT_COMMA = re.compile(rf"{DIGIT}[,،]{DIGIT}")
LOOSE = re.compile(r"[^,،\s]\s+[^,،\s]|[,،]\s")
STROKE = re.compile(r"(?<=\s)(?://?|\\|\|\|?)(?=\s)|(?<=\S)//(?=\S)|;")
MAY_PART = re.compile(r"[/|\\;]|row|سطر|ردیف", re.IGNORECASE)
OUTER = re.compile(r"^\s*\[([^\[\]]*)\]\s*$")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
PERSIAN_ORDINALS = ("اول", "دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم")
PLACES = {word: at for words in (ORDINALS, PERSIAN_ORDINALS) for at, word in enumerate(words, start=1)}
NAME = re.compile(
    rf"(?:(?:the\s+)?(?P<english>{'|'.join(ORDINALS)})\s+row"
    rf"|row\s+(?P<number>{DIGIT})|(?:سطر|ردیف)\s*(?P<persian>{'|'.join(PERSIAN_ORDINALS)}|{DIGIT}))(?!\w)",
    re.IGNORECASE,
)
BEFORE = re.compile(r"(?:[\s,،;:=.]|\b(?:is|are|and|has|holds|reads|then|و|برابر|با|شامل|است)\b)+")
BEHIND = re.compile(r"(?:[\s,،;:.(]|\b(?:in|on|for|as|and|at|the|در|و|برای|است)\b)+$")
SAYS = re.compile(rf"[^\W\d_][^0-9۰-۹٠-٩\[\](){{}}=½¼¾⅓⅔]*?(?={NUMBER}\s*[,،\s])")
FEWEST = 2  # rows
LONGEST = 2000  # characters of a line that is looked through


def rows_in_line(text: str) -> list[CellText] | None:
    """Return the rows that one line holds, each with its place in it; None where it holds no such rows.

    Every row has as many cells as the others, two at least.
    """
    if "\n" in text.strip() or len(text) > LONGEST or not MAY_PART.search(text):
        return None
    rows = named_rows(text) or parted_rows(text)
    if rows is None:
        return None
    lengths = {len(BETWEEN.split(row.text.strip())) for row in rows}
    return rows if len(lengths) == 1 and len(rows) >= FEWEST else None


def parted_rows(text: str) -> list[CellText] | None:
    """Return the rows of `1 2 / 3 4`, `1, 2 | 3, 4` or `1 2 // 3 4`, all parted by the same sign."""
    outer = OUTER.match(text)
    bare = f"{' ' * outer.start(1)}{outer[1]}" if outer else text
    marks = list(STROKE.finditer(bare))
    if len({mark[0] for mark in marks}) != 1:
        return None
    ends = [*(mark.start() for mark in marks), len(bare)]
    return rows_between([0, *(mark.end() for mark in marks)], ends, bare)


def named_rows(text: str) -> list[CellText] | None:
    """Return the rows whose names stand before them, or behind them, in their order."""
    names = list(NAME.finditer(text))
    if len(names) < FEWEST or [place_of(name) for name in names] != [*range(1, len(names) + 1)]:
        return None
    if not re.search(DIGIT, text[: names[0].start()]):
        starts = [name.end() for name in names]
        return rows_between(starts, [*(name.start() for name in names[1:]), len(text)], text)
    if re.search(r"\w", text[names[-1].end() :]):
        return None
    said = SAYS.match(text)
    starts = [said.end() if said else 0, *(name.end() for name in names[:-1])]
    return rows_between(starts, [name.start() for name in names], text)


def place_of(name: re.Match[str]) -> int:
    """Return which row a name means, counted from 1."""
    word = (name["english"] or name["persian"] or name["number"]).casefold()
    return PLACES.get(word) or int(word)


def rows_between(starts: list[int], ends: list[int], text: str) -> list[CellText] | None:
    """Return what stands between places of a text as rows; None unless each of them is one."""
    rows: list[CellText] = []
    for start, end in zip(starts, ends, strict=True):
        piece = text[start:end]
        lead = BEFORE.match(piece)
        skipped = lead.end() if lead else 0
        found = ROW.fullmatch(BEHIND.sub("", piece[skipped:]))
        if found is None or (TIGHT_COMMA.search(found[1]) and LOOSE.search(found[1])):
            return None  # 1,5 2,5: the commas may be decimal
        rows.append(CellText(found[1], start + skipped + found.start(1)))
    return rows
