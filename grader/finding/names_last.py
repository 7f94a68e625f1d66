"""Puts a name before its value where a line that runs from the right shows the name behind it."""

from __future__ import annotations

import re
from dataclasses import replace

from grader.documents.brackets import balanced
from grader.documents.model import Line

PERSIAN = "\u0620-\u06d3"
NAME = r"[A-Za-z][A-Za-z0-9_]{0,20}(?: [A-Za-z][A-Za-z0-9_]{0,20}){0,3}"
WINDOW = r"\([0-9۰-۹]{1,2}\s?[×x*]\s?[0-9۰-۹]{1,2}\)"  # which tells one convolution from another
NUMBERS = rf"[0-9۰-۹(\[][^:A-Za-z{PERSIAN}\t]{{0,100}}"
# `خروجی 15×20×16 : conv1`
VALUE_FIRST = re.compile(
    rf"(?P<before>(?:.{{0,60}}[{PERSIAN}] )?)(?P<value>{NUMBERS}?)\s:\s?(?P<name>{NAME}|{WINDOW})\s*"
)
# `3×3 پس 2+1 = 3 :Output size`
BOTH_FIRST = re.compile(
    rf"(?P<last>{NUMBERS}?)\s(?P<words>[{PERSIAN}\u200c]{{2,12}})\s(?P<value>{NUMBERS}?)\s:(?P<name>{NAME})\s*"
)
# `F_e = D(F−1)+1 = 10 :Effective kernel`
FORMULA_FIRST = re.compile(rf"(?P<before>)(?P<value>[^:{PERSIAN}\t]{{1,100}}[0-9)\]])\s:(?P<name>{NAME})\s*")
# `2 · 16 = 32 = مستقیم`
EQUAL_LAST = re.compile(
    rf"(?P<before>)(?P<value>[0-9۰-۹(\[][^{PERSIAN}\t]{{0,140}}=[^{PERSIAN}\t=]{{1,40}})\s=\s"
    rf"(?P<name>[{PERSIAN}][{PERSIAN}\u200c ]{{1,30}})\s*"
)
# `16×16×48 (b)`, `[44, 20] encoder: (a)`
LETTER_LAST = re.compile(
    rf"(?P<value>[0-9۰-۹\[(⌊][^:A-Za-z{PERSIAN}\t]{{1,80}}?)\s(?:(?P<name>{NAME}):\s?)?\((?P<letter>[a-h])\)\s*"
)
# `(M−D)×(N−D) )c`
BRACKET_LAST = re.compile(rf"(?P<value>[^{PERSIAN}\t]{{1,120}})\s\)(?P<letter>[a-h])\s*")
SHOWS_MUCH = re.compile(r"[0-9۰-۹]{3}|[×x*·⋅+=/^]")  # more than the number of a question


def with_name_first(line: Line) -> Line:
    """Return a line with the name, or a part's letter, before its value; one that is in order is left as it is."""
    if line.code or "\t" in line.text:
        return line
    lettered = LETTER_LAST.fullmatch(line.text)
    if lettered is not None and (lettered["name"] or SHOWS_MUCH.search(lettered["value"])):
        name = f"{lettered['name']}: " if lettered["name"] else ""
        return replace(line, text=f"({lettered['letter']}) {name}{lettered['value']}", other="")
    bracketed = BRACKET_LAST.fullmatch(line.text)
    if bracketed is not None and balanced(bracketed["value"]):
        return replace(line, text=f"{bracketed['letter']}) {bracketed['value']}", other="")
    both = BOTH_FIRST.fullmatch(line.text)
    if both is not None:
        return replace(line, text=f"{both['name']}: {both['value']} {both['words']} {both['last']}")
    for pattern, sign in ((VALUE_FIRST, ":"), (FORMULA_FIRST, ":"), (EQUAL_LAST, " =")):
        found = pattern.fullmatch(line.text)
        if found is not None and SHOWS_MUCH.search(found["value"]):
            text = f"{found['before']}{found['name']}{sign} {found['value'].strip()}"
            return replace(line, text=text)
    return line
