"""Writes tables that people open in a spreadsheet, so that no cell runs, loses a zero or turns into a date.

A text that a spreadsheet would take for a formula, or show as something else than what was written ("1/2" as
a day, "007" as 7, "0.10" as 0.1), gets an apostrophe before it. A text that already looks like one of ours
gets another, so that taking one away always gives the text back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from grader.store.rounding import written

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# Signs that start a formula, in half and full width, also behind what a spreadsheet may skip.
FORMULA = re.compile("[\\s\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]*[=+\\-@＝＋－＠﹢﹣﹦﹫]")
CONTROL = ("\t", "\r", "\n")
SPECIAL = re.compile('[",\r\n]')
# Spreadsheets show whole numbers of more than 11 digits as 4.012E+11, and save what they show.
PLAIN_NUMBER = re.compile(r"0|[1-9][0-9]{0,10}")
NUMBER_LIKE = re.compile(r"(?=\D{0,9}\d)[\d٫٬.,/:%٪\seE+-]+")
LONGEST_DATE = 40
MONTH = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
DATE_LIKE = re.compile(
    rf"(?=\D*\d)(?:\d{{1,4}}[\s./-]*)?(?:{MONTH}|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)[\s,./-]*\d{{0,4}}"
    r"(?:[\s,./-]+\d{1,4})?",
    re.IGNORECASE,
)


def safe_text(text: str) -> str:
    """Return ``text`` as a cell that every spreadsheet shows as it is, behind an apostrophe where need be."""
    return f"'{text}" if _needs_apostrophe(text) else text


def original_text(cell: str) -> str:
    """Return the text of a cell that `safe_text` made; only an apostrophe of ours is taken away."""
    return cell[1:] if cell.startswith("'") and _needs_apostrophe(cell) else cell


def _needs_apostrophe(text: str) -> bool:
    """Whether a spreadsheet would run ``text`` or show another."""
    if text.replace(" ", "").isalpha():  # most cells are names: nothing below can hold
        return False
    bare = text.lstrip("'")
    if not bare or (bare == text and PLAIN_NUMBER.fullmatch(text)):
        return False
    return bool(
        bare.startswith(CONTROL)
        or FORMULA.match(bare)
        or NUMBER_LIKE.fullmatch(bare)
        or (len(bare) <= LONGEST_DATE and DATE_LIKE.fullmatch(bare))
    )


def table(header: Sequence[str], rows: Iterable[Sequence[str | int | Fraction | None]]) -> bytes:
    """Return a table as CSV in UTF-8 with a byte order mark.

    Texts are made safe; numbers stay numbers, rounded half up to 4 decimals; None is an empty cell.
    """
    lines = [",".join(map(_quoted, map(safe_text, header)))]
    lines += [",".join([_quoted(_cell(value)) for value in row]) for row in rows]
    text = "".join(f"{line}\n" for line in lines)
    return BYTE_ORDER_MARK + text.encode("utf-8", "backslashreplace")


def _quoted(cell: str) -> str:
    """Return a cell as it stands between commas.

    Python's own writer leaves a lone carriage return unquoted (before 3.13), where a spreadsheet begins a new row,
    and in it a formula.
    """
    if SPECIAL.search(cell) is None:
        return cell
    return '"' + cell.replace('"', '""') + '"'


def _cell(value: str | int | Fraction | None) -> str:
    """Return what stands in the file for one value."""
    if value is None:
        return ""
    if isinstance(value, str):
        return safe_text(value)
    return str(value) if isinstance(value, int) else written(value)
