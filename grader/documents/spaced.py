"""Closes the blanks that some recognisers set between all signs of a formula in LaTeX: `1 0 4 8`, `k _ { 1 }`."""

from __future__ import annotations

import re
from collections.abc import Sequence

FORMULA = re.compile(r"(\$\$?)([^$\n]{1,4000})(\$\$?)|(\\\()([^$\n]{1,4000}?)(\\\))")
D = "0-9۰-۹"
SIGNATURE = re.compile(rf"[_^] \{{ |\}} \{{ |\{{ [-−]? ?[{D}] ?[}}.{D}]|[{D}] \. [{D}]")  # nobody types it so
TORN = re.compile(rf"(?:=|\\(?:times|cdot|approx)) [{D}] [{D}]|[{D}] [{D}] (?:=|\\(?:times|cdot|approx))")
FEWEST_FORMULAS = 2  # of a document whose recogniser sets blanks
SHARE = 0.8  # of a formula's tokens that are one sign or one command
TOKEN = re.compile(r"\\[A-Za-z]{1,30}\*?(?:\{[A-Za-z]{1,12}\*?\})?[\[\]().|{}\\]{0,2}|\\.|[^\s\\]{1,400}")
NUMBER = re.compile(rf"(?<![A-Za-z{D}])[{D}]{{1,12}}(?: [{D}]){{0,30}}(?: [.٫](?: [{D}]){{1,30}})?(?![{D}])")
SCRIPT = re.compile(r"\s?([_^])\s?(?:\{\s?([^{}]{1,80}?)\s?\}|([A-Za-z0-9]))")
FRACTION = re.compile(rf"(?<=[{D}]) / (?=[{D}])")  # a slash is a decimal point in Persian, too
GROUPED = re.compile(rf"(?<![{D}.])[{D}]{{1,3}}(?:\s?,\s?[{D}]{{3}}){{1,6}}(?![{D}.]|\s?,\s?[-−]?\s?[{D}])")
UNARY = re.compile(rf"(^\s*|(?<=[{{(\[,&=\\])\s?)([-−]) (?=[{D}\\])")
FUNCTION = re.compile(r"(?<![A-Za-z] )(?:R e L U|r e l u|R E L U|m a x|m i n)(?= \()")
WORDS = re.compile(
    r"\\(operatorname|mathrm|text|mathbf|mathit|textrm|textbf|mathsf|mbox)\s?(\*?)\s?\{([^{}]{1,400})\}"
)
COLUMNS = re.compile(r"(\\begin\{array\})\s?\{([lcr| ]{1,60})\}")
CELLS = re.compile(r"(\\begin\{(?:array|[a-zA-Z]{0,2}matrix)\*?\}(?:\{[lcr|]{1,60}\})?)(.{0,4000}?)(\\end\{)")
CELL_END = re.compile(r"&|\\\\")
ONLY_DIGITS = re.compile(
    rf"[\s\[\](){{}}.\\]*(?:\\(?:left|right)[\[\](){{}}.\s]*)?(?:[{D}] ){{1,30}}[{D}][\s\[\](){{}}.]*"
)


def is_spaced(texts: Sequence[str]) -> bool:
    """Return whether several formulas of a document have blanks between their signs, as nobody types them."""
    return sum(map(shows_blanks, texts)) >= FEWEST_FORMULAS


def shows_blanks(text: str) -> bool:
    r"""Return whether blanks stand in a formula where nobody types them: `_ {`, `{ 1 }`, `3 \times 3 2`."""
    if SIGNATURE.search(text):
        return True
    return any(
        has_blanks(inner) and bool(TORN.search(inner))
        for inner in (found[2] or found[5] for found in FORMULA.finditer(text))
    )


def closed(text: str, *, is_display: bool) -> tuple[str, bool]:
    """Return a line without the blanks in the numbers and braces of its formulas, and whether it may say more.

    A row of single digits may be one number or several, and a comma may part them or their thousands.
    """
    if is_display:
        return close(text) if has_blanks(text) else (text, False)
    said, last, is_open = "", 0, False
    for found in FORMULA.finditer(text):
        inner = found[2] or found[5]
        if not has_blanks(inner):
            continue
        part, doubtful = close(inner)
        is_open = is_open or doubtful
        said += f"{text[last : found.start()]}{found[1] or found[4]}{part}{found[3] or found[6]}"
        last = found.end()
    return said + text[last:], is_open


def has_blanks(formula: str) -> bool:
    """Return whether nearly all signs of a formula stand alone."""
    tokens = TOKEN.findall(formula)
    alone = sum(len(token) == 1 or token.startswith("\\") for token in tokens)
    return len(tokens) > 1 and alone >= SHARE * len(tokens)


def close(formula: str) -> tuple[str, bool]:
    """Return a formula without the blanks that LaTeX does not show either, and whether it may say more."""
    is_open = bool(ONLY_DIGITS.fullmatch(formula)) and "\\begin" not in formula
    text = WORDS.sub(lambda found: f"\\{found[1]}{{{spelt(found[3])}}}", formula)
    text = FUNCTION.sub(lambda found: found[0].replace(" ", ""), text)
    text = NUMBER.sub(lambda found: found[0].replace(" ", ""), text)
    text = UNARY.sub(r"\1\2", text)
    text = SCRIPT.sub(lambda found: f"{found[1]}{{{spelt(found[2] or found[3])}}}", text)
    text = FRACTION.sub("/", text)
    text = COLUMNS.sub(lambda found: f"{found[1]}{{{found[2].replace(' ', '')}}}", text)
    if "&" in text or "\\begin" in text:
        text = CELLS.sub(lambda found: found[1] + with_bare_cells(found[2]) + found[3], text)
    if GROUPED.search(text):
        is_open = True
        text = GROUPED.sub(lambda found: re.sub(r"\s", "", found[0]), text)
    return text, is_open


def spelt(letters: str) -> str:
    """Return a word whose letters stand apart, with the blanks that its signs for blanks show."""
    if any(len(each) > 1 and not each.startswith("\\") for each in letters.split()):
        return letters.strip()
    return re.sub(r"\s", "", letters).replace("~", " ")


def with_bare_cells(rows: str) -> str:
    """Return the rows of a matrix whose cells stand in no braces of their own: `{ 1 } & { 2 }`."""
    said, last = "", 0
    for found in CELL_END.finditer(rows):
        said += f"{bare(rows[last : found.start()])}{found[0]}"
        last = found.end()
    return said + bare(rows[last:])


def bare(cell: str) -> str:
    """Return a cell without the braces around the whole of it."""
    inner = cell.strip()
    if not (inner.startswith("{") and inner.endswith("}")):
        return cell
    depth = 0
    for place, letter in enumerate(inner):
        depth += (letter == "{") - (letter == "}")
        if depth == 0 and place < len(inner) - 1:
            return cell
    return f" {inner[1:-1].strip()} "
