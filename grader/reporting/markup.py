"""Turns texts into HTML that shows them as they are: hidden characters as tags, each run in its direction.

Everything that comes out is `Markup`, and everything that goes in is escaped, whoever wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

from markupsafe import Markup, escape

from grader.reporting import mathml

BIDI_NAMES = {
    "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO",
    "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI",
}  # fmt: skip
CONTROL_PICTURES = {chr(code): chr(0x2400 + code) for code in range(32) if code not in (9, 10)}
HIDDEN = {**BIDI_NAMES, **CONTROL_PICTURES, "\x7f": "␡", "\u2028": "LS", "\u2029": "PS"}
# Controls of the second set have no pictures, and half characters and non-characters cannot be written: all are �.
HIDDEN_CHARACTER = re.compile(
    f"[{''.join(re.escape(hidden) for hidden in HIDDEN)}\x80-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)

# A run of digits, Latin letters and operators reads from left to right inside a right-to-left sentence.
LEFT_TO_RIGHT_RUN = re.compile(
    r"[(\[⌊⌈]{0,4}[-−+]?[0-9۰-۹A-Za-z]"
    r"[0-9۰-۹A-Za-z_ .,٫٬:×·*/÷+\-−=<>≤≥≈^()\[\]⌊⌋⌈⌉#@']*[0-9۰-۹A-Za-z)\]⌋⌉%]"
    r"|[-−+][0-9۰-۹]%?|[0-9]%"
)
RIGHT_TO_LEFT = re.compile("[\u0590-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")  # letters, not ۰-۹
LATIN = re.compile("[A-Za-z]")
CODE = re.compile(r"`([^`\n]{1,2000})`")
TEXTS_KEPT = 2_048  # sentences between the numbers of a question, and numbers, come again and again
ROOMY_CELLS = 26  # characters of a matrix row that fit beside its brackets on a screen of 320 px
ROOMY_FORMULA = 30  # characters of a formula that fit there


def visible(text: str) -> Markup:
    """Return ``text`` escaped, with bidirectional overrides and control characters shown as tags."""
    if HIDDEN_CHARACTER.search(text) is None:
        return escape(text)
    pieces = []
    end = 0
    for found in HIDDEN_CHARACTER.finditer(text):
        name = HIDDEN.get(found[0], "�")
        pieces += [escape(text[end : found.start()]), Markup('<span class="tag">{}</span>').format(name)]
        end = found.end()
    return joined([*pieces, escape(text[end:])])


def plain(text: str) -> str:
    """Return ``text`` for a place without markup, such as a title: hidden characters as [tags]."""
    return HIDDEN_CHARACTER.sub(lambda found: f"[{HIDDEN.get(found[0], '�')}]", text)


def isolated(text: str) -> Markup:
    """Return ``text`` as a name is shown: in its own direction, whatever stands around it."""
    return within("bdi", visible(text))


def left_to_right(text: str) -> Markup:
    """Return a formula, a hash, a name to quote or a path: always from left to right."""
    return within('bdi dir="ltr"', visible(text))


def joined(pieces: Iterable[Markup]) -> Markup:
    """Return pieces one after the other; `Markup.join` would look at each once more."""
    return Markup("".join(pieces))  # noqa: S704 - each is safe already


def within(tag: str, inner: Markup) -> Markup:
    """Return ``inner`` in an element; ``tag`` is its name, with attributes."""
    return Markup(f"<{tag}>{inner}</{tag.partition(' ')[0]}>")  # noqa: S704 - safe already


def reads_left_to_right(text: str) -> bool:
    """Whether a text has Latin letters outside its code and none that are written from right to left."""
    return RIGHT_TO_LEFT.search(text) is None and LATIN.search(CODE.sub("", text)) is not None


@lru_cache(maxsize=TEXTS_KEPT)
def own_direction(text: str) -> Markup:
    """Return a value in the direction of its letters; one without any, such as a shape, left to right."""
    return isolated(text) if RIGHT_TO_LEFT.search(text) else left_to_right(text)


def mail(address: str) -> Markup:
    """Return a mail address as a link; nothing is loaded by it."""
    return Markup('<a href="mailto:{}"><bdi dir="ltr">{}</bdi></a>').format(
        quote(address, safe="@"), visible(address)
    )


@lru_cache(maxsize=TEXTS_KEPT)
def prose(text: str, *, rtl: bool) -> Markup:
    """Return a sentence: `backticks` as code, and in a right-to-left page its formulas from left to right.

    A sentence of another language, which nobody has translated, keeps its own direction.
    """
    if rtl and reads_left_to_right(text):
        return within('bdi dir="ltr"', prose(text, rtl=False))
    pieces: list[Markup] = []
    for place, piece in enumerate(CODE.split(text)):
        if place % 2:
            pieces.append(within('code dir="auto"', visible(piece)))
        else:
            pieces.append(with_runs(piece) if rtl else visible(piece))
    return joined(pieces)


def with_runs(text: str) -> Markup:
    """Return a right-to-left sentence with each left-to-right run kept together."""
    pieces: list[Markup] = []
    end = 0
    for found in LEFT_TO_RIGHT_RUN.finditer(text):
        start, stop = found.span()
        while text[start:stop].count("(") < text[start:stop].count(")") and text[stop - 1] == ")":
            stop -= 1
        if text[start] == "(" and text[start:stop].count("(") > text[start:stop].count(")"):
            start += 1
        pieces += [visible(text[end:start]), left_to_right(text[start:stop])]
        end = stop
    return joined([*pieces, visible(text[end:])])


def formula(text: str, *, label: str) -> Markup:
    """Return a formula as MathML, or as the text it is where it is not in the notation of results."""
    set_formula = mathml.formula(plain(text))
    if set_formula is None:
        return within('code dir="ltr"', visible(text))
    return roomy(set_formula, label=label) if len(text) > ROOMY_FORMULA else set_formula


def matrix(rows: tuple[tuple[str, ...], ...], *, label: str) -> Markup:
    """Return a matrix as MathML with its rows in words as the alternative."""
    rows = tuple(tuple(plain(cell) for cell in row) for row in rows)
    alternative = f"{plain(label)}: " + "; ".join(", ".join(row) for row in rows)
    set_matrix = mathml.matrix(rows, alternative)
    widest = max((sum(len(cell) + 2 for cell in row) for row in rows), default=0)
    return roomy(set_matrix, label=label) if widest > ROOMY_CELLS else set_matrix


def roomy(inner: Markup, *, label: str) -> Markup:
    """Return ``inner`` in a strip that scrolls by itself, so that the page never does."""
    return Markup('<span class="strip" role="group" tabindex="0" aria-label="{}">{}</span>').format(
        label, inner
    )
