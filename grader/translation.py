"""Turns the messages that the grader composes into sentences of one language.

A `Message` keeps its English text as the id under which the gettext catalogues hold the others, and the
values of its ``{placeholders}`` apart, so that nothing a student wrote is ever read as a placeholder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

Lookup = Callable[[str], str]
PluralLookup = Callable[[str, str, int], str]

PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_.]{0,63})\}")
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
OPERATORS = frozenset("+-−±×*·/÷^=<>≤≥")
OPENING, CLOSING = " ([{⌊⌈", " )]}⌋⌉"


SENTENCE_END = re.compile(r"(?<=[.!?؟]) +")


class Unsaid(str):
    """A value that is not told: a sentence about nothing else is left out, any other shows the text itself."""

    __slots__ = ()


UNSAID = Unsaid("…")


class Numeral(str):
    """A number in a sentence, such as "3" or "0.5", for which a reader expects the digits of their language."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence to be translated: its English text and the values of its placeholders.

    A value that is itself a `Message` is translated in its turn, a `Numeral` has the reader's digits outside
    of formulas, and every other value is shown as it is.
    """

    text: str
    values: Mapping[str, Message | str] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.text, tuple(self.values.items())))


def said(template: str, values: Mapping[str, object]) -> str:
    """Return a text without the sentences, and the paragraphs, that are only about values which are `Unsaid`."""
    unsaid = {name for name, value in values.items() if isinstance(value, Unsaid)}
    if not unsaid:
        return template
    paragraphs = (
        " ".join(each for each in SENTENCE_END.split(paragraph) if not is_only_about(unsaid, each))
        for paragraph in template.split("\n\n")
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def is_only_about(names: set[str], sentence: str) -> bool:
    """Whether a sentence has placeholders, and no others than these."""
    placeholders = PLACEHOLDER.findall(sentence)
    return bool(placeholders) and names.issuperset(placeholders)


@lru_cache(maxsize=1024)  # the questions of an assignment have a few hundred placeholders
def stands_in_formula(template: str, start: int, end: int) -> bool:
    """Return whether a placeholder is part of a formula, a name or code, judged by what is beside it."""
    before, after = template[:start], template[end:]
    touching = before[-1:] + after[:1]
    return (
        before.count("`") % 2 == 1
        or any(each == "_" or (each.isascii() and each.isalnum()) for each in touching)
        or before.rstrip(OPENING)[-1:] in OPERATORS
        or after.lstrip(CLOSING)[:1] in OPERATORS
    )


def fold_text(docstring: str) -> str:
    """Return a docstring as a message id: each paragraph on one line, paragraphs an empty line apart."""
    paragraphs = re.split(r"\n[ \t]*\n", docstring.strip())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


@dataclass(frozen=True, slots=True)
class Translator:
    """The language of a report: ``locale`` (such as "fa") and the lookups that are asked in turn.

    A plural lookup is gettext's ``ngettext``: (one, many, count) to the form that the count takes.
    """

    locale: str = "en"
    lookups: tuple[Lookup, ...] = ()
    plurals: tuple[PluralLookup, ...] = ()

    def word(self, text: str) -> str:
        """Return the translation of ``text``, or ``text`` where no catalogue knows it."""
        if text:
            for lookup in self.lookups:
                translated = lookup(text)
                if translated != text:
                    return translated
        return text

    def plural(self, one: str, many: str, count: int) -> str:
        """Return the form that ``count`` takes in this language, with its placeholders as they are."""
        for lookup in self.plurals:
            translated = lookup(one, many, count)
            if translated not in (one, many):
                return translated
        return one if count == 1 else many

    def sentence(self, message: Message) -> str:
        """Return ``message`` in this language with its placeholders filled."""
        template = self.word(message.text)
        if not message.values:
            return template
        return PLACEHOLDER.sub(
            lambda place: self._filled(message.values.get(place[1]), place), said(template, message.values)
        )

    def _filled(self, value: Message | str | None, place: re.Match[str]) -> str:
        if value is None:
            return place[0]
        return self.sentence(value) if isinstance(value, Message) else self.in_place(value, place)

    def in_place(self, value: str, place: re.Match[str]) -> str:
        """Return a value as it stands at a placeholder: a number of a sentence in the reader's digits."""
        if not isinstance(value, Numeral) or stands_in_formula(place.string, *place.span()):
            return value
        return self.number(value)

    def number(self, text: str) -> str:
        """Return a number as prose writes it: the reader's digits and decimal sign."""
        return self.digits(text.replace(".", "٫") if self.locale.startswith("fa") else text)

    @property
    def is_rtl(self) -> bool:
        """Whether the language is written from right to left."""
        return self.locale.split("_")[0].split("-")[0] in {"fa", "ar", "he", "ur", "ps", "ckb"}

    def digits(self, text: str) -> str:
        """Return ``text`` with the digits that a reader of this language expects in prose."""
        return text.translate(PERSIAN_DIGITS) if self.locale.startswith("fa") else text


ENGLISH = Translator()
