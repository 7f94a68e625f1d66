"""Finds in a document's first and last lines whose it is: the words before an id or a name tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.documents.model import Line
from grader.finding.folding import fold, words_of
from grader.finding.headings import heading_of

FIRST_LINES, LAST_LINES = 40, 6
TOP = 130.0  # points from the upper edge of a page, where its head stands
ID_LABEL = re.compile(
    r"(?:شماره\s?(?:ی|ء)?\s?دانشجو(?:یی|ی|ئی|یی)?|ش\s?\.?\s?دانشجویی|کد\s?دانشجویی|شناسه\s?دانشجویی|student\s?(?:id|number|no\.?|#)|\bsid\b|matriculation(?:\s?number)?|id\s?number|\bid\b)\s*[:：.\-=)(|\t]*\s*"
)
AN_ID = re.compile(r"[0-9]{5,20}|[a-z]{1,4}-?[0-9]{4,16}")
NAME_LABEL = re.compile(
    r"^\W*(?:نام\s?و?\s?نام\s?خانوادگی|نام\s?کامل|نام\s?دانشجو|نام|full\s?name|student(?:'s)?\s?name|name)\s*[:：=|\t]+\s*(\S[^\n:]{1,60})"
)
LONE_ID = re.compile(r"(?:^|[\s(])([0-9]{7,12})(?=[\s).,،]|$)")
SIGNED = re.compile(
    r"[^0-9=×*+/]{4,60}[,،/(\s–—-]\s*[0-9]{7,12}\s*\)?\.?(?:[\s|·–—-]{1,4}(?:(?:صفح|page|p\.)[^0-9]{0,4})?[0-9]{1,3}.{0,9})?"
)

HEAD_LINES = 4
WITH_NAME = re.compile(
    r"(?:[^0-9=×*+/]|(?<![0-9])[0-9]{1,2}(?![0-9])){4,60}[,،/|(:\s–—-]\s{0,3}[0-9]{7,12}\s?\)?[\s.]{0,3}"
)  # `Homework 3 – Sara Karimi (401200001)`
_OF_RESULTS = """
    is are total sum params parameters weights operations flops macs cost costs values direct output input
    است برابر مجموع پارامتر وزن عملیات هزینه مقدار مستقیم خروجی ورودی
"""
OF_RESULTS = frozenset(_OF_RESULTS.split())
WORKED_OUT = re.compile(r"[=≈]|[0-9]\s?[×*·⋅+^]\s?[0-9]")


def student_of(lines: Sequence[Line]) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Return the id and the name that a document gives, and further numbers near its start that may be ids.

    Where a number stands with a name at the very top, no further ones are looked for.
    """
    top = [line for line in lines[FIRST_LINES:-LAST_LINES] if stands_on_top(line)]
    looked = [line for line in (*lines[:FIRST_LINES], *top, *lines[-LAST_LINES:]) if not line.code]
    student_id: str | None = None
    name: str | None = None
    others: list[str] = []
    on_head: list[str] = []
    is_past_head = False
    for at, line in enumerate(looked):
        text = fold(line.text)
        label = ID_LABEL.search(text)
        if label and student_id is None:
            student_id = _id_behind(text[label.end() :], looked[at + 1 : at + 2])
        named = NAME_LABEL.match(text)
        if named and name is None:
            name = _name_in(line.text)
        if at < FIRST_LINES // 3 or stands_on_top(line) or SIGNED.fullmatch(text):
            others += () if WORKED_OUT.search(text) else LONE_ID.findall(text)
        if at < HEAD_LINES and not is_past_head:
            on_head += LONE_ID.findall(text) if is_signature(text) else ()
            is_past_head = heading_of(line) is not None
    return student_id, name, tuple(dict.fromkeys(on_head or others))


def is_signature(text: str) -> bool:
    """Return whether a line of a document's head holds a number and a name, or nothing else."""
    if AN_ID.fullmatch(text.strip()):
        return True
    return WITH_NAME.fullmatch(text) is not None and not OF_RESULTS & set(words_of(text))


def stands_on_top(line: Line) -> bool:
    """Return whether a line stands at the top of the first page, in whichever column."""
    return line.page == 1 and line.box is not None and line.box[1] < TOP


def _id_behind(text: str, following: Sequence[Line]) -> str | None:
    """Return the id behind its label, or alone in the line that follows."""
    found = AN_ID.match(text)
    if found:
        return found[0]
    if not text.strip() and following:
        alone = AN_ID.fullmatch(fold(following[0].text).strip())
        return alone[0] if alone else None
    return None


def _name_in(text: str) -> str | None:
    """Return the name behind its label, without an id that stands in the same line."""
    found = re.search(r"[:：=|\t]\s*(\S.{1,80})", text)
    if found is None:
        return None
    name = re.split(r"\t|\s{3,}|[،,;|]|شماره|student|[0-9۰-۹]", found[1], flags=re.IGNORECASE)[0]
    name = name.strip(" -–—.·•*_/\\()[]«»\"'")
    return name or None
