r"""Expands a LaTeX source's own simple commands, `\newcommand{\by}{\times}`, within limits; nothing is run."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_MACROS = 100
MOST_PASSES = 4  # commands that stand for other commands
LONGEST_BODY = 400
LONGEST_ARGUMENT = 4000
MOST_UNCLOSED = 20  # braces that never close; behind them a source is left as it is
MOST_GROWTH = 100_000  # characters that a source may gain
NAME = r"\\(?:[A-Za-z@]+|[\u0620-\u06d3]+)"
DEFINED = re.compile(
    rf"\\(?:(?:re|provide)?newcommand|providecommand|DeclareMathOperator|DeclareRobustCommand)\*?\s*"
    rf"(?:\{{\s*(?P<braced>{NAME})\s*\}}|(?P<bare>{NAME}))\s*(?:\[(?P<count>[0-9])\])?(?P<default>\[[^\]]{{0,100}}\])?\s*(?=\{{)"
    rf"|\\def\s*(?P<plain>{NAME})(?P<marks>(?:#[1-9]){{0,9}})\s*(?=\{{)"
)
HEADED = re.compile(r"\\(?:author|[lcr](?:head|foot)|fancy(?:head|foot)(?:\[[^\]]{0,20}\])?)\s*(?=\{)")
OPENING = re.compile(r"\s*\{")
COMMENT = re.compile(r"(?<!\\)%[^\n]*")
STUDENT_NUMBER = re.compile(r"[0-9۰-۹٠-٩]{5}")
OWN_ONLY = frozenset({"\\begin", "\\end", "\\item", "\\section", "\\documentclass"})


@dataclass(frozen=True, slots=True)
class Macro:
    """What one command stands for, and how many arguments it takes."""

    body: str
    count: int


def expanded(text: str) -> str:
    """Return a source with its own commands replaced by what they stand for; the lines keep their numbers."""
    macros = macros_in(text)
    if not macros:
        return text
    begun = max(text.find("\\begin{document}"), 0)
    head, body = text[:begun], text[begun:]
    used = uses_of(macros)
    for _ in range(MOST_PASSES):
        replaced = once(body, used, macros)
        if replaced == body:
            break
        body = replaced
    return head + body


def uses_of(macros: dict[str, Macro]) -> re.Pattern[str]:
    """Return the pattern of a use of any of these commands."""
    names = "|".join(sorted((re.escape(name) for name in macros), key=len, reverse=True))
    return re.compile(rf"(?:{names})(?![A-Za-z@\u0620-\u06d3])")


def once(text: str, used: re.Pattern[str], macros: dict[str, Macro]) -> str:
    """Return a text with each command in it replaced once; as it is where it would grow too much."""
    pieces: list[str] = []
    at, left, unclosed = 0, len(text) + MOST_GROWTH, 0
    while (found := used.search(text, at)) is not None and unclosed < MOST_UNCLOSED:
        if left < 0:
            return text
        macro = macros[found[0]]
        end, arguments = found.end(), []
        for _ in range(macro.count):
            opened = OPENING.match(text, end)
            inner = braced(text, opened.end() - 1) if opened else None
            if opened is None or inner is None:
                unclosed += opened is not None
                break
            arguments.append(inner)
            end = opened.end() + len(inner) + 1
        pieces.append(text[at : found.start()])
        left -= len(macro.body) + sum(map(len, arguments))
        if len(arguments) == macro.count:
            pieces.append(filled(macro.body, arguments))
            at = end
        else:
            pieces.append(found[0])
            at = found.end()
    return "".join([*pieces, text[at:]])


def filled(body: str, arguments: list[str]) -> str:
    """Return a command's text with its arguments in their places, and a blank where a word would run on."""
    text = re.sub(r"#([1-9])", lambda mark: (arguments[int(mark[1]) - 1 :] or [""])[0], body)
    return f"{text} " if re.search(r"\\[A-Za-z]+$", text) else text


def macros_in(text: str) -> dict[str, Macro]:
    """Return the simple commands that a source defines, the last definition of each."""
    macros: dict[str, Macro] = {}
    for found in DEFINED.finditer(COMMENT.sub("", text)):
        body = braced(found.string, found.end())
        name = found["braced"] or found["bare"] or found["plain"]
        if body is None or len(body) > LONGEST_BODY or found["default"] or name in OWN_ONLY or name in body:
            continue
        count = int(found["count"] or len(found["marks"] or "") // 2)
        macros[name] = Macro(" ".join(body.replace("\\xspace", "").split()), count)
        if len(macros) >= MOST_MACROS:
            break
    return macros


def braced(text: str, start: int) -> str | None:
    """Return what stands between the brace at ``start`` and its partner; None where there is none near."""
    depth = 0
    for found in re.finditer(r"\\.|[{}]", text[start : start + LONGEST_ARGUMENT], re.DOTALL):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0 and found[0] == "}":
            return text[start + 1 : start + found.start()]
    return None


def whose(text: str) -> list[str]:
    """Return the lines of a source's title and running heads that hold a number as long as a student's."""
    begun = max(text.find("\\begin{document}"), 0)
    macros = macros_in(text)
    head = COMMENT.sub("", text[:begun])
    used = uses_of(macros) if macros else None
    lines: list[str] = []
    for found in HEADED.finditer(head):
        inner = braced(head, found.end()) or ""
        if used is not None:
            inner = once(inner, used, macros)
        for line in re.split(r"\\\\|\\and\b|\n", inner):
            if STUDENT_NUMBER.search(line):
                lines.append(line.strip())
    return lines
