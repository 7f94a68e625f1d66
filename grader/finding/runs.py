"""Finds the runs of mathematics in a sentence: numbers, formulas and sizes between the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category

from grader.answers.characters import SUBSCRIPTS, SUPERSCRIPTS

TOKEN = re.compile(
    r"\b(?:i\.e|e\.g)\.|\b[A-Za-z]+['’](?:s|re|ve|ll|t|d|m)\b|\\[A-Za-z]+\*?|(?<=[0-9۰-۹٠-٩])[xX](?=\s*[0-9۰-۹٠-٩])|[A-Za-z][A-Za-z0-9]*(?:_\{[^{}]{1,12}\}|_[A-Za-z0-9]{1,4})?'*|[0-9۰-۹٠-٩]+(?:[.,٫٬/٬،][0-9۰-۹٠-٩]+)*|[\u0620-\u06d3\u200c\u064b-\u0652]+"
    r"|[½⅓⅔¼¾]|[-+−–*×·⋅÷/^=≈%٪(){}\[\]⌊⌋⌈⌉|_&,$!.'<>:]|\s+|."
)
BETWEEN = frozenset({"در", "ضربدر", "میلیون", "میلیارد", "هزار", "درصد", "تقسیم", "بر"})
NUMBER_WORDS = frozenset(
    {
        "million",
        "billion",
        "thousand",
        "percent",
        "relu",
        "sqrt",
        "max",
        "min",
        "abs",
        "none",
        "exp",
        "log",
        "floor",
        "by",
    }
)
TEX_MATH = frozenset(
    [
        "\\times",
        "\\cdot",
        "\\frac",
        "\\dfrac",
        "\\tfrac",
        "\\sqrt",
        "\\left",
        "\\right",
        "\\lfloor",
        "\\rfloor",
        "\\lceil",
        "\\rceil",
        "\\boxed",
        "\\max",
        "\\min",
        "\\div",
        "\\pm",
        "\\approx",
        "\\text",
        "\\big",
        "\\Big",
        "\\bigl",
        "\\bigr",
        "\\mathrm",
        "\\operatorname",
        "\\sigma",
        "\\alpha",
        "\\beta",
        "\\gamma",
        "\\lambda",
        "\\begin",
        "\\end",
        "\\%",
        "\\,",
    ]
)
LONGEST_PRODUCT = 3  # letters of symbols written together, as in DF
OPERATORS = frozenset("-+−–*×·⋅÷/^=≈%٪(){}[]⌊⌋⌈⌉|_&,$'!.:√" + SUPERSCRIPTS + SUBSCRIPTS)
ARTICLE = re.compile(r"[aA]\s+(?=[$0-9])")  # a 5×5 window
DANGLING = re.compile(r"(?:\s*(?:در|بر|by|تقسیم|[-+×*=/]))+\s*$")
JOINS = re.compile(r"[+×*·/^]")
UNENDED = re.compile(r"=[^=]*[+×*]$")  # what is added to the last side, or multiplied, stands in words
NO_BEGINNING = (
    frozenset(",.:!|") | (BETWEEN - {"تقسیم"}) | {"by", "percent", "million", "billion", "thousand", "none"}
)
CUT_BEHIND = re.compile(r"[.,٫]?[A-Za-z\ufffd?|!]")
CUT_BEFORE = re.compile(r"[A-Za-z\ufffd|!?][0-9]*[.,٬٫]?$")
LAST_COMMA = re.compile(r"[,،][\s$]*$")
DIGIT = re.compile(r"[0-9۰-۹٠-٩½⅓⅔¼¾]")
CLAUSE = re.compile(
    r"[,،;؛:](?=\s)|(?<![\u0620-\u065f\u066e-\u06d3])(?:است|هستند|خواهد بود|می[\u200c ]?شود)(?=[\s،.])(?!\s+با\s)"
    r"|(?<=\s)(?:and|while|whereas|but|then|with|و|ولی|اما|سپس)(?=\s+[A-Za-z\u0620-\u065f\u066e-\u06d3])"
)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of mathematics, the words before it since the last run, the words after it, and all ``earlier`` ones.

    ``clause`` is what its clause says before it, ``beside`` what the clause says behind it, up to the next run.
    ``start`` is its place in the text; ``is_cut`` tells that a bracket of it, or what its first sign joins, is missing.
    """

    text: str
    before: str
    after: str
    earlier: str = ""
    clause: str = ""
    beside: str = ""
    start: int = 0
    is_cut: bool = False


@lru_cache(maxsize=2048)
def runs_of(text: str, symbols: Sequence[str]) -> tuple[Run, ...]:
    """Return the runs that hold a number, or one of the ``symbols`` with a sign beside it."""
    spans = list(_spans(text[:3000], frozenset(symbols)))
    runs = []
    clauses = [found.end() for found in CLAUSE.finditer(text)] if spans else []
    for index, (begin, end) in enumerate(spans):
        article = ARTICLE.match(text, begin, end)
        start = article.end() if article else begin
        piece = text[start:end].strip(" ,،.:;&$\t'=")
        if not piece or is_torn(text, start, end) or UNENDED.search(piece):
            continue
        before = text[spans[index - 1][1] if index else 0 : start]
        comma = LAST_COMMA.search(text, start, end)
        after = text[
            comma.start() if comma else end : spans[index + 1][0] if index + 1 < len(spans) else len(text)
        ]
        clause = max((place for place in clauses if place <= start), default=0)
        is_last = index + 1 == len(spans)
        is_formula = bool(symbols) and bool(re.search(r"[-+*×·/^(_{]|\\|[A-Za-z]{1,3}", piece))
        if DIGIT.search(piece) or is_formula:
            said = DANGLING.sub("", piece)
            inner = balanced(said)
            runs.append(
                Run(
                    text=inner,
                    is_cut=inner != said or JOINS.match(said) is not None,
                    before=before,
                    after=after,
                    earlier=text[: start - len(before)],
                    clause=text[clause:start],
                    beside=after if is_last else CLAUSE.split(after, maxsplit=1)[0],
                    start=start,
                )
            )
    return tuple(runs)


def _spans(text: str, symbols: frozenset[str]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    end = 0
    for found in TOKEN.finditer(text):
        token = found[0]
        if is_mathematical(token, symbols):
            if start is None and not token.isspace() and token not in NO_BEGINNING:
                start, end = found.start(), found.end()
            elif start is not None:
                end = found.end()
        elif not token.isspace() and start is not None:
            yield start, end
            start = None
    if start is not None:
        yield start, end


def is_torn(text: str, start: int, end: int) -> bool:
    """Return whether a run is what is left of a damaged one: `5l2`, `l4 × 14`, with letters that stand for digits."""
    if re.match(r"\s*(?:[×xX*·/^]|\\times)", text[start:end]):
        return True
    run = text[start:end].rstrip(" ,،.")
    if re.match(r"\\[A-Za-z]", text[start + len(run) :]):
        return True  # a command that is not known may join it to what follows
    if run[:1] != "{" and re.search(r"\\[A-Za-z]{1,20}$", text[max(0, start - 21) : start]):
        return True
    behind = text[start + len(run) : start + len(run) + 1]
    if behind and not behind.isascii() and category(behind) == "Sk":
        return True  # a loose accent or power's sign
    is_cut_behind = bool(DIGIT.match(run[-1:]) and CUT_BEHIND.match(text[start + len(run) :]))
    is_cut_before = bool(
        DIGIT.match(text[start : start + 1]) and CUT_BEFORE.search(text[max(0, start - 8) : start])
    )
    return is_cut_behind or is_cut_before


def is_mathematical(token: str, symbols: frozenset[str]) -> bool:
    """Return whether a token can belong to a number, a size or a formula."""
    if token.isspace() or token in OPERATORS or DIGIT.match(token) or token in TEX_MATH:
        return True
    if token in BETWEEN or token.casefold() in NUMBER_WORDS:
        return True
    if not (token.isascii() and token[0].isalpha()):
        return False
    if len(token) <= 1 or "_" in token or any(token.startswith(symbol) for symbol in symbols):
        return True
    return bool(symbols) and len(token) <= LONGEST_PRODUCT and token.isupper()


def balanced(piece: str) -> str:
    """Return a piece without a bracket at either end that has no partner."""
    for opening, closing in ("()", "[]", "{}"):
        if piece.count(opening) > piece.count(closing) and piece.endswith(opening):
            piece = piece[:-1].rstrip(" ,،.:;&$\t'=")
        if piece.count(opening) > piece.count(closing) and piece.startswith(opening):
            piece = piece[1:].strip()
        if piece.count(closing) > piece.count(opening) and piece.endswith(closing):
            piece = piece[:-1].strip()
    return piece
