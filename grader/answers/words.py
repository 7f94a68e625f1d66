"""The kinds of answers in words: a choice among named options, and free text for a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from grader.answers.characters import fold_characters
from grader.answers.reading import (
    NO_SCOPE,
    RIGHT,
    WRONG,
    Comparison,
    Plain,
    Reading,
    Scope,
    Value,
    blank,
    is_blank,
    refused,
    text_of,
)
from grader.answers.refusal import CONTRADICTORY, MALFORMED, Refusal, too_many_characters
from grader.records import Certainty, JsonValue
from grader.tolerance import Tolerance
from grader.translation import Message

LONGEST_TEXT = 2000
LONGEST_WRITTEN = 20_000
NEGATIONS = frozenset(
    {"not", "no", "isn't", "neither", "nor", "never", "without", "unlike"}
    | {"نیست", "نه", "بدون", "نمیباشد", "نمی", "هیچ"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of ``options``: a code each, with the words that mean it in both languages.

    ``remark`` is what the feedback says whichever of them is chosen.
    """

    options: Mapping[str, tuple[str, ...]] = field(hash=False)
    remark: Message | None = None
    tolerance: Tolerance = Tolerance.exact

    @property
    def name(self) -> str:
        """The kind's name in records."""
        return "choice"

    def read(self, submitted: JsonValue, scope: Scope = NO_SCOPE) -> Reading:
        """Return the code that ``submitted`` names; a word that is none of them is unreadable."""
        text = text_of(submitted)
        if is_blank(submitted):
            return blank(text)
        if isinstance(submitted, list) and len(submitted) == 1:
            return replace(self.read(submitted[0], scope), text=text)
        if not isinstance(submitted, str):
            return refused(text, self._unknown())
        if len(submitted) > LONGEST_TEXT:
            return refused(submitted[:LONGEST_TEXT], too_many_characters(LONGEST_TEXT))
        codes, is_whole = self._named(_words(submitted))
        if len(codes) == 1:
            certainty = Certainty.CERTAIN if is_whole else Certainty.PLAIN
            return Reading(text, (codes[0],), certainty=certainty)
        if codes:
            return refused(
                text, Refusal(CONTRADICTORY, 0, Message("Several choices are named; write only one."))
            )
        return refused(text, self._unknown())

    def _named(self, words: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
        """Return the codes that ``words`` name, and whether they say nothing else."""
        spelt = _spellings(tuple((code, *synonyms) for code, synonyms in self.options.items()))
        if words in spelt:
            return (spelt[words],), True
        if NEGATIONS & set(words):
            return (), False
        longest = max(map(len, spelt), default=0)
        found: dict[str, None] = {}
        at = 0
        while at < len(words):
            for length in range(min(longest, len(words) - at), 0, -1):
                code = spelt.get(words[at : at + length])
                if code is not None:
                    found[code] = None
                    at += length - 1
                    break
            at += 1
        return tuple(found), False

    def _unknown(self) -> Refusal:
        words: dict[str, Message | str] = {
            f"choice_{place}": Message(self.show(code)) for place, code in enumerate(self.options)
        }
        listed = "{comma}".join(f"{{{name}}}" for name in words)
        known = Message(listed, {**words, "comma": Message(", ")})
        return Refusal(
            MALFORMED, 0, Message("This is none of the choices; write one of: {known}.", {"known": known})
        )

    def compare(self, value: Value, reference: Plain) -> Comparison:
        """Return whether the codes are the same."""
        found = RIGHT if value == reference else WRONG
        return replace(found, remarks=(self.remark,)) if self.remark else found

    def equals(self, value: Value, reference: Plain) -> bool:
        """Return whether the codes are the same."""
        return value == reference

    def plain(self, value: Value) -> Plain:
        """Return the code."""
        return str(value)

    def in_bounds(self, value: Value) -> bool:
        """Return whether ``value`` is one of the codes."""
        return value in self.options

    def reference(self, raw: object) -> Plain:
        """Return the code that a reference function gave; raises ValueError for another."""
        if not isinstance(raw, str) or raw not in self.options:
            raise ValueError(f"expected one of {', '.join(self.options)}, got {raw!r}")
        return raw

    def show(self, value: Value | Plain) -> str:
        """Return the first word for a code."""
        synonyms = self.options.get(str(value), ())
        return synonyms[0] if synonyms else str(value)

    def to_json(self, value: Value | Plain) -> JsonValue:
        """Return the code."""
        return str(value)

    def rule(self) -> Message:
        """Return the rule in words."""
        return Message("the same choice")


@lru_cache(maxsize=256)  # a class asks for few choices, and each student answers them
def _spellings(options: tuple[tuple[str, ...], ...]) -> dict[tuple[str, ...], str]:
    """Return which code the words of each spelling mean; the code itself is the first of its spellings."""
    spelt: dict[tuple[str, ...], str] = {}
    for code, *synonyms in options:
        for spelling in (code, *synonyms):
            words = _words(spelling)
            if words:
                spelt.setdefault(words, code)
    return spelt


def _words(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` without case, joining marks and punctuation."""
    folded = fold_characters(text).text.casefold().replace("\u200c", "")
    return tuple(re.findall(r"[a-z0-9']+|[\u0600-\u06ff]+|[\u00c0-\u05ff]+", folded.replace("_", " ")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An answer in words, as it stands, for a person to mark."""

    tolerance: Tolerance = Tolerance.exact

    @property
    def name(self) -> str:
        """The kind's name in records."""
        return "written"

    def read(self, submitted: JsonValue, scope: Scope = NO_SCOPE) -> Reading:
        """Return the text as it stands."""
        text = text_of(submitted)
        if is_blank(submitted):
            return blank(text)
        if len(text) >= LONGEST_WRITTEN:
            return refused(text[:LONGEST_WRITTEN], too_many_characters(LONGEST_WRITTEN))
        return Reading(text, (text,))

    def compare(self, value: Value, reference: Plain) -> Comparison:
        """Return that a person must judge: a text is never compared."""
        return replace(WRONG, doubt="written")

    def equals(self, value: Value, reference: Plain) -> bool:
        """Return False: only a person finds a text right."""
        return False

    def plain(self, value: Value) -> Plain:
        """Return the text."""
        return str(value)

    def in_bounds(self, value: Value) -> bool:
        """Return whether there is a text."""
        return isinstance(value, str)

    def reference(self, raw: object) -> Plain:
        """Return the model answer as text; there may be none."""
        return "" if raw is None else str(raw)

    def show(self, value: Value | Plain) -> str:
        """Return the text."""
        return str(value)

    def to_json(self, value: Value | Plain) -> JsonValue:
        """Return the text."""
        return str(value)

    def rule(self) -> Message:
        """Return the rule in words."""
        return Message("marked by a person")
