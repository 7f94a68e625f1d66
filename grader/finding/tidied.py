"""Writes single lines as they were meant where a font, a layout or a habit gives other signs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from grader.documents.model import Doubt, Line

# `سوال (Conv shapes) 1`, as a line from the right may show a number behind a Latin title
TITLE_FIRST = re.compile(
    r"\s*(?P<word>سوال|سؤال|سئوال|پرسش|مسئله|مسأله|مساله|question|problem|exercise)\s?"
    r"[()](?P<title>[A-Za-z][^()0-9]{0,50})[()]\s?(?P<number>[0-9۰-۹]{1,2})\s?[:.]?\s*",
    re.IGNORECASE,
)
GLYPH = re.compile(r"\s*\ufffd\s+(?=\S)")  # the mark of a list that its font cannot tell
GLYPH_WIDTH = 4
TURNED_MARK = re.compile(
    r"\s*\)\s?(?P<mark>Q\s?[0-9]{1,2}|[A-Ha-h]|[0-9۰-۹]{1,2})\s*"
)  # `)Q3`, from the right
CIRCLED = re.compile(
    r"[\s#*]{0,8}([\u2460-\u2473\u2474-\u2487\u2776-\u277f\u2780-\u2793])\**\s*(?=\S|$)"
)  # ①
CIRCUMFLEX = re.compile(
    r"(?<=\S)\s?[ˆ＾]\s?(?=[0-9۰-۹٠-٩({])"
)  # a power, as LaTeX's fonts draw it outside of formulas
TURNED_COMMA = re.compile(r"[0-9] ,[-−0-9]")
COMMA = re.compile(r"[0-9], [-−0-9]")
NUMBER_LAST = re.compile(
    r"([^\t۰-۹\u0620-\u06d3]{4,300}\S)\s+\.([۰-۹]{1,2})"
)  # a formula, and its number from the right
SPLIT_DECIMAL = re.compile(
    r"(?<=[=≈] )([0۰][.٫]) (?=[0-9۰-۹]{1,6}\s*[)%]?\s*(?:$|[,;\t)]))"
)  # as eqn sets it
BARE_NUMBER = r"[-−]?[0-9۰-۹]+(?:[.٫][0-9۰-۹]+)?"
SEMICOLONS = re.compile(
    rf"(?<![-−0-9۰-۹.(] )(?<![-−0-9۰-۹.(]){BARE_NUMBER}(?:\s?[;؛]\s?{BARE_NUMBER}){{2,}}(?=\s*\.?\s*$)"
)
LEADERS = re.compile(
    r"(?<=[A-Za-z\u0620-\u06d3)])\s?(?:[.·]\s?){6,200}|(?<=[A-Za-z\u0620-\u06d3)])\s?…(?:\s?…){1,100}\s?"
)


def tidied(line: Line) -> Line:
    """Return a line with a colon for leading dots, commas for semicolons, a power's sign, and no blank in a number.

    Semicolons are those between bare numbers, a blank is one behind a decimal point at the line's end. A number in
    a circle at its start is one with a bracket.
    """
    if line.code:
        return line
    if CIRCUMFLEX.search(line.text):
        line = replace(line, text=CIRCUMFLEX.sub("^", line.text), other=CIRCUMFLEX.sub("^", line.other))
    titled = TITLE_FIRST.fullmatch(line.text)
    if titled:
        text = f"{titled['word']} {titled['number']} ({titled['title']})"
        return replace(line, text=text, other="", doubts=without(Doubt.DIRECTION, line))
    marked = TURNED_MARK.fullmatch(line.text)
    if marked:
        return replace(line, text=f"{marked['mark']})", other="", doubts=without(Doubt.DIRECTION, line))
    circled = CIRCLED.match(line.text)
    if circled:
        number = unicodedata.numeric(circled[1])
        line = replace(line, text=f"{number:g}) {line.text[circled.end() :]}")
    if GLYPH.match(line.text) and "\ufffd" not in line.text[GLYPH_WIDTH:]:
        doubts = without(Doubt.CHARACTERS, line)
        line = replace(line, text=GLYPH.sub("", line.text), other=GLYPH.sub("", line.other), doubts=doubts)
    if TURNED_COMMA.search(line.other) and COMMA.search(line.text) and not TURNED_COMMA.search(line.text):
        doubts = without(Doubt.DIRECTION, line)
        line = replace(line, other="", doubts=doubts)
    turned = NUMBER_LAST.fullmatch(line.text)
    if turned:
        return replace(line, text=f"{turned[2]}. {turned[1]}", other="")
    if SPLIT_DECIMAL.search(line.text):
        text, other = SPLIT_DECIMAL.sub(r"\1", line.text), SPLIT_DECIMAL.sub(r"\1", line.other)
        return replace(line, text=text, other=other)
    if SEMICOLONS.search(line.text) and "[" not in line.text:
        text = SEMICOLONS.sub(lambda found: re.sub("[;؛]", ",", found[0]), line.text)
        return replace(line, text=text, other=re.sub("[;؛]", ",", line.other))
    if not LEADERS.search(line.text):
        return line
    return replace(line, text=LEADERS.sub(": ", line.text), other=LEADERS.sub(": ", line.other))


def without(doubt: Doubt, line: Line) -> tuple[Doubt, ...]:
    """Return a line's doubts but for one that is settled."""
    return tuple(each for each in line.doubts if each is not doubt)
