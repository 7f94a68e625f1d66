"""Recognises the lines that name a question or a part, in the forms that students and OCR give them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from grader.documents.model import Line
from grader.finding.folding import fold
from grader.finding.numbering import LETTER, NUMBER, ROMAN_NUMBER, letter_of, number_of

_PERSIAN_QUESTION = r"س ?و ?[اآ]+ ?ل|سی?یوال|پر ?ستش|پرسش|مسی?یله{1,2}|مساله{1,2}|مسله"
QUESTION_WORD = (
    rf"(?:{_PERSIAN_QUESTION}|question|problem|exercise|task|ques|prob|quest|exer|ex|soal[- ]?e?|q)"
)
HOMEWORK_WORD = r"تمرین"
PART_WORD = r"(?:بخش|قسمت|مورد|بند|جزء|جز|زیربخش|part|section|item|subpart|sub-part|subquestion)"
ANSWER_WORD = (
    r"(?:(?:[پی]اسخ|جواب|حل|راه ?حل|solution|answer|ans|response)(?: ?(?:به|to|of|for|the))?[ :.\-]*)"
)
SEPARATOR = r"[ \t.:,;/|#_)\](\[}\-]*"
OPEN, CLOSE = r"[(\[){}\]]?", r"[)\](\[{}]"
START = r"^[\s>*•·●▪\-#$\\]*"

UNMISTAKABLE = r"(?:ا ?ل ?ف|[آبپتثجچحخد]|[b-h])(?![a-z0-9\u0620-\u06d3])"  # letters that are no words
GLUED = rf"[0-9]{{1,2}}(?=[a-h](?![a-z0-9])|{UNMISTAKABLE})"  # as in `Task 1a`
TO = r"(?:تا|الی|to|through|and|و|&|[-–—,،]|\.{2,3}|…)"
QUESTION = re.compile(
    rf"{START}{ANSWER_WORD}?{QUESTION_WORD}(?:ی|ها)?{SEPARATOR}"
    rf"(?:شماره|number|no)?{SEPARATOR}(?P<number>{NUMBER}|{GLUED}|{ROMAN_NUMBER})"
)
HOMEWORK = re.compile(
    rf"{START}{ANSWER_WORD}?{HOMEWORK_WORD}{SEPARATOR}(?:شماره)?{SEPARATOR}(?P<number>{NUMBER}|{GLUED})"
)
ORDINAL_FIRST = re.compile(
    rf"{START}(?P<number>first|second|third|fourth|fifth|sixth|seventh|eighth)\s+(?:question|problem)\b"
)
BARE = re.compile(
    rf"{START}[(\[]?(?P<number>[0-9]{{1,2}})(?![0-9])\s?(?P<mark>[.)\]:\-/]+)"
    rf"(?=\s|$|{OPEN}{LETTER})(?<![.:\-/] )(?!(?<=[.:\-/])[0-9])"
)
ANSWERED = re.compile(rf"{START}(?:پاسخ|جواب|solution|answer)\s+(?P<number>{NUMBER})\s?(?:[:)]|[.](?=\s|$))")
BARE_REVERSED = re.compile(r"^\s*(?:[.)(]\s?|-\s)(?P<number>[0-9]{1,2})\s*[.)(]?\s*$")
COMBINED = re.compile(
    rf"{START}[(\[]?(?P<number>[0-9]{{1,2}})\s?(?P<between>[.)\]:\-/]*)\s?{OPEN}(?P<letter>{LETTER})\s?"
    rf"(?P<mark>[)\]}}]|[.:\-](?=\s|$)|$|(?<=[0-9][.)\-/][a-h\u0620-\u06d3])(?=\s)|(?<=[0-9][.)\-/]الف)(?=\s)|(?<=[0-9][a-h])\((?=\s)|(?=\t))"
)
RUN_IN = re.compile(
    rf"{START}[(\[]?(?P<number>[0-9]{{1,2}})[)\]]?\s?[(](?=[^()]{{0,60}}[a-z\u0620-\u06d3]{{3}})[^()0-9=×*+/]{{3,80}}[)]\s?(?:[.:](?=\s|$)|$)"
)  # `4 (dilated convolution).`
SEVERAL_PARTS = re.compile(
    rf"^{SEPARATOR}(?:{PART_WORD}{SEPARATOR})?{OPEN}{LETTER}{CLOSE}?\s?{TO}\s?{OPEN}{LETTER}\s?(?:{CLOSE}|[.:](?=\s|$)|(?=\s*$))"
)  # `a to c`, behind a number
TABLED = re.compile(
    rf"^(?:{QUESTION_WORD}\s)?(?P<number>[0-9]{{1,2}})[.)]?\s?\t\s?(?:{PART_WORD}\s)?{OPEN}(?P<letter>{LETTER})[.)\]]?\s?\t"
)
TITLED = re.compile(
    r"^(?:(?P<number>[0-9]{1,2})\s+(?P<title>(?:[1-3]-?d )?[a-z\u0620-\u06d3][a-z\u0620-\u06d3 \-]{2,60})"
    r"|(?P<before>[a-z\u0620-\u06d3][a-z\u0620-\u06d3 \-]{2,60})\t(?P<last>[0-9]{1,2})"
    r"|(?:solution|answer|پاسخ|جواب)\s(?P<answered>[0-9]{1,2}))$"
)
ENTRY = r"[-−+]?[0-9.]{1,8}"
IN_A_CELL = re.compile(
    rf"^(?P<letter>ا ?ل ?ف|[آبپتثجچحخدهوزطی]|[a-h])\s?\t(?!(?:{ENTRY}\t){{0,20}}[a-z](?:\t(?:{ENTRY}|[a-z])){{0,20}}$)"
)  # but not a matrix's row of names and numbers
TERSE = re.compile(rf"{START}(?P<number>[0-9]{{1,2}})(?P<letter>[a-h])(?:\s+|$)")
PART = re.compile(
    rf"{START}{ANSWER_WORD}?{PART_WORD}{SEPARATOR}[\"']?(?P<letter>(?:{LETTER}|{NUMBER}))(?:[\"'])?"
)
PART_OF = re.compile(
    rf"{START}{ANSWER_WORD}?{PART_WORD}{SEPARATOR}(?P<letter>{LETTER}|{NUMBER}){SEPARATOR}(?:of|in|از)?\s?{QUESTION_WORD}"
    rf"{SEPARATOR}(?:شماره|number|no)?{SEPARATOR}(?P<number>{NUMBER})(?=\s*$|\s?[:.)])"
)  # `part b of question 2`
PLAIN_PART = re.compile(
    rf"{START}{ANSWER_WORD}?(?:[(\[)]\s?(?P<bracketed>{LETTER}|[0-9]{{1,2}})\s?{CLOSE}"
    rf"|(?:[(\[]|[)\]](?=\s?[\u0620-\u06d3]))\s?(?P<half>{LETTER})(?=\s*$)"
    rf"|[(\[]\s?(?P<opened>ا ?ل ?ف|[بپتثجچحخده])(?=\s[^()\[\]]{{2,200}}$)"
    rf"|(?P<letter>{LETTER}(?:(?<![a-z])\s?|(?<=[a-z])))(?P<mark>[)\](.:\-])(?=\s|$|[^\x00-\x7f(]|[(][^)]{{3}}))"
)
AFTER_QUESTION = re.compile(
    rf"^{SEPARATOR}(?:{PART_WORD}{SEPARATOR})?{OPEN}(?P<letter>{LETTER})\s?(?:{CLOSE}|[.:\-](?=\s|$)|(?=\s*$))"
    rf"|^\s?\t\s?{OPEN}(?P<cell>{LETTER})[.)\]]?\s?(?=\t)"
    rf"|^[.]?(?P<glued>[a-h])(?=\s|$)|^[ \t]+(?P<spaced>{UNMISTAKABLE})(?=\s)"
    rf"|^{SEPARATOR}{PART_WORD}{SEPARATOR}{OPEN}(?P<worded>{UNMISTAKABLE}|a)(?=\s)"
)
PAIR = re.compile(
    rf"{START}(?:(?:{QUESTION_WORD}|{PART_WORD}){SEPARATOR})?[(\[]?(?P<number>[0-9]{{1,2}})"
    r"(?:[./_]| ?[-–—] ?)(?P<item>[0-9]{1,2})"
    r"(?:(?P<mark> ?[)\]:]|\.(?=\s|$)| ?[-–—](?=\s+[^\W\d_]))|(?![0-9]|[.,][0-9]))"
)  # `3-1)`, which only a series of its like tells from a number
PAIRED, TURNED = 7, 8  # levels below those of every format: lines that only a series shows to be headings
MARKS = re.compile(r"(?:[\s:)\]]|\.(?![0-9])|-(?![0-9.(a-z√]))+")
LONGEST_LOOKED_AT = 300  # characters of a line in which a heading is looked for
LONGEST_BEGUN = 120  # characters of a line that is begun anew
LONGEST_TITLE = 6  # words
LONGEST_BARE_HEADING = 90  # characters; a longer numbered line is an item of a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a line's beginning names.

    ``number`` is a question's, ``letter`` a part's, each empty where none is named. ``named`` tells that a word
    such as "question" or "part" says so; ``is_homework`` that only "exercise" does, which may be the sheet's title;
    ``is_terse`` that only a blank parts it from what follows, as in `3a 14`; ``is_tabled`` that number and letter
    are cells of a table. ``rest`` is what stands behind it.
    """

    number: str = ""
    letter: str = ""
    named: bool = False
    is_homework: bool = False
    is_strong: bool = False
    is_terse: bool = False
    is_tabled: bool = False
    rest: str = ""


def heading_of(line: Line) -> Heading | None:
    """Return what a line names, or None."""
    return None if line.code else _named_by(line.text[:LONGEST_LOOKED_AT], line.heading)


@lru_cache(maxsize=1024)  # every pass over a document asks of each line
def _named_by(beginning: str, level: int) -> Heading | None:
    """Return what a line's beginning names; ``level`` is the heading's that the format or a series makes it, or 0."""
    text = fold(beginning.replace("\ufffd", ""))
    pair = PAIR.match(text) if level in (PAIRED, TURNED) else None
    if pair:
        number, item = (pair["number"], pair["item"])[:: 1 if level == PAIRED else -1]
        return Heading(
            number=number_of(number), letter=number_of(item), is_strong=True, rest=_rest(text, pair)
        )  # fmt: skip
    found = _question(text)
    if found is not None:
        return found
    tabled = TABLED.match(text)
    if tabled:
        return Heading(
            number=number_of(tabled["number"]), letter=letter_of(tabled["letter"]), is_terse=True,
            is_tabled=True, rest=_rest(text, tabled),
        )  # fmt: skip
    part = PART_OF.match(text)
    if part:
        return Heading(
            number=number_of(part["number"]), letter=_letter(part["letter"]), named=True, is_strong=True,
            rest=_rest(text, part),
        )  # fmt: skip
    part = PART.match(text)
    if part:
        return Heading(letter=_letter(part["letter"]), named=True, is_strong=True, rest=_rest(text, part))
    combined = COMBINED.match(text)
    if combined and not _is_term(text, combined):
        return Heading(
            number=number_of(combined["number"]), letter=letter_of(combined["letter"]), is_strong=True,
            rest=_rest(text, combined),
        )  # fmt: skip
    return _of_several(text) or _bare(text, bool(level)) or _plain_part(text) or _terse(text)


def title_of(line: Line) -> Heading | None:
    """Return the number and the title of a line that holds nothing else, and no mark between: `2 DenseNet`."""
    found = TITLED.match(fold(line.text[:LONGEST_LOOKED_AT])) if not line.code else None
    if found is None or len((found["title"] or found["before"] or "").split()) > LONGEST_TITLE:
        return None
    number = found["number"] or found["last"] or found["answered"]
    return Heading(number=number_of(number), named=True, is_strong=True)


def _of_several(text: str) -> Heading | None:
    """Return the question of `7 a to e`, whose letters follow, or of a title in brackets."""
    number = re.match(rf"{START}[(\[]?(?P<number>[0-9]{{1,2}})(?![0-9])", text)
    several = SEVERAL_PARTS.match(text[number.end() :]) if number else None
    if number and several and re.search(r"تا|الی|to|through|[-–—…]", several[0]):
        rest = text[number.end() + several.end() :]
        if not rest.strip():
            return Heading(number=number_of(number["number"]), is_strong=True)
    found = RUN_IN.match(text)
    if found is None:
        return None
    return Heading(number=number_of(found["number"]), is_strong=True, rest=_rest(text, found))


def _letter(text: str) -> str:
    """Return a letter, or the digits of a part that is counted."""
    text = text.strip()
    return letter_of(text) if re.fullmatch(LETTER, text) else number_of(text)


def _question(text: str) -> Heading | None:
    for pattern in (QUESTION, ORDINAL_FIRST, HOMEWORK, ANSWERED):
        found = pattern.match(text)
        if found is None:
            continue
        rest = text[found.end() :]
        several = SEVERAL_PARTS.match(rest)
        letter = None if several else AFTER_QUESTION.match(rest)
        if pattern is QUESTION and not letter and _is_mention(rest):
            return None
        return Heading(
            number=number_of(found["number"]),
            letter=letter_of(next(filter(None, letter.groups()))) if letter else "",
            named=True,
            is_homework=pattern is HOMEWORK,
            is_strong=True,
            rest=behind_marks(rest[behind.end() :] if (behind := letter or several) else rest),
        )
    return None


def _is_mention(rest: str) -> bool:
    """Return whether a sentence goes on that only mentions a question: `question 3 asks for …`."""
    return bool(re.match(r"\s+(?:asks|says|is|was|we|را|از|که|خواسته|گفته|هم|نیز|رو)\b", rest))


def _bare(text: str, is_marked: bool) -> Heading | None:
    found = BARE.match(text) or BARE_REVERSED.match(text)
    if found is None:
        if is_marked and re.fullmatch(r"[(\[]?[0-9]{1,2}[)\]]?", text):
            return Heading(number=number_of(text), is_strong=True)
        return None
    rest = _rest(text, found)
    letter = PLAIN_PART.match(rest)
    if letter:
        name = _letter(letter["letter"] or letter["bracketed"] or letter["half"] or letter["opened"])
        if not name.isdigit():
            return Heading(
                number=number_of(found["number"]),
                letter=name,
                is_strong=True,
                rest=rest[letter.end() :].strip(),
            )
    return Heading(
        number=number_of(found["number"]), is_strong=is_marked or not rest, rest=rest
    )  # fmt: skip


def _plain_part(text: str) -> Heading | None:
    found = PLAIN_PART.match(text)
    if found is None:
        cell = IN_A_CELL.match(text)
        return (
            Heading(letter=letter_of(cell["letter"]), is_strong=True, rest=_rest(text, cell))
            if cell
            else None
        )
    half = found["half"] or found["opened"] or ""  # of the brackets around a letter one is left
    letter = _letter(found["letter"] or found["bracketed"] or half)
    if letter.isdigit():
        return Heading(number=letter, is_strong=bool(found["bracketed"]), rest=_rest(text, found))
    return Heading(
        letter=letter,
        is_strong=bool(found["bracketed"] or half) or found["mark"] in (")", "]"),
        rest=_rest(text, found),
    )


def _terse(text: str) -> Heading | None:
    found = TERSE.match(text)
    if found is None:
        return None
    return Heading(
        number=number_of(found["number"]), letter=found["letter"], is_terse=True, rest=_rest(text, found)
    )


def _is_term(text: str, found: re.Match[str]) -> bool:
    """Return whether a digit and a letter at the start are a term of a formula: `3 x - 1`, `2) d`."""
    return (
        found["mark"] in ("-", "")
        and not re.match(r"\s*[0-9]{1,2}\s?[.)\]\-]", text)
        and bool(re.match(r"\s*[0-9]{1,2}\s?[a-z]\s?-?", text) and text[found.end() :].strip())
    )


def _rest(text: str, found: re.Match[str]) -> str:
    return behind_marks(text[found.end() :])


def behind_marks(text: str) -> str:
    """Return a text without the marks that part it from its heading; the sign of a number is none of them."""
    found = MARKS.match(text)
    return text[found.end() :].strip() if found else text.strip()


def begun_anew(line: Line, begin: str, rest: str) -> Line:
    """Return a line that begins with a heading in the usual form; ``rest`` is what stands behind it, folded."""
    kept = _behind(line.text, rest)
    colon = ":" if kept and not begin.endswith(")") else ""
    second = _behind(line.other, rest) if line.other else ""
    return replace(
        line, text=f"{begin}{colon} {kept}".strip(), other=f"{begin}{colon} {second}" if second else ""
    )


def _behind(text: str, rest: str) -> str:
    """Return the end of a text that begins, when it is folded, as ``rest`` does."""
    rest = rest.strip(" *")
    if not rest:
        return text[LONGEST_BEGUN:]
    ends = (
        at for at in range(min(len(text), LONGEST_BEGUN)) if fold(text[at:LONGEST_BEGUN]).strip(" *") == rest
    )
    at = next(ends, None)
    return "" if at is None else text[at:].strip()
