"""Cuts the lines of a section into statements: a label, its text, and what kind of sentence it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from grader.documents.model import Doubt, Line
from grader.finding.counts import parted_counts
from grader.finding.folding import fold, is_damaged, words_of
from grader.finding.vocabulary import CONCLUSIONS, QUESTION_SIGNS, QUESTION_STARTS

LONGEST_STATEMENT = 1200
LONGEST_TITLE = 6  # words
LONGEST_LED = 60  # characters of a title that holds a layer's number
ANOTHER = " "  # label stood in the line than the one that begins it
MOST_STATEMENTS = 1000  # of one document
ARROW = r"→|⇒|⟹|⟶|➔|-{1,2}>|={1,2}>|\\(?:long|Long)?[rR]ightarrow|\\to(?![a-z])|\\implies|\\xrightarrow\{[^}]{0,40}\}"
SO = (
    r"(?:و\s+)?(?:در\s?نتیجه|بنابراین|پس(?!\s+از\s)|لذا)(?=[\s،:])"
    r"|(?:and\s+)?(?:so|therefore|thus|hence)(?=[\s,:])"
)
NEXT_NAME = re.compile(
    r"(?:(?<=[0-9۰-۹٠-٩)\]%٪$])|(?<=[0-9][MKGk]))\s+(?!(?:[A-Za-z]|\\[a-z]{2,8})_\{?[ijkmn]{1,3}\}?\s?=)(?=(?:[0-9۰-۹]\s?[x×]\s?[0-9۰-۹]\s)?[A-Za-z\u0620-\u06d3][A-Za-z0-9_.\u0620-\u06d3\u200c]{0,30}"
    r"(?: [A-Za-z\u0620-\u06d3\u200c]{1,20}){0,3}(?:\s?\([A-Za-z\u0620-\u06d3\u200c -]{1,30}\))?\s?[=:](?![=:]))"
)
QUANTITY = (
    "(?:the |its )?(?:transition|output|size|length|number|total|result|gradient|GAP|mean|average|"
    "لایه[ \u200cی]{0,3}(?:گذار|انتقال)|خروجی|اندازه|ابعاد|تعداد|طول|مجموع|میانگین|گرادیان)"
)
AND = (
    rf"(?P<and>\s(?:and|و)\s+(?={QUANTITY}(?![A-Za-z])"
    r"|(?:\$\s?)?[A-Za-zα-ω\\\u0620-\u065f\u066e-\u06d3][^=:؛;,،\n]{0,60}=(?!=)))"
)  # `5 and the size is 7`, `a = 5 and b = 7`
SIDES = re.compile(r"(?:and |و )?(?:the )?(?:height|width|ارتفاع|عرض|[HhWw](?:_?out)?\b)")  # of one size
STARTS_SO = re.compile(SO)
CUT = re.compile(
    rf"(?P<arrow>{ARROW})|{AND}|(?<=[\s،,.])(?={SO})|\\\\(?!\[)|\\q?quad\b|[;؛]|(?<=[^0-9۰-۹٠-٩\s.])(?<!i\.e)(?<!e\.g)[.](?=\s|$)|(?<=[0-9۰-۹٠-٩\s)\]}}$])[.](?=\s+[^\s0-9۰-۹]|\s*$)|[?؟!](?=\s|$)"
    r"|[,،](?=\s*[A-Za-z\u0620-\u06d3][A-Za-z\u0620-\u06d3 _]{1,30}:\s)"
    r"|[,،](?=\s*(?:\$\s*)?(?:[A-Za-zα-ω\u0600-\u06ff\\(][^=,،;\n]{0,40}=))|\$\s*[,،]\s*(?=\$)|(?<=\$)\s{2,}(?=\$)|\n"
)
PERCENT_IN_WORDS = (
    r"(?:یک|دو|سه|چهار|پنج|شش|هفت|هشت|ده|بیست|سی|چهل|پنجاه|شصت|هفتاد|هشتاد|نود|صد)\s?درصد"
    r"|\b(?:[a-z]{2,5}ty|[a-z]{2,5}teen|ten|eleven|twelve|hundred"
    r"|(?:[a-z]{3,5}ty[- ])?(?:one|two|three|four|five|six|seven|eight|nine))\s(?:percent|per cent)\b"
)
VALUE = re.compile(
    r"[0-9۰-۹٠-٩½¼¾⅓⅔]|[=≈]|[A-Za-z]\s*[*+×^]|\\(?:frac|boxed|times|cdot|sqrt)|\)\s*\("
    r"|[A-Za-z)]\s+[-+−]\s+[A-Za-z(]|\b[A-Z]-[A-Z]{1,2}\b|\b[A-Z]{2}\s*\)"
    rf"|{PERCENT_IN_WORDS}"
)
BEGINS_BARE = re.compile(r"[\s$(\[]*[-−]?[0-9۰-۹٠-٩]")  # with a value, and no name of its own
SAYS_NUMBER = re.compile(r"(?<![A-Za-z_0-9۰-۹])[0-9۰-۹٠-٩]")
NUMBER_OF_NAME = re.compile(
    r"(?<![A-Za-z])[A-Za-z]{2,12}[ _]?[0-9۰-۹]{1,2}(?![0-9۰-۹.٫×xX*])|لایه[ \u200cیۀهٔ]{0,4}[0-9۰-۹]{1,2}(?![0-9۰-۹.٫])"
    r"|(?<![0-9۰-۹])([0-9۰-۹])\s?[×xX*]\s?\1(?![0-9۰-۹.٫×xX*])"
)  # `conv1`, `layer 2`, `3×3`
LAYER_LAST = re.compile(
    r"(?<=[0-9۰-۹٠-٩)])\s+((?:conv|pool|fc|dense)[A-Za-z]{0,8}_?[0-9]{0,2})$", re.IGNORECASE
)  # `= 3270 fc`, before an arrow
NUMBERS = re.compile(r"[0-9۰-۹٠-٩][0-9۰-۹٠-٩,٬]{0,14}(?<![,٬])")
SAYS_SIZE = re.compile(
    r"(?:\b(?:is|are|output|size|gives?)\b|خروجی|اندازه|ابعاد|سایز|برابر|است)[^:]{0,30}[0-9۰-۹]\s?[×xX*]\s?[0-9۰-۹]",
    re.IGNORECASE,
)
TITLE_IN_TEX = re.compile(r"\\text\s*\{([^{}:=]{1,40}:)\s*\}")  # \text { pool1: }
TURNED_LABEL = re.compile(
    r"(?P<body>[^:：]{0,200}[0-9۰-۹)%٪])[ \t]+[:：](?P<label>[^\W\d_][^:：=0-9۰-۹٠-٩]{1,40}(?:\([^()]{1,12}\))?)"
)  # `14 · 36 = 504 :Pointwise`, as a line that is read from the right comes out
TEX_SIGN = re.compile(r"\\(?:frac|times|cdot|left|right|lfloor|rfloor|lceil|rceil|div|q?quad)(?![A-Za-z])")
MATRIX = re.compile(r"\\(begin|end)\{[a-zA-Z]{0,8}(?:matrix|array)")
QUESTION = re.compile(r"(?:[^.!?؟]|\.(?=\S)){3,300}[?؟]")  # a sentence, of which each piece asks
BULLET = re.compile(r"^[\s>*•·●▪◦○➢✓\-–—]{1,8}(?=\s|\S)(?![0-9۰-۹])")
AFTER = ("پس", "از")
ENUMERATED = re.compile(r"^\s*[(\[]?(?:[0-9۰-۹]{1,2}|[A-Za-z])[.)\]]\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing that is said.

    ``label`` stands before the first equality sign or colon, or is a title without a value that leads to it.
    ``context`` is the last title of its section, ``before`` what it concludes from. ``order`` counts the
    statements of the document. ``is_title`` tells that it holds words only, ``is_step`` that an arrow leads on from it.
    """

    text: str
    line: Line
    order: int
    label: str = ""
    body: str = ""
    context: str = ""
    before: str = ""
    is_title: bool = False
    is_equation: bool = False
    is_conclusion: bool = False
    is_question: bool = False
    is_boxed: bool = False
    is_other: bool = False
    is_step: bool = False

    @property
    def is_doubtful(self) -> bool:
        """Whether the line may not say what a person would see."""
        return bool(set(self.line.doubts) - {Doubt.DIRECTION}) or is_damaged(self.text)


def statements_of(lines: Sequence[Line], first: int = 0) -> list[Statement]:
    """Return the statements of a section's lines, in order."""
    found: list[Statement] = []
    context = ""
    for line in lines:
        pending, before, begun = "", "", ""
        whole = line.text[:LONGEST_STATEMENT]
        asked = [each[0] for each in QUESTION.finditer(whole)] if "?" in whole or "؟" in whole else []
        for text, follows_arrow in pieces(line.text, is_listed=not line.heading):
            before = before if STARTS_SO.match(text) else ""
            if len(found) >= MOST_STATEMENTS:
                return found
            if has_no_value(text):
                found.append(made(text, line, first + len(found), "", context, is_title=True))
                before = f"{before} {text}"
                leads = text.rstrip().endswith((":", "：", "=", "\t")) or bool(line.heading) or follows_arrow
                pending = text if leads else ""
                if not follows_arrow and (leads or len(words_of(text)) <= LONGEST_TITLE):
                    context = text
                continue
            said = made(text, line, first + len(found), pending, context, before=before)
            is_bare = not said.label and BEGINS_BARE.match(text)
            begun = begun if not said.label else said.label if not begun else ANOTHER
            if follows_arrow and found and found[-1].line is line and is_bare:
                said = replace(said, label=found[-1].label or begun.strip())
                found[-1] = replace(found[-1], is_step=True)
            elif is_bare and begun.strip() and found and goes_on(found[-1], text):
                said = replace(said, label=begun)
            if any(text.strip(" ?؟") in each for each in asked):
                said = replace(said, is_question=True)
            found.append(said)
            pending, before = "", f"{before} {text}"
            if text.rstrip().endswith((":", "：")):  # what it leads to is no longer under the title above
                context = text if ENUMERATED.match(text) else ""
        if line.other and line.other != line.text:
            found.extend(_second_reading(line, first + len(found), context))
    return found


def goes_on(before: Statement, text: str) -> bool:
    """Return whether a text works with the result of the statement before: `fc: 9·7·2 = 126, 126·10 + 10 = 1270`."""
    if not (before.is_equation and "=" in text and before.label):
        return False
    results, used = NUMBERS.findall(before.text), NUMBERS.findall(text)
    return bool(results) and bool(used) and results[-1] == used[0]


def _second_reading(line: Line, order: int, context: str) -> Iterator[Statement]:
    for text, _ in pieces(line.other):
        if not has_no_value(text):
            yield made(text, line, order, "", context, is_other=True)


def pieces(text: str, *, is_listed: bool = True) -> Iterator[tuple[str, bool]]:
    """Yield the statements in one line, and whether an arrow stands before each.

    A number with a point that begins a line counts its item, but right behind a heading it is an answer.
    """
    start, arrow = 0, False
    text = BULLET.sub("", text[: LONGEST_STATEMENT * 10])
    text = TITLE_IN_TEX.sub(r"\1 ", text) if "\\text" in text else text
    text = ENUMERATED.sub("", text) if is_listed else text
    for found in CUT.finditer(text):
        before = text[start : found.start()]
        if found["arrow"] is None and is_inside(before):
            continue
        if found["and"] is not None and not SAYS_NUMBER.search(before):
            continue
        piece = before.strip()
        name = LAYER_LAST.search(piece) if found["arrow"] is not None else None
        for each in (*parted(piece[: name.start()]), name[1]) if name else parted(piece):
            yield with_sign(each, found[0])[:LONGEST_STATEMENT], arrow
        start, arrow = found.end(), found["arrow"] is not None
    piece = text[start:].strip()
    for each in parted(piece):
        yield each[:LONGEST_STATEMENT], arrow


def parted(piece: str) -> Iterator[str]:
    """Yield a piece cut before each further name, and between a size and what is counted besides."""
    for each in by_name(piece) if piece else ():
        yield from parted_counts(each)


def by_name(piece: str) -> list[str]:
    """Return a piece cut before each further name: `depthwise = 144 pointwise = 512`."""
    if piece.count("=") + piece.count(":") < 2:
        return [piece]
    begins = [0]
    for found in NEXT_NAME.finditer(piece):
        if not is_inside(piece[: found.start()]) and not SIDES.match(piece[found.end() :]):
            begins.append(found.end())
    return [piece[start:end].strip() for start, end in zip(begins, [*begins[1:], len(piece)], strict=True)]


def is_inside(text: str) -> bool:
    """Return whether brackets, or a matrix in LaTeX, are open behind ``text``."""
    return (
        text.count("(") > text.count(")")
        or text.count("{") > text.count("}")
        or text.count("[") > text.count("]")
        or ("\\begin" in text and sum(2 * (each == "begin") - 1 for each in MATRIX.findall(text)) > 0)
    )


def with_sign(piece: str, sign: str) -> str:
    """Return a question with its sign."""
    return piece + sign if sign in "?؟" else piece


def has_no_value(text: str) -> bool:
    """Return whether a piece holds words only, nothing that could be a number, a formula or a word to choose."""
    plain = ENUMERATED.sub("", text)
    is_led = text.rstrip().endswith((":", "："))
    if is_led and len(text) <= LONGEST_LED and not SAYS_SIZE.search(plain):
        plain = NUMBER_OF_NAME.sub(" ", plain)
    return not VALUE.search(plain) and (is_led or len(text) <= 40)


def made(
    text: str,
    line: Line,
    order: int,
    pending: str,
    context: str,
    *,
    before: str = "",
    is_other: bool = False,
    is_title: bool = False,
) -> Statement:
    """Return the statement that a piece of a line makes."""
    bare = BULLET.sub("", text)
    label, body = labelled(bare)
    folded = fold(bare)
    return Statement(
        text=bare.strip(),
        line=line,
        order=order,
        label=label or pending,
        body=body,
        context=context,
        before=before,
        is_title=is_title,
        is_equation="=" in body or ("=" in bare and bool(label)) or "≈" in bare or "\\approx" in bare,
        is_conclusion=concludes(bare),
        is_question=asks(folded),
        is_boxed="\\boxed" in bare or "\\fbox" in bare,
        is_other=is_other,
    )


def labelled(text: str) -> tuple[str, str]:
    """Return what stands before the first equality sign or colon where it is a name, and what stands behind it."""
    body = ENUMERATED.sub("", text)
    turned = TURNED_LABEL.fullmatch(body)
    if turned is not None:
        return turned["label"].strip(), turned["body"].strip()
    found = re.match(r"([^=:：]{1,120}?)\s*(?:[:：](?!=)|:?=|\\approx|≈|\\equiv)\s*(?=\S)", body)
    if found is None:
        return "", body
    label = found[1].strip(" $*&`\"'•-").strip()
    if not re.search(r"[A-Za-z\u0620-\u06d3α-ω∂\\]", TEX_SIGN.sub("", label)):
        return "", body  # 108 = 9×12: a value, not a name
    return label, body[found.end() :].strip()


def concludes(text: str) -> bool:
    """Return whether the words of a text lead to a conclusion: `so`, `پس`, but not `پس از`, which is `after`."""
    words = words_of(text)
    return any(word in CONCLUSIONS and words[at : at + 2] != AFTER for at, word in enumerate(words))


def asks(folded: str) -> bool:
    """Return whether a statement is the question's own text, or a sentence that sets out what is given."""
    return (
        folded.endswith(("?", "؟"))
        or any(sign in folded for sign in QUESTION_SIGNS)
        or folded.startswith(QUESTION_STARTS)
    )
