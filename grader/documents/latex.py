"""Reads a LaTeX source: sections and items with their numbers, tables as rows, displays as lines."""

from __future__ import annotations

import re
from dataclasses import replace

from grader.documents.macros import expanded, whose
from grader.documents.markdown import read_plain_text
from grader.documents.model import Document, Doubt, Line

LEVELS = {"chapter": 1, "section": 1, "subsection": 2, "subsubsection": 3, "paragraph": 4, "question": 1}
PROGRAMS = r"\\begin\{(verbatim|lstlisting|minted|Verbatim)\}"
SECTION = re.compile(r"\s*\\(chapter|section|subsection|subsubsection|paragraph)(\*?)\{(.{0,300}?)\}\s*(.*)$")
NAMES_ITS_NUMBER = re.compile(
    r"[0-9۰-۹٠-٩]|س[ؤو]ال|سئوال|پرسش|مس[ئا]له|تمرین|بخش|question|problem|exercise|task|part|answer|solution",
    re.IGNORECASE,
)
UNASKED = re.compile(
    r"\s*(?:introduction|preface|summary|conclusions?|discussion|references|bibliography|appendix|مقدمه|خلاصه"
    r"|نتیجه[ \u200c]?گیری|مراجع|منابع|پیوست)\b",
    re.IGNORECASE,
)
UNWRAPPED = re.compile(
    r"\\(?:textbf|textit|emph|underline|text(?:rm|sf|tt)|mbox|lr|rl|LR|RL|large|bf)\{([^{}]{0,400})\}"
)
DROPPED = re.compile(
    r"\\(?:maketitle|newpage|clearpage|noindent|centering|hline|toprule|midrule|bottomrule|par|bigskip"
    r"|medskip|smallskip|hfill|vfill|pagebreak|tableofcontents|item(?=\s*$)|label\{[^}]{0,60}\}"
    r"|vspace\*?\{[^}]{0,20}\}|hspace\*?\{[^}]{0,20}\}|setcounter\{[^}]{0,20}\}\{[^}]{0,5}\})(?![A-Za-z])"
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
TABLE = r"\\(begin|end)\{(?:tabular|tabularx|longtable)\*?\}(?:\{[^}]{0,60}\}){0,2}"


def read_latex(text: str, path: str) -> Document:
    """Return the lines of a LaTeX source, without its preamble and comments.

    Sections have the number that is printed before them, unless their titles name questions themselves, or an
    introduction that shifts them. Nobody wrote such a number, so its line says that its order is in doubt.
    """
    owner = whose(text)
    text = expanded(text)
    begun = text.find("\\begin{document}")
    body = text[begun + len("\\begin{document}") :] if begun >= 0 else text
    skipped = text[: len(text) - len(body)].count("\n")
    body = body.partition("\\end{document}")[0]
    headings: dict[int, int] = {}
    sections = [found for raw in body.split("\n") if (found := SECTION.match(raw)) and found[1] == "section"]
    is_counted = not any(NAMES_ITS_NUMBER.search(found[3]) or UNASKED.match(found[3]) for found in sections)
    counted: set[int] = set()
    rows: list[str] = []
    lists: list[tuple[str, int]] = []
    program, in_table = "", False
    for number, raw in enumerate(body.replace("\r\n", "\n").split("\n"), start=1):
        begins = re.search(PROGRAMS, raw)
        if program:
            ends = f"\\end{{{program}}}" in raw
            rows.append("```" if ends else raw)
            program = "" if ends else program
            continue
        if begins:
            program = begins[1]
            rows.append("```")
            continue
        line = re.sub(r"(?<!\\)%.*$", "", raw).replace("\\%", "%")
        for found in re.finditer(TABLE, line):
            in_table = found[1] == "begin"
        section = SECTION.match(line)
        if section:
            headings[number] = LEVELS[section[1]]
        told = f"{section[3]} {section[4]}".rstrip() if section else line
        if section and section[1] == "section" and not section[2] and is_counted:
            counted.add(number)
            told = f"{len(counted)}. {told}"
        plain = _items(_plain(told), lists)
        is_row = in_table and "&" in plain
        rows.append("\t".join(cell.strip() for cell in plain.rstrip(" \\").split("&")) if is_row else plain)
    document = read_plain_text("\n".join(rows), path)
    lines = (
        *(Line(text=_plain(line), number=1) for line in owner),
        *(
            _heading(
                replace(line, doubts=(*line.doubts, Doubt.ORDER)) if line.number in counted else line,
                headings.get(line.number, line.heading),
                skipped,
            )
            for line in document.lines
        ),
    )
    return replace(document, lines=lines, complete=document.complete and "\\includegraphics" not in text)


def _heading(line: Line, level: int, skipped: int) -> Line:
    """Return a line with its heading's level and the number that it has in the whole file."""
    return replace(line, heading=level, number=line.number + skipped)


def _plain(line: str) -> str:
    """Return a line without commands that only lay out."""
    line = re.sub(TABLE, " ", line)
    for _ in range(3):
        line = UNWRAPPED.sub(r"\1", line)
    return DROPPED.sub(" ", line)


def _items(line: str, lists: list[tuple[str, int]]) -> str:
    """Return a line in which each item has the number or letter that is printed before it."""
    for found in re.finditer(r"\\(begin|end)\{(enumerate|itemize)\}", line):
        if found[1] == "begin":
            lists.append((found[2], 0))
        elif lists:
            lists.pop()
    line = re.sub(
        r"\\(?:begin|end)\{(?:enumerate|itemize|center|table|figure)\}(?:\[[^\]]{0,40}\])?", " ", line
    )
    item = re.match(r"\s*\\item(?:\[([^\]]{0,20})\])?\s*(.*)$", line)
    if item is None:
        return line
    if item[1] is not None or not lists or lists[-1][0] == "itemize":
        return f"{item[1] or '•'} {item[2]}"
    kind, count = lists[-1]
    lists[-1] = kind, count + 1
    depth = sum(1 for each, _ in lists if each == "enumerate")
    mark = f"{count + 1}." if depth == 1 else f"({LETTERS[count % len(LETTERS)]})"
    return f"{mark} {item[2]}"
