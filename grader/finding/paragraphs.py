"""Prepares a document's lines: sentences that run over lines are joined, parts beside one another are parted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from grader.documents.model import Document, Doubt, Line, Source
from grader.finding.broken import breaks_off, goes_on, runs_over, width_of
from grader.finding.folding import WORDED, fold
from grader.finding.grids import cells_of, first_row
from grader.finding.headings import heading_of
from grader.finding.hung import with_hung_letters
from grader.finding.lettered import dotted_letters, skips_letters
from grader.finding.names_last import with_name_first
from grader.finding.numbering import ABJAD, ALPHABET, LATIN, letter_of
from grader.finding.programs import with_programs
from grader.finding.restated import with_first_letters, without_restated
from grader.finding.series import with_series
from grader.finding.student import AN_ID, ID_LABEL
from grader.finding.tables import with_tables
from grader.finding.tidied import tidied
from grader.finding.wrapped import Edges, joint

_DAY, _YEAR, _BY = "[0-9]{1,2}", "[0-9]{4}", r"[/\-.]"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_FORMS = (
    f"{_YEAR}{_BY}{_DAY}{_BY}{_DAY}|{_DAY}{_BY}{_DAY}{_BY}{_YEAR}"
    f"|{_DAY} {_MONTH},? {_YEAR}|{_MONTH} {_DAY},? {_YEAR}"
)
DATE = re.compile(
    rf"(?:[^0-9]{{0,12}}[0-9]{{1,2}}[ ,،|–—\-]{{1,3}})?[^0-9]{{0,12}}(?:{_FORMS})[^0-9]{{0,12}}"
)
SHORTEST_FULL = 0.72  # of the longest usual line; a shorter one ends its paragraph
FEWEST_LETTERS = 40  # in a line that may run on
RESTATED = re.compile(
    r"[\s>*•\-]*(?:صورت ?(?:سوال|مسیله|مساله|پرسش)|متن ?(?:سوال|پرسش)|problem statement|question text|given problem)"
)
ANSWERS = re.compile(r"[\s>*•\-]*(?:حل|پاسخ|جواب|راه ?حل|solution|answer)\b")
ENDS = re.compile(r"[.:؟?!؛;：=]\s*$")
LISTED = re.compile(r"\s*[•●▪◦○➢✓]\s")
ENDS_IN_VALUE = re.compile(r"[0-9۰-۹٠-٩)\]%٪}]\$?\s*$")
NAMED_VALUE = re.compile(
    r"(?:[A-Z\u0620-\u06d3]|[0-9]\s?[x×]\s?[0-9]\s[A-Za-z])[A-Za-z\u0620-\u06d3 \u200c-]{2,40}"
    r"(?:\([A-Za-z\u0620-\u06d3 \u200c-]{1,30}\)\s?)?[:=]"
)
JOINED = re.compile(r"\s*[+×·⋅*]\s*[0-9۰-۹٠-٩(]")  # a sum or a product that began in the line before
GOES_ON = re.compile(r"\s*[-+−=×·⋅*/<>≈)\]،,]|\s*[a-z]")
AN_ID_OF_OURS = re.compile(r"\s*[a-z][a-z0-9]{0,20}(?:_[a-z0-9]{1,20}){1,5}\s*")  # a question's, as a title
OPEN_LIST = re.compile(r"[(\[][^()\[\]]{0,120}[0-9۰-۹٠-٩][,،]\s*$")
OPEN_ROW = re.compile(r"(?<!\[)\[[^()\[\]]{1,120}[0-9۰-۹٠-٩]\s*$")  # with blanks between its cells
CLOSES = re.compile(r"[^()\[\]\t=]{0,80}[)\]]\s*[.,]?\s*$")
INLINE = re.compile(
    r"(?<![^\s(\[:؛;.،,])[(\[]?(?P<letter>[a-h]|الف|[آبپتثجچحدهوز])[)\]]\s"
    r"|(?<!\S)(?P<dashed>الف|[آبپتثجچحدهوز])\s?[-–]\s"
    r"|(?<!\S)[()](?P<turned>الف|[آبپتثجچحدهوز])[()]\s"
)
FARTHEST = 4  # letters that a student may leave out in a line
NAMED = re.compile(
    r"(?<=\s)(?:Q|question |problem |سوال )[0-9۰-۹]{1,2}\s?[.(]?\s?[a-hالفبپتجد]{1,3}\s?[:).]",
    re.IGNORECASE,
)
ORDERS = (tuple(LATIN[:8]), ABJAD, ALPHABET)


def prepared(document: Document) -> list[Line]:
    """Return the lines in which answers are looked for: without dates, page numbers and the student's own line."""
    said = with_programs(document.lines) if document.source is not Source.NOTEBOOK else document.lines
    seen = [with_name_first(tidied(line)) for line in said if not is_scenery(line, document)]
    kept = list(without_restatement(with_series(with_hung_letters(seen))))
    kept = list(joined(kept) if document.source is not Source.EXTRACT else mended(kept))
    kept = list(closed(kept))
    pieces = [piece for line in with_tables(kept) for piece in parted(line)]
    return with_first_letters(without_restated(pieces))


def without_restatement(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines, but for a question that is copied down under a title that says so."""
    is_copied = False
    for line in lines:
        text = fold(line.text[:80])
        if RESTATED.match(text):
            is_copied = True
            continue
        if is_copied and (mark := heading_of(line)) is not None and (mark.named or mark.is_strong):
            is_copied = False
        if is_copied and ANSWERS.match(text):
            is_copied = False
        if not is_copied:
            yield line


def is_scenery(line: Line, document: Document) -> bool:
    """Return whether a line belongs to the sheet and not to an answer: a date, a page's number, whose it is."""
    if line.code:
        return False
    text = fold(line.text[:120])
    if len(text) < 40 and DATE.fullmatch(text):
        return True
    if document.pages and text == str(line.page) and is_last_of_page(line, document):
        return True
    label = ID_LABEL.search(text)
    return label is not None and AN_ID.match(text[label.end() :]) is not None and heading_of(line) is None


def is_last_of_page(line: Line, document: Document) -> bool:
    """Return whether no line of the page stands below this one, or behind it where no boxes tell."""
    box = line.box
    return not any(
        each.page == line.page
        and (each.number > line.number if not (box and each.box) else each.box[1] > box[3])
        for each in document.lines
    )


def closed(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines, a list in brackets that runs over a line's end as one."""
    held: Line | None = None
    for line in lines:
        if held is not None and opens_list(held, line) and CLOSES.match(line.text) and not line.code:
            held = together(held, line)
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def opens_list(held: Line, line: Line) -> bool:
    """Return whether a line opens a list that goes on in the next one, which is no row of the same matrix."""
    if OPEN_LIST.search(held.text):
        return True
    if not OPEN_ROW.search(held.text):
        return False
    return len(cells_of(line.text)) != len(first_row(held)[1]) > 1


def mended(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines of an extract, those that a value or a sentence was broken into as one."""
    width = width_of(lines)

    def follows(last: Line, line: Line, following: Line | None) -> bool:
        is_next = line.number == last.number + 1
        return is_next and (goes_on(last, line, following) or runs_over(last, line, width))

    return put_together(lines, follows)


def joined(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines, those that a paragraph was broken into as one."""
    lengths = sorted(len(line.text) for line in lines if not line.code and "\t" not in line.text)
    usual = lengths[-max(1, len(lengths) // 8)] if lengths else 0
    shortest = max(FEWEST_LETTERS, SHORTEST_FULL * usual)
    edges = Edges(lines)

    def follows(last: Line, line: Line, following: Line | None) -> bool:
        is_full = len(last.text) >= shortest and not edges.leaves_room(last, line)
        return runs_on(last.text, line, shortest, is_full=is_full) or goes_on(last, line, following)

    return put_together(lines, follows)


def put_together(lines: Sequence[Line], follows: Callable[[Line, Line, Line | None], bool]) -> Iterator[Line]:
    """Yield the lines, each that follows the one before joined to it, and one that breaks off with a doubt."""
    held: Line | None = None
    last: Line | None = None
    for line, following in zip_longest(lines, lines[1:]):
        if held is not None and last is not None and follows(last, line, following):
            held = together(held, line)
        else:
            if held is not None and last is not None:
                yield with_doubt(held) if breaks_off(last, line) else held
            held = line
        last = line
    if held is not None:
        yield with_doubt(held) if breaks_off(held, None) else held


def with_doubt(line: Line) -> Line:
    """Return a line that does not say all of its value."""
    return replace(line, doubts=(*line.doubts, Doubt.CHARACTERS))


def runs_on(before: str, line: Line, shortest: float, *, is_full: bool) -> bool:
    """Return whether a sentence that began in the line before, which may be full, goes on in this one."""
    if line.code or line.heading or "\t" in line.text or "\t" in before or heading_of(line) is not None:
        return False
    if (
        LISTED.match(line.text)
        or AN_ID_OF_OURS.fullmatch(line.text)
        or (ENDS_IN_VALUE.search(before) and NAMED_VALUE.match(line.text))
    ):
        return False
    if ENDS_IN_VALUE.search(before) and JOINED.match(line.text):
        return before.lstrip()[:1] != line.text.lstrip()[:1]  # else both are items of a list
    is_equation_open = before.rstrip().endswith("=") and bool(WORDED.search(line.text))
    is_open = is_equation_open or not ENDS.search(before)
    if (
        is_open
        and len(before) > FEWEST_LETTERS // 2
        and GOES_ON.match(line.text)
        and len(line.text) < shortest / 3
    ):
        return True
    return is_open and is_full and bool(WORDED.search(before))


def together(first: Line, second: Line) -> Line:
    """Return two lines as one, with the box around both where they stand on one page."""
    box = first.box
    if first.box and second.box and first.page == second.page:
        box = (
            min(first.box[0], second.box[0]), min(first.box[1], second.box[1]),
            max(first.box[2], second.box[2]), max(first.box[3], second.box[3]),
        )  # fmt: skip
    between = joint(first.text, second.text)
    other = (
        f"{first.other or first.text}{between}{second.other or second.text}"
        if first.other or second.other
        else ""
    )
    doubts = tuple(dict.fromkeys((*first.doubts, *second.doubts)))
    return replace(first, text=f"{first.text}{between}{second.text}", box=box, other=other, doubts=doubts)


def follow(order: Sequence[str], letters: Sequence[str]) -> bool:
    """Return whether letters rise in an order, some of them left out."""
    if any(letter not in order for letter in letters):
        return False
    places = [order.index(letter) for letter in letters]
    return bool(places) and all(0 < later - place <= FARTHEST for place, later in pairwise(places))


def parted(line: Line) -> Iterator[Line]:
    """Yield a line, cut before the letters of parts that stand in it one after another: `a) 5 b) 28×24`."""
    again = [] if line.code else [found.start() for found in NAMED.finditer(line.text) if found.start()]
    if again:
        for piece in cut(line.text, [0, *again]):
            if piece:
                yield replace(line, text=piece, other="")
        return
    begins = [] if line.code else letters_in(line.text)
    if len(begins) < 2:
        is_torn = not line.code and skips_letters(line.text)
        yield replace(line, doubts=(*line.doubts, Doubt.ORDER)) if is_torn else line
        return
    other = letters_in(line.other) if line.other else []
    others = cut(line.other, other) if len(other) == len(begins) else []
    pieces = cut(line.text, begins)
    for index, piece in enumerate(pieces):
        second = others[index] if len(others) == len(pieces) else ""
        if piece:
            yield replace(line, text=piece, other=second if second != piece else "")


def letters_in(text: str) -> list[int]:
    """Return where letters of parts begin that follow one another in an order; nothing for others."""
    found = list(INLINE.finditer(text))
    letters = [letter_of(each["letter"] or each["dashed"] or each["turned"]) for each in found]
    if any(follow(order, letters) for order in ORDERS):
        return [each.start() for each in found]
    return dotted_letters(text)


def cut(text: str, begins: Sequence[int]) -> list[str]:
    """Return the pieces of a text; what stands before the first letter belongs to it where it is a heading."""
    starts = [0, *begins[1:]] if heading_of(Line(text=text, number=0)) else sorted({0, *begins})
    return [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
